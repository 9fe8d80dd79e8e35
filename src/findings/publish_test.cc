#include "findings/publish.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/files.h"
#include "findings/errors.h"
#include "findings/rates.h"
#include "lake/lake.h"

namespace xiuhua::findings {
namespace {

class PublishTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = (std::filesystem::temp_directory_path() /
               fmt::format("xiuhua-publish-{}-{}", ::getpid(),
                           ::testing::UnitTest::GetInstance()->current_test_info()->name()))
                  .string();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    auto engine = sql::Engine::Open({});
    ASSERT_TRUE(engine);
    engine_ = std::move(*engine);
    auto store = store::OpenSqlite(folder_ + "/store.sqlite", lake::StoreMigrations());
    ASSERT_TRUE(store);
    store_ = std::move(*store);
    input_ = {45, "2026-06-30", folder_, folder_, folder_, {"IG-001", "IG-002"}, true};
  }
  void TearDown() override {
    engine_.reset();
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  void Sql(const std::string& sql) {
    const auto done = engine_->Execute(sql);
    ASSERT_TRUE(done) << Render(done.error(), Language::kEnglish) << sql;
  }
  void File(const std::string& name, const std::string& select) {
    Sql(fmt::format("COPY ({}) TO '{}/{}.parquet' (FORMAT parquet)", select, folder_, name));
  }
  // A run with one ordinary finding on household 10 and one red flag on the same household.
  void WriteRun(const std::string& red_audience) {
    File("findings",
         fmt::format(
             "SELECT * FROM (VALUES ('RP-1|person|1', 'RP-1', 'risk', 'walk', 2, 'new', '[\"township\"]', '自付过高'), "
             "('IG-001|person|1', 'IG-001', 'red_flag', 'desk', 1, 'new', '{}', '违规领取')) "
             "t(finding_key, rule_id, kind, effort, severity, state, audience, sentence_zh), "
             "(SELECT 'person' AS subject_kind, 1::BIGINT AS subject_id, 10::BIGINT AS household_id, 1::BIGINT AS "
             "person_id, 5::BIGINT AS area_id, "
             "'433199101' AS township, '433199' AS county, '[]' AS evidence, '[]' AS row_refs, 'x' AS sentence_en, "
             "45::BIGINT AS first_run, "
             "'3333C' AS short_code, 1::INTEGER AS walk_rank, DATE '2026-06-01' AS due_month)",
             red_audience));
    File("counts",
         "SELECT * FROM (VALUES ('RP-1', '433199101', 4, 1, 2, 1), ('IG-001', '433199101', 4, 1, 3, 0), ('IG-002', "
         "'433199101', 4, 0, 4, 0)) "
         "t(rule_id, township, population, hits, no_hits, cannot_tell)");
    File("cannot_tell",
         "SELECT 'RP-1' AS rule_id, '433199101' AS township, '433199' AS county, 'column' AS reason_kind, 'x.y' AS "
         "reason, 1 AS subjects");
    File("persons",
         "SELECT * FROM (VALUES (1, '彭安', '433199197001010019', 'm', DATE '1970-01-01', 10, true), (2, '石·一の', "
         "NULL, 'f', NULL, 20, true)) "
         "t(person_id, name, id_number, sex, birth_date, household_id, registered), (SELECT 5 AS area_id)");
    File("households",
         "SELECT * FROM (VALUES (10, '1', 1, 1), (20, '2', 2, 1)) t(household_id, household_no, head_person_id, "
         "member_count), "
         "(SELECT 5 AS area_id, '433199101' AS township, '433199' AS county, '一组' AS group_no)");
    File("members",
         "SELECT * FROM (VALUES (10, 1, 'registered', 'head'), (20, 2, 'registered', 'head')) t(household_id, "
         "person_id, membership, relation)");
    File("areas",
         "SELECT 5 AS area_id, '433199101001' AS code, '东村' AS name, 5 AS level, 4 AS parent_id, '433199101' AS "
         "township, '433199' AS county");
  }
  static std::string Ask(const std::string& path, const std::string& sql) {
    auto file = OpenServing(path);
    if (!file) return Render(file.error(), Language::kEnglish);
    auto rows = (*file)->Query(sql);
    if (!rows) return Render(rows.error(), Language::kEnglish);
    std::string text;
    for (const store::Row& row : *rows) {
      for (size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : " ") + (row.IsNull(i) ? "-" : row.Text(i));
      text += "\n";
    }
    return text;
  }

  std::string folder_;
  std::unique_ptr<sql::Engine> engine_;
  std::unique_ptr<store::Store> store_;
  PublishInput input_;
};

TEST_F(PublishTest, RedFlagsStandOnlyInTheAuditFile) {
  WriteRun("[\"audit\"]");
  const auto report = Publish(*engine_, input_);
  ASSERT_TRUE(report) << Render(report.error(), Language::kEnglish);
  EXPECT_EQ(report->findings, 1);
  EXPECT_EQ(report->red_flags, 1);
  // Nothing of the general file's bytes speaks of the red flag or its rules.
  const auto general = RealFiles().Read(report->general_path);
  ASSERT_TRUE(general);
  EXPECT_EQ(general->find("IG-00"), std::string::npos);
  EXPECT_EQ(general->find("违规领取"), std::string::npos);
  EXPECT_NE(general->find("自付过高"), std::string::npos);
  const auto audit = RealFiles().Read(report->audit_path);
  ASSERT_TRUE(audit);
  EXPECT_NE(audit->find("违规领取"), std::string::npos);
}

TEST_F(PublishTest, HouseholdCardsAndSearch) {
  WriteRun("[\"audit\"]");
  const auto report = Publish(*engine_, input_);
  ASSERT_TRUE(report) << Render(report.error(), Language::kEnglish);
  std::string salt = Ask(report->general_path, "SELECT salt FROM about");
  salt.pop_back();  // the line's end
  EXPECT_EQ(Ask(report->general_path, "SELECT household_id, head_name, open_findings, gravest FROM households"),
            "10 彭安 1 2\n");
  EXPECT_EQ(Ask(report->general_path, "SELECT person_id, name, initials, id_masked FROM people ORDER BY 1"),
            "1 彭安 pa 433199********0019\n2 石·一の syの \n");
  EXPECT_EQ(Ask(report->general_path,
                "SELECT person_id FROM people WHERE id_tail = '" + IdTailHash(salt, "433199197001010019") + "'"),
            "1\n");
  EXPECT_EQ(Ask(report->general_path, "SELECT * FROM counts"), "RP-1 433199101 4 1 2 1\n");
  input_.search_everyone = false;
  input_.run_id = 46;
  const auto smaller = Publish(*engine_, input_);
  ASSERT_TRUE(smaller);
  EXPECT_EQ(smaller->persons, 1);
}

TEST_F(PublishTest, ServingIsSwitchedInOneRow) {
  ASSERT_TRUE(SwitchServing(*store_, 45, "serving/N000045.sqlite"));
  ASSERT_TRUE(SwitchServing(*store_, 46, "serving/N000046.sqlite"));
  const auto rows = store_->Query("SELECT run_id, path FROM serving_current");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ((*rows)[0].Text(1), "serving/N000046.sqlite");
}

TEST_F(PublishTest, ErrorsSayWhatToDo) {
  const auto IdOf = [](const auto& result) { return result ? std::string("none") : result.error().id; };
  EXPECT_EQ(IdOf(Publish(*engine_, input_)), errors::kNoRawFindings.id);
  WriteRun("[\"audit\", \"township\"]");
  EXPECT_EQ(IdOf(Publish(*engine_, input_)), errors::kRedFlagLeak.id);
  EXPECT_FALSE(RealFiles().Exists(folder_ + "/N000045.sqlite"));
  WriteRun("[\"audit\"]");
  ASSERT_TRUE(Publish(*engine_, input_));
  EXPECT_EQ(IdOf(Publish(*engine_, input_)), errors::kServingExists.id);
  EXPECT_EQ(IdOf(DrawSecondLook({}, "s", 0)), errors::kShareBad.id);
}

TEST_F(PublishTest, RatesComeFromAnswers) {
  int64_t id = 0;
  const auto Answer = [&](const std::string& key, int code, int64_t draw = 0) {
    ASSERT_TRUE(store_->Execute(
        "INSERT INTO answers (answer_id, finding_key, code, detail, by_whom, at_us, delivery_file_sha, draw_id) "
        "VALUES (?, ?, ?, '', '村', 0, '', ?)",
        {++id, key, int64_t{code}, draw}));
  };
  for (int i = 0; i < 12; ++i) Answer(fmt::format("RP-1|person|{}", i), i < 2 ? 1 : i < 3 ? 3 : 7);
  Answer("RP-1|person|3", 2, 1);  // a second look: worth it; it counts
  Answer("RP-1|person|90", 8);
  Answer("RP-1|person|91", 1);
  Answer("RP-1|person|91", 7);
  Answer("DQ-1|person|1", 5);
  Answer("DQ-1|person|2", 7);
  const auto rates = RatesOfRules(*store_, {{"RP-1", "walk"}, {"DQ-1", "desk"}});
  ASSERT_TRUE(rates);
  ASSERT_EQ(rates->size(), 2U);
  EXPECT_EQ((*rates)[0].rule_id, "DQ-1");
  EXPECT_EQ((*rates)[0].worth.count, 1);
  EXPECT_EQ((*rates)[1].true_in_fact.count, 4);
  EXPECT_EQ((*rates)[1].true_in_fact.of, 12);
  EXPECT_EQ((*rates)[1].worth.count, 3);
  EXPECT_EQ((*rates)[1].unclear, 1);
  EXPECT_EQ((*rates)[1].conflicting, 1);
  EXPECT_EQ(RateText("值得走访", (*rates)[1].worth), "值得走访 3/12（25%，95% 区间 9%–53%）");
}

TEST(WilsonTest, KnownIntervals) {  // R: prop.test(x, n, correct = FALSE)
  const Rate half = WilsonRate(50, 100);
  EXPECT_NEAR(half.low, 0.4038, 0.0001);
  EXPECT_NEAR(half.high, 0.5962, 0.0001);
  const Rate none = WilsonRate(0, 10);
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 0.2775, 0.0001);
  EXPECT_EQ(WilsonRate(10, 10).high, 1);
  EXPECT_EQ(RateText("x", WilsonRate(0, 0)), "");
}

