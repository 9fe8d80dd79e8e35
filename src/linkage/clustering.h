// Clustering: from scored pairs to entities, without chaining.
//
// A pair above the threshold is evidence, not a verdict: one wrong pair between two families of records must not make
// them one person. ClusterRecords therefore weighs, for any two groups of records, everything that was scored between
// them:
//
//   evidence(A, B) = sum over scored pairs of clamp(weight - threshold, -cap_against, +cap_for)
//                    - unscored_penalty x pairs between A and B that were not scored
//
// and puts records together so that the evidence inside the clusters is as high as it can find (correlation
// clustering): 1. connected components of the pairs at or above the threshold, each solved alone; 2. in each, the two
// groups with the highest summed evidence are merged first, as long as it is above zero and no constraint breaks; 3.
// single records move to the group that more speaks for, also by trading places; 4. groups are merged again, until
// nothing improves. All sums are whole numbers, all ties broken by `order`: the partition does not depend on the order
// of rows, pairs, inputs or on threads.
//
// Constraints: at most one record of a source (one_to_one, unique_in_source), values two members must share when both
// have one (vetoes, e.g. a valid ID number), and people's decisions, which win over all of these. Decisions that
// contradict each other are reported, and the contradicting "same" is not applied.
//
// Every pair at or above the threshold that did not end in one cluster is reported as a Cut, with its reason.
//
// Cost: near-linear in the pairs (10 M records and 21 M pairs: 4 s of processor time); about 40 bytes a record and 8 a
// pair beside the input. Parts that hold more than one
// record are solved in parallel.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "linkage/edges.h"

namespace xiuhua::linkage {

// One value per record, 0 = none. Two records with different values never share a cluster - within one source only, or
// across all of them.
struct Veto {
  std::span<const uint32_t> values;
  bool within_source = false;
};

// What a person decided about two records.
struct PairDecision {
  uint32_t left = 0;
  uint32_t right = 0;
  bool same = true;
};

struct ClusterOptions {
  int32_t threshold = 0;               // 0 = probability 0.5
  bool plain_components = false;       // only connected components and decisions; for comparison
  bool one_to_one = false;             // at most one record of each source in a cluster
  std::vector<bool> unique_in_source;  // by source number: this source holds nobody twice; may be shorter
  std::vector<Veto> vetoes;            // at most 16
  std::vector<PairDecision> decisions;
  int32_t cap_for = 20 * kWeightOne;
  int32_t cap_against = 4 * kWeightOne;
  int32_t unscored_penalty = kWeightOne / 2;
  // Scores a pair that no blocking rule found, in the same scale as edges; may be empty. Called from several threads
  // for pairs of records of one component of 3 to `score_up_to` records.
  std::function<int32_t(uint32_t, uint32_t)> score;
  uint32_t score_up_to = 24;
  int threads = 1;
};

enum class CutReason : uint8_t {
  kDecision,    // a person said that records of the two clusters differ
  kOneSource,   // both clusters hold a record of `detail`, a source number, that holds nobody twice
  kVeto,        // both clusters hold values of veto `detail`, and they differ
  kOutweighed,  // what speaks against joining the two clusters is more than what speaks for it
};

struct Cut {
  uint32_t left = 0;
  uint32_t right = 0;
  int32_t weight = 0;  // of the pair
  CutReason reason = CutReason::kOutweighed;
  uint32_t detail = 0;
  int64_t evidence = 0;   // between the two clusters, in 1/65,536 bits; decisions not counted
  uint32_t scored = 0;    // pairs between them that were scored
  uint32_t unscored = 0;  // and that were not
  bool operator==(const Cut&) const = default;
};

struct Clustering {
  // Per record: the record of its cluster that comes first in `order`.
  std::vector<uint32_t> cluster;
  std::vector<Cut> cuts;                     // by left, right in `order`
  std::vector<PairDecision> contradictions;  // "same" decisions not applied
  uint32_t clusters = 0;                     // single records counted
  uint32_t components = 0;                   // connected parts of more than one record
  uint32_t largest_component = 0;
  int64_t rescored = 0;  // pairs that options.score was asked for
};

// A partition to carry on from: parts without a touched record keep what they had.
struct Standing {
  std::span<const uint32_t> cluster;  // Clustering::cluster of the run before, for the first so many records
  std::span<const uint8_t> touched;   // per record: 1 = new, changed, or a pair or decision of it is
};

// `source`: per record, its input's number. `order`: per record, its place in the order of (source, id), each place
// once; empty = by index. Pairs may come in any order; of two scores for a pair the higher counts.
Clustering ClusterRecords(std::span<const uint32_t> source, std::span<const uint32_t> order,
                          std::span<const Edge> edges, const ClusterOptions& options,
                          const Standing* standing = nullptr);

}  // namespace xiuhua::linkage
