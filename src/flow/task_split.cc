#include "flow/task_split.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/errors.h"
#include "flow/errors.h"
#include "flow/newest.h"
#include "flow/task_import.h"
#include "flow/task_known.h"
#include "workbook/writer.h"

namespace xiuhua::flow {
namespace {

using workbook::Style;

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

class SplitBook {
 public:
  SplitBook(const lake::Lake& lake, const tasks::Task& task, const std::vector<tasks::TaskSheet>& sheets,
            const std::map<int64_t, std::map<int64_t, std::vector<std::string>>>& cells, const TaskKnowledge& known,
            const std::vector<tasks::TaskAnswer>& answers, const TaskSplitRequest& request)
      : lake_(lake), task_(task), sheets_(sheets), cells_(cells), known_(known), request_(request) {
    for (const tasks::TaskAnswer& answer : answers) {
      if (answer.in_force) answered_[{answer.sheet, answer.row, answer.column}] = answer.text;
    }
  }

  // One workbook; rows are of one township.
  Result<std::string> Write(const std::string& township, const std::vector<const tasks::TaskRow*>& rows) {
    const std::string place = township.empty() ? "乡镇不明" : township;
    const std::string path = fmt::format("{}/{}_{}{}.xlsx", request_.out_folder, tasks::TaskName(task_.task_id), place,
                                         request_.notice.empty() ? "" : "_演示数据_人员虚构");
    TRY_ASSIGN(const auto writer, workbook::Writer::Create(path));
    AddGuide(*writer, place);
    std::map<std::pair<std::string, int64_t>, std::vector<const tasks::TaskRow*>> by_village;
    for (const tasks::TaskRow* row : rows) by_village[{PlaceName(row->village), row->sheet}].push_back(row);
    for (const auto& [key, list] : by_village) {
      AddSheet(*writer, key.first.empty() ? "村不明" : key.first, place, sheets_[static_cast<size_t>(key.second)],
               list);
    }
    TRY(writer->Close());
    return path;
  }

  [[nodiscard]] std::string PlaceName(const std::string& code) const {
    const auto found = known_.place_names.find(code);
    return found == known_.place_names.end() ? std::string() : found->second;
  }

 private:
  void AddGuide(workbook::Writer& writer, const std::string& place) const {
    workbook::Sheet& sheet = writer.AddSheet("填表说明");
    sheet.ColumnWidth(0, 90);
    int row = 0;
    sheet.RowHeight(row, 24);
    sheet.Text(row++, 0, task_.title + " · " + place, Style::kTitle);
    sheet.Text(row++, 0, Footer(), Style::kNote);
    row++;
    if (!task_.sender.empty()) sheet.Text(row++, 0, "来文单位：" + task_.sender, Style::kWrapped);
    if (task_.due != 0) {
      sheet.Text(row++, 0, "要求 " + FormatDate(Date{static_cast<int32_t>(task_.due)}) + " 前报回，请提前一天交县级。",
                 Style::kStrong);
    }
    sheet.Text(row++, 0, "黄色的列（表头带【填】）是来文单位要的答复，照实填写；别的列不用动。", Style::kWrapped);
    sheet.Text(row++, 0, "“我们已经知道的”是系统里已有的情况，不要再去问一遍。", Style::kWrapped);
    sheet.Text(row++, 0, "“要先认定”的行，请看候选是不是同一个人，把编号填在“认定的人（编号）”里；都不是就填“无”。",
               Style::kWrapped);
    sheet.Text(row++, 0, "可以排序、筛选、几份粘在一起；请不要删改隐藏的“系统键（勿改）”。", Style::kWrapped);
    sheet.Text(row++, 0, "含个人信息，请勿转发、勿上传互联网，用后按规定销毁。", Style::kWrapped);
    sheet.Page({.header = task_.title, .footer = Footer()});
  }

