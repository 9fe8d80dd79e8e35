// Evaluate: runs every rule over the tables of one run, and answers for each member of each population hit, no hit or
// cannot tell - the engine, not the rule's author, decides the last.
//
// Cannot tell, the first reason that holds:
//   purpose        the deliveries of a needed table do not allow the rule's purpose (the rule is not run at all)
//   delivery       a needed table is not delivered for the subject's township
//   parameter      a parameter has no value for the county (or for the class or date of a row of the subject)
//   authorisation  the subject has no signed authorisation in force for the rule's purpose
//   quarantine     a row of the subject in a needed list waits in quarantine (for the register: in the base register)
//   column         NULL in a needed column of a row of the subject
//   failed         the rule did not run to its end (time, memory, engine)
// A hit stands against the reasons column and parameter-by-row (what was found was found). It is taken back when the
// subject has no authorisation, its county no parameter value, a needed table does not cover its township and holds
// no row of it (an anti-join over nothing delivered is no finding), or a person of it stands in a needed list with a
// row in quarantine and no other (who waits for correction is not gone).
//
// Checked for each rule in every run: hits lie in the population (RUL-025), every result row has a subject (RUL-026),
// hit + no hit + cannot tell = population for each township and overall, by distinct subjects (RUL-027).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/progress.h"
#include "lake/area_set.h"
#include "rules/lint.h"
#include "rules/raw_finding.h"
#include "sql/engine.h"

namespace xiuhua::rules {

struct TableCoverage {
  lake::AreaSet areas;  // of its deliveries in force
  // What its deliveries may be used for; nullopt = not known, any purpose.
  std::optional<std::vector<std::string>> purposes;
};

struct Authorisation {
  std::string purpose;
  std::string subject_kind = "person";  // person | household | row; a household also when all its members are
  int64_t id = 0;
};

// A finding of an earlier run that is still open: what became of its subject is told in this run's statuses.
struct EarlierFinding {
  std::string finding_key;
  std::string rule_id;
  int64_t subject_id = 0;
  int64_t person_id = 0;         // 0 = none
  std::vector<std::string> key;  // values of the rule's key columns as text, for rules on rows
};

struct EvaluateInput {
  // table (also `_previous`, `_previous_earlier`, `xh.quarantined` of waiting.h) → Parquet file; others are empty
  std::map<std::string, std::string> files;
  std::map<std::string, std::string> inline_rows;               // table → SELECT text, instead of a file
  std::map<std::string, TableCoverage, std::less<>> delivered;  // a table not named here has no delivery in force
  std::string base_table;                                       // whose rows made the register; may be empty
  std::vector<Authorisation> authorisations;                    // in force at the as-of date
  std::vector<EarlierFinding> earlier;
  bool status_of_everyone = false;  // tell the status of every member of each population (small data only)
  Date as_of;
  std::vector<std::string> rules;  // which; empty = all
  sql::EngineOptions engine;
  int64_t seconds_per_statement = 120;
};

struct CountRow {
  std::string rule_id;
  Place place;
  int64_t population = 0;
  int64_t hits = 0;
  int64_t no_hits = 0;
  int64_t cannot_tell = 0;
};

struct CannotTellRow {
  std::string rule_id;
  Place place;
  std::string reason_kind;
  std::string reason;
  int64_t subjects = 0;
};

enum class Answer : uint8_t { kHit, kNoHit, kCannotTell, kLeftPopulation };
std::string_view AnswerName(Answer answer);  // hit, no_hit, cannot_tell, left_population

struct StatusRow {
  std::string finding_key;  // of the earlier finding; empty with status_of_everyone
  std::string rule_id;
  int64_t subject_id = 0;
  Answer answer = Answer::kNoHit;
  std::string reason_kind;
  std::string reason;
};

struct RuleOutcome {
  std::string rule_id;
  std::optional<Error> failed;  // RUL-025 ... RUL-029; then everybody is counted under cannot tell
  bool in_force = true;         // false: the as-of date lies outside valid_from ... valid_to; not run, not counted
  CountRow total;
  int64_t findings = 0;
  int64_t micros = 0;
};

struct EvaluateReport {
  std::vector<RuleOutcome> rules;
  std::vector<std::pair<std::string, Error>> failed_facts;
};

// Receives the results rule by rule, in rule order.
class ResultSink {
 public:
  virtual ~ResultSink() = default;
  virtual Result<void> Fact(const FactSpec& fact, sql::Engine& engine, const std::vector<sql::Column>& columns) = 0;
  virtual Result<void> Findings(std::vector<RawFinding> findings) = 0;
  virtual Result<void> Count(const CountRow& row, const RuleOutcome& outcome) = 0;
  virtual Result<void> CannotTell(const CannotTellRow& row) = 0;
  virtual Result<void> Status(const StatusRow& row) = 0;
};

// Errors: BAS-003 (cancelled), SQL-* when the tables cannot be opened, those of the sink. A failing rule is no error
// of the run: it is told in the report and in the counts.
Result<EvaluateReport> Evaluate(const CheckedRules& checked, const EvaluateInput& input, ResultSink& sink,
                                Progress& progress);

}  // namespace xiuhua::rules
