// Answering: what came back from the villages, after it was imported - the queue of answers that contradict each other.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/platform.h"
#include "findings/answered.h"

namespace xiuhua::app {

struct AnswerListOptions {
  bool contradicted_only = false;
  std::string area;        // beginning of a division code, or the name of a township or village
  bool red_flags = false;  // only those of red-flag rules, for audit and discipline; else none of them
};

struct AnswerLine {
  findings::AnsweredFinding finding;
  std::string rule_title_zh, rule_title_en;
};
// Errors: APP-004 (no run yet), RUL-031.
Result<std::vector<AnswerLine>> ListAnswers(Platform& platform, const AnswerListOptions& options);

// Ids of the rules that are red flags, or of those that are not.
Result<std::set<std::string>> RuleIds(Platform& platform, bool red_flags);

}  // namespace xiuhua::app
