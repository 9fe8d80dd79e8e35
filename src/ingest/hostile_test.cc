// Every file of tests/hostile/make_corpus.py, read whole in a child process: the right rows or the right error, no
// crash, never 10 s without progress, never over 1 GiB.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <set>

#include "base/files.h"
#include "ingest/open_workbook.h"

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

namespace xiuhua::ingest {
namespace {

// Remembers the longest silence.
class Watch final : public Progress {
 public:
  void Begin(std::string_view, int64_t) override { Hear(); }
  void Tick(int64_t) override { Hear(); }
  void End() override { Hear(); }
  void Hear() {
    const auto now = std::chrono::steady_clock::now();
    longest = std::max(longest, now - last_);
    last_ = now;
  }
  std::chrono::steady_clock::duration longest{};

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// "rows=4", "rows=4 problems=1" or the id of the error.
std::string ReadAll(const std::string& path, const std::string& temp, Watch& watch) {
  OpenOptions options;
  options.progress = &watch;
  options.temp_folder = temp;
  const auto sheets = OpenWorkbook(path, options);
  if (!sheets) return sheets.error().id;
  int64_t rows = 0, problems = 0;
  for (const OpenedSheet& sheet : *sheets) {
    const auto reader = sheet.Read();
    if (!reader) return reader.error().id;
    for (;;) {
      RowView row;
      const auto more = (*reader)->Next(row);
      if (!more) return more.error().id;
      if (!*more) break;
      ++rows;
      problems += row.problem != nullptr ? 1 : 0;
    }
  }
  return problems > 0 ? fmt::format("rows={} problems={}", rows, problems) : fmt::format("rows={}", rows);
}

struct Outcome {
  std::string text;  // or "crash"
  int64_t silence_ms = 0;
  int64_t peak_mib = 0;
};

Outcome InChild(const std::string& path, const std::string& temp) {
  int ends[2] = {-1, -1};
  EXPECT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    if (!kSanitized) {
      const rlimit limit{2UL << 30, 2UL << 30};
      ::setrlimit(RLIMIT_AS, &limit);
    }
    Watch watch;
    const std::string text = ReadAll(path, temp, watch);
    watch.Hear();
    const auto silence = std::chrono::duration_cast<std::chrono::milliseconds>(watch.longest).count();
    const std::string answer = fmt::format("{}\t{}", text, silence);
    const ssize_t written = ::write(ends[1], answer.data(), answer.size());
    ::_exit(written == static_cast<ssize_t>(answer.size()) ? 0 : 9);
  }
  ::close(ends[1]);
  std::string answer(4096, '\0');
  const ssize_t n = ::read(ends[0], answer.data(), answer.size());
  ::close(ends[0]);
  answer.resize(static_cast<size_t>(std::max<ssize_t>(n, 0)));
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return {.text = fmt::format("crash (status {})", status)};
  const size_t tab = answer.find('\t');
  return {answer.substr(0, tab), std::atoll(answer.c_str() + tab + 1), usage.ru_maxrss >> 10};
}

TEST(Hostile, EveryFileEndsWell) {
  const std::string folder = fmt::format("{}/hostile_{}", testing::TempDir(), ::getpid());
  const std::string script = std::string(XIUHUA_SOURCE_DIR) + "/tests/hostile/make_corpus.py";
  ASSERT_EQ(std::system(fmt::format("python3 '{}' '{}/corpus' > /dev/null", script, folder).c_str()), 0);
  ASSERT_TRUE(RealFiles().MakeFolder(folder + "/temp"));
  std::ifstream expected(std::string(XIUHUA_SOURCE_DIR) + "/tests/hostile/expected.tsv");
  std::set<std::string> listed;
  for (std::string line; std::getline(expected, line);) {
    if (line.empty() || line[0] == '#') continue;
    const size_t first = line.find('\t'), second = line.find('\t', first + 1);
    const std::string file = line.substr(0, first), want = line.substr(first + 1, second - first - 1);
    listed.insert(file);
    const Outcome got = InChild(folder + "/corpus/" + file, folder + "/temp");
    EXPECT_EQ(got.text, want) << file;
    EXPECT_LT(got.silence_ms, 10'000) << file;
    if (!kSanitized) {
      EXPECT_LT(got.peak_mib, 1024) << file;
    }
  }
  const auto made = RealFiles().List(folder + "/corpus");
  ASSERT_TRUE(made);
  for (const std::string& file : *made) EXPECT_TRUE(listed.contains(file)) << file << " is not in expected.tsv";
  EXPECT_GE(listed.size(), 60U);
  EXPECT_TRUE(RealFiles().List(folder + "/temp")->empty()) << "unpacked files were left behind";
  (void)RealFiles().Remove(folder);
}

}  // namespace
}  // namespace xiuhua::ingest
