// Mode, period and area set of a delivery: what the request says, else the file, else its name.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/area_resolver.h"
#include "ingest/mapping.h"
#include "ingest/recognise.h"
#include "lake/delivery.h"

namespace xiuhua::ingest {

// The period a text names: 2026年3月, 202603, 20260315, 2026-03, 2026.3, 2026年1-3月, 2026年第一季度, 2026年上半年,
// 2026年, 2026年度. nullopt when it names none. Years 2000 to 2099.
std::optional<lake::Period> PeriodInText(std::string_view text);

// The period in a field of the first data rows: all of them must be in one month (or one year).
std::optional<lake::Period> PeriodInRows(const SheetHead& head, const PartPlan& plan);

// A year-to-date file of March covers January to March.
lake::Period PeriodForMode(lake::Period period, lake::Mode mode);

// The townships named in one of the texts (file name, sheet name), else `own`.
lake::AreaSet AreaFromNames(std::span<const std::string> texts, const AreaResolver* areas, const lake::AreaSet& own);

}  // namespace xiuhua::ingest
