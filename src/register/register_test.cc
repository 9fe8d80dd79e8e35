#include "register/register.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "register/errors.h"
#include "register/test_lab.h"

namespace xiuhua::registry {
namespace {

const Date kJanuary = *MakeDate(2026, 1, 1);
const Date kFebruary = *MakeDate(2026, 2, 1);
const Date kMarch = *MakeDate(2026, 3, 1);

// Invented people. The head, a spouse and a child of household 1; one man alone in household 2.
const std::string kShi = TestId("43319919700101001");
const std::string kLong = TestId("43319919720202002");
const std::string kChild = TestId("43319920000303003");
const std::string kMa = TestId("43319919500505005");
const std::string kTian = TestId("43319919880808008");

class RegisterTest : public RegisterLab {
 protected:
  // Builds version `id` from hukou rows (and what else is set in input_) on top of the last good version.
  Result<RegisterReport> Build(int64_t id, Date period, const std::string& rows, int64_t delivery = 0) {
    input_.base.spec = &base_;
    input_.base.files = {Deliver("hukou_persons", delivery == 0 ? id : delivery, period, rows)};
    return BuildAgain(id);
  }
  Result<RegisterReport> BuildAgain(int64_t id) {
    input_.register_id = id;
    input_.choice = *ParseBaseChoice("hukou");
    if (input_.areas.empty()) input_.areas = Areas();
    input_.out_folder = fmt::format("{}/R{}", folder_, id);
    std::filesystem::create_directories(input_.out_folder);
    auto report = BuildRegister(*engine_, Mint(), input_, progress_);
    if (report) input_.previous_folder = input_.out_folder;
    if (!report) last_error_ = Render(report.error(), Language::kEnglish);
    return report;
  }
  std::string Read(const std::string& columns, const std::string& file, const std::string& rest = "ORDER BY ALL") {
    return Show(
        fmt::format("SELECT {} FROM read_parquet('{}/{}.parquet') {}", columns, input_.previous_folder, file, rest));
  }

  lake::TableSpec base_ = PeopleTable("hukou_persons");
  RegisterInput input_;
  std::string last_error_;

