// The findings of a run as rows for lists: joined with who and where, ordered by township, village and household.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "reports/reports.h"
#include "sql/engine.h"

namespace xiuhua::reports {

struct FindingRow {
  std::string finding_key, rule_id, kind, effort, state, short_code;
  int64_t severity = 0;
  int64_t household_id = 0;
  int64_t walk_rank = -1;  // -1 = not a walk, 0 = under the cut
  std::string township, township_name, village_name, group_no;
  std::string head_name, person_name, person_id_number, phone;
  int64_t member_count = 0;
  std::string sentence, evidence, row_refs, audience;
};

// Which findings; red flags only when `red_flags`.
struct FindingFilter {
  bool red_flags = false;
};

// Calls `take` for every open finding in order. The views "findings", "persons", "households", "areas" are made first.
Result<void> ForEachFinding(sql::Engine& engine, const FindingFilter& filter,
                            const std::function<Result<void>(const FindingRow&)>& take);

// Creates the views over the request's Parquet files. Errors: RPT-001 when the run has no findings file.
// With a county's code only its rows.
Result<void> OpenRun(sql::Engine& engine, const ExportRequest& request, const std::string& county = "");

}  // namespace xiuhua::reports
