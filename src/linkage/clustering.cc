#include "linkage/clustering.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>
#include <unordered_map>

#include "linkage/cluster_solver.h"
#include "linkage/union_find.h"

namespace xiuhua::linkage {
namespace {

constexpr uint32_t kPartsPerTurn = 512;  // a thread takes so many components at a time
constexpr uint64_t kSourceKey = uint64_t{1} << 40;
constexpr uint64_t kVetoKey = uint64_t{2} << 40;

// Things grouped by a number: the members of group g are at[first[g]] .. at[first[g + 1]].
struct Groups {
  std::vector<uint64_t> first;
  std::vector<uint32_t> at;
  [[nodiscard]] std::span<const uint32_t> Of(uint32_t group) const {
    return std::span(at).subspan(first[group], first[group + 1] - first[group]);
  }
};

constexpr uint32_t kNoGroup = UINT32_MAX;

// Groups 0..count-1 of `things`, each group in the order of the things.
template <class GroupOf>
Groups GroupThings(uint64_t things, uint32_t count, GroupOf group_of) {
  Groups groups;
  groups.first.assign(size_t{count} + 1, 0);
  for (uint64_t i = 0; i < things; ++i) {
    const uint32_t group = group_of(i);
    if (group != kNoGroup) ++groups.first[size_t{group} + 1];
  }
  std::partial_sum(groups.first.begin(), groups.first.end(), groups.first.begin());
  groups.at.resize(groups.first[count]);
  std::vector<uint64_t> next(groups.first.begin(), groups.first.end() - 1);
  for (uint64_t i = 0; i < things; ++i) {
    const uint32_t group = group_of(i);
    if (group != kNoGroup) groups.at[next[group]++] = static_cast<uint32_t>(i);
  }
  return groups;
}

class Work {
 public:
  Work(std::span<const uint32_t> source, std::span<const uint32_t> order, std::span<const Edge> edges,
       const ClusterOptions& options, const Standing* standing)
      : source_(source), order_(order), edges_(edges), options_(options), standing_(standing) {}

  Clustering Run() {
    const auto records = static_cast<uint32_t>(source_.size());
    out_.cluster.resize(records);
    std::iota(out_.cluster.begin(), out_.cluster.end(), 0);
    FindParts();
    SolveParts();
    const auto Place = [this](const auto& pair) {
      const auto [low, high] = std::minmax({Order(pair.left), Order(pair.right)});
      return std::pair(low, high);
    };
    std::ranges::sort(out_.cuts, {}, Place);
    std::ranges::sort(out_.contradictions, {}, Place);
    for (uint32_t record = 0; record < records; ++record) out_.clusters += out_.cluster[record] == record ? 1U : 0U;
    return std::move(out_);
  }

 private:
  // One thread's solver and what it found.
  struct Worker {
    ComponentSolver solver;
    ComponentSolver::Problem problem;
    std::vector<uint32_t> records;  // of the component, in order
    std::vector<Edge> pairs;
    std::vector<uint32_t> local;  // labels to adopt
    Clustering found;
  };

  [[nodiscard]] uint32_t Order(uint32_t record) const { return order_.empty() ? record : order_[record]; }
  [[nodiscard]] bool Links(const Edge& edge) const { return edge.weight >= options_.threshold; }

  // Connected components of the pairs at or above the threshold and of what was decided the same.
  void FindParts() {
    const auto records = static_cast<uint32_t>(source_.size());
    UnionFind sets(records);
    std::vector<std::pair<uint32_t, uint32_t>> removed;
    for (const PairDecision& decision : options_.decisions) {
      if (decision.same) sets.Join(decision.left, decision.right);
      if (!decision.same) removed.push_back(std::minmax(decision.left, decision.right));
    }
    std::ranges::sort(removed);
    for (const Edge& edge : edges_) {
      if (!Links(edge)) continue;
      const bool apart = options_.plain_components && !removed.empty() &&
                         std::ranges::binary_search(removed, std::pair(edge.left, edge.right));
      if (!apart) sets.Join(edge.left, edge.right);
    }
    // Parts are numbered by their first record in order.
    std::vector<uint32_t> by_order(records);
    for (uint32_t record = 0; record < records; ++record) by_order[Order(record)] = record;
    part_.assign(records, kNoGroup);
    std::vector<uint32_t> part_of_set(records, kNoGroup);
    uint32_t parts = 0;
    for (const uint32_t record : by_order) {
      const uint32_t set = sets.Find(record);
      const uint32_t size = sets.Size(set);
      if (size == 1) continue;
      if (part_of_set[set] == kNoGroup) part_of_set[set] = parts++;
      part_[record] = part_of_set[set];
      out_.largest_component = std::max(out_.largest_component, size);
    }
    out_.components = parts;
    records_ = GroupThings(records, parts, [&](uint64_t i) { return part_[by_order[i]]; });
    for (uint32_t& place : records_.at) place = by_order[place];
    pairs_ = GroupThings(edges_.size(), parts, [&](uint64_t i) {
      const uint32_t part = part_[edges_[i].left];
      return part == part_[edges_[i].right] ? part : kNoGroup;
    });
    decisions_ = GroupThings(options_.decisions.size(), parts, [&](uint64_t i) {
      const uint32_t part = part_[options_.decisions[i].left];
      return part == part_[options_.decisions[i].right] ? part : kNoGroup;
    });
    local_.assign(records, 0);
  }

