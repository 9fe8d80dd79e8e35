// Encodings of delivered text files: found by byte-order mark, else by trying; converted to UTF-8 in a stream.
//
// GB18030 covers GBK and GB2312. Nothing is replaced silently: every malformed sequence becomes one U+FFFD and is
// counted, so that the import can say how many.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace xiuhua::text {

enum class Encoding : int8_t {
  kUnknown = 0,  // neither valid UTF-8, GB18030 nor UTF-16: most likely not a text file
  kAscii = 1,    // only ASCII seen so far; a Decoder decides at the first other byte
  kUtf8 = 2,
  kGb18030 = 3,
  kUtf16Le = 4,
  kUtf16Be = 5,
};
std::string_view EncodingName(Encoding encoding);  // "UTF-8", "GB18030" ...

// Judges the beginning of a file (64 KB is plenty; a character cut at the end is no fault). Byte-order marks decide;
// else zero bytes at even or odd places mean UTF-16; else valid UTF-8; else GB18030 when at most 1 in 50 of its
// characters is malformed, or UTF-8 when that has fewer faults.
Encoding DetectEncoding(std::string_view head);

// Bytes in, UTF-8 out. A byte-order mark at the start is dropped. Not thread-safe; movable.
class Decoder {
 public:
  explicit Decoder(Encoding encoding);
  ~Decoder();
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;

  // Appends the UTF-8 of `chunk` to `out`; an unfinished character waits for the next chunk.
  void Decode(std::string_view chunk, std::string& out);
  // Call once at the end: an unfinished character is malformed.
  void Finish(std::string& out);

  [[nodiscard]] int64_t malformed() const;  // sequences replaced by U+FFFD so far
  [[nodiscard]] Encoding encoding() const;  // kAscii turns into what was found

 private:
  struct State;
  std::unique_ptr<State> state_;
};

bool IsValidUtf8(std::string_view bytes);

// Whole strings; `malformed`, when given, receives the count of replaced sequences.
std::string Utf8FromGb18030(std::string_view bytes, int64_t* malformed = nullptr);
std::string Gb18030FromUtf8(std::string_view utf8);
std::string Utf16LeFromUtf8(std::string_view utf8);  // without a byte-order mark

}  // namespace xiuhua::text
