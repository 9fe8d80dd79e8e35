// A CSV file as a sheet: the serial face of CsvFile, for layouts, small files and one code path in the import.
#pragma once

#include <memory>

#include "ingest/csv_file.h"
#include "ingest/sheet.h"

namespace xiuhua::ingest {

// Begins and ends its own step on `progress`, which must outlive the reader.
std::unique_ptr<SheetReader> ReadCsvSheet(std::shared_ptr<CsvFile> file, Progress& progress);

}  // namespace xiuhua::ingest
