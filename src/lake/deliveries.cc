// The manifest's deliveries: writing, finding, revoking, destroying, and which count at an as-of date.
#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/check.h"
#include "lake/errors.h"
#include "lake/lake.h"

namespace xiuhua::lake {
namespace {

constexpr const char* kDeliveryColumns =
    "delivery_id, source, mode, area_set, period_from, period_to, corrects, sha256_original, sha256_kept, file_name, "
    "basis, purpose, retention_until, delivered_by, received_us, rows_total, rows_accepted, rows_quarantined, "
    "rows_set_aside, state, state_reason";

Date DateOf(int64_t days) { return Date{static_cast<int32_t>(days)}; }

std::string Joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ",") + word;
  return out;
}

std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    words.emplace_back(text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return words;
}

DeliveryState StateOf(const std::string& name) {
  if (name == DeliveryStateName(DeliveryState::kRevoked)) return DeliveryState::kRevoked;
  if (name == DeliveryStateName(DeliveryState::kDestroyed)) return DeliveryState::kDestroyed;
  return DeliveryState::kInForce;
}

Delivery FromRow(const store::Row& row) {
  Delivery delivery;
  delivery.id = DeliveryId{row.Int(0)};
  delivery.source = row.Text(1);
  delivery.mode = ParseMode(row.Text(2)).value_or(Mode::kFull);
  delivery.area_set = AreaSet::FromText(row.Text(3));
  delivery.period = {DateOf(row.Int(4)), DateOf(row.Int(5))};
  delivery.corrects = DeliveryId{row.Int(6)};
  delivery.sha256_original = row.Text(7);
  delivery.sha256_kept = row.Text(8);
  delivery.file_name = row.Text(9);
  delivery.basis = row.Text(10);
  delivery.purposes = Split(row.Text(11));
  delivery.retention_until = DateOf(row.Int(12));
  delivery.delivered_by = row.Text(13);
  delivery.received_us = row.Int(14);
  delivery.rows_total = row.Int(15);
  delivery.rows_accepted = row.Int(16);
  delivery.rows_quarantined = row.Int(17);
  delivery.rows_set_aside = row.Int(18);
  delivery.state = StateOf(row.Text(19));
  delivery.state_reason = row.Text(20);
  return delivery;
}

// The day from which a delivery counts: the start of its period; of a year-to-date file the start of its last month.
Date CountsFrom(const Delivery& delivery) {
  if (delivery.mode != Mode::kYearToDate) return delivery.period.from;
  const CivilDate last = ToCivil(delivery.period.to);
  return std::max(delivery.period.from, MakeDate(last.year, last.month, 1).value_or(delivery.period.from));
}

bool Newer(const Delivery& a, const Delivery& b) {
  const auto key = [](const Delivery& d) { return std::tuple(CountsFrom(d), d.period.to, d.received_us, d.id); };
  return key(a) > key(b);
}

// Full deliveries of one source (or year-to-date ones of one year), newest first: each counts for the part of its area
// set that no newer one has taken over.
void TakeLatest(std::vector<const Delivery*> candidates, std::vector<InForce>& out) {
  std::ranges::sort(candidates, [](const Delivery* a, const Delivery* b) { return Newer(*a, *b); });
  std::vector<std::string> taken;
  for (const Delivery* delivery : candidates) {
    const AreaSet newer{taken};
    if (!delivery->area_set.empty() && newer.CoversAll(delivery->area_set)) continue;
    std::vector<std::string> superseded;
    for (const std::string& code : newer.codes()) {
      if (delivery->area_set.Covers(code)) superseded.push_back(code);
    }
    for (const std::string& code : delivery->area_set.codes()) {
      if (newer.Covers(code)) superseded.push_back(code);
      taken.push_back(code);
    }
    out.push_back({*delivery, AreaSet(std::move(superseded))});
  }
}

