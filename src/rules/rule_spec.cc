#include "rules/rule_spec.h"

#include <algorithm>
#include <array>

#include "rules/errors.h"

namespace xiuhua::rules {
namespace {

constexpr std::array<std::string_view, 6> kKinds = {"risk", "mismatch", "entitlement", "red_flag", "gap", "hazard"};
constexpr std::array<std::string_view, 3> kEfforts = {"desk", "phone", "walk"};
constexpr std::array<std::string_view, 5> kAudiences = {"county_data_officer", "township", "village", "department",
                                                        "audit"};

bool IsSnakeName(std::string_view text) {
  return !text.empty() && text.size() <= 64 && (text[0] < '0' || text[0] > '9') &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

void Wrong(const lake::YamlNode& node, std::string_view key, std::string_view zh, std::string_view en,
           Problems& problems) {
  problems.Add(errors::kHeaderValue, {key, zh, en}, node.where());
}

std::optional<ColumnUse> ReadColumnUse(const lake::YamlNode& node, std::string_view key, Problems& problems) {
  std::string text;
  if (!problems.Take(node.Text(), text)) return std::nullopt;
  const size_t dot = text.find('.');
  ColumnUse use{.where = node.where()};
  if (dot != std::string::npos) {
    use.table = text.substr(0, dot);
    use.column = text.substr(dot + 1);
  }
  if (!IsSnakeName(use.table) || !IsSnakeName(use.column)) {
    Wrong(node, key, "“" + text + "”应写成 表.列", "\"" + text + "\" must be table.column", problems);
    return std::nullopt;
  }
  return use;
}

std::vector<lake::YamlNode> ItemsOf(const lake::YamlNode& root, std::string_view key, Problems& problems) {
  std::vector<lake::YamlNode> items;
  if (const auto node = root.Find(key)) problems.Take(node->Items(), items);
  return items;
}

std::vector<ColumnUse> ReadColumnUses(const lake::YamlNode& root, std::string_view key, Problems& problems) {
  std::vector<ColumnUse> uses;
  for (const lake::YamlNode& item : ItemsOf(root, key, problems)) {
    if (auto use = ReadColumnUse(item, key, problems)) uses.push_back(std::move(*use));
  }
  return uses;
}

std::vector<ParamUse> ReadParams(const lake::YamlNode& root, Problems& problems) {
  std::vector<ParamUse> params;
  for (const lake::YamlNode& item : ItemsOf(root, "params", problems)) {
    ParamUse use{.where = item.where()};
    if (item.IsMap()) {
      problems.Take(item.OnlyKeys({"name", "class", "at"}));
      if (auto name = item.Get("name"); name) {
        problems.Take(name->Text(), use.name);
      } else {
        problems.Add(name.error());
      }
      if (const auto node = item.Find("class")) use.class_column = ReadColumnUse(*node, "params", problems);
      if (const auto node = item.Find("at")) use.at_column = ReadColumnUse(*node, "params", problems);
    } else {
      problems.Take(item.Text(), use.name);
    }
    if (!use.name.empty()) params.push_back(std::move(use));
  }
  return params;
}

// A required text; empty when it is missing (and said so).
std::string Required(const lake::YamlNode& root, std::string_view key, Problems& problems) {
  std::string text;
  const auto node = root.Get(key);
  if (!node) {
    problems.Add(node.error());
    return text;
  }
  problems.Take(node->Text(), text);
  return text;
}

Title RequiredTitle(const lake::YamlNode& root, std::string_view key, Problems& problems) {
  Title title;
  const auto node = root.Get(key);
  if (!node) {
    problems.Add(node.error());
    return title;
  }
  if (problems.Take(node->TitleText(), title) && (title.zh.empty() || title.en.empty())) {
    Wrong(*node, key, "中文和英文都要写", "both languages are needed", problems);
  }
  return title;
}

template <class Enum, size_t kCount>
void RequiredChoice(const lake::YamlNode& root, std::string_view key, const std::array<std::string_view, kCount>& words,
                    Enum& target, Problems& problems) {
  const auto node = root.Get(key);
  size_t index = 0;
  if (!node) {
    problems.Add(node.error());
  } else if (problems.Take(node->OneOf(words), index)) {
    target = static_cast<Enum>(index);
  }
}

void ReadSubject(const lake::YamlNode& root, Subject& target, Problems& problems) {
  const auto node = root.Get("subject");
  if (!node) {
    problems.Add(node.error());
    return;
  }
  std::string text;
  if (!problems.Take(node->Text(), text)) return;
  if (const auto subject = ParseSubject(text)) {
    target = *subject;
  } else {
    Wrong(*node, "subject", "“" + text + "”不是 person、household.registered、household.living、village 或 row:表名",
          "\"" + text + "\" is none of person, household.registered, household.living, village, row:<table>", problems);
  }
}

void ReadReturnsWhen(const lake::YamlNode& root, ReturnsWhen& target, Problems& problems) {
  const auto node = root.Find("returns_when");
  if (!node) return;
  if (node->IsMap()) {
    target.mode = ReturnsWhen::Mode::kShare;
    problems.Take(node->OnlyKeys({"column", "share_percent"}));
    target.columns = {Required(*node, "column", problems)};
    if (problems.Take(node->IntOr("share_percent", 0), target.share_percent) &&
        (target.share_percent < 1 || target.share_percent > 1000)) {
      Wrong(*node, "returns_when", "share_percent 应在 1 到 1000 之间", "share_percent must be 1 to 1000", problems);
    }
    return;
  }
  std::vector<std::string> texts;
  if (!problems.Take(node->Texts(), texts)) return;
  if (texts.size() == 1 && texts[0] == "any") return;
  target.mode = ReturnsWhen::Mode::kColumns;
  target.columns = texts;
}

void ReadAudience(const lake::YamlNode& root, RuleSpec& rule, Problems& problems) {
  if (!root.Find("audience")) problems.Add(root.Get("audience").error());
  for (const lake::YamlNode& item : ItemsOf(root, "audience", problems)) {
    size_t index = 0;
    if (problems.Take(item.OneOf(kAudiences), index)) rule.audience.emplace_back(kAudiences.at(index));
  }
  if (rule.kind == RuleKind::kRedFlag && rule.audience != std::vector<std::string>{"audit"}) {
    problems.Add(errors::kAudience, {}, rule.WhereOf("audience"));
  }
}

void ReadOptionalTexts(const lake::YamlNode& root, RuleSpec& rule, Problems& problems) {
  problems.Take(root.TextOr("where_population", ""), rule.where_population);
  problems.Take(root.TextOr("authorisation", ""), rule.authorisation);
  problems.Take(root.TextOr("lasts", ""), rule.lasts);
  if (const auto node = root.Find("key")) problems.Take(node->Texts(), rule.key);
  for (const std::string_view name : {"valid_from", "valid_to"}) {
    Date date;
    if (const auto node = root.Find(name); node && problems.Take(node->IsoDate(), date)) {
      (name == "valid_from" ? rule.valid_from : rule.valid_to) = date;
    }
  }
  if (const auto node = root.Find("titles")) {
    std::vector<std::pair<std::string, lake::YamlNode>> entries;
    problems.Take(node->Entries(), entries);
    for (const auto& [column, value] : entries) {
      Title title;
      if (problems.Take(value.TitleText(), title)) rule.titles.emplace_back(column, std::move(title));
    }
  }
  for (const lake::YamlNode& item : ItemsOf(root, "questions", problems)) {
    Title title;
    if (problems.Take(item.TitleText(), title)) rule.questions.push_back(std::move(title));
  }
  if (rule.questions.size() > 3) {
    problems.Add(errors::kHeaderValue, {"questions", "最多三个问题", "at most three questions"},
                 rule.WhereOf("questions"));
  }
}

void CheckRuleId(const RuleSpec& rule, Problems& problems) {
  const size_t dash = rule.id.find('-');
  const bool good = dash != std::string::npos && dash >= 1 && dash <= 4 && rule.id.size() > dash + 1 &&
                    rule.id.size() <= 12 &&
                    std::ranges::all_of(rule.id.substr(0, dash), [](char c) { return c >= 'A' && c <= 'Z'; }) &&
                    std::ranges::all_of(rule.id.substr(dash + 1), [](char c) { return c >= '0' && c <= '9'; });
  if (!good) {
    problems.Add(errors::kHeaderValue,
                 {"id", "应写成大写字母加横线加数字，例如 RP-003", "must be capitals, a dash and digits, as RP-003"},
                 rule.WhereOf("id"));
  } else if (!SqlFileStem(rule.file.path).starts_with(rule.id + "_")) {
    problems.Add(errors::kFileName, {rule.id}, rule.WhereOf("id"));
  }
}

}  // namespace

std::string_view RuleKindName(RuleKind kind) { return kKinds.at(static_cast<size_t>(kind)); }
std::string_view EffortName(Effort effort) { return kEfforts.at(static_cast<size_t>(effort)); }

std::string Subject::Text() const {
  switch (kind) {
    case SubjectKind::kPerson:
      return "person";
    case SubjectKind::kHouseholdRegistered:
      return "household.registered";
    case SubjectKind::kHouseholdLiving:
      return "household.living";
    case SubjectKind::kVillage:
      return "village";
    case SubjectKind::kRow:
      return "row:" + table;
  }
  return "person";
}

std::optional<Subject> ParseSubject(std::string_view text) {
  if (text == "person") return Subject{SubjectKind::kPerson, ""};
  if (text == "household.registered") return Subject{SubjectKind::kHouseholdRegistered, ""};
  if (text == "household.living") return Subject{SubjectKind::kHouseholdLiving, ""};
  if (text == "village") return Subject{SubjectKind::kVillage, ""};
  if (text.starts_with("row:") && IsSnakeName(text.substr(4)))
    return Subject{SubjectKind::kRow, std::string(text.substr(4))};
  return std::nullopt;
}

SourceRef RuleSpec::WhereOf(std::string_view key_name) const {
  for (const auto& [name, line] : key_lines) {
    if (name == key_name) return {.file = file.path, .part = name, .row = line};
  }
  return {.file = file.path, .row = 1};
}

std::optional<RuleSpec> ParseRuleSpec(SqlFile file, Problems& problems) {
  auto parsed = lake::YamlNode::ParseAt(file.header, file.path, file.header_line);
  if (!parsed) {
    problems.Add(parsed.error());
    return std::nullopt;
  }
  const lake::YamlNode& root = *parsed;
  RuleSpec rule;
  rule.file = std::move(file);
  problems.Take(root.OnlyKeys(
      {"id",       "version",     "title",    "kind",          "subject",  "population",   "where_population",
       "needs",    "may_be_null", "params",   "authorisation", "key",      "returns_when", "effort",
       "severity", "purpose",     "audience", "law",           "sentence", "titles",       "valid_from",
       "valid_to", "questions",   "lasts"}));
  std::vector<std::pair<std::string, lake::YamlNode>> entries;
  if (!problems.Take(root.Entries(), entries)) return std::nullopt;
  for (const auto& [name, node] : entries) rule.key_lines.emplace_back(name, node.where().row);
  rule.id = Required(root, "id", problems);
  if (rule.id.empty()) return std::nullopt;
  CheckRuleId(rule, problems);
  problems.Take(root.IntOr("version", 1), rule.version);
  rule.title = RequiredTitle(root, "title", problems);
  RequiredChoice(root, "kind", kKinds, rule.kind, problems);
  ReadSubject(root, rule.subject, problems);
  rule.population = Required(root, "population", problems);
  rule.needs = ReadColumnUses(root, "needs", problems);
  rule.may_be_null = ReadColumnUses(root, "may_be_null", problems);
  rule.params = ReadParams(root, problems);
  ReadReturnsWhen(root, rule.returns_when, problems);
  RequiredChoice(root, "effort", kEfforts, rule.effort, problems);
  if (problems.Take(root.IntOr("severity", 0), rule.severity) && (rule.severity < 1 || rule.severity > 4)) {
    problems.Add(errors::kHeaderValue, {"severity", "应为 1（最重）到 4", "must be 1 (gravest) to 4"},
                 rule.WhereOf("severity"));
  }
  rule.purpose = Required(root, "purpose", problems);
  ReadAudience(root, rule, problems);
  rule.law = RequiredTitle(root, "law", problems);
  rule.sentence = RequiredTitle(root, "sentence", problems);
  ReadOptionalTexts(root, rule, problems);
  return rule;
}

std::optional<FactSpec> ParseFactSpec(SqlFile file, Problems& problems) {
  auto parsed = lake::YamlNode::ParseAt(file.header, file.path, file.header_line);
  if (!parsed) {
    problems.Add(parsed.error());
    return std::nullopt;
  }
  FactSpec fact;
  fact.file = std::move(file);
  problems.Take(parsed->OnlyKeys({"id", "subject", "needs", "may_be_null", "params"}));
  fact.id = Required(*parsed, "id", problems);
  if (fact.id.empty()) return std::nullopt;
  if (!IsSnakeName(fact.id) || SqlFileStem(fact.file.path) != fact.id) {
    problems.Add(errors::kFileName, {fact.id}, {.file = fact.file.path, .row = fact.file.header_line});
  }
  ReadSubject(*parsed, fact.subject, problems);
  fact.needs = ReadColumnUses(*parsed, "needs", problems);
  fact.may_be_null = ReadColumnUses(*parsed, "may_be_null", problems);
  if (const auto node = parsed->Find("params")) problems.Take(node->Texts(), fact.params);
  return fact;
}

}  // namespace xiuhua::rules
