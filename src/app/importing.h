// Importing: delivered files into this platform's lake.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/platform.h"
#include "ingest/import.h"

namespace xiuhua::app {

struct ImportOptions {
  std::string source;    // empty = recognised
  std::string mode;      // empty = the source's own
  std::string area;      // codes joined by commas; empty = the counties of this data folder, narrowed by the file name
  std::string corrects;  // D000012: the delivery this file adds to
  std::string list;    // CSV with file, source, mode, area_set, period, corrects: what stands there holds for that file
  std::string period;  // 2026-03, 2026, 2026-03-01..2026-03-15; empty = from the file or its name
  std::function<std::optional<lake::Period>(const ingest::SourceSpec& source)> ask_period;
};

// What stays loaded while several files are imported.
class Importer {
 public:
  // Errors: ING-200 ... (sources do not load), TXT-* (division table), APP-009 (mode), APP-010 (period).
  static Result<std::unique_ptr<Importer>> Open(Platform& platform, const ImportOptions& options);
  ~Importer();
  // Several at once, as if one after the other (ingest::ImportFiles); `settled` gets the place among the paths.
  // Errors of a file: those of ingest::Import, APP-009, APP-010, APP-013.
  void Import(std::span<const std::string> paths, Progress& progress, const ingest::FileSettled& settled);

 private:
  struct State;
  // What options and delivery list say of the file, the options first. Errors: APP-009, APP-010.
  Result<ingest::ImportRequest> RequestFor(const std::string& path) const;
  // Errors: APP-013.
  Result<DeliveryId> FindByFileName(const std::string& file_name, const std::string& corrected) const;
  explicit Importer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Files below the given paths, folders searched, sorted; lock files (~$...) and hidden files left out.
Result<std::vector<std::string>> FilesBelow(const std::vector<std::string>& paths);

// "D000012" or "12". Errors: APP-005.
Result<DeliveryId> ParseDeliveryName(const std::string& text);

// "2026-03" → the month, "2026" → the year, "a..b" → both days.
Result<lake::Period> ParsePeriod(const std::string& text);

}  // namespace xiuhua::app
