#include "linkage/clustering.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <set>
#include <sstream>

#include "linkage/cluster_solver.h"
#include "linkage/planted_partition.h"
#include "linkage/union_find.h"

namespace xiuhua::linkage {
namespace {

uint32_t Below(std::mt19937& random, uint32_t bound) { return static_cast<uint32_t>(random()) % bound; }

// Records are letters; "a-b 9.5" is a scored pair with its bits.
std::vector<Edge> Pairs(const std::string& text) {
  std::vector<Edge> edges;
  std::istringstream in(text);
  std::string pair;
  double bits = 0;
  while (in >> pair >> bits) {
    const auto left = static_cast<uint32_t>(pair[0] - 'a');
    const auto right = static_cast<uint32_t>(pair[2] - 'a');
    edges.push_back({left, right, static_cast<int32_t>(bits * kWeightOne)});
  }
  return edges;
}

std::string Shown(const std::vector<uint32_t>& cluster) {
  std::map<uint32_t, std::string> groups;
  for (uint32_t i = 0; i < cluster.size(); ++i) groups[cluster[i]] += static_cast<char>('a' + i);
  std::string out;
  for (const auto& [label, members] : groups) out += (out.empty() ? "" : " ") + members;
  return out;
}

Clustering Cluster(uint32_t records, const std::string& pairs, const ClusterOptions& options = {},
                   std::vector<uint32_t> source = {}) {
  source.resize(records, 0);
  return ClusterRecords(source, {}, Pairs(pairs), options);
}

TEST(UnionFind, AgreesWithPaintingByHand) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const uint32_t count = 1 + Below(random, 40);
    UnionFind sets(count);
    std::vector<uint32_t> colour(count);
    std::iota(colour.begin(), colour.end(), 0);
    for (uint32_t step = Below(random, 50); step > 0; --step) {
      const uint32_t a = Below(random, count);
      const uint32_t b = Below(random, count);
      EXPECT_EQ(sets.Join(a, b), colour[a] != colour[b]);
      const uint32_t old = colour[b];
      for (uint32_t& at : colour) at = at == old ? colour[a] : at;
    }
    for (uint32_t a = 0; a < count; ++a) {
      EXPECT_EQ(sets.Size(a), static_cast<uint32_t>(std::ranges::count(colour, colour[a])));
      for (uint32_t b = 0; b < count; ++b) EXPECT_EQ(sets.Find(a) == sets.Find(b), colour[a] == colour[b]);
    }
  }
}

TEST(Clustering, OnePairAboveTheThresholdDoesNotJoinTwoFamilies) {
  const std::string families = "a-b 9 a-c 9 b-c 9 d-e 9 d-f 9 e-f 9 c-d 2 b-d -6 c-e -5 a-f -7";
  const Clustering got = Cluster(6, families);
  EXPECT_EQ(Shown(got.cluster), "abc def");
  ASSERT_EQ(got.cuts.size(), 1U);
  EXPECT_EQ(got.cuts[0].left, 2U);
  EXPECT_EQ(got.cuts[0].right, 3U);
  EXPECT_EQ(got.cuts[0].reason, CutReason::kOutweighed);
  EXPECT_EQ(got.cuts[0].scored, 4U);
  EXPECT_EQ(got.cuts[0].unscored, 5U);
  // 2 - 4 - 4 - 4 (capped) - 5 x 0.5, and the hair by which a pair at the threshold counts for joining
  EXPECT_EQ(got.cuts[0].evidence, int64_t{-125} * kWeightOne / 10 + 1);
  ClusterOptions plain;
  plain.plain_components = true;
  EXPECT_EQ(Shown(Cluster(6, families, plain).cluster), "abcdef");
}

TEST(Clustering, SpoiledRecordStaysWithItsOwn) {
  EXPECT_EQ(Shown(Cluster(4, "a-b 12 a-c 11 b-c 12 c-d 8 a-d -3 b-d -2").cluster), "abcd");
}

TEST(Clustering, ThresholdMovesWhatCounts) {
  ClusterOptions strict;
  strict.threshold = 5 * kWeightOne;
  EXPECT_EQ(Shown(Cluster(4, "a-b 5 c-d 4.9", strict).cluster), "ab c d");
  EXPECT_EQ(Shown(Cluster(4, "a-b 5 c-d 4.9").cluster), "ab cd");
  EXPECT_EQ(Shown(Cluster(2, "a-b 0").cluster), "ab");
  EXPECT_EQ(Shown(Cluster(2, "a-b -0.1").cluster), "a b");
}

