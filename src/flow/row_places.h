// RowPlaces: a row reference in words - file, sheet, row - from the manifest of deliveries.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "base/result.h"
#include "lake/lake.h"

namespace xiuhua::flow {

class RowPlaces {
 public:
  static Result<RowPlaces> Load(lake::Lake& lake);
  // "低保名单.xlsx · 表1 · 第 12 行"; "D000012 第 12 行" when the part is unknown.
  [[nodiscard]] std::string InWords(int64_t row_ref) const;

 private:
  std::map<std::pair<int64_t, int64_t>, std::string> part_names_;  // (delivery, part) → "file · sheet"
};

}  // namespace xiuhua::flow
