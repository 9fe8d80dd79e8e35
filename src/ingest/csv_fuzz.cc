// libFuzzer: any bytes as a CSV file, read whole and in ranges; both must agree.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "ingest/csv_file.h"

namespace {

using xiuhua::ingest::CsvFile;
using xiuhua::ingest::CsvRange;
using xiuhua::ingest::CsvRangeReader;
using xiuhua::ingest::CsvRow;

// Records, their numbers and problems as one text.
std::string ReadRanges(const CsvFile& file, const std::vector<CsvRange>& ranges) {
  std::string all;
  for (const CsvRange& range : ranges) {
    CsvRangeReader reader(file, range);
    CsvRow row;
    for (;;) {
      const auto more = reader.Next(row);
      if (!more) return all + more.error().id;
      if (!*more) break;
      all +=
          std::to_string(row.record) + "@" + std::to_string(row.line) + (row.problem != nullptr ? row.problem->id : "");
      for (const std::string_view cell : row.cells) all += "|" + std::string(cell);
      all += '\n';
    }
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static xiuhua::SilentProgress progress;
  const int fd = ::memfd_create("csv", 0);
  if (fd < 0 || ::write(fd, data, size) != static_cast<ssize_t>(size)) std::abort();
  const auto file = CsvFile::Open("/proc/self/fd/" + std::to_string(fd), "fuzz.csv",
                                  {.max_cell_bytes = 200, .max_columns = 100}, progress);
  ::close(fd);
  if (!file) return 0;
  const auto ranges = (*file)->PlanRanges(3, progress);
  if (!ranges || ReadRanges(**file, *ranges) != ReadRanges(**file, {(*file)->WholeFile()})) std::abort();
  return 0;
}
