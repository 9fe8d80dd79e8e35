// xiuhua answers import, list, draws, settle, undo.
#include <fmt/format.h>

#include "app/answering.h"
#include "app/importing.h"
#include "app/running.h"
#include "cli/session.h"

namespace xiuhua::cli {
namespace {

Result<void> TakeAnswers(Session& session, const std::vector<std::string>& paths) {
  TRY_ASSIGN(const auto files, app::FilesBelow(paths));
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  TRY_ASSIGN(const auto report, app::ImportAnswers(*platform, files, TerminalProgress(session)));
  PrintLine(fmt::format("{} {} · {} {} · {} {} · {} {} · {} {}", session.Say("清单行", "rows"), Thousands(report.rows),
                        session.Say("新收", "recorded"), Thousands(report.recorded),
                        session.Say("已有相同", "already there"), Thousands(report.repeated),
                        session.Say("答案不一致", "contradicting"), Thousands(report.conflicts),
                        session.Say("未填", "blank"), Thousands(report.blank)));
  if (report.second_looks > 0) {
    PrintLine(fmt::format("{} {}", session.Say("其中复核", "of them second looks"), Thousands(report.second_looks)));
  }
  for (const flow::AnswerProblem& problem : report.problems) {
    PrintLine(fmt::format("  ! {} {} {}: {}", problem.where.file, problem.where.part, problem.where.row,
                          session.Say(problem.zh, problem.en)));
  }
  return {};
}

std::string AnswerCell(const findings::GivenAnswer& answer, int64_t held) {
  std::string cell = fmt::format("{}{}={}", answer.answer_id == held ? "*" : "", answer.answer_id, answer.code);
  if (answer.second_look) cell += "（复核）";
  return cell + " " + answer.by_whom + (answer.detail.empty() ? "" : " " + answer.detail);
}

std::string StateOf(const Session& session, const findings::AnsweredFinding& finding) {
  if (finding.contradicted) return session.Say("待裁定", "to settle");
  if (finding.settled_by.empty()) return session.Say("一致", "agreed");
  return session.Say("已裁定：", "settled: ") + finding.settled_by + " " + finding.settled_reason;
}

Result<void> ListAnswers(Session& session, const app::AnswerListOptions& options) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  TRY_ASSIGN(const auto lines, app::ListAnswers(*platform, options));
  std::vector<std::vector<std::string>> rows;
  for (const app::AnswerLine& line : lines) {
    const findings::AnsweredFinding& finding = line.finding;
    std::string answers;
    for (const findings::GivenAnswer& answer : finding.answers) {
      answers +=
          (answers.empty() ? "" : " ｜ ") + AnswerCell(answer, finding.contradicted ? 0 : finding.held_answer_id);
    }
    rows.push_back({finding.short_code, finding.card.township_name + finding.card.village_name, finding.card.head_name,
                    session.language == Language::kChinese ? line.rule_title_zh : line.rule_title_en,
                    StateOf(session, finding), answers});
  }
  PrintTable({session.Say("短码", "code"), session.Say("地方", "place"), session.Say("户主", "head"),
              session.Say("疑点", "finding"), session.Say("状态", "state"),
              session.Say("核实结果（编号=结果，* 为准）", "answers (number=code, * holds)")},
             rows);
  PrintLine(fmt::format("{} {}", session.Say("有答复的疑点", "answered findings"), rows.size()));
  return {};
}

Result<void> Settle(Session& session, const findings::SettleRequest& request) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  TRY(findings::SettleAnswers(platform->lake(), request, platform->clock()));
  PrintLine(fmt::format("{} {} · {} {} · {} {}", session.Say("已裁定", "settled"), request.finding,
                        session.Say("以编号为准", "answer"), request.answer_id, session.Say("裁定人", "by"),
                        session.settings.actor));
  PrintLine(session.Say("下一次 xiuhua run 生效。", "In force from the next xiuhua run."));
  return {};
}

Result<void> UndoSettlement(Session& session, const findings::SettleRequest& request) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  TRY(findings::UndoSettlement(platform->lake(), request.finding, request.reason, platform->clock()));
  PrintLine(session.Say("裁定已撤销，疑点回到待裁定：", "settlement undone, back in the queue: ") + request.finding);
  return {};
}

Result<void> ShowDraws(Session& session) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  TRY_ASSIGN(const auto checks, app::RepeatSecondLookDraws(*platform));
  std::vector<std::vector<std::string>> rows;
  for (const findings::DrawCheck& check : checks) {
    rows.push_back({std::to_string(check.draw_id), Thousands(check.draw.pool),
                    Thousands(static_cast<int64_t>(check.draw.looks.size())), Thousands(check.answered),
                    check.same ? session.Say("一致", "the same") : session.Say("不一致", "DIFFERENT"),
                    check.draw.seed});
  }
  PrintTable({session.Say("抽签", "draw"), session.Say("答复", "answers"), session.Say("抽出", "drawn"),
              session.Say("已复核", "looked at"), session.Say("重抽", "drawn again"), session.Say("种子", "seed")},
             rows);
  return {};
}

}  // namespace

void AddAnswers(CLI::App& program, Session& session) {
  static std::vector<std::string> files;
  static app::AnswerListOptions listed;
  static findings::SettleRequest settled;

  CLI::App* answers = program.add_subcommand("answers", "核实结果 / answers");
  answers->require_subcommand(1);
  CLI::App* take = answers->add_subcommand("import", "收回填好的清单 / take filled lists back");
  take->add_option("paths", files, "文件或文件夹 / files or folders")->required();
  take->callback([&session] { session.action = [&session] { return TakeAnswers(session, files); }; });

  CLI::App* list = answers->add_subcommand("list", "有答复的疑点 / findings that were answered");
  list->add_flag("--contradictory", listed.contradicted_only,
                 "只看答案互相矛盾、等人裁定的 / only those whose answers contradict each other");
  list->add_option("--area", listed.area, "乡镇或村的名称或代码 / name or code of a township or village");
  list->add_flag("--audit", listed.red_flags, "只看违规疑点（仅供审计和纪检） / red flags only (audit and discipline)");
  list->callback([&session] { session.action = [&session] { return ListAnswers(session, listed); }; });

  CLI::App* draws = answers->add_subcommand(
      "draws", "复核抽查：每次抽签，并重抽一遍核对 / draws for a second look, drawn again to check");
  draws->callback([&session] { session.action = [&session] { return ShowDraws(session); }; });

  CLI::App* settle = answers->add_subcommand("settle", "答案矛盾时裁定以哪一条为准 / which answer holds");
  settle->add_option("finding", settled.finding, "短码 / short code")->required();
  settle->add_option("--take", settled.answer_id, "为准的那条的编号 / number of the answer that holds")->required();
  settle->add_option("--reason", settled.reason, "理由 / reason")->required();
  settle->callback([&session] { session.action = [&session] { return Settle(session, settled); }; });

  CLI::App* undo = answers->add_subcommand("undo", "撤销裁定 / undo a settlement");
  undo->add_option("finding", settled.finding, "短码 / short code")->required();
  undo->add_option("--reason", settled.reason, "理由 / reason")->required();
  undo->callback([&session] { session.action = [&session] { return UndoSettlement(session, settled); }; });
}

}  // namespace xiuhua::cli
