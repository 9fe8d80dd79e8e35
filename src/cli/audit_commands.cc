// xiuhua audit list, verify.
#include <fmt/format.h>

#include "app/records.h"
#include "cli/session.h"

namespace xiuhua::cli {
namespace {

// "2026-07-02 14:05:09" in China.
std::string TimeInChina(int64_t at_us) {
  const int64_t seconds = at_us / 1'000'000 + int64_t{8} * 3600;
  const int64_t of_day = seconds % 86'400;
  return fmt::format("{} {:02}:{:02}:{:02}", FormatDate(Date{static_cast<int32_t>(seconds / 86'400)}), of_day / 3600,
                     of_day / 60 % 60, of_day % 60);
}

Result<void> ListAudit(Session& session, const app::AuditQuery& query) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  TRY_ASSIGN(const auto entries, app::ListAudit(*platform, query));
  std::vector<std::vector<std::string>> rows;
  for (const lake::AuditEntry& entry : entries) {
    rows.push_back({std::to_string(entry.event_id), TimeInChina(entry.at_us), entry.actor,
                    app::AuditActionWord(entry.action, session.language == Language::kChinese), entry.subject,
                    entry.detail, entry.hash.substr(0, 12)});
  }
  PrintTable({session.Say("编号", "id"), session.Say("时间", "time"), session.Say("谁", "who"),
              session.Say("做了什么", "what"), session.Say("对什么", "to what"), session.Say("说明", "detail"),
              session.Say("日志号", "hash")},
             rows);
  return {};
}

Result<void> VerifyAudit(Session& session, const std::string& head) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  TRY_ASSIGN(const auto check, app::VerifyAudit(*platform, head));
  PrintLine(fmt::format("{} {} · {} {}", session.Say("操作日志完好，条数", "the audit log is sound, entries"),
                        Thousands(check.entries), session.Say("日志号", "head"), check.head));
  return {};
}

}  // namespace

void AddAudit(CLI::App& program, Session& session) {
  static app::AuditQuery query;
  static std::string head;
  CLI::App* audit = program.add_subcommand("audit", "操作日志：谁在什么时候做了什么 / the audit log");
  audit->require_subcommand(1);
  CLI::App* list = audit->add_subcommand("list", "列出 / list");
  list->add_option("--since", query.since, "从哪一天起 2026-06-30 / from this day on");
  list->add_option("--actor", query.actor, "只看这个人 / only this person");
  list->add_option("--what", query.action, "只看这类：import、run、export … / only this kind");
  list->callback([&session] { session.action = [&session] { return ListAudit(session, query); }; });
  CLI::App* verify = audit->add_subcommand("verify", "核对日志有没有被改过 / has the log been changed");
  verify->add_option("--head", head, "打印件上的日志号，至少八位 / the head on a printed page, at least 8 digits");
  verify->callback([&session] { session.action = [&session] { return VerifyAudit(session, head); }; });
}

}  // namespace xiuhua::cli
