#include "findings/second_look.h"

#include <fmt/format.h>

#include <set>

#include "base/files.h"
#include "findings/load_store.h"
#include "findings/rates.h"

namespace xiuhua::findings {
namespace {

std::string RuleOf(const std::string& finding_key) { return finding_key.substr(0, finding_key.find('|')); }

// The answers 3-8 in the interval, of rules that are drawn from.
Result<std::vector<Answered>> Pool(store::Store& store, int64_t after, int64_t to, const DrawnRules& rules) {
  TRY_ASSIGN(const auto rows,
             store.Query("SELECT answer_id, finding_key, code FROM answers WHERE answer_id > ? AND answer_id <= ? AND "
                         "draw_id = 0 AND code BETWEEN 3 AND 8 ORDER BY answer_id",
                         {after, to}));
  std::vector<Answered> pool;
  for (const store::Row& row : rows) {
    if (!rules.contains(RuleOf(row.Text(1)))) continue;
    pool.push_back({row.Int(0), row.Text(1), static_cast<int>(row.Int(2))});
  }
  return pool;
}

// Seed: the manifest of the newest run finished before these answers were recorded; destroyed runs keep theirs.
Result<bool> ChooseSeed(store::Store& store, SecondDraw& draw) {
  TRY_ASSIGN(const auto rows,
             store.Query("SELECT r.run_id, f.sha256 FROM runs r JOIN run_files f ON f.run_id = r.run_id AND f.path = "
                         "r.manifest WHERE r.finished_us <= (SELECT min(a.at_us) FROM answers a WHERE a.answer_id > ? "
                         "AND a.answer_id <= ? AND a.draw_id = 0) ORDER BY r.run_id DESC LIMIT 1",
                         {draw.after_answer_id, draw.to_answer_id}));
  if (rows.empty()) return false;
  draw.seed_run_id = rows[0].Int(0);
  draw.seed = rows[0].Text(1);
  return true;
}

struct Place {
  std::string county, township;
};
Result<std::map<std::string, Place>> PlacesOf(sql::Engine& engine) {
  std::map<std::string, Place> places;
  TRY(engine.Stream(
      "select finding_key, county, township from drawn_cards", [&](const sql::Rows& rows) -> Result<void> {
        for (int64_t r = 0; r < rows.count(); ++r) {
          places[std::string(rows.Text(r, 0))] = {std::string(rows.Text(r, 1)), std::string(rows.Text(r, 2))};
        }
        return {};
      }));
  return places;
}

// Code and name of every township of the register.
Result<std::map<std::string, std::string>> Townships(sql::Engine& engine, const std::string& register_folder) {
  std::map<std::string, std::string> townships;
  TRY(engine.Stream(
      "select code, name from read_parquet(" + sql::Quoted(register_folder + "/areas.parquet") + ") where level = 4",
      [&](const sql::Rows& rows) -> Result<void> {
        for (int64_t r = 0; r < rows.count(); ++r) {
          townships[std::string(rows.Text(r, 0))] = std::string(rows.Text(r, 1));
        }
        return {};
      }));
  return townships;
}

// The township with the smallest lot among the others of the county.
std::string AskAnother(const std::map<std::string, std::string>& townships, const Place& place, const std::string& seed,
                       int64_t answer_id) {
  std::string asked;
  std::string smallest;
  for (const auto& [code, name] : townships) {
    if (code == place.township || place.township.empty() || !code.starts_with(place.county)) continue;
    const std::string lot = HashBytes(fmt::format("{}|{}|{}", seed, answer_id, code));
    if (asked.empty() || lot < smallest) {
      asked = code;
      smallest = lot;
    }
  }
  return asked;
}

Result<int64_t> LastAnswerDrawnFrom(store::Store& store) {
  TRY_ASSIGN(const auto rows, store.Query("SELECT coalesce(max(to_answer_id), 0) FROM second_draws"));
  return rows[0].Int(0);
}

}  // namespace

Result<std::optional<SecondDraw>> DrawAnswers(sql::Engine& engine, store::Store& store, const DrawInput& input) {
  SecondDraw draw{.run_id = input.run_id, .percent = input.percent};
  TRY_ASSIGN(draw.after_answer_id, LastAnswerDrawnFrom(store));
  TRY_ASSIGN(const auto newest, store.Query("SELECT coalesce(max(answer_id), 0) FROM answers"));
  draw.to_answer_id = newest[0].Int(0);
  TRY_ASSIGN(auto pool, Pool(store, draw.after_answer_id, draw.to_answer_id, input.rules));
  TRY_ASSIGN(const bool seeded, ChooseSeed(store, draw));
  if (pool.empty() || !seeded) return std::optional<SecondDraw>();
  draw.pool = static_cast<int64_t>(pool.size());
  TRY_ASSIGN(const auto drawn, DrawSecondLook(std::move(pool), draw.seed, draw.percent));
  TRY(MakeFindingCards(
      engine, store, input.run_folder, input.register_folder,
      fmt::format("SELECT DISTINCT finding_key FROM answers WHERE answer_id > {}", draw.after_answer_id),
      "drawn_cards"));
  TRY_ASSIGN(const auto places, PlacesOf(engine));
  TRY_ASSIGN(const auto townships, Townships(engine, input.register_folder));
  for (const Answered& answer : drawn) {
    const auto known = places.find(answer.finding_key);
    const Place place = known == places.end() ? Place{} : known->second;
    const bool for_townships = input.rules.at(RuleOf(answer.finding_key));
    draw.looks.push_back(
        {.answer_id = answer.answer_id,
         .finding_key = answer.finding_key,
         .answered_township = place.township,
         .asked_township = for_townships ? AskAnother(townships, place, draw.seed, answer.answer_id) : std::string()});
  }
  return std::optional(std::move(draw));
}

Result<void> RecordDraw(store::Store& store, const SecondDraw& draw, int64_t now_us) {
  TRY_ASSIGN(const auto next, store.Query("SELECT coalesce(max(draw_id), 0) + 1 FROM second_draws"));
  const int64_t draw_id = next[0].Int(0);
  TRY(
      store.Execute("INSERT INTO second_draws (draw_id, run_id, seed_run_id, seed, percent, after_answer_id, "
                    "to_answer_id, pool, drawn_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    {draw_id, draw.run_id, draw.seed_run_id, draw.seed, int64_t{draw.percent}, draw.after_answer_id,
                     draw.to_answer_id, draw.pool, now_us}));
  for (const SecondLook& look : draw.looks) {
    TRY(
        store.Execute("INSERT INTO second_looks (draw_id, answer_id, finding_key, answered_township, asked_township) "
                      "VALUES (?, ?, ?, ?, ?)",
                      {draw_id, look.answer_id, look.finding_key, look.answered_township, look.asked_township}));
  }
  return {};
}