  [[nodiscard]] std::string Footer() const {
    return tasks::TaskName(task_.task_id) + " · 打印 " + request_.printed_on +
           (request_.notice.empty() ? "" : " · " + request_.notice);
  }

  void AddSheet(workbook::Writer& writer, const std::string& name, const std::string& place,
                const tasks::TaskSheet& source, const std::vector<const tasks::TaskRow*>& rows) const {
    workbook::Sheet& sheet = writer.AddSheet(name);
    std::vector<const tasks::TaskColumn*> shown, asked;
    for (const tasks::TaskColumn& column : source.columns) {
      (column.role == tasks::Role::kAnswer ? asked : shown).push_back(&column);
    }
    const int key_column = static_cast<int>(shown.size() + asked.size()) + 5;
    sheet.HideColumn(key_column);
    Headings(sheet, shown, asked, key_column, place + " " + name);
    int at = 3;
    for (const tasks::TaskRow* row : rows) AddRow(sheet, at++, *row, shown, asked, key_column);
    sheet.FreezeRows(3);
    sheet.Filter(2, at - 1, key_column);
    sheet.Page({.landscape = true,
                .header = task_.title + " · " + place + " " + name,
                .footer = Footer(),
                .repeat_rows = 3,
                .print_columns = key_column});
  }

  void Headings(workbook::Sheet& sheet, const std::vector<const tasks::TaskColumn*>& shown,
                const std::vector<const tasks::TaskColumn*>& asked, int key_column, const std::string& title) const {
    sheet.RowHeight(0, 24);
    sheet.Merge(0, 0, key_column - 1, task_.title + " · " + title, Style::kTitle);
    sheet.Merge(1, 0, key_column - 1, Footer(), Style::kNote);
    int c = 0;
    const auto head = [&](std::string_view text, double width) {
      sheet.ColumnWidth(c, width);
      sheet.Text(2, c++, text, Style::kHeader);
    };
    for (const tasks::TaskColumn* column : shown) head(column->heading, WidthOf(*column));
    head("底册里的人", 20);
    head("我们已经知道的", 40);
    head("要先认定", 24);
    head("认定的人（编号）", 10);
    for (const tasks::TaskColumn* column : asked) head(std::string(kTaskAnswerPrefix) + column->heading, 18);
    head(kTaskWhoHeader, 9);
    sheet.Text(2, key_column, kTaskKeyHeader, Style::kHeader);
  }

  static double WidthOf(const tasks::TaskColumn& column) {
    if (column.role == tasks::Role::kIdNumber || column.role == tasks::Role::kHeadId) return 20;
    return column.role == tasks::Role::kOther || column.role == tasks::Role::kAddress ? 14 : 10;
  }

  void AddRow(workbook::Sheet& sheet, int at, const tasks::TaskRow& row,
              const std::vector<const tasks::TaskColumn*>& shown, const std::vector<const tasks::TaskColumn*>& asked,
              int key_column) const {
    int c = 0;
    const std::vector<std::string>& cells = cells_.at(row.sheet).at(row.row);
    for (const tasks::TaskColumn* column : shown) {
      const auto from = static_cast<size_t>(column->column);
      sheet.Text(at, c++, from < cells.size() ? cells[from] : "", Style::kBox);
    }
    sheet.Text(at, c++, PersonText(row.person_id), Style::kBox);
    sheet.Text(at, c++, KnownText(row), Style::kBox);
    sheet.Text(at, c++, row.method.empty() ? Question(row) : "", Style::kBox);
    sheet.Text(at, c++, "", row.method.empty() ? Style::kAnswer : Style::kBox);
    for (const tasks::TaskColumn* column : asked) {
      const auto answer = answered_.find({row.sheet, row.row, column->column});
      sheet.Text(at, c++, answer == answered_.end() ? "" : answer->second, Style::kAnswer);
    }
    sheet.Text(at, c++, "", Style::kAnswer);
    sheet.Text(at, key_column, tasks::RowKey(lake_.lake_id(), task_.task_id, row.sheet, row.row));
  }

