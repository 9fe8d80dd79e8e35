// How two dates (of birth, mostly) stand to each other: one level of a fixed list for each pair, 1 to 3 ns. Symmetric.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/date.h"
#include "text/values.h"

namespace xiuhua::text {

// The first that holds is the answer; the order is that of judgement. stored: never renumber
enum class DateRelation : int8_t {
  kMissing = -1,    // one of them says nothing or cannot be read
  kEqual = 0,       // the same day
  kPartial = 1,     // agree as far as known: one has no day or month, or is the 1 January of the other's year
  kSwapped = 2,     // same year, day and month exchanged: 1970-03-05 1970-05-03
  kLunar = 3,       // one is the other's lunar date written as if solar: 1970-01-05 1970-02-10 (正月初五)
  kYearOff = 4,     // same month and day, the year before or behind
  kOneDigit = 5,    // one digit of YYYYMMDD differs
  kTransposed = 6,  // two neighbouring digits of YYYYMMDD exchanged
  kMonthDay = 7,    // same month and day, another year
  kNear = 8,        // at most `near_days` apart
  kSameMonth = 9,   // same year and month
  kSameYear = 10,   // same year
  kDifferent = 11,
};
inline constexpr int kDateRelations = 12;

struct PreparedDate {
  int32_t days = 0;                // since 1970-01-01
  std::array<int32_t, 2> lunar{};  // the days meant if it was a lunar date: of the plain month, of the leap month
  uint32_t digits = 0;             // YYYYMMDD, four bits each
  DatePrecision precision = DatePrecision::kDay;
  bool known = false;
};
PreparedDate PrepareDate(Date date);
// Missing unless the state is kOk.
PreparedDate PrepareDate(const ParsedDate& date);

DateRelation RelateDates(const PreparedDate& a, const PreparedDate& b, int32_t near_days = 7);
std::string_view DateRelationWord(DateRelation relation, bool chinese);

}  // namespace xiuhua::text
