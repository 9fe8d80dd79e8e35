// Running: the main job and what is taken from it - lists out, answers and papers in.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/platform.h"
#include "findings/rates.h"
#include "flow/answers.h"
#include "flow/compare_places.h"
#include "flow/paper_lists.h"
#include "flow/run.h"
#include "reports/reports.h"

namespace xiuhua::app {

struct RunOptions {
  Date as_of;
  bool baseline = false;
  std::vector<std::string> rules;
};

// Errors: RUL-031 (packs do not load), those of flow::RunAll.
Result<flow::RunReport> Run(Platform& platform, const RunOptions& options, Progress& progress);
// The plan in words, without running. Errors: as Run.
Result<std::vector<std::string>> ExplainRun(Platform& platform, const RunOptions& options, bool chinese,
                                            Progress& progress);

struct ExportOptions {
  std::string out_folder;
  std::string recipient;  // printed on every page; empty = each area's own name
  bool plain = false;     // leave workbooks unencrypted (default: one encrypted archive)
  bool audit = false;     // only the red flags, for county-level audit and discipline; always encrypted
  std::string password;   // empty = made and reported
};

struct ExportOutcome {
  reports::ExportReport lists;
  std::vector<std::string> files;  // what lies in out_folder now
  std::string password;            // of the archive; empty when plain
};

// Errors: APP-004 (no run yet), RPT-*, WBK-*.
Result<ExportOutcome> Export(Platform& platform, const ExportOptions& options, Progress& progress);

Result<flow::AnswersReport> ImportAnswers(Platform& platform, const std::vector<std::string>& files,
                                          Progress& progress);
Result<flow::PaperReport> ImportPapers(Platform& platform, flow::PaperKind kind, const std::string& file,
                                       Progress& progress);

// A rule as `xiuhua rules` shows it.
struct RuleLine {
  std::string id, title_zh, title_en, kind, effort;
  int64_t population = 0, hits = 0, no_hits = 0, cannot_tell = 0;  // of the newest run
  findings::RuleRates rates;
};
// Red flags only when `red_flags`. Errors: RUL-031.
Result<std::vector<RuleLine>> ListRules(Platform& platform, bool red_flags);

struct MissSummary {
  bool listed = false;  // monitored households were delivered
  reports::MissList misses;
};
// Households taken into monitoring that no rule had warned of; with their names it is recorded who looked. Errors:
// APP-004.
Result<MissSummary> ListMisses(Platform& platform, bool with_households);

// Every draw of second looks, repeated. Errors: RUL-031.
Result<std::vector<findings::DrawCheck>> RepeatSecondLookDraws(Platform& platform);

// The newest run's open findings as CSV (rule_id, subject_id: ID number of the person or household head, or village
// code), for scoring the demo county only. Errors: APP-004, APP-014.
Result<void> WriteFindingsCsv(Platform& platform, const std::string& path);

// Errors: FLW-003, FLW-004, WBK-001.
Result<flow::ComparePlacesReport> ComparePlaces(Platform& platform, const flow::ComparePlacesRequest& request);

}  // namespace xiuhua::app
