// Registered households: by the source's own number; an id survives a new number when the members came over together.
#include <fmt/format.h>

#include "register/steps.h"

namespace xiuhua::registry {
namespace {

// Words for the head in the relation column: the code of a table, the Chinese word, GB/T 4761.
constexpr std::string_view kHeadWords = "('head', '户主', '本人', '户主本人', '本人或户主', '01', '02')";

Result<void> KeepIds(Build& build) {
  TRY(Make(build.engine, "reg_household_keys", R"(
    SELECT household_key, min(household_no) AS household_no, min(valid) AS valid_from, min(county) AS county,
           min(township) AS township, count(*) AS member_count
    FROM (SELECT *, period AS valid FROM reg_people) p WHERE household_key IS NOT NULL GROUP BY household_key)"));
  TRY(Make(build.engine, "reg_household_same",
           "SELECT k.household_key, p.household_id FROM reg_household_keys k JOIN reg_prev_households p USING "
           "(household_key)"));
  // A new number whose members were all in one household, which has vanished and has no other heir as large.
  return Make(build.engine, "reg_household_heirs", R"(
    WITH fresh AS (SELECT * FROM reg_household_keys WHERE household_key NOT IN (SELECT household_key FROM reg_household_same)),
    came AS (SELECT r.household_key, v.household_id, count(*) AS members
             FROM reg_people r JOIN fresh USING (household_key) JOIN reg_prev_persons v ON v.person_id = r.person_id
             WHERE v.household_id IS NOT NULL
               AND v.household_id NOT IN (SELECT household_id FROM reg_household_same)
             GROUP BY r.household_key, v.household_id),
    ranked AS (SELECT *, row_number() OVER (PARTITION BY household_id ORDER BY members DESC, household_key) AS heir,
                      row_number() OVER (PARTITION BY household_key ORDER BY members DESC, household_id) AS origin FROM came)
    SELECT household_key, household_id FROM ranked WHERE heir = 1 AND origin = 1)");
}

Result<void> FindHeads(Build& build) {
  // The declared head; else the eldest with a birth date; else the smallest id.
  return Make(build.engine, "reg_heads",
              fmt::format(R"(
    WITH declared AS (SELECT household_key, min(person_id) AS person_id FROM reg_people
                      WHERE relation IN {} AND household_key IS NOT NULL GROUP BY household_key),
    rest AS (SELECT household_key, birth_date, person_id FROM reg_people
             WHERE household_key IS NOT NULL AND household_key NOT IN (SELECT household_key FROM declared)),
    eldest AS (SELECT household_key, person_id FROM (
                 SELECT household_key, person_id, row_number() OVER (PARTITION BY household_key
                   ORDER BY birth_date NULLS LAST, person_id) AS place FROM rest) WHERE place = 1)
    SELECT * FROM declared UNION ALL SELECT * FROM eldest)",
                          kHeadWords));
}

}  // namespace

Result<void> BuildHouseholds(Build& build) {
  TRY(KeepIds(build));
  TRY(FindHeads(build));
  TRY(Make(build.engine, "reg_household_known", R"(
    SELECT k.*, coalesce(s.household_id, e.household_id) AS household_id, d.person_id AS head_person_id
    FROM reg_household_keys k LEFT JOIN reg_household_same s USING (household_key)
    LEFT JOIN reg_household_heirs e USING (household_key) JOIN reg_heads d USING (household_key))"));
  TRY(MintMissing(
      build,
      {"reg_household_known", "household_key", "household_id", "household", {"county", "township"}, "household_key"},
      "reg_household_new"));
  TRY(Make(build.engine, "reg_households", R"(
    SELECT n.household_id, n.household_no, n.head_person_id, n.member_count, h.area_id, h.township, h.county, h.group_no,
           n.household_key, h.area_code, n.valid_from
    FROM reg_household_new n JOIN reg_people h ON h.person_id = n.head_person_id
    ORDER BY n.household_id)"));
  TRY_ASSIGN(build.report.households, build.engine.QueryInt("SELECT count(*) FROM reg_households"));
  return {};
}

}  // namespace xiuhua::registry
