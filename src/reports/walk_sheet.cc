#include "reports/walk_sheet.h"

#include <algorithm>

#include "reports/evidence_text.h"
#include "reports/list_sheet.h"

namespace xiuhua::reports {
namespace {

using workbook::Style;

constexpr int kLastColumn = 5;
constexpr size_t kMostReasons = 4;
constexpr size_t kMostQuestions = 3;

// The rules' own questions first, gravest finding first; general ones fill up to three.
std::vector<std::string> QuestionsFor(const std::vector<FindingRow>& findings, const ExportRequest& request) {
  std::vector<std::string> questions;
  const auto add = [&](const std::string& question) {
    if (questions.size() < kMostQuestions && std::ranges::find(questions, question) == questions.end()) {
      questions.push_back(question);
    }
  };
  for (const FindingRow& finding : findings) {
    const auto rule = request.rules.find(finding.rule_id);
    if (rule == request.rules.end()) continue;
    for (const std::string& question : rule->second.questions) add(question);
  }
  add("上面写的情况属实吗？现在怎么样了？");
  add("家里眼下最大的困难是什么？");
  add("需要哪方面的帮助？有没有已经申请而没有回音的？");
  return questions;
}

// "4" → "4 组"; what has a word already ("4组25号", "新屋组") stays.
std::string GroupWord(const std::string& group) {
  const bool digits = std::ranges::all_of(group, [](char c) { return c >= '0' && c <= '9'; });
  return digits ? group + " 组" : group;
}

// Rows needed for a text at roughly 46 Chinese characters a line.
double HeightFor(const std::string& text, double line_height) {
  const size_t whole_lines = text.size() / 3 / 46 + 1;
  const auto lines = static_cast<double>(whole_lines);
  return std::min(lines, 6.0) * line_height + 2;
}

}  // namespace

WalkSheet::WalkSheet(workbook::Writer& writer, std::string_view village, const ExportRequest& request)
    : request_(request), sheet_(writer.AddSheet("入户走访单")) {
  for (const int column : {0, 1, 2, 3, 4, 5}) sheet_.ColumnWidth(column, 15.5);
  sheet_.Page({.header = std::string(village) + " 入户走访单", .footer = PageLine(request, village)});
}

void WalkSheet::Lines(std::string_view heading, const std::vector<std::string>& lines, double line_height) {
  sheet_.Merge(row_++, 0, kLastColumn, heading, Style::kBoxBold);
  for (const std::string& line : lines) {
    sheet_.RowHeight(row_, HeightFor(line, line_height));
    sheet_.Merge(row_++, 0, kLastColumn, line, Style::kBox);
  }
}

std::string WalkSheet::HoldersOf(const std::string& rule_id) const {
  const auto rule = request_.rules.find(rule_id);
  return rule == request_.rules.end() ? std::string() : rule->second.holders;
}

void WalkSheet::AddHousehold(const std::vector<FindingRow>& findings) {
  const FindingRow& first = findings.front();
  if (count_ > 0 && count_ % 2 == 0) sheet_.PageBreakBefore(row_);
  ++count_;
  std::string codes;
  std::vector<std::string> reasons;
  std::vector<std::string> known;
  for (const FindingRow& finding : findings) {
    codes += (codes.empty() ? "" : "、") + finding.short_code;
    if (reasons.size() < kMostReasons) {
      reasons.push_back(std::to_string(reasons.size() + 1) + ". " + finding.sentence);
      const std::string evidence =
          EvidenceText(finding.evidence, Reader::kVillage, request_.holders, HoldersOf(finding.rule_id));
      if (!evidence.empty()) known.push_back(evidence);
    }
  }
  if (findings.size() > kMostReasons) {
    reasons.push_back("另有 " + std::to_string(findings.size() - kMostReasons) + " 条，见核实清单。");
  }
  sheet_.RowHeight(row_, 24);
  sheet_.Merge(row_++, 0, kLastColumn,
               "第 " + std::to_string(count_) + " 户　" + first.village_name +
                   (first.group_no.empty() ? "" : " " + GroupWord(first.group_no)) + "　户主：" + first.head_name +
                   "　" + std::to_string(first.member_count) + " 口人" +
                   (first.phone.empty() ? "" : "　电话 " + MaskedPhone(first.phone)),
               Style::kBoxBold);
  sheet_.Merge(row_++, 0, kLastColumn, "短码：" + codes, Style::kNote);
  Lines("为什么来", reasons, 15);
  if (!known.empty()) Lines("已经掌握，不要再问", known, 15);
  std::vector<std::string> questions;
  for (const std::string& question : QuestionsFor(findings, request_)) {
    questions.push_back(std::to_string(questions.size() + 1) + ". " + question + "　　答：");
  }
  Lines("只问三句", questions, 46);  // room to write the answer
  sheet_.RowHeight(row_, 28);
  sheet_.Merge(row_++, 0, kLastColumn,
               "结果（圈一个）：1有风险建议纳入 2一般困难已帮 3能自行应对 4已在监测 5部门数据有误 6我方数据有误 "
               "7查无此人 8暂无法核实",
               Style::kBox);
  sheet_.RowHeight(row_, 48);
  sheet_.Merge(row_, 0, 2, "需要：", Style::kBox);
  sheet_.Merge(row_++, 3, kLastColumn, "走访人：　　　　　日期：", Style::kBox);
  ++row_;
}

}  // namespace xiuhua::reports
