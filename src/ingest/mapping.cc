#include "ingest/mapping.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/check.h"
#include "ingest/import_errors.h"
#include "lake/row_ref.h"

namespace xiuhua::ingest {
namespace {

using lake::ColumnType;

// Headings of a sheet by what people may call them: as joined by the layout (家庭成员/姓名, 姓名#2) and the bottom
// words alone, the second column of a word being word#2.
std::map<std::string, int> HeadingIndex(const LayoutGuess& layout) {
  std::map<std::string, int> index;
  for (size_t i = 0; i < layout.names.size(); ++i) {
    const std::string name = NormaliseHeader(layout.names[i]);
    if (!name.empty()) index.emplace(name, static_cast<int>(i));
  }
  std::map<std::string, int> seen;
  for (size_t i = 0; i < layout.plain_names.size(); ++i) {
    const std::string name = NormaliseHeader(layout.plain_names[i]);
    if (name.empty()) continue;
    const int nth = ++seen[name];
    index.emplace(nth == 1 ? name : name + "#" + std::to_string(nth), static_cast<int>(i));
  }
  return index;
}

std::string AliasKey(std::string_view alias) {
  const size_t mark = alias.rfind('#');
  if (mark == std::string_view::npos) return NormaliseHeader(alias);
  return NormaliseHeader(alias.substr(0, mark)) + std::string(alias.substr(mark));
}

std::string MemberField(std::string field, int64_t member) {
  for (size_t at = field.find("{n}"); at != std::string::npos; at = field.find("{n}", at)) {
    field.replace(at, 3, std::to_string(member));
  }
  return field;
}

WordMap WordsOf(const FillColumn& fill) {
  WordMap words;
  for (const auto& [text, code] : fill.map) words.emplace(text, code);
  for (const auto& [code, title] : fill.column->codes) {
    words.emplace(code, code);
    words.emplace(title.zh, code);
    words.emplace(title.en, code);
  }
  return words;
}

ColumnPlan PlanColumn(const SourceSpec& source, const HeaderMatch& match, const FillColumn& fill, int64_t member) {
  ColumnPlan plan{.fill = &fill, .column = fill.column, .type = fill.column->type, .required = fill.required};
  for (const std::string& field : fill.from) {
    const int cell = match.ColumnOf(MemberField(field, member));
    if (cell >= 0) plan.cells.push_back(cell);
  }
  plan.on_bad = fill.on_bad;
  plan.negative_allowed = source.signed_amounts;
  plan.is_area = fill.column->role == lake::Role::kArea;
  plan.checks_digits = fill.column->role == lake::Role::kHouseholdNo || plan.type == ColumnType::kAccount;
  plan.date_style = fill.excel_dates ? text::DateStyle::kSerial1900 : text::DateStyle::kText;
  plan.words = WordsOf(fill);
  plan.rest = fill.map_rest;
  if (!fill.take.empty()) {
    std::string why;
    plan.take = Expression::Compile(fill.take, why);
    CHECK(plan.take.has_value());  // compiled once when the source was loaded
  }
  return plan;
}

// Every column of the table has its place among the values; those the source does not fill stay NULL.
RecordPlan PlanRecord(const SourceSpec& source, const HeaderMatch& match, const Fill& fill, int64_t member) {
  RecordPlan record{.member = member};
  for (const FillCondition& condition : fill.when) {
    record.when.push_back({match.ColumnOf(condition.field), condition.texts});
  }
  int next = 1;  // 0 is row_ref
  for (const lake::ColumnSpec& column : fill.table->columns) {
    const auto filled = std::ranges::find(fill.columns, &column, &FillColumn::column);
    if (filled != fill.columns.end()) {
      ColumnPlan plan = PlanColumn(source, match, *filled, member);
      plan.first_value = next;
      if (column.name == fill.skip_blank) {
        record.may_skip = true;
        record.skip_cells = plan.cells;
      }
      record.columns.push_back(std::move(plan));
    }
    next += static_cast<int>(lake::EngineColumnsOf(column).size());
  }
  return record;
}

std::string NearestHeadings(const LayoutGuess& layout) {
  std::string out;
  size_t shown = 0;
  for (const std::string& name : layout.plain_names) {
    if (name.empty()) continue;
    if (++shown > 12) return out + " …";
    out += (out.empty() ? "" : "、") + name;
  }
  return out;
}

}  // namespace

HeaderMatch MatchHeader(const SourceSpec& source, const LayoutGuess& layout) {
  HeaderMatch match;
  match.headings = layout.plain_names;
  const std::map<std::string, int> index = HeadingIndex(layout);
  std::set<int> taken;
  for (const std::string& heading : source.drop) {
    const auto found = index.find(AliasKey(heading));
    if (found != index.end() && taken.insert(found->second).second) match.dropped.push_back(found->second);
  }
  size_t most_aliases = 0;
  for (const SourceField& field : source.fields) most_aliases = std::max(most_aliases, field.aliases.size());
  for (size_t rank = 0; rank < most_aliases; ++rank) {
    for (const SourceField& field : source.fields) {
      if (rank >= field.aliases.size() || match.columns.contains(field.name)) continue;
      const auto found = index.find(AliasKey(field.aliases[rank]));
      if (found == index.end() || !taken.insert(found->second).second) continue;
      match.columns.emplace(field.name, found->second);
    }
  }
  for (const SourceField& field : source.fields) {
    if (!match.columns.contains(field.name)) match.missing_fields.push_back(field.name);
  }
  for (size_t i = 0; i < layout.plain_names.size(); ++i) {
    const int column = static_cast<int>(i);
    if (!layout.plain_names[i].empty() && !taken.contains(column)) match.unused.push_back(column);
  }
  return match;
}

std::vector<std::string> MissingRequired(const SourceSpec& source, const HeaderMatch& match) {
  std::vector<std::string> missing;
  for (const Fill& fill : source.fills) {
    for (const FillColumn& column : fill.columns) {
      if (!column.required || column.from.empty()) continue;
      const bool found = std::ranges::any_of(
          column.from, [&](const std::string& field) { return match.ColumnOf(MemberField(field, 1)) >= 0; });
      if (!found) missing.push_back(fill.table->name + "." + column.column->name + " (" + column.from.front() + ")");
    }
  }
  return missing;
}

std::vector<TablePlan> PlanTables(const SourceSpec& source) {
  std::vector<TablePlan> tables;
  for (const Fill& fill : source.fills) {
    auto table = std::ranges::find(tables, fill.table, &TablePlan::spec);
    if (table == tables.end()) {
      tables.push_back({fill.table, lake::DeliveryColumns(*fill.table), 0});
      table = tables.end() - 1;
    }
    table->records_per_row += std::max(1, fill.unpivot_count);
  }
  return tables;
}

Result<PartPlan> CompilePlan(const SourceSpec& source, const LayoutGuess& layout, int64_t delivery, int64_t part,
                             const std::string& shown) {
  PartPlan plan{.source = &source, .delivery = delivery, .part = part, .layout = layout};
  plan.match = MatchHeader(source, layout);
  const std::vector<std::string> missing = MissingRequired(source, plan.match);
  if (!missing.empty()) {
    std::string list;
    for (const std::string& one : missing) list += (list.empty() ? "" : "、") + one;
    return Fail(errors::kRequiredColumnMissing, {shown, list, NearestHeadings(layout)}, {.file = shown});
  }
  plan.tables = PlanTables(source);
  std::map<size_t, int64_t> next_member;
  for (const Fill& fill : source.fills) {
    const auto table =
        static_cast<size_t>(std::ranges::find(plan.tables, fill.table, &TablePlan::spec) - plan.tables.begin());
    const bool first = !next_member.contains(table);
    int64_t& next = next_member[table];
    if (fill.unpivot_count > 0) next = std::max<int64_t>(next, 1);
    for (int64_t member = 1; member <= std::max(1, fill.unpivot_count); ++member) {
      RecordPlan record = PlanRecord(source, plan.match, fill, member);
      record.table = table;
      record.member = first && fill.unpivot_count > 0 ? member : next;
      CHECK(record.member <= lake::kMaxMember);
      next = record.member + 1;
      plan.records.push_back(std::move(record));
    }
    plan.max_values = std::max(plan.max_values, static_cast<int64_t>(plan.tables[table].columns.size()));
  }
  for (const std::string& field : source.fill_down) {
    const int column = plan.match.ColumnOf(field);
    if (column >= 0) plan.fill_down.push_back(column);
  }
  return plan;
}

}  // namespace xiuhua::ingest
