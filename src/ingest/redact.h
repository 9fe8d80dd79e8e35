// Redact: a copy of a delivered file in which the content of some columns is gone (class `never`).
//
// csv: written again in UTF-8 with the same delimiter and line ends, the columns empty, quotes where a cell needs them;
// a line whose columns cannot be trusted (broken quoting) is left out whole, since the content may stand anywhere in
// it. xlsx: the sheet's XML is copied without the cells' content (value, formula, inline text), and every shared string
// that no remaining cell uses is blanked; comments, thumbnails, pivot tables and caches, and on the redacted sheets
// links, validations, conditional formats and extensions, which may repeat the content, are left out. The rest of the
// package is copied as it is. xls and ods cannot be rewritten here: ING-090, and the import refuses such a file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "ingest/open_workbook.h"

namespace xiuhua::ingest {

struct RedactSheet {
  std::string sheet;             // sheet name; ignored for csv
  std::vector<int32_t> columns;  // 0-based
  int64_t first_row = 1;         // first row to blank (behind the header), 1-based
};

struct RedactResult {
  int64_t blanked_cells = 0;  // cells that held something
  int64_t dropped_lines = 0;  // csv: lines left out whole
};

// Writes `target` (new file, mode 0600). `source_path` is OpenedSheet::disk_path(). Errors: ING-090 and those of
// reading.
Result<RedactResult> RedactCopy(const std::string& source_path, FileFormat format,
                                const std::vector<RedactSheet>& sheets, const std::string& target,
                                const OpenOptions& options);

}  // namespace xiuhua::ingest
