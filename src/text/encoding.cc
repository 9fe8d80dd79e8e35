#include "text/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/check.h"

namespace xiuhua::text {
namespace {

using Byte = unsigned char;
Byte At(std::string_view text, size_t i) { return static_cast<Byte>(text[i]); }

constexpr std::string_view kReplacementUtf8 = "\xEF\xBF\xBD";
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16LeMark = "\xFF\xFE";
constexpr std::string_view kUtf16BeMark = "\xFE\xFF";

// What stands at `at`: length of a well-formed UTF-8 sequence; 0 when malformed; -1 when cut off by the end.
// Bounds of the second byte by lead byte follow table 3-7 of the Unicode standard.
int SequenceLength(std::string_view text, size_t at) {
  const Byte lead = At(text, at);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  Byte low = 0x80;
  Byte high = 0xBF;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  for (size_t k = 1; k < static_cast<size_t>(length); ++k) {
    if (at + k >= text.size()) return -1;
    const Byte byte = At(text, at + k);
    if (byte < low || byte > high) return 0;
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

// First offset from `at` on that is not within well-formed UTF-8 (text.size() when all is well).
size_t ValidUntil(std::string_view text, size_t at) {
  while (at < text.size()) {
    if (At(text, at) < 0x80) {
      uint64_t word = 0;
      while (at + 8 <= text.size()) {
        std::memcpy(&word, text.data() + at, 8);
        if ((word & 0x8080808080808080ULL) != 0) break;
        at += 8;
      }
      while (at < text.size() && At(text, at) < 0x80) ++at;
      continue;
    }
    const int length = SequenceLength(text, at);
    if (length <= 0) return at;
    at += static_cast<size_t>(length);
  }
  return at;
}

// Length of the malformed part at `at`: the longest prefix of a well-formed sequence, at least one byte.
size_t MalformedLength(std::string_view text, size_t at) {
  for (size_t length = 3; length > 1; --length) {
    if (at + length <= text.size() && SequenceLength(text.substr(0, at + length), at) == -1) return length;
  }
  return 1;
}

struct Faults {
  int64_t malformed = 0;
  int64_t characters = 0;
};

Faults Utf8Faults(std::string_view head) {
  Faults faults;
  for (size_t at = 0; at < head.size(); ++faults.characters) {
    const int length = SequenceLength(head, at);
    if (length == -1) break;
    if (length == 0) ++faults.malformed;
    at += length == 0 ? MalformedLength(head, at) : static_cast<size_t>(length);
  }
  return faults;
}

// Two-byte 81-FE 40-7E 80-FE; four-byte 81-FE 30-39 81-FE 30-39 (GB 18030 section 4.3).
Faults Gb18030Faults(std::string_view head) {
  Faults faults;
  for (size_t at = 0; at < head.size(); ++faults.characters) {
    const Byte lead = At(head, at);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    if (at + 1 >= head.size()) break;
    const Byte second = At(head, at + 1);
    if (lead == 0x80 || lead == 0xFF) {
      ++faults.malformed;
      ++at;
    } else if (second >= 0x40 && second != 0x7F && second != 0xFF) {
      at += 2;
    } else if (second >= 0x30 && second <= 0x39) {
      if (at + 3 >= head.size()) break;
      const bool fits =
          At(head, at + 2) >= 0x81 && At(head, at + 2) <= 0xFE && At(head, at + 3) >= 0x30 && At(head, at + 3) <= 0x39;
      if (!fits) ++faults.malformed;
      at += fits ? 4 : 1;
    } else {
      ++faults.malformed;
      ++at;
    }
  }
  return faults;
}

// UTF-16 of a table always has zero bytes: separators, digits and line ends are ASCII.
Encoding Utf16ByZeros(std::string_view head) {
  std::array<size_t, 2> zeros{};
  for (size_t i = 0; i < head.size(); ++i) {
    if (head[i] == '\0') ++zeros[i % 2];
  }
  const size_t units = head.size() / 2;
  if (zeros[1] * 50 >= units && zeros[1] > 0 && zeros[0] * 10 <= zeros[1]) return Encoding::kUtf16Le;
  if (zeros[0] * 50 >= units && zeros[0] > 0 && zeros[1] * 10 <= zeros[0]) return Encoding::kUtf16Be;
  return Encoding::kUnknown;
}

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<Byte>(c) < 0x80; });
}

const char* IcuName(Encoding encoding) {
  switch (encoding) {
    case Encoding::kGb18030:
      return "gb18030";
    case Encoding::kUtf16Le:
      return "UTF-16LE";
    case Encoding::kUtf16Be:
      return "UTF-16BE";
    default:
      return "UTF-8";
  }
}

// Counts each malformed sequence, then lets ICU write U+FFFD for it.
void CountAndSubstitute(const void* context, UConverterToUnicodeArgs* args, const char* units, int32_t length,
                        UConverterCallbackReason reason, UErrorCode* status) {
  if (reason <= UCNV_IRREGULAR) {
    ++*static_cast<int64_t*>(const_cast<void*>(context));
    *status = U_ZERO_ERROR;
    constexpr UChar kMark = 0xFFFD;
    ucnv_cbToUWriteUChars(args, &kMark, 1, 0, status);
    return;
  }
  UCNV_TO_U_CALLBACK_SUBSTITUTE(nullptr, args, units, length, reason, status);
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter Open(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &status));
  CHECK(U_SUCCESS(status));
  return converter;
}

