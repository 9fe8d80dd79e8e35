#include "ingest/layout.h"

#include <gtest/gtest.h>

namespace xiuhua::ingest {
namespace {

// "甲|乙" → a row; "^3,1=家庭成员" marks a covered cell of that origin.
SampleRow Row(int64_t number, std::string_view text) {
  SampleRow row{.number = number};
  size_t from = 0;
  while (from <= text.size()) {
    const size_t bar = std::min(text.find('|', from), text.size());
    std::string cell(text.substr(from, bar - from));
    const auto column = static_cast<int32_t>(row.cells.size());
    if (cell.starts_with("^")) {
      const size_t comma = cell.find(','), equal = cell.find('=');
      row.covered.push_back({column, std::stoll(cell.substr(1, comma)), std::stoi(cell.substr(comma + 1)), {}});
      row.covered_texts.push_back(cell.substr(equal + 1));
      row.flags.push_back(kCellMerged);
      cell.clear();
    } else {
      row.flags.push_back(kCellText);
    }
    row.cells.push_back(cell);
    from = bar + 1;
  }
  return row;
}

std::vector<SampleRow> Rows(const std::vector<std::string_view>& texts) {
  std::vector<SampleRow> rows;
  for (size_t i = 0; i < texts.size(); ++i) {
    if (!texts[i].empty()) rows.push_back(Row(static_cast<int64_t>(i) + 1, texts[i]));
  }
  return rows;
}

std::string Joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (&name == names.data() ? "" : "|") + name;
  return out;
}

const std::vector<std::set<std::string>> kKnown = {{"姓名", "身份证号", "残疾类别", "残疾等级"},
                                                   {"户编号", "姓名", "证件号码", "风险是否已消除", "与户主关系"}};

TEST(FindHeader, TitleRowsAndRepeatedNames) {
  const auto guess =
      FindHeader(Rows({"防返贫监测对象信息", "单位：示例县|||||",
                       "户编号|姓 名|证件\n号码|风险是否已消除|风险是否已消除", "10001|张三|433124199001010012|是|否"}),
                 kKnown);
  ASSERT_TRUE(guess.found);
  EXPECT_EQ(guess.first_header_row, 3);
  EXPECT_EQ(guess.last_header_row, 3);
  EXPECT_EQ(guess.title_rows, (std::vector<int64_t>{1, 2}));
  EXPECT_EQ(Joined(guess.names), "户编号|姓名|证件号码|风险是否已消除|风险是否已消除#2");
  EXPECT_EQ(guess.best_source, 1);
  EXPECT_EQ(guess.known_words, 4);
  EXPECT_NE(guess.reason_zh.find("第 3 行"), std::string::npos);
}

TEST(FindHeader, MergedHeadersAreJoined) {
  const auto guess =
      FindHeader(Rows({"花名册|^1,0=花名册|^1,0=花名册|^1,0=花名册", "户编号|家庭成员|^2,1=家庭成员|备注",
                       "^2,0=户编号|姓名|与户主关系|^2,3=备注", "1|张三|户主|"}),
                 kKnown);
  ASSERT_TRUE(guess.found);
  EXPECT_EQ(guess.first_header_row, 2);
  EXPECT_EQ(guess.last_header_row, 3);
  EXPECT_EQ(Joined(guess.names), "户编号|家庭成员/姓名|家庭成员/与户主关系|备注");
  EXPECT_EQ(Joined(guess.plain_names), "户编号|姓名|与户主关系|备注");
  EXPECT_EQ(guess.title_rows, std::vector<int64_t>{1});
}

TEST(FindHeader, TwoRowsWithoutMergedRanges) {
  const auto guess =
      FindHeader(Rows({"户编号|家庭成员||村", "|姓名|与户主关系|", "1|张三|户主|石门村", "2|李四|妻|石门村"}), kKnown);
  ASSERT_TRUE(guess.found);
  EXPECT_EQ(guess.first_header_row, 1);
  EXPECT_EQ(guess.last_header_row, 2);
  EXPECT_EQ(Joined(guess.names), "户编号|家庭成员/姓名|家庭成员/与户主关系|村");
}

TEST(FindHeader, WithoutKnownWords) {
  const auto guess = FindHeader(Rows({"某表", "编码|名称|上级", "4301|甲|43", "4302|乙|43"}), {});
  ASSERT_TRUE(guess.found);
  EXPECT_EQ(guess.last_header_row, 2);
  EXPECT_EQ(guess.best_source, -1);
  EXPECT_FALSE(FindHeader(Rows({"张三|433124199001010012|300", "李四|433124199001010020|300"}), kKnown).found)
      << "no header";
  EXPECT_FALSE(FindHeader({}, kKnown).found);
}

TEST(FindHeader, NormalisesHeadings) {
  EXPECT_EQ(NormaliseHeader(" 身份证号（１８位）*\n"), "身份证号(18位)");
  EXPECT_EQ(NormaliseHeader("　ＩＤ No."), "idno.");
}

TEST(RowClassifier, TellsWhatARowIs) {
  LayoutGuess layout;
  layout.names = {"序号", "姓名", "身份证号", "村", "金额"};
  layout.plain_names = layout.names;
  const RowClassifier classifier(layout);
  const std::vector<std::pair<std::vector<std::string_view>, RowClass>> cases = {
      {{"1", "张三", "433124199001010012", "石门村", "300"}, RowClass::kData},
      {{"", " ", "　"}, RowClass::kBlank},
      {{"序号", "姓 名", "身份证号", "村", "金额"}, RowClass::kHeader},
      {{"合计", "", "", "", "3000"}, RowClass::kTotal},
      {{"", "小 计", "", "", "3000"}, RowClass::kTotal},
      {{"石门村小计：", "", "", "", "3000"}, RowClass::kTotal},
      {{"合计（共12户）", "", "", "", "3000"}, RowClass::kTotal},
      {{"1", "总计", "433124199001010012", "石门村", "300"}, RowClass::kData},
      {{"1", "石计生", "", "石门村", "300"}, RowClass::kData},
      {{"9", "李四", "", "设计院", "300"}, RowClass::kData},
      {{"备注：以上数据截至三月底"}, RowClass::kNote},
      {{"填表人：王五", "", "审核人：赵六"}, RowClass::kNote},
      {{"填表人", "王五", "", "审核人", "赵六"}, RowClass::kNote},
      {{"本表由各村填报，经乡镇审核后于每月五日前报送县级主管部门，逾期不候。"}, RowClass::kNote},
      {{"", "审核中", "433124199001010012"}, RowClass::kData},
      {{"2", "注册兵"}, RowClass::kData},
  };
  for (const auto& [cells, expected] : cases) {
    const RowVerdict verdict = classifier.Classify(std::span<const std::string_view>(cells));
    EXPECT_EQ(static_cast<int>(verdict.row_class), static_cast<int>(expected)) << cells[0];
    EXPECT_EQ(verdict.reason_zh.empty(), expected == RowClass::kData);
  }
}

TEST(RowClassifier, OneTextOverTheWidthIsAHeading) {
  LayoutGuess layout;
  layout.names = {"序号", "姓名", "身份证号", "村", "金额"};
  layout.plain_names = layout.names;
  const RowClassifier classifier(layout);
  const auto Across = [&](const std::vector<Cell>& cells, const std::vector<CoveredCell>& covered) {
    return classifier.IsHeadingAcross({.number = 7, .cells = cells, .covered = covered});
  };
  const Cell text{"石门村", kCellText, 0};
  const Cell none{"", kCellMerged, 0};
  const CoveredCell here{1, 7, 0, "石门村"};
  const CoveredCell above{1, 6, 1, "户主"};
  EXPECT_TRUE(Across({text, none, none, none, none}, {here, here, here, here}));
  EXPECT_TRUE(Across({text, none, none}, {here, here}));                               // over three of five columns
  EXPECT_FALSE(Across({text, none}, {here}));                                          // two columns are no width
  EXPECT_FALSE(Across({text, {}, {}, {}, {}}, {}));                                    // not merged: a name alone
  EXPECT_FALSE(Across({text, none, none, none, none}, {above, above, above, above}));  // a block from the row above
  EXPECT_FALSE(Across({text, none, none, {"300", kCellText, 0}}, {here, here}));       // there is data beside it
}

}  // namespace
}  // namespace xiuhua::ingest
