#include "text/address_relation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "text/names.h"
#include "text/width.h"

namespace xiuhua::text {
namespace {

// What a code of each level is divided by to get its own digits.
constexpr std::array<uint64_t, 6> kDivisors = {1, 10'000'000'000, 100'000'000, 1'000'000, 1'000, 1};

uint64_t DigitsAt(const PreparedAddress& address, DivisionLevel level) {
  return address.code / kDivisors.at(static_cast<size_t>(level));
}

int64_t KeyOf(std::string_view text) {
  std::string folded;
  FoldName(text, folded);
  return NameKey(folded);
}

// 12号 -> 12; the first number with 号 behind it, 0 none.
int32_t HouseNumber(std::string_view text) {
  constexpr std::string_view kMark = "号";
  for (size_t at = 0; at < text.size();) {
    int32_t number = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), number);
    if (error != std::errc()) {
      ++at;
      continue;
    }
    const auto behind = static_cast<size_t>(end - text.data());
    if (number > 0 && text.substr(behind).starts_with(kMark)) return number;
    at = behind;
  }
  return 0;
}

void ReadRest(std::string_view rest, PreparedAddress& address) {
  const GroupSplit split = SplitGroup(rest);
  address.group = static_cast<int16_t>(split.group);
  address.house = HouseNumber(split.group > 0 ? split.after : split.before);
  if (split.group > 0 || address.house == 0) {
    address.hamlet = KeyOf(split.before);
  } else {
    const size_t digits = split.before.find_first_of("0123456789");
    address.hamlet = KeyOf(split.before.substr(0, digits));
  }
}

void TakeDivision(const DivisionTable& table, int32_t index, PreparedAddress& address) {
  const Division& division = table.all()[static_cast<size_t>(index)];
  address.code = std::stoull(PadDivisionCode(division.code));
  address.level = division.level;
  if (division.level == DivisionLevel::kVillage) address.village = KeyOf(DivisionCore(division.name, division.level));
}

// The code where a cell is one: 6, 9 or 12 digits.
void TakeBareCode(std::string_view cell, PreparedAddress& address) {
  const std::string_view clean = TrimSpaces(cell);
  if (clean.size() != 6 && clean.size() != 9 && clean.size() != 12) return;
  const std::string padded = PadDivisionCode(clean);
  if (padded.empty()) return;
  const uint64_t code = std::stoull(padded);
  if (code <= address.code) return;
  address.code = code;
  address.level = code % 1'000 != 0       ? DivisionLevel::kVillage
                  : code % 1'000'000 != 0 ? DivisionLevel::kTownship
                                          : DivisionLevel::kCounty;
}

AddressRelation Within(const PreparedAddress& a, const PreparedAddress& b) {
  if (a.house != 0 && a.house == b.house && a.group == b.group && a.hamlet == b.hamlet) {
    return AddressRelation::kSameHouse;
  }
  if (a.group != 0 && b.group != 0) {
    return a.group == b.group ? AddressRelation::kSameGroup : AddressRelation::kSameVillage;
  }
  return a.hamlet != 0 && a.hamlet == b.hamlet ? AddressRelation::kSameGroup : AddressRelation::kSameVillage;
}

AddressRelation ByCode(const PreparedAddress& a, const PreparedAddress& b) {
  const DivisionLevel shared = std::min(a.level, b.level);
  const auto same = [&](DivisionLevel level) { return shared >= level && DigitsAt(a, level) == DigitsAt(b, level); };
  if (same(DivisionLevel::kVillage)) return Within(a, b);
  const bool same_county = same(DivisionLevel::kCounty);
  if (same_county && a.village != 0 && a.village == b.village) return AddressRelation::kSameName;
  if (same(DivisionLevel::kTownship)) return AddressRelation::kSameTownship;
  if (same_county) return AddressRelation::kSameCounty;
  if (same(DivisionLevel::kPrefecture)) return AddressRelation::kSamePrefecture;
  return same(DivisionLevel::kProvince) ? AddressRelation::kSameProvince : AddressRelation::kDifferent;
}

struct Words {
  std::string_view zh;
  std::string_view en;
};
constexpr std::array<Words, kAddressRelations + 1> kWords = {{
    {"地址缺失", "address missing"},
    {"同一门牌", "same house"},
    {"同组", "same village group"},
    {"同村", "same village"},
    {"同县同村名", "same village name, other code"},
    {"大部分字词相同", "most words in common"},
    {"同乡镇", "same township"},
    {"部分字词相同", "some words in common"},
    {"同县", "same county"},
    {"同州市", "same prefecture"},
    {"同省", "same province"},
    {"地址不同", "different"},
}};

}  // namespace

PreparedAddress PrepareAddress(const DivisionTable* table, SetPool& pool, std::string_view county,
                               std::string_view township, std::string_view village) {
  PreparedAddress address;
  std::string whole;
  for (const std::string_view part : {county, township, village}) {
    whole += part;
    whole += ' ';
  }
  address.words = pool.AddWords(whole);
  if (table != nullptr) {
    const DivisionMatch match = table->Resolve(county, township, village);
    if (match.state == ResolveState::kResolved) {
      TakeDivision(*table, match.candidates.front(), address);
      ReadRest(match.rest, address);
      return address;
    }
  }
  for (const std::string_view part : {county, township, village}) TakeBareCode(part, address);
  ReadRest(TrimSpaces(village), address);
  return address;
}

AddressRelation RelateAddresses(const PreparedAddress& a, const PreparedAddress& b) {
  if (a.words.size == 0 || b.words.size == 0) return AddressRelation::kMissing;
  const bool resolved = a.code != 0 && b.code != 0;
  const AddressRelation by_code = resolved ? ByCode(a, b) : AddressRelation::kDifferent;
  if (by_code <= AddressRelation::kSameName) return by_code;
  if (resolved && a.level >= DivisionLevel::kTownship && b.level >= DivisionLevel::kTownship) return by_code;
  const double overlap = Overlap(a.words, b.words);
  if (overlap >= 0.8) return AddressRelation::kMostWords;
  if (by_code == AddressRelation::kSameTownship) return by_code;
  return overlap >= 0.5 ? AddressRelation::kSomeWords : by_code;
}

std::string_view AddressRelationWord(AddressRelation relation, bool chinese) {
  const Words& words = kWords.at(static_cast<size_t>(static_cast<int>(relation) + 1));
  return chinese ? words.zh : words.en;
}

}  // namespace xiuhua::text
