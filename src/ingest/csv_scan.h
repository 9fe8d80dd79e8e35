// CsvScanner: cuts UTF-8 text into records and cells, 64 bytes at a time. The one place that knows the quote rules of
// csv_file.h; range planning and range reading both use it, so that their record numbers agree.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace xiuhua::ingest {

struct CsvDialect {
  char delimiter = ',';
  int64_t max_cell_bytes = 1 << 20;
  int32_t max_columns = 16384;
  int32_t expected_columns = 0;  // for finding the way back after an unclosed quote; 0 = any
};

// What was wrong with the record just parsed.
enum class CsvTrouble : uint8_t { kNone, kUnclosedQuote, kAfterUnclosed, kNul, kCellTooLong, kTooManyColumns };

class CsvScanner {
 public:
  // Reads the records that start in [begin, stop); `end` is the end of the text (a broken record looks past `stop`).
  CsvScanner(const char* begin, const char* stop, const char* end, const CsvDialect& dialect, int64_t record = 1,
             int64_t line = 1);

  // Parses the next record into cells(). false at the end. After kNul, kCellTooLong, kTooManyColumns: stop.
  bool NextRecord();
  // Passes over records without keeping cells until the cursor is at or behind `target` (a record start) or the end.
  // Stops early after about 64 MiB so that the caller can look at its progress; false when fatal trouble came up.
  bool SkipTo(const char* target);

  [[nodiscard]] const char* cursor() const { return cursor_; }  // start of the record that comes next
  [[nodiscard]] bool at_end() const { return cursor_ >= stop_; }
  [[nodiscard]] bool mending() const { return mending_left_ > 0; }  // between an unclosed quote and the way back
  [[nodiscard]] int64_t next_record() const { return next_record_; }
  [[nodiscard]] int64_t next_line() const { return next_line_; }

  // The record last parsed.
  [[nodiscard]] const std::vector<std::string_view>& cells() const { return cells_; }
  [[nodiscard]] int64_t record() const { return next_record_ - 1; }
  [[nodiscard]] int64_t line() const { return line_; }
  [[nodiscard]] std::string_view raw() const { return {record_begin_, static_cast<size_t>(cursor_ - record_begin_)}; }
  [[nodiscard]] CsvTrouble trouble() const { return trouble_; }
  [[nodiscard]] int64_t broken_line() const { return broken_line_; }  // where the unclosed quote stands

 private:
  void Rewind(const char* to);
  void LoadBlock();
  const char* NextSpecial();
  bool ParseRecord(bool quotes);       // false: an unclosed quote (nothing consumed)
  bool ParseQuoted(const char* open);  // false: unclosed
  void Push(const char* begin, const char* end);
  void PushUnescaped(const char* begin, const char* end, const char* tail_end);
  void FinishLine(const char* at);
  void FixEscaped();
  void PassPlainRecords(const char* target);

  struct Escaped {
    size_t cell, offset, length;
  };

  const char* stop_;
  const char* end_;
  CsvDialect dialect_;
  const char* cursor_;
  const char* block_ = nullptr;  // start of the loaded 64 bytes
  uint64_t mask_ = 0;            // special bytes of the block not passed yet
  const char* record_begin_ = nullptr;
  const char* cell_begin_ = nullptr;
  int64_t next_record_, next_line_, line_ = 0, lines_in_record_ = 0;
  int32_t mending_left_ = 0;
  int64_t broken_line_ = 0;
  CsvTrouble trouble_ = CsvTrouble::kNone;
  std::vector<std::string_view> cells_;
  std::vector<Escaped> escaped_;
  std::string scratch_;
};

// Number of line ends (LF, CRLF, CR) in [begin, end); a CR as the last byte counts as one.
int64_t CountLineEnds(const char* begin, const char* end);

}  // namespace xiuhua::ingest
