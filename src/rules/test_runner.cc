#include "rules/test_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "rules/errors.h"
#include "rules/evaluate.h"
#include "rules/memory_sink.h"

namespace xiuhua::rules {
namespace {

// select ... union all of the given rows; columns not given in a row are NULL.
std::string RowsAsSql(const std::vector<sql::Column>& columns, const std::vector<TestRow>& rows,
                      int64_t first_row_ref) {
  std::string sql;
  int64_t next = first_row_ref;
  for (const TestRow& row : rows) {
    std::vector<std::string> values;
    for (const sql::Column& column : columns) {
      const auto given = std::ranges::find(row, column.name, &std::pair<std::string, std::string>::first);
      std::string value = "null";
      if (given != row.end()) value = given->second;
      if (given == row.end() && column.name == "row_ref") value = std::to_string(next);
      values.push_back(fmt::format("cast({} as {}) as {}", value, sql::SqlTypeName(column.type), column.name));
    }
    ++next;
    sql += (sql.empty() ? "select " : " union all select ") + fmt::format("{}", fmt::join(values, ", "));
  }
  return sql;
}

ParamScalar ScalarOf(const ParamSpec& spec, const std::string& text) {
  if (spec.unit == "text") return text;
  if (spec.unit == "date") return ParseIsoDate(text).value_or(Date{});
  int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// The rule alone. Parameters that the test gives have the test's values, the others those of the packs without the
// site.
CheckedRules WithTestParams(const CheckedRules& checked, const RuleSpec& rule, const TestCase& test) {
  CheckedRules changed{.rules = {{rule.id, checked.rules.at(rule.id)}}, .facts = checked.facts};
  changed.set.tables = checked.set.tables;
  changed.set.facts = checked.set.facts;
  changed.set.rules = {rule};
  for (const auto& [name, spec] : checked.set.params) {
    ParamSpec& mine = changed.set.params[name];
    mine = spec;
    std::erase_if(mine.values, [](const ParamValue& value) { return value.of_site; });
    const auto given = test.params.find(name);
    if (given == test.params.end()) continue;
    mine.values.clear();
    for (const TestParamValue& one : given->second) {
      mine.values.push_back({.region = "0",
                             .class_name = one.class_name,
                             .from = one.from,
                             .to = one.to,
                             .value = ScalarOf(spec, one.text),
                             .law = {"测试", "test"}});
    }
  }
  return changed;
}

// Delivered everywhere: all tables, or those listed (each with its `_previous`), without those said not to be.
void AddDelivered(const RuleSet& set, const TestCase& test, EvaluateInput& input) {
  const auto listed = [](const std::vector<std::string>& names, const std::string& table) {
    return std::ranges::find(names, table) != names.end();
  };
  for (const auto& [table, columns] : GuardTables(set)) {
    const std::string base = DeliveredTable(set, table);
    if (base.empty() || listed(test.not_delivered, table)) continue;
    if (test.delivered && !listed(*test.delivered, table) && !listed(*test.delivered, base)) continue;
    input.delivered[table].areas = lake::AreaSet(std::vector<std::string>{"1", "2", "3", "4", "5", "6"});
  }
}

EvaluateInput InputOf(const CheckedRules& checked, const RuleSpec& rule, const TestSpec& spec, const TestCase& test) {
  EvaluateInput input{.status_of_everyone = true};
  input.as_of = test.as_of.value_or(spec.as_of);
  input.rules = {rule.id};
  input.engine = {.threads = 1, .memory_limit_mb = 512};
  input.seconds_per_statement = 20;
  const auto tables = GuardTables(checked.set);
  int64_t first_row_ref = 900'000'001;
  for (const auto& [table, rows] : test.given) {
    if (rows.empty()) continue;
    input.inline_rows[table] = RowsAsSql(tables.at(std::string(WithoutEarlier(table))), rows, first_row_ref);
    first_row_ref += 1'000'000;
  }
  AddDelivered(checked.set, test, input);
  const bool household = rule.subject.Text().starts_with("household");
  const std::string kind = rule.subject.kind == SubjectKind::kRow ? "row" : household ? "household" : "person";
  for (const int64_t id : test.authorised) {
    input.authorisations.push_back({.purpose = rule.authorisation, .subject_kind = kind, .id = id});
  }
  return input;
}

std::string Told(const StatusRow& status) {
  if (status.answer == Answer::kCannotTell) return fmt::format("判断不了（{} {}）", status.reason_kind, status.reason);
  return status.answer == Answer::kHit ? "提示" : "不提示";
}

// A result column of a finding as text, from its evidence or key; nullopt when NULL. `known` = there is such a column.
std::optional<std::string> ValueIn(const RawFinding& finding, const std::string& name, bool& known) {
  known = true;
  const auto text_of = [](const nlohmann::json& value) -> std::optional<std::string> {
    if (value.is_null()) return std::nullopt;
    return value.is_string() ? value.get<std::string>() : value.dump();
  };
  const nlohmann::json keys = nlohmann::json::parse(finding.key_values, nullptr, false);
  if (keys.is_object() && keys.contains(name)) return text_of(keys[name]);
  const nlohmann::json evidence = nlohmann::json::parse(finding.evidence, nullptr, false);
  for (const auto& item : evidence) {
    if (item.value("name", "") == name) return text_of(item.contains("code") ? item["code"] : item["value"]);
  }
  known = false;
  return std::nullopt;
}

// What an expected hit and a finding disagree about; empty when they agree.
std::string DifferenceOf(const ExpectedHit& expected, const RawFinding& finding) {
  if (expected.sentence_zh && *expected.sentence_zh != finding.sentence_zh) {
    return fmt::format("提示语应为“{}”，得到“{}”", *expected.sentence_zh, finding.sentence_zh);
  }
  for (const auto& [name, value] : expected.values) {
    if (name.starts_with("row_")) {
      const bool found =
          value && std::ranges::any_of(finding.row_refs, [&](int64_t ref) { return std::to_string(ref) == *value; });
      if (!found) return fmt::format("{} 应为 {}，佐证行里没有", name, value.value_or("空"));
      continue;
    }
    bool known = false;
    const auto got = ValueIn(finding, name, known);
    if (!known) return fmt::format("结果里没有 {}", name);
    if (got != value) return fmt::format("{} 应为 {}，得到 {}", name, value.value_or("空"), got.value_or("空"));
  }
  return {};
}

using Statuses = std::map<int64_t, StatusRow>;

void CompareHits(const TestCase& test, const MemorySink& sink, const Statuses& statuses,
                 std::vector<std::string>& differences) {
  for (const ExpectedHit& expected : test.hit) {
    std::string nearest;
    bool met = false;
    for (const RawFinding& finding : sink.findings) {
      if (finding.subject_id != expected.subject) continue;
      const std::string difference = DifferenceOf(expected, finding);
      met |= difference.empty();
      nearest = difference;
    }
    if (met) continue;
    const auto status = statuses.find(expected.subject);
    if (!nearest.empty()) {
      differences.push_back(fmt::format("对象 {}：{}", expected.subject, nearest));
    } else if (status == statuses.end()) {
      differences.push_back(fmt::format("对象 {}：应提示，但不在查找范围里", expected.subject));
    } else {
      differences.push_back(fmt::format("对象 {}：应提示，得到{}", expected.subject, Told(status->second)));
    }
  }
}

void CompareAnswers(const TestCase& test, const Statuses& statuses, std::vector<std::string>& differences) {
  const auto status_of = [&](int64_t subject) -> const StatusRow* {
    const auto found = statuses.find(subject);
    return found == statuses.end() ? nullptr : &found->second;
  };
  const auto check = [&](int64_t subject, Answer answer, std::string_view wanted, const std::string& reason) {
    const StatusRow* status = status_of(subject);
    if (status == nullptr) {
      differences.push_back(fmt::format("对象 {}：应{}，但不在查找范围里", subject, wanted));
      return;
    }
    const bool same_reason =
        reason.empty() || reason == status->reason || reason == status->reason_kind + ":" + status->reason;
    if (status->answer == answer && same_reason) return;
    differences.push_back(fmt::format("对象 {}：应{}{}，得到{}", subject, wanted,
                                      reason.empty() ? "" : "（" + reason + "）", Told(*status)));
  };
  for (const int64_t subject : test.no_hit) check(subject, Answer::kNoHit, "不提示", "");
  for (const ExpectedUnknown& one : test.cannot_tell) check(one.subject, Answer::kCannotTell, "判断不了", one.reason);
  for (const auto& [subject, status] : statuses) {
    if (status.answer != Answer::kHit) continue;
    if (std::ranges::find(test.hit, subject, &ExpectedHit::subject) != test.hit.end()) continue;
    if (std::ranges::find(test.no_hit, subject) != test.no_hit.end()) continue;
    if (std::ranges::find(test.cannot_tell, subject, &ExpectedUnknown::subject) != test.cannot_tell.end()) continue;
    differences.push_back(fmt::format("对象 {}：没有写在 expect 里，却提示了", subject));
  }
}

}  // namespace

int64_t TestReport::failed() const {
  return std::ranges::count_if(cases, [](const CaseReport& one) { return !one.differences.empty(); });
}

Result<CaseReport> RunTestCase(const CheckedRules& checked, const RuleSpec& rule, const TestSpec& spec,
                               const TestCase& test) {
  const CheckedRules changed = WithTestParams(checked, rule, test);
  MemorySink sink;
  SilentProgress progress;
  TRY_ASSIGN(const EvaluateReport report, Evaluate(changed, InputOf(changed, rule, spec, test), sink, progress));
  CaseReport result{.rule = rule.id, .name = test.name, .where = test.where};
  for (const RuleOutcome& outcome : report.rules) {
    if (outcome.failed) result.differences.push_back(Render(*outcome.failed, Language::kChinese));
    if (!outcome.in_force) result.differences.emplace_back("as_of 不在规则的有效期里");
  }
  if (!result.differences.empty()) return result;
  const Statuses& statuses = sink.statuses[rule.id];
  CompareHits(test, sink, statuses, result.differences);
  CompareAnswers(test, statuses, result.differences);
  return result;
}

Result<TestReport> RunPackTests(const CheckedRules& checked, const std::string& rule_id) {
  TestReport report;
  for (const RuleSpec& rule : checked.set.rules) {
    const auto path = checked.set.tests.find(rule.id);
    const bool wanted = rule_id.empty() || rule.id == rule_id;
    if (!wanted || path == checked.set.tests.end() || !checked.rules.contains(rule.id)) continue;
    Problems problems;
    const auto spec = ReadTestSpec(checked.set, path->second, problems);
    if (!problems.empty()) return Fail(problems.all().front());
    for (const TestCase& test : spec->cases) {
      TRY_ASSIGN(CaseReport one, RunTestCase(checked, rule, *spec, test));
      report.cases.push_back(std::move(one));
    }
  }
  return report;
}

std::string RenderTestReport(const TestReport& report) {
  std::string out;
  for (const CaseReport& one : report.cases) {
    for (const std::string& difference : one.differences) {
      out += fmt::format("{} · {} [{}:{}]\n  {}\n", one.rule, one.name, one.where.file, one.where.row, difference);
    }
  }
  const auto cases = static_cast<int64_t>(report.cases.size());
  return out + fmt::format("{} 个例子，{} 个符合，{} 个不符合\n", cases, cases - report.failed(), report.failed());
}

}  // namespace xiuhua::rules
