// Time limits for SQL that we did not write.
#pragma once

#include <cstdint>
#include <string>

#include "base/progress.h"
#include "base/result.h"
#include "sql/engine.h"

namespace xiuhua::sql {

// Runs one statement and stops it once `time_limit_ms` are over (SQL-020) or `progress` is cancelled (BAS-003).
// The engine answers the next statement as before.
Result<Rows> QueryWithin(Engine& engine, const std::string& sql, int64_t time_limit_ms,
                         const Progress* progress = nullptr);

// The same for statements without a result (create table ... as select).
Result<void> ExecuteWithin(Engine& engine, const std::string& sql, int64_t time_limit_ms,
                           const Progress* progress = nullptr);

}  // namespace xiuhua::sql
