// The newest committed run and register, as the store knows them.
#pragma once

#include <optional>
#include <string>

#include "base/date.h"
#include "base/result.h"
#include "lake/lake.h"

namespace xiuhua::flow {

struct NewestRun {
  int64_t run_id = 0;
  Date as_of;
  std::string folder;  // absolute or as the lake's folder was given
  int64_t register_id = 0;
  std::string register_folder;
};

// nullopt before the first run.
Result<std::optional<NewestRun>> FindNewestRun(lake::Lake& lake);

std::string RunFolder(int64_t run_id);            // runs/N000045
std::string RegisterFolder(int64_t register_id);  // register/R000007

}  // namespace xiuhua::flow
