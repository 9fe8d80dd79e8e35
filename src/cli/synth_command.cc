// xiuhua synth: makes the fictional county; xiuhua score: measures findings against its planted truth.
#include <fmt/format.h>

#include "app/running.h"
#include "cli/session.h"
#include "flow/newest.h"
#include "synth/score.h"
#include "synth/synth.h"

namespace xiuhua::cli {
namespace {

struct SynthChoice {
  std::string out = "demo/county";
  std::string scale = "county";
  std::string format = "mixed";
  int months = 3;
  uint64_t seed = 20260630;
};

Result<void> MakeCounty(Session& session, const SynthChoice& choice) {
  synth::SynthOptions options;
  options.out_folder = choice.out;
  TRY_ASSIGN(options.scale, synth::ParseScale(choice.scale));
  TRY_ASSIGN(options.format, synth::ParseFormat(choice.format));
  options.packs_folder = session.settings.packs_folder;
  options.months = choice.months;
  options.seed = choice.seed;
  options.threads = session.settings.threads;
  options.progress = &TerminalProgress(session);
  TRY_ASSIGN(const synth::SynthReport report, synth::MakeCounty(options));
  PrintLine(session.Say("虚构的示例县（演示数据 人员虚构）：", "a fictional county (演示数据 人员虚构): ") +
            choice.out);
  PrintLine(fmt::format("  {} {} · {} {} · {} {} · {} {} · {} {}", session.Say("户籍人口", "registered"),
                        Thousands(report.registered_people), session.Say("户", "households"),
                        Thousands(report.households), session.Say("文件", "files"), report.files,
                        session.Say("数据源", "sources"), report.sources.size(), session.Say("行", "rows"),
                        Thousands(report.rows)));
  return {};
}

Result<void> ScoreDemo(Session& session, const std::string& truth, const std::string& groups, const std::string& out) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  TRY_ASSIGN(const auto newest, flow::FindNewestRun(platform->lake()));
  TRY(app::WriteFindingsCsv(*platform, out));
  const std::string month = newest ? FormatDate(newest->as_of).substr(0, 7) : std::string();
  TRY_ASSIGN(const synth::ScoreCard card, synth::ScoreFiles(truth + "/truth.csv", out, groups, month));
  PrintLine(synth::RenderScore(card));
  return {};
}

}  // namespace

void AddSynth(CLI::App& program, Session& session) {
  static SynthChoice choice;
  CLI::App* command = program.add_subcommand("synth", "生成虚构的示例县 / make a fictional county");
  command->add_option("--out", choice.out, "放到哪里（须为空） / where (must be empty)")->capture_default_str();
  command->add_option("--scale", choice.scale, "village | county | prefecture")->capture_default_str();
  command->add_option("--format", choice.format, "mixed | csv | xlsx")->capture_default_str();
  command->add_option("--months", choice.months, "1-3")->check(CLI::Range(1, 3))->capture_default_str();
  command->add_option("--seed", choice.seed, "同一种子出同样的数据 / same seed, same bytes")->capture_default_str();
  command->callback([&session] { session.action = [&session] { return MakeCounty(session, choice); }; });

  static std::string truth;
  static std::string groups = "docs/demo-rule-groups.csv";
  static std::string out = "findings.csv";
  CLI::App* score =
      program.add_subcommand("score", "把演示县的疑点与埋下的真相对照 / the demo's findings against its truth");
  score->add_option("--truth", truth, "真相目录 / truth folder")->required();
  score->add_option("--rule-groups", groups, "规则与组的对照 / rule groups")->capture_default_str();
  score->add_option("--out", out, "疑点 CSV 写到哪里 / where the findings CSV goes")->capture_default_str();
  score->callback([&session] { session.action = [&session] { return ScoreDemo(session, truth, groups, out); }; });
}

}  // namespace xiuhua::cli
