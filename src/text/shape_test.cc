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

TEST(Shape, NamesTakeFewerForAlike) {
  const auto alike = [](char32_t a, char32_t b) { return LooksAlike(ShapeCodeOf(a), ShapeCodeOf(b)); };
  EXPECT_TRUE(alike(U'己', U'已') && alike(U'未', U'末') && alike(U'田', U'由') && alike(U'千', U'干'));
  EXPECT_TRUE(alike(U'芳', U'芬') && alike(U'梅', U'海'));
  EXPECT_FALSE(alike(U'敏', U'文') || alike(U'军', U'英') || alike(U'学', U'霄') || alike(U'丽', U'贵'));
}

}  // namespace
}  // namespace xiuhua::text
