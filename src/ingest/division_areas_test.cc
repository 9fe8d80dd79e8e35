#include "ingest/division_areas.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace xiuhua::ingest {
namespace {

class DivisionAreasTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::string path = testing::TempDir() + "/areas_" + std::to_string(::getpid()) + ".csv";
    ASSERT_TRUE(RealFiles().WriteDurably(
        path,
        "code,name,parent_code\n43,示例省,\n4331,示例州,43\n433199,示例县,4331\n433199101,红石镇,433199\n"
        "433199102,青岩乡,433199\n433199101201,团结村,433199101\n"
        "433199101202,白水村,433199101\n433199102201,团结村,433199102\n"));
    auto areas = LoadDivisionAreas(RealFiles(), "", path, {"433199"});
    ASSERT_TRUE(areas) << Render(areas.error(), Language::kEnglish);
    areas_ = std::move(*areas);
  }
  std::unique_ptr<AreaResolver> areas_;
  lake::AreaSet county_{{"433199"}};
};

TEST_F(DivisionAreasTest, ResolvesAddressesDownToTheVillageAndKeepsTheRest) {
  const ResolvedArea area = areas_->Resolve("示例县红石镇白水村3组", county_);
  EXPECT_EQ(area.code, "433199101202");
  EXPECT_EQ(area.rest, "3组");
  EXPECT_FALSE(area.ambiguous);
  EXPECT_EQ(areas_->Resolve("红石镇", county_).code, "433199101");
  EXPECT_EQ(areas_->Resolve("", county_).code, "");
}

TEST_F(DivisionAreasTest, WhatATextNamesDecidesNotWhoseDeliveryItIs) {
  struct Case {
    const char* text;
    const char* code;     // "" = names no place: the row waits
    const char* nearest;  // of such a text
  };
  const Case cases[] = {
      {"示例县", "433199", ""},              // only the county
      {"示例省示例州示例县", "433199", ""},  // with what lies above
      {"433199", "433199", ""},              // by code
      {"示例县某某路12号", "433199", ""},    // the county, and a place nobody knows
      {"红石镇不知名村", "433199101", ""},   // the township is known
      {"某某路12号", "", ""},                // nothing of it
      {"3组", "", ""},                       // a group alone lies in every village
      {"红岩镇", "", "红石镇 青岩乡"},       // a slip: one character of two
      {"白水寨", "", "红石镇白水村"},        // another word for it
      {"520999101", "", ""},                 // a code of somewhere else
      {"别省别县别乡", "", ""},
  };
  for (const Case& one : cases) {
    const ResolvedArea area = areas_->Resolve(one.text, county_);
    EXPECT_EQ(area.code, one.code) << one.text;
    std::string nearest;
    for (const std::string& name : area.nearest) nearest += (nearest.empty() ? "" : " ") + name;
    EXPECT_EQ(nearest, one.nearest) << one.text;
    EXPECT_TRUE(!area.code.empty() || area.rest == one.text) << one.text;
  }
  // A lake of several counties gives the same answers to texts that name nothing.
  EXPECT_EQ(areas_->Resolve("某某路12号", lake::AreaSet({"433199", "433101"})).code, "");
}

TEST_F(DivisionAreasTest, TwoVillagesOfOneNameAreNotGuessed) {
  const ResolvedArea area = areas_->Resolve("团结村", county_);
  EXPECT_TRUE(area.ambiguous);
  EXPECT_EQ(area.code, "433199");
  const ResolvedArea narrowed = areas_->Resolve("团结村", lake::AreaSet({"433199102"}));
  EXPECT_EQ(narrowed.code, "433199102201");
}

TEST_F(DivisionAreasTest, FindsTownshipsInFileNames) {
  EXPECT_EQ(areas_->TownshipsNamed("青岩乡_人口底册_2026年6月.xlsx", county_), std::vector<std::string>{"433199102"});
  EXPECT_TRUE(areas_->TownshipsNamed("人口底册.xlsx", county_).empty());
}

TEST(CommonPrefix, IsCutToALevel) {
  EXPECT_EQ(CommonPrefix({"433101", "433124"}), "4331");
  EXPECT_EQ(CommonPrefix({"433124"}), "433124");
  EXPECT_EQ(CommonPrefix({"430101", "520101"}), "");
}

}  // namespace
}  // namespace xiuhua::ingest
