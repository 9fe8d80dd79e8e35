// RunOutput: the results of an evaluation as Parquet files of a run folder (docs/formats/lake.md):
// facts/<f>.parquet, raw_findings.parquet, counts.parquet, cannot_tell.parquet, statuses.parquet.
#pragma once

#include <string>
#include <vector>

#include "rules/evaluate.h"
#include "sql/engine.h"

namespace xiuhua::rules {

class RunOutput final : public ResultSink {
 public:
  // Writes below `folder`, which exists. `engine`, an ordinary engine (not the sandbox), and the rules evaluated
  // outlive this object.
  RunOutput(sql::Engine& engine, std::string folder);

  Result<void> Fact(const FactSpec& fact, sql::Engine& sandbox, const std::vector<sql::Column>& columns) override;
  Result<void> Findings(std::vector<RawFinding> findings) override;
  Result<void> Count(const CountRow& row, const RuleOutcome& outcome) override;
  Result<void> CannotTell(const CannotTellRow& row) override;
  Result<void> Status(const StatusRow& row) override;

  // Writes what is still held and joins the parts. To be called once, after Evaluate. Files are not yet synced.
  Result<void> Finish();

 private:
  Result<void> WritePart();
  Result<void> JoinParts();

  struct CountLine {
    CountRow row;
    std::string failed;  // error id; empty = ok
  };

  sql::Engine& engine_;
  std::string folder_;
  std::vector<RawFinding> held_;
  std::vector<std::string> parts_;
  std::vector<CountLine> counts_;
  std::vector<CannotTellRow> cannot_tell_;
  std::vector<StatusRow> statuses_;
};

// The columns of raw_findings.parquet.
const std::vector<sql::Column>& RawFindingColumns();

}  // namespace xiuhua::rules
