#include "findings/answered.h"

#include <fmt/format.h>

#include <map>

#include "findings/errors.h"
#include "findings/finding.h"
#include "findings/load_store.h"

namespace xiuhua::findings {
namespace {

using sql::Quoted;
using sql::SqlType;

std::string File(const std::string& folder, const char* name) {
  return fmt::format("read_parquet({})", Quoted(folder + "/" + name));
}

Result<std::string> KeyOf(store::Store& store, const std::string& finding) {
  const std::string code = ReadShortCode(finding);
  TRY_ASSIGN(const auto rows,
             store.Query("SELECT c.finding_key FROM finding_codes c WHERE (c.short_code = ? OR "
                         "c.finding_key = ?) AND EXISTS (SELECT 1 FROM answers a WHERE a.finding_key = "
                         "c.finding_key)",
                         {code, finding}));
  if (rows.empty()) return Fail(errors::kNotAnswered, {finding});
  return rows[0].Text(0);
}

Result<std::map<std::string, std::vector<GivenAnswer>>> LoadAnswers(store::Store& store) {
  std::map<std::string, std::vector<GivenAnswer>> answers;
  TRY_ASSIGN(const auto rows,
             store.Query("SELECT finding_key, answer_id, code, detail, by_whom, at_us, draw_id FROM answers "
                         "ORDER BY answer_id"));
  for (const store::Row& row : rows) {
    answers[row.Text(0)].push_back({.answer_id = row.Int(1),
                                    .code = static_cast<int>(row.Int(2)),
                                    .detail = row.Text(3),
                                    .by_whom = row.Text(4),
                                    .at_us = row.Int(5),
                                    .second_look = row.Int(6) > 0});
  }
  return answers;
}

struct Settlement {
  std::string by_whom, reason;
};
Result<std::map<std::string, Settlement>> LoadSettlements(store::Store& store) {
  std::map<std::string, Settlement> settled;
  TRY_ASSIGN(const auto rows, store.Query("SELECT finding_key, by_whom, reason FROM answer_settlements "
                                          "WHERE undone = 0 ORDER BY settlement_id"));
  for (const store::Row& row : rows) settled[row.Text(0)] = {row.Text(1), row.Text(2)};
  return settled;
}

bool InArea(const FindingCard& card, const std::string& area) {
  return area.empty() || card.area_code.starts_with(area) || card.township.starts_with(area) ||
         card.township_name == area || card.village_name == area;
}

}  // namespace

FindingCard CardAt(const sql::Rows& rows, int64_t row, int first) {
  int column = first;
  const auto text = [&] { return std::string(rows.Text(row, column++)); };
  FindingCard card;
  card.county = text();
  card.township = text();
  card.township_name = text();
  card.village_name = text();
  card.area_code = text();
  card.household_id = rows.Int(row, column++);
  card.group_no = text();
  card.head_name = text();
  card.person_name = text();
  card.person_id_number = text();
  card.member_count = rows.Int(row, column++);
  card.state = text();
  card.sentence = text();
  card.evidence = text();
  card.row_refs = text();
  return card;
}

Result<void> MakeFindingCards(sql::Engine& engine, store::Store& store, const std::string& run_folder,
                              const std::string& register_folder, const std::string& keys_query,
                              const std::string& name) {
  TRY(LoadFromStore(engine, store, keys_query, {{"finding_key", SqlType::kText}}, name + "_keys"));
  return engine.Execute(fmt::format(
      R"sql(create or replace temp table {0} as
      with known as (
        select finding_key, state, household_id, person_id, area_id, township, county, sentence_zh, evidence, row_refs
        from {1} where finding_key in (select finding_key from {0}_keys)
        union all
        select c.finding_key, 'cleared', c.household_id, c.person_id, c.area_id, c.township, c.county, c.sentence_zh, '', ''
        from {2} c where c.finding_key in (select finding_key from {0}_keys))
      select k.finding_key, coalesce(f.county, '') as county, coalesce(f.township, '') as township,
             coalesce(t.name, '') as township_name, coalesce(v.name, '') as village_name, coalesce(v.code, '') as area_code,
             coalesce(cast(f.household_id as bigint), 0) as household_id, coalesce(cast(h.group_no as varchar), '') as group_no,
             coalesce(head.name, '') as head_name, coalesce(p.name, head.name, '') as person_name,
             coalesce(p.id_number, head.id_number, '') as person_id_number,
             cast(coalesce(h.member_count, 0) as bigint) as member_count, coalesce(f.state, '') as state,
             coalesce(f.sentence_zh, '') as sentence, coalesce(f.evidence, '') as evidence, coalesce(f.row_refs, '') as row_refs
      from (select distinct finding_key from {0}_keys) k left join known f using (finding_key)
      left join {3} p on p.person_id = f.person_id
      left join {4} h on h.household_id = f.household_id
      left join {3} head on head.person_id = h.head_person_id
      left join {5} v on v.area_id = f.area_id and v.level = 5
      left join {5} t on t.code = f.township and t.level = 4)sql",
      name, File(run_folder, "findings.parquet"), File(run_folder, "cleared.parquet"),
      File(register_folder, "persons.parquet"), File(register_folder, "households.parquet"),
      File(register_folder, "areas.parquet")));
}

