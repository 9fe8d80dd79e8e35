#include "ingest/open_kind.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string_view>

#include "base/errors.h"
#include "ingest/csv_decode.h"
#include "ingest/errors.h"
#include "ingest/open_ole.h"
#include "ingest/zip_archive.h"

namespace xiuhua::ingest {
namespace {

struct Signature {
  std::string_view bytes;
  std::string_view zh, en;
};

constexpr std::array<Signature, 12> kOthers = {{{"%PDF", "PDF", "PDF"},
                                                {"Rar!", "RAR 压缩包", "a RAR archive"},
                                                {"7z\xBC\xAF\x27\x1C", "7z 压缩包", "a 7z archive"},
                                                {"\x1F\x8B", "gzip 压缩文件", "a gzip file"},
                                                {"BZh", "bzip2 压缩文件", "a bzip2 file"},
                                                {"\xFD"
                                                 "7zXZ",
                                                 "xz 压缩文件", "an xz file"},
                                                {"\x89PNG", "图片", "a picture"},
                                                {"\xFF\xD8\xFF", "图片", "a picture"},
                                                {"GIF8", "图片", "a picture"},
                                                {"{\\rtf", "RTF 文档", "an RTF document"},
                                                {"SQLite format 3", "SQLite 数据库", "an SQLite database"},
                                                {"PAR1", "Parquet 文件", "a Parquet file"}}};

std::unexpected<Error> Other(const std::string& name, std::string_view zh, std::string_view en) {
  return Fail(errors::kNotATable, {name, zh, en}, {.file = name});
}

Result<FileKind> KindOfZip(const std::string& path, const std::string& name) {
  TRY_ASSIGN(const auto zip, ZipArchive::Open(path, name, {}));
  if (const ZipEntry* mime = zip->Find("mimetype")) {
    TRY_ASSIGN(const std::string type, zip->Head(*mime, 200));
    if (type.starts_with("application/vnd.oasis.opendocument.spreadsheet")) return FileKind::kOds;
    if (type.starts_with("application/vnd.oasis"))
      return Other(name, "OpenDocument 文档", "an OpenDocument file that is no spreadsheet");
  }
  if (zip->Find("xl/workbook.bin") != nullptr) return Fail(errors::kXlsb, {name}, {.file = name});
  if (zip->Find("[Content_Types].xml") == nullptr && zip->Find("xl/workbook.xml") == nullptr) return FileKind::kZip;
  if (zip->Find("word/document.xml") != nullptr) return Other(name, "Word 文档", "a Word document");
  if (zip->Find("ppt/presentation.xml") != nullptr) return Other(name, "PPT 演示文稿", "a presentation");
  return FileKind::kXlsx;
}

Result<FileKind> KindOfOle(const std::string& path, const std::string& name) {
  switch (LookIntoOle(path)) {
    case OleContent::kOfficeEncrypted:
    case OleContent::kXlsEncrypted:
      return Fail(errors::kPasswordProtected, {name}, {.file = name});
    case OleContent::kWord:
      return Other(name, "Word 文档", "a Word document");
    case OleContent::kPowerPoint:
      return Other(name, "PPT 演示文稿", "a presentation");
    case OleContent::kXls:
    case OleContent::kUnknown:
    case OleContent::kDamaged:
      break;
  }
  return FileKind::kXls;
}

std::string Opening(std::string_view head) {
  std::string text;
  for (const char c : head.substr(static_cast<size_t>(MarkSize(head)))) {
    const bool white = c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
    if (text.empty() && white) continue;
    if (c == '\0') continue;  // UTF-16
    text += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  return text;
}

Result<FileKind> KindOfText(std::string_view head, const std::string& name) {
  const std::string opening = Opening(head);
  if (opening.starts_with("<")) {
    if (opening.find("office:spreadsheet") != std::string::npos)
      return Other(name, "XML 表格（Excel 2003）", "an XML spreadsheet of Excel 2003");
    if (opening.find("<html") != std::string::npos || opening.find("<table") != std::string::npos ||
        opening.starts_with("<!doctype html") || opening.starts_with("<meta")) {
      return Fail(errors::kHtmlTable, {name}, {.file = name});
    }
    if (opening.starts_with("<?xml")) return Other(name, "XML 文件", "an XML file");
  }
  if (opening.starts_with("mime-version:")) return Fail(errors::kHtmlTable, {name}, {.file = name});
  const auto controls = std::count_if(head.begin(), head.end(), [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return u < 0x20 && c != '\0' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && u != 0x1A;
  });
  if (controls * 50 > static_cast<int64_t>(head.size())) return Other(name, "二进制文件", "a binary file");
  return FileKind::kCsv;
}

}  // namespace

Result<FileKind> FindKind(const std::string& path, const std::string& shown_name) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Fail(xiuhua::errors::kFileNotReadable, {shown_name, std::strerror(errno)});
  std::string head(4096, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<size_t>(in.gcount()));
  if (head.empty() || head.size() == static_cast<size_t>(MarkSize(head)))
    return Fail(errors::kEmptyFile, {shown_name}, {.file = shown_name});
  for (const Signature& other : kOthers) {
    if (head.starts_with(other.bytes)) return Other(shown_name, other.zh, other.en);
  }
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return KindOfZip(path, shown_name);
  if (head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return KindOfOle(path, shown_name);
  if (head.starts_with(std::string_view("\x09\x08\x10\x00", 4)) ||
      head.starts_with(std::string_view("\x09\x04\x06\x00", 4)))
    return FileKind::kXls;
  if (head.find_first_not_of(" \t\r\n") == std::string::npos && head.size() < 4096)
    return Fail(errors::kEmptyFile, {shown_name}, {.file = shown_name});
  return KindOfText(head, shown_name);
}

}  // namespace xiuhua::ingest
