#include "ingest/row_producer.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "ingest/import_errors.h"
#include "ingest/quarantined_people.h"
#include "lake/row_ref.h"
#include "text/width.h"

namespace xiuhua::ingest {
namespace {

constexpr std::array<std::string_view, kAsideKinds> kAsideNames{
    "title",           "header",         "blank_like", "total",           "note", "struck", "filtered",
    "repeated_header", "not_applicable", "unchanged",  "corrected_before"};
constexpr std::array<std::array<std::string_view, 2>, kAsideKinds> kAsideReasons{{
    {"表头以上的标题行", "a title above the header"},
    {"表头行", "the header"},
    {"没有内容的行", "a row without content"},
    {"合计、小计行", "a total"},
    {"说明、备注行", "a note"},
    {"整行划了删除线", "the whole row is struck through"},
    {"被隐藏或筛选掉的行", "hidden or filtered out"},
    {"重复出现的表头", "the header once more"},
    {"不属于这个来源要的行", "not one of the rows that this source is about"},
    {"没有改动", "unchanged"},
    {"以前已经更正过", "corrected before"},
}};
constexpr int kRangesPerWorker = 8;

std::string ToJson(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string WithNearest(std::string_view words, std::string_view before, const std::string& nearest) {
  return std::string(words) + (nearest.empty() ? std::string() : std::string(before) + nearest);
}

AsideKind KindOf(RowClass row_class) {
  switch (row_class) {
    case RowClass::kBlank:
      return AsideKind::kBlankLike;
    case RowClass::kTitle:
      return AsideKind::kTitle;
    case RowClass::kHeader:
      return AsideKind::kRepeatedHeader;
    case RowClass::kTotal:
      return AsideKind::kTotal;
    case RowClass::kNote:
    case RowClass::kData:
      break;
  }
  return AsideKind::kNote;
}

bool AllStruck(std::span<const Cell> cells) {
  bool any = false;
  for (const Cell& cell : cells) {
    if (cell.text.empty()) continue;
    if ((cell.flags & kCellStrike) == 0) return false;
    any = true;
  }
  return any;
}

}  // namespace

std::string_view AsideKindName(AsideKind kind) { return kAsideNames[static_cast<size_t>(kind)]; }

int64_t PartCounts::SetAside() const {
  int64_t sum = 0;
  for (const int64_t count : set_aside) sum += count;
  return sum;
}

void PartCounts::Add(const PartCounts& other) {
  rows += other.rows;
  accepted += other.accepted;
  quarantined += other.quarantined;
  for (size_t i = 0; i < kAsideKinds; ++i) set_aside[i] += other.set_aside[i];
  hidden_rows += other.hidden_rows;
  struck_rows += other.struck_rows;
  filter_active = filter_active || other.filter_active;
  for (const auto& [colour, cells] : other.fills) fills[colour] += cells;
}

std::vector<sql::Column> QuarantineColumns() {
  using enum sql::SqlType;
  return {{"row_ref", kInt64}, {"cells", kText}, {"problems", kText}};
}
std::vector<sql::Column> SetAsideColumns() {
  using enum sql::SqlType;
  return {{"row_ref", kInt64}, {"cells", kText}, {"kind", kText}, {"reason_zh", kText}, {"reason_en", kText}};
}
std::vector<sql::Column> BadCellColumns() {
  using enum sql::SqlType;
  return {{"row_ref", kInt64}, {"table", kText}, {"column", kText}, {"text", kText}, {"error", kText}};
}
std::vector<sql::Column> CorrectsColumns() {
  using enum sql::SqlType;
  return {{"row_ref", kInt64}, {"corrects", kInt64}, {"accepted", kBool}};
}

// ---- one worker

class DeliveryWorker final : public sql::RowProducer::Worker {
 public:
  DeliveryWorker(DeliveryRows& shared, int number)
      : shared_(shared),
        quarantine_(Path(number, "quarantine")),
        set_aside_(Path(number, "set_aside")),
        bad_cells_(Path(number, "bad_cells")),
        corrects_(Path(number, "corrects")),
        people_(Path(number, "quarantined_people")) {
    const size_t tables = shared.parts_.front().plan.tables.size();
    for (size_t i = 1; i < tables; ++i) {
      others_.push_back(std::make_unique<SpoolWriter>(Path(number, "table" + std::to_string(i))));
    }
    table_records_.resize(tables);
  }

