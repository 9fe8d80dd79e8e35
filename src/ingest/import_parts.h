// The sheets of a delivered file sorted into parts of deliveries: recognised, mapped, or set aside as notes.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "ingest/import.h"
#include "ingest/recognise.h"
#include "ingest/row_producer.h"

namespace xiuhua::ingest {

struct SheetChoice {
  OpenedSheet sheet;
  SheetHead head;
  const SourceSpec* source = nullptr;  // of the delivery it belongs to
  bool notes_only = false;
  Recognition recognition;
};

// The sheets of one source, in the order of the file; notes go with the first source.
struct SourceGroup {
  const SourceSpec* source = nullptr;
  std::vector<SheetChoice> sheets;
  std::vector<lake::Title> notes;
};

// Errors: ING-210, ING-211, ING-212, ING-215, ING-217, reading.
Result<std::vector<SourceGroup>> ChooseSheets(std::vector<OpenedSheet> sheets, const std::string& named_source,
                                              const SourceCatalogue& sources);

}  // namespace xiuhua::ingest
