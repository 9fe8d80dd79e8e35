#include "rules/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rules/errors.h"
#include "rules/evaluate_sql.h"
#include "rules/rule_run.h"
#include "rules/waiting.h"
#include "rules/workspace.h"
#include "sql/limits.h"

namespace xiuhua::rules {
namespace {

std::vector<const RuleSpec*> ChosenRules(const CheckedRules& checked, const EvaluateInput& input) {
  std::vector<const RuleSpec*> chosen;
  for (const RuleSpec& rule : checked.set.rules) {
    const bool wanted = input.rules.empty() || std::ranges::find(input.rules, rule.id) != input.rules.end();
    if (wanted && checked.rules.contains(rule.id)) chosen.push_back(&rule);
  }
  return chosen;
}

std::vector<std::string> TablesFor(const CheckedRules& checked, const std::vector<const RuleSpec*>& rules) {
  std::set<std::string> tables{"persons", "households", "members", "areas"};
  for (const RuleSpec* rule : rules) {
    for (std::string& table : checked.TablesOf(*rule)) tables.insert(std::move(table));
  }
  return {tables.begin(), tables.end()};
}

Result<std::vector<Place>> LoadPlaces(sql::Engine& engine) {
  TRY_ASSIGN(const sql::Rows rows, engine.Query("select township, county from xh.place order by place"));
  std::vector<Place> places;
  for (int64_t row = 0; row < rows.count(); ++row) {
    places.push_back({std::string(rows.Text(row, 0)), std::string(rows.Text(row, 1))});
  }
  return places;
}

// A person, household or area that stands in the register twice would be counted twice.
Result<void> FindRepeated(RunState& state) {
  const auto repeated = [&](const char* table) {
    return state.engine.QueryInt(fmt::format("select count(*) - count(distinct subject_id) from {}", table));
  };
  TRY_ASSIGN(const int64_t persons, repeated("xh.of_person"));
  TRY_ASSIGN(const int64_t households, repeated("xh.of_household"));
  TRY_ASSIGN(const int64_t areas, repeated("xh.of_area"));
  if (persons > 0) state.repeated.insert(SubjectKind::kPerson);
  if (households > 0) state.repeated.insert({SubjectKind::kHouseholdRegistered, SubjectKind::kHouseholdLiving});
  if (areas > 0) state.repeated.insert(SubjectKind::kVillage);
  return {};
}

Result<void> MakeParams(RunState& state) {
  std::set<std::string> counties;
  for (const Place& place : state.places) {
    if (!place.county.empty()) counties.insert(place.county);
  }
  const std::vector<std::string> list(counties.begin(), counties.end());
  TRY(state.engine.Execute(ParamTablesSql(state.checked.set.params, list, state.input.as_of)));
  TRY(state.engine.Execute("create table xh.authorised(purpose varchar, kind varchar, id bigint)"));
  std::vector<std::string> rows;
  const auto insert = [&]() -> Result<void> {
    if (rows.empty()) return {};
    TRY(state.engine.Execute(fmt::format("insert into xh.authorised values {}", fmt::join(rows, ", "))));
    rows.clear();
    return {};
  };
  for (const Authorisation& one : state.input.authorisations) {
    rows.push_back(fmt::format("({}, {}, {})", sql::Quoted(one.purpose), sql::Quoted(one.subject_kind), one.id));
    if (rows.size() == 1000) TRY(insert());
  }
  return insert();
}

// A fact that fails is told, and so is every rule that reads it; later facts that read it fail likewise.
Result<void> MakeFacts(RunState& state, const std::vector<std::string>& tables, EvaluateReport& report) {
  for (const FactSpec& fact : state.checked.set.facts) {
    if (std::ranges::find(tables, fact.id) == tables.end()) continue;
    const int64_t limit = state.input.seconds_per_statement * 1000;
    auto made = sql::ExecuteWithin(state.engine,
                                   fmt::format("create table {} as select * from (\n{}\n) f", fact.id, fact.file.sql),
                                   limit, &state.progress);
    if (state.progress.cancelled()) return made;
    if (!made) {
      const Error error =
          MakeError(errors::kFactFailed,
                    {fact.id, made.error().id + " " + made.error().zh, made.error().id + " " + made.error().en},
                    {.file = fact.file.path, .row = fact.file.sql_line});
      state.failed_facts.emplace(fact.id, error);
      report.failed_facts.emplace_back(fact.id, error);
      TRY(state.engine.Execute("drop table if exists " + fact.id));
      TRY(state.engine.Execute(EmptyTableSql(fact.id, state.checked.facts.at(fact.id).outputs)));
      continue;
    }
    TRY(state.sink.Fact(fact, state.engine, state.checked.facts.at(fact.id).outputs));
    state.progress.Tick(1);
  }
  return {};
}

// One pass over each needed table for its NULLs, a second only for columns that have some.
Result<void> FindNulls(RunState& state, const std::vector<const RuleSpec*>& rules) {
  std::map<std::string, std::set<std::string>> needed;
  for (const RuleSpec* rule : rules) {
    for (const ColumnUse& use : NeedsWithFacts(state.checked.set, rule->needs)) needed[use.table].insert(use.column);
  }
  for (const auto& [table, names] : needed) {
    const std::vector<std::string> columns(names.begin(), names.end());
    TRY_ASSIGN(const sql::Rows counts, state.engine.Query(NullCountsSql(table, columns)));
    std::vector<std::string> with_nulls;
    for (size_t i = 0; i < columns.size(); ++i) {
      if (counts.Int(0, static_cast<int>(i)) > 0) with_nulls.push_back(columns[i]);
    }
    if (with_nulls.empty()) continue;
    TRY(state.engine.Execute(NullRowsSql(state.checked.set, table, with_nulls)));
    state.null_columns[table].insert(with_nulls.begin(), with_nulls.end());
  }
  return {};
}

}  // namespace

std::string_view AnswerName(Answer answer) {
  switch (answer) {
    case Answer::kHit:
      return "hit";
    case Answer::kNoHit:
      return "no_hit";
    case Answer::kCannotTell:
      return "cannot_tell";
    case Answer::kLeftPopulation:
      return "left_population";
  }
  return "no_hit";
}

Result<EvaluateReport> Evaluate(const CheckedRules& checked, const EvaluateInput& input, ResultSink& sink,
                                Progress& progress) {
  const std::vector<const RuleSpec*> rules = ChosenRules(checked, input);
  const std::vector<std::string> tables = TablesFor(checked, rules);
  TRY_ASSIGN(const std::unique_ptr<sql::Engine> engine, OpenWorkspace(checked.set, {.files = input.files,
                                                                                    .inline_rows = input.inline_rows,
                                                                                    .tables = tables,
                                                                                    .as_of = input.as_of,
                                                                                    .engine = input.engine}));
  EvaluateReport report;
  RunState state{.checked = checked, .input = input, .engine = *engine, .sink = sink, .progress = progress};
  progress.Begin("rules", static_cast<int64_t>(rules.size() + checked.set.facts.size()));
  TRY(engine->Execute(PlacesSql(checked.set, tables)));
  TRY(engine->Execute(RegisterPlacesSql()));
  TRY(FindRepeated(state));
  TRY_ASSIGN(state.places, LoadPlaces(*engine));
  TRY(MakeParams(state));
  TRY(MakeFacts(state, tables, report));
  TRY(FindNulls(state, rules));
  TRY_ASSIGN(state.waiting, MakeWaiting(*engine, checked.set, tables, input.base_table));
  for (const RuleSpec* rule : rules) {
    TRY_ASSIGN(RuleOutcome outcome, RuleRun(state, *rule).Run());
    report.rules.push_back(std::move(outcome));
    progress.Tick(1);
  }
  progress.End();
  return report;
}

}  // namespace xiuhua::rules
