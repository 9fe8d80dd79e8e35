// Import: one delivered file into the lake - opened, recognised, mapped, typed, accounted for, committed.
//
// Nothing of a refused, failed or cancelled import stays behind. A file whose sheets belong to several sources (a zip
// of exports) becomes one delivery per source, committed one after the other.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/progress.h"
#include "base/result.h"
#include "ingest/area_resolver.h"
#include "ingest/open_workbook.h"
#include "ingest/source_spec.h"
#include "lake/lake.h"
#include "sql/engine.h"

namespace xiuhua::ingest {

struct ImportRequest {
  std::string path;
  std::string source;  // empty = recognised from the headings
  std::optional<lake::Mode> mode;
  std::optional<lake::AreaSet> area_set;
  std::optional<lake::Period> period;
  // The delivery whose rows this file adds to (a township's 更正, 补报). Without it a file whose name says so corrects
  // the one full delivery of its source, area set and period, if there is exactly one.
  std::optional<DeliveryId> corrects;
  // In place of `corrects`: looks for that delivery when the terms are decided, every file before this one being in.
  std::function<Result<DeliveryId>()> find_corrected;
  std::string delivered_by;
  ReadLimits limits;
};

// What an import works with. Everything outlives the call.
struct ImportContext {
  lake::Lake& lake;
  const SourceCatalogue& sources;
  const AreaResolver* areas = nullptr;  // nullptr: places stay text
  lake::AreaSet own_area;               // the county set of this data folder: the default area set
  const Clock& clock;
  Progress& progress;
  sql::EngineOptions engine;
  // Asked when the period stands neither in the request, nor in the file, nor in its name; may be empty.
  std::function<std::optional<lake::Period>(const SourceSpec& source)> ask_period;
};

struct PartReport {
  int64_t part = 0;
  std::string file_name;
  std::string sheet_name;
  int64_t header_row = 0;
  std::string recognised_zh, recognised_en;  // why it is this source
  int64_t rows = 0;                          // = accepted + quarantined + set_aside
  int64_t accepted = 0;
  int64_t quarantined = 0;
  int64_t set_aside = 0;
  std::map<std::string, int64_t> set_aside_by_kind;
  std::vector<std::string> missing_fields;   // optional fields without a heading
  std::vector<std::string> unused_headings;  // headings no field takes
  std::vector<std::string> dropped_headings;
  int64_t hidden_rows = 0;
  int64_t struck_rows = 0;
  bool filter_active = false;
  std::map<std::string, int64_t> fills;  // "FFFF00 长期外出" → cells
};

struct DeliveryReport {
  lake::Delivery delivery;
  lake::Title source_title;
  std::vector<PartReport> parts;
  std::map<std::string, int64_t> problems;       // error id → quarantined cells
  std::map<std::string, int64_t> unknown_cells;  // table.column → cells kept as unknown
  int64_t reversals_paired = 0;
  int64_t reversals_unpaired = 0;
  std::vector<lake::Title> notes;  // what the reader should know: period from the file name, sheets passed over ...
};

struct ImportReport {
  std::vector<DeliveryReport> deliveries;
  int64_t bytes = 0;
};

// Errors: ING-001 ... (reading), ING-210 (no source fits), ING-211 (several fit), ING-212 (a required column has no
// heading), ING-213 (no period), ING-214 (the same bytes are in for this period), ING-215 (no header row), ING-216 (too
// many rows or sheets), ING-217 (unknown source), LAK-*, SQL-*, STO-*, BAS-003.
Result<ImportReport> Import(const ImportRequest& request, const ImportContext& context);

// What became of one file: its place among the requests, and its report or its error. Called for one file after the
// other in the order of the requests, each as soon as it is settled, from any thread but never from two at once.
using FileSettled = std::function<void(size_t file, Result<ImportReport> report)>;

// Imports the files as if one after the other - same ids, same decisions, same rows -, several at once: while one is
// being read, the next is copied, read or synced. Manifest and ids are touched in the order of the requests only; what
// is in the lake at any moment is what the first files alone would have left there. A file that fails does not stop
// the others; cancelling stops all, and the first file that is not in says BAS-003 (those after it say nothing).
// At most `context.engine.threads` files are read at once, each by one thread; one that is larger than all behind it
// together has every thread. The memory of the engines together stays within `context.engine.memory_limit_mb`.
void ImportFiles(std::span<const ImportRequest> requests, const ImportContext& context, const FileSettled& settled);

}  // namespace xiuhua::ingest
