// Redact: a copy of a delivered file in which the content of some columns is gone (class `never`).
//
// csv: the cells are rewritten empty, everything else byte for byte in UTF-8. xlsx: the sheet's XML is rewritten
// without the cells' content (value, formula, inline text) and shared strings used by no other cell are blanked; the
// rest of the package is copied, except thumbnails, comments and pivot caches, which may repeat the content and are
// left out. xls and ods cannot be rewritten here: ING-090, and the import refuses such a file.
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
  int64_t blanked_cells = 0;
};

// Writes `target` (new file, mode 0600). `source_path` is OpenedSheet::disk_path(). Errors: ING-090 and those of
// reading.
Result<RedactResult> RedactCopy(const std::string& source_path, FileFormat format,
                                const std::vector<RedactSheet>& sheets, const std::string& target,
                                const OpenOptions& options);

}  // namespace xiuhua::ingest
