// RunJob: the state that the stages of one run hand to each other. Internal to flow/.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "findings/publish.h"
#include "findings/settle.h"
#include "flow/inputs.h"
#include "flow/newest.h"
#include "flow/review.h"
#include "flow/run.h"

namespace xiuhua::flow {

class RunJob {
 public:
  RunJob(const RunRequest& request, const RunContext& context) : request_(request), context_(context) {}

  Result<RunReport> Execute();

 private:
  // The stages, in order.
  Result<void> Gather();
  Result<void> Register();
  Result<void> Match();
  Result<void> AskRules();
  Result<void> SettleFindings();
  Result<void> DrawSecondLooks();
  Result<void> PublishServing();
  Result<void> CommitAll();

  // Runs one stage: names it, times it, stops when cancelled.
  Result<void> Stage(const char* zh, const char* en, Result<void> (RunJob::*stage)());

  // Deliveries before those in force that this run compares with, each once.
  [[nodiscard]] std::vector<const lake::Delivery*> ComparedWith() const;
  // The register's input, from the tables gathered.
  [[nodiscard]] registry::RegisterInput RegisterInputOf() const;
  Result<std::vector<rules::Authorisation>> LoadAuthorisations();
  Result<std::vector<rules::EarlierFinding>> LoadEarlier();
  [[nodiscard]] findings::MergedKeys Merged() const;
  Result<void> CountResults();
  Result<void> WriteManifest();
  // "数据截止 2026-06-30，报送 22": for the audit log.
  [[nodiscard]] std::string WhatWasRun() const;

  const RunRequest& request_;
  const RunContext& context_;
  RunReport report_;
  RunInputs inputs_;
  DecisionsInForce decided_;
  std::optional<NewestRun> previous_;
  std::string rebuild_from_;  // register whose ids alone are taken over, after a delivery was destroyed
  std::unique_ptr<lake::Staging> staging_;
  std::unique_ptr<sql::Engine> engine_;
  std::string run_folder_;       // in staging
  std::string register_folder_;  // in staging
  std::string serving_folder_;   // in staging
  int64_t register_id_ = 0;
  int64_t started_us_ = 0;
  findings::SettleReport settled_;
  findings::PublishReport published_;
};

}  // namespace xiuhua::flow
