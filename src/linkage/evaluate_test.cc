#include "linkage/evaluate.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

#include "linkage/errors.h"

namespace xiuhua::linkage {
namespace {

TEST(Evaluate, IntervalsByHand) {
  // Wilson, 9 of 10: 0.5958 to 0.9821 (Newcombe 1998, method 3).
  const Share share = WilsonShare(0.9, 10);
  EXPECT_NEAR(share.low, 0.5958, 0.0005);
  EXPECT_NEAR(share.high, 0.9821, 0.0005);
  EXPECT_FALSE(ShareOfParts({}).known);
  // Ten equal parts say as much as ten pairs; one part with ten pairs much less.
  std::vector<Part> many(10, Part{1, 1});
  many[0].over = 0;
  EXPECT_NEAR(ShareOfParts(many).low, 0.5958, 0.0005);
  std::vector<Part> lumps = {{0, 5}, {5, 5}, {5, 5}, {1, 1}};
  EXPECT_LT(ShareOfParts(lumps).low, WilsonShare(11.0 / 16, 16).low);
}

// Counts pair by pair.
struct Counted {
  int64_t wanted = 0, said = 0, right = 0;
};
Counted ByHand(const std::vector<uint32_t>& entity, const std::vector<uint32_t>& cluster) {
  Counted counted;
  for (size_t a = 0; a < entity.size(); ++a) {
    for (size_t b = 0; b < a; ++b) {
      counted.wanted += entity[a] == entity[b] ? 1 : 0;
      counted.said += cluster[a] == cluster[b] ? 1 : 0;
      counted.right += entity[a] == entity[b] && cluster[a] == cluster[b] ? 1 : 0;
    }
  }
  return counted;
}

TEST(Evaluate, CountsLikeCountingPairByPair) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    const size_t records = 2 + random() % 12;
    Truth truth;
    std::vector<uint32_t> cluster;
    std::vector<ScoredPair> pairs;
    for (uint32_t i = 0; i < records; ++i) {
      truth.entity.push_back(static_cast<uint32_t>(random() % 5));
      cluster.push_back(static_cast<uint32_t>(random() % 5));
      for (uint32_t j = 0; j < i; ++j) {
        if (random() % 2 == 0) pairs.push_back({j, i, static_cast<double>(random() % 6)});
      }
    }
    const Counted counted = ByHand(truth.entity, cluster);
    const Quality quality = QualityOfClusters(truth, cluster);
    EXPECT_EQ(quality.true_pairs, counted.wanted);
    EXPECT_EQ(quality.said_pairs, counted.said);
    EXPECT_EQ(quality.right_pairs, counted.right);
    for (const ThresholdLine& line : EveryThreshold(truth, static_cast<uint32_t>(records), pairs)) {
      // Components by painting.
      std::vector<uint32_t> colour(records);
      for (uint32_t i = 0; i < records; ++i) colour[i] = i;
      for (const ScoredPair& pair : pairs) {
        if (pair.bits < line.bits) continue;
        const uint32_t old = colour[pair.right];
        for (uint32_t& at : colour) at = at == old ? colour[pair.left] : at;
      }
      const Counted whole = ByHand(truth.entity, colour);
      EXPECT_EQ(line.cluster_said, whole.said);
      EXPECT_EQ(line.cluster_right, whole.right);
      const Quality at = QualityOfPairs(truth, static_cast<uint32_t>(records), pairs, line.bits);
      EXPECT_EQ(line.said, at.said_pairs);
      EXPECT_EQ(line.right, at.right_pairs);
    }
  }
}

TEST(Evaluate, BCubedOfTheTextbook) {
  // Two entities {a,b,c} and {d,e}; found {a,b}, {c,d,e}. Precision (1 + 1 + 1/3 + 2/3 + 2/3) / 5.
  const BCubed got = BCubedOf(std::vector<uint32_t>{0, 0, 0, 1, 1}, std::vector<uint32_t>{0, 0, 1, 1, 1});
  EXPECT_NEAR(got.precision, (2 + 1.0 / 3 + 4.0 / 3) / 5, 1e-12);
  EXPECT_NEAR(got.recall, (4.0 / 3 + 1.0 / 3 + 2) / 5, 1e-12);
}

class EvaluateFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = (std::filesystem::temp_directory_path() / fmt::format("xiuhua-evaluate-{}", ::getpid())).string();
    std::filesystem::create_directories(folder_);
    auto engine = sql::Engine::Open({});
    ASSERT_TRUE(engine);
    engine_ = std::move(*engine);
    request_.clusters_file = Write("clusters.csv", "source,id,cluster_id\nx,1,7\nx,2,7\nx,3,8\ny,4,8\ny,5,9\n");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + "/" + name) << text;
    return folder_ + "/" + name;
  }
  Evaluation Evaluate() {
    auto got = EvaluateFiles(*engine_, request_);
    if (got) return *got;
    ADD_FAILURE() << Render(got.error(), Language::kEnglish);
    return {};
  }
  std::string Refusal() {
    const auto got = EvaluateFiles(*engine_, request_);
    return got ? "none" : got.error().id;
  }
  std::string folder_;
  std::unique_ptr<sql::Engine> engine_;
  EvaluateRequest request_;
};

