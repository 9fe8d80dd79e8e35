#include "ingest/csv_decode.h"

#include <fcntl.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/utf8.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include "base/errors.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace xiuhua::ingest {
namespace {

constexpr size_t kBlock = 1 << 20;
constexpr size_t kSample = 4 << 20;

int64_t ValidPrefixSlow(const char* begin, const char* end) {
  const auto* s = reinterpret_cast<const uint8_t*>(begin);
  const auto length = static_cast<int32_t>(std::min<int64_t>(end - begin, INT32_MAX));
  int32_t i = 0;
  while (i < length) {
    const int32_t start = i;
    UChar32 c = 0;
    U8_NEXT(s, i, length, c);  // NOLINT(bugprone-inc-dec-in-conditions): ICU's macro
    if (c < 0) return start;
  }
  return length;
}

#if defined(__x86_64__)
// True when the n (a multiple of 16) bytes hold no malformed sequence, judged with the 16 bytes before them. Table
// method of Keiser and Lemire, "Validating UTF-8 in less than one instruction per byte" (2021).
__attribute__((target("ssse3"))) bool BlocksAreUtf8(const char* p, size_t n, __m128i& before) {
  constexpr char kShort = 1, kLong = 2, kOver3 = 4, kSurrogate = 16, kOver2 = 32, kBig = 8,
                 kTwo = static_cast<char>(128), kBig1000 = 64, kCarry = kShort | kLong | kTwo;
  const __m128i high1 = _mm_setr_epi8(kLong, kLong, kLong, kLong, kLong, kLong, kLong, kLong, kTwo, kTwo, kTwo, kTwo,
                                      kShort | kOver2, kShort, kShort | kOver3 | kSurrogate, kShort | kBig | kBig1000);
  const __m128i low1 = _mm_setr_epi8(
      kCarry | kOver3 | kOver2 | kBig1000, kCarry | kOver2, kCarry, kCarry, kCarry | kBig, kCarry | kBig | kBig1000,
      kCarry | kBig | kBig1000, kCarry | kBig | kBig1000, kCarry | kBig | kBig1000, kCarry | kBig | kBig1000,
      kCarry | kBig | kBig1000, kCarry | kBig | kBig1000, kCarry | kBig | kBig1000,
      kCarry | kBig | kBig1000 | kSurrogate, kCarry | kBig | kBig1000, kCarry | kBig | kBig1000);
  const __m128i high2 = _mm_setr_epi8(kShort, kShort, kShort, kShort, kShort, kShort, kShort, kShort,
                                      kLong | kOver2 | kTwo | kOver3 | kBig1000, kLong | kOver2 | kTwo | kOver3 | kBig,
                                      kLong | kOver2 | kTwo | kSurrogate | kBig,
                                      kLong | kOver2 | kTwo | kSurrogate | kBig, kShort, kShort, kShort, kShort);
  const __m128i nibble = _mm_set1_epi8(0x0F);
  __m128i error = _mm_setzero_si128();
  for (size_t i = 0; i < n; i += 16) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + i));
    if (_mm_movemask_epi8(_mm_or_si128(v, before)) != 0) {
      const __m128i prev1 = _mm_alignr_epi8(v, before, 15);
      const __m128i special =
          _mm_and_si128(_mm_and_si128(_mm_shuffle_epi8(high1, _mm_and_si128(_mm_srli_epi16(prev1, 4), nibble)),
                                      _mm_shuffle_epi8(low1, _mm_and_si128(prev1, nibble))),
                        _mm_shuffle_epi8(high2, _mm_and_si128(_mm_srli_epi16(v, 4), nibble)));
      const __m128i third = _mm_subs_epu8(_mm_alignr_epi8(v, before, 14), _mm_set1_epi8(0x60));
      const __m128i fourth = _mm_subs_epu8(_mm_alignr_epi8(v, before, 13), _mm_set1_epi8(0x70));
      const __m128i must = _mm_and_si128(_mm_or_si128(third, fourth), _mm_set1_epi8(static_cast<char>(0x80)));
      error = _mm_or_si128(error, _mm_xor_si128(must, special));
    }
    before = v;
  }
  return _mm_movemask_epi8(_mm_cmpeq_epi8(error, _mm_setzero_si128())) == 0xFFFF;
}

