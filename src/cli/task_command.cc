// xiuhua task import, list, show, split, answers, settle, reply, close, similar.
#include <fmt/format.h>

#include "app/importing.h"
#include "app/sealing.h"
#include "app/task_desk.h"
#include "cli/session.h"

namespace xiuhua::cli {
namespace {

struct TaskArguments {
  app::TaskImportOptions import;
  std::string task, out, password_file, key, evidence, reason;
  std::vector<std::string> paths, rules;
  int64_t answer_id = 0;
  bool plain = false, partial = false;
};

std::string MethodWord(const Session& session, const std::string& method) {
  if (method == "id_name") return session.Say("身份证号和姓名", "ID number and name");
  if (method == "id_only") return session.Say("身份证号（来表没有姓名）", "ID number (no name given)");
  if (method == "name_village") return session.Say("姓名加村，仅一人", "name and village, one person");
  if (method == "household_no") return session.Say("户编号", "household number");
  if (method == "head_village") return session.Say("户主加村，仅一户", "head and village, one household");
  if (method == "place") return session.Say("地点", "place");
  if (method == "decision") return session.Say("人工认定", "decided by a person");
  return session.Say("要先认定", "to be decided");
}

Result<void> TakeTask(Session& session, const TaskArguments& arguments) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  TRY_ASSIGN(const auto report, app::ImportTask(*platform, arguments.import, TerminalProgress(session)));
  PrintLine(fmt::format("{} {} · {} {}", tasks::TaskName(report.task.task_id), report.task.title,
                        session.Say("行", "rows"), Thousands(report.rows)));
  for (const tasks::TaskSheet& sheet : report.sheets) {
    if (sheet.header_row == 0) continue;
    std::string known, asked;
    for (const tasks::TaskColumn& column : sheet.columns) {
      if (column.role == tasks::Role::kOther) continue;
      std::string& list = column.role == tasks::Role::kAnswer ? asked : known;
      list += (list.empty() ? "" : "、") + column.heading;
      const bool other_word = column.role != tasks::Role::kAnswer && column.heading != tasks::RoleWord(column.role);
      if (other_word) list += fmt::format("（{}）", tasks::RoleWord(column.role));
    }
    PrintLine(fmt::format("  {} {}：{} {} · {} {} · {} {}", session.Say("工作表", "sheet"), sheet.name,
                          session.Say("表头在第几行", "header row"), sheet.header_row,
                          session.Say("认出的列", "columns known"), known,
                          session.Say("要答复的列", "columns to answer"), asked.empty() ? "-" : asked));
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& [method, count] : report.by_method) rows.push_back({MethodWord(session, method), Thousands(count)});
  PrintTable({session.Say("怎样对上的", "matched by"), session.Say("行", "rows")}, rows);
  const std::string& name = report.task.file_name;
  if (!name.ends_with(".xlsx") && !name.ends_with(".xlsm")) {
    PrintLine(session.Say("注意：来表不是 xlsx，不能原样填回；请另存为 xlsx 重新导入。",
                          "note: the list is no xlsx and cannot be filled in place; save it as xlsx and import that."));
  }
  return {};
}

std::string DueText(const Session& session, const tasks::Task& task) {
  return task.due == 0 ? session.Say("未定", "none") : FormatDate(Date{static_cast<int32_t>(task.due)});
}

std::string StateText(const Session& session, const flow::TaskStatus& status, Date today) {
  if (status.task.state == "closed") return session.Say("已销号", "closed");
  if (status.task.due != 0 && status.task.due < today.days && status.unanswered > 0)
    return session.Say("已逾期", "overdue");
  return status.unanswered + status.disputed == 0 ? session.Say("可送回", "ready") : session.Say("办理中", "open");
}

Result<void> ListAll(Session& session) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  TRY_ASSIGN(const auto all, app::ListTasks(*platform));
  if (all.empty()) {
    PrintLine(session.Say("还没有下发清单。收到上级的表后：xiuhua task import 文件",
                          "no lists from above yet: xiuhua task import FILE"));
    return {};
  }
  std::vector<std::vector<std::string>> rows;
  for (const flow::TaskStatus& s : all) {
    rows.push_back({tasks::TaskName(s.task.task_id), s.task.title, s.task.sender, DueText(session, s.task),
                    s.task.owner, Thousands(s.rows), Thousands(s.unanswered), Thousands(s.disputed),
                    Thousands(s.undecided), StateText(session, s, platform->clock().Today())});
  }
  PrintTable({session.Say("编号", "id"), session.Say("名称", "title"), session.Say("来文单位", "sender"),
              session.Say("期限", "due"), session.Say("承办", "owner"), session.Say("行", "rows"),
              session.Say("未答复", "unanswered"), session.Say("不一致", "disputed"),
              session.Say("待认定", "to decide"), session.Say("状态", "state")},
             rows);
  return {};
}

