// PersonLookup: the register's people by ID number and name, as SQL functions over one in-memory table.
//
// A hash join builds its table anew for every delivered table and carries the person's columns through it; here one
// table of 24 bytes a number serves all of a run's tables (3 million people: 100 MB), about 25 ns a row. Not copied;
// thread-safe once loaded.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "sql/engine.h"

namespace xiuhua::linkage {

class PersonLookup {
 public:
  // Reads lnk_people (id_key, name_key, person_id) and lnk_persons (person_id, household_id, area_id) and makes the
  // functions known to the engine under names of its own.
  static Result<std::unique_ptr<PersonLookup>> Load(sql::Engine& engine);
  // The functions answer NULL from then on; the memory is given back.
  ~PersonLookup();
  PersonLookup(const PersonLookup&) = delete;
  PersonLookup& operator=(const PersonLookup&) = delete;

  // SQL of the person whose number and name key are these; `name_key` empty = by the number alone.
  [[nodiscard]] std::string PersonSql(const std::string& id_key, const std::string& name_key) const;
  [[nodiscard]] std::string HouseholdSql(const std::string& person_id) const;
  [[nodiscard]] std::string AreaSql(const std::string& person_id) const;

 private:
  struct Tables;
  PersonLookup();
  Result<void> Fill(sql::Engine& engine);
  Result<void> Register(sql::Engine& engine);

  std::shared_ptr<Tables> tables_;
  std::string suffix_;
};

}  // namespace xiuhua::linkage
