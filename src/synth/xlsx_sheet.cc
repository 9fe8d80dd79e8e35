#include <xlsxwriter.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <vector>

#include "synth/errors.h"
#include "synth/sheet.h"
#include "synth/sheet_files.h"

namespace xiuhua::synth {
namespace {

class Formats {
 public:
  explicit Formats(lxw_workbook* book) : book_(book) {}
  lxw_format* For(const RowLook& look, bool date, bool centred = false) {
    const uint32_t key =
        (look.strike ? 1U : 0U) | (look.bold ? 2U : 0U) | (date ? 4U : 0U) | (centred ? 8U : 0U) | (look.fill << 8U);
    if (key == 0) return nullptr;
    lxw_format*& format = known_[key];
    if (format != nullptr) return format;
    format = workbook_add_format(book_);
    if (look.strike) format_set_font_strikeout(format);
    if (look.bold) format_set_bold(format);
    if (date) format_set_num_format(format, "yyyy/m/d");
    if (centred) format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (look.fill != 0) {
      format_set_pattern(format, LXW_PATTERN_SOLID);
      format_set_bg_color(format, look.fill);
    }
    return format;
  }

 private:
  lxw_workbook* book_;
  std::map<uint32_t, lxw_format*> known_;
};

class XlsxSheet final : public Sheet {
 public:
  XlsxSheet(lxw_worksheet* sheet, Formats& formats, std::string name, bool streaming)
      : sheet_(sheet), formats_(formats), streaming_(streaming) {
    name_ = std::move(name);
  }

  void Row(const RowCells& cells, const RowLook& look) override {
    const auto row = static_cast<lxw_row_t>(row_++);
    if (look.hidden) {
      lxw_row_col_options options{};
      options.hidden = LXW_TRUE;
      worksheet_set_row_opt(sheet_, row, LXW_DEF_ROW_HEIGHT, nullptr, &options);
    }
    for (size_t i = 0; i < cells.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      const CellValue& cell = cells[i];
      lxw_format* format = formats_.For(look, cell.kind == CellKind::kDate);
      if (cell.text.empty()) continue;
      if (cell.kind == CellKind::kText) {
        worksheet_write_string(sheet_, row, column, cell.text.c_str(), format);
      } else {
        worksheet_write_number(sheet_, row, column, std::strtod(cell.text.c_str(), nullptr), format);
      }
    }
  }
  void BlankRow() override { ++row_; }
  void MergeDown(int32_t column, int64_t first_row, int64_t last_row, const std::string& text) override {
    if (streaming_ || first_row >= last_row) return;
    const auto c = static_cast<lxw_col_t>(column);
    worksheet_merge_range(sheet_, static_cast<lxw_row_t>(first_row - 1), c, static_cast<lxw_row_t>(last_row - 1), c,
                          text.c_str(), formats_.For({}, false, true));
  }
  void Title(const std::string& text, int32_t columns) override {
    const auto row = static_cast<lxw_row_t>(row_++);
    lxw_format* bold = formats_.For({.bold = true}, false);
    if (columns > 1) {
      worksheet_merge_range(sheet_, row, 0, row, static_cast<lxw_col_t>(columns - 1), text.c_str(), bold);
    } else {
      worksheet_write_string(sheet_, row, 0, text.c_str(), bold);
    }
  }
  void Filter(int64_t header_row, int64_t last_row, int32_t columns, int32_t by_column,
              const std::string& hidden_text) override {
    worksheet_autofilter(sheet_, static_cast<lxw_row_t>(header_row - 1), 0, static_cast<lxw_row_t>(last_row - 1),
                         static_cast<lxw_col_t>(columns - 1));
    lxw_filter_rule rule{};
    rule.criteria = LXW_FILTER_CRITERIA_NOT_EQUAL_TO;
    std::string text = hidden_text;
    rule.value_string = text.data();
    worksheet_filter_column(sheet_, static_cast<lxw_col_t>(by_column), &rule);
  }

 private:
  lxw_worksheet* sheet_;
  Formats& formats_;
  bool streaming_;
};

class XlsxBook final : public Book {
 public:
  XlsxBook(std::string path, bool streaming) : path_(std::move(path)), streaming_(streaming) {
    lxw_workbook_options options{};
    options.constant_memory = streaming ? LXW_TRUE : LXW_FALSE;
    book_ = workbook_new_opt(path_.c_str(), &options);
    formats_ = std::make_unique<Formats>(book_);
    lxw_doc_properties properties{};
    properties.created = 1'782'777'600;  // 2026-06-30 00:00 UTC: the clock must not stand in the file
    workbook_set_properties(book_, &properties);
  }
  ~XlsxBook() override {
    if (book_ != nullptr) workbook_close(book_);
  }
  Sheet& Add(const std::string& name) override {
    lxw_worksheet* sheet = workbook_add_worksheet(book_, name.c_str());
    sheets_.push_back(std::make_unique<XlsxSheet>(sheet, *formats_, name, streaming_));
    return *sheets_.back();
  }
  Result<void> Close() override {
    const lxw_error status = workbook_close(std::exchange(book_, nullptr));
    if (status != LXW_NO_ERROR) return Fail(errors::kCannotWriteDemo, {path_, lxw_strerror(status)});
    return {};
  }

 private:
  std::string path_;
  bool streaming_;
  lxw_workbook* book_;
  std::unique_ptr<Formats> formats_;
  std::vector<std::unique_ptr<XlsxSheet>> sheets_;
};

}  // namespace

std::unique_ptr<Book> MakeXlsxBook(const std::string& path, bool streaming) {
  return std::make_unique<XlsxBook>(path, streaming);
}

}  // namespace xiuhua::synth
