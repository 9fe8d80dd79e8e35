// What Rows holds. Private to the sql module.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "sql/engine.h"

namespace xiuhua::sql {

// One column of a result: `ints` for whole numbers, booleans and dates, `doubles`, or texts one behind the other.
struct Rows::ColumnData {
  SqlType type = SqlType::kText;
  std::vector<uint8_t> valid;
  std::vector<int64_t> ints;
  std::vector<double> doubles;
  std::string bytes;
  std::vector<size_t> ends;
  // Texts of a column that is not text, made on first use.
  mutable std::once_flag render_once;
  mutable std::string rendered;
  mutable std::vector<size_t> rendered_ends;
};

struct Rows::Data {
  int64_t count = 0;
  std::vector<Column> columns;
  std::vector<ColumnData> values;
  [[nodiscard]] const ColumnData& At(int64_t row, int column) const;
};

}  // namespace xiuhua::sql
