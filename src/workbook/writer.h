// Workbooks out: a small door to libxlsxwriter that knows what every sheet of ours needs.
//
// Cells are text unless said otherwise, so that Excel damages no ID number. Text that begins with = + - @ or a control
// character is neutralised (an apostrophe is put before it; Excel shows it, and no formula runs). A notice (recipient,
// date, "演示数据 人员虚构") stands in the header and footer of every printed page.
// Rows of wrapped text are as high as their text needs in its column: set a column's width before its first text.
// Not thread-safe. Errors: WBK-001 when the file cannot be written.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace xiuhua::workbook {

enum class Style : uint8_t {
  kPlain,
  kWrapped,  // text, wrapped, top-aligned
  kHeader,   // bold, filled, bordered, frozen by FreezeRows
  kTitle,    // large, bold
  kNote,     // small, grey
  kBad,      // red fill: a cell somebody must correct
  kAnswer,   // yellow fill, unlocked: the cell people write in
  kBox,      // bordered, wrapped
  kBoxBold,  // bordered, bold
  kStrong,   // bold text
  kNumber,   // right-aligned, #,##0
  kMoney,    // cents given, shown as yuan #,##0.00
  kRate,     // basis points given, shown as 0.0%
};

struct PageSetup {
  bool landscape = false;
  std::string header;  // printed on every page
  std::string footer;
  int repeat_rows = 0;    // rows printed again on top of each page
  int print_columns = 0;  // only so many columns are printed; 0 = all
};

class Sheet {
 public:
  virtual ~Sheet() = default;
  // Rows and columns are 0-based.
  virtual void Text(int row, int column, std::string_view text, Style style = Style::kPlain) = 0;
  virtual void Number(int row, int column, int64_t value, Style style = Style::kNumber) = 0;
  virtual void Merge(int row, int first_column, int last_column, std::string_view text, Style style) = 0;
  virtual void Comment(int row, int column, std::string_view text) = 0;
  virtual void ColumnWidth(int column, double characters) = 0;
  virtual void RowHeight(int row, double points) = 0;
  virtual void HideColumn(int column) = 0;  // before its first text, so that the text counts in no row's height
  virtual void FreezeRows(int rows) = 0;
  virtual void Filter(int header_row, int last_row, int last_column) = 0;
  // Only these values may be typed into the range; a message explains them.
  virtual void Choices(int first_row, int last_row, int column, const std::vector<std::string>& values,
                       std::string_view message) = 0;
  virtual void PageBreakBefore(int row) = 0;
  virtual void Page(const PageSetup& setup) = 0;
};

class Writer {
 public:
  static Result<std::unique_ptr<Writer>> Create(const std::string& path);
  virtual ~Writer() = default;
  // Sheet names are cleaned ([]:*?/\ removed, at most 31 characters) and made unique.
  virtual Sheet& AddSheet(std::string_view name) = 0;
  // Writes the file (mode 0600). Errors: WBK-001.
  virtual Result<void> Close() = 0;
};

// The text as it may be put into a cell or a CSV without being run as a formula.
std::string Neutralised(std::string_view text);

// A zip archive of files (paths on disk → names inside), AES-256 encrypted when `password` is not empty.
// Errors: WBK-002.
struct ArchiveEntry {
  std::string path;
  std::string name;
};
Result<void> WriteArchive(const std::string& path, const std::vector<ArchiveEntry>& entries,
                          const std::string& password);

// Fills the bytes with random ones; false when the system gives none.
using RandomBytes = std::function<bool(std::span<unsigned char>)>;
bool SystemRandomBytes(std::span<unsigned char> bytes);
// A random password of 20 characters without ambiguous letters (100 bits). Errors: WBK-003.
Result<std::string> RandomPassword(const RandomBytes& random = SystemRandomBytes);

}  // namespace xiuhua::workbook
