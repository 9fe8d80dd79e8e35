#include "lake/delivery.h"

#include <fmt/core.h>

#include <array>

namespace xiuhua::lake {
namespace {

constexpr std::array<std::string_view, 4> kModeNames{"full", "increment", "year_to_date", "events"};
constexpr std::array<std::string_view, 3> kStateNames{"in_force", "revoked", "destroyed"};

}  // namespace

std::string_view ModeName(Mode mode) { return kModeNames[static_cast<size_t>(mode)]; }

std::optional<Mode> ParseMode(std::string_view name) {
  for (size_t i = 0; i < kModeNames.size(); ++i) {
    if (kModeNames[i] == name) return static_cast<Mode>(i);
  }
  return std::nullopt;
}

std::string_view DeliveryStateName(DeliveryState state) { return kStateNames[static_cast<size_t>(state)]; }

Period MonthPeriod(int year, int month) {
  const Date first = MakeDate(year, month, 1).value_or(Date{});
  return {first, MakeDate(year, month, DaysInMonth(year, month)).value_or(first)};
}

std::string FormatPeriod(Period period) {
  const CivilDate from = ToCivil(period.from);
  const CivilDate to = ToCivil(period.to);
  if (period == MonthPeriod(from.year, from.month)) return fmt::format("{:04}-{:02}", from.year, from.month);
  if (from == CivilDate{from.year, 1, 1} && to == CivilDate{from.year, 12, 31}) return fmt::format("{:04}", from.year);
  return FormatDate(period.from) + ".." + FormatDate(period.to);
}

std::string DeliveryName(DeliveryId id) { return fmt::format("D{:06}", id.value); }

std::string Delivery::TableFile(std::string_view table) const {
  const std::string path = "deliveries/" + DeliveryName(id) + "/" + std::string(table) + ".parquet";
  for (const FileRow& file : files) {
    if (file.path == path) return path;
  }
  return "";
}

}  // namespace xiuhua::lake
