// xiuhua review export, import, list, undo.
#include <fmt/format.h>

#include "app/desk.h"
#include "app/importing.h"
#include "cli/session.h"

namespace xiuhua::cli {
namespace {

Result<void> ExportQuestions(Session& session, app::ReviewExportOptions options, const std::string& password_file) {
  if (!password_file.empty()) {
    TRY_ASSIGN(options.password, RealFiles().Read(password_file));
    while (!options.password.empty() && options.password.back() == '\n') options.password.pop_back();
  }
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  TRY_ASSIGN(const auto outcome, app::ExportReview(*platform, options));
  PrintLine(fmt::format("{} {} · {} {} · {} {} · {} {}", session.Say("要认定", "to decide"),
                        Thousands(outcome.report.statements), session.Say("候选行", "lines"),
                        Thousands(outcome.report.lines), session.Say("涉及名单行", "rows they settle"),
                        Thousands(outcome.report.rows), session.Say("底册里找不到的人", "nobody of that name"),
                        Thousands(outcome.report.nobody)));
  if (options.plain) {
    PrintLine(session.Say("工作簿（含个人信息，没有加密）：", "workbook (personal data, not encrypted): ") +
              outcome.path);
    return {};
  }
  PrintLine(session.Say("已加密（7-Zip、WinRAR 可打开）：", "encrypted (7-Zip, WinRAR open it): ") + outcome.path);
  if (password_file.empty()) {
    PrintLine(session.Say("口令（另行告知，不要同发）：", "password (send it another way): ") + outcome.password);
  }
  return {};
}

Result<void> TakeDecisions(Session& session, const std::vector<std::string>& paths) {
  TRY_ASSIGN(const auto files, app::FilesBelow(paths));
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  TRY_ASSIGN(const auto report, app::ImportReview(*platform, files, TerminalProgress(session)));
  PrintLine(fmt::format("{} {} · {} {} · {} {} · {} {} · {} {} · {} {}", session.Say("行", "rows"),
                        Thousands(report.rows), session.Say("新收", "recorded"), Thousands(report.recorded),
                        session.Say("已有相同", "already there"), Thousands(report.repeated),
                        session.Say("与以前的认定相反", "against an earlier decision"),
                        Thousands(report.contradictions), session.Say("待查", "still open"),
                        Thousands(report.still_open), session.Say("未填", "blank"), Thousands(report.blank)));
  for (const flow::ReviewProblem& problem : report.problems) {
    PrintLine(fmt::format("  ! {} {} {}: {}", problem.where.file, problem.where.part, problem.where.row,
                          session.Say(problem.zh, problem.en)));
  }
  if (report.recorded > 0) PrintLine(session.Say("下一次 xiuhua run 生效。", "In force from the next xiuhua run."));
  return {};
}

std::string StateWord(const Session& session, const flow::DecisionLine& line) {
  if (line.undone) return session.Say("已撤销", "undone");
  std::string word = line.in_force ? session.Say("有效", "in force") : session.Say("不再有效", "superseded");
  if (line.contradicted) word += session.Say("（有相反认定）", " (contradicted)");
  return word;
}

Result<void> ListDecisions(Session& session) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  TRY_ASSIGN(const auto decisions, app::ListReview(*platform));
  std::vector<std::vector<std::string>> rows;
  for (const app::ReviewDecision& decision : decisions) {
    const bool zh = session.language == Language::kChinese;
    rows.push_back({std::to_string(decision.line.decision_id), decision.at, decision.line.by_whom,
                    decision.line.same ? session.Say("同一人", "same") : session.Say("不是", "different"),
                    decision.person, zh ? decision.table_title_zh : decision.table_title_en, decision.place,
                    StateWord(session, decision.line)});
  }
  PrintTable({session.Say("编号", "id"), session.Say("日期", "date"), session.Say("认定人", "by"),
              session.Say("认定", "verdict"), session.Say("底册里的人", "person"), session.Say("名单", "list"),
              session.Say("出处", "place"), session.Say("状态", "state")},
             rows);
  return {};
}

Result<void> Undo(Session& session, int64_t decision_id) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  TRY(flow::UndoDecision(platform->lake(), decision_id));
  PrintLine(session.Say("已撤销，下一次 xiuhua run 生效：", "undone from the next xiuhua run on: ") +
            std::to_string(decision_id));
  return {};
}

}  // namespace

void AddReview(CLI::App& program, Session& session) {
  static app::ReviewExportOptions options;
  static std::string password_file;
  static std::vector<std::string> paths;
  static int64_t decision_id = 0;

  CLI::App* review = program.add_subcommand("review", "人工认定：名单上的人是不是底册里的人 / who is who, by a person");
  review->require_subcommand(1);
  CLI::App* out = review->add_subcommand("export", "导出待人工认定的工作簿 / the workbook of open questions");
  out->add_option("--out", options.folder, "放到哪个目录 / folder")->required();
  out->add_option("--recipient", options.recipient, "打印在每页的接收单位 / recipient printed on every page");
  out->add_flag("--plain", options.plain, "不加密（只用于演示） / not encrypted (for demonstrations)");
  out->add_option("--password-file", password_file, "从文件读口令 / read the password from a file");
  out->callback(
      [&session] { session.action = [&session] { return ExportQuestions(session, options, password_file); }; });
  CLI::App* take = review->add_subcommand("import", "收回填好的认定 / take filled workbooks back");
  take->add_option("paths", paths, "文件或文件夹 / files or folders")->required();
  take->callback([&session] { session.action = [&session] { return TakeDecisions(session, paths); }; });
  CLI::App* list = review->add_subcommand("list", "全部认定和状态 / all decisions and their state");
  list->callback([&session] { session.action = [&session] { return ListDecisions(session); }; });
  CLI::App* undo = review->add_subcommand("undo", "撤销一条认定 / undo a decision");
  undo->add_option("id", decision_id, "编号 / number")->required();
  undo->callback([&session] { session.action = [&session] { return Undo(session, decision_id); }; });
}

}  // namespace xiuhua::cli
