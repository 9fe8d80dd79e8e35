// xiuhua pack lint, pack test: checks packs and runs the small tables that stand beside every rule.
#include <fmt/format.h>

#include "app/errors.h"
#include "cli/session.h"
#include "rules/lint.h"
#include "rules/test_runner.h"

namespace xiuhua::cli {
namespace {

std::string SiteFolder(const Session& session) { return session.settings.data_folder + "/site"; }

Result<void> LintPacks(Session& session) {
  rules::Problems problems;
  TRY_ASSIGN(auto set, rules::ReadRuleSet(session.settings.packs_folder, SiteFolder(session), problems));
  TRY_ASSIGN(const auto checked, rules::Lint(std::move(set), problems));
  for (const Error& problem : problems.all()) PrintLine(Render(problem, session.language));
  PrintLine(fmt::format("{} {} · {} {} · {} {} · {} {}", session.Say("规则", "rules"), checked.set.rules.size(),
                        session.Say("共享列", "facts"), checked.set.facts.size(), session.Say("参数", "parameters"),
                        checked.set.params.size(), session.Say("问题", "problems"), problems.count()));
  if (problems.empty()) return {};
  return Fail(problems.all().front());
}

Result<void> TestPacks(Session& session, const std::string& rule) {
  TRY_ASSIGN(const auto checked, rules::LoadRules(session.settings.packs_folder, SiteFolder(session)));
  TRY_ASSIGN(const auto report, rules::RunPackTests(checked, rule));
  PrintLine(rules::RenderTestReport(report));
  const int64_t failed = report.failed();
  PrintLine(fmt::format("{} passed, {} failed", static_cast<int64_t>(report.cases.size()) - failed, failed));
  if (failed == 0) return {};
  return Fail(app::errors::kPackTestsFailed, {std::to_string(failed)});
}

}  // namespace

void AddPack(CLI::App& program, Session& session) {
  static std::string rule;
  CLI::App* pack = program.add_subcommand("pack", "业务包 / packs");
  pack->require_subcommand(1);
  CLI::App* lint = pack->add_subcommand("lint", "检查业务包的每个文件 / check every file of the packs");
  lint->callback([&session] { session.action = [&session] { return LintPacks(session); }; });
  CLI::App* test = pack->add_subcommand("test", "运行规则自带的小表测试 / run the rules' own tests");
  test->add_option("rule", rule, "只测这一条，如 RP-003 / only this rule");
  test->callback([&session] { session.action = [&session] { return TestPacks(session, rule); }; });
}

}  // namespace xiuhua::cli
