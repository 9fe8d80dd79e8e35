// What a delivery says of itself before its rows are read: source, mode, area set, period, what it corrects.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "ingest/import.h"
#include "ingest/import_parts.h"
#include "ingest/quarantine_workbook.h"

namespace xiuhua::ingest {

// A delivered file as it was taken in.
struct Received {
  std::string path;    // the staged copy
  std::string name;    // as delivered
  std::string sha256;  // of the whole file
};

// Do the terms depend on deliveries other than those of the same bytes (it corrects one), or on a person's answer? Then
// every file before this one must be in, or refused, when they are decided.
Result<bool> DependsOnEarlier(const ImportRequest& request, const ImportContext& context, const SourceGroup& group,
                              const std::string& file_name);

// Looks into the manifest, and asks for the period where nothing says it.
// Errors: ING-213 (no period), ING-214 (the same bytes are in), ING-222, ING-223 (what it corrects), LAK-*, STO-*.
Result<lake::Delivery> DecideTerms(const ImportRequest& request, const ImportContext& context, const SourceGroup& group,
                                   const Received& received, std::vector<lake::Title>& notes);

// The same for a quarantine workbook that came back: it has the terms of the delivery it names.
Result<lake::Delivery> CorrectionTerms(const ImportRequest& request, const ImportContext& context,
                                       const Correction& correction, const Received& received,
                                       std::vector<lake::Title>& notes);

}  // namespace xiuhua::ingest
