// Evaluation: clusters and scored pairs against the truth.
//
// The truth is either an entity for each record, or a list of judged pairs. Measures, over the records (judged pairs)
// the truth speaks of:
//   pairs          pairs scored at or above a threshold, against the true pairs
//   cluster pairs  pairs of records that ended in one cluster, against the true pairs
//   B-cubed        for each record the share of its cluster that is its entity (precision) and of its entity that is in
//   its
//                  cluster (recall), averaged (Bagga and Baldwin, 1998); only with an entity for each record
//   found pairs    true pairs that are in the pair file at all: what blocking (and the file's lowest weight) let
//   through
// Precision, recall and F1 are ratios of sums over independent parts (records connected by truth or prediction); their
// 95 % intervals are Wilson's, on the effective number of pairs that the variance between parts leaves (Korn and
// Graubard 1998), so that a few large clusters do not feign certainty.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "sql/engine.h"

namespace xiuhua::linkage {

// A share between 0 and 1 with its 95 % interval; `known` is false when there was nothing to divide by.
struct Share {
  double value = 0;
  double low = 0;
  double high = 1;
  bool known = false;
};

struct Quality {
  int64_t true_pairs = 0;   // to be found
  int64_t said_pairs = 0;   // predicted
  int64_t right_pairs = 0;  // both
  Share precision, recall, f1;
};

// Records are numbered 0..n-1; entity and cluster are any numbers.
struct JudgedPair {
  uint32_t left = 0;
  uint32_t right = 0;
  bool same = true;
};
struct ScoredPair {
  uint32_t left = 0;
  uint32_t right = 0;
  double bits = 0;  // log2 of the odds
};
struct Truth {
  std::vector<uint32_t> entity;    // per record; empty when only pairs were judged
  std::vector<JudgedPair> judged;  // used when entity is empty; each pair once
};

// One threshold. `clusters`: the pairs at or above it taken with all their consequences (connected components).
struct ThresholdLine {
  double bits = 0;
  int64_t said = 0, right = 0, cluster_said = 0, cluster_right = 0;
  double precision = 0, recall = 0, f1 = 0;                          // pairs
  double cluster_precision = 0, cluster_recall = 0, cluster_f1 = 0;  // 0 for judged pairs
};

Quality QualityOfClusters(const Truth& truth, std::span<const uint32_t> cluster);
Quality QualityOfPairs(const Truth& truth, uint32_t records, std::span<const ScoredPair> pairs, double threshold_bits);
// Precision, recall, F1.
struct BCubed {
  double precision = 0, recall = 0, f1 = 0;
};
BCubed BCubedOf(std::span<const uint32_t> entity, std::span<const uint32_t> cluster);
// One line for each different weight, highest first; at most `most`, evenly chosen.
std::vector<ThresholdLine> EveryThreshold(const Truth& truth, uint32_t records, std::vector<ScoredPair> pairs,
                                          size_t most = 10'000);
// x of n, or a ratio of sums over independent parts.
Share WilsonShare(double value, double effective_count);
struct Part {
  double over = 0;
  double under = 0;
};
Share ShareOfParts(std::span<const Part> parts);

struct EvaluateRequest {
  std::string clusters_file;  // csv or parquet: source, id, cluster_id; source may be absent
  std::string truth_file;     // (source,) id, cluster; or a list of pairs, with or without a verdict
  std::string pairs_file;     // optional: left_source, left_id, right_source, right_id, weight, probability
  double threshold = 0.5;     // for the pair file
};

struct Evaluation {
  std::string truth_shape;    // entities, judged_pairs, true_pairs
  int64_t truth_records = 0;  // records the truth speaks of
  int64_t judged_pairs = 0;
  int64_t not_clustered = 0;  // of them, not in the clusters file; count as alone
  int64_t without_truth = 0;  // records of the clusters file left out
  Quality clusters;
  bool has_b_cubed = false;
  BCubed b_cubed;
  bool has_pairs = false;
  double threshold = 0.5;
  int64_t pairs = 0;  // of the pair file, both records known to the truth
  Share found_pairs;  // true pairs in the pair file
  Quality at_threshold;
  std::vector<ThresholdLine> thresholds;
  ThresholdLine best_pairs;  // highest F1
  ThresholdLine best_clusters;
};

// Errors: LNK-040 (columns not recognised), LNK-041 (an id in several sources and no source in the truth), LNK-042 (no
// record in common), SQL-001 (unreadable file).
Result<Evaluation> EvaluateFiles(sql::Engine& engine, const EvaluateRequest& request);

std::string EvaluationText(const Evaluation& evaluation, Language language);
std::string EvaluationJson(const Evaluation& evaluation);
std::string ThresholdCsv(const Evaluation& evaluation);

}  // namespace xiuhua::linkage
