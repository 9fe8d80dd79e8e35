// Lists from above: taken in, given out to townships, gathered, sent back in the sender's own file.
#pragma once

#include <string>
#include <vector>

#include "app/platform.h"
#include "flow/task_import.h"
#include "flow/task_return.h"
#include "flow/task_split.h"

namespace xiuhua::app {

struct TaskImportOptions {
  std::string file, title, sender, owner;
  std::string due;                   // 2026-07-03; empty = none
  std::vector<std::string> answers;  // columns to be answered; empty = recognised
};
// Errors: APP-008 (the date), those of flow::ImportTask.
Result<flow::TaskImportReport> ImportTask(Platform& platform, const TaskImportOptions& options, Progress& progress);

// "T000003" or "3". Errors: FLW-024.
Result<int64_t> ParseTask(const std::string& text);
Result<std::vector<flow::TaskStatus>> ListTasks(Platform& platform);
Result<flow::TaskStatus> ShowTask(Platform& platform, int64_t task_id);
Result<flow::TaskSplitReport> SplitTask(Platform& platform, int64_t task_id, const std::string& out_folder,
                                        Progress& progress);
Result<flow::TaskAnswersReport> ImportTaskAnswers(Platform& platform, const std::vector<std::string>& files,
                                                  Progress& progress);
Result<flow::TaskReplyReport> ReplyToTask(Platform& platform, int64_t task_id, const std::string& out_folder,
                                          bool partial, Progress& progress);
Result<flow::TaskSimilarReport> FindSimilar(Platform& platform, int64_t task_id, const std::string& out_folder,
                                            const std::vector<std::string>& rules);

}  // namespace xiuhua::app
