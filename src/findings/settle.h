// Settle: this run's raw findings against what was open before, what was answered and what is exempt.
//
//   new         never seen            continuing  open in the run before
//   returned    cleared before and hit again, or the exemption ended, or the values changed since the exemption or
//   answer exempt      an exemption is in force and the values did not change answered    the village answered (codes
//   1-7, no conflict) and the values did not change since stale       open before, and this run cannot tell; it keeps
//   the evidence it had
// A finding ends only in cleared.parquet: no_hit or left_population. Which values count as a change is the rule's
// returns_when, carried as `returns_json` in raw_findings.parquet: {"mode", "values", "share_percent"} - any
// difference, or for mode share a difference of at least that share of the old value.
//
// In: raw_findings.parquet (findings.parquet without state, first_run, short_code, walk_rank, due_month, plus
// `returns_json`) and statuses.parquet (finding_key, rule_id, subject_id, answer, reason_kind, reason) of the rules for
// every finding of the run before. A finding without a status (its rule was not run) is stale.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "findings/merged_keys.h"
#include "sql/engine.h"
#include "store/store.h"

namespace xiuhua::findings {

struct SettleOptions {
  int64_t walk_limit_per_village = 10;  // households a month
  // A first run's standing stock: households over the limit are due in the months after, in the order of the walk list.
  bool baseline = false;
};

struct SettleInput {
  int64_t run_id = 0;
  Date as_of;
  std::string
      run_folder;  // holds raw_findings.parquet, statuses.parquet; findings.parquet, cleared.parquet are written
  std::string previous_folder;  // the run before; empty for the first
  MergedKeys merged;            // persons merged since their findings were written
  SettleOptions options;
};

struct NewCode {
  std::string finding_key;
  std::string short_code;
};

struct SettleReport {
  std::vector<std::pair<std::string, int64_t>> by_state;  // state, findings; ordered by state
  int64_t cleared = 0;
  int64_t walk_households = 0;      // on this month's lists
  int64_t walk_households_cut = 0;  // under the cut or due later
  std::vector<NewCode> new_codes;   // to be recorded in the run's transaction: RecordCodes
};

// First of `count` fresh numbers of a counter: lake::Lake::Mint.
using MintCodes = std::function<Result<int64_t>(std::string_view counter, int64_t count)>;

// Reads answers, exemptions and finding_codes of the store; writes nothing to it.
// Errors: FND-001, FND-002, FND-003, SQL-001, STO-001.
Result<SettleReport> Settle(sql::Engine& engine, store::Store& store, const MintCodes& mint, const SettleInput& input);

// The rows of finding_codes, inside the caller's transaction.
Result<void> RecordCodes(store::Store& store, const std::vector<NewCode>& codes);

}  // namespace xiuhua::findings
