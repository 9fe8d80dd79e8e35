// C++ functions callable from SQL. Private to the sql module.
#pragma once

#include <duckdb.h>

#include "base/result.h"
#include "sql/engine.h"

namespace xiuhua::sql {

Result<void> RegisterTextFunctionOn(duckdb_connection connection, const std::string& name, int arguments,
                                    TextFunction function);

Result<void> RegisterWholeFunctionOn(duckdb_connection connection, const std::string& name,
                                     const WholeFunction& function);

}  // namespace xiuhua::sql
