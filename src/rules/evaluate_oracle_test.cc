// A slow, obvious evaluation of the five rules in testdata/pack, one subject at a time, against the engine's answers on
// random small worlds: hit, no hit and cannot tell with its reason for every subject, and the counts for every
// township.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <optional>
#include <random>

#include "rules/memory_sink.h"

namespace xiuhua::rules {
namespace {

using Text = std::optional<std::string>;
using Number = std::optional<int64_t>;

struct Person {
  int64_t id = 0;
  Number household;
  Text township, county;
  bool registered = true;
};
struct Row {  // of any delivered table
  int64_t ref = 0;
  Number person, household;
  Text township, county;
  Text a, b;  // kind / payment_no / household_kind; person_name
  Text date;  // settled_on, died_on, paid_on, year_end
  Number amount;
};
using Table = std::vector<Row>;

struct World {
  std::vector<Person> persons;
  std::vector<Person> households;  // id, township, county
  Table settlements, deaths, payments, insured, incomes;
  std::map<std::string, std::vector<std::string>> covered;  // table → area codes
};

class Dice {
 public:
  explicit Dice(uint32_t seed) : engine_(seed) {}
  int64_t Below(int64_t n) { return static_cast<int64_t>(engine_() % static_cast<uint64_t>(n)); }
  bool Chance(int percent) { return Below(100) < percent; }
  Text Pick(std::vector<std::string> choices, int null_percent) {
    if (Chance(null_percent)) return std::nullopt;
    return choices[static_cast<size_t>(Below(static_cast<int64_t>(choices.size())))];
  }

