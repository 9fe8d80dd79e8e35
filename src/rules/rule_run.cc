#include "rules/rule_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "rules/errors.h"
#include "rules/waiting.h"
#include "sql/limits.h"

namespace xiuhua::rules {
namespace {

constexpr size_t kMostRowRefs = 50;

Result<void> Drop(sql::Engine& engine) {
  return engine.Execute(
      "drop table if exists xh.hit; drop table if exists xh.hit_subject; drop table if exists xh.reason; "
      "drop table if exists xh.wanted; drop table if exists xh.wanted_key");
}

bool EndsTheRun(const Error& error) { return error.kind == ErrorKind::kCancelled && error.id == "BAS-003"; }

}  // namespace

RuleRun::RuleRun(RunState& state, const RuleSpec& rule) : state_(state), rule_(rule) {
  outcome_.rule_id = rule.id;
  outcome_.total.rule_id = rule.id;
  needs_ = NeedsWithFacts(state.checked.set, rule.needs);
  for (const EarlierFinding& earlier : state.input.earlier) {
    if (earlier.rule_id == rule.id) open_before_.insert(earlier.finding_key);
  }
  for (const ParamUse& use : rule.params) params_.emplace_back(use.name, use.at_column.has_value());
  for (const std::string& table : state.checked.TablesOf(rule)) {
    const FactSpec* fact = state.checked.set.FindFact(table);
    if (fact == nullptr) continue;
    const auto& read = state.checked.facts.at(table).shape.tables;
    for (const std::string& name : fact->params) params_.emplace_back(name, !read.contains("params." + name));
  }
}

Result<RuleOutcome> RuleRun::Run() {
  const auto begin = std::chrono::steady_clock::now();
  const bool early = rule_.valid_from && state_.input.as_of < *rule_.valid_from;
  const bool late = rule_.valid_to && state_.input.as_of > *rule_.valid_to;
  outcome_.in_force = !early && !late;
  if (outcome_.in_force) {
    if (auto done = RunChecked(); !done) {
      if (EndsTheRun(done.error()) || state_.progress.cancelled()) return Fail(done.error());
      TRY(CountAsFailed(done.error()));
    }
    TRY(SendCounts());
    TRY(SendStatuses());
    TRY(Drop(state_.engine));
  }
  const auto spent = std::chrono::steady_clock::now() - begin;
  outcome_.micros = std::chrono::duration_cast<std::chrono::microseconds>(spent).count();
  return std::move(outcome_);
}

Result<void> RuleRun::RunChecked() {
  for (const std::string& table : state_.checked.TablesOf(rule_)) {
    if (const auto failed = state_.failed_facts.find(table); failed != state_.failed_facts.end()) {
      return Fail(failed->second);
    }
  }
  TRY(MakePopulation());
  if (state_.repeated.contains(rule_.subject.kind)) {
    return Fail(errors::kCountsDisagree, {rule_.id, rule_.subject.Text() + " repeated in the register"});
  }
  FindPlaceReasons();
  TRY(MakeHits());
  TRY(MakeReasons());
  TRY(Tally());
  TRY(CheckCounts());
  return SendFindings();
}

Result<void> RuleRun::MakePopulation() {
  const std::string key = PopulationKey(rule_);
  if (const auto known = state_.populations.find(key); known != state_.populations.end()) {
    population_ = known->second;
    return {};
  }
  const std::string table = fmt::format("xh.population_{}", state_.populations.size());
  TRY(state_.engine.Execute("create table " + table + " as " + PopulationSql(state_.checked.set, rule_)));
  TRY_ASSIGN(const sql::Rows rows, state_.engine.Query("select place, count(*) from " + table + " group by place"));
  for (int64_t row = 0; row < rows.count(); ++row) state_.populated[table][rows.Int(row, 0)] = rows.Int(row, 1);
  state_.populations.emplace(key, table);
  population_ = table;
  return {};
}

std::vector<std::string> RuleRun::NeededTables() const {
  std::vector<std::string> tables;
  const auto add = [&](const std::string& name) {
    if (DeliveredTable(state_.checked.set, name).empty() || std::ranges::find(tables, name) != tables.end()) return;
    tables.push_back(name);
  };
  // This month's lists before last month's: their absence is the plainer reason.
  for (const bool previous : {false, true}) {
    for (const ColumnUse& use : needs_) {
      if (use.table.ends_with("_previous") == previous) add(use.table);
    }
    if (rule_.population.ends_with("_previous") == previous) add(rule_.population);
  }
  return tables;
}

bool RuleRun::IsDelivered(const std::string& table, const Place& place) const {
  const auto found = state_.input.delivered.find(table);
  if (found == state_.input.delivered.end() || found->second.areas.empty()) return false;
  if (!place.township.empty()) return found->second.areas.Covers(place.township);
  return place.county.empty() || found->second.areas.Covers(place.county);
}

bool RuleRun::HasParameter(const std::string& name, bool history, std::string_view county) const {
  const ParamSpec& spec = state_.checked.set.params.at(name);
  return std::ranges::any_of(spec.Classes(), [&](const std::string& class_name) {
    if (history) return !HistoryOf(spec, county, class_name).empty();
    return spec.InForce(county, class_name, state_.input.as_of) != nullptr;
  });
}

void RuleRun::FindPlaceReasons() {
  const std::vector<std::string> tables = NeededTables();
  for (const std::string& table : tables) {
    const auto found = state_.input.delivered.find(table);
    if (found == state_.input.delivered.end() || !found->second.purposes) continue;
    const auto& allowed = *found->second.purposes;
    if (std::ranges::find(allowed, rule_.purpose) != allowed.end()) continue;
    purpose_refused_ = true;
    for (const auto& [place, subjects] : state_.populated[population_]) place_reasons_[place] = {"purpose", table};
    return;
  }
  for (const auto& [place, subjects] : state_.populated[population_]) {
    const Place& where = state_.places.at(static_cast<size_t>(place));
    const auto missing =
        std::ranges::find_if(tables, [&](const std::string& table) { return !IsDelivered(table, where); });
    if (missing != tables.end()) {
      place_reasons_[place] = {"delivery", *missing};
      continue;
    }
    const auto unset = std::ranges::find_if(
        params_, [&](const auto& param) { return !HasParameter(param.first, param.second, where.county); });
    if (unset != params_.end()) place_reasons_[place] = {"parameter", unset->first};
  }
}

Result<void> RuleRun::MakeHits() {
  TRY(Drop(state_.engine));
  const CheckedStatement& statement = state_.checked.rules.at(rule_.id);
  if (purpose_refused_) {
    std::vector<std::string> columns;
    for (const sql::Column& column : statement.outputs) {
      columns.push_back(column.name + " " + sql::SqlTypeName(column.type));
    }
    TRY(state_.engine.Execute(fmt::format("create table xh.hit({})", fmt::join(columns, ", "))));
    return MakeHitSubjects();
  }
  const int64_t seconds = state_.input.seconds_per_statement;
  auto made = sql::ExecuteWithin(state_.engine, HitSql(Lasting(), rule_.file.sql), seconds * 1000, &state_.progress);
  if (!made && made.error().id == "SQL-020") {
    return Fail(errors::kTimeLimit, {rule_.id, std::to_string(seconds)}, {.file = rule_.file.path});
  }
  TRY(made);
  TRY(CheckHits());
  TRY(TakeBackUnauthorised());
  TRY(TakeBackUndelivered());
  TRY(TakeBackWaiting());
  return MakeHitSubjects();
}

Result<void> RuleRun::CheckHits() {
  TRY_ASSIGN(const int64_t nameless, state_.engine.QueryInt("select count(*) from xh.hit where subject_id is null"));
  const SourceRef where{.file = rule_.file.path, .row = rule_.file.sql_line};
  if (nameless > 0) return Fail(errors::kNoSubject, {rule_.id, std::to_string(nameless)}, where);
  TRY_ASSIGN(
      const sql::Rows outside,
      state_.engine.Query(fmt::format(
          "select count(distinct h.subject_id), min(h.subject_id) from xh.hit h anti join {} p on p.subject_id = "
          "h.subject_id",
          population_)));
  if (outside.Int(0, 0) == 0) return {};
  return Fail(errors::kOutsidePopulation, {rule_.id, outside.Text(0, 0), outside.Text(0, 1)}, where);
}

// Keeps the hits in `condition`, which may speak of h (hit), q (population) and e (a row of `subjects`, if any).
Result<void> RuleRun::KeepOnly(const std::string& condition, const std::string& subjects) {
  const std::string listed = subjects.empty()
                                 ? ""
                                 : fmt::format(
                                       " left join (select distinct s.subject_id from ({}) s where s.subject_id is not "
                                       "null) e on e.subject_id = h.subject_id",
                                       subjects);
  return state_.engine.Execute(
      fmt::format("create table xh.kept as select h.* from xh.hit h left join {} q on q.subject_id = h.subject_id{} "
                  "where {}; drop table xh.hit; alter table xh.kept rename to hit",
                  population_, listed, condition));
}

std::string RuleRun::Lasting() const {
  return LastingSql(state_.checked.set, rule_, state_.checked.TablesOf(rule_), state_.input.as_of);
}

std::string RuleRun::AuthorisedSql() const {
  const std::string given = fmt::format("xh.authorised a where a.purpose = {}", sql::Quoted(rule_.authorisation));
  const std::string persons = fmt::format("(select a.id from {} and a.kind = 'person')", given);
  switch (rule_.subject.kind) {
    case SubjectKind::kPerson:
      return fmt::format("select id as subject_id from {}", persons);
    case SubjectKind::kHouseholdRegistered:
    case SubjectKind::kHouseholdLiving:
      return fmt::format(
          "select a.id as subject_id from {} and a.kind = 'household' union select m.household_id from members m left "
          "join {} s on s.id = m.person_id where m.membership = '{}' group by m.household_id having count(*) = "
          "count(s.id)",
          given, persons, rule_.subject.kind == SubjectKind::kHouseholdLiving ? "living" : "registered");
    case SubjectKind::kVillage:
      return "select cast(null as bigint) as subject_id where false";
    case SubjectKind::kRow:
      return fmt::format(
          "select a.id as subject_id from {} and a.kind = 'row' union select r.row_ref from {} r join {} s on s.id = "
          "r.person_id",
          given, rule_.subject.table, persons);
  }
  return "";
}

Result<void> RuleRun::TakeBackUnauthorised() {
  if (rule_.authorisation.empty()) return {};
  return KeepOnly("e.subject_id is not null", AuthorisedSql());
}

std::string RuleRun::PlacesWhere(const std::function<bool(const Place&)>& condition) const {
  std::vector<int64_t> numbers;
  for (const auto& [place, subjects] : state_.populated.at(population_)) {
    if (condition(state_.places.at(static_cast<size_t>(place)))) numbers.push_back(place);
  }
  return fmt::format("{}", fmt::join(numbers, ", "));
}

Result<void> RuleRun::TakeBackUndelivered() {
  TRY_ASSIGN(const int64_t hits, state_.engine.QueryInt("select count(*) from xh.hit"));
  if (hits == 0 || place_reasons_.empty()) return {};
  for (const std::string& table : NeededTables()) {
    const std::string places = PlacesWhere([&](const Place& place) { return !IsDelivered(table, place); });
    if (places.empty()) continue;
    const std::string rows =
        SubjectsOfRowsSql(state_.checked.set, rule_, table, RowsSql(state_.checked.set, table, "", ""), "");
    const std::string uncovered = fmt::format("q.place not in ({})", places);
    TRY(rows.empty() ? KeepOnly(uncovered, "") : KeepOnly(uncovered + " or e.subject_id is not null", rows));
  }
  for (const auto& [name, history] : params_) {
    const std::string places =
        PlacesWhere([&](const Place& place) { return !HasParameter(name, history, place.county); });
    if (!places.empty()) TRY(KeepOnly(fmt::format("q.place not in ({})", places), ""));
  }
  return {};
}

// Lists of the rule that somebody waits for, the register first.
std::vector<std::string> RuleRun::WaitingTables() const {
  std::vector<std::string> tables;
  if (state_.waiting.contains("persons") && rule_.subject.kind != SubjectKind::kVillage) tables.emplace_back("persons");
  for (const std::string& table : NeededTables()) {
    if (state_.waiting.contains(table)) tables.push_back(table);
  }
  return tables;
}

Result<void> RuleRun::TakeBackWaiting() {
  TRY_ASSIGN(const int64_t hits, state_.engine.QueryInt("select count(*) from xh.hit"));
  if (hits == 0) return {};
  for (const std::string& table : WaitingTables()) {
    const std::string subjects = WaitingSubjectsSql(state_.checked.set, rule_, table, true);
    if (!subjects.empty()) TRY(KeepOnly("e.subject_id is null", subjects));
  }
  return {};
}

// Of a rule on rows: whose row of its own table waits.
Result<std::set<int64_t>> RuleRun::PeopleWaiting() const {
  std::set<int64_t> people;
  if (rule_.subject.kind != SubjectKind::kRow || !state_.waiting.contains(rule_.subject.table)) return people;
  TRY_ASSIGN(const sql::Rows rows, state_.engine.Query("select distinct person_id from xh.waiting where table_name = " +
                                                       sql::Quoted(rule_.subject.table)));
  for (int64_t row = 0; row < rows.count(); ++row) people.insert(rows.Int(row, 0));
  return people;
}

Result<void> RuleRun::MakeHitSubjects() {
  return state_.engine.Execute("create table xh.hit_subject as select distinct subject_id from xh.hit");
}

Result<void> RuleRun::MakeReasons() {
  std::vector<std::string> parts;
  const auto add = [&](std::string kind, std::string text, const std::string& subjects) {
    if (subjects.empty()) return;
    parts.push_back(fmt::format("select subject_id, {} as rank from ({}) s{}", subject_reasons_.size(), subjects,
                                subject_reasons_.size()));
    subject_reasons_.push_back({std::move(kind), std::move(text)});
  };
  const RuleSet& set = state_.checked.set;
  if (!purpose_refused_) {
    for (const ParamUse& use : rule_.params) {
      if (use.at_column || use.class_column) add("parameter", use.name, NoValueSql(set, rule_, use, population_));
    }
    if (!rule_.authorisation.empty()) {
      add("authorisation", rule_.authorisation,
          fmt::format("select p.subject_id from {} p anti join ({}) s on s.subject_id = p.subject_id", population_,
                      AuthorisedSql()));
    }
    for (const std::string& table : WaitingTables())
      add("quarantine", table, WaitingSubjectsSql(set, rule_, table, false));
    for (const ColumnUse& use : needs_) {
      const auto nulls = state_.null_columns.find(use.table);
      if (nulls == state_.null_columns.end() || !nulls->second.contains(use.column)) continue;
      const std::string rows = fmt::format("select * from xh.null_{} where n_{}", use.table, use.column);
      add("column", use.Text(), SubjectsOfRowsSql(set, rule_, use.table, rows, ""));
    }
  }
  if (parts.empty()) {
    return state_.engine.Execute("create table xh.reason(subject_id bigint, rank integer)");
  }
  return state_.engine.Execute(
      fmt::format("create table xh.reason as select subject_id, min(rank) as rank from ({}) r where subject_id is not "
                  "null group by "
                  "subject_id",
                  fmt::join(parts, " union all ")));
}

Result<void> RuleRun::AddCannotTell(int64_t place, const Reason& reason, int64_t subjects) {
  CannotTellRow& row = cannot_tell_[{place, reason.kind + ":" + reason.text}];
  row.rule_id = rule_.id;
  row.place = state_.places.at(static_cast<size_t>(place));
  row.reason_kind = reason.kind;
  row.reason = reason.text;
  row.subjects += subjects;
  counts_[place].cannot_tell += subjects;
  return {};
}

Result<void> RuleRun::Tally() {
  for (const auto& [place, subjects] : state_.populated[population_]) counts_[place].population = subjects;
  return subject_reasons_.empty() ? TallyByPlace() : TallyBySubject();
}

// Only places give reasons: nobody is looked at one by one.
Result<void> RuleRun::TallyByPlace() {
  TRY_ASSIGN(const sql::Rows rows, state_.engine.Query(HitTallySql(population_)));
  for (int64_t row = 0; row < rows.count(); ++row) counts_[rows.Int(row, 0)].hits = rows.Int(row, 1);
  for (auto& [place, count] : counts_) {
    const int64_t rest = count.population - count.hits;
    const auto reason = place_reasons_.find(place);
    if (reason == place_reasons_.end()) {
      count.no_hits = rest;
    } else if (rest > 0) {
      TRY(AddCannotTell(place, reason->second, rest));
    }
  }
  return {};
}

Result<void> RuleRun::TallyBySubject() {
  TRY_ASSIGN(const sql::Rows rows, state_.engine.Query(TallySql(population_)));
  for (int64_t row = 0; row < rows.count(); ++row) {
    const int64_t place = rows.Int(row, 0);
    const int64_t subjects = rows.Int(row, 3);
    CountRow& count = counts_[place];
    const auto reason = place_reasons_.find(place);
    if (rows.Int(row, 2) != 0) {
      count.hits += subjects;
    } else if (reason != place_reasons_.end()) {
      TRY(AddCannotTell(place, reason->second, subjects));
    } else if (!rows.IsNull(row, 1)) {
      TRY(AddCannotTell(place, subject_reasons_.at(static_cast<size_t>(rows.Int(row, 1))), subjects));
    } else {
      count.no_hits += subjects;
    }
  }
  return {};
}

Result<void> RuleRun::CheckCounts() {
  int64_t hits = 0;
  for (const auto& [place, count] : counts_) {
    hits += count.hits;
    if (count.population == count.hits + count.no_hits + count.cannot_tell && count.no_hits >= 0) continue;
    return Fail(errors::kCountsDisagree, {rule_.id, fmt::format("{} = {} + {} + {}", count.population, count.hits,
                                                                count.no_hits, count.cannot_tell)});
  }
  TRY_ASSIGN(const int64_t subjects, state_.engine.QueryInt("select count(*) from xh.hit_subject"));
  if (subjects == hits) return {};
  return Fail(errors::kCountsDisagree, {rule_.id, fmt::format("{} <> {}", subjects, hits)});
}

Result<void> RuleRun::SendCounts() {
  for (auto& [place, count] : counts_) {
    count.rule_id = rule_.id;
    count.place = state_.places.at(static_cast<size_t>(place));
    outcome_.total.population += count.population;
    outcome_.total.hits += count.hits;
    outcome_.total.no_hits += count.no_hits;
    outcome_.total.cannot_tell += count.cannot_tell;
    TRY(state_.sink.Count(count, outcome_));
  }
  for (const auto& [key, row] : cannot_tell_) TRY(state_.sink.CannotTell(row));
  return {};
}

Result<void> RuleRun::CountAsFailed(const Error& error) {
  const bool fact = error.id == errors::kFactFailed.id;
  outcome_.failed = fact ? error
                         : MakeError(errors::kRuleFailed,
                                     {rule_.id, error.id + " " + error.zh, error.id + " " + error.en}, error.where);
  outcome_.findings = 0;
  hit_again_.clear();
  counts_.clear();
  cannot_tell_.clear();
  place_reasons_.clear();
  TRY(Drop(state_.engine));
  TRY(
      state_.engine.Execute("create table xh.hit_subject(subject_id bigint); "
                            "create table xh.reason(subject_id bigint, rank integer)"));
  if (population_.empty()) return {};
  for (const auto& [place, subjects] : state_.populated[population_]) {
    counts_[place].population = subjects;
    place_reasons_[place] = {"failed", error.id};
    TRY(AddCannotTell(place, place_reasons_[place], subjects));
  }
  return {};
}

Result<void> RuleRun::LoadEvidenceRows() {
  if (!rule_.evidence) return {};
  const std::string sql = fmt::format(
      "{}select e.subject_id, e.row_ref from (\n{}\n) e semi join xh.hit_subject h on h.subject_id = e.subject_id "
      "order by e.subject_id, e.row_ref",
      Lasting(), rule_.evidence->sql);
  return state_.engine.Stream(sql, [&](const sql::Rows& rows) -> Result<void> {
    for (int64_t row = 0; row < rows.count(); ++row) {
      std::vector<int64_t>& refs = evidence_rows_[rows.Int(row, 0)];
      if (refs.size() < kMostRowRefs) refs.push_back(rows.Int(row, 1));
    }
    return {};
  });
}

// Rows of one finding stand together: the first gives the evidence, all give their row references.
Result<void> RuleRun::SendFindings() {
  TRY(LoadEvidenceRows());
  const FindingBuilder builder(state_.checked, rule_, state_.places, state_.input.as_of);
  std::vector<RawFinding> ready;
  const auto add_refs = [](RawFinding& finding, const std::vector<int64_t>& refs) {
    for (const int64_t ref : refs) {
      const bool there = std::ranges::find(finding.row_refs, ref) != finding.row_refs.end();
      if (!there && finding.row_refs.size() < kMostRowRefs) finding.row_refs.push_back(ref);
    }
  };
  const std::string sql = FindingsSql(rule_, state_.checked.rules.at(rule_.id).outputs, population_);
  TRY(state_.engine.Stream(sql, [&](const sql::Rows& rows) -> Result<void> {
    for (int64_t row = 0; row < rows.count(); ++row) {
      RawFinding finding = builder.Build(rows, row);
      if (!ready.empty() && ready.back().finding_key == finding.finding_key) {
        add_refs(ready.back(), finding.row_refs);
        continue;
      }
      if (const auto refs = evidence_rows_.find(finding.subject_id); refs != evidence_rows_.end()) {
        add_refs(finding, refs->second);
      }
      ++outcome_.findings;
      if (open_before_.contains(finding.finding_key)) hit_again_.insert(finding.finding_key);
      ready.push_back(std::move(finding));
    }
    if (ready.size() < 4096) return {};
    RawFinding last = std::move(ready.back());
    ready.pop_back();
    TRY(state_.sink.Findings(std::move(ready)));
    ready.clear();
    ready.push_back(std::move(last));
    return {};
  }));
  return ready.empty() ? Result<void>() : state_.sink.Findings(std::move(ready));
}

// Fills xh.wanted with the subjects asked about; earlier_keys_ names the earlier finding of each wanted_id.
Result<void> RuleRun::AskEarlier() {
  if (state_.input.status_of_everyone) {
    return state_.engine.Execute(fmt::format(
        "create table xh.wanted as select cast(0 as bigint) as wanted_id, subject_id from {}", population_));
  }
  const bool by_key = rule_.subject.kind == SubjectKind::kRow;
  std::vector<std::string> rows;
  for (const EarlierFinding& earlier : state_.input.earlier) {
    if (earlier.rule_id != rule_.id || earlier.key.size() != (by_key ? rule_.key.size() : earlier.key.size())) continue;
    std::string row = fmt::format("({}", earlier_keys_.size());
    if (!by_key) row += fmt::format(", {}", earlier.subject_id);
    for (size_t i = 0; by_key && i < rule_.key.size(); ++i) row += ", " + sql::Quoted(earlier.key[i]);
    rows.push_back(row + ")");
    earlier_keys_.push_back(earlier.finding_key);
    earlier_people_.push_back(earlier.person_id);
  }
  if (rows.empty()) return {};
  std::string columns = "wanted_id bigint";
  if (!by_key) columns += ", subject_id bigint";
  for (size_t i = 0; by_key && i < rule_.key.size(); ++i) columns += fmt::format(", key_{} varchar", i);
  const std::string table = by_key ? "xh.wanted_key" : "xh.wanted";
  TRY(state_.engine.Execute(fmt::format("create table {}({})", table, columns)));
  for (size_t from = 0; from < rows.size(); from += 1000) {
    const auto end = rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), from + 1000));
    TRY(state_.engine.Execute(fmt::format("insert into {} values {}", table,
                                          fmt::join(rows.begin() + static_cast<std::ptrdiff_t>(from), end, ", "))));
  }
  if (by_key) TRY(state_.engine.Execute("create table xh.wanted as " + RowsByKeySql(rule_)));
  return {};
}

