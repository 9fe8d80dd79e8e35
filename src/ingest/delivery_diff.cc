#include "ingest/delivery_diff.h"

#include <fmt/core.h>

#include <charconv>
#include <memory>

#include "base/money.h"
#include "workbook/writer.h"

namespace xiuhua::ingest {
namespace {

// What tells one subject from another, as one SQL text over a row.
std::string KeySql(const lake::TableSpec& table) {
  const auto column = [&](lake::Role role, const char* suffix) -> std::string {
    const lake::ColumnSpec* found = table.WithRole(role);
    return found == nullptr ? "" : found->name + suffix;
  };
  const std::string id = column(lake::Role::kIdNumber, "_key");
  const std::string name = column(lake::Role::kPersonName, "_key");
  const std::string household = column(lake::Role::kHouseholdNo, "");
  std::string key = "coalesce(area_code, '')";
  if (!name.empty()) key = fmt::format("'n' || coalesce(cast({} as varchar), '') || '|' || {}", name, key);
  if (!household.empty()) {
    const std::string of_name = name.empty() ? "''" : fmt::format("coalesce(cast({} as varchar), '')", name);
    key = fmt::format("case when {0} is not null then 'h' || {0} || '|' || {1} else {2} end", household, of_name, key);
  }
  if (!id.empty()) key = fmt::format("coalesce('i' || cast({} as varchar), {})", id, key);
  return key;
}

// The declared columns as texts, and all of them as one text.
std::string RowsSql(const lake::TableSpec& table, const std::string& path) {
  std::string columns;
  std::string whole = "''";
  for (const lake::ColumnSpec& column : table.columns) {
    columns += fmt::format(", cast({0} as varchar) as {0}", column.name);
    whole += fmt::format(" || chr(31) || coalesce(cast({} as varchar), '')", column.name);
  }
  const std::string key = KeySql(table);
  return fmt::format(
      "select {0} as diff_key, {1} as diff_whole, row_number() over (partition by {0} order by {1}) as diff_nth{2} "
      "from "
      "read_parquet({3})",
      key, whole, columns, sql::Quoted(path));
}

std::string CsvCell(std::string_view text) {
  std::string out = "\"";
  for (const char c : workbook::Neutralised(text)) {
    out += c;
    if (c == '"') out += c;
  }
  return out + "\"";
}

// Kind of change, then before and after of every column, for the records that are not the same.
std::string ChangedSql(const lake::TableSpec& table) {
  std::string columns;
  for (const lake::ColumnSpec& column : table.columns) columns += fmt::format(", b.{0}, a.{0}", column.name);
  return fmt::format(
      "select case when b.diff_key is null then '新增' when a.diff_key is null then '减少' else '变更' end{} from "
      "diff_before b full join diff_after a on b.diff_key = a.diff_key and b.diff_nth = a.diff_nth where b.diff_whole "
      "is "
      "distinct from a.diff_whole order by coalesce(a.diff_key, b.diff_key), coalesce(a.diff_nth, b.diff_nth)",
      columns);
}

Result<void> WriteCsv(sql::Engine& engine, lake::Lake& lake, const lake::TableSpec& table, const std::string& path) {
  std::string csv = "\xEF\xBB\xBF\"变化\"";
  for (const lake::ColumnSpec& column : table.columns) {
    csv += "," + CsvCell(column.title.zh + "（前）") + "," + CsvCell(column.title.zh + "（后）");
  }
  csv += "\r\n";
  const auto take = [&](const sql::Rows& rows) -> Result<void> {
    for (int64_t row = 0; row < rows.count(); ++row) {
      for (size_t column = 0; column < rows.columns().size(); ++column) {
        csv += (column == 0 ? "" : ",") + CsvCell(rows.Text(row, static_cast<int>(column)));
      }
      csv += "\r\n";
    }
    return {};
  };
  TRY(engine.Stream(ChangedSql(table), take));
  return lake.files().WriteDurably(path, csv);
}

// The first and last characters of a number; both ends only where something between them is hidden.
std::string Masked(const std::string& text, size_t first, size_t last) {
  if (text.size() < first + last + 3) return text.substr(0, 1) + "***";
  return text.substr(0, first) + std::string(text.size() - first - last, '*') + text.substr(text.size() - last);
}

// A value as people write it; numbers of people, phones and accounts masked.
std::string Shown(const lake::ColumnSpec& column, std::string text) {
  if (text.empty()) return text;
  if (column.pii == lake::Pii::kIdentity) return Masked(text, 6, 4);
  if (column.pii == lake::Pii::kContact || column.pii == lake::Pii::kAccount) return Masked(text, 3, 4);
  if (column.type == lake::ColumnType::kCode) {
    for (const auto& [code, word] : column.codes) {
      if (code == text) return word.zh;
    }
  }
  if (column.type == lake::ColumnType::kFlag) return text == "true" ? "是" : "否";
  int64_t value = 0;
  const bool number = std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc();
  if (number && (column.type == lake::ColumnType::kMoney || column.type == lake::ColumnType::kAreaMu ||
                 column.type == lake::ColumnType::kPercent)) {
    return FormatYuan(Cents{value});
  }
  return text;
}

void WriteDiffRow(workbook::Sheet& sheet, const lake::TableSpec& table, const sql::Rows& rows, int64_t r, int row) {
  const std::string_view kind = rows.Text(r, 0);
  sheet.Text(row, 0, kind, workbook::Style::kBox);
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const int column = static_cast<int>(c) + 1;
    const std::string before = Shown(table.columns[c], std::string(rows.Text(r, 2 * column - 1)));
    const std::string after = Shown(table.columns[c], std::string(rows.Text(r, 2 * column)));
    const bool changed = kind == "变更" && before != after;
    sheet.Text(row, column, kind == "减少" ? before : after, changed ? workbook::Style::kBad : workbook::Style::kBox);
    if (changed) sheet.Comment(row, column, "原来：" + (before.empty() ? std::string("（空）") : before));
  }
}

Result<void> WriteSheet(sql::Engine& engine, workbook::Writer& book, const lake::TableSpec& table,
                        const TableDiff& diff, const std::string& notice) {
  workbook::Sheet& sheet = book.AddSheet(table.title.zh);
  const int last = static_cast<int>(table.columns.size());
  const std::string line =
      fmt::format("新增 {} · 减少 {} · 变更 {} · 相同 {}（不列出）。标红的格子变了，批注里写着原来的值。{}", diff.fresh,
                  diff.gone, diff.changed, diff.same, notice);
  sheet.ColumnWidth(0, 8);
  for (int c = 1; c <= last; ++c) sheet.ColumnWidth(c, 16);
  sheet.Text(0, 0, line, workbook::Style::kNote);
  sheet.Text(1, 0, "变化", workbook::Style::kHeader);
  for (int c = 1; c <= last; ++c) {
    sheet.Text(1, c, table.columns[static_cast<size_t>(c) - 1].title.zh, workbook::Style::kHeader);
  }
  int row = 2;
  TRY(engine.Stream(ChangedSql(table), [&](const sql::Rows& rows) -> Result<void> {
    for (int64_t r = 0; r < rows.count(); ++r) WriteDiffRow(sheet, table, rows, r, row++);
    return {};
  }));
  if (row == 2) sheet.Text(row, 0, "没有变化。");
  sheet.FreezeRows(2);
  if (row > 2) sheet.Filter(1, row - 1, last);
  sheet.Page({.landscape = true, .header = table.title.zh + " 批次比较", .footer = line, .repeat_rows = 2});
  return {};
}

Result<std::string> PathFor(lake::Lake& lake, const lake::Delivery& delivery, const std::string& table) {
  const std::string wanted = delivery.TableFile(table);
  for (const lake::FileRow& file : delivery.files) {
    if (file.path == wanted) return lake.Readable(file);
  }
  return std::string();
}

Result<TableDiff> CompareTable(lake::Lake& lake, const lake::TableSpec& table, sql::Engine& engine,
                               const std::string& before, const std::string& after, const DiffOutput& output,
                               workbook::Writer* book) {
  TableDiff diff{.table = table.name, .title = table.title.zh};
  TRY(engine.Execute("create or replace temp table diff_before as " + RowsSql(table, before)));
  TRY(engine.Execute("create or replace temp table diff_after as " + RowsSql(table, after)));
  TRY_ASSIGN(
      const sql::Rows rows,
      engine.Query("select count(*) filter (b.diff_key is null), count(*) filter (a.diff_key is null), "
                   "count(*) filter (a.diff_whole <> b.diff_whole), count(*) filter (a.diff_whole = b.diff_whole) "
                   "from diff_before b full join diff_after a on b.diff_key = a.diff_key and b.diff_nth = "
                   "a.diff_nth"));
  diff.fresh = rows.Int(0, 0);
  diff.gone = rows.Int(0, 1);
  diff.changed = rows.Int(0, 2);
  diff.same = rows.Int(0, 3);
  if (!output.folder.empty() && output.csv) {
    diff.path = output.folder + "/" + table.name + "_diff.csv";
    TRY(WriteCsv(engine, lake, table, diff.path));
  }
  if (book != nullptr) TRY(WriteSheet(engine, *book, table, diff, output.notice));
  TRY(engine.Execute("drop table diff_before; drop table diff_after"));
  return diff;
}

}  // namespace