  void SolveParts() {
    const int threads = std::max(1, options_.threads);
    std::vector<Worker> workers(static_cast<size_t>(threads));
    std::atomic<uint32_t> next{0};
    const auto Take = [&](Worker& worker) {
      while (true) {
        const uint32_t from = next.fetch_add(kPartsPerTurn);
        if (from >= out_.components) return;
        for (uint32_t part = from; part < std::min(out_.components, from + kPartsPerTurn); ++part) {
          SolvePart(part, worker);
        }
      }
    };
    std::vector<std::thread> helpers;
    helpers.reserve(workers.size());
    for (size_t i = 1; i < workers.size(); ++i) helpers.emplace_back([&, i] { Take(workers[i]); });
    Take(workers[0]);
    for (std::thread& thread : helpers) thread.join();
    for (const Worker& worker : workers) {
      out_.cuts.insert(out_.cuts.end(), worker.found.cuts.begin(), worker.found.cuts.end());
      out_.contradictions.insert(out_.contradictions.end(), worker.found.contradictions.begin(),
                                 worker.found.contradictions.end());
      out_.rescored += worker.found.rescored;
    }
  }

  void SolvePart(uint32_t part, Worker& worker) {
    const std::span<const uint32_t> members = records_.Of(part);
    worker.records.assign(members.begin(), members.end());
    for (uint32_t i = 0; i < members.size(); ++i) local_[members[i]] = i;
    if (options_.plain_components) {
      for (const uint32_t record : members) out_.cluster[record] = members[0];
      return;
    }
    const bool stands = KeepsStanding(members);
    TakePairs(part, worker);
    if (!stands) ScoreTheRest(worker);
    Pose(part, worker);
    if (stands) {
      Adopt(worker);
    } else {
      const std::span<const uint32_t> labels = worker.solver.Solve(worker.problem);
      for (uint32_t i = 0; i < members.size(); ++i) out_.cluster[members[i]] = members[labels[i]];
    }
    for (const auto& [left, right] : worker.solver.contradictions()) {
      worker.found.contradictions.push_back({members[left], members[right], true});
    }
    ReportCuts(worker);
  }

  [[nodiscard]] bool KeepsStanding(std::span<const uint32_t> members) const {
    if (standing_ == nullptr) return false;
    return std::ranges::all_of(members, [this](uint32_t record) {
      return record < standing_->cluster.size() && standing_->touched[record] == 0;
    });
  }

  // The component's pairs in local numbers, each once with its highest weight.
  void TakePairs(uint32_t part, Worker& worker) {
    worker.pairs.clear();
    for (const uint32_t at : pairs_.Of(part)) {
      const Edge& edge = edges_[at];
      const auto [low, high] = std::minmax(local_[edge.left], local_[edge.right]);
      if (low != high) worker.pairs.push_back({low, high, edge.weight});
    }
    std::ranges::sort(worker.pairs, [](const Edge& a, const Edge& b) {
      return a.left != b.left ? a.left < b.left : a.right != b.right ? a.right < b.right : a.weight > b.weight;
    });
    const auto same = std::ranges::unique(
        worker.pairs, [](const Edge& a, const Edge& b) { return a.left == b.left && a.right == b.right; });
    worker.pairs.erase(same.begin(), same.end());
  }

  void ScoreTheRest(Worker& worker) {
    const auto count = static_cast<uint32_t>(worker.records.size());
    if (!options_.score || count < 3 || count > options_.score_up_to) return;
    const size_t known = worker.pairs.size();
    size_t at = 0;
    for (uint32_t left = 0; left < count; ++left) {
      for (uint32_t right = left + 1; right < count; ++right) {
        if (at < known && worker.pairs[at].left == left && worker.pairs[at].right == right) {
          ++at;
          continue;
        }
        const auto [low, high] = std::minmax(worker.records[left], worker.records[right]);
        worker.pairs.push_back({left, right, options_.score(low, high)});
        ++worker.found.rescored;
      }
    }
    std::ranges::sort(worker.pairs);
  }

