// Answered findings: what came back on each, what holds, and the queue of those whose answers contradict each other.
//
// Which answer holds is the store view `answers_held`: the one a named person settled on, until a second look says
// otherwise; else the last. Two different answers contradict each other (8 "could not be checked" contradicts nothing);
// a contradicted finding stays open and counts in no rate until somebody settles it. A settlement is undone, not
// erased.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "lake/lake.h"
#include "sql/engine.h"

namespace xiuhua::findings {

// Who and where a finding is about, from the newest run; all empty when that run knows it no longer.
struct FindingCard {
  std::string county, township, township_name, village_name, area_code;  // codes and names
  int64_t household_id = 0;
  std::string group_no, head_name, person_name, person_id_number;
  int64_t member_count = 0;
  std::string state;  // of findings.parquet; "cleared" when it was cleared in that run; empty when unknown to it
  std::string sentence, evidence, row_refs;
};

struct GivenAnswer {
  int64_t answer_id = 0;
  int code = 0;
  std::string detail, by_whom;
  int64_t at_us = 0;
  bool second_look = false;
};

struct AnsweredFinding {
  std::string finding_key, short_code, rule_id;
  FindingCard card;
  bool contradicted = false;
  int64_t held_answer_id = 0;
  std::string settled_by, settled_reason;  // empty: nobody had to
  std::vector<GivenAnswer> answers;        // by id
};

struct AnsweredFilter {
  std::set<std::string> rules;  // only these: whose findings the reader may see
  bool contradicted_only = false;
  std::string area;  // beginning of a division code, or the name of a township or village; empty = everywhere
};

// Folders of the newest run and register. By township, village and key. Errors: SQL-*, STO-*.
Result<std::vector<AnsweredFinding>> LoadAnswered(sql::Engine& engine, store::Store& store,
                                                  const std::string& run_folder, const std::string& register_folder,
                                                  const AnsweredFilter& filter);

// Temporary table `name` (finding_key and the fields of FindingCard) for the keys that `keys_query`, asked of the
// store, gives; read with CardAt.
Result<void> MakeFindingCards(sql::Engine& engine, store::Store& store, const std::string& run_folder,
                              const std::string& register_folder, const std::string& keys_query,
                              const std::string& name);
inline constexpr int kCardColumns = 15;
// The card in the columns from `first` on, in the order MakeFindingCards gives them after finding_key.
FindingCard CardAt(const sql::Rows& rows, int64_t row, int first);

struct SettleRequest {
  std::string finding;  // short code or finding key
  int64_t answer_id = 0;
  std::string reason;
};
// The given answer holds from the next run on. Errors: FND-007 (no such finding, or nobody answered), FND-008 (its
// answers do not contradict each other), FND-009 (not an answer to it), FND-010 (no reason).
Result<void> SettleAnswers(lake::Lake& lake, const SettleRequest& request, const Clock& clock);
// Back into the queue. Errors: FND-007, FND-010, FND-011 (not settled).
Result<void> UndoSettlement(lake::Lake& lake, const std::string& finding, const std::string& reason,
                            const Clock& clock);

}  // namespace xiuhua::findings