// Corrections follow the delivery they name, at any depth.
void AddCorrections(const std::vector<Delivery>& all, std::vector<InForce>& counting) {
  for (size_t i = 0; i < counting.size(); ++i) {
    for (const Delivery& delivery : all) {
      if (delivery.corrects != counting[i].delivery.id || delivery.state != DeliveryState::kInForce) continue;
      counting.push_back({delivery, counting[i].superseded});
    }
  }
  std::ranges::sort(counting, {}, [](const InForce& one) { return one.delivery.id; });
}

std::vector<InForce> ChooseInForce(const std::vector<Delivery>& all, Date as_of) {
  std::map<std::string, std::vector<const Delivery*>> full;
  std::map<std::pair<std::string, int>, std::vector<const Delivery*>> of_year;
  std::vector<InForce> out;
  for (const Delivery& delivery : all) {
    if (delivery.state != DeliveryState::kInForce || delivery.corrects.value != 0) continue;
    if (CountsFrom(delivery) > as_of) continue;
    switch (delivery.mode) {
      case Mode::kFull:
        full[delivery.source].push_back(&delivery);
        break;
      case Mode::kYearToDate:
        of_year[{delivery.source, ToCivil(delivery.period.to).year}].push_back(&delivery);
        break;
      case Mode::kIncrement:
      case Mode::kEvents:
        out.push_back({delivery, {}});
        break;
    }
  }
  for (auto& [source, candidates] : full) TakeLatest(std::move(candidates), out);
  for (auto& [key, candidates] : of_year) TakeLatest(std::move(candidates), out);
  AddCorrections(all, out);
  return out;
}

std::vector<store::Value> AsValues(std::span<const std::string> texts) { return {texts.begin(), texts.end()}; }

std::string SourcesCondition(std::span<const std::string> sources) {
  std::string marks;
  for (size_t i = 0; i < sources.size(); ++i) marks += i == 0 ? "?" : ", ?";
  return "source IN (" + marks + ")";
}

}  // namespace

Result<Delivery> Lake::CommitDelivery(Delivery delivery, std::span<const StagedMove> moves) {
  TRY_ASSIGN(const Sealed sealed, Seal(moves));
  return CommitDelivery(std::move(delivery), sealed);
}

