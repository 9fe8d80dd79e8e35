// xls and ods by GDAL/OGR, the only place that knows GDAL. Merged ranges, hidden rows, strikes and fills are not
// visible through it, and it gives every cell as text: numbers of 16 and more digits are shown by its own rules.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "ingest/open_workbook.h"

namespace xiuhua::ingest {

// Sheet names of an xls or ods file. Errors: ING-020, ING-021, ING-011 (over max_legacy_bytes).
Result<std::vector<std::string>> ListLegacySheets(const std::string& path, FileFormat format,
                                                  const std::string& shown_name, const OpenOptions& options);

Result<std::unique_ptr<SheetReader>> ReadLegacySheet(const std::string& path, FileFormat format,
                                                     const std::string& shown_name, const std::string& sheet,
                                                     const OpenOptions& options);

}  // namespace xiuhua::ingest
