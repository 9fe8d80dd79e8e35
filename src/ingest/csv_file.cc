#include "ingest/csv_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>

#include "base/errors.h"
#include "ingest/csv_decode.h"
#include "ingest/csv_scan.h"
#include "ingest/errors.h"
#include "ingest/sheet.h"

namespace xiuhua::ingest {
namespace {

constexpr int64_t kReleaseStep = 32 << 20;

struct Map {
  const char* data = nullptr;
  int64_t size = 0;
  Map() = default;
  Map(const Map&) = delete;
  Map& operator=(const Map&) = delete;
  ~Map() { Drop(); }
  void Drop() {
    if (data != nullptr) ::munmap(const_cast<char*>(data), static_cast<size_t>(size));
    data = nullptr;
    size = 0;
  }
  // Takes the descriptor over.
  Result<void> Take(int fd, const std::string& name) {
    struct stat info = {};
    const bool known = ::fstat(fd, &info) == 0;
    void* at = MAP_FAILED;
    if (known && info.st_size > 0) {
      at = ::mmap(nullptr, static_cast<size_t>(info.st_size), PROT_READ, MAP_PRIVATE, fd, 0);
    }
    const int problem = errno;
    ::close(fd);
    if (known && info.st_size == 0) return Fail(errors::kEmptyFile, {name}, {.file = name});
    if (at == MAP_FAILED) return Fail(xiuhua::errors::kFileNotReadable, {name, std::strerror(problem)});
    Drop();
    data = static_cast<const char*>(at);
    size = info.st_size;
    ::madvise(at, static_cast<size_t>(size), MADV_SEQUENTIAL);
    return {};
  }
};

// Pages already read leave this process's memory (they stay in the system's cache).
void Release(const Map& map, int64_t from, int64_t to) {
  constexpr int64_t kPage = 4096;
  const int64_t first = (from + kPage - 1) / kPage * kPage, last = to / kPage * kPage;
  if (last > first) ::madvise(const_cast<char*>(map.data) + first, static_cast<size_t>(last - first), MADV_DONTNEED);
}

// How often the delimiter stands in each of the first lines, outside quotes.
std::map<int64_t, int64_t> CountsPerLine(std::string_view text, char delimiter) {
  std::map<int64_t, int64_t> lines_by_count;
  int64_t count = 0;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') quoted = !quoted;
    if (c == delimiter && !quoted) ++count;
    if (c == '\n' || (c == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n'))) {
      quoted = false;
      ++lines_by_count[count];
      count = 0;
    }
  }
  if (lines_by_count.empty()) ++lines_by_count[count];
  return lines_by_count;
}

char FindDelimiter(std::string_view text) {
  text = text.substr(0, 64 << 10);
  char best = ',';
  int64_t best_score = 0;
  for (const char candidate : {',', '\t', ';', '|'}) {
    int64_t score = 0;
    for (const auto& [count, lines] : CountsPerLine(text, candidate)) {
      if (count > 0) score = std::max(score, lines * 1000 + std::min<int64_t>(count, 999));
    }
    if (score > best_score) {
      best = candidate;
      best_score = score;
    }
  }
  return best;
}

}  // namespace

struct CsvFile::State {
  Map map;
  int64_t start = 0;  // behind the byte order mark
  std::string shown_name, encoding;
  CsvOptions options;
  CsvDialect dialect;
  bool valid_utf8 = true;

  [[nodiscard]] std::string_view text() const { return {map.data + start, static_cast<size_t>(map.size - start)}; }
  Result<void> FindText(const std::string& path, Progress& progress);
  void FindShape();
};

CsvFile::CsvFile() : state_(std::make_unique<State>()) {}
CsvFile::~CsvFile() = default;

Result<void> CsvFile::State::FindText(const std::string& path, Progress& progress) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return Fail(xiuhua::errors::kFileNotReadable, {shown_name, std::strerror(errno)});
  TRY(map.Take(fd, shown_name));
  const std::string_view bytes(map.data, static_cast<size_t>(map.size));
  // Checked in steps, so that a cancel is seen and memory stays low.
  int64_t good = 0;
  while (good < map.size) {
    if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
    const int64_t step = std::min<int64_t>(kReleaseStep, map.size - good);
    const int64_t n = ValidUtf8Prefix(bytes.substr(static_cast<size_t>(good), static_cast<size_t>(step)));
    Release(map, good, good + n);
    good += n;
    if (n < step && (step - n >= 4 || good + (step - n) >= map.size)) break;
  }
  valid_utf8 = good == map.size;
  encoding = options.encoding ? *options.encoding : FindEncoding(bytes, valid_utf8, good);
  if (encoding.empty()) return Fail(errors::kCsvUndecodable, {shown_name}, {.file = shown_name});
  start = MarkSize(bytes);
  if (encoding == "UTF-8") return {};
  TRY_ASSIGN(const int decoded,
             DecodeToFile(bytes.substr(static_cast<size_t>(start)), encoding, options.temp_folder, progress));
  start = 0;
  valid_utf8 = true;
  return map.Take(decoded, shown_name);
}