TEST(Clustering, OneToOneTakesTheBestSumNotTheFirstHit) {
  ClusterOptions options;
  options.one_to_one = true;
  // Sources: a, b of one; c, d of the other. a-c is the best pair, a-d with b-c the best whole.
  const Clustering got = Cluster(4, "a-c 10 a-d 9 b-c 9", options, {0, 0, 1, 1});
  EXPECT_EQ(Shown(got.cluster), "ad bc");
  ASSERT_EQ(got.cuts.size(), 1U);
  EXPECT_EQ(got.cuts[0].reason, CutReason::kOneSource);
  EXPECT_EQ(Shown(Cluster(4, "a-c 10 a-d 2 b-c 2", options, {0, 0, 1, 1}).cluster), "ac b d");
}

TEST(Clustering, ASourceThatHoldsNobodyTwice) {
  ClusterOptions options;
  options.unique_in_source = {true};  // source 0; source 1 may hold duplicates
  EXPECT_EQ(Shown(Cluster(4, "a-c 9 b-c 8 a-b 9 c-d 9 a-d 9 b-d 2", options, {0, 0, 1, 1}).cluster), "acd b");
}

TEST(Clustering, DifferentValidNumbersNeverShareACluster) {
  const std::vector<uint32_t> number = {7, 0, 8, 7};
  ClusterOptions options;
  options.vetoes.push_back({number, false});
  const Clustering got = Cluster(4, "a-b 9 b-c 6 a-d 9 b-d 9", options);
  EXPECT_EQ(Shown(got.cluster), "abd c");
  ASSERT_EQ(got.cuts.size(), 1U);
  EXPECT_EQ(got.cuts[0].reason, CutReason::kVeto);
  EXPECT_EQ(got.cuts[0].detail, 0U);
  options.vetoes[0].within_source = true;
  EXPECT_EQ(Shown(Cluster(4, "a-b 9 b-c 9 a-d 9 b-d 9", options, {0, 1, 1, 2}).cluster), "abcd");
  EXPECT_EQ(Shown(Cluster(4, "a-b 9 b-c 9 a-d 9 b-d 9", options, {0, 1, 0, 2}).cluster), "abd c");
}

TEST(Clustering, PeopleWinOverTheMachine) {
  const std::vector<uint32_t> number = {7, 8, 0};
  ClusterOptions options;
  options.vetoes.push_back({number, false});
  options.decisions = {{0, 1, true}, {1, 2, false}};
  const Clustering got = Cluster(3, "a-b -9 b-c 20 a-c 20", options);
  EXPECT_EQ(Shown(got.cluster), "ab c");
  ASSERT_EQ(got.cuts.size(), 2U);
  EXPECT_EQ(got.cuts[0].reason, CutReason::kDecision);
  EXPECT_TRUE(got.contradictions.empty());
}

TEST(Clustering, ContradictingDecisionsAreSaid) {
  ClusterOptions options;
  options.decisions = {{1, 2, true}, {0, 1, true}, {0, 2, false}};
  const Clustering got = Cluster(3, "", options);
  EXPECT_EQ(Shown(got.cluster), "ab c");
  ASSERT_EQ(got.contradictions.size(), 1U);
  EXPECT_EQ(got.contradictions[0].left, 1U);
  EXPECT_EQ(got.contradictions[0].right, 2U);
}

TEST(Clustering, PairsThatNoRuleFoundAreAskedFor) {
  ClusterOptions options;
  options.score = [](uint32_t left, uint32_t right) { return left == 0 && right == 2 ? -40 * kWeightOne : 0; };
  const Clustering got = Cluster(3, "a-b 3 b-c 2", options);
  EXPECT_EQ(Shown(got.cluster), "ab c");
  EXPECT_EQ(got.rescored, 1);
}

// ---- against brute force

void AllPartitions(uint32_t records, std::vector<uint32_t>& labels, const std::function<void()>& visit) {
  const auto at = static_cast<uint32_t>(labels.size());
  if (at == records) return visit();
  for (uint32_t label = 0; label <= at; ++label) {
    if (label < at && labels[label] != label) continue;
    labels.push_back(label);
    AllPartitions(records, labels, visit);
    labels.pop_back();
  }
}

