// FillXlsx: answers into somebody else's workbook, and nothing else.
//
// A list sent from above goes back in the sender's own file: same sheets, columns, order, formats, merged cells,
// formulas, colours and macros. No library opens an existing workbook for that without rewriting it, so the XML of the
// sheet is patched in place: the bytes outside the filled cells stay as they are, every other part of the package is
// copied as it is packed. Filled texts are inline strings (the shared strings stay untouched, no text becomes a
// formula); the cell's own format, else the row's, else the column's is kept. What was written is proved before the
// file is given out (ComparePackages).
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "ingest/open_workbook.h"

namespace xiuhua::ingest {

struct CellFill {
  std::string sheet;   // its name
  int64_t row = 0;     // 1-based
  int32_t column = 0;  // 0-based
  std::string text;
};

struct FillReport {
  int64_t cells = 0;  // filled; cells that held the same text already are left alone
  int64_t same = 0;
};

// `target` must not exist; it is written with mode 0600 and is absent after an error.
// Errors: ING-024 (no such sheet), ING-091 (the cell holds a formula), ING-092 (hidden behind a merged cell), ING-093
// (something else stands there), ING-094 (the package is signed), ING-095 (the proof failed), and those of opening.
Result<FillReport> FillXlsx(const std::string& source, const std::vector<CellFill>& fills, const std::string& target,
                            const OpenOptions& options);

// What differs between two packages: names of parts whose unpacked bytes differ or which only one of them has, and for
// sheets the cells whose text, format or formula differs ("名单!F12").
struct PackageDifference {
  std::vector<std::string> parts;
  std::set<std::string> cells;
};
// Errors: those of opening.
Result<PackageDifference> ComparePackages(const std::string& before, const std::string& after,
                                          const OpenOptions& options);

}  // namespace xiuhua::ingest
