// How each source's own households stand to the registered ones: related by their members, never forced into one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "lake/table_spec.h"
#include "sql/engine.h"

namespace xiuhua::registry {

// A table after matching (runs/N.../tables/<t>.parquet).
struct LinkedTable {
  const lake::TableSpec* spec = nullptr;
  std::string path;
};

// Writes source_households.parquet (docs/formats/lake.md). Answers the number of rows. Tables without a household
// number are passed over.
Result<int64_t> RelateSourceHouseholds(sql::Engine& engine, const std::vector<LinkedTable>& tables,
                                       const std::string& out_path);

}  // namespace xiuhua::registry