 private:
  std::mt19937 engine_;
};

const std::vector<std::string> kTownships = {"433199101", "433199102", "510101101"};

Table RandomTable(Dice& dice, const World& world, int64_t first_ref, const std::vector<std::string>& kinds,
                  const std::vector<std::string>& dates, int64_t rows, bool unique_person) {
  Table table;
  for (int64_t i = 0; i < rows; ++i) {
    Row row{.ref = first_ref + i};
    const Person& person =
        world.persons[static_cast<size_t>(unique_person ? i % static_cast<int64_t>(world.persons.size())
                                                        : dice.Below(static_cast<int64_t>(world.persons.size())))];
    if (!dice.Chance(10)) {
      row.person = person.id;
      row.household = person.household;
      row.township = person.township;
      row.county = person.county;
    } else {
      row.township = dice.Pick(kTownships, 20);
      row.county = row.township ? Text(row.township->substr(0, 6)) : std::nullopt;
    }
    row.a = dice.Pick(kinds, 10);
    row.b = dice.Pick({"甲", "乙"}, 20);
    row.date = dice.Pick(dates, 15);
    if (!dice.Chance(15)) row.amount = 100'000 * dice.Below(12);
    table.push_back(std::move(row));
  }
  return table;
}

World RandomWorld(Dice& dice) {
  World world;
  for (int64_t id = 1; id <= 5; ++id) {
    Person home{.id = id, .township = dice.Pick(kTownships, 10)};
    home.county = home.township ? Text(home.township->substr(0, 6)) : dice.Pick({"433199"}, 50);
    world.households.push_back(home);
  }
  for (int64_t id = 1; id <= 12; ++id) {
    Person person{.id = id, .registered = dice.Chance(80)};
    if (dice.Chance(85)) {
      const Person& home = world.households[static_cast<size_t>(dice.Below(5))];
      person.household = home.id;
      person.township = home.township;
      person.county = home.county;
    }
    world.persons.push_back(person);
  }
  world.settlements =
      RandomTable(dice, world, 100, {"inpatient", "outpatient"}, {"2026-05-01", "2026-05-02"}, 14, false);
  world.deaths = RandomTable(dice, world, 200, {"x"}, {"2026-05-01", "2026-06-01"}, 6, false);
  world.payments =
      RandomTable(dice, world, 300, {"n1", "n2", "n3"}, {"2026-04-01", "2026-05-15", "2026-06-15"}, 10, false);
  world.insured = RandomTable(dice, world, 400, {"x"}, {"2026-01-01"}, 9, true);
  world.incomes =
      RandomTable(dice, world, 500, {"poor", "other"}, {"2022-12-31", "2023-12-31", "2025-12-31"}, 9, false);
  for (const char* table : {"settlements", "deaths", "payments", "insured", "incomes"}) {
    std::vector<std::string>& codes = world.covered[table];
    for (const std::string& township : kTownships) {
      if (dice.Chance(70)) codes.push_back(township);
    }
    if (dice.Chance(50)) codes = {"433199", "510101"};
  }
  return world;
}

// ---- the world as SELECT texts

std::string Sql(const Text& text) { return text ? "'" + *text + "'" : "cast(null as varchar)"; }
std::string Sql(const Number& number) { return number ? std::to_string(*number) : "cast(null as bigint)"; }
std::string SqlDate(const Text& text) { return text ? "date '" + *text + "'" : "cast(null as date)"; }

void Give(EvaluateInput& input, const std::string& table, const std::string& select) {
  std::string& rows = input.inline_rows[table];
  rows += (rows.empty() ? "select " : " union all select ") + select;
}

void GiveTable(EvaluateInput& input, const std::string& name, const Table& table, const std::string& kind,
               const std::string& date, const std::string& amount) {
  for (const Row& row : table) {
    std::string select = fmt::format("{} as row_ref, {} as person_id, {} as household_id, {} as township, {} as county",
                                     row.ref, Sql(row.person), Sql(row.household), Sql(row.township), Sql(row.county));
    select += fmt::format(", {} as person_name", Sql(row.b));
    if (!kind.empty()) select += fmt::format(", {} as {}", Sql(row.a), kind);
    if (!date.empty()) select += fmt::format(", {} as {}", SqlDate(row.date), date);
    if (!amount.empty()) select += fmt::format(", {} as {}", Sql(row.amount), amount);
    Give(input, name, select);
  }
}

EvaluateInput InputOf(const World& world) {
  EvaluateInput input{.status_of_everyone = true, .as_of = *ParseIsoDate("2026-06-30"), .engine = {.threads = 2}};
  for (const Person& one : world.persons) {
    Give(input, "persons",
         fmt::format("{} as person_id, {} as household_id, {} as township, {} as county, {} as registered", one.id,
                     Sql(one.household), Sql(one.township), Sql(one.county), one.registered));
    if (!one.household) continue;
    Give(input, "members",
         fmt::format("{} as household_id, {} as person_id, '{}' as membership", *one.household, one.id,
                     one.registered ? "registered" : "living"));
  }
  for (const Person& one : world.households) {
    Give(input, "households",
         fmt::format("{} as household_id, {} as township, {} as county", one.id, Sql(one.township), Sql(one.county)));
  }
  GiveTable(input, "settlements", world.settlements, "kind", "settled_on", "self_pay_cents");
  GiveTable(input, "deaths", world.deaths, "", "died_on", "");
  GiveTable(input, "payments", world.payments, "payment_no", "paid_on", "amount_cents");
  GiveTable(input, "insured", world.insured, "", "", "");
  GiveTable(input, "incomes", world.incomes, "household_kind", "year_end", "per_head_cents");
  for (const auto& [table, codes] : world.covered) input.delivered[table].areas = lake::AreaSet(codes);
  return input;
}

// ---- the oracle

struct Asked {
  int64_t subject = 0;
  Text township, county;
  bool raw_hit = false;
  std::vector<std::pair<std::string, bool>> tables;          // needed table, subject has a row in it
  std::vector<std::pair<std::string, bool>> missing_values;  // parameter by row: name, missing
  std::optional<std::pair<std::string, bool>> county_value;  // parameter by county: name, there
  std::vector<std::pair<std::string, bool>> nulls;           // table.column, has NULL
};

bool Covers(const World& world, const std::string& table, const Asked& asked) {
  const std::vector<std::string>& codes = world.covered.at(table);
  if (!asked.township && !asked.county) return !codes.empty();
  const std::string& place = asked.township ? *asked.township : *asked.county;
  for (const std::string& code : codes) {
    if (place.starts_with(code)) return true;
  }
  return false;
}

std::string Answer(const World& world, const Asked& asked) {
  bool hit = asked.raw_hit;
  for (const auto& [table, has_row] : asked.tables) hit = hit && (Covers(world, table, asked) || has_row);
  if (asked.county_value) hit = hit && asked.county_value->second;
  if (hit) return "hit";
  for (const auto& [table, has_row] : asked.tables) {
    if (!Covers(world, table, asked)) return "delivery:" + table;
  }
  if (asked.county_value && !asked.county_value->second) return "parameter:" + asked.county_value->first;
  for (const auto& [name, missing] : asked.missing_values) {
    if (missing) return "parameter:" + name;
  }
  for (const auto& [column, null] : asked.nulls) {
    if (null) return "column:" + column;
  }
  return "no_hit";
}

std::vector<Asked> AskRows(const World& world) {  // TS-001
  std::vector<Asked> all;
  for (const Row& row : world.settlements) {
    if (row.a != "inpatient") continue;
    all.push_back({.subject = row.ref,
                   .township = row.township,
                   .county = row.county,
                   .raw_hit = true,  // no settlement of this world has an ID number
                   .tables = {{"settlements", true}},
                   .nulls = {{"settlements.kind", false}, {"settlements.settled_on", !row.date}}});
  }
  return all;
}

std::vector<Asked> AskHouseholds(const World& world) {  // TS-002
  std::vector<Asked> all;
  for (const Person& home : world.households) {
    Asked asked{.subject = home.id, .township = home.township, .county = home.county};
    int64_t sum = 0;
    bool any_row = false;
    bool fact_row = false;
    bool fact_value = false;
    bool null = false;
    for (const Row& row : world.settlements) {
      if (row.household == home.id) {
        any_row = true;
        null |= !row.amount;
      }
      for (const Person& person : world.persons) {
        if (row.person != person.id || person.household != home.id || !person.registered) continue;
        fact_row = true;
        fact_value |= row.amount.has_value();
        sum += row.amount.value_or(0);
      }
    }
    const bool hunan = home.county == "433199";
    asked.raw_hit = hunan && fact_value && sum > 500'000;
    asked.tables = {{"settlements", any_row}};
    asked.county_value = {"self_pay_line_cents", hunan};
    asked.nulls = {{"household_medical.self_pay_cents", fact_row && !fact_value}, {"settlements.self_pay_cents", null}};
    all.push_back(asked);
  }
  return all;
}

std::vector<Asked> AskPersons(const World& world) {  // TS-003
  std::vector<Asked> all;
  for (const Person& person : world.persons) {
    if (!person.registered) continue;
    Asked asked{.subject = person.id, .township = person.township, .county = person.county, .raw_hit = true};
    bool null = false;
    for (const Row& row : world.insured) {
      if (row.person != person.id) continue;
      asked.raw_hit = false;
      null |= !row.b;
    }
    asked.tables = {{"insured", !asked.raw_hit}};
    asked.nulls = {{"insured.person_name", null}};
    all.push_back(asked);
  }
  return all;
}

std::vector<Asked> AskPaid(const World& world) {  // TS-004
  std::vector<Asked> all;
  for (const Person& person : world.persons) {
    Asked asked{.subject = person.id, .township = person.township, .county = person.county};
    bool paid = false;
    bool died = false;
    bool null_paid = false;
    bool null_died = false;
    for (const Row& row : world.deaths) {
      if (row.person != person.id) continue;
      died = true;
      null_died |= !row.date;
    }
    for (const Row& row : world.payments) {
      if (row.person != person.id) continue;
      paid = true;
      null_paid |= !row.date;
      for (const Row& death : world.deaths) {
        asked.raw_hit |= death.person == person.id && row.date && death.date && *row.date > *death.date;
      }
    }
    if (!paid) continue;
    asked.tables = {{"payments", true}, {"deaths", died}};
    asked.nulls = {{"payments.paid_on", null_paid}, {"deaths.died_on", null_died}};
    all.push_back(asked);
  }
  return all;
}

Number LineOf(const Text& kind, const Text& date) {
  if (!kind || !date) return std::nullopt;
  const std::string year = date->substr(0, 4);
  if (*kind == "other") return year == "2022" || year == "2023" ? Number(800'000) : std::nullopt;
  if (year == "2022") return 690'000;
  return year == "2023" ? Number(750'000) : std::nullopt;
}

std::vector<Asked> AskIncomes(const World& world) {  // TS-005
  std::vector<Asked> all;
  for (const Person& home : world.households) {
    Asked asked{.subject = home.id, .township = home.township, .county = home.county};
    const bool hunan = home.county == "433199";
    bool any = false;
    bool missing = false;
    std::vector<bool> nulls(3, false);
    for (const Row& row : world.incomes) {
      if (row.household != home.id) continue;
      any = true;
      const Number line = LineOf(row.a, row.date);
      missing |= row.a && row.date && (!line || !hunan);
      asked.raw_hit |= hunan && line && row.amount && *row.amount < *line;
      nulls[0] = nulls[0] || !row.date;
      nulls[1] = nulls[1] || !row.a;
      nulls[2] = nulls[2] || !row.amount;
    }
    if (!any) continue;
    asked.tables = {{"incomes", true}};
    asked.county_value = {"monitoring_line_cents", hunan};
    asked.missing_values = {{"monitoring_line_cents", missing}};
    asked.nulls = {
        {"incomes.year_end", nulls[0]}, {"incomes.household_kind", nulls[1]}, {"incomes.per_head_cents", nulls[2]}};
    all.push_back(asked);
  }
  return all;
}

std::string Told(const StatusRow& status) {
  if (status.answer != rules::Answer::kCannotTell) return std::string(AnswerName(status.answer));
  return status.reason_kind + ":" + status.reason;
}

void Compare(const World& world, const MemorySink& sink, const std::string& rule, const std::vector<Asked>& asked) {
  std::map<std::string, std::array<int64_t, 4>> counts;  // township → population, hits, no hits, cannot tell
  const auto statuses = sink.statuses.find(rule);
  const size_t told = statuses == sink.statuses.end() ? 0 : statuses->second.size();
  ASSERT_EQ(told, asked.size()) << rule;
  for (const Asked& one : asked) {
    const std::string answer = Answer(world, one);
    const auto status = statuses->second.find(one.subject);
    ASSERT_NE(status, statuses->second.end()) << rule << " subject " << one.subject;
    EXPECT_EQ(Told(status->second), answer) << rule << " subject " << one.subject;
    auto& count = counts[one.county.value_or("") + "/" + one.township.value_or("")];
    ++count[0];
    ++count[answer == "hit" ? 1 : answer == "no_hit" ? 2 : 3];
  }
  for (const CountRow& row : sink.counts) {
    if (row.rule_id != rule) continue;
    const std::array<int64_t, 4> got = {row.population, row.hits, row.no_hits, row.cannot_tell};
    EXPECT_EQ(got, counts[row.place.county + "/" + row.place.township]) << rule << " " << row.place.township;
    counts.erase(row.place.county + "/" + row.place.township);
  }
  EXPECT_TRUE(counts.empty()) << rule;
}

TEST(EvaluateOracle, AgreesOnRandomWorlds) {
  const auto checked = LoadRules(XIUHUA_SOURCE_DIR "/src/rules/testdata/pack", "");
  ASSERT_TRUE(checked) << Render(checked.error(), Language::kEnglish);
  std::map<std::string, int64_t> answers;
  for (uint32_t seed = 1; seed <= 30 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    Dice dice(seed);
    const World world = RandomWorld(dice);
    MemorySink sink;
    SilentProgress progress;
    const auto report = Evaluate(*checked, InputOf(world), sink, progress);
    ASSERT_TRUE(report) << Render(report.error(), Language::kEnglish);
    for (const RuleOutcome& outcome : report->rules) {
      ASSERT_FALSE(outcome.failed) << Render(*outcome.failed, Language::kEnglish);
    }
    Compare(world, sink, "TS-001", AskRows(world));
    Compare(world, sink, "TS-002", AskHouseholds(world));
    Compare(world, sink, "TS-003", AskPersons(world));
    Compare(world, sink, "TS-004", AskPaid(world));
    Compare(world, sink, "TS-005", AskIncomes(world));
    for (const StatusRow& status : sink.told) ++answers[status.rule_id + " " + Told(status).substr(0, 6)];
  }
  // The worlds must really ask: every rule meets each of the three answers, and each kind of reason somewhere.
  for (const char* rule : {"TS-002", "TS-003", "TS-004", "TS-005"}) {
    for (const char* answer : {" hit", " no_hit", " delive"})
      EXPECT_GT(answers[std::string(rule) + answer], 3) << rule << answer;
  }
  EXPECT_GT(answers["TS-005 parame"], 3);
  EXPECT_GT(answers["TS-004 column"], 3);
}

}  // namespace
}  // namespace xiuhua::rules
