// Decimal: a number as written, exact; the common front of money, areas, percentages and whole numbers.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "text/values.h"

namespace xiuhua::text {

__extension__ using Wide = __int128;

// mantissa / 10^decimals, sign apart. At most 18 integer digits and 16 decimals (20 for scientific notation).
struct Decimal {
  uint64_t whole = 0;     // integer part; of scientific notation too
  uint64_t fraction = 0;  // decimals as a number
  int decimals = 0;       // how many
  bool negative = false;
  ValueState state = ValueState::kOk;
  std::string_view suffix;  // what stands behind the number, trimmed; a '%' or a unit
};

// Reads currency sign, signs, brackets, separators, decimals and exponent of a cleaned cell. Errors in `state`.
Decimal ReadDecimal(std::string_view clean);

// round_half_away(value * numerator / denominator); `rest_ppm`, when given, is the distance from that whole number in
// millionths (0-500000). kOutOfRange when |result| > limit.
struct Scaled {
  int64_t value = 0;
  int64_t rest_ppm = 0;
  ValueState state = ValueState::kOk;
};
Scaled Scale(const Decimal& decimal, int64_t numerator, int64_t denominator, int64_t limit);

}  // namespace xiuhua::text