Result<std::vector<SecondLookLine>> LoadSecondLooks(sql::Engine& engine, store::Store& store,
                                                    const std::string& run_folder, const std::string& register_folder,
                                                    const DrawnRules& rules) {
  TRY(MakeFindingCards(engine, store, run_folder, register_folder, "SELECT finding_key FROM second_looks",
                       "second_look_cards"));
  std::map<std::string, FindingCard> cards;
  TRY(engine.Stream("select * from second_look_cards", [&](const sql::Rows& rows) -> Result<void> {
    for (int64_t r = 0; r < rows.count(); ++r) cards[std::string(rows.Text(r, 0))] = CardAt(rows, r, 1);
    return {};
  }));
  TRY_ASSIGN(const auto townships, Townships(engine, register_folder));
  const auto name_of = [&](const std::string& code) {
    const auto it = townships.find(code);
    return it == townships.end() ? code : it->second;
  };
  TRY_ASSIGN(const auto rows,
             store.Query("SELECT l.draw_id, l.answer_id, l.finding_key, l.answered_township, l.asked_township, "
                         "coalesce(c.short_code, ''), a.code, a.by_whom, coalesce(s.code, 0), coalesce(s.by_whom, '') "
                         "FROM second_looks l JOIN answers a ON a.answer_id = l.answer_id "
                         "LEFT JOIN finding_codes c ON c.finding_key = l.finding_key "
                         "LEFT JOIN answers s ON s.answer_id = (SELECT max(x.answer_id) FROM answers x WHERE "
                         "x.finding_key = l.finding_key AND x.draw_id = l.draw_id) "
                         "ORDER BY l.draw_id, l.asked_township, l.answer_id"));
  std::vector<SecondLookLine> lines;
  for (const store::Row& row : rows) {
    SecondLookLine line{.draw_id = row.Int(0),
                        .look = {row.Int(1), row.Text(2), row.Text(3), row.Text(4)},
                        .short_code = row.Text(5),
                        .rule_id = RuleOf(row.Text(2)),
                        .answered_name = name_of(row.Text(3)),
                        .asked_name = name_of(row.Text(4)),
                        .first_code = static_cast<int>(row.Int(6)),
                        .first_by = row.Text(7),
                        .second_code = static_cast<int>(row.Int(8)),
                        .second_by = row.Text(9)};
    if (!rules.contains(line.rule_id)) continue;
    line.card = cards[line.look.finding_key];
    lines.push_back(std::move(line));
  }
  return lines;
}

