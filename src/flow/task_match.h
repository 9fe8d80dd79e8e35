// Whom the rows of a list from above are about, by the newest register.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "sql/engine.h"
#include "tasks/layout.h"
#include "tasks/records.h"
#include "text/divisions.h"

namespace xiuhua::flow {

// What a row says of somebody, as written.
struct TaskClaim {
  std::string name, id, household_no, head_name, head_id, county, township, village, address;
};

// Fills person, household, place, method, candidates and note of the row that has the same index as its claim.
// Errors: SQL-001.
Result<void> MatchTaskRows(sql::Engine& engine, const std::string& register_folder,
                           const text::DivisionTable& divisions, const std::vector<TaskClaim>& claims,
                           std::vector<tasks::TaskRow>& rows);

}  // namespace xiuhua::flow
