#include "findings/rates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/files.h"
#include "findings/errors.h"

namespace xiuhua::findings {
namespace {

struct Tally {
  int64_t answered = 0;
  int64_t true_in_fact = 0;
  int64_t worth = 0;
  int64_t unclear = 0;
  int64_t conflicting = 0;
  int64_t looked_again = 0;
  int64_t overturned = 0;
};

// Was it worth the walk? For desk rules: was the record wrong?
bool Worth(int64_t code, bool desk) { return desk ? code == 5 || code == 6 : code == 1 || code == 2; }

std::string RuleOf(const std::string& finding_key) { return finding_key.substr(0, finding_key.find('|')); }

}  // namespace

Rate WilsonRate(int64_t count, int64_t of) {
  Rate rate{of, count};
  if (of <= 0) return rate;
  constexpr double kZ = 1.959964;
  const auto n = static_cast<double>(of);
  const double p = static_cast<double>(count) / n;
  const double spread = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  const double middle = p + kZ * kZ / (2 * n);
  const double scale = 1 + kZ * kZ / n;
  rate.share = p;
  rate.low = count == 0 ? 0 : std::max(0.0, (middle - spread) / scale);
  rate.high = count == of ? 1 : std::min(1.0, (middle + spread) / scale);
  return rate;
}

std::string RateText(std::string_view label, const Rate& rate) {
  if (rate.of == 0) return {};
  return fmt::format("{} {}/{}（{:.0f}%，95% 区间 {:.0f}%–{:.0f}%）", label, rate.count, rate.of, rate.share * 100,
                     rate.low * 100, rate.high * 100);
}

Result<std::vector<RuleRates>> RatesOfRules(store::Store& store, const std::map<std::string, std::string>& effort) {
  TRY_ASSIGN(const std::vector<store::Row> rows,
             store.Query("SELECT finding_key, code, contradicted FROM answers_held"));
  const auto is_desk = [&](const std::string& rule) {
    const auto known = effort.find(rule);
    return known != effort.end() && known->second == "desk";
  };
  std::map<std::string, Tally> tallies;
  for (const store::Row& row : rows) {
    const std::string rule = RuleOf(row.Text(0));
    const int64_t code = row.Int(1);
    Tally& tally = tallies[rule];
    if (row.Int(2) != 0) {
      ++tally.conflicting;
    } else if (code == 8) {
      ++tally.unclear;
    } else {
      ++tally.answered;
      tally.true_in_fact += code <= 4 ? 1 : 0;
      tally.worth += Worth(code, is_desk(rule)) ? 1 : 0;
    }
  }
  TRY_ASSIGN(const std::vector<store::Row> looks,
             store.Query("SELECT l.finding_key, a.code, s.code FROM second_looks l JOIN answers a ON a.answer_id = "
                         "l.answer_id JOIN answers s ON s.answer_id = (SELECT max(x.answer_id) FROM answers x WHERE "
                         "x.finding_key = l.finding_key AND x.draw_id = l.draw_id) WHERE a.code <> 8 AND s.code <> 8"));
  for (const store::Row& row : looks) {
    const std::string rule = RuleOf(row.Text(0));
    Tally& tally = tallies[rule];
    ++tally.looked_again;
    tally.overturned += !Worth(row.Int(1), is_desk(rule)) && Worth(row.Int(2), is_desk(rule)) ? 1 : 0;
  }
  std::vector<RuleRates> rates;
  for (const auto& [rule, tally] : tallies) {
    rates.push_back({rule, WilsonRate(tally.true_in_fact, tally.answered), WilsonRate(tally.worth, tally.answered),
                     tally.unclear, tally.conflicting, WilsonRate(tally.overturned, tally.looked_again)});
  }
  return rates;
}

Result<MissReport> CountMisses(sql::Engine& engine, const std::string& admissions_sql,
                               const std::vector<RunFindings>& runs) {
  std::string warned = "SELECT CAST(NULL AS BIGINT) AS household_id, CAST(NULL AS DATE) AS as_of WHERE false";
  for (const RunFindings& run : runs) {
    warned += fmt::format(
        " UNION ALL SELECT DISTINCT household_id, DATE '{}' FROM read_parquet({}) WHERE kind IN ('risk', 'hazard')",
        FormatDate(run.as_of), sql::Quoted(run.path));
  }
  MissReport report;
  TRY_ASSIGN(report.admissions,
             engine.QueryInt(fmt::format("SELECT count(*) FROM (SELECT DISTINCT household_id, admitted_on FROM ({}))",
                                         admissions_sql)));
  TRY_ASSIGN(
      const sql::Rows rows,
      engine.Query(fmt::format(
          "SELECT DISTINCT a.household_id, a.admitted_on FROM ({}) a WHERE NOT EXISTS (SELECT 1 FROM ({}) w "
          "WHERE w.household_id = a.household_id AND w.as_of < a.admitted_on) ORDER BY a.admitted_on, a.household_id",
          admissions_sql, warned)));
  for (int64_t row = 0; row < rows.count(); ++row) {
    report.misses.push_back({rows.Int(row, 0), Date{static_cast<int32_t>(rows.Int(row, 1))}});
  }
  return report;
}

Result<std::vector<Answered>> DrawSecondLook(std::vector<Answered> answers, std::string_view seed, int percent) {
  if (percent < 1 || percent > 100) return Fail(errors::kShareBad, {std::to_string(percent)});
  std::vector<std::pair<std::string, Answered>> lots;
  for (Answered& answer : answers) {
    if (answer.code < 3 || answer.code > 8) continue;
    const std::string lot = HashBytes(fmt::format("{}|{}|{}", seed, answer.finding_key, answer.answer_id));
    lots.emplace_back(lot, std::move(answer));
  }
  std::ranges::sort(lots, {}, [](const auto& lot) { return std::pair(lot.first, lot.second.answer_id); });
  const size_t wanted = (lots.size() * static_cast<size_t>(percent) + 99) / 100;
  std::vector<Answered> drawn;
  for (size_t i = 0; i < wanted; ++i) drawn.push_back(std::move(lots[i].second));
  return drawn;
}

}  // namespace xiuhua::findings
