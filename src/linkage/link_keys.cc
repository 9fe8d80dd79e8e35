#include "linkage/link_keys.h"

#include <algorithm>

#include "linkage/parallel.h"
#include "text/id_number.h"
#include "text/name_relation.h"
#include "text/names.h"
#include "text/width.h"

namespace xiuhua::linkage {
namespace {

constexpr size_t kMostUnits = 64;  // code points of a value that keys look at

std::u32string Units(std::string_view value) {
  std::u32string units;
  for (const char32_t c : text::IterateCodePoints(value)) {
    if (units.size() == kMostUnits) break;
    units += c;
  }
  return units;
}

uint64_t HashUnits(std::u32string_view units, uint64_t seed) {
  uint64_t hash = seed ^ 0x2545f4914f6cdd1dULL;
  for (const char32_t c : units) hash = MixBits(hash * 0x9e3779b97f4a7c15ULL + c);
  return hash | 1;
}

uint64_t HashKey(std::string_view text) { return HashText(text, 0x51ed270b) | 1; }

bool IsDate(std::string_view value) {
  return value.size() == 8 && value.find_first_not_of("0123456789") == std::string_view::npos;
}

void DateKeys(KeyKind kind, std::string_view value, std::vector<uint64_t>& out) {
  if (!IsDate(value)) return;
  switch (kind) {
    case KeyKind::kYear:
      out.push_back(HashKey(value.substr(0, 4)));
      break;
    case KeyKind::kMonth:
      out.push_back(HashKey(value.substr(4, 2)));
      break;
    case KeyKind::kDay:
      out.push_back(HashKey(value.substr(6, 2)));
      break;
    case KeyKind::kMonthDay:
      out.push_back(HashKey(value.substr(4, 4)));
      break;
    default:
      out.push_back(HashKey(value.substr(0, 6)));
      break;
  }
}

void NameKeys(KeyKind kind, ColumnType type, std::string_view value, std::vector<uint64_t>& out) {
  if (kind == KeyKind::kSound && type != ColumnType::kChineseName) {
    const std::string code = Soundex(value);
    if (!code.empty()) out.push_back(HashKey(code));
    return;
  }
  if (kind == KeyKind::kSound) {
    for (const std::string& sound : text::SoundKeys(value)) out.push_back(HashKey(sound));
    return;
  }
  const text::SurnameSplit split = text::SplitSurname(value);
  const std::string_view part = kind == KeyKind::kSurname ? split.surname : split.given;
  if (!part.empty()) out.push_back(HashKey(part));
}

void IdKeys(KeyKind kind, std::string_view value, std::vector<uint64_t>& out) {
  const text::IdNumber id = text::ParseIdNumber(value);
  if (kind == KeyKind::kRegion && id.region > 0) out.push_back(MixBits(static_cast<uint64_t>(id.region)) | 1);
  if (kind == KeyKind::kBirth && id.has_birth)
    out.push_back(MixBits(static_cast<uint64_t>(static_cast<uint32_t>(id.birth.days)) | uint64_t{1} << 40) | 1);
}

void ManyKeys(KeyKind kind, const std::u32string& units, size_t q, std::vector<uint64_t>& out) {
  const std::u32string_view all = units;
  if (kind == KeyKind::kDeletions) {
    out.push_back(HashUnits(all, 1));
    for (size_t i = 0; i < units.size() && units.size() > 3; ++i) {
      out.push_back(HashUnits(std::u32string(all.substr(0, i)) + std::u32string(all.substr(i + 1)), 1));
    }
  } else if (kind == KeyKind::kTokens) {
    size_t start = 0;
    for (size_t i = 0; i <= units.size(); ++i) {
      if (i < units.size() && units[i] != U' ') continue;
      if (i > start) out.push_back(HashUnits(all.substr(start, i - start), 2));
      start = i + 1;
    }
  } else {
    if (units.size() < q) out.push_back(HashUnits(all, 3));
    for (size_t i = 0; i + q <= units.size(); ++i) out.push_back(HashUnits(all.substr(i, q), 3));
  }
}

}  // namespace

std::string Soundex(std::string_view text) {
  constexpr std::string_view kCodes = "01230120022455012623010202";
  std::string out;
  char last = '0';
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (lower < 'a' || lower > 'z') continue;
    const char code = kCodes[static_cast<size_t>(lower - 'a')];
    if (out.empty()) {
      out += lower;
    } else if (code != '0' && code != last) {
      out += code;
    }
    if (lower != 'h' && lower != 'w') last = code;
    if (out.size() == 4) break;
  }
  if (!out.empty()) out.resize(4, '0');
  return out;
}

