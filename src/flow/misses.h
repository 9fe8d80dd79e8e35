// Misses: households that the county took into monitoring and that no rule had warned of.
//
// An admission is a household of the table monitored_households with the month it was recognised in; the first run on
// record begins the count, for before it nobody could have warned. Warned of = a run whose as-of date lies before the
// first day of that month held a risk or hazard finding on the household. Admissions whose household is not linked to
// the register are counted apart: nothing can be said of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "flow/newest.h"
#include "sql/engine.h"

namespace xiuhua::flow {

struct MissedHousehold {
  Date admitted_on;  // first day of the month
  std::string county, township_name, village_name, household_no, head_name;
  std::string reason;  // code of the first risk, as the table has it; empty when none
};

struct Misses {
  bool listed = false;                      // the newest run holds monitored_households
  Date first_run;                           // as-of date of the first run on record
  int64_t admissions = 0;                   // after it, linked to the register
  int64_t unlinked = 0;                     // after it, not linked
  std::vector<MissedHousehold> households;  // by month and place
};

// Errors: SQL-*, STO-*.
Result<Misses> FindMisses(lake::Lake& lake, sql::Engine& engine, const NewestRun& newest);

}  // namespace xiuhua::flow
