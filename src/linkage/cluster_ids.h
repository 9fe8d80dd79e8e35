// Cluster ids that live on from run to run.
//
// A cluster keeps the oldest (smallest) id that any of its records carried before. Where a former cluster fell apart,
// its id stays with the part that holds most of its records (a tie: with the part whose first record comes first in the
// total order); the other parts take the next oldest id among their records that nobody else keeps, else a new one. An
// id is never used again for other records.
//
// History, one row per change, so that a reader who holds an old id finds where its records went:
//   created  cluster_id is new; none of its records was known before
//   merged   other_id is no longer in use; `records` of it are now in cluster_id
//   split    other_id lives on elsewhere; `records` of it are now in cluster_id
//   ended    cluster_id: none of its records is there any more
// The first run writes none: clusters.csv is its history.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace xiuhua::linkage {

enum class ClusterChangeKind : uint8_t { kCreated, kMerged, kSplit, kEnded };

struct ClusterChange {
  ClusterChangeKind kind = ClusterChangeKind::kCreated;
  int64_t cluster_id = 0;
  int64_t other_id = 0;  // 0 = none
  int64_t records = 0;
  auto operator<=>(const ClusterChange&) const = default;
};

struct FormerIds {
  // Per record of this run: its id of the run before, 0 = it was not there.
  std::span<const int64_t> of_record;
  // Ids of the run before whose records are all or partly gone: one entry per gone record.
  std::vector<int64_t> gone;
  // Larger than every id ever used; 1 on the first run.
  int64_t next_id = 1;
};

struct ClusterIds {
  std::vector<int64_t> of_record;
  std::vector<ClusterChange> changes;  // sorted
  int64_t next_id = 1;
};

// `cluster`: Clustering::cluster. `order`: the total order of records, empty = by index.
ClusterIds AssignClusterIds(std::span<const uint32_t> cluster, std::span<const uint32_t> order,
                            const FormerIds& former);

// The kind as it stands in cluster_history.csv.
std::string ChangeWord(ClusterChangeKind kind);

}  // namespace xiuhua::linkage