// Longest checked prefix in whole 64 KiB steps, moved back to the start of a character.
__attribute__((target("ssse3"))) int64_t ValidPrefixFast(std::string_view bytes) {
  constexpr size_t kStep = 64 << 10;
  __m128i before = _mm_setzero_si128();
  size_t done = 0;
  while (bytes.size() - done >= kStep && BlocksAreUtf8(bytes.data() + done, kStep, before)) done += kStep;
  for (int back = 0; back < 4 && done > 0; ++back) {
    if ((static_cast<uint8_t>(bytes[done - 1]) & 0xC0) == 0x80) {
      --done;
      continue;
    }
    return static_cast<int64_t>(static_cast<uint8_t>(bytes[done - 1]) >= 0xC0 ? done - 1 : done);
  }
  return static_cast<int64_t>(done);
}
#endif

int64_t CountMalformedUtf8(std::string_view sample) {
  int64_t bad = 0;
  const char* p = sample.data();
  const char* const end = p + sample.size();
  while (p < end) {
    p += ValidPrefixSlow(p, end);
    if (p >= end) break;
    if (end - p < 4) break;  // may only be cut off
    ++bad;
    ++p;
  }
  return bad;
}

// Bytes of the sample that follow no GB18030 pattern.
int64_t CountMalformedGb(std::string_view s) {
  int64_t bad = 0;
  const auto at = [&](size_t i) { return i < s.size() ? static_cast<uint8_t>(s[i]) : uint8_t{0}; };
  for (size_t i = 0; i < s.size();) {
    const uint8_t a = at(i), b = at(i + 1);
    if (a < 0x80) {
      ++i;
    } else if (i + 3 >= s.size()) {
      break;
    } else if (a != 0x80 && a != 0xFF && b >= 0x40 && b != 0x7F && b != 0xFF) {
      i += 2;
    } else if (a != 0x80 && a != 0xFF && b >= 0x30 && b <= 0x39 && at(i + 2) >= 0x81 && at(i + 3) >= 0x30 &&
               at(i + 3) <= 0x39) {
      i += 4;
    } else {
      ++bad;
      ++i;
    }
  }
  return bad;
}

