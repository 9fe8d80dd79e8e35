// xiuhua export, rules, exempt, authorise, compare-places.
#include <fmt/format.h>

#include "app/errors.h"
#include "app/importing.h"
#include "app/records.h"
#include "app/running.h"
#include "cli/session.h"
#include "workbook/writer.h"

namespace xiuhua::cli {
namespace {

Result<void> ExportLists(Session& session, const app::ExportOptions& options, const std::string& password_file) {
  app::ExportOptions with_password = options;
  if (!password_file.empty()) {
    TRY_ASSIGN(with_password.password, RealFiles().Read(password_file));
    while (!with_password.password.empty() && with_password.password.back() == '\n') with_password.password.pop_back();
  }
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  TRY_ASSIGN(const auto outcome, app::Export(*platform, with_password, TerminalProgress(session)));
  PrintLine(fmt::format("{} {} · {} {} · {} {}", session.Say("疑点", "findings"), Thousands(outcome.lists.findings),
                        session.Say("入户户数", "households to walk"), Thousands(outcome.lists.walk_households),
                        session.Say("工作簿", "workbooks"), outcome.lists.files.size()));
  if (outcome.password.empty()) {
    PrintLine(session.Say("没有加密：含个人信息，请只在演示或内网使用。", "Not encrypted: holds personal data."));
  } else {
    PrintLine(session.Say("已加密（7-Zip、WinRAR 可打开）：", "encrypted (7-Zip, WinRAR open it): ") +
              outcome.files.front());
    if (password_file.empty())
      PrintLine(session.Say("口令（另行告知，不要同发）：", "password (send it another way): ") + outcome.password);
  }
  return {};
}

std::string Percent(const findings::Rate& rate) {
  if (rate.of == 0) return "";
  return fmt::format("{}/{} {:.0f}% ({:.0f}-{:.0f})", rate.count, rate.of, 100 * rate.share, 100 * rate.low,
                     100 * rate.high);
}

Result<void> PrintMisses(Session& session, app::Platform& platform, bool households) {
  TRY_ASSIGN(const auto summary, app::ListMisses(platform, households));
  if (!summary.listed) {
    PrintLine(session.Say("没有收到监测对象名单，无法统计漏报。",
                          "No list of monitored households: misses cannot be counted."));
    return {};
  }
  const reports::MissList& misses = summary.misses;
  PrintLine(fmt::format("{}（{} {}）{} · {} {} · {} {}", session.Say("新纳入监测", "taken into monitoring"),
                        session.Say("自", "since"), misses.since, Thousands(misses.admissions),
                        session.Say("没有规则提示过（漏报）", "no rule had warned (misses)"),
                        Thousands(static_cast<int64_t>(misses.lines.size())),
                        session.Say("与底册对不上", "not linked to the register"), Thousands(misses.unlinked)));
  if (!households) return {};
  std::vector<std::vector<std::string>> rows;
  for (const reports::MissLine& line : misses.lines) {
    rows.push_back({line.month, line.township, line.village, line.household_no, line.head_name, line.reason});
  }
  PrintTable({session.Say("识别月份", "month"), session.Say("乡镇", "township"), session.Say("村", "village"),
              session.Say("户号", "household"), session.Say("户主", "head"), session.Say("首要风险", "first risk")},
             rows);
  return {};
}

Result<void> ShowRules(Session& session, bool red_flags, bool misses_only) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  if (misses_only) return PrintMisses(session, *platform, true);
  TRY_ASSIGN(const auto rules, app::ListRules(*platform, red_flags));
  std::vector<std::vector<std::string>> rows;
  for (const app::RuleLine& rule : rules) {
    rows.push_back({rule.id, session.language == Language::kChinese ? rule.title_zh : rule.title_en, rule.effort,
                    Thousands(rule.population), Thousands(rule.hits), Thousands(rule.no_hits),
                    Thousands(rule.cannot_tell), Percent(rule.rates.true_in_fact), Percent(rule.rates.worth),
                    Percent(rule.rates.overturned)});
  }
  PrintTable({session.Say("规则", "rule"), session.Say("名称", "title"), session.Say("方式", "effort"),
              session.Say("对象", "population"), session.Say("命中", "hit"), session.Say("未命中", "no hit"),
              session.Say("无法判断", "cannot tell"), session.Say("属实率", "true in fact"),
              session.Say("值得走", "worth the walk"), session.Say("复核改判", "second look")},
             rows);
  if (red_flags) return {};
  auto counted = PrintMisses(session, *platform, false);
  if (!counted && counted.error().id == app::errors::kNoRunYet.id) return {};  // nothing to count before the first run
  return counted;
}

Result<void> TakePapers(Session& session, flow::PaperKind kind, const std::string& file) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  TRY_ASSIGN(const auto report, app::ImportPapers(*platform, kind, file, TerminalProgress(session)));
  PrintLine(fmt::format("{} {} · {} {} · {} {}", session.Say("行", "rows"), report.rows,
                        session.Say("新记录", "recorded"), report.recorded, session.Say("已有", "already there"),
                        report.repeated));
  for (const flow::PaperProblem& problem : report.problems) {
    PrintLine(fmt::format("  ! {} {}: {}", problem.where.file, problem.where.row, session.Say(problem.zh, problem.en)));
  }
  return {};
}

