// RunInputs: which deliveries feed which table at the as-of date, and what they cover.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "flow/run.h"
#include "register/table_input.h"

namespace xiuhua::flow {

struct RunInputs {
  std::vector<lake::InForce> in_force;
  std::vector<lake::InForce> before;         // the full deliveries before them, with their corrections
  std::vector<lake::InForce> earlier;        // the full deliveries before those, for rules whose finding lasts
  std::vector<registry::TableInput> tables;  // those with at least one file, base register included
  registry::BaseChoice base_choice;
  const registry::TableInput* base = nullptr;  // points into `tables`

  [[nodiscard]] const registry::TableInput* Find(std::string_view table) const;
};

// Errors: FLW-002, FLW-003, LAK-*, REG-006.
Result<RunInputs> GatherInputs(const RunRequest& request, const RunContext& context);

// Coverage and purposes per table for the rules. `inputs` as gathered.
std::map<std::string, rules::TableCoverage, std::less<>> CoverageOf(const RunInputs& inputs);

}  // namespace xiuhua::flow
