#include "flow/task_return.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "base/errors.h"
#include "flow/errors.h"
#include "flow/newest.h"
#include "flow/task_known.h"
#include "flow/task_split.h"
#include "ingest/fill_xlsx.h"
#include "ingest/open_workbook.h"
#include "lake/audit_log.h"
#include "text/width.h"

namespace xiuhua::flow {
namespace {

constexpr std::string_view kDecidedHeader = "认定的人（编号）";

std::string Clean(std::string_view text) {
  std::string buffer;
  return std::string(text::CleanCell(text, buffer));
}

ingest::OpenOptions Options(const std::string& temp_folder, Progress& progress) {
  ingest::OpenOptions options;
  options.progress = &progress;
  options.temp_folder = temp_folder;
  return options;
}

Result<tasks::Task> Require(lake::Lake& lake, int64_t task_id) {
  TRY_ASSIGN(const auto task, tasks::FindTask(lake.store(), task_id));
  if (!task) return Fail(errors::kNoSuchTask, {tasks::TaskName(task_id)});
  return *task;
}

// A task as the reader of returned workbooks needs it.
struct OpenTask {
  std::vector<tasks::TaskSheet> sheets;
  std::map<std::pair<int64_t, int64_t>, tasks::TaskRow> rows;
};

struct ReturnedRow {
  int64_t task_id = 0;
  tasks::TaskRow row;
  std::vector<std::pair<int64_t, std::string>> answers;  // column → text
  std::string decided, who, file_sha;
  SourceRef where;
};

class TaskReader {
 public:
  TaskReader(lake::Lake& lake, TaskAnswersReport& report) : lake_(lake), report_(report) {}

  Result<void> ReadFile(const std::string& path, const std::string& temp_folder, Progress& progress) {
    TRY_ASSIGN(const std::string sha, HashFile(path));
    TRY_ASSIGN(const auto sheets, ingest::OpenWorkbook(path, Options(temp_folder, progress)));
    bool any = false;
    for (const ingest::OpenedSheet& sheet : sheets) {
      TRY_ASSIGN(const auto reader, sheet.Read());
      std::vector<std::string> heads;
      ingest::RowView row;
      for (;;) {
        TRY_ASSIGN(const bool more, reader->Next(row));
        if (!more) break;
        if (IsHeader(row)) {
          heads.clear();
          for (const ingest::Cell& cell : row.cells) heads.push_back(Clean(cell.text));
          any = true;
        } else if (!heads.empty()) {
          TRY(TakeRow(row, heads, sha, {.file = sheet.file(), .part = sheet.sheet(), .row = row.number}));
        }
      }
    }
    if (!any) return Fail(errors::kNoTaskAnswers, {path}, {.file = path});
    return {};
  }

  [[nodiscard]] const std::vector<ReturnedRow>& returned() const { return returned_; }

 private:
  static bool IsHeader(const ingest::RowView& row) {
    return std::ranges::any_of(row.cells,
                               [](const ingest::Cell& cell) { return Clean(cell.text) == Clean(kTaskKeyHeader); });
  }

  Result<OpenTask*> Task(int64_t task_id) {
    if (const auto found = tasks_.find(task_id); found != tasks_.end()) return &found->second;
    OpenTask task;
    TRY_ASSIGN(task.sheets, tasks::LoadSheets(lake_.store(), task_id));
    TRY_ASSIGN(const auto rows, tasks::LoadRows(lake_.store(), task_id));
    for (const tasks::TaskRow& row : rows) task.rows[{row.sheet, row.row}] = row;
    return &tasks_.emplace(task_id, std::move(task)).first->second;
  }

  Result<void> TakeRow(const ingest::RowView& row, const std::vector<std::string>& heads, const std::string& sha,
                       const SourceRef& where) {
    ReturnedRow taken{.file_sha = sha, .where = where};
    std::string key;
    std::map<std::string, std::string> filled;
    for (size_t i = 0; i < heads.size() && i < row.cells.size(); ++i) {
      const std::string text = Clean(row.cells[i].text);
      if (heads[i] == Clean(kTaskKeyHeader)) key = text;
      if (heads[i] == Clean(kTaskWhoHeader)) taken.who = text;
      if (heads[i] == Clean(kDecidedHeader)) taken.decided = text;
      if (heads[i].starts_with(Clean(kTaskAnswerPrefix)) && !text.empty()) filled[heads[i]] = text;
    }
    if (key.empty() && filled.empty()) return {};
    ++report_.rows;
    if (filled.empty() && taken.decided.empty()) {
      ++report_.blank;
      return {};
    }
    const auto parts = tasks::ParseRowKey(lake_.lake_id(), key);
    if (!parts)
      return Problem(where, "系统键被改动过，或不是本系统发出的，这一行没有收",
                     "the key was changed or was not issued here; the row was not taken");
    TRY_ASSIGN(OpenTask * task, Task(parts->task_id));
    const auto known = task->rows.find({parts->sheet, parts->row});
    if (known == task->rows.end())
      return Problem(where, "来表里没有这一行，没有收", "the list has no such row; it was not taken");
    if (known->second.closed_us != 0 && !filled.empty()) {
      return Problem(where, "这一行已经销号，答复没有收", "this row is closed; the answer was not taken");
    }
    taken.task_id = parts->task_id;
    taken.row = known->second;
    for (const tasks::TaskColumn& column : task->sheets[static_cast<size_t>(parts->sheet)].columns) {
      if (column.role != tasks::Role::kAnswer) continue;
      const auto found = filled.find(Clean(std::string(kTaskAnswerPrefix) + column.heading));
      if (found != filled.end()) taken.answers.emplace_back(column.column, found->second);
    }
    returned_.push_back(std::move(taken));
    return {};
  }