Result<std::vector<AnsweredFinding>> LoadAnswered(sql::Engine& engine, store::Store& store,
                                                  const std::string& run_folder, const std::string& register_folder,
                                                  const AnsweredFilter& filter) {
  const std::string which = filter.contradicted_only ? " WHERE contradicted <> 0" : "";
  TRY(MakeFindingCards(engine, store, run_folder, register_folder, "SELECT finding_key FROM answers_held" + which,
                       "answered_cards"));
  TRY_ASSIGN(const auto held_rows,
             store.Query("SELECT h.finding_key, h.answer_id, h.contradicted, coalesce(c.short_code, '') FROM "
                         "answers_held h LEFT JOIN finding_codes c ON c.finding_key = h.finding_key" +
                         which));
  std::map<std::string, AnsweredFinding> found;
  for (const store::Row& row : held_rows) {
    AnsweredFinding one{.finding_key = row.Text(0), .short_code = row.Text(3)};
    one.rule_id = one.finding_key.substr(0, one.finding_key.find('|'));
    one.held_answer_id = row.Int(1);
    one.contradicted = row.Int(2) != 0;
    if (filter.rules.contains(one.rule_id)) found[one.finding_key] = std::move(one);
  }
  TRY_ASSIGN(const auto answers, LoadAnswers(store));
  TRY_ASSIGN(const auto settled, LoadSettlements(store));
  std::vector<AnsweredFinding> out;
  TRY(engine.Stream("select * from answered_cards order by county, township, area_code, finding_key",
                    [&](const sql::Rows& rows) -> Result<void> {
                      for (int64_t r = 0; r < rows.count(); ++r) {
                        const auto one = found.find(std::string(rows.Text(r, 0)));
                        if (one == found.end()) continue;
                        one->second.card = CardAt(rows, r, 1);
                        if (!InArea(one->second.card, filter.area)) continue;
                        if (const auto it = answers.find(one->first); it != answers.end()) {
                          one->second.answers = it->second;
                        }
                        if (const auto it = settled.find(one->first); it != settled.end()) {
                          one->second.settled_by = it->second.by_whom;
                          one->second.settled_reason = it->second.reason;
                        }
                        out.push_back(std::move(one->second));
                      }
                      return {};
                    }));
  return out;
}

Result<void> SettleAnswers(lake::Lake& lake, const SettleRequest& request, const Clock& clock) {
  if (request.reason.empty()) return Fail(errors::kNoReason);
  store::Store& store = lake.store();
  TRY_ASSIGN(const std::string key, KeyOf(store, request.finding));
  return store.Transaction([&]() -> Result<void> {
    TRY_ASSIGN(const auto held, store.Query("SELECT contradicted FROM answers_held WHERE finding_key = ?", {key}));
    if (held.empty() || held[0].Int(0) == 0) return Fail(errors::kNotContradicted, {request.finding});
    TRY_ASSIGN(const auto taken, store.Query("SELECT code FROM answers WHERE finding_key = ? AND answer_id = ?",
                                             {key, request.answer_id}));
    if (taken.empty()) return Fail(errors::kNotItsAnswer, {std::to_string(request.answer_id), request.finding});
    TRY_ASSIGN(const auto seen, store.Query("SELECT max(answer_id) FROM answers WHERE finding_key = ?", {key}));
    TRY_ASSIGN(const auto next, store.Query("SELECT coalesce(max(settlement_id), 0) + 1 FROM answer_settlements"));
    TRY(store.Execute(
        "INSERT INTO answer_settlements (settlement_id, finding_key, answer_id, seen_answer_id, reason, "
        "by_whom, at_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
        {next[0].Int(0), key, request.answer_id, seen[0].Int(0), request.reason, lake.actor(), clock.NowMicros()}));
    return lake.Record("settle_answers", key,
                       fmt::format("取第 {} 号核实结果（{}）：{}", request.answer_id, taken[0].Int(0), request.reason));
  });
}

Result<void> UndoSettlement(lake::Lake& lake, const std::string& finding, const std::string& reason,
                            const Clock& clock) {
  if (reason.empty()) return Fail(errors::kNoReason);
  store::Store& store = lake.store();
  TRY_ASSIGN(const std::string key, KeyOf(store, finding));
  return store.Transaction([&]() -> Result<void> {
    TRY_ASSIGN(const auto last, store.Query("SELECT max(settlement_id) FROM answer_settlements WHERE finding_key = ? "
                                            "AND undone = 0",
                                            {key}));
    if (last.empty() || last[0].IsNull(0)) return Fail(errors::kNotSettled, {finding});
    TRY(
        store.Execute("UPDATE answer_settlements SET undone = 1, undone_by = ?, undone_reason = ?, undone_us = ? WHERE "
                      "settlement_id = ?",
                      {lake.actor(), reason, clock.NowMicros(), last[0].Int(0)}));
    return lake.Record("undo_settlement", key, reason);
  });
}

}  // namespace xiuhua::findings
