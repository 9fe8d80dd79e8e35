// Kills an importing child at random moments: the next start finds a consistent lake every time, and what was committed
// is there. XIUHUA_KILL_ROUNDS sets how often (20 by default).
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <random>

#include "ingest/test_county.h"

namespace xiuhua::ingest {
namespace {

std::string ManyRows(int rows) {
  std::string text = "姓名,身份证号,发放日期,金额,备注\n";
  for (int i = 0; i < rows; ++i) {
    text += fmt::format("张三,11010519491231002X,2026-03-{:02},{}.50,第{}行\n", 1 + i % 28, i, i);
  }
  return text;
}

TEST(ImportKilled, AtAnyMomentLeavesAConsistentLake) {
  const char* wanted = std::getenv("XIUHUA_KILL_ROUNDS");
  const int rounds = wanted == nullptr ? 20 : std::atoi(wanted);
  TestCounty county(TestCounty::NewFolder("kill"));
  ASSERT_TRUE(county.Open().has_value());
  county.Close();
  const std::string text = ManyRows(20'000);
  std::mt19937 random(20260301);
  size_t before = 0;
  for (int round = 0; round < rounds; ++round) {
    const std::string path =
        county.WriteFile("发放2026年3月.csv", text + fmt::format("李四,11010519491231002X,,{},\n", round));
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const bool done = county.Open().has_value() && county.ImportFile(path).has_value();
      _exit(done ? 0 : 1);
    }
    usleep(static_cast<useconds_t>(random() % 600'000));
    kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    const bool finished = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    const auto opened = county.Open();
    ASSERT_TRUE(opened.has_value()) << round << Render(opened.error(), Language::kEnglish);
    SilentProgress progress;
    const auto problems = county.lake().CheckLake(progress).value();
    EXPECT_TRUE(problems.empty()) << "round " << round << ": " << problems.front().path;
    const size_t now = county.lake().AllDeliveries()->size();
    EXPECT_GE(now, before + (finished ? 1 : 0));
    EXPECT_LE(now, before + 1);
    EXPECT_TRUE(county.lake().files().List(county.lake().PathOf("staging"))->empty());
    before = now;
    county.Close();
  }
  std::filesystem::remove_all(county.folder());
}

}  // namespace
}  // namespace xiuhua::ingest
