#include "text/pinyin.h"

#include <algorithm>

#include "text/han_tables.h"
#include "text/width.h"

namespace xiuhua::text {

std::span<const std::string_view> Readings(char32_t c) {
  uint32_t set = 0;
  if (c >= kDenseFirst && c <= kDenseLast) {
    set = kReadingDense[c - kDenseFirst];
  } else if (c > kDenseLast) {
    const HanPair* end = kReadingSparse + kReadingSparseSize;
    const HanPair* found = std::lower_bound(
        kReadingSparse, end, c, [](const HanPair& pair, char32_t wanted) { return pair.code_point < wanted; });
    if (found != end && found->code_point == c) set = found->value;
  }
  return {kReadingWords + kReadingOffsets[set], kReadingWords + kReadingOffsets[set + 1]};
}

bool CouldRead(char32_t c, std::string_view letters) {
  if (letters.empty()) return false;
  return std::ranges::any_of(Readings(c), [&](std::string_view reading) {
    if (reading.size() < letters.size()) return false;
    for (size_t i = 0; i < letters.size(); ++i) {
      if (reading[i] != letters[i] && !(reading[i] == 'v' && letters[i] == 'u')) return false;
    }
    return true;
  });
}

std::string PinyinOf(std::string_view text) {
  std::string out;
  for (const char32_t c : CodePoints(text)) {
    if (!out.empty()) out += ' ';
    const auto readings = Readings(c);
    if (readings.empty()) {
      AppendCodePoint(c, out);
    } else {
      out += readings.front();
    }
  }
  return out;
}

}  // namespace xiuhua::text
