#include "linkage/evaluate.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "linkage/union_find.h"

namespace xiuhua::linkage {
namespace {

constexpr double kZ = 1.959964;  // 97.5 % of the normal distribution

double Ratio(int64_t over, int64_t under) {
  return under == 0 ? 0 : static_cast<double>(over) / static_cast<double>(under);
}
double F1(int64_t right, int64_t said, int64_t wanted) { return Ratio(2 * right, said + wanted); }

// Pairs of records, counted by the independent part they lie in.
struct PartCounts {
  std::vector<int64_t> wanted, said, right;  // by root of the part
  explicit PartCounts(size_t records) : wanted(records, 0), said(records, 0), right(records, 0) {}
};

int64_t PairsAmong(int64_t records) { return records * (records - 1) / 2; }

Quality Summed(const PartCounts& counts) {
  Quality quality;
  std::vector<Part> precision, recall, f1;
  for (size_t i = 0; i < counts.wanted.size(); ++i) {
    if (counts.wanted[i] == 0 && counts.said[i] == 0) continue;
    quality.true_pairs += counts.wanted[i];
    quality.said_pairs += counts.said[i];
    quality.right_pairs += counts.right[i];
    const auto right = static_cast<double>(counts.right[i]);
    const auto said = static_cast<double>(counts.said[i]);
    const auto wanted = static_cast<double>(counts.wanted[i]);
    if (counts.said[i] > 0) precision.push_back({right, said});
    if (counts.wanted[i] > 0) recall.push_back({right, wanted});
    f1.push_back({2 * right, said + wanted});
  }
  quality.precision = ShareOfParts(precision);
  quality.recall = ShareOfParts(recall);
  quality.f1 = ShareOfParts(f1);
  return quality;
}

// Adds the pairs within each group to the count of the group's part.
void CountWithin(std::vector<std::pair<uint64_t, uint32_t>> keys, UnionFind& parts, std::vector<int64_t>& counts) {
  std::ranges::sort(keys);
  for (size_t from = 0; from < keys.size();) {
    size_t to = from;
    while (to < keys.size() && keys[to].first == keys[from].first) ++to;
    counts[parts.Find(keys[from].second)] += PairsAmong(static_cast<int64_t>(to - from));
    from = to;
  }
}

void JoinEqual(std::span<const uint32_t> labels, UnionFind& parts) {
  std::unordered_map<uint32_t, uint32_t> first;
  for (uint32_t i = 0; i < labels.size(); ++i) parts.Join(first.try_emplace(labels[i], i).first->second, i);
}

std::vector<std::pair<uint64_t, uint32_t>> Keys(std::span<const uint32_t> high, std::span<const uint32_t> low) {
  std::vector<std::pair<uint64_t, uint32_t>> keys;
  keys.reserve(low.size());
  for (uint32_t i = 0; i < low.size(); ++i) {
    keys.emplace_back((high.empty() ? 0 : static_cast<uint64_t>(high[i]) << 32) | low[i], i);
  }
  return keys;
}

uint64_t PairKey(uint32_t left, uint32_t right) {
  return (static_cast<uint64_t>(std::min(left, right)) << 32) | std::max(left, right);
}

// Judged pairs: each counts in the part that its records belong to.
template <class Said>
Quality OfJudged(const std::vector<JudgedPair>& judged, uint32_t records, const Said& said) {
  UnionFind parts(records);
  for (const JudgedPair& pair : judged) parts.Join(pair.left, pair.right);
  PartCounts counts(records);
  for (const JudgedPair& pair : judged) {
    const uint32_t part = parts.Find(pair.left);
    const bool yes = said(pair);
    counts.wanted[part] += pair.same ? 1 : 0;
    counts.said[part] += yes ? 1 : 0;
    counts.right[part] += pair.same && yes ? 1 : 0;
  }
  return Summed(counts);
}

}  // namespace

Share WilsonShare(double value, double effective_count) {
  if (effective_count <= 0) return {};
  const double z2 = kZ * kZ / effective_count;
  const double middle = (value + z2 / 2) / (1 + z2);
  const double half = kZ / (1 + z2) * std::sqrt(value * (1 - value) / effective_count + z2 / (4 * effective_count));
  return {value, std::max(0.0, std::min(value, middle - half)), std::min(1.0, std::max(value, middle + half)), true};
}

Share ShareOfParts(std::span<const Part> parts) {
  double over = 0;
  double under = 0;
  for (const Part& part : parts) {
    over += part.over;
    under += part.under;
  }
  if (under <= 0) return {};
  const double value = over / under;
  double spread = 0;
  for (const Part& part : parts) spread += (part.over - value * part.under) * (part.over - value * part.under);
  const double variance = spread / (under * under);
  const double binomial = value * (1 - value);
  const double effective =
      variance > 0 && binomial > 0 ? std::min(under, binomial / variance) : static_cast<double>(parts.size());
  return WilsonShare(value, effective);
}

Quality QualityOfClusters(const Truth& truth, std::span<const uint32_t> cluster) {
  const auto records = static_cast<uint32_t>(cluster.size());
  if (truth.entity.empty()) {
    return OfJudged(truth.judged, records,
                    [&](const JudgedPair& pair) { return cluster[pair.left] == cluster[pair.right]; });
  }
  UnionFind parts(records);
  JoinEqual(truth.entity, parts);
  JoinEqual(cluster, parts);
  PartCounts counts(records);
  CountWithin(Keys({}, truth.entity), parts, counts.wanted);
  CountWithin(Keys({}, cluster), parts, counts.said);
  CountWithin(Keys(truth.entity, cluster), parts, counts.right);
  return Summed(counts);
}

Quality QualityOfPairs(const Truth& truth, uint32_t records, std::span<const ScoredPair> pairs, double threshold_bits) {
  if (truth.entity.empty()) {
    std::vector<uint64_t> said;
    for (const ScoredPair& pair : pairs) {
      if (pair.bits >= threshold_bits) said.push_back(PairKey(pair.left, pair.right));
    }
    std::ranges::sort(said);
    return OfJudged(truth.judged, records, [&](const JudgedPair& pair) {
      return std::ranges::binary_search(said, PairKey(pair.left, pair.right));
    });
  }
  UnionFind parts(records);
  JoinEqual(truth.entity, parts);
  for (const ScoredPair& pair : pairs) {
    if (pair.bits >= threshold_bits) parts.Join(pair.left, pair.right);
  }
  PartCounts counts(records);
  CountWithin(Keys({}, truth.entity), parts, counts.wanted);
  for (const ScoredPair& pair : pairs) {
    if (pair.bits < threshold_bits) continue;
    const uint32_t part = parts.Find(pair.left);
    ++counts.said[part];
    counts.right[part] += truth.entity[pair.left] == truth.entity[pair.right] ? 1 : 0;
  }
  return Summed(counts);
}

BCubed BCubedOf(std::span<const uint32_t> entity, std::span<const uint32_t> cluster) {
  std::unordered_map<uint64_t, double> both, of_entity, of_cluster;
  for (size_t i = 0; i < entity.size(); ++i) {
    both[(static_cast<uint64_t>(entity[i]) << 32) | cluster[i]] += 1;
    of_entity[entity[i]] += 1;
    of_cluster[cluster[i]] += 1;
  }
  BCubed out;
  for (size_t i = 0; i < entity.size(); ++i) {
    const double shared = both[(static_cast<uint64_t>(entity[i]) << 32) | cluster[i]];
    out.precision += shared / of_cluster[cluster[i]];
    out.recall += shared / of_entity[entity[i]];
  }
  if (entity.empty()) return out;
  out.precision /= static_cast<double>(entity.size());
  out.recall /= static_cast<double>(entity.size());
  out.f1 = 2 * out.precision * out.recall / (out.precision + out.recall);
  return out;
}

namespace {

// Connected components that grow pair by pair, with the pairs inside them and how many of these are true.
class GrowingClusters {
 public:
  GrowingClusters(std::span<const uint32_t> entity)
      : sets_(static_cast<uint32_t>(entity.size())), members_(entity.size()) {
    for (size_t i = 0; i < entity.size(); ++i) members_[i] = {{entity[i], 1}};
  }
  void Join(uint32_t left, uint32_t right) {
    uint32_t a = sets_.Find(left);
    uint32_t b = sets_.Find(right);
    if (a == b) return;
    said += int64_t{sets_.Size(a)} * sets_.Size(b);
    if (members_[a].size() < members_[b].size()) std::swap(a, b);
    for (const auto& [entity, count] : members_[b]) {
      int64_t& known = members_[a][entity];
      right_pairs += known * count;
      known += count;
    }
    sets_.Join(a, b);
    const uint32_t root = sets_.Find(a);
    if (root != a) members_[root] = std::move(members_[a]);
    members_[root == a ? b : a].clear();
  }
  int64_t said = 0;
  int64_t right_pairs = 0;

