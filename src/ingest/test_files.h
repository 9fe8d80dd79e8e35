// For tests: workbooks and archives made from text that can be read.
//
// A workbook: one line a row, cells separated by " | ". `^` is a cell merged with the one above, `<` with the one to
// its left. Behind a text may stand `{strike}`, `{fill FFFF00}`, `{number}`; a line that begins with `{hidden}` is a
// hidden row. `-- name` begins another sheet. An archive: `-- name` begins a file, what follows is its content.
#pragma once

#include <gtest/gtest.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <cstdlib>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace xiuhua::ingest {

using NamedTexts = std::vector<std::pair<std::string, std::string>>;

// "-- name" lines cut a text; what stands before the first is named `first`.
inline NamedTexts CutByName(const std::string& text, const std::string& first) {
  NamedTexts parts;
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    if (line.starts_with("-- ")) {
      parts.emplace_back(line.substr(3), "");
      continue;
    }
    if (parts.empty()) parts.emplace_back(first, "");
    parts.back().second += line + "\n";
  }
  return parts;
}

struct SketchCell {
  std::string text;
  bool strike = false;
  bool number = false;
  long fill = -1;
};

inline SketchCell ReadSketchCell(std::string text) {
  SketchCell cell;
  while (text.ends_with('}')) {
    const size_t open = text.rfind('{');
    const std::string mark = text.substr(open + 1, text.size() - open - 2);
    if (mark == "strike") cell.strike = true;
    if (mark == "number") cell.number = true;
    if (mark.starts_with("fill ")) cell.fill = std::strtol(mark.c_str() + 5, nullptr, 16);
    text.resize(open);
    while (text.ends_with(' ')) text.pop_back();
  }
  cell.text = std::move(text);
  return cell;
}

struct SketchRow {
  bool hidden = false;
  std::vector<SketchCell> cells;
};

inline std::vector<SketchRow> ReadSketch(const std::string& text) {
  std::vector<SketchRow> rows;
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    SketchRow row;
    if (line.starts_with("{hidden}")) {
      row.hidden = true;
      line.erase(0, 8);
    }
    line = " " + line + " ";
    for (size_t at = 0; at < line.size();) {
      const size_t bar = std::min(line.find(" | ", at), line.size());
      std::string cell = line.substr(at, bar - at);
      while (cell.starts_with(' ')) cell.erase(0, 1);
      while (cell.ends_with(' ')) cell.pop_back();
      row.cells.push_back(ReadSketchCell(cell));
      if (bar == line.size()) break;
      at = bar + 2;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

// How far the cells that point to (r, c) reach.
inline std::pair<size_t, size_t> MergedTo(const std::vector<SketchRow>& rows, size_t r, size_t c) {
  const auto is = [&](size_t row, size_t column, const char* mark) {
    return row < rows.size() && column < rows[row].cells.size() && rows[row].cells[column].text == mark;
  };
  size_t right = c;
  while (is(r, right + 1, "<")) ++right;
  size_t down = r;
  while (is(down + 1, c, "^")) ++down;
  return {down, right};
}

inline void WriteSketchSheet(lxw_workbook* book, lxw_worksheet* sheet, const std::vector<SketchRow>& rows) {
  for (size_t r = 0; r < rows.size(); ++r) {
    const auto row = static_cast<lxw_row_t>(r);
    if (rows[r].hidden) {
      lxw_row_col_options options{.hidden = 1, .level = 0, .collapsed = 0};
      worksheet_set_row_opt(sheet, row, LXW_DEF_ROW_HEIGHT, nullptr, &options);
    }
    for (size_t c = 0; c < rows[r].cells.size(); ++c) {
      const SketchCell& cell = rows[r].cells[c];
      if (cell.text.empty() || cell.text == "^" || cell.text == "<") continue;
      lxw_format* format = nullptr;
      if (cell.strike || cell.fill >= 0) format = workbook_add_format(book);
      if (cell.strike) format_set_font_strikeout(format);
      if (cell.fill >= 0) {
        format_set_pattern(format, LXW_PATTERN_SOLID);
        format_set_bg_color(format, static_cast<lxw_color_t>(cell.fill));
      }
      const auto column = static_cast<lxw_col_t>(c);
      const auto [down, right] = MergedTo(rows, r, c);
      if (down > r || right > c) {
        worksheet_merge_range(sheet, row, column, static_cast<lxw_row_t>(down), static_cast<lxw_col_t>(right),
                              cell.text.c_str(), format);
      } else if (cell.number) {
        worksheet_write_number(sheet, row, column, std::strtod(cell.text.c_str(), nullptr), format);
      } else {
        worksheet_write_string(sheet, row, column, cell.text.c_str(), format);
      }
    }
  }
}

inline void WriteSketchedBook(const std::string& path, const std::string& text) {
  lxw_workbook* book = workbook_new(path.c_str());
  for (const auto& [name, rows] : CutByName(text, "表1")) {
    WriteSketchSheet(book, workbook_add_worksheet(book, name.c_str()), ReadSketch(rows));
  }
  EXPECT_EQ(workbook_close(book), LXW_NO_ERROR);
}

inline void WriteSketchedZip(const std::string& path, const std::string& text) {
  const NamedTexts parts = CutByName(text, "?");
  int problem = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &problem);
  for (const auto& [name, content] : parts) {
    zip_file_add(zip, name.c_str(), zip_source_buffer(zip, content.data(), content.size(), 0), ZIP_FL_ENC_UTF_8);
  }
  EXPECT_EQ(zip_close(zip), 0);
}

}  // namespace xiuhua::ingest
