#include "linkage/linkage.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "linkage/errors.h"
#include "register/relate.h"
#include "register/test_lab.h"

namespace xiuhua::linkage {
namespace {

using registry::TestId;

const Date kJanuary = *MakeDate(2026, 1, 1);
const Date kFebruary = *MakeDate(2026, 2, 1);

// Invented people.
const std::string kShi = TestId("43319919700101001");
const std::string kLong = TestId("43319919720202002");
const std::string kMa = TestId("43319919500505005");
const std::string kTian = TestId("43319919880808008");
const std::string kMaSouth = TestId("43319919510606003");

class LinkageTest : public registry::RegisterLab {
 protected:
  void SetUp() override {
    RegisterLab::SetUp();
    request_.base_table = "hukou_persons";
    request_.out_folder = folder_ + "/N1";
    std::filesystem::create_directories(request_.out_folder);
  }

  void BuildFrom(const std::string& hukou) {
    input_.register_id = 1;
    input_.choice = *registry::ParseBaseChoice("hukou");
    input_.areas = Areas();
    input_.base = {&hukou_, {Deliver("hukou_persons", 1, kJanuary, hukou)}, {}};
    input_.out_folder = folder_ + "/R1";
    input_.others = request_.tables;
    std::filesystem::create_directories(input_.out_folder);
    auto report = registry::BuildRegister(*engine_, Mint(), input_, progress_);
    ASSERT_TRUE(report) << Render(report.error(), Language::kEnglish);
    request_.register_folder = input_.out_folder;
    request_.tables.insert(request_.tables.begin(), input_.base);
  }
  // A department's file as one more table.
  void Receive(const std::string& rows, const std::string& previous = "") {
    registry::TableInput table{&clinic_, {Deliver("settlements", 2, kFebruary, rows)}, {}};
    if (!previous.empty()) table.previous = {Deliver("settlements", 3, kJanuary, previous)};
    request_.tables.push_back(table);
  }
  LinkReport Link() {
    auto report = LinkPeople(*engine_, request_, progress_);
    if (report) return *report;
    ADD_FAILURE() << Render(report.error(), Language::kEnglish);
    return {};
  }
  std::string Read(const std::string& columns, const std::string& file, const std::string& rest) {
    return Show(
        fmt::format("SELECT {} FROM read_parquet('{}/{}.parquet') {}", columns, request_.out_folder, file, rest));
  }
  // Rows of that file in quarantine: what import keeps of them.
  void Quarantine(const std::string& rows, bool previous = false) {
    const int64_t delivery = previous ? 3 : 2;
    const registry::TableFile file = Deliver("settlements", delivery + 100, kFebruary, rows);
    const std::string path = fmt::format("{}/D{}_quarantined_people.parquet", folder_, delivery);
    Run(fmt::format(
        "COPY (SELECT row_ref - (100::BIGINT << 42) AS row_ref, 'settlements' AS table_name, person_name AS name, "
        "person_name_key AS name_key, id_number, id_number_key AS id_key, CAST(id_number_state AS BIGINT) AS "
        "id_state, birth_date, household_no, area_code, area_rest FROM read_parquet('{}')) TO '{}' (FORMAT parquet)",
        file.path, path));
    registry::TableFile kept = file;
    kept.path = path;
    kept.delivery = DeliveryId{delivery};
    (previous ? request_.quarantined_previous : request_.quarantined).push_back(kept);
  }
  // sheet row | person | found by
  std::string Quarantined() {
    return Show(fmt::format(
        "SELECT ((q.row_ref >> 6) & 67108863) - 1, p.name || p.person_id, q.found_by FROM "
        "read_parquet('{}/quarantined.parquet') q "
        "LEFT JOIN read_parquet('{}/persons.parquet') p USING (person_id) ORDER BY q.is_previous, q.row_ref",
        request_.out_folder, request_.register_folder));
  }
  // person_name | person | method or -, in the order of the rows
  std::string Links() {
    return Show(fmt::format(
        "SELECT t.person_name, p.name || p.person_id, l.method, l.reason FROM "
        "read_parquet('{0}/tables/settlements.parquet') t "
        "LEFT JOIN read_parquet('{0}/links.parquet') l ON l.row_ref = t.row_ref AND l.table_name = 'settlements' "
        "LEFT JOIN read_parquet('{1}/persons.parquet') p ON p.person_id = t.person_id ORDER BY t.row_ref",
        request_.out_folder, request_.register_folder));
  }
  std::string Pairs() {
    return Show(fmt::format(
        "SELECT ((r.row_ref >> 6) & 67108863) - 1, r.kind, p.name || p.person_id, r.candidate_rank "
        "FROM read_parquet('{}/review_pairs.parquet') r LEFT JOIN read_parquet('{}/persons.parquet') p "
        "ON p.person_id = r.candidate_person_id WHERE table_name = 'settlements' ORDER BY r.row_ref, r.candidate_rank",
        request_.out_folder, request_.register_folder));
  }