void CsvFile::State::FindShape() {
  dialect.delimiter = options.delimiter ? *options.delimiter : FindDelimiter(text());
  dialect.max_cell_bytes = options.max_cell_bytes;
  dialect.max_columns = options.max_columns;
  const char* const stop = text().data() + std::min<size_t>(text().size(), 8 << 20);
  CsvScanner scanner(text().data(), stop, text().data() + text().size(), dialect);
  std::map<int32_t, int> seen;
  for (int i = 0; i < 1000 && scanner.NextRecord() && scanner.trouble() < CsvTrouble::kNul; ++i) {
    if (scanner.trouble() == CsvTrouble::kNone && scanner.cells().size() > 1)
      ++seen[static_cast<int32_t>(scanner.cells().size())];
  }
  int most = 0;
  for (const auto& [columns, times] : seen) {
    if (times > most) {
      most = times;
      dialect.expected_columns = columns;
    }
  }
}

Result<std::shared_ptr<CsvFile>> CsvFile::Open(const std::string& path, const std::string& shown_name,
                                               const CsvOptions& options, Progress& progress) {
  std::shared_ptr<CsvFile> file(new CsvFile());
  file->state_->shown_name = shown_name;
  file->state_->options = options;
  TRY(file->state_->FindText(path, progress));
  if (file->state_->text().empty()) return Fail(errors::kEmptyFile, {shown_name}, {.file = shown_name});
  file->state_->FindShape();
  return file;
}

int64_t CsvFile::size_bytes() const { return static_cast<int64_t>(state_->text().size()); }
std::string_view CsvFile::text() const { return state_->text(); }
char CsvFile::delimiter() const { return state_->dialect.delimiter; }
const std::string& CsvFile::encoding() const { return state_->encoding; }
const std::string& CsvFile::shown_name() const { return state_->shown_name; }
int32_t CsvFile::expected_columns() const { return state_->dialect.expected_columns; }
CsvRange CsvFile::WholeFile() const { return {.begin = 0, .end = size_bytes()}; }

Result<std::vector<CsvRange>> CsvFile::PlanRanges(int n, Progress& progress) const {
  const std::string_view text = state_->text();
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  CsvScanner scanner(begin, end, end, state_->dialect);
  std::vector<CsvRange> ranges{{}};
  for (int i = 1; i < n; ++i) {
    const char* const target = begin + static_cast<int64_t>(text.size()) / n * i;
    while (!scanner.at_end() && (scanner.cursor() < target || scanner.mending())) {
      if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
      const char* const before = scanner.cursor();
      // Fatal trouble: the reader of this range will come to it and say where.
      const bool fine = scanner.cursor() < target ? scanner.SkipTo(target) : scanner.NextRecord();
      if (!fine || scanner.trouble() >= CsvTrouble::kNul) {
        ranges.back().end = static_cast<int64_t>(text.size());
        return ranges;
      }
      progress.Tick(scanner.cursor() - before);
      Release(state_->map, before - state_->map.data, scanner.cursor() - state_->map.data);
    }
    const int64_t at = scanner.cursor() - begin;
    if (scanner.at_end() || at <= ranges.back().begin) continue;
    ranges.back().end = at;
    ranges.push_back({.begin = at, .first_record = scanner.next_record(), .first_line = scanner.next_line()});
  }
  ranges.back().end = static_cast<int64_t>(text.size());
  return ranges;
}

struct CsvRangeReader::State {
  const CsvFile::State& file;
  CsvScanner scanner;
  Progress* progress;
  const char* released;
  int64_t blank = 0;
  int64_t malformed = 0;
  Error problem;
  std::vector<std::string> repaired;
  std::vector<std::string_view> cells;

  State(const CsvFile::State& f, const CsvRange& range, Progress* p)
      : file(f),
        scanner(f.text().data() + range.begin, f.text().data() + range.end, f.text().data() + f.text().size(),
                f.dialect, range.first_record, range.first_line),
        progress(p),
        released(f.text().data() + range.begin) {}