// A hit of the subject under another key is none of this finding: the caller turns it into what else is known.
StatusRow RuleRun::StatusOf(const sql::Rows& rows, int64_t row) const {
  StatusRow status{.rule_id = rule_.id, .subject_id = rows.Int(row, 1)};
  const auto place = place_reasons_.find(rows.Int(row, 2));
  const bool hit = rows.Int(row, 3) != 0;
  const bool waits =
      !rows.IsNull(row, 4) && subject_reasons_.at(static_cast<size_t>(rows.Int(row, 4))).kind == "quarantine";
  if (rows.Int(row, 5) == 0 && !waits) {
    status.answer = Answer::kLeftPopulation;
  } else if (hit && state_.input.status_of_everyone) {
    status.answer = Answer::kHit;
  } else if (place != place_reasons_.end() || !rows.IsNull(row, 4)) {
    const Reason& reason =
        place != place_reasons_.end() ? place->second : subject_reasons_.at(static_cast<size_t>(rows.Int(row, 4)));
    status.answer = Answer::kCannotTell;
    status.reason_kind = reason.kind;
    status.reason = reason.text;
  }
  return status;
}

Result<void> RuleRun::SendStatuses() {
  if (population_.empty()) return {};
  TRY(AskEarlier());
  if (earlier_keys_.empty() && !state_.input.status_of_everyone) return {};
  std::map<int64_t, StatusRow> by_wanted;
  TRY(state_.engine.Stream(StatusSql(population_), [&](const sql::Rows& rows) -> Result<void> {
    for (int64_t row = 0; row < rows.count(); ++row) {
      const StatusRow status = StatusOf(rows, row);
      if (state_.input.status_of_everyone) {
        TRY(state_.sink.Status(status));
        continue;
      }
      // Of several rows that stand for one earlier finding, one that cannot tell leaves it open.
      const auto [known, fresh] = by_wanted.try_emplace(rows.Int(row, 0), status);
      if (!fresh && status.answer == Answer::kCannotTell) known->second = status;
    }
    return {};
  }));
  if (state_.input.status_of_everyone) return {};
  TRY_ASSIGN(const std::set<int64_t> waiting, PeopleWaiting());
  for (size_t i = 0; i < earlier_keys_.size(); ++i) {
    const auto found = by_wanted.find(static_cast<int64_t>(i));
    StatusRow status =
        found != by_wanted.end() ? found->second : StatusRow{.rule_id = rule_.id, .answer = Answer::kLeftPopulation};
    if (found == by_wanted.end() && waiting.contains(earlier_people_[i])) {
      status.answer = Answer::kCannotTell;
      status.reason_kind = "quarantine";
      status.reason = rule_.subject.table;
    }
    if (hit_again_.contains(earlier_keys_[i])) {
      status = {.rule_id = rule_.id, .subject_id = status.subject_id, .answer = Answer::kHit};
    }
    status.finding_key = earlier_keys_[i];
    TRY(state_.sink.Status(status));
  }
  return {};
}

}  // namespace xiuhua::rules
