#include "ingest/quarantine_workbook.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "ingest/import_errors.h"
#include "lake/row_ref.h"
#include "text/width.h"
#include "workbook/writer.h"

namespace xiuhua::ingest {
namespace {

constexpr int kHeaderRow = 1;  // 0-based; the title stands above it
constexpr int64_t kMostRowsPerSheet = 200'000;
constexpr size_t kHashDigits = 12;

// The headings of a part, each unique, so that a returned workbook's columns can be told apart in any order.
std::vector<std::string> UniqueHeadings(const nlohmann::json& names) {
  std::vector<std::string> headings;
  for (size_t i = 0; i < names.size(); ++i) {
    std::string heading = names[i].get<std::string>();
    if (heading.empty()) heading = "（" + ColumnName(static_cast<int32_t>(i)) + "列）";
    headings.push_back(std::move(heading));
  }
  return headings;
}

struct StoredPart {
  std::vector<std::string> headings;
  std::vector<std::string> names;
  std::vector<std::string> plain_names;
  std::string sheet_name;
};

Result<std::map<int64_t, StoredPart>> ReadStoredParts(lake::Lake& lake, const lake::Delivery& delivery) {
  const std::string path = lake.PathOf("deliveries/" + lake::DeliveryName(delivery.id) + "/report.json");
  TRY_ASSIGN(const std::string text, lake.files().Read(path));
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  std::map<int64_t, StoredPart> parts;
  if (!json.is_object() || !json.contains("parts")) return parts;
  for (const nlohmann::json& part : json["parts"]) {
    StoredPart stored;
    stored.headings = UniqueHeadings(part["names"]);
    stored.names = part["names"].get<std::vector<std::string>>();
    stored.plain_names = part["plain_names"].get<std::vector<std::string>>();
    stored.sheet_name = part["sheet"].get<std::string>();
    // A correction's own sheet ended in the columns that were added for the reader; they are added anew.
    while (delivery.corrects.value != 0 && !stored.names.empty() && stored.names.back().empty()) {
      stored.headings.pop_back();
      stored.names.pop_back();
      stored.plain_names.pop_back();
    }
    parts[part["part"].get<int64_t>()] = std::move(stored);
  }
  return parts;
}

std::string FileOf(const lake::Delivery& delivery, std::string_view name) { return delivery.TableFile(name); }

Result<std::string> ReadableFile(lake::Lake& lake, const lake::Delivery& delivery, std::string_view name) {
  const std::string path = FileOf(delivery, name);
  for (const lake::FileRow& file : delivery.files) {
    if (file.path == path) return lake.Readable(file);
  }
  return std::string();
}

// The rows first quarantined that some correction of `root` has accepted.
Result<std::set<int64_t>> CorrectedRows(lake::Lake& lake, sql::Engine& engine, DeliveryId root) {
  std::set<int64_t> corrected;
  TRY_ASSIGN(const std::vector<lake::Delivery> all, lake.AllDeliveries());
  for (const lake::Delivery& delivery : all) {
    if (delivery.corrects != root || delivery.state != lake::DeliveryState::kInForce) continue;
    TRY_ASSIGN(const std::string path, ReadableFile(lake, delivery, "corrects"));
    if (path.empty()) continue;
    const auto take = [&](const sql::Rows& rows) -> Result<void> {
      for (int64_t row = 0; row < rows.count(); ++row) corrected.insert(rows.Int(row, 0));
      return {};
    };
    TRY(engine.Stream("select corrects from read_parquet(" + sql::Quoted(path) + ") where accepted", take));
  }
  return corrected;
}

// For a correction: its row → the row first quarantined.
Result<std::map<int64_t, int64_t>> RootRows(lake::Lake& lake, sql::Engine& engine, const lake::Delivery& delivery) {
  std::map<int64_t, int64_t> roots;
  if (delivery.corrects.value == 0) return roots;
  TRY_ASSIGN(const std::string path, ReadableFile(lake, delivery, "corrects"));
  if (path.empty()) return roots;
  const auto take = [&](const sql::Rows& rows) -> Result<void> {
    for (int64_t row = 0; row < rows.count(); ++row) roots[rows.Int(row, 0)] = rows.Int(row, 1);
    return {};
  };
  TRY(engine.Stream("select row_ref, corrects from read_parquet(" + sql::Quoted(path) + ")", take));
  return roots;
}

// One workbook being written.
class QuarantineSheets {
 public:
  QuarantineSheets(workbook::Writer& writer, std::string title, std::string notice, int64_t delivery,
                   std::map<int64_t, StoredPart> parts)
      : writer_(writer),
        title_(std::move(title)),
        notice_(std::move(notice)),
        delivery_(delivery),
        parts_(std::move(parts)) {}

