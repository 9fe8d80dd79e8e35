// SourceSpec: how one department's file fills tables (packs/*/sources/*.yaml, docs/formats/pack.md), checked against
// the table specs. SourceCatalogue: all of them, the county's own over the packs'.
//
// Errors: LAK-001 ... LAK-006 (YAML), ING-200 (unknown table), ING-201 (unknown column), ING-202 (a setting that does
// not fit the column's type), ING-203 (unknown field), ING-204 (a regular expression that does not compile) - all with
// file and line.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "lake/delivery.h"
#include "lake/table_spec.h"
#include "text/values.h"

namespace xiuhua::ingest {

enum class Way : uint8_t { kList, kInquiry, kClue };
enum class OnBad : uint8_t { kQuarantine, kUnknown };  // kUnknown: NULL, the text kept in bad_cells, counted

// One table column of a fill: where its text comes from and how it is read.
struct FillColumn {
  const lake::ColumnSpec* column = nullptr;  // in the catalogue the spec was loaded with
  std::vector<std::string> from;             // field names; {n} stands for the member number
  std::string constant;                      // used when `from` is empty
  bool required = false;
  text::MoneyUnit money_unit = text::MoneyUnit::kYuan;
  text::AreaUnit area_unit = text::AreaUnit::kMu;
  text::PercentUnit percent_unit = text::PercentUnit::kPercent;
  bool excel_dates = false;
  std::string take;  // regular expression; its first group (or the whole match) is what is read
  std::map<std::string, std::string, std::less<>> map;  // cleaned text → code
  std::optional<std::string> map_rest;                  // "*"
  OnBad on_bad = OnBad::kUnknown;
  SourceRef where;
};

struct FillCondition {
  std::string field;
  std::vector<std::string> texts;  // the row counts when the cleaned cell is one of them
};

struct Fill {
  const lake::TableSpec* table = nullptr;
  std::vector<FillCondition> when;  // all must hold
  int unpivot_count = 0;            // 0 = one record a row
  std::string skip_blank;           // unpivot: the member is left out when this column's text is blank
  std::vector<FillColumn> columns;
  SourceRef where;
};

// A field of the file: the headings it may have, the usual one first; "#2" = the second column of that heading.
struct SourceField {
  std::string name;
  std::vector<std::string> aliases;
};

struct SourceSpec {
  std::string id;
  lake::Title title;
  lake::Title owner;
  Way way = Way::kList;
  lake::Mode mode = lake::Mode::kFull;
  bool signed_amounts = false;
  lake::Title basis;
  std::vector<std::string> purposes;
  int retention_months = 36;

  std::vector<std::string> recognise_headers;
  std::string recognise_file_name;  // regular expression, may be empty

  std::string sheets = "all";  // all | first | a regular expression on sheet names
  std::vector<std::string> fill_down;
  bool strike_set_aside = false;
  bool hidden_set_aside = false;
  std::map<uint32_t, std::string> fill_meanings;  // 0xRRGGBB → meaning
  std::string period_column;                      // field that holds the period, may be empty

  std::vector<SourceField> fields;
  std::vector<std::string> drop;  // headings of class never
  std::vector<Fill> fills;
  SourceRef where;

  [[nodiscard]] const SourceField* FindField(std::string_view name) const;  // nullptr when absent
  // Every heading it knows (aliases of fields, dropped ones), normalised by NormaliseHeader, without "#n".
  [[nodiscard]] std::vector<std::string> KnownHeaders() const;
  // The tables it fills, each once.
  [[nodiscard]] std::vector<std::string> Tables() const;
};

// `tables` must outlive the spec.
Result<SourceSpec> ParseSourceSpec(const lake::YamlNode& root, const lake::TableCatalogue& tables);

class SourceCatalogue {
 public:
  // Every sources/*.yaml. A site file of the same source replaces it; a site file that has only `source` and `aliases:
  // {field: [heading, ...]}` (and `drop`) adds headings to it.
  static Result<SourceCatalogue> Load(const lake::PackFolders& folders, const lake::TableCatalogue& tables);
  static Result<SourceCatalogue> FromSpecs(std::vector<SourceSpec> specs);

  [[nodiscard]] const SourceSpec* Find(std::string_view id) const;
  [[nodiscard]] const std::vector<SourceSpec>& sources() const { return sources_; }
  // Ids of the sources that fill a table.
  [[nodiscard]] std::vector<std::string> Filling(std::string_view table) const;

 private:
  std::vector<SourceSpec> sources_;
};

}  // namespace xiuhua::ingest
