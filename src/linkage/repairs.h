// Every number one slip away from an invalid one (text/id_number.h), as a table. A repair is only ever a candidate.
#pragma once

#include "base/result.h"
#include "sql/engine.h"

namespace xiuhua::linkage {

// lnk_repairs (id_number, id_key, swap): the possible numbers of the invalid 18-place ones in lnk_asked; none for those
// whose digits a spreadsheet has lost.
Result<void> MakeRepairTable(sql::Engine& engine);

}  // namespace xiuhua::linkage
