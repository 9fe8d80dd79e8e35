#include "flow/answers.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>

#include "base/errors.h"
#include "findings/second_look.h"
#include "flow/errors.h"
#include "ingest/open_workbook.h"
#include "reports/list_sheet.h"
#include "text/width.h"

namespace xiuhua::flow {
namespace {

// Where the columns of an answer list stand in one sheet; -1 = not there.
struct ListColumns {
  int key = -1;
  int code = -1;
  int answer = -1;
  int detail = -1;
  int who = -1;
};

struct ReturnedAnswer {
  std::string finding_key;
  int code = 0;
  std::string detail;
  std::string who;
  std::string file_sha;
  int64_t draw_id = 0;  // of the second look that asked; 0 = the first answer
};

struct AskedAgain {
  int64_t draw_id = 0;
  std::string finding_key;
};

std::string Clean(std::string_view text) {
  std::string buffer;
  return std::string(text::CleanCell(text, buffer));
}

std::string CellAt(const ingest::RowView& row, int column) {
  if (column < 0 || static_cast<size_t>(column) >= row.cells.size()) return {};
  return Clean(row.cells[static_cast<size_t>(column)].text);
}

// The list's header can stand in any row, also again in the middle where lists were pasted together.
std::optional<ListColumns> HeaderOf(const ingest::RowView& row) {
  ListColumns columns;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    const std::string text = Clean(row.cells[i].text);
    const int at = static_cast<int>(i);
    if (text == Clean(reports::kKeyHeader)) columns.key = at;
    if (text == Clean(reports::kCodeHeader)) columns.code = at;
    if (text == Clean(reports::kAnswerHeader)) columns.answer = at;
    if (text == Clean(reports::kDetailHeader)) columns.detail = at;
    if (text == Clean(reports::kWhoHeader)) columns.who = at;
  }
  if (columns.answer < 0 || (columns.key < 0 && columns.code < 0)) return std::nullopt;
  return columns;
}

class AnswerReader {
 public:
  AnswerReader(lake::Lake& lake, AnswersReport& report) : lake_(lake), report_(report) {}

  Result<void> LoadCodes() {
    TRY_ASSIGN(const auto rows, lake_.store().Query("SELECT finding_key, short_code FROM finding_codes"));
    for (const store::Row& row : rows) {
      keys_.insert(row.Text(0));
      key_of_code_[row.Text(1)] = row.Text(0);
    }
    TRY_ASSIGN(const auto looks,
               lake_.store().Query("SELECT l.draw_id, l.answer_id, l.finding_key, coalesce(c.short_code, "
                                   "'') FROM second_looks l LEFT JOIN finding_codes c ON "
                                   "c.finding_key = l.finding_key ORDER BY l.draw_id"));
    for (const store::Row& row : looks) {
      const AskedAgain asked{row.Int(0), row.Text(2)};
      again_[findings::SecondLookKey(row.Int(0), row.Int(1))] = asked;
      again_[std::string(findings::kSecondLookMark) + row.Text(3)] = asked;  // on paper: the last draw
    }
    return {};
  }

  Result<void> ReadFile(const std::string& path, const std::string& temp_folder, Progress& progress) {
    TRY_ASSIGN(const std::string sha, HashFile(path));
    ingest::OpenOptions options;
    options.progress = &progress;
    options.temp_folder = temp_folder;
    TRY_ASSIGN(const auto sheets, ingest::OpenWorkbook(path, options));
    bool any = false;
    for (const ingest::OpenedSheet& sheet : sheets) {
      TRY_ASSIGN(const bool found, ReadSheet(sheet, sha));
      any = any || found;
    }
    if (!any) return Fail(errors::kNoAnswerList, {path}, {.file = path});
    return {};
  }

  [[nodiscard]] const std::vector<ReturnedAnswer>& answers() const { return answers_; }

 private:
  Result<bool> ReadSheet(const ingest::OpenedSheet& sheet, const std::string& sha) {
    TRY_ASSIGN(const auto reader, sheet.Read());
    std::optional<ListColumns> columns;
    ingest::RowView row;
    while (true) {
      TRY_ASSIGN(const bool more, reader->Next(row));
      if (!more) return columns.has_value();
      if (auto header = HeaderOf(row)) {
        columns = header;
      } else if (columns) {
        TakeRow(row, *columns, {.file = sheet.file(), .part = sheet.sheet(), .row = row.number}, sha);
      }
    }
  }

