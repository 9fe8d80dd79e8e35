// Who keeps an id from the previous version.
#include <fmt/format.h>

#include "register/steps.h"

namespace xiuhua::registry {
namespace {

Result<void> MatchById(Build& build) {
  // A person reached by the present number and by a former one keeps the row with the present number.
  TRY(Make(build.engine, "reg_by_id", R"(
    SELECT k.row_ref, p.person_id, p.kind, k.name_key = p.name_key OR coalesce(names_agree(k.name, p.name), '0') = '1' AS agrees
    FROM reg_kept k JOIN reg_prev_identities p ON p.id_key = k.id_key
    WHERE k.name_key = p.name_key OR names_agree(k.name, p.name) = '1' OR p.household_key = k.household_key)"));
  return Make(build.engine, "reg_match", R"(
    WITH twice AS (SELECT person_id FROM reg_by_id GROUP BY person_id HAVING count(*) > 1),
    best AS (SELECT row_ref, row_number() OVER (PARTITION BY person_id ORDER BY kind, agrees DESC, row_ref) AS place
             FROM reg_by_id WHERE person_id IN (SELECT person_id FROM twice))
    SELECT row_ref, person_id,
           CASE WHEN NOT agrees THEN 'name_changed' WHEN kind = 'former' THEN 'id_changed' END AS change
    FROM reg_by_id WHERE row_ref NOT IN (SELECT row_ref FROM best WHERE place > 1))");
}

// Pairs rows and earlier persons that are left over, where `same` columns are equal and stand once on each side.
Result<void> MatchLeftOver(Build& build, std::string_view row_columns, std::string_view more) {
  return build.engine.Execute(fmt::format(R"(
    INSERT INTO reg_match
    WITH r AS (SELECT {0}, min(row_ref) AS row_ref, min(birth_date) AS birth, min(id_number) AS id_number
               FROM (SELECT *, coalesce(household_key, area_code) AS place FROM reg_kept) k
               WHERE place IS NOT NULL AND name_key IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM reg_match m WHERE m.row_ref = k.row_ref)
               GROUP BY {0} HAVING count(*) = 1),
    p AS (SELECT {0}, min(person_id) AS person_id, min(birth_date) AS birth, min(id_number) AS id_number
          FROM (SELECT v.*, coalesce(h.household_key, v.area_code) AS place
                FROM reg_prev_persons v LEFT JOIN reg_prev_households h USING (household_id)
                WHERE v.valid_from IS NOT NULL) q
          WHERE place IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reg_match m WHERE m.person_id = q.person_id)
          GROUP BY {0} HAVING count(*) = 1)
    SELECT r.row_ref, p.person_id, CASE WHEN r.id_number IS DISTINCT FROM p.id_number THEN 'id_changed' END
    FROM r JOIN p USING ({0}) WHERE {1})",
                                          row_columns, more));
}

}  // namespace

Result<void> MatchPersons(Build& build) {
  if (build.input.previous_folder.empty()) {
    TRY(build.engine.Execute(
        "CREATE OR REPLACE TEMP TABLE reg_match (row_ref BIGINT, person_id BIGINT, change VARCHAR)"));
  } else {
    TRY(MatchById(build));
    TRY(MatchLeftOver(build, "name_key, birth_date, place", "true"));
    TRY(MatchLeftOver(build, "name_key, place", "r.birth IS NULL OR p.birth IS NULL OR r.birth = p.birth"));
  }
  TRY_ASSIGN(build.report.kept, build.engine.QueryInt("SELECT count(*) FROM reg_match"));
  TRY_ASSIGN(build.report.name_changed,
             build.engine.QueryInt("SELECT count(*) FROM reg_match WHERE change = 'name_changed'"));
  TRY_ASSIGN(build.report.id_changed,
             build.engine.QueryInt("SELECT count(*) FROM reg_match WHERE change = 'id_changed'"));
  TRY_ASSIGN(
      build.report.minted,
      MintMissing(build,
                  {"(SELECT k.*, m.person_id, m.change FROM reg_kept k LEFT JOIN reg_match m USING (row_ref))",
                   "row_ref",
                   "person_id",
                   "person",
                   {"coalesce(area_code, county)"},
                   // An ID number stands once among the kept rows; the contents order those without.
                   "household_key, id_key, CASE WHEN id_key IS NULL THEN concat_ws('|', name, birth_date, id_number, "
                   "relation, phone, group_no) END, row_ref"},
                  "reg_people"));
  return {};
}

}  // namespace xiuhua::registry