  [[nodiscard]] std::string PersonText(int64_t person_id) const {
    const auto found = known_.people.find(person_id);
    if (found == known_.people.end()) return "";
    const RegisterPerson& p = found->second;
    return fmt::format("{} {}\n{}{}", p.name, p.id_masked, p.township, p.village);
  }

  [[nodiscard]] std::string KnownText(const tasks::TaskRow& row) const {
    std::vector<std::string> lines;
    if (const auto found = known_.of_household.find(row.household_id); found != known_.of_household.end()) {
      lines = found->second;
    }
    if (const auto found = known_.of_person.find(row.person_id); found != known_.of_person.end()) {
      lines.insert(lines.end(), found->second.begin(), found->second.end());
    }
    return Joined(lines);
  }

  [[nodiscard]] std::string Question(const tasks::TaskRow& row) const {
    std::string text = row.note_zh;
    for (size_t at = 0; at < row.candidates.size();) {
      const size_t comma = std::min(row.candidates.find(',', at), row.candidates.size());
      const std::string id = row.candidates.substr(at, comma - at);
      std::string person = PersonText(std::strtoll(id.c_str(), nullptr, 10));
      std::ranges::replace(person, '\n', ' ');
      text += fmt::format("\n{}：{}", id, person);
      at = comma + 1;
    }
    return text;
  }

