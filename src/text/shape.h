// How alike two Han characters look: 己 and 已, 固 and 堌, 濛 and 蒙.
//
// From the Unicode Han database: the Cangjie code spells a character by its components, the four-corner code by the
// strokes at its corners. Neither alone suffices; what both call alike is alike.
#pragma once

#include <cstdint>

namespace xiuhua::text {

// 0 (nothing in common) to 100 (same shape code or same character). The larger of: the longest common subsequence of
// the Cangjie codes over the longer code; 90 when all five four-corner digits agree, 60 when the first four do. 0 when
// either character has no codes.
int ShapeLikeness(char32_t a, char32_t b);

// The codes of one character, to be looked up once and compared often. Both 0 when there are none.
struct ShapeCode {
  uint32_t cangjie = 0;      // up to five letters, five bits each, A = 1, first letter highest; 0 = none
  uint32_t four_corner = 0;  // the five digits as a number, plus one; 0 = none
};
ShapeCode ShapeCodeOf(char32_t code_point);
int ShapeLikeness(ShapeCode a, ShapeCode b);  // of different characters

// Likeness from which a person may take one for the other (50: half of the components, or four equal corners).
inline constexpr int kLookAlike = 50;

// Stricter, for names, where a pair of strangers must rarely pass (0.8 % of two hundred common characters of given
// names, against 3.3 %): a likeness of 60, or of 50 for characters of at most two components (田 由, 千 干).
bool LooksAlike(ShapeCode a, ShapeCode b);

}  // namespace xiuhua::text
