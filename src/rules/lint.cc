#include "rules/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rules/errors.h"
#include "rules/lint_checks.h"
#include "rules/nearest.h"
#include "rules/workspace.h"

namespace xiuhua::rules {
namespace {

using Tables = std::map<std::string, std::vector<sql::Column>>;

sql::GuardOptions Guard(const Tables& tables, const SqlFile& file) {
  return {.tables = tables, .extra_functions = {}, .file = file.path, .first_line = static_cast<int>(file.sql_line)};
}

// Guard, then bind against empty tables. nullopt when refused (and said so).
std::optional<CheckedStatement> CheckStatement(sql::Engine& engine, const Tables& tables, const SqlFile& file,
                                               Problems& problems) {
  CheckedStatement checked;
  if (!problems.Take(sql::CheckSelect(engine, file.sql, Guard(tables, file)), checked.shape)) return std::nullopt;
  auto outputs = sql::DescribeSelect(engine, file.sql);
  if (!outputs) {
    problems.Add(errors::kStatementFails, {outputs.error().en}, {.file = file.path, .row = file.sql_line});
    return std::nullopt;
  }
  checked.outputs = std::move(*outputs);
  return checked;
}

void LintFacts(sql::Engine& engine, CheckedRules& checked, Tables& tables, Problems& problems) {
  for (const FactSpec& fact : checked.set.facts) {
    auto statement = CheckStatement(engine, tables, fact.file, problems);
    if (!statement) continue;
    LintFactNeeds(checked.set, tables, fact, *statement, problems);
    LintCodes(checked.set, statement->shape, fact.file.path, problems);
    if (statement->Output("subject_id") == nullptr) {
      problems.Add(errors::kResultColumn, {"缺少 subject_id", "subject_id is missing"},
                   {.file = fact.file.path, .row = fact.file.sql_line});
    }
    problems.Take(engine.Execute(EmptyTableSql(fact.id, statement->outputs)));
    tables[fact.id] = statement->outputs;
    checked.facts.emplace(fact.id, std::move(*statement));
  }
}

void LintWherePopulation(sql::Engine& engine, const Tables& tables, const RuleSpec& rule, Problems& problems) {
  if (rule.where_population.empty() || !tables.contains(rule.population)) return;
  sql::GuardOptions guard = Guard(tables, rule.file);
  guard.first_line = static_cast<int>(rule.WhereOf("where_population").row);
  sql::QueryShape shape;
  problems.Take(sql::CheckCondition(engine, rule.where_population, rule.population, guard), shape);
}

void LintEvidence(sql::Engine& engine, const CheckedRules& checked, const Tables& tables, const RuleSpec& rule,
                  Problems& problems) {
  if (!rule.evidence) return;
  const auto statement = CheckStatement(engine, tables, *rule.evidence, problems);
  if (!statement) return;
  LintCodes(checked.set, statement->shape, rule.evidence->path, problems);
  if (statement->Output("subject_id") == nullptr || statement->Output("row_ref") == nullptr ||
      statement->outputs.size() != 2) {
    problems.Add(errors::kResultColumn,
                 {"佐证语句要返回 subject_id 和 row_ref", "evidence returns subject_id and row_ref"},
                 {.file = rule.evidence->path, .row = 1});
  }
}

void LintRules(sql::Engine& engine, CheckedRules& checked, const Tables& tables, const LintOptions& options,
               Problems& problems) {
  for (const RuleSpec& rule : checked.set.rules) {
    if (options.tests_and_pages) LintTestsAndPage(checked.set, rule, problems);
    LintWherePopulation(engine, tables, rule, problems);
    LintEvidence(engine, checked, tables, rule, problems);
    auto statement = CheckStatement(engine, tables, rule.file, problems);
    const CheckedStatement none;
    const RuleUnderLint lint{checked.set, tables, rule, statement ? *statement : none};
    LintPopulation(lint, problems);
    if (!statement) continue;
    LintNeeds(lint, problems);
    LintParams(lint, problems);
    LintCodes(checked.set, statement->shape, rule.file.path, problems);
    LintResults(lint, problems);
    LintSentence(lint, problems);
    checked.rules.emplace(rule.id, std::move(*statement));
  }
}

void AddTables(const CheckedRules& checked, const std::set<std::string>& names, std::set<std::string>& out) {
  for (const std::string& name : names) {
    if (!out.insert(name).second) continue;
    const auto fact = checked.facts.find(name);
    if (fact != checked.facts.end()) AddTables(checked, fact->second.shape.tables, out);
  }
}

}  // namespace

const sql::Column* CheckedStatement::Output(std::string_view name) const {
  const auto found = std::ranges::find(outputs, name, &sql::Column::name);
  return found == outputs.end() ? nullptr : &*found;
}

std::vector<std::string> CheckedRules::TablesOf(const RuleSpec& rule) const {
  std::set<std::string> names;
  std::set<std::string> first{rule.population};
  if (const auto found = rules.find(rule.id); found != rules.end()) {
    first.insert(found->second.shape.tables.begin(), found->second.shape.tables.end());
  }
  for (const ColumnUse& use : NeedsWithFacts(set, rule.needs)) first.insert(use.table);
  for (const ParamUse& use : rule.params) {
    if (use.class_column) first.insert(use.class_column->table);
    if (use.at_column) first.insert(use.at_column->table);
  }
  AddTables(*this, first, names);
  return {names.begin(), names.end()};
}

std::map<std::string, std::vector<sql::Column>> GuardTables(const RuleSet& set) {
  Tables tables;
  for (const auto& [name, spec] : set.tables.tables()) {
    tables[name] = lake::RuleColumns(spec);
    if (!spec.built_in && spec.time == lake::TableTime::kSnapshot) tables[name + "_previous"] = tables[name];
  }
  for (const auto& [name, param] : set.params) {
    const sql::SqlType type = param.unit == "text"   ? sql::SqlType::kText
                              : param.unit == "date" ? sql::SqlType::kDate
                                                     : sql::SqlType::kInt64;
    std::vector<sql::Column> columns{{"county", sql::SqlType::kText}, {"class", sql::SqlType::kText}, {"value", type}};
    tables["params." + name] = columns;
    columns.push_back({"valid_from", sql::SqlType::kDate});
    columns.push_back({"valid_to", sql::SqlType::kDate});
    tables["params_history." + name] = columns;
  }
  return tables;
}

Result<CheckedRules> Lint(RuleSet set, Problems& problems, const LintOptions& options) {
  CheckedRules checked{.set = std::move(set)};
  Tables tables = GuardTables(checked.set);
  TRY_ASSIGN(const std::unique_ptr<sql::Engine> engine, OpenEmptyWorkspace(checked.set, tables));
  LintFacts(*engine, checked, tables, problems);
  LintRules(*engine, checked, tables, options, problems);
  return checked;
}

Result<CheckedRules> LoadRules(const std::string& packs_root, const std::string& site) {
  Problems problems;
  TRY_ASSIGN(RuleSet set, ReadRuleSet(packs_root, site, problems));
  TRY_ASSIGN(CheckedRules checked, Lint(std::move(set), problems));
  if (problems.empty()) return checked;
  const Error& first = problems.all().front();
  return Fail(errors::kPackUnsound,
              {std::to_string(problems.count()), Render(first, Language::kChinese), Render(first, Language::kEnglish)},
              first.where);
}

}  // namespace xiuhua::rules
