// Comparisons and blocking rules of a link spec.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "linkage/link_spec_parts.h"
#include "linkage/link_spec_words.h"

namespace xiuhua::linkage {
namespace {

using lake::YamlNode;

constexpr int kLikenessUnits = 10'000;

Result<int32_t> Likeness(const YamlNode& node) {
  TRY_ASSIGN(const double value, RealNumber(node));
  if (value <= 0 || value > 1) {
    return SpecProblem("相似度在 0 到 1 之间", "a likeness is above 0 and at most 1", node.where());
  }
  return static_cast<int32_t>(std::lround(value * kLikenessUnits));
}

Result<int32_t> Count(const YamlNode& node, int64_t most) {
  TRY_ASSIGN(const int64_t value, node.Int());
  if (value < 1 || value > most) {
    return SpecProblem("要在 1 到 " + std::to_string(most) + " 之间", "must be 1 to " + std::to_string(most),
                       node.where());
  }
  return static_cast<int32_t>(value);
}

Result<void> ReadGrams(const YamlNode& node, ValueTest& test) {
  TRY(node.OnlyKeys({"q", "at_least"}));
  TRY_ASSIGN(const int64_t q, node.IntOr("q", 2));
  if (q < 0 || q > 8) return SpecProblem("q 在 0 到 8 之间", "q is 0 to 8", node.where());
  test.q = static_cast<int32_t>(q);
  TRY_ASSIGN(const YamlNode least, node.Get("at_least"));
  TRY_ASSIGN(test.amount, Likeness(least));
  return {};
}

template <size_t N>
Result<uint32_t> Relations(const YamlNode& node, const std::array<std::string_view, N>& allowed) {
  TRY_ASSIGN(const auto items, node.Items());
  uint32_t bits = 0;
  for (const YamlNode& item : items) {
    TRY_ASSIGN(const size_t index, item.OneOf(allowed));
    bits |= 1U << index;
  }
  return bits;
}

bool Fits(TestKind kind, ColumnType type) {
  if (kind == TestKind::kName) return type == ColumnType::kChineseName;
  if (kind == TestKind::kId) return type == ColumnType::kIdNumber;
  if (kind == TestKind::kDate || kind == TestKind::kDays || kind == TestKind::kYears) return type == ColumnType::kDate;
  if (kind == TestKind::kNumber || kind == TestKind::kPercent) return type == ColumnType::kNumber;
  return true;
}

Result<void> ReadAmount(TestKind kind, const YamlNode& node, ValueTest& test) {
  switch (kind) {
    case TestKind::kExact:
      return {};
    case TestKind::kJaroWinkler:
    case TestKind::kJaro: {
      TRY_ASSIGN(test.amount, Likeness(node));
      return {};
    }
    case TestKind::kJaccard:
    case TestKind::kOverlap:
      return ReadGrams(node, test);
    case TestKind::kName: {
      TRY_ASSIGN(test.relations, Relations(node, words::kNameTests));
      return {};
    }
    case TestKind::kId: {
      TRY_ASSIGN(test.relations, Relations(node, words::kIdTests));
      return {};
    }
    case TestKind::kDate: {
      TRY_ASSIGN(test.relations, Relations(node, words::kDateTests));
      return {};
    }
    default: {
      TRY_ASSIGN(test.amount, Count(node, 1'000'000));
      return {};
    }
  }
}

Result<ValueTest> ReadTest(const LinkSpec& spec, int column, const YamlNode& node) {
  ValueTest test;
  if (node.IsScalar()) {
    constexpr std::string_view kOnly[] = {"exact"};
    TRY(node.OneOf(kOnly));
    return test;
  }
  TRY_ASSIGN(const auto entries, node.Entries());
  if (entries.size() != 1) return SpecProblem("一级写一个测试", "a level is one test", node.where());
  const auto& [word, argument] = entries.front();
  const auto* const found = std::ranges::find(words::kTests, std::string_view(word));
  if (found == words::kTests.end()) {
    return SpecProblem("不认识的测试 " + word, "unknown test " + word, node.where());
  }
  test.kind = static_cast<TestKind>(found - words::kTests.begin());
  if (!Fits(test.kind, spec.columns[static_cast<size_t>(column)].type)) {
    return SpecProblem(word + " 不适用于这种列", word + " does not fit a column of this type", node.where());
  }
  TRY(ReadAmount(test.kind, argument, test));
  return test;
}

std::string Shown(const YamlNode& node) {
  if (node.IsScalar()) return *node.Text();
  if (node.IsMap()) {
    std::string out = "{";
    const auto entries = node.Entries();
    if (!entries) return "?";
    for (const auto& [key, value] : *entries) out += (out.size() > 1 ? ", " : "") + key + ": " + Shown(value);
    return out + "}";
  }
  std::string out = "[";
  const auto items = node.Items();
  if (!items) return "?";
  for (const YamlNode& item : *items) out += (out.size() > 1 ? ", " : "") + Shown(item);
  return out + "]";
}

Result<int> ColumnNamed(const LinkSpec& spec, const LinkComparison& comparison, const std::string& name,
                        const SourceRef& where) {
  const int column = spec.ColumnIndex(name);
  if (std::ranges::find(comparison.columns, column) == comparison.columns.end()) {
    return SpecProblem("这一项比较里没有列 " + name, "column " + name + " is not of this comparison", where);
  }
  return column;
}

Result<LinkLevel> ReadLevel(const LinkSpec& spec, const LinkComparison& comparison, const YamlNode& node) {
  LinkLevel level{.shown = Shown(node)};
  if (node.IsMap()) {
    TRY_ASSIGN(const auto entries, node.Entries());
    const std::string word = entries.size() == 1 ? entries.front().first : "";
    if (word == "all" || word == "any") {
      level.mode = word == "all" ? LinkLevel::Mode::kAll : LinkLevel::Mode::kAny;
      TRY_ASSIGN(const auto tests, entries.front().second.Entries());
      for (const auto& [name, test] : tests) {
        TRY_ASSIGN(const int column, ColumnNamed(spec, comparison, name, test.where()));
        TRY_ASSIGN(const ValueTest value, ReadTest(spec, column, test));
        level.terms.push_back({column, value});
      }
      if (level.terms.empty()) return SpecProblem("缺少测试", "no test given", node.where());
      return level;
    }
    if (word == "swapped") {
      level.mode = LinkLevel::Mode::kSwapped;
      TRY_ASSIGN(const auto names, entries.front().second.Texts());
      if (names.size() != 2) return SpecProblem("swapped 要两列", "swapped takes two columns", node.where());
      for (const std::string& name : names) {
        TRY_ASSIGN(const int column, ColumnNamed(spec, comparison, name, node.where()));
        level.terms.push_back({column, {}});
      }
      return level;
    }
  }
  for (const int column : comparison.columns) {
    TRY_ASSIGN(const ValueTest test, ReadTest(spec, column, node));
    if (comparison.columns.size() > 1 && test.kind != TestKind::kExact) {
      return SpecProblem("多列比较请写 all、any 或 swapped", "with several columns use all, any or swapped",
                         node.where());
    }
    level.terms.push_back({column, test});
  }
  return level;
}

Result<void> ReadTermFrequency(const LinkSpec& spec, LinkComparison& comparison, const YamlNode& node) {
  TermFrequency& out = comparison.term_frequency;
  out.levels.assign(comparison.levels.size(), false);
  if (node.IsScalar()) {
    TRY_ASSIGN(const bool on, node.Bool());
    out.levels.assign(comparison.levels.size(), on);
    return {};
  }
  TRY(node.OnlyKeys({"by", "levels"}));
  if (const auto by = node.Find("by")) {
    TRY_ASSIGN(out.by, ColumnOf(spec, *by));
  }
  const auto levels = node.Find("levels");
  if (!levels) {
    out.levels.assign(comparison.levels.size(), true);
    return {};
  }
  TRY_ASSIGN(const auto items, levels->Items());
  for (const YamlNode& item : items) {
    const std::string shown = Shown(item);
    bool found = false;
    for (size_t i = 0; i < comparison.levels.size(); ++i) {
      const std::string& level = comparison.levels[i].shown;
      if (level != shown && !level.starts_with("{" + shown + ":")) continue;
      out.levels[i] = true;
      found = true;
    }
    if (!found) return SpecProblem("没有这一级 " + shown, "there is no level " + shown, item.where());
  }
  return {};
}

int32_t KeyAmount(std::string_view text, bool& bad) {
  int32_t amount = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), amount);
  bad = code != std::errc{} || end != text.data() + text.size() || amount < 1 || amount > 64;
  return amount;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

Result<std::vector<BlockKey>> ReadKeys(const LinkSpec& spec, const YamlNode& node) {
  TRY_ASSIGN(const auto items, node.Items());
  std::vector<BlockKey> keys;
  std::string text;  // YAML parts prefix(name, 3) at its comma
  for (const YamlNode& item : items) {
    TRY_ASSIGN(const std::string part, item.Text());
    text += (text.empty() ? "" : ", ") + part;
    if (text.contains('(') && !text.contains(')') && &item != &items.back()) continue;
    TRY_ASSIGN(const BlockKey key, ParseBlockKey(spec, text, item.where()));
    keys.push_back(key);
    text.clear();
  }
  if (keys.empty() || keys.size() > 8) {
    return SpecProblem("一条规则要有 1 到 8 个键", "a rule takes 1 to 8 keys", node.where());
  }
  return keys;
}

}  // namespace

