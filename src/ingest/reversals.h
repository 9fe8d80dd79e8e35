// Reversals: negative amounts paired with what they take back (退费, 冲正, 追回), for sources with signed amounts.
#pragma once

#include <string>

#include "base/result.h"
#include "ingest/mapping.h"
#include "sql/engine.h"

namespace xiuhua::ingest {

struct ReversalCounts {
  int64_t paired = 0;
  int64_t unpaired = 0;
};

// Writes <folder>/reversals.parquet (row_ref, reverses_row_ref; the latter NULL for one without a partner) for a
// table's rows at <folder>/<table>.parquet. A negative row is paired with a positive one of the same person (ID key,
// else name key and area text), the same codes and the same absolute amount in every amount column, on the same day or
// earlier, the latest first; each row is used once. Tables without a person or an amount get no file and zero counts.
Result<ReversalCounts> PairReversals(sql::Engine& engine, const TablePlan& table, const std::string& folder);

}  // namespace xiuhua::ingest
