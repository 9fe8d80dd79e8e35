#include "ingest/fill_xlsx.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>
#include <optional>

#include "base/errors.h"
#include "base/files.h"
#include "base/utf8.h"
#include "ingest/errors.h"
#include "ingest/xlsx_book.h"
#include "ingest/xlsx_patch.h"

namespace xiuhua::ingest {
namespace {

struct DiscardZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
using Zip = std::unique_ptr<zip_t, DiscardZip>;

// A file that disappears again unless it is kept.
struct Draft {
  std::string path;
  bool keep = false;
  ~Draft() {
    if (!keep && !path.empty()) ::unlink(path.c_str());
  }
};

std::string At(const std::string& sheet, int64_t row, int32_t column) { return sheet + "!" + CellName(row, column); }

// Cells that a merged cell hides cannot be filled.
Result<void> CheckMerged(const std::string& name, const std::vector<MergedRange>& merged, const SheetFill& wanted) {
  for (const MergedRange& range : merged) {
    for (auto row = wanted.lower_bound(range.first_row); row != wanted.end() && row->first <= range.last_row; ++row) {
      const auto cell = row->second.lower_bound(range.first_column);
      if (cell == row->second.end() || cell->first > range.last_column) continue;
      const bool shown = row->first == range.first_row && cell->first == range.first_column;
      const bool next_hidden = std::next(cell) != row->second.end() && std::next(cell)->first <= range.last_column;
      if (!shown || next_hidden) return Fail(errors::kFillMerged, {At(name, row->first, cell->first)});
    }
  }
  return {};
}

// Takes out of `wanted` what the sheet holds already; refuses what must not be overwritten.
Result<int64_t> CheckCells(XlsxBook& book, size_t sheet, SheetFill& wanted) {
  TRY_ASSIGN(const auto reader, book.Read(sheet));
  const std::string& name = book.sheets()[sheet].name;
  TRY(CheckMerged(name, reader->facts().merged, wanted));
  int64_t same = 0;
  RowView row;
  for (;;) {
    TRY_ASSIGN(const bool more, reader->Next(row));
    if (!more) return same;
    const auto found = wanted.find(row.number);
    if (found == wanted.end()) continue;
    auto& cells = found->second;
    for (auto cell = cells.begin(); cell != cells.end();) {
      const auto column = static_cast<size_t>(cell->first);
      const Cell there = column < row.cells.size() ? row.cells[column] : Cell{};
      const std::string at = At(name, row.number, cell->first);
      if ((there.flags & kCellFormula) != 0) return Fail(errors::kFillFormula, {at});
      if (!there.text.empty() && there.text != cell->second) {
        return Fail(errors::kFillOccupied, {at, std::string(there.text)});
      }
      same += there.text.empty() ? 0 : 1;
      cell = there.text.empty() ? std::next(cell) : cells.erase(cell);
    }
    if (cells.empty()) wanted.erase(found);
  }
}

// Sheets by index with what is still to be filled.
Result<std::map<size_t, SheetFill>> Sort(XlsxBook& book, const std::vector<CellFill>& fills, FillReport& report) {
  std::map<size_t, SheetFill> by_sheet;
  for (const CellFill& fill : fills) {
    const auto& sheets = book.sheets();
    const auto found = std::find_if(sheets.begin(), sheets.end(), [&](const auto& s) { return s.name == fill.sheet; });
    if (found == sheets.end()) {
      return Fail(errors::kSheetGone, {book.shown_name(), fill.sheet}, {.file = book.shown_name(), .part = fill.sheet});
    }
    if (fill.text.empty()) continue;
    by_sheet[static_cast<size_t>(found - sheets.begin())][fill.row][fill.column] = fill.text;
  }
  for (auto& [sheet, wanted] : by_sheet) {
    TRY_ASSIGN(const int64_t same, CheckCells(book, sheet, wanted));
    report.same += same;
  }
  for (auto& [sheet, wanted] : by_sheet) {
    for (const auto& [row, cells] : wanted) report.cells += static_cast<int64_t>(cells.size());
  }
  std::erase_if(by_sheet, [](const auto& entry) { return entry.second.empty(); });
  return by_sheet;
}

bool Signed(const ZipArchive& zip) {
  return std::any_of(zip.entries().begin(), zip.entries().end(),
                     [](const ZipEntry& e) { return e.name.starts_with("_xmlsignatures/"); });
}

Result<void> ReplaceParts(const std::string& target, const std::map<int64_t, std::string>& parts) {
  int problem = 0;
  Zip out(zip_open(target.c_str(), 0, &problem));
  if (out == nullptr) return Fail(xiuhua::errors::kFileNotWritable, {target, fmt::format("zip {}", problem)});
  for (const auto& [index, path] : parts) {
    zip_stat_t before = {};
    const auto at = static_cast<zip_uint64_t>(index);
    zip_source_t* part = zip_source_file(out.get(), path.c_str(), 0, -1);
    if (part == nullptr || zip_stat_index(out.get(), at, 0, &before) != 0 ||
        zip_file_replace(out.get(), at, part, 0) != 0 || zip_file_set_mtime(out.get(), at, before.mtime, 0) != 0) {
      return Fail(xiuhua::errors::kFileNotWritable, {target, zip_strerror(out.get())});
    }
  }
  if (zip_close(out.get()) != 0) return Fail(xiuhua::errors::kFileNotWritable, {target, zip_strerror(out.get())});
  (void)out.release();
  return {};
}

Result<void> Prove(const std::string& source, const std::string& draft, const std::map<size_t, SheetFill>& by_sheet,
                   const XlsxBook& book, const OpenOptions& options) {
  TRY_ASSIGN(const PackageDifference found, ComparePackages(source, draft, options));
  std::set<std::string> cells;
  std::vector<std::string> parts;
  for (const auto& [sheet, wanted] : by_sheet) {
    parts.push_back(book.sheets()[sheet].part);
    for (const auto& [row, filled] : wanted) {
      for (const auto& [column, text] : filled) cells.insert(At(book.sheets()[sheet].name, row, column));
    }
  }
  std::sort(parts.begin(), parts.end());
  if (found.parts != parts) return Fail(errors::kFillNotProved, {fmt::format("{}", fmt::join(found.parts, ", "))});
  std::vector<std::string> odd;
  std::set_symmetric_difference(cells.begin(), cells.end(), found.cells.begin(), found.cells.end(),
                                std::back_inserter(odd));
  if (!odd.empty()) return Fail(errors::kFillNotProved, {odd.front()});
  return {};
}

// Every cell with text, formula mark or own format.
Result<std::map<std::string, std::string>> CellsOf(XlsxBook& book, size_t sheet) {
  std::map<std::string, std::string> cells;
  TRY_ASSIGN(const auto reader, book.Read(sheet));
  RowView row;
  for (;;) {
    TRY_ASSIGN(const bool more, reader->Next(row));
    if (!more) return cells;
    for (size_t c = 0; c < row.cells.size(); ++c) {
      const Cell& cell = row.cells[c];
      const auto flags = cell.flags & (kCellStrike | kCellFilled | kCellFormula | kCellError | kCellMerged);
      if (cell.text.empty() && flags == 0) continue;
      cells[At(book.sheets()[sheet].name, row.number, static_cast<int32_t>(c))] =
          fmt::format("{}|{}|{}", cell.text, flags, cell.fill_rgb);
    }
  }
}

Result<bool> SameBytes(ZipArchive& a, const ZipEntry& in_a, ZipArchive& b, const ZipEntry& in_b) {
  TRY_ASSIGN(const auto left, a.Read(in_a));
  TRY_ASSIGN(const auto right, b.Read(in_b));
  const auto fill = [](ZipStream& stream, std::vector<char>& buffer) -> Result<size_t> {
    size_t have = 0;
    while (have < buffer.size()) {
      TRY_ASSIGN(const int64_t n, stream.Read(buffer.data() + have, static_cast<int64_t>(buffer.size() - have)));
      if (n == 0) break;
      have += static_cast<size_t>(n);
    }
    return have;
  };
  std::vector<char> x(64 << 10), y(64 << 10);
  for (;;) {
    TRY_ASSIGN(const size_t n, fill(*left, x));
    TRY_ASSIGN(const size_t m, fill(*right, y));
    if (n != m || std::memcmp(x.data(), y.data(), n) != 0) return false;
    if (n == 0) return true;
  }
}

Result<std::vector<std::string>> DifferingParts(ZipArchive& a, ZipArchive& b) {
  std::vector<std::string> parts;
  for (const ZipEntry& entry : a.entries()) {
    const ZipEntry* twin = b.Find(entry.name);
    if (twin == nullptr) {
      parts.push_back(entry.name);
      continue;
    }
    if (entry.folder) continue;
    TRY_ASSIGN(const bool same, SameBytes(a, entry, b, *twin));
    if (!same) parts.push_back(entry.name);
  }
  for (const ZipEntry& entry : b.entries()) {
    if (a.Find(entry.name) == nullptr) parts.push_back(entry.name);
  }
  std::sort(parts.begin(), parts.end());
  return parts;
}

}  // namespace

Result<PackageDifference> ComparePackages(const std::string& before, const std::string& after,
                                          const OpenOptions& options) {
  const ZipLimits limits{.max_unpacked_bytes = options.limits.max_unpacked_bytes * 3,
                         .max_ratio = options.limits.max_unpack_ratio};
  TRY_ASSIGN(const auto a, ZipArchive::Open(before, before, limits));
  TRY_ASSIGN(const auto b, ZipArchive::Open(after, after, limits));
  TRY_ASSIGN(const auto book_a, XlsxBook::Open(before, before, options));
  TRY_ASSIGN(const auto book_b, XlsxBook::Open(after, after, options));
  PackageDifference out;
  TRY_ASSIGN(out.parts, DifferingParts(*a, *b));
  for (size_t sheet = 0; sheet < std::min(book_a->sheets().size(), book_b->sheets().size()); ++sheet) {
    TRY_ASSIGN(const auto left, CellsOf(*book_a, sheet));
    TRY_ASSIGN(const auto right, CellsOf(*book_b, sheet));
    for (const auto& [cell, value] : left) {
      const auto twin = right.find(cell);
      if (twin == right.end() || twin->second != value) out.cells.insert(cell);
    }
    for (const auto& [cell, value] : right) {
      if (!left.contains(cell)) out.cells.insert(cell);
    }
  }
  return out;
}

Result<FillReport> FillXlsx(const std::string& source, const std::vector<CellFill>& fills, const std::string& target,
                            const OpenOptions& options) {
  TRY_ASSIGN(const auto book, XlsxBook::Open(source, source, options));
  TRY_ASSIGN(const auto zip, ZipArchive::Open(source, source,
                                              {.max_unpacked_bytes = options.limits.max_unpacked_bytes * 3,
                                               .max_ratio = options.limits.max_unpack_ratio}));
  if (Signed(*zip)) return Fail(errors::kFillSigned, {source}, {.file = source});
  FillReport report;
  TRY_ASSIGN(const auto by_sheet, Sort(*book, fills, report));

  Draft whole{target};
  TRY(RealFiles().Copy(source, target));
  ::chmod(target.c_str(), 0600);
  std::vector<std::unique_ptr<Draft>> drafts;
  std::map<int64_t, std::string> parts;
  for (const auto& [sheet, wanted] : by_sheet) {
    const ZipEntry* entry = zip->Find(book->sheets()[sheet].part);
    drafts.push_back(std::make_unique<Draft>(Draft{fmt::format("{}.{}", target, sheet)}));
    TRY(PatchSheet(*zip, *entry, wanted, drafts.back()->path, *options.progress));
    parts[entry->index] = drafts.back()->path;
  }
  if (!parts.empty()) TRY(ReplaceParts(target, parts));
  TRY(Prove(source, target, by_sheet, *book, options));
  whole.keep = true;
  return report;
}

}  // namespace xiuhua::ingest
