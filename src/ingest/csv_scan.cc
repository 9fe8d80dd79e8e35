#include "ingest/csv_scan.h"

#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace xiuhua::ingest {
namespace {

constexpr int32_t kMendingLines = 50;
constexpr int64_t kSkipStep = 64 << 20;

// Bit i is set when block[i] equals one of the bytes.
uint64_t SpecialMask(const char* block, char delimiter) {
#if defined(__SSE2__)
  const __m128i delim = _mm_set1_epi8(delimiter), quote = _mm_set1_epi8('"'), lf = _mm_set1_epi8('\n'),
                cr = _mm_set1_epi8('\r'), nul = _mm_setzero_si128();
  uint64_t mask = 0;
  for (int part = 0; part < 4; ++part) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + part * 16));
    const __m128i hit =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, delim), _mm_cmpeq_epi8(v, quote)),
                     _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, lf), _mm_cmpeq_epi8(v, cr)), _mm_cmpeq_epi8(v, nul)));
    mask |= static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(hit))) << (part * 16);
  }
  return mask;
#else
  uint64_t mask = 0;
  for (int i = 0; i < 64; ++i) {
    const char c = block[i];
    if (c == delimiter || c == '"' || c == '\n' || c == '\r' || c == '\0') mask |= uint64_t{1} << i;
  }
  return mask;
#endif
}

uint64_t EqualMask(const char* block, char wanted) {
#if defined(__SSE2__)
  const __m128i w = _mm_set1_epi8(wanted);
  uint64_t mask = 0;
  for (int part = 0; part < 4; ++part) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + part * 16));
    mask |= static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(v, w)))) << (part * 16);
  }
  return mask;
#else
  uint64_t mask = 0;
  for (int i = 0; i < 64; ++i) mask |= uint64_t{block[i] == wanted} << i;
  return mask;
#endif
}

}  // namespace

int64_t CountLineEnds(const char* begin, const char* end) {
  int64_t count = 0;
  uint64_t carry = 0;  // the byte before was CR
  const char* p = begin;
  for (; end - p >= 64; p += 64) {
    const uint64_t lf = EqualMask(p, '\n'), cr = EqualMask(p, '\r');
    count += std::popcount(lf) + std::popcount(cr) - std::popcount(((cr << 1) | carry) & lf);
    carry = cr >> 63;
  }
  for (; p < end; ++p) {
    if (*p == '\n' && carry == 0) ++count;
    if (*p == '\r') ++count;
    carry = *p == '\r' ? 1 : 0;
  }
  return count;
}

CsvScanner::CsvScanner(const char* begin, const char* stop, const char* end, const CsvDialect& dialect, int64_t record,
                       int64_t line)
    : stop_(stop), end_(end), dialect_(dialect), cursor_(begin), next_record_(record), next_line_(line) {
  Rewind(begin);
}

void CsvScanner::Rewind(const char* to) {
  block_ = to;
  LoadBlock();
}

void CsvScanner::LoadBlock() {
  const int64_t left = end_ - block_;
  if (left >= 64) {
    mask_ = SpecialMask(block_, dialect_.delimiter);
  } else if (left <= 0) {
    mask_ = 0;
  } else {
    char padded[64];
    std::memset(padded, 'x', sizeof(padded));
    std::memcpy(padded, block_, static_cast<size_t>(left));
    mask_ = SpecialMask(padded, dialect_.delimiter);
  }
}

// The next special byte not yet passed, or the end. Passes it.
inline const char* CsvScanner::NextSpecial() {
  while (mask_ == 0) {
    if (end_ - block_ <= 64) return end_;
    block_ += 64;
    LoadBlock();
  }
  const char* at = block_ + std::countr_zero(mask_);
  mask_ &= mask_ - 1;
  return at;
}

inline void CsvScanner::Push(const char* begin, const char* end) {
  if (end - begin > dialect_.max_cell_bytes) trouble_ = CsvTrouble::kCellTooLong;
  cells_.emplace_back(begin, static_cast<size_t>(end - begin));
}

// A quoted cell [begin, end) whose doubled quotes are to be halved, then the literal text up to tail_end.
void CsvScanner::PushUnescaped(const char* begin, const char* end, const char* tail_end) {
  if (tail_end - begin > dialect_.max_cell_bytes) trouble_ = CsvTrouble::kCellTooLong;
  const size_t offset = scratch_.size();
  for (const char* p = begin; p < end; ++p) {
    scratch_ += *p;
    if (*p == '"') ++p;
  }
  if (tail_end > end) scratch_.append(end + 1, tail_end);  // `end` is the closing quote
  escaped_.push_back({cells_.size(), offset, scratch_.size() - offset});
  cells_.emplace_back();
}

void CsvScanner::FixEscaped() {
  for (const Escaped& e : escaped_) cells_[e.cell] = std::string_view(scratch_).substr(e.offset, e.length);
}

// `at` is the line end or the end of the text.
inline void CsvScanner::FinishLine(const char* at) {
  cursor_ = at < end_ ? at + 1 : end_;
  if (at < end_ && *at == '\r' && cursor_ < end_ && *cursor_ == '\n') {
    NextSpecial();
    ++cursor_;
  }
  ++lines_in_record_;
}

