#include "workbook/writer.h"

#include <sys/stat.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "workbook/errors.h"

namespace xiuhua::workbook {
namespace {

constexpr lxw_color_t kGrey = 0x7F7F7F;

lxw_row_t RowAt(int row) { return static_cast<lxw_row_t>(row); }
lxw_col_t ColumnAt(int column) { return static_cast<lxw_col_t>(column); }

// At most 32,767 characters fit into a cell; a longer text is cut at a character and says so.
std::string FitCell(std::string_view text) {
  constexpr size_t kMaxBytes = 30000;
  std::string safe = Neutralised(text);
  if (safe.size() <= kMaxBytes) return safe;
  size_t end = kMaxBytes;
  while (end > 0 && (static_cast<unsigned char>(safe[end]) & 0xC0U) == 0x80U) --end;
  safe.resize(end);
  return safe + "……（过长，已截断）";
}

bool Wraps(Style style) {
  return style == Style::kWrapped || style == Style::kHeader || style == Style::kBox || style == Style::kBoxBold ||
         style == Style::kAnswer || style == Style::kBad;
}

// Printed lines of a text in a column of this width; a Han character takes two places, others one.
int LinesIn(std::string_view text, double width) {
  const double places = std::max(width - 1, 2.0);
  int lines = 1;
  double used = 0;
  for (const char raw : text) {
    const auto byte = static_cast<unsigned char>(raw);
    if (byte == '\n') {
      ++lines;
      used = 0;
    }
    if ((byte & 0xC0U) == 0x80U || byte == '\n') continue;
    const double taken = byte < 0x80U ? 1.1 : 2.1;
    if (used + taken > places) {
      ++lines;
      used = 0;
    }
    used += taken;
  }
  return lines;
}

class XlsxSheet final : public Sheet {
 public:
  XlsxSheet(lxw_worksheet* sheet, const std::map<Style, lxw_format*>& formats) : sheet_(sheet), formats_(formats) {}

  void Text(int row, int column, std::string_view text, Style style) override {
    const std::string safe = FitCell(text);
    last_row_ = std::max(last_row_, row);
    if (Wraps(style)) GrowRow(row, column, safe);
    if (safe.empty()) {
      worksheet_write_blank(sheet_, RowAt(row), ColumnAt(column), formats_.at(style));
    } else {
      worksheet_write_string(sheet_, RowAt(row), ColumnAt(column), safe.c_str(), formats_.at(style));
    }
  }

  void Number(int row, int column, int64_t value, Style style) override {
    double shown = static_cast<double>(value);
    if (style == Style::kMoney) shown /= 100.0;
    if (style == Style::kRate) shown /= 10000.0;
    worksheet_write_number(sheet_, RowAt(row), ColumnAt(column), shown, formats_.at(style));
  }

  void Merge(int row, int first_column, int last_column, std::string_view text, Style style) override {
    if (first_column == last_column) return Text(row, first_column, text, style);
    last_row_ = std::max(last_row_, row);
    worksheet_merge_range(sheet_, RowAt(row), ColumnAt(first_column), RowAt(row), ColumnAt(last_column),
                          FitCell(text).c_str(), formats_.at(style));
  }

  void Comment(int row, int column, std::string_view text) override {
    worksheet_write_comment(sheet_, RowAt(row), ColumnAt(column), std::string(text.substr(0, 8000)).c_str());
  }

  void ColumnWidth(int column, double characters) override {
    widths_[column] = characters;
    worksheet_set_column(sheet_, ColumnAt(column), ColumnAt(column), characters, nullptr);
  }
  void RowHeight(int row, double points) override {
    set_row_ = row;
    worksheet_set_row(sheet_, RowAt(row), points, nullptr);
  }

  void HideColumn(int column) override {
    lxw_row_col_options options{};
    options.hidden = LXW_TRUE;
    hidden_.insert(column);
    worksheet_set_column_opt(sheet_, ColumnAt(column), ColumnAt(column), 2, nullptr, &options);
  }

  void FreezeRows(int rows) override { worksheet_freeze_panes(sheet_, RowAt(rows), 0); }

  void Filter(int header_row, int last_row, int last_column) override {
    worksheet_autofilter(sheet_, RowAt(header_row), 0, RowAt(std::max(last_row, header_row)), ColumnAt(last_column));
  }

