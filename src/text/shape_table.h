// The generated table of shapes (tools/make_shape_table.py), sorted by code point: only shape.cc looks at it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace xiuhua::text {

struct HanShape {
  uint32_t code_point;
  uint32_t cangjie;      // up to five letters, five bits each, A = 1, first letter highest; 0 = none
  uint32_t four_corner;  // the five digits as a number, plus one; 0 = none
};

extern const HanShape kHanShapes[];
extern const size_t kHanShapesSize;

}  // namespace xiuhua::text
