#include "findings/settle.h"

#include <fmt/format.h>

#include "base/files.h"
#include "findings/errors.h"
#include "findings/finding.h"
#include "findings/load_store.h"
#include "findings/settle_steps.h"

namespace xiuhua::findings {
namespace {

using sql::Quoted;
using sql::SqlType;

std::string InFolder(const std::string& folder, const char* file) { return folder + "/" + file; }

Result<void> ResolveMerged(sql::Engine& engine, const MergedKeys& merged, const std::string& table,
                           const std::string& keep);

Result<void> LoadStore(sql::Engine& engine, store::Store& store, Date as_of, const MergedKeys& merged) {
  TRY(LoadFromStore(engine, store, "SELECT finding_key, short_code FROM finding_codes",
                    {{"finding_key", SqlType::kText}, {"short_code", SqlType::kText}}, "fnd_codes"));
  // The answer that settles a finding: codes 1-7, and nobody else said otherwise.
  TRY(LoadFromStore(
      engine, store,
      "SELECT finding_key, answer_id, code FROM answers_held WHERE code BETWEEN 1 AND 7 AND contradicted = 0",
      {{"finding_key", SqlType::kText}, {"answer_id", SqlType::kInt64}, {"code", SqlType::kInt64}}, "fnd_answers"));
  TRY(LoadFromStore(
      engine, store,
      fmt::format("SELECT exemption_id, rule_id || '|' || subject_kind || CASE WHEN subject_kind LIKE 'row:%' THEN '' "
                  "ELSE '|' || subject_id END || CASE WHEN key = '' THEN '' ELSE '|' || key END, values_hash "
                  "FROM exemptions WHERE from_date <= {0} AND until_date >= {0} AND revoked_us = 0",
                  as_of.days),
      {{"exemption_id", SqlType::kInt64}, {"finding_key", SqlType::kText}, {"values_hash", SqlType::kText}},
      "fnd_exemptions"));
  TRY(ResolveMerged(engine, merged, "fnd_codes", "short_code"));
  TRY(ResolveMerged(engine, merged, "fnd_answers", "answer_id DESC"));
  TRY(ResolveMerged(engine, merged, "fnd_exemptions", "exemption_id DESC"));
  // What settles a finding now: an exemption before an answer; the latest exemption.
  return engine.Execute(R"(
    CREATE OR REPLACE TEMP TABLE fnd_acts AS
    WITH e AS (SELECT finding_key, max(exemption_id) AS exemption_id FROM fnd_exemptions GROUP BY finding_key)
    SELECT e.finding_key, 'e' || e.exemption_id AS act, nullif(x.values_hash, '') AS act_hash
    FROM e JOIN fnd_exemptions x USING (exemption_id)
    UNION ALL
    SELECT finding_key, 'a' || answer_id, NULL FROM fnd_answers WHERE finding_key NOT IN (SELECT finding_key FROM e))");
}

// Renames the keys of one table whose persons were merged. Of two rows that become one the first by `keep` stays.
Result<void> ResolveMerged(sql::Engine& engine, const MergedKeys& merged, const std::string& table,
                           const std::string& keep) {
  if (merged.empty()) return {};
  TRY_ASSIGN(const sql::Rows keys, engine.Query("SELECT DISTINCT finding_key FROM " + table + " ORDER BY ALL"));
  int64_t renamed = 0;
  for (int64_t row = 0; row < keys.count(); ++row) {
    const std::string old(keys.Text(row, 0));
    const std::string key = merged.KeyOf(old);
    if (key == old) continue;
    ++renamed;
    TRY(engine.Execute(
        fmt::format("UPDATE {} SET finding_key = {} WHERE finding_key = {}", table, Quoted(key), Quoted(old))));
  }
  if (renamed == 0) return {};
  return engine.Execute(fmt::format(
      "CREATE OR REPLACE TEMP TABLE {0} AS SELECT * EXCLUDE (place) FROM (SELECT *, row_number() OVER (PARTITION BY "
      "finding_key ORDER BY {1}) AS place FROM {0}) WHERE place = 1",
      table, keep));
}

Result<void> ResolvePrevious(sql::Engine& engine, const MergedKeys& merged) {
  TRY(ResolveMerged(engine, merged, "fnd_prev", "first_run, short_code"));
  for (const auto& [from, into] : merged.into()) {
    TRY(engine.Execute(
        fmt::format("UPDATE fnd_prev SET person_id = {1} WHERE person_id = {0}; "
                    "UPDATE fnd_prev SET subject_id = {1} WHERE subject_kind = 'person' AND subject_id = {0}",
                    from, into)));
  }
  return {};
}

Result<void> LoadRaw(sql::Engine& engine, const SettleInput& input) {
  for (const char* file : {"raw_findings.parquet", "statuses.parquet"}) {
    const std::string path = InFolder(input.run_folder, file);
    if (!RealFiles().Exists(path)) return Fail(errors::kNoRawFindings, {path});
  }
  TRY(
      engine.Execute(fmt::format("CREATE OR REPLACE TEMP TABLE fnd_raw AS SELECT * FROM read_parquet({}); "
                                 "CREATE OR REPLACE TEMP TABLE fnd_statuses AS SELECT * FROM read_parquet({})",
                                 Quoted(InFolder(input.run_folder, "raw_findings.parquet")),
                                 Quoted(InFolder(input.run_folder, "statuses.parquet")))));
  TRY_ASSIGN(const sql::Rows twice, engine.Query("SELECT min(rule_id), finding_key FROM fnd_raw GROUP BY finding_key "
                                                 "HAVING count(*) > 1 ORDER BY ALL LIMIT 1"));
  if (twice.count() > 0) return Fail(errors::kKeyTwice, {twice.Text(0, 0), twice.Text(0, 1)});
  const std::string previous = input.previous_folder.empty() ? "" : InFolder(input.previous_folder, "findings.parquet");
  if (!previous.empty()) {
    if (!RealFiles().Exists(previous)) return Fail(errors::kNoRawFindings, {previous});
    return engine.Execute(
        fmt::format("CREATE OR REPLACE TEMP TABLE fnd_prev AS SELECT * FROM read_parquet({})", Quoted(previous)));
  }
  return engine.Execute(
      fmt::format("CREATE OR REPLACE TEMP TABLE fnd_prev AS SELECT {} FROM fnd_raw WHERE false", kEmptyPrevious));
}

// Cleared findings, with the sentence they had.
Result<void> WriteCleared(sql::Engine& engine, const SettleInput& input) {
  TRY(engine.CopyToParquet(R"(
          SELECT p.finding_key, p.rule_id, p.kind, p.subject_kind, p.subject_id, p.household_id, p.person_id, p.area_id,
                 p.township, p.county, CASE WHEN s.answer = 'left_population' THEN 'left_population' ELSE 'no_hit' END AS reason,
                 p.sentence_zh, p.sentence_en, p.short_code, p.first_run, p.audience
          FROM fnd_prev p JOIN fnd_statuses s USING (finding_key)
          WHERE s.answer IN ('no_hit', 'left_population', 'hit') AND NOT EXISTS (SELECT 1 FROM fnd_raw r WHERE r.finding_key = p.finding_key)
          ORDER BY p.finding_key)",
                           InFolder(input.run_folder, "cleared.parquet")));
  return {};
}

Result<void> MintShortCodes(sql::Engine& engine, const MintCodes& mint, SettleReport& report) {
  TRY_ASSIGN(const sql::Rows keys, engine.Query("SELECT finding_key FROM fnd_settled WHERE finding_key NOT IN (SELECT "
                                                "finding_key FROM fnd_codes) ORDER BY finding_key"));
  if (keys.count() == 0) return {};
  TRY_ASSIGN(const int64_t first, mint("finding_code", keys.count()));
  for (int64_t row = 0; row < keys.count(); ++row) {
    report.new_codes.push_back({std::string(keys.Text(row, 0)), ShortCode(first + row)});
  }
  return InsertCodes(engine, report.new_codes);
}

Result<void> FillReport(sql::Engine& engine, const SettleInput& input, SettleReport& report) {
  const std::string findings = Quoted(InFolder(input.run_folder, "findings.parquet"));
  TRY_ASSIGN(const sql::Rows states,
             engine.Query(
                 fmt::format("SELECT state, count(*) FROM read_parquet({}) GROUP BY state ORDER BY state", findings)));
  for (int64_t row = 0; row < states.count(); ++row) {
    report.by_state.emplace_back(std::string(states.Text(row, 0)), states.Int(row, 1));
  }
  TRY_ASSIGN(const sql::Rows walks,
             engine.Query("SELECT count(*) FILTER (walk_rank > 0), count(*) FILTER (walk_rank = 0) FROM fnd_walks"));
  report.walk_households = walks.Int(0, 0);
  report.walk_households_cut = walks.Int(0, 1);
  TRY_ASSIGN(report.cleared, engine.QueryInt(fmt::format("SELECT count(*) FROM read_parquet({})",
                                                         Quoted(InFolder(input.run_folder, "cleared.parquet")))));
  return {};
}

}  // namespace

