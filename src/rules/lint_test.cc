// One mistake at a time in a copy of testdata/pack: the problem found, its file and line.
#include "rules/lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/files.h"
#include "rules/test_runner.h"

namespace xiuhua::rules {
namespace {

namespace fs = std::filesystem;

struct Mistake {
  const char* name;
  const char* file;  // below demo/
  const char* from;  // text to replace (empty: append)
  const char* to;
  const char* problem;  // "RUL-005 rules/TS-001_x.sql:8" (line 0 = any)
};

class Copy {
 public:
  Copy() : folder_(fs::temp_directory_path() / ("xiuhua_lint_" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::copy(XIUHUA_SOURCE_DIR "/src/rules/testdata/pack", folder_, fs::copy_options::recursive);
  }
  ~Copy() { fs::remove_all(folder_); }
  [[nodiscard]] std::string Path(const std::string& file) const { return (folder_ / "demo" / file).string(); }
  [[nodiscard]] std::string folder() const { return folder_.string(); }
  void Replace(const std::string& file, const std::string& from, const std::string& to) const {
    std::string text = RealFiles().Exists(Path(file)) ? RealFiles().Read(Path(file)).value() : "";
    if (from.empty()) {
      text += to;
    } else {
      const size_t at = text.find(from);
      ASSERT_NE(at, std::string::npos) << file << ": " << from;
      text.replace(at, from.size(), to);
    }
    ASSERT_TRUE(RealFiles().WriteDurably(Path(file), text));
  }

 private:
  fs::path folder_;
};

std::vector<std::string> ProblemsOf(const Copy& copy) {
  Problems problems;
  auto set = ReadRuleSet(copy.folder(), "", problems);
  if (!set) return {Render(set.error(), Language::kEnglish)};
  const auto checked = Lint(std::move(*set), problems);
  EXPECT_TRUE(checked);
  std::vector<std::string> out;
  for (const Error& error : problems.all()) {
    std::string file = error.where.file;
    if (file.starts_with(copy.Path(""))) file = file.substr(copy.Path("").size());
    out.push_back(error.id + " " + file + ":" + std::to_string(error.where.row) + " " + error.en);
  }
  return out;
}

constexpr const char* kRule1 = "rules/TS-001_name_missing.sql";
constexpr const char* kRule2 = "rules/TS-002_household_over_line.sql";
constexpr const char* kRule3 = "rules/TS-003_not_insured.sql";
constexpr const char* kRule5 = "rules/TS-005_income_below_line.sql";

const std::vector<Mistake>& Mistakes() {
  static const std::vector<Mistake> mistakes = {
      {"no header", kRule1, "-- ---\n-- id", "-- id", "RUL-001 rules/TS-001_name_missing.sql:1"},
      {"id and file differ", kRule1, "-- id: TS-001", "-- id: TS-009", "RUL-002 rules/TS-001_name_missing.sql:2"},
      {"id twice", "rules/TS-001_again.sql", "", "-- ---\n-- id: TS-001\n-- ---\nselect 1\n",
       "RUL-003 rules/TS-001_name_missing.sql:2"},
      {"unknown table in needs", kRule1, "settlements.kind, ", "setlements.kind, ",
       "RUL-004 rules/TS-001_name_missing.sql:9 there is no table named \"setlements\"; did you mean settlements"},
      {"unknown column in needs", kRule1, "settlements.kind, ", "settlements.kinds, ",
       "RUL-005 rules/TS-001_name_missing.sql:9 table \"settlements\" has no column \"kinds\"; did you mean kind"},
      {"unknown table in the statement", kRule1, "from settlements s", "from setlements s",
       "SQL-015 rules/TS-001_name_missing.sql:22"},
      {"unknown column in the statement", kRule1, "s.kind as ev_kind", "s.knd as ev_kind",
       "SQL-016 rules/TS-001_name_missing.sql:21"},
      {"unknown parameter", kRule2, "params: [self_pay_line_cents]", "params: [self_pay_line_cent]",
       "RUL-006 rules/TS-002_household_over_line.sql:9"},
      {"parameter not listed", kRule2, "-- params: [self_pay_line_cents]\n", "-- params: []\n",
       "RUL-007 rules/TS-002_household_over_line.sql:22"},
      {"parameter not used", kRule2, "params: [self_pay_line_cents]",
       "params: [self_pay_line_cents, monitoring_line_cents]", "RUL-008 rules/TS-002_household_over_line.sql:9"},
      {"no date for a history", kRule5, ", at: incomes.year_end}", "}",
       "RUL-009 rules/TS-005_income_below_line.sql:10"},
      {"lasts without such a parameter", kRule2, "-- params: [self_pay_line_cents]",
       "-- lasts: nothing\n-- params: [self_pay_line_cents]",
       "RUL-020 rules/TS-002_household_over_line.sql:9 the header's \"lasts\" is wrong: \"nothing\" must be listed"},
      {"lasts of something else than months", kRule2, "-- params: [self_pay_line_cents]",
       "-- lasts: self_pay_line_cents\n-- params: [self_pay_line_cents]",
       "RUL-020 rules/TS-002_household_over_line.sql:9 the header's \"lasts\" is wrong: \"self_pay_line_cents\" must "
       "be a parameter of months"},
      {"lasts where nothing is compared", kRule2, "-- params: [self_pay_line_cents]",
       "-- lasts: self_pay_line_cents\n-- params: [self_pay_line_cents]",
       "RUL-020 rules/TS-002_household_over_line.sql:9 the header's \"lasts\" is wrong: the statement compares with "
       "no"},
      {"a column read but not listed", kRule1, "[settlements.id_number, settlements.person_name]",
       "[settlements.person_name]", "RUL-010 rules/TS-001_name_missing.sql:23"},
      {"a need not read", kRule3, "needs: [insured.person_name]", "needs: [insured.person_name, deaths.died_on]",
       "RUL-011 rules/TS-003_not_insured.sql:9"},
      {"two statements", kRule1, "is null\n", "is null; select 1\n", "SQL-01"},
      {"a write", kRule1, "select s.row_ref", "delete from settlements", "SQL-01"},
      {"a file", kRule1, "from settlements s", "from read_text('/etc/passwd') s", "SQL-01"},
      {"a wrong result column", kRule1, "s.kind as ev_kind,", "s.kind as ev_kind, s.kind as kind_again,",
       "RUL-014 rules/TS-001_name_missing.sql:20"},
      {"a key that is not there", kRule1, "key: [settled_on, person_name]", "key: [settled_on, id_number]",
       "RUL-014 rules/TS-001_name_missing.sql:11"},
      {"a code that is not one", kRule1, "where s.kind = 'inpatient'", "where s.kind = 'in_patient'",
       "RUL-015 rules/TS-001_name_missing.sql:23 \"in_patient\" is not a code"},
      {"a slot that is no column", kRule1, "{ev_settled_on:date}的", "{ev_settled:date}的",
       "RUL-016 rules/TS-001_name_missing.sql:18"},
      {"a slot with an unknown format", kRule1, "{ev_settled_on:date}的", "{ev_settled_on:day}的",
       "RUL-016 rules/TS-001_name_missing.sql:18"},
      {"a test without a hit", "tests/TS-003.yaml", "hit: [{subject: 1,", "no_hit: [{subject: 1,", "tests/TS-003.yaml"},
      {"a red flag for others", kRule1, "kind: mismatch", "kind: red_flag", "RUL-019 rules/TS-001_name_missing.sql:16"},
      {"no severity", kRule1, "severity: 4", "severity: 5", "RUL-020 rules/TS-001_name_missing.sql:14"},
      {"an unknown key", kRule1, "-- effort: desk", "-- efort: desk", "LAK-002 rules/TS-001_name_missing.sql"},
      {"a wrong subject", kRule3, "subject: person", "subject: people", "RUL-020 rules/TS-003_not_insured.sql:6"},
      {"a population without such subjects", kRule3, "population: persons", "population: households",
       "RUL-020 rules/TS-003_not_insured.sql:7"},
      {"no purpose", kRule3, "-- purpose: return_to_poverty\n", "", "LAK-003 rules/TS-003_not_insured.sql"},
      {"no legal source", kRule3, "-- law: {zh: 测试用, en: for tests}\n", "", "LAK-003 rules/TS-003_not_insured.sql"},
      {"values that overlap", "params.yaml", "from: 2023-01-01, to: 2023-12-31, value: 750000",
       "from: 2022-12-31, to: 2023-12-31, value: 750000", "RUL-021 params.yaml:14"},
      {"a region that is none", "params.yaml", "region: \"4331\"", "region: \"433\"", "RUL-022 params.yaml:7"},
      {"facts in a circle", "facts/household_medical.sql", "needs: [settlements.self_pay_cents]",
       "needs: [settlements.self_pay_cents, household_medical.settlement_count]",
       "RUL-023 facts/household_medical.sql"},
      {"a test with a wrong column", "tests/TS-001.yaml", "kind: inpatient", "knd: inpatient",
       "RUL-005 tests/TS-001.yaml:7"},
      {"a test without expect", "tests/TS-001.yaml",
       "    expect:\n      cannot_tell: [{subject: 21, reason: settlements.settled_on}]\n", "",
       "RUL-024 tests/TS-001.yaml"},
  };
  return mistakes;
}

TEST(Lint, EachMistakeIsFoundWithFileAndLine) {
  for (const Mistake& mistake : Mistakes()) {
    SCOPED_TRACE(mistake.name);
    const Copy copy;
    copy.Replace(mistake.file, mistake.from, mistake.to);
    EXPECT_THAT(ProblemsOf(copy), testing::Contains(testing::HasSubstr(mistake.problem)));
  }
}

TEST(Lint, TheUnchangedPackHasNoProblem) { EXPECT_THAT(ProblemsOf(Copy()), testing::IsEmpty()); }

TEST(Lint, AllProblemsAreToldNotOnlyTheFirst) {
  const Copy copy;
  copy.Replace(kRule1, "settlements.kind, ", "setlements.kind, ");
  copy.Replace(kRule2, "params: [self_pay_line_cents]", "params: [self_pay_line_cent]");
  copy.Replace(kRule3, "subject: person", "subject: people");
  EXPECT_THAT(ProblemsOf(copy), testing::AllOf(testing::Contains(testing::HasSubstr("RUL-004")),
                                               testing::Contains(testing::HasSubstr("RUL-006")),
                                               testing::Contains(testing::HasSubstr("RUL-020"))));
}

TEST(Lint, ARuleWithoutTestOrPage) {
  const Copy copy;
  fs::remove(copy.Path("tests/TS-002.yaml"));
  fs::remove(copy.Path("docs/TS-003.md"));
  EXPECT_THAT(ProblemsOf(copy), testing::AllOf(testing::Contains(testing::HasSubstr("RUL-017 rules/TS-002")),
                                               testing::Contains(testing::HasSubstr("RUL-018 rules/TS-003"))));
  const auto loaded = LoadRules(copy.folder(), "");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().id, "RUL-031");
}

// What the guard lets through and the engine does not bind.
TEST(Lint, AStatementThatDoesNotRun) {
  const Copy copy;
  copy.Replace(kRule3, "p.name as ev_name", "min(p.name) as ev_name");
  EXPECT_THAT(ProblemsOf(copy), testing::Contains(testing::HasSubstr("RUL-013 rules/TS-003_not_insured.sql:18")));
}

TEST(Lint, TheSiteReplacesAndAddsValues) {
  const Copy copy;
  const std::string site = copy.folder() + "_site";
  fs::create_directories(site + "/rules");
  ASSERT_TRUE(RealFiles().WriteDurably(
      site + "/params.yaml",
      "parameters:\n  - name: self_pay_line_cents\n    values:\n"
      "      - {region: \"433199\", from: 2026-01-01, value: 1, law: {zh: 本县, en: county}}\n"));
  fs::copy(copy.Path(kRule3), site + "/rules/TS-003_not_insured.sql");
  Problems problems;
  const auto set = ReadRuleSet(copy.folder(), site, problems);
  ASSERT_TRUE(set);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(set->FindRule("TS-003")->pack, "site");
  EXPECT_EQ(ScalarText(set->params.at("self_pay_line_cents").InForce("433199", "", *ParseIsoDate("2026-06-30"))->value),
            "1");
  fs::remove_all(site);
}

TEST(PackTestReport, SaysReadablyWhatDiffers) {
  const Copy copy;
  copy.Replace("tests/TS-002.yaml", "ev_self_pay_cents: 700050", "ev_self_pay_cents: 700051");
  copy.Replace("tests/TS-004.yaml", "no_hit: [2]", "no_hit: [1, 2]");
  const auto checked = LoadRules(copy.folder(), "");
  ASSERT_TRUE(checked);
  const auto report = RunPackTests(*checked, "");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->failed(), 2);
  EXPECT_THAT(RenderTestReport(*report), testing::HasSubstr("对象 1：ev_self_pay_cents 应为 700051，得到 700050"));
  EXPECT_THAT(RenderTestReport(*report), testing::HasSubstr("对象 1：应不提示，得到提示"));
}

}  // namespace
}  // namespace xiuhua::rules
