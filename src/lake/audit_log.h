// The audit log: who did what to whose data, in the store table `events`, as a hash chain.
//
// Each entry's hash is SHA-256 over its fields, each with its length before it, and the hash of the entry before: a
// changed, removed or inserted entry breaks the chain from there on. Entries cut off at the end leave a sound chain;
// they are found because the number of entries given out stands apart (counter `event`), and because the hash of the
// last entry - the head - stands on what was exported. One chain, one writer: entries are written inside the store's
// immediate transactions. Errors: STO-*.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/store.h"

namespace xiuhua::lake {

struct AuditEntry {
  int64_t event_id = 0;
  int64_t at_us = 0;  // UTC microseconds
  std::string actor;
  std::string action;   // "import", "export", ... : AuditActions
  std::string subject;  // D000012, N000003, a finding's short code ...
  std::string detail;   // plain words: reason, recipient, counts
  std::string previous_hash;
  std::string hash;
};

// Inside the caller's transaction.
Result<void> AppendAuditEntry(store::Store& store, int64_t at_us, std::string_view actor, std::string_view action,
                              std::string_view subject, std::string_view detail);

struct AuditFilter {
  int64_t since_us = 0;  // 0 = from the beginning
  std::string actor;     // empty = everybody
  std::string action;    // empty = everything
};
std::string AuditHash(const AuditEntry& entry);
// In order.
Result<std::vector<AuditEntry>> ListAuditEntries(store::Store& store, const AuditFilter& filter);
// Hash of the last entry; empty when nothing was recorded yet.
Result<std::string> AuditHead(store::Store& store);

struct AuditCheck {
  int64_t entries = 0;
  std::string head;
  int64_t broken = 0;  // id of the first entry at which the chain breaks; 0 = sound
  std::string why_zh, why_en;
};
// Walks the whole chain. `printed_head` (empty: not asked): at least 8 hex digits of a head that stands on an export;
// it must be the hash of some entry, else the chain is reported broken at its end.
Result<AuditCheck> CheckAuditLog(store::Store& store, std::string_view printed_head);

}  // namespace xiuhua::lake
