#include "flow/review.h"

#include <map>
#include <optional>
#include <set>

#include "base/errors.h"
#include "flow/errors.h"
#include "ingest/open_workbook.h"
#include "reports/review_book.h"
#include "text/width.h"

namespace xiuhua::flow {
namespace {

constexpr std::string_view kPersonPrefix = "person:";

std::string Clean(std::string_view text) {
  std::string buffer;
  return std::string(text::CleanCell(text, buffer));
}

// The statement a decision is about.
std::string StatementOf(const DecisionLine& line) {
  return line.evidence_key.empty() ? line.table + "|" + std::to_string(line.row_ref) : line.evidence_key;
}

bool IsMerge(const DecisionLine& line) { return line.same && line.evidence_key.starts_with(kPersonPrefix); }

int64_t OtherPerson(const DecisionLine& line) {
  return std::strtoll(line.evidence_key.c_str() + kPersonPrefix.size(), nullptr, 10);
}

bool Contradicts(const DecisionLine& a, const DecisionLine& b) {
  if (a.person_id == b.person_id) return a.same != b.same;
  return a.same && b.same;
}

Result<std::vector<DecisionLine>> ReadDecisions(store::Store& store) {
  TRY_ASSIGN(const auto rows, store.Query("SELECT decision_id, table_name, row_ref, evidence_key, person_id, verdict, "
                                          "by_whom, at_us, undone FROM review_decisions WHERE person_id IS NOT NULL "
                                          "ORDER BY decision_id"));
  std::vector<DecisionLine> lines;
  for (const store::Row& row : rows) {
    lines.push_back({.decision_id = row.Int(0),
                     .table = row.Text(1),
                     .evidence_key = row.Text(3),
                     .row_ref = row.Int(2),
                     .person_id = row.Int(4),
                     .same = row.Text(5) == "same",
                     .by_whom = row.Text(6),
                     .at_us = row.Int(7),
                     .undone = row.Int(8) != 0});
  }
  return lines;
}

// When the newest committed run began; 0 before the first.
Result<int64_t> LastRunStarted(store::Store& store) {
  TRY_ASSIGN(const auto rows, store.Query("SELECT coalesce(max(started_us), 0) FROM runs WHERE state = 'committed'"));
  return rows.front().Int(0);
}

// A merge that a run has made stays; otherwise a later decision takes the place of those it contradicts.
void MarkInForce(std::vector<DecisionLine>& lines, int64_t last_run_us) {
  std::map<std::string, std::vector<DecisionLine*>> of_statement;
  for (DecisionLine& line : lines) {
    if (line.undone) continue;
    auto& before = of_statement[StatementOf(line)];
    line.in_force = true;
    for (DecisionLine* earlier : before) {
      if (!Contradicts(*earlier, line)) continue;
      earlier->contradicted = line.contradicted = true;
      if (!earlier->in_force) continue;
      const bool made = IsMerge(*earlier) && earlier->at_us < last_run_us;
      (made ? line : *earlier).in_force = false;
    }
    before.push_back(&line);
  }
}

struct ReviewColumns {
  int key = -1;
  int verdict = -1;
  int note = -1;
  int who = -1;
};

std::optional<ReviewColumns> HeaderOf(const ingest::RowView& row) {
  ReviewColumns columns;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    const std::string text = Clean(row.cells[i].text);
    const int at = static_cast<int>(i);
    if (text == Clean(reports::kReviewKeyHeader)) columns.key = at;
    if (text == Clean(reports::kVerdictHeader)) columns.verdict = at;
    if (text == Clean(reports::kVerdictNoteHeader)) columns.note = at;
    if (text == Clean(reports::kVerdictByHeader)) columns.who = at;
  }
  if (columns.key < 0 || columns.verdict < 0) return std::nullopt;
  return columns;
}

std::string CellAt(const ingest::RowView& row, int column) {
  if (column < 0 || static_cast<size_t>(column) >= row.cells.size()) return {};
  return Clean(row.cells[static_cast<size_t>(column)].text);
}

struct Returned {
  reports::ReviewKey key;
  bool same = true;
  std::string who, note;
};

class ReviewReader {
 public:
  ReviewReader(const std::string& lake_id, ReviewImportReport& report) : lake_id_(lake_id), report_(report) {}