Result<BlockKey> ParseBlockKey(const LinkSpec& spec, std::string_view text, const SourceRef& where) {
  BlockKey key;
  std::string_view name = Trim(text);
  std::string_view second;
  const size_t open = name.find('(');
  if (open != std::string_view::npos && spec.ColumnIndex(name) < 0) {
    const std::string_view word = Trim(name.substr(0, open));
    const auto* const found = std::ranges::find(words::kKeys, word);
    if (found == words::kKeys.end() || !name.ends_with(')')) {
      return SpecProblem("不认识的键 " + std::string(text), "unknown key " + std::string(text), where);
    }
    key.kind = static_cast<KeyKind>(found - words::kKeys.begin());
    name = name.substr(open + 1, name.size() - open - 2);
    const size_t comma = name.find(',');
    if (comma != std::string_view::npos) second = Trim(name.substr(comma + 1));
    name = Trim(name.substr(0, comma));
  }
  key.column = spec.ColumnIndex(name);
  bool bad = key.column < 0;
  const bool counted = key.kind == KeyKind::kPrefix || key.kind == KeyKind::kSuffix || key.kind == KeyKind::kQgrams;
  if (counted && !bad) key.amount = KeyAmount(second, bad);
  if (key.kind == KeyKind::kUnordered) key.other = spec.ColumnIndex(second);
  bad = bad || (key.kind == KeyKind::kUnordered && key.other < 0) ||
        (!counted && key.kind != KeyKind::kUnordered && !second.empty());
  if (bad) {
    return SpecProblem("键 " + std::string(text) + " 的列或数字不对",
                       "column or number of key " + std::string(text) + " is wrong", where);
  }
  return key;
}

