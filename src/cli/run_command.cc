// xiuhua run: the main job, and its summary on the terminal.
#include <fmt/format.h>

#include "app/errors.h"
#include "app/running.h"
#include "cli/session.h"

namespace xiuhua::cli {
namespace {

struct RunChoice {
  std::string as_of;
  bool baseline = false;
  bool explain = false;
  std::vector<std::string> rules;
};

std::string KindWord(const Session& session, const std::string& kind) {
  if (kind == "risk") return session.Say("风险预警", "risk");
  if (kind == "mismatch") return session.Say("数据不一致", "mismatch");
  if (kind == "entitlement") return session.Say("应享未享", "entitlement");
  if (kind == "gap") return session.Say("责任空档", "gap");
  return session.Say("隐患", "hazard");
}

std::string EffortWord(const Session& session, const std::string& effort) {
  if (effort == "walk") return session.Say("入户", "walk");
  return effort == "phone" ? session.Say("电话", "phone") : session.Say("案头", "desk");
}

std::string MethodWord(const Session& session, const std::string& method) {
  if (method == "id_name") return session.Say("证件号加姓名", "ID number and name");
  if (method == "probabilistic") return session.Say("多项合起来（概率）", "several facts together (probable)");
  if (method == "masked_area") return session.Say("遮挡号加姓名加村", "masked number, name, village");
  if (method == "base_row") return session.Say("底册本行", "base register's own row");
  if (method == "decision") return session.Say("人工认定", "decided by a person");
  return method;
}

std::string PairWord(const Session& session, const std::string& kind) {
  if (kind == "id_other_name") return session.Say("同号不同名", "same ID, other name");
  if (kind == "name_birth_other_id") return session.Say("同名同生日不同号", "same name and birth, other ID");
  if (kind == "several") return session.Say("多个候选", "several candidates");
  if (kind == "no_id") return session.Say("没有证件号", "no ID number");
  if (kind == "repair") return session.Say("号码疑似录错一位", "ID number mistyped");
  return kind;
}

void PrintMatching(const Session& session, const flow::RunReport& report) {
  std::map<std::string, int64_t> methods;
  int64_t rows = 0;
  int64_t unlinked = 0;
  for (const auto& [table, links] : report.links.tables) {
    rows += links.rows;
    unlinked += links.unlinked;
    for (const auto& [method, count] : links.by_method) methods[method] += count;
  }
  std::string line = fmt::format("{} {}", session.Say("同一人关联：行", "matching: rows"), Thousands(rows));
  for (const auto& [method, count] : methods)
    line += fmt::format(" · {} {}", MethodWord(session, method), Thousands(count));
  PrintLine(line + fmt::format(" · {} {}", session.Say("未关联", "not linked"), Thousands(unlinked)));
  std::string waiting;
  for (const auto& [kind, count] : report.links.pairs_by_kind)
    waiting += fmt::format(" · {} {}", PairWord(session, kind), Thousands(count));
  if (!waiting.empty()) PrintLine(session.Say("待人工认定的行：", "rows waiting for a person:") + waiting);
  const linkage::LinkReport& links = report.links;
  if (links.quarantined > 0) {
    PrintLine(fmt::format(
        "{} {} · {} {} · {} {}", session.Say("待改行里写到的人", "people named by quarantined rows"),
        Thousands(links.quarantined), session.Say("认得出，不当作“没有”", "known, not taken for gone"),
        Thousands(links.quarantined_known), session.Say("认不出，比对中可能被当作“没有”", "not known, may look gone"),
        Thousands(links.quarantined - links.quarantined_known)));
  }
}

void PrintRegister(const Session& session, const flow::RunReport& report) {
  const registry::RegisterReport& r = report.registered;
  PrintLine(fmt::format("{} {} · {} {} · {} {} · {} {} · {} {} · {} {}",
                        session.Say("底册：登记", "register: registered"), Thousands(r.registered),
                        session.Say("户", "households"), Thousands(r.households), session.Say("沿用编号", "kept ids"),
                        Thousands(r.kept), session.Say("新增", "new"), Thousands(r.minted), session.Say("离开", "gone"),
                        Thousands(r.gone), session.Say("只在其他名单出现", "only in other lists"),
                        Thousands(r.outsiders)));
  if (r.without_valid_id > 0 || r.villages_short > 0) {
    PrintLine(fmt::format("  ! {} {} · {} {}（{} {}）",
                          session.Say("证件号无效、别的部门查不到的人", "cannot be seen: no valid ID"),
                          Thousands(r.without_valid_id),
                          session.Say("登记人数少于村自报的村", "villages with fewer registered than their own count"),
                          Thousands(r.villages_short), session.Say("差", "short by"), Thousands(r.persons_short)));
  }
}

void PrintSummary(const Session& session, const flow::RunReport& report) {
  PrintLine("");
  PrintLine(fmt::format("{} {} · {} {} · {} {} · {} {} · {} {}", session.Say("数据截止", "as of"),
                        FormatDate(report.as_of), session.Say("报送", "deliveries"), report.deliveries,
                        session.Say("行", "rows"), Thousands(report.delivery_rows), session.Say("待改", "quarantined"),
                        Thousands(report.quarantined), session.Say("留置", "set aside"), Thousands(report.set_aside)));
  PrintRegister(session, report);
  PrintMatching(session, report);
  PrintLine("");
  std::vector<std::vector<std::string>> rows;
  for (const flow::KindCount& kind : report.kinds) {
    rows.push_back({KindWord(session, kind.kind), EffortWord(session, kind.effort), Thousands(kind.findings),
                    Thousands(kind.fresh), Thousands(kind.subjects)});
  }
  PrintTable({session.Say("疑点", "findings"), session.Say("方式", "effort"), session.Say("条", "count"),
              session.Say("其中新增", "new"), session.Say("对象", "subjects")},
             rows);
  PrintLine("");
  PrintLine(fmt::format("{} {}：{} {} + {} {} + {} {}", session.Say("规则问过的对象（次）", "asked (subjects × rules)"),
                        Thousands(report.population), session.Say("命中", "hit"), Thousands(report.hits),
                        session.Say("未命中", "no hit"), Thousands(report.no_hits),
                        session.Say("无法判断", "cannot tell"), Thousands(report.cannot_tell)));
  PrintLine(fmt::format("{} {} · {} {} · {} {}", session.Say("本月入户", "walks this month: households"),
                        Thousands(report.walk_households), session.Say("超出每村上限，未派", "under the village's cut"),
                        Thousands(report.walk_cut), session.Say("已消除的疑点", "cleared"), Thousands(report.cleared)));
  if (report.second_look) {
    const findings::SecondDraw& draw = *report.second_look;
    PrintLine(fmt::format("{} {} · {} {} · {} {}", session.Say("复核抽查：新答复“3 到 8”", "second look: answers 3-8"),
                          Thousands(draw.pool), session.Say("抽出", "drawn"),
                          Thousands(static_cast<int64_t>(draw.looks.size())), session.Say("种子", "seed"),
                          draw.seed.substr(0, 16)));
  }
  for (const std::string& parameter : report.parameters_unset) {
    PrintLine("  ! " + session.Say("参数没有有效值，相关规则回答“无法判断”：", "parameter without a value in force: ") +
              parameter);
  }
  for (const rules::RuleOutcome& outcome : report.rules.rules) {
    if (outcome.failed) PrintLine("  ✗ " + outcome.rule_id + " " + Render(*outcome.failed, session.language));
  }
  std::string times;
  double total = 0;
  for (const flow::StageTime& time : report.times) {
    times += fmt::format("{}{} {:.1f} s", times.empty() ? "" : " · ",
                         session.language == Language::kChinese ? time.zh : time.en, time.seconds);
    total += time.seconds;
  }
  PrintLine(fmt::format("{}（{:.1f} s）", times, total));
}

Result<void> RunMainJob(Session& session, const RunChoice& choice) {
  app::RunOptions options{.baseline = choice.baseline, .rules = choice.rules};
  TRY_ASSIGN(const auto platform,
             app::Platform::Open(session.settings, choice.explain ? lake::Access::kRead : lake::Access::kWrite));
  options.as_of = platform->clock().Today();
  if (!choice.as_of.empty()) {
    const auto date = ParseIsoDate(choice.as_of);
    if (!date) return Fail(app::errors::kNotADate, {choice.as_of});
    options.as_of = *date;
  }
  Progress& progress = TerminalProgress(session);
  if (choice.explain) {
    TRY_ASSIGN(const auto lines, app::ExplainRun(*platform, options, session.language == Language::kChinese, progress));
    for (const std::string& line : lines) PrintLine(line);
    return {};
  }
  TRY_ASSIGN(const flow::RunReport report, app::Run(*platform, options, progress));
  PrintSummary(session, report);
  return {};
}

}  // namespace

void AddRun(CLI::App& program, Session& session) {
  static RunChoice choice;
  CLI::App* command = program.add_subcommand("run", "比对：从有效报送到疑点 / from deliveries in force to findings");
  command->add_option("--as-of", choice.as_of, "数据截止日 2026-06-30，默认今天 / as-of date, default today");
  command->add_flag("--baseline", choice.baseline,
                    "首次运行：把存量分摊到以后各月 / spread a first run's stock over months");
  command->add_flag("--explain", choice.explain, "只说明会做什么 / only say what would be done");
  command->add_option("--rule", choice.rules, "只跑这些规则 / only these rules");
  command->callback([&session] { session.action = [&session] { return RunMainJob(session, choice); }; });
}

}  // namespace xiuhua::cli
