#include "app/records.h"

#include <map>

#include "app/errors.h"
#include "lake/errors.h"
#include "rules/evaluate.h"

namespace xiuhua::app {
namespace {

constexpr int64_t kChinaUs = int64_t{8} * 3600 * 1'000'000;
constexpr int64_t kDayUs = int64_t{86'400} * 1'000'000;

// Which changes bring a finding back although an exemption is in force.
void SayWhatReturns(const rules::RuleSpec& rule, PaperListLine& line) {
  const rules::ReturnsWhen& when = rule.returns_when;
  std::string columns;
  for (const std::string& column : when.columns) columns += (columns.empty() ? "" : ", ") + column;
  if (when.share_percent > 0) {
    line.ends_zh = "数值变化达 " + std::to_string(when.share_percent) + "%（" + columns + "）";
    line.ends_en = columns + " changes by " + std::to_string(when.share_percent) + "%";
  } else if (!when.columns.empty()) {
    line.ends_zh = "这些项变化：" + columns;
    line.ends_en = "a change of " + columns;
  } else {
    line.ends_zh = "佐证中任何一项变化";
    line.ends_en = "any change of its evidence";
  }
}

void SayState(Date today, PaperListLine& line) {
  if (!line.paper.revoked_by.empty()) {
    line.state_zh = "已撤销（" + line.paper.revoked_by + "：" + line.paper.revoked_reason + "）";
    line.state_en = "revoked (" + line.paper.revoked_by + ": " + line.paper.revoked_reason + ")";
  } else if (line.paper.until < today) {
    line.state_zh = "已到期";
    line.state_en = "over";
  } else if (today < line.paper.from) {
    line.state_zh = "未开始";
    line.state_en = "not yet";
  } else {
    line.state_zh = "有效";
    line.state_en = "in force";
  }
}

}  // namespace

Result<std::vector<PaperListLine>> ListPapers(Platform& platform, flow::PaperKind kind) {
  const bool exemptions = kind == flow::PaperKind::kExemptions;
  TRY_ASSIGN(const auto checked,
             rules::LoadRules(platform.settings().packs_folder, platform.settings().data_folder + "/site"));
  TRY(platform.lake().RecordAlone(exemptions ? "list_exemptions" : "list_authorisations", "", ""));
  TRY_ASSIGN(const auto engine, platform.NewEngine(""));
  TRY_ASSIGN(const auto papers, flow::ListPapers(platform.lake(), *engine, kind));
  std::vector<PaperListLine> lines;
  for (const flow::PaperLine& paper : papers) {
    PaperListLine line{.paper = paper};
    const rules::RuleSpec* rule = exemptions ? checked.set.FindRule(paper.what) : nullptr;
    if (rule != nullptr) {
      line.rule_title_zh = rule->title.zh;
      line.rule_title_en = rule->title.en;
      SayWhatReturns(*rule, line);
    }
    SayState(platform.clock().Today(), line);
    lines.push_back(std::move(line));
  }
  return lines;
}

Result<std::vector<lake::AuditEntry>> ListAudit(Platform& platform, const AuditQuery& query) {
  lake::AuditFilter filter{.actor = query.actor, .action = query.action};
  if (!query.since.empty()) {
    const auto date = ParseIsoDate(query.since);
    if (!date) return Fail(errors::kNotADate, {query.since});
    filter.since_us = date->days * kDayUs - kChinaUs;
  }
  return lake::ListAuditEntries(platform.store(), filter);
}

Result<lake::AuditCheck> VerifyAudit(Platform& platform, const std::string& printed_head) {
  TRY_ASSIGN(auto check, lake::CheckAuditLog(platform.store(), printed_head));
  if (check.broken == 0) return check;
  return Fail(lake::errors::kAuditBroken, {std::to_string(check.broken), check.why_zh, check.why_en});
}

std::string AuditActionWord(const std::string& action, bool chinese) {
  struct Words {
    const char* zh;
    const char* en;
  };
  static const std::map<std::string, Words> words = {{"import", {"导入报送", "import"}},
                                                     {"revoke", {"撤回报送", "revoke"}},
                                                     {"destroy", {"销毁报送", "destroy"}},
                                                     {"run", {"比对", "run"}},
                                                     {"export", {"导出清单", "export"}},
                                                     {"export_audit", {"导出违规疑点", "export red flags"}},
                                                     {"export_review", {"导出待认定", "export review"}},
                                                     {"export_quarantine", {"导出待改行", "export quarantine"}},
                                                     {"diff", {"比较两个批次", "compare deliveries"}},
                                                     {"import_answers", {"收回核实结果", "import answers"}},
                                                     {"list_answers", {"查看核实结果", "list answers"}},
                                                     {"settle_answers", {"裁定核实结果", "settle answers"}},
                                                     {"undo_settlement", {"撤销裁定", "undo settlement"}},
                                                     {"list_misses", {"查看漏报", "list misses"}},
                                                     {"import_review", {"收回认定", "import review"}},
                                                     {"list_review", {"查看认定", "list review"}},
                                                     {"undo_review", {"撤销认定", "undo review"}},
                                                     {"import_exemptions", {"导入豁免", "import exemptions"}},
                                                     {"list_exemptions", {"查看豁免", "list exemptions"}},
                                                     {"revoke_exemption", {"撤销豁免", "revoke exemption"}},
                                                     {"import_authorisations", {"导入授权书", "import authorisations"}},
                                                     {"list_authorisations", {"查看授权书", "list authorisations"}},
                                                     {"revoke_authorisation", {"撤销授权", "revoke authorisation"}},
                                                     {"score", {"演示打分", "score the demo"}}};
  const auto it = words.find(action);
  if (it == words.end()) return action;
  return chinese ? it->second.zh : it->second.en;
}

}  // namespace xiuhua::app
