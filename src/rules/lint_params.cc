#include <algorithm>

#include "rules/errors.h"
#include "rules/lint_checks.h"
#include "rules/nearest.h"

namespace xiuhua::rules {
namespace {

// `class` or `at` must be there, and come back as ev_<column>.
void CheckColumn(const RuleUnderLint& lint, const ParamUse& use, const std::optional<ColumnUse>& column, bool needed,
                 std::string_view key, Problems& problems) {
  if (!column) {
    if (needed) {
      problems.Add(errors::kParameterColumn, {use.name, key, "没有写", "it is missing"}, use.where);
    }
    return;
  }
  const auto table = lint.tables.find(column->table);
  if (table == lint.tables.end() ||
      std::ranges::find(table->second, column->column, &sql::Column::name) == table->second.end()) {
    problems.Add(errors::kUnknownColumn, {column->table, column->column, "", ""}, column->where);
    return;
  }
  const std::string evidence = "ev_" + column->column;
  if (lint.statement.Output(evidence) == nullptr) {
    problems.Add(errors::kParameterColumn,
                 {use.name, key, "结果里没有 " + evidence, "the result has no column " + evidence}, use.where);
  }
}

// `lasts` names a parameter of months that the rule lists, without class or date, and compares with a list before.
void LintLasts(const RuleUnderLint& lint, Problems& problems) {
  const std::string& name = lint.rule.lasts;
  if (name.empty()) return;
  const auto wrong = [&](std::string_view zh, std::string_view en) {
    problems.Add(errors::kHeaderValue, {"lasts", zh, en}, lint.rule.WhereOf("lasts"));
  };
  const auto use = std::ranges::find(lint.rule.params, name, &ParamUse::name);
  const auto spec = lint.set.params.find(name);
  if (use == lint.rule.params.end()) {
    wrong("“" + name + "”要同时列在 params 里", "\"" + name + "\" must be listed under params too");
  } else if (spec != lint.set.params.end() && (spec->second.unit != "months" || !spec->second.class_kind.empty())) {
    wrong("“" + name + "”应是单位为 months、不分类别的参数",
          "\"" + name + "\" must be a parameter of months without class");
  }
  const bool compares = std::ranges::any_of(lint.statement.shape.tables, [&](const std::string& table) {
    return table.ends_with("_previous") && !DeliveredTable(lint.set, table).empty();
  });
  if (!compares) {
    wrong("语句没有和上一期（表名_previous）比较，用不上",
          "the statement compares with no <table>_previous, so nothing lasts");
  }
}

}  // namespace

void LintParams(const RuleUnderLint& lint, Problems& problems) {
  std::vector<std::string> known;
  for (const auto& [name, spec] : lint.set.params) known.push_back(name);
  const auto& tables = lint.statement.shape.tables;
  for (const ParamUse& use : lint.rule.params) {
    const auto spec = lint.set.params.find(use.name);
    if (spec == lint.set.params.end()) {
      const Suggestion near = Suggest(use.name, known);
      problems.Add(errors::kUnknownParameter, {use.name, near.zh, near.en}, use.where);
      continue;
    }
    const bool history = tables.contains("params_history." + use.name);
    if (!history && use.name != lint.rule.lasts && !tables.contains("params." + use.name)) {
      problems.Add(errors::kParameterUnused, {use.name}, use.where);
    }
    CheckColumn(lint, use, use.class_column, !spec->second.class_kind.empty(), "class", problems);
    CheckColumn(lint, use, use.at_column, history, "at", problems);
  }
  LintLasts(lint, problems);
  for (const sql::TableUse& table : lint.statement.shape.table_uses) {
    if (!table.table.starts_with("params.") && !table.table.starts_with("params_history.")) continue;
    const std::string name = table.table.substr(table.table.find('.') + 1);
    if (std::ranges::find(lint.rule.params, name, &ParamUse::name) == lint.rule.params.end()) {
      problems.Add(errors::kParameterNotDeclared, {name}, {.file = lint.rule.file.path, .row = table.line});
    }
  }
}

void LintCodes(const RuleSet& set, const sql::QueryShape& shape, const std::string& file, Problems& problems) {
  for (const sql::LiteralUse& literal : shape.literals) {
    const std::string base = DeliveredTable(set, literal.table);
    const lake::TableSpec* spec = set.tables.Find(base.empty() ? literal.table : base);
    const lake::ColumnSpec* column = spec == nullptr ? nullptr : spec->Find(literal.column);
    if (column == nullptr || column->codes.empty()) continue;
    std::string codes;
    bool found = false;
    for (const auto& [code, word] : column->codes) {
      found |= code == literal.text;
      codes += (codes.empty() ? "" : ", ") + code;
    }
    if (found) continue;
    problems.Add(errors::kUnknownCode, {literal.text, literal.table + "." + literal.column, codes},
                 {.file = file, .row = literal.line});
  }
}

}  // namespace xiuhua::rules
