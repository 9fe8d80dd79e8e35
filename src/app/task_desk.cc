#include "app/task_desk.h"

#include "app/errors.h"
#include "flow/errors.h"
#include "ingest/division_areas.h"

namespace xiuhua::app {
namespace {

flow::TaskSplitRequest RequestOf(Platform& platform, int64_t task_id, const std::string& out_folder) {
  flow::TaskSplitRequest request{.task_id = task_id,
                                 .out_folder = out_folder,
                                 .notice = platform.site().notice(),
                                 .printed_on = FormatDate(platform.clock().Today())};
  for (const auto& [name, spec] : platform.tables().tables()) request.table_titles[name] = spec.title.zh;
  return request;
}

}  // namespace

Result<flow::TaskImportReport> ImportTask(Platform& platform, const TaskImportOptions& options, Progress& progress) {
  flow::TaskImportRequest request{.file = options.file,
                                  .title = options.title,
                                  .sender = options.sender,
                                  .owner = options.owner,
                                  .answers = options.answers,
                                  .actor = platform.settings().actor};
  if (!options.due.empty()) {
    const auto due = ParseIsoDate(options.due);
    if (!due) return Fail(errors::kNotADate, {options.due});
    request.due = due->days;
  }
  const auto files = ingest::DivisionFiles(platform.lake().files(), platform.settings().division_folder,
                                           platform.settings().data_folder + "/site/areas.csv");
  TRY_ASSIGN(const text::DivisionTable divisions,
             text::DivisionTable::Load(platform.lake().files(), files, ingest::CommonPrefix(platform.site().counties)));
  TRY_ASSIGN(const auto engine, platform.NewEngine(""));
  return flow::ImportTask(platform.lake(), *engine, divisions, request, platform.clock(), progress);
}

Result<int64_t> ParseTask(const std::string& text) {
  const auto id = tasks::ParseTaskName(text);
  if (!id) return Fail(flow::errors::kNoSuchTask, {text});
  return *id;
}

Result<std::vector<flow::TaskStatus>> ListTasks(Platform& platform) {
  TRY_ASSIGN(const auto all, tasks::ListTasks(platform.store()));
  TRY_ASSIGN(const auto engine, platform.NewEngine(""));
  std::vector<flow::TaskStatus> out;
  for (const tasks::Task& task : all) {
    TRY_ASSIGN(flow::TaskStatus status, flow::StatusOf(platform.lake(), *engine, task.task_id));
    out.push_back(std::move(status));
  }
  return out;
}

Result<flow::TaskStatus> ShowTask(Platform& platform, int64_t task_id) {
  TRY_ASSIGN(const auto engine, platform.NewEngine(""));
  return flow::StatusOf(platform.lake(), *engine, task_id);
}

Result<flow::TaskSplitReport> SplitTask(Platform& platform, int64_t task_id, const std::string& out_folder,
                                        Progress& progress) {
  TRY_ASSIGN(const auto staging, platform.lake().NewStaging("task"));
  TRY_ASSIGN(const auto engine, platform.NewEngine(""));
  flow::TaskSplitRequest request = RequestOf(platform, task_id, out_folder);
  request.temp_folder = staging->folder();
  return flow::SplitTask(platform.lake(), *engine, request, progress);
}

Result<flow::TaskAnswersReport> ImportTaskAnswers(Platform& platform, const std::vector<std::string>& files,
                                                  Progress& progress) {
  TRY_ASSIGN(const auto staging, platform.lake().NewStaging("task"));
  TRY_ASSIGN(const auto engine, platform.NewEngine(""));
  return flow::ImportTaskAnswers(platform.lake(), *engine,
                                 {.files = files, .actor = platform.settings().actor, .temp_folder = staging->folder()},
                                 platform.clock(), progress);
}

Result<flow::TaskReplyReport> ReplyToTask(Platform& platform, int64_t task_id, const std::string& out_folder,
                                          bool partial, Progress& progress) {
  TRY_ASSIGN(const auto staging, platform.lake().NewStaging("task"));
  return flow::ReplyToTask(platform.lake(), task_id, out_folder, partial, staging->folder(), progress);
}

Result<flow::TaskSimilarReport> FindSimilar(Platform& platform, int64_t task_id, const std::string& out_folder,
                                            const std::vector<std::string>& rules) {
  return flow::FindSimilar(platform.lake(), RequestOf(platform, task_id, out_folder), rules);
}

}  // namespace xiuhua::app
