// A text made ready for comparison: its code points in the narrowest width that holds them, and a signature of them
// that tells most unlike texts apart in a nanosecond.
//
// Prepare each distinct value once, keep the PreparedText (32 bytes), compare as often as needed (text/similarity.h).
// Texts are compared as they stand: fold case, width and variants before (CleanCell, FoldName). Malformed bytes count
// as one U+FFFD each. Only the first kMostUnits code points are kept, so that a cell of megabytes costs nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace xiuhua::text {

inline constexpr uint32_t kMostUnits = 1024;

struct PreparedText {
  // One bit for each (code point, how often it stood before), by hash: a bit of `bag` that another text lacks means at
  // least one code point that the other lacks.
  uint64_t bag = 0;
  uint64_t head = 0;            // the low 16 bits of the first four code points, the first lowest
  const void* units = nullptr;  // `size` units of `width` bytes, behind them zeros to a multiple of 16 bytes
  uint32_t size = 0;            // in code points
  uint8_t width = 1;            // 1, 2 or 4

  [[nodiscard]] char32_t At(size_t i) const {
    if (width == 1) return static_cast<const uint8_t*>(units)[i];
    if (width == 2) return static_cast<const uint16_t*>(units)[i];
    return static_cast<const uint32_t*>(units)[i];
  }
};

// The signature PreparedText::bag of these code points.
uint64_t BagOf(std::u32string_view code_points);

// Holds the code points of prepared texts; they stay where they are until the pool goes. Adding is for one thread,
// reading for any number.
class TextPool {
 public:
  TextPool() = default;
  TextPool(TextPool&&) noexcept = default;
  TextPool& operator=(TextPool&&) noexcept = default;
  TextPool(const TextPool&) = delete;
  TextPool& operator=(const TextPool&) = delete;
  ~TextPool() = default;

  PreparedText Add(std::string_view utf8);
  PreparedText Add(std::u32string_view code_points);
  [[nodiscard]] size_t bytes() const { return bytes_; }  // memory held

 private:
  std::byte* Take(size_t size);
  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::byte* next_ = nullptr;
  size_t left_ = 0;
  size_t bytes_ = 0;
};

}  // namespace xiuhua::text
