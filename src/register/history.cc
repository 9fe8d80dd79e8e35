#include "register/history.h"

#include <fmt/format.h>

namespace xiuhua::registry {
namespace {

std::string Prefixed(const std::vector<std::string>& columns, std::string_view prefix) {
  std::string list;
  for (const std::string& column : columns) list += fmt::format("{}{}.{}", list.empty() ? "" : ", ", prefix, column);
  return list;
}

std::string SameKey(const std::vector<std::string>& key) {
  std::string condition;
  for (const std::string& column : key) {
    condition += fmt::format("{}o.{} = n.{}", condition.empty() ? "" : " AND ", column, column);
  }
  return condition;
}

std::string Differs(const std::vector<std::string>& attributes) {
  std::string condition;
  for (const std::string& column : attributes) {
    condition += fmt::format("{}o.{} IS DISTINCT FROM n.{}", condition.empty() ? "" : " OR ", column, column);
  }
  return condition;
}

}  // namespace

Result<void> UpdateHistory(sql::Engine& engine, const HistoryUpdate& update) {
  const std::string all = Prefixed(update.key, "n") + ", " + Prefixed(update.attributes, "n");
  const std::string fresh = fmt::format(
      "SELECT {}, n.valid_from, CAST(NULL AS DATE) AS valid_to, CAST({} AS BIGINT) AS recorded_from, "
      "CAST(NULL AS BIGINT) AS recorded_to FROM {} n",
      all, update.register_id, update.current);
  if (update.previous_path.empty()) {
    TRY(engine.CopyToParquet(fresh, update.out_path));
    return {};
  }
  const std::string old = Prefixed(update.key, "o") + ", " + Prefixed(update.attributes, "o");
  TRY(engine.Execute(fmt::format(R"(
    CREATE OR REPLACE TEMP TABLE reg_history_old AS SELECT * FROM read_parquet({previous});
    CREATE OR REPLACE TEMP TABLE reg_history_ended AS
      SELECT o.*, CASE WHEN n.{key0} IS NULL THEN {ended_on} ELSE n.valid_from END AS ended
      FROM reg_history_old o LEFT JOIN {current} n ON {same}
      WHERE o.recorded_to IS NULL AND o.valid_to IS NULL AND (n.{key0} IS NULL OR {differs});)",
                                 fmt::arg("previous", sql::Quoted(update.previous_path)),
                                 fmt::arg("key0", update.key.front()), fmt::arg("ended_on", update.ended_on),
                                 fmt::arg("current", update.current), fmt::arg("same", SameKey(update.key)),
                                 fmt::arg("differs", Differs(update.attributes)))));
  // Untouched rows; rows now known to have ended (closed, and repeated with their end unless they never held for a
  // day); and the new state of every key that changed or is new.
  TRY(engine.CopyToParquet(
      fmt::format(R"(
      SELECT {old}, o.valid_from, o.valid_to, o.recorded_from, o.recorded_to FROM reg_history_old o
      WHERE NOT (o.recorded_to IS NULL AND o.valid_to IS NULL)
         OR NOT EXISTS (SELECT 1 FROM reg_history_ended n WHERE {same})
      UNION ALL
      SELECT {old}, o.valid_from, o.valid_to, o.recorded_from, {id} FROM reg_history_ended o
      UNION ALL
      SELECT {old}, o.valid_from, o.ended, {id}, NULL FROM reg_history_ended o WHERE o.ended > o.valid_from
      UNION ALL
      {fresh} WHERE NOT EXISTS (SELECT 1 FROM reg_history_old o WHERE {same} AND o.recorded_to IS NULL
                                AND o.valid_to IS NULL AND NOT ({differs})))",
                  fmt::arg("old", old), fmt::arg("same", SameKey(update.key)), fmt::arg("id", update.register_id),
                  fmt::arg("fresh", fresh), fmt::arg("differs", Differs(update.attributes))),
      update.out_path));
  return engine.Execute("DROP TABLE reg_history_old; DROP TABLE reg_history_ended");
}

}  // namespace xiuhua::registry
