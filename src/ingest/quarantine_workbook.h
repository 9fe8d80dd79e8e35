// Quarantine workbooks: the rows of a delivery that could not be taken, out for correction and back in.
//
// One sheet a part: a title, the headings, the original row with the bad cells marked red and explained in a comment,
// then 问题 / 怎么改 and a hidden key. Import recognises such a workbook by its key heading; the corrected rows become
// a correction delivery to the one they came from. Rows nobody changed, and rows corrected before, are set aside.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ingest/import_parts.h"
#include "ingest/row_producer.h"
#include "lake/lake.h"
#include "sql/engine.h"

namespace xiuhua::ingest {

inline constexpr std::string_view kQuarantineKeyHeading = "行键（请勿改动）";

struct QuarantineExportRequest {
  DeliveryId delivery;
  std::string folder;  // where the workbook is written
  lake::Title source;  // shown in its title
  std::string notice;  // "演示数据 人员虚构" or empty: stands in file name, title and print
  // What is known about a row beyond its bad cells, by row reference (member 0); stands under 怎么改.
  std::map<int64_t, std::string> hints;
};

struct QuarantineExport {
  std::string path;  // empty when nothing is quarantined
  int64_t rows = 0;
};

// Rows of this delivery that were quarantined and not corrected since. Errors: LAK-012, LAK-013, SQL-*, WBK-001.
Result<QuarantineExport> ExportQuarantine(lake::Lake& lake, sql::Engine& engine,
                                          const QuarantineExportRequest& request);

// What a row of a quarantine workbook says of itself: D000012.3.<row_ref>.<hash of its cells>.
struct QuarantineKey {
  int64_t delivery = 0;  // the delivery whose workbook it is
  int64_t part = 0;
  int64_t row_ref = 0;  // the row first quarantined (of the delivery that is corrected)
  std::string cells_hash;
};
std::string WriteQuarantineKey(const QuarantineKey& key);
std::optional<QuarantineKey> ParseQuarantineKey(std::string_view text);
// Of the cleaned texts, so that saving the workbook does not count as a change.
std::string HashCells(std::span<const std::string_view> cells);

// Is this sheet of a quarantine workbook? Looks at its first rows.
bool IsQuarantineSheet(const SheetHead& head);

// A returned workbook, ready to be written as a correction.
struct Correction {
  lake::Delivery corrects;  // the delivery first imported
  SourceGroup group;        // its sheets with the layout of the original parts
  std::unique_ptr<RowFilter> filter;
};

// Errors: ING-220 (keys missing or not of this lake, several deliveries), LAK-012, LAK-013, ING-217, reading.
Result<Correction> ReadCorrection(std::vector<OpenedSheet> sheets, lake::Lake& lake, sql::Engine& engine,
                                  const SourceCatalogue& sources);

}  // namespace xiuhua::ingest
