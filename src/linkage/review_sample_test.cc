#include "linkage/review_sample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

namespace xiuhua::linkage {
namespace {

double Chance(double bits) { return 1 / (1 + std::exp2(-bits)); }

std::vector<ReviewCandidate> Candidates(uint64_t seed, size_t count) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> bits(-6.6, 20);
  std::vector<ReviewCandidate> out;
  for (size_t i = 0; i < count; ++i) out.push_back({bits(random), 1 + static_cast<uint32_t>(random() % 6), random()});
  return out;
}

TEST(ReviewSample, MostDoubtfulAndMostConsequentialFirst) {
  std::vector<ReviewCandidate> candidates = {{12, 1, 1}, {0.1, 1, 2}, {0.1, 8, 3}, {-5, 1, 4}};
  const auto rows = ChooseForReview(candidates, 0, 4);
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].candidate, 2U);
  EXPECT_EQ(rows[0].stratum, "link/first");
  EXPECT_EQ(rows[1].candidate, 1U);
  EXPECT_EQ(rows[2].stratum, "apart/-6 to -3");
  EXPECT_EQ(rows[3].stratum, "link/10 and more");
}

TEST(ReviewSample, EveryPairIsStoodFor) {
  const auto candidates = Candidates(4, 5000);
  const auto rows = ChooseForReview(candidates, 1, 300);
  std::map<std::string, int64_t> pairs;
  std::set<size_t> chosen;
  for (const ReviewRow& row : rows) {
    pairs[row.stratum] = row.stratum_pairs;
    EXPECT_TRUE(chosen.insert(row.candidate).second);
    EXPECT_EQ(row.stratum.starts_with("link/"), candidates[row.candidate].bits >= 1);
  }
  int64_t sum = 0;
  for (const auto& [name, count] : pairs) sum += count;
  EXPECT_EQ(sum, 5000);
  EXPECT_LE(rows.size(), 300U + 10 * kLeastOfStratum);
}

// Verdicts of a sample against the whole: right on average, and inside the interval as often as it says.
TEST(ReviewSample, EstimatesAreRightOnAverage) {
  int precision_inside = 0;
  int recall_inside = 0;
  double error = 0;
  constexpr int kRounds = 200;
  for (int round = 0; round < kRounds; ++round) {
    const auto candidates = Candidates(static_cast<uint64_t>(round), 4000);
    std::mt19937_64 random(static_cast<uint64_t>(round) + 1000);
    std::uniform_real_distribution<double> share(0, 1);
    // The model is too sure of itself: the truth is less likely than it says.
    std::vector<bool> same;
    double right = 0, links = 0, matches = 0;
    for (const ReviewCandidate& candidate : candidates) {
      same.push_back(share(random) < Chance(candidate.bits / 2 - 1));
      links += candidate.bits >= 0 ? 1 : 0;
      matches += same.back() ? 1 : 0;
      right += same.back() && candidate.bits >= 0 ? 1 : 0;
    }
    std::vector<JudgedRow> judged;
    for (const ReviewRow& row : ChooseForReview(candidates, 0, 400)) {
      judged.push_back({row.stratum, row.stratum_pairs, Chance(candidates[row.candidate].bits),
                        static_cast<bool>(same[row.candidate])});
    }
    const LabelEstimate got = EstimateFromLabels(judged);
    precision_inside += got.precision.low <= right / links && right / links <= got.precision.high ? 1 : 0;
    recall_inside += got.recall.low <= right / matches && right / matches <= got.recall.high ? 1 : 0;
    error += got.precision.value - right / links;
  }
  EXPECT_NEAR(error / kRounds, 0, 0.005);
  EXPECT_GE(precision_inside, kRounds * 90 / 100);
  EXPECT_GE(recall_inside, kRounds * 90 / 100);
}

TEST(ReviewSample, UnjudgedStrataLeanOnTheModelAndSaySo) {
  const std::vector<JudgedRow> rows = {
      {"link/first", 2, 0.9, true}, {"link/first", 2, 0.9, {}}, {"apart/first", 10, 0.2, {}}};
  const LabelEstimate got = EstimateFromLabels(rows);
  EXPECT_EQ(got.judged, 1);
  EXPECT_EQ(got.unjudged_pairs, 10);
  EXPECT_NEAR(got.precision.value, 1, 1e-9);
  EXPECT_NEAR(got.recall.value, 0.5, 1e-9);
  EXPECT_LT(got.precision.low, 0.9);
  EXPECT_FALSE(EstimateFromLabels({}).precision.known);
}

TEST(ReviewSample, VerdictsAsPeopleWriteThem) {
  std::optional<bool> same;
  for (const char* yes : {"是", " yes", "1", "Y", "same"}) EXPECT_TRUE(ParseVerdict(yes, same) && same == true) << yes;
  for (const char* no : {"否", "NO", "0", "不是"}) EXPECT_TRUE(ParseVerdict(no, same) && same == false) << no;
  for (const char* open : {"", "不知", "unsure", "待查"}) EXPECT_TRUE(ParseVerdict(open, same) && !same) << open;
  EXPECT_FALSE(ParseVerdict("大概", same));
}

}  // namespace
}  // namespace xiuhua::linkage