Result<std::vector<DrawCheck>> RepeatDraws(store::Store& store, const DrawnRules& rules) {
  TRY_ASSIGN(const auto rows,
             store.Query("SELECT d.draw_id, d.run_id, d.seed_run_id, d.seed, d.percent, d.after_answer_id, "
                         "d.to_answer_id, d.pool, (SELECT count(DISTINCT a.finding_key) FROM answers a WHERE a.draw_id "
                         "= d.draw_id) FROM second_draws d ORDER BY d.draw_id"));
  std::vector<DrawCheck> checks;
  for (const store::Row& row : rows) {
    DrawCheck check{.draw_id = row.Int(0), .answered = row.Int(8)};
    check.draw = {.run_id = row.Int(1),
                  .seed_run_id = row.Int(2),
                  .seed = row.Text(3),
                  .percent = static_cast<int>(row.Int(4)),
                  .after_answer_id = row.Int(5),
                  .to_answer_id = row.Int(6),
                  .pool = row.Int(7)};
    TRY_ASSIGN(const auto recorded, store.Query("SELECT answer_id, finding_key, answered_township, asked_township FROM "
                                                "second_looks WHERE draw_id = ? ORDER BY answer_id",
                                                {check.draw_id}));
    std::set<int64_t> drawn_then;
    for (const store::Row& look : recorded) {
      check.draw.looks.push_back({look.Int(0), look.Text(1), look.Text(2), look.Text(3)});
      drawn_then.insert(look.Int(0));
    }
    TRY_ASSIGN(auto pool, Pool(store, check.draw.after_answer_id, check.draw.to_answer_id, rules));
    const bool same_pool = static_cast<int64_t>(pool.size()) == check.draw.pool;
    TRY_ASSIGN(const auto drawn_now, DrawSecondLook(std::move(pool), check.draw.seed, check.draw.percent));
    std::set<int64_t> again;
    for (const Answered& answer : drawn_now) again.insert(answer.answer_id);
    TRY_ASSIGN(const auto manifest, store.Query("SELECT 1 FROM runs r JOIN run_files f ON f.run_id = r.run_id AND "
                                                "f.path = r.manifest WHERE r.run_id = ? AND f.sha256 = ?",
                                                {check.draw.seed_run_id, check.draw.seed}));
    check.same = same_pool && again == drawn_then && !manifest.empty();
    checks.push_back(std::move(check));
  }
  return checks;
}

std::string SecondLookKey(int64_t draw_id, int64_t answer_id) {
  return fmt::format("second:{}:{}", draw_id, answer_id);
}

}  // namespace xiuhua::findings
