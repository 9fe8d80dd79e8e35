// The single checks of lint.cc, one function each.
#pragma once

#include <vector>

#include "rules/lint.h"

namespace xiuhua::rules {

// One rule with its checked statement and everything it is checked against.
struct RuleUnderLint {
  const RuleSet& set;
  const std::map<std::string, std::vector<sql::Column>>& tables;
  const RuleSpec& rule;
  const CheckedStatement& statement;
};

// needs and may_be_null name known tables and columns, and all declared columns read stand in one of them.
void LintNeeds(const RuleUnderLint& lint, Problems& problems);
// The same for a fact.
void LintFactNeeds(const RuleSet& set, const std::map<std::string, std::vector<sql::Column>>& tables,
                   const FactSpec& fact, const CheckedStatement& statement, Problems& problems);
// Parameters listed are known and used, those used are listed; class and at are said where they must be.
void LintParams(const RuleUnderLint& lint, Problems& problems);
// A text compared with a code column is one of its codes.
void LintCodes(const RuleSet& set, const sql::QueryShape& shape, const std::string& file, Problems& problems);
// subject_id, key, ev_ and row_ columns and nothing else; key, returns_when and titles name result columns.
void LintResults(const RuleUnderLint& lint, Problems& problems);
// Slots of both sentences are result columns or listed parameters.
void LintSentence(const RuleUnderLint& lint, Problems& problems);
// Population and subject fit together.
void LintPopulation(const RuleUnderLint& lint, Problems& problems);
// A test with a hit, a no hit and a cannot tell, and a page.
void LintTestsAndPage(const RuleSet& set, const RuleSpec& rule, Problems& problems);

}  // namespace xiuhua::rules