bool CsvScanner::ParseQuoted(const char* open) {
  NextSpecial();  // the opening quote itself
  int64_t line_ends = 0;
  bool doubled = false;
  const char* at = nullptr;
  for (;;) {
    at = NextSpecial();
    if (at >= end_) return false;
    if (at - open > dialect_.max_cell_bytes) {
      if (line_ends > 0) return false;
      trouble_ = CsvTrouble::kCellTooLong;
      return true;
    }
    if (*at == '\0') {
      trouble_ = CsvTrouble::kNul;
      return true;
    }
    if (*at == '\n' || *at == '\r') {
      if (*at == '\r' && at + 1 < end_ && at[1] == '\n') NextSpecial();
      ++line_ends;
    }
    if (*at != '"') continue;
    if (at + 1 < end_ && at[1] == '"') {
      NextSpecial();
      doubled = true;
      continue;
    }
    break;
  }
  const char* close = at;
  const char* next = close + 1;
  const bool clean = next >= end_ || *next == dialect_.delimiter || *next == '\n' || *next == '\r';
  if (!clean && line_ends > 0) return false;
  lines_in_record_ += line_ends;
  while (!clean && next < end_ && *next != dialect_.delimiter && *next != '\n' && *next != '\r' && *next != '\0') {
    next = NextSpecial();
  }
  if (!clean && next < end_ && *next != '"') Rewind(next);
  if (clean && !doubled) {
    Push(open + 1, close);
  } else {
    PushUnescaped(open + 1, close, clean ? close : next);
  }
  cell_begin_ = next;
  return true;
}

bool CsvScanner::ParseRecord(bool quotes) {
  record_begin_ = cell_begin_ = cursor_;
  cells_.clear();
  escaped_.clear();
  scratch_.clear();
  lines_in_record_ = 0;
  trouble_ = CsvTrouble::kNone;
  const char* const begin = cursor_;
  for (;;) {
    const bool quoted = quotes && cell_begin_ < end_ && *cell_begin_ == '"';
    if (quoted && !ParseQuoted(cell_begin_)) {
      Rewind(begin);
      return false;
    }
    if (trouble_ != CsvTrouble::kNone) return true;
    const char* at = NextSpecial();
    while (at < end_ && *at == '"') at = NextSpecial();
    if (at < end_ && *at == '\0') {
      trouble_ = CsvTrouble::kNul;
      return true;
    }
    if (!quoted) Push(cell_begin_, at);
    if (static_cast<int64_t>(cells_.size()) > dialect_.max_columns) trouble_ = CsvTrouble::kTooManyColumns;
    if (at >= end_ || *at != dialect_.delimiter) {
      FinishLine(at);
      break;
    }
    cell_begin_ = at + 1;
  }
  if (!escaped_.empty()) FixEscaped();
  return true;
}

bool CsvScanner::NextRecord() {
  if (cursor_ >= stop_) return false;
  line_ = next_line_;
  const bool parsed = ParseRecord(true);
  if (!parsed) {
    broken_line_ = next_line_;
    mending_left_ = kMendingLines + 1;
  }
  if (mending_left_ > 0) {
    const bool back =
        parsed && broken_line_ != next_line_ &&
        (dialect_.expected_columns == 0 || static_cast<int32_t>(cells_.size()) == dialect_.expected_columns);
    --mending_left_;
    if (back || (parsed && mending_left_ == 0)) {
      mending_left_ = 0;
    } else if (trouble_ == CsvTrouble::kNone || !parsed) {
      cursor_ = record_begin_;
      Rewind(cursor_);
      ParseRecord(false);
      if (trouble_ == CsvTrouble::kNone) {
        trouble_ = broken_line_ == next_line_ ? CsvTrouble::kUnclosedQuote : CsvTrouble::kAfterUnclosed;
      }
    }
  }
  ++next_record_;
  next_line_ += lines_in_record_;
  return true;
}

// Passes over records that hold no quote, up to `target`.
void CsvScanner::PassPlainRecords(const char* target) {
  const auto* quote = static_cast<const char*>(std::memchr(cursor_, '"', static_cast<size_t>(target - cursor_)));
  const char* stop = quote != nullptr ? quote : target;
  // Back to the last line end before `stop`; a CR whose LF lies behind is left for the parser.
  while (stop > cursor_ && stop[-1] != '\n' && !(stop[-1] == '\r' && stop < end_ && *stop != '\n')) --stop;
  if (stop <= cursor_) return;
  const int64_t lines = CountLineEnds(cursor_, stop);
  next_record_ += lines;
  next_line_ += lines;
  cursor_ = stop;
  Rewind(cursor_);
}

bool CsvScanner::SkipTo(const char* target) {
  const char* const pause = end_ - cursor_ > kSkipStep ? cursor_ + kSkipStep : end_;
  while (cursor_ < target && cursor_ < pause) {
    if (!mending()) PassPlainRecords(target < pause ? target : pause);
    if (cursor_ >= target || !NextRecord()) break;
    if (trouble_ >= CsvTrouble::kNul) return false;
  }
  return true;
}

}  // namespace xiuhua::ingest
