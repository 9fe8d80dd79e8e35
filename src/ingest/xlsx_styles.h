// Styles of an xlsx workbook as far as they carry meaning: dates, padded codes, strike-through, fills.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "ingest/xlsx_xml.h"

namespace xiuhua::ingest {

enum class NumberShape : uint8_t { kPlain, kDate, kTime, kDateTime, kPadded };

struct NumberFormat {
  NumberShape shape = NumberShape::kPlain;
  int pad = 0;  // kPadded: least number of digits ("000000" → 6)
};

struct CellStyle {
  NumberFormat number;
  bool strike = false;
  bool filled = false;  // a fill other than none, and not plain white
  uint32_t fill_rgb = 0;
};

// Built-in number formats by id (14-22, 27-36, 45-47, 50-58 are dates or times in a Chinese Excel).
NumberFormat BuiltInFormat(int64_t id);
// From a format code such as yyyy"年"m"月", [h]:mm, 000000, General.
NumberFormat ReadFormatCode(std::string_view code);

// The cell styles by index (cellXfs).
Result<std::vector<CellStyle>> ReadStyles(ZipArchive& zip, const ZipEntry& entry, Progress& progress);

// How a stored number is shown (rules of sheet.h), appended to `out`.
void ShowNumber(double value, const NumberFormat& format, bool date1904, std::string& out);

}  // namespace xiuhua::ingest
