// xiuhua link: who is who in any tables (docs/formats/link-spec.md).
#include <fmt/format.h>

#include "app/errors.h"
#include "base/files.h"
#include "cli/session.h"
#include "linkage/auto_spec.h"
#include "linkage/evaluate.h"
#include "linkage/link.h"
#include "linkage/link_explain.h"
#include "linkage/link_review.h"
#include "sql/engine.h"

namespace xiuhua::cli {
namespace {

struct LinkArguments {
  std::string spec;
  bool propose = false;  // --auto
  std::vector<std::string> inputs;
  std::string out;
  std::string model;
  std::string labels;
  std::vector<std::string> explain;  // two records
};

struct EvaluateArguments {
  linkage::EvaluateRequest request;
  std::string thresholds_file;
  bool json = false;
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

Result<void> SayWhatLabelsSay(Session& session, const std::string& path) {
  TRY_ASSIGN(const auto engine, sql::Engine::Open({.threads = 1}));
  TRY_ASSIGN(const linkage::Labels labels, linkage::ReadLabels(*engine, path));
  const linkage::LabelEstimate estimate = linkage::EstimateFromLabels(labels.judged);
  const auto Shown = [](const linkage::Share& share) {
    return share.known ? fmt::format("{:.4f} [{:.4f}, {:.4f}]", share.value, share.low, share.high) : std::string("-");
  };
  PrintLine(fmt::format("{} {} · {} {} · {} {} · {} {}", session.Say("认定", "judged"), Thousands(estimate.judged),
                        session.Say("其中是", "of these same"), Thousands(estimate.said_same),
                        session.Say("查准率 [95%]", "precision [95 %]"), Shown(estimate.precision),
                        session.Say("查全率（候选对之内） [95%]", "recall among candidate pairs [95 %]"),
                        Shown(estimate.recall)));
  return {};
}

Result<void> RunEvaluate(Session& session, const EvaluateArguments& arguments) {
  TRY_ASSIGN(const auto engine, sql::Engine::Open({.threads = session.settings.threads,
                                                   .memory_limit_mb = session.settings.memory_limit_mb}));
  TRY_ASSIGN(const linkage::Evaluation evaluation, linkage::EvaluateFiles(*engine, arguments.request));
  if (!arguments.thresholds_file.empty()) {
    TRY(RealFiles().WriteDurably(arguments.thresholds_file, linkage::ThresholdCsv(evaluation)));
  }
  PrintLine(arguments.json ? linkage::EvaluationJson(evaluation)
                           : linkage::EvaluationText(evaluation, session.language));
  return {};
}

Result<void> RunLinkCommand(Session& session, const LinkArguments& arguments) {
  TRY_ASSIGN(const std::string path, arguments.propose ? ProposeFor(session, arguments) : arguments.spec);
  TRY_ASSIGN(const linkage::LinkSpec spec, linkage::LoadLinkSpec(path));
  linkage::LinkOptions options;
  options.threads = session.settings.threads;
  options.memory_mb = session.settings.memory_limit_mb;
  options.model_path = arguments.model;
  options.labels_path = arguments.labels;
  TRY_ASSIGN(const auto run, linkage::RunLink(spec, Inputs(arguments.inputs), options, TerminalProgress(session)));
  if (arguments.explain.size() == 2) {
    TRY_ASSIGN(const uint32_t left, linkage::FindRecord(run->table, arguments.explain[0]));
    TRY_ASSIGN(const uint32_t right, linkage::FindRecord(run->table, arguments.explain[1]));
    PrintLine(linkage::ExplainText(*run, left, right, session.language));
    return {};
  }
  TRY(linkage::WriteLinkRun(*run, arguments.out));
  if (!arguments.labels.empty()) TRY(SayWhatLabelsSay(session, arguments.labels));
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

void AddEvaluate(CLI::App& link, Session& session) {
  static EvaluateArguments arguments;
  CLI::App* evaluate = link.add_subcommand("evaluate", "对照真值评价结果 / compare a result with the truth");
  evaluate->add_option("--clusters", arguments.request.clusters_file, "clusters.csv")->required();
  evaluate
      ->add_option("--truth", arguments.request.truth_file,
                   "真值：id、cluster，或判过的对 / id, cluster, or judged pairs")
      ->required();
  evaluate->add_option("--pairs", arguments.request.pairs_file, "pairs.csv, pairs.parquet");
  evaluate->add_option("--threshold", arguments.request.threshold, "对的概率门槛 / probability")
      ->capture_default_str()
      ->check(CLI::Range(0.000001, 0.999999));
  evaluate->add_option("--thresholds-csv", arguments.thresholds_file,
                       "各门槛写到这个文件 / every threshold into this file");
  evaluate->add_flag("--json", arguments.json, "JSON");
  evaluate->callback([&session] { session.action = [&session] { return RunEvaluate(session, arguments); }; });
}

}  // namespace

void AddLink(CLI::App& program, Session& session) {
  static LinkArguments arguments;
  CLI::App* link = program.add_subcommand("link", "在任意表之间找同一人 / who is who in any tables");
  link->add_option("--spec", arguments.spec, "比对规格（YAML） / link spec");
  link->add_flag("--auto", arguments.propose,
                 "按列名和内容自动提出规格并运行 / propose a spec from the columns and run it");
  link->add_option("--input", arguments.inputs, "名称=文件（csv、parquet），可多次 / NAME=FILE, repeatable");
  link->add_option("--out", arguments.out, "输出目录 / output folder");
  link->add_option("--labels", arguments.labels,
                   "填好的 review.csv，认定优先于程序 / review.csv with verdicts; they win");
  link->add_option("--explain", arguments.explain, "两条记录为什么是或不是同一个 / why two records are linked or not")
      ->expected(2);
  link->add_option("--model", arguments.model, "用这个模型打分，不再学习 / score with this model");
  AddEvaluate(*link, session);
  link->callback([link, &session] {
    if (!link->get_subcommands().empty()) return;
    if (arguments.propose == !arguments.spec.empty()) throw CLI::RequiredError("--spec | --auto");
    if (arguments.inputs.empty()) throw CLI::RequiredError("--input");
    const bool writes = arguments.propose || arguments.explain.empty();
    if (writes && arguments.out.empty()) throw CLI::RequiredError("--out");
    session.action = [&session] { return RunLinkCommand(session, arguments); };
  });
}

}  // namespace xiuhua::cli
