// The steps of BuildRegister, in order. They meet in temporary tables named reg_*; each says what it reads and makes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "register/register.h"

namespace xiuhua::registry {

struct Build {
  sql::Engine& engine;
  const MintIds& mint;
  const RegisterInput& input;
  RegisterReport& report;

  [[nodiscard]] std::string Out(std::string_view name) const {
    return input.out_folder + "/" + std::string(name) + ".parquet";
  }
  [[nodiscard]] std::string Previous(std::string_view name) const {
    return input.previous_folder + "/" + std::string(name) + ".parquet";
  }
  // The last period among the base deliveries: the date at which what is missing has ended.
  [[nodiscard]] std::string BasePeriodSql() const;
};

// CREATE OR REPLACE TEMP TABLE `table` AS `sql`.
Result<void> Make(sql::Engine& engine, std::string_view table, std::string_view sql);
// Rows of which some still lack an id, and the order in which fresh ones are given.
struct Minting {
  std::string_view rows;                 // a table, or a select in brackets
  std::string_view key;                  // a column of `rows`, unique
  std::string_view id_column;            // NULL = lacks one
  std::string_view counter;              // "person", "household", "area"
  std::vector<std::string_view> within;  // expressions that order comes by first; groups are numbered side by side
  std::string_view order_by;             // and the order in such a group
};
// CREATE TEMP TABLE `table` AS the rows with every id filled; answers how many were minted.
Result<int64_t> MintMissing(Build& build, const Minting& minting, std::string_view table);

// reg_prev_persons, reg_prev_households, reg_prev_identities: the previous version, or empty tables.
Result<void> LoadPrevious(Build& build);
// reg_areas (areas.parquet's columns), reg_area_codes (code, area_id, township, county): old codes lead to their area.
Result<void> BuildAreas(Build& build);
// reg_kept: base rows with place and household key, without the duplicates; reg_dups: those.
Result<void> LoadBaseRows(Build& build);
// reg_match (row_ref, person_id, change): base rows that keep an id; then reg_people = reg_kept with person_id.
Result<void> MatchPersons(Build& build);
// reg_households (households.parquet's columns); reg_person_household (person_id, household_id).
Result<void> BuildHouseholds(Build& build);
// With ids_only: reg_known_ids (id_key, person_id), and nothing else is left of the previous version.
Result<void> ForgetPrevious(Build& build);
// reg_persons: registered, gone and outsiders (persons.parquet's columns); reg_identities.
Result<void> BuildPersons(Build& build);
Result<void> AddOutsiders(Build& build);
// reg_members: registered and living members.
Result<void> BuildMembers(Build& build);
// reg_coverage.
Result<void> BuildCoverage(Build& build);
// Writes every file of the version.
Result<void> WriteRegister(Build& build);

}  // namespace xiuhua::registry