Result<SettleReport> Settle(sql::Engine& engine, store::Store& store, const MintCodes& mint, const SettleInput& input) {
  if (input.options.walk_limit_per_village < 1 || input.options.walk_limit_per_village > 1000) {
    return Fail(errors::kLimitBad, {std::to_string(input.options.walk_limit_per_village)});
  }
  SettleReport report;
  TRY(LoadRaw(engine, input));
  TRY(ResolvePrevious(engine, input.merged));
  TRY(LoadStore(engine, store, input.as_of, input.merged));
  TRY(DecideStates(engine, input));
  TRY(MintShortCodes(engine, mint, report));
  TRY(RankWalks(engine, input));
  TRY(WriteFindings(engine, InFolder(input.run_folder, "findings.parquet")));
  TRY(WriteCleared(engine, input));
  TRY(FillReport(engine, input, report));
  for (const char* table : {"fnd_raw", "fnd_prev", "fnd_statuses", "fnd_codes", "fnd_answers", "fnd_exemptions",
                            "fnd_acts", "fnd_settled", "fnd_walks"}) {
    TRY(engine.Execute(fmt::format("DROP TABLE IF EXISTS {}", table)));
  }
  return report;
}

Result<void> RecordCodes(store::Store& store, const std::vector<NewCode>& codes) {
  size_t next = 0;
  return store.ExecuteMany("INSERT INTO finding_codes (finding_key, short_code) VALUES (?, ?)",
                           [&](std::vector<store::Value>& row) -> Result<bool> {
                             if (next == codes.size()) return false;
                             row = {codes[next].finding_key, codes[next].short_code};
                             ++next;
                             return true;
                           });
}

}  // namespace xiuhua::findings
