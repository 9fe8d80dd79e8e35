#include "tasks/records.h"

#include <fmt/format.h>

#include <charconv>

#include "base/files.h"

namespace xiuhua::tasks {
namespace {

std::string Tail(const std::string& lake_id, int64_t task_id, int64_t sheet, int64_t row) {
  return HashBytes(fmt::format("{}|task|{}|{}|{}", lake_id, task_id, sheet, row)).substr(0, 6);
}

bool TakeNumber(std::string_view& text, int64_t& value) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || value < 0) return false;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  if (!text.starts_with('-')) return false;
  text.remove_prefix(1);
  return true;
}

Task TaskOf(const store::Row& row) {
  return {.task_id = row.Int(0),
          .title = row.Text(1),
          .sender = row.Text(2),
          .file_name = row.Text(3),
          .path = row.Text(4),
          .sha256 = row.Text(5),
          .owner = row.Text(6),
          .state = row.Text(7),
          .received_us = row.Int(8),
          .due = row.Int(9)};
}
constexpr std::string_view kTaskColumns =
    "task_id, title, sender, file_name, path, sha256, owner, state, received_us, due";

store::Value NumberOrNull(int64_t value) { return value == 0 ? store::Value(nullptr) : store::Value(value); }

Result<void> WriteSheets(store::Store& store, int64_t task_id, const std::vector<TaskSheet>& sheets) {
  for (size_t i = 0; i < sheets.size(); ++i) {
    const auto index = static_cast<int64_t>(i);
    TRY(store.Execute("INSERT INTO task_sheets (task_id, sheet, name, header_row) VALUES (?, ?, ?, ?)",
                      {task_id, index, sheets[i].name, sheets[i].header_row}));
    for (const TaskColumn& column : sheets[i].columns) {
      TRY(store.Execute(
          "INSERT INTO task_columns (task_id, sheet, column_no, heading, role) VALUES (?, ?, ?, ?, ?)",
          {task_id, index, static_cast<int64_t>(column.column), column.heading, static_cast<int64_t>(column.role)}));
    }
  }
  return {};
}

}  // namespace

std::string TaskName(int64_t task_id) { return fmt::format("T{:06}", task_id); }

std::optional<int64_t> ParseTaskName(const std::string& text) {
  std::string_view digits = text;
  if (digits.starts_with('T') || digits.starts_with('t')) digits.remove_prefix(1);
  int64_t id = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  if (digits.empty() || code != std::errc() || end != digits.data() + digits.size() || id <= 0) return std::nullopt;
  return id;
}

std::string RowKey(const std::string& lake_id, int64_t task_id, int64_t sheet, int64_t row) {
  return fmt::format("T{}-{}-{}-{}", task_id, sheet, row, Tail(lake_id, task_id, sheet, row));
}

std::optional<KeyParts> ParseRowKey(const std::string& lake_id, const std::string& key) {
  std::string_view rest = key;
  KeyParts parts;
  if (!rest.starts_with('T')) return std::nullopt;
  rest.remove_prefix(1);
  if (!TakeNumber(rest, parts.task_id) || !TakeNumber(rest, parts.sheet) || !TakeNumber(rest, parts.row)) {
    return std::nullopt;
  }
  if (rest != Tail(lake_id, parts.task_id, parts.sheet, parts.row)) return std::nullopt;
  return parts;
}

Result<void> WriteTask(store::Store& store, const Task& task, const std::vector<TaskSheet>& sheets,
                       const std::vector<TaskRow>& rows) {
  TRY(store.Execute(fmt::format("INSERT INTO tasks ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", kTaskColumns),
                    {task.task_id, task.title, task.sender, task.file_name, task.path, task.sha256, task.owner,
                     task.state, task.received_us, task.due}));
  TRY(WriteSheets(store, task.task_id, sheets));
  size_t next = 0;
  return store.ExecuteMany(
      "INSERT INTO task_rows (task_id, sheet, row, name, id_masked, person_id, household_id, township, village, "
      "method, "
      "candidates, note_zh) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [&](std::vector<store::Value>& values) -> Result<bool> {
        if (next == rows.size()) return false;
        const TaskRow& r = rows[next++];
        values = {task.task_id,
                  r.sheet,
                  r.row,
                  r.name,
                  r.id_masked,
                  NumberOrNull(r.person_id),
                  NumberOrNull(r.household_id),
                  r.township,
                  r.village,
                  r.method,
                  r.candidates,
                  r.note_zh};
        return true;
      });
}

Result<std::vector<Task>> ListTasks(store::Store& store) {
  TRY_ASSIGN(const auto rows, store.Query(fmt::format("SELECT {} FROM tasks ORDER BY task_id", kTaskColumns)));
  std::vector<Task> out;
  for (const store::Row& row : rows) out.push_back(TaskOf(row));
  return out;
}

Result<std::optional<Task>> FindTask(store::Store& store, int64_t task_id) {
  TRY_ASSIGN(const auto rows,
             store.Query(fmt::format("SELECT {} FROM tasks WHERE task_id = ?", kTaskColumns), {task_id}));
  if (rows.empty()) return std::optional<Task>();
  return std::optional(TaskOf(rows.front()));
}

