#include "ingest/reversals.h"

#include <fmt/core.h>

#include <vector>

namespace xiuhua::ingest {
namespace {

using lake::ColumnType;

struct ReversalColumns {
  std::string person;                // expression over one row
  std::string date;                  // column or empty
  std::vector<std::string> amounts;  // the first one decides the sign
  std::vector<std::string> items;    // codes that must agree
};

ReversalColumns ColumnsOf(const lake::TableSpec& table) {
  ReversalColumns columns;
  const lake::ColumnSpec* id = table.WithRole(lake::Role::kIdNumber);
  const lake::ColumnSpec* name = table.WithRole(lake::Role::kPersonName);
  if (id != nullptr) columns.person = fmt::format("cast({}_key as varchar)", id->name);
  if (name != nullptr) {
    const std::string by_name = fmt::format("'n' || cast({}_key as varchar) || coalesce(area_code, '')", name->name);
    columns.person = id == nullptr ? by_name : fmt::format("coalesce({}, {})", columns.person, by_name);
  }
  columns.date = table.date_column;
  for (const lake::ColumnSpec& column : table.columns) {
    if (column.type == ColumnType::kMoney) columns.amounts.push_back(column.name);
    if (column.type == ColumnType::kCode) columns.items.push_back(column.name);
  }
  return columns;
}

// One select of (row_ref, person, day, sign, magnitude, item) - what two rows must have in common is one text.
std::string RowsSql(const ReversalColumns& columns, const std::string& path) {
  std::string amounts = "''";
  for (const std::string& amount : columns.amounts) {
    amounts += fmt::format(" || '|' || coalesce(cast(abs({}) as varchar), '')", amount);
  }
  for (const std::string& item : columns.items) amounts += fmt::format(" || '|' || coalesce({}, '')", item);
  const std::string day = columns.date.empty() ? "cast(null as date)" : columns.date;
  std::string negative;
  for (const std::string& amount : columns.amounts) {
    negative += fmt::format("{}coalesce({}, 0) < 0", negative.empty() ? "" : " or ", amount);
  }
  return fmt::format(
      "select row_ref, {} as person, coalesce({}, date '1900-01-01') as day, ({}) as negative, {} as likeness from "
      "read_parquet({})",
      columns.person, day, negative, amounts, sql::Quoted(path));
}

}  // namespace

// Pairing is a bracket match: rows of one person and likeness in order of time; the k-th unmatched negative takes the
// nearest positive before it that no other has taken. With n positives and m negatives before a moment, the running
// depth tells which positive is on top, so a window over the depth finds it without a loop.
Result<ReversalCounts> PairReversals(sql::Engine& engine, const TablePlan& table, const std::string& folder) {
  const ReversalColumns columns = ColumnsOf(*table.spec);
  if (columns.person.empty() || columns.amounts.empty()) return ReversalCounts{};
  const std::string path = folder + "/" + table.spec->name + ".parquet";
  const std::string rows = RowsSql(columns, path);
  TRY_ASSIGN(const int64_t negatives, engine.QueryInt(fmt::format("select count(*) from ({}) where negative", rows)));
  if (negatives == 0) return ReversalCounts{};
  TRY(engine.Execute(fmt::format(
      "create or replace temp table reversal_rows as with all_rows as ({}), keys as (select distinct person, likeness "
      "from all_rows where negative and person is not null) select a.* from all_rows a join keys k on a.person = "
      "k.person and a.likeness = k.likeness",
      rows)));
  // level: how many positives are open. A negative that finds none open stays unpaired and must not count below zero,
  // hence the running minimum is taken off.
  TRY(engine.Execute(
      "create or replace temp table reversal_levels as with steps as (select *, sum(case when negative then -1 else 1 "
      "end) over w as depth from reversal_rows window w as (partition by person, likeness order by day, negative, "
      "row_ref)), floors as (select *, least(0, min(depth) over (partition by person, likeness order by day, negative, "
      "row_ref)) as floor_now, least(0, coalesce(min(depth) over (partition by person, likeness order by day, "
      "negative, "
      "row_ref rows between unbounded preceding and 1 preceding), 0)) as floor_before from steps) select row_ref, "
      "person, "
      "likeness, day, negative, negative and floor_now < floor_before as lonely, depth - floor_now + (case when "
      "negative "
      "then 1 else 0 end) as level from floors"));
  TRY(
      engine.Execute("create or replace temp table reversal_pairs as with ordered as (select *, lag(row_ref) over "
                     "(partition by person, "
                     "likeness, level order by day, negative, row_ref) as before_ref, lag(negative) over (partition by "
                     "person, likeness, "
                     "level order by day, negative, row_ref) as before_negative from reversal_levels where not lonely) "
                     "select row_ref, "
                     "before_ref as reverses_row_ref from ordered where negative and before_negative = false"));
  TRY(engine.CopyToParquet(
      fmt::format(
          "select n.row_ref, p.reverses_row_ref from ({}) n left join reversal_pairs p on p.row_ref = n.row_ref "
          "where n.negative order by n.row_ref",
          rows),
      folder + "/reversals.parquet"));
  ReversalCounts counts;
  TRY_ASSIGN(counts.paired, engine.QueryInt("select count(*) from reversal_pairs"));
  counts.unpaired = negatives - counts.paired;
  TRY(engine.Execute("drop table reversal_rows; drop table reversal_levels; drop table reversal_pairs"));
  return counts;
}

}  // namespace xiuhua::ingest
