// How alike two Han characters sound: with tones, without, and by the mergers common in southern and western dialects.
//
// All readings of a character count, from the Unicode Han database: 单 may be dan1, shan4 or chan2. Near sounds are
// those that the "fuzzy pinyin" settings of input methods offer: n = l, zh = z, ch = c, sh = s, -ang = -an, -eng = -en,
// -ing = -in, and f = hu- (方 黄, 费 惠, 冯 洪) as in Xiang and much of south-western Mandarin.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace xiuhua::text {

// The readings, the usual one first: number of the syllable * 8 + tone (1-4, 0 neutral). Empty when there are none.
std::span<const uint16_t> TonedReadings(char32_t code_point);
// Syllables are numbered from 0 in alphabetical order; ü is written v.
size_t SyllableCount();
std::string_view SyllableText(uint16_t syllable);
// The number of the first syllable that sounds near this one; equal for all of one class.
uint16_t NearSyllable(uint16_t syllable);

// stored: never renumber
enum class SoundRelation : int8_t {
  kSameTone = 0,  // a common reading, tone included
  kSame = 1,      // a common reading without its tone
  kNear = 2,      // readings of one class
  kUnlike = 3,    // none, or one of them has no readings
};
SoundRelation CompareSounds(char32_t a, char32_t b);
// The same for two sets of TonedReadings.
SoundRelation CompareReadings(std::span<const uint16_t> a, std::span<const uint16_t> b);

}  // namespace xiuhua::text
