// Money, whole numbers, areas, percentages and yes/no; see values.h.
#include <algorithm>
#include <iterator>

#include "text/decimal.h"
#include "text/values.h"
#include "text/width.h"

namespace xiuhua::text {
namespace {

struct Unit {
  std::string_view word;
  int64_t numerator;
  int64_t denominator;
};

// How many fen one unit is.
constexpr Unit kMoneyUnits[] = {{"元", 100, 1},
                                {"圆", 100, 1},
                                {"块", 100, 1},
                                {"块钱", 100, 1},
                                {"元整", 100, 1},
                                {"元人民币", 100, 1},
                                {"人民币", 100, 1},
                                {"RMB", 100, 1},
                                {"CNY", 100, 1},
                                {"yuan", 100, 1},
                                {"角", 10, 1},
                                {"分", 1, 1},
                                {"百元", 10'000, 1},
                                {"千元", 100'000, 1},
                                {"万", 1'000'000, 1},
                                {"万元", 1'000'000, 1},
                                {"万元整", 1'000'000, 1},
                                {"万块", 1'000'000, 1},
                                {"百万元", 100'000'000, 1},
                                {"亿", 10'000'000'000, 1},
                                {"亿元", 10'000'000'000, 1}};

// How many hundredths of a mu one unit is. 1 mu = 2000/3 m2, so 1 m2 = 15/100 hundredths.
constexpr Unit kAreaUnits[] = {{"亩", 100, 1},      {"畝", 100, 1},      {"市亩", 100, 1},  {"万亩", 1'000'000, 1},
                               {"公顷", 1500, 1},   {"ha", 1500, 1},     {"hm2", 1500, 1},  {"hm²", 1500, 1},
                               {"平方米", 15, 100}, {"平米", 15, 100},   {"㎡", 15, 100},   {"m2", 15, 100},
                               {"m²", 15, 100},     {"M2", 15, 100},     {"平方", 15, 100}, {"平方公里", 150'000, 1},
                               {"km2", 150'000, 1}, {"km²", 150'000, 1}, {"分", 10, 1},     {"厘", 1, 1}};

constexpr std::string_view kMeasures[] = {"人", "口", "户",   "个", "岁",   "周岁", "次", "人次", "天",
                                          "日", "月", "个月", "年", "学年", "学期", "头", "只",   "羽",
                                          "间", "处", "台",   "套", "辆",   "艘",   "名", "条",   "件",
                                          "份", "株", "棵",   "栋", "层",   "孔",   "尾", "笔",   "项"};

template <size_t n>
const Unit* FindUnit(const Unit (&units)[n], std::string_view word) {
  const auto* found = std::ranges::find(units, word, &Unit::word);
  return found == std::end(units) ? nullptr : found;
}

constexpr int64_t kMoneyLimit = 1'000'000'000'000'000;  // fen: 10^13 yuan
constexpr int64_t kIntegerLimit = 1'000'000'000'000'000;
constexpr int64_t kAreaLimit = 1'000'000'000'000;  // hundredths of a mu
constexpr int64_t kPercentLimit = 1'000'000'000;
constexpr int64_t kNoisePpm = 10'000;  // 0.0001 yuan in millionths of a fen

// The states that need no number: empty, placeholder, formula error; kOk when the text must be read.
ValueState Glance(std::string_view clean) {
  if (clean.empty()) return ValueState::kMissing;
  if (clean[0] >= '0' && clean[0] <= '9') return ValueState::kOk;
  if (IsFormulaError(clean)) return ValueState::kFormulaError;
  return IsPlaceholder(clean) ? ValueState::kPlaceholder : ValueState::kOk;
}

int64_t FenPer(MoneyUnit unit) { return unit == MoneyUnit::kFen ? 1 : unit == MoneyUnit::kYuan ? 100 : 1'000'000; }

// "3亩5分" and "3亩5分2厘": parts of a mu behind the mu.
bool AddMuParts(std::string_view rest, Decimal& decimal) {
  for (const auto& [word, place] : {std::pair<std::string_view, int>{"分", 1}, {"厘", 2}}) {
    if (rest.size() != 1 + word.size() && !(rest.size() > 1 + word.size() && place == 1)) continue;
    if (rest[0] < '0' || rest[0] > '9' || rest.substr(1, word.size()) != word) continue;
    const uint64_t digit = static_cast<uint64_t>(rest[0] - '0');
    decimal.fraction = (decimal.decimals == 1 && place == 2 ? decimal.fraction * 10 : 0) + digit;
    decimal.decimals = place;
    rest.remove_prefix(1 + word.size());
    if (rest.empty()) return true;
  }
  return false;
}

}  // namespace

bool IsFormulaError(std::string_view clean) {
  constexpr std::string_view kErrors[] = {"#REF!",  "#N/A",  "#VALUE!", "#DIV/0!",       "#NAME?",
                                          "#NULL!", "#NUM!", "#SPILL!", "#GETTING_DATA", "#CALC!"};
  if (clean.empty() || clean[0] != '#') return false;
  return std::ranges::find(kErrors, clean) != std::end(kErrors) ||
         clean.find_first_not_of('#') == std::string_view::npos;  // a column too narrow: ######
}

bool IsPlaceholder(std::string_view clean) {
  constexpr std::string_view kWords[] = {"无",   "不详", "暂无", "没有", "未知", "不清楚", "不知道", "待定", "空",
                                         "未填", "待补", "—",    "——",   "–",    "―",      "无数据", "略",   "〃"};
  if (clean.empty() || clean.size() > 9) return false;
  if (static_cast<unsigned char>(clean[0]) >= 0x80) return std::ranges::find(kWords, clean) != std::end(kWords);
  if (clean.find_first_not_of("-/\\_.?*") == std::string_view::npos) return true;
  constexpr std::string_view kLatin[] = {"n/a", "na", "null", "none", "nil", "nan", "unknown", "(null)", "(空)"};
  if (clean.size() > 7) return false;
  std::array<char, 8> lower{};
  std::ranges::transform(clean, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::ranges::find(kLatin, std::string_view(lower.data(), clean.size())) != std::end(kLatin);
}

ParsedMoney ParseMoney(std::string_view cell, MoneyUnit unit) {
  std::string buffer;
  const std::string_view clean = CleanCell(cell, buffer);
  ParsedMoney parsed;
  parsed.state = Glance(clean);
  if (parsed.state != ValueState::kOk) return parsed;
  const Decimal decimal = ReadDecimal(clean);
  Scaled scaled;
  if (decimal.suffix.empty()) {
    scaled = Scale(decimal, FenPer(unit), 1, kMoneyLimit);
  } else if (const Unit* written = FindUnit(kMoneyUnits, decimal.suffix); written != nullptr) {
    scaled = Scale(decimal, written->numerator, written->denominator, kMoneyLimit);
  } else {
    scaled.state = ValueState::kUnreadable;
  }
  parsed.state = scaled.state;
  if (scaled.state == ValueState::kOk && scaled.rest_ppm >= kNoisePpm) parsed.state = ValueState::kTooPrecise;
  if (parsed.state == ValueState::kOk) parsed.cents = Cents{scaled.value};
  return parsed;
}

ParsedInteger ParseInteger(std::string_view cell) {
  std::string buffer;
  const std::string_view clean = CleanCell(cell, buffer);
  ParsedInteger parsed;
  parsed.state = Glance(clean);
  if (parsed.state != ValueState::kOk) return parsed;
  const Decimal decimal = ReadDecimal(clean);
  if (decimal.state == ValueState::kUnreadable) {
    std::string_view numeral = clean;
    for (const std::string_view word : kMeasures) {
      if (clean.size() > word.size() && clean.ends_with(word)) numeral = clean.substr(0, clean.size() - word.size());
    }
    const std::optional<int> value = ParseChineseNumeral(numeral);
    parsed.state = value ? ValueState::kOk : ValueState::kUnreadable;
    parsed.value = value.value_or(0);
    return parsed;
  }
  const Scaled scaled = Scale(decimal, 1, 1, kIntegerLimit);
  parsed.state = scaled.state;
  if (!decimal.suffix.empty() && std::ranges::find(kMeasures, decimal.suffix) == std::end(kMeasures)) {
    parsed.state = ValueState::kUnreadable;
  } else if (parsed.state == ValueState::kOk && decimal.fraction != 0) {
    parsed.state = ValueState::kTooPrecise;
  }
  if (parsed.state == ValueState::kOk) parsed.value = scaled.value;
  return parsed;
}

ParsedInteger ParseHundredthMu(std::string_view cell, AreaUnit unit) {
  std::string buffer;
  const std::string_view clean = CleanCell(cell, buffer);
  ParsedInteger parsed;
  parsed.state = Glance(clean);
  if (parsed.state != ValueState::kOk) return parsed;
  Decimal decimal = ReadDecimal(clean);
  int64_t numerator = unit == AreaUnit::kMu ? 100 : unit == AreaUnit::kHectare ? 1500 : 15;
  int64_t denominator = unit == AreaUnit::kSquareMetre ? 100 : 1;
  if (decimal.state == ValueState::kOk && !decimal.suffix.empty()) {
    const Unit* written = FindUnit(kAreaUnits, decimal.suffix);
    constexpr std::string_view kMu = "亩";
    if (written == nullptr && decimal.decimals == 0 && decimal.suffix.starts_with(kMu) &&
        AddMuParts(decimal.suffix.substr(kMu.size()), decimal)) {
      written = FindUnit(kAreaUnits, kMu);
    }
    if (written == nullptr) {
      decimal.state = ValueState::kUnreadable;
    } else {
      numerator = written->numerator;
      denominator = written->denominator;
    }
  }
  const Scaled scaled = Scale(decimal, numerator, denominator, kAreaLimit);
  parsed.state = scaled.state;
  if (scaled.state == ValueState::kOk) parsed.value = scaled.value;
  return parsed;
}

ParsedInteger ParsePercent(std::string_view cell, PercentUnit unit) {
  std::string buffer;
  const std::string_view clean = CleanCell(cell, buffer);
  ParsedInteger parsed;
  parsed.state = Glance(clean);
  if (parsed.state != ValueState::kOk) return parsed;
  const Decimal decimal = ReadDecimal(clean);
  int64_t points = unit == PercentUnit::kPercent ? 100 : 10'000;
  if (decimal.suffix == "%") {
    points = 100;
  } else if (decimal.suffix == "‰") {
    points = 10;
  } else if (!decimal.suffix.empty()) {
    parsed.state = ValueState::kUnreadable;
    return parsed;
  }
  const Scaled scaled = Scale(decimal, points, 1, kPercentLimit);
  parsed.state = scaled.state;
  if (scaled.state == ValueState::kOk) parsed.value = scaled.value;
  return parsed;
}

ParsedYesNo ParseYesNo(std::string_view cell) {
  constexpr std::string_view kYes[] = {"是",   "有",     "对",   "已",     "√",    "✓",    "✔",    "☑",
                                       "Y",    "y",      "YES",  "Yes",    "yes",  "TRUE", "True", "true",
                                       "T",    "t",      "1",    "正确",   "属于", "符合", "存在", "已落实",
                                       "享受", "已享受", "参加", "已参加", "1.0",  "○"};
  constexpr std::string_view kNo[] = {"否",     "无",     "不是",   "没有",   "未",     "错",  "不", "非", "×",
                                      "✗",      "✘",      "☒",      "X",      "x",      "N",   "n",  "NO", "No",
                                      "no",     "FALSE",  "False",  "false",  "F",      "f",   "0",  "没", "不属于",
                                      "不符合", "不存在", "未落实", "未享受", "未参加", "0.0", "╳",  "ｘ", "暂无"};
  for (const std::string_view yes : {"是", "有", "1"}) {
    if (cell == yes) return {YesNo::kYes, ValueState::kOk};
  }
  for (const std::string_view no : {"否", "无", "0"}) {
    if (cell == no) return {YesNo::kNo, ValueState::kOk};
  }
  std::string buffer;
  std::string_view clean = CleanCell(cell, buffer);
  if (clean.empty()) return {};
  if (const size_t bracket = clean.find('('); bracket != std::string_view::npos && bracket > 0) {
    clean = TrimSpaces(clean.substr(0, bracket));
  }
  if (std::ranges::find(kYes, clean) != std::end(kYes)) return {YesNo::kYes, ValueState::kOk};
  if (std::ranges::find(kNo, clean) != std::end(kNo)) return {YesNo::kNo, ValueState::kOk};
  const ValueState state = Glance(clean);
  return {YesNo::kUnknown, state == ValueState::kOk ? ValueState::kUnreadable : state};
}

}  // namespace xiuhua::text