  lake::TableSpec hukou_ = PeopleTable("hukou_persons");
  lake::TableSpec clinic_ = PeopleTable("settlements");
  registry::RegisterInput input_;
  LinkRequest request_;

  // persons 1 石一, 2 龙二 (household 1, east), 3 麻四 (east), 4 无号 without a number (west), 5 麻四 (south, other
  // township)
  const std::string people_ =
      "village household name id birth relation\n"
      "433199101001 1 石一 " +
      kShi +
      " - head\n"
      "433199101001 1 龙二 " +
      kLong +
      " - spouse\n"
      "433199101001 2 麻四 " +
      kMa +
      " - head\n"
      "433199101002 3 无号 - 1960-01-01 head\n"
      "433199102001 4 麻四 " +
      kMaSouth + " - head\n";
};

TEST_F(LinkageTest, NumberAndNameAgree) {
  Receive(
      "village name id amount\n"
      "433199101002 石一 " +
      kShi +
      " 100\n"
      "- 石·一 " +
      kShi +
      " 200\n"
      "433199101001 龙二 " +
      kLong + " 300\n");
  BuildFrom(people_);
  const LinkReport report = Link();
  EXPECT_EQ(Links(),
            "石一 | 石一1 | id_name | same_number_same_name\n"
            "石·一 | 石一1 | id_name | same_number_same_name\n"
            "龙二 | 龙二2 | id_name | same_number_same_name\n");
  EXPECT_EQ(Pairs(), "");
  EXPECT_EQ(report.tables.at("settlements").rows, 3);
  EXPECT_EQ(report.tables.at("settlements").by_method.at("id_name"), 3);
  // The household, the area and the county are those of the register, not of the row's own address.
  EXPECT_EQ(Read("person_id, household_id, township, county, period, delivery_id, amount_cents", "tables/settlements",
                 "ORDER BY row_ref"),
            "1 | 1 | 433199101 | 433199 | 2026-02-01 | 2 | 100\n"
            "1 | 1 | 433199101 | 433199 | 2026-02-01 | 2 | 200\n"
            "2 | 1 | 433199101 | 433199 | 2026-02-01 | 2 | 300\n");
}

TEST_F(LinkageTest, OldFifteenDigitNumberIsTheSame) {
  const std::string old15 = kShi.substr(0, 6) + kShi.substr(8, 9);
  Receive("village name id\n433199101001 石一 " + old15 + "\n");
  BuildFrom(people_);
  Link();
  EXPECT_EQ(Links(), "石一 | 石一1 | id_name | same_number_same_name\n");
}

TEST_F(LinkageTest, SameNumberOtherNameIsAsked) {
  Receive("village name id\n433199101001 彭生人 " + kShi + "\n");
  BuildFrom(people_);
  const LinkReport report = Link();
  EXPECT_EQ(Links(), "彭生人 | - | - | -\n");
  EXPECT_EQ(Pairs(), "1 | id_other_name | 石一1 | 1\n");
  EXPECT_EQ(report.pairs_by_kind.at("id_other_name"), 1);
  EXPECT_EQ(report.tables.at("settlements").unlinked, 1);
}

TEST_F(LinkageTest, MaskedNumberLinksOnlyWhenOneFits) {
  const auto Mask = [](const std::string& id) { return id.substr(0, 6) + "********" + id.substr(14); };
  Receive(
      "village name id\n"
      "433199101001 麻四 " +
      Mask(kMa) +
      "\n"  // one in the village
      "433199101002 麻四 " +
      Mask(kMa) +
      "\n"  // none in that village, one in the township
      "433199102001 麻四 " +
      Mask(kMa) +
      "\n"  // the southern one has another number
      "433199 麻四 " +
      Mask(kMa) +
      "\n"  // the place says too little
      "433199101001 麻四 ****************" +
      kMa.substr(16) + "\n");  // the mask says too little
  BuildFrom(people_);
  Link();
  EXPECT_EQ(Links(),
            "麻四 | 麻四3 | masked_area | only_one_in_village\n"
            "麻四 | 麻四3 | masked_area | only_one_in_township\n"
            "麻四 | - | - | -\n麻四 | - | - | -\n麻四 | - | - | -\n");
  EXPECT_EQ(Pairs(), "3 | no_id | - | 0\n4 | no_id | - | 0\n5 | no_id | 麻四3 | 1\n");
}

TEST_F(LinkageTest, SeveralUnderOneMaskAreAsked) {
  const std::string twin = TestId("43319919700202001");
  Receive("village name id\n433199101001 石一 433199********001*\n");
  BuildFrom(people_ + "433199101001 8 石一 " + twin + " - head\n");
  Link();
  EXPECT_EQ(Links(), "石一 | - | - | -\n");
  EXPECT_EQ(Pairs(), "1 | several | 石一1 | 1\n1 | several | 石一4 | 2\n");
}

TEST_F(LinkageTest, MistypedNumberIsOnlyACandidate) {
  std::string typo = kShi;
  typo[9] = typo[9] == '1' ? '2' : '1';  // one digit of the birth year
  std::string swapped = kLong;
  std::swap(swapped[11], swapped[12]);
  Receive("village name id\n433199101001 石一 " + typo + "\n433199101001 彭生人 " + typo + "\n433199101001 龙二 " +
          swapped + "\n");
  BuildFrom(people_);
  Link();
  EXPECT_EQ(Links(), "石一 | - | - | -\n彭生人 | - | - | -\n龙二 | - | - | -\n");
  EXPECT_EQ(Pairs(), "1 | repair | 石一1 | 1\n2 | no_id | - | 0\n3 | repair | 龙二2 | 1\n");
}

// One wrong digit of `id` at a place (0-based).
std::string WrongDigit(std::string id, size_t place) {
  id[place] = id[place] == '9' ? '0' : static_cast<char>(id[place] + 1);
  return id;
}
std::string Swapped(std::string id, size_t place) {
  std::swap(id[place], id[place + 1]);
  return id;
}

TEST_F(LinkageTest, RowsInQuarantineBecomeCandidatesNeverLinks) {
  Receive("village name id\n433199101001 石一 " + kShi + "\n");
  Quarantine(
      "village name id\n"
      "433199101001 石一 " +
      WrongDigit(kShi, 9) +
      "\n"  // 1 one digit
      "433199101001 龙二 " +
      Swapped(kLong, 11) +
      "\n"  // 2 two neighbours
      "433199101001 彭生人 " +
      WrongDigit(kMa, 12) +
      "\n"  // 3 the name does not agree
      "433199101001 石一 " +
      kShi.substr(0, 15) +
      "000\n"                            // 4 a spreadsheet took the last places
      "433199101001 石一 4.33199E+17\n"  // 5 and all of them
      "433199101001 石一 " +
      WrongDigit(WrongDigit(kShi, 9), 16) +
      "\n"  // 6 two wrong digits
      "433199101001 麻四 " +
      kMa +
      "\n"  // 7 a good number beside another bad cell
      "433199101001 彭生人 " +
      kMa + "\n");  // 8 a good number, another's name
  BuildFrom(people_);
  const LinkReport report = Link();
  EXPECT_EQ(Links(), "石一 | 石一1 | id_name | same_number_same_name\n");
  EXPECT_EQ(Pairs(), "1 | repair | 石一1 | 1\n2 | repair | 龙二2 | 1\n");
  EXPECT_EQ(Quarantined(),
            "1 | 石一1 | repair\n2 | 龙二2 | repair\n3 | - | -\n4 | - | -\n5 | - | -\n6 | - | -\n7 | 麻四3 | "
            "id_name\n8 | - | -\n");
  EXPECT_EQ(report.quarantined, 8);
  EXPECT_EQ(report.quarantined_known, 3);
  EXPECT_EQ(Read("json_extract_string(detail, '$.slip'), json_extract_string(detail, '$.quarantined')", "review_pairs",
                 "ORDER BY row_ref"),
            "digit | true\nswap | true\n");
}

TEST_F(LinkageTest, TwoPeopleOneSlipAwayAreBothShown) {
  // Two of one name whose numbers are both one digit away from what was written.
  std::string written;
  std::string other;
  for (const text::IdRepair& repair : text::RepairCandidates(WrongDigit(kShi, 14))) {
    if (repair.Text() != kShi && repair.Text().substr(0, 6) == kShi.substr(0, 6)) other = repair.Text();
  }
  ASSERT_FALSE(other.empty());
  Receive("village name id\n433199101001 石一 " + kShi + "\n");
  Quarantine("village name id\n433199101001 石一 " + WrongDigit(kShi, 14) + "\n");
  BuildFrom(people_ + "433199101001 9 石一 " + other + " - head\n");
  Link();
  EXPECT_EQ(Pairs(), "1 | several | 石一1 | 1\n1 | several | 石一4 | 2\n");
  EXPECT_EQ(Quarantined(), "1 | - | -\n");
}

TEST_F(LinkageTest, WhatPeopleDecidedOnAQuarantinedRowIsNotAskedAgain) {
  Receive("village name id\n433199101001 石一 " + kShi + "\n");
  Quarantine("village name id\n433199101001 石一 " + WrongDigit(kShi, 9) + "\n433199101001 龙二 " + Swapped(kLong, 11) +
             "\n");
  BuildFrom(people_);
  request_.decisions = {{"settlements", lake::PackRowRef({2, 1, 2, 0}), "", 1, true},
                        {"settlements", lake::PackRowRef({2, 1, 3, 0}), "", 2, false}};
  Link();
  EXPECT_EQ(Pairs(), "");
  EXPECT_EQ(Quarantined(), "1 | 石一1 | decision\n2 | - | -\n");
}

TEST_F(LinkageTest, RowsCorrectedSinceNoLongerWait) {
  Receive("village name id\n433199101001 石一 " + kShi + "\n", "village name id\n433199101001 石一 " + kShi + "\n");
  Quarantine("village name id\n433199101001 石一 " + WrongDigit(kShi, 9) + "\n433199101001 龙二 " + Swapped(kLong, 11) +
             "\n");
  Quarantine("village name id\n433199101001 麻四 " + WrongDigit(kMa, 9) + "\n", true);
  Run(
      fmt::format("COPY (SELECT * FROM (VALUES ({}, {}, true), ({}, {}, false)) t(row_ref, corrects, accepted)) TO "
                  "'{}/corrects.parquet' (FORMAT parquet)",
                  lake::PackRowRef({7, 1, 2, 0}), lake::PackRowRef({2, 1, 2, 0}), lake::PackRowRef({7, 1, 3, 0}),
                  lake::PackRowRef({2, 1, 3, 0}), folder_));
  request_.corrections = {folder_ + "/corrects.parquet"};
  BuildFrom(people_);
  Link();
  // 1 was taken in by the correction; 2 was sent again, still wrong: its new row is the one that waits; the last line
  // is last month's and asks nothing.
  EXPECT_EQ(Pairs(), "");
  EXPECT_EQ(Quarantined(), "1 | 麻四3 | repair\n");
}

TEST_F(LinkageTest, NoNumberNeverLinksToTheFirstHit) {
  Receive(
      "village name id birth\n"
      "433199101001 石一 - -\n"
      "433199101002 无号 - 1960-01-01\n"
      "433199102001 龙二 - -\n"
      "433199101001 - - -\n");
  BuildFrom(people_);
  const LinkReport report = Link();
  EXPECT_EQ(Links(), "石一 | - | - | -\n无号 | - | - | -\n龙二 | - | - | -\n- | - | - | -\n");
  EXPECT_EQ(Pairs(), "1 | no_id | 石一1 | 1\n2 | no_id | 无号4 | 1\n3 | no_id | - | 0\n");
  EXPECT_EQ(report.tables.at("settlements").nobody, 1);
  EXPECT_EQ(report.tables.at("settlements").unlinked, 3);
}

TEST_F(LinkageTest, BaseRowsWithoutNumberAreTheirPersons) {
  BuildFrom(people_);
  Link();
  EXPECT_EQ(Read("person_name, person_id", "tables/hukou_persons", "ORDER BY row_ref"),
            "石一 | 1\n龙二 | 2\n麻四 | 3\n无号 | 4\n麻四 | 5\n");
  EXPECT_EQ(Read("method, count(*)", "links", "GROUP BY ALL ORDER BY ALL"), "base_row | 1\nid_name | 4\n");
}

TEST_F(LinkageTest, SameNameAndBirthOtherNumberIsAskedOnce) {
  const std::string second = TestId("43312619700101003");  // 石一's birth date, another county's number
  Receive(
      "village name id\n"
      "433199101001 石一 " +
      second + "\n433199101001 石一 " + second +
      "\n"
      "433199102001 石一 " +
      second + "\n");
  BuildFrom(people_);
  Link();
  EXPECT_EQ(Pairs(), "1 | name_birth_other_id | 石一1 | 1\n");
  EXPECT_EQ(Links(),
            "石一 | 石一6 | id_name | same_number_same_name\n石一 | 石一6 | id_name | same_number_same_name\n"
            "石一 | 石一6 | id_name | same_number_same_name\n");
}

TEST_F(LinkageTest, DecisionSettlesTheSameEvidenceEverywhere) {
  Receive("village name id\n433199101001 石一 -\n433199101001 石一 -\n433199101002 石一 -\n433199101001 彭生人 " +
              kLong + "\n",
          "village name id\n433199101001 石一 -\n");
  BuildFrom(people_);
  Link();
  const std::string key =
      Read("evidence_key", "review_pairs", "WHERE candidate_rank = 1 AND kind = 'no_id' ORDER BY row_ref LIMIT 1");
  const int64_t first = lake::PackRowRef({2, 1, 2, 0});
  request_.decisions = {{"settlements", first, key.substr(0, 16), 1, true},
                        {"settlements", lake::PackRowRef({2, 1, 5, 0}), "", 2, false}};
  Link();
  EXPECT_EQ(Links(),
            "石一 | 石一1 | decision | decided\n石一 | 石一1 | decision | decided_for_same_evidence\n"
            "石一 | - | - | -\n彭生人 | - | - | -\n");
  EXPECT_EQ(Pairs(), "3 | no_id | 石一1 | 1\n");  // another village is other evidence; 彭生人 is not asked again
  EXPECT_EQ(Read("person_id", "tables/settlements_previous", ""), "1\n");
}

TEST_F(LinkageTest, RowsOfVillagesGetTheirPlace) {
  lake::TableSpec outages = PeopleTable("water_outages", lake::Subject::kVillage);
  outages.columns = {Column("area", lake::ColumnType::kDivision, lake::Role::kArea),
                     Column("amount_cents", lake::ColumnType::kMoney)};
  BuildFrom(people_);
  request_.tables.push_back(
      {&outages, {Deliver("water_outages", 5, kJanuary, "village amount\n433199101001 7\n433199102 8\n- 9\n")}, {}});
  Link();
  EXPECT_EQ(
      Read("area, amount_cents, person_id, area_id, township, county", "tables/water_outages", "ORDER BY row_ref"),
      "433199101001 | 7 | - | 5 | 433199101 | 433199\n433199102 | 8 | - | 7 | 433199102 | 433199\n- | 9 | - | - | - | "
      "433199\n");
}

TEST_F(LinkageTest, RowsTakenOverByANewerDeliveryAreLeftOut) {
  Receive("village name id\n433199101001 石一 " + kShi + "\n433199102001 麻四 " + kMaSouth + "\n");
  request_.tables[0].files[0].superseded = lake::AreaSet::FromText("433199102");
  BuildFrom(people_);
  Link();
  EXPECT_EQ(Links(), "石一 | 石一1 | id_name | same_number_same_name\n");
}

TEST_F(LinkageTest, QueueIsOrderedByConsequence) {
  Receive("village name id\n433199101001 彭生人 " + kLong + "\n433199101001 彭生人 " + kMa + "\n433199101001 彭生人 " +
          kShi + "\n");
  BuildFrom(people_);
  Link();
  Run(fmt::format(
      "COPY (SELECT * FROM (VALUES ('a', 'new', 3, 2, '[]'), ('b', 'continuing', NULL, 2, '[]'), ('c', 'exempt', 3, 2, "
      "'[]'), "
      "('d', 'new', NULL, NULL, '[\"settlements:{}\"]')) t(finding_key, state, person_id, household_id, row_refs)) "
      "TO '{}/findings.parquet' (FORMAT parquet)",
      lake::PackRowRef({2, 1, 2, 0}), request_.out_folder));
  const auto done = OrderByConsequence(*engine_, request_.out_folder, request_.register_folder);
  ASSERT_TRUE(done) << Render(done.error(), Language::kEnglish);
  EXPECT_EQ(Read("((row_ref >> 6) & 67108863) - 1, consequence", "review_pairs", ""), "2 | 2\n1 | 1\n3 | 0\n");
}

TEST_F(LinkageTest, EachSourcesOwnHouseholdIsRelatedNotForced) {
  Receive(
      "village household name id\n"
      "433199101001 B7 石一 " +
      kShi + "\n433199101001 B7 龙二 " + kLong + "\n433199101001 B7 麻四 " + kMa +
      "\n"
      "433199102001 B9 田五 " +
      kTian + "\n");
  BuildFrom(people_);
  Link();
  const auto rows =
      registry::RelateSourceHouseholds(*engine_, {{&clinic_, request_.out_folder + "/tables/settlements.parquet"}},
                                       request_.out_folder + "/source_households.parquet");
  ASSERT_TRUE(rows);
  EXPECT_EQ(Read("household_no, household_id, members, source_members", "source_households", "ORDER BY ALL"),
            "B7 | 1 | 2 | 3\nB7 | 2 | 1 | 3\nB9 | - | 0 | 1\n");
}

TEST_F(LinkageTest, OnlyWhatIsReadAfterIsCopied) {
  Receive("village household name id\n433199101001 B7 石一 " + kShi + "\n");
  BuildFrom(people_);
  request_.read.emplace();
  (*request_.read)["settlements"] = {"person_name"};
  Link();
  const auto columns = engine_->Query(fmt::format(
      "SELECT column_name FROM (DESCRIBE SELECT * EXCLUDE (row_ref, delivery_id, person_id, household_id, area_id, "
      "township, county, period) FROM read_parquet('{}/tables/settlements.parquet'))",
      request_.out_folder));
  ASSERT_TRUE(columns) << Render(columns.error(), Language::kEnglish);
  ASSERT_EQ(columns->count(), 2);
  EXPECT_EQ(Read("person_name, household_no, person_id", "tables/settlements", ""), "石一 | B7 | 1\n");
}

TEST_F(LinkageTest, ErrorsSayWhatToDo) {
  const auto IdOf = [](const auto& result) { return result ? std::string("none") : result.error().id; };
  LinkRequest nowhere;
  nowhere.register_folder = folder_ + "/none";
  EXPECT_EQ(IdOf(LinkPeople(*engine_, nowhere, progress_)), errors::kNoRegister.id);
  BuildFrom(people_);
  request_.decisions = {{"settlements", 1, "", 999, true}};
  EXPECT_EQ(IdOf(LinkPeople(*engine_, request_, progress_)), errors::kDecisionUnknownPerson.id);
  request_.decisions = {{"settlements", 1, "", 1, true}, {"settlements", 1, "", 2, true}};
  EXPECT_EQ(IdOf(LinkPeople(*engine_, request_, progress_)), errors::kTwoDecisions.id);
  EXPECT_EQ(IdOf(OrderByConsequence(*engine_, folder_ + "/N9", folder_)), errors::kRunWithoutPairs.id);
}

// The oracle: one row at a time, everybody compared with everybody.
struct OraclePerson {
  int64_t id;
  std::string name, number, village;
};

// Person the exact stage must link the row to; 0 = none.
int64_t OracleLink(const std::vector<OraclePerson>& people, const std::string& name, const std::string& number,
                   const std::string& village) {
  if (number.find('*') == std::string::npos) {
    for (const OraclePerson& person : people) {
      if (!number.empty() && person.number == number) return person.name == name ? person.id : 0;
    }
    return 0;
  }
  std::vector<int64_t> here;
  std::vector<int64_t> township;
  for (const OraclePerson& person : people) {
    if (person.name != name || person.number.empty() || !text::MatchesMask(number, person.number)) continue;
    if (person.village == village) here.push_back(person.id);
    if (person.village.substr(0, 9) == village.substr(0, 9)) township.push_back(person.id);
  }
  if (here.size() == 1) return here[0];
  return here.empty() && township.size() == 1 ? township[0] : 0;
}

TEST_F(LinkageTest, AgreesWithTheRowAtATimeMatcher) {
  std::mt19937 random(7);
  const std::vector<std::string> villages{"433199101001", "433199101002", "433199102001"};
  const std::vector<std::string> names{"石一", "龙二", "麻四", "田五"};
  const auto Pick = [&](const auto& list) { return list[random() % list.size()]; };
  std::string hukou = "village household name id relation\n";
  std::vector<std::string> numbers;
  for (int i = 0; i < 80; ++i) {
    numbers.push_back(TestId(fmt::format("4331991970{:02}{:02}{:03}", 1 + i % 3, 1 + i % 4, 100 + i)));
    hukou += fmt::format("{} {} {} {} -\n", Pick(villages), i, Pick(names), i % 9 == 0 ? "-" : numbers.back());
  }
  struct Row {
    std::string village, name, number;
  };
  std::vector<Row> rows;
  std::string text = "village name id\n";
  for (int i = 0; i < 400; ++i) {
    Row row{Pick(villages), Pick(names), Pick(numbers)};
    const uint32_t dice = static_cast<uint32_t>(random() % 4);
    if (dice == 0) row.number = row.number.substr(0, 6) + "********" + row.number.substr(14);
    if (dice == 1) row.number = row.number.substr(0, 14) + "****";
    if (random() % 10 == 0) row.number.clear();
    text += fmt::format("{} {} {}\n", row.village, row.name, row.number.empty() ? "-" : row.number);
    rows.push_back(row);
  }
  BuildFrom(hukou);
  Receive(text);
  Link();
  auto register_rows =
      engine_->Query(fmt::format("SELECT person_id, name, id_number, area_code FROM read_parquet('{}/persons.parquet') "
                                 "WHERE registered ORDER BY 1",
                                 request_.register_folder));
  ASSERT_TRUE(register_rows);
  std::vector<OraclePerson> people;
  for (int64_t row = 0; row < register_rows->count(); ++row) {
    people.push_back({register_rows->Int(row, 0), std::string(register_rows->Text(row, 1)),
                      std::string(register_rows->Text(row, 2)), std::string(register_rows->Text(row, 3))});
  }
  auto linked = engine_->Query(
      fmt::format("SELECT coalesce(person_id, 0) FROM read_parquet('{}/tables/settlements.parquet') ORDER BY row_ref",
                  request_.out_folder));
  ASSERT_TRUE(linked);
  ASSERT_EQ(linked->count(), static_cast<int64_t>(rows.size()));
  std::set<bool> seen;
  for (size_t i = 0; i < rows.size(); ++i) {
    const int64_t expected = OracleLink(people, rows[i].name, rows[i].number, rows[i].village);
    seen.insert(expected != 0);
    EXPECT_EQ(linked->Int(static_cast<int64_t>(i), 0), expected)
        << rows[i].village << " " << rows[i].name << " " << rows[i].number;
  }
  EXPECT_EQ(seen.size(), 2U);  // the inputs reach both answers
}

}  // namespace
}  // namespace xiuhua::linkage
