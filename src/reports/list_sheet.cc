#include "reports/list_sheet.h"

#include <array>

namespace xiuhua::reports {
namespace {

using workbook::Style;

struct Heading {
  std::string_view text;
  double width;  // characters
};

// What a walk needs is printed; where the data came from and the law stand to its right, on the screen only.
constexpr std::array<Heading, 17> kHeadings = {{{"户序", 5},
                                                {kCodeHeader, 9},
                                                {"村（社区）", 10},
                                                {"组", 7},
                                                {"户主", 9},
                                                {"人口", 5},
                                                {"涉及人员", 9},
                                                {"证件号码", 20},
                                                {"疑点", 20},
                                                {"具体情况", 36},
                                                {"佐证", 36},
                                                {kAnswerHeader, 10},
                                                {kDetailHeader, 20},
                                                {kWhoHeader, 9},
                                                {"数据出处", 34},
                                                {"政策依据", 30},
                                                {kKeyHeader, 4}}};
constexpr int kAnswerColumn = 11;
constexpr int kPlacesColumn = 14;
constexpr int kLawColumn = 15;
constexpr int kKeyColumn = 16;

std::string StateWord(const std::string& state) {
  if (state == "new") return "新增";
  if (state == "returned") return "复现";
  if (state == "second_look") return "复核";
  if (state == "stale") return "沿用（本期缺数据）";
  return "延续";
}

}  // namespace

std::string PageLine(const ExportRequest& request, std::string_view area_name) {
  std::string line(request.recipient.empty() ? area_name : std::string_view(request.recipient));
  line += " · 数据截止 " + request.as_of + " · 打印 " + request.printed_on;
  if (!request.notice.empty()) line += " · " + request.notice;
  return line;
}

ListSheet::ListSheet(workbook::Writer& writer, std::string_view name, std::string_view title,
                     const ExportRequest& request, Reader reader)
    : request_(request), reader_(reader), sheet_(writer.AddSheet(name)) {
  const std::string line = PageLine(request, title);
  sheet_.RowHeight(0, 24);
  sheet_.Merge(0, 0, kKeyColumn - 1, title, Style::kTitle);
  sheet_.Merge(1, 0, kKeyColumn - 1, line, Style::kNote);
  sheet_.HideColumn(kKeyColumn);
  for (size_t column = 0; column < kHeadings.size(); ++column) {
    if (static_cast<int>(column) != kKeyColumn) sheet_.ColumnWidth(static_cast<int>(column), kHeadings[column].width);
    sheet_.Text(2, static_cast<int>(column), kHeadings[column].text, Style::kHeader);
  }
  sheet_.FreezeRows(3);
  sheet_.Page({.landscape = true,
               .header = std::string(title),
               .footer = line,
               .repeat_rows = 3,
               .print_columns = kPlacesColumn});
}

void ListSheet::Add(const FindingRow& row) {
  const bool first_of_household = row.household_id == 0 || row.household_id != last_household_;
  if (first_of_household) ++household_number_;
  last_household_ = row.household_id;
  const auto rule = request_.rules.find(row.rule_id);
  const RuleText text = rule == request_.rules.end() ? RuleText{.title = row.rule_id} : rule->second;
  sheet_.Number(row_, 0, household_number_, Style::kBox);
  sheet_.Text(row_, 1, row.short_code, Style::kBox);
  sheet_.Text(row_, 2, row.village_name, Style::kBox);
  sheet_.Text(row_, 3, row.group_no, Style::kBox);
  sheet_.Text(row_, 4, row.head_name, first_of_household ? Style::kBoxBold : Style::kBox);
  sheet_.Number(row_, 5, row.member_count, Style::kBox);
  sheet_.Text(row_, 6, row.person_name, Style::kBox);
  sheet_.Text(row_, 7, MaskedId(row.person_id_number), Style::kBox);
  sheet_.Text(row_, 8, "〔" + StateWord(row.state) + "〕" + text.title, Style::kBox);
  sheet_.Text(row_, 9, row.sentence, Style::kBox);
  sheet_.Text(row_, 10, EvidenceText(row.evidence, reader_, request_.holders, text.holders), Style::kBox);
  for (int column = kAnswerColumn; column < kPlacesColumn; ++column) sheet_.Text(row_, column, "", Style::kAnswer);
  sheet_.Text(row_, kPlacesColumn, PlacesText(row.row_refs, request_.place_of, 4), Style::kBox);
  sheet_.Text(row_, kLawColumn, text.law + (text.rates.empty() ? "" : "\n以往：" + text.rates), Style::kBox);
  sheet_.Text(row_, kKeyColumn, row.finding_key);
  ++row_;
  ++count_;
}

void ListSheet::Finish() {
  if (count_ == 0) {
    sheet_.Merge(3, 0, kKeyColumn - 1, "本期没有需要处理的疑点。", Style::kWrapped);
    return;
  }
  sheet_.Filter(2, row_ - 1, kKeyColumn);
  sheet_.Choices(3, row_ - 1, kAnswerColumn, {"1", "2", "3", "4", "5", "6", "7", "8"},
                 "填 1 到 8 中的一个，含义见“填表说明”。");
}

void AddGuideSheet(workbook::Writer& writer, const ExportRequest& request, std::string_view area_name) {
  workbook::Sheet& sheet = writer.AddSheet("填表说明");
  sheet.ColumnWidth(0, 90);
  const std::string line = PageLine(request, area_name);
  int row = 0;
  sheet.RowHeight(row, 24);
  sheet.Text(row++, 0, std::string(area_name) + " 疑点核实清单", Style::kTitle);
  sheet.Text(row++, 0, line, Style::kNote);
  ++row;
  sheet.Text(row++, 0, "这些是比对提示的疑点，不是结论。系统只提示，由人核实、由人决定。", Style::kStrong);
  sheet.Text(row++, 0, "每条疑点在“核实结果”里填一个代码（1 到 8），其余可以不写：", Style::kWrapped);
  for (const std::string_view answer : kAnswers) sheet.Text(row++, 0, "    " + std::string(answer), Style::kWrapped);
  ++row;
  sheet.Text(row++, 0, "可以排序、筛选、删行、几份粘在一起，都不影响回收；请不要改“短码”和隐藏的“系统键”。",
             Style::kWrapped);
  sheet.Text(row++, 0,
             "同一户的疑点排在一起，一次走访一并核实。填好后原样交回县级，由县级用 xiuhua answers import 收回。",
             Style::kWrapped);
  sheet.Text(row++, 0, "身份证号、电话、账号已遮挡；含个人信息，请勿转发、勿上传到互联网，用后按规定销毁。",
             Style::kWrapped);
  ++row;
  if (!request.seed.empty()) {
    sheet.Text(row++, 0, "收回的“3 到 8”会随机抽一部分请别的乡镇再看一次；抽签的种子现在就定下，谁也改不了：",
               Style::kWrapped);
    sheet.Text(row++, 0, request.seed, Style::kWrapped);
  }
  if (!request.log_head.empty()) {
    sheet.Text(row++, 0, "操作日志号（可与县级的日志核对）：" + request.log_head.substr(0, 16), Style::kWrapped);
  }
  sheet.Page({.header = std::string(area_name), .footer = line});
}

}  // namespace xiuhua::reports
