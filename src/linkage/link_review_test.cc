#include "linkage/link_review.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "linkage/errors.h"
#include "linkage/link_explain.h"

namespace xiuhua::linkage {
namespace {

Edge Pair(uint32_t left, uint32_t right, int bits) { return {left, right, bits * kWeightOne}; }

TEST(LinkReview, RecordsThatAVerdictMoves) {
  Clustering clustering;
  clustering.cluster = {0, 0, 0, 3, 3, 5};
  // 0-1-2 is a chain, 3-4 a pair; 2-3 would join both.
  const std::vector<Edge> edges = {Pair(0, 1, 5), Pair(1, 2, 5), Pair(2, 3, -1), Pair(3, 4, 5), Pair(4, 5, -2)};
  EXPECT_EQ(RecordsMoved(edges, clustering, 0), (std::vector<uint32_t>{1, 1, 2, 1, 1}));
}

TEST(LinkReview, VerdictsComeBackAsDecisions) {
  const std::string path =
      (std::filesystem::temp_directory_path() / fmt::format("xiuhua-labels-{}.csv", ::getpid())).string();
  LinkTable table;
  table.sources = {{"a", "", 0, 2}, {"b", "", 2, 3}};
  table.ids = {"1", "-2", "1"};
  auto engine = sql::Engine::Open({});
  ASSERT_TRUE(engine);
  const auto Write = [&](const std::string& rows) {
    std::ofstream(path)
        << "\xEF\xBB\xBFstratum,stratum_pairs,probability,left_source,left_id,right_source,right_id,verdict\n"
        << rows;
  };
  Write("link/first,2,0.9,a,1,b,1,是\nlink/first,2,0.8,a,'-2,b,1,否\napart/first,5,0.1,a,1,a,'-2,\n,,,a,1,b,9,是\n");
  const auto labels = ReadLabels(**engine, path);
  ASSERT_TRUE(labels) << Render(labels.error(), Language::kEnglish);
  const auto decisions = DecisionsOf(*labels, table);
  ASSERT_EQ(decisions.size(), 2U);
  EXPECT_EQ(decisions[0].right, 2U);
  EXPECT_TRUE(decisions[0].same);
  EXPECT_EQ(decisions[1].left, 1U);
  EXPECT_FALSE(decisions[1].same);
  EXPECT_EQ(EstimateFromLabels(labels->judged).judged, 2);
  Write("link/first,2,0.9,a,1,b,1,大概\n");
  const auto refused = ReadLabels(**engine, path);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().id, errors::kNoVerdict.id);
  std::filesystem::remove(path);
  EXPECT_EQ(FindRecord(table, "b:1").value(), 2U);
  EXPECT_EQ(FindRecord(table, "-2").value(), 1U);
  EXPECT_EQ(FindRecord(table, "1").error().id, errors::kNoSuchRecord.id);  // in both
}

}  // namespace
}  // namespace xiuhua::linkage
