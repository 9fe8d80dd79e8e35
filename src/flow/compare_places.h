// Two publishers' registers of places, delivered as two tables, compared and written as a workbook.
#pragma once

#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "ingest/source_spec.h"
#include "lake/lake.h"
#include "lake/table_spec.h"
#include "linkage/places.h"
#include "sql/engine.h"

namespace xiuhua::flow {

struct ComparePlacesRequest {
  std::string left_table;  // declared tables with the columns named below
  std::string right_table;
  // One column, or several that together make the code: {"county_code", "town_code"}.
  std::vector<std::string> code_columns = {"code"};
  std::string name_column = "name";
  Date as_of;
  std::string out_file;                         // xlsx
  std::vector<std::string> division_csv_files;  // names of provinces, prefectures, counties; may be empty
};

struct ComparePlacesReport {
  linkage::PlaceComparison comparison;
  std::vector<std::pair<std::string, int64_t>> differences;  // kind in Chinese → pairs of one code
};

// Errors: FLW-004 (a table is not declared or has no such column), FLW-003 (nothing delivered), SQL-001, WBK-001.
Result<ComparePlacesReport> CompareDeliveredPlaces(lake::Lake& lake, const lake::TableCatalogue& tables,
                                                   const ingest::SourceCatalogue& sources, sql::Engine& engine,
                                                   const ComparePlacesRequest& request);

}  // namespace xiuhua::flow
