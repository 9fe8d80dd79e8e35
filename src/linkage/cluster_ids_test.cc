#include "linkage/cluster_ids.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>

namespace xiuhua::linkage {
namespace {

// "ab c" = records a and b together, c alone; ids as "a1 b1 c2"; `former` likewise, "-" = the record is new.
struct Told {
  std::string ids;
  std::string changes;
};

Told Assign(const std::string& clusters, const std::vector<int64_t>& former, int64_t next_id,
            std::vector<int64_t> gone = {}) {
  std::vector<uint32_t> cluster(former.size(), 0);
  uint32_t first = 0;
  bool fresh = true;
  for (const char letter : clusters) {
    if (letter == ' ') {
      fresh = true;
      continue;
    }
    const auto record = static_cast<uint32_t>(letter - 'a');
    if (fresh) first = record;
    fresh = false;
    cluster[record] = first;
  }
  const ClusterIds got = AssignClusterIds(cluster, {}, {former, std::move(gone), next_id});
  Told told;
  for (size_t i = 0; i < former.size(); ++i) {
    told.ids += fmt::format("{}{}{}", i > 0 ? " " : "", static_cast<char>('a' + i), got.of_record[i]);
  }
  for (const ClusterChange& change : got.changes) {
    told.changes +=
        fmt::format("{} {} {} {}; ", ChangeWord(change.kind), change.cluster_id, change.other_id, change.records);
  }
  return told;
}

TEST(ClusterIds, FirstRunCountsInOrder) {
  const Told told = Assign("ac b d", {0, 0, 0, 0}, 1);
  EXPECT_EQ(told.ids, "a1 b2 c1 d3");
  EXPECT_EQ(told.changes, "");
}

TEST(ClusterIds, MergeKeepsTheOldest) {
  const Told told = Assign("abc", {7, 3, 0}, 20);
  EXPECT_EQ(told.ids, "a3 b3 c3");
  EXPECT_EQ(told.changes, "merged 3 7 1; ");
}

TEST(ClusterIds, SplitLeavesTheIdWithMostRecords) {
  const Told told = Assign("a bc", {5, 5, 5}, 20);
  EXPECT_EQ(told.ids, "a20 b5 c5");
  EXPECT_EQ(told.changes, "split 20 5 1; ");
}

TEST(ClusterIds, SplitInEqualPartsGoesByOrder) { EXPECT_EQ(Assign("ac bd", {5, 5, 5, 5}, 20).ids, "a5 b20 c5 d20"); }

TEST(ClusterIds, TheLoserOfASplitTakesItsNextOldest) {
  // 5 falls apart; the smaller part meets all of 8.
  const Told told = Assign("ab cd", {5, 5, 5, 8}, 20);
  EXPECT_EQ(told.ids, "a5 b5 c8 d8");
  EXPECT_EQ(told.changes, "split 8 5 1; ");
}

TEST(ClusterIds, NewRecordsAndGoneOnes) {
  const Told told = Assign("a b", {4, 0}, 9, {4, 6, 6});
  EXPECT_EQ(told.ids, "a4 b9");
  EXPECT_EQ(told.changes, "created 9 0 1; ended 6 0 2; ");
}

TEST(ClusterIds, ManyRunsNeverUseAnIdTwice) {
  std::mt19937 random(5);
  constexpr uint32_t kRecords = 60;
  std::vector<int64_t> ids(kRecords, 0);
  int64_t next_id = 1;
  std::set<int64_t> ended;
  for (int run = 0; run < 50; ++run) {
    std::vector<uint32_t> cluster(kRecords);
    for (uint32_t i = 0; i < kRecords; ++i) {
      const uint32_t with = i == 0 ? 0 : static_cast<uint32_t>(random()) % i;
      cluster[i] = random() % 3 == 0 ? cluster[with] : i;
    }
    const ClusterIds got = AssignClusterIds(cluster, {}, {ids, {}, next_id});
    std::map<int64_t, uint32_t> label_of_id;
    for (uint32_t i = 0; i < kRecords; ++i) {
      EXPECT_EQ(label_of_id.try_emplace(got.of_record[i], cluster[i]).first->second, cluster[i]);
      EXPECT_FALSE(ended.contains(got.of_record[i]));
    }
    for (const int64_t id : ids) {
      if (id != 0 && !label_of_id.contains(id)) ended.insert(id);
    }
    // Every id that vanished has a row that says where its records went.
    std::set<int64_t> told;
    for (const ClusterChange& change : got.changes) told.insert(change.other_id);
    for (const int64_t id : ended) {
      const bool ended_now = std::ranges::find(ids, id) != ids.end();
      EXPECT_TRUE(!ended_now || told.contains(id)) << id;
    }
    ids = got.of_record;
    next_id = got.next_id;
  }
  EXPECT_GT(ended.size(), 20U);
}

}  // namespace
}  // namespace xiuhua::linkage
