#include "ingest/xlsx_reader.h"

#include <algorithm>

#include "base/errors.h"

namespace xiuhua::ingest {
namespace {

constexpr size_t kChunk = 64 << 10;
constexpr size_t kListedMerges = 100'000;
constexpr size_t kListedFills = 256;

}  // namespace

XlsxReader::XlsxReader(std::shared_ptr<XlsxBook> book, std::unique_ptr<ZipArchive> zip, size_t sheet)
    : book_(std::move(book)),
      zip_(std::move(zip)),
      sheet_(book_->sheets_[sheet]),
      tail_(book_->tails_[sheet]),
      handler_(book_->shown_name_, sheet_.name, book_->styles_, book_->strings_.get(), book_->date1904_,
               book_->options_.limits),
      feed_(handler_, book_->shown_name_, sheet_.part),
      merges_(tail_->merged),
      buffer_(kChunk) {
  facts_.merged_count = static_cast<int64_t>(tail_->merged.size());
  facts_.merged.assign(tail_->merged.begin(), tail_->merged.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                          kListedMerges, tail_->merged.size())));
  facts_.filter_active = tail_->filter_active;
}

XlsxReader::~XlsxReader() {
  if (begun_ && !ended_) book_->options_.progress->End();
}

Result<std::unique_ptr<SheetReader>> XlsxReader::Open(std::shared_ptr<XlsxBook> book, std::unique_ptr<ZipArchive> zip,
                                                      size_t sheet) {
  std::unique_ptr<XlsxReader> reader(new XlsxReader(std::move(book), std::move(zip), sheet));
  TRY_ASSIGN(reader->stream_, reader->zip_->Read(*reader->zip_->Find(reader->sheet_.part)));
  return reader;
}

// Feeds one chunk; false at the end of the XML.
Result<bool> XlsxReader::FeedMore() {
  Progress& progress = *book_->options_.progress;
  if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
  if (!begun_) {
    progress.Begin("读取 " + sheet_.name, zip_->Find(sheet_.part)->unpacked_bytes);
    begun_ = true;
  }
  handler_.DropFinished();
  next_row_ = 0;
  TRY_ASSIGN(const int64_t n, stream_->Read(buffer_.data(), static_cast<int64_t>(buffer_.size())));
  TRY(feed_.Feed(buffer_.data(), n, n == 0));
  progress.Tick(n);
  if (column_hidden_.empty() && !handler_.hidden_columns.empty()) {
    column_hidden_.resize(16384);
    for (const auto& [first, last] : handler_.hidden_columns) {
      for (int32_t c = first; c <= last; ++c) column_hidden_[static_cast<size_t>(c)] = true;
    }
  }
  facts_.filter_active = facts_.filter_active || handler_.filter_mode;
  if (n == 0) {
    ended_ = true;
    progress.End();
    for (int32_t c = 0; c < facts_.columns; ++c) facts_.hidden_columns += ColumnHidden(c) ? 1 : 0;
  }
  return n > 0;
}

bool XlsxReader::ColumnHidden(int32_t column) const {
  return static_cast<size_t>(column) < column_hidden_.size() && column_hidden_[static_cast<size_t>(column)];
}

Result<bool> XlsxReader::Next(RowView& row) {
  for (;;) {
    while (next_row_ < handler_.batch.rows.size()) {
      if (Expand(handler_.batch.rows[next_row_++], row)) return true;
      ++facts_.blank_rows;
    }
    if (ended_) return false;
    TRY_ASSIGN([[maybe_unused]] const bool more, FeedMore());
  }
}

// Fills `row`; false when nothing in it can be seen.
bool XlsxReader::Expand(const ParsedRow& parsed, RowView& row) {
  const ParsedBatch& batch = handler_.batch;
  int32_t width = 0;
  for (size_t i = 0; i < parsed.cells; ++i) {
    const ParsedCell& cell = batch.cells[parsed.first_cell + i];
    if (cell.length > 0) width = std::max(width, cell.column + 1);
  }
  cells_.assign(static_cast<size_t>(width), Cell{});
  for (size_t i = 0; i < parsed.cells; ++i) {
    const ParsedCell& from = batch.cells[parsed.first_cell + i];
    if (from.column >= width) continue;
    const char* text = from.external != nullptr ? from.external : batch.text.data() + from.offset;
    uint16_t flags = from.flags;
    if (parsed.hidden) flags |= kCellHiddenRow;
    if (ColumnHidden(from.column)) flags |= kCellHiddenColumn;
    cells_[static_cast<size_t>(from.column)] = {std::string_view(text, from.length), flags, from.fill_rgb};
  }
  covered_.clear();
  if (!tail_->merged.empty()) Cover(parsed, width);
  while (!cells_.empty() && cells_.back().text.empty() && (cells_.back().flags & kCellMerged) == 0) cells_.pop_back();
  const bool seen = std::any_of(cells_.begin(), cells_.end(), [](const Cell& c) { return !c.text.empty(); });
  if (!seen) return false;
  row = {.number = parsed.number, .line = parsed.number, .cells = cells_, .covered = covered_, .hidden = parsed.hidden};
  CountFacts(row);
  return true;
}

// Marks the cells covered by merged ranges and says what they show. Looked at up to the widest row so far.
void XlsxReader::Cover(const ParsedRow& parsed, int32_t own_width) {
  const int32_t limit = std::max(own_width, facts_.columns);
  for (auto& [first_column, active] : merges_.At(parsed.number)) {
    const MergedRange& range = active.range;
    if (range.first_column >= limit) break;
    const auto origin = static_cast<size_t>(range.first_column);
    if (range.first_row == parsed.number && origin < cells_.size()) active.text = cells_[origin].text;
    const int32_t last = std::min(range.last_column, limit - 1);
    if (static_cast<size_t>(last) >= cells_.size()) cells_.resize(static_cast<size_t>(last) + 1);
    for (int32_t c = range.first_column; c <= last; ++c) {
      if (range.first_row == parsed.number && c == range.first_column) continue;
      // Text below a merged cell (left there by copied formats) stays: it belongs to this row.
      cells_[static_cast<size_t>(c)].flags |= kCellMerged;
      covered_.push_back({c, range.first_row, range.first_column, active.text});
    }
  }
}

void XlsxReader::CountFacts(const RowView& row) {
  ++facts_.rows;
  facts_.hidden_rows += row.hidden ? 1 : 0;
  facts_.last_row = row.number;
  facts_.columns = std::max(facts_.columns, static_cast<int32_t>(row.cells.size()));
  for (const Cell& cell : row.cells) {
    if (cell.text.empty() || (cell.flags & (kCellStrike | kCellFormula | kCellError | kCellFilled)) == 0) continue;
    facts_.strike_cells += (cell.flags & kCellStrike) != 0 ? 1 : 0;
    facts_.formula_cells += (cell.flags & kCellFormula) != 0 ? 1 : 0;
    facts_.error_cells += (cell.flags & kCellError) != 0 ? 1 : 0;
    if ((cell.flags & kCellFilled) == 0) continue;
    const auto found = facts_.fills.find(cell.fill_rgb);
    if (found != facts_.fills.end()) {
      ++found->second;
    } else if (facts_.fills.size() < kListedFills) {
      facts_.fills[cell.fill_rgb] = 1;
    }
  }
}

}  // namespace xiuhua::ingest
