#include "text/lunar_calendar.h"

#include <algorithm>
#include <array>

namespace xiuhua::text {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kYears = 201;
constexpr int32_t kFirstDay = -25537;  // 1900-01-31

// One word a year: bits 0-3 the leap month (0 none), bit 4 + i set when the i-th month of the year has 30 days.
constexpr std::array<uint32_t, kYears> kYearWords = {
    0x16D28, 0x07520, 0x0EA50, 0x164A5, 0x064B0, 0x0A9B0, 0x15564, 0x056A0, 0x0B590, 0x17522, 0x07520, 0x1B256, 0x0B250,
    0x0A4B0, 0x14AB5, 0x02AD0, 0x056B0, 0x0B692, 0x0DA90, 0x1D927, 0x0E920, 0x0D250, 0x1A4D5, 0x0A560, 0x02B60, 0x15B54,
    0x06D40, 0x0EA90, 0x1E922, 0x0E920, 0x0D266, 0x052B0, 0x0A570, 0x12B65, 0x0B5A0, 0x06D40, 0x0EC93, 0x07490, 0x16937,
    0x0A930, 0x052B0, 0x0A5B6, 0x0AAD0, 0x056A0, 0x1B554, 0x0BA40, 0x0B490, 0x1A932, 0x0A950, 0x152D7, 0x05360, 0x0AAD0,
    0x15AA5, 0x05B20, 0x0DA50, 0x1D4A3, 0x0D4A0, 0x0A958, 0x0A970, 0x05560, 0x0AB56, 0x0AD50, 0x06D20, 0x0EA54, 0x0EA50,
    0x064A0, 0x0C973, 0x0A9B0, 0x155A7, 0x056A0, 0x0B690, 0x17525, 0x0B520, 0x0B250, 0x164B4, 0x0A4B0, 0x14AB8, 0x02AD0,
    0x056D0, 0x0B696, 0x0DA90, 0x0D920, 0x1D254, 0x0D250, 0x1A4DA, 0x0A560, 0x02B60, 0x05B56, 0x06D50, 0x0EA90, 0x1E925,
    0x0E920, 0x0D260, 0x0A563, 0x0A570, 0x14D68, 0x035A0, 0x06D50, 0x16C95, 0x07490, 0x06930, 0x152B4, 0x052B0, 0x0A5B0,
    0x155A2, 0x056A0, 0x1B557, 0x0BA40, 0x0B490, 0x1A935, 0x0A950, 0x052D0, 0x0AAD4, 0x0AB50, 0x15AA9, 0x05D20, 0x0DA50,
    0x1D4A6, 0x0D4A0, 0x0C950, 0x152E4, 0x05560, 0x0AB50, 0x15B22, 0x06D20, 0x0EA56, 0x07250, 0x064B0, 0x0C975, 0x0CAB0,
    0x055A0, 0x0AD63, 0x0B690, 0x1752B, 0x0B520, 0x0B250, 0x1A4B6, 0x0A4B0, 0x04AB0, 0x055B5, 0x05AD0, 0x0B6A0, 0x1B522,
    0x0D920, 0x1D257, 0x0D250, 0x0A550, 0x14AD5, 0x04B60, 0x05B50, 0x0DAA3, 0x0EC90, 0x1E928, 0x0E920, 0x0D260, 0x0A566,
    0x0A570, 0x04D60, 0x06D54, 0x07550, 0x07490, 0x0E933, 0x06930, 0x152B7, 0x052B0, 0x0A5B0, 0x155A5, 0x056A0, 0x0B650,
    0x174A4, 0x0B4A0, 0x1A958, 0x0A950, 0x052D0, 0x0AAD6, 0x0AB50, 0x05AA0, 0x0BA54, 0x0DA50, 0x0D4A0, 0x1C953, 0x0C960,
    0x194E7, 0x05560, 0x0AB50, 0x15B25, 0x06D20, 0x0EA50, 0x0E4A4, 0x068B0, 0x0C978, 0x04AB0, 0x055B0, 0x0AD66, 0x0B6A0,
    0x07520, 0x17254, 0x0B450, 0x0A8B0, 0x149B2, 0x04AB0,
};

constexpr int MonthsOf(uint32_t word) { return (word & 15U) == 0 ? 12 : 13; }
constexpr int MonthLength(uint32_t word, int index) { return 29 + static_cast<int>(word >> (4 + index) & 1U); }

// Day number of the first day of each year, and of the day behind the last.
constexpr std::array<int32_t, kYears + 1> FirstDays() {
  std::array<int32_t, kYears + 1> days{};
  days[0] = kFirstDay;
  for (size_t year = 0; year < kYears; ++year) {
    days[year + 1] = days[year];
    for (int i = 0; i < MonthsOf(kYearWords[year]); ++i) days[year + 1] += MonthLength(kYearWords[year], i);
  }
  return days;
}
constexpr std::array<int32_t, kYears + 1> kFirstDays = FirstDays();
static_assert(kFirstDays[kYears] == 47875);  // 2101-01-29

}  // namespace

int LeapMonth(int lunar_year) {
  if (lunar_year < kFirstYear || lunar_year >= kFirstYear + kYears) return 0;
  return static_cast<int>(kYearWords.at(static_cast<size_t>(lunar_year - kFirstYear)) & 15U);
}

std::optional<Date> SolarOfLunar(const LunarDate& lunar) {
  if (lunar.year < kFirstYear || lunar.year >= kFirstYear + kYears) return std::nullopt;
  const auto year = static_cast<size_t>(lunar.year - kFirstYear);
  const uint32_t word = kYearWords.at(year);
  const int leap = static_cast<int>(word & 15U);
  if (lunar.month < 1 || lunar.month > 12 || lunar.day < 1 || (lunar.leap && lunar.month != leap)) return std::nullopt;
  const bool behind_leap = leap != 0 && (lunar.month > leap || lunar.leap);
  const int index = lunar.month - 1 + (behind_leap ? 1 : 0);
  if (lunar.day > MonthLength(word, index)) return std::nullopt;
  int32_t days = kFirstDays.at(year) + lunar.day - 1;
  for (int i = 0; i < index; ++i) days += MonthLength(word, i);
  return Date{days};
}

std::optional<LunarDate> LunarOfSolar(Date solar) {
  if (solar.days < kFirstDays.front() || solar.days >= kFirstDays.back()) return std::nullopt;
  const auto behind = std::ranges::upper_bound(kFirstDays, solar.days);
  const auto year = static_cast<size_t>(behind - kFirstDays.begin()) - 1;
  const uint32_t word = kYearWords.at(year);
  int32_t day = solar.days - kFirstDays.at(year);
  int index = 0;
  while (day >= MonthLength(word, index)) day -= MonthLength(word, index++);
  const int leap = static_cast<int>(word & 15U);
  const bool in_leap = leap != 0 && index == leap;
  const int month = leap != 0 && index >= leap ? index : index + 1;
  return LunarDate{kFirstYear + static_cast<int>(year), month, day + 1, in_leap};
}

}  // namespace xiuhua::text
