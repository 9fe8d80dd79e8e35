#include "reports/answer_sheets.h"

#include "base/clock.h"
#include "reports/list_sheet.h"

namespace xiuhua::reports {
namespace {

using workbook::Style;

struct Column {
  const char* heading;
  double width;  // characters
};

void Headings(workbook::Sheet& sheet, int row, const std::vector<Column>& columns) {
  for (size_t c = 0; c < columns.size(); ++c) {
    sheet.ColumnWidth(static_cast<int>(c), columns[c].width);
    sheet.Text(row, static_cast<int>(c), columns[c].heading, Style::kHeader);
  }
}

std::string TitleOf(const ExportRequest& request, const std::string& rule_id) {
  const auto rule = request.rules.find(rule_id);
  return rule == request.rules.end() ? rule_id : rule->second.title;
}

std::string DayOf(int64_t at_us) { return FormatDate(FrozenClock(at_us).Today()); }

}  // namespace

std::string AnswerWords(int code) {
  return code >= 1 && code <= 8 ? std::string(kAnswers[static_cast<size_t>(code - 1)]) : std::to_string(code);
}

void AddContradictedSheet(workbook::Writer& writer, const ExportRequest& request) {
  static const std::vector<Column> columns = {{"短码", 9},  {"乡镇", 10},     {"村（社区）", 10}, {"户主", 9},
                                              {"疑点", 20}, {"具体情况", 36}, {"编号", 7},        {"核实结果", 22},
                                              {"说明", 24}, {"核实人", 16},   {"日期", 11}};
  workbook::Sheet& sheet = writer.AddSheet("核实结果不一致");
  const int last = static_cast<int>(columns.size()) - 1;
  sheet.Merge(
      0, 0, last,
      "同一条疑点收到了不同的核实结果。核对后由一名有名有姓的工作人员裁定以哪一条为准：xiuhua answers settle 短码 "
      "--take 编号 --reason 理由 --as 姓名。裁定前这些疑点仍算未了结，不计入核实率。",
      Style::kWrapped);
  Headings(sheet, 1, columns);
  int row = 2;
  for (const findings::AnsweredFinding& one : request.contradicted) {
    for (const findings::GivenAnswer& answer : one.answers) {
      const findings::FindingCard& card = one.card;
      sheet.Text(row, 0, one.short_code, Style::kBox);
      sheet.Text(row, 1, card.township_name, Style::kBox);
      sheet.Text(row, 2, card.village_name, Style::kBox);
      sheet.Text(row, 3, card.head_name, Style::kBox);
      sheet.Text(row, 4, TitleOf(request, one.rule_id), Style::kBox);
      sheet.Text(row, 5, card.sentence, Style::kBox);
      sheet.Number(row, 6, answer.answer_id, Style::kBox);
      sheet.Text(row, 7, AnswerWords(answer.code), Style::kBox);
      sheet.Text(row, 8, answer.detail, Style::kBox);
      sheet.Text(row, 9, answer.by_whom, Style::kBox);
      sheet.Text(row++, 10, DayOf(answer.at_us), Style::kBox);
    }
  }
  if (request.contradicted.empty()) sheet.Merge(row, 0, last, "没有互相矛盾的核实结果。", Style::kWrapped);
  sheet.FreezeRows(2);
  sheet.Page(
      {.landscape = true, .header = "核实结果不一致", .footer = PageLine(request, "县级汇总"), .repeat_rows = 2});
}

}  // namespace xiuhua::reports
