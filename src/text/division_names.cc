// Names of divisions: folding, suffixes, groups; see divisions.h.
#include <algorithm>

#include "text/division_index.h"
#include "text/names.h"
#include "text/values.h"
#include "text/width.h"

namespace xiuhua::text {
namespace {

using List = std::vector<std::u32string>;

List LongestFirst(List list) {
  std::ranges::sort(list,
                    [](const auto& a, const auto& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
  return list;
}

// The 55 minorities as they stand in names of autonomous counties and townships (回族 -> 回族自治县).
constexpr std::u32string_view kPeoples[] = {
    U"土家族",     U"苗族",     U"侗族",     U"瑶族",   U"白族",   U"回族",   U"壮族",     U"满族",     U"蒙古族",
    U"藏族",       U"彝族",     U"布依族",   U"朝鲜族", U"哈尼族", U"黎族",   U"傣族",     U"畲族",     U"傈僳族",
    U"仡佬族",     U"东乡族",   U"拉祜族",   U"水族",   U"佤族",   U"纳西族", U"羌族",     U"土族",     U"仫佬族",
    U"锡伯族",     U"景颇族",   U"达斡尔族", U"撒拉族", U"布朗族", U"毛南族", U"塔吉克族", U"普米族",   U"阿昌族",
    U"怒族",       U"鄂温克族", U"京族",     U"基诺族", U"德昂族", U"保安族", U"俄罗斯族", U"裕固族",   U"乌孜别克族",
    U"门巴族",     U"鄂伦春族", U"独龙族",   U"赫哲族", U"高山族", U"珞巴族", U"塔塔尔族", U"哈萨克族", U"维吾尔族",
    U"柯尔克孜族", U"各族",     U"哈萨克",   U"蒙古",   U"裕固"};

// Cuts the peoples before 自治县, 自治州, 族乡: 靖州苗族侗族 -> 靖州.
size_t WithoutPeoples(std::u32string_view name) {
  bool cut = true;
  while (cut) {
    cut = false;
    for (const std::u32string_view people : kPeoples) {
      if (name.size() > people.size() + 1 && name.ends_with(people)) {
        name.remove_suffix(people.size());
        cut = true;
        break;
      }
    }
  }
  return name.size();
}

bool TakesPeoples(std::u32string_view suffix) {
  return suffix.starts_with(U"自治") || suffix == U"乡" || suffix == U"民族乡";
}

}  // namespace

FoldedText FoldAddress(std::string_view text) {
  FoldedText folded;
  std::string buffer;
  folded.original = CleanCell(text, buffer);
  for (size_t i = 0; i < folded.original.size();) {
    const size_t start = i;
    const char32_t c = NextCodePoint(folded.original, i);
    if (IsSpace(c) || IsInvisible(c)) continue;
    folded.points += c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : FoldHan(c);
    folded.offsets.push_back(start);
  }
  folded.offsets.push_back(folded.original.size());
  return folded;
}

const List& Suffixes(DivisionLevel level) {
  static const List kNone;
  static const List kProvince =
      LongestFirst({U"省", U"市", U"自治区", U"维吾尔自治区", U"壮族自治区", U"回族自治区", U"特别行政区"});
  static const List kPrefecture = LongestFirst({U"市", U"地区", U"盟", U"州", U"自治州"});
  static const List kCounty = LongestFirst({U"县", U"市", U"区", U"自治县", U"旗", U"自治旗", U"林区", U"特区"});
  static const List kTownship = LongestFirst({U"镇", U"乡", U"民族乡", U"街道", U"街道办事处", U"街道办", U"办事处",
                                              U"镇人民政府", U"乡人民政府", U"镇政府", U"乡政府", U"苏木", U"农场",
                                              U"林场", U"地区", U"地区办事处", U"管理区", U"开发区", U"经济开发区"});
  static const List kVillage =
      LongestFirst({U"村", U"村委会", U"村民委员会", U"村村委会", U"村村民委员会", U"社区", U"社区居委会",
                    U"社区居民委员会", U"居委会", U"居民委员会", U"行政村", U"嘎查", U"嘎查村民委员会", U"嘎查委会",
                    U"居民区", U"社区委员会", U"居", U"村委", U"社区村委会"});
  switch (level) {
    case DivisionLevel::kProvince:
      return kProvince;
    case DivisionLevel::kPrefecture:
      return kPrefecture;
    case DivisionLevel::kCounty:
      return kCounty;
    case DivisionLevel::kTownship:
      return kTownship;
    case DivisionLevel::kVillage:
      return kVillage;
  }
  return kNone;
}

size_t PeoplesLength(std::u32string_view text, size_t at) {
  const size_t start = at;
  for (bool more = true; more;) {
    more = false;
    for (const std::u32string_view people : kPeoples) {
      if (!text.substr(at).starts_with(people)) continue;
      at += people.size();
      more = true;
      break;
    }
  }
  return at - start;
}

size_t CoreLength(std::u32string_view name, DivisionLevel level) {
  for (const std::u32string& suffix : Suffixes(level)) {
    if (name.size() < suffix.size() + 2 || !name.ends_with(suffix)) continue;
    const std::u32string_view core = name.substr(0, name.size() - suffix.size());
    const size_t bare = TakesPeoples(suffix) ? WithoutPeoples(core) : core.size();
    return bare >= 2 ? bare : core.size();
  }
  return name.size();
}

std::string DivisionCore(std::string_view name, DivisionLevel level) {
  const FoldedText folded = FoldAddress(name);
  return folded.original.substr(0, folded.offsets[CoreLength(folded.points, level)]);
}

namespace {

// A number at the beginning of text: digits or a Chinese numeral. Returns how many bytes it takes, 0 none.
size_t NumberLength(std::string_view text) {
  size_t length = 0;
  while (length < text.size() && text[length] >= '0' && text[length] <= '9') ++length;
  if (length > 0) return length;
  constexpr std::string_view kNumerals = "零一二三四五六七八九十百〇两";
  while (length + 3 <= text.size()) {
    bool numeral = false;
    for (size_t k = 0; k < kNumerals.size(); k += 3)
      numeral = numeral || text.substr(length, 3) == kNumerals.substr(k, 3);
    if (!numeral) break;
    length += 3;
  }
  return length;
}

int GroupNumber(std::string_view digits) {
  int value = 0;
  if (digits[0] >= '0' && digits[0] <= '9') {
    if (digits.size() > 3) return 0;
    for (const char c : digits) value = value * 10 + (c - '0');
  } else {
    value = ParseChineseNumeral(digits).value_or(0);
  }
  return value >= 1 && value <= 199 ? value : 0;
}

// Length of the word for a group at the beginning of text; 0 none.
size_t GroupWordLength(std::string_view text) {
  for (const std::string_view word :
       {"村民小组", "号村民小组", "居民小组", "村民组", "居民组", "小组", "号组", "组", "社", "生产队", "大队", "队"}) {
    if (text.starts_with(word) && word != "大队") return word.size();
  }
  return 0;
}

}  // namespace

GroupSplit SplitGroup(std::string_view text) {
  constexpr std::string_view kOrdinal = "第";
  for (size_t at = 0; at < text.size();) {
    const size_t ordinal = text.substr(at).starts_with(kOrdinal) ? kOrdinal.size() : 0;
    const size_t number = NumberLength(text.substr(at + ordinal));
    if (number > 0) {
      const size_t behind = at + ordinal + number;
      const size_t word = GroupWordLength(text.substr(behind));
      const int group = word > 0 ? GroupNumber(text.substr(at + ordinal, number)) : 0;
      if (group > 0) return {group, text.substr(0, at), text.substr(behind + word)};
      at = behind;
      continue;
    }
    NextCodePoint(text, at);
  }
  return {0, text, {}};
}

std::optional<int> ParseGroup(std::string_view cell) {
  std::string buffer;
  std::string_view clean = CleanCell(cell, buffer);
  const GroupSplit split = SplitGroup(clean);
  if (split.group > 0 && split.before.empty() && split.after.empty()) return split.group;
  if (clean.starts_with("第")) clean.remove_prefix(3);
  if (clean.ends_with(".0")) clean.remove_suffix(2);
  if (clean.empty() || NumberLength(clean) != clean.size()) return std::nullopt;
  const int group = GroupNumber(clean);
  return group > 0 ? std::optional<int>(group) : std::nullopt;
}

}  // namespace xiuhua::text