  Result<void> Problem(const SourceRef& where, std::string zh, std::string en) {
    report_.problems.push_back({where, std::move(zh), std::move(en)});
    return {};
  }

  lake::Lake& lake_;
  TaskAnswersReport& report_;
  std::map<int64_t, OpenTask> tasks_;
  std::vector<ReturnedRow> returned_;
};

// Households of the people that cadres named, so that a decided row is known whole.
Result<std::map<int64_t, tasks::TaskRow>> NamedPeople(lake::Lake& lake, sql::Engine& engine,
                                                      const std::vector<ReturnedRow>& returned) {
  std::map<int64_t, tasks::TaskRow> people;
  std::string ids;
  for (const ReturnedRow& row : returned) {
    const int64_t id = std::strtoll(row.decided.c_str(), nullptr, 10);
    if (id > 0) ids += (ids.empty() ? "" : ",") + std::to_string(id);
  }
  if (ids.empty()) return people;
  TRY_ASSIGN(const auto newest, FindNewestRun(lake));
  if (!newest) return Fail(errors::kNoRegisterYet);
  TRY(engine.Stream("select person_id, household_id, township, area_code from read_parquet(" +
                        sql::Quoted(newest->register_folder + "/persons.parquet") + ") where person_id in (" + ids +
                        ")",
                    [&](const sql::Rows& rows) {
                      for (int64_t r = 0; r < rows.count(); ++r) {
                        people[rows.Int(r, 0)] = {.person_id = rows.Int(r, 0),
                                                  .household_id = rows.Int(r, 1),
                                                  .township = std::string(rows.Text(r, 2)),
                                                  .village = std::string(rows.Text(r, 3))};
                      }
                      return Result<void>();
                    }));
  return people;
}

Result<void> Decide(lake::Lake& lake, const ReturnedRow& returned, const std::map<int64_t, tasks::TaskRow>& people,
                    TaskAnswersReport& report) {
  if (returned.decided.empty() || returned.row.method == "decision") return {};
  tasks::TaskRow row = returned.row;
  row.method = "decision";
  if (returned.decided != "无") {
    const auto found = people.find(std::strtoll(returned.decided.c_str(), nullptr, 10));
    if (found == people.end()) {
      report.problems.push_back({returned.where, "“" + returned.decided + "”不是候选里的编号，也不是“无”",
                                 "\"" + returned.decided + "\" is no number of a candidate"});
      return {};
    }
    row.person_id = found->second.person_id;
    row.household_id = found->second.household_id;
    row.township = found->second.township;
    row.village = found->second.village.size() == 12 ? found->second.village : "";
  } else {
    row.note_zh = "经认定，底册里没有这个人";
  }
  ++report.decided;
  return tasks::DecideRow(lake.store(), returned.task_id, row);
}

Result<void> Record(lake::Lake& lake, const ReturnedRow& returned, const TaskAnswersRequest& request, int64_t now_us,
                    TaskAnswersReport& report) {
  for (const auto& [column, text] : returned.answers) {
    TRY_ASSIGN(const tasks::Recorded recorded,
               tasks::RecordAnswer(
                   lake.store(), returned.task_id,
                   {.sheet = returned.row.sheet,
                    .row = returned.row.row,
                    .column = column,
                    .text = text,
                    .by_whom = returned.who.empty() ? request.actor : returned.who + "（" + request.actor + " 录入）",
                    .file_sha = returned.file_sha,
                    .at_us = now_us}));
    report.recorded += recorded == tasks::Recorded::kRepeated ? 0 : 1;
    report.repeated += recorded == tasks::Recorded::kRepeated ? 1 : 0;
    report.disputed += recorded == tasks::Recorded::kDisputed ? 1 : 0;
  }
  return {};
}

using RowPlace = std::pair<int64_t, int64_t>;  // sheet, row

struct AnsweredRows {
  std::set<RowPlace> answered, disputed;
};
AnsweredRows Answered(const std::vector<tasks::TaskAnswer>& answers) {
  AnsweredRows out;
  std::map<std::tuple<int64_t, int64_t, int64_t>, bool> settled;
  for (const tasks::TaskAnswer& answer : answers) {
    bool& holds = settled[{answer.sheet, answer.row, answer.column}];
    holds = holds || answer.in_force;
  }
  for (const auto& [cell, holds] : settled) {
    const RowPlace row{std::get<0>(cell), std::get<1>(cell)};
    out.answered.insert(row);
    if (!holds) out.disputed.insert(row);
  }
  return out;
}

}  // namespace

Result<TaskAnswersReport> ImportTaskAnswers(lake::Lake& lake, sql::Engine& engine, const TaskAnswersRequest& request,
                                            const Clock& clock, Progress& progress) {
  TaskAnswersReport report;
  TaskReader reader(lake, report);
  progress.Begin("task answers", static_cast<int64_t>(request.files.size()));
  for (const std::string& file : request.files) {
    TRY(reader.ReadFile(file, request.temp_folder, progress));
    progress.Tick(1);
    if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
  }
  TRY_ASSIGN(const auto people, NamedPeople(lake, engine, reader.returned()));
  TRY(lake.store().Transaction([&]() -> Result<void> {
    std::set<int64_t> touched;
    for (const ReturnedRow& row : reader.returned()) {
      TRY(Decide(lake, row, people, report));
      TRY(Record(lake, row, request, clock.NowMicros(), report));
      touched.insert(row.task_id);
    }
    for (const int64_t task : touched) {
      TRY(lake::AppendAuditEntry(lake.store(), clock.NowMicros(), request.actor, "task_answers", tasks::TaskName(task),
                                 std::to_string(report.recorded)));
    }
    return {};
  }));
  progress.End();
  return report;
}

Result<TaskStatus> StatusOf(lake::Lake& lake, sql::Engine& engine, int64_t task_id) {
  TaskStatus status;
  TRY_ASSIGN(status.task, Require(lake, task_id));
  TRY_ASSIGN(const auto rows, tasks::LoadRows(lake.store(), task_id));
  TRY_ASSIGN(const auto answers, tasks::LoadAnswers(lake.store(), task_id));
  TRY_ASSIGN(const auto sheets, tasks::LoadSheets(lake.store(), task_id));
  const AnsweredRows done = Answered(answers);
  std::map<std::string, std::string> names;
  TRY_ASSIGN(const auto newest, FindNewestRun(lake));
  if (newest) {
    TRY(engine.Stream(
        "select code, name from read_parquet(" + sql::Quoted(newest->register_folder + "/areas.parquet") + ")",
        [&](const sql::Rows& areas) {
          for (int64_t r = 0; r < areas.count(); ++r) names[std::string(areas.Text(r, 0))] = areas.Text(r, 1);
          return Result<void>();
        }));
  }
  std::map<std::string, TaskStatus::Place> places;
  for (const tasks::TaskRow& row : rows) {
    const bool answered = done.answered.contains({row.sheet, row.row});
    const bool disputed = done.disputed.contains({row.sheet, row.row});
    TaskStatus::Place& place = places[row.township];
    place.township = names.contains(row.township) ? names[row.township] : row.township;
    ++status.rows;
    ++place.rows;
    status.undecided += row.method.empty() ? 1 : 0;
    status.unanswered += answered ? 0 : 1;
    place.unanswered += answered ? 0 : 1;
    status.disputed += disputed ? 1 : 0;
    place.disputed += disputed ? 1 : 0;
    status.closed += row.closed_us != 0 ? 1 : 0;
  }
  for (const auto& [code, place] : places) status.places.push_back(place);
  for (const tasks::TaskAnswer& answer : answers) {
    if (!done.disputed.contains({answer.sheet, answer.row})) continue;
    TaskStatus::Dispute dispute{.answer_id = answer.answer_id,
                                .key = tasks::RowKey(lake.lake_id(), task_id, answer.sheet, answer.row),
                                .text = answer.text,
                                .by_whom = answer.by_whom};
    for (const tasks::TaskColumn& column : sheets[static_cast<size_t>(answer.sheet)].columns) {
      if (column.column == answer.column) dispute.heading = column.heading;
    }
    status.disputes.push_back(std::move(dispute));
  }
  return status;
}

Result<TaskReplyReport> ReplyToTask(lake::Lake& lake, int64_t task_id, const std::string& out_folder, bool partial,
                                    const std::string& temp_folder, Progress& progress) {
  TRY_ASSIGN(const tasks::Task task, Require(lake, task_id));
  const std::string ending = std::filesystem::path(task.file_name).extension().string();
  if (ending != ".xlsx" && ending != ".xlsm") return Fail(errors::kTaskFormat, {task.file_name});
  TRY_ASSIGN(const auto rows, tasks::LoadRows(lake.store(), task_id));
  TRY_ASSIGN(const auto answers, tasks::LoadAnswers(lake.store(), task_id));
  TRY_ASSIGN(const auto sheets, tasks::LoadSheets(lake.store(), task_id));
  const AnsweredRows done = Answered(answers);
  TaskReplyReport report;
  int64_t disputed = 0;
  for (const tasks::TaskRow& row : rows) {
    report.unanswered += done.answered.contains({row.sheet, row.row}) ? 0 : 1;
    disputed += done.disputed.contains({row.sheet, row.row}) ? 1 : 0;
  }
  if (!partial && report.unanswered + disputed > 0) {
    return Fail(errors::kTaskIncomplete,
                {tasks::TaskName(task_id), std::to_string(report.unanswered), std::to_string(disputed)});
  }
  std::vector<ingest::CellFill> fills;
  for (const tasks::TaskAnswer& answer : answers) {
    if (!answer.in_force) continue;
    fills.push_back({.sheet = sheets[static_cast<size_t>(answer.sheet)].name,
                     .row = answer.row,
                     .column = static_cast<int32_t>(answer.column),
                     .text = answer.text});
  }
  TRY(lake.files().MakeFolder(out_folder));
  report.file = out_folder + "/" + task.file_name;
  TRY(lake.files().Remove(report.file));
  TRY_ASSIGN(const auto filled,
             ingest::FillXlsx(lake.PathOf(task.path), fills, report.file, Options(temp_folder, progress)));
  report.cells = filled.cells;
  return report;
}

Result<int64_t> CloseTaskRows(lake::Lake& lake, int64_t task_id, const std::string& key, const std::string& evidence,
                              const std::string& actor, const Clock& clock) {
  TRY_ASSIGN(const tasks::Task task, Require(lake, task_id));
  const auto parts = tasks::ParseRowKey(lake.lake_id(), key);
  if (!key.empty() && (!parts || parts->task_id != task_id)) {
    return Fail(errors::kNoSuchTaskRow, {tasks::TaskName(task_id), key});
  }
  TRY_ASSIGN(const auto rows, tasks::LoadRows(lake.store(), task_id));
  TRY_ASSIGN(const auto answers, tasks::LoadAnswers(lake.store(), task_id));
  const AnsweredRows done = Answered(answers);
  int64_t closed = 0, open = 0;
  TRY(lake.store().Transaction([&]() -> Result<void> {
    for (const tasks::TaskRow& row : rows) {
      if (row.closed_us != 0) continue;
      const RowPlace place{row.sheet, row.row};
      const bool wanted = key.empty() || place == RowPlace{parts->sheet, parts->row};
      const bool ready = done.answered.contains(place) && !done.disputed.contains(place);
      if (!wanted || !ready) {
        ++open;
        continue;
      }
      TRY(tasks::CloseRow(lake.store(), task_id, row.sheet, row.row, actor, clock.NowMicros(), evidence));
      ++closed;
    }
    if (open == 0) TRY(tasks::CloseTask(lake.store(), task_id));
    return lake::AppendAuditEntry(lake.store(), clock.NowMicros(), actor, "task_close", tasks::TaskName(task_id),
                                  std::to_string(closed) + " " + evidence);
  }));
  if (!key.empty() && closed == 0) return Fail(errors::kNoSuchTaskRow, {tasks::TaskName(task_id), key});
  return closed;
}

Result<void> SettleTaskAnswer(lake::Lake& lake, int64_t task_id, int64_t answer_id, const std::string& reason,
                              const std::string& actor, const Clock& clock) {
  TRY_ASSIGN(const tasks::Task task, Require(lake, task_id));
  bool found = false;
  TRY(lake.store().Transaction([&]() -> Result<void> {
    TRY_ASSIGN(found, tasks::SettleAnswer(lake.store(), task_id, answer_id));
    return lake::AppendAuditEntry(lake.store(), clock.NowMicros(), actor, "task_settle", tasks::TaskName(task_id),
                                  std::to_string(answer_id) + " " + reason);
  }));
  if (!found) return Fail(errors::kNoSuchTaskRow, {tasks::TaskName(task_id), std::to_string(answer_id)});
  return {};
}

}  // namespace xiuhua::flow
