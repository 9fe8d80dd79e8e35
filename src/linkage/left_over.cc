// What the register knows, and which delivered rows do not simply agree with it.
#include <fmt/format.h>

#include <filesystem>

#include "linkage/errors.h"
#include "linkage/stages.h"

namespace xiuhua::linkage {

bool NamesPeople(const lake::TableSpec& spec) {
  return !registry::RoleColumn(spec, lake::Role::kPersonName).empty() ||
         !registry::RoleColumn(spec, lake::Role::kIdNumber).empty();
}

Result<void> LoadRegister(sql::Engine& engine, const LinkRequest& request) {
  const auto PathOf = [&](const char* name) { return fmt::format("{}/{}.parquet", request.register_folder, name); };
  for (const char* name : {"persons", "identities", "area_codes", "base_rows"}) {
    if (!std::filesystem::exists(PathOf(name))) return Fail(errors::kNoRegister, {PathOf(name)});
  }
  return engine.Execute(fmt::format(R"(
    CREATE OR REPLACE TEMP VIEW lnk_persons AS
      SELECT person_id, name, name_key, id_number, id_number_key AS id_key, sex, birth_date, household_id, area_id, area_code,
             township, county, phone, registered FROM read_parquet({persons});
    CREATE OR REPLACE TEMP VIEW lnk_people AS
      SELECT id_key, name_key, name, kind, person_id FROM read_parquet({identities});
    CREATE OR REPLACE TEMP TABLE lnk_area_codes AS SELECT * FROM read_parquet({area_codes});
    CREATE OR REPLACE TEMP TABLE lnk_places AS
      SELECT DISTINCT area_id, township, county FROM lnk_area_codes WHERE area_id IS NOT NULL;
    CREATE OR REPLACE TEMP TABLE lnk_base_rows AS SELECT * FROM read_parquet({base_rows});
    CREATE OR REPLACE TEMP TABLE lnk_left (
      table_name VARCHAR, is_previous BOOLEAN, row_ref BIGINT, name VARCHAR, name_key BIGINT, id_number VARCHAR, id_key BIGINT,
      sex VARCHAR, birth_date DATE, area_code VARCHAR, area_id BIGINT, township VARCHAR, county VARCHAR, household_no VARCHAR,
      phone VARCHAR, evidence_key VARCHAR);
    CREATE OR REPLACE TEMP TABLE lnk_extra (
      table_name VARCHAR, is_previous BOOLEAN, row_ref BIGINT, person_id BIGINT, method VARCHAR, weight DOUBLE,
      probability DOUBLE, reason VARCHAR);
    CREATE OR REPLACE TEMP TABLE lnk_pairs (
      table_name VARCHAR, row_ref BIGINT, kind VARCHAR, candidate_person_id BIGINT, candidate_rank INTEGER, detail VARCHAR,
      evidence_key VARCHAR))",
                                    fmt::arg("persons", sql::Quoted(PathOf("persons"))),
                                    fmt::arg("identities", sql::Quoted(PathOf("identities"))),
                                    fmt::arg("area_codes", sql::Quoted(PathOf("area_codes"))),
                                    fmt::arg("base_rows", sql::Quoted(PathOf("base_rows")))));
}

Result<void> FindLeftOver(sql::Engine& engine, const LinkRequest& request, const PersonLookup& lookup) {
  for (const registry::TableInput& table : request.tables) {
    if (!NamesPeople(*table.spec)) continue;
    const bool has_name = !registry::RoleColumn(*table.spec, lake::Role::kPersonName).empty();
    for (const bool previous : {false, true}) {
      const std::vector<registry::TableFile> files = previous ? table.AllBefore() : table.files;
      if (files.empty()) continue;
      TRY_ASSIGN(const std::string people, registry::PeopleSql(engine, *table.spec, files));
      // Known number and equal name: done. A table without names links by the number alone.
      TRY(engine.Execute(fmt::format(R"(
        INSERT INTO lnk_left
        SELECT {table}, {previous}, r.row_ref, r.name, r.name_key, r.id_number, r.id_key, r.sex, r.birth_date,
               coalesce(c.current_code, r.area_code), c.area_id,
               coalesce(c.township, CASE WHEN length(r.area_code) >= 9 THEN substr(r.area_code, 1, 9) END),
               coalesce(c.county, r.county), r.household_no, r.phone,
               {evidence}
        FROM (SELECT t.* FROM ({people}) t
              WHERE {person} IS NULL AND (t.name_key IS NOT NULL OR t.id_number IS NOT NULL)) r
        LEFT JOIN lnk_area_codes c ON c.code = r.area_code)",
                                     fmt::arg("table", sql::Quoted(table.spec->name)), fmt::arg("previous", previous),
                                     fmt::arg("people", people), fmt::arg("evidence", EvidenceKeySql("r")),
                                     fmt::arg("person", lookup.PersonSql("t.id_key", has_name ? "t.name_key" : "")))));
    }
  }
  return {};
}

}  // namespace xiuhua::linkage
