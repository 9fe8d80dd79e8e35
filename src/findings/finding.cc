#include "findings/finding.h"

namespace xiuhua::findings {
namespace {

constexpr int64_t kBase = static_cast<int64_t>(kCodeAlphabet.size());
constexpr size_t kLeastPlaces = 5;
static_assert(kCodeAlphabet.size() == 23);

// Index of the check place for these characters.
int64_t CheckOf(std::string_view places) {
  int64_t sum = 0;
  for (size_t i = 0; i < places.size(); ++i) {
    // From the right, so that more places in front keep the weights of those behind.
    const auto weight = static_cast<int64_t>(places.size() - i) + 1;
    sum += weight * static_cast<int64_t>(kCodeAlphabet.find(places[i]));
  }
  return (kBase - sum % kBase) % kBase;
}

}  // namespace

std::string FindingKey(std::string_view rule_id, std::string_view subject_kind, int64_t subject_id,
                       std::string_view key) {
  std::string text = std::string(rule_id) + "|" + std::string(subject_kind);
  if (!subject_kind.starts_with("row:")) text += "|" + std::to_string(subject_id);
  if (!key.empty()) text += "|" + std::string(key);
  return text;
}

std::string ShortCode(int64_t serial) {
  std::string places;
  for (int64_t rest = serial; rest > 0; rest /= kBase) {
    places.insert(places.begin(), kCodeAlphabet[static_cast<size_t>(rest % kBase)]);
  }
  while (places.size() < kLeastPlaces) places.insert(places.begin(), kCodeAlphabet[0]);
  return places + kCodeAlphabet[static_cast<size_t>(CheckOf(places))];
}

std::string ReadShortCode(std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c == ' ' || c == '-') continue;
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (kCodeAlphabet.find(upper) == std::string_view::npos) return {};
    code.push_back(upper);
  }
  if (code.size() < kLeastPlaces + 1 || code.size() > 15) return {};
  const std::string_view places(code.data(), code.size() - 1);
  return kCodeAlphabet[static_cast<size_t>(CheckOf(places))] == code.back() ? code : std::string();
}

}  // namespace xiuhua::findings
