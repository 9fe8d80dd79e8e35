#include "app/answering.h"

#include <map>

#include "app/errors.h"
#include "flow/newest.h"
#include "rules/evaluate.h"

namespace xiuhua::app {
namespace {

Result<rules::CheckedRules> LoadPackRules(Platform& platform) {
  return rules::LoadRules(platform.settings().packs_folder, platform.settings().data_folder + "/site");
}

}  // namespace

Result<std::set<std::string>> RuleIds(Platform& platform, bool red_flags) {
  TRY_ASSIGN(const auto checked, LoadPackRules(platform));
  std::set<std::string> ids;
  for (const rules::RuleSpec& rule : checked.set.rules) {
    if ((rule.kind == rules::RuleKind::kRedFlag) == red_flags) ids.insert(rule.id);
  }
  return ids;
}

Result<std::vector<AnswerLine>> ListAnswers(Platform& platform, const AnswerListOptions& options) {
  TRY_ASSIGN(const auto newest, flow::FindNewestRun(platform.lake()));
  if (!newest) return Fail(errors::kNoRunYet);
  TRY_ASSIGN(const auto checked, LoadPackRules(platform));
  TRY(platform.lake().RecordAlone("list_answers", options.area, options.red_flags ? "违规疑点" : ""));
  findings::AnsweredFilter filter{.contradicted_only = options.contradicted_only, .area = options.area};
  std::map<std::string, lake::Title> titles;
  for (const rules::RuleSpec& rule : checked.set.rules) {
    if ((rule.kind == rules::RuleKind::kRedFlag) != options.red_flags) continue;
    filter.rules.insert(rule.id);
    titles[rule.id] = rule.title;
  }
  TRY_ASSIGN(const auto engine, platform.NewEngine(""));
  TRY_ASSIGN(auto found,
             findings::LoadAnswered(*engine, platform.store(), newest->folder, newest->register_folder, filter));
  std::vector<AnswerLine> lines;
  for (findings::AnsweredFinding& one : found) {
    const lake::Title& title = titles[one.rule_id];
    lines.push_back({.finding = std::move(one), .rule_title_zh = title.zh, .rule_title_en = title.en});
  }
  return lines;
}

}  // namespace xiuhua::app
