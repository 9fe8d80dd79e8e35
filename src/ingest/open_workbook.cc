#include "ingest/open_workbook.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/check.h"
#include "base/errors.h"
#include "base/files.h"
#include "ingest/csv_sheet.h"
#include "ingest/errors.h"
#include "ingest/gdal_sheets.h"
#include "ingest/open_kind.h"
#include "ingest/xlsx_book.h"
#include "ingest/xlsx_xml.h"
#include "ingest/zip_archive.h"

namespace xiuhua::ingest {
namespace {

constexpr size_t kMaxSheets = 1023;  // what a row reference can tell apart (lake/row_ref.h)

// A fresh folder for unpacked files, removed with its last user.
class TempFolder {
 public:
  static Result<std::shared_ptr<TempFolder>> Make(const std::string& below) {
    std::string path = below + "/xiuhua-XXXXXX";
    if (::mkdtemp(path.data()) == nullptr) return Fail(xiuhua::errors::kFileNotWritable, {below, std::strerror(errno)});
    return std::shared_ptr<TempFolder>(new TempFolder(path));
  }
  ~TempFolder() { (void)RealFiles().Remove(path_); }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  explicit TempFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

std::string BaseName(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

}  // namespace

struct OpenedSheet::State {
  std::string file, sheet, disk_path;
  FileFormat format = FileFormat::kCsv;
  bool hidden = false;
  OpenOptions options;
  std::shared_ptr<TempFolder> temp;         // holds disk_path when it was unpacked
  std::shared_ptr<TempFolder> link_folder;  // holds legacy_path
  std::string legacy_path;
  std::shared_ptr<XlsxBook> book;
  size_t book_sheet = 0;
  std::shared_ptr<CsvFile> csv;
};

OpenedSheet::OpenedSheet(std::shared_ptr<const State> state) : state_(std::move(state)) {}
const std::string& OpenedSheet::file() const { return state_->file; }
const std::string& OpenedSheet::sheet() const { return state_->sheet; }
FileFormat OpenedSheet::format() const { return state_->format; }
bool OpenedSheet::hidden() const { return state_->hidden; }
const std::string& OpenedSheet::disk_path() const { return state_->disk_path; }
std::shared_ptr<CsvFile> OpenedSheet::csv() const { return state_->csv; }

Result<std::unique_ptr<SheetReader>> OpenedSheet::Read() const {
  const State& s = *state_;
  switch (s.format) {
    case FileFormat::kXlsx:
      return s.book->Read(s.book_sheet);
    case FileFormat::kCsv:
      return ReadCsvSheet(s.csv, *s.options.progress);
    case FileFormat::kXls:
    case FileFormat::kOds:
      break;
  }
  return ReadLegacySheet(s.legacy_path, s.format, s.file, s.sheet, s.options);
}

namespace {

using Sheets = std::vector<OpenedSheet>;
using State = OpenedSheet::State;

Result<void> OpenXlsx(const State& base, Sheets& out) {
  TRY_ASSIGN(const auto book, XlsxBook::Open(base.disk_path, base.file, base.options));
  for (size_t i = 0; i < book->sheets().size(); ++i) {
    auto state = std::make_shared<State>(base);
    state->book = book;
    state->book_sheet = i;
    state->sheet = book->sheets()[i].name;
    state->hidden = book->sheets()[i].hidden;
    out.emplace_back(std::move(state));
  }
  if (book->sheets().empty()) return Fail(errors::kNoSheets, {base.file}, {.file = base.file});
  return {};
}

Result<void> OpenCsv(const State& base, Sheets& out) {
  auto state = std::make_shared<State>(base);
  const CsvOptions options{.temp_folder = base.options.temp_folder,
                           .max_cell_bytes = base.options.limits.max_cell_bytes,
                           .max_columns = base.options.limits.max_columns,
                           .delimiter = std::nullopt,
                           .encoding = std::nullopt};
  TRY_ASSIGN(state->csv, CsvFile::Open(base.disk_path, base.file, options, *base.options.progress));
  out.emplace_back(std::move(state));
  return {};
}

// GDAL goes by the extension too: it is shown the file under a link of the right name.
Result<void> OpenLegacy(const State& base, Sheets& out) {
  State linked = base;
  TRY_ASSIGN(linked.link_folder, TempFolder::Make(base.options.temp_folder));
  linked.legacy_path = linked.link_folder->path() + (base.format == FileFormat::kXls ? "/a.xls" : "/a.ods");
  char* const real = ::realpath(base.disk_path.c_str(), nullptr);
  const bool done = real != nullptr && ::symlink(real, linked.legacy_path.c_str()) == 0;
  std::free(real);
  if (!done) return Fail(xiuhua::errors::kFileNotWritable, {linked.legacy_path, std::strerror(errno)});
  TRY_ASSIGN(const auto names, ListLegacySheets(linked.legacy_path, base.format, base.file, base.options));
  for (const std::string& name : names) {
    auto state = std::make_shared<State>(linked);
    state->sheet = name;
    out.emplace_back(std::move(state));
  }
  return {};
}

class NothingWanted final : public XmlHandler {
 public:
  void Start(std::string_view, const XmlAttributes&) override {}
  void End(std::string_view) override {}
};

// GDAL reads the content of an ods file whole and is silent about damage: size and well-formedness are looked at first.
Result<void> CheckOds(const State& base) {
  const ReadLimits& limits = base.options.limits;
  TRY_ASSIGN(const auto zip,
             ZipArchive::Open(base.disk_path, base.file,
                              {.max_unpacked_bytes = limits.max_legacy_bytes, .max_ratio = limits.max_unpack_ratio}));
  for (const char* part : {"content.xml", "styles.xml", "settings.xml"}) {
    const ZipEntry* entry = zip->Find(part);
    if (entry == nullptr && std::string_view(part) == "content.xml") {
      return Fail(errors::kXlsxPartMissing, {base.file, part}, {.file = base.file, .part = part});
    }
    NothingWanted handler;
    if (entry != nullptr) TRY(ParseEntry(*zip, *entry, handler, *base.options.progress));
  }
  return {};
}

Result<void> OpenZipOfTables(const State& base, Sheets& out);

Result<void> OpenOne(const State& base, bool inside_zip, Sheets& out) {
  TRY_ASSIGN(const FileKind kind, FindKind(base.disk_path, base.file));
  State one = base;
  switch (kind) {
    case FileKind::kXlsx:
      one.format = FileFormat::kXlsx;
      return OpenXlsx(one, out);
    case FileKind::kCsv:
      one.format = FileFormat::kCsv;
      return OpenCsv(one, out);
    case FileKind::kXls:
      one.format = FileFormat::kXls;
      return OpenLegacy(one, out);
    case FileKind::kOds:
      one.format = FileFormat::kOds;
      TRY(CheckOds(one));
      return OpenLegacy(one, out);
    case FileKind::kZip:
      if (inside_zip) return Fail(errors::kZipNested, {base.file, BaseName(base.file)}, {.file = base.file});
      return OpenZipOfTables(base, out);
  }
  return Fail(xiuhua::errors::kInternal, {"file kind"});
}

// Files people put beside their tables.
bool IsBystander(const ZipEntry& entry) {
  const std::string name = BaseName(entry.name);
  return entry.folder || name.empty() || name.starts_with("~$") || name.starts_with(".") || name == "Thumbs.db" ||
         name == "desktop.ini" || entry.name.starts_with("__MACOSX/");
}

// Documents of other kinds in an archive are no reason to refuse its tables; an archive in an archive is.
bool IsOtherDocument(const Error& error) {
  return error.id == errors::kNotATable.id || error.id == errors::kEmptyFile.id;
}

Result<void> OpenZipOfTables(const State& base, Sheets& out) {
  const ReadLimits& limits = base.options.limits;
  TRY_ASSIGN(const auto zip,
             ZipArchive::Open(base.disk_path, base.file,
                              {.max_unpacked_bytes = limits.max_unpacked_bytes, .max_ratio = limits.max_unpack_ratio}));
  const auto files =
      std::count_if(zip->entries().begin(), zip->entries().end(), [](const auto& e) { return !IsBystander(e); });
  if (files > limits.max_files_in_zip) {
    return Fail(errors::kZipTooManyFiles, {base.file, std::to_string(files)}, {.file = base.file});
  }
  TRY_ASSIGN(const auto temp, TempFolder::Make(base.options.temp_folder));
  for (const ZipEntry& entry : zip->entries()) {
    if (IsBystander(entry)) continue;
    State inner = base;
    inner.temp = temp;
    inner.file = base.file + "/" + entry.name;
    inner.disk_path = fmt::format("{}/{}", temp->path(), entry.index);
    TRY(zip->Unpack(entry, inner.disk_path, *base.options.progress));
    const auto opened = OpenOne(inner, true, out);
    if (!opened && opened.error().id == errors::kZipNested.id) {
      return Fail(errors::kZipNested, {base.file, entry.name}, {.file = base.file, .part = entry.name});
    }
    if (!opened && !IsOtherDocument(opened.error())) return Fail(opened.error());
  }
  if (out.empty()) return Fail(errors::kZipNoTables, {base.file}, {.file = base.file});
  return {};
}

}  // namespace

Result<std::vector<OpenedSheet>> OpenWorkbook(const std::string& path, const OpenOptions& options) {
  CHECK(options.progress != nullptr);
  State base;
  base.file = BaseName(path);
  base.disk_path = path;
  base.options = options;
  struct stat info = {};
  if (::stat(path.c_str(), &info) != 0) return Fail(xiuhua::errors::kFileNotReadable, {path, std::strerror(errno)});
  if (!S_ISREG(info.st_mode)) return Fail(xiuhua::errors::kFileNotReadable, {path, "not a regular file"});
  if (info.st_size == 0) return Fail(errors::kEmptyFile, {base.file}, {.file = base.file});
  if (info.st_size > options.limits.max_file_bytes) {
    return Fail(errors::kFileTooLarge,
                {base.file, fmt::format("{} MiB", info.st_size >> 20),
                 fmt::format("{} MiB", options.limits.max_file_bytes >> 20)},
                {.file = base.file});
  }
  Sheets sheets;
  TRY(OpenOne(base, false, sheets));
  if (sheets.size() > kMaxSheets) {
    return Fail(errors::kTooManySheets, {base.file, std::to_string(sheets.size()), std::to_string(kMaxSheets)},
                {.file = base.file});
  }
  return sheets;
}

}  // namespace xiuhua::ingest
