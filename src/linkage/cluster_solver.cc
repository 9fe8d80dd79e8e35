#include "linkage/cluster_solver.h"

#include <algorithm>

#include "linkage/union_find.h"

namespace xiuhua::linkage {
namespace {

constexpr int kMaxRounds = 8;   // of merging and moving
constexpr int kMaxPasses = 12;  // over the nodes in one round
constexpr uint32_t kTradeUpTo = 64;
constexpr uint32_t kNobody = UINT32_MAX;
// More than all evidence of a component can sum up to: a pair declared different never ends in one cluster.
constexpr int64_t kForbidden = int64_t{1} << 60;

}  // namespace

int64_t ComponentSolver::Total(const Link& link, uint64_t pairs) const {
  if (link.forbidden > 0) return -kForbidden;
  return link.sum - problem_->unscored_penalty * static_cast<int64_t>(pairs - link.scored);
}

// Records declared the same become one node, unless that would join records declared different.
void ComponentSolver::Contract() {
  contradictions_.clear();
  UnionFind sets(problem_->records);
  for (const auto& [left, right] : problem_->same) {
    const uint32_t a = sets.Find(left);
    const uint32_t b = sets.Find(right);
    const bool against = std::ranges::any_of(problem_->different, [&](const auto& pair) {
      const uint32_t x = sets.Find(pair.first);
      const uint32_t y = sets.Find(pair.second);
      return (x == a && y == b) || (x == b && y == a);
    });
    if (against) {
      contradictions_.emplace_back(left, right);
    } else {
      sets.Join(left, right);
    }
  }
  node_of_record_.assign(problem_->records, 0);
  std::vector<uint32_t> node_of_set(problem_->records, kNobody);
  nodes_ = 0;
  for (uint32_t record = 0; record < problem_->records; ++record) {
    uint32_t& node = node_of_set[sets.Find(record)];
    if (node == kNobody) node = nodes_++;
    node_of_record_[record] = node;
  }
}

void ComponentSolver::BuildNodes() {
  node_size_.assign(nodes_, 0);
  node_claims_.assign(nodes_, {});
  for (uint32_t record = 0; record < problem_->records; ++record) {
    const uint32_t node = node_of_record_[record];
    ++node_size_[node];
    if (!problem_->claims.empty()) {
      node_claims_[node].insert(node_claims_[node].end(), problem_->claims[record].begin(),
                                problem_->claims[record].end());
    }
  }
  for (std::vector<Claim>& claims : node_claims_) std::ranges::sort(claims);
  if (node_links_.size() < nodes_) node_links_.resize(nodes_);
  for (uint32_t node = 0; node < nodes_; ++node) node_links_[node].clear();
  const auto Connect = [this](uint32_t left, uint32_t right, const Link& link) {
    const uint32_t a = node_of_record_[left];
    const uint32_t b = node_of_record_[right];
    if (a == b) return;
    node_links_[a].push_back({b, link});
    node_links_[b].push_back({a, link});
  };
  for (const Pair& pair : problem_->pairs) Connect(pair.left, pair.right, {pair.evidence, 1, 0});
  for (const auto& [left, right] : problem_->different) Connect(left, right, {0, 0, 1});
  for (uint32_t node = 0; node < nodes_; ++node) {
    std::vector<Neighbour>& links = node_links_[node];
    std::ranges::sort(links, {}, &Neighbour::node);
    size_t kept = 0;
    for (size_t i = 0; i < links.size(); ++i) {
      if (kept > 0 && links[kept - 1].node == links[i].node) {
        Link& into = links[kept - 1].link;
        into.sum += links[i].link.sum;
        into.scored += links[i].link.scored;
        into.forbidden += links[i].link.forbidden;
      } else {
        links[kept++] = links[i];
      }
    }
    links.resize(kept);
  }
}

const Link* ComponentSolver::NodeLink(uint32_t a, uint32_t b) const {
  const std::vector<Neighbour>& links = node_links_[a];
  const auto at = std::ranges::lower_bound(links, b, {}, &Neighbour::node);
  return at == links.end() || at->node != b ? nullptr : &at->link;
}

// Everything that is kept by cluster, from cluster_of_node_.
void ComponentSolver::LinkClusters() {
  cluster_size_.assign(nodes_, 0);
  members_.resize(std::max<size_t>(members_.size(), nodes_));
  near_.resize(std::max<size_t>(near_.size(), nodes_));
  for (uint32_t i = 0; i < nodes_; ++i) {
    members_[i].clear();
    near_[i].clear();
  }
  claims_.Reset(nodes_);
  links_.Reset(nodes_);
  for (uint32_t node = 0; node < nodes_; ++node) {
    const uint32_t cluster = cluster_of_node_[node];
    cluster_size_[cluster] += node_size_[node];
    members_[cluster].push_back(node);
    claims_.Add(cluster, node_claims_[node]);
  }
  for (uint32_t node = 0; node < nodes_; ++node) {
    const uint32_t a = cluster_of_node_[node];
    for (const Neighbour& other : node_links_[node]) {
      const uint32_t b = cluster_of_node_[other.node];
      if (other.node < node || a == b) continue;
      const bool fresh = links_.Find(a, b) == nullptr;
      Link& link = links_.At(a, b);
      link.sum += other.link.sum;
      link.scored += other.link.scored;
      link.forbidden += other.link.forbidden;
      if (fresh) {
        near_[a].push_back(b);
        near_[b].push_back(a);
      }
    }
  }
  empty_.clear();
  for (uint32_t i = nodes_; i-- > 0;) {
    if (members_[i].empty()) empty_.push_back(i);
  }
}

namespace {

// Highest summed evidence first; equal ones by cluster numbers.
constexpr auto kLess = [](const auto& x, const auto& y) {
  if (x.priority != y.priority) return x.priority < y.priority;
  return x.a != y.a ? x.a > y.a : x.b > y.b;
};

}  // namespace

void ComponentSolver::Consider(uint32_t a, uint32_t b, const Link& link) {
  const uint64_t sizes = cluster_size_[a] * cluster_size_[b];
  const int64_t total = Total(link, sizes);
  if (total <= 0) return;
  heap_.push_back({total, std::min(a, b), std::max(a, b), sizes, link.sum});
  std::ranges::push_heap(heap_, kLess);
}

void ComponentSolver::Join(uint32_t into, uint32_t from) {
  cluster_size_[into] += cluster_size_[from];
  for (const uint32_t node : members_[from]) cluster_of_node_[node] = into;
  members_[into].insert(members_[into].end(), members_[from].begin(), members_[from].end());
  members_[from].clear();
  cluster_size_[from] = 0;
  claims_.Move(from, into);
  links_.Erase(into, from);
  for (const uint32_t other : near_[from]) {
    const Link* moved = other == into ? nullptr : links_.Find(from, other);
    if (moved == nullptr) continue;
    const Link copy = *moved;
    links_.Erase(from, other);
    const bool fresh = links_.Find(into, other) == nullptr;
    Link& link = links_.At(into, other);
    link.sum += copy.sum;
    link.scored += copy.scored;
    link.forbidden += copy.forbidden;
    if (fresh) {
      near_[into].push_back(other);
      near_[other].push_back(into);
    }
    Consider(into, other, link);
  }
  near_[from].clear();
}

// Joins clusters as long as that raises the evidence; true when it did. A stale entry of the heap promises at least
// as much as is there, since growing clusters only add pairs that were not scored; it is looked at anew.
bool ComponentSolver::MergeClusters() {
  LinkClusters();
  heap_.clear();
  for (uint32_t a = 0; a < nodes_; ++a) {
    for (const uint32_t b : near_[a]) {
      if (a < b) Consider(a, b, *links_.Find(a, b));
    }
  }
  bool merged = false;
  while (!heap_.empty()) {
    const Candidate top = heap_.front();
    std::ranges::pop_heap(heap_, kLess);
    heap_.pop_back();
    const Link* link = links_.Find(top.a, top.b);
    if (link == nullptr) continue;
    if (top.sum != link->sum) continue;  // a newer entry was made when the sum changed
    if (top.sizes != cluster_size_[top.a] * cluster_size_[top.b]) {
      Consider(top.a, top.b, *link);
      continue;
    }
    if (claims_.Conflict(top.a, top.b) != 0) continue;
    const bool a_is_larger = near_[top.a].size() >= near_[top.b].size();
    Join(a_is_larger ? top.a : top.b, a_is_larger ? top.b : top.a);
    merged = true;
  }
  return merged;
}

// towards_[cluster] for every cluster the node has a link to, in reached_.
void ComponentSolver::Gather(uint32_t node) {
  for (const uint32_t cluster : reached_) towards_[cluster] = Link{};
  reached_.clear();
  for (const Neighbour& other : node_links_[node]) {
    const uint32_t cluster = cluster_of_node_[other.node];
    Link& link = towards_[cluster];
    if (link.scored == 0 && link.forbidden == 0) reached_.push_back(cluster);
    link.sum += other.link.sum;
    link.scored += other.link.scored;
    link.forbidden += other.link.forbidden;
  }
  std::ranges::sort(reached_);
}

// Evidence of a node towards a cluster; the node itself and node `without` are left out.
int64_t ComponentSolver::Towards(uint32_t node, uint32_t cluster, uint32_t without) const {
  Link link;
  for (const Neighbour& other : node_links_[node]) {
    if (cluster_of_node_[other.node] != cluster || other.node == without) continue;
    link.sum += other.link.sum;
    link.scored += other.link.scored;
    link.forbidden += other.link.forbidden;
  }
  uint64_t size = cluster_size_[cluster];
  if (cluster_of_node_[node] == cluster) size -= node_size_[node];
  if (without != kNobody && cluster_of_node_[without] == cluster) size -= node_size_[without];
  return Total(link, node_size_[node] * size);
}

uint32_t ComponentSolver::EmptyCluster() {
  while (!members_[empty_.back()].empty()) empty_.pop_back();
  return empty_.back();
}

void ComponentSolver::Place(uint32_t node, uint32_t cluster) {
  const uint32_t from = cluster_of_node_[node];
  claims_.Remove(from, node_claims_[node]);
  cluster_size_[from] -= node_size_[node];
  std::erase(members_[from], node);
  if (members_[from].empty()) empty_.push_back(from);
  cluster_of_node_[node] = cluster;
  claims_.Add(cluster, node_claims_[node]);
  cluster_size_[cluster] += node_size_[node];
  members_[cluster].push_back(node);
}

// Where a node that has to leave its cluster is best off, once `leaving` has left its own: a cluster, or kNobody for
// alone. Evidence there in `gain`.
uint32_t ComponentSolver::Refuge(uint32_t node, uint32_t leaving, int64_t& gain) {
  const uint32_t home = cluster_of_node_[leaving];
  claims_.Remove(home, node_claims_[leaving]);
  std::vector<uint32_t> clusters;
  for (const Neighbour& other : node_links_[node]) clusters.push_back(cluster_of_node_[other.node]);
  std::ranges::sort(clusters);
  const auto twice = std::ranges::unique(clusters);
  clusters.erase(twice.begin(), twice.end());
  uint32_t best = kNobody;
  gain = 0;
  for (const uint32_t cluster : clusters) {
    if (cluster == cluster_of_node_[node] || claims_.Conflict(cluster, node_claims_[node]) != 0) continue;
    const int64_t there = Towards(node, cluster, leaving);
    if (there <= gain) continue;
    gain = there;
    best = cluster;
  }
  claims_.Add(home, node_claims_[leaving]);
  return best;
}

// `node` would do better in `target`, which one member of it forbids: that member leaves for the place where it is
// best off, when both together gain more than `node` can gain without.
bool ComponentSolver::Trade(uint32_t node, uint32_t target, int64_t without_trade) {
  if (members_[target].size() > kTradeUpTo) return false;
  uint32_t other = kNobody;
  for (const uint32_t member : members_[target]) {
    claims_.Remove(target, node_claims_[member]);
    const bool fits = claims_.Conflict(target, node_claims_[node]) == 0;
    claims_.Add(target, node_claims_[member]);
    if (fits) {
      other = member;
      break;
    }
  }
  if (other == kNobody || node_links_[other].size() > kTradeUpTo) return false;
  int64_t there = 0;
  const uint32_t refuge = Refuge(other, node, there);
  const int64_t gain = Towards(node, target, other) - without_trade + there - Towards(other, target, kNobody);
  if (gain <= 0) return false;
  Place(other, refuge == kNobody ? EmptyCluster() : refuge);
  Place(node, target);
  return true;
}

bool ComponentSolver::MoveNode(uint32_t node) {
  Gather(node);
  const uint32_t home = cluster_of_node_[node];
  const int64_t own = Total(towards_[home], node_size_[node] * (cluster_size_[home] - node_size_[node]));
  int64_t best = std::max<int64_t>(own, 0);
  uint32_t target = own < 0 ? kNobody : home;  // kNobody: alone
  int64_t best_barred = best;
  uint32_t barred = kNobody;
  for (const uint32_t cluster : reached_) {
    if (cluster == home) continue;
    const int64_t there = Total(towards_[cluster], node_size_[node] * cluster_size_[cluster]);
    if (there <= best && there <= best_barred) continue;
    if (claims_.Conflict(cluster, node_claims_[node]) == 0) {
      if (there > best) {
        best = there;
        target = cluster;
      }
    } else if (there > best_barred) {
      best_barred = there;
      barred = cluster;
    }
  }
  if (barred != kNobody && best_barred > best && Trade(node, barred, best)) return true;
  if (target == home) return false;
  Place(node, target == kNobody ? EmptyCluster() : target);
  return true;
}

bool ComponentSolver::MoveNodes() {
  LinkClusters();
  towards_.assign(nodes_, {});
  reached_.clear();
  bool moved = false;
  for (int pass = 0; pass < kMaxPasses; ++pass) {
    bool any = false;
    for (uint32_t node = 0; node < nodes_; ++node) any |= MoveNode(node);
    if (!any) break;
    moved = true;
  }
  return moved;
}

void ComponentSolver::Finish() {
  LinkClusters();
  labels_.assign(problem_->records, kNobody);
  std::vector<uint32_t> first(nodes_, kNobody);
  for (uint32_t record = 0; record < problem_->records; ++record) {
    uint32_t& label = first[cluster_of_node_[node_of_record_[record]]];
    if (label == kNobody) label = record;
    labels_[record] = label;
  }
}

std::span<const uint32_t> ComponentSolver::Solve(const Problem& problem) {
  problem_ = &problem;
  Contract();
  BuildNodes();
  cluster_of_node_.resize(nodes_);
  for (uint32_t node = 0; node < nodes_; ++node) cluster_of_node_[node] = node;
  for (int round = 0; round < kMaxRounds; ++round) {
    const bool merged = MergeClusters();
    if (nodes_ <= 2 || (!merged && round > 0) || !MoveNodes()) break;
  }
  Finish();
  return labels_;
}

void ComponentSolver::Adopt(const Problem& problem, std::span<const uint32_t> labels) {
  problem_ = &problem;
  Contract();
  BuildNodes();
  cluster_of_node_.assign(nodes_, 0);
  for (uint32_t record = problem.records; record-- > 0;) {
    cluster_of_node_[node_of_record_[record]] = node_of_record_[labels[record]];
  }
  Finish();
}

ComponentSolver::Between ComponentSolver::Look(uint32_t left, uint32_t right) {
  const uint32_t a = cluster_of_node_[node_of_record_[left]];
  const uint32_t b = cluster_of_node_[node_of_record_[right]];
  Between between;
  if (a == b) return between;
  if (const Link* link = links_.Find(a, b)) between.link = *link;
  between.pairs = cluster_size_[a] * cluster_size_[b];
  between.conflict = claims_.Conflict(a, b);
  return between;
}

int64_t ComponentSolver::Objective(const Problem& problem, std::span<const uint32_t> labels) {
  int64_t sum = 0;
  std::vector<uint64_t> sizes(problem.records, 0);
  int64_t scored = 0;
  for (const uint32_t label : labels) ++sizes[label];
  for (const Pair& pair : problem.pairs) {
    if (labels[pair.left] != labels[pair.right]) continue;
    sum += pair.evidence;
    ++scored;
  }
  int64_t pairs = 0;
  for (const uint64_t size : sizes) pairs += static_cast<int64_t>(size * (size - 1) / 2);
  return sum - problem.unscored_penalty * (pairs - scored);
}

}  // namespace xiuhua::linkage
