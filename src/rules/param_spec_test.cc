#include "rules/param_spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/nearest.h"
#include "rules/rule_spec.h"
#include "rules/sentence.h"

namespace xiuhua::rules {
namespace {

ParamSet Read(const std::string& yaml) {
  const auto root = lake::YamlNode::Parse(yaml, "params.yaml");
  EXPECT_TRUE(root);
  ParamSet params;
  Problems problems;
  ReadParams(*root, "demo", false, params, problems);
  EXPECT_TRUE(problems.empty()) << Render(problems.all().front(), Language::kEnglish);
  return params;
}

constexpr const char* kLine =
    "parameters:\n"
    "  - name: line\n"
    "    title: {zh: 线, en: Line}\n"
    "    unit: cents\n"
    "    values:\n"
    "      - {region: \"0\", from: 2000-01-01, value: 1, law: 依据}\n"
    "      - {region: \"43\", from: 2022-01-01, to: 2023-12-31, value: 2, law: 依据}\n"
    "      - {region: \"4331\", from: 2023-01-01, to: 2023-06-30, value: 3, law: 依据}\n"
    "      - {region: \"433124\", from: 2023-03-01, to: 2023-03-31, value: 4, law: 依据}\n";

TEST(Params, TheMostSpecificRegionInForceWins) {
  const ParamSet params = Read(kLine);
  const ParamSpec& line = params.at("line");
  const auto value = [&](const char* county, const char* day) {
    const ParamValue* found = line.InForce(county, "", *ParseIsoDate(day));
    return found == nullptr ? "none" : ScalarText(found->value);
  };
  EXPECT_EQ(value("433124", "2023-03-15"), "4");
  EXPECT_EQ(value("433124", "2023-04-01"), "3");
  EXPECT_EQ(value("433101", "2023-03-15"), "3");
  EXPECT_EQ(value("431201", "2023-03-15"), "2");
  EXPECT_EQ(value("431201", "2024-01-01"), "1");
  EXPECT_EQ(value("510101", "2023-03-15"), "1");
  EXPECT_EQ(value("510101", "1999-12-31"), "none");
}

TEST(Params, HistoryIsCutIntoSpansWithOneValueEach) {
  const ParamSet params = Read(kLine);
  std::string spans;
  for (const ParamSpan& span : HistoryOf(params.at("line"), "433124", "")) {
    spans += FormatDate(span.from) + ".." + FormatDate(span.to) + "=" + ScalarText(span.value->value) + " ";
  }
  EXPECT_EQ(spans,
            "2000-01-01..2021-12-31=1 2022-01-01..2022-12-31=2 2023-01-01..2023-02-28=3 2023-03-01..2023-03-31=4 "
            "2023-04-01..2023-06-30=3 2023-07-01..2023-12-31=2 2024-01-01..9999-12-31=1 ");
}

TEST(Params, TablesHoldOneRowACountyAndClass) {
  const ParamSet params = Read(kLine);
  const std::vector<std::string> counties = {"433124", "510101"};
  EXPECT_THAT(ParamTablesSql(params, counties, *ParseIsoDate("2023-03-15")),
              testing::HasSubstr("insert into params.line values ('433124', null, 4), ('510101', null, 1);"));
}

TEST(Nearest, CountsCodePoints) {
  EXPECT_EQ(EditDistance("张伟", "张炜"), 1);
  EXPECT_EQ(EditDistance("", "abc"), 3);
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3);
  const std::vector<std::string> known = {"settlements", "deaths", "payments"};
  EXPECT_EQ(NearestNames("setlement", known), "settlements");
  EXPECT_EQ(NearestNames("xyz", known), "");
}

TEST(Sentences, ShowValuesByTheirFormat) {
  EXPECT_EQ(ShowValue("700050", SlotFormat::kYuan), "7,000.50");
  EXPECT_EQ(ShowValue("1234567", SlotFormat::kCount), "1,234,567");
  EXPECT_EQ(ShowValue("-1234", SlotFormat::kCount), "-1,234");
  EXPECT_EQ(ShowValue("999", SlotFormat::kCount), "999");
  EXPECT_EQ(ShowValue("1250", SlotFormat::kMu), "12.50");
  EXPECT_EQ(ShowValue("433199197001010017", SlotFormat::kId), "433199********0017");
  EXPECT_EQ(ShowValue("13812345678", SlotFormat::kId), "*******5678");
  EXPECT_EQ(ShowValue("not a number", SlotFormat::kYuan), "not a number");
}

TEST(Sentences, BracesAreDoubledToStandForThemselves) {
  const auto sentence = ParseSentence("{{a}} {b:yuan}", {});
  ASSERT_TRUE(sentence);
  EXPECT_EQ(RenderSentence(*sentence, [](const Slot& slot) { return "<" + slot.name + ">"; }), "{a} <b>");
  for (const char* wrong : {"{", "}", "{a", "{}", "{a:what}"}) {
    const auto refused = ParseSentence(wrong, {});
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().id, "RUL-016");
  }
}

TEST(SqlFiles, HeaderKeepsItsLines) {
  const auto file = SplitSqlFile("-- ---\r\n-- id: a\r\n--\r\n-- ---\r\nselect 1\r\n", "x.sql");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->header, "id: a\n\n");
  EXPECT_EQ(file->header_line, 2);
  EXPECT_EQ(file->sql_line, 5);
  for (const char* wrong : {"", "select 1", "-- ---\n-- id: a\n", "-- ---\nselect 1\n-- ---\n"}) {
    const auto refused = SplitSqlFile(wrong, "x.sql");
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().id, "RUL-001");
  }
}

}  // namespace
}  // namespace xiuhua::rules