Result<Delivery> Lake::CommitDelivery(Delivery delivery, const Sealed& sealed) {
  CHECK(delivery.rows_total == delivery.rows_accepted + delivery.rows_quarantined + delivery.rows_set_aside);
  const auto write_rows = [&](const std::vector<FileRow>& files) -> Result<void> {
    delivery.files = files;
    TRY(store_.Execute(
        fmt::format("INSERT INTO deliveries ({}, parts) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                    kDeliveryColumns),
        {delivery.id.value,
         delivery.source,
         std::string(ModeName(delivery.mode)),
         delivery.area_set.Text(),
         int64_t{delivery.period.from.days},
         int64_t{delivery.period.to.days},
         delivery.corrects.value,
         delivery.sha256_original,
         delivery.sha256_kept,
         delivery.file_name,
         delivery.basis,
         Joined(delivery.purposes),
         int64_t{delivery.retention_until.days},
         delivery.delivered_by,
         delivery.received_us,
         delivery.rows_total,
         delivery.rows_accepted,
         delivery.rows_quarantined,
         delivery.rows_set_aside,
         std::string(DeliveryStateName(delivery.state)),
         delivery.state_reason,
         static_cast<int64_t>(delivery.parts.size())}));
    for (const DeliveryPart& part : delivery.parts) {
      TRY(
          store_.Execute("INSERT INTO delivery_parts (delivery_id, part, file_name, sheet_name, header_row, rows) "
                         "VALUES (?,?,?,?,?,?)",
                         {delivery.id.value, part.part, part.file_name, part.sheet_name, part.header_row, part.rows}));
    }
    for (const auto& [table, rows] : delivery.table_rows) {
      TRY(store_.Execute("INSERT INTO delivery_tables (delivery_id, table_name, rows) VALUES (?,?,?)",
                         {delivery.id.value, table, rows}));
    }
    TRY(WriteFileRows("delivery_files", "delivery_id", delivery.id.value, files));
    return Record("import", DeliveryName(delivery.id),
                  fmt::format("{} · {} · {} 行", delivery.file_name, delivery.source, delivery.rows_total));
  };
  TRY(CommitSealed(sealed, write_rows));
  return delivery;
}

Result<std::vector<Delivery>> Lake::LoadDeliveries(std::string_view where,
                                                   const std::vector<store::Value>& parameters) {
  const std::string chosen = fmt::format("SELECT delivery_id FROM deliveries WHERE {}", where);
  TRY_ASSIGN(const auto rows, store_.Query(fmt::format("SELECT {} FROM deliveries WHERE {} ORDER BY delivery_id",
                                                       kDeliveryColumns, where),
                                           parameters));
  std::vector<Delivery> deliveries;
  std::map<int64_t, size_t> index;
  for (const store::Row& row : rows) {
    index[row.Int(0)] = deliveries.size();
    deliveries.push_back(FromRow(row));
  }
  TRY_ASSIGN(const auto parts,
             store_.Query(fmt::format("SELECT delivery_id, part, file_name, sheet_name, header_row, rows FROM "
                                      "delivery_parts WHERE delivery_id IN ({}) ORDER BY delivery_id, part",
                                      chosen),
                          parameters));
  for (const store::Row& row : parts) {
    deliveries[index[row.Int(0)]].parts.push_back({row.Int(1), row.Text(2), row.Text(3), row.Int(4), row.Int(5)});
  }
  TRY_ASSIGN(const auto files, store_.Query(fmt::format("SELECT delivery_id, path, size_bytes, sha256 FROM "
                                                        "delivery_files WHERE delivery_id IN ({}) ORDER BY path",
                                                        chosen),
                                            parameters));
  for (const store::Row& row : files) {
    deliveries[index[row.Int(0)]].files.push_back({row.Text(1), row.Int(2), row.Text(3)});
  }
  TRY_ASSIGN(const auto tables, store_.Query(fmt::format("SELECT delivery_id, table_name, rows FROM delivery_tables "
                                                         "WHERE delivery_id IN ({})",
                                                         chosen),
                                             parameters));
  for (const store::Row& row : tables) deliveries[index[row.Int(0)]].table_rows[row.Text(1)] = row.Int(2);
  return deliveries;
}

Result<Delivery> Lake::FindDelivery(DeliveryId id) {
  TRY_ASSIGN(std::vector<Delivery> found, LoadDeliveries("delivery_id = ?", {id.value}));
  if (found.empty()) return Fail(errors::kNoSuchDelivery, {DeliveryName(id)});
  return std::move(found.front());
}

Result<std::vector<Delivery>> Lake::AllDeliveries() { return LoadDeliveries("1 = 1", {}); }

Result<DeliveryId> Lake::FindSameBytes(const std::string& sha256_original, const std::string& source,
                                       const AreaSet& area_set, Period period) {
  TRY_ASSIGN(
      const auto rows,
      store_.Query("SELECT delivery_id FROM deliveries WHERE sha256_original = ? AND source = ? AND area_set = ? "
                   "AND period_from = ? AND period_to = ? AND state = 'in_force' ORDER BY delivery_id",
                   {sha256_original, source, area_set.Text(), int64_t{period.from.days}, int64_t{period.to.days}}));
  return DeliveryId{rows.empty() ? 0 : rows[0].Int(0)};
}

Result<void> Lake::Revoke(DeliveryId id, const std::string& reason) {
  if (access_ != Access::kWrite) return Fail(errors::kReadOnly);
  TRY_ASSIGN(const Delivery delivery, FindDelivery(id));
  if (delivery.state == DeliveryState::kRevoked) {
    return Fail(errors::kDeliveryNotInForce, {DeliveryName(id), "撤回", "revoked"});
  }
  if (delivery.state == DeliveryState::kDestroyed) {
    return Fail(errors::kDeliveryNotInForce, {DeliveryName(id), "销毁", "destroyed"});
  }
  return store_.Transaction([&]() -> Result<void> {
    TRY(store_.Execute("UPDATE deliveries SET state = 'revoked', state_reason = ? WHERE delivery_id = ?",
                       {reason, id.value}));
    return Record("revoke", DeliveryName(id), reason);
  });
}

Result<std::vector<RunId>> Lake::Destroy(DeliveryId id, Date today, const std::string& reason) {
  if (access_ != Access::kWrite) return Fail(errors::kReadOnly);
  TRY_ASSIGN(const Delivery delivery, FindDelivery(id));
  if (delivery.state == DeliveryState::kDestroyed) {
    return Fail(errors::kDeliveryNotInForce, {DeliveryName(id), "销毁", "destroyed"});
  }
  if (delivery.retention_until >= today && reason.empty()) {
    return Fail(errors::kRetentionNotOver, {DeliveryName(id), FormatDate(delivery.retention_until)});
  }
  std::vector<RunId> runs;
  TRY(store_.Transaction([&] { return MarkDestroyed(id, reason.empty() ? "retention" : reason, runs); }));
  // The rows above decide; what is still on disk when this stops is debris for the next start.
  TRY(RemoveDebris());
  return runs;
}

// The delivery and its corrections; every run from the first that read one of them on, for each takes up what the one
// before it knew; their registers.
Result<void> Lake::MarkDestroyed(DeliveryId id, const std::string& reason, std::vector<RunId>& runs) {
  TRY_ASSIGN(const std::vector<Delivery> all, AllDeliveries());
  std::vector<int64_t> gone{id.value};
  for (size_t i = 0; i < gone.size(); ++i) {
    for (const Delivery& delivery : all) {
      const bool open = delivery.state != DeliveryState::kDestroyed;
      if (open && delivery.corrects.value == gone[i]) gone.push_back(delivery.id.value);
    }
  }
  std::string list;
  for (const int64_t delivery : gone) list += (list.empty() ? "" : ", ") + std::to_string(delivery);
  TRY(store_.Execute(
      fmt::format("UPDATE deliveries SET state = 'destroyed', state_reason = ? WHERE delivery_id IN ({})", list),
      {reason}));
  TRY_ASSIGN(const auto first, store_.Query(fmt::format("SELECT min(d.run_id) FROM run_deliveries d JOIN runs r ON "
                                                        "r.run_id = d.run_id WHERE d.delivery_id IN ({}) AND r.state "
                                                        "<> 'destroyed'",
                                                        list)));
  if (!first.empty() && !first[0].IsNull(0)) TRY(DestroyRunsFrom(first[0].Int(0), runs));
  for (const int64_t delivery : gone) TRY(Record("destroy", DeliveryName(DeliveryId{delivery}), reason));
  return {};
}

Result<void> Lake::DestroyRunsFrom(int64_t first, std::vector<RunId>& runs) {
  TRY_ASSIGN(
      const auto rows,
      store_.Query("SELECT run_id FROM runs WHERE run_id >= ? AND state <> 'destroyed' ORDER BY run_id", {first}));
  for (const store::Row& row : rows) runs.push_back(RunId{row.Int(0)});
  TRY(store_.Execute("UPDATE runs SET state = 'destroyed' WHERE run_id >= ?", {first}));
  TRY(store_.Execute("DELETE FROM serving_current WHERE run_id >= ?", {first}));
  // The last register alone knows which id is whose. It is kept for that, read by nothing but the next run.
  TRY(store_.Execute("UPDATE registers SET state = 'destroyed' WHERE run_id >= ? OR state = 'rebuild'", {first}));
  return store_.Execute(
      "UPDATE registers SET state = 'rebuild' WHERE register_id = (SELECT max(register_id) FROM "
      "registers WHERE run_id >= ?)",
      {first});
}

Result<std::string> Lake::RegisterToRebuild() {
  TRY_ASSIGN(const auto rows, store_.Query("SELECT register_id FROM registers WHERE state = 'rebuild'"));
  return rows.empty() ? std::string() : PathOf(fmt::format("register/R{:06}", rows[0].Int(0)));
}

Result<void> Lake::MarkRebuilt() {
  return store_.Execute("UPDATE registers SET state = 'destroyed' WHERE state = 'rebuild'");
}

Result<std::vector<Delivery>> Lake::RetentionEnded(Date today) {
  return LoadDeliveries("state <> 'destroyed' AND retention_until < ?", {int64_t{today.days}});
}

Result<std::vector<InForce>> Lake::DeliveriesInForce(Date as_of, std::span<const std::string> sources) {
  if (sources.empty()) return std::vector<InForce>{};
  TRY_ASSIGN(const std::vector<Delivery> all, LoadDeliveries(SourcesCondition(sources), AsValues(sources)));
  return ChooseInForce(all, as_of);
}

namespace {

// The newest full delivery of the same source and area set whose period begins before `now`'s; nullptr when none.
const Delivery* FullBefore(const std::vector<Delivery>& all, const Delivery& now) {
  const Delivery* best = nullptr;
  for (const Delivery& candidate : all) {
    const bool fits = candidate.state == DeliveryState::kInForce && candidate.mode == Mode::kFull &&
                      candidate.corrects.value == 0 && candidate.source == now.source &&
                      candidate.area_set == now.area_set && candidate.period.from < now.period.from;
    if (fits && (best == nullptr || Newer(candidate, *best))) best = &candidate;
  }
  return best;
}

}  // namespace

Result<std::vector<InForce>> Lake::PreviousFull(Date as_of, std::span<const std::string> sources) {
  if (sources.empty()) return std::vector<InForce>{};
  TRY_ASSIGN(const std::vector<Delivery> all, LoadDeliveries(SourcesCondition(sources), AsValues(sources)));
  std::vector<InForce> previous;
  for (const InForce& current : ChooseInForce(all, as_of)) {
    const Delivery& now = current.delivery;
    if (now.mode != Mode::kFull || now.corrects.value != 0) continue;
    if (const Delivery* before = FullBefore(all, now)) previous.push_back({*before, current.superseded});
  }
  AddCorrections(all, previous);
  return previous;
}

Result<std::vector<InForce>> Lake::EarlierFull(Date as_of, std::span<const std::string> sources, Date from) {
  if (sources.empty()) return std::vector<InForce>{};
  TRY_ASSIGN(const std::vector<Delivery> all, LoadDeliveries(SourcesCondition(sources), AsValues(sources)));
  std::vector<InForce> earlier;
  for (const InForce& current : ChooseInForce(all, as_of)) {
    if (current.delivery.mode != Mode::kFull || current.delivery.corrects.value != 0) continue;
    const Delivery* at = FullBefore(all, current.delivery);
    while (at != nullptr && (at = FullBefore(all, *at)) != nullptr && at->period.from >= from) {
      earlier.push_back({*at, current.superseded});
    }
  }
  AddCorrections(all, earlier);
  return earlier;
}

Result<AreaSet> Lake::Coverage(Date as_of, std::span<const std::string> sources) {
  TRY_ASSIGN(const std::vector<InForce> counting, DeliveriesInForce(as_of, sources));
  std::vector<std::string> codes;
  for (const InForce& one : counting) {
    codes.insert(codes.end(), one.delivery.area_set.codes().begin(), one.delivery.area_set.codes().end());
  }
  return AreaSet(std::move(codes));
}

}  // namespace xiuhua::lake