  void Choices(int first_row, int last_row, int column, const std::vector<std::string>& values,
               std::string_view message) override {
    // The library's struct holds mutable pointers but only reads through them; it takes at most 255 characters a text.
    std::vector<std::string> copies = values;
    std::vector<char*> list;
    list.reserve(copies.size() + 1);
    for (std::string& value : copies) list.push_back(value.data());
    list.push_back(nullptr);
    std::string text(message);
    std::string title = "核实结果";
    std::string refusal = "请选择列表中的代码";
    lxw_data_validation rule{};
    rule.validate = LXW_VALIDATION_TYPE_LIST;
    rule.value_list = list.data();
    rule.ignore_blank = LXW_VALIDATION_ON;
    rule.input_title = title.data();
    rule.input_message = text.data();
    rule.error_title = refusal.data();
    rule.error_message = text.data();
    worksheet_data_validation_range(sheet_, RowAt(first_row), ColumnAt(column), RowAt(last_row), ColumnAt(column),
                                    &rule);
  }

  void PageBreakBefore(int row) override {
    if (row > 0) breaks_.push_back(RowAt(row));
  }

  void Page(const PageSetup& setup) override {
    worksheet_set_paper(sheet_, 9);  // A4
    if (setup.landscape) worksheet_set_landscape(sheet_);
    worksheet_fit_to_pages(sheet_, 1, 0);
    worksheet_set_margins(sheet_, 0.5, 0.5, 0.7, 0.7);
    worksheet_set_header(sheet_, ("&C" + Escaped(setup.header)).c_str());
    worksheet_set_footer(sheet_, ("&L" + Escaped(setup.footer) + "&R第 &P 页，共 &N 页").c_str());
    print_columns_ = setup.print_columns;
    if (setup.repeat_rows > 0) worksheet_repeat_rows(sheet_, 0, RowAt(setup.repeat_rows - 1));
  }

  // Page breaks are given to the library once, as a zero-ended list.
  void Finish() {
    if (print_columns_ > 0) worksheet_print_area(sheet_, 0, 0, RowAt(last_row_), ColumnAt(print_columns_ - 1));
    if (breaks_.empty()) return;
    breaks_.push_back(0);
    worksheet_set_h_pagebreaks(sheet_, breaks_.data());
  }

 private:
  // A header or footer may have 255 characters in all; longer texts are cut between two characters.
  static std::string Escaped(std::string_view text) {
    constexpr int kMost = 110;
    std::string out;
    int characters = 0;
    for (const char c : text) {
      const bool starts = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
      if (starts && ++characters > kMost) break;
      out += c;
      if (c == '&') out += c;
    }
    return out;
  }

  // Spreadsheet programs disagree on whether rows of wrapped text grow by themselves, so the height is written.
  void GrowRow(int row, int column, std::string_view text) {
    constexpr double kLineHeight = 14.5;  // points, at 11 points
    constexpr double kMostHeight = 400;   // the format's limit is 409
    if (hidden_.contains(column)) return;
    const auto width = widths_.find(column);
    const int lines = LinesIn(text, width == widths_.end() ? 8.43 : width->second);
    if (row != grown_row_) {
      grown_row_ = row;
      lines_ = 1;
    }
    if (lines <= lines_ || row == set_row_) return;
    lines_ = lines;
    worksheet_set_row(sheet_, RowAt(row), std::min(lines * kLineHeight + 2, kMostHeight), nullptr);
  }

  lxw_worksheet* sheet_;
  const std::map<Style, lxw_format*>& formats_;
  std::vector<lxw_row_t> breaks_;
  std::map<int, double> widths_;
  std::set<int> hidden_;
  int grown_row_ = -1;
  int set_row_ = -1;  // its height was asked for
  int lines_ = 1;
  int last_row_ = 0;
  int print_columns_ = 0;
};

class XlsxWriter final : public Writer {
 public:
  XlsxWriter(std::string path, lxw_workbook* book) : path_(std::move(path)), book_(book) { MakeFormats(); }
  ~XlsxWriter() override {
    if (book_ != nullptr) workbook_close(book_);
  }
  XlsxWriter(const XlsxWriter&) = delete;
  XlsxWriter& operator=(const XlsxWriter&) = delete;