  void Add(int64_t part, int64_t root_row_ref, const std::vector<std::string>& cells, const nlohmann::json& problems,
           const std::string& hint) {
    if (sheet_ == nullptr || part != part_ || rows_ >= kMostRowsPerSheet) Begin(part);
    const int row = kHeaderRow + 1 + static_cast<int>(rows_++);
    std::map<int, std::string> bad;
    std::string what;
    for (const nlohmann::json& problem : problems) {
      const std::string header = problem.value("header", "");
      const std::string words = problem.value("zh", "");
      what += (what.empty() ? "" : "\n") + (header.empty() ? words : header + "：" + words);
      const int cell = problem.value("cell", -1);
      if (cell >= 0) bad[cell] += (bad[cell].empty() ? "" : "\n") + words;
    }
    std::vector<std::string_view> views;
    for (int column = 0; column < width_; ++column) {
      const std::string_view text =
          static_cast<size_t>(column) < cells.size() ? std::string_view(cells[static_cast<size_t>(column)]) : "";
      views.push_back(text);
      const auto marked = bad.find(column);
      sheet_->Text(row, column, text, marked == bad.end() ? workbook::Style::kPlain : workbook::Style::kBad);
      if (marked != bad.end()) sheet_->Comment(row, column, marked->second);
    }
    sheet_->Text(row, width_, what, workbook::Style::kWrapped);
    const std::string how = "在标红的格子里按原始材料改正，然后把本文件导回；没有依据的不要猜。";
    sheet_->Text(row, width_ + 1, hint.empty() ? how : how + "\n" + hint, workbook::Style::kNote);
    sheet_->Text(row, width_ + 2, WriteQuarantineKey({delivery_, part, root_row_ref, HashCells(views)}));
  }

 private:
  void Begin(int64_t part) {
    part_ = part;
    rows_ = 0;
    const StoredPart& stored = parts_[part];
    width_ = static_cast<int>(stored.headings.size());
    const std::string name = stored.sheet_name.empty() ? "待改行" : stored.sheet_name;
    sheet_ = &writer_.AddSheet(name);
    sheet_->Text(0, 0, title_, workbook::Style::kTitle);
    for (int column = 0; column < width_; ++column) {
      sheet_->Text(kHeaderRow, column, stored.headings[static_cast<size_t>(column)], workbook::Style::kHeader);
      sheet_->ColumnWidth(column, 16);
    }
    sheet_->Text(kHeaderRow, width_, "问题", workbook::Style::kHeader);
    sheet_->Text(kHeaderRow, width_ + 1, "怎么改", workbook::Style::kHeader);
    sheet_->Text(kHeaderRow, width_ + 2, kQuarantineKeyHeading, workbook::Style::kHeader);
    sheet_->ColumnWidth(width_, 50);
    sheet_->ColumnWidth(width_ + 1, 30);
    sheet_->HideColumn(width_ + 2);
    sheet_->FreezeRows(kHeaderRow + 1);
    sheet_->Page({.landscape = true, .header = title_, .footer = notice_, .repeat_rows = kHeaderRow + 1});
  }