TEST_F(EvaluateFilesTest, EntitiesWithSource) {
  request_.truth_file = Write("truth.csv", "source,id,cluster\nx,1,A\nx,2,A\nx,3,A\ny,4,B\ny,6,B\n");
  request_.pairs_file = Write("pairs.csv",
                              "left_source,left_id,right_source,right_id,weight,probability\n"
                              "x,1,x,2,5,0.97\nx,2,x,3,-1,0.3\nx,3,y,4,2,0.8\nx,1,y,5,9,0.99\n");
  const Evaluation got = Evaluate();
  EXPECT_EQ(got.truth_shape, "entities");
  EXPECT_EQ(got.truth_records, 5);
  EXPECT_EQ(got.not_clustered, 1);
  EXPECT_EQ(got.without_truth, 1);
  EXPECT_EQ(got.clusters.true_pairs, 4);
  EXPECT_EQ(got.clusters.said_pairs, 2);
  EXPECT_EQ(got.clusters.right_pairs, 1);
  EXPECT_EQ(got.pairs, 3);
  EXPECT_NEAR(got.found_pairs.value, 0.5, 1e-12);
  EXPECT_NEAR(got.at_threshold.precision.value, 0.5, 1e-12);
  EXPECT_NEAR(got.best_pairs.f1, 2.0 * 2 / (3 + 4), 1e-12);
  EXPECT_NE(EvaluationText(got, Language::kChinese).find("查全率"), std::string::npos);
  EXPECT_NE(EvaluationText(got, Language::kEnglish).find("B-cubed"), std::string::npos);
  EXPECT_NE(EvaluationJson(got).find("\"right_pairs\": 1"), std::string::npos);
  EXPECT_EQ(std::ranges::count(ThresholdCsv(got), '\n'), 4);
}

TEST_F(EvaluateFilesTest, EntitiesByIdAmongOtherColumns) {
  request_.truth_file = Write("truth.csv", "Unique_ID,first_name,cluster\n1,Rob,0\n2,Robert,0\n3,Ann,1\n");
  const Evaluation got = Evaluate();
  EXPECT_EQ(got.clusters.true_pairs, 1);
  EXPECT_EQ(got.clusters.said_pairs, 1);
  EXPECT_NEAR(got.clusters.f1.value, 1, 1e-12);
}

TEST_F(EvaluateFilesTest, JudgedPairsCountOnlyThemselves) {
  request_.truth_file = Write("truth.csv",
                              "unique_id_l,source_dataset_l,unique_id_r,source_dataset_r,clerical_match_score\n"
                              "1,x,2,x,1.0\n1,x,3,x,1.0\n3,x,4,y,0.0\n4,y,5,y,0.2\n2,x,3,x,不知\n");
  const Evaluation got = Evaluate();
  EXPECT_EQ(got.truth_shape, "judged_pairs");
  EXPECT_EQ(got.judged_pairs, 4);
  EXPECT_EQ(got.clusters.true_pairs, 2);
  EXPECT_EQ(got.clusters.said_pairs, 2);
  EXPECT_EQ(got.clusters.right_pairs, 1);
  EXPECT_FALSE(got.has_b_cubed);
}

TEST_F(EvaluateFilesTest, TruePairsAloneAreTheWholeTruth) {
  request_.truth_file = Write("truth.csv", "id1,id2\n1,2\n2,3\n");
  const Evaluation got = Evaluate();
  EXPECT_EQ(got.truth_shape, "true_pairs");
  EXPECT_EQ(got.truth_records, 5);
  EXPECT_EQ(got.clusters.true_pairs, 3);
  EXPECT_EQ(got.clusters.said_pairs, 2);
}

TEST_F(EvaluateFilesTest, Refusals) {
  request_.truth_file = Write("truth.csv", "a,b\n1,2\n");
  EXPECT_EQ(Refusal(), errors::kEvaluateColumns.id);
  request_.truth_file = Write("truth.csv", "id,cluster\n90,2\n");
  EXPECT_EQ(Refusal(), errors::kTruthNothing.id);
  request_.clusters_file = Write("twice.csv", "source,id,cluster_id\nx,1,7\ny,1,7\n");
  request_.truth_file = Write("truth.csv", "id,cluster\n1,2\n");
  EXPECT_EQ(Refusal(), errors::kTruthAmbiguous.id);
  request_.truth_file = folder_ + "/absent.csv";
  EXPECT_EQ(Refusal(), "SQL-001");
}

}  // namespace
}  // namespace xiuhua::linkage
