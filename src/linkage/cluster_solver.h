// ComponentSolver: the best partition it can find of one connected component (clustering.h says how and why).
//
// Nodes are records, or groups of records that a person declared the same. Everything is local: nodes and records are
// numbered 0..n-1 in the total order of the input, so the answer depends on nothing else. One solver serves many
// components one after the other and keeps its buffers; it is not thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace xiuhua::linkage {

// Something a record says of the entity it belongs to: two clusters conflict when both speak of one key and share no
// value of it.
struct Claim {
  uint64_t key = 0;
  uint32_t value = 0;
  auto operator<=>(const Claim&) const = default;
};

// Evidence between two nodes or clusters: summed over `scored` pairs of records.
struct Link {
  int64_t sum = 0;
  uint32_t scored = 0;
  uint32_t forbidden = 0;  // pairs that a person declared different
};

// Links by unordered pair of numbers below n: a matrix when n is small, else a hash table.
class LinkTable {
 public:
  void Reset(uint32_t count);
  // nullptr when there is none.
  Link* Find(uint32_t a, uint32_t b);
  // The link, made empty when there was none.
  Link& At(uint32_t a, uint32_t b);
  void Erase(uint32_t a, uint32_t b);

 private:
  static constexpr uint32_t kDenseUpTo = 48;
  struct Cell {
    Link link;
    bool present = false;
  };
  [[nodiscard]] static uint64_t Key(uint32_t a, uint32_t b) {
    return a < b ? (static_cast<uint64_t>(a) << 32) | b : (static_cast<uint64_t>(b) << 32) | a;
  }
  uint32_t count_ = 0;
  std::vector<Cell> dense_;
  std::unordered_map<uint64_t, Link> sparse_;
};

// What the members of each cluster claim, with counts, so that members can leave again.
class ClaimBook {
 public:
  void Reset(uint32_t clusters);
  void Add(uint32_t cluster, std::span<const Claim> claims);
  void Remove(uint32_t cluster, std::span<const Claim> claims);
  void Move(uint32_t from, uint32_t into);  // all of them; `from` is empty after
  // The first key on which both conflict; 0 when there is none.
  [[nodiscard]] uint64_t Conflict(uint32_t a, uint32_t b) const;
  [[nodiscard]] uint64_t Conflict(uint32_t cluster, std::span<const Claim> claims) const;

 private:
  struct Entry {
    Claim claim;
    uint32_t count = 0;
  };
  std::vector<std::vector<Entry>> entries_;  // by cluster, sorted by claim
};

class ComponentSolver {
 public:
  struct Pair {
    uint32_t left = 0;  // left < right
    uint32_t right = 0;
    int64_t evidence = 0;
  };
  struct Problem {
    uint32_t records = 0;
    std::vector<Pair> pairs;                               // each pair once
    std::vector<std::vector<Claim>> claims;                // by record, sorted, keys above 0
    std::vector<std::pair<uint32_t, uint32_t>> same;       // decisions, left < right, sorted
    std::vector<std::pair<uint32_t, uint32_t>> different;  // left < right, sorted
    int64_t unscored_penalty = 0;
  };
  struct Between {
    Link link;
    uint64_t pairs = 0;     // of records
    uint64_t conflict = 0;  // key; 0 = none
  };

  // Per record, the first record of its cluster. The view lives until the next call.
  std::span<const uint32_t> Solve(const Problem& problem);
  // Takes a partition (per record, the first record of its cluster) instead of finding one.
  void Adopt(const Problem& problem, std::span<const uint32_t> labels);
  // Of the clusters of two records, after Solve or Adopt.
  [[nodiscard]] Between Look(uint32_t left, uint32_t right);
  // "same" decisions of the last problem that were not applied.
  [[nodiscard]] const std::vector<std::pair<uint32_t, uint32_t>>& contradictions() const { return contradictions_; }

  // The quantity that Solve raises: evidence inside the clusters. For tests.
  static int64_t Objective(const Problem& problem, std::span<const uint32_t> labels);

 private:
  struct Neighbour {
    uint32_t node = 0;
    Link link;
  };
  struct Candidate {
    int64_t priority = 0;
    uint32_t a = 0;
    uint32_t b = 0;
    uint64_t sizes = 0;  // size of a x size of b and the sum at the time; else the entry is stale
    int64_t sum = 0;
  };

  void Contract();
  void BuildNodes();
  void LinkClusters();
  bool MergeClusters();
  void Consider(uint32_t a, uint32_t b, const Link& link);
  void Join(uint32_t into, uint32_t from);
  bool MoveNodes();
  bool MoveNode(uint32_t node);
  uint32_t Refuge(uint32_t node, uint32_t leaving, int64_t& gain);
  bool Trade(uint32_t node, uint32_t target, int64_t without_trade);
  void Gather(uint32_t node);
  void Place(uint32_t node, uint32_t cluster);
  uint32_t EmptyCluster();
  [[nodiscard]] int64_t Total(const Link& link, uint64_t pairs) const;
  [[nodiscard]] int64_t Towards(uint32_t node, uint32_t cluster, uint32_t without) const;
  [[nodiscard]] const Link* NodeLink(uint32_t a, uint32_t b) const;
  void Finish();

  const Problem* problem_ = nullptr;
  std::vector<std::pair<uint32_t, uint32_t>> contradictions_;
  // nodes
  uint32_t nodes_ = 0;
  std::vector<uint32_t> node_of_record_;
  std::vector<uint64_t> node_size_;
  std::vector<std::vector<Claim>> node_claims_;
  std::vector<std::vector<Neighbour>> node_links_;  // sorted by node
  // clusters: numbered below nodes_
  std::vector<uint32_t> cluster_of_node_;
  std::vector<uint64_t> cluster_size_;
  std::vector<std::vector<uint32_t>> members_;  // nodes
  std::vector<std::vector<uint32_t>> near_;     // clusters with a link; may name ones that are gone
  std::vector<uint32_t> empty_;                 // clusters without members, among others
  LinkTable links_;
  ClaimBook claims_;
  std::vector<Candidate> heap_;
  // of one node towards clusters
  std::vector<Link> towards_;
  std::vector<uint32_t> reached_;
  std::vector<uint32_t> labels_;
};

}  // namespace xiuhua::linkage
