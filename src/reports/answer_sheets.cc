#include "reports/answer_sheets.h"

#include <map>

#include "base/clock.h"
#include "base/files.h"
#include "reports/list_sheet.h"

namespace xiuhua::reports {
namespace {

using workbook::Style;

struct Column {
  const char* heading;
  double width;  // characters
};

double WidthOf(const std::vector<Column>& columns) {
  double width = 0;
  for (const Column& column : columns) width += column.width;
  return width;
}

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

void NoteRow(workbook::Sheet& sheet, int row, int last_column, std::string_view text, double characters) {
  constexpr double kLineHeight = 16;  // points
  int lines = 1;
  double used = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) == 0x80U) continue;  // inside a character
    const double width = byte < 0x80U ? 1 : 2;
    if (c == '\n' || used + width > characters) {
      ++lines;
      used = 0;
    }
    if (c != '\n') used += width;
  }
  sheet.Merge(row, 0, last_column, text, Style::kWrapped);
  sheet.RowHeight(row, kLineHeight * lines);
}

std::string AnswerWords(int code) {
  return code >= 1 && code <= 8 ? std::string(kAnswers[static_cast<size_t>(code - 1)]) : std::to_string(code);
}

void AddContradictedSheet(workbook::Writer& writer, const ExportRequest& request) {
  static const std::vector<Column> columns = {{"短码", 9},  {"乡镇", 10},     {"村（社区）", 10}, {"户主", 9},
                                              {"疑点", 20}, {"具体情况", 36}, {"编号", 7},        {"核实结果", 22},
                                              {"说明", 24}, {"核实人", 16},   {"日期", 11}};
  workbook::Sheet& sheet = writer.AddSheet("核实结果不一致");
  const int last = static_cast<int>(columns.size()) - 1;
  NoteRow(sheet, 0, last,
          "同一条疑点收到了不同的核实结果。核对后由一名有名有姓的工作人员裁定以哪一条为准：xiuhua answers settle 短码 "
          "--take 编号 --reason 理由 --as 姓名。裁定前这些疑点仍算未了结，不计入核实率。",
          WidthOf(columns));
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

void AddSecondLookSheet(workbook::Writer& writer, const ExportRequest& request) {
  static const std::vector<Column> columns = {
      {"抽签", 6},        {"短码", 11},     {"原答复乡镇", 12}, {"村（社区）", 10}, {"户主", 9},   {"疑点", 22},
      {"原核实结果", 22}, {"原核实人", 16}, {"复核乡镇", 12},   {"复核结果", 22},   {"复核人", 16}};
  workbook::Sheet& sheet = writer.AddSheet("复核抽查");
  const int last = static_cast<int>(columns.size()) - 1;
  std::string words =
      "从“核实结果 3 到 "
      "8”的答复里按比例随机抽取，请另一个乡镇再看一次；没有别的乡镇时由县里自己看。种子在答复收回之前就已印在清单上，"
      "谁都可以用 xiuhua answers draws 重抽一遍。";
  for (const findings::DrawCheck& check : request.draws) {
    words += "\n第 " + std::to_string(check.draw_id) + " 次抽签：从 " + std::to_string(check.draw.pool) + " 条里抽 " +
             std::to_string(check.draw.looks.size()) + " 条（" + std::to_string(check.draw.percent) + "%），种子 " +
             check.draw.seed + (check.same ? "" : "【重抽结果与记录不一致】");
  }
  if (!request.seed.empty()) words += "\n本期清单的答复将用的种子：" + request.seed;
  NoteRow(sheet, 0, last, words, WidthOf(columns));
  Headings(sheet, 1, columns);
  int row = 2;
  for (const findings::SecondLookLine& line : request.second_looks) {
    sheet.Number(row, 0, line.draw_id, Style::kBox);
    sheet.Text(row, 1, std::string(findings::kSecondLookMark) + line.short_code, Style::kBox);
    sheet.Text(row, 2, line.answered_name, Style::kBox);
    sheet.Text(row, 3, line.card.village_name, Style::kBox);
    sheet.Text(row, 4, line.card.head_name, Style::kBox);
    sheet.Text(row, 5, TitleOf(request, line.rule_id), Style::kBox);
    sheet.Text(row, 6, AnswerWords(line.first_code), Style::kBox);
    sheet.Text(row, 7, line.first_by, Style::kBox);
    sheet.Text(row, 8, line.asked_name.empty() ? "县级" : line.asked_name, Style::kBox);
    sheet.Text(row, 9, line.second_code == 0 ? "未收回" : AnswerWords(line.second_code), Style::kBox);
    sheet.Text(row++, 10, line.second_by, Style::kBox);
  }
  if (request.second_looks.empty()) sheet.Merge(row, 0, last, "还没有抽取过。", Style::kWrapped);
  sheet.FreezeRows(2);
  sheet.Page({.landscape = true, .header = "复核抽查", .footer = PageLine(request, "县级汇总"), .repeat_rows = 2});
}

void AddMissesSheet(workbook::Writer& writer, const ExportRequest& request) {
  static const std::vector<Column> columns = {{"识别月份", 12}, {"乡镇", 16}, {"村（社区）", 16},
                                              {"户号", 20},     {"户主", 12}, {"首要风险", 20}};
  workbook::Sheet& sheet = writer.AddSheet("漏报");
  const int last = static_cast<int>(columns.size()) - 1;
  if (!request.misses) {
    sheet.ColumnWidth(0, 90);
    sheet.Text(0, 0, "没有收到监测对象名单，无法统计漏报。", Style::kWrapped);
    return;
  }
  const MissList& misses = *request.misses;
  NoteRow(sheet, 0, last,
          "第一次比对（" + misses.since + "）以后新纳入监测 " + std::to_string(misses.admissions) +
              " 户，其中没有任何规则事先提示过的 " + std::to_string(misses.lines.size()) + " 户，逐户列在下面；另有 " +
              std::to_string(misses.unlinked) + " 户与底册对不上，无法判断。",
          WidthOf(columns));
  Headings(sheet, 1, columns);
  int row = 2;
  for (const MissLine& line : misses.lines) {
    int column = 0;
    for (const std::string& text :
         {line.month, line.township, line.village, line.household_no, line.head_name, line.reason}) {
      sheet.Text(row, column++, text, Style::kBox);
    }
    ++row;
  }
  sheet.FreezeRows(2);
  sheet.Page({.landscape = true, .header = "漏报", .footer = PageLine(request, "县级汇总"), .repeat_rows = 2});
}

Result<ExportReport> ExportSecondLooks(const ExportRequest& request) {
  // By the township asked; the first answer is not shown, so that it does not colour the second.
  std::map<std::string, std::vector<const findings::SecondLookLine*>> asked;
  for (const findings::SecondLookLine& line : request.second_looks) {
    if (line.second_code == 0) asked[line.asked_name.empty() ? "县级" : line.asked_name].push_back(&line);
  }
  ExportReport report;
  for (const auto& [name, lines] : asked) {
    const std::string folder = request.out_folder + (name == "县级" ? "" : "/" + name);
    TRY(RealFiles().MakeFolder(folder));
    std::string path = folder + "/" + name + "_复核抽查_" + request.as_of;
    if (!request.notice.empty()) path += "_演示数据_人员虚构";
    path += ".xlsx";
    TRY_ASSIGN(auto writer, workbook::Writer::Create(path));
    AddGuideSheet(*writer, request, name + " 复核抽查");
    ListSheet list(*writer, "复核抽查", name + " 复核抽查（由没有答复过的人再看一次）", request,
                   name == "县级" ? Reader::kCounty : Reader::kTownship);
    for (const findings::SecondLookLine* line : lines) {
      const findings::FindingCard& card = line->card;
      list.Add({.finding_key = findings::SecondLookKey(line->draw_id, line->look.answer_id),
                .rule_id = line->rule_id,
                .state = "second_look",
                .short_code = std::string(findings::kSecondLookMark) + line->short_code,
                .household_id = card.household_id,
                .township_name = card.township_name,
                .village_name = card.township_name + card.village_name,
                .group_no = card.group_no,
                .head_name = card.head_name,
                .person_name = card.person_name,
                .person_id_number = card.person_id_number,
                .member_count = card.member_count,
                .sentence = card.sentence,
                .evidence = card.evidence,
                .row_refs = card.row_refs});
      ++report.findings;
    }
    list.Finish();
    TRY(writer->Close());
    report.files.push_back(path);
  }
  return report;
}

}  // namespace xiuhua::reports
