#include "synth/score.h"

#include <gtest/gtest.h>

namespace xiuhua::synth {
namespace {

constexpr char kTruth[] =
    "kind,group,person_id,household_head_id,area_code,month,expects,story\n"
    "risk,job_loss,P1,H1,433199100201,2026-05,yes,唯一挣工资的人失业\n"
    "risk,job_loss,P2,H2,433199100201,2026-05,no,家里还有人挣工资\n"
    "risk,job_loss,P3,H3,433199100201,2026-06,yes,失业\n"
    "risk,job_loss,P9,H9,433199100201,2026-07,yes,下个月的事\n"
    "risk,water,,,433199100202,2026-05,yes,停水\n";
constexpr char kRules[] = "rule_id,group\nRP-011,job_loss\nRP-015,water\n";

TEST(Score, CountsHitsLookAlikesAndMisses) {
  const auto card = Score(kTruth,
                          "rule_id,subject_id,month\n"
                          "RP-011,H1,2026-06\n"  // the household of a yes
                          "RP-011,H1,2026-06\n"  // twice: counted once
                          "RP-011,P2,2026-06\n"  // planted look-alike
                          "RP-011,H7,2026-06\n"  // nobody the truth speaks of
                          "RP-015,433199100202,2026-06\n"
                          "XX-001,H1,2026-06\n",
                          kRules, "2026-06");
  ASSERT_TRUE(card) << Render(card.error(), Language::kEnglish);
  for (const GroupScore& g : card->groups) {
    if (g.group == "job_loss") {
      EXPECT_EQ(g.truths, 2);
      EXPECT_EQ(g.look_alikes, 1);
      EXPECT_EQ(g.findings, 3);
      EXPECT_EQ(g.true_positives, 1);
      EXPECT_EQ(g.look_alike_hits, 1);
      EXPECT_EQ(g.unplanned, 1);
      EXPECT_EQ(g.PrecisionPermille(), 333);
      EXPECT_EQ(g.RecallPermille(), 500);
    } else if (g.group == "water") {
      EXPECT_EQ(g.true_positives, 1);
      EXPECT_EQ(g.RecallPermille(), 1000);
    } else {
      EXPECT_EQ(g.findings, 0);
      EXPECT_EQ(g.PrecisionPermille(), -1);
    }
  }
  EXPECT_EQ(card->findings_without_group, 1);
  EXPECT_NE(RenderScore(*card).find("33.3%"), std::string::npos);
}

TEST(Score, AFileWithoutTheColumnsIsRefused) {
  const auto card = Score(kTruth, "rule,who\nRP-011,H1\n", kRules, "2026-06");
  ASSERT_FALSE(card);
  EXPECT_EQ(card.error().id, "SYN-004");
}

TEST(Score, QuotedCellsAreRead) {
  const auto card = Score(kTruth, "rule_id,sentence,subject_id\nRP-011,\"失业,\"\"返乡\"\"\",P1\n", kRules, "2026-06");
  ASSERT_TRUE(card);
  int64_t hits = 0;
  for (const GroupScore& g : card->groups) hits += g.true_positives;
  EXPECT_EQ(hits, 1);
}

}  // namespace
}  // namespace xiuhua::synth