  Result<void> ReadFile(const std::string& path, const std::string& temp_folder, Progress& progress) {
    ingest::OpenOptions options;
    options.progress = &progress;
    options.temp_folder = temp_folder;
    TRY_ASSIGN(const auto sheets, ingest::OpenWorkbook(path, options));
    bool any = false;
    for (const ingest::OpenedSheet& sheet : sheets) {
      TRY_ASSIGN(const auto reader, sheet.Read());
      std::optional<ReviewColumns> columns;
      ingest::RowView row;
      while (true) {
        TRY_ASSIGN(const bool more, reader->Next(row));
        if (!more) break;
        if (auto header = HeaderOf(row)) {
          columns = header;
        } else if (columns) {
          TakeRow(row, *columns, {.file = sheet.file(), .part = sheet.sheet(), .row = row.number});
        }
      }
      any = any || columns.has_value();
    }
    if (!any) return Fail(errors::kNoReviewList, {path}, {.file = path});
    return {};
  }

  [[nodiscard]] const std::vector<Returned>& returned() const { return returned_; }

 private:
  void TakeRow(const ingest::RowView& row, const ReviewColumns& columns, SourceRef where) {
    const std::string key_text = CellAt(row, columns.key);
    const std::string verdict = CellAt(row, columns.verdict);
    if (key_text.empty() && verdict.empty()) return;
    ++report_.rows;
    if (verdict.empty()) {
      ++report_.blank;
    } else if (verdict == reports::kStillOpen) {
      ++report_.still_open;
    } else if (const auto key = reports::ParseReviewKey(key_text, lake_id_); !key) {
      report_.problems.push_back({std::move(where), "认定键被改动过，或不是本系统发出的，这一行没有收",
                                  "the key was changed or was not issued here; the row was not taken"});
    } else if (verdict == reports::kSamePerson || verdict == reports::kOtherPerson) {
      returned_.push_back({*key, verdict == reports::kSamePerson, CellAt(row, columns.who), CellAt(row, columns.note)});
    } else {
      report_.problems.push_back({std::move(where), "认定“" + verdict + "”不是同一人、不是、待查之一，这一行没有收",
                                  "\"" + verdict + "\" is none of the three verdicts; the row was not taken"});
    }
  }

  const std::string& lake_id_;
  ReviewImportReport& report_;
  std::vector<Returned> returned_;
};

// Writes what is new; `lines` = the decisions so far, extended.
Result<void> Record(store::Store& store, const Returned& returned, const std::string& actor, int64_t now_us,
                    std::vector<DecisionLine>& lines, ReviewImportReport& report) {
  DecisionLine line{.decision_id = lines.empty() ? 1 : lines.back().decision_id + 1,
                    .table = returned.key.table,
                    .evidence_key = returned.key.evidence_key,
                    .row_ref = returned.key.row_ref,
                    .person_id = returned.key.person_id,
                    .same = returned.same,
                    .by_whom = returned.who.empty() ? actor : returned.who + "（" + actor + " 录入）",
                    .at_us = now_us};
  if (!returned.note.empty()) line.by_whom += "：" + returned.note;
  bool contradicts = false;
  const std::string statement = StatementOf(line);
  for (const DecisionLine& earlier : lines) {
    if (earlier.undone || !earlier.in_force || StatementOf(earlier) != statement) continue;
    if (earlier.person_id == line.person_id && earlier.same == line.same) {
      ++report.repeated;
      return {};
    }
    contradicts = contradicts || Contradicts(earlier, line);
  }
  TRY(
      store.Execute("INSERT INTO review_decisions (decision_id, row_ref, table_name, person_id, evidence_key, verdict, "
                    "by_whom, at_us, undone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
                    {line.decision_id, line.row_ref, line.table, line.person_id, line.evidence_key,
                     std::string(line.same ? "same" : "different"), line.by_whom, line.at_us}));
  ++report.recorded;
  report.contradictions += contradicts ? 1 : 0;
  lines.push_back(std::move(line));
  return {};
}

// Where merges lead in the end. A ring (a into b, b into a) ends at its smallest id.
int64_t RootOf(const std::map<int64_t, int64_t>& into, int64_t person) {
  std::set<int64_t> seen;
  while (into.contains(person)) {
    if (!seen.insert(person).second) return *seen.begin();
    person = into.at(person);
  }
  return person;
}

}  // namespace

