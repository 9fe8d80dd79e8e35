// Scoring: every candidate pair once, in numbered units, kept where its probability is high enough.
#pragma once

#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "linkage/edges.h"
#include "linkage/link_blocks.h"
#include "linkage/link_frequency.h"
#include "linkage/link_model.h"

namespace xiuhua::linkage {

struct Scores {
  std::vector<Edge> edges;         // by (left, right); weight >= keep
  int64_t scored = 0;              // pairs compared
  std::vector<int64_t> histogram;  // pairs by whole bits of weight before term frequencies, from -100 to 100
  std::vector<std::vector<int64_t>> level_counts;  // [comparison][code]
};

struct ScoreOptions {
  int threads = 2;
  int32_t keep = 0;  // lowest weight kept
};

Result<Scores> ScorePairs(const LinkSpec& spec, const CompareTables& tables, const Blocks& blocks,
                          const LinkModel& model, const ScoreOptions& options, Progress& progress);

// What one pair weighs: the parts in the order of the spec.
struct PairParts {
  int32_t prior = 0;          // against strangers
  int32_t related_prior = 0;  // against relatives; 0 when the model has none
  struct Part {
    uint8_t code = kSilent;
    int32_t weight = 0;          // of the level
    int32_t term_frequency = 0;  // on top
    int32_t related_weight = 0;  // of the level, against relatives
  };
  std::vector<Part> parts;
  int32_t conflict = 0;  // taken off; Conflicts::kVeto
  int32_t total = 0;
};
PairParts ExplainPair(const LinkSpec& spec, const CompareTables& tables, const LinkModel& model, uint32_t left,
                      uint32_t right);

}  // namespace xiuhua::linkage
