#include "text/shape.h"

#include <algorithm>
#include <array>

#include "text/shape_table.h"

namespace xiuhua::text {
namespace {

const HanShape* Find(char32_t code_point) {
  const HanShape* end = kHanShapes + kHanShapesSize;
  const HanShape* at = std::lower_bound(kHanShapes, end, static_cast<uint32_t>(code_point),
                                        [](const HanShape& shape, uint32_t point) { return shape.code_point < point; });
  return at != end && at->code_point == code_point ? at : nullptr;
}

struct Letters {
  std::array<uint32_t, 5> at{};
  int size = 0;
};

Letters Unpacked(uint32_t packed) {
  Letters letters;
  for (int shift = 20; shift >= 0; shift -= 5) {
    const uint32_t letter = packed >> static_cast<unsigned>(shift) & 31U;
    if (letter != 0) letters.at[static_cast<size_t>(letters.size++)] = letter;
  }
  return letters;
}

int LongestCommonSubsequence(const Letters& a, const Letters& b) {
  std::array<std::array<int, 6>, 6> best{};
  for (size_t i = 1; i <= static_cast<size_t>(a.size); ++i) {
    for (size_t j = 1; j <= static_cast<size_t>(b.size); ++j) {
      best[i][j] = a.at[i - 1] == b.at[j - 1] ? best[i - 1][j - 1] + 1 : std::max(best[i - 1][j], best[i][j - 1]);
    }
  }
  return best[static_cast<size_t>(a.size)][static_cast<size_t>(b.size)];
}

}  // namespace

ShapeCode ShapeCodeOf(char32_t code_point) {
  const HanShape* found = Find(code_point);
  return found == nullptr ? ShapeCode{} : ShapeCode{found->cangjie, found->four_corner};
}

int ShapeLikeness(ShapeCode a, ShapeCode b) {
  int likeness = 0;
  if (a.cangjie != 0 && b.cangjie != 0) {
    const Letters p = Unpacked(a.cangjie);
    const Letters q = Unpacked(b.cangjie);
    likeness = 100 * LongestCommonSubsequence(p, q) / std::max(p.size, q.size);
  }
  if (a.four_corner != 0 && b.four_corner != 0) {
    const uint32_t p = a.four_corner - 1;
    const uint32_t q = b.four_corner - 1;
    if (p == q) {
      likeness = std::max(likeness, 90);
    } else if (p / 10 == q / 10) {
      likeness = std::max(likeness, 60);
    }
  }
  return likeness;
}

bool LooksAlike(ShapeCode a, ShapeCode b) {
  constexpr uint32_t kTwoLetters = 1U << 10U;
  const bool simple = a.cangjie < kTwoLetters && b.cangjie < kTwoLetters;
  return ShapeLikeness(a, b) >= (simple ? kLookAlike : 60);
}

int ShapeLikeness(char32_t a, char32_t b) { return a == b ? 100 : ShapeLikeness(ShapeCodeOf(a), ShapeCodeOf(b)); }

}  // namespace xiuhua::text