  const std::string first_month_ =
      "village      household name   id relation\n"
      "433199101001 1 石一 " +
      kShi +
      " head\n"
      "433199101001 1 龙二 " +
      kLong +
      " spouse\n"
      "433199101001 1 石小三 " +
      kChild +
      " son\n"
      "433199101002 2 麻四 " +
      kMa + " head\n";
};

TEST_F(RegisterTest, FirstVersionMintsInOrder) {
  const auto report = Build(1, kJanuary, first_month_);
  ASSERT_TRUE(report) << last_error_;
  EXPECT_EQ(report->registered, 4);
  EXPECT_EQ(report->minted, 4);
  EXPECT_EQ(report->households, 2);
  EXPECT_EQ(Read("person_id, name, sex, birth_date, household_id, relation, registered, township, county", "persons"),
            "1 | 石一 | m | 1970-01-01 | 1 | head | true | 433199101 | 433199\n"
            "2 | 龙二 | f | 1972-02-02 | 1 | spouse | true | 433199101 | 433199\n"
            "3 | 石小三 | m | 2000-03-03 | 1 | son | true | 433199101 | 433199\n"
            "4 | 麻四 | m | 1950-05-05 | 2 | head | true | 433199101 | 433199\n");
  EXPECT_EQ(Read("household_id, household_no, head_person_id, member_count", "households"),
            "1 | 1 | 1 | 3\n2 | 2 | 4 | 1\n");
  EXPECT_EQ(Read("area_id, code, name, level, parent_id, township, county", "areas", "WHERE level >= 4 ORDER BY code"),
            "4 | 433199101 | 甲镇 | 4 | 3 | 433199101 | 433199\n"
            "5 | 433199101001 | 东村 | 5 | 4 | 433199101 | 433199\n"
            "6 | 433199101002 | 西村 | 5 | 4 | 433199101 | 433199\n"
            "7 | 433199102 | 乙乡 | 4 | 3 | 433199102 | 433199\n"
            "8 | 433199102001 | 南村 | 5 | 7 | 433199102 | 433199\n");
}

TEST_F(RegisterTest, SameRowsAgainKeepEveryId) {
  ASSERT_TRUE(Build(1, kJanuary, first_month_)) << last_error_;
  const std::string persons = Read("person_id, name, id_number, household_id, area_id", "persons");
  const std::string areas = Read("area_id, code", "areas");
  const auto report = Build(2, kFebruary, first_month_);
  ASSERT_TRUE(report) << last_error_;
  EXPECT_EQ(report->kept, 4);
  EXPECT_EQ(report->minted, 0);
  EXPECT_EQ(Read("person_id, name, id_number, household_id, area_id", "persons"), persons);
  EXPECT_EQ(Read("area_id, code", "areas"), areas);
  // Nothing changed: the history has one open row each.
  EXPECT_EQ(Read("person_id, valid_from, valid_to, recorded_from, recorded_to", "persons_history"),
            "1 | 2026-01-01 | - | 1 | -\n2 | 2026-01-01 | - | 1 | -\n3 | 2026-01-01 | - | 1 | -\n4 | 2026-01-01 | - | "
            "1 | -\n");
}

TEST_F(RegisterTest, WhoLeavesStaysWithAnEndAndComesBackWithTheSameId) {
  ASSERT_TRUE(Build(1, kJanuary, first_month_)) << last_error_;
  auto report = Build(2, kFebruary,
                      "village household name id relation\n"
                      "433199101001 1 石一 " +
                          kShi +
                          " head\n"
                          "433199101001 1 龙二 " +
                          kLong +
                          " spouse\n"
                          "433199101001 1 田新生 " +
                          kTian +
                          " daughter\n"
                          "433199101002 2 麻四 " +
                          kMa + " head\n");
  ASSERT_TRUE(report) << last_error_;
  EXPECT_EQ(report->gone, 1);
  EXPECT_EQ(report->minted, 1);
  EXPECT_EQ(Read("person_id, name, registered, valid_to", "persons"),
            "1 | 石一 | true | -\n2 | 龙二 | true | -\n3 | 石小三 | false | 2026-02-01\n4 | 麻四 | true | -\n5 | "
            "田新生 | true | -\n");
  EXPECT_EQ(Read("person_id", "members", "WHERE household_id = 1 ORDER BY ALL"), "1\n2\n5\n");
  report = Build(3, kMarch, first_month_);
  ASSERT_TRUE(report) << last_error_;
  EXPECT_EQ(Read("person_id, registered, valid_to", "persons", "WHERE name = '石小三'"), "3 | true | -\n");
  EXPECT_EQ(Read("valid_from, valid_to, recorded_from, recorded_to", "persons_history",
                 "WHERE person_id = 3 ORDER BY recorded_from, valid_from, recorded_to"),
            "2026-01-01 | - | 1 | 2\n"
            "2026-01-01 | 2026-02-01 | 2 | -\n"
            "2026-03-01 | - | 3 | -\n");
}

TEST_F(RegisterTest, ChangedNameOrNumberKeepsTheIdAndIsRecorded) {
  ASSERT_TRUE(Build(1, kJanuary, first_month_)) << last_error_;
  const std::string new_number = TestId("43319919700101019");
  const auto report = Build(2, kFebruary,
                            "village household name id relation\n"
                            "433199101001 1 石一 " +
                                new_number +
                                " head\n"
                                "433199101001 1 龙春花 " +
                                kLong +
                                " spouse\n"
                                "433199101001 1 石小三 " +
                                kChild +
                                " son\n"
                                "433199101002 2 麻四 " +
                                kMa + " head\n");
  ASSERT_TRUE(report) << last_error_;
  EXPECT_EQ(report->id_changed, 1);
  EXPECT_EQ(report->name_changed, 1);
  EXPECT_EQ(report->minted, 0);
  EXPECT_EQ(Read("person_id, kind, old_name, new_name, old_id_number = new_id_number", "identity_changes"),
            "1 | id_changed | 石一 | 石一 | false\n2 | name_changed | 龙二 | 龙春花 | true\n");
  // The old number still leads to the person.
  EXPECT_EQ(Read("id_key, person_id, kind", "identities", "WHERE person_id = 1 ORDER BY kind"),
            new_number.substr(0, 17) + " | 1 | current\n" + kShi.substr(0, 17) + " | 1 | former\n");
}

TEST_F(RegisterTest, NumberLostOrFoundKeepsTheId) {
  ASSERT_TRUE(Build(1, kJanuary,
                    "village household name id relation\n"
                    "433199101001 1 石一 - head\n433199101002 2 麻四 " +
                        kMa + " head\n"))
      << last_error_;
  ASSERT_TRUE(Build(2, kFebruary,
                    "village household name id relation\n"
                    "433199101001 1 石一 " +
                        kShi + " head\n433199101002 2 麻四 - head\n"))
      << last_error_;
  EXPECT_EQ(Read("person_id, name, registered", "persons"), "1 | 石一 | true\n2 | 麻四 | true\n");
}

TEST_F(RegisterTest, SameNumberOtherNameOtherHouseholdIsAnotherPerson) {
  ASSERT_TRUE(Build(1, kJanuary, first_month_)) << last_error_;
  const auto report = Build(2, kFebruary,
                            "village household name id relation\n"
                            "433199101001 1 石一 " +
                                kShi +
                                " head\n"
                                "433199102001 9 彭生人 " +
                                kLong + " head\n");
  ASSERT_TRUE(report) << last_error_;
  EXPECT_EQ(report->minted, 1);
  EXPECT_EQ(Read("person_id, name, registered", "persons", "WHERE id_number = '" + kLong + "' ORDER BY ALL"),
            "2 | 龙二 | false\n5 | 彭生人 | true\n");
  EXPECT_EQ(Read("person_id, kind", "identities", "WHERE id_key = " + kLong.substr(0, 17)), "5 | current\n");
}

TEST_F(RegisterTest, TwoRowsOfOneNumberAreListedNotMerged) {
  const auto report = Build(1, kJanuary,
                            "village household name id relation\n"
                            "433199101002 2 麻四 " +
                                kMa +
                                " head\n"
                                "433199101001 1 麻四 " +
                                kMa +
                                " head\n"
                                "433199101001 1 龙二 " +
                                kLong +
                                " spouse\n"
                                "433199102001 5 石五 " +
                                kLong + " head\n");
  ASSERT_TRUE(report) << last_error_;
  EXPECT_EQ(report->registered, 2);
  EXPECT_EQ(report->duplicates, 2);
  EXPECT_EQ(Read("(row_ref >> 6) & 67108863, (kept_row_ref >> 6) & 67108863, kind", "base_duplicates"),
            "2 | 3 | same_person_twice\n5 | 4 | one_id_two_names\n");
}

TEST_F(RegisterTest, DeadAndMovedOutRowsRegisterNobody) {
  const auto report = Build(1, kJanuary,
                            "village household name id relation state\n"
                            "433199101001 1 石一 " +
                                kShi +
                                " head normal\n"
                                "433199101001 1 龙二 " +
                                kLong + " spouse dead\n");
  ASSERT_TRUE(report) << last_error_;
  EXPECT_EQ(report->registered, 1);
  EXPECT_EQ(Read("name, registered", "persons"), "石一 | true\n龙二 | false\n");
}

TEST_F(RegisterTest, PeopleOfOtherSourcesAreKnownButNotRegistered) {
  lake::TableSpec insured = PeopleTable("insured_persons");
  input_.others = {{&insured,
                    {Deliver("insured_persons", 7, kJanuary,
                             "village name id\n"
                             "433199101001 石一 " +
                                 kShi +
                                 "\n"
                                 "433199102001 田外人 " +
                                 kTian +
                                 "\n"
                                 "433199102001 田外人 " +
                                 kTian +
                                 "\n"
                                 "433199101001 田某 " +
                                 kTian +
                                 "\n"
                                 "433199101001 无证人 -\n")},
                    {}}};
  auto report = Build(1, kJanuary, first_month_);
  ASSERT_TRUE(report) << last_error_;
  EXPECT_EQ(report->outsiders, 1);
  EXPECT_EQ(Read("person_id, name, registered, household_id", "persons", "WHERE NOT registered"),
            "5 | 田外人 | false | -\n");
  // Registered later: the same id.
  report = Build(2, kFebruary, first_month_ + "433199102001 3 田外人 " + kTian + " head\n");
  ASSERT_TRUE(report) << last_error_;
  EXPECT_EQ(Read("person_id, registered", "persons", "WHERE name = '田外人'"), "5 | true\n");
}

TEST_F(RegisterTest, WhoLeavesBelongsToTheOldHouseholdOnlyAsLongAsItExists) {
  ASSERT_TRUE(Build(1, kJanuary, first_month_)) << last_error_;
  // The son of household 1 leaves, and the only member of household 2.
  ASSERT_TRUE(Build(2, kFebruary,
                    "village household name id relation\n"
                    "433199101001 1 石一 " +
                        kShi +
                        " head\n"
                        "433199101001 1 龙二 " +
                        kLong + " spouse\n"))
      << last_error_;
  EXPECT_EQ(
      Read("name, registered, household_id, last_household_id", "persons", "WHERE NOT registered ORDER BY person_id"),
      "石小三 | false | 1 | 1\n麻四 | false | - | 2\n");
  EXPECT_EQ(Read("p.name", "persons",
                 "p WHERE p.household_id NOT IN (SELECT household_id FROM read_parquet('" + input_.previous_folder +
                     "/households.parquet'))"),
            "");
  // Back in March under the old number: the same household again.
  ASSERT_TRUE(Build(3, kMarch, first_month_)) << last_error_;
  EXPECT_EQ(Read("name, registered, household_id", "persons", "WHERE person_id = 4"), "麻四 | true | 2\n");
}

TEST_F(RegisterTest, HouseholdKeepsItsIdUnderANewNumber) {
  ASSERT_TRUE(Build(1, kJanuary, first_month_)) << last_error_;
  ASSERT_TRUE(Build(2, kFebruary,
                    "village household name id relation\n"
                    "433199101001 77 石一 " +
                        kShi +
                        " head\n"
                        "433199101001 77 龙二 " +
                        kLong +
                        " spouse\n"
                        "433199101001 78 石小三 " +
                        kChild +
                        " head\n"
                        "433199101002 2 麻四 " +
                        kMa + " head\n"))
      << last_error_;
  EXPECT_EQ(Read("household_id, household_no, member_count", "households"), "1 | 77 | 2\n2 | 2 | 1\n3 | 78 | 1\n");
  EXPECT_EQ(Read("household_no, valid_from, valid_to, recorded_from, recorded_to", "households_history",
                 "WHERE household_id = 1 ORDER BY recorded_from, valid_from"),
            "1 | 2026-01-01 | - | 1 | 2\n1 | 2026-01-01 | 2026-02-01 | 2 | -\n77 | 2026-02-01 | - | 2 | -\n");
}

TEST_F(RegisterTest, LivingTogetherIsKeptBesideRegistered) {
  lake::TableSpec roster = PeopleTable("village_roster");
  const TableInput living = {&roster,
                             {Deliver("village_roster", 8, kJanuary,
                                      "village household name id relation\n"
                                      "433199101001 甲1 石一 " +
                                          kShi +
                                          " head\n"
                                          "433199101001 甲1 龙二 " +
                                          kLong +
                                          " spouse\n"
                                          "433199101001 甲1 麻四 " +
                                          kMa +
                                          " father\n"
                                          "433199101001 甲1 田外人 " +
                                          kTian + " daughter_in_law\n")},
                             {}};
  input_.living = {living};
  input_.others = {living};
  ASSERT_TRUE(Build(1, kJanuary, first_month_)) << last_error_;
  EXPECT_EQ(Read("household_id, person_id, relation", "members", "WHERE membership = 'living' ORDER BY ALL"),
            "1 | 1 | head\n1 | 2 | spouse\n1 | 4 | father\n1 | 5 | daughter_in_law\n");
  EXPECT_EQ(Read("household_id, person_id", "members", "WHERE membership = 'registered' ORDER BY ALL"),
            "1 | 1\n1 | 2\n1 | 3\n2 | 4\n");
}

TEST_F(RegisterTest, AreaKeepsItsIdUnderANewCode) {
  ASSERT_TRUE(Build(1, kJanuary, first_month_)) << last_error_;
  input_.areas = Areas();
  for (AreaEntry& area : input_.areas) {
    if (area.code == "433199101002") area = {"433199102009", "西村社区", "433199101002"};
  }
  ASSERT_TRUE(Build(2, kFebruary, first_month_)) << last_error_;  // departments still write the old code
  EXPECT_EQ(Read("area_id, code, name", "areas", "WHERE area_id = 6"), "6 | 433199102009 | 西村社区\n");
  EXPECT_EQ(Read("area_id, township, area_code", "persons", "WHERE name = '麻四'"), "6 | 433199102 | 433199102009\n");
  EXPECT_EQ(Read("code, valid_to, recorded_to", "areas_history", "WHERE area_id = 6 ORDER BY ALL"),
            "433199101002 | 2026-02-01 | -\n433199101002 | - | 2\n433199102009 | - | -\n");
}

TEST_F(RegisterTest, OnlyCoveredPlacesLosePeople) {
  input_.base.spec = &base_;
  ASSERT_TRUE(Build(1, kJanuary, first_month_ + "433199102001 3 田五 " + kTian + " head\n")) << last_error_;
  // February: only the first township delivers.
  input_.base.files = {Deliver("hukou_persons", 2, kFebruary,
                               "village household name id relation\n433199101001 1 石一 " + kShi + " head\n",
                               "433199101")};
  const auto report = BuildAgain(2);
  ASSERT_TRUE(report) << last_error_;
  EXPECT_EQ(Read("name, registered", "persons", "ORDER BY person_id"),
            "石一 | true\n龙二 | false\n石小三 | false\n麻四 | false\n田五 | true\n");
}

TEST_F(RegisterTest, MergedPersonResolvesToTheOther) {
  ASSERT_TRUE(Build(1, kJanuary, first_month_)) << last_error_;
  input_.merges = {{4, 1}};
  ASSERT_TRUE(Build(2, kFebruary, "village household name id relation\n433199101001 1 石一 " + kShi + " head\n"))
      << last_error_;
  EXPECT_EQ(Read("person_id", "persons", "WHERE person_id = 4"), "");
  EXPECT_EQ(Read("person_id, kind", "identities", "WHERE id_key = " + kMa.substr(0, 17)), "1 | former\n");
}

TEST_F(RegisterTest, CoverageTellsWhoCannotBeSeen) {
  lake::TableSpec facts = PeopleTable("village_facts", lake::Subject::kVillage);
  input_.village_counts = {
      &facts, {Deliver("village_facts", 9, kJanuary, "village amount\n433199101001 5\n433199102001 12\n")}, {}};
  input_.village_count_column = "amount_cents";
  const auto report = Build(1, kJanuary, first_month_);
  ASSERT_TRUE(report) << last_error_;
  EXPECT_EQ(report->villages_short, 2);
  EXPECT_EQ(report->persons_short, 14);
  EXPECT_EQ(Read("area_code, registered, own_count", "coverage"),
            "433199101001 | 3 | 5\n433199101002 | 1 | -\n433199102001 | 0 | 12\n");
}

// Ids do not depend on the order of the rows in the file.
TEST_F(RegisterTest, PermutedRowsGiveTheSameIds) {
  std::mt19937 random(20260701);
  std::vector<std::string> lines;
  for (int i = 0; i < 60; ++i) {
    const std::string id = TestId(fmt::format("433199{}{:02}{:02}{:03}", 1940 + i % 60, 1 + i % 12, 1 + i % 28, i));
    lines.push_back(fmt::format("43319910100{} {} 人{} {} -", 1 + i % 2, i / 3, i % 7, i % 11 == 0 ? "-" : id));
  }
  lines.push_back(lines[4]);  // the same person twice
  std::string shown;
  for (int round = 0; round < 4; ++round) {
    std::string text = "village household name id relation\n";
    for (const std::string& line : lines) text += line + "\n";
    input_.previous_folder.clear();
    counters_.clear();
    ASSERT_TRUE(Build(10 + round, kJanuary, text)) << last_error_;
    const std::string now = Read("person_id, name, id_number, household_id, area_id", "persons");
    if (round == 0) shown = now;
    EXPECT_EQ(now, shown);
    std::shuffle(lines.begin(), lines.end(), random);
  }
}

TEST_F(RegisterTest, ErrorsSayWhatToDo) {
  const auto IdOf = [](const auto& result) { return result ? std::string("none") : result.error().id; };
  input_.base.spec = &base_;
  EXPECT_EQ(IdOf(BuildAgain(1)), errors::kNoBaseDelivery.id);
  lake::TableSpec broken = PeopleTable("hukou_persons");
  for (lake::ColumnSpec& column : broken.columns) column.role = lake::Role::kNone;
  input_.base = {&broken, {Deliver("hukou_persons", 1, kJanuary, first_month_)}, {}};
  EXPECT_EQ(IdOf(BuildAgain(1)), errors::kBaseWithoutRole.id);
  input_.areas = {{"43319", "坏代码", ""}};
  EXPECT_EQ(IdOf(BuildAgain(1)), errors::kAreaCodeBad.id);
  RegisterInput none = input_;
  none.areas.clear();
  EXPECT_EQ(IdOf(BuildRegister(*engine_, Mint(), none, progress_)), errors::kNoAreas.id);
  none.previous_folder = folder_ + "/nothing";
  EXPECT_EQ(IdOf(BuildRegister(*engine_, Mint(), none, progress_)), errors::kPreviousBroken.id);
  EXPECT_EQ(IdOf(ParseBaseChoice("everybody")), errors::kUnknownBase.id);
}

}  // namespace
}  // namespace xiuhua::registry
