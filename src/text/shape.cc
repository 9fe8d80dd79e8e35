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

int ShapeLikeness(char32_t a, char32_t b) {
  if (a == b) return 100;
  const HanShape* x = Find(a);
  const HanShape* y = Find(b);
  if (x == nullptr || y == nullptr) return 0;
  int likeness = 0;
  if (x->cangjie != 0 && y->cangjie != 0) {
    const Letters p = Unpacked(x->cangjie);
    const Letters q = Unpacked(y->cangjie);
    likeness = 100 * LongestCommonSubsequence(p, q) / std::max(p.size, q.size);
  }
  if (x->four_corner != 0 && y->four_corner != 0) {
    const uint32_t p = x->four_corner - 1;
    const uint32_t q = y->four_corner - 1;
    if (p == q) {
      likeness = std::max(likeness, 90);
    } else if (p / 10 == q / 10) {
      likeness = std::max(likeness, 60);
    }
  }
  return likeness;
}

}  // namespace xiuhua::text
