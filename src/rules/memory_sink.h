// MemorySink: keeps the results of an evaluation in memory (pack tests, tests of the evaluation itself).
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "rules/evaluate.h"

namespace xiuhua::rules {

class MemorySink final : public ResultSink {
 public:
  Result<void> Fact(const FactSpec&, sql::Engine&, const std::vector<sql::Column>&) override { return {}; }
  Result<void> Findings(std::vector<RawFinding> more) override {
    for (RawFinding& one : more) findings.push_back(std::move(one));
    return {};
  }
  Result<void> Count(const CountRow& row, const RuleOutcome&) override {
    counts.push_back(row);
    return {};
  }
  Result<void> CannotTell(const CannotTellRow& row) override {
    cannot_tell.push_back(row);
    return {};
  }
  Result<void> Status(const StatusRow& row) override {
    statuses[row.rule_id].insert_or_assign(row.subject_id, row);
    told.push_back(row);
    return {};
  }

  std::vector<RawFinding> findings;
  std::vector<CountRow> counts;
  std::vector<CannotTellRow> cannot_tell;
  std::map<std::string, std::map<int64_t, StatusRow>> statuses;  // rule → subject
  std::vector<StatusRow> told;                                   // in the order told
};

}  // namespace xiuhua::rules
