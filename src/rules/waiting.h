// Waiting: people whose row of a list sits in quarantine. To a statement they look as if they were not on the list.
//
// Engine table xh.waiting(table_name, row_ref, person_id, household_id, area_id, absent): whom rows in quarantine name,
// as far as linkage knows (docs/formats/lake.md, quarantined.parquet); table_name as rules write it, `<t>_previous`
// too; absent = no accepted row of that list is theirs. For rows of the base register the name is that of the register
// table `persons`, absent = not registered now.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "rules/evaluate.h"

namespace xiuhua::rules {

// Columns of the file or rows given as input `xh.quarantined`.
const std::vector<sql::Column>& QuarantinedColumns();

// Makes xh.waiting from xh.quarantined for these tables, and answers the tables that have people waiting.
Result<std::set<std::string>> MakeWaiting(sql::Engine& engine, const RuleSet& set,
                                          const std::vector<std::string>& tables, const std::string& base_table);

// select subject_id: subjects of the rule with a row of `table` waiting; `absent_only`: whose person has no other row
// there. Empty when rows of that table belong to no such subject.
std::string WaitingSubjectsSql(const RuleSet& set, const RuleSpec& rule, const std::string& table, bool absent_only);

}  // namespace xiuhua::rules
