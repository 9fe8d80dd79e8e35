// OpenWorkbook: what sheets are in a delivered file, whatever it is called.
//
// Recognised by content: xlsx, xls, ods, csv/tsv/txt, and zip files of these (one level deep; lock files ~$... and
// __MACOSX are passed over). An .xls that is really xlsx or CSV is read as what it is; HTML, xlsb, encrypted and
// damaged files are refused with what to do about it (ING-001 ... ING-029).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "ingest/csv_file.h"
#include "ingest/sheet.h"

namespace xiuhua::ingest {

struct ReadLimits {
  int64_t max_file_bytes = 16LL << 30;      // of the delivered file
  int64_t max_unpacked_bytes = 16LL << 30;  // everything taken out of one zip or xlsx together
  int64_t max_unpack_ratio = 200;           // unpacked : packed, looked at above 64 MiB unpacked
  int64_t max_string_bytes = 256LL << 20;   // shared strings kept in memory; more goes to a temporary file
  int64_t max_cell_bytes = 1LL << 20;
  int64_t max_legacy_bytes = 128LL << 20;  // xls file, unpacked ods content
  int32_t max_columns = 16384;
  int32_t max_files_in_zip = 1000;
};

struct OpenOptions {
  ReadLimits limits;
  Progress* progress = nullptr;      // required; must outlive the sheets and their readers
  std::string temp_folder = "/tmp";  // unpacked files go into a fresh folder below it, removed with the last sheet
};

enum class FileFormat : uint8_t { kXlsx, kXls, kOds, kCsv };

// One sheet, not yet read. Copies are cheap (shared state).
class OpenedSheet {
 public:
  struct State;
  explicit OpenedSheet(std::shared_ptr<const State> state);

  [[nodiscard]] const std::string& file() const;   // file name as delivered; "a.zip/乡镇/b.xlsx" inside a zip
  [[nodiscard]] const std::string& sheet() const;  // sheet name; empty for csv
  [[nodiscard]] FileFormat format() const;
  [[nodiscard]] bool hidden() const;                   // a hidden sheet
  [[nodiscard]] const std::string& disk_path() const;  // the file to read again (inside the temporary folder for zips)

  // A fresh reader from the first row; may be called again (first for the layout, then for the rows).
  [[nodiscard]] Result<std::unique_ptr<SheetReader>> Read() const;
  // For csv: the file, for parallel ranges. nullptr for the others.
  [[nodiscard]] std::shared_ptr<CsvFile> csv() const;

 private:
  std::shared_ptr<const State> state_;
};

// The sheets in the order of the file. Charts and macro sheets are left out. At least one, or an error.
Result<std::vector<OpenedSheet>> OpenWorkbook(const std::string& path, const OpenOptions& options);

}  // namespace xiuhua::ingest
