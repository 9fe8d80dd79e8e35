// Parts of the DuckDB engine that tests look at. Private to the sql module.
#pragma once

#include <string_view>

#include "base/result.h"

namespace xiuhua::sql {

// Only this major.minor is accepted: the C API and the Parquet writer were tried with it.
inline constexpr std::string_view kEngineVersion = "v1.5.";

// Errors: SQL-002 unless `version` ("v1.5.6") starts with kEngineVersion.
Result<void> CheckEngineVersion(std::string_view version);

}  // namespace xiuhua::sql
