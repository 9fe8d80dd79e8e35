#include "text/date_relation.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "text/lunar_calendar.h"

namespace xiuhua::text {
namespace {

constexpr int32_t kNoDay = std::numeric_limits<int32_t>::min();

uint32_t PackDigits(const CivilDate& date) {
  uint32_t packed = 0;
  auto rest = static_cast<uint32_t>(date.year * 10'000 + date.month * 100 + date.day);
  for (unsigned shift = 0; shift < 32; shift += 4, rest /= 10) packed |= rest % 10 << shift;
  return packed;
}

uint32_t YearOf(const PreparedDate& date) { return date.digits >> 16U; }
uint32_t MonthDayOf(const PreparedDate& date) { return date.digits & 0xFFFFU; }

int YearNumber(const PreparedDate& date) {
  const uint32_t year = YearOf(date);
  return static_cast<int>((year >> 12U) * 1000 + (year >> 8U & 15U) * 100 + (year >> 4U & 15U) * 10 + (year & 15U));
}

// Both known to the day.
DateRelation RelateDays(const PreparedDate& a, const PreparedDate& b, int32_t near_days) {
  const bool same_year = YearOf(a) == YearOf(b);
  constexpr uint32_t kFirstOfYear = 0x0101;
  if (same_year && (MonthDayOf(a) == kFirstOfYear || MonthDayOf(b) == kFirstOfYear)) return DateRelation::kPartial;
  if (same_year && MonthDayOf(a) == ((b.digits & 0xFFU) << 8U | (b.digits >> 8U & 0xFFU))) {
    return DateRelation::kSwapped;
  }
  if (a.lunar[0] == b.days || a.lunar[1] == b.days || b.lunar[0] == a.days || b.lunar[1] == a.days) {
    return DateRelation::kLunar;
  }
  const bool same_day = MonthDayOf(a) == MonthDayOf(b);
  if (same_day && std::abs(YearNumber(a) - YearNumber(b)) == 1) return DateRelation::kYearOff;
  const uint32_t differ = a.digits ^ b.digits;
  const unsigned low = static_cast<unsigned>(std::countr_zero(differ)) / 4 * 4;
  if (differ >> low < 16) return DateRelation::kOneDigit;
  if (differ >> low < 256 && (a.digits >> low & 15U) == (b.digits >> (low + 4) & 15U) &&
      (b.digits >> low & 15U) == (a.digits >> (low + 4) & 15U)) {
    return DateRelation::kTransposed;
  }
  if (same_day) return DateRelation::kMonthDay;
  if (std::abs(a.days - b.days) <= near_days) return DateRelation::kNear;
  if (differ < 0x100) return DateRelation::kSameMonth;
  return same_year ? DateRelation::kSameYear : DateRelation::kDifferent;
}

struct Words {
  std::string_view zh;
  std::string_view en;
};
constexpr std::array<Words, kDateRelations + 1> kWords = {{
    {"日期缺失", "date missing"},
    {"同一天", "same day"},
    {"已知部分一致", "agree as far as known"},
    {"月日互换", "day and month exchanged"},
    {"农历公历之差", "lunar against solar"},
    {"年份差一", "year off by one"},
    {"一位数字不同", "one digit differs"},
    {"相邻数字颠倒", "two digits exchanged"},
    {"月日相同年份不同", "same month and day, other year"},
    {"相差几天", "a few days apart"},
    {"同年同月", "same month"},
    {"同年", "same year"},
    {"日期不同", "different dates"},
}};

}  // namespace

PreparedDate PrepareDate(Date date) {
  PreparedDate prepared;
  const CivilDate civil = ToCivil(date);
  prepared.days = date.days;
  prepared.digits = PackDigits(civil);
  prepared.known = true;
  for (const bool leap : {false, true}) {
    const std::optional<Date> meant = SolarOfLunar({civil.year, civil.month, civil.day, leap});
    prepared.lunar[leap ? 1 : 0] = meant ? meant->days : kNoDay;
  }
  return prepared;
}

PreparedDate PrepareDate(const ParsedDate& date) {
  if (date.state != ValueState::kOk) return {};
  PreparedDate prepared = PrepareDate(date.date);
  prepared.precision = date.precision;
  return prepared;
}

DateRelation RelateDates(const PreparedDate& a, const PreparedDate& b, int32_t near_days) {
  if (!a.known || !b.known) return DateRelation::kMissing;
  if (a.precision == DatePrecision::kDay && b.precision == DatePrecision::kDay) {
    return a.days == b.days ? DateRelation::kEqual : RelateDays(a, b, near_days);
  }
  if (YearOf(a) != YearOf(b)) return DateRelation::kDifferent;
  if (a.precision == DatePrecision::kYear || b.precision == DatePrecision::kYear) return DateRelation::kPartial;
  return (a.digits ^ b.digits) < 0x100 ? DateRelation::kPartial : DateRelation::kSameYear;
}

std::string_view DateRelationWord(DateRelation relation, bool chinese) {
  const Words& words = kWords.at(static_cast<size_t>(static_cast<int>(relation) + 1));
  return chinese ? words.zh : words.en;
}

}  // namespace xiuhua::text
