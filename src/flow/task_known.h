// What is known already about the people of a list: open findings, who else reported them, earlier answers.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "flow/newest.h"
#include "lake/lake.h"
#include "sql/engine.h"
#include "tasks/records.h"

namespace xiuhua::flow {

struct RegisterPerson {
  std::string name, id_masked, township, village;  // names of the places
  int64_t household_id = 0;
};

struct TaskKnowledge {
  std::map<int64_t, RegisterPerson> people;
  std::map<std::string, std::string> place_names;            // by code
  std::map<int64_t, std::vector<std::string>> of_household;  // sentences
  std::map<int64_t, std::vector<std::string>> of_person;
};

// Red flags are in none of it: the serving file for general use does not hold them.
// Errors: SQL-001, STO-*.
Result<TaskKnowledge> LoadTaskKnowledge(lake::Lake& lake, sql::Engine& engine, const NewestRun& newest, int64_t task_id,
                                        const std::vector<tasks::TaskRow>& rows,
                                        const std::map<std::string, std::string>& table_titles);

// The serving file for general use. Errors: STO-*.
Result<std::unique_ptr<store::Store>> OpenCurrentServing(lake::Lake& lake);

}  // namespace xiuhua::flow
