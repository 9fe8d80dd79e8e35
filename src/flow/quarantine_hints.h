// What people decided about rows in quarantine, as words for the quarantine workbook. A hint: the row itself is changed
// by nobody but the department, who looks at the original first.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/result.h"
#include "lake/lake.h"
#include "sql/engine.h"

namespace xiuhua::flow {

// By row of the sheet (a row reference without its member). Empty before the first run. Errors: LAK-012, LAK-013,
// SQL-001, STO-001.
Result<std::map<int64_t, std::string>> QuarantineHints(lake::Lake& lake, sql::Engine& engine, DeliveryId delivery);

}  // namespace xiuhua::flow
