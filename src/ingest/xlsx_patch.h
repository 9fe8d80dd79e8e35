// PatchSheet: the XML of one sheet with some cells filled; all other bytes as they were.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/progress.h"
#include "base/result.h"
#include "ingest/zip_archive.h"

namespace xiuhua::ingest {

// Row (1-based) → column (0-based) → text.
using SheetFill = std::map<int64_t, std::map<int32_t, std::string>>;

// Writes the part to a new file. Rows and cells that the part lacks are added where they belong.
// Errors: ING-014, ING-015, those of reading and writing, BAS-003.
Result<void> PatchSheet(ZipArchive& zip, const ZipEntry& entry, const SheetFill& fill, const std::string& path,
                        Progress& progress);

}  // namespace xiuhua::ingest
