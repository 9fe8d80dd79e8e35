#include "linkage/places.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace xiuhua::linkage {
namespace {

TEST(PlaceNames, DifferencesAreNamedByTheSlightestKind) {
  struct Row {
    const char* left;
    const char* right;
    NameDifference expected;
  };
  const Row rows[] = {{"红石镇", "红石镇", NameDifference::kNone},
                      {"红石镇", "红石 镇", NameDifference::kWriting},
                      {"龍头镇", "龙头镇", NameDifference::kVariant},
                      {"朗塘镇", "满（lang）塘镇", NameDifference::kPlaceholder},
                      {"己略乡", "已略乡", NameDifference::kLookAlike},
                      {"濛江镇", "蒙江镇", NameDifference::kVariant},
                      {"朱巴龙乡", "竹巴龙乡", NameDifference::kSoundAlike},
                      {"傅家堰乡", "付家堰乡", NameDifference::kSoundAlike},
                      {"福地路办", "福地路办事处", NameDifference::kShortened},
                      {"东华门街道", "东华门街道办事处", NameDifference::kSuffix},
                      {"上户沟哈萨克族乡", "上户沟哈萨克民族乡", NameDifference::kSuffix},
                      {"东风街道", "东风路街道", NameDifference::kShortened},
                      {"尹珍街道", "道真仡佬族苗族自治县尹珍街道", NameDifference::kShortened},
                      {"七纺街道", "水磨沟街道", NameDifference::kRenamed},
                      {"石龙镇", "石凤镇", NameDifference::kRenamed}};
  for (const Row& row : rows) {
    EXPECT_EQ(NameDifferenceEnglish(ExplainNames(row.left, row.right)), NameDifferenceEnglish(row.expected))
        << row.left << " / " << row.right;
    EXPECT_EQ(ExplainNames(row.left, row.right), ExplainNames(row.right, row.left));
  }
}

int64_t Count(const PlaceComparison& comparison, PlaceVerdict verdict) {
  return std::ranges::count_if(comparison.pairs, [&](const PlacePair& pair) { return pair.verdict == verdict; });
}

TEST(ComparePlaces, EveryRowStandsInOnePlace) {
  const std::vector<Place> left = {{"433199001", "红石镇"}, {"433199002", "青岩乡"}, {"433199003", "白水街道"},
                                   {"433198001", "云台镇"}, {"433197001", "独有镇"}, {"433196001", "双河镇"},
                                   {"433196002", "双河镇"}};
  const std::vector<Place> right = {{"433199001", "红石镇"}, {"433199002", "青崖乡"}, {"433199103", "白水镇"},
                                    {"433195001", "云台镇"}, {"433194001", "另有镇"}, {"433196003", "双河镇"}};
  const PlaceComparison c = ComparePlaces(left, right);
  EXPECT_EQ(c.agree, 1);
  EXPECT_EQ(c.name_differs, 1);
  EXPECT_EQ(c.left_only, 5);
  EXPECT_EQ(c.right_only, 4);
  EXPECT_EQ(c.moved, 2) << "云台镇 by name in the prefecture, 白水 by stem in the county";
  EXPECT_EQ(c.review, 2) << "two 双河镇 on the left: a person decides";
  EXPECT_EQ(Count(c, PlaceVerdict::kLeftOnly), 3);
  EXPECT_EQ(Count(c, PlaceVerdict::kRightOnly), 2);
}

TEST(ComparePlaces, AcrossPrefecturesOneNameAloneIsNotEnough) {
  const PlaceComparison alone = ComparePlaces({{"430101001", "清河镇"}}, {{"430202001", "清河镇"}});
  EXPECT_EQ(alone.moved, 0);
  EXPECT_EQ(alone.review, 1);
  const PlaceComparison county =
      ComparePlaces({{"430101001", "清河镇"}, {"430101002", "小溪乡"}, {"430101003", "大田乡"}},
                    {{"430202001", "清河镇"}, {"430202002", "小溪乡"}, {"430202003", "大田乡"}});
  EXPECT_EQ(county.moved, 3) << "a whole county moved together";
}

}  // namespace
}  // namespace xiuhua::linkage
