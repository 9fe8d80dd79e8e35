#include "synth/sheet.h"

#include <zip.h>

#include "synth/errors.h"
#include "synth/sheet_files.h"

namespace xiuhua::synth {

std::string_view Extension(FileKind kind) {
  switch (kind) {
    case FileKind::kTsv:
      return ".tsv";
    case FileKind::kXlsx:
      return ".xlsx";
    case FileKind::kXls:
      return ".xls";
    case FileKind::kOds:
      return ".ods";
    default:
      return ".csv";
  }
}

Result<std::unique_ptr<Book>> OpenBook(FileKind kind, const std::string& path, bool streaming) {
  switch (kind) {
    case FileKind::kXlsx:
      return MakeXlsxBook(path, streaming);
    case FileKind::kXls:
      return MakeXlsBook(path);
    case FileKind::kOds:
      return MakeOdsBook(path);
    default:
      return MakeCsvBook(kind, path);
  }
}

namespace {

constexpr zip_uint16_t kDosTime = 0;
constexpr zip_uint16_t kDosDate = ((2026 - 1980) << 9) | (6 << 5) | 30;

Result<void> CloseZip(zip_t* zip, const std::string& path, bool added) {
  if (added && zip_close(zip) == 0) return {};
  const std::string reason = zip_strerror(zip);
  zip_discard(zip);
  return Fail(errors::kCannotWriteDemo, {path, reason});
}

bool AddSource(zip_t* zip, const std::string& name, zip_source_t* source, bool stored) {
  if (source == nullptr) return false;
  const zip_int64_t index = zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return false;
  }
  const auto at = static_cast<zip_uint64_t>(index);
  return zip_set_file_compression(zip, at, stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) == 0 &&
         zip_file_set_dostime(zip, at, kDosTime, kDosDate, 0) == 0;
}

Result<zip_t*> NewZip(const std::string& path) {
  int status = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &status);
  if (zip == nullptr) return Fail(errors::kCannotWriteDemo, {path, std::to_string(status)});
  return zip;
}

}  // namespace

Result<void> WriteZip(const std::string& path, const std::vector<ZipEntry>& entries) {
  TRY_ASSIGN(zip_t * zip, NewZip(path));
  bool added = true;
  for (const ZipEntry& entry : entries) {
    added = added && AddSource(zip, entry.name, zip_source_file(zip, entry.path.c_str(), 0, -1), entry.stored);
  }
  return CloseZip(zip, path, added);
}

Result<void> WriteZipFromMemory(const std::string& path,
                                const std::vector<std::pair<std::string, std::string>>& entries) {
  TRY_ASSIGN(zip_t * zip, NewZip(path));
  bool added = true;
  for (const auto& [name, content] : entries) {
    added =
        added && AddSource(zip, name, zip_source_buffer(zip, content.data(), content.size(), 0), name == "mimetype");
  }
  return CloseZip(zip, path, added);
}

}  // namespace xiuhua::synth