  const lake::Lake& lake_;
  const tasks::Task& task_;
  const std::vector<tasks::TaskSheet>& sheets_;
  const std::map<int64_t, std::map<int64_t, std::vector<std::string>>>& cells_;
  const TaskKnowledge& known_;
  const TaskSplitRequest& request_;
  std::map<std::tuple<int64_t, int64_t, int64_t>, std::string> answered_;
};

Result<tasks::Task> Require(lake::Lake& lake, int64_t task_id) {
  TRY_ASSIGN(const auto task, tasks::FindTask(lake.store(), task_id));
  if (!task) return Fail(errors::kNoSuchTask, {tasks::TaskName(task_id)});
  return *task;
}

}  // namespace

Result<TaskSplitReport> SplitTask(lake::Lake& lake, sql::Engine& engine, const TaskSplitRequest& request,
                                  Progress& progress) {
  TRY_ASSIGN(const auto newest, FindNewestRun(lake));
  if (!newest) return Fail(errors::kNoRegisterYet);
  TRY_ASSIGN(const tasks::Task task, Require(lake, request.task_id));
  TRY_ASSIGN(const auto sheets, tasks::LoadSheets(lake.store(), task.task_id));
  TRY_ASSIGN(const auto rows, tasks::LoadRows(lake.store(), task.task_id));
  TRY_ASSIGN(const auto answers, tasks::LoadAnswers(lake.store(), task.task_id));
  std::map<int64_t, std::map<int64_t, std::vector<std::string>>> cells;
  for (size_t i = 0; i < sheets.size(); ++i) {
    if (sheets[i].header_row == 0) continue;
    TRY_ASSIGN(cells[static_cast<int64_t>(i)],
               ReadTaskRows(lake.PathOf(task.path), sheets[i], request.temp_folder, progress));
  }
  TRY_ASSIGN(const TaskKnowledge known,
             LoadTaskKnowledge(lake, engine, *newest, task.task_id, rows, request.table_titles));
  SplitBook book(lake, task, sheets, cells, known, answers, request);
  std::map<std::string, std::vector<const tasks::TaskRow*>> by_township;
  for (const tasks::TaskRow& row : rows) {
    if (row.closed_us == 0) by_township[book.PlaceName(row.township)].push_back(&row);
  }
  TRY(lake.files().MakeFolder(request.out_folder));
  TaskSplitReport report;
  for (const auto& [township, list] : by_township) {
    if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
    TRY_ASSIGN(const std::string path, book.Write(township, list));
    report.files.push_back(path);
    report.rows_by_township[township] = static_cast<int64_t>(list.size());
  }
  return report;
}

Result<TaskSimilarReport> FindSimilar(lake::Lake& lake, const TaskSplitRequest& request,
                                      const std::vector<std::string>& rules) {
  TRY_ASSIGN(const tasks::Task task, Require(lake, request.task_id));
  TRY_ASSIGN(const auto rows, tasks::LoadRows(lake.store(), task.task_id));
  TRY_ASSIGN(const auto serving, OpenCurrentServing(lake));
  std::set<int64_t> households;
  for (const tasks::TaskRow& row : rows) {
    if (row.household_id != 0) households.insert(row.household_id);
  }
  std::map<std::string, std::set<int64_t>> on_list;
  for (const int64_t household : households) {
    TRY_ASSIGN(const auto found,
               serving->Query("SELECT DISTINCT rule_id FROM findings WHERE household_id = ? AND state <> 'cleared'",
                              {household}));
    for (const store::Row& row : found) on_list[row.Text(0)].insert(household);
  }
  TaskSimilarReport report{.file =
                               fmt::format("{}/{}_举一反三{}.xlsx", request.out_folder, tasks::TaskName(task.task_id),
                                           request.notice.empty() ? "" : "_演示数据_人员虚构")};
  TRY(lake.files().MakeFolder(request.out_folder));
  TRY_ASSIGN(const auto writer, workbook::Writer::Create(report.file));
  for (const auto& [rule, listed] : on_list) {
    const bool common = listed.size() >= 2 && listed.size() * 20 >= households.size();
    if (rules.empty() ? !common : std::ranges::find(rules, rule) == rules.end()) continue;
    TRY_ASSIGN(
        const auto found,
        serving->Query("SELECT f.household_id, coalesce(t.name, ''), coalesce(v.name, ''), coalesce(h.head_name, ''), "
                       "f.sentence_zh, f.short_code FROM findings f LEFT JOIN households h ON h.household_id = "
                       "f.household_id LEFT JOIN areas t ON t.code = f.township LEFT JOIN areas v ON v.area_id = "
                       "f.area_id WHERE f.rule_id = ? AND f.state <> 'cleared' ORDER BY f.township, f.area_id, "
                       "f.household_id, f.finding_key",
                       {rule}));
    workbook::Sheet& sheet = writer->AddSheet(rule);
    sheet.Merge(0, 0, 4, fmt::format("举一反三：{} 不在来表上的同类户（{}）", rule, task.title), Style::kTitle);
    const std::vector<std::pair<std::string_view, double>> heads = {
        {"乡镇", 12}, {"村", 12}, {"户主", 10}, {"具体情况", 60}, {"短码", 10}};
    for (size_t c = 0; c < heads.size(); ++c) {
      sheet.ColumnWidth(static_cast<int>(c), heads[c].second);
      sheet.Text(1, static_cast<int>(c), heads[c].first, Style::kHeader);
    }
    TaskSimilar similar{.rule_id = rule, .on_list = static_cast<int64_t>(listed.size())};
    int at = 2;
    for (const store::Row& row : found) {
      if (households.contains(row.Int(0))) continue;
      for (size_t c = 0; c < 5; ++c) sheet.Text(at, static_cast<int>(c), row.Text(c + 1), Style::kBox);
      ++at;
      ++similar.others;
    }
    sheet.FreezeRows(2);
    sheet.Page({.landscape = true, .header = task.title, .footer = request.notice, .repeat_rows = 2});
    report.rules.push_back(similar);
  }
  if (report.rules.empty()) {
    writer->AddSheet("举一反三")
        .Text(0, 0, "来表上的户没有共同的疑点，找不到同类。可用 --rule 指定规则。", Style::kWrapped);
  }
  TRY(writer->Close());
  std::ranges::stable_sort(report.rules, [](const auto& a, const auto& b) { return a.on_list > b.on_list; });
  return report;
}

}  // namespace xiuhua::flow
