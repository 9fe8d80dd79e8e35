// The papers on record: listed with names from the newest register, revoked with a reason.
#include <fmt/format.h>

#include <map>

#include "findings/errors.h"
#include "flow/errors.h"
#include "flow/newest.h"
#include "flow/paper_lists.h"

namespace xiuhua::flow {
namespace {

struct Who {
  std::string person, place;
};

// Names and places of the people, and of the heads of the households, of the newest register.
Result<std::map<int64_t, Who>> LoadWho(lake::Lake& lake, sql::Engine& engine, bool households) {
  std::map<int64_t, Who> who;
  TRY_ASSIGN(const auto newest, FindNewestRun(lake));
  if (!newest) return who;
  const auto file = [&](const char* name) {
    return "read_parquet(" + sql::Quoted(newest->register_folder + "/" + name + ".parquet") + ")";
  };
  const std::string of =
      households ? "select h.household_id as id, h.head_person_id as person_id, h.area_id, h.township from " +
                       file("households") + " h"
                 : "select person_id as id, person_id, area_id, township from " + file("persons");
  TRY(engine.Stream("select s.id, coalesce(p.name, ''), coalesce(t.name, '') || coalesce(v.name, '') from (" + of +
                        ") s left join " + file("persons") + " p on p.person_id = s.person_id left join " +
                        file("areas") + " v on v.area_id = s.area_id and v.level = 5 left join " + file("areas") +
                        " t on t.code = s.township and t.level = 4",
                    [&](const sql::Rows& rows) -> Result<void> {
                      for (int64_t r = 0; r < rows.count(); ++r) {
                        who[rows.Int(r, 0)] = {std::string(rows.Text(r, 1)), std::string(rows.Text(r, 2))};
                      }
                      return {};
                    }));
  return who;
}

Date DateOf(int64_t days) { return Date{static_cast<int32_t>(days)}; }

}  // namespace

Result<std::vector<PaperLine>> ListPapers(lake::Lake& lake, sql::Engine& engine, PaperKind kind) {
  const bool authorisations = kind == PaperKind::kAuthorisations;
  TRY_ASSIGN(const auto people, LoadWho(lake, engine, false));
  TRY_ASSIGN(const auto households, LoadWho(lake, engine, true));
  TRY_ASSIGN(
      const auto rows,
      lake.store().Query(
          authorisations ? "SELECT auth_id, person_id, purpose, 'person', '', paper, signed_by, valid_from, "
                           "valid_until, revoked_by, revoked_reason FROM authorisations ORDER BY auth_id"
                         : "SELECT exemption_id, subject_id, rule_id, subject_kind, key, reason, approver, "
                           "from_date, until_date, revoked_by, revoked_reason FROM exemptions ORDER BY exemption_id"));
  std::vector<PaperLine> lines;
  for (const store::Row& row : rows) {
    PaperLine line{.id = row.Int(0),
                   .subject_id = row.Int(1),
                   .what = row.Text(2),
                   .subject_kind = row.Text(3),
                   .key = row.Text(4),
                   .reason = row.Text(5),
                   .signed_by = row.Text(6),
                   .from = DateOf(row.Int(7)),
                   .until = DateOf(row.Int(8)),
                   .revoked_by = row.Text(9),
                   .revoked_reason = row.Text(10)};
    const auto& known = line.subject_kind == "person" ? people : households;
    if (const auto it = known.find(line.subject_id); it != known.end()) {
      line.person = it->second.person;
      line.place = it->second.place;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

Result<void> RevokePaper(lake::Lake& lake, PaperKind kind, int64_t id, const std::string& reason, const Clock& clock) {
  if (reason.empty()) return Fail(findings::errors::kNoReason);
  const bool authorisations = kind == PaperKind::kAuthorisations;
  const std::string table = authorisations ? "authorisations" : "exemptions";
  const std::string where = std::string(authorisations ? "auth_id" : "exemption_id") + " = ? AND revoked_us = 0";
  store::Store& store = lake.store();
  return store.Transaction([&]() -> Result<void> {
    TRY_ASSIGN(const auto there, store.Query("SELECT 1 FROM " + table + " WHERE " + where, {id}));
    if (there.empty()) return Fail(errors::kNoSuchPaper, {std::to_string(id)});
    TRY(store.Execute("UPDATE " + table + " SET revoked_us = ?, revoked_by = ?, revoked_reason = ? WHERE " + where,
                      {clock.NowMicros(), lake.actor(), reason, id}));
    return lake.Record(authorisations ? "revoke_authorisation" : "revoke_exemption", std::to_string(id), reason);
  });
}

}  // namespace xiuhua::flow