  Result<int64_t> Fill(sql::ChunkWriter& out) override {
    int64_t filled = 0;
    if (finished_) return filled;
    out_ = &out;
    filled_ = &filled;
    const int64_t room = shared_.parts_.front().plan.tables.empty()
                             ? 1
                             : std::max(1, shared_.parts_.front().plan.tables.front().records_per_row);
    while (filled + room <= out.capacity()) {
      TRY_ASSIGN(const bool more, Step());
      if (more) continue;
      TRY(Finish());
      break;
    }
    return filled;
  }

 private:
  [[nodiscard]] std::string Path(int number, const std::string& name) const {
    return fmt::format("{}/{}.{}.spool", shared_.options_.spool_folder, name, number);
  }

  // Reads and settles one row; false when all work is done.
  Result<bool> Step() {
    while (true) {
      if (part_ == nullptr) {
        TRY_ASSIGN(const bool opened, OpenNext());
        if (!opened) return false;
      }
      if (csv_) {
        TRY_ASSIGN(const bool more, csv_->Next(csv_row_));
        if (more) {
          TRY(SettleCsvRow());
          return true;
        }
      } else {
        TRY_ASSIGN(const bool more, sheet_->Next(sheet_row_));
        if (more) {
          TRY(SettleSheetRow());
          return true;
        }
        TakeFacts(sheet_->facts());
      }
      part_ = nullptr;
    }
  }

  Result<bool> OpenNext() {
    const size_t at = shared_.next_work_.fetch_add(1);
    if (at >= shared_.work_.size()) return false;
    const DeliveryRows::WorkItem& work = shared_.work_[at];
    part_ = &shared_.parts_[work.part];
    classifier_ = &shared_.classifiers_[work.part];
    counts_ = &part_counts_[part_->plan.part];
    const DeliveryRowsOptions& options = shared_.options_;
    // Kept from range to range of a part: it remembers the places it has looked up.
    if (reader_ == nullptr || reader_part_ != part_) {
      reader_ = std::make_unique<RowReader>(part_->plan, options.areas, options.context, options.as_of);
      reader_part_ = part_;
    }
    people_of_.emplace(part_->plan);
    above_.assign(part_->plan.fill_down.size(), {});
    csv_.reset();
    sheet_.reset();
    if (work.range) {
      csv_.emplace(*part_->sheet.csv(), *work.range, options.progress);
      return true;
    }
    TRY_ASSIGN(sheet_, part_->sheet.Read());
    return true;
  }

  Result<void> SettleCsvRow() {
    row_ = csv_row_.record;
    cells_ = csv_row_.cells;
    heading_across_ = false;
    return Settle(csv_row_.problem, false, false);
  }

  Result<void> SettleSheetRow() {
    row_ = sheet_row_.number;
    texts_.clear();
    for (const Cell& cell : sheet_row_.cells) texts_.push_back(cell.text);
    for (const CoveredCell& covered : sheet_row_.covered) FillCovered(covered);
    cells_ = texts_;
    heading_across_ = classifier_->IsHeadingAcross(sheet_row_);
    shared_.options_.progress->Tick(1);
    return Settle(sheet_row_.problem, sheet_row_.hidden, AllStruck(sheet_row_.cells));
  }

  // A cell covered by a merge shows its origin's text, where the source says so.
  void FillCovered(const CoveredCell& covered) {
    if (std::ranges::find(part_->plan.fill_down, covered.column) == part_->plan.fill_down.end()) return;
    const auto at = static_cast<size_t>(covered.column);
    if (at >= texts_.size()) texts_.resize(at + 1);
    texts_[at] = covered.text;
  }

