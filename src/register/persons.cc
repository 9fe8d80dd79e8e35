// The new version's persons: registered, gone, merged away, and those that only other sources know.
#include <fmt/format.h>

#include "register/known_numbers.h"
#include "register/steps.h"

namespace xiuhua::registry {
namespace {

// True for earlier persons whose place some base delivery covers: only those can have gone.
std::string CoveredSql(const std::vector<TableFile>& files) {
  std::string condition = "p.area_code IS NULL";
  for (const TableFile& file : files) {
    if (file.area_set.empty()) return "true";
    for (const std::string& code : file.area_set.codes()) {
      condition += fmt::format(" OR starts_with(p.area_code, {})", sql::Quoted(code));
    }
  }
  return condition;
}

Result<void> LoadMerges(Build& build) {
  TRY(build.engine.Execute("CREATE OR REPLACE TEMP TABLE reg_merges (from_id BIGINT, into_id BIGINT)"));
  for (const PersonMerge& merge : build.input.merges) {
    TRY(build.engine.Execute(fmt::format("INSERT INTO reg_merges VALUES ({}, {})", merge.from, merge.into)));
  }
  return {};
}

// Present number of a registered person first, then what earlier versions and merged persons were known by.
Result<void> BuildIdentities(Build& build) {
  TRY(Make(build.engine, "reg_identities", R"(
    WITH present AS (SELECT id_number_key AS id_key, min(person_id) AS person_id FROM reg_persons
                     WHERE id_number_key IS NOT NULL AND registered GROUP BY id_number_key),
    others AS (SELECT id_number_key AS id_key, min(person_id) AS person_id FROM reg_persons p
               WHERE id_number_key IS NOT NULL AND NOT registered
                 AND NOT EXISTS (SELECT 1 FROM present o WHERE o.id_key = p.id_number_key) GROUP BY id_number_key),
    held AS (SELECT id_key, person_id, 'current' AS kind FROM present UNION ALL SELECT id_key, person_id, 'current' FROM others),
    former AS (SELECT i.id_key, min(coalesce(m.into_id, i.person_id)) AS person_id, 'former' AS kind
               FROM reg_prev_identities i LEFT JOIN reg_merges m ON m.from_id = i.person_id
               WHERE NOT EXISTS (SELECT 1 FROM held h WHERE h.id_key = i.id_key) GROUP BY i.id_key)
    SELECT a.id_key, p.name_key, p.name, a.person_id, a.kind, p.registered
    FROM (SELECT * FROM held UNION ALL SELECT * FROM former) a JOIN reg_persons p USING (person_id))"));
  return {};
}

}  // namespace

Result<void> ForgetPrevious(Build& build) {
  TRY(Make(build.engine, "reg_known_ids",
           fmt::format("SELECT id_key, min(person_id) AS person_id FROM reg_prev_identities WHERE {} GROUP BY id_key",
                       build.input.ids_only ? "kind = 'current'" : "false")));
  if (!build.input.ids_only) return {};
  return build.engine.Execute("DELETE FROM reg_prev_persons; DELETE FROM reg_prev_identities");
}

Result<void> BuildPersons(Build& build) {
  TRY(LoadMerges(build));
  TRY(Make(
      build.engine, "reg_persons",
      fmt::format(R"(
    SELECT r.person_id, r.name, r.id_number, r.id_key AS id_number_key, r.sex, r.birth_date, h.household_id, r.relation,
           true AS registered, r.area_id, r.township, r.county, r.group_no, r.phone, r.name_key, r.area_code,
           r.period AS valid_from, CAST(NULL AS DATE) AS valid_to, h.household_id AS last_household_id
    FROM reg_people r LEFT JOIN reg_households h USING (household_key)
    UNION ALL
    SELECT p.person_id, p.name, p.id_number, p.id_number_key, p.sex, p.birth_date, h.household_id, p.relation,
           p.registered AND NOT ({covered}) AS registered, p.area_id, p.township, p.county, p.group_no, p.phone, p.name_key,
           p.area_code, p.valid_from, CASE WHEN p.registered AND ({covered}) THEN {ended} ELSE p.valid_to END AS valid_to,
           p.household_id AS last_household_id
    FROM reg_prev_persons p LEFT JOIN reg_households h ON h.household_id = p.household_id
    WHERE NOT EXISTS (SELECT 1 FROM reg_match m WHERE m.person_id = p.person_id)
      AND NOT EXISTS (SELECT 1 FROM reg_merges m WHERE m.from_id = p.person_id))",
                  fmt::arg("covered", CoveredSql(build.input.base.files)), fmt::arg("ended", build.BasePeriodSql()))));
  TRY_ASSIGN(build.report.gone,
             build.engine.QueryInt("SELECT count(*) FROM reg_persons n JOIN reg_prev_persons p USING (person_id) "
                                   "WHERE p.registered AND NOT n.registered"));
  return BuildIdentities(build);
}

Result<void> AddOutsiders(Build& build) {
  TRY_ASSIGN(const std::unique_ptr<KnownNumbers> known, KnownNumbers::Load(build.engine));
  std::string all;
  std::vector<TableInput> tables = build.input.others;
  tables.push_back(build.input.base);  // its rows of dead and moved-out people
  for (const TableInput& table : tables) {
    std::vector<TableFile> files = table.files;
    files.insert(files.end(), table.previous.begin(), table.previous.end());
    if (files.empty() || RoleColumn(*table.spec, lake::Role::kIdNumber).empty()) continue;
    TRY_ASSIGN(const std::string people, PeopleSql(build.engine, *table.spec, files));
    all += fmt::format(
        "{}SELECT id_key, name_key, name, id_number, area_code, county, phone FROM ({}) WHERE id_key IS NOT NULL AND "
        "name_key IS NOT NULL AND {}",
        all.empty() ? "" : " UNION ALL ", people, known->UnknownSql("id_key"));
  }
  if (all.empty()) return {};
  // The name that most rows give; the smallest place they give.
  TRY(Make(build.engine, "reg_outsiders_known",
           fmt::format(R"(
    WITH named AS (SELECT id_key, name_key, min(name) AS name, min(id_number) AS id_number, min(area_code) AS area_code,
                          min(county) AS county, min(phone) AS phone, count(*) AS rows
                          FROM ({}) GROUP BY id_key, name_key),
    ranked AS (SELECT *, row_number() OVER (PARTITION BY id_key ORDER BY rows DESC, name, name_key) AS place FROM named)
    SELECT n.id_key, n.name_key, n.name, n.id_number, n.phone, k.person_id, c.area_id,
           coalesce(c.current_code, n.area_code) AS area_code,
           coalesce(c.township, CASE WHEN length(n.area_code) >= 9 THEN substr(n.area_code, 1, 9) END) AS township,
           coalesce(c.county, n.county) AS county
    FROM ranked n LEFT JOIN reg_area_codes c ON c.code = n.area_code
    LEFT JOIN reg_known_ids k ON k.id_key = n.id_key AND k.person_id NOT IN (SELECT person_id FROM reg_persons)
    WHERE place = 1)",
                       all)));
  TRY_ASSIGN(
      const int64_t minted,
      MintMissing(build, {"reg_outsiders_known", "id_key", "person_id", "person", {"county", "area_code"}, "id_key"},
                  "reg_outsiders"));
  build.report.outsiders += minted;
  TRY(build.engine.Execute(R"(
    INSERT INTO reg_persons
    SELECT person_id, name, id_number, id_key, CASE WHEN id_key % 2 = 1 THEN 'm' ELSE 'f' END,
           TRY(make_date((id_key // 10000000) % 10000, (id_key // 100000) % 100, (id_key // 1000) % 100)), NULL, NULL, false,
           area_id, township, county, NULL, phone, name_key, area_code, NULL, NULL, NULL FROM reg_outsiders;
    INSERT INTO reg_identities SELECT id_key, name_key, name, person_id, 'current', false FROM reg_outsiders)"));
  return {};
}

}  // namespace xiuhua::registry
