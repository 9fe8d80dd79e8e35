// How two names stand to each other: one level of a fixed list for each pair, for Chinese names first, for names of
// minorities (买买提·吐尔逊) and names in letters as well.
//
// Names are taken as delivered: a note in brackets is dropped, then FoldName's rules apply. Prepare each distinct
// value once in a NamePool; a pair then costs some 10 to 50 ns. Symmetric; a name is kSame as itself unless it holds
// an unknown character (then kUnknown) or nothing (kMissing).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/prepared_text.h"
#include "text/shape.h"

namespace xiuhua::text {

// The first that holds is the answer; the order is that of judgement. stored: never renumber
enum class NameRelation : int8_t {
  kMissing = -1,       // one of them is empty or says nothing
  kSame = 0,           // the same characters; width, case and spaces may differ
  kDots = 1,           // but for the dots of names
  kVariant = 2,        // the same after folding: traditional, variant characters (張偉 张伟)
  kUnknown = 3,        // equal but for unknown characters (张? 张某 张□)
  kSameTone = 4,       // wherever they differ the characters have a common reading, tone included (李红 李洪)
  kSameSound = 5,      // a common reading without the tone (张伟 张薇)
  kNearSound = 6,      // readings that dialects merge (text/sound.h)
  kSameShape = 7,      // wherever they differ the characters look or sound alike, at least one looks (LooksAlike)
  kPartMissing = 8,    // surname, a given character, or parts of a name of several parts are missing in one
  kOrder = 9,          // the same characters or parts in another order: turned round, or two neighbours swapped
  kOneCharacter = 10,  // one character differs, no sound or shape in common; in letters one edit of four and more
  kSpelled = 11,       // letters against Han: 李zhe, Zhang Wei, Wei Zhang, Maimaiti
  kDifferent = 12,
};
inline constexpr int kNameRelations = 13;

// What a comparison needs to know of one character.
struct NameSign {
  uint64_t sounds = 0;                 // one bit for each near class of its readings, by hash
  uint64_t strokes = 0;                // one bit for each (letter of the Cangjie code, how often before), by hash
  const uint16_t* readings = nullptr;  // TonedReadings
  uint16_t reading_count = 0;
  uint16_t shape_letters = 0;  // of the Cangjie code
  ShapeCode shape;
};
struct NameUnit {
  char32_t code_point;
  const NameSign* sign;  // never null
};

struct PreparedName {
  uint64_t bag = 0;  // as in PreparedText, of the folded name
  const NameUnit* units = nullptr;
  const char* folded = nullptr;  // FoldName's form, UTF-8
  int64_t key = 0;               // NameKey of the folded name, 0 when the name is missing
  int64_t written = 0;           // NameKey of the form before folding, without spaces
  int64_t without_dots = 0;      // NameKey of that without dots
  uint32_t parts = 0;            // bit i: a part begins at unit i (behind a dot or space)
  uint16_t folded_size = 0;      // bytes
  uint8_t size = 0;              // units; kTooLong: nothing but equality is looked at
  uint8_t surname = 0;           // units of the surname; 0: none (SplitSurname)
  uint8_t unknowns = 0;
  bool has_letters = false;
  bool has_han = false;
};
inline constexpr uint8_t kTooLong = 255;  // more than 32 units

// Holds what prepared names point to. Adding is for one thread, comparing for any number.
class NamePool {
 public:
  NamePool();
  NamePool(NamePool&&) noexcept;
  NamePool& operator=(NamePool&&) noexcept;
  ~NamePool();

  PreparedName Add(std::string_view name);
  [[nodiscard]] size_t bytes() const { return bytes_; }

 private:
  const NameSign* SignOf(char32_t c);
  void* Take(size_t size);
  std::unordered_map<char32_t, const NameSign*> signs_;
  std::deque<NameSign> sign_store_;
  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::byte* next_ = nullptr;
  size_t left_ = 0;
  size_t bytes_ = 0;
};

NameRelation RelateNames(const PreparedName& a, const PreparedName& b);
// For a few pairs: prepares both.
NameRelation RelateNames(std::string_view a, std::string_view b);
// zh: 同音同调 ...; en: "same sound and tone".
std::string_view NameRelationWord(NameRelation relation, bool chinese);

// Keys for blocking, of a name as delivered. Names that share a key stand in one block. Deterministic.
enum class SoundClass : int8_t { kToneless = 0, kNear = 1 };
// Every combination of the readings of its characters, run together ("zhangwei"), so that 张伟 and Zhang Wei meet; the
// usual readings first, at most `most`. A name in letters is its own key. None for a name with unknown characters.
std::vector<std::string> SoundKeys(std::string_view name, SoundClass sounds = SoundClass::kToneless, size_t most = 24);
// The first four four-corner digits of every character; a character without them stands for itself.
std::string ShapeKey(std::string_view name);
// The folded surname; of a name without one its first part, at most four characters.
std::string SurnameKey(std::string_view name);

}  // namespace xiuhua::text
