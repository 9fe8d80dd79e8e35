// One list of findings as a sheet: household first, evidence readable, a column to answer in, a hidden key per row.
//
// The hidden key and the headers 短码 and 核实结果 are what `answers import` looks for; rows may be sorted, pasted
// together or deleted by the people who fill them.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "reports/evidence_text.h"
#include "reports/finding_rows.h"
#include "workbook/writer.h"

namespace xiuhua::reports {

inline constexpr std::string_view kKeyHeader = "系统键（勿改）";
inline constexpr std::string_view kCodeHeader = "短码";
inline constexpr std::string_view kAnswerHeader = "核实结果（填代码）";
inline constexpr std::string_view kDetailHeader = "说明或正确数据";
inline constexpr std::string_view kWhoHeader = "核实人";

// The eight answers, as they are written on the page that explains them.
inline constexpr std::array<std::string_view, 8> kAnswers = {"1 属实，有风险，建议纳入监测",
                                                             "2 属实，一般困难，已帮助",
                                                             "3 属实，能自行应对",
                                                             "4 属实，已在监测",
                                                             "5 部门数据有误（写明哪个部门、正确值）",
                                                             "6 我方数据有误（写明正确值）",
                                                             "7 查无此人或不在本地",
                                                             "8 暂无法核实（写明原因）"};

class ListSheet {
 public:
  ListSheet(workbook::Writer& writer, std::string_view name, std::string_view title, const ExportRequest& request,
            Reader reader);
  void Add(const FindingRow& row);
  // Adds the filter, the choices and, when nothing was added, a line that says so.
  void Finish();
  [[nodiscard]] int count() const { return count_; }

 private:
  const ExportRequest& request_;
  Reader reader_;
  workbook::Sheet& sheet_;
  int row_ = 3;
  int count_ = 0;
  int64_t last_household_ = -1;
  int household_number_ = 0;
};

// The page that explains the eight answer codes and how to return the workbook.
void AddGuideSheet(workbook::Writer& writer, const ExportRequest& request, std::string_view area_name);

// "红石镇 · 2026-06-30 · 演示数据 人员虚构": what stands on every page.
std::string PageLine(const ExportRequest& request, std::string_view area_name);

}  // namespace xiuhua::reports
