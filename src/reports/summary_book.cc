// The county's summary and the audit's own workbook.
#include <map>

#include "reports/answer_sheets.h"
#include "reports/finding_rows.h"
#include "reports/list_sheet.h"
#include "reports/reports.h"

namespace xiuhua::reports {
namespace {

using workbook::Style;

// Writes a query's rows under a header line; numbers as numbers.
Result<void> Table(sql::Engine& engine, workbook::Sheet& sheet, int& row, const std::vector<std::string>& headings,
                   const std::string& query) {
  for (size_t c = 0; c < headings.size(); ++c) sheet.Text(row, static_cast<int>(c), headings[c], Style::kHeader);
  ++row;
  return engine.Stream(query, [&](const sql::Rows& rows) -> Result<void> {
    for (int64_t r = 0; r < rows.count(); ++r, ++row) {
      for (size_t c = 0; c < headings.size(); ++c) {
        const int column = static_cast<int>(c);
        const bool number = rows.columns()[c].type == sql::SqlType::kInt64;
        if (number && !rows.IsNull(r, column)) {
          sheet.Number(row, column, rows.Int(r, column));
        } else {
          sheet.Text(row, column, rows.Text(r, column));
        }
      }
    }
    return {};
  });
}

std::string KindWord(const std::string& kind) {
  static const std::map<std::string, std::string> words = {{"risk", "风险预警"},        {"mismatch", "数据不一致"},
                                                           {"entitlement", "应享未享"}, {"red_flag", "违规疑点"},
                                                           {"gap", "责任空档"},         {"hazard", "隐患"}};
  const auto it = words.find(kind);
  return it == words.end() ? kind : it->second;
}

std::string EffortWord(const std::string& effort) {
  return effort == "walk" ? "入户" : effort == "phone" ? "电话" : "案头";
}

void Deliveries(workbook::Writer& writer, const ExportRequest& request) {
  workbook::Sheet& sheet = writer.AddSheet("本期数据");
  const std::vector<std::string> headings = {"批次", "数据源", "文件", "方式", "所属期",
                                             "行数", "采用",   "待改", "留置", "状态"};
  const std::vector<double> widths = {10, 24, 44, 10, 22, 10, 10, 10, 10, 10};
  for (size_t c = 0; c < headings.size(); ++c) {
    sheet.ColumnWidth(static_cast<int>(c), widths[c]);
    sheet.Text(0, static_cast<int>(c), headings[c], Style::kHeader);
  }
  int row = 1;
  for (const DeliveryLine& line : request.deliveries) {
    sheet.Text(row, 0, line.code);
    sheet.Text(row, 1, line.source);
    sheet.Text(row, 2, line.file);
    sheet.Text(row, 3, line.mode);
    sheet.Text(row, 4, line.period);
    sheet.Number(row, 5, line.rows);
    sheet.Number(row, 6, line.accepted);
    sheet.Number(row, 7, line.quarantined);
    sheet.Number(row, 8, line.set_aside);
    sheet.Text(row++, 9, line.state);
  }
  sheet.FreezeRows(1);
  sheet.Page({.landscape = true, .header = "本期数据", .footer = PageLine(request, "县级汇总"), .repeat_rows = 1});
}

// Rules with their three counts; the kind and titles come from the packs, so they are written row by row.
Result<void> Rules(sql::Engine& engine, workbook::Writer& writer, const ExportRequest& request) {
  workbook::Sheet& sheet = writer.AddSheet("规则与三个数");
  const std::vector<std::string> headings = {"规则", "名称",   "类别",     "方式", "对象总数",
                                             "命中", "未命中", "无法判断", "依据", "以往核实"};
  const std::vector<double> widths = {10, 36, 12, 8, 12, 10, 12, 12, 40, 34};
  for (size_t c = 0; c < headings.size(); ++c) {
    sheet.ColumnWidth(static_cast<int>(c), widths[c]);
    sheet.Text(0, static_cast<int>(c), headings[c], Style::kHeader);
  }
  int row = 1;
  TRY(engine.Stream(
      "select rule_id, cast(sum(population) as bigint), cast(sum(hits) as bigint), cast(sum(no_hits) as bigint), "
      "cast(sum(cannot_tell) as bigint) from counts group by rule_id order by rule_id",
      [&](const sql::Rows& rows) -> Result<void> {
        for (int64_t r = 0; r < rows.count(); ++r) {
          const std::string id(rows.Text(r, 0));
          const auto rule = request.rules.find(id);
          const RuleText text = rule == request.rules.end() ? RuleText{.title = id} : rule->second;
          if (text.kind == "red_flag") continue;
          sheet.Text(row, 0, id);
          sheet.Text(row, 1, text.title, Style::kWrapped);
          sheet.Text(row, 2, KindWord(text.kind));
          sheet.Text(row, 3, EffortWord(text.effort));
          for (int c = 1; c <= 4; ++c) sheet.Number(row, c + 3, rows.Int(r, c));
          sheet.Text(row, 8, text.law, Style::kWrapped);
          sheet.Text(row++, 9, text.rates);
        }
        return {};
      }));
  sheet.FreezeRows(1);
  sheet.Page({.landscape = true, .header = "规则与三个数", .footer = PageLine(request, "县级汇总"), .repeat_rows = 1});
  return {};
}

Result<void> Townships(sql::Engine& engine, workbook::Writer& writer, const ExportRequest& request) {
  workbook::Sheet& sheet = writer.AddSheet("乡镇分布");
  for (const int c : {0, 1, 2, 3, 4, 5, 6}) sheet.ColumnWidth(c, 16);
  int row = 0;
  TRY(Table(
      engine, sheet, row, {"乡镇", "疑点", "新增", "入户疑点", "入户户数", "超出每村上限的户", "案头"},
      "select coalesce(t.name, '乡镇未明'), count(*), count(case when f.state = 'new' then 1 end), "
      "count(case when f.walk_rank > 0 then 1 end), count(distinct case when f.walk_rank > 0 then f.household_id end), "
      "count(distinct case when f.walk_rank = 0 then f.household_id end), count(case when f.effort = 'desk' then 1 "
      "end) "
      "from findings f left join areas t on t.code = f.township and t.level = 4 "
      "where f.kind <> 'red_flag' and f.state in ('new','continuing','returned','stale') group by all order by 1"));
  sheet.FreezeRows(1);
  sheet.Page({.landscape = true, .header = "乡镇分布", .footer = PageLine(request, "县级汇总"), .repeat_rows = 1});
  return {};
}

Result<void> CannotTell(sql::Engine& engine, workbook::Writer& writer, const ExportRequest& request) {
  workbook::Sheet& sheet = writer.AddSheet("无法判断");
  for (const int c : {0, 1, 2, 3, 4}) sheet.ColumnWidth(c, c == 3 ? 40 : 16);
  int row = 0;
  sheet.Merge(row++, 0, 4, "缺报送、缺字段、缺授权或缺参数时，规则回答“无法判断”；没有报送的乡镇不等于没有问题。",
              Style::kStrong);
  std::string excluded = "''";
  for (const auto& [id, rule] : request.rules) {
    if (rule.kind == "red_flag") excluded += "," + sql::Quoted(id);
  }
  TRY(Table(
      engine, sheet, row, {"规则", "乡镇", "缺什么", "具体", "对象（次）"},
      "select c.rule_id, coalesce(t.name, c.township, ''), case c.reason_kind when 'delivery' then '没有报送' when "
      "'column' then '字段为空' when 'parameter' then '参数未设' when 'authorisation' then '没有授权' else "
      "c.reason_kind end, c.reason, cast(sum(c.subjects) as bigint) from cannot_tell c left join areas t on t.code = "
      "c.township and "
      "t.level = 4 where c.rule_id not in (" +
          excluded + ") group by all order by 1, 2, 3, 4"));
  sheet.FreezeRows(2);
  sheet.Page({.landscape = true, .header = "无法判断", .footer = PageLine(request, "县级汇总"), .repeat_rows = 2});
  return {};
}

Result<void> ReviewQueue(sql::Engine& engine, workbook::Writer& writer, const ExportRequest& request) {
  workbook::Sheet& sheet = writer.AddSheet("待人工认定");
  for (const int c : {0, 1, 2, 3}) sheet.ColumnWidth(c, 24);
  int row = 0;
  TRY(Table(engine, sheet, row, {"表", "情形", "行数", "影响的疑点"},
            "select table_name, case kind when 'id_other_name' then '同号不同名' when 'name_birth_other_id' then "
            "'同名同生日不同号' when 'several' then '多个候选' when 'no_id' then '没有证件号' when 'repair' then "
            "'号码疑似录错一位' else kind end, count(distinct row_ref), cast(sum(coalesce(consequence, 0)) as bigint) "
            "from review_pairs group by all order by 4 desc, 3 desc"));
  sheet.Page({.landscape = true, .header = "待人工认定", .footer = PageLine(request, "县级汇总"), .repeat_rows = 1});
  return {};
}

std::string PathOf(const ExportRequest& request, const std::string& stem) {
  return request.out_folder + "/" + stem + "_" + request.as_of + (request.notice.empty() ? "" : "_演示数据_人员虚构") +
         ".xlsx";
}

}  // namespace

Result<ExportReport> ExportSummary(sql::Engine& engine, const ExportRequest& request) {
  TRY(OpenRun(engine, request));
  ExportReport report;
  const std::string path = PathOf(request, "县级汇总");
  TRY_ASSIGN(auto writer, workbook::Writer::Create(path));
  TRY(Townships(engine, *writer, request));
  TRY(Rules(engine, *writer, request));
  TRY(CannotTell(engine, *writer, request));
  TRY(ReviewQueue(engine, *writer, request));
  AddContradictedSheet(*writer, request);
  AddSecondLookSheet(*writer, request);
  AddMissesSheet(*writer, request);
  Deliveries(*writer, request);
  TRY(writer->Close());
  report.files.push_back(path);
  return report;
}

Result<ExportReport> ExportAudit(sql::Engine& engine, const ExportRequest& request) {
  TRY(OpenRun(engine, request));
  ExportReport report;
  const std::string path = PathOf(request, "违规疑点_仅供审计和纪检");
  TRY_ASSIGN(auto writer, workbook::Writer::Create(path));
  AddGuideSheet(*writer, request, "违规疑点（仅供县级审计和纪检）");
  ListSheet list(*writer, "违规疑点", "违规疑点（仅供县级审计和纪检，不得下发）", request, Reader::kAudit);
  TRY(ForEachFinding(engine, {.red_flags = true}, [&](const FindingRow& row) -> Result<void> {
    list.Add(row);
    ++report.findings;
    return {};
  }));
  list.Finish();
  TRY(writer->Close());
  report.files.push_back(path);
  return report;
}

}  // namespace xiuhua::reports
