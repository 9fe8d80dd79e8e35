#include "lake/audit_log.h"

#include <fmt/core.h>

#include "base/files.h"

namespace xiuhua::lake {
namespace {

constexpr const char* kColumns = "event_id, at_us, actor, action, subject, detail, previous_hash, hash";

AuditEntry FromRow(const store::Row& row) {
  return {.event_id = row.Int(0),
          .at_us = row.Int(1),
          .actor = row.Text(2),
          .action = row.Text(3),
          .subject = row.Text(4),
          .detail = row.Text(5),
          .previous_hash = row.Text(6),
          .hash = row.Text(7)};
}

// Ids of entries that were given out: those missing at the end of the chain were cut off.
Result<int64_t> GivenOut(store::Store& store) {
  TRY_ASSIGN(const auto rows, store.Query("SELECT next FROM counters WHERE name = 'event'"));
  return rows.empty() ? 0 : rows[0].Int(0) - 1;
}

void Break(AuditCheck& check, int64_t at, std::string zh, std::string en) {
  if (check.broken != 0) return;
  check.broken = at;
  check.why_zh = std::move(zh);
  check.why_en = std::move(en);
}

void Judge(const AuditEntry& entry, const std::string& previous_hash, AuditCheck& check) {
  const int64_t expected = check.entries + 1;
  if (entry.event_id != expected) {
    Break(check, expected, "这一条不见了", "this entry is missing");
  } else if (entry.previous_hash != previous_hash) {
    Break(check, expected, "与前一条接不上：前一条被换过或删过", "it does not follow the entry before it");
  } else if (entry.hash != AuditHash(entry)) {
    Break(check, expected, "内容被改过", "its content was changed");
  }
}

}  // namespace

std::string AuditHash(const AuditEntry& entry) {
  std::string text;
  for (const std::string& field : {std::to_string(entry.event_id), std::to_string(entry.at_us), entry.actor,
                                   entry.action, entry.subject, entry.detail, entry.previous_hash}) {
    text += fmt::format("{}:{}", field.size(), field);
  }
  return HashBytes(text);
}

Result<void> AppendAuditEntry(store::Store& store, int64_t at_us, std::string_view actor, std::string_view action,
                              std::string_view subject, std::string_view detail) {
  TRY_ASSIGN(const int64_t given_out, GivenOut(store));
  TRY_ASSIGN(const std::string head, AuditHead(store));
  AuditEntry entry{.event_id = given_out + 1,
                   .at_us = at_us,
                   .actor = std::string(actor),
                   .action = std::string(action),
                   .subject = std::string(subject),
                   .detail = std::string(detail),
                   .previous_hash = head};
  entry.hash = AuditHash(entry);
  TRY(store.Execute(fmt::format("INSERT INTO events ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", kColumns),
                    {entry.event_id, entry.at_us, entry.actor, entry.action, entry.subject, entry.detail,
                     entry.previous_hash, entry.hash}));
  if (given_out == 0) {
    TRY(store.Execute("DELETE FROM counters WHERE name = 'event'"));
    return store.Execute("INSERT INTO counters (name, next) VALUES ('event', 2)");
  }
  return store.Execute("UPDATE counters SET next = ? WHERE name = 'event'", {entry.event_id + 1});
}

Result<std::vector<AuditEntry>> ListAuditEntries(store::Store& store, const AuditFilter& filter) {
  TRY_ASSIGN(const auto rows,
             store.Query(fmt::format("SELECT {} FROM events WHERE at_us >= ? AND (? = '' OR actor = ?) AND "
                                     "(? = '' OR action = ?) ORDER BY event_id",
                                     kColumns),
                         {filter.since_us, filter.actor, filter.actor, filter.action, filter.action}));
  std::vector<AuditEntry> entries;
  for (const store::Row& row : rows) entries.push_back(FromRow(row));
  return entries;
}

Result<std::string> AuditHead(store::Store& store) {
  TRY_ASSIGN(const auto rows, store.Query("SELECT hash FROM events ORDER BY event_id DESC LIMIT 1"));
  return rows.empty() ? std::string() : rows[0].Text(0);
}

Result<AuditCheck> CheckAuditLog(store::Store& store, std::string_view printed_head) {
  AuditCheck check;
  bool head_found = printed_head.empty();
  constexpr int64_t kAtOnce = 10'000;
  for (int64_t after = 0;;) {
    TRY_ASSIGN(const auto rows,
               store.Query(fmt::format("SELECT {} FROM events WHERE event_id > ? ORDER BY event_id LIMIT ?", kColumns),
                           {after, kAtOnce}));
    for (const store::Row& row : rows) {
      const AuditEntry entry = FromRow(row);
      Judge(entry, check.head, check);
      head_found = head_found || (printed_head.size() >= 8 && entry.hash.starts_with(printed_head));
      check.head = entry.hash;
      ++check.entries;
      after = entry.event_id;
    }
    if (rows.empty()) break;
  }
  TRY_ASSIGN(const int64_t given_out, GivenOut(store));
  if (given_out > check.entries) {
    Break(check, check.entries + 1, "这一条以后的记录被删掉了", "the entries from here on were cut off");
  }
  if (!head_found) {
    Break(check, check.entries + 1, "打印件上的日志号不在日志里：后面的记录被删过或整本换过",
          "the head on the printed page is not in the log: entries were cut off or the log was replaced");
  }
  return check;
}

}  // namespace xiuhua::lake