Result<ReviewImportReport> ImportReview(lake::Lake& lake, const ReviewImportRequest& request, const Clock& clock,
                                        Progress& progress) {
  ReviewImportReport report;
  const std::string lake_id = lake.lake_id();
  ReviewReader reader(lake_id, report);
  progress.Begin("人工认定", static_cast<int64_t>(request.files.size()));
  for (const std::string& file : request.files) {
    TRY(reader.ReadFile(file, request.temp_folder, progress));
    progress.Tick(1);
    if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
  }
  store::Store& store = lake.store();
  TRY(store.Transaction([&]() -> Result<void> {
    TRY_ASSIGN(auto lines, ReadDecisions(store));
    TRY_ASSIGN(const int64_t last_run, LastRunStarted(store));
    for (const Returned& returned : reader.returned()) {
      for (DecisionLine& line : lines) line.in_force = line.contradicted = false;
      MarkInForce(lines, last_run);
      TRY(Record(store, returned, request.actor, clock.NowMicros(), lines, report));
    }
    return lake.Record(
        "import_review", std::to_string(request.files.size()) + " 个文件",
        "新收 " + std::to_string(report.recorded) + "，与以前相反 " + std::to_string(report.contradictions));
  }));
  progress.End();
  return report;
}

Result<std::vector<DecisionLine>> ListDecisions(lake::Lake& lake) {
  TRY_ASSIGN(auto lines, ReadDecisions(lake.store()));
  TRY_ASSIGN(const int64_t last_run, LastRunStarted(lake.store()));
  MarkInForce(lines, last_run);
  return lines;
}

Result<void> UndoDecision(lake::Lake& lake, int64_t decision_id) {
  store::Store& store = lake.store();
  return store.Transaction([&]() -> Result<void> {
    TRY_ASSIGN(const auto lines, ListDecisions(lake));
    TRY_ASSIGN(const int64_t last_run, LastRunStarted(store));
    for (const DecisionLine& line : lines) {
      if (line.decision_id != decision_id || line.undone) continue;
      if (IsMerge(line) && line.in_force && line.at_us < last_run) {
        return Fail(errors::kMergeMade, {std::to_string(decision_id)});
      }
      TRY(store.Execute("UPDATE review_decisions SET undone = 1 WHERE decision_id = ?", {decision_id}));
      return lake.Record("undo_review", std::to_string(decision_id), "");
    }
    return Fail(errors::kNoSuchDecision, {std::to_string(decision_id)});
  });
}

Result<DecisionsInForce> LoadDecisionsInForce(lake::Lake& lake) {
  TRY_ASSIGN(const auto lines, ListDecisions(lake));
  std::map<int64_t, int64_t> into;
  for (const DecisionLine& line : lines) {
    if (line.in_force && IsMerge(line)) into[OtherPerson(line)] = line.person_id;
  }
  DecisionsInForce result;
  for (const auto& [from, to] : into) {
    const int64_t root = RootOf(into, from);
    if (root != from) result.merges.push_back({from, root});
  }
  for (const DecisionLine& line : lines) {
    if (!line.in_force || IsMerge(line)) continue;
    result.decisions.push_back({.table = line.table,
                                .row_ref = line.row_ref,
                                .evidence_key = line.evidence_key,
                                .person_id = RootOf(into, line.person_id),
                                .same = line.same});
  }
  return result;
}

}  // namespace xiuhua::flow
