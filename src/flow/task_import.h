// A list from above taken in: its file kept byte for byte, its columns understood, its rows matched to the register.
//
// A row is matched without asking when its ID number is in the register with an agreeing name (id_name) or the row
// gives no name (id_only), when a household number or a head of household fits exactly one, or when exactly one
// registered person of that name lives in the village it names. Everything else is for a person to decide; nothing is
// taken by first hit.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/progress.h"
#include "base/result.h"
#include "lake/lake.h"
#include "sql/engine.h"
#include "tasks/records.h"
#include "text/divisions.h"

namespace xiuhua::flow {

struct TaskImportRequest {
  std::string file;
  std::string title, sender, owner;
  int64_t due = 0;                   // days since 1970-01-01; 0 = none
  std::vector<std::string> answers;  // columns to be answered; empty = recognised
  std::string actor;
};

struct TaskImportReport {
  tasks::Task task;
  std::vector<tasks::TaskSheet> sheets;  // those with a list; the others are kept and left alone
  int64_t rows = 0;
  std::map<std::string, int64_t> by_method;  // "" = to be decided
};

// Errors: FLW-005 (no register yet), FLW-020 (no list found), FLW-021 (a named answer column is not there), FLW-022 (no
// column to answer), FLW-023 (the same file was taken before), ING-*, LAK-*, STO-*.
Result<TaskImportReport> ImportTask(lake::Lake& lake, sql::Engine& engine, const text::DivisionTable& divisions,
                                    const TaskImportRequest& request, const Clock& clock, Progress& progress);

// The rows of one sheet of the kept file that are rows of the list, by row number: the cells as texts.
Result<std::map<int64_t, std::vector<std::string>>> ReadTaskRows(const std::string& path, const tasks::TaskSheet& sheet,
                                                                 const std::string& temp_folder, Progress& progress);

}  // namespace xiuhua::flow
