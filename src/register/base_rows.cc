// Reading the base register's rows, and one row per person.
#include <fmt/format.h>

#include "register/errors.h"
#include "register/steps.h"

namespace xiuhua::registry {
namespace {

// The order that decides among equals: contents first, the place in the file last.
constexpr std::string_view kContentOrder =
    "county, area_code, household_key, id_key, name, birth_date, id_number, relation, phone, group_no, row_ref";

// Under which key a household number means one household. Without a number the head's ID number stands for it.
std::string HouseholdKeySql(const BaseChoice& choice) {
  return fmt::format(
      "CASE WHEN r.household_no IS NOT NULL THEN coalesce({}, '') || '/' || r.household_no "
      "WHEN r.head_id IS NOT NULL THEN 'head/' || r.head_id END",
      choice.household_in_village ? "c.current_code, r.area_code" : "coalesce(c.county, r.county)");
}

// Row references of base rows that say their person is there no more; empty when the table does not say.
Result<std::string> EndedRowsSql(Build& build) {
  const BaseChoice& choice = build.input.choice;
  if (choice.state_column.empty() || build.input.base.spec->Find(choice.state_column) == nullptr) return std::string();
  TRY_ASSIGN(const std::string rows, RowsSql(build.engine, build.input.base.files,
                                             std::vector<sql::Column>{{choice.state_column, sql::SqlType::kText}}));
  std::string words;
  for (const std::string& word : choice.ended_states) words += (words.empty() ? "" : ", ") + sql::Quoted(word);
  return fmt::format("SELECT row_ref FROM ({}) WHERE {} IN ({})", rows, choice.state_column, words);
}

}  // namespace

Result<void> LoadBaseRows(Build& build) {
  const TableInput& base = build.input.base;
  if (base.files.empty() || base.spec == nullptr) return Fail(errors::kNoBaseDelivery, {build.input.choice.table});
  for (const lake::Role role : {lake::Role::kPersonName, lake::Role::kIdNumber}) {
    if (RoleColumn(*base.spec, role).empty()) {
      return Fail(errors::kBaseWithoutRole,
                  {base.spec->name, role == lake::Role::kIdNumber ? "id_number" : "person_name"});
    }
  }
  TRY_ASSIGN(const std::string people, PeopleSql(build.engine, *base.spec, base.files));
  TRY(Make(build.engine, "reg_rows",
           fmt::format(R"(
    SELECT r.row_ref, r.period, r.name, r.name_key, r.id_number, r.id_key, r.sex, r.birth_date, r.relation, r.phone,
           r.group_no, r.household_no, {} AS household_key, coalesce(c.current_code, r.area_code) AS area_code, c.area_id,
           coalesce(c.township, CASE WHEN length(r.area_code) >= 9 THEN substr(r.area_code, 1, 9) END) AS township,
           coalesce(c.county, r.county) AS county
    FROM ({}) r LEFT JOIN reg_area_codes c ON c.code = r.area_code)",
                       HouseholdKeySql(build.input.choice), people)));
  TRY_ASSIGN(const std::string ended, EndedRowsSql(build));
  if (!ended.empty()) TRY(build.engine.Execute(fmt::format("DELETE FROM reg_rows WHERE row_ref IN ({})", ended)));
  // Only rows whose identity occurs twice are ordered; with the previous version's name and household first.
  TRY(Make(build.engine, "reg_dups",
           fmt::format(R"(
    WITH twice AS (SELECT id_key AS twin FROM reg_rows WHERE id_key IS NOT NULL GROUP BY id_key HAVING count(*) > 1),
    same_id AS (
      SELECT r.*, r.id_key AS twin_key, p.person_id IS NOT NULL AND p.name_key = r.name_key AS known_name,
             p.household_key = r.household_key AS known_household
      FROM reg_rows r JOIN twice t ON t.twin = r.id_key LEFT JOIN reg_prev_identities p ON p.id_key = r.id_key),
    twins AS (SELECT name_key AS n, household_key AS h, birth_date AS b, id_number AS i FROM reg_rows
              WHERE id_key IS NULL AND household_key IS NOT NULL AND name_key IS NOT NULL
              GROUP BY name_key, household_key, birth_date, id_number HAVING count(*) > 1),
    ranked AS (
      SELECT row_ref, name_key, first_value(row_ref) OVER w AS kept_row_ref, first_value(name_key) OVER w AS kept_name_key
      FROM same_id WINDOW w AS (PARTITION BY twin_key ORDER BY known_name DESC NULLS LAST, known_household DESC NULLS LAST, {0})
      UNION ALL
      SELECT row_ref, name_key, first_value(row_ref) OVER v, name_key FROM reg_rows r
      JOIN twins t ON r.id_key IS NULL AND r.name_key = t.n AND r.household_key = t.h
        AND r.birth_date IS NOT DISTINCT FROM t.b AND r.id_number IS NOT DISTINCT FROM t.i
      WINDOW v AS (PARTITION BY name_key, household_key, birth_date, id_number ORDER BY {0}))
    SELECT row_ref, kept_row_ref,
           CASE WHEN name_key IS NOT DISTINCT FROM kept_name_key THEN 'same_person_twice' ELSE 'one_id_two_names' END AS kind
    FROM ranked WHERE row_ref <> kept_row_ref ORDER BY row_ref)",
                       kContentOrder)));
  TRY_ASSIGN(build.report.rows, build.engine.QueryInt("SELECT count(*) FROM reg_rows"));
  TRY_ASSIGN(build.report.duplicates, build.engine.QueryInt("SELECT count(*) FROM reg_dups"));
  if (build.report.duplicates > 0) {
    TRY(build.engine.Execute("DELETE FROM reg_rows WHERE row_ref IN (SELECT row_ref FROM reg_dups)"));
  }
  return build.engine.Execute("DROP TABLE IF EXISTS reg_kept; ALTER TABLE reg_rows RENAME TO reg_kept");
}

}  // namespace xiuhua::registry
