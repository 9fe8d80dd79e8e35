// Small store tables as temporary tables of the engine.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "sql/engine.h"
#include "store/store.h"

namespace xiuhua::findings {

// Runs the query and makes the temporary table `name` with the given columns (VARCHAR or BIGINT) from its rows.
Result<void> LoadFromStore(sql::Engine& engine, store::Store& store, const std::string& query,
                           const std::vector<sql::Column>& columns, const std::string& name);

}  // namespace xiuhua::findings