  Result<void> Settle(const Error* problem, bool hidden, bool struck) {
    if (row_ > lake::kMaxRow) {
      return Fail(errors::kTooLarge, {part_->sheet.file(), std::to_string(lake::kMaxRow)},
                  {.file = part_->sheet.file()});
    }
    ++counts_->rows;
    counts_->hidden_rows += hidden ? 1 : 0;
    counts_->struck_rows += struck ? 1 : 0;
    const PartPlan& plan = part_->plan;
    if (part_->notes_only) return SetAside(AsideKind::kNote);
    if (row_ < plan.layout.first_header_row) return SetAside(AsideKind::kTitle);
    if (row_ <= plan.layout.last_header_row) return SetAside(AsideKind::kHeader);
    if (problem != nullptr) return QuarantineBroken(*problem);
    if (hidden && plan.source->hidden_set_aside) return SetAside(AsideKind::kFiltered);
    if (struck && plan.source->strike_set_aside) return SetAside(AsideKind::kStruck);
    if (heading_across_) {
      return SetAside(AsideKind::kTitle, "横跨整行的小标题，不是数据", "a heading across the row, no data");
    }
    const RowVerdict verdict = classifier_->Classify(cells_);
    if (verdict.row_class != RowClass::kData) {
      return SetAside(KindOf(verdict.row_class), verdict.reason_zh, verdict.reason_en);
    }
    if (shared_.options_.filter != nullptr) {
      const std::optional<AsideKind> kind = shared_.options_.filter->SetAside(plan.part, cells_);
      if (kind) return SetAside(*kind);
    }
    if (!plan.fill_down.empty()) FillDown();
    return Read();
  }

  // Outer columns first: where an outer one begins anew, the inner ones below it do not carry over.
  void FillDown() {
    const std::vector<int>& columns = part_->plan.fill_down;
    if (cells_.data() != texts_.data()) {
      texts_.assign(cells_.begin(), cells_.end());
    }
    bool begun = false;
    for (size_t i = 0; i < columns.size(); ++i) {
      const auto at = static_cast<size_t>(columns[i]);
      if (at >= texts_.size()) texts_.resize(at + 1);
      if (!text::TrimSpaces(texts_[at]).empty()) {
        begun = begun || above_[i] != texts_[at];
        above_[i] = texts_[at];
      } else if (begun) {
        above_[i].clear();
      } else {
        texts_[at] = above_[i];
      }
    }
    cells_ = texts_;
  }

  Result<void> Read() {
    switch (reader_->Read(cells_, row_)) {
      case RowReader::Outcome::kNothing:
        return SetAside(AsideKind::kNotApplicable);
      case RowReader::Outcome::kQuarantined:
        return Quarantine();
      case RowReader::Outcome::kAccepted:
        break;
    }
    ++counts_->accepted;
    for (const ReadRecord& record : reader_->records()) {
      const size_t table = part_->plan.records[record.record].table;
      ++table_records_[table];
      if (table == 0) {
        PutValues(*out_, (*filled_)++, part_->plan.tables[0].columns, record.values);
      } else {
        TRY(others_[table - 1]->Append(record.values));
      }
    }
    TRY(KeepCorrects(true));
    if (!reader_->unknown().empty()) return KeepUnknown();
    return {};
  }

  Result<void> KeepCorrects(bool accepted) {
    if (shared_.options_.filter == nullptr) return {};
    const int64_t corrects = shared_.options_.filter->Corrects(part_->plan.part, cells_);
    return corrects_.Append(
        std::array{Value::Number(RowRef(0)), Value::Number(corrects), Value::Number(accepted ? 1 : 0)});
  }

