// What comes back on a list from above, and the sender's own file filled with it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/progress.h"
#include "base/result.h"
#include "lake/lake.h"
#include "sql/engine.h"
#include "tasks/records.h"

namespace xiuhua::flow {

struct TaskProblem {
  SourceRef where;
  std::string zh, en;
};

struct TaskAnswersReport {
  int64_t rows = 0;      // lines with a key
  int64_t blank = 0;     // of them, nothing filled in
  int64_t recorded = 0;  // cells
  int64_t repeated = 0;
  int64_t disputed = 0;  // cells that now have two different answers
  int64_t decided = 0;   // rows whose person was named
  std::vector<TaskProblem> problems;
};

struct TaskAnswersRequest {
  std::vector<std::string> files;
  std::string actor, temp_folder;
};
// Rows are found by their key alone, in any order, sheet or mixture of workbooks and tasks; a key that was edited or
// belongs elsewhere is a problem of its row. Errors: FLW-005, FLW-025, ING-*, STO-*, BAS-003.
Result<TaskAnswersReport> ImportTaskAnswers(lake::Lake& lake, sql::Engine& engine, const TaskAnswersRequest& request,
                                            const Clock& clock, Progress& progress);

// How far a task is.
struct TaskStatus {
  tasks::Task task;
  int64_t rows = 0;
  int64_t undecided = 0;   // nobody said yet whom the row is about
  int64_t unanswered = 0;  // not one of its answer cells is filled
  int64_t disputed = 0;
  int64_t closed = 0;
  struct Place {
    std::string township;  // name; "" = not known
    int64_t rows = 0, unanswered = 0, disputed = 0;
  };
  std::vector<Place> places;
  struct Dispute {
    int64_t answer_id = 0;
    std::string key, heading, text, by_whom;
  };
  std::vector<Dispute> disputes;
};
// Errors: FLW-024, STO-*.
Result<TaskStatus> StatusOf(lake::Lake& lake, sql::Engine& engine, int64_t task_id);

struct TaskReplyReport {
  std::string file;
  int64_t cells = 0;
  int64_t unanswered = 0;  // rows, left empty (with `partial`)
};
// The sender's file with the answers in force and nothing else changed (ingest/fill_xlsx.h).
// Errors: FLW-024, FLW-026, FLW-028, ING-091 ... ING-095.
Result<TaskReplyReport> ReplyToTask(lake::Lake& lake, int64_t task_id, const std::string& out_folder, bool partial,
                                    const std::string& temp_folder, Progress& progress);

// 销号: rows whose answers are in force are closed with what proves it; `key` empty = all answered rows. A task with
// every row closed is closed. Answers the number of rows closed now. Errors: FLW-024, FLW-027.
Result<int64_t> CloseTaskRows(lake::Lake& lake, int64_t task_id, const std::string& key, const std::string& evidence,
                              const std::string& actor, const Clock& clock);

// Of two different answers this one holds. Errors: FLW-024, FLW-027.
Result<void> SettleTaskAnswer(lake::Lake& lake, int64_t task_id, int64_t answer_id, const std::string& reason,
                              const std::string& actor, const Clock& clock);

}  // namespace xiuhua::flow