std::string Encode(const char* name, std::string_view utf8) {
  const Converter from = Open("UTF-8");
  const Converter to = Open(name);
  std::string out(utf8.size() * 4 + 16, '\0');
  char* target = out.data();
  const char* source = utf8.data();
  UErrorCode status = U_ZERO_ERROR;
  ucnv_convertEx(to.get(), from.get(), &target, out.data() + out.size(), &source, utf8.data() + utf8.size(), nullptr,
                 nullptr, nullptr, nullptr, 1, 1, &status);
  CHECK(U_SUCCESS(status));
  out.resize(static_cast<size_t>(target - out.data()));
  return out;
}

}  // namespace

std::string_view EncodingName(Encoding encoding) {
  switch (encoding) {
    case Encoding::kAscii:
      return "ASCII";
    case Encoding::kUtf8:
      return "UTF-8";
    case Encoding::kGb18030:
      return "GB18030";
    case Encoding::kUtf16Le:
      return "UTF-16LE";
    case Encoding::kUtf16Be:
      return "UTF-16BE";
    case Encoding::kUnknown:
      break;
  }
  return "unknown";
}

Encoding DetectEncoding(std::string_view head) {
  if (head.starts_with(kUtf8Mark)) return Encoding::kUtf8;
  if (head.starts_with(kUtf16LeMark)) return Encoding::kUtf16Le;
  if (head.starts_with(kUtf16BeMark)) return Encoding::kUtf16Be;
  if (head.find('\0') != std::string_view::npos) {
    const Encoding found = Utf16ByZeros(head);
    if (found != Encoding::kUnknown) return found;
  }
  if (IsAscii(head)) return Encoding::kAscii;
  const Faults utf8 = Utf8Faults(head);
  if (utf8.malformed == 0) return Encoding::kUtf8;
  const Faults gb = Gb18030Faults(head);
  if (gb.malformed * 50 <= gb.characters && gb.malformed <= utf8.malformed) return Encoding::kGb18030;
  if (utf8.malformed * 50 <= utf8.characters) return Encoding::kUtf8;
  return Encoding::kUnknown;
}

struct Decoder::State {
  Encoding encoding = Encoding::kUtf8;
  int64_t malformed = 0;
  bool at_start = true;
  std::string waiting;  // UTF-8 and byte-order marks: an unfinished character
  Converter from;
  Converter to;
  std::array<UChar, 4096> pivot{};
  UChar* pivot_source = nullptr;
  UChar* pivot_target = nullptr;

  void Choose(Encoding chosen) {
    encoding = chosen;
    if (chosen != Encoding::kGb18030 && chosen != Encoding::kUtf16Le && chosen != Encoding::kUtf16Be) return;
    from = Open(IcuName(chosen));
    to = Open("UTF-8");
    UErrorCode status = U_ZERO_ERROR;
    ucnv_setToUCallBack(from.get(), &CountAndSubstitute, &malformed, nullptr, nullptr, &status);
    CHECK(U_SUCCESS(status));
    pivot_source = pivot_target = pivot.data();
  }

  void ByIcu(std::string_view chunk, bool last, std::string& out) {
    const char* source = chunk.empty() ? "" : chunk.data();  // ICU refuses a null source
    const char* source_end = source + chunk.size();
    std::array<char, 16384> buffer;  // NOLINT: filled by ICU
    while (true) {
      char* target = buffer.data();
      UErrorCode status = U_ZERO_ERROR;
      ucnv_convertEx(to.get(), from.get(), &target, buffer.data() + buffer.size(), &source, source_end, pivot.data(),
                     &pivot_source, &pivot_target, pivot.data() + pivot.size(), 0, last ? 1 : 0, &status);
      out.append(buffer.data(), static_cast<size_t>(target - buffer.data()));
      if (status == U_BUFFER_OVERFLOW_ERROR) continue;
      CHECK(U_SUCCESS(status));
      return;
    }
  }

