// What a rule is worth, measured: answers of the walks against its findings.
//
// true in fact = answers 1-4; worth the walk = answers 1-2, for desk rules 5-6 (reference: the eight answers). Out of
// the findings answered 1-7 with no contradiction; 8 (could not be checked) counts apart. Intervals are Wilson's, 95 %.
// Misses: admissions that no earlier risk or hazard finding had warned of. Second look: a share of the answers 3-8
// drawn by lot.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "sql/engine.h"
#include "store/store.h"

namespace xiuhua::findings {

// A share with its 95 % interval; all 0 when nothing was counted.
struct Rate {
  int64_t of = 0;
  int64_t count = 0;
  double share = 0;
  double low = 0;
  double high = 0;
};
// Wilson score interval with z = 1.959964 (E. B. Wilson, JASA 22, 1927).
Rate WilsonRate(int64_t count, int64_t of);
// "属实 3/12（25%，95% 区间 9%–53%）"; empty when nothing was counted.
std::string RateText(std::string_view label, const Rate& rate);

struct RuleRates {
  std::string rule_id;
  Rate true_in_fact;
  Rate worth;
  int64_t unclear = 0;      // answer 8
  int64_t conflicting = 0;  // findings with contradicting answers, left out until settled
  Rate overturned;          // second looks (of answers 3-7) that found it worth the walk after all
};
// Rules that have answers, by id. `effort`: rule id → desk, phone, walk. The answer that holds counts
// (findings/answered.h).
Result<std::vector<RuleRates>> RatesOfRules(store::Store& store, const std::map<std::string, std::string>& effort);

struct RunFindings {
  Date as_of;
  std::string path;  // findings.parquet
};
struct Miss {
  int64_t household_id = 0;
  Date admitted_on;
};
struct MissReport {
  int64_t admissions = 0;
  std::vector<Miss> misses;  // by date and household
};
// `admissions_sql`: a select of household_id BIGINT, admitted_on DATE. A household is warned of when a run with an
// as-of date before the admission held a finding of kind risk or hazard on it.
Result<MissReport> CountMisses(sql::Engine& engine, const std::string& admissions_sql,
                               const std::vector<RunFindings>& runs);

struct Answered {
  int64_t answer_id = 0;
  std::string finding_key;
  int code = 0;
};
// Which of the answers 3-8 are looked at again by somebody else: the first ceil(share) in the order of
// SHA-256(seed | finding key | answer id). Who knows the seed and the answers can repeat the draw; the seed is to be
// fixed before the answers are read (the run manifest's hash). Errors: FND-006.
Result<std::vector<Answered>> DrawSecondLook(std::vector<Answered> answers, std::string_view seed, int percent = 5);

}  // namespace xiuhua::findings
