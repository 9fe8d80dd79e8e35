// Copies CSV files to Parquet with every column as text: what DuckDB alone needs, as the yardstick of the monthly job.
//
//   copy_csv OUT_FOLDER THREADS MEMORY_MB FILE...
//
// One engine for all files, the Parquet writer of the lake. Prints one line: files rows failed.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "base/error.h"
#include "sql/engine.h"

namespace xiuhua {
namespace {

Result<int64_t> CopyFile(sql::Engine& engine, const std::string& from, const std::string& to) {
  // Titles above the header are rows of their own here: nothing is understood, only moved.
  const std::string select = fmt::format(
      "SELECT * FROM read_csv({}, all_varchar=true, header=false, delim=',', quote='\"', escape='\"', skip=0, "
      "strict_mode=false, null_padding=true, ignore_errors=true, parallel=true)",
      sql::Quoted(from));
  return engine.CopyToParquet(select, to);
}

int CopyAll(const std::vector<std::string>& arguments) {
  const sql::EngineOptions options{.threads = std::atoi(arguments[1].c_str()),
                                   .memory_limit_mb = std::atoll(arguments[2].c_str())};
  auto engine = sql::Engine::Open(options);
  if (!engine) {
    fmt::print(stderr, "{}\n", Render(engine.error(), Language::kEnglish));
    return 1;
  }
  int64_t files = 0;
  int64_t rows = 0;
  int64_t failed = 0;
  for (size_t i = 3; i < arguments.size(); ++i) {
    const auto copied = CopyFile(**engine, arguments[i], fmt::format("{}/{}.parquet", arguments[0], i));
    if (!copied) {
      fmt::print(stderr, "{}: {}\n", arguments[i], Render(copied.error(), Language::kEnglish));
      ++failed;
      continue;
    }
    ++files;
    rows += *copied;
  }
  fmt::print("{} {} {}\n", files, rows, failed);
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace xiuhua

int main(int argc, char** argv) {
  if (argc < 5) {
    fmt::print(stderr, "copy_csv OUT_FOLDER THREADS MEMORY_MB FILE...\n");
    return 2;
  }
  return xiuhua::CopyAll({argv + 1, argv + argc});
}
