// LinkModel: how much each level of each comparison speaks for or against, learnt from the data at hand.
//
// The model is that of Fellegi and Sunter (A Theory for Record Linkage, JASA 64, 1969). For each comparison, m(level)
// is the probability of that level among pairs that are one entity, u(level) among all others; a level weighs log2(m /
// u) bits; a missing value weighs nothing. The prior is lambda, the share of matches among ALL pairs that could be
// formed. The weight of a pair is log2(lambda / (1 - lambda)) + the sum over comparisons: its posterior log2 odds.
//
// How the numbers are found, without labels:
//  - a(level), the share of each level among all pairs, is computed from the values themselves: exactly for equality
//  (sum of
//    squared frequencies), exactly or from a systematic sample of left values against every right value for other
//    levels.
//  - All pairs are matches or not, so a = lambda m + (1 - lambda) u; u follows from a, m and lambda. For a number that
//  nearly
//    identifies, most agreements ARE matches, and taking a for u (as is usual) would throw the evidence away.
//  - m and lambda come from expectation maximisation (Winkler, Using the EM Algorithm for Weight Computation in the
//    Fellegi-Sunter Model, 1988; Enamorado, Fifield, Imai, APSR 113, 2019) over the counts of patterns among candidate
//    pairs; pairs that no blocking rule found count as non-matches, so that blocked columns need no special case in the
//    prior.
//  - Members of one household agree on surname, village, house and phone without being one person. Where the data show
//    such pairs - a third latent class that shares some identifying columns and is like strangers in others - a pair is
//    weighed against strangers AND against relatives: odds = 1 / (1 / odds against strangers + 1 / odds against
//    relatives).
//  - A rule that demands equal surnames finds only matches with equal surnames; so m of a comparison is learnt from
//  pairs that
//    some rule not using its columns has found as well.
//  - Counts are whole numbers, summed in the order of the sorted patterns: the same model at any number of threads.
//  - Term frequencies (Winkler 1989): the u of an agreement is the frequency of the value itself, shrunk towards the
//    comparison's average where the value is rare.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "linkage/link_blocks.h"
#include "linkage/link_compare.h"
#include "linkage/link_spec.h"
#include "linkage/link_table.h"

namespace xiuhua::linkage {

struct ComparisonModel {
  std::string name;
  std::vector<std::string> levels;  // as shown in the spec, "else" last
  // By code - 1: the levels, else last.
  std::vector<double> m;
  std::vector<double> u;
  std::vector<double> all;               // share among all pairs of which neither is missing
  std::vector<double> related;           // share among related pairs; empty when the model has none
  std::vector<int32_t> weights;          // log2(m / u) in 1/65,536 bits
  std::vector<int32_t> related_weights;  // log2(m / related)
  double learnt_from = 0;                // expected matches m was learnt from
};

struct LinkModel {
  double lambda = 0;
  double all_pairs = 0;
  double related_share = 0;          // related pairs among all pairs; 0 = the model has none
  int32_t prior_weight = 0;          // log2(lambda / share of strangers)
  int32_t related_prior_weight = 0;  // log2(lambda / related_share)
  double expected_matches = 0;
  [[nodiscard]] bool has_related() const { return related_share > 0; }
  int64_t training_pairs = 0;
  int iterations = 0;
  std::vector<ComparisonModel> comparisons;
};

// A comparison pattern: four bits per comparison.
using Pattern = uint64_t;
inline constexpr size_t kMostComparisons = 16;
inline uint32_t CodeIn(Pattern pattern, size_t comparison) {
  return static_cast<uint32_t>(pattern >> (4 * comparison)) & 15U;
}

struct PatternCount {
  Pattern pattern = 0;
  uint32_t free = 0;  // bit c: some rule that found the pair uses no column of comparison c; kVetoed: can be no match
  int64_t count = 0;
  bool operator<(const PatternCount& other) const {
    return pattern != other.pattern ? pattern < other.pattern : free < other.free;
  }
};
inline constexpr uint32_t kVetoed = 1U << 31;

struct TrainOptions {
  int threads = 2;
  int64_t most_pairs = 20'000'000;  // beyond it a sample of the work is trained on
};

// Shares of each level among all pairs; fills `all` of each comparison.
void FillShares(const LinkSpec& spec, const CompareTables& tables, int threads, LinkModel& model);
// Counts of patterns among candidate pairs, sorted; where a sample is counted, blown up to all.
Result<std::vector<PatternCount>> CountPatterns(const LinkSpec& spec, const CompareTables& tables, const Blocks& blocks,
                                                const TrainOptions& options, Progress& progress);
// m, u, lambda by EM. `fixed_matches` >= 0: the expected number of matches is given.
void Estimate(const std::vector<PatternCount>& counts, double fixed_matches, LinkModel& model);
// The weight against strangers and against relatives taken together: -log2(2^-a + 2^-b).
int32_t JoinWeights(int32_t against_strangers, int32_t against_related);

double AllPairs(const LinkSpec& spec, const LinkTable& table);
// log2(x) in 1/65,536 bits, within +-100 bits.
int32_t ToWeight(double odds);

Result<LinkModel> TrainModel(const LinkSpec& spec, const CompareTables& tables, const Blocks& blocks,
                             const TrainOptions& options, Progress& progress);

// Vetoes and penalties of a pair.
class Conflicts {
 public:
  Conflicts(const LinkSpec& spec, const CompareTables& tables);
  [[nodiscard]] bool any() const { return !checks_.empty(); }
  // 0 = none; else how much is taken off. kVeto: can be no match.
  static constexpr int32_t kVeto = INT32_MAX;
  [[nodiscard]] int32_t Of(const PairComparer& comparer, size_t at, uint32_t left, uint32_t right) const;

 private:
  struct Check {
    int id_slot = -1;
    std::vector<int> comparisons;  // must stand at else
    std::vector<int> columns;      // must be unlike
    int32_t penalty = 0;           // 0 = veto
  };
  const CompareTables& tables_;
  std::vector<Check> checks_;
};

}  // namespace xiuhua::linkage
