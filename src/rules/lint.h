// Lint: checks packs as a whole - every header, statement, test and page against tables, parameters and each other.
//
// All problems are collected, each with file and line. A CheckedRules without problems is what evaluate.h runs; no
// statement runs on data before it passed the guard (sql/guard.h) and was bound against empty tables.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rules/pack.h"
#include "rules/problems.h"
#include "sql/engine.h"
#include "sql/guard.h"

namespace xiuhua::rules {

// A statement that passed the guard, and its result columns.
struct CheckedStatement {
  sql::QueryShape shape;
  std::vector<sql::Column> outputs;

  [[nodiscard]] const sql::Column* Output(std::string_view name) const;  // nullptr when absent
};

struct CheckedRules {
  RuleSet set;
  std::map<std::string, CheckedStatement, std::less<>> rules;  // by rule id
  std::map<std::string, CheckedStatement, std::less<>> facts;  // by fact id

  // Names that the statements of a rule read, its facts' tables included: what must be there to evaluate it.
  [[nodiscard]] std::vector<std::string> TablesOf(const RuleSpec& rule) const;
};

struct LintOptions {
  bool tests_and_pages = true;  // false: only what is needed to evaluate (headers, statements, parameters)
};

// Errors: BAS-*, SQL-* when the engine itself cannot start.
// Problems: RUL-004 ... RUL-020, RUL-024, SQL-010 ... SQL-019.
Result<CheckedRules> Lint(RuleSet set, Problems& problems, const LintOptions& options = {});

// Reads and lints; refuses packs with any problem. Errors: RUL-031 (naming the first), LAK-*.
Result<CheckedRules> LoadRules(const std::string& packs_root, const std::string& site);

// The tables a statement may name, with their columns, for the guard: pack tables, their `_previous`, `params.*`,
// `params_history.*`, `run`. Facts are added as they are checked.
std::map<std::string, std::vector<sql::Column>> GuardTables(const RuleSet& set);

}  // namespace xiuhua::rules