  workbook::Writer& writer_;
  std::string title_;
  std::string notice_;
  int64_t delivery_;
  std::map<int64_t, StoredPart> parts_;
  workbook::Sheet* sheet_ = nullptr;
  int64_t part_ = 0;
  int64_t rows_ = 0;
  int width_ = 0;
};

int64_t ToInt64(std::string_view text) {
  int64_t value = -1;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc{} && end == text.data() + text.size() ? value : -1;
}

}  // namespace

std::string HashCells(std::span<const std::string_view> cells) {
  std::string joined;
  std::string buffer;
  size_t kept = 0;
  for (const std::string_view cell : cells) {
    joined += text::CleanCell(cell, buffer);
    joined += '\x1f';
    if (!text::CleanCell(cell, buffer).empty()) kept = joined.size();
  }
  joined.resize(kept);  // empty cells at the end are not kept by every program
  return HashBytes(joined).substr(0, kHashDigits);
}

std::string WriteQuarantineKey(const QuarantineKey& key) {
  return fmt::format("D{:06}.{}.{}.{}", key.delivery, key.part, key.row_ref, key.cells_hash);
}

std::optional<QuarantineKey> ParseQuarantineKey(std::string_view text) {
  text = text::TrimSpaces(text);
  std::vector<std::string_view> words;
  while (true) {
    const size_t dot = text.find('.');
    words.push_back(text.substr(0, dot));
    if (dot == std::string_view::npos) break;
    text.remove_prefix(dot + 1);
  }
  if (words.size() != 4 || !words[0].starts_with('D') || words[3].size() != kHashDigits) return std::nullopt;
  QuarantineKey key{ToInt64(words[0].substr(1)), ToInt64(words[1]), ToInt64(words[2]), std::string(words[3])};
  if (key.delivery < 1 || key.part < 1 || key.row_ref < 1) return std::nullopt;
  return key;
}

Result<QuarantineExport> ExportQuarantine(lake::Lake& lake, sql::Engine& engine,
                                          const QuarantineExportRequest& request) {
  TRY_ASSIGN(const lake::Delivery delivery, lake.FindDelivery(request.delivery));
  QuarantineExport result;
  TRY_ASSIGN(const std::string path, ReadableFile(lake, delivery, "quarantine"));
  if (path.empty() || delivery.rows_quarantined == 0) return result;
  const DeliveryId root = delivery.corrects.value == 0 ? delivery.id : delivery.corrects;
  TRY_ASSIGN(const std::set<int64_t> corrected, CorrectedRows(lake, engine, root));
  TRY_ASSIGN(const auto roots, RootRows(lake, engine, delivery));
  TRY_ASSIGN(auto parts, ReadStoredParts(lake, delivery));
  const std::string name = lake::DeliveryName(delivery.id);
  const std::string notice = request.notice.empty() ? "" : "_" + request.notice;
  result.path = fmt::format("{}/待改行_{}_{}_{}{}.xlsx", request.folder, name, request.source.zh,
                            FormatPeriod(delivery.period), notice);
  TRY_ASSIGN(const std::unique_ptr<workbook::Writer> writer, workbook::Writer::Create(result.path));
  const std::string title =
      fmt::format("待改行　{}　{}　{}　{}", request.source.zh, FormatPeriod(delivery.period), name, request.notice);
  QuarantineSheets sheets(*writer, title, request.notice, delivery.id.value, std::move(parts));
  const auto take = [&](const sql::Rows& rows) -> Result<void> {
    for (int64_t row = 0; row < rows.count(); ++row) {
      const int64_t row_ref = rows.Int(row, 0);
      const auto first = roots.find(row_ref);
      const int64_t root_ref = first == roots.end() ? row_ref : first->second;
      if (corrected.contains(root_ref)) continue;
      const nlohmann::json cells = nlohmann::json::parse(rows.Text(row, 1), nullptr, false);
      const nlohmann::json problems = nlohmann::json::parse(rows.Text(row, 2), nullptr, false);
      const auto hint = request.hints.find(row_ref);
      sheets.Add(lake::UnpackRowRef(row_ref).part, root_ref, cells.get<std::vector<std::string>>(), problems,
                 hint == request.hints.end() ? std::string() : hint->second);
      ++result.rows;
    }
    return {};
  };
  TRY(engine.Stream("select row_ref, cells, problems from read_parquet(" + sql::Quoted(path) + ") order by row_ref",
                    take));
  if (result.rows == 0) return QuarantineExport{};
  TRY(writer->Close());
  return result;
}

// ---- coming back

namespace {

// Which columns of a returned sheet are which of the original part, and where the key stands.
struct ReturnedSheet {
  int key_column = -1;
  int64_t header_row = 0;
  std::vector<int> original_order;  // original column → column of the returned sheet, -1 when it is gone
};

class CorrectionFilter final : public RowFilter {
 public:
  CorrectionFilter(int64_t root, std::set<int64_t> corrected) : root_(root), corrected_(std::move(corrected)) {}
  void AddPart(int64_t part, ReturnedSheet sheet) { parts_[part] = std::move(sheet); }

  [[nodiscard]] std::optional<AsideKind> SetAside(int64_t part,
                                                  std::span<const std::string_view> cells) const override {
    const ReturnedSheet& sheet = parts_.at(part);
    const std::optional<QuarantineKey> key = KeyOf(sheet, cells);
    if (!key || lake::UnpackRowRef(key->row_ref).delivery != root_) return AsideKind::kNotApplicable;
    std::vector<std::string_view> original;
    for (const int column : sheet.original_order) {
      const bool there = column >= 0 && static_cast<size_t>(column) < cells.size();
      original.push_back(there ? cells[static_cast<size_t>(column)] : std::string_view());
    }
    if (HashCells(original) == key->cells_hash) return AsideKind::kUnchanged;
    const std::lock_guard guard(mutex_);
    if (!corrected_.insert(key->row_ref).second) return AsideKind::kCorrectedBefore;
    return std::nullopt;
  }

  [[nodiscard]] int64_t Corrects(int64_t part, std::span<const std::string_view> cells) const override {
    const std::optional<QuarantineKey> key = KeyOf(parts_.at(part), cells);
    return key ? key->row_ref : 0;
  }