Result<std::vector<TaskSheet>> LoadSheets(store::Store& store, int64_t task_id) {
  TRY_ASSIGN(const auto sheets,
             store.Query("SELECT name, header_row FROM task_sheets WHERE task_id = ? ORDER BY sheet", {task_id}));
  std::vector<TaskSheet> out;
  for (const store::Row& row : sheets) out.push_back({.name = row.Text(0), .header_row = row.Int(1)});
  TRY_ASSIGN(const auto columns,
             store.Query("SELECT sheet, column_no, heading, role FROM task_columns WHERE task_id = ? "
                         "ORDER BY sheet, column_no",
                         {task_id}));
  for (const store::Row& row : columns) {
    out[static_cast<size_t>(row.Int(0))].columns.push_back(
        {.column = static_cast<int32_t>(row.Int(1)), .heading = row.Text(2), .role = static_cast<Role>(row.Int(3))});
  }
  return out;
}

Result<std::vector<TaskRow>> LoadRows(store::Store& store, int64_t task_id) {
  TRY_ASSIGN(
      const auto rows,
      store.Query("SELECT sheet, row, name, id_masked, person_id, household_id, township, village, method, "
                  "candidates, note_zh, closed_by, evidence, closed_us FROM task_rows WHERE task_id = ? ORDER BY "
                  "sheet, row",
                  {task_id}));
  std::vector<TaskRow> out;
  for (const store::Row& r : rows) {
    out.push_back({.sheet = r.Int(0),
                   .row = r.Int(1),
                   .name = r.Text(2),
                   .id_masked = r.Text(3),
                   .person_id = r.Int(4),
                   .household_id = r.Int(5),
                   .township = r.Text(6),
                   .village = r.Text(7),
                   .method = r.Text(8),
                   .candidates = r.Text(9),
                   .note_zh = r.Text(10),
                   .closed_by = r.Text(11),
                   .evidence = r.Text(12),
                   .closed_us = r.Int(13)});
  }
  return out;
}

Result<std::vector<TaskAnswer>> LoadAnswers(store::Store& store, int64_t task_id) {
  TRY_ASSIGN(const auto rows,
             store.Query("SELECT answer_id, sheet, row, column_no, text, by_whom, file_sha, at_us, in_force FROM "
                         "task_answers WHERE task_id = ? ORDER BY answer_id",
                         {task_id}));
  std::vector<TaskAnswer> out;
  for (const store::Row& r : rows) {
    out.push_back({.answer_id = r.Int(0),
                   .sheet = r.Int(1),
                   .row = r.Int(2),
                   .column = r.Int(3),
                   .text = r.Text(4),
                   .by_whom = r.Text(5),
                   .file_sha = r.Text(6),
                   .at_us = r.Int(7),
                   .in_force = r.Int(8) != 0});
  }
  return out;
}

Result<Recorded> RecordAnswer(store::Store& store, int64_t task_id, const TaskAnswer& answer) {
  const std::vector<store::Value> cell = {task_id, answer.sheet, answer.row, answer.column};
  TRY_ASSIGN(const auto before,
             store.Query("SELECT text, in_force FROM task_answers WHERE task_id = ? AND sheet = ? AND row = ? "
                         "AND column_no = ?",
                         cell));
  for (const store::Row& row : before) {
    if (row.Text(0) == answer.text) return Recorded::kRepeated;
  }
  TRY_ASSIGN(const auto next, store.Query("SELECT coalesce(max(answer_id), 0) + 1 FROM task_answers"));
  TRY(store.Execute(
      "INSERT INTO task_answers (answer_id, task_id, sheet, row, column_no, text, by_whom, file_sha, at_us, "
      "in_force) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {next.front().Int(0), task_id, answer.sheet, answer.row, answer.column, answer.text, answer.by_whom,
       answer.file_sha, answer.at_us, static_cast<int64_t>(before.empty() ? 1 : 0)}));
  if (before.empty()) return Recorded::kNew;
  TRY(store.Execute(
      "UPDATE task_answers SET in_force = 0 WHERE task_id = ? AND sheet = ? AND row = ? AND column_no = ?", cell));
  return Recorded::kDisputed;
}

Result<bool> SettleAnswer(store::Store& store, int64_t task_id, int64_t answer_id) {
  TRY_ASSIGN(const auto found,
             store.Query("SELECT sheet, row, column_no FROM task_answers WHERE task_id = ? AND answer_id = ?",
                         {task_id, answer_id}));
  if (found.empty()) return false;
  const store::Row& cell = found.front();
  TRY(store.Execute(
      "UPDATE task_answers SET in_force = CASE WHEN answer_id = ? THEN 1 ELSE 0 END WHERE task_id = ? AND "
      "sheet = ? AND row = ? AND column_no = ?",
      {answer_id, task_id, cell.Int(0), cell.Int(1), cell.Int(2)}));
  return true;
}

Result<void> DecideRow(store::Store& store, int64_t task_id, const TaskRow& r) {
  return store.Execute(
      "UPDATE task_rows SET person_id = ?, household_id = ?, township = ?, village = ?, method = ?, note_zh = ? "
      "WHERE task_id = ? AND sheet = ? AND row = ?",
      {NumberOrNull(r.person_id), NumberOrNull(r.household_id), r.township, r.village, r.method, r.note_zh, task_id,
       r.sheet, r.row});
}

Result<void> CloseRow(store::Store& store, int64_t task_id, int64_t sheet, int64_t row, const std::string& by,
                      int64_t at_us, const std::string& evidence) {
  return store.Execute(
      "UPDATE task_rows SET closed_by = ?, closed_us = ?, evidence = ? WHERE task_id = ? AND sheet = ? AND "
      "row = ? AND closed_us = 0",
      {by, at_us, evidence, task_id, sheet, row});
}

Result<void> CloseTask(store::Store& store, int64_t task_id) {
  return store.Execute("UPDATE tasks SET state = 'closed' WHERE task_id = ?", {task_id});
}

}  // namespace xiuhua::tasks
