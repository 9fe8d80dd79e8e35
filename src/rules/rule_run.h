// RuleRun: one rule in the workspace, from its statement to counts, reasons and findings.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "rules/evaluate.h"
#include "rules/evaluate_sql.h"

namespace xiuhua::rules {

// What the rules of one run share.
struct RunState {
  const CheckedRules& checked;
  const EvaluateInput& input;
  sql::Engine& engine;
  ResultSink& sink;
  Progress& progress;
  std::vector<Place> places;                                    // by number
  std::map<std::string, std::string> populations;               // PopulationKey → table
  std::map<std::string, std::map<int64_t, int64_t>> populated;  // table → place → subjects
  std::map<std::string, std::set<std::string>> null_columns;    // table → needed columns that have NULLs
  std::map<std::string, Error> failed_facts;
  std::set<std::string> waiting;   // tables of xh.waiting
  std::set<SubjectKind> repeated;  // kinds of which the register names one twice: nothing can be counted
};

class RuleRun {
 public:
  RuleRun(RunState& state, const RuleSpec& rule);

  // Errors: only those that end the whole run (BAS-003, the sink's).
  Result<RuleOutcome> Run();

 private:
  struct Reason {
    std::string kind;
    std::string text;
  };

  Result<void> RunChecked();
  Result<void> MakePopulation();
  void FindPlaceReasons();
  [[nodiscard]] const Reason* PlaceReasonOf(const Place& place) const;
  Result<void> MakeHits();
  Result<void> CheckHits();
  Result<void> KeepOnly(const std::string& condition, const std::string& subjects);
  Result<void> TakeBackUnauthorised();
  Result<void> TakeBackUndelivered();
  Result<void> TakeBackWaiting();
  [[nodiscard]] std::vector<std::string> WaitingTables() const;
  Result<std::set<int64_t>> PeopleWaiting() const;
  Result<void> MakeHitSubjects();
  Result<void> MakeReasons();
  Result<void> Tally();
  Result<void> TallyBySubject();
  Result<void> TallyByPlace();
  Result<void> AddCannotTell(int64_t place, const Reason& reason, int64_t subjects);
  Result<void> CheckCounts();
  Result<void> SendCounts();
  Result<void> SendFindings();
  Result<void> LoadEvidenceRows();
  Result<void> SendStatuses();
  Result<void> AskEarlier();
  [[nodiscard]] StatusRow StatusOf(const sql::Rows& rows, int64_t row) const;
  Result<void> CountAsFailed(const Error& error);
  [[nodiscard]] std::vector<std::string> NeededTables() const;
  [[nodiscard]] std::string PlacesWhere(const std::function<bool(const Place&)>& condition) const;
  [[nodiscard]] bool IsDelivered(const std::string& table, const Place& place) const;
  [[nodiscard]] bool HasParameter(const std::string& name, bool history, std::string_view county) const;
  [[nodiscard]] std::string AuthorisedSql() const;
  [[nodiscard]] std::string Lasting() const;

  RunState& state_;
  const RuleSpec& rule_;
  RuleOutcome outcome_;
  std::vector<ColumnUse> needs_;
  std::vector<std::pair<std::string, bool>> params_;  // name, by history; those of the facts included
  std::string population_;
  std::map<int64_t, Reason> place_reasons_;
  std::vector<Reason> subject_reasons_;  // by rank
  std::map<int64_t, CountRow> counts_;   // by place
  std::map<std::pair<int64_t, std::string>, CannotTellRow> cannot_tell_;
  std::map<int64_t, std::vector<int64_t>> evidence_rows_;
  std::vector<std::string> earlier_keys_;           // by wanted_id
  std::vector<int64_t> earlier_people_;             // by wanted_id
  std::set<std::string, std::less<>> open_before_;  // keys of this rule's earlier findings
  std::set<std::string, std::less<>> hit_again_;    // those of them that this run found
  bool purpose_refused_ = false;
};

}  // namespace xiuhua::rules
