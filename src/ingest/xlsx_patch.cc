#include "ingest/xlsx_patch.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <vector>

#include "base/errors.h"
#include "ingest/errors.h"
#include "ingest/xlsx_merges.h"
#include "ingest/xlsx_xml.h"

namespace xiuhua::ingest {
namespace {

constexpr int64_t kNoRow = std::numeric_limits<int64_t>::max();

// Bytes [at, at + length) of the part become `text`.
struct Edit {
  int64_t at = 0;
  int64_t length = 0;
  std::string text;
};

bool LooksEscaped(std::string_view text) {
  const auto hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); };
  return text.size() >= 7 && text[0] == '_' && text[1] == 'x' && text[6] == '_' &&
         std::all_of(text.begin() + 2, text.begin() + 6, hex);
}

std::string Escaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '_' && LooksEscaped(text.substr(i)))
      out += "_x005F_";
    else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
      out += c;
  }
  return out;
}

struct ColumnStyle {
  int32_t first = 0, last = 0;
  std::string style;
};

class PatchHandler final : public XmlHandler {
 public:
  explicit PatchHandler(const SheetFill& fill) : fill_(fill), next_row_(fill.begin()) { placing = true; }
  std::vector<Edit> edits;

  void Start(std::string_view name, const XmlAttributes& a) override {
    if (name == "dimension") StartDimension(a);
    if (name == "col") StartColumn(a);
    if (name == "sheetData") {
      in_data_ = true;
      TakePrefix(name);
      data_end_ = tag_end;
    }
    if (!in_data_) return;
    if (name == "row") StartRow(a);
    if (name == "c" && in_row_) StartCell(a);
  }

  void End(std::string_view name) override {
    if (!in_data_) return;
    if (name == "c" && cell_ != nullptr) {
      edits.push_back({cell_begin_, tag_end - cell_begin_, CellXml(row_, column_, *cell_, cell_style_)});
      cell_ = nullptr;
    }
    if (name == "row" && in_row_) EndRow();
    if (name == "sheetData") EndData();
  }

 private:
  void TakePrefix(std::string_view local) { prefix_ = std::string(tag_name.substr(0, tag_name.size() - local.size())); }

  void StartDimension(const XmlAttributes& a) {
    const char* ref = a.Find("ref");
    if (ref == nullptr) return;
    TakePrefix("dimension");
    const std::string_view text(ref);
    const size_t colon = text.find(':');
    int64_t top = 0, bottom = 0;
    int32_t left = 0, right = 0;
    if (!ParseCellName(text.substr(0, colon), top, left)) return;
    if (!ParseCellName(colon == text.npos ? text : text.substr(colon + 1), bottom, right)) return;
    const int64_t old_bottom = bottom, old_top = top;
    const int32_t old_right = right, old_left = left;
    for (const auto& [row, cells] : fill_) {
      top = std::min(top, row);
      bottom = std::max(bottom, row);
      left = std::min(left, cells.begin()->first);
      right = std::max(right, cells.rbegin()->first);
    }
    if (bottom == old_bottom && right == old_right && top == old_top && left == old_left) return;
    if (a.list[2] != nullptr) return;  // carries more than the range: a hint, left as it is
    edits.push_back(
        {tag_begin, tag_end - tag_begin,
         fmt::format("<{}dimension ref=\"{}:{}\"/>", prefix_, CellName(top, left), CellName(bottom, right))});
  }

  void StartColumn(const XmlAttributes& a) {
    const char* style = a.Find("style");
    if (style == nullptr) return;
    columns_.push_back(
        {static_cast<int32_t>(a.Number("min", 1) - 1), static_cast<int32_t>(a.Number("max", 1) - 1), style});
  }

  void StartRow(const XmlAttributes& a) {
    row_ = a.Number("r", row_ + 1);
    column_ = -1;
    in_row_ = true;
    AddRowsBefore(row_, tag_begin);
    row_tag_end_ = tag_end;
    const char* style = a.Find("s");
    row_style_ = a.Flag("customFormat") && style != nullptr ? style : "";
    cells_ = next_row_ != fill_.end() && next_row_->first == row_ ? &next_row_->second : nullptr;
    if (cells_ == nullptr) return;
    next_cell_ = cells_->begin();
    ++next_row_;
  }

  void StartCell(const XmlAttributes& a) {
    ++column_;
    int64_t row = 0;
    if (const char* name = a.Find("r")) ParseCellName(name, row, column_);
    if (cells_ == nullptr) return;
    AddCellsBefore(column_, tag_begin);
    if (next_cell_ == cells_->end() || next_cell_->first != column_) return;
    const char* style = a.Find("s");
    cell_ = &next_cell_->second;
    cell_style_ = style == nullptr ? "" : style;
    cell_begin_ = tag_begin;
    ++next_cell_;
  }

  void AddCellsBefore(int32_t column, int64_t at) {
    std::string added;
    for (; next_cell_ != cells_->end() && next_cell_->first < column; ++next_cell_) {
      added += CellXml(row_, next_cell_->first, next_cell_->second, StyleFor(next_cell_->first));
    }
    if (!added.empty()) edits.push_back({at, 0, added});
  }

