// Kills an importing child at random moments: the next start finds a consistent lake every time, and what was committed
// is there - of several files on their way at once the first ones. XIUHUA_KILL_ROUNDS sets how often (20 by default).
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <random>

#include "ingest/test_county.h"

namespace xiuhua::ingest {
namespace {

int Rounds() {
  const char* wanted = std::getenv("XIUHUA_KILL_ROUNDS");
  return wanted == nullptr ? 20 : std::atoi(wanted);
}

std::string ManyRows(int rows) {
  std::string text = "姓名,身份证号,发放日期,金额,备注\n";
  for (int i = 0; i < rows; ++i) {
    text += fmt::format("张三,11010519491231002X,2026-03-{:02},{}.50,第{}行\n", 1 + i % 28, i, i);
  }
  return text;
}

// Runs `work` in a child and kills it after a random time, if it has not ended. True when it ended well.
template <class Work>
bool EndedBeforeKill(std::mt19937& random, unsigned most_us, Work work) {
  const pid_t child = fork();
  if (child == 0) _exit(work() ? 0 : 1);
  usleep(static_cast<useconds_t>(random() % most_us));
  kill(child, SIGKILL);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void ExpectSound(TestCounty& county, int round) {
  const auto opened = county.Open();
  ASSERT_TRUE(opened.has_value()) << round << Render(opened.error(), Language::kEnglish);
  SilentProgress progress;
  const auto problems = county.lake().CheckLake(progress).value();
  EXPECT_TRUE(problems.empty()) << "round " << round << ": " << problems.front().path;
  EXPECT_TRUE(county.lake().files().List(county.lake().PathOf("staging"))->empty());
}

TEST(ImportKilled, AtAnyMomentLeavesAConsistentLake) {
  TestCounty county(TestCounty::NewFolder("kill"));
  ASSERT_TRUE(county.Open().has_value());
  county.Close();
  const std::string text = ManyRows(20'000);
  std::mt19937 random(20260301);
  size_t before = 0;
  for (int round = 0; round < Rounds(); ++round) {
    const std::string path =
        county.WriteFile("发放2026年3月.csv", text + fmt::format("李四,11010519491231002X,,{},\n", round));
    const bool finished = EndedBeforeKill(
        random, 600'000, [&] { return county.Open().has_value() && county.ImportFile(path).has_value(); });
    ExpectSound(county, round);
    const size_t now = county.lake().AllDeliveries()->size();
    EXPECT_GE(now, before + (finished ? 1 : 0));
    EXPECT_LE(now, before + 1);
    before = now;
    county.Close();
  }
  std::filesystem::remove_all(county.folder());
}

// Files on their way together: what is in after a kill is the first of them, in order.
TEST(ImportKilled, OfSeveralFilesTheFirstAreIn) {
  constexpr size_t kFiles = 6;
  TestCounty county(TestCounty::NewFolder("kill_many"));
  ASSERT_TRUE(county.Open().has_value());
  county.Close();
  std::mt19937 random(20260302);
  int partly = 0;
  for (int round = 0; round < Rounds(); ++round) {
    std::vector<ImportRequest> requests;
    for (size_t i = 0; i < kFiles; ++i) {
      const std::string text = ManyRows(i % 2 == 0 ? 12'000 : 1'000);
      requests.push_back({.path = county.WriteFile(fmt::format("发放{}_{}年{}月.csv", i, 2000 + round % 90, i + 1),
                                                   text + fmt::format("李四,11010519491231002X,,{},\n", round))});
    }
    ASSERT_TRUE(county.Open().has_value());
    const size_t before = county.lake().AllDeliveries()->size();
    county.Close();
    const bool finished = EndedBeforeKill(random, 500'000, [&] {
      SilentProgress progress;
      if (!county.Open().has_value()) return false;
      size_t done = 0;
      ImportFiles(requests, county.Context(progress),
                  [&](size_t, const Result<ImportReport>& report) { done += report.has_value() ? 1U : 0U; });
      return done == requests.size();
    });
    ExpectSound(county, round);
    const auto all = county.lake().AllDeliveries().value();
    ASSERT_LE(all.size(), before + kFiles);
    EXPECT_GE(all.size(), before + (finished ? kFiles : 0));
    for (size_t i = before; i < all.size(); ++i) {
      EXPECT_TRUE(requests[i - before].path.ends_with(all[i].file_name)) << "round " << round << all[i].file_name;
    }
    partly += all.size() > before && all.size() < before + kFiles ? 1 : 0;
    county.Close();
  }
  RecordProperty("partly", partly);
  std::filesystem::remove_all(county.folder());
}

}  // namespace
}  // namespace xiuhua::ingest