void KeysOfValue(const BlockKey& key, ColumnType type, std::string_view value, std::vector<uint64_t>& out) {
  const size_t before = out.size();
  switch (key.kind) {
    case KeyKind::kValue:
    case KeyKind::kUnordered:
      out.push_back(HashKey(value));
      return;
    case KeyKind::kYear:
    case KeyKind::kMonth:
    case KeyKind::kDay:
    case KeyKind::kMonthDay:
    case KeyKind::kYearMonth:
      DateKeys(key.kind, value, out);
      return;
    case KeyKind::kSound:
    case KeyKind::kSurname:
    case KeyKind::kGiven:
      NameKeys(key.kind, type, value, out);
      break;
    case KeyKind::kBirth:
    case KeyKind::kRegion:
      IdKeys(key.kind, value, out);
      return;
    case KeyKind::kNumber: {
      const size_t first = value.find_first_of("0123456789");
      if (first == std::string_view::npos) return;
      const size_t last = value.find_first_not_of("0123456789", first);
      out.push_back(HashKey(value.substr(first, last == std::string_view::npos ? last : last - first)));
      return;
    }
    default: {
      std::u32string units = Units(value);
      const auto amount = static_cast<size_t>(key.amount);
      if (key.kind == KeyKind::kPrefix) {
        out.push_back(HashUnits(std::u32string_view(units).substr(0, amount), 0));
      } else if (key.kind == KeyKind::kSuffix) {
        out.push_back(HashUnits(std::u32string_view(units).substr(units.size() - std::min(units.size(), amount)), 0));
      } else if (key.kind == KeyKind::kSorted) {
        std::ranges::sort(units);
        out.push_back(HashUnits(units, 0));
      } else {
        ManyKeys(key.kind, units, amount, out);
      }
    }
  }
  const auto fresh = out.begin() + static_cast<std::ptrdiff_t>(before);
  std::sort(fresh, out.end());
  out.erase(std::unique(fresh, out.end()), out.end());
}

ValueKeys MakeValueKeys(const BlockKey& key, ColumnType type, const Dictionary& dictionary, int threads) {
  constexpr uint32_t kUnit = 8192;
  const size_t units = (dictionary.size() + kUnit - 1) / kUnit;
  ValueKeys out;
  out.ends.resize(dictionary.size());
  std::vector<std::vector<uint64_t>> made(units);
  ForEachUnit(units, threads, [&](size_t unit, int) {
    const auto begin = static_cast<uint32_t>(unit * kUnit);
    const uint32_t end = std::min(dictionary.size(), begin + kUnit);
    for (uint32_t value = begin; value < end; ++value) {
      if (value > 0) KeysOfValue(key, type, dictionary.Text(value), made[unit]);
      out.ends[value] = static_cast<uint32_t>(made[unit].size());
    }
  });
  uint32_t before = 0;
  for (size_t unit = 0; unit < units; ++unit) {
    const auto begin = static_cast<uint32_t>(unit * kUnit);
    const uint32_t end = std::min(dictionary.size(), begin + kUnit);
    for (uint32_t value = begin; value < end; ++value) out.ends[value] += before;
    before += static_cast<uint32_t>(made[unit].size());
    out.keys.insert(out.keys.end(), made[unit].begin(), made[unit].end());
  }
  return out;
}

}  // namespace xiuhua::linkage
