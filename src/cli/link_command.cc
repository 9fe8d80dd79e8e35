// xiuhua link: who is who in any tables (docs/formats/link-spec.md).
#include <fmt/format.h>

#include "app/errors.h"
#include "base/files.h"
#include "cli/session.h"
#include "linkage/auto_spec.h"
#include "linkage/link.h"

namespace xiuhua::cli {
namespace {

struct LinkArguments {
  std::string spec;
  bool propose = false;  // --auto
  std::vector<std::string> inputs;
  std::string out;
  std::string model;
};

// NAME=FILE; a bare file takes its own name without folder and ending.
std::vector<linkage::LinkInput> Inputs(const std::vector<std::string>& given) {
  std::vector<linkage::LinkInput> inputs;
  for (const std::string& text : given) {
    const size_t equal = text.find('=');
    if (equal != std::string::npos && equal > 0) {
      inputs.push_back({text.substr(0, equal), text.substr(equal + 1)});
      continue;
    }
    const size_t slash = text.find_last_of('/');
    const std::string file = slash == std::string::npos ? text : text.substr(slash + 1);
    inputs.push_back({file.substr(0, file.find('.')), text});
  }
  return inputs;
}

// Writes OUT/spec.yaml.
Result<std::string> ProposeFor(Session& session, const LinkArguments& arguments) {
  std::vector<linkage::AutoInput> inputs;
  for (const linkage::LinkInput& input : Inputs(arguments.inputs)) inputs.push_back({input.name, input.path});
  linkage::AutoOptions options;
  options.threads = session.settings.threads;
  options.memory_mb = session.settings.memory_limit_mb;
  TRY_ASSIGN(const std::string text, linkage::ProposeSpec(inputs, options));
  const std::string path = arguments.out + "/spec.yaml";
  TRY(RealFiles().MakeFolder(arguments.out));
  TRY(RealFiles().WriteDurably(path, text));
  PrintLine(fmt::format(
      "{}: {}", session.Say("提出的规格，可改后用 --spec 再跑", "the proposed spec; edit it and run it with --spec"),
      path));
  return path;
}

Result<void> RunLinkCommand(Session& session, const LinkArguments& arguments) {
  TRY_ASSIGN(const std::string path, arguments.propose ? ProposeFor(session, arguments) : arguments.spec);
  TRY_ASSIGN(const linkage::LinkSpec spec, linkage::LoadLinkSpec(path));
  linkage::LinkOptions options;
  options.threads = session.settings.threads;
  options.memory_mb = session.settings.memory_limit_mb;
  options.model_path = arguments.model;
  TRY_ASSIGN(const auto run, linkage::RunLink(spec, Inputs(arguments.inputs), options, TerminalProgress(session)));
  TRY(linkage::WriteLinkRun(*run, arguments.out));
  std::vector<std::vector<std::string>> rows;
  for (const linkage::RuleBlocks& rule : run->blocks->rules()) {
    rows.push_back({rule.count.shown, Thousands(rule.count.records), Thousands(rule.count.pairs),
                    Thousands(rule.count.largest_block), Thousands(rule.count.left_out_records)});
  }
  PrintTable({session.Say("规则", "rule"), session.Say("有键的行", "rows with a key"), session.Say("对数", "pairs"),
              session.Say("最大组", "largest block"), session.Say("未比的行", "rows left out")},
             rows);
  PrintLine(fmt::format("{} {} · {} {} · {} {} · {} {:.0f}", session.Say("行", "rows"), Thousands(run->table.records()),
                        session.Say("比较", "compared"), Thousands(run->scores.scored), session.Say("实体", "entities"),
                        Thousands(run->clustering.clusters), session.Say("预计匹配", "expected matches"),
                        run->model.expected_matches));
  for (const linkage::StageTime& stage : run->times)
    PrintLine(fmt::format("  {:8} {:.2f} s", stage.name, stage.seconds));
  return {};
}

}  // namespace

void AddLink(CLI::App& program, Session& session) {
  static LinkArguments arguments;
  CLI::App* link = program.add_subcommand("link", "在任意表之间找同一人 / who is who in any tables");
  CLI::App* how = link->add_option_group("how");
  how->add_option("--spec", arguments.spec, "比对规格（YAML） / link spec");
  how->add_flag("--auto", arguments.propose,
                "按列名和内容自动提出规格并运行 / propose a spec from the columns and run it");
  how->require_option(1);
  link->add_option("--input", arguments.inputs, "名称=文件（csv、parquet），可多次 / NAME=FILE, repeatable")
      ->required();
  link->add_option("--out", arguments.out, "输出目录 / output folder")->required();
  link->add_option("--model", arguments.model, "用这个模型打分，不再学习 / score with this model");
  link->callback([&session] { session.action = [&session] { return RunLinkCommand(session, arguments); }; });
}

}  // namespace xiuhua::cli
