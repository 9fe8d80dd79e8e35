#include "ingest/sheet.h"

#include <algorithm>

namespace xiuhua::ingest {

std::string ColumnName(int32_t column) {
  std::string name;
  for (int32_t left = column + 1; left > 0; left = (left - 1) / 26) name += static_cast<char>('A' + (left - 1) % 26);
  std::reverse(name.begin(), name.end());
  return name;
}

std::string CellName(int64_t row, int32_t column) { return ColumnName(column) + std::to_string(row); }

}  // namespace xiuhua::ingest
