// The two member sets, and coverage against the villages' own counts.
#include <fmt/format.h>

#include "register/steps.h"

namespace xiuhua::registry {
namespace {

// (row_ref, table, group, person_id, relation, period) of rows that say who lives together. A group is one household
// number of one table and village; its registered household is the one most of its people belong to.
Result<std::string> LivingRowsSql(Build& build) {
  std::string all;
  for (const TableInput& table : build.input.living) {
    if (table.files.empty() || RoleColumn(*table.spec, lake::Role::kHouseholdNo).empty()) continue;
    TRY_ASSIGN(const std::string people, PeopleSql(build.engine, *table.spec, table.files));
    all += fmt::format(R"({}
      SELECT {} || '/' || coalesce(r.area_code, '') || '/' || r.household_no AS living_group, i.person_id, r.relation, r.period
      FROM ({}) r JOIN reg_identities i ON i.id_key = r.id_key
      WHERE r.household_no IS NOT NULL AND (i.name_key = r.name_key OR names_agree(i.name, r.name) = '1'))",
                       all.empty() ? "" : " UNION ALL ", sql::Quoted(table.spec->name), people);
  }
  return all;
}

}  // namespace

Result<void> BuildMembers(Build& build) {
  TRY(Make(build.engine, "reg_members", R"(
    SELECT household_id, person_id, 'registered' AS membership, relation, valid_from FROM reg_persons
    WHERE registered AND household_id IS NOT NULL)"));
  TRY_ASSIGN(const std::string living, LivingRowsSql(build));
  if (living.empty()) return {};
  TRY(Make(build.engine, "reg_living", living));
  TRY(build.engine.Execute(R"(
    INSERT INTO reg_members
    WITH votes AS (SELECT l.living_group, p.household_id, count(DISTINCT l.person_id) AS people
                   FROM reg_living l JOIN reg_persons p USING (person_id)
                   WHERE p.registered AND p.household_id IS NOT NULL GROUP BY l.living_group, p.household_id),
    chosen AS (SELECT living_group, household_id FROM (
                 SELECT *, row_number() OVER (PARTITION BY living_group ORDER BY people DESC, household_id) AS place FROM votes)
               WHERE place = 1),
    placed AS (SELECT c.household_id, l.person_id, l.relation, l.period,
                      row_number() OVER (PARTITION BY l.person_id ORDER BY l.period DESC, c.household_id, l.relation) AS place
               FROM reg_living l JOIN chosen c USING (living_group))
    SELECT household_id, person_id, 'living', relation, period FROM placed WHERE place = 1)"));
  TRY_ASSIGN(build.report.living_members,
             build.engine.QueryInt("SELECT count(*) FROM reg_members WHERE membership = 'living'"));
  return {};
}

Result<void> BuildCoverage(Build& build) {
  std::string counts = "SELECT CAST(NULL AS VARCHAR) AS area_code, CAST(NULL AS BIGINT) AS own_count WHERE false";
  const TableInput& own = build.input.village_counts;
  if (own.spec != nullptr && !own.files.empty() && !build.input.village_count_column.empty()) {
    TRY_ASSIGN(const std::string rows,
               RowsSql(build.engine, own.files,
                       std::vector<sql::Column>{{build.input.village_count_column, sql::SqlType::kInt64}}));
    counts =
        fmt::format("SELECT area_code, max({}) AS own_count FROM ({}) WHERE area_code IS NOT NULL GROUP BY area_code",
                    build.input.village_count_column, rows);
  }
  TRY(Make(build.engine, "reg_coverage",
           fmt::format(R"(
    WITH own AS (SELECT c.area_id, max(o.own_count) AS own_count FROM ({}) o JOIN reg_area_codes c ON c.code = o.area_code
                 GROUP BY c.area_id),
    seen AS (SELECT area_id, count(*) AS registered, count(id_number_key) AS with_valid_id FROM reg_persons
             WHERE registered AND area_id IS NOT NULL GROUP BY area_id)
    SELECT a.area_id, a.code AS area_code, a.township, a.county, coalesce(s.registered, 0) AS registered,
           coalesce(s.with_valid_id, 0) AS with_valid_id, o.own_count
    FROM reg_areas a LEFT JOIN seen s USING (area_id) LEFT JOIN own o USING (area_id)
    WHERE a.level = 5 OR s.registered IS NOT NULL ORDER BY a.code)",
                       counts)));
  RegisterReport& report = build.report;
  TRY_ASSIGN(const sql::Rows totals, build.engine.Query(R"(
    SELECT count(*) FILTER (registered), count(*) FILTER (registered AND id_number_key IS NULL),
           count(*) FILTER (registered AND area_id IS NULL), count(*) FILTER (NOT registered AND valid_from IS NULL)
    FROM reg_persons)"));
  report.registered = totals.Int(0, 0);
  report.without_valid_id = totals.Int(0, 1);
  report.without_area = totals.Int(0, 2);
  report.outsiders = totals.Int(0, 3);
  TRY_ASSIGN(const sql::Rows shortfall,
             build.engine.Query("SELECT count(*), CAST(coalesce(sum(own_count - registered), 0) AS BIGINT) FROM "
                                "reg_coverage WHERE own_count > registered"));
  report.villages_short = shortfall.Int(0, 0);
  report.persons_short = shortfall.Int(0, 1);
  return {};
}

}  // namespace xiuhua::registry
