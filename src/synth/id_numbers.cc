#include "synth/id_numbers.h"

#include <fmt/core.h>

#include <array>
#include <string_view>

namespace xiuhua::synth {

int64_t IdBase(int32_t region, Date birth, int32_t sequence) {
  const CivilDate d = ToCivil(birth);
  const int64_t day = static_cast<int64_t>(d.year) * 10'000 + d.month * 100 + d.day;
  return (static_cast<int64_t>(region) * 100'000'000 + day) * 1000 + sequence;
}

char IdCheckDigit(int64_t base17) {
  static constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (size_t i = 17; i-- > 0;) {
    sum += static_cast<int>(base17 % 10) * kWeights[i];
    base17 /= 10;
  }
  return std::string_view("10X98765432")[static_cast<size_t>(sum % 11)];
}

std::string IdText(int64_t base17) {
  std::string out(18, '0');
  out[17] = IdCheckDigit(base17);
  for (size_t i = 17; i-- > 0;) {
    out[i] = static_cast<char>('0' + base17 % 10);
    base17 /= 10;
  }
  return out;
}

std::string OldIdText(int64_t base17) {
  const std::string id = IdText(base17);
  return id.substr(0, 6) + id.substr(8, 9);
}

namespace {

constexpr std::string_view kCreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

// GB 11714: the ninth character of an organisation code.
char OrganisationCheck(std::string_view eight) {
  static constexpr std::array<int, 8> kWeights{3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (size_t i = 0; i < 8; ++i) sum += (eight[i] - '0') * kWeights[i];
  const int check = 11 - sum % 11;
  if (check == 10) return 'X';
  return check == 11 ? '0' : static_cast<char>('0' + check);
}

}  // namespace

std::string CreditCode(int32_t region, int32_t serial, bool cooperative) {
  const std::string eight = fmt::format("{:08d}", 90'000'000 + serial);
  std::string code = fmt::format("{}{}{}{}", cooperative ? "93" : "92", region, eight, OrganisationCheck(eight));
  int sum = 0;
  int weight = 1;
  for (const char c : code) {
    sum += static_cast<int>(kCreditAlphabet.find(c)) * weight;
    weight = weight * 3 % 31;
  }
  code += kCreditAlphabet[static_cast<size_t>((31 - sum % 31) % 31)];
  return code;
}

std::string PhoneText(int32_t serial) { return fmt::format("1400{:07d}", serial % 10'000'000); }
std::string AccountText(int32_t serial) { return fmt::format("62999900{:011d}", serial); }

}  // namespace xiuhua::synth
