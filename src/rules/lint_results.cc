#include <algorithm>

#include "rules/errors.h"
#include "rules/lint_checks.h"
#include "rules/nearest.h"
#include "rules/sentence.h"

namespace xiuhua::rules {
namespace {

void Wrong(const RuleUnderLint& lint, std::string_view key, const std::string& zh, const std::string& en,
           Problems& problems) {
  const SourceRef where =
      key.empty() ? SourceRef{.file = lint.rule.file.path, .row = lint.rule.file.sql_line} : lint.rule.WhereOf(key);
  problems.Add(errors::kResultColumn, {zh, en}, where);
}

bool IsKey(const RuleSpec& rule, std::string_view name) { return std::ranges::find(rule.key, name) != rule.key.end(); }

void CheckOutputs(const RuleUnderLint& lint, Problems& problems) {
  std::set<std::string> seen;
  for (const sql::Column& column : lint.statement.outputs) {
    const std::string& name = column.name;
    const bool expected =
        name == "subject_id" || name.starts_with("ev_") || name.starts_with("row_") || IsKey(lint.rule, name);
    if (!expected) Wrong(lint, "", "多出了 " + name, "unexpected column " + name, problems);
    if (!seen.insert(name).second) Wrong(lint, "", name + " 有两列", name + " is there twice", problems);
    const bool id = name == "subject_id" || (name.starts_with("row_") && !IsKey(lint.rule, name));
    const bool whole = column.type == sql::SqlType::kInt64 || column.type == sql::SqlType::kInt32;
    if (id && !whole) Wrong(lint, "", name + " 应为 bigint", name + " must be bigint", problems);
    if (column.type == sql::SqlType::kDouble) {
      Wrong(lint, "", name + " 是小数，要 cast 成整数", name + " is a float; cast it", problems);
    }
  }
  if (!seen.contains("subject_id")) Wrong(lint, "", "缺少 subject_id", "subject_id is missing", problems);
}

void CheckNamed(const RuleUnderLint& lint, std::string_view key, const std::vector<std::string>& names, bool evidence,
                Problems& problems) {
  for (const std::string& name : names) {
    if (lint.statement.Output(name) == nullptr) {
      Wrong(lint, key, std::string(key) + " 里的 " + name + " 不在结果里",
            name + " of " + std::string(key) + " is no result column", problems);
    } else if (evidence && !name.starts_with("ev_")) {
      Wrong(lint, key, std::string(key) + " 里的 " + name + " 不是 ev_ 列",
            name + " of " + std::string(key) + " is no ev_ column", problems);
    }
  }
}

void CheckSlots(const RuleUnderLint& lint, const std::string& text, Problems& problems) {
  const SourceRef where = lint.rule.WhereOf("sentence");
  Sentence sentence;
  if (!problems.Take(ParseSentence(text, where), sentence)) return;
  for (const Slot& slot : sentence.slots) {
    if (slot.name.starts_with("param.")) {
      const std::string name = slot.name.substr(6);
      if (std::ranges::find(lint.rule.params, name, &ParamUse::name) == lint.rule.params.end()) {
        problems.Add(errors::kBadSentence, {slot.name, "params 里没有", "it is not listed under params"}, where);
      }
    } else if (lint.statement.Output(slot.name) == nullptr || slot.name.starts_with("row_")) {
      problems.Add(errors::kBadSentence, {slot.name, "结果里没有这一列", "there is no such result column"}, where);
    }
  }
}

// The subjects that a table's rows can stand for.
bool Stands(lake::Subject table, SubjectKind subject) {
  if (subject == SubjectKind::kPerson) return table == lake::Subject::kPerson;
  if (subject == SubjectKind::kVillage) return table != lake::Subject::kNone;
  return table == lake::Subject::kPerson || table == lake::Subject::kHousehold;
}

bool PopulationFits(const RuleUnderLint& lint) {
  const RuleSpec& rule = lint.rule;
  const SubjectKind kind = rule.subject.kind;
  if (kind == SubjectKind::kRow) return rule.population == rule.subject.table;
  if (const FactSpec* fact = lint.set.FindFact(rule.population)) return fact->subject == rule.subject;
  if (rule.population == "persons") return kind == SubjectKind::kPerson;
  if (rule.population == "households") {
    return kind == SubjectKind::kHouseholdRegistered || kind == SubjectKind::kHouseholdLiving;
  }
  if (rule.population == "areas") return kind == SubjectKind::kVillage;
  const lake::TableSpec* spec = lint.set.tables.Find(rule.population);
  return spec != nullptr && !spec->built_in && Stands(spec->subject, kind);
}

}  // namespace

void LintResults(const RuleUnderLint& lint, Problems& problems) {
  CheckOutputs(lint, problems);
  CheckNamed(lint, "key", lint.rule.key, false, problems);
  CheckNamed(lint, "returns_when", lint.rule.returns_when.columns, true, problems);
  std::vector<std::string> titled;
  for (const auto& [name, title] : lint.rule.titles) titled.push_back(name);
  CheckNamed(lint, "titles", titled, true, problems);
  if (lint.rule.returns_when.mode == ReturnsWhen::Mode::kShare && !lint.rule.returns_when.columns.empty()) {
    const sql::Column* column = lint.statement.Output(lint.rule.returns_when.columns[0]);
    if (column != nullptr && column->type != sql::SqlType::kInt64 && column->type != sql::SqlType::kInt32) {
      Wrong(lint, "returns_when", column->name + " 不是整数，不能按比例比较",
            column->name + " is no whole number to take a share of", problems);
    }
  }
}

void LintSentence(const RuleUnderLint& lint, Problems& problems) {
  CheckSlots(lint, lint.rule.sentence.zh, problems);
  CheckSlots(lint, lint.rule.sentence.en, problems);
}

void LintPopulation(const RuleUnderLint& lint, Problems& problems) {
  const RuleSpec& rule = lint.rule;
  if (!lint.tables.contains(rule.population)) {
    std::vector<std::string> known;
    for (const auto& [name, columns] : lint.tables) known.push_back(name);
    const Suggestion near = Suggest(rule.population, known);
    problems.Add(errors::kUnknownTable, {rule.population, near.zh, near.en}, rule.WhereOf("population"));
    return;
  }
  if (!PopulationFits(lint)) {
    problems.Add(errors::kHeaderValue,
                 {"population", "“" + rule.population + "”里没有 " + rule.subject.Text(),
                  "\"" + rule.population + "\" holds no " + rule.subject.Text()},
                 rule.WhereOf("population"));
  }
  if (rule.subject.kind != SubjectKind::kRow) return;
  const auto& columns = lint.tables.at(rule.population);
  const bool own = !rule.key.empty() && std::ranges::all_of(rule.key, [&](const std::string& name) {
    return std::ranges::find(columns, name, &sql::Column::name) != columns.end() && name != "row_ref";
  });
  if (own) return;
  problems.Add(errors::kHeaderValue,
               {"key", "row: 规则的 key 要写表里能长期认出这条记录的列（不能用 row_ref）",
                "the key of a row: rule names columns of the table that identify the record for good (not row_ref)"},
               rule.WhereOf("key"));
}

}  // namespace xiuhua::rules
