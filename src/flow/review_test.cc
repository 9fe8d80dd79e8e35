// Decisions of people: recorded, contradicted, undone, and what of them holds for a run.
#include "flow/review.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/files.h"
#include "flow/errors.h"
#include "reports/review_book.h"

namespace xiuhua::flow {
namespace {

class ReviewTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/review_" + std::to_string(::getpid());
    ASSERT_TRUE(RealFiles().Remove(folder_));
    ASSERT_TRUE(RealFiles().MakeFolder(folder_ + "/data"));
    auto store = store::OpenSqlite(folder_ + "/data/store.sqlite", lake::StoreMigrations());
    ASSERT_TRUE(store);
    store_ = std::move(*store);
    auto lake = lake::Lake::Open(folder_ + "/data", RealFiles(), *store_, lake::Access::kWrite);
    ASSERT_TRUE(lake);
    lake_ = std::move(*lake);
  }
  void TearDown() override {
    lake_.reset();
    store_.reset();
    ASSERT_TRUE(RealFiles().Remove(folder_));
  }

  // A returned list as csv: lines of "statement|person|verdict".
  Result<ReviewImportReport> Return(const std::vector<std::array<std::string, 3>>& lines, int64_t at_us = 10) {
    std::string csv =
        "序," + std::string(reports::kVerdictHeader) + ",认定人," + std::string(reports::kReviewKeyHeader) + "\n";
    for (const auto& [statement, person, verdict] : lines) {
      csv += "1," + verdict + ",测甲," +
             reports::WriteReviewKey({"low_income_members", 77, statement, std::stoll(person)}, lake_->lake_id()) +
             "\n";
    }
    return ReturnText(csv, at_us);
  }
  Result<ReviewImportReport> ReturnText(const std::string& csv, int64_t at_us = 10) {
    const std::string path = folder_ + "/returned.csv";
    TRY(RealFiles().WriteDurably(path, csv));
    SilentProgress progress;
    return ImportReview(*lake_, {.files = {path}, .actor = "县级", .temp_folder = folder_}, FrozenClock(at_us),
                        progress);
  }
  // "abc→5 同" per decision that holds, merges as "9⇒5".
  std::string InForce() {
    const auto held = LoadDecisionsInForce(*lake_);
    if (!held) return held.error().id;
    std::string out;
    for (const auto& d : held->decisions) {
      out += d.evidence_key + "→" + std::to_string(d.person_id) + (d.same ? " 同 " : " 不 ");
    }
    for (const auto& m : held->merges) out += std::to_string(m.from) + "⇒" + std::to_string(m.into) + " ";
    return out;
  }

  std::string folder_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<lake::Lake> lake_;
};

TEST_F(ReviewTest, TheLastDecisionHoldsUntilItIsUndone) {
  ASSERT_TRUE(Return({{"aaa", "5", "同一人"}, {"bbb", "6", "不是"}, {"ccc", "7", "待查"}, {"ddd", "8", ""}}));
  EXPECT_EQ(InForce(), "aaa→5 同 bbb→6 不 ");
  const auto again = Return({{"aaa", "5", "同一人"}});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->repeated, 1);
  const auto against = Return({{"aaa", "5", "不是"}});
  ASSERT_TRUE(against);
  EXPECT_EQ(against->contradictions, 1);
  EXPECT_EQ(InForce(), "bbb→6 不 aaa→5 不 ");
  const auto listed = ListDecisions(*lake_);
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 3U);
  EXPECT_TRUE((*listed)[0].contradicted);
  EXPECT_FALSE((*listed)[0].in_force);
  EXPECT_EQ((*listed)[0].by_whom, "测甲（县级 录入）");
  ASSERT_TRUE(UndoDecision(*lake_, 3));
  EXPECT_EQ(InForce(), "aaa→5 同 bbb→6 不 ");
  EXPECT_EQ(UndoDecision(*lake_, 3).error().id, errors::kNoSuchDecision.id);
}

TEST_F(ReviewTest, OneStatementIsOnePersonAtMost) {
  ASSERT_TRUE(Return({{"aaa", "5", "同一人"}, {"aaa", "6", "同一人"}, {"aaa", "7", "不是"}}));
  EXPECT_EQ(InForce(), "aaa→6 同 aaa→7 不 ");
}

TEST_F(ReviewTest, SameOnTwoPersonIdsIsAMergeAndStaysOnceMade) {
  ASSERT_TRUE(Return({{"person:9", "5", "同一人"}, {"person:5", "3", "同一人"}, {"aaa", "9", "同一人"}}));
  EXPECT_EQ(InForce(), "aaa→3 同 5⇒3 9⇒3 ");
  ASSERT_TRUE(
      store_->Execute("INSERT INTO runs (run_id, as_of, started_us, finished_us, register_id, manifest, state) VALUES "
                      "(1, 1, 20, 21, 1, "
                      "'', 'committed')"));
  EXPECT_EQ(UndoDecision(*lake_, 1).error().id, errors::kMergeMade.id);
  ASSERT_TRUE(Return({{"person:9", "5", "不是"}}, 30));
  EXPECT_EQ(InForce(), "aaa→3 同 5⇒3 9⇒3 ");
}

TEST_F(ReviewTest, DamagedKeysAndUnknownWordsAreListedNotTaken) {
  const std::string head = "认定（选一个）,认定键（勿改）\n";
  const std::string key = reports::WriteReviewKey({"t", 1, "aaa", 5}, lake_->lake_id());
  const std::string foreign = reports::WriteReviewKey({"t", 1, "aaa", 5}, "another lake");
  const auto report = ReturnText(head + "同一人," + foreign + "\n也许," + key + "\n同一人," + key + "x\n");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->problems.size(), 3U);
  EXPECT_EQ(report->recorded, 0);
  const auto no_list = ReturnText("姓名,证件号码\n测甲,1\n");
  EXPECT_EQ(no_list.error().id, errors::kNoReviewList.id);
}

TEST(ReviewTextTest, SaysWhatDiffersInPlainWords) {
  EXPECT_EQ(
      reports::DifferenceText(R"({"row_name":"测甲青","name":"测甲清","row_id":"1","id":"1","same_village":true})"),
      "姓名第 3 个字不同");
  EXPECT_EQ(
      reports::DifferenceText(
          R"({"row_name":"测","name":"测","row_id":"433199195202160241","id":"433199195202160225","same_village":false})"),
      "证件号码第 17、18 位不同；不在同一村");
  EXPECT_EQ(reports::DifferenceText(R"({"row_name":"测","name":"测","row_id":null,"id":"433199195202160225"})"),
            "名单没有写证件号码");
}

}  // namespace
}  // namespace xiuhua::flow