Result<DeliveryDiff> CompareDeliveries(lake::Lake& lake, const lake::TableCatalogue& tables, sql::Engine& engine,
                                       DeliveryId before, DeliveryId after, const DiffOutput& output) {
  TRY_ASSIGN(const lake::Delivery old_one, lake.FindDelivery(before));
  TRY_ASSIGN(const lake::Delivery new_one, lake.FindDelivery(after));
  DeliveryDiff diff;
  diff.comparable = old_one.mode == lake::Mode::kFull && new_one.mode == lake::Mode::kFull &&
                    old_one.source == new_one.source && old_one.area_set == new_one.area_set;
  std::unique_ptr<workbook::Writer> book;
  std::string path;
  if (!output.folder.empty() && !output.csv) {
    path = output.folder + "/批次比较_" + lake::DeliveryName(before) + "_" + lake::DeliveryName(after) +
           (output.notice.empty() ? "" : "_演示数据_人员虚构") + ".xlsx";
    TRY_ASSIGN(book, workbook::Writer::Create(path));
  }
  for (const auto& [name, rows] : new_one.table_rows) {
    const lake::TableSpec* table = tables.Find(name);
    if (table == nullptr || !old_one.table_rows.contains(name)) continue;
    TRY_ASSIGN(const std::string old_path, PathFor(lake, old_one, name));
    TRY_ASSIGN(const std::string new_path, PathFor(lake, new_one, name));
    if (old_path.empty() || new_path.empty()) continue;
    TRY_ASSIGN(TableDiff one, CompareTable(lake, *table, engine, old_path, new_path, output, book.get()));
    if (book != nullptr) one.path = path;
    diff.tables.push_back(std::move(one));
  }
  if (book != nullptr && !diff.tables.empty()) TRY(book->Close());
  return diff;
}

}  // namespace xiuhua::ingest