 private:
  UnionFind sets_;
  std::vector<std::unordered_map<uint32_t, int64_t>> members_;  // entity → records, by root
};

}  // namespace

std::vector<ThresholdLine> EveryThreshold(const Truth& truth, uint32_t records, std::vector<ScoredPair> pairs,
                                          size_t most) {
  std::ranges::sort(pairs, [](const ScoredPair& a, const ScoredPair& b) { return a.bits > b.bits; });
  const bool entities = !truth.entity.empty();
  int64_t wanted = 0;
  std::unordered_map<uint64_t, bool> verdicts;
  if (entities) {
    UnionFind parts(records);
    PartCounts counts(records);
    CountWithin(Keys({}, truth.entity), parts, counts.wanted);
    for (const int64_t count : counts.wanted) wanted += count;
  }
  for (const JudgedPair& pair : truth.judged) {
    if (!entities) verdicts[PairKey(pair.left, pair.right)] = pair.same;
    if (!entities && pair.same) ++wanted;
  }
  GrowingClusters growing(truth.entity);
  std::vector<ThresholdLine> lines;
  ThresholdLine line;
  for (size_t i = 0; i < pairs.size(); ++i) {
    const ScoredPair& pair = pairs[i];
    if (entities) {
      ++line.said;
      line.right += truth.entity[pair.left] == truth.entity[pair.right] ? 1 : 0;
      growing.Join(pair.left, pair.right);
    } else if (const auto at = verdicts.find(PairKey(pair.left, pair.right)); at != verdicts.end()) {
      ++line.said;
      line.right += at->second ? 1 : 0;
    }
    if (i + 1 < pairs.size() && pairs[i + 1].bits == pair.bits) continue;
    line.bits = pair.bits;
    line.cluster_said = growing.said;
    line.cluster_right = growing.right_pairs;
    line.precision = Ratio(line.right, line.said);
    line.recall = Ratio(line.right, wanted);
    line.f1 = F1(line.right, line.said, wanted);
    line.cluster_precision = Ratio(line.cluster_right, line.cluster_said);
    line.cluster_recall = entities ? Ratio(line.cluster_right, wanted) : 0;
    line.cluster_f1 = entities ? F1(line.cluster_right, line.cluster_said, wanted) : 0;
    lines.push_back(line);
  }
  if (lines.size() <= most) return lines;
  // Evenly chosen, the best two kept.
  const auto best = std::ranges::max_element(lines, {}, &ThresholdLine::f1) - lines.begin();
  const auto best_clusters = std::ranges::max_element(lines, {}, &ThresholdLine::cluster_f1) - lines.begin();
  std::vector<ThresholdLine> chosen;
  for (size_t i = 0; i < lines.size(); ++i) {
    const bool even = i * most / lines.size() != (i + 1) * most / lines.size();
    if (even || std::cmp_equal(i, best) || std::cmp_equal(i, best_clusters)) chosen.push_back(lines[i]);
  }
  return chosen;
}

}  // namespace xiuhua::linkage
