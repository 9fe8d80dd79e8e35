// The steps of Settle over temporary tables named fnd_*.
#pragma once

#include <string>
#include <vector>

#include "findings/settle.h"

namespace xiuhua::findings {

// Columns that settling adds to those of raw_findings.parquet, as a select list that gives an empty earlier run.
inline constexpr const char* kEmptyPrevious =
    "*, CAST(NULL AS VARCHAR) AS state, CAST(NULL AS BIGINT) AS first_run, CAST(NULL AS DATE) AS due_month, "
    "CAST(NULL AS VARCHAR) AS short_code, CAST(NULL AS INTEGER) AS walk_rank, CAST(NULL AS VARCHAR) AS settled_by, "
    "CAST(NULL AS VARCHAR) AS settled_hash, "
    "CAST(NULL AS VARCHAR) AS settled_returns, CAST(NULL AS BOOLEAN) AS settled_void, CAST(NULL AS VARCHAR) AS "
    "stale_reason";

// fnd_settled: every finding of this run with its state. Reads fnd_raw, fnd_prev, fnd_statuses, fnd_codes, fnd_acts.
Result<void> DecideStates(sql::Engine& engine, const SettleInput& input);
// fnd_walks (area_id, home, walk_rank, due_month): the households to walk to, village by village.
Result<void> RankWalks(sql::Engine& engine, const SettleInput& input);
Result<void> InsertCodes(sql::Engine& engine, const std::vector<NewCode>& codes);
Result<void> WriteFindings(sql::Engine& engine, const std::string& path);

}  // namespace xiuhua::findings
