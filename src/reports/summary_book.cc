// The county's summary and the audit's own workbook.
#include <algorithm>
#include <functional>
#include <map>

#include "reports/answer_sheets.h"
#include "reports/finding_rows.h"
#include "reports/list_sheet.h"
#include "reports/reports.h"

namespace xiuhua::reports {
namespace {

using workbook::Style;

using Rewrite = std::function<std::string(size_t column, std::string text)>;

// Writes a query's rows under a header line; numbers as numbers, texts as `rewrite` gives them.
Result<void> Table(sql::Engine& engine, workbook::Sheet& sheet, int& row, const std::vector<std::string>& headings,
                   const std::string& query, const Rewrite& rewrite = nullptr) {
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
          std::string text(rows.Text(r, column));
          if (rewrite) text = rewrite(c, std::move(text));
          sheet.Text(row, column, text, Style::kWrapped);
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

void Deliveries(workbook::Writer& writer, const ExportRequest& request, const std::string& title) {
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
    sheet.Text(row, 2, line.file, Style::kWrapped);
    sheet.Text(row, 3, line.mode);
    sheet.Text(row, 4, line.period, Style::kWrapped);
    sheet.Number(row, 5, line.rows);
    sheet.Number(row, 6, line.accepted);
    sheet.Number(row, 7, line.quarantined);
    sheet.Number(row, 8, line.set_aside);
    sheet.Text(row++, 9, line.state);
  }
  sheet.FreezeRows(1);
  sheet.Page({.landscape = true, .header = "本期数据", .footer = PageLine(request, title), .repeat_rows = 1});
}

// Rules with their three counts; the kind and titles come from the packs, so they are written row by row.
Result<void> Rules(sql::Engine& engine, workbook::Writer& writer, const ExportRequest& request,
                   const std::string& title) {
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
          sheet.Text(row++, 9, text.rates, Style::kWrapped);
        }
        return {};
      }));
  sheet.FreezeRows(1);
  sheet.Page({.landscape = true, .header = "规则与三个数", .footer = PageLine(request, title), .repeat_rows = 1});
  return {};
}

Result<void> Townships(sql::Engine& engine, workbook::Writer& writer, const ExportRequest& request,
                       const std::string& title) {
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
  sheet.Page({.landscape = true, .header = "乡镇分布", .footer = PageLine(request, title), .repeat_rows = 1});
  return {};
}

std::string WordOf(const std::map<std::string, std::string>& words, const std::string& text) {
  const auto it = words.find(text);
  return it == words.end() ? text : it->second;
}

std::string RuleWords(const ExportRequest& request, const std::string& id) {
  const auto rule = request.rules.find(id);
  return rule == request.rules.end() ? id : id + " " + rule->second.title;
}

Result<void> CannotTell(sql::Engine& engine, workbook::Writer& writer, const ExportRequest& request,
                        const std::string& title) {
  workbook::Sheet& sheet = writer.AddSheet("无法判断");
  const std::vector<double> widths = {42, 12, 12, 42, 11};
  for (size_t c = 0; c < widths.size(); ++c) sheet.ColumnWidth(static_cast<int>(c), widths[c]);
  int row = 0;
  NoteRow(sheet, row++, 4, "缺报送、缺字段、缺授权或缺参数时，规则回答“无法判断”；没有报送的乡镇不等于没有问题。", 100);
  std::string excluded = "''";
  for (const auto& [id, rule] : request.rules) {
    if (rule.kind == "red_flag") excluded += "," + sql::Quoted(id);
  }
  TRY(Table(engine, sheet, row, {"规则", "乡镇", "缺什么", "具体", "对象（次）"},
            "select c.rule_id, coalesce(t.name, c.township, '乡镇未明'), case c.reason_kind when 'delivery' then "
            "'没有报送' when "
            "'column' then '字段为空' when 'parameter' then '参数未设' when 'authorisation' then '没有授权' when "
            "'purpose' then "
            "'用途不允许' when 'failed' then '规则没有跑完' else c.reason_kind end, c.reason, cast(sum(c.subjects) as "
            "bigint) "
            "from cannot_tell c left join areas t on t.code = c.township and t.level = 4 where c.rule_id not in (" +
                excluded + ") group by all order by 1, 2, 3, 4",
            [&](size_t column, const std::string& text) {
              if (column == 0) return RuleWords(request, text);
              return column == 3 ? WordOf(request.reason_words, text) : text;
            }));
  sheet.FreezeRows(2);
  sheet.Page({.landscape = true, .header = "无法判断", .footer = PageLine(request, title), .repeat_rows = 2});
  return {};
}

