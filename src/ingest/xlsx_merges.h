// What a sheet's XML says after its rows (mergeCells, autoFilter), found before the rows are read: the entry is
// unpacked once without parsing, and only the part behind </sheetData> goes through expat. The answer is kept with the
// sheet, so reading it a second time does not pay again.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "ingest/sheet.h"
#include "ingest/zip_archive.h"

namespace xiuhua::ingest {

struct SheetTail {
  std::vector<MergedRange> merged;  // by first row, then first column
  bool filter_active = false;
};

// Errors: those of reading, ING-023 (over a million merged ranges).
Result<SheetTail> ReadTail(ZipArchive& zip, const ZipEntry& entry, Progress& progress);

// "AB12" → column 27, row 12. false when it is no cell of a sheet (A1 ... XFD1048576). '$' signs are passed over.
bool ParseCellName(std::string_view name, int64_t& row, int32_t& column);

// Which cells of the row at hand are covered, moving down the sheet row by row. Overlapping ranges (which no
// spreadsheet program writes) count only once: the first holds.
class MergeCursor {
 public:
  explicit MergeCursor(const std::vector<MergedRange>& merged) : merged_(merged) {}
  struct Active {
    MergedRange range;
    std::string text;  // of the top-left cell, once its row was read
  };
  // The ranges that touch this row; rows must not decrease.
  std::map<int32_t, Active>& At(int64_t row);

 private:
  const std::vector<MergedRange>& merged_;
  size_t next_ = 0;
  int64_t first_end_ = 0;             // the smallest last row among the active
  std::map<int32_t, Active> active_;  // by first column
};

}  // namespace xiuhua::ingest
