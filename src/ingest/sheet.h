// SheetReader: the rows of one sheet, in order, as a person sees them. One interface for xlsx, xls, ods and csv.
//
// Rows without any text are not delivered (their numbers are skipped), so a sheet of 1,048,576 formatted but empty rows
// costs nothing to its reader. Columns are positions: cells[0] is column A; trailing empty cells are cut.
//
// Text rules (xlsx; the others follow them as far as the format keeps types):
//   number        shortest text that gives the number back, at most 15 significant digits, no exponent from 1e-15 to
//                 below 1e15; outside, 15 digits with exponent: 433124197001010012 stored as a number is
//                 "4.33124197001010E+17". Its lost digits are never put back. A format such as 000000 pads zeros.
//   date format   2026-03-01, 2026-03-01 08:30:00, 08:30:00; day 60 of 1900 is "1900-02-29" as Excel shows it
//   boolean       TRUE / FALSE        error   #REF!, #N/A ...        rich text   joined, phonetic guides left out
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/result.h"

namespace xiuhua::ingest {

enum CellFlag : uint16_t {
  // Covered by a merged range and not its top-left cell: what it shows is in RowView::covered. `text` is what is stored
  // below, empty as a rule; programs that copy formats can leave a row's own value there.
  kCellMerged = 1 << 0,
  kCellStrike = 1 << 1,  // struck through (the whole cell, or every run of its rich text)
  kCellFilled = 1 << 2,  // a fill that is not "none"; colour in fill_rgb
  kCellHiddenRow = 1 << 3,
  kCellHiddenColumn = 1 << 4,
  kCellFormula = 1 << 5,     // text is the stored result of a formula
  kCellError = 1 << 6,       // #REF!, #N/A, #VALUE! ...
  kCellNumber = 1 << 7,      // stored as a number (also set for dates)
  kCellDateStyled = 1 << 8,  // a number shown as date or time
  kCellText = 1 << 9,        // stored as text
  kCellBoolean = 1 << 10,
};

struct Cell {
  std::string_view text;  // UTF-8, valid until the next call of Next
  uint16_t flags = 0;     // CellFlag bits; csv cells carry kCellText only
  uint32_t fill_rgb = 0;  // 0xRRGGBB when kCellFilled; theme colours are resolved to the Office theme, tints left out
};

// What a covered cell shows: the text of the top-left cell of its merged range.
struct CoveredCell {
  int32_t column = 0;      // 0-based
  int64_t origin_row = 0;  // 1-based
  int32_t origin_column = 0;
  std::string_view text;  // the origin's text
};

struct RowView {
  int64_t number = 0;                    // 1-based row of the sheet; record number in a csv (blank lines count)
  int64_t line = 0;                      // csv: 1-based line the record starts on; else = number
  std::span<const Cell> cells;           // valid until the next call
  std::span<const CoveredCell> covered;  // the covered cells of this row (vertical and horizontal merges)
  bool hidden = false;
  const Error* problem = nullptr;  // the row cannot be trusted (unclosed quote, malformed bytes): quarantine it
};

struct MergedRange {
  int64_t first_row = 0;  // 1-based, inclusive
  int64_t last_row = 0;
  int32_t first_column = 0;  // 0-based, inclusive
  int32_t last_column = 0;
};

// Complete only after Next answered false; before, merged ranges and the filter are known and the counts run.
struct SheetFacts {
  std::vector<MergedRange> merged;  // at most 100,000 are listed
  int64_t merged_count = 0;
  bool filter_active = false;  // an auto-filter hides rows (not merely its arrows being there)
  int64_t rows = 0;            // rows delivered
  int64_t blank_rows = 0;      // rows present in the file without any text
  int64_t hidden_rows = 0;     // delivered rows that are hidden
  int64_t hidden_columns = 0;  // hidden columns within the used columns
  int64_t strike_cells = 0;    // delivered non-empty cells struck through
  int64_t formula_cells = 0;
  int64_t error_cells = 0;
  std::map<uint32_t, int64_t> fills;  // colour → delivered non-empty cells (at most 256 colours)
  int64_t last_row = 0;               // used range: number of the last delivered row
  int32_t columns = 0;                // used range: widest delivered row
  int64_t malformed_bytes = 0;        // bytes that are no character in the file's encoding, shown as U+FFFD
  int64_t problem_rows = 0;           // rows delivered with RowView::problem
};

class SheetReader {
 public:
  virtual ~SheetReader() = default;
  // true: `row` holds the next row. false: the end. After an error the reader is not to be used again.
  // Stops with BAS-003 soon after the progress it was opened with is cancelled.
  virtual Result<bool> Next(RowView& row) = 0;
  [[nodiscard]] virtual const SheetFacts& facts() const = 0;
};

// "AB12" from 0-based column 27 and 1-based row 12.
std::string CellName(int64_t row, int32_t column);
std::string ColumnName(int32_t column);  // 0 → A, 27 → AB

}  // namespace xiuhua::ingest