ComponentSolver::Problem RandomProblem(std::mt19937& random, bool constrained) {
  ComponentSolver::Problem problem;
  problem.records = 3 + Below(random, 5);
  problem.unscored_penalty = kWeightOne / 2;
  for (uint32_t left = 0; left < problem.records; ++left) {
    for (uint32_t right = left + 1; right < problem.records; ++right) {
      if (Below(random, 4) == 0) continue;
      problem.pairs.push_back({left, right, (int64_t{Below(random, 14)} - 4) * kWeightOne});
    }
  }
  if (!constrained) return problem;
  for (uint32_t record = 0; record < problem.records; ++record) {
    problem.claims.emplace_back();
    if (Below(random, 2) == 0) problem.claims.back().push_back({1, record});
    if (Below(random, 2) == 0) problem.claims.back().push_back({2, Below(random, 3)});
  }
  if (Below(random, 2) == 0) problem.different.emplace_back(0, 1 + Below(random, problem.records - 1));
  return problem;
}

// Checked pair by pair, so that it shares nothing with the solver.
bool Allowed(const ComponentSolver::Problem& problem, std::span<const uint32_t> labels) {
  for (const auto& [left, right] : problem.different) {
    if (labels[left] == labels[right]) return false;
  }
  for (uint32_t a = 0; a < problem.claims.size(); ++a) {
    for (uint32_t b = 0; b < a; ++b) {
      if (labels[a] != labels[b]) continue;
      for (const Claim& x : problem.claims[a]) {
        for (const Claim& y : problem.claims[b]) {
          if (x.key == y.key && x.value != y.value) return false;
        }
      }
    }
  }
  return true;
}

TEST(ComponentSolver, NearTheBestOfAllPartitions) {
  std::mt19937 random(11);
  ComponentSolver solver;
  int best_found = 0;
  int64_t reached = 0;
  int64_t possible = 0;
  constexpr int kRounds = 1500;
  for (int round = 0; round < kRounds; ++round) {
    const ComponentSolver::Problem problem = RandomProblem(random, round % 2 == 1);
    const auto labels = solver.Solve(problem);
    EXPECT_TRUE(Allowed(problem, labels)) << "round " << round;
    const int64_t got = ComponentSolver::Objective(problem, labels);
    int64_t best = 0;
    std::vector<uint32_t> tried;
    AllPartitions(problem.records, tried, [&] {
      if (Allowed(problem, tried)) best = std::max(best, ComponentSolver::Objective(problem, tried));
    });
    EXPECT_LE(got, best);
    best_found += got == best ? 1 : 0;
    reached += got;
    possible += best;
    // No two clusters that may be joined are better off joined.
    for (uint32_t a = 0; a < problem.records; ++a) {
      for (uint32_t b = 0; b < a; ++b) {
        std::vector<uint32_t> joined(labels.begin(), labels.end());
        for (uint32_t& label : joined) label = label == labels[a] ? labels[b] : label;
        EXPECT_FALSE(labels[a] != labels[b] && Allowed(problem, joined) &&
                     ComponentSolver::Objective(problem, joined) > got)
            << "round " << round;
      }
    }
  }
  // Pure noise, the hardest case: the best partition was found in 1,475 of 1,500 rounds when this was written.
  RecordProperty("best_found", best_found);
  EXPECT_GT(best_found, kRounds * 95 / 100) << best_found;
  EXPECT_GT(static_cast<double>(reached), 0.99 * static_cast<double>(possible)) << reached << " of " << possible;
}

// ---- on planted partitions

TEST(Clustering, FindsPlantedEntitiesWhereComponentsChain) {
  for (const uint64_t seed : {1U, 2U, 3U}) {
    const Planted planted = PlantPartition({.entities = 2000, .seed = seed});
    ClusterOptions plain;
    plain.plain_components = true;
    EXPECT_GT(PairF1(planted.truth, ClusterRecords(planted.source, {}, planted.edges, {}).cluster), 0.97);
    EXPECT_LT(PairF1(planted.truth, ClusterRecords(planted.source, {}, planted.edges, plain).cluster), 0.9);
  }
}

TEST(Clustering, SourcesThatHoldNobodyTwiceHelp) {
  const Planted planted =
      PlantPartition({.entities = 2000, .false_mean = -3, .sources = 4, .once_per_source = true, .seed = 4});
  ClusterOptions options;
  const double without = PairF1(planted.truth, ClusterRecords(planted.source, {}, planted.edges, options).cluster);
  options.one_to_one = true;
  const Clustering got = ClusterRecords(planted.source, {}, planted.edges, options);
  EXPECT_GT(PairF1(planted.truth, got.cluster), without + 0.02);
  std::set<std::pair<uint32_t, uint32_t>> seen;
  for (size_t i = 0; i < got.cluster.size(); ++i) {
    EXPECT_TRUE(seen.emplace(got.cluster[i], planted.source[i]).second);
  }
}

