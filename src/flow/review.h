// Review decisions: what a person decided about rows the register could not place, and how the next run honours it.
//
// Decisions are kept in the store and never overwritten; for one statement (evidence key) the last one holds until it
// is undone, contradicting ones stay listed. "Same" on two person ids that look like one (`person:<id>`) is a merge of
// the register; once a run has made it, it cannot be taken back by a decision.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/progress.h"
#include "base/result.h"
#include "lake/lake.h"
#include "linkage/linkage.h"
#include "register/register.h"

namespace xiuhua::flow {

struct ReviewProblem {
  SourceRef where;
  std::string zh, en;
};

struct ReviewImportReport {
  int64_t rows = 0;        // lines with a key
  int64_t blank = 0;       // of them, not decided
  int64_t still_open = 0;  // 待查: asked again next time
  int64_t recorded = 0;
  int64_t repeated = 0;        // the decision in force says the same
  int64_t contradictions = 0;  // recorded against an earlier decision, which no longer holds
  std::vector<ReviewProblem> problems;
};

struct ReviewImportRequest {
  std::vector<std::string> files;
  std::string actor;
  std::string temp_folder;
};

// All files in one transaction. Errors: FLW-007 (no review list in a file), ING-*, STO-*, BAS-003.
Result<ReviewImportReport> ImportReview(lake::Lake& lake, const ReviewImportRequest& request, const Clock& clock,
                                        Progress& progress);

struct DecisionLine {
  int64_t decision_id = 0;
  std::string table, evidence_key;
  int64_t row_ref = 0;
  int64_t person_id = 0;
  bool same = true;
  std::string by_whom;
  int64_t at_us = 0;
  bool undone = false;
  bool in_force = false;
  bool contradicted = false;  // another decision on the statement, not undone, says otherwise
};
// By decision id.
Result<std::vector<DecisionLine>> ListDecisions(lake::Lake& lake);

// Errors: FLW-008 (no such decision, or undone already), FLW-009 (a merge that a run has made).
Result<void> UndoDecision(lake::Lake& lake, int64_t decision_id);

// What holds now, for a run.
struct DecisionsInForce {
  std::vector<linkage::Decision> decisions;
  std::vector<registry::PersonMerge> merges;  // `into` is nowhere merged away itself
};
Result<DecisionsInForce> LoadDecisionsInForce(lake::Lake& lake);

}  // namespace xiuhua::flow
