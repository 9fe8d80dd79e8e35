#include "text/shape.h"

#include <gtest/gtest.h>

namespace xiuhua::text {
namespace {

TEST(Shape, LookAlikesAreAlikeAndStrangersAreNot) {
  struct Pair {
    char32_t a, b;
    bool alike;
  };
  const Pair pairs[] = {{U'己', U'已', true},  {U'己', U'巳', true},  {U'堌', U'固', true},  {U'濛', U'蒙', true},
                        {U'未', U'末', true},  {U'竹', U'朱', false}, {U'张', U'王', false}, {U'龙', U'石', false},
                        {U'一', U'龘', false}, {U'A', U'B', false}};
  for (const Pair& pair : pairs) {
    EXPECT_EQ(ShapeLikeness(pair.a, pair.b) >= kLookAlike, pair.alike)
        << std::hex << static_cast<unsigned>(pair.a) << " " << static_cast<unsigned>(pair.b) << " " << std::dec
        << ShapeLikeness(pair.a, pair.b);
    EXPECT_EQ(ShapeLikeness(pair.a, pair.b), ShapeLikeness(pair.b, pair.a));
  }
  EXPECT_EQ(ShapeLikeness(U'田', U'田'), 100);
}

}  // namespace
}  // namespace xiuhua::text
