// Run: the main job - from the deliveries in force to findings people can walk with - as a plan of named stages.
//
// The plan is data: RunAll executes it stage by stage inside one wrapper (time, progress, cancel), Explain prints it.
// Everything is written below one staging folder and committed at the end: a run that fails or is cancelled leaves
// nothing. The same deliveries, decisions, packs and as-of date give the same findings (runs/N…/manifest.json).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/progress.h"
#include "base/result.h"
#include "findings/second_look.h"
#include "ingest/source_spec.h"
#include "lake/lake.h"
#include "linkage/linkage.h"
#include "register/register.h"
#include "rules/evaluate.h"
#include "sql/engine.h"

namespace xiuhua::flow {

struct RunRequest {
  Date as_of;
  bool baseline = false;           // spread a first run's standing stock over the months after, by the walk limit
  std::vector<std::string> rules;  // which; empty = all
  std::string actor;
};

// What a run works with. Everything outlives the call.
struct RunContext {
  lake::Lake& lake;
  const lake::TableCatalogue& tables;
  const ingest::SourceCatalogue& sources;
  const rules::CheckedRules& rules;
  std::string base_register;  // hukou, insured, roster
  std::vector<std::string> counties;
  std::vector<registry::AreaEntry> areas;
  int64_t walk_limit_per_village = 10;
  int second_look_percent = 5;
  const Clock& clock;
  Progress& progress;
  sql::EngineOptions engine;
};

struct StageTime {
  std::string zh, en;
  double seconds = 0;
};

struct KindCount {
  std::string kind, effort;
  int64_t findings = 0;
  int64_t fresh = 0;     // new or returned
  int64_t subjects = 0;  // distinct
};

struct RunReport {
  RunId run;
  Date as_of;
  int64_t deliveries = 0;
  int64_t delivery_rows = 0;
  int64_t quarantined = 0;
  int64_t set_aside = 0;
  registry::RegisterReport registered;
  linkage::LinkReport links;
  rules::EvaluateReport rules;
  std::vector<KindCount> kinds;  // without red flags
  int64_t red_flags = 0;
  int64_t population = 0;  // sums over all rules: hit + no hit + cannot tell = population
  int64_t hits = 0;
  int64_t no_hits = 0;
  int64_t cannot_tell = 0;
  int64_t walk_households = 0;
  int64_t walk_cut = 0;
  int64_t cleared = 0;
  int64_t review_rows = 0;
  std::optional<findings::SecondDraw> second_look;  // what this run drew for a second look
  std::vector<std::string> parameters_unset;        // asked by a rule and without a value in force somewhere
  std::vector<StageTime> times;
};

// What a second look may be drawn from: never red flags.
findings::DrawnRules RulesDrawnFrom(const rules::RuleSet& set);

// Errors: FLW-002 (no base register), FLW-003 (nothing delivered), REG-*, LNK-*, RUL-*, FND-*, SQL-*, STO-*, BAS-003.
Result<RunReport> RunAll(const RunRequest& request, const RunContext& context);

// The plan in words: stages, deliveries in force per table, rules that will be asked and what they lack.
Result<std::vector<std::string>> Explain(const RunRequest& request, const RunContext& context, bool chinese);

}  // namespace xiuhua::flow
