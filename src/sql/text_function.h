// C++ functions callable from SQL. Private to the sql module.
#pragma once

#include <duckdb.h>

#include "base/result.h"
#include "sql/engine.h"

namespace xiuhua::sql {

Result<void> RegisterTextFunctionOn(duckdb_connection connection, const std::string& name, int arguments,
                                    TextFunction function);

}  // namespace xiuhua::sql