  void TakeRow(const ingest::RowView& row, const ListColumns& columns, SourceRef where, const std::string& sha) {
    std::string key = CellAt(row, columns.key);
    const std::string short_code = CellAt(row, columns.code);
    if (key.empty() && short_code.empty()) return;
    ++report_.rows;
    const auto again = again_.contains(key) ? again_.find(key) : again_.find(short_code);
    const int64_t draw_id = again == again_.end() ? 0 : again->second.draw_id;
    if (draw_id > 0) {
      key = again->second.finding_key;
    } else if (!keys_.contains(key)) {
      const auto known = key_of_code_.find(short_code);
      key = known == key_of_code_.end() ? std::string() : known->second;
    }
    const std::string cell = CellAt(row, columns.answer);
    const int code = ParseAnswerCode(cell);
    if (code == 0) {
      ++report_.blank;
    } else if (key.empty()) {
      report_.problems.push_back({std::move(where), "短码“" + short_code + "”不是本系统发出的，这一行没有收",
                                  "short code \"" + short_code + "\" was not issued here; the row was not taken"});
    } else if (code < 0) {
      report_.problems.push_back({std::move(where), "核实结果“" + cell + "”不是 1 到 8，这一行没有收",
                                  "answer \"" + cell + "\" is not one of 1 to 8; the row was not taken"});
    } else {
      answers_.push_back({key, code, CellAt(row, columns.detail), CellAt(row, columns.who), sha, draw_id});
    }
  }

  lake::Lake& lake_;
  AnswersReport& report_;
  std::set<std::string> keys_;
  std::map<std::string, std::string> key_of_code_;
  std::map<std::string, AskedAgain> again_;  // by key and by printed code
  std::vector<ReturnedAnswer> answers_;
};

// Writes one answer beside what is there; counts what it was.
Result<void> RecordAnswer(lake::Lake& lake, const ReturnedAnswer& answer, int64_t now_us, AnswersReport& report) {
  store::Store& store = lake.store();
  TRY_ASSIGN(const auto before, store.Query("SELECT code, detail FROM answers WHERE finding_key = ? AND draw_id = ?",
                                            {answer.finding_key, answer.draw_id}));
  for (const store::Row& row : before) {
    if (row.Int(0) == answer.code && (row.Text(1) == answer.detail || answer.detail.empty())) {
      ++report.repeated;
      return {};
    }
  }
  TRY_ASSIGN(const auto next, store.Query("SELECT coalesce(max(answer_id), 0) + 1 FROM answers"));
  ++report.recorded;
  report.second_looks += answer.draw_id > 0 ? 1 : 0;
  return store.Execute(
      "INSERT INTO answers (answer_id, finding_key, code, detail, by_whom, at_us, delivery_file_sha, draw_id) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {next.front().Int(0), answer.finding_key, static_cast<int64_t>(answer.code), answer.detail,
       answer.who.empty() ? lake.actor() : answer.who + "（" + lake.actor() + " 录入）", now_us, answer.file_sha,
       answer.draw_id});
}

Result<std::set<std::string>> Contradicted(store::Store& store) {
  TRY_ASSIGN(const auto rows, store.Query("SELECT finding_key FROM answers_held WHERE contradicted <> 0"));
  std::set<std::string> keys;
  for (const store::Row& row : rows) keys.insert(row.Text(0));
  return keys;
}

// All answers of the files, and what became contradicted by them.
Result<void> RecordAll(lake::Lake& lake, const std::vector<ReturnedAnswer>& answers, const AnswersRequest& request,
                       int64_t now_us, AnswersReport& report) {
  TRY_ASSIGN(const auto before, Contradicted(lake.store()));
  for (const ReturnedAnswer& answer : answers) TRY(RecordAnswer(lake, answer, now_us, report));
  TRY_ASSIGN(const auto after, Contradicted(lake.store()));
  for (const std::string& key : after) report.conflicts += before.contains(key) ? 0 : 1;
  return lake.Record("import_answers", std::to_string(request.files.size()) + " 个文件",
                     fmt::format("新收 {}，已有相同 {}，其中复核 {}，新的矛盾 {}", report.recorded, report.repeated,
                                 report.second_looks, report.conflicts));
}

}  // namespace

int ParseAnswerCode(std::string_view cell) {
  const std::string clean = Clean(cell);
  if (clean.empty()) return 0;
  constexpr std::string_view kCircled = "①②③④⑤⑥⑦⑧";  // three bytes each
  for (int code = 1; code <= 8; ++code) {
    if (clean.starts_with(kCircled.substr(static_cast<size_t>(code - 1) * 3, 3))) return code;
  }
  if (clean[0] < '1' || clean[0] > '8') return -1;
  // "12" is no code; "1 属实" and "1.属实" and "1.0" (a number cell) are.
  if (clean.size() > 1 && clean[1] >= '0' && clean[1] <= '9') return -1;
  return clean[0] - '0';
}

Result<AnswersReport> ImportAnswers(lake::Lake& lake, const AnswersRequest& request, const Clock& clock,
                                    Progress& progress) {
  AnswersReport report;
  AnswerReader reader(lake, report);
  TRY(reader.LoadCodes());
  progress.Begin("answers", static_cast<int64_t>(request.files.size()));
  for (const std::string& file : request.files) {
    TRY(reader.ReadFile(file, request.temp_folder, progress));
    progress.Tick(1);
    if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
  }
  TRY(lake.store().Transaction([&] { return RecordAll(lake, reader.answers(), request, clock.NowMicros(), report); }));
  progress.End();
  return report;
}

}  // namespace xiuhua::flow
