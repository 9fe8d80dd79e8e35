// What came of one delivery, for the person at the screen, for the manifest, and as report.json beside the rows.
#pragma once

#include <string>

#include "base/files.h"
#include "base/result.h"
#include "ingest/delivery_writer.h"
#include "ingest/import.h"
#include "ingest/import_parts.h"

namespace xiuhua::ingest {

// Counts and parts, into the report and its delivery.
void FillCounts(DeliveryReport& report, const SourceGroup& group, const DeliveryFiles& files);

// Errors: BAS-002.
Result<void> WriteReport(Files& files, const DeliveryReport& report, const DeliveryFiles& written,
                         const std::string& path);

}  // namespace xiuhua::ingest