Result<BlockRule> ReadBlockRule(const LinkSpec& spec, const YamlNode& node) {
  BlockRule rule{.cap = spec.block_cap, .shown = Shown(node)};
  if (!node.IsMap()) {
    TRY_ASSIGN(rule.keys, ReadKeys(spec, node));
    return rule;
  }
  TRY(node.OnlyKeys({"keys", "cap", "split"}));
  TRY_ASSIGN(const YamlNode keys, node.Get("keys"));
  TRY_ASSIGN(rule.keys, ReadKeys(spec, keys));
  rule.shown = Shown(keys);
  if (const auto cap = node.Find("cap")) {
    TRY_ASSIGN(rule.cap, Count(*cap, 1'000'000'000));
  }
  if (const auto split = node.Find("split")) {
    TRY_ASSIGN(rule.split, ReadKeys(spec, *split));
    if (std::ranges::any_of(rule.split, [](const BlockKey& key) { return GivesSeveral(key.kind); })) {
      return SpecProblem("split 不能用一值多键", "split takes no key of several values", split->where());
    }
  }
  return rule;
}

Result<void> ReadComparison(LinkSpec& spec, const YamlNode& node) {
  TRY(node.OnlyKeys({"name", "column", "columns", "levels", "term_frequency"}));
  LinkComparison comparison;
  if (const auto column = node.Find("column")) {
    TRY_ASSIGN(const int index, ColumnOf(spec, *column));
    comparison.columns.push_back(index);
  }
  if (const auto columns = node.Find("columns")) {
    TRY_ASSIGN(const auto items, columns->Items());
    for (const YamlNode& item : items) {
      TRY_ASSIGN(const int index, ColumnOf(spec, item));
      comparison.columns.push_back(index);
    }
  }
  if (comparison.columns.empty() || comparison.columns.size() > 8) {
    return SpecProblem("写 column 或 columns（最多 8 列）", "give column or columns (at most 8)", node.where());
  }
  std::string fallback;
  for (const int column : comparison.columns) {
    fallback += (fallback.empty() ? "" : "+") + spec.columns[static_cast<size_t>(column)].name;
  }
  TRY_ASSIGN(comparison.name, node.TextOr("name", fallback));
  TRY_ASSIGN(const YamlNode levels, node.Get("levels"));
  TRY_ASSIGN(const auto items, levels.Items());
  for (const YamlNode& item : items) {
    TRY_ASSIGN(LinkLevel level, ReadLevel(spec, comparison, item));
    comparison.levels.push_back(std::move(level));
  }
  if (comparison.levels.empty() || comparison.levels.size() > 12) {
    return SpecProblem("levels 要有 1 到 12 级", "levels takes 1 to 12 entries", levels.where());
  }
  comparison.term_frequency.levels.assign(comparison.levels.size(), false);
  if (const auto tf = node.Find("term_frequency")) TRY(ReadTermFrequency(spec, comparison, *tf));
  spec.comparisons.push_back(std::move(comparison));
  return {};
}

}  // namespace xiuhua::linkage