  void Pose(uint32_t part, Worker& worker) {
    ComponentSolver::Problem& problem = worker.problem;
    problem.records = static_cast<uint32_t>(worker.records.size());
    problem.unscored_penalty = options_.unscored_penalty;
    problem.pairs.clear();
    for (const Edge& edge : worker.pairs) {
      // A weight that equals the threshold speaks for the pair.
      const int64_t evidence = int64_t{edge.weight} - options_.threshold + (Links(edge) ? 1 : 0);
      problem.pairs.push_back(
          {edge.left, edge.right, std::clamp<int64_t>(evidence, -int64_t{options_.cap_against}, options_.cap_for)});
    }
    problem.claims.clear();
    if (AnyClaims()) {
      problem.claims.resize(problem.records);
      for (uint32_t i = 0; i < problem.records; ++i) AddClaims(worker.records[i], problem.claims[i]);
    }
    problem.same.clear();
    problem.different.clear();
    for (const uint32_t at : decisions_.Of(part)) {
      const PairDecision& decision = options_.decisions[at];
      const auto [low, high] = std::minmax(local_[decision.left], local_[decision.right]);
      if (low != high) (decision.same ? problem.same : problem.different).emplace_back(low, high);
    }
    for (auto* pairs : {&problem.same, &problem.different}) {
      std::ranges::sort(*pairs);
      const auto twice = std::ranges::unique(*pairs);
      pairs->erase(twice.begin(), twice.end());
    }
  }

  [[nodiscard]] bool AnyClaims() const {
    return options_.one_to_one || !options_.vetoes.empty() ||
           std::ranges::find(options_.unique_in_source, true) != options_.unique_in_source.end();
  }

  void AddClaims(uint32_t record, std::vector<Claim>& claims) const {
    const uint32_t source = source_[record];
    const bool unique =
        options_.one_to_one || (source < options_.unique_in_source.size() && options_.unique_in_source[source]);
    if (unique) claims.push_back({kSourceKey | source, record});
    for (uint32_t i = 0; i < options_.vetoes.size(); ++i) {
      const Veto& veto = options_.vetoes[i];
      if (veto.values[record] == 0) continue;
      const uint64_t within = veto.within_source ? (uint64_t{source} + 1) << 8 : 0;
      claims.push_back({kVetoKey | within | i, veto.values[record]});
    }
    std::ranges::sort(claims);
  }

  void Adopt(Worker& worker) {
    worker.local.clear();
    std::unordered_map<uint32_t, uint32_t> first;  // standing label to the local number of its first record here
    for (uint32_t i = 0; i < worker.records.size(); ++i) {
      worker.local.push_back(first.try_emplace(standing_->cluster[worker.records[i]], i).first->second);
      out_.cluster[worker.records[i]] = worker.records[worker.local.back()];
    }
    worker.solver.Adopt(worker.problem, worker.local);
  }

  void ReportCuts(Worker& worker) {
    for (const Edge& pair : worker.pairs) {
      if (!Links(pair)) continue;
      const uint32_t left = worker.records[pair.left];
      const uint32_t right = worker.records[pair.right];
      if (out_.cluster[left] == out_.cluster[right]) continue;
      const ComponentSolver::Between between = worker.solver.Look(pair.left, pair.right);
      Cut cut{.left = std::min(left, right), .right = std::max(left, right), .weight = pair.weight};
      const auto unscored = static_cast<int64_t>(between.pairs - between.link.scored);
      cut.evidence = between.link.sum - int64_t{options_.unscored_penalty} * unscored;
      cut.scored = between.link.scored;
      cut.unscored = static_cast<uint32_t>(unscored);
      if (between.link.forbidden > 0) {
        cut.reason = CutReason::kDecision;
      } else if ((between.conflict & kSourceKey) != 0) {
        cut.reason = CutReason::kOneSource;
        cut.detail = static_cast<uint32_t>(between.conflict & (kSourceKey - 1));
      } else if ((between.conflict & kVetoKey) != 0) {
        cut.reason = CutReason::kVeto;
        cut.detail = static_cast<uint32_t>(between.conflict & 0xFF);
      }
      worker.found.cuts.push_back(cut);
    }
  }

  std::span<const uint32_t> source_;
  std::span<const uint32_t> order_;
  std::span<const Edge> edges_;
  const ClusterOptions& options_;
  const Standing* standing_;
  Clustering out_;
  std::vector<uint32_t> part_;  // per record; kNoGroup = alone
  Groups records_;              // by part, in order
  Groups pairs_;
  Groups decisions_;
  std::vector<uint32_t> local_;  // place of a record in its part
};

}  // namespace

Clustering ClusterRecords(std::span<const uint32_t> source, std::span<const uint32_t> order,
                          std::span<const Edge> edges, const ClusterOptions& options, const Standing* standing) {
  return Work(source, order, edges, options, standing).Run();
}

}  // namespace xiuhua::linkage
