#include "findings/settle.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <set>
#include <sstream>

#include "findings/errors.h"
#include "findings/finding.h"
#include "lake/lake.h"

namespace xiuhua::findings {
namespace {

// Runs are written as text: "rule subject household severity effort value", "-" is NULL.
class SettleTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = (std::filesystem::temp_directory_path() /
               fmt::format("xiuhua-settle-{}-{}", ::getpid(),
                           ::testing::UnitTest::GetInstance()->current_test_info()->name()))
                  .string();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    auto engine = sql::Engine::Open({});
    ASSERT_TRUE(engine);
    engine_ = std::move(*engine);
    auto store = store::OpenSqlite(folder_ + "/store.sqlite", lake::StoreMigrations());
    ASSERT_TRUE(store) << Render(store.error(), Language::kEnglish);
    store_ = std::move(*store);
  }
  void TearDown() override {
    engine_.reset();
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  static std::vector<std::string> Words(const std::string& line) {
    std::istringstream in(line);
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
  }
  static std::string OrNull(const std::string& word) { return word == "-" ? "NULL" : word; }

  // Settles run `id` of this month. `hits`: lines "rule subject household area severity effort value [kind]";
  // `statuses`: lines "rule subject answer [reason]".
  Result<SettleReport> Run(int64_t id, int month, const std::string& hits, const std::string& statuses = "",
                           const std::string& returns_mode = "any") {
    input_.run_id = id;
    input_.as_of = *MakeDate(2026, month, 28);
    input_.run_folder = fmt::format("{}/N{}", folder_, id);
    std::filesystem::create_directories(input_.run_folder);
    std::istringstream hit_lines(hits);
    std::string values;
    for (std::string line; std::getline(hit_lines, line);) {
      const auto w = Words(line);
      if (w.empty()) continue;
      values += fmt::format(
          "{}('{}|person|{}', '{}', '1', '{}', '{}', {}, 'person', {}, {}, {}, {}, '433199101', '433199', '{{}}', "
          "'[]', '[]', "
          "'h{}', '{{\"mode\":\"{}\",\"values\":{{\"ev_x\":\"{}\"}},\"share_percent\":20}}', '疑点{}', 'finding', "
          "'[]')",
          values.empty() ? "" : ", ", w[0], w[1], w[0], w.size() > 7 ? w[7] : "risk", w[5], w[4], w[1], OrNull(w[2]),
          w[1], OrNull(w[3]), w[6], returns_mode, w[6], w[1]);
    }
    const std::string empty = "('', '', '', '', '', 1, '', 1, 1, 1, 1, '', '', '', '', '', '', '', '', '', '')";
    Sql(
        fmt::format("COPY (SELECT finding_key, rule_id, rule_version, kind, effort, CAST(severity AS INTEGER) AS "
                    "severity, subject_kind, "
                    "CAST(subject_id AS BIGINT) AS subject_id, CAST(household_id AS BIGINT) AS household_id, "
                    "CAST(person_id AS BIGINT) AS person_id, "
                    "CAST(area_id AS BIGINT) AS area_id, township, county, key_values, evidence, row_refs, "
                    "values_hash, returns_json, sentence_zh, "
                    "sentence_en, audience FROM (VALUES {}) t(finding_key, rule_id, rule_version, kind, effort, "
                    "severity, subject_kind, subject_id, "
                    "household_id, person_id, area_id, township, county, key_values, evidence, row_refs, values_hash, "
                    "returns_json, sentence_zh, "
                    "sentence_en, audience) WHERE {}) TO '{}/raw_findings.parquet' (FORMAT parquet)",
                    values.empty() ? empty : values, !values.empty(), input_.run_folder));
    std::istringstream status_lines(statuses);
    std::string status;
    for (std::string line; std::getline(status_lines, line);) {
      const auto w = Words(line);
      if (w.empty()) continue;
      status += fmt::format("{}('{}|person|{}', '{}', {}, '{}', 'delivery', '{}')", status.empty() ? "" : ", ", w[0],
                            w[1], w[0], w[1], w[2], w.size() > 3 ? w[3] : "");
    }
    Sql(
        fmt::format("COPY (SELECT finding_key, rule_id, CAST(subject_id AS BIGINT) AS subject_id, answer, reason_kind, "
                    "reason FROM (VALUES {}) "
                    "t(finding_key, rule_id, subject_id, answer, reason_kind, reason) WHERE {}) TO "
                    "'{}/statuses.parquet' (FORMAT parquet)",
                    status.empty() ? "('', '', 1, '', '', '')" : status, !status.empty(), input_.run_folder));
    auto report = Settle(
        *engine_, *store_,
        [this](std::string_view, int64_t count) -> Result<int64_t> {
          next_ += count;
          return next_ - count + 1;
        },
        input_);
    if (!report) {
      last_error_ = Render(report.error(), Language::kEnglish);
      return report;
    }
    const auto recorded = store_->Transaction([&] { return RecordCodes(*store_, report->new_codes); });
    EXPECT_TRUE(recorded);
    input_.previous_folder = input_.run_folder;
    return report;
  }
  void Sql(const std::string& sql) {
    const auto done = engine_->Execute(sql);
    ASSERT_TRUE(done) << Render(done.error(), Language::kEnglish) << sql;
  }
  std::string Read(const std::string& columns, const std::string& file = "findings", const std::string& rest = "") {
    auto rows = engine_->Query(fmt::format("SELECT {} FROM read_parquet('{}/{}.parquet') {} ORDER BY ALL", columns,
                                           input_.run_folder, file, rest));
    if (!rows) return Render(rows.error(), Language::kEnglish);
    std::string text;
    for (int64_t row = 0; row < rows->count(); ++row) {
      for (size_t c = 0; c < rows->columns().size(); ++c) {
        text += (c == 0 ? "" : " ") +
                (rows->IsNull(row, static_cast<int>(c)) ? "-" : std::string(rows->Text(row, static_cast<int>(c))));
      }
      text += "\n";
    }
    return text;
  }
  void Answer(int64_t id, const std::string& key, int code) {
    ASSERT_TRUE(
        store_->Execute("INSERT INTO answers (answer_id, finding_key, code, detail, by_whom, at_us, delivery_file_sha) "
                        "VALUES (?, ?, ?, '', '村干部', 0, '')",
                        {id, key, int64_t{code}}));
  }
  void Exempt(int64_t id, const std::string& rule, int64_t subject, Date from, Date until,
              const std::string& hash = "") {
    ASSERT_TRUE(store_->Execute(
        "INSERT INTO exemptions (exemption_id, rule_id, subject_kind, subject_id, key, reason, approver, from_date, "
        "until_date, values_hash) VALUES (?, ?, 'person', ?, '', '已核实', '县局', ?, ?, ?)",
        {id, rule, subject, int64_t{from.days}, int64_t{until.days}, hash}));
  }

  std::string folder_;
  std::unique_ptr<sql::Engine> engine_;
  std::unique_ptr<store::Store> store_;
  SettleInput input_;
  int64_t next_ = 0;
  std::string last_error_;
};

TEST_F(SettleTest, NewContinuingClearedReturned) {
  ASSERT_TRUE(Run(1, 1, "R1 1 10 5 2 walk 100\nR1 2 20 5 2 walk 100\n")) << last_error_;
  EXPECT_EQ(Read("subject_id, state, first_run"), "1 new 1\n2 new 1\n");
  const std::string codes = Read("subject_id, short_code");
  auto report = Run(2, 2, "R1 1 10 5 2 walk 999\n", "R1 1 hit\nR1 2 no_hit\n");
  ASSERT_TRUE(report) << last_error_;
  EXPECT_EQ(Read("subject_id, state, first_run"), "1 continuing 1\n");
  EXPECT_EQ(report->cleared, 1);
  EXPECT_EQ(Read("finding_key, reason, sentence_zh", "cleared"), "R1|person|2 no_hit 疑点2\n");
  ASSERT_TRUE(Run(3, 3, "R1 1 10 5 2 walk 999\nR1 2 20 5 2 walk 100\n", "R1 1 hit\n")) << last_error_;
  EXPECT_EQ(Read("subject_id, state, first_run"), "1 continuing 1\n2 returned 3\n");
  EXPECT_EQ(Read("subject_id, short_code"), codes);  // the code on the paper stays
}

TEST_F(SettleTest, AFindingContinuesOnThePersonThatRemainsAfterAMerge) {
  ASSERT_TRUE(Run(1, 1, "R1 7 10 5 2 walk 100\nR1 8 10 5 2 walk 100\nR1 9 20 5 2 walk 5\nR1 4 30 5 2 walk 6\n"))
      << last_error_;
  const std::string code = Read("short_code", "findings", "WHERE subject_id = 7");
  Answer(1, "R1|person|9", 3);
  // 7 was 5 all along, 9 was 3, and 8 was 4, who has the same finding.
  input_.merged = MergedKeys({{7, 5}, {9, 3}, {8, 4}}, {});
  ASSERT_TRUE(
      Run(2, 2, "R1 5 10 5 2 walk 100\nR1 3 20 5 2 walk 5\nR1 4 30 5 2 walk 6\n", "R1 5 hit\nR1 3 hit\nR1 4 hit\n"))
      << last_error_;
  EXPECT_EQ(Read("subject_id, state, first_run"), "3 answered 1\n4 continuing 1\n5 continuing 1\n");
  EXPECT_EQ(Read("short_code", "findings", "WHERE subject_id = 5"), code);  // the code on the paper stays
  EXPECT_EQ(Read("finding_key", "cleared"), "");
  // And in the run after that.
  ASSERT_TRUE(Run(3, 3, "R1 5 10 5 2 walk 100\n", "R1 5 hit\nR1 3 no_hit\nR1 4 cannot_tell x\n")) << last_error_;
  EXPECT_EQ(Read("subject_id, state, first_run"), "4 stale 1\n5 continuing 1\n");
  EXPECT_EQ(Read("subject_id", "cleared"), "3\n");
}

TEST(MergedKeys, RenameThePersonAndNothingElse) {
  const MergedKeys merged({{7, 5}}, {{"RP-012", {"person_id"}}, {"X-1", {"kind", "person_id"}}});
  const std::pair<const char*, const char*> cases[] = {
      {"R1|person|7", "R1|person|5"},
      {"R1|person|7|2026-07", "R1|person|5|2026-07"},
      {"R1|person|77", "R1|person|77"},
      {"R1|household.registered|7", "R1|household.registered|7"},  // a household of that number
      {"RP-012|household.registered|7|7", "RP-012|household.registered|7|5"},
      {"X-1|row:payments|7|7", "X-1|row:payments|7|5"},
      {"R1", "R1"},
  };
  for (const auto& [before, after] : cases) EXPECT_EQ(merged.KeyOf(before), after);
  EXPECT_EQ(MergedKeys().KeyOf("R1|person|7"), "R1|person|7");
}

TEST_F(SettleTest, CannotTellLeavesOpenAndLeavingThePopulationCloses) {
  ASSERT_TRUE(Run(1, 1, "R1 1 10 5 2 walk 1\nR1 2 20 5 2 walk 1\nR2 3 30 5 2 walk 1\n")) << last_error_;
  ASSERT_TRUE(Run(2, 2, "", "R1 1 cannot_tell settlements\nR1 2 left_population\n")) << last_error_;
  EXPECT_EQ(Read("rule_id, subject_id, state, stale_reason, sentence_zh"),
            "R1 1 stale delivery:settlements 疑点1\nR2 3 stale rule_not_run 疑点3\n");
  EXPECT_EQ(Read("finding_key, reason", "cleared"), "R1|person|2 left_population\n");
  // Stale is no clean bill: nothing new to tell keeps it open, a hit continues it.
  ASSERT_TRUE(Run(3, 3, "R1 1 10 5 2 walk 1\n", "R1 1 hit\nR2 3 cannot_tell x\n")) << last_error_;
  EXPECT_EQ(Read("rule_id, subject_id, state, first_run"), "R1 1 continuing 1\nR2 3 stale 1\n");
  EXPECT_EQ(Read("rule_id, walk_rank"), "R1 1\nR2 -\n");
}

TEST_F(SettleTest, ExemptUntilItEndsOrValuesChange) {
  ASSERT_TRUE(Run(1, 1, "R1 1 10 5 2 walk 100\nR1 2 20 5 2 walk 100\n")) << last_error_;
  Exempt(1, "R1", 1, *MakeDate(2026, 1, 1), *MakeDate(2026, 3, 31));
  Exempt(2, "R1", 2, *MakeDate(2026, 1, 1), *MakeDate(2026, 12, 31));
  const std::string same = "R1 1 10 5 2 walk 100\nR1 2 20 5 2 walk 100\n";
  const std::string changed = "R1 1 10 5 2 walk 100\nR1 2 20 5 2 walk 777\n";
  ASSERT_TRUE(Run(2, 2, same)) << last_error_;
  EXPECT_EQ(Read("subject_id, state, walk_rank"), "1 exempt -\n2 exempt -\n");
  ASSERT_TRUE(Run(3, 3, changed)) << last_error_;
  EXPECT_EQ(Read("subject_id, state"), "1 exempt\n2 returned\n");
  ASSERT_TRUE(Run(4, 4, changed)) << last_error_;
  EXPECT_EQ(Read("subject_id, state"), "1 returned\n2 continuing\n");
  // Back at the old value: the exemption was lost for good.
  ASSERT_TRUE(Run(5, 5, same)) << last_error_;
  EXPECT_EQ(Read("subject_id, state"), "1 continuing\n2 continuing\n");
}

TEST_F(SettleTest, ExemptionApprovedBeforeTheFirstRunNamesItsValues) {
  Exempt(1, "R1", 1, *MakeDate(2026, 1, 1), *MakeDate(2026, 12, 31), "h100");
  Exempt(2, "R1", 2, *MakeDate(2026, 1, 1), *MakeDate(2026, 12, 31), "h55");
  ASSERT_TRUE(Run(1, 1, "R1 1 10 5 2 walk 100\nR1 2 20 5 2 walk 100\n")) << last_error_;
  EXPECT_EQ(Read("subject_id, state"), "1 exempt\n2 returned\n");
}

TEST_F(SettleTest, ReturnsOnlyByTheStatedShare) {
  ASSERT_TRUE(Run(1, 1, "R1 1 10 5 2 walk 1000\n", "", "share")) << last_error_;
  Answer(1, "R1|person|1", 3);
  ASSERT_TRUE(Run(2, 2, "R1 1 10 5 2 walk 1000\n", "", "share")) << last_error_;
  EXPECT_EQ(Read("state"), "answered\n");
  // Creeping up: always compared with the value that was answered, not with last month's.
  ASSERT_TRUE(Run(3, 3, "R1 1 10 5 2 walk 1199\n", "", "share")) << last_error_;
  EXPECT_EQ(Read("state"), "answered\n");
  ASSERT_TRUE(Run(4, 4, "R1 1 10 5 2 walk 1200\n", "", "share")) << last_error_;
  EXPECT_EQ(Read("state"), "returned\n");
}

TEST_F(SettleTest, AnswersSettleUnlessUnclearOrContradicted) {
  const std::string hits = "R1 1 10 5 2 walk 1\nR1 2 20 5 2 walk 1\nR1 3 30 5 2 walk 1\nR1 4 40 5 2 walk 1\n";
  ASSERT_TRUE(Run(1, 1, hits)) << last_error_;
  Answer(1, "R1|person|1", 5);
  Answer(2, "R1|person|2", 8);  // could not be checked
  Answer(3, "R1|person|3", 1);  // two answers that differ
  Answer(4, "R1|person|3", 7);
  ASSERT_TRUE(Run(2, 2, hits)) << last_error_;
  EXPECT_EQ(Read("subject_id, state"), "1 answered\n2 continuing\n3 continuing\n4 continuing\n");
  Answer(5, "R1|person|1", 8);  // looked at again: not sure any more
  ASSERT_TRUE(Run(3, 3, hits)) << last_error_;
  EXPECT_EQ(Read("subject_id, state", "findings", "WHERE subject_id = 1"), "1 returned\n");
}

TEST_F(SettleTest, WalkListIsCutByVillageAndGathersAHousehold) {
  input_.options.walk_limit_per_village = 2;
  auto report = Run(1, 1,
                    "R1 1 10 5 3 walk 1\n"  // household 10: two findings, severity 3
                    "R2 1 10 5 3 phone 1\n"
                    "R1 2 20 5 1 walk 1\n"   // household 20: the gravest
                    "R1 3 30 5 3 walk 1\n"   // household 30: one finding
                    "R3 4 40 5 1 desk 1\n"   // desk work never walks
                    "R4 5 50 5 1 phone 1\n"  // a phone call alone is no walk
                    "R5 6 60 5 1 walk 1 red_flag\n"
                    "R1 7 70 6 4 walk 1\n");  // another village
  ASSERT_TRUE(report) << last_error_;
  EXPECT_EQ(Read("household_id, rule_id, walk_rank"),
            "10 R1 2\n10 R2 2\n20 R1 1\n30 R1 0\n40 R3 -\n50 R4 -\n60 R5 -\n70 R1 1\n");
  EXPECT_EQ(report->walk_households, 3);
  EXPECT_EQ(report->walk_households_cut, 1);
  // Next month household 30 has waited longer than a newcomer of the same weight.
  input_.options.walk_limit_per_village = 1;
  ASSERT_TRUE(
      Run(2, 2, "R1 3 30 5 3 walk 1\nR1 8 29 5 3 walk 1\n", "R1 1 no_hit\nR2 1 no_hit\nR1 2 no_hit\nR1 7 no_hit\n"))
      << last_error_;
  EXPECT_EQ(Read("household_id, walk_rank", "findings", "WHERE walk_rank IS NOT NULL"), "29 0\n30 1\n");
}

TEST_F(SettleTest, BaselineSpreadsTheStandingStockOverMonths) {
  input_.options.walk_limit_per_village = 2;
  input_.options.baseline = true;
  const std::string stock =
      "R1 1 1 5 2 walk 1\nR1 2 2 5 2 walk 1\nR1 3 3 5 2 walk 1\nR1 4 4 5 2 walk 1\nR1 5 5 5 2 walk 1\n";
  ASSERT_TRUE(Run(1, 11, stock)) << last_error_;
  EXPECT_EQ(Read("household_id, walk_rank, due_month"),
            "1 1 2026-11-01\n2 2 2026-11-01\n3 0 2026-12-01\n4 0 2026-12-01\n5 0 2027-01-01\n");
  input_.options.baseline = false;
  ASSERT_TRUE(Run(2, 12, stock, "")) << last_error_;
  EXPECT_EQ(Read("household_id, due_month > DATE '2026-12-01', walk_rank > 0"),
            "1 false true\n2 false true\n3 false false\n4 false false\n5 true false\n");
}

TEST_F(SettleTest, SameInputSameResult) {
  const std::string hits = "R1 1 10 5 3 walk 1\nR1 2 20 5 1 walk 1\n";
  ASSERT_TRUE(Run(1, 1, hits)) << last_error_;
  ASSERT_TRUE(Run(2, 2, hits)) << last_error_;
  const std::string once = Read("*");
  input_.previous_folder = folder_ + "/N1";
  ASSERT_TRUE(Run(2, 2, "R1 2 20 5 1 walk 1\nR1 1 10 5 3 walk 1\n")) << last_error_;
  EXPECT_EQ(Read("*"), once);
}

TEST_F(SettleTest, ErrorsSayWhatToDo) {
  const auto IdOf = [](const auto& result) { return result ? std::string("none") : result.error().id; };
  input_.run_folder = folder_;
  EXPECT_EQ(IdOf(Settle(*engine_, *store_, nullptr, input_)), errors::kNoRawFindings.id);
  EXPECT_EQ(IdOf(Run(1, 1, "R1 1 10 5 3 walk 1\nR1 1 10 5 3 walk 1\n")), errors::kKeyTwice.id);
  input_.options.walk_limit_per_village = 0;
  EXPECT_EQ(IdOf(Run(1, 1, "")), errors::kLimitBad.id);
}

TEST(ShortCodeTest, WrongPlacesAndSwapsAreFound) {
  std::set<std::string> seen;
  for (const int64_t serial : {1LL, 2LL, 22LL, 23LL, 12345LL, 6'436'342LL, 6'436'344LL, 99'999'999LL}) {
    const std::string code = ShortCode(serial);
    EXPECT_TRUE(seen.insert(code).second);
    EXPECT_EQ(ReadShortCode(code), code);
    EXPECT_EQ(ReadShortCode(code.substr(0, 2) + " - " + code.substr(2)), code);
    for (size_t i = 0; i < code.size(); ++i) {
      for (const char other : kCodeAlphabet) {
        std::string wrong = code;
        if (wrong[i] == other) continue;
        wrong[i] = other;
        EXPECT_EQ(ReadShortCode(wrong), "") << code << " " << wrong;
      }
      if (i + 1 < code.size() && code[i] != code[i + 1]) {
        std::string wrong = code;
        std::swap(wrong[i], wrong[i + 1]);
        EXPECT_EQ(ReadShortCode(wrong), "") << code << " " << wrong;
      }
    }
  }
  EXPECT_EQ(ReadShortCode("3333"), "");
  EXPECT_EQ(ReadShortCode("0OIL1Z"), "");
}

TEST(FindingKeyTest, RowsAreKnownByTheirKeyAlone) {
  EXPECT_EQ(FindingKey("R1", "person", 7, ""), "R1|person|7");
  EXPECT_EQ(FindingKey("R1", "person", 7, "2026|A"), "R1|person|7|2026|A");
  EXPECT_EQ(FindingKey("R1", "row:payments", 99, "B12"), "R1|row:payments|B12");
}

}  // namespace
}  // namespace xiuhua::findings