Result<void> ShowOne(Session& session, const TaskArguments& arguments) {
  TRY_ASSIGN(const int64_t id, app::ParseTask(arguments.task));
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  TRY_ASSIGN(const auto s, app::ShowTask(*platform, id));
  PrintLine(fmt::format("{} {} · {} {} · {} {} · {}", tasks::TaskName(id), s.task.title, session.Say("期限", "due"),
                        DueText(session, s.task), session.Say("承办", "owner"), s.task.owner,
                        StateText(session, s, platform->clock().Today())));
  PrintLine(fmt::format("{} {} · {} {} · {} {} · {} {} · {} {}", session.Say("行", "rows"), Thousands(s.rows),
                        session.Say("未答复", "unanswered"), Thousands(s.unanswered),
                        session.Say("答复不一致", "disputed"), Thousands(s.disputed),
                        session.Say("待认定", "to decide"), Thousands(s.undecided), session.Say("已销号", "closed"),
                        Thousands(s.closed)));
  std::vector<std::vector<std::string>> rows;
  for (const auto& place : s.places) {
    rows.push_back({place.township.empty() ? session.Say("乡镇不明", "place not known") : place.township,
                    Thousands(place.rows), Thousands(place.unanswered), Thousands(place.disputed)});
  }
  PrintTable({session.Say("乡镇", "township"), session.Say("行", "rows"), session.Say("未答复", "unanswered"),
              session.Say("不一致", "disputed")},
             rows);
  for (const auto& d : s.disputes) {
    PrintLine(fmt::format("  {} {} [{}] {}：{} - {}", session.Say("不一致的答复", "disputed answer"), d.answer_id,
                          d.key, d.heading, d.text, d.by_whom));
  }
  return {};
}

// Encrypted unless asked otherwise.
Result<void> GiveOut(Session& session, const TaskArguments& arguments, const std::vector<std::string>& files,
                     const std::string& archive) {
  if (arguments.plain) {
    for (const std::string& file : files) PrintLine("  " + file);
    PrintLine(session.Say("没有加密：含个人信息，请只在演示或内网使用。", "Not encrypted: holds personal data."));
    return {};
  }
  std::string password;
  if (!arguments.password_file.empty()) {
    TRY_ASSIGN(password, RealFiles().Read(arguments.password_file));
    while (!password.empty() && password.back() == '\n') password.pop_back();
  }
  TRY_ASSIGN(const app::Sealed sealed, app::SealFiles(files, arguments.out, archive, password));
  PrintLine(session.Say("已加密（7-Zip、WinRAR 可打开）：", "encrypted (7-Zip, WinRAR open it): ") + sealed.path);
  if (arguments.password_file.empty()) {
    PrintLine(session.Say("口令（另行告知，不要同发）：", "password (send it another way): ") + sealed.password);
  }
  return {};
}

Result<void> Split(Session& session, const TaskArguments& arguments) {
  TRY_ASSIGN(const int64_t id, app::ParseTask(arguments.task));
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  TRY_ASSIGN(const auto report, app::SplitTask(*platform, id, arguments.out, TerminalProgress(session)));
  std::vector<std::vector<std::string>> rows;
  for (const auto& [township, count] : report.rows_by_township) {
    rows.push_back({township.empty() ? session.Say("乡镇不明", "place not known") : township, Thousands(count)});
  }
  PrintTable({session.Say("乡镇", "township"), session.Say("行", "rows")}, rows);
  return GiveOut(session, arguments, report.files, tasks::TaskName(id) + "_分发.zip");
}

Result<void> TakeAnswers(Session& session, const TaskArguments& arguments) {
  TRY_ASSIGN(const auto files, app::FilesBelow(arguments.paths));
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  TRY_ASSIGN(const auto report, app::ImportTaskAnswers(*platform, files, TerminalProgress(session)));
  PrintLine(fmt::format("{} {} · {} {} · {} {} · {} {} · {} {} · {} {}", session.Say("行", "rows"),
                        Thousands(report.rows), session.Say("新收答复", "recorded"), Thousands(report.recorded),
                        session.Say("已有相同", "already there"), Thousands(report.repeated),
                        session.Say("答复不一致", "disputed"), Thousands(report.disputed),
                        session.Say("认定", "decided"), Thousands(report.decided), session.Say("未填", "blank"),
                        Thousands(report.blank)));
  for (const flow::TaskProblem& p : report.problems) {
    PrintLine(fmt::format("  ! {} {} {}: {}", p.where.file, p.where.part, p.where.row, session.Say(p.zh, p.en)));
  }
  return {};
}

Result<void> Settle(Session& session, const TaskArguments& arguments) {
  TRY_ASSIGN(const int64_t id, app::ParseTask(arguments.task));
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  TRY(flow::SettleTaskAnswer(platform->lake(), id, arguments.answer_id, arguments.reason, session.settings.actor,
                             platform->clock()));
  PrintLine(session.Say("以这条答复为准：", "this answer holds: ") + std::to_string(arguments.answer_id));
  return {};
}

