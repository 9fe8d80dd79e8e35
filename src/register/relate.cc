#include "register/relate.h"

#include <fmt/format.h>

#include "register/table_input.h"

namespace xiuhua::registry {

Result<int64_t> RelateSourceHouseholds(sql::Engine& engine, const std::vector<LinkedTable>& tables,
                                       const std::string& out_path) {
  std::string all;
  for (const LinkedTable& table : tables) {
    const std::string number = RoleColumn(*table.spec, lake::Role::kHouseholdNo);
    if (number.empty()) continue;
    // A source's household number is taken within the county: rosters number anew in each village, so the village of
    // the linked person stands beside it.
    all += fmt::format(
        "{}SELECT {} AS source_table, area_id, {} AS household_no, min(household_id) AS household_id, person_id "
        "FROM read_parquet({}) WHERE {} IS NOT NULL AND person_id IS NOT NULL GROUP BY area_id, {}, person_id",
        all.empty() ? "" : " UNION ALL ", sql::Quoted(table.spec->name), number, sql::Quoted(table.path), number,
        number);
  }
  if (all.empty()) {
    all =
        "SELECT CAST(NULL AS VARCHAR) AS source_table, CAST(NULL AS BIGINT) AS area_id, CAST(NULL AS VARCHAR) AS "
        "household_no, "
        "CAST(NULL AS BIGINT) AS household_id, CAST(NULL AS BIGINT) AS person_id WHERE false";
  }
  TRY(engine.CopyToParquet(fmt::format(R"(
      WITH linked AS ({}),
      shared AS (SELECT source_table, area_id, household_no, household_id, count(*) AS members FROM linked GROUP BY ALL),
      source AS (SELECT source_table, area_id, household_no, CAST(sum(members) AS BIGINT) AS source_members,
                        count(household_id) AS known FROM shared GROUP BY ALL)
      SELECT s.source_table, s.area_id, s.household_no, h.household_id,
             CASE WHEN h.household_id IS NULL THEN 0 ELSE h.members END AS members, s.source_members
      FROM source s JOIN shared h ON h.source_table = s.source_table AND h.household_no = s.household_no
        AND h.area_id IS NOT DISTINCT FROM s.area_id
      WHERE h.household_id IS NOT NULL OR s.known = 0
    )",
                                       all),
                           out_path));
  return engine.QueryInt(fmt::format("SELECT count(*) FROM read_parquet({})", sql::Quoted(out_path)));
}

}  // namespace xiuhua::registry