  void EndRow() {
    in_row_ = false;
    if (cells_ == nullptr || next_cell_ == cells_->end()) return;
    const bool empty = tag_begin == tag_end;  // <row r="5"/>
    AddCellsBefore(std::numeric_limits<int32_t>::max(), empty ? row_tag_end_ - 2 : tag_begin);
    if (!empty) return;
    edits.back().length = 2;
    edits.back().text = fmt::format(">{}</{}row>", edits.back().text, prefix_);
  }

  void EndData() {
    in_data_ = false;
    const bool empty = tag_begin == tag_end;
    const size_t before = edits.size();
    AddRowsBefore(kNoRow, empty ? data_end_ - 2 : tag_begin);
    if (!empty || edits.size() == before) return;
    edits.back().length = 2;
    edits.back().text = fmt::format(">{}</{}sheetData>", edits.back().text, prefix_);
  }

  void AddRowsBefore(int64_t row, int64_t at) {
    std::string added;
    row_style_.clear();
    for (; next_row_ != fill_.end() && next_row_->first < row; ++next_row_) {
      added += fmt::format("<{}row r=\"{}\">", prefix_, next_row_->first);
      for (const auto& [column, text] : next_row_->second) {
        added += CellXml(next_row_->first, column, text, StyleFor(column));
      }
      added += fmt::format("</{}row>", prefix_);
    }
    if (!added.empty()) edits.push_back({at, 0, added});
  }

  [[nodiscard]] std::string StyleFor(int32_t column) const {
    if (!row_style_.empty()) return row_style_;
    for (const ColumnStyle& c : columns_) {
      if (c.first <= column && column <= c.last) return c.style;
    }
    return "";
  }

  [[nodiscard]] std::string CellXml(int64_t row, int32_t column, std::string_view text,
                                    const std::string& style) const {
    const std::string mark = style.empty() ? "" : fmt::format(" s=\"{}\"", style);
    return fmt::format(
        "<{0}c r=\"{1}\"{2} t=\"inlineStr\"><{0}is><{0}t xml:space=\"preserve\">{3}</{0}t></{0}is></{0}c>", prefix_,
        CellName(row, column), mark, Escaped(text));
  }

  const SheetFill& fill_;
  SheetFill::const_iterator next_row_;
  const std::map<int32_t, std::string>* cells_ = nullptr;  // to fill in the row at hand
  std::map<int32_t, std::string>::const_iterator next_cell_;
  const std::string* cell_ = nullptr;  // to put in place of the cell at hand
  std::vector<ColumnStyle> columns_;
  std::string prefix_, row_style_, cell_style_;
  int64_t row_ = 0, row_tag_end_ = 0, cell_begin_ = 0, data_end_ = 0;
  int32_t column_ = -1;
  bool in_data_ = false, in_row_ = false;
};

class NewFile {
 public:
  explicit NewFile(const std::string& path)
      : path_(path), fd_(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {}
  ~NewFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  Result<void> Write(std::string_view text) {
    while (fd_ >= 0 && !text.empty()) {
      const ssize_t n = ::write(fd_, text.data(), text.size());
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) break;
      text.remove_prefix(static_cast<size_t>(n));
    }
    if (fd_ >= 0 && text.empty()) return {};
    return Fail(xiuhua::errors::kFileNotWritable, {path_, std::strerror(errno)});
  }

 private:
  std::string path_;
  int fd_;
};

// The part with the edits, which are in order and do not overlap.
Result<void> Splice(ZipArchive& zip, const ZipEntry& entry, const std::vector<Edit>& edits, NewFile& out,
                    Progress& progress) {
  TRY_ASSIGN(const auto stream, zip.Read(entry));
  std::vector<char> buffer(256 << 10);
  int64_t begin = 0;  // place of the buffer in the part
  int64_t done = 0;   // bytes of the part that are written or replaced
  auto edit = edits.begin();
  for (;;) {
    if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
    TRY_ASSIGN(const int64_t n, stream->Read(buffer.data(), static_cast<int64_t>(buffer.size())));
    const std::string_view have(buffer.data(), static_cast<size_t>(n));
    while (edit != edits.end() && (edit->at < begin + n || n == 0)) {
      if (edit->at > done)
        TRY(out.Write(have.substr(static_cast<size_t>(done - begin), static_cast<size_t>(edit->at - done))));
      TRY(out.Write(edit->text));
      done = std::max(done, edit->at + edit->length);
      ++edit;
    }
    if (n == 0) return {};
    if (done < begin + n) TRY(out.Write(have.substr(static_cast<size_t>(done - begin))));
    done = std::max(done, begin + n);
    begin += n;
  }
}

}  // namespace

Result<void> PatchSheet(ZipArchive& zip, const ZipEntry& entry, const SheetFill& fill, const std::string& path,
                        Progress& progress) {
  PatchHandler handler(fill);
  TRY(ParseEntry(zip, entry, handler, progress));
  NewFile out(path);
  return Splice(zip, entry, handler.edits, out, progress);
}

}  // namespace xiuhua::ingest
