// Cents: money as integer fen (1/100 yuan). Never a float.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace xiuhua {

struct Cents {
  int64_t value = 0;
  auto operator<=>(const Cents&) const = default;
};

// "12,345.60" (yuan, thousands separators, two decimals; a leading '-' when negative).
std::string FormatYuan(Cents amount);

}  // namespace xiuhua
