#include "ingest/csv_sheet.h"

#include <algorithm>

namespace xiuhua::ingest {
namespace {

class CsvSheetReader final : public SheetReader {
 public:
  CsvSheetReader(std::shared_ptr<CsvFile> file, Progress& progress)
      : file_(std::move(file)), progress_(progress), reader_(*file_, file_->WholeFile(), &progress) {}
  ~CsvSheetReader() override {
    if (begun_ && !ended_) progress_.End();
  }
  Result<bool> Next(RowView& row) override {
    if (!begun_) {
      progress_.Begin("读取 " + file_->shown_name(), file_->size_bytes());
      begun_ = true;
    }
    CsvRow csv;
    TRY_ASSIGN(const bool more, reader_.Next(csv));
    facts_.blank_rows = reader_.blank_records();
    facts_.malformed_bytes = reader_.malformed_bytes();
    if (!more) {
      if (!ended_) progress_.End();
      ended_ = true;
      return false;
    }
    size_t width = csv.cells.size();
    while (width > 0 && csv.cells[width - 1].empty()) --width;
    cells_.resize(width);
    for (size_t i = 0; i < width; ++i) {
      cells_[i] = {csv.cells[i], static_cast<uint16_t>(csv.cells[i].empty() ? 0 : kCellText)};
    }
    row = {.number = csv.record, .line = csv.line, .cells = cells_, .problem = csv.problem};
    ++facts_.rows;
    facts_.problem_rows += csv.problem != nullptr ? 1 : 0;
    facts_.last_row = csv.record;
    facts_.columns = std::max(facts_.columns, static_cast<int32_t>(width));
    return true;
  }
  [[nodiscard]] const SheetFacts& facts() const override { return facts_; }

 private:
  std::shared_ptr<CsvFile> file_;
  Progress& progress_;
  CsvRangeReader reader_;
  bool begun_ = false, ended_ = false;
  std::vector<Cell> cells_;
  SheetFacts facts_;
};

}  // namespace

std::unique_ptr<SheetReader> ReadCsvSheet(std::shared_ptr<CsvFile> file, Progress& progress) {
  return std::make_unique<CsvSheetReader>(std::move(file), progress);
}

}  // namespace xiuhua::ingest
