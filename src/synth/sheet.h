// Sheet and Book: writing the files departments hand over - csv in four encodings, tsv, xlsx, xls, ods, and zips of
// them. Same calls, same bytes: no clock, no locale, no machine name goes into a file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace xiuhua::synth {

enum class FileKind : uint8_t { kCsvUtf8, kCsvBom, kCsvGb18030, kCsvUtf16, kTsv, kXlsx, kXls, kOds };
std::string_view Extension(FileKind kind);  // ".csv"

enum class CellKind : uint8_t { kText, kNumber, kDate };  // kDate: text is a spreadsheet serial, shown as a date

struct CellValue {
  std::string text;
  CellKind kind = CellKind::kText;
};

// One row under construction; strings are reused from row to row.
class RowCells {
 public:
  void Clear() { count_ = 0; }
  RowCells& Text(std::string_view text) { return Put(text, CellKind::kText); }
  RowCells& Number(std::string_view text) { return Put(text, CellKind::kNumber); }
  RowCells& Put(std::string_view text, CellKind kind) {
    if (count_ == cells_.size()) cells_.emplace_back();
    cells_[count_].text.assign(text);
    cells_[count_++].kind = kind;
    return *this;
  }
  RowCells& Blank(int n = 1) {
    for (int i = 0; i < n; ++i) Text({});
    return *this;
  }
  [[nodiscard]] size_t size() const { return count_; }
  [[nodiscard]] const CellValue& operator[](size_t i) const { return cells_[i]; }
  CellValue& operator[](size_t i) { return cells_[i]; }

 private:
  std::vector<CellValue> cells_;
  size_t count_ = 0;
};

struct RowLook {
  bool strike = false;
  bool hidden = false;
  bool bold = false;
  uint32_t fill = 0;  // 0xRRGGBB, 0 = none
};

class Sheet {
 public:
  virtual ~Sheet() = default;
  virtual void Row(const RowCells& cells, const RowLook& look = {}) = 0;
  virtual void BlankRow() = 0;
  // Merges a column's rows (1-based, inclusive); the text stands in the first. Formats without merging ignore it.
  virtual void MergeDown(int32_t column, int64_t first_row, int64_t last_row, const std::string& text) = 0;
  // A title over the first `columns` columns, merged where the format can.
  virtual void Title(const std::string& text, int32_t columns) = 0;
  // An active filter: rows whose cell in by_column (0-based) is hidden_text are hidden (by the caller's RowLook).
  virtual void Filter(int64_t header_row, int64_t last_row, int32_t columns, int32_t by_column,
                      const std::string& hidden_text) = 0;
  [[nodiscard]] int64_t row() const { return row_; }  // number of the last row written, 1-based
  [[nodiscard]] const std::string& name() const { return name_; }

 protected:
  int64_t row_ = 0;
  std::string name_;
};

class Book {
 public:
  virtual ~Book() = default;
  virtual Sheet& Add(const std::string& name) = 0;  // csv and tsv: one sheet only
  virtual Result<void> Close() = 0;                 // SYN-001
};

// `streaming`: rows go straight to disk (no MergeDown then); for large xlsx.
Result<std::unique_ptr<Book>> OpenBook(FileKind kind, const std::string& path, bool streaming);

struct ZipEntry {
  std::string name;  // inside the archive
  std::string path;  // on disk
  bool stored = false;
};
// Entries carry a fixed date. SYN-001.
Result<void> WriteZip(const std::string& path, const std::vector<ZipEntry>& entries);
Result<void> WriteZipFromMemory(const std::string& path,
                                const std::vector<std::pair<std::string, std::string>>& entries);

std::unique_ptr<Book> MakeOdsBook(const std::string& path);
std::unique_ptr<Book> MakeXlsBook(const std::string& path);

}  // namespace xiuhua::synth