TEST(Clustering, EveryCutIsReported) {
  const Planted planted = PlantPartition({.entities = 800, .seed = 9});
  const Clustering got = ClusterRecords(planted.source, {}, planted.edges, {});
  std::set<std::pair<uint32_t, uint32_t>> cut;
  for (const Cut& one : got.cuts) {
    EXPECT_TRUE(cut.emplace(one.left, one.right).second);
    EXPECT_LE(one.evidence, 0);
  }
  for (const Edge& edge : planted.edges) {
    const bool apart = got.cluster[edge.left] != got.cluster[edge.right];
    EXPECT_EQ(cut.contains({edge.left, edge.right}), apart && edge.weight >= 0);
  }
}

// The same records in another order, numbered anew; `order` says where each stood.
TEST(Clustering, OrderOfRowsPairsAndThreadsDoesNotMatter) {
  const Planted planted = PlantPartition({.entities = 1500, .sources = 3, .seed = 21});
  ClusterOptions options;
  options.unique_in_source = {true, false, false};
  const Clustering first = ClusterRecords(planted.source, {}, planted.edges, options);
  std::mt19937 random(3);
  for (int round = 0; round < 4; ++round) {
    std::vector<uint32_t> place(planted.truth.size());  // new number of each record
    std::iota(place.begin(), place.end(), 0);
    std::ranges::shuffle(place, random);
    std::vector<uint32_t> source(place.size());
    std::vector<uint32_t> order(place.size());
    for (uint32_t old = 0; old < place.size(); ++old) {
      source[place[old]] = planted.source[old];
      order[place[old]] = old;
    }
    std::vector<Edge> edges;
    for (const Edge& edge : planted.edges) {
      const auto [low, high] = std::minmax(place[edge.left], place[edge.right]);
      edges.push_back({low, high, edge.weight});
    }
    std::ranges::shuffle(edges, random);
    options.threads = 1 + round;
    const Clustering got = ClusterRecords(source, order, edges, options);
    for (uint32_t old = 0; old < place.size(); ++old) ASSERT_EQ(got.cluster[place[old]], place[first.cluster[old]]);
    ASSERT_EQ(got.cuts.size(), first.cuts.size());
    for (size_t i = 0; i < got.cuts.size(); ++i) {
      EXPECT_EQ(std::minmax(order[got.cuts[i].left], order[got.cuts[i].right]),
                std::minmax(first.cuts[i].left, first.cuts[i].right));
      EXPECT_EQ(got.cuts[i].evidence, first.cuts[i].evidence);
    }
  }
}

TEST(Clustering, OnlyTouchedPartsAreSolvedAgain) {
  const Planted planted = PlantPartition({.entities = 1500, .seed = 5});
  const auto records = static_cast<uint32_t>(planted.truth.size());
  const uint32_t old_records = records * 9 / 10;
  std::vector<Edge> old_edges;
  std::ranges::copy_if(planted.edges, std::back_inserter(old_edges),
                       [&](const Edge& edge) { return edge.right < old_records; });
  const std::span<const uint32_t> source(planted.source);
  const Clustering before = ClusterRecords(source.first(old_records), {}, old_edges, {});
  std::vector<uint8_t> touched(records, 0);
  std::fill(touched.begin() + old_records, touched.end(), uint8_t{1});
  const Standing standing{before.cluster, touched};
  const Clustering increment = ClusterRecords(source, {}, planted.edges, {}, &standing);
  const Clustering full = ClusterRecords(source, {}, planted.edges, {});
  EXPECT_EQ(increment.cluster, full.cluster);
  EXPECT_EQ(increment.cuts, full.cuts);
  // What stands is carried on, not found again: a partition that no solver would choose survives untouched.
  std::vector<uint32_t> alone(records);
  std::iota(alone.begin(), alone.end(), 0);
  std::ranges::fill(touched, uint8_t{0});
  const Standing odd{alone, touched};
  EXPECT_EQ(ClusterRecords(source, {}, planted.edges, {}, &odd).clusters, records);
}

}  // namespace
}  // namespace xiuhua::linkage