Result<void> Reply(Session& session, const TaskArguments& arguments) {
  TRY_ASSIGN(const int64_t id, app::ParseTask(arguments.task));
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  TRY_ASSIGN(const auto report,
             app::ReplyToTask(*platform, id, arguments.out, arguments.partial, TerminalProgress(session)));
  PrintLine(fmt::format("{} {} · {} {} · {} {}", session.Say("来表已填好：", "the sender's file, filled: "),
                        report.file, session.Say("填写", "cells"), Thousands(report.cells),
                        session.Say("未答复行", "rows unanswered"), Thousands(report.unanswered)));
  PrintLine(session.Say("除这些单元格外与来表逐字节相同；文件含个人信息，请按来文要求的渠道报送。",
                        "Apart from these cells it is the sender's file byte for byte; it holds personal data."));
  return {};
}

Result<void> Close(Session& session, const TaskArguments& arguments) {
  TRY_ASSIGN(const int64_t id, app::ParseTask(arguments.task));
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  TRY_ASSIGN(const int64_t closed, flow::CloseTaskRows(platform->lake(), id, arguments.key, arguments.evidence,
                                                       session.settings.actor, platform->clock()));
  PrintLine(session.Say("销号行数：", "rows closed: ") + Thousands(closed));
  return {};
}

Result<void> Similar(Session& session, const TaskArguments& arguments) {
  TRY_ASSIGN(const int64_t id, app::ParseTask(arguments.task));
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  TRY_ASSIGN(const auto report, app::FindSimilar(*platform, id, arguments.out, arguments.rules));
  std::vector<std::vector<std::string>> rows;
  for (const flow::TaskSimilar& s : report.rules)
    rows.push_back({s.rule_id, Thousands(s.on_list), Thousands(s.others)});
  PrintTable({session.Say("规则", "rule"), session.Say("来表上的户", "households on the list"),
              session.Say("来表外的同类", "others like them")},
             rows);
  return GiveOut(session, arguments, {report.file}, tasks::TaskName(id) + "_举一反三.zip");
}

void AddOut(CLI::App& command, TaskArguments& a) {
  command.add_option("--out", a.out, "放到哪个目录 / folder")->required();
  command.add_flag("--plain", a.plain, "不加密 / leave workbooks unencrypted");
  command.add_option("--password-file", a.password_file, "口令取自文件 / password from this file");
}

}  // namespace

void AddTask(CLI::App& program, Session& session) {
  static TaskArguments a;
  CLI::App* task = program.add_subcommand("task", "上级下发清单：收、分、填、原样送回 / lists sent from above");
  task->require_subcommand(1);
  const auto add = [&](const char* name, const char* about, auto act) {
    CLI::App* command = task->add_subcommand(name, about);
    command->callback([&session, act] { session.action = [&session, act] { return act(session, a); }; });
    return command;
  };
  const auto with_id = [&](CLI::App* command) {
    command->add_option("task", a.task, "清单编号，如 T000001 / its number")->required();
    return command;
  };
  CLI::App* take = add("import", "收下来表，认列、对人 / take a list in", TakeTask);
  take->add_option("file", a.import.file, "来表（xlsx）/ the sender's workbook")->required();
  take->add_option("--title", a.import.title, "名称，默认取文件名 / title");
  take->add_option("--from", a.import.sender, "来文单位 / sender");
  take->add_option("--due", a.import.due, "报回期限，如 2026-07-03 / deadline");
  take->add_option("--owner", a.import.owner, "承办人 / who is responsible");
  take->add_option("--answer", a.import.answers, "要答复的列：表头或列号，可多次 / columns to answer");
  add("list", "全部清单和进度 / all lists", [](Session& s, const TaskArguments&) { return ListAll(s); });
  with_id(add("show", "一份清单：缺哪些、哪些不一致 / one list", ShowOne));
  AddOut(*with_id(add("split", "按乡镇、村分发核查表 / workbooks for townships", Split)), a);
  add("answers", "收回填好的表 / take filled workbooks back", TakeAnswers)
      ->add_option("paths", a.paths, "文件或文件夹 / files or folders")
      ->required();
  CLI::App* settle = with_id(add("settle", "答复不一致时，以哪条为准 / which of two answers holds", Settle));
  settle->add_option("--take", a.answer_id, "答复编号 / number of the answer")->required();
  settle->add_option("--reason", a.reason, "理由 / reason")->required();
  CLI::App* reply = with_id(add("reply", "把答复填进来文单位自己的表 / the sender's own file, filled", Reply));
  reply->add_option("--out", a.out, "放到哪个目录 / folder")->required();
  reply->add_flag("--partial", a.partial, "没答完也先送 / although rows are missing");
  CLI::App* close = with_id(add("close", "销号 / close rows with evidence", Close));
  close->add_option("--row", a.key, "系统键；不写 = 全部已答复的行 / key; default all answered rows");
  close->add_option("--evidence", a.evidence, "佐证材料 / what proves it")->required();
  CLI::App* similar = with_id(add("similar", "举一反三：来表外的同类户 / like cases outside the list", Similar));
  AddOut(*similar, a);
  similar->add_option("--rule", a.rules, "只看这些规则 / only these rules");
}

}  // namespace xiuhua::cli