Result<void> ReviewQueue(sql::Engine& engine, workbook::Writer& writer, const ExportRequest& request,
                         const std::string& title) {
  workbook::Sheet& sheet = writer.AddSheet("待人工认定");
  for (const int c : {0, 1, 2, 3}) sheet.ColumnWidth(c, 24);
  int row = 0;
  TRY(Table(
      engine, sheet, row, {"名单", "情形", "行数", "影响的疑点"},
      "select table_name, case kind when 'id_other_name' then '同号不同名' when 'name_birth_other_id' then "
      "'同名同生日不同号' when 'several' then '多个候选' when 'no_id' then '没有证件号' when 'repair' then "
      "'号码疑似录错一位' else '像是同一个人' end, count(distinct row_ref), cast(sum(coalesce(consequence, 0)) "
      "as bigint) "
      "from review_pairs group by all order by 4 desc, 3 desc",
      [&](size_t column, const std::string& text) { return column == 0 ? WordOf(request.table_titles, text) : text; }));
  sheet.FreezeRows(1);
  sheet.Page({.landscape = true, .header = "待人工认定", .footer = PageLine(request, title), .repeat_rows = 1});
  return {};
}

// Who the base register holds, whom departments' rows cannot reach, and what the villages say themselves.
Result<void> Coverage(sql::Engine& engine, workbook::Writer& writer, const ExportRequest& request,
                      const std::string& title) {
  workbook::Sheet& sheet = writer.AddSheet("底册覆盖");
  const std::vector<double> widths = {14, 16, 12, 14, 16, 14, 16, 18};
  for (size_t c = 0; c < widths.size(); ++c) sheet.ColumnWidth(static_cast<int>(c), widths[c]);
  int row = 0;
  NoteRow(sheet, row++, 7,
          "底册登记的人才比对得到。证件号码无效的人，别的部门的名单找不到他；村里自报的人口比底册多的，多出来的人系"
          "统里看不见。",
          110);
  TRY(Table(
      engine, sheet, row,
      {"县", "乡镇", "底册登记", "证件号码有效", "别的部门找不到", "村自报人口", "比自报少登记", "没有自报数的村"},
      "select coalesce(v.county, ''), coalesce(t.name, '乡镇未明'), cast(sum(v.registered) as bigint), "
      "cast(sum(v.with_valid_id) as bigint), cast(sum(v.registered - v.with_valid_id) as bigint), "
      "cast(sum(v.own_count) as bigint), cast(sum(case when v.own_count > v.registered then v.own_count - "
      "v.registered else 0 end) as bigint), count(case when v.own_count is null then 1 end) from coverage v left "
      "join areas t on t.code = v.township and t.level = 4 group by v.county, v.township, t.name order by 1, "
      "v.township",
      [&](size_t column, const std::string& text) { return column == 0 ? WordOf(request.county_names, text) : text; }));
  sheet.FreezeRows(2);
  sheet.Page({.landscape = true, .header = "底册覆盖", .footer = PageLine(request, title), .repeat_rows = 2});
  return {};
}

