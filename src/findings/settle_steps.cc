#include "findings/settle_steps.h"

#include <fmt/format.h>

namespace xiuhua::findings {
namespace {

// Did the values change since the act, in the sense of the rule's returns_when?
constexpr std::string_view kChanged = R"(
  CASE WHEN settled_hash IS NOT DISTINCT FROM values_hash THEN false
       WHEN json_extract_string(returns_json, '$.mode') <> 'share' THEN true
       ELSE coalesce(
         abs(CAST(json_extract_string(returns_json, '$.values.*')[1] AS HUGEINT)
             - TRY_CAST(json_extract_string(settled_returns, '$.values.*')[1] AS HUGEINT)) * 100
         >= CAST(json_extract_string(returns_json, '$.share_percent') AS HUGEINT)
            * abs(TRY_CAST(json_extract_string(settled_returns, '$.values.*')[1] AS HUGEINT)), true) END)";

}  // namespace

Result<void> DecideStates(sql::Engine& engine, const SettleInput& input) {
  // An act counts from the values it was taken on: those of the exemption paper, else those of the run before (which
  // the village had in hand), else today's. Once the values have changed it is void for good.
  TRY(engine.Execute(fmt::format(R"(
    CREATE OR REPLACE TEMP TABLE fnd_acted AS
    SELECT r.*, p.state AS old_state, coalesce(p.first_run, {run}) AS first_run, p.due_month, c.short_code IS NOT NULL AS known,
           a.act AS settled_by,
           CASE WHEN p.settled_by = a.act THEN p.settled_hash ELSE coalesce(a.act_hash, p.values_hash, r.values_hash) END AS settled_hash,
           CASE WHEN p.settled_by = a.act THEN p.settled_returns
                WHEN coalesce(a.act_hash, p.values_hash) = p.values_hash THEN p.returns_json ELSE r.returns_json END AS settled_returns,
           coalesce(p.settled_by = a.act AND p.settled_void, false) AS was_void
    FROM fnd_raw r LEFT JOIN fnd_prev p USING (finding_key) LEFT JOIN fnd_codes c USING (finding_key)
    LEFT JOIN fnd_acts a USING (finding_key);
    CREATE OR REPLACE TEMP TABLE fnd_judged AS SELECT *, settled_by IS NOT NULL AND (was_void OR {changed}) AS settled_void FROM fnd_acted;
    DROP TABLE fnd_acted)",
                                 fmt::arg("run", input.run_id), fmt::arg("changed", kChanged))));
  TRY(engine.Execute(R"(
    CREATE OR REPLACE TEMP TABLE fnd_settled AS
    SELECT * EXCLUDE (old_state, known, was_void),
           CASE WHEN settled_by IS NOT NULL AND NOT settled_void THEN CASE WHEN starts_with(settled_by, 'e') THEN 'exempt' ELSE 'answered' END
                WHEN settled_void AND NOT was_void THEN 'returned'
                WHEN old_state IN ('exempt', 'answered') THEN 'returned'
                WHEN old_state IS NOT NULL THEN 'continuing'
                WHEN known THEN 'returned' ELSE 'new' END AS state,
           CAST(NULL AS VARCHAR) AS stale_reason
    FROM fnd_judged;
    DROP TABLE fnd_judged)"));
  // What this run cannot tell stays open with the evidence it had.
  return engine.Execute(R"(
    INSERT INTO fnd_settled BY NAME
    SELECT p.* EXCLUDE (state, short_code, stale_reason, walk_rank), 'stale' AS state,
           CASE WHEN s.finding_key IS NULL THEN 'rule_not_run' ELSE s.reason_kind || ':' || s.reason END AS stale_reason
    FROM (SELECT * FROM fnd_prev) p LEFT JOIN fnd_statuses s USING (finding_key)
    WHERE NOT EXISTS (SELECT 1 FROM fnd_raw r WHERE r.finding_key = p.finding_key)
      AND (s.answer IS NULL OR s.answer = 'cannot_tell'))");
}

Result<void> RankWalks(sql::Engine& engine, const SettleInput& input) {
  const CivilDate day = ToCivil(input.as_of);
  const std::string month = fmt::format("DATE '{:04}-{:02}-01'", day.year, day.month);
  // One walk settles what is open on a household: gravest first, then how much there is, then who has waited longest.
  return engine.Execute(fmt::format(R"(
    CREATE OR REPLACE TEMP TABLE fnd_walks AS
    WITH homes AS (
      SELECT area_id, coalesce('h' || household_id, 'p' || person_id, 's' || subject_id) AS home, min(severity) AS gravest,
             count(*) AS findings, min(first_run) AS waiting_since, min(due_month) AS held_until
      FROM fnd_settled
      WHERE effort IN ('walk', 'phone') AND kind <> 'red_flag' AND state IN ('new', 'continuing', 'returned')
      GROUP BY ALL HAVING count(*) FILTER (effort = 'walk') > 0),
    placed AS (
      SELECT *, row_number() OVER (PARTITION BY area_id, coalesce(held_until, {month}) > {month}
                                   ORDER BY gravest, findings DESC, waiting_since, home) AS place FROM homes)
    SELECT area_id, home,
           CASE WHEN held_until > {month} OR place > {limit} THEN 0 ELSE CAST(place AS INTEGER) END AS walk_rank,
           coalesce(CASE WHEN held_until > {month} THEN held_until END,
                    CASE WHEN {baseline} THEN CAST({month} + to_months(CAST((place - 1) // {limit} AS INTEGER)) AS DATE) ELSE {month} END) AS due_month
    FROM placed)",
                                    fmt::arg("month", month), fmt::arg("limit", input.options.walk_limit_per_village),
                                    fmt::arg("baseline", input.options.baseline)));
}

Result<void> InsertCodes(sql::Engine& engine, const std::vector<NewCode>& codes) {
  constexpr size_t kPerStatement = 2000;
  std::string values;
  for (size_t i = 0; i < codes.size(); ++i) {
    values += fmt::format("{}({}, {})", values.empty() ? "" : ", ", sql::Quoted(codes[i].finding_key),
                          sql::Quoted(codes[i].short_code));
    if ((i + 1) % kPerStatement == 0 || i + 1 == codes.size()) {
      TRY(engine.Execute("INSERT INTO fnd_codes VALUES " + values));
      values.clear();
    }
  }
  return {};
}

Result<void> WriteFindings(sql::Engine& engine, const std::string& path) {
  TRY(engine.CopyToParquet(R"(
          SELECT f.* EXCLUDE (due_month), c.short_code, w.walk_rank, w.due_month
          FROM fnd_settled f LEFT JOIN fnd_codes c USING (finding_key)
          LEFT JOIN fnd_walks w ON f.effort IN ('walk', 'phone') AND f.kind <> 'red_flag'
            AND f.state IN ('new', 'continuing', 'returned') AND w.area_id IS NOT DISTINCT FROM f.area_id
            AND w.home = coalesce('h' || f.household_id, 'p' || f.person_id, 's' || f.subject_id)
          ORDER BY f.finding_key)",
                           path));
  return {};
}

}  // namespace xiuhua::findings
