#include "ingest/delivery_diff.h"

#include <fmt/core.h>

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

Result<void> WriteCsv(sql::Engine& engine, lake::Lake& lake, const lake::TableSpec& table, const std::string& path) {
  std::string columns;
  std::string csv = "\xEF\xBB\xBF\"变化\"";
  for (const lake::ColumnSpec& column : table.columns) {
    columns += fmt::format(", b.{0}, a.{0}", column.name);
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
  TRY(engine.Stream(
      fmt::format("select case when b.diff_key is null then '新增' when a.diff_key is null then '减少' else "
                  "'变更' end{} from diff_before b full join diff_after a on b.diff_key = a.diff_key and "
                  "b.diff_nth = a.diff_nth where b.diff_whole is distinct from a.diff_whole order by "
                  "coalesce(a.diff_key, b.diff_key), coalesce(a.diff_nth, b.diff_nth)",
                  columns),
      take));
  return lake.files().WriteDurably(path, csv);
}

Result<std::string> PathFor(lake::Lake& lake, const lake::Delivery& delivery, const std::string& table) {
  const std::string wanted = delivery.TableFile(table);
  for (const lake::FileRow& file : delivery.files) {
    if (file.path == wanted) return lake.Readable(file);
  }
  return std::string();
}

Result<TableDiff> CompareTable(lake::Lake& lake, const lake::TableSpec& table, sql::Engine& engine,
                               const std::string& before, const std::string& after, const std::string& folder) {
  TableDiff diff{.table = table.name};
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
  if (!folder.empty()) {
    diff.csv = folder + "/" + table.name + "_diff.csv";
    TRY(WriteCsv(engine, lake, table, diff.csv));
  }
  TRY(engine.Execute("drop table diff_before; drop table diff_after"));
  return diff;
}

}  // namespace

Result<DeliveryDiff> CompareDeliveries(lake::Lake& lake, const lake::TableCatalogue& tables, sql::Engine& engine,
                                       DeliveryId before, DeliveryId after, const std::string& folder) {
  TRY_ASSIGN(const lake::Delivery old_one, lake.FindDelivery(before));
  TRY_ASSIGN(const lake::Delivery new_one, lake.FindDelivery(after));
  DeliveryDiff diff;
  diff.comparable = old_one.mode == lake::Mode::kFull && new_one.mode == lake::Mode::kFull &&
                    old_one.source == new_one.source && old_one.area_set == new_one.area_set;
  for (const auto& [name, rows] : new_one.table_rows) {
    const lake::TableSpec* table = tables.Find(name);
    if (table == nullptr || !old_one.table_rows.contains(name)) continue;
    TRY_ASSIGN(const std::string old_path, PathFor(lake, old_one, name));
    TRY_ASSIGN(const std::string new_path, PathFor(lake, new_one, name));
    if (old_path.empty() || new_path.empty()) continue;
    TRY_ASSIGN(TableDiff one, CompareTable(lake, *table, engine, old_path, new_path, folder));
    diff.tables.push_back(std::move(one));
  }
  return diff;
}

}  // namespace xiuhua::ingest
