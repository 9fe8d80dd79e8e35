// Cells as people leave them: stray spaces and quotes, full-width letters and digits, line breaks inside a cell.
//
// All text is UTF-8. Malformed bytes pass through CleanCell unchanged and read as U+FFFD in NextCodePoint.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace xiuhua::text {

inline constexpr char32_t kReplacement = 0xFFFD;

// Cleans one cell. The answer is a view into `in` when only the ends had to be cut (no copy), else into `out`,
// which is overwritten; both must outlive the answer. What it does, in this order:
//  - inside: CR LF, CR, LF, tab -> one space; U+00A0, U+3000 and the other Unicode spaces -> space; zero-width
//    characters, byte-order marks, soft hyphens, bidi marks and control bytes (NUL too) are dropped; U+FF01-FF5E
//    -> ASCII; U+FFE5 -> U+00A5. Runs of spaces are kept.
//  - at the ends: spaces cut; one pair of wrapping quotes ("x", 'x', “x”, ‘x’, 「x」, ="x") removed; a leading
//    apostrophe (Excel's mark for text: ' ’ ‘) removed; spaces cut again.
// Never fails. About 5 ns for a plain 18-byte cell.
std::string_view CleanCell(std::string_view in, std::string& out);

// Cuts Unicode spaces, zero-width characters and byte-order marks at both ends; never copies.
std::string_view TrimSpaces(std::string_view in);

// Reads the code point at `at` and moves `at` behind it. Malformed: U+FFFD, one byte on. Requires at < text.size().
char32_t NextCodePoint(std::string_view text, size_t& at);
void AppendCodePoint(char32_t code_point, std::string& out);
size_t CountCodePoints(std::string_view text);

// U+0020, U+00A0, U+1680, U+2000-200A, U+2028, U+2029, U+202F, U+205F, U+3000, tab, CR, LF, U+0085 ...
bool IsSpace(char32_t code_point);
// Drawn as nothing: U+200B-200F, U+202A-202E, U+2060-2064, U+FEFF, U+00AD, U+180E, variation selectors, controls.
bool IsInvisible(char32_t code_point);
// A Han character: unified and compatibility ideographs of every extension, U+3005 and U+3007.
bool IsHan(char32_t code_point);
// U+FF01-FF5E -> ASCII, U+FFE5 -> U+00A5, U+3000 -> space; anything else unchanged.
char32_t HalfWidth(char32_t code_point);

// for (char32_t c : CodePoints(text)) ...
class CodePoints {
 public:
  explicit CodePoints(std::string_view text) : text_(text) {}
  class Iterator {
   public:
    Iterator(std::string_view text, size_t at) : text_(text), at_(at) { Read(); }
    char32_t operator*() const { return current_; }
    Iterator& operator++() {
      at_ = next_;
      Read();
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }
    [[nodiscard]] size_t at() const { return at_; }  // byte offset of the current code point

   private:
    void Read() {
      next_ = at_;
      if (at_ < text_.size()) current_ = NextCodePoint(text_, next_);
    }
    std::string_view text_;
    size_t at_;
    size_t next_ = 0;
    char32_t current_ = 0;
  };
  [[nodiscard]] Iterator begin() const { return {text_, 0}; }
  [[nodiscard]] Iterator end() const { return {text_, text_.size()}; }

 private:
  std::string_view text_;
};
inline CodePoints IterateCodePoints(std::string_view text) { return CodePoints(text); }

}  // namespace xiuhua::text
