#include <algorithm>
#include <array>
#include <set>

#include "rules/errors.h"
#include "rules/lint_checks.h"
#include "rules/nearest.h"

namespace xiuhua::rules {
namespace {

using Tables = std::map<std::string, std::vector<sql::Column>>;

// Ids and places: never NULL by design or handled by the engine, so they need no listing.
constexpr std::array<std::string_view, 16> kFreeColumns = {
    "row_ref",    "delivery_id", "person_id",  "household_id", "area_id", "township", "county", "period",
    "membership", "registered",  "subject_id", "parent_id",    "level",   "as_of",    "code",   "head_person_id"};

struct Listed {
  const RuleSet& set;
  const Tables& tables;
  const std::vector<ColumnUse>& needs;
  const std::vector<ColumnUse>& may_be_null;
  const std::string& file;
};

std::vector<std::string> NamesOf(const Tables& tables) {
  std::vector<std::string> names;
  for (const auto& [name, columns] : tables) names.push_back(name);
  return names;
}

void CheckKnown(const ColumnUse& use, const Tables& tables, Problems& problems) {
  const auto table = tables.find(use.table);
  if (table == tables.end()) {
    const Suggestion near = Suggest(use.table, NamesOf(tables));
    problems.Add(errors::kUnknownTable, {use.table, near.zh, near.en}, use.where);
    return;
  }
  if (std::ranges::find(table->second, use.column, &sql::Column::name) != table->second.end()) return;
  std::vector<std::string> columns;
  for (const sql::Column& column : table->second) columns.push_back(column.name);
  const Suggestion near = Suggest(use.column, columns);
  problems.Add(errors::kUnknownColumn, {use.table, use.column, near.zh, near.en}, use.where);
}

bool IsFree(const RuleSet& set, const sql::ColumnUse& read) {
  if (read.table.starts_with("params.") || read.table.starts_with("params_history.")) return true;
  if (std::ranges::find(kFreeColumns, read.column) == kFreeColumns.end()) return false;
  const lake::TableSpec* spec = set.tables.Find(read.table);
  // `code`, `level` ... are free in the register tables only; a pack's table may declare a column of that name.
  return spec == nullptr || spec->built_in || lake::DeclaredColumn(*spec, read.column) == nullptr;
}

bool Stands(const std::vector<ColumnUse>& list, std::string_view table, std::string_view column) {
  return std::ranges::any_of(list, [&](const ColumnUse& use) { return use.table == table && use.column == column; });
}

// name_key and id_number_state stand in the list when name or id_number does, and the other way round.
bool StandsByFamily(const Listed& listed, const sql::ColumnUse& read) {
  const auto in_either = [&](std::string_view column) {
    return Stands(listed.needs, read.table, column) || Stands(listed.may_be_null, read.table, column);
  };
  if (in_either(read.column)) return true;
  const std::string base = DeliveredTable(listed.set, read.table);
  const lake::TableSpec* spec = listed.set.tables.Find(base.empty() ? read.table : base);
  const lake::ColumnSpec* declared = spec == nullptr ? nullptr : lake::DeclaredColumn(*spec, read.column);
  if (declared == nullptr) return false;
  return std::ranges::any_of(lake::EngineColumnsOf(*declared),
                             [&](const sql::Column& column) { return in_either(column.name); });
}

void CheckReads(const Listed& listed, const sql::QueryShape& shape, Problems& problems) {
  std::set<std::string> said;
  for (const sql::ColumnUse& read : shape.columns) {
    const std::string name = read.table + "." + read.column;
    if (IsFree(listed.set, read) || StandsByFamily(listed, read) || !said.insert(name).second) continue;
    problems.Add(errors::kNeedMissing, {name}, {.file = listed.file, .row = read.line});
  }
  for (const sql::TableUse& table : shape.table_uses) {
    const bool counted =
        !DeliveredTable(listed.set, table.table).empty() || listed.set.FindFact(table.table) != nullptr;
    const bool has_need =
        std::ranges::any_of(listed.needs, [&](const ColumnUse& use) { return use.table == table.table; });
    if (!counted || has_need || !said.insert(table.table).second) continue;
    problems.Add(errors::kNeedMissing, {table.table + ".*"}, {.file = listed.file, .row = table.line});
  }
}

void CheckLists(const Listed& listed, const sql::QueryShape& shape, std::string_view population, Problems& problems) {
  for (const auto* list : {&listed.needs, &listed.may_be_null}) {
    for (const ColumnUse& use : *list) CheckKnown(use, listed.tables, problems);
  }
  std::set<std::string> said;
  for (const ColumnUse& use : listed.needs) {
    const bool read = shape.tables.contains(use.table) || use.table == population;
    if (read || !listed.tables.contains(use.table) || !said.insert(use.table).second) continue;
    problems.Add(errors::kNeedUnused, {use.Text()}, use.where);
  }
}

}  // namespace

void LintNeeds(const RuleUnderLint& lint, Problems& problems) {
  const Listed listed{lint.set, lint.tables, lint.rule.needs, lint.rule.may_be_null, lint.rule.file.path};
  CheckLists(listed, lint.statement.shape, lint.rule.population, problems);
  CheckReads(listed, lint.statement.shape, problems);
}

void LintFactNeeds(const RuleSet& set, const Tables& tables, const FactSpec& fact, const CheckedStatement& statement,
                   Problems& problems) {
  const Listed listed{set, tables, fact.needs, fact.may_be_null, fact.file.path};
  CheckLists(listed, statement.shape, "", problems);
  CheckReads(listed, statement.shape, problems);
  const SourceRef where{.file = fact.file.path, .row = fact.file.sql_line};
  for (const std::string& name : fact.params) {
    if (!set.params.contains(name)) problems.Add(errors::kUnknownParameter, {name, "", ""}, where);
    if (!statement.shape.tables.contains("params." + name) &&
        !statement.shape.tables.contains("params_history." + name)) {
      problems.Add(errors::kParameterUnused, {name}, where);
    }
  }
  for (const std::string& table : statement.shape.tables) {
    if (!table.starts_with("params.") && !table.starts_with("params_history.")) continue;
    const std::string name = table.substr(table.find('.') + 1);
    if (std::ranges::find(fact.params, name) == fact.params.end()) {
      problems.Add(errors::kParameterNotDeclared, {name}, where);
    }
  }
}

}  // namespace xiuhua::rules