  Result<void> KeepUnknown() {
    for (const CellProblem& cell : reader_->unknown()) {
      const RecordPlan& record = part_->plan.records[cell.record];
      const lake::TableSpec& table = *part_->plan.tables[record.table].spec;
      ++unknown_cells_[table.name + "." + cell.column->column->name];
      TRY(bad_cells_.Append(std::array{Value::Number(RowRef(record.member)), Value::Text(table.name),
                                       Value::Text(cell.column->column->name), Value::Text(cell.text),
                                       Value::Text(cell.code)}));
    }
    return {};
  }

  [[nodiscard]] int64_t RowRef(int64_t member) const {
    return lake::PackRowRef({part_->plan.delivery, part_->plan.part, row_, member});
  }

  // The row as shown, without what must not be kept.
  [[nodiscard]] std::string CellsJson() const {
    nlohmann::json json = nlohmann::json::array();
    for (size_t i = 0; i < cells_.size(); ++i) {
      const std::vector<int>& dropped = part_->plan.match.dropped;
      const bool kept = row_ <= part_->plan.layout.last_header_row ||
                        std::ranges::find(dropped, static_cast<int>(i)) == dropped.end();
      json.push_back(kept ? cells_[i] : std::string_view());
    }
    return ToJson(json);
  }

  Result<void> SetAside(AsideKind kind, std::string_view zh = {}, std::string_view en = {}) {
    const auto at = static_cast<size_t>(kind);
    ++counts_->set_aside[at];
    const std::string cells = CellsJson();
    return set_aside_.Append(std::array{Value::Number(RowRef(0)), Value::Text(cells), Value::Text(kAsideNames[at]),
                                        Value::Text(zh.empty() ? kAsideReasons[at][0] : zh),
                                        Value::Text(en.empty() ? kAsideReasons[at][1] : en)});
  }

  Result<void> QuarantineRow(const nlohmann::json& problems) {
    ++counts_->quarantined;
    const std::string cells = CellsJson();
    const std::string words = ToJson(problems);
    return quarantine_.Append(std::array{Value::Number(RowRef(0)), Value::Text(cells), Value::Text(words)});
  }

  Result<void> QuarantineBroken(const Error& problem) {
    ++problems_[problem.id];
    return QuarantineRow({{{"column", ""},
                           {"header", ""},
                           {"cell", -1},
                           {"error", problem.id},
                           {"zh", problem.zh + "；" + problem.hint_zh},
                           {"en", problem.en + "; " + problem.hint_en}}});
  }

  Result<void> Quarantine() {
    TRY(KeepCorrects(false));
    TRY(people_of_->Keep(reader_->records(), people_));
    nlohmann::json problems = nlohmann::json::array();
    for (const CellProblem& cell : reader_->problems()) {
      const auto found = problems_.find(cell.code);
      if (found == problems_.end()) {
        problems_.emplace(cell.code, 1);
      } else {
        ++found->second;
      }
      const std::vector<std::string>& headings = part_->plan.match.headings;
      const bool named = cell.cell >= 0 && static_cast<size_t>(cell.cell) < headings.size();
      problems.push_back({{"column", cell.column->column->name},
                          {"header", named ? headings[static_cast<size_t>(cell.cell)] : std::string()},
                          {"cell", cell.cell},
                          {"error", cell.code},
                          {"zh", WithNearest(cell.zh, "；最接近的：", cell.nearest)},
                          {"en", WithNearest(cell.en, "; nearest: ", cell.nearest)}});
    }
    return QuarantineRow(problems);
  }

  void TakeFacts(const SheetFacts& facts) {
    counts_->filter_active = counts_->filter_active || facts.filter_active;
    for (const auto& [colour, cells] : facts.fills) counts_->fills[colour] += cells;
  }

