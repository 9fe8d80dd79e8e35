// Chinese names: the form in which they are compared, a stable key of it, and what a difference is.
//
// The same person is written 張偉, 张 伟, 张伟（户主）; 买买提·吐尔逊 with five kinds of dots or none; 李喆 as 李哲,
// 李? or 李zhe where a register could not hold the character. FoldName removes what carries no identity and keeps what
// is unknown visible as U+FFFD, so that comparison can treat it as unknown, not as a disagreement.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace xiuhua::text {

// Han variant -> the form used for comparison (traditional -> simplified, Unihan variants, radicals); others unchanged.
char32_t FoldHan(char32_t code_point);

// The comparison form into `out` (overwritten): half width; spaces, invisible characters and the dots of names
// (U+00B7 2022 2027 30FB FF65 FF0E 002E 3002 2219 22C5 0387 and others) removed; Latin letters lower case; Han folded
// by FoldHan; private-use characters, ? * □ ○ × 某, malformed bytes -> U+FFFD. Idempotent. Brackets with a note stay:
// see SplitNameNote. About 10 ns for three characters.
void FoldName(std::string_view name, std::string& out);

// A key of the folded name, 0 for the empty one, else 1 to 2^63-1. FNV-1a (64 bits, offset 14695981039346656037,
// prime 1099511628211) over the UTF-8 bytes, then the finaliser of MurmurHash3 (x ^= x >> 33; x *= 0xff51afd7ed558ccd;
// x ^= x >> 33; x *= 0xc4ceb9fe1a85ec53; x ^= x >> 33), shifted right by one; 0 becomes 1. stored: never change
int64_t NameKey(std::string_view folded);

// How two folded names stand to each other. stored: never renumber
enum class NameAgreement : int8_t {
  kDisagree = 0,
  kEqual = 1,
  kUnknownCharacter = 2,  // equal but for U+FFFD on one side (one unknown for one character; ?? may stand for one)
  kPinyinLetters = 3,     // equal but for letters that may be read as the other's character: 李zhe, 李z
};
// Agreement needs at least one Han character or letter that both have at the same place; empty names disagree.
NameAgreement CompareNames(std::string_view a_folded, std::string_view b_folded);
bool NamesAgree(std::string_view a_folded, std::string_view b_folded);

// What made two written names differ, the slightest kind that explains it. stored: never renumber
enum class NameVariant : int8_t {
  kSame = 0,       // byte for byte
  kSpacing = 1,    // spaces, width, case, invisible characters
  kDots = 2,       // the dots of names
  kCharacter = 3,  // traditional or variant characters
  kNote = 4,       // a note in brackets behind one of them
  kUnknownCharacter = 5,
  kPinyinLetters = 6,
  kHomophone = 7,     // different characters with a common toneless reading at every place: a person must judge
  kOneCharacter = 8,  // same length, one character of two or more differs: a person must judge
  kDifferent = 9,
};
NameVariant ClassifyNames(std::string_view a, std::string_view b);

// 张三（已故） -> 张三 | 已故; without brackets the note is empty. Views into `name`.
struct NoteSplit {
  std::string_view name;
  std::string_view note;
};
NoteSplit SplitNameNote(std::string_view name);

// 欧阳修 -> 欧阳 | 修; 王伟 -> 王 | 伟; 欧阳 -> 欧 | 阳. Names of one or of five and more characters, and those that
// begin with something else than a Han character, have an empty surname (minority names). Views into `folded`.
struct SurnameSplit {
  std::string_view surname;
  std::string_view given;
};
SurnameSplit SplitSurname(std::string_view folded);

}  // namespace xiuhua::text