  Result<void> LookUp();
  [[nodiscard]] Error Fatal() const;
  void Describe(CsvRow& row);
  void Repair(CsvRow& row);
};

CsvRangeReader::CsvRangeReader(const CsvFile& file, CsvRange range, Progress* progress)
    : state_(std::make_unique<State>(*file.state_, range, progress)) {}
CsvRangeReader::~CsvRangeReader() = default;
CsvRangeReader::CsvRangeReader(CsvRangeReader&&) noexcept = default;
CsvRangeReader& CsvRangeReader::operator=(CsvRangeReader&&) noexcept = default;
int64_t CsvRangeReader::blank_records() const { return state_->blank; }
int64_t CsvRangeReader::malformed_bytes() const { return state_->malformed; }

// Every few MiB: progress, cancel, and giving read pages back.
Result<void> CsvRangeReader::State::LookUp() {
  const char* const at = scanner.cursor();
  if (progress != nullptr) {
    progress->Tick(at - released);
    if (progress->cancelled()) return Fail(xiuhua::errors::kCancelled);
  }
  // The record being read may have begun before `at`; its pages are only re-read, never lost.
  Release(file.map, released - file.map.data, at - file.map.data);
  released = at;
  return {};
}

Error CsvRangeReader::State::Fatal() const {
  const std::string line = std::to_string(scanner.line());
  const auto columns = static_cast<int64_t>(scanner.cells().size());
  const SourceRef where{.file = file.shown_name, .row = scanner.record(), .column = std::max<int64_t>(columns, 1)};
  if (scanner.trouble() == CsvTrouble::kNul) {
    return MakeError(errors::kCsvNul, {line, std::to_string(columns + 1)},
                     {.file = file.shown_name, .row = scanner.record(), .column = columns + 1});
  }
  if (scanner.trouble() == CsvTrouble::kTooManyColumns) {
    return MakeError(errors::kTooManyColumns, {line, std::to_string(file.dialect.max_columns)}, where);
  }
  const auto column = static_cast<int32_t>(std::max<int64_t>(columns - 1, 0));
  return MakeError(errors::kCellTooLong,
                   {CellName(scanner.record(), column), fmt::format("{} KiB", file.dialect.max_cell_bytes >> 10)},
                   where);
}

void CsvRangeReader::State::Describe(CsvRow& row) {
  const std::string line = std::to_string(scanner.line());
  const SourceRef where{.file = file.shown_name, .row = scanner.record()};
  problem = scanner.trouble() == CsvTrouble::kUnclosedQuote
                ? MakeError(errors::kCsvUnclosedQuote, {line}, where)
                : MakeError(errors::kCsvAfterUnclosed, {line, std::to_string(scanner.broken_line())}, where);
  row.problem = &problem;
}

void CsvRangeReader::State::Repair(CsvRow& row) {
  const std::string_view raw = scanner.raw();
  if (ValidUtf8Prefix(raw) == static_cast<int64_t>(raw.size())) return;
  repaired.clear();
  repaired.reserve(row.cells.size());
  cells.clear();
  for (const std::string_view cell : row.cells) cells.emplace_back(repaired.emplace_back(RepairUtf8(cell, malformed)));
  row.cells = cells;
  if (row.problem == nullptr) {
    problem = MakeError(errors::kCsvMalformedBytes, {std::to_string(scanner.line())},
                        {.file = file.shown_name, .row = scanner.record()});
    row.problem = &problem;
  }
}

Result<bool> CsvRangeReader::Next(CsvRow& row) {
  State& s = *state_;
  for (;;) {
    if (s.scanner.cursor() - s.released >= (2 << 20)) TRY(s.LookUp());
    if (!s.scanner.NextRecord()) {
      TRY(s.LookUp());
      return false;
    }
    const CsvTrouble trouble = s.scanner.trouble();
    if (trouble >= CsvTrouble::kNul) return Fail(s.Fatal());
    const auto& cells = s.scanner.cells();
    const bool blank = std::all_of(cells.begin(), cells.end(), [](std::string_view c) { return c.empty(); });
    if (blank && trouble == CsvTrouble::kNone) {
      ++s.blank;
      continue;
    }
    row = {.record = s.scanner.record(), .line = s.scanner.line(), .cells = cells, .problem = nullptr};
    if (trouble != CsvTrouble::kNone) s.Describe(row);
    if (!s.file.valid_utf8) s.Repair(row);
    return true;
  }
}

}  // namespace xiuhua::ingest
