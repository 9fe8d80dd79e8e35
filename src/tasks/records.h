// Tasks in the store: a list from above, its rows and whom they are about, the answers that came back.
//
// Nothing is overwritten: a second, different answer to one cell is kept beside the first, and the row is disputed
// until somebody settles it. Rows are known by their place in the sender's file (sheet, row).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/store.h"
#include "tasks/layout.h"

namespace xiuhua::tasks {

struct Task {
  int64_t task_id = 0;
  std::string title, sender, file_name, path, sha256, owner, state;  // state: open, closed
  int64_t received_us = 0;
  int64_t due = 0;  // days since 1970-01-01; 0 = no deadline
};

struct TaskSheet {
  std::string name;
  int64_t header_row = 0;  // the last one
  std::vector<TaskColumn> columns;
};

struct TaskRow {
  int64_t sheet = 0;  // index of the sheet in the file
  int64_t row = 0;    // 1-based
  std::string name, id_masked;
  int64_t person_id = 0, household_id = 0;  // 0 = not known
  std::string township, village;            // codes of 9 and 12 digits; empty = not known
  std::string method;      // id_name, id_only, name_village, household_no, head_village, place, decision; "" = none
  std::string candidates;  // person ids, comma-separated, for a person to choose from
  std::string note_zh;     // why it is not matched
  std::string closed_by, evidence;
  int64_t closed_us = 0;
};

struct TaskAnswer {
  int64_t answer_id = 0;
  int64_t sheet = 0, row = 0, column = 0;
  std::string text, by_whom, file_sha;
  int64_t at_us = 0;
  bool in_force = true;
};

std::string TaskName(int64_t task_id);                          // T000012
std::optional<int64_t> ParseTaskName(const std::string& text);  // "T000012" or "12"

// A row's key as it stands in workbooks; the tail shows that nobody changed it: T12-0-35-9f3c1a.
std::string RowKey(const std::string& lake_id, int64_t task_id, int64_t sheet, int64_t row);
struct KeyParts {
  int64_t task_id = 0, sheet = 0, row = 0;
};
std::optional<KeyParts> ParseRowKey(const std::string& lake_id, const std::string& key);

// All inside the caller's transaction. Errors: STO-*.
Result<void> WriteTask(store::Store& store, const Task& task, const std::vector<TaskSheet>& sheets,
                       const std::vector<TaskRow>& rows);
Result<std::vector<Task>> ListTasks(store::Store& store);
Result<std::optional<Task>> FindTask(store::Store& store, int64_t task_id);
Result<std::vector<TaskSheet>> LoadSheets(store::Store& store, int64_t task_id);
Result<std::vector<TaskRow>> LoadRows(store::Store& store, int64_t task_id);
Result<std::vector<TaskAnswer>> LoadAnswers(store::Store& store, int64_t task_id);  // by answer id, all

enum class Recorded : uint8_t { kNew, kRepeated, kDisputed };
// Beside what is there. A different answer to the same cell disputes it: then none of them is in force.
Result<Recorded> RecordAnswer(store::Store& store, int64_t task_id, const TaskAnswer& answer);
// The answer that holds from now on. false: there is none of that number.
Result<bool> SettleAnswer(store::Store& store, int64_t task_id, int64_t answer_id);
// A person said whom a row is about.
Result<void> DecideRow(store::Store& store, int64_t task_id, const TaskRow& row);
Result<void> CloseRow(store::Store& store, int64_t task_id, int64_t sheet, int64_t row, const std::string& by,
                      int64_t at_us, const std::string& evidence);
Result<void> CloseTask(store::Store& store, int64_t task_id);

}  // namespace xiuhua::tasks
