// The register: persons, households, both member sets and areas, with ids that stay from month to month.
//
// BuildRegister makes one new version in a folder from the declared base register (the table whose rows say who is
// registered here), the previous version and all other tables that name persons:
// - A row keeps a person's id when the valid ID number is the same and the names agree; when the ID number is the same
//   and the household too (name changed); or when name, birth and household are the same and only one candidate stands
//   on each side (ID number changed). The last two are recorded in identity_changes.parquet. Everything else is a new
//   person, minted from the counter "person" in the order area, household number, ID key, name.
// - Two rows with one ID number are one person: the row that agrees with the previous version, else the first in the
//   order of their contents, is kept, the others are listed in base_duplicates.parquet.
// - Who is no longer in a base that covers the place stays with registered = false and valid_to = the base's period.
// - Valid ID numbers met only in other sources become persons with registered = false, so that their rows link.
// - Every former ID number stays an identity of its person (identities.parquet), current ones come first.
// The result does not depend on the order of the input rows, nor on the number of threads.
//
// Files written to out_folder (columns: docs/formats/lake.md, "register/R..."): persons, households, members, areas,
// identities, area_codes, base_rows, base_duplicates, identity_changes, coverage, and the bitemporal persons_history,
// households_history, members_history, areas_history (valid_from, valid_to: in the villages, by delivery period;
// recorded_from, recorded_to: register versions that knew it).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "register/table_input.h"
#include "sql/engine.h"

namespace xiuhua::registry {

// First of `count` fresh ids of a counter ("person", "household", "area"): lake::Lake::Mint.
using MintIds = std::function<Result<int64_t>(std::string_view counter, int64_t count)>;

// The declared choice of site/settings.yaml `base_register`.
struct BaseChoice {
  std::string table;                  // hukou_persons, insured_persons, village_roster
  bool household_in_village = false;  // household numbers are unique in a village only (rosters), not in the county
  // Rows that say a person is there no more (dead, moved out): the column and its values. They register nobody.
  std::string state_column;
  std::vector<std::string> ended_states;
};
// "hukou", "insured" or "roster". Errors: REG-006.
Result<BaseChoice> ParseBaseChoice(std::string_view setting);

struct AreaEntry {
  std::string code;  // 2, 4, 6, 9 or 12 digits; a 12-digit code padded with zeros is cut to its level
  std::string name;
  std::string old_code;  // the code it had before (site/areas.csv), keeps its area id; else empty
};

// Two person ids that a named person decided to be one; `from` resolves to `into` everywhere.
struct PersonMerge {
  int64_t from = 0;
  int64_t into = 0;
};

struct RegisterInput {
  int64_t register_id = 0;  // > every earlier one
  BaseChoice choice;
  TableInput base;
  std::vector<TableInput> others;  // every other table of subject person or household that is delivered
  std::vector<TableInput> living;  // tables whose household_no says who lives together (village_roster)
  std::vector<AreaEntry> areas;
  std::vector<PersonMerge> merges;
  // The village's own count, if some table gives it: subject village, and the name of its count column.
  TableInput village_counts;
  std::string village_count_column;
  std::string previous_folder;  // empty for the first version
  // Only the ids of people and households who are in the deliveries in force are taken over from it: those who left,
  // former names and numbers, and the histories begin anew. For after a delivery was destroyed.
  bool ids_only = false;
  std::string out_folder;  // exists
};

struct RegisterReport {
  int64_t rows = 0;  // base rows in force
  int64_t registered = 0;
  int64_t kept = 0;       // same id as before
  int64_t minted = 0;     // newly registered
  int64_t gone = 0;       // left the base since the previous version
  int64_t outsiders = 0;  // known by other sources only
  int64_t name_changed = 0;
  int64_t id_changed = 0;
  int64_t duplicates = 0;
  int64_t households = 0;
  int64_t living_members = 0;
  int64_t without_valid_id = 0;  // registered, and other departments' rows cannot reach them by number
  int64_t without_area = 0;      // registered, and in no village
  int64_t villages_short = 0;    // villages with fewer registered than their own count
  int64_t persons_short = 0;     // how many fewer, together
};

// Errors: REG-001 ... REG-005, SQL-001, BAS-003.
Result<RegisterReport> BuildRegister(sql::Engine& engine, const MintIds& mint, const RegisterInput& input,
                                     Progress& progress);

}  // namespace xiuhua::registry
