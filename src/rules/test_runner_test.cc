#include "rules/test_runner.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "rules/lint.h"

namespace xiuhua::rules {
namespace {

std::string AllOf(const Problems& problems) {
  std::string out;
  for (const Error& error : problems.all()) out += Render(error, Language::kEnglish) + "\n";
  return out;
}

void LintAndRun(const std::string& packs, bool may_be_empty) {
  Problems problems;
  auto set = ReadRuleSet(packs, "", problems);
  ASSERT_TRUE(set) << Render(set.error(), Language::kEnglish);
  auto checked = Lint(std::move(*set), problems);
  ASSERT_TRUE(checked) << Render(checked.error(), Language::kEnglish);
  EXPECT_TRUE(problems.empty()) << problems.count() << " problems\n" << AllOf(problems);
  const auto report = RunPackTests(*checked, "");
  ASSERT_TRUE(report) << Render(report.error(), Language::kEnglish);
  EXPECT_EQ(report->failed(), 0) << RenderTestReport(*report);
  EXPECT_TRUE(may_be_empty || !report->cases.empty());
}

TEST(PackTest, RulesOfFiveShapesDoWhatTheirTestsSay) {
  LintAndRun(XIUHUA_SOURCE_DIR "/src/rules/testdata/pack", false);
}

// The packs that ship; XIUHUA_PACKS names another folder while one is being written.
TEST(PackTest, ShippedPacksLintAndPassTheirTests) {
  const char* other = std::getenv("XIUHUA_PACKS");
  LintAndRun(other != nullptr ? other : XIUHUA_SOURCE_DIR "/packs", true);
}

}  // namespace
}  // namespace xiuhua::rules
