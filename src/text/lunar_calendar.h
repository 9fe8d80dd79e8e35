// The Chinese lunar calendar (农历) from the first day of lunar 1900 (1900-01-31) to the last of lunar 2100
// (2101-01-28).
//
// Birthdays are often told by the lunar calendar and written down as if solar: 正月初五 1970 as 1970-01-05. The table
// holds the length of every month and the leap month of every year, by the rules of GB/T 33661-2017 (new moons at
// 120° E); two independent calculations agree on all of it but the first days of lunar 6/1933 and 7/2097, where new
// moon falls within minutes of midnight. (ICU's Chinese calendar is not used: it misplaces the leap months of 1917,
// 1922 and 1987 and a dozen first days.)
#pragma once

#include <optional>

#include "base/date.h"

namespace xiuhua::text {

struct LunarDate {
  int year = 1900;
  int month = 1;      // 1-12
  int day = 1;        // 1-30
  bool leap = false;  // the month is the second one of its number
  auto operator<=>(const LunarDate&) const = default;
};

// The solar day of a lunar date; nullopt when there is no such day.
std::optional<Date> SolarOfLunar(const LunarDate& lunar);
std::optional<LunarDate> LunarOfSolar(Date solar);
// The leap month of a lunar year, 0 none or out of range.
int LeapMonth(int lunar_year);

}  // namespace xiuhua::text