struct CloseConverter {
  void operator()(UConverter* c) const { ucnv_close(c); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Result<void> WriteAll(int fd, const char* data, size_t size) {
  while (size > 0) {
    const ssize_t n = ::write(fd, data, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return Fail(xiuhua::errors::kFileNotWritable, {"temporary file", std::strerror(errno)});
    data += n;
    size -= static_cast<size_t>(n);
  }
  return {};
}

Result<void> ConvertInto(int fd, std::string_view bytes, UConverter* from, UConverter* to, Progress& progress) {
  std::vector<UChar> middle(kBlock);
  std::vector<char> out(kBlock * 3);
  UErrorCode code = U_ZERO_ERROR;
  for (size_t done = 0; done < bytes.size();) {
    if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
    const size_t size = std::min(kBlock / 2, bytes.size() - done);
    const char* source = bytes.data() + done;
    UChar* target = middle.data();
    const bool last = done + size == bytes.size();
    ucnv_toUnicode(from, &target, middle.data() + middle.size(), &source, source + size, nullptr, last, &code);
    const UChar* middle_source = middle.data();
    char* out_target = out.data();
    ucnv_fromUnicode(to, &out_target, out.data() + out.size(), &middle_source, target, nullptr, last, &code);
    if (U_FAILURE(code)) return Fail(xiuhua::errors::kInternal, {u_errorName(code)});
    TRY(WriteAll(fd, out.data(), static_cast<size_t>(out_target - out.data())));
    progress.Tick(static_cast<int64_t>(size));
    done += size;
  }
  return {};
}

}  // namespace

int64_t ValidUtf8Prefix(std::string_view bytes) {
  size_t done = 0;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("ssse3")) done = static_cast<size_t>(ValidPrefixFast(bytes));
#endif
  while (done < bytes.size()) {
    const size_t window = std::min<size_t>(bytes.size() - done, 1 << 30);
    const auto n = static_cast<size_t>(ValidPrefixSlow(bytes.data() + done, bytes.data() + done + window));
    done += n;
    if (n < window && (window - n >= 4 || done + (window - n) == bytes.size())) break;
  }
  return static_cast<int64_t>(done);
}

std::string RepairUtf8(std::string_view bytes, int64_t& malformed) {
  std::string out;
  out.reserve(bytes.size() + 8);
  while (!bytes.empty()) {
    const auto good = static_cast<size_t>(ValidPrefixSlow(bytes.data(), bytes.data() + bytes.size()));
    out.append(bytes.substr(0, good));
    bytes.remove_prefix(good);
    if (bytes.empty()) break;
    out += "\xEF\xBF\xBD";
    ++malformed;
    bytes.remove_prefix(1);
  }
  return out;
}

int64_t MarkSize(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return 3;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return 2;
  return 0;
}

std::string FindEncoding(std::string_view bytes, bool whole_is_utf8, int64_t first_bad) {
  if (bytes.starts_with("\xFF\xFE")) return "UTF-16LE";
  if (bytes.starts_with("\xFE\xFF")) return "UTF-16BE";
  if (bytes.starts_with("\xEF\xBB\xBF")) return "UTF-8";
  const std::string_view head = bytes.substr(0, 4096);
  int64_t zeros[2] = {0, 0};
  for (size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == '\0' ? 1 : 0;
  const auto pairs = static_cast<int64_t>(head.size() / 2);
  if (zeros[1] * 5 > pairs && zeros[0] * 50 < pairs) return "UTF-16LE";
  if (zeros[0] * 5 > pairs && zeros[1] * 50 < pairs) return "UTF-16BE";
  if (whole_is_utf8) return "UTF-8";
  // The sample starts on the line of the first malformed byte.
  auto from = static_cast<size_t>(first_bad);
  while (from > 0 && static_cast<size_t>(first_bad) - from < 4096 && bytes[from - 1] != '\n') --from;
  const std::string_view sample = bytes.substr(from, kSample);
  const int64_t high = std::count_if(sample.begin(), sample.end(), [](char c) { return (c & 0x80) != 0; });
  const int64_t bad_utf8 = CountMalformedUtf8(sample), bad_gb = CountMalformedGb(sample);
  // Text that was valid UTF-8 with Chinese in it up to here is UTF-8 with a few damaged bytes.
  const std::string_view before = bytes.substr(0, from).substr(from > kSample ? from - kSample : 0);
  const bool chinese_before = std::any_of(before.begin(), before.end(), [](char c) { return (c & 0x80) != 0; });
  if (chinese_before && bad_utf8 * 2 < high) return "UTF-8";
  if (std::min(bad_utf8, bad_gb) * 20 > high) return "";
  return bad_utf8 < bad_gb ? "UTF-8" : "GB18030";
}

Result<int> NamelessFile(const std::string& temp_folder) {
  std::string path = temp_folder + "/xiuhua-XXXXXX";
  const int fd = ::mkostemp(path.data(), O_CLOEXEC);
  if (fd < 0) return Fail(xiuhua::errors::kFileNotWritable, {temp_folder, std::strerror(errno)});
  ::unlink(path.c_str());
  return fd;
}

Result<int> DecodeToFile(std::string_view bytes, const std::string& encoding, const std::string& temp_folder,
                         Progress& progress) {
  UErrorCode code = U_ZERO_ERROR;
  const Converter from(ucnv_open(encoding.c_str(), &code));
  const Converter to(ucnv_open("UTF-8", &code));
  if (U_FAILURE(code)) return Fail(xiuhua::errors::kInternal, {u_errorName(code)});
  TRY_ASSIGN(const int fd, NamelessFile(temp_folder));
  progress.Begin("转换编码", static_cast<int64_t>(bytes.size()));
  auto done = ConvertInto(fd, bytes, from.get(), to.get(), progress);
  progress.End();
  if (!done) {
    ::close(fd);
    return Fail(done.error());
  }
  return fd;
}

}  // namespace xiuhua::ingest
