#include "synth/synth.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "base/files.h"
#include "synth/id_numbers.h"
#include "synth/livelihood.h"
#include "synth/population.h"

namespace xiuhua::synth {
namespace {

namespace fs = std::filesystem;

std::string FreshFolder(const std::string& name) {
  const std::string path = testing::TempDir() + "/synth_" + std::to_string(::getpid()) + "_" + name;
  fs::remove_all(path);
  return path;
}

// Relative path → SHA-256 of every file below a folder.
std::map<std::string, std::string> Hashes(const std::string& folder) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file())
      out[fs::relative(entry.path(), folder).string()] = HashFile(entry.path().string()).value_or("unreadable");
  }
  return out;
}

SynthOptions Village(const std::string& folder) { return {.out_folder = folder, .scale = SynthScale::kVillage}; }

World SmallWorld(uint64_t seed) {
  World world;
  world.place = MakePlace(Rng(seed), 433199, "示例县", 12, 24);
  Populate(Rng(seed + 1), 20'000, world);
  GiveLivelihoods(Rng(seed + 2), world);
  return world;
}

TEST(Synth, SameSeedGivesTheSameBytes) {
  const std::string one = FreshFolder("one"), two = FreshFolder("two"), three = FreshFolder("three");
  ASSERT_TRUE(MakeCounty(Village(one)));
  ASSERT_TRUE(MakeCounty(Village(two)));
  SynthOptions other = Village(three);
  other.seed = 7;
  ASSERT_TRUE(MakeCounty(other));
  EXPECT_EQ(Hashes(one), Hashes(two));
  EXPECT_NE(Hashes(one), Hashes(three));
}

TEST(Synth, EveryFileNameCarriesTheDemoMark) {
  const std::string folder = FreshFolder("names");
  ASSERT_TRUE(MakeCounty(Village(folder)));
  for (const auto& [name, hash] : Hashes(folder + "/deliveries"))
    EXPECT_NE(name.find(kDemoMark), std::string::npos) << name;
}

TEST(Synth, AFolderWithContentIsRefused) {
  const std::string folder = FreshFolder("full");
  fs::create_directories(folder);
  std::ofstream(folder + "/mine.txt") << "x";
  const auto made = MakeCounty(Village(folder));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().id, "SYN-002");
}

TEST(Synth, AnUnwritableFolderIsSaid) {
  const auto made = MakeCounty(Village("/proc/no-such-place"));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().id, "SYN-001");
}

TEST(Synth, OptionsAreChecked) {
  EXPECT_EQ(ParseScale("galaxy").error().id, "SYN-003");
  EXPECT_EQ(ParseFormat("pdf").error().id, "SYN-003");
  EXPECT_EQ(*ParseScale("prefecture"), SynthScale::kPrefecture);
  SynthOptions options = Village(FreshFolder("months"));
  options.months = 4;
  EXPECT_EQ(MakeCounty(options).error().id, "SYN-003");
}

TEST(Synth, ACancelledRunStops) {
  SilentProgress progress;
  progress.Cancel();
  SynthOptions options = Village(FreshFolder("cancel"));
  options.progress = &progress;
  EXPECT_EQ(MakeCounty(options).error().id, "BAS-003");
}

// GB 11643-1999, worked by hand from the standard's own example 11010519491231002X.
TEST(IdNumber, CheckDigitOfTheStandardsExample) {
  EXPECT_EQ(IdText(11010519491231002), "11010519491231002X");
  EXPECT_EQ(IdText(IdBase(433199, *MakeDate(1971, 2, 3), 12)).substr(0, 17), "43319919710203012");
  EXPECT_EQ(OldIdText(11010519491231002), "110105491231002");
}

TEST(Population, NumbersAreUniqueAndFitThePerson) {
  const World world = SmallWorld(3);
  std::set<int64_t> seen;
  for (const Person& p : world.persons) {
    EXPECT_TRUE(seen.insert(p.id).second);
    EXPECT_TRUE(p.other_id == 0 || seen.insert(p.other_id).second);
    const std::string id = IdText(p.id);
    const CivilDate born = ToCivil(p.birth);
    EXPECT_EQ(id.substr(0, 5), "43319");
    EXPECT_EQ(std::stoi(id.substr(6, 4)), born.year);
    EXPECT_EQ(std::stoi(id.substr(12, 2)), born.day);
    EXPECT_EQ((id[16] - '0') % 2 == 1, p.male);
  }
}

TEST(Population, HouseholdsHoldTogether) {
  const World world = SmallWorld(4);
  int64_t registered = 0, old = 0, children = 0;
  PersonIndex next = 0;
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(world.households.size()); ++k) {
    const Household& h = world.household(k);
    EXPECT_EQ(h.first, next);
    EXPECT_GT(h.count, 0);
    next += h.count;
    for (PersonIndex i = h.first; i < next; ++i) {
      EXPECT_EQ(world.person(i).household, k);
      EXPECT_GT(world.person(i).died, world.person(i).birth);
    }
  }
  const Date june = MonthLast(2);
  for (const Person& p : world.persons) {
    registered += InHukou(p, june) ? 1 : 0;
    old += InHukou(p, june) && Age(p, june) >= 60 ? 1 : 0;
    children += InHukou(p, june) && Age(p, june) < 16 ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(registered), 20'000, 900);
  // A plausible county of the region: a quarter old, a fifth children, three to four a household.
  EXPECT_GT(old * 100, registered * 17);
  EXPECT_LT(old * 100, registered * 32);
  EXPECT_GT(children * 100, registered * 12);
  EXPECT_LT(children * 100, registered * 25);
  EXPECT_GT(registered * 10, static_cast<int64_t>(world.households.size()) * 27);
}

}  // namespace
}  // namespace xiuhua::synth