Result<void> ComparePlaces(Session& session, flow::ComparePlacesRequest request) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  request.as_of = platform->clock().Today();
  TRY_ASSIGN(const auto report, app::ComparePlaces(*platform, request));
  const linkage::PlaceComparison& c = report.comparison;
  std::vector<std::vector<std::string>> rows = {
      {session.Say("代码、名称都一致", "code and name agree"), Thousands(c.agree)},
      {session.Say("同码不同名", "same code, other name"), Thousands(c.name_differs)}};
  for (const auto& [kind, count] : report.differences) rows.push_back({"    " + kind, Thousands(count)});
  rows.push_back({session.Say("只在前者", "only in the first"), Thousands(c.left_only)});
  rows.push_back({session.Say("只在后者", "only in the second"), Thousands(c.right_only)});
  rows.push_back(
      {session.Say("    其中可认为同一地方换了代码（对）", "    of them the same place under another code (pairs)"),
       Thousands(c.moved)});
  rows.push_back({session.Say("    其中待人工认定（对）", "    for a person to judge (pairs)"), Thousands(c.review)});
  PrintTable({session.Say("比对", "comparison"), session.Say("条", "count")}, rows);
  PrintLine(session.Say("工作簿：", "workbook: ") + request.out_file);
  return {};
}

std::string Csv(const std::string& text) {
  std::string out = "\"";
  for (const char c : workbook::Neutralised(text)) {
    out += c;
    if (c == '"') out += c;
  }
  return out + "\"";
}

Result<void> ListPapers(Session& session, flow::PaperKind kind, bool csv) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  TRY_ASSIGN(const auto lines, app::ListPapers(*platform, kind));
  const bool zh = session.language == Language::kChinese;
  const bool exemptions = kind == flow::PaperKind::kExemptions;
  std::vector<std::string> headings = {
      session.Say("编号", "id"),
      exemptions ? session.Say("规则", "rule") : session.Say("用途", "purpose"),
      session.Say("谁", "who"),
      session.Say("地方", "place"),
      exemptions ? session.Say("理由", "reason") : session.Say("材料", "paper"),
      exemptions ? session.Say("批准人", "approver") : session.Say("签字人", "signed by"),
      session.Say("起", "from"),
      session.Say("到期", "until"),
      session.Say("状态", "state")};
  if (exemptions) headings.push_back(session.Say("到期前这样会再提示", "comes back before that on"));
  std::vector<std::vector<std::string>> rows;
  for (const app::PaperListLine& line : lines) {
    const flow::PaperLine& paper = line.paper;
    std::string what = paper.what;
    if (exemptions)
      what += " " + (zh ? line.rule_title_zh : line.rule_title_en) + (paper.key.empty() ? "" : " " + paper.key);
    rows.push_back({std::to_string(paper.id), what, paper.person, paper.place, paper.reason, paper.signed_by,
                    FormatDate(paper.from), FormatDate(paper.until), zh ? line.state_zh : line.state_en});
    if (exemptions) rows.back().push_back(zh ? line.ends_zh : line.ends_en);
  }
  if (!csv) {
    PrintTable(headings, rows);
    return {};
  }
  rows.insert(rows.begin(), headings);
  for (const auto& row : rows) {
    std::string text;
    for (const std::string& cell : row) text += (text.empty() ? "" : ",") + Csv(cell);
    PrintLine(text);
  }
  return {};
}