  // Hands the counts over; the spools are complete on disk.
  Result<void> Finish() {
    finished_ = true;
    for (const std::unique_ptr<SpoolWriter>& spool : others_) TRY(spool->Close());
    TRY(quarantine_.Close());
    TRY(set_aside_.Close());
    TRY(bad_cells_.Close());
    TRY(corrects_.Close());
    TRY(people_.Close());
    const std::lock_guard lock(shared_.mutex_);
    for (const auto& [part, counts] : part_counts_) shared_.counts_.parts[part].Add(counts);
    for (const auto& [code, count] : problems_) shared_.counts_.problems[code] += count;
    for (const auto& [column, count] : unknown_cells_) shared_.counts_.unknown_cells[column] += count;
    for (size_t i = 0; i < table_records_.size(); ++i) shared_.counts_.table_records[i] += table_records_[i];
    return {};
  }

  DeliveryRows& shared_;
  std::vector<std::unique_ptr<SpoolWriter>> others_;
  SpoolWriter quarantine_, set_aside_, bad_cells_, corrects_, people_;
  // What is being read.
  const PartInput* part_ = nullptr;
  const RowClassifier* classifier_ = nullptr;
  std::optional<CsvRangeReader> csv_;
  std::unique_ptr<SheetReader> sheet_;
  CsvRow csv_row_;
  RowView sheet_row_;
  std::unique_ptr<RowReader> reader_;
  const PartInput* reader_part_ = nullptr;
  std::optional<QuarantinedPeople> people_of_;
  int64_t row_ = 0;
  std::span<const std::string_view> cells_;
  bool heading_across_ = false;
  std::vector<std::string_view> texts_;
  std::vector<std::string> above_;
  sql::ChunkWriter* out_ = nullptr;
  int64_t* filled_ = nullptr;
  bool finished_ = false;
  // What came of it.
  std::map<int64_t, PartCounts> part_counts_;
  PartCounts* counts_ = nullptr;
  std::map<std::string, int64_t, std::less<>> problems_;
  std::map<std::string, int64_t, std::less<>> unknown_cells_;
  std::vector<int64_t> table_records_;
};

// ---- all of them

DeliveryRows::DeliveryRows(std::vector<PartInput> parts, DeliveryRowsOptions options)
    : parts_(std::move(parts)), options_(std::move(options)) {
  CHECK(!parts_.empty() && options_.progress != nullptr);
  for (const PartInput& part : parts_) {
    classifiers_.emplace_back(part.plan.layout);
    counts_.parts[part.plan.part] = {};
  }
  counts_.table_records.resize(parts_.front().plan.tables.size());
}

DeliveryRows::~DeliveryRows() = default;

Result<std::unique_ptr<DeliveryRows>> DeliveryRows::Create(std::vector<PartInput> parts, DeliveryRowsOptions options) {
  std::unique_ptr<DeliveryRows> rows(new DeliveryRows(std::move(parts), std::move(options)));
  TRY(rows->PlanWork());
  return rows;
}

Result<void> DeliveryRows::PlanWork() {
  for (size_t i = 0; i < parts_.size(); ++i) {
    const std::shared_ptr<CsvFile> csv = parts_[i].sheet.csv();
    if (csv == nullptr) {
      work_.push_back({i, std::nullopt});
      continue;
    }
    if (!parts_[i].plan.fill_down.empty() || options_.workers == 1) {
      work_.push_back({i, csv->WholeFile()});
      continue;
    }
    TRY_ASSIGN(const std::vector<CsvRange> ranges,
               csv->PlanRanges(options_.workers * kRangesPerWorker, *options_.progress));
    for (const CsvRange& range : ranges) work_.push_back({i, range});
  }
  return {};
}

Result<std::unique_ptr<sql::RowProducer::Worker>> DeliveryRows::NewWorker() {
  return std::make_unique<DeliveryWorker>(*this, next_worker_.fetch_add(1));
}

std::vector<std::string> DeliveryRows::SpoolPaths(const std::string& name) const {
  std::vector<std::string> paths;
  for (int worker = 0; worker < next_worker_.load(); ++worker) {
    paths.push_back(fmt::format("{}/{}.{}.spool", options_.spool_folder, name, worker));
  }
  return paths;
}

}  // namespace xiuhua::ingest