// The counties side by side: sizes, findings by kind and effort, the three counts, what was not delivered.
Result<void> Counties(sql::Engine& engine, workbook::Writer& writer, const ExportRequest& request,
                      const std::string& title) {
  workbook::Sheet& sheet = writer.AddSheet("县市分布");
  sheet.ColumnWidth(0, 14);
  for (int c = 1; c <= 14; ++c) sheet.ColumnWidth(c, 11);
  std::string red = "''";
  for (const auto& [id, rule] : request.rules) {
    if (rule.kind == "red_flag") red += "," + sql::Quoted(id);
  }
  int row = 0;
  TRY(Table(
      engine, sheet, row,
      {"县", "登记户数", "疑点", "风险预警", "应享未享", "数据不一致", "隐患", "责任空档", "要入户的", "打电话的",
       "案头的", "命中", "未命中", "无法判断", "缺报送的名单"},
      "with h as (select county, count(*) as households from households group by 1), "
      "f as (select county, count(*) as n, count(case when kind = 'risk' then 1 end) as risk, count(case when kind = "
      "'entitlement' then 1 end) as entitlement, count(case when kind = 'mismatch' then 1 end) as mismatch, count(case "
      "when kind = 'hazard' then 1 end) as hazard, count(case when kind = 'gap' then 1 end) as gap, count(case when "
      "effort = 'walk' then 1 end) as walk, count(case when effort = 'phone' then 1 end) as phone, count(case when "
      "effort = 'desk' then 1 end) as desk from findings where kind <> 'red_flag' and state in "
      "('new','continuing','returned','stale') group by 1), "
      "c as (select county, cast(sum(hits) as bigint) as hits, cast(sum(no_hits) as bigint) as no_hits, "
      "cast(sum(cannot_tell) as bigint) as cannot_tell from counts where rule_id not in (" +
          red +
          ") group by 1), "
          "d as (select county, count(distinct reason) as missing from cannot_tell where reason_kind = 'delivery' and "
          "rule_id not in (" +
          red +
          ") group by 1) "
          "select k.county, coalesce(h.households, 0), coalesce(f.n, 0), coalesce(f.risk, 0), coalesce(f.entitlement, "
          "0), "
          "coalesce(f.mismatch, 0), coalesce(f.hazard, 0), coalesce(f.gap, 0), coalesce(f.walk, 0), coalesce(f.phone, "
          "0), "
          "coalesce(f.desk, 0), coalesce(c.hits, 0), coalesce(c.no_hits, 0), coalesce(c.cannot_tell, 0), "
          "coalesce(d.missing, 0) from (select county from h union select county from f union select county from c) k "
          "left join h on h.county is not distinct from k.county left join f on f.county is not distinct from k.county "
          "left "
          "join c on c.county is not distinct from k.county left join d on d.county is not distinct from k.county "
          "order by 1",
      [&](size_t column, const std::string& text) {
        if (column != 0) return text;
        return text.empty() ? "县未明" : WordOf(request.county_names, text);
      }));
  sheet.FreezeRows(1);
  sheet.Page({.landscape = true, .header = "县市分布", .footer = PageLine(request, title), .repeat_rows = 1});
  return {};
}

std::string PathOf(const ExportRequest& request, const std::string& stem) {
  return request.out_folder + "/" + stem + "_" + request.as_of + (request.notice.empty() ? "" : "_演示数据_人员虚构") +
         ".xlsx";
}

}  // namespace

namespace {

// What of the request concerns one county.
ExportRequest OfCounty(const ExportRequest& all, const std::string& county) {
  ExportRequest request = all;
  std::erase_if(request.deliveries, [&](const DeliveryLine& line) {
    return !line.counties.empty() && std::ranges::find(line.counties, county) == line.counties.end();
  });
  std::erase_if(request.contradicted, [&](const findings::AnsweredFinding& one) { return one.card.county != county; });
  std::erase_if(request.second_looks, [&](const findings::SecondLookLine& one) { return one.card.county != county; });
  if (request.misses) {
    std::erase_if(request.misses->lines, [&](const MissLine& line) { return line.county != county; });
  }
  return request;
}

Result<void> WriteSummary(sql::Engine& engine, const ExportRequest& request, const std::string& title,
                          bool several_counties, ExportReport& report) {
  const std::string path = PathOf(request, title);
  TRY_ASSIGN(auto writer, workbook::Writer::Create(path));
  if (several_counties) TRY(Counties(engine, *writer, request, title));
  TRY(Townships(engine, *writer, request, title));
  TRY_ASSIGN(const int64_t coverage,
             engine.QueryInt("select count(*) from duckdb_views() where view_name = 'coverage'"));
  if (coverage > 0) TRY(Coverage(engine, *writer, request, title));
  TRY(Rules(engine, *writer, request, title));
  TRY(CannotTell(engine, *writer, request, title));
  TRY(ReviewQueue(engine, *writer, request, title));
  AddContradictedSheet(*writer, request);
  AddSecondLookSheet(*writer, request);
  AddMissesSheet(*writer, request);
  Deliveries(*writer, request, title);
  TRY(writer->Close());
  report.files.push_back(path);
  return {};
}

}  // namespace

Result<ExportReport> ExportSummary(sql::Engine& engine, const ExportRequest& request) {
  TRY(OpenRun(engine, request));
  ExportReport report;
  TRY_ASSIGN(const sql::Rows counties, engine.Query("select distinct county from counts where county is not null and "
                                                    "county <> '' order by 1"));
  if (counties.count() <= 1) {
    TRY(WriteSummary(engine, request, "县级汇总", false, report));
    return report;
  }
  TRY(WriteSummary(engine, request, "市州汇总", true, report));
  for (int64_t r = 0; r < counties.count(); ++r) {
    const std::string county(counties.Text(r, 0));
    TRY(OpenRun(engine, request, county));
    TRY(WriteSummary(engine, OfCounty(request, county), "县级汇总_" + WordOf(request.county_names, county), false,
                     report));
  }
  TRY(OpenRun(engine, request));
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