  void ByUtf8(std::string_view chunk, bool last, std::string& out) {
    if (!waiting.empty()) {
      waiting.append(chunk.substr(0, 4));
      // The waiting bytes and the first of the chunk make one character or one fault; then go on in the chunk.
      const size_t kept = waiting.size() - std::min<size_t>(4, chunk.size());
      const int length = SequenceLength(waiting, 0);
      if (length == -1 && !last) return;
      const size_t used = length > 0 ? static_cast<size_t>(length) : MalformedLength(waiting, 0);
      if (length > 0) {
        out.append(waiting, 0, used);
      } else {
        out += kReplacementUtf8;
        ++malformed;
      }
      const std::string rest = used < kept ? waiting.substr(used, kept - used) : std::string();
      waiting.clear();
      chunk.remove_prefix(used > kept ? used - kept : 0);
      if (!rest.empty()) {
        waiting = rest;
        ByUtf8(chunk, last, out);
        return;
      }
    }
    for (size_t at = 0; at < chunk.size();) {
      const size_t until = ValidUntil(chunk, at);
      out.append(chunk, at, until - at);
      at = until;
      if (at == chunk.size()) break;
      if (SequenceLength(chunk, at) == -1 && !last) {
        waiting.assign(chunk.substr(at));
        return;
      }
      out += kReplacementUtf8;
      ++malformed;
      at += MalformedLength(chunk, at);
    }
  }

  void ByChosen(std::string_view chunk, bool last, std::string& out) {
    if (from) return ByIcu(chunk, last, out);
    ByUtf8(chunk, last, out);
  }
};

Decoder::Decoder(Encoding encoding) : state_(std::make_unique<State>()) { state_->Choose(encoding); }
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;
int64_t Decoder::malformed() const { return state_->malformed; }
Encoding Decoder::encoding() const { return state_->encoding; }

void Decoder::Decode(std::string_view chunk, std::string& out) {
  State& state = *state_;
  if (chunk.empty()) return;
  std::string joined;
  if (state.at_start) {
    const size_t mark = state.from ? 2 : 3;
    state.waiting.append(chunk);
    if (state.waiting.size() < mark) return;
    joined.swap(state.waiting);
    chunk = joined;
    state.at_start = false;
    const bool wide = state.encoding == Encoding::kUtf16Le || state.encoding == Encoding::kUtf16Be;
    if (!state.from && chunk.starts_with(kUtf8Mark)) chunk.remove_prefix(3);
    if (wide && chunk.starts_with(state.encoding == Encoding::kUtf16Le ? kUtf16LeMark : kUtf16BeMark)) {
      chunk.remove_prefix(2);
    }
  }
  if (state.encoding == Encoding::kAscii && !IsAscii(chunk)) {
    const Encoding found = DetectEncoding(chunk);
    state.Choose(found == Encoding::kUnknown ? Encoding::kUtf8 : found);
  }
  state.ByChosen(chunk, false, out);
}

void Decoder::Finish(std::string& out) {
  State& state = *state_;
  if (state.at_start) {
    state.at_start = false;
    std::string all;
    all.swap(state.waiting);
    if (state.encoding == Encoding::kAscii && !IsAscii(all)) {
      const Encoding found = DetectEncoding(all);
      state.Choose(found == Encoding::kUnknown ? Encoding::kUtf8 : found);
    }
    return state.ByChosen(all, true, out);
  }
  state.ByChosen({}, true, out);
}

bool IsValidUtf8(std::string_view bytes) { return ValidUntil(bytes, 0) == bytes.size(); }

std::string Utf8FromGb18030(std::string_view bytes, int64_t* malformed) {
  std::string out;
  out.reserve(bytes.size() * 3 / 2 + 4);
  Decoder decoder(Encoding::kGb18030);
  decoder.Decode(bytes, out);
  decoder.Finish(out);
  if (malformed != nullptr) *malformed = decoder.malformed();
  return out;
}

std::string Gb18030FromUtf8(std::string_view utf8) { return Encode("gb18030", utf8); }
std::string Utf16LeFromUtf8(std::string_view utf8) { return Encode("UTF-16LE", utf8); }

}  // namespace xiuhua::text