  Sheet& AddSheet(std::string_view name) override {
    lxw_worksheet* sheet = workbook_add_worksheet(book_, UniqueName(name).c_str());
    sheets_.push_back(std::make_unique<XlsxSheet>(sheet, formats_));
    return *sheets_.back();
  }

  Result<void> Close() override {
    for (const auto& sheet : sheets_) sheet->Finish();
    const lxw_error code = workbook_close(std::exchange(book_, nullptr));
    if (code != LXW_NO_ERROR) return Fail(errors::kWorkbookNotWritten, {path_, lxw_strerror(code)});
    ::chmod(path_.c_str(), 0600);
    return {};
  }

 private:
  lxw_format* NewFormat(Style style) {
    lxw_format* format = workbook_add_format(book_);
    format_set_font_name(format, "宋体");
    format_set_font_size(format, 11);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    formats_[style] = format;
    return format;
  }
  void Boxed(Style style, bool bold) {
    lxw_format* format = NewFormat(style);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_text_wrap(format);
    if (bold) format_set_bold(format);
  }

  void MakeFormats() {
    NewFormat(Style::kPlain);
    format_set_num_format(formats_[Style::kPlain], "@");
    format_set_text_wrap(NewFormat(Style::kWrapped));
    Boxed(Style::kHeader, true);
    format_set_bg_color(formats_[Style::kHeader], 0xD9E2F3);
    lxw_format* title = NewFormat(Style::kTitle);
    format_set_bold(title);
    format_set_font_size(title, 16);
    format_set_text_wrap(title);
    lxw_format* note = NewFormat(Style::kNote);
    format_set_font_size(note, 9);
    format_set_font_color(note, kGrey);
    format_set_text_wrap(note);
    lxw_format* bad = NewFormat(Style::kBad);
    format_set_bg_color(bad, 0xFFC7CE);
    format_set_border(bad, LXW_BORDER_THIN);
    format_set_text_wrap(bad);
    format_set_num_format(bad, "@");
    Boxed(Style::kAnswer, false);
    format_set_bg_color(formats_[Style::kAnswer], 0xFFF2CC);
    format_set_num_format(formats_[Style::kAnswer], "@");
    Boxed(Style::kBox, false);
    Boxed(Style::kBoxBold, true);
    format_set_bold(NewFormat(Style::kStrong));
    format_set_num_format(NewFormat(Style::kNumber), "#,##0");
    format_set_num_format(NewFormat(Style::kMoney), "#,##0.00");
    format_set_num_format(NewFormat(Style::kRate), "0.0%");
  }

  std::string UniqueName(std::string_view wanted) {
    std::string clean;
    int characters = 0;
    for (size_t i = 0; i < wanted.size() && characters < 28;) {
      const auto lead = static_cast<unsigned char>(wanted[i]);
      const size_t length = lead < 0x80 ? 1U : lead < 0xE0 ? 2U : lead < 0xF0 ? 3U : 4U;
      if (std::string_view("[]:*?/\\'").find(wanted[i]) == std::string_view::npos) {
        clean += wanted.substr(i, length);
        ++characters;
      }
      i += length;
    }
    if (clean.empty()) clean = "表";
    std::string name = clean;
    for (int n = 2; !names_.insert(name).second; ++n) name = clean + std::to_string(n);
    return name;
  }

  std::string path_;
  lxw_workbook* book_;
  std::map<Style, lxw_format*> formats_;
  std::vector<std::unique_ptr<XlsxSheet>> sheets_;
  std::set<std::string> names_;
};

}  // namespace

Result<std::unique_ptr<Writer>> Writer::Create(const std::string& path) {
  lxw_workbook* book = workbook_new(path.c_str());
  if (book == nullptr) return Fail(errors::kWorkbookNotWritten, {path, "workbook_new"});
  return std::make_unique<XlsxWriter>(path, book);
}

std::string Neutralised(std::string_view text) {
  if (text.empty()) return {};
  const bool risky = std::string_view("=+-@\t\r\n|").find(text[0]) != std::string_view::npos;
  // A plain signed number is data, not a formula.
  const bool number = (text[0] == '-' || text[0] == '+') && text.size() > 1 &&
                      text.substr(1).find_first_not_of("0123456789.,") == std::string_view::npos;
  return risky && !number ? "'" + std::string(text) : std::string(text);
}

}  // namespace xiuhua::workbook
