// How two whole numbers stand to each other (areas, amounts, counts in a fixed unit). Symmetric, exact, a few ns.
#pragma once

#include <cstdint>
#include <string_view>

namespace xiuhua::text {

// |a - b| without overflow.
uint64_t NumberDistance(int64_t a, int64_t b);
// |a - b| / the larger of |a| and |b|; 0 for equal numbers; from 0 to 2 (above 1 when the signs differ).
double RelativeDistance(int64_t a, int64_t b);

// The first that holds is the answer. stored: never renumber
enum class NumberRelation : int8_t {
  kEqual = 0,
  kNearAbsolute = 1,  // at most `near_absolute` apart
  kNearRelative = 2,  // at most `near_relative` of the larger apart
  kTenfold = 3,       // one is 10, 100, 1,000 or 10,000 times the other: a decimal point, or yuan and wan yuan
  kTransposed = 4,    // two neighbouring digits exchanged, of numbers with as many digits
  kDifferent = 5,
};
inline constexpr int kNumberRelations = 6;

NumberRelation RelateNumbers(int64_t a, int64_t b, uint64_t near_absolute, double near_relative);
std::string_view NumberRelationWord(NumberRelation relation, bool chinese);

}  // namespace xiuhua::text
