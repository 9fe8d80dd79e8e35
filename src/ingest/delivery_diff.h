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
  std::string title;  // Chinese
  std::string path;   // written, empty when no folder was given
};

struct DeliveryDiff {
  bool comparable = true;  // both full, of one source and area set
  std::vector<TableDiff> tables;
};

struct DiffOutput {
  std::string folder;  // empty = count only
  bool csv = false;    // <table>_diff.csv: kind, before and after of each column (UTF-8 with byte order mark)
  std::string notice;  // "演示数据 人员虚构" or empty
};
// Compares the tables both deliveries fill. The workbook 批次比较_D000001_D000002.xlsx has a sheet a table: a changed
// record shows the later values, cells that changed are marked and say what stood there before. Codes are shown by
// their words, amounts in yuan, numbers of people, phones and accounts masked (the CSV has them whole); formulas are
// neutralised. Errors: LAK-012, LAK-013, SQL-*, WBK-001.
Result<DeliveryDiff> CompareDeliveries(lake::Lake& lake, const lake::TableCatalogue& tables, sql::Engine& engine,
                                       DeliveryId before, DeliveryId after, const DiffOutput& output);

}  // namespace xiuhua::ingest
