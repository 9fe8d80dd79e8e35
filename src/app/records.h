// Records: the papers that people signed - exemptions, authorisations - and the log of who did what.
#pragma once

#include <string>
#include <vector>

#include "app/platform.h"
#include "flow/paper_lists.h"
#include "lake/audit_log.h"

namespace xiuhua::app {

struct PaperListLine {
  flow::PaperLine paper;
  std::string rule_title_zh, rule_title_en;  // exemptions
  std::string state_zh, state_en;            // in force, not yet, over, revoked
  std::string ends_zh, ends_en;              // what brings the finding back: its expiry, which values
};
// Errors: RUL-031.
Result<std::vector<PaperListLine>> ListPapers(Platform& platform, flow::PaperKind kind);

struct AuditQuery {
  std::string since;  // 2026-06-30, in China; empty = from the beginning
  std::string actor, action;
};
// Errors: APP-008 (no date).
Result<std::vector<lake::AuditEntry>> ListAudit(Platform& platform, const AuditQuery& query);

// Errors: LAK-019 (the chain is broken).
Result<lake::AuditCheck> VerifyAudit(Platform& platform, const std::string& printed_head);

// What an entry's action is called.
std::string AuditActionWord(const std::string& action, bool chinese);

}  // namespace xiuhua::app
