#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "synth/errors.h"
#include "synth/sheet.h"
#include "synth/sheet_files.h"

namespace xiuhua::synth {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

std::string ToGb18030(UConverter* converter, const std::string& utf8) {
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(utf8);
  std::string out(static_cast<size_t>(wide.length()) * 4 + 8, '\0');
  UErrorCode status = U_ZERO_ERROR;
  const int32_t size = ucnv_fromUChars(converter, out.data(), static_cast<int32_t>(out.size()), wide.getBuffer(),
                                       wide.length(), &status);
  out.resize(U_SUCCESS(status) ? static_cast<size_t>(size) : 0);
  return out;
}

std::string ToUtf16Le(const std::string& utf8) {
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(utf8);
  std::string out;
  out.reserve(static_cast<size_t>(wide.length()) * 2);
  for (int32_t i = 0; i < wide.length(); ++i) {
    const char16_t unit = wide.charAt(i);
    out += static_cast<char>(unit & 0xFF);
    out += static_cast<char>(unit >> 8);
  }
  return out;
}

class CsvSheet final : public Sheet {
 public:
  CsvSheet(FileKind kind, std::FILE* file) : kind_(kind), file_(file), delimiter_(kind == FileKind::kTsv ? '\t' : ',') {
    if (kind == FileKind::kCsvBom) std::fwrite("\xEF\xBB\xBF", 1, 3, file);
    if (kind == FileKind::kCsvUtf16) std::fwrite("\xFF\xFE", 1, 2, file);
    if (kind == FileKind::kCsvGb18030) {
      UErrorCode status = U_ZERO_ERROR;
      converter_.reset(ucnv_open("GB18030", &status));
    }
    line_end_ = kind == FileKind::kCsvUtf8 ? "\n" : "\r\n";
    buffer_.reserve(kFlushBytes + 4096);
  }

  void Row(const RowCells& cells, const RowLook&) override {
    ++row_;
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) buffer_ += delimiter_;
      Append(cells[i].text);
    }
    buffer_ += line_end_;
    if (buffer_.size() >= kFlushBytes) Flush();
  }
  void BlankRow() override {
    ++row_;
    buffer_ += line_end_;
  }
  void MergeDown(int32_t, int64_t, int64_t, const std::string&) override {}
  void Title(const std::string& text, int32_t columns) override {
    ++row_;
    Append(text);
    if (columns > 1) buffer_.append(static_cast<size_t>(columns - 1), delimiter_);
    buffer_ += line_end_;
  }
  void Filter(int64_t, int64_t, int32_t, int32_t, const std::string&) override {}

  bool Flush() {
    std::string encoded;
    const std::string* out = &buffer_;
    if (kind_ == FileKind::kCsvGb18030) out = &(encoded = ToGb18030(converter_.get(), buffer_));
    if (kind_ == FileKind::kCsvUtf16) out = &(encoded = ToUtf16Le(buffer_));
    failed_ = failed_ || std::fwrite(out->data(), 1, out->size(), file_) != out->size();
    buffer_.clear();
    return !failed_;
  }

 private:
  static constexpr size_t kFlushBytes = 1 << 20;

  void Append(std::string_view text) {
    const bool quote = std::memchr(text.data(), delimiter_, text.size()) != nullptr ||
                       text.find_first_of("\"\r\n") != std::string_view::npos;
    if (!quote) {
      buffer_ += text;
      return;
    }
    buffer_ += '"';
    for (const char c : text) {
      if (c == '"') buffer_ += '"';
      buffer_ += c;
    }
    buffer_ += '"';
  }

  FileKind kind_;
  std::FILE* file_;
  char delimiter_;
  std::string_view line_end_;
  std::string buffer_;
  std::unique_ptr<UConverter, CloseConverter> converter_;
  bool failed_ = false;
};

class CsvBook final : public Book {
 public:
  CsvBook(FileKind kind, std::string path, std::FILE* file) : path_(std::move(path)), file_(file), sheet_(kind, file) {}
  Sheet& Add(const std::string&) override { return sheet_; }
  Result<void> Close() override {
    const bool flushed = sheet_.Flush();
    const bool closed = std::fclose(file_.release()) == 0;
    if (!flushed || !closed) return Fail(errors::kCannotWriteDemo, {path_, std::strerror(errno)});
    return {};
  }

 private:
  std::string path_;
  std::unique_ptr<std::FILE, CloseFile> file_;
  CsvSheet sheet_;
};

}  // namespace

Result<std::unique_ptr<Book>> MakeCsvBook(FileKind kind, const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return Fail(errors::kCannotWriteDemo, {path, std::strerror(errno)});
  return std::make_unique<CsvBook>(kind, path, file);
}

}  // namespace xiuhua::synth