 private:
  static std::optional<QuarantineKey> KeyOf(const ReturnedSheet& sheet, std::span<const std::string_view> cells) {
    const auto at = static_cast<size_t>(sheet.key_column);
    return at < cells.size() ? ParseQuarantineKey(cells[at]) : std::nullopt;
  }

  int64_t root_;
  mutable std::mutex mutex_;
  mutable std::set<int64_t> corrected_;
  std::map<int64_t, ReturnedSheet> parts_;
};

std::optional<std::pair<const SampleRow*, int>> FindKeyHeading(const SheetHead& head) {
  const std::string wanted = NormaliseHeader(kQuarantineKeyHeading);
  for (const SampleRow& row : head.rows) {
    for (size_t column = 0; column < row.cells.size(); ++column) {
      if (NormaliseHeader(row.cells[column]) == wanted) return std::pair(&row, static_cast<int>(column));
    }
  }
  return std::nullopt;
}

std::optional<QuarantineKey> FirstKey(const SheetHead& head, int column) {
  for (const SampleRow& row : head.rows) {
    const auto at = static_cast<size_t>(column);
    if (at >= row.cells.size()) continue;
    if (auto key = ParseQuarantineKey(row.cells[at])) return key;
  }
  return std::nullopt;
}

// The layout of the original part, its columns where they stand in the returned sheet.
LayoutGuess LayoutOf(const SampleRow& header, const StoredPart& stored, ReturnedSheet& sheet) {
  LayoutGuess layout{.found = true, .first_header_row = header.number, .last_header_row = header.number};
  layout.names.resize(header.cells.size());
  layout.plain_names.resize(header.cells.size());
  sheet.original_order.assign(stored.headings.size(), -1);
  for (size_t original = 0; original < stored.headings.size(); ++original) {
    const std::string wanted = NormaliseHeader(stored.headings[original]);
    for (size_t column = 0; column < header.cells.size(); ++column) {
      if (NormaliseHeader(header.cells[column]) != wanted) continue;
      sheet.original_order[original] = static_cast<int>(column);
      layout.names[column] = stored.names[original];
      layout.plain_names[column] = stored.plain_names[original];
      break;
    }
  }
  return layout;
}

std::unexpected<Error> NotAQuarantineBook(const OpenedSheet& sheet) {
  return Fail(errors::kNotAQuarantineBook, {sheet.file()}, {.file = sheet.file(), .part = sheet.sheet()});
}

}  // namespace

bool IsQuarantineSheet(const SheetHead& head) { return FindKeyHeading(head).has_value(); }

Result<Correction> ReadCorrection(std::vector<OpenedSheet> sheets, lake::Lake& lake, sql::Engine& engine,
                                  const SourceCatalogue& sources) {
  Correction correction;
  std::unique_ptr<CorrectionFilter> filter;
  int64_t part = 0;
  for (OpenedSheet& sheet : sheets) {
    TRY_ASSIGN(SheetHead head, ReadHead(sheet, {}));
    const auto heading = FindKeyHeading(head);
    if (!heading) continue;
    ReturnedSheet returned{.key_column = heading->second, .header_row = heading->first->number};
    const std::optional<QuarantineKey> key = FirstKey(head, returned.key_column);
    if (!key) return NotAQuarantineBook(sheet);
    TRY_ASSIGN(const lake::Delivery exported, lake.FindDelivery(DeliveryId{key->delivery}));
    const DeliveryId root = exported.corrects.value == 0 ? exported.id : exported.corrects;
    if (filter == nullptr) {
      TRY_ASSIGN(correction.corrects, lake.FindDelivery(root));
      TRY_ASSIGN(std::set<int64_t> corrected, CorrectedRows(lake, engine, root));
      filter = std::make_unique<CorrectionFilter>(root.value, std::move(corrected));
      correction.group.source = sources.Find(correction.corrects.source);
      if (correction.group.source == nullptr) return Fail(errors::kUnknownSource, {correction.corrects.source, ""});
    }
    if (root != correction.corrects.id) return NotAQuarantineBook(sheet);
    TRY_ASSIGN(const auto stored, ReadStoredParts(lake, exported));
    const auto original = stored.find(key->part);
    if (original == stored.end()) return NotAQuarantineBook(sheet);
    head.layout = LayoutOf(*heading->first, original->second, returned);
    filter->AddPart(++part, std::move(returned));
    Recognition reason{correction.group.source, "待改行工作簿", "a quarantine workbook"};
    correction.group.sheets.push_back({std::move(sheet), std::move(head), correction.group.source, false, reason});
  }
  correction.filter = std::move(filter);
  return correction;
}

}  // namespace xiuhua::ingest
