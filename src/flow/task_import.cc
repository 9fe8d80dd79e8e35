#include "flow/task_import.h"

#include <algorithm>
#include <filesystem>

#include "base/errors.h"
#include "flow/errors.h"
#include "flow/newest.h"
#include "flow/task_match.h"
#include "ingest/layout.h"
#include "ingest/open_workbook.h"
#include "lake/audit_log.h"
#include "text/width.h"

namespace xiuhua::flow {
namespace {

constexpr size_t kSampleRows = 200;  // data rows that decide what a column is

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

// Calls `take(number, cells)` for each data row of the sheet behind its header.
template <class Take>
Result<void> EachDataRow(const ingest::OpenedSheet& sheet, const ingest::LayoutGuess& layout, Take take) {
  TRY_ASSIGN(const auto reader, sheet.Read());
  const ingest::RowClassifier classifier(layout);
  ingest::RowView row;
  for (;;) {
    TRY_ASSIGN(const bool more, reader->Next(row));
    if (!more) return {};
    if (row.number <= layout.last_header_row) continue;
    std::vector<std::string> cells;
    for (const ingest::Cell& cell : row.cells) cells.emplace_back(cell.text);
    for (const ingest::CoveredCell& covered : row.covered) {  // a household's merged cells hold for all its rows
      const auto at = static_cast<size_t>(covered.column);
      if (at >= cells.size()) cells.resize(at + 1);
      if (cells[at].empty()) cells[at] = std::string(covered.text);
    }
    const std::vector<std::string_view> texts(cells.begin(), cells.end());
    if (classifier.IsHeadingAcross(row) || classifier.Classify(texts).row_class != ingest::RowClass::kData) continue;
    if (!take(row.number, cells)) return {};
  }
}

Result<ingest::LayoutGuess> GuessLayout(const ingest::OpenedSheet& sheet) {
  static const std::vector<std::set<std::string>> kKnown = {
      {"姓名",     "户主姓名", "户主",     "身份证号", "身份证号码", "证件号码", "公民身份号码",
       "户编号",   "乡镇",     "行政村",   "村",       "县市",       "县(市)",   "序号",
       "核查结果", "核实结果", "核实情况", "核查情况", "整改情况",   "反馈结果", "备注",
       "问题描述", "疑点描述", "是否属实", "处理结果", "完成时限",   "联系电话", "家庭住址"}};
  TRY_ASSIGN(const auto reader, sheet.Read());
  std::vector<ingest::SampleRow> first;
  ingest::RowView row;
  while (first.size() < 40) {
    TRY_ASSIGN(const bool more, reader->Next(row));
    if (!more || row.number > ingest::kHeaderSearchRows + 10) break;
    first.push_back(ingest::CopyRow(row));
  }
  return ingest::FindHeader(first, kKnown);
}

struct ReadList {
  tasks::TaskSheet sheet;
  std::vector<TaskClaim> claims;
  std::vector<tasks::TaskRow> rows;
  std::vector<std::string> unknown_answers;
};

TaskClaim ClaimOf(const tasks::LayoutResult& layout, const std::vector<std::string>& cells) {
  const auto cell = [&](tasks::Role role) {
    const auto at = static_cast<size_t>(layout.At(role));
    return layout.At(role) < 0 || at >= cells.size() ? std::string() : Clean(cells[at]);
  };
  return {.name = cell(tasks::Role::kName),
          .id = cell(tasks::Role::kIdNumber),
          .household_no = cell(tasks::Role::kHouseholdNo),
          .head_name = cell(tasks::Role::kHeadName),
          .head_id = cell(tasks::Role::kHeadId),
          .county = cell(tasks::Role::kCounty),
          .township = cell(tasks::Role::kTownship),
          .village = cell(tasks::Role::kVillage),
          .address = cell(tasks::Role::kAddress)};
}

bool SaysNothing(const TaskClaim& c) {
  return c.name.empty() && c.id.empty() && c.household_no.empty() && c.head_name.empty() && c.head_id.empty() &&
         c.township.empty() && c.village.empty() && c.address.empty();
}

// A sheet without a list (a cover letter, a code list) has no rows.
Result<ReadList> ReadOneSheet(const ingest::OpenedSheet& sheet, int64_t index,
                              const std::vector<std::string>& answers) {
  ReadList list{.sheet = {.name = sheet.sheet()}};
  TRY_ASSIGN(const ingest::LayoutGuess layout, GuessLayout(sheet));
  if (!layout.found) return list;
  std::vector<tasks::ColumnSample> samples;
  for (size_t c = 0; c < layout.plain_names.size(); ++c) {
    if (layout.plain_names[c].empty()) continue;
    samples.push_back(
        {.column = static_cast<int32_t>(c), .heading = layout.names[c], .plain = layout.plain_names[c], .cells = {}});
  }
  size_t looked = 0;
  TRY(EachDataRow(sheet, layout, [&](int64_t, const std::vector<std::string>& cells) {
    for (tasks::ColumnSample& sample : samples) {
      const auto at = static_cast<size_t>(sample.column);
      sample.cells.push_back(at < cells.size() ? cells[at] : "");
    }
    return ++looked < kSampleRows;
  }));
  const tasks::LayoutResult roles = tasks::Recognise(samples, answers);
  list.unknown_answers = roles.unknown;
  if (!roles.AboutSomebody()) return list;
  list.sheet.header_row = layout.last_header_row;
  list.sheet.columns = roles.columns;
  TRY(EachDataRow(sheet, layout, [&](int64_t number, const std::vector<std::string>& cells) {
    TaskClaim claim = ClaimOf(roles, cells);
    if (SaysNothing(claim)) return true;
    list.rows.push_back({.sheet = index, .row = number});
    list.claims.push_back(std::move(claim));
    return true;
  }));
  return list;
}

bool Asks(const tasks::TaskSheet& sheet) {
  return std::ranges::any_of(sheet.columns, [](const auto& c) { return c.role == tasks::Role::kAnswer; });
}

struct WholeList {
  std::vector<tasks::TaskSheet> sheets;
  std::vector<TaskClaim> claims;
  std::vector<tasks::TaskRow> rows;
};

Result<WholeList> ReadFile(const TaskImportRequest& request, const std::string& temp_folder, Progress& progress) {
  TRY_ASSIGN(const auto sheets, ingest::OpenWorkbook(request.file, Options(temp_folder, progress)));
  WholeList all;
  std::map<std::string, size_t> unknown;
  size_t lists = 0;
  for (size_t i = 0; i < sheets.size(); ++i) {
    TRY_ASSIGN(ReadList list, ReadOneSheet(sheets[i], static_cast<int64_t>(i), request.answers));
    if (!list.rows.empty()) {
      ++lists;
      for (const std::string& word : list.unknown_answers) ++unknown[word];
    }
    all.sheets.push_back(std::move(list.sheet));
    std::ranges::move(list.claims, std::back_inserter(all.claims));
    std::ranges::move(list.rows, std::back_inserter(all.rows));
  }
  if (all.rows.empty()) return Fail(errors::kNoTaskList, {request.file}, {.file = request.file});
  for (const auto& [word, sheets_without] : unknown) {
    if (sheets_without == lists) return Fail(errors::kNoTaskColumn, {word}, {.file = request.file});
  }
  if (std::ranges::none_of(all.sheets, Asks)) {
    return Fail(errors::kNothingToAnswer, {request.file}, {.file = request.file});
  }
  return all;
}

Result<void> RefuseRepeated(lake::Lake& lake, const std::string& sha, const std::string& file) {
  TRY_ASSIGN(const auto same, lake.store().Query("SELECT task_id FROM tasks WHERE sha256 = ?", {sha}));
  if (same.empty()) return {};
  return Fail(errors::kTaskRepeated, {tasks::TaskName(same.front().Int(0))}, {.file = file});
}

}  // namespace

Result<TaskImportReport> ImportTask(lake::Lake& lake, sql::Engine& engine, const text::DivisionTable& divisions,
                                    const TaskImportRequest& request, const Clock& clock, Progress& progress) {
  TRY_ASSIGN(const auto newest, FindNewestRun(lake));
  if (!newest) return Fail(errors::kNoRegisterYet);
  TRY_ASSIGN(const std::string sha, HashFile(request.file));
  TRY(RefuseRepeated(lake, sha, request.file));
  TRY_ASSIGN(const auto staging, lake.NewStaging("task"));
  progress.Begin("task", 0);
  TRY_ASSIGN(WholeList list, ReadFile(request, staging->folder(), progress));
  TRY(MatchTaskRows(engine, newest->register_folder, divisions, list.claims, list.rows));

  TaskImportReport report{.sheets = list.sheets, .rows = static_cast<int64_t>(list.rows.size())};
  for (const tasks::TaskRow& row : list.rows) ++report.by_method[row.method];
  TRY_ASSIGN(const int64_t id, lake.Mint("task"));
  const std::string name = std::filesystem::path(request.file).filename().string();
  const std::string folder = "tasks/" + tasks::TaskName(id);
  report.task = {.task_id = id,
                 .title = request.title.empty() ? std::filesystem::path(request.file).stem().string() : request.title,
                 .sender = request.sender,
                 .file_name = name,
                 .path = folder + "/" + name,
                 .sha256 = sha,
                 .owner = request.owner.empty() ? request.actor : request.owner,
                 .state = "open",
                 .received_us = clock.NowMicros(),
                 .due = request.due};
  TRY(lake.files().MakeFolder(staging->folder() + "/kept"));
  TRY(lake.files().Copy(request.file, staging->folder() + "/kept/" + name));
  const std::vector<lake::StagedMove> moves = {{staging->folder() + "/kept", folder}};
  TRY(lake.Commit(moves, [&](const std::vector<lake::FileRow>& files) -> Result<void> {
    TRY(tasks::WriteTask(lake.store(), report.task, list.sheets, list.rows));
    TRY(lake::AppendAuditEntry(lake.store(), clock.NowMicros(), request.actor, "task_import", tasks::TaskName(id),
                               name + " " + sha));
    return lake.WriteTaskFiles(id, files);
  }));
  progress.End();
  return report;
}

Result<std::map<int64_t, std::vector<std::string>>> ReadTaskRows(const std::string& path, const tasks::TaskSheet& sheet,
                                                                 const std::string& temp_folder, Progress& progress) {
  TRY_ASSIGN(const auto sheets, ingest::OpenWorkbook(path, Options(temp_folder, progress)));
  std::map<int64_t, std::vector<std::string>> rows;
  for (const ingest::OpenedSheet& opened : sheets) {
    if (opened.sheet() != sheet.name) continue;
    TRY_ASSIGN(const ingest::LayoutGuess layout, GuessLayout(opened));
    TRY(EachDataRow(opened, layout, [&](int64_t number, const std::vector<std::string>& cells) {
      rows[number] = cells;
      return true;
    }));
  }
  return rows;
}

}  // namespace xiuhua::flow
