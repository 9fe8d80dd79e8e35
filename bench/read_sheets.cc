// Reads every sheet of a workbook or CSV file and does nothing with it: the cost of reading alone.
//
//   read_sheets FILE
//
// Prints one line: sheets rows cells.
#include <fmt/format.h>

#include <cstdio>

#include "base/error.h"
#include "base/progress.h"
#include "ingest/open_workbook.h"

namespace xiuhua {
namespace {

Result<void> ReadAll(const std::string& path) {
  SilentProgress progress;
  const ingest::OpenOptions options{.progress = &progress};
  TRY_ASSIGN(const auto sheets, ingest::OpenWorkbook(path, options));
  int64_t rows = 0;
  int64_t cells = 0;
  for (const ingest::OpenedSheet& sheet : sheets) {
    TRY_ASSIGN(const auto reader, sheet.Read());
    ingest::RowView row;
    while (true) {
      TRY_ASSIGN(const bool more, reader->Next(row));
      if (!more) break;
      ++rows;
      cells += static_cast<int64_t>(row.cells.size());
    }
  }
  fmt::print("{} {} {}\n", sheets.size(), rows, cells);
  return {};
}

}  // namespace
}  // namespace xiuhua

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "read_sheets FILE\n");
    return 2;
  }
  const auto done = xiuhua::ReadAll(argv[1]);
  if (done) return 0;
  fmt::print(stderr, "{}\n", xiuhua::Render(done.error(), xiuhua::Language::kEnglish));
  return 1;
}
