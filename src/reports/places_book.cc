#include "reports/places_book.h"

#include <map>
#include <memory>

#include "workbook/writer.h"

namespace xiuhua::reports {
namespace {

using workbook::Style;

constexpr int kColumns = 11;
constexpr int kAnswerColumn = 9;

struct OpenSheet {
  workbook::Sheet* sheet = nullptr;
  int row = 1;
};

OpenSheet NewSheet(workbook::Writer& writer, const std::string& name, std::string_view left, std::string_view right) {
  OpenSheet open{&writer.AddSheet(name), 1};
  const std::string a(left);
  const std::string b(right);
  const std::vector<std::pair<std::string, double>> headings = {
      {"所属", 26},       {"差异类型", 16},
      {a + "：代码", 16}, {a + "：名称", 24},
      {a + "：出处", 28}, {b + "：代码", 16},
      {b + "：名称", 24}, {b + "：出处", 28},
      {"依据", 48},       {"认定（填：同一 / 不同 / 待查）", 18},
      {"说明", 24}};
  for (size_t c = 0; c < headings.size(); ++c) {
    open.sheet->Text(0, static_cast<int>(c), headings[c].first, Style::kHeader);
    open.sheet->ColumnWidth(static_cast<int>(c), headings[c].second);
  }
  open.sheet->FreezeRows(1);
  open.sheet->Page({.landscape = true, .header = name, .footer = a + " 与 " + b + " 比对", .repeat_rows = 1});
  return open;
}

void AddLine(OpenSheet& open, const PlaceLine& line) {
  const std::string* cells[] = {&line.county,     &line.kind,        &line.left_code,
                                &line.left_name,  &line.left_place,  &line.right_code,
                                &line.right_name, &line.right_place, &line.evidence};
  int column = 0;
  for (const std::string* cell : cells) open.sheet->Text(open.row, column++, *cell, Style::kBox);
  for (; column < kColumns; ++column) open.sheet->Text(open.row, column, "", Style::kAnswer);
  ++open.row;
}

}  // namespace

Result<void> WritePlacesBook(const std::string& path, std::string_view left_title, std::string_view right_title,
                             const std::vector<PlacesSummaryLine>& summary, const std::vector<PlaceLine>& lines) {
  TRY_ASSIGN(auto writer, workbook::Writer::Create(path));
  workbook::Sheet& first = writer->AddSheet("汇总");
  first.ColumnWidth(0, 60);
  first.ColumnWidth(1, 14);
  first.Text(0, 0, std::string(left_title) + " 与 " + std::string(right_title) + " 比对", Style::kTitle);
  int row = 2;
  for (const PlacesSummaryLine& line : summary) {
    first.Text(row, 0, line.words, Style::kBox);
    first.Number(row++, 1, line.count);
  }
  first.Page({.header = "汇总"});
  std::map<std::string, OpenSheet> sheets;
  for (const PlaceLine& line : lines) {
    auto open = sheets.find(line.sheet);
    if (open == sheets.end()) {
      open = sheets.emplace(line.sheet, NewSheet(*writer, line.sheet, left_title, right_title)).first;
    }
    AddLine(open->second, line);
  }
  for (auto& [name, open] : sheets) {
    open.sheet->Filter(0, open.row - 1, kColumns - 1);
    open.sheet->Choices(1, open.row - 1, kAnswerColumn, {"同一", "不同", "待查"}, "同一地方填“同一”，不是填“不同”。");
  }
  return writer->Close();
}

}  // namespace xiuhua::reports
