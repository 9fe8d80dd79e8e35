// The worked example of docs/writing-a-rule.md, in both languages: taken from the page, linted and run.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "base/files.h"
#include "rules/test_runner.h"

namespace xiuhua::rules {
namespace {

namespace fs = std::filesystem;

// Files of a page: a line that is only `path`, then a fenced block. Written below `folder`; how many.
int WriteFilesOfPage(const std::string& page, const fs::path& folder) {
  std::istringstream lines(RealFiles().Read(page).value());
  std::string line;
  std::string path;
  int files = 0;
  while (std::getline(lines, line)) {
    if (line.size() > 2 && line.starts_with("`packs/") && line.ends_with("`")) path = line.substr(1, line.size() - 2);
    if (!line.starts_with("```") || path.empty()) continue;
    std::string text;
    while (std::getline(lines, line) && line != "```") text += line + "\n";
    fs::create_directories((folder / path).parent_path());
    EXPECT_TRUE(RealFiles().WriteDurably((folder / path).string(), text));
    path.clear();
    ++files;
  }
  return files;
}

TEST(WritingARule, TheExampleOfThePageWorks) {
  for (const char* page : {"writing-a-rule.md", "writing-a-rule.zh-CN.md"}) {
    SCOPED_TRACE(page);
    const fs::path folder = fs::temp_directory_path() / ("xiuhua_page_" + std::to_string(::getpid()));
    fs::remove_all(folder);
    EXPECT_EQ(WriteFilesOfPage(std::string(XIUHUA_SOURCE_DIR "/docs/") + page, folder), 7);
    const auto checked = LoadRules((folder / "packs").string(), "");
    ASSERT_TRUE(checked) << Render(checked.error(), Language::kEnglish);
    const auto report = RunPackTests(*checked, "EX-001");
    ASSERT_TRUE(report) << Render(report.error(), Language::kEnglish);
    EXPECT_EQ(report->cases.size(), 2U);
    EXPECT_EQ(report->failed(), 0) << RenderTestReport(*report);
    fs::remove_all(folder);
  }
}

}  // namespace
}  // namespace xiuhua::rules
