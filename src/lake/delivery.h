// A delivery as the manifest knows it: plain rows of the store tables deliveries, delivery_parts, delivery_files.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/id.h"
#include "lake/area_set.h"

namespace xiuhua::lake {

enum class Mode : uint8_t { kFull, kIncrement, kYearToDate, kEvents };
enum class DeliveryState : uint8_t { kInForce, kRevoked, kDestroyed };

std::string_view ModeName(Mode mode);  // full, increment, year_to_date, events
std::optional<Mode> ParseMode(std::string_view name);
std::string_view DeliveryStateName(DeliveryState state);  // in_force, revoked, destroyed

// Both days included; a month's file has the first and the last day of the month.
struct Period {
  Date from;
  Date to;
  auto operator<=>(const Period&) const = default;
};
Period MonthPeriod(int year, int month);
std::string FormatPeriod(Period period);  // 2026-03 for a whole month, 2026 for a year, else from..to

// A file of the lake: path relative to the data folder.
struct FileRow {
  std::string path;
  int64_t size_bytes = 0;
  std::string sha256;
};

// One sheet of one delivered file.
struct DeliveryPart {
  int64_t part = 0;  // 1-based, as in row references
  std::string file_name;
  std::string sheet_name;
  int64_t header_row = 0;
  int64_t rows = 0;  // non-blank rows: header and title + accepted + quarantined + set aside
};

struct Delivery {
  DeliveryId id;
  std::string source;
  Mode mode = Mode::kFull;
  AreaSet area_set;
  Period period;
  DeliveryId corrects;  // 0 = none
  std::string sha256_original;
  std::string sha256_kept;  // differs when columns of class `never` were redacted
  std::string file_name;
  std::string basis;
  std::vector<std::string> purposes;
  Date retention_until;
  std::string delivered_by;
  int64_t received_us = 0;
  int64_t rows_total = 0;  // = accepted + quarantined + set aside (title, header, totals, notes are set aside)
  int64_t rows_accepted = 0;
  int64_t rows_quarantined = 0;
  int64_t rows_set_aside = 0;
  DeliveryState state = DeliveryState::kInForce;
  std::string state_reason;
  std::vector<DeliveryPart> parts;
  std::vector<FileRow> files;
  std::map<std::string, int64_t> table_rows;  // records written per table

  // Path of the rows for `table` relative to the data folder; empty when the delivery does not fill it.
  [[nodiscard]] std::string TableFile(std::string_view table) const;
};

std::string DeliveryName(DeliveryId id);  // D000123

}  // namespace xiuhua::lake
