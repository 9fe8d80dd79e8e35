#include "rules/test_spec.h"

#include <fmt/format.h>

#include <algorithm>

#include "rules/errors.h"
#include "rules/nearest.h"

namespace xiuhua::rules {
namespace {

using lake::YamlNode;
using Entries = std::vector<std::pair<std::string, YamlNode>>;

Entries EntriesOf(const YamlNode& node, Problems& problems) {
  Entries entries;
  problems.Take(node.Entries(), entries);
  return entries;
}

std::vector<YamlNode> ItemsOf(const YamlNode& node, Problems& problems) {
  std::vector<YamlNode> items;
  problems.Take(node.Items(), items);
  return items;
}

// The value as a literal of the column's type; nullopt when it does not fit (and said so).
std::optional<std::string> Literal(const YamlNode& node, sql::SqlType type, Problems& problems) {
  if (node.IsNull()) return "null";
  switch (type) {
    case sql::SqlType::kText: {
      std::string text;
      if (!problems.Take(node.Text(), text)) return std::nullopt;
      return sql::Quoted(text);
    }
    case sql::SqlType::kDate: {
      Date date;
      if (!problems.Take(node.IsoDate(), date)) return std::nullopt;
      return "date '" + FormatDate(date) + "'";
    }
    case sql::SqlType::kBool: {
      bool value = false;
      if (!problems.Take(node.Bool(), value)) return std::nullopt;
      return std::string(value ? "true" : "false");
    }
    default: {
      int64_t value = 0;
      if (!problems.Take(node.Int(), value)) return std::nullopt;
      return std::to_string(value);
    }
  }
}

void ReadGiven(const RuleSet& set, const YamlNode& node, TestCase& test, Problems& problems) {
  const auto tables = GuardTables(set);
  for (const auto& [table, rows] : EntriesOf(node, problems)) {
    const auto found = tables.find(std::string(WithoutEarlier(table)));
    if (found == tables.end() || table == "run" || table.starts_with("params")) {
      std::vector<std::string> known;
      for (const auto& [name, columns] : tables) known.push_back(name);
      const Suggestion near = Suggest(table, known);
      problems.Add(errors::kUnknownTable, {table, near.zh, near.en}, rows.where());
      continue;
    }
    std::vector<TestRow>& target = test.given[table];
    for (const YamlNode& row : ItemsOf(rows, problems)) {
      TestRow values;
      for (const auto& [name, value] : EntriesOf(row, problems)) {
        const auto column = std::ranges::find(found->second, name, &sql::Column::name);
        if (column == found->second.end()) {
          std::vector<std::string> known;
          for (const sql::Column& one : found->second) known.push_back(one.name);
          const Suggestion near = Suggest(name, known);
          problems.Add(errors::kUnknownColumn, {table, name, near.zh, near.en}, value.where());
        } else if (auto literal = Literal(value, column->type, problems)) {
          values.emplace_back(name, std::move(*literal));
        }
      }
      target.push_back(std::move(values));
    }
  }
}

std::optional<TestParamValue> ReadSpan(const YamlNode& node, Problems& problems) {
  TestParamValue value{.from = *MakeDate(1900, 1, 1), .to = OpenEnd()};
  bool good = problems.Take(node.OnlyKeys({"from", "to", "value", "class"}));
  if (const auto from = node.Find("from")) good &= problems.Take(from->IsoDate(), value.from);
  if (const auto to = node.Find("to")) good &= problems.Take(to->IsoDate(), value.to);
  good &= problems.Take(node.TextOr("class", ""), value.class_name);
  good &= problems.Take(node.TextOr("value", ""), value.text);
  if (!good) return std::nullopt;
  return value;
}

void ReadTestParams(const RuleSet& set, const YamlNode& node, TestCase& test, Problems& problems) {
  for (const auto& [name, value] : EntriesOf(node, problems)) {
    if (!set.params.contains(name)) {
      problems.Add(errors::kUnknownParameter, {name, "", ""}, value.where());
      continue;
    }
    std::vector<TestParamValue>& values = test.params[name];
    const TestParamValue always{.from = *MakeDate(1900, 1, 1), .to = OpenEnd()};
    if (value.IsNull()) continue;
    if (value.IsList()) {
      for (const YamlNode& item : ItemsOf(value, problems)) {
        if (auto span = ReadSpan(item, problems)) values.push_back(std::move(*span));
      }
    } else if (value.IsMap()) {
      for (const auto& [class_name, text] : EntriesOf(value, problems)) {
        TestParamValue one = always;
        one.class_name = class_name;
        if (problems.Take(text.Text(), one.text)) values.push_back(std::move(one));
      }
    } else {
      TestParamValue one = always;
      if (problems.Take(value.Text(), one.text)) values.push_back(std::move(one));
    }
  }
}

bool ReadSubject(const YamlNode& node, int64_t& subject, Problems& problems) {
  const auto found = node.Get("subject");
  if (!found) {
    problems.Add(found.error());
    return false;
  }
  return problems.Take(found->Int(), subject);
}

void ReadExpectedHits(const YamlNode& node, TestCase& test, Problems& problems) {
  for (const YamlNode& item : ItemsOf(node, problems)) {
    ExpectedHit hit{.where = item.where()};
    if (!item.IsMap()) {
      if (problems.Take(item.Int(), hit.subject)) test.hit.push_back(std::move(hit));
      continue;
    }
    if (!ReadSubject(item, hit.subject, problems)) continue;
    for (const auto& [name, value] : EntriesOf(item, problems)) {
      if (name == "subject") continue;
      std::string text;
      if (value.IsNull()) {
        hit.values.emplace_back(name, std::nullopt);
      } else if (problems.Take(value.Text(), text)) {
        if (name == "sentence") {
          hit.sentence_zh = std::move(text);
        } else {
          hit.values.emplace_back(name, std::move(text));
        }
      }
    }
    test.hit.push_back(std::move(hit));
  }
}

void ReadExpect(const YamlNode& node, TestCase& test, Problems& problems) {
  if (!problems.Take(node.OnlyKeys({"hit", "no_hit", "cannot_tell"}))) return;
  if (const auto hits = node.Find("hit")) ReadExpectedHits(*hits, test, problems);
  if (const auto list = node.Find("no_hit")) {
    for (const YamlNode& item : ItemsOf(*list, problems)) {
      int64_t subject = 0;
      if (problems.Take(item.Int(), subject)) test.no_hit.push_back(subject);
    }
  }
  if (const auto list = node.Find("cannot_tell")) {
    for (const YamlNode& item : ItemsOf(*list, problems)) {
      ExpectedUnknown unknown{.where = item.where()};
      if (item.IsMap()) {
        problems.Take(item.OnlyKeys({"subject", "reason"}));
        if (!ReadSubject(item, unknown.subject, problems)) continue;
        problems.Take(item.TextOr("reason", ""), unknown.reason);
      } else if (!problems.Take(item.Int(), unknown.subject)) {
        continue;
      }
      test.cannot_tell.push_back(std::move(unknown));
    }
  }
}

std::vector<std::string> ReadTables(const RuleSet& set, const YamlNode& node, Problems& problems) {
  std::vector<std::string> names;
  problems.Take(node.Texts(), names);
  if (names == std::vector<std::string>{"all"}) return names;
  for (const std::string& name : names) {
    if (DeliveredTable(set, name).empty()) problems.Add(errors::kUnknownTable, {name, "", ""}, node.where());
  }
  return names;
}

void ReadCase(const RuleSet& set, const YamlNode& node, TestSpec& spec, Problems& problems) {
  TestCase test{.where = node.where()};
  if (!problems.Take(
          node.OnlyKeys({"name", "given", "params", "delivered", "not_delivered", "authorised", "expect", "as_of"})))
    return;
  if (!problems.Take(node.TextOr("name", ""), test.name)) return;
  if (test.name.empty()) problems.Add(errors::kBadTest, {"每个例子都要有 name", "each case has a name"}, node.where());
  if (const auto given = node.Find("given")) ReadGiven(set, *given, test, problems);
  if (const auto params = node.Find("params")) ReadTestParams(set, *params, test, problems);
  if (const auto tables = node.Find("delivered")) {
    test.delivered = ReadTables(set, *tables, problems);
    if (*test.delivered == std::vector<std::string>{"all"}) test.delivered.reset();
  }
  if (const auto tables = node.Find("not_delivered")) test.not_delivered = ReadTables(set, *tables, problems);
  if (const auto list = node.Find("authorised")) {
    for (const YamlNode& item : ItemsOf(*list, problems)) {
      int64_t subject = 0;
      if (problems.Take(item.Int(), subject)) test.authorised.push_back(subject);
    }
  }
  if (const auto as_of = node.Find("as_of")) {
    Date date;
    if (problems.Take(as_of->IsoDate(), date)) test.as_of = date;
  }
  if (const auto expect = node.Find("expect")) {
    ReadExpect(*expect, test, problems);
  } else {
    problems.Add(errors::kBadTest, {"缺少 expect", "expect is missing"}, node.where());
  }
  spec.cases.push_back(std::move(test));
}

}  // namespace

std::optional<TestSpec> ReadTestSpec(const RuleSet& set, const std::string& path, Problems& problems) {
  auto root = YamlNode::Load(path);
  if (!root) {
    problems.Add(root.error());
    return std::nullopt;
  }
  TestSpec spec;
  if (!problems.Take(root->OnlyKeys({"rule", "as_of", "cases"}))) return std::nullopt;
  problems.Take(root->TextOr("rule", ""), spec.rule);
  auto as_of = root->Get("as_of");
  if (!as_of) {
    problems.Add(as_of.error());
  } else {
    problems.Take(as_of->IsoDate(), spec.as_of);
  }
  if (const auto cases = root->Find("cases")) {
    for (const YamlNode& item : ItemsOf(*cases, problems)) ReadCase(set, item, spec, problems);
  }
  return spec;
}

}  // namespace xiuhua::rules
