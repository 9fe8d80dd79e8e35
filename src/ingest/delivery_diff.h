// DeliveryDiff: what is new, gone and changed between two deliveries of one source.
//
// A record is the same person's (ID key; without one: household number and name key; without that: name key and place)
// and, when a person has several, the n-th of them in order. "Gone" and "new" mean something between full deliveries of
// one area set only; the caller is told when they are not.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "lake/lake.h"
#include "lake/table_spec.h"
#include "sql/engine.h"

namespace xiuhua::ingest {

struct TableDiff {
  std::string table;
  int64_t fresh = 0;
  int64_t gone = 0;
  int64_t changed = 0;
  int64_t same = 0;
  std::string csv;  // path written, empty when no folder was given
};

struct DeliveryDiff {
  bool comparable = true;  // both full, of one source and area set
  std::vector<TableDiff> tables;
};

// Compares the tables both deliveries fill; with a folder writes <table>_diff.csv (kind, key fields, before and after
// of each changed column; UTF-8 with byte order mark, formulas neutralised). Errors: LAK-012, LAK-013, SQL-*.
Result<DeliveryDiff> CompareDeliveries(lake::Lake& lake, const lake::TableCatalogue& tables, sql::Engine& engine,
                                       DeliveryId before, DeliveryId after, const std::string& folder);

}  // namespace xiuhua::ingest
