// Date: a day of the proleptic Gregorian calendar as days since 1970-01-01 (what Parquet and DuckDB store).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace xiuhua {

struct Date {
  int32_t days = 0;  // since 1970-01-01
  auto operator<=>(const Date&) const = default;
};

struct CivilDate {
  int year = 1970;
  int month = 1;  // 1-12
  int day = 1;    // 1-31
  auto operator<=>(const CivilDate&) const = default;
};

bool IsLeapYear(int year);
int DaysInMonth(int year, int month);  // month 1-12; 0 otherwise

// nullopt when there is no such day (2023-02-29) or the year is outside 1-9999.
std::optional<Date> MakeDate(int year, int month, int day);
CivilDate ToCivil(Date date);

std::string FormatDate(Date date);                        // 2026-03-01
std::optional<Date> ParseIsoDate(std::string_view text);  // exactly YYYY-MM-DD

// Moves by whole months; a day past the month's end becomes the last day (31 Jan + 1 month = 28/29 Feb).
Date AddMonths(Date date, int months);
// Whole years lived on `on` by someone born on `birth`; negative if born later.
int AgeInYears(Date birth, Date on);

}  // namespace xiuhua
