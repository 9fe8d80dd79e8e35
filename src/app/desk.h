// The desk: what a person decides between two runs - who is who, which answer holds, what is looked at again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/platform.h"
#include "flow/review.h"
#include "reports/review_book.h"

namespace xiuhua::app {

struct ReviewExportOptions {
  std::string folder;
  std::string recipient;
  bool plain = false;    // not encrypted
  std::string password;  // empty = made and reported
};
struct ReviewExportOutcome {
  std::string path;      // of the archive, or of the workbook when plain
  std::string password;  // empty when plain
  reports::ReviewReport report;
};
// The review queue of the newest run as a workbook in an encrypted archive. Errors: APP-004, RPT-001, WBK-*.
Result<ReviewExportOutcome> ExportReview(Platform& platform, const ReviewExportOptions& options);

// `files`: workbooks. Errors: those of flow::ImportReview.
Result<flow::ReviewImportReport> ImportReview(Platform& platform, const std::vector<std::string>& files,
                                              Progress& progress);

// A decision as a list shows it.
struct ReviewDecision {
  flow::DecisionLine line;
  std::string table_title_zh, table_title_en;
  std::string place;   // file, sheet and row of the row first asked about
  std::string person;  // name of the person of the register; "" before the first run
  std::string at;      // 2026-07-02
};
Result<std::vector<ReviewDecision>> ListReview(Platform& platform);

}  // namespace xiuhua::app
