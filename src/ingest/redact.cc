#include "ingest/redact.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/errors.h"
#include "ingest/csv_scan.h"
#include "ingest/errors.h"
#include "ingest/redact_xlsx.h"

namespace xiuhua::ingest {
namespace {

class Output {
 public:
  explicit Output(const std::string& path)
      : path_(path), fd_(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {}
  ~Output() {
    if (fd_ >= 0) ::close(fd_);
  }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  Result<void> Flush() {
    std::string_view left = buffer_;
    while (!left.empty()) {
      const ssize_t n = fd_ < 0 ? -1 : ::write(fd_, left.data(), left.size());
      if (n < 0 && fd_ >= 0 && errno == EINTR) continue;
      if (n <= 0) return Fail(xiuhua::errors::kFileNotWritable, {path_, std::strerror(errno)});
      left.remove_prefix(static_cast<size_t>(n));
    }
    buffer_.clear();
    return {};
  }
  std::string buffer_;

 private:
  std::string path_;
  int fd_;
};

void AppendCell(std::string& out, std::string_view cell, char delimiter) {
  const char special[] = {delimiter, '"', '\n', '\r', '\0'};
  if (cell.find_first_of(special) == std::string_view::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

// Line end of a raw record: LF, CRLF, CR or nothing.
std::string_view LineEnd(std::string_view raw) {
  if (raw.ends_with("\r\n")) return raw.substr(raw.size() - 2);
  if (raw.ends_with('\n') || raw.ends_with('\r')) return raw.substr(raw.size() - 1);
  return {};
}

void AppendRecord(const CsvScanner& scanner, const RedactSheet& what, char delimiter, std::string& out,
                  RedactResult& result) {
  const auto& cells = scanner.cells();
  for (size_t c = 0; c < cells.size(); ++c) {
    if (c > 0) out += delimiter;
    if (std::find(what.columns.begin(), what.columns.end(), static_cast<int32_t>(c)) == what.columns.end()) {
      AppendCell(out, cells[c], delimiter);
    } else if (!cells[c].empty()) {
      ++result.blanked_cells;
    }
  }
  out += LineEnd(scanner.raw());
}

Result<RedactResult> RedactCsv(const std::string& source, const RedactSheet& what, const std::string& target,
                               const OpenOptions& options) {
  const CsvOptions csv{.temp_folder = options.temp_folder,
                       .max_cell_bytes = options.limits.max_cell_bytes,
                       .max_columns = options.limits.max_columns,
                       .delimiter = std::nullopt,
                       .encoding = std::nullopt};
  TRY_ASSIGN(const auto file, CsvFile::Open(source, source, csv, *options.progress));
  const std::string_view text = file->text();
  const CsvDialect dialect{file->delimiter(), csv.max_cell_bytes, csv.max_columns, file->expected_columns()};
  CsvScanner scanner(text.data(), text.data() + text.size(), text.data() + text.size(), dialect);
  Output out(target);
  RedactResult result;
  while (scanner.NextRecord()) {
    // Reading the file says what is wrong in a form a person can use; here it only must not leak.
    if (scanner.trouble() >= CsvTrouble::kNul) break;
    if (scanner.record() < what.first_row) {
      out.buffer_ += scanner.raw();
    } else if (scanner.trouble() != CsvTrouble::kNone) {
      out.buffer_ += LineEnd(scanner.raw());
      ++result.dropped_lines;
    } else {
      AppendRecord(scanner, what, file->delimiter(), out.buffer_, result);
    }
    if (out.buffer_.size() < (1 << 20)) continue;
    options.progress->Tick(static_cast<int64_t>(out.buffer_.size()));
    if (options.progress->cancelled()) return Fail(xiuhua::errors::kCancelled);
    TRY(out.Flush());
  }
  TRY(out.Flush());
  return result;
}

}  // namespace

Result<RedactResult> RedactCopy(const std::string& source_path, FileFormat format,
                                const std::vector<RedactSheet>& sheets, const std::string& target,
                                const OpenOptions& options) {
  if (format == FileFormat::kXls || format == FileFormat::kOds) {
    return Fail(errors::kCannotRedact, {source_path, format == FileFormat::kXls ? "xls" : "ods"},
                {.file = source_path});
  }
  options.progress->Begin("遮去不留存的列", 0);
  auto result = format == FileFormat::kXlsx
                    ? RedactXlsx(source_path, sheets, target, options)
                    : RedactCsv(source_path, sheets.empty() ? RedactSheet{} : sheets[0], target, options);
  options.progress->End();
  if (!result) ::unlink(target.c_str());
  return result;
}

}  // namespace xiuhua::ingest
