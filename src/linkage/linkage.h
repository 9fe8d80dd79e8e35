// Who is who: every delivered row to one person of the register, or to a human queue - never to the first hit.
//
// LinkPeople writes runs/N.../tables/<t>.parquet, <t>_previous.parquet and <t>_previous_earlier.parquet (the rows of
// all deliveries in force with the implicit columns of docs/formats/pack.md), links.parquet and review_pairs.parquet.
// The exact stage links by
//   id_name      valid ID number (present or former) of the register and a name that agrees (text/names.h)
//   masked_area  a masked number with 6 or more known places, the same name, and exactly one such person in the row's
//                village, or, if none there, in its township
//   base_row     a row of the base register without a valid number is the person made from it
//   decision     what a person decided; a decision also holds for other rows with the same evidence_key (below)
// Everything else becomes review pairs: id_other_name, name_birth_other_id, several, no_id, repair.
//
// Rows in quarantine are linked to nobody. An invalid number of theirs whose single-digit or adjacent-swap repairs hold
// exactly one number of the register with an agreeing name becomes a `repair` pair like that of any other row; several
// make a `several`. A number that a spreadsheet has robbed of its digits is never repaired. quarantined.parquet says
// who the quarantined rows speak of, where a number, a decision or a repair tells: nobody may be called gone whose row
// waits.
//
// evidence_key: what a row says about who it is (name, number, village), so that one decision settles the same
// statement of every department and every month.
//
// Further stages (a probabilistic engine) implement MatchStage and see only what the exact stage left over.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "register/table_input.h"
#include "sql/engine.h"

namespace xiuhua::linkage {

struct Decision {
  std::string table;
  int64_t row_ref = 0;
  std::string evidence_key;  // of the pair that was shown; may be empty
  int64_t person_id = 0;
  bool same = true;  // false: these two are different people; that pair is not asked again
};

// Temporary tables of the engine that a stage works on.
struct StageTables {
  // (table_name, is_previous, row_ref, name, name_key, id_number, id_key, sex, birth_date, area_code, area_id,
  //  township, county, household_no, phone, evidence_key) - rows without a link so far
  std::string people_rows;
  // (person_id, name, name_key, id_number, id_key, sex, birth_date, household_id, area_id, area_code, township, county,
  //  phone, registered)
  std::string persons;
  // to insert into: (table_name, is_previous, row_ref, person_id, method, weight DOUBLE, probability DOUBLE, reason)
  std::string links;
  // to insert into: (table_name, row_ref, kind, candidate_person_id, candidate_rank INTEGER, detail, evidence_key)
  std::string review_pairs;
};

class MatchStage {
 public:
  virtual ~MatchStage() = default;
  virtual Result<void> Match(sql::Engine& engine, const StageTables& tables) = 0;
};

struct LinkRequest {
  std::vector<registry::TableInput> tables;  // every delivered table, of any subject
  std::string register_folder;
  std::string base_table;
  std::vector<Decision> decisions;
  // quarantined_people.parquet of the deliveries in force, of the full deliveries before them, and the corrects.parquet
  // of both, by which rows corrected since are left out.
  std::vector<registry::TableFile> quarantined;
  std::vector<registry::TableFile> quarantined_previous;
  std::vector<std::string> corrections;
  std::vector<MatchStage*> further_stages;  // run in order after the exact stage
  // Tables that are read after, and their columns: of rows in force nothing else is copied, but the columns that are
  // always there and household numbers. Unset: everything is copied. Earlier deliveries are copied whole.
  std::optional<std::map<std::string, std::set<std::string, std::less<>>, std::less<>>> read;
  std::string out_folder;  // exists; `tables/` is made in it
};

struct TableLinks {
  int64_t rows = 0;
  std::map<std::string, int64_t> by_method;
  int64_t unlinked = 0;  // rows that name somebody and have no link
  int64_t nobody = 0;    // rows that name nobody
};

struct LinkReport {
  std::map<std::string, TableLinks> tables;
  std::map<std::string, int64_t> pairs_by_kind;  // rows waiting, by kind
  int64_t quarantined = 0;                       // people named by rows in quarantine now
  int64_t quarantined_known = 0;                 // of them, known to the register
};

// SQL of the evidence_key of a row: alias.name_key, id_number, id_key, area_code as delivered.
std::string EvidenceKeySql(const std::string& alias);

// Errors: LNK-001, LNK-002, LNK-003, SQL-001, BAS-003.
Result<LinkReport> LinkPeople(sql::Engine& engine, const LinkRequest& request, Progress& progress);

// After the rules: fills `consequence` of review_pairs.parquet in the run's folder (open findings that cite the row, or
// that are about the candidate or the candidate's household) and puts the gravest first. Errors: LNK-004, SQL-001.
Result<void> OrderByConsequence(sql::Engine& engine, const std::string& run_folder, const std::string& register_folder);

}  // namespace xiuhua::linkage
