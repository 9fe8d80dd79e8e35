// Mapping: which column of a sheet is which field of a source, and the compiled plan by which rows become records.
//
// A plan is immutable and shared by the workers of a part.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "ingest/expression.h"
#include "ingest/layout.h"
#include "ingest/source_spec.h"
#include "sql/types.h"

namespace xiuhua::ingest {

// Field → column of one sheet. Headings are compared by NormaliseHeader; a field takes the first free heading among its
// aliases, and a first alias goes before any other field's second.
struct HeaderMatch {
  std::unordered_map<std::string, int> columns;  // field name → 0-based column
  std::vector<std::string> headings;             // per column: the heading a person reads, may be empty
  std::vector<int> unused;                       // columns with a heading that no field takes and nothing drops
  std::vector<int> dropped;                      // columns of class never
  std::vector<std::string> missing_fields;

  [[nodiscard]] int ColumnOf(const std::string& field) const {
    const auto found = columns.find(field);
    return found == columns.end() ? -1 : found->second;
  }
};
HeaderMatch MatchHeader(const SourceSpec& source, const LayoutGuess& layout);

// The required columns of a source that this header cannot fill ("settlements.person_name (姓名)").
std::vector<std::string> MissingRequired(const SourceSpec& source, const HeaderMatch& match);

// ---- the compiled plan

struct TextHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using WordMap = std::unordered_map<std::string, std::string, TextHash, std::equal_to<>>;

struct ColumnPlan {
  const FillColumn* fill = nullptr;  // nullptr: the table column that this source does not fill
  const lake::ColumnSpec* column = nullptr;
  lake::ColumnType type = lake::ColumnType::kText;
  std::vector<int> cells;  // 0-based sheet columns in order of `from`; those without a heading left out
  bool required = false;
  OnBad on_bad = OnBad::kUnknown;
  bool negative_allowed = false;
  bool is_area = false;
  bool checks_digits = false;  // a number kept as text: household number, account
  text::DateStyle date_style = text::DateStyle::kText;
  WordMap words;  // kCode and mapped columns: cleaned text → code
  std::optional<std::string> rest;
  std::optional<Expression> take;
  int first_value = 0;  // position of its first engine column among the record's values
};

struct ConditionPlan {
  int cell = -1;
  std::vector<std::string> texts;
};

// One record that a row may become.
struct RecordPlan {
  size_t table = 0;  // index into PartPlan::tables
  int64_t member = 0;
  std::vector<ConditionPlan> when;
  std::vector<int> skip_cells;  // unpivot: left out when all of these are blank
  bool may_skip = false;
  std::vector<ColumnPlan> columns;
};

struct TablePlan {
  const lake::TableSpec* spec = nullptr;
  std::vector<sql::Column> columns;  // lake::DeliveryColumns
  int records_per_row = 0;
};

// The tables that a source fills, and the one whose rows are written straight to Parquet (the others are spooled).
std::vector<TablePlan> PlanTables(const SourceSpec& source);

struct PartPlan {
  const SourceSpec* source = nullptr;
  int64_t delivery = 0;
  int64_t part = 0;
  LayoutGuess layout;
  HeaderMatch match;
  std::vector<TablePlan> tables;
  std::vector<RecordPlan> records;
  std::vector<int> fill_down;  // sheet columns, the outer ones first
  int64_t max_values = 0;      // widest record
};

// Errors: ING-212 (a required column has no heading). `shown` names the sheet in errors.
Result<PartPlan> CompilePlan(const SourceSpec& source, const LayoutGuess& layout, int64_t delivery, int64_t part,
                             const std::string& shown);

}  // namespace xiuhua::ingest
