#include "rules/waiting.h"

#include <fmt/format.h>

#include "rules/evaluate_sql.h"

namespace xiuhua::rules {

const std::vector<sql::Column>& QuarantinedColumns() {
  using enum sql::SqlType;
  static const std::vector<sql::Column> columns = {{"table_name", kText},    {"is_previous", kBool},
                                                   {"row_ref", kInt64},      {"person_id", kInt64},
                                                   {"household_id", kInt64}, {"area_id", kInt64}};
  return columns;
}

Result<std::set<std::string>> MakeWaiting(sql::Engine& engine, const RuleSet& set,
                                          const std::vector<std::string>& tables, const std::string& base_table) {
  TRY(
      engine.Execute("create table xh.waiting(table_name varchar, row_ref bigint, person_id bigint, household_id "
                     "bigint, area_id bigint, "
                     "absent boolean)"));
  TRY_ASSIGN(const sql::Rows named,
             engine.Query("select distinct table_name || case when is_previous then '_previous' else '' "
                          "end from xh.quarantined where person_id is not null"));
  std::set<std::string> in_quarantine;
  for (int64_t row = 0; row < named.count(); ++row) in_quarantine.emplace(named.Text(row, 0));
  std::set<std::string> waiting;
  const auto add = [&](const std::string& source, const std::string& table,
                       const std::string& condition) -> Result<void> {
    const bool previous = source.ends_with("_previous");
    const std::string base = DeliveredTable(set, source);
    waiting.insert(table);
    return engine.Execute(fmt::format(
        "insert into xh.waiting select {}, q.row_ref, q.person_id, q.household_id, q.area_id, h.person_id is null from "
        "xh.quarantined q left join (select distinct t.person_id from {} t where {} t.person_id in (select person_id "
        "from "
        "xh.quarantined)) h on h.person_id = q.person_id where q.person_id is not null and q.table_name = {} and "
        "q.is_previous = {}",
        sql::Quoted(table), table, condition, sql::Quoted(base), previous));
  };
  for (const std::string& table : tables) {
    if (in_quarantine.contains(table) && !DeliveredTable(set, table).empty()) TRY(add(table, table, ""));
  }
  if (in_quarantine.contains(base_table)) TRY(add(base_table, "persons", "t.registered = true and"));
  return waiting;
}

std::string WaitingSubjectsSql(const RuleSet& set, const RuleSpec& rule, const std::string& table, bool absent_only) {
  return SubjectsOfRowsSql(
      set, rule, table,
      fmt::format("select row_ref, person_id, household_id, area_id from xh.waiting where table_name = "
                  "{}{}",
                  sql::Quoted(table), absent_only ? " and absent" : ""),
      "");
}

}  // namespace xiuhua::rules
