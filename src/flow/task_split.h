// A list from above given out: one workbook a township, one sheet a village, each row as the sender wrote it with what
// we know already beside it and the sender's own questions to fill in.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "lake/lake.h"
#include "sql/engine.h"
#include "tasks/records.h"

namespace xiuhua::flow {

inline constexpr std::string_view kTaskKeyHeader = "系统键（勿改）";
inline constexpr std::string_view kTaskAnswerPrefix = "【填】";
inline constexpr std::string_view kTaskWhoHeader = "核查人";

struct TaskSplitRequest {
  int64_t task_id = 0;
  std::string out_folder;
  std::string notice, printed_on, temp_folder;
  std::map<std::string, std::string> table_titles;  // delivered tables, in Chinese
};
struct TaskSplitReport {
  std::vector<std::string> files;
  std::map<std::string, int64_t> rows_by_township;  // by name; "" = place not known
};
// Errors: FLW-005, FLW-024, ING-*, WBK-001, SQL-001.
Result<TaskSplitReport> SplitTask(lake::Lake& lake, sql::Engine& engine, const TaskSplitRequest& request,
                                  Progress& progress);

// Like cases (举一反三): open findings of the rules that the list's people have most, about others who are not on it.
struct TaskSimilar {
  std::string rule_id;
  int64_t on_list = 0;  // households of the list with an open finding of this rule
  int64_t others = 0;
};
struct TaskSimilarReport {
  std::vector<TaskSimilar> rules;  // most on the list first
  std::string file;
};
// `rules` empty = every rule that at least two households of the list, and one in twenty of them, have in common.
// Errors: as SplitTask.
Result<TaskSimilarReport> FindSimilar(lake::Lake& lake, const TaskSplitRequest& request,
                                      const std::vector<std::string>& rules);

}  // namespace xiuhua::flow