TEST_F(PublishTest, AdmissionsNobodyWarnedOfAreMisses) {
  File("run1", "SELECT * FROM (VALUES (10, 'risk'), (20, 'mismatch')) t(household_id, kind)");
  const auto report = CountMisses(*engine_,
                                  "SELECT * FROM (VALUES (10::BIGINT, DATE '2026-05-01'), (20::BIGINT, DATE "
                                  "'2026-05-02'), (10::BIGINT, DATE '2026-01-01')) t(household_id, admitted_on)",
                                  {{*MakeDate(2026, 2, 28), folder_ + "/run1.parquet"}});
  ASSERT_TRUE(report) << Render(report.error(), Language::kEnglish);
  EXPECT_EQ(report->admissions, 3);
  ASSERT_EQ(report->misses.size(), 2U);  // 10 before any run; 20 had only a mismatch
  EXPECT_EQ(report->misses[0].household_id, 10);
  EXPECT_EQ(report->misses[1].household_id, 20);
}

TEST(SecondLookTest, DrawIsFixedByTheSeed) {
  std::vector<Answered> answers;
  for (int i = 0; i < 250; ++i) answers.push_back({i, fmt::format("R|person|{}", i), 1 + i % 8});
  const auto first = DrawSecondLook(answers, "seed-a");
  std::reverse(answers.begin(), answers.end());
  const auto again = DrawSecondLook(answers, "seed-a");
  const auto other = DrawSecondLook(answers, "seed-b");
  ASSERT_TRUE(first && again && other);
  ASSERT_EQ(first->size(), 10U);  // 5 % of the 186 answers of codes 3-8, rounded up
  bool differs = false;
  for (size_t i = 0; i < first->size(); ++i) {
    EXPECT_EQ((*first)[i].answer_id, (*again)[i].answer_id);
    EXPECT_GE((*first)[i].code, 3);
    differs = differs || (*first)[i].answer_id != (*other)[i].answer_id;
  }
  EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace xiuhua::findings
