// CsvFile: one delimited text file, mapped into memory, cut into ranges that are parsed in parallel without copying.
//
// Delimiter (comma, semicolon, tab, bar) and encoding are found from the content. UTF-8 is read in place; GB18030/GBK
// and UTF-16 are first rewritten as UTF-8 into the temporary folder. A UTF-8 byte order mark is skipped.
//
// Quotes (RFC 4180, lenient): a quote that opens a cell must close before a delimiter or a line end; a quote inside an
// unquoted cell is literal; text behind a closing quote on the same line is kept literally. A quoted cell may hold line
// ends. A quote that never closes (end of file, max_cell_bytes, or a closing quote after a line end with other text
// behind it) breaks its row only: the line it opened on, and following lines until one has the expected number of
// columns (at most 50), are delivered one by one with `problem` set.
//
// Records end in LF, CRLF or CR (mixed is fine). Blank lines count as records and are skipped. A NUL byte is refused.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "base/result.h"

namespace xiuhua::ingest {

struct CsvOptions {
  std::string temp_folder = "/tmp";  // for files that must be decoded; the copy is removed with the CsvFile
  int64_t max_cell_bytes = 1 << 20;
  int32_t max_columns = 16384;
  std::optional<char> delimiter;        // found from the content when absent
  std::optional<std::string> encoding;  // "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"; found when absent
};

// A stretch of whole records.
struct CsvRange {
  int64_t begin = 0;  // byte offsets into the UTF-8 text
  int64_t end = 0;
  int64_t first_record = 1;  // 1-based number of the first record
  int64_t first_line = 1;
};

struct CsvRow {
  int64_t record = 0;  // 1-based, blank lines counted: the row number a spreadsheet would show
  int64_t line = 0;    // 1-based line the record starts on
  std::span<const std::string_view>
      cells;                       // valid until the next call; those without escaped quotes point into the map
  const Error* problem = nullptr;  // broken quoting or malformed bytes; the cells are a best guess
};

class CsvFile;

// Reads one range. Not thread-safe; use one reader a thread.
class CsvRangeReader {
 public:
  CsvRangeReader(const CsvFile& file, CsvRange range, Progress* progress = nullptr);
  ~CsvRangeReader();
  CsvRangeReader(CsvRangeReader&&) noexcept;
  CsvRangeReader& operator=(CsvRangeReader&&) noexcept;
  // true: a record with at least one non-empty cell. false: the end of the range. Errors: BAS-003, ING-040 ... ING-049.
  // Ticks `progress` by bytes; the caller begins the step with CsvFile::size_bytes().
  Result<bool> Next(CsvRow& row);
  [[nodiscard]] int64_t blank_records() const;
  [[nodiscard]] int64_t malformed_bytes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

class CsvFile {
 public:
  // Opens, finds encoding and delimiter. `shown_name` stands in errors instead of the path.
  static Result<std::shared_ptr<CsvFile>> Open(const std::string& path, const std::string& shown_name,
                                               const CsvOptions& options, Progress& progress);
  ~CsvFile();
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;

  // Cuts the file into at most n ranges of similar size; record and line numbers are exact. One fast serial scan.
  Result<std::vector<CsvRange>> PlanRanges(int n, Progress& progress) const;
  // The whole file as one range; costs nothing.
  [[nodiscard]] CsvRange WholeFile() const;

  [[nodiscard]] int64_t size_bytes() const;     // of the UTF-8 text
  [[nodiscard]] std::string_view text() const;  // the UTF-8 text, without byte order mark
  [[nodiscard]] char delimiter() const;
  [[nodiscard]] const std::string& encoding() const;
  [[nodiscard]] const std::string& shown_name() const;
  [[nodiscard]] int32_t expected_columns() const;  // the most frequent count among the first 1,000 records

 private:
  friend class CsvRangeReader;
  CsvFile();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace xiuhua::ingest
