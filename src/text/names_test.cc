#include "text/names.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "text/explain.h"
#include "text/pinyin.h"
#include "text/truth_table.h"

namespace xiuhua::text {
namespace {

const std::string kData = XIUHUA_SOURCE_DIR "/src/text/testdata/";

std::string Folded(std::string_view name) {
  std::string out;
  FoldName(name, out);
  return out;
}

TEST(Names, ComparesTheTable) {
  const std::vector<TruthRow> rows = ReadTruthTable(kData + "names.tsv");
  ASSERT_GE(rows.size(), 60U);
  for (const TruthRow& row : rows) {
    ASSERT_EQ(row.cells.size(), 4U) << row.place;
    const std::string& a = row.cells[0];
    const std::string& b = row.cells[1];
    EXPECT_EQ(Explain(ClassifyNames(a, b)).code, row.cells[2]) << row.place;
    EXPECT_EQ(ClassifyNames(a, b), ClassifyNames(b, a)) << row.place;
    EXPECT_EQ(NamesAgree(Folded(a), Folded(b)) ? "y" : "n", row.cells[3]) << row.place;
    EXPECT_EQ(NamesAgree(Folded(b), Folded(a)) ? "y" : "n", row.cells[3]) << row.place;
  }
}

TEST(Names, SplitsSurnames) {
  const std::vector<TruthRow> rows = ReadTruthTable(kData + "surnames.tsv");
  ASSERT_GE(rows.size(), 15U);
  for (const TruthRow& row : rows) {
    const std::string folded = Folded(row.cells[0]);
    const SurnameSplit split = SplitSurname(folded);
    EXPECT_EQ(split.surname, row.cells[1]) << row.place;
    EXPECT_EQ(split.given, row.cells[2]) << row.place;
  }
}

TEST(Names, FoldingTwiceChangesNothing) {
  for (char32_t c = 0; c <= 0x3FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    AppendCodePoint(c, text);
    const std::string once = Folded(text);
    ASSERT_EQ(Folded(once), once) << "U+" << std::hex << static_cast<uint32_t>(c);
    ASSERT_EQ(FoldHan(FoldHan(c)), FoldHan(c)) << "U+" << std::hex << static_cast<uint32_t>(c);
  }
}

// The hundred commonest surnames stay apart.
TEST(Names, SurnamesDoNotFoldTogether) {
  const std::string_view surnames =
      "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
      "陆汪范金石廖贾夏韦付方白邹"
      "孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤麻符冉瞿宿滕聂鲁";
  std::vector<std::string> folded;
  for (const char32_t c : CodePoints(surnames)) {
    std::string one;
    AppendCodePoint(c, one);
    folded.push_back(Folded(one));
  }
  std::ranges::sort(folded);
  EXPECT_EQ(std::ranges::adjacent_find(folded), folded.end());
}

TEST(Names, KeysAreStable) {
  // Values computed by an independent implementation of the documented algorithm; stored in lakes: they never change.
  EXPECT_EQ(NameKey(""), 0);
  EXPECT_EQ(NameKey("张伟"), 1660068604578184488);
  EXPECT_EQ(NameKey("买买提吐尔逊"), 7460217344324527898);
  EXPECT_EQ(NameKey("zhang"), 1071127965032629223);
}

TEST(Names, SplitsNotes) {
  EXPECT_EQ(SplitNameNote("张三（已故）").name, "张三");
  EXPECT_EQ(SplitNameNote("张三（已故）").note, "已故");
  EXPECT_EQ(SplitNameNote(" 张三 (户主").note, "户主");
  EXPECT_EQ(SplitNameNote("张三").note, "");
  EXPECT_EQ(SplitNameNote("(张三)").name, "(张三)");
}

TEST(Names, LongAndHostileNamesEnd) {
  std::string stars;
  for (int i = 0; i < 40; ++i) stars += "*张";
  EXPECT_FALSE(NamesAgree(Folded(stars), Folded("张三")));
  std::string letters = "张";
  for (int i = 0; i < 46; ++i) letters += "a";
  std::string han = "张";
  for (int i = 0; i < 46; ++i) han += "阿";
  EXPECT_FALSE(NamesAgree(Folded(letters), Folded(han)));
  EXPECT_TRUE(NamesAgree(Folded(han + han), Folded(han + han)));
}

TEST(Pinyin, KeepsAllReadings) {
  const auto has = [](char32_t c, std::string_view reading) {
    return std::ranges::find(Readings(c), reading) != Readings(c).end();
  };
  EXPECT_TRUE(has(U'曾', "zeng") && has(U'曾', "ceng"));
  EXPECT_TRUE(has(U'单', "shan") && has(U'单', "dan"));
  EXPECT_TRUE(has(U'仇', "qiu") && has(U'朴', "piao") && has(U'区', "ou") && has(U'覃', "qin"));
  EXPECT_TRUE(has(U'吕', "lv") && has(U'略', "lve"));
  EXPECT_TRUE(has(U'𠮷', "ji"));
  EXPECT_TRUE(Readings(U'a').empty());
  EXPECT_TRUE(Readings(0x3FFFF).empty());
  EXPECT_EQ(PinyinOf("彭·安"), "peng · an");
  EXPECT_TRUE(CouldRead(U'喆', "zh") && CouldRead(U'吕', "lu") && CouldRead(U'吕', "lv"));
  EXPECT_FALSE(CouldRead(U'喆', "zhen") || CouldRead(U'喆', ""));
}

TEST(Pinyin, EveryStandardCharacterHasLowerCaseReadings) {
  size_t with = 0;
  for (char32_t c = 0x4E00; c <= 0x9FA5; ++c) {
    for (const std::string_view reading : Readings(c)) {
      EXPECT_TRUE(!reading.empty() && reading.size() <= 6);
      EXPECT_TRUE(std::ranges::all_of(reading, [](char l) { return l >= 'a' && l <= 'z'; })) << reading;
    }
    with += Readings(c).empty() ? 0U : 1U;
  }
  EXPECT_GE(with, 20'890U);
}

}  // namespace
}  // namespace xiuhua::text
