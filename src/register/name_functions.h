// names_agree(a, b) in SQL: '1' when two names may be the same person's (text/names.h), else '0'.
#pragma once

#include "base/result.h"
#include "sql/engine.h"

namespace xiuhua::registry {

// Makes the function known to the engine; repeating is harmless.
Result<void> AddNameFunctions(sql::Engine& engine);

}  // namespace xiuhua::registry
