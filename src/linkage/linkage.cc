#include "linkage/linkage.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/files.h"
#include "linkage/errors.h"
#include "linkage/stages.h"
#include "register/name_functions.h"

namespace xiuhua::linkage {
namespace {

Result<void> DropTables(sql::Engine& engine) {
  TRY(engine.Execute("DROP VIEW IF EXISTS lnk_persons; DROP VIEW IF EXISTS lnk_people"));
  for (const char* table : {"lnk_area_codes", "lnk_places", "lnk_base_rows", "lnk_left", "lnk_extra", "lnk_pairs",
                            "lnk_decisions", "lnk_masked", "lnk_repairs", "lnk_repaired", "lnk_lookalikes", "lnk_asked",
                            "lnk_quarantined", "lnk_corrects", "lnk_retaken"}) {
    TRY(engine.Execute(fmt::format("DROP TABLE IF EXISTS {}", table)));
  }
  return {};
}

}  // namespace

std::string EvidenceKeySql(const std::string& alias) {
  return fmt::format(
      "substr(md5(concat_ws('|', {0}.name_key, {0}.id_number, CASE WHEN {0}.id_key IS NULL THEN {0}.area_code END)), "
      "1, 16)",
      alias);
}

Result<LinkReport> LinkPeople(sql::Engine& engine, const LinkRequest& request, Progress& progress) {
  TRY(registry::AddNameFunctions(engine));
  progress.Begin("link", static_cast<int64_t>(request.tables.size()) + 1);
  TRY(LoadRegister(engine, request));
  TRY_ASSIGN(const std::unique_ptr<PersonLookup> lookup, PersonLookup::Load(engine));
  TRY(FindLeftOver(engine, request, *lookup));
  TRY(LoadQuarantined(engine, request));
  TRY(ResolveLeftOver(engine, request));
  TRY(WriteQuarantined(engine, request));
  TRY(WriteTables(engine, request, *lookup, progress));
  TRY_ASSIGN(LinkReport report, WriteLinks(engine, request));
  TRY(DropTables(engine));
  progress.Tick(1);
  progress.End();
  return report;
}

Result<void> OrderByConsequence(sql::Engine& engine, const std::string& run_folder,
                                const std::string& register_folder) {
  const std::string pairs = run_folder + "/review_pairs.parquet";
  const std::string fresh = run_folder + "/review_pairs.new.parquet";
  if (!RealFiles().Exists(pairs)) return Fail(errors::kRunWithoutPairs, {pairs});
  TRY(engine.CopyToParquet(fmt::format(R"(
      WITH open AS (SELECT finding_key, person_id, household_id, row_refs FROM read_parquet({findings})
                    WHERE state IN ('new', 'continuing', 'returned', 'stale')),
      cited AS (SELECT CAST(unnest(regexp_extract_all(row_refs, '[0-9]{{5,}}')) AS BIGINT) AS row_ref, finding_key FROM open),
      pairs AS (SELECT r.*, p.household_id AS candidate_household
                FROM read_parquet({pairs}) r LEFT JOIN read_parquet({persons}) p ON p.person_id = r.candidate_person_id),
      touched AS (SELECT r.table_name, r.row_ref, o.finding_key FROM pairs r JOIN open o ON o.person_id = r.candidate_person_id
                  UNION SELECT r.table_name, r.row_ref, o.finding_key FROM pairs r
                        JOIN open o ON o.household_id = r.candidate_household
                  UNION SELECT r.table_name, r.row_ref, c.finding_key FROM pairs r JOIN cited c USING (row_ref)),
      counted AS (SELECT table_name, row_ref, count(*) AS findings FROM touched GROUP BY table_name, row_ref)
      SELECT r.table_name, r.row_ref, r.kind, r.candidate_person_id, r.candidate_rank, r.detail, r.evidence_key,
             CAST(coalesce(c.findings, 0) AS INTEGER) AS consequence
      FROM pairs r LEFT JOIN counted c USING (table_name, row_ref)
      ORDER BY consequence DESC, r.kind, r.table_name, r.row_ref, r.candidate_rank)",
                                       fmt::arg("findings", sql::Quoted(run_folder + "/findings.parquet")),
                                       fmt::arg("pairs", sql::Quoted(pairs)),
                                       fmt::arg("persons", sql::Quoted(register_folder + "/persons.parquet"))),
                           fresh));
  std::error_code error;
  std::filesystem::rename(fresh, pairs, error);
  if (error) return Fail(errors::kRunWithoutPairs, {pairs});
  return {};
}

}  // namespace xiuhua::linkage
