// Which pairs a person should judge, and what the verdicts say about the whole.
//
// A review list has two parts. The first is taken whole: the pairs that are most in doubt and whose verdict moves most
// records. The second is a stratified random sample of all other pairs (strata: bands of weight, on either side of the
// threshold; sizes after Neyman: more where the doubt is larger, at least kLeastOfStratum everywhere). Each stratum's
// number of pairs stands in the list, so that verdicts estimate precision and recall of all links without bias:
//
//   precision = sum over strata above the threshold of N p / sum of N        p = share of "same" among the judged
//   recall    = sum over strata above of N p / sum over all strata of N p
//
// Recall is among the pairs that were scored and kept; what blocking never found is not in it. Intervals: stratified
// variance with finite population correction (Cochran, Sampling Techniques, 3rd ed., 5.3), Wilson's form on the
// effective number of verdicts. Within a stratum pairs stand in random order, so that a list judged in part still
// counts: from the top of each stratum down, unjudged pairs are left out.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "linkage/evaluate.h"

namespace xiuhua::linkage {

struct ReviewCandidate {
  double bits = 0;     // weight of the pair
  uint32_t moved = 1;  // records that change their cluster with the verdict
  uint64_t draw = 0;   // random, from the pair's names: the order within a stratum
};

struct ReviewRow {
  size_t candidate = 0;
  std::string stratum;        // "link/..." above the threshold, "apart/..." below
  int64_t stratum_pairs = 0;  // pairs it stands for
};

inline constexpr int64_t kLeastOfStratum = 10;

// At most `most` rows (more only where strata need their least), most informative first.
std::vector<ReviewRow> ChooseForReview(std::span<const ReviewCandidate> candidates, double threshold_bits, size_t most);

// One row that came back.
struct JudgedRow {
  std::string stratum;
  int64_t stratum_pairs = 0;
  double probability = 0;    // as the model saw it
  std::optional<bool> same;  // empty: not judged, or unsure
};

struct LabelEstimate {
  int64_t judged = 0;
  int64_t said_same = 0;
  int64_t pairs = 0;           // that the list stands for
  int64_t unjudged_pairs = 0;  // of strata without a verdict: the model's probability stands in
  double links = 0;            // pairs above the threshold
  Share precision, recall;
};
LabelEstimate EstimateFromLabels(std::span<const JudgedRow> rows);

// The same from the model's own probabilities: how many of the links it expects to be right, how many matches below.
struct ModelEstimate {
  double links = 0, right = 0, matches = 0;
  [[nodiscard]] double precision() const { return links > 0 ? right / links : 0; }
  [[nodiscard]] double recall() const { return matches > 0 ? right / matches : 0; }
};

// 是 / 否 / 不知, yes / no / unsure, 1 / 0, same / different, blank. false: none of these.
bool ParseVerdict(std::string_view text, std::optional<bool>& same);

}  // namespace xiuhua::linkage
