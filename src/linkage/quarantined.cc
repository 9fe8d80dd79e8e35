// Rows in quarantine: nobody's record, but they name somebody. Who that is, where it can be known without a guess.
#include <fmt/format.h>

#include <vector>

#include "linkage/stages.h"

namespace xiuhua::linkage {
namespace {

std::vector<sql::Column> NamingColumns() {
  using sql::SqlType;
  return {{"table_name", SqlType::kText}, {"name", SqlType::kText},        {"name_key", SqlType::kInt64},
          {"id_number", SqlType::kText},  {"id_key", SqlType::kInt64},     {"id_state", SqlType::kInt64},
          {"birth_date", SqlType::kDate}, {"household_no", SqlType::kText}};
}

// lnk_retaken: by row first quarantined, whether a correction has been accepted, and the last row sent for it.
Result<void> LoadCorrections(sql::Engine& engine, const LinkRequest& request) {
  TRY(engine.Execute("CREATE OR REPLACE TEMP TABLE lnk_corrects (row_ref BIGINT, corrects BIGINT, accepted BOOLEAN)"));
  if (!request.corrections.empty()) {
    TRY(engine.Execute(fmt::format("INSERT INTO lnk_corrects SELECT row_ref, corrects, accepted FROM read_parquet({})",
                                   registry::PathList(request.corrections))));
  }
  return engine.Execute(
      "CREATE OR REPLACE TEMP TABLE lnk_retaken AS SELECT corrects AS root, bool_or(accepted) AS accepted, "
      "max(row_ref) AS last_row FROM lnk_corrects GROUP BY corrects");
}

Result<void> TakeIn(sql::Engine& engine, const std::vector<registry::TableFile>& files, bool previous) {
  if (files.empty()) return {};
  TRY_ASSIGN(const std::string rows, registry::RowsSql(engine, files, NamingColumns()));
  // A row reference without its last six bits is the row of the sheet.
  return engine.Execute(fmt::format(R"(
    INSERT INTO lnk_quarantined
    WITH q AS (SELECT r.*, (r.row_ref >> 6) << 6 AS sheet_row FROM ({rows}) r),
    rooted AS (SELECT q.*, coalesce(c.corrects, q.sheet_row) AS root FROM q LEFT JOIN lnk_corrects c ON c.row_ref = q.sheet_row)
    SELECT q.table_name, {previous}, q.row_ref, q.name, q.name_key, q.id_number, q.id_key, q.id_state, q.birth_date,
           coalesce(c.current_code, q.area_code), c.area_id,
           coalesce(c.township, CASE WHEN length(q.area_code) >= 9 THEN substr(q.area_code, 1, 9) END),
           coalesce(c.county, CASE WHEN length(q.area_code) >= 6 THEN substr(q.area_code, 1, 6) END, q.county), q.household_no,
           {evidence}
    FROM rooted q LEFT JOIN lnk_retaken t ON t.root = q.root LEFT JOIN lnk_area_codes c ON c.code = q.area_code
    WHERE t.root IS NULL OR (NOT t.accepted AND q.sheet_row = t.last_row))",
                                    fmt::arg("rows", rows), fmt::arg("previous", previous),
                                    fmt::arg("evidence", EvidenceKeySql("q"))));
}

}  // namespace

Result<void> LoadQuarantined(sql::Engine& engine, const LinkRequest& request) {
  TRY(engine.Execute(R"(
    CREATE OR REPLACE TEMP TABLE lnk_quarantined (
      table_name VARCHAR, is_previous BOOLEAN, row_ref BIGINT, name VARCHAR, name_key BIGINT, id_number VARCHAR, id_key BIGINT,
      id_state BIGINT, birth_date DATE, area_code VARCHAR, area_id BIGINT, township VARCHAR, county VARCHAR,
      household_no VARCHAR, evidence_key VARCHAR))"));
  TRY(LoadCorrections(engine, request));
  TRY(TakeIn(engine, request.quarantined, false));
  return TakeIn(engine, request.quarantined_previous, true);
}

Result<void> WriteQuarantined(sql::Engine& engine, const LinkRequest& request) {
  // First what a person decided, then a good number with its name, then the one candidate of a repair.
  TRY(engine.CopyToParquet(R"(
    WITH decided AS (
      SELECT q.table_name, q.row_ref, min(d.person_id) AS person_id
      FROM lnk_quarantined q JOIN lnk_decisions d ON d.same AND ((d.table_name = q.table_name AND d.row_ref = q.row_ref)
                                                                OR d.evidence_key = q.evidence_key)
      GROUP BY ALL HAVING count(DISTINCT d.person_id) = 1),
    numbered AS (
      SELECT q.table_name, q.row_ref, min(i.person_id) AS person_id FROM lnk_quarantined q JOIN lnk_people i USING (id_key)
      WHERE q.name_key IS NULL OR q.name_key = i.name_key OR names_agree(q.name, i.name) = '1'
      GROUP BY ALL HAVING count(DISTINCT i.person_id) = 1),
    repaired AS (
      SELECT r.table_name, r.row_ref, min(r.person_id) AS person_id FROM lnk_repaired r
      WHERE NOT EXISTS (SELECT 1 FROM lnk_decisions d WHERE NOT d.same AND d.person_id = r.person_id
                          AND ((d.table_name = r.table_name AND d.row_ref = r.row_ref) OR d.evidence_key = r.evidence_key))
      GROUP BY ALL HAVING count(DISTINCT r.person_id) = 1),
    known AS (
      SELECT q.table_name, q.is_previous, q.row_ref, coalesce(d.person_id, n.person_id, r.person_id) AS person_id,
             CASE WHEN d.person_id IS NOT NULL THEN 'decision' WHEN n.person_id IS NOT NULL THEN 'id_name'
                  WHEN r.person_id IS NOT NULL THEN 'repair' END AS found_by,
             q.evidence_key, q.area_id, q.township, q.county
      FROM lnk_quarantined q LEFT JOIN decided d USING (table_name, row_ref) LEFT JOIN numbered n USING (table_name, row_ref)
      LEFT JOIN repaired r USING (table_name, row_ref))
    SELECT k.table_name, k.is_previous, k.row_ref, k.person_id, k.found_by, k.evidence_key, p.household_id,
           coalesce(k.area_id, p.area_id) AS area_id, coalesce(k.township, p.township) AS township,
           coalesce(k.county, p.county) AS county
    FROM known k LEFT JOIN lnk_persons p USING (person_id) ORDER BY k.table_name, k.is_previous, k.row_ref)",
                           request.out_folder + "/quarantined.parquet"));
  return {};
}

}  // namespace xiuhua::linkage
