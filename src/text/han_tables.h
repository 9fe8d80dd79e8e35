// The generated tables (tools/make_han_tables.py): only names.cc, pinyin.cc and sound.cc look at them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace xiuhua::text {

struct HanPair {
  uint32_t code_point;
  uint32_t value;
};

// The dense tables cover U+3400-9FFF, one entry each; the sparse ones are sorted by code point.
inline constexpr char32_t kDenseFirst = 0x3400;
inline constexpr char32_t kDenseLast = 0x9FFF;

extern const uint16_t kFoldDense[kDenseLast - kDenseFirst + 1];  // 0 itself, 0xFFFF see the sparse table
extern const HanPair kFoldSparse[];
extern const size_t kFoldSparseSize;

extern const uint16_t kReadingDense[kDenseLast - kDenseFirst + 1];  // number of the set of readings, 0 none
extern const HanPair kReadingSparse[];
extern const size_t kReadingSparseSize;
extern const uint16_t kReadingOffsets[];  // set n has the words [offsets[n], offsets[n + 1])
extern const std::string_view kReadingWords[];

// The same sets with tones: a member is the number of the syllable * 8 + the tone (1-4, 0 neutral).
extern const uint16_t kToneDense[kDenseLast - kDenseFirst + 1];
extern const HanPair kToneSparse[];
extern const size_t kToneSparseSize;
extern const uint16_t kToneOffsets[];
extern const uint16_t kToneIds[];
extern const std::string_view kSyllables[];  // sorted
extern const size_t kSyllablesSize;

}  // namespace xiuhua::text