Result<void> RevokePaper(Session& session, flow::PaperKind kind, int64_t id, const std::string& reason) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  TRY(flow::RevokePaper(platform->lake(), kind, id, reason, platform->clock()));
  PrintLine(session.Say("已撤销，下一次 xiuhua run 生效：", "revoked, from the next xiuhua run on: ") +
            std::to_string(id));
  return {};
}

void AddPapers(CLI::App& program, Session& session, const char* name, const char* about, const char* columns,
               flow::PaperKind kind, std::string& file) {
  CLI::App* command = program.add_subcommand(name, about);
  command->require_subcommand(1);
  CLI::App* import =
      command->add_subcommand("import", std::string("导入名单，表头 / import a list with headings: ") + columns);
  import->add_option("file", file, "csv、xlsx、ods、xls")->required();
  import->callback([&session, kind, &file] {
    session.action = [&session, kind, &file] { return TakePapers(session, kind, file); };
  });
  static bool csv = false;
  static int64_t id = 0;
  static std::string reason;
  CLI::App* list = command->add_subcommand("list", "全部记录：谁批准、理由、到期 / all on record");
  list->add_flag("--csv", csv, "逗号分隔 / as CSV");
  list->callback([&session, kind] { session.action = [&session, kind] { return ListPapers(session, kind, csv); }; });
  CLI::App* revoke = command->add_subcommand("revoke", "撤销一条 / revoke one");
  revoke->add_option("id", id, "编号 / number")->required();
  revoke->add_option("--reason", reason, "理由 / reason")->required();
  revoke->callback(
      [&session, kind] { session.action = [&session, kind] { return RevokePaper(session, kind, id, reason); }; });
}

}  // namespace

void AddLists(CLI::App& program, Session& session) {
  static app::ExportOptions export_options;
  static std::string password_file;
  static bool red_flags = false;
  static bool misses_only = false;
  static std::string paper_file;
  static flow::ComparePlacesRequest places;

  CLI::App* lists =
      program.add_subcommand("export", "导出乡镇、村工作簿和县级汇总 / workbooks for townships, villages, the county");
  lists->add_option("--out", export_options.out_folder, "放到哪个目录 / folder")->required();
  lists->add_option("--recipient", export_options.recipient, "打印在每页的接收单位 / recipient printed on every page");
  lists->add_flag("--plain", export_options.plain, "不加密（只用于演示） / not encrypted (for demonstrations)");
  lists->add_flag("--audit", export_options.audit,
                  "只导出违规疑点，仅供县级审计和纪检 / red flags only, for audit and discipline");
  lists->add_option("--password-file", password_file, "从文件读口令 / read the password from a file");
  lists->callback(
      [&session] { session.action = [&session] { return ExportLists(session, export_options, password_file); }; });

  CLI::App* rules =
      program.add_subcommand("rules", "规则、三个数和核实率 / rules, their three counts and measured rates");
  rules->add_flag("--audit", red_flags,
                  "只看违规疑点规则（仅供审计和纪检） / red-flag rules only (audit and discipline)");
  rules->add_flag("--misses", misses_only,
                  "逐户列出漏报：纳入了监测、事先没有规则提示 / households no rule had warned of");
  rules->callback([&session] { session.action = [&session] { return ShowRules(session, red_flags, misses_only); }; });

  AddPapers(program, session, "exempt", "豁免清单 / exemptions",
            "rule_id, subject_kind, id_number, key, reason, approver, from_date, until_date",
            flow::PaperKind::kExemptions, paper_file);
  AddPapers(program, session, "authorise", "授权书 / signed authorisations",
            "id_number, name, purpose, valid_from, valid_until, signed_by, paper", flow::PaperKind::kAuthorisations,
            paper_file);

  CLI::App* compare = program.add_subcommand("compare-places", "比对两份地名名录 / compare two registers of places");
  compare->add_option("--left", places.left_table, "表名 / table")->required();
  compare->add_option("--right", places.right_table, "表名 / table")->required();
  compare->add_option("--code", places.code_columns, "代码列，可几列相接 / column of the code, or several joined")
      ->delimiter(',')
      ->capture_default_str();
  compare->add_option("--name", places.name_column, "名称列 / column of the name")->capture_default_str();
  compare->add_option("--out", places.out_file, "工作簿 / workbook (.xlsx)")->required();
  compare->callback([&session] { session.action = [&session] { return ComparePlaces(session, places); }; });
}

}  // namespace xiuhua::cli
