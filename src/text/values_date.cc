// Dates; see values.h. One pass over the text: number, mark, number, mark, number, then only a time may follow.
#include <algorithm>
#include <iterator>

#include "text/values.h"
#include "text/width.h"

namespace xiuhua::text {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2100;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool Take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}
void SkipSpaces(std::string_view& text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
}

ParsedDate Bad(ValueState state) {
  ParsedDate parsed;
  parsed.state = state;
  return parsed;
}

ParsedDate OpenEnd() {
  ParsedDate parsed;
  parsed.date = MakeDate(9999, 12, 31).value_or(Date{});
  parsed.state = ValueState::kOpenEnd;
  return parsed;
}

ParsedDate Made(int year, int month, int day, DatePrecision precision) {
  if (month == 12 && day == 31 && (year == 9999 || year == 2999)) return OpenEnd();
  if (precision == DatePrecision::kDay && day == 0 && ((year == 0 && month == 0) || (year == 1900 && month == 1))) {
    return Bad(ValueState::kPlaceholder);
  }
  ParsedDate parsed;
  parsed.precision = precision;
  const std::optional<Date> date = MakeDate(year, month, day);
  if (!date) {
    parsed.state = ValueState::kImpossible;
  } else if (year < kFirstYear || year > kLastYear) {
    parsed.state = ValueState::kOutOfRange;
  } else {
    parsed.date = *date;
    parsed.state = ValueState::kOk;
  }
  return parsed;
}

int Number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

std::string_view TakeDigits(std::string_view& text) {
  size_t length = 0;
  while (length < text.size() && IsDigit(text[length])) ++length;
  const std::string_view digits = text.substr(0, length);
  text.remove_prefix(length);
  return digits;
}

// A time of day, a zone, or nothing: "12:30", "T12:30:00.000Z", "上午 9时30分", "+08:00", "AM".
bool IsTime(std::string_view rest) {
  SkipSpaces(rest);
  if (Take(rest, "T") || Take(rest, "t")) {
    if (rest.empty() || !IsDigit(rest[0])) return false;
  }
  bool digit = rest.empty();
  while (!rest.empty()) {
    if (IsDigit(rest[0])) {
      digit = true;
      rest.remove_prefix(1);
    } else if (!Take(rest, ":") && !Take(rest, ".") && !Take(rest, " ") && !Take(rest, "+") && !Take(rest, "-") &&
               !Take(rest, "Z") && !Take(rest, "时") && !Take(rest, "点") && !Take(rest, "分") && !Take(rest, "秒") &&
               !Take(rest, "上午") && !Take(rest, "下午") && !Take(rest, "AM") && !Take(rest, "PM") &&
               !Take(rest, "am") && !Take(rest, "pm")) {
      return false;
    }
  }
  return digit;
}
// A time that shows its hour: 12:30, 12时.
bool IsClock(std::string_view rest) {
  return IsTime(rest) && (rest.find(':') != std::string_view::npos || rest.find("时") != std::string_view::npos ||
                          rest.find("点") != std::string_view::npos);
}
// What may stand directly behind a finished day: a space or T and a time, or nothing. "2026-03-01-05" is not a date.
bool IsTimeBehind(std::string_view rest) {
  if (rest.empty()) return true;
  if (rest[0] != ' ' && rest[0] != 'T' && rest[0] != 't' && IsDigit(rest[0])) return false;
  if (rest[0] == '-' || rest[0] == '.' || rest[0] == '+' || rest[0] == ':') return false;
  return IsClock(rest);
}

enum class Mark : int8_t { kNone, kDash, kSlash, kPoint, kHan };

Mark TakeMark(std::string_view& text, std::string_view han) {
  std::string_view ahead = text;
  SkipSpaces(ahead);
  if (ahead.empty()) return Mark::kNone;
  Mark mark = Mark::kNone;
  if (ahead[0] == '-' || ahead[0] == '/' || ahead[0] == '.') {
    mark = ahead[0] == '-' ? Mark::kDash : ahead[0] == '/' ? Mark::kSlash : Mark::kPoint;
    ahead.remove_prefix(1);
  } else if (Take(ahead, han)) {
    mark = Mark::kHan;
  } else if (Take(ahead, "—") || Take(ahead, "–")) {
    mark = Mark::kDash;
  } else if (Take(ahead, "。")) {
    mark = Mark::kPoint;
  } else {
    return mark;
  }
  SkipSpaces(ahead);
  text = ahead;
  return mark;
}

// Digits without marks: 20260301, 202603, 2026, 20260301123000.
ParsedDate Compact(std::string_view digits) {
  switch (digits.size()) {
    case 14:
    case 12:
      if (Number(digits.substr(8, 2)) > 24 || Number(digits.substr(10, 2)) > 59) return Bad(ValueState::kUnreadable);
      [[fallthrough]];
    case 8:
      return Made(Number(digits.substr(0, 4)), Number(digits.substr(4, 2)), Number(digits.substr(6, 2)),
                  DatePrecision::kDay);
    case 6: {
      const int year = Number(digits.substr(0, 4));
      const int month = Number(digits.substr(4, 2));
      if (year >= kFirstYear && year <= kLastYear && month >= 1 && month <= 12) {
        return Made(year, month, 1, DatePrecision::kMonth);
      }
      const bool short_year =
          MakeDate(2000 + Number(digits.substr(0, 2)), Number(digits.substr(2, 2)), month).has_value();
      return Bad(short_year                                ? ValueState::kAmbiguous
                 : year >= kFirstYear && year <= kLastYear ? ValueState::kImpossible
                                                           : ValueState::kUnreadable);
    }
    case 4:
      return Made(Number(digits), 1, 1, DatePrecision::kYear);
    default:
      return Bad(ValueState::kUnreadable);
  }
}

ParsedDate Serial(int64_t serial, DateStyle style) {
  if (style == DateStyle::kSerial1900 && serial == 60) return Bad(ValueState::kImpossible);
  if (serial == 0) return Bad(ValueState::kPlaceholder);
  const std::optional<Date> date = DateFromSerial(serial, style);
  if (!date) return Bad(ValueState::kOutOfRange);
  ParsedDate parsed;
  parsed.date = *date;
  parsed.state = ValueState::kOk;
  return parsed;
}

// One to five digits, with a fraction for the time of day, in a column of dates.
bool IsSerial(std::string_view digits, std::string_view rest, DateStyle style) {
  if (style == DateStyle::kText || digits.size() > 5) return false;
  if (digits.size() == 4 && Number(digits) >= kFirstYear && Number(digits) <= kLastYear) return false;
  if (rest.empty()) return true;
  if (digits.size() < 4 || !Take(rest, ".")) return false;
  return !rest.empty() && std::ranges::all_of(rest, IsDigit) && (digits.size() == 5 || rest.size() > 2);
}

// Behind the year: month and day with the same mark between.
ParsedDate AfterYear(int year, std::string_view rest) {
  const Mark first = TakeMark(rest, "年");
  if (first == Mark::kNone) return Bad(ValueState::kUnreadable);
  if (first == Mark::kHan && (rest.empty() || rest == "度")) return Made(year, 1, 1, DatePrecision::kYear);
  const std::string_view month = TakeDigits(rest);
  if (month.empty() || month.size() > 2) return Bad(ValueState::kUnreadable);
  if (first != Mark::kHan && rest.empty()) {
    if (first == Mark::kPoint && month == "1") return Bad(ValueState::kAmbiguous);
    return Made(year, Number(month), 1, DatePrecision::kMonth);
  }
  const Mark second = TakeMark(rest, "月");
  if (second != first) return Bad(ValueState::kUnreadable);
  if (second == Mark::kHan && (rest.empty() || rest == "份" || rest == "初" || rest == "底" || rest == "上旬" ||
                               rest == "中旬" || rest == "下旬")) {
    return Made(year, Number(month), 1, DatePrecision::kMonth);
  }
  const std::string_view day = TakeDigits(rest);
  if (day.empty() || day.size() > 2) return Bad(ValueState::kUnreadable);
  if (second == Mark::kHan) {
    std::string_view ahead = rest;
    SkipSpaces(ahead);
    if (Take(ahead, "日") || Take(ahead, "号")) rest = ahead;
  }
  const bool time = rest.empty() || IsTimeBehind(rest) || (second == Mark::kHan && IsClock(rest));
  return time ? Made(year, Number(month), Number(day), DatePrecision::kDay) : Bad(ValueState::kUnreadable);
}

// 26/3/1, 3/1/2026, 3月1日: readable to a person who knows the context, not to us.
bool LooksAmbiguous(std::string_view text) {
  int parts = 0;
  bool long_part = false;
  while (true) {
    const std::string_view digits = TakeDigits(text);
    if (digits.empty() || digits.size() == 3 || digits.size() > 4) return false;
    if (digits.size() == 4) {
      if (long_part || parts == 0) return false;
      long_part = true;
    }
    ++parts;
    if (text.empty()) return parts == 3 || (parts == 2 && long_part);
    if (TakeMark(text, "月") != Mark::kNone || Take(text, "年")) {
      if (text.empty()) return parts == 2;
      continue;
    }
    if (Take(text, "日") || Take(text, "号")) return parts >= 2 && (text.empty() || IsTimeBehind(text));
    return parts == 3 && IsTimeBehind(text);
  }
}

// 二〇二六年三月一日 -> 2026年3月1日. Empty when a character is neither a numeral nor a mark.
std::string FromHanNumerals(std::string_view text) {
  constexpr std::string_view kDigits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "零", "○"};
  std::string out;
  const size_t year_end = text.find("年");
  if (year_end == std::string_view::npos) return out;
  for (std::string_view year = text.substr(0, year_end); !year.empty();) {
    const auto* digit = std::ranges::find_if(kDigits, [&](std::string_view d) { return year.starts_with(d); });
    if (digit == std::end(kDigits)) return {};
    const auto value = digit - std::begin(kDigits);
    out += static_cast<char>('0' + (value >= 10 ? 0 : value));
    year.remove_prefix(digit->size());
  }
  out += "年";
  text.remove_prefix(year_end + std::string_view("年").size());
  for (const std::string_view mark : {"月", "日"}) {
    const size_t end = text.find(mark);
    if (end == std::string_view::npos) break;
    const std::optional<int> value = ParseChineseNumeral(text.substr(0, end));
    if (!value) return {};
    out += std::to_string(*value);
    out += mark;
    text.remove_prefix(end + mark.size());
  }
  return text.empty() ? out : std::string();
}

bool IsOpenEndWord(std::string_view text) {
  constexpr std::string_view kWords[] = {"长期",       "永久",   "长期有效", "永久有效", "至今",
                                         "无固定期限", "无期限", "终身",     "长期合同"};
  return std::ranges::find(kWords, text) != std::end(kWords);
}

ParsedDate FromWords(std::string_view clean) {
  if (IsFormulaError(clean)) return Bad(ValueState::kFormulaError);
  if (IsPlaceholder(clean)) return Bad(ValueState::kPlaceholder);
  if (IsOpenEndWord(clean)) return OpenEnd();
  const std::string digits = FromHanNumerals(clean);
  if (digits.size() < 5 || !IsDigit(digits[0]) || !IsDigit(digits[3]) || IsDigit(digits[4])) {
    return Bad(ValueState::kUnreadable);
  }
  return AfterYear(Number(std::string_view(digits).substr(0, 4)), std::string_view(digits).substr(4));
}

// YYYY-MM-DD and nothing else, with '-', '/' or '.'.
bool IsPlainDay(std::string_view text) {
  if (text.size() != 10 || text[4] != text[7] || (text[4] != '-' && text[4] != '/' && text[4] != '.')) return false;
  for (const size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (!IsDigit(text[i])) return false;
  }
  return true;
}

}  // namespace

std::optional<Date> DateFromSerial(int64_t serial, DateStyle system) {
  if (system == DateStyle::kText || serial < 0 || serial > 100'000) return std::nullopt;
  const bool old = system == DateStyle::kSerial1904;
  if (!old && (serial == 0 || serial == 60)) return std::nullopt;
  const Date start = *MakeDate(old ? 1904 : 1899, old ? 1 : 12, old ? 1 : serial < 60 ? 31 : 30);
  const Date date{start.days + static_cast<int32_t>(serial)};
  if (date > *MakeDate(kLastYear, 12, 31)) return std::nullopt;
  return date;
}

ParsedDate ParseDate(std::string_view cell, DateStyle style) {
  if (IsPlainDay(cell)) {
    return Made(Number(cell.substr(0, 4)), Number(cell.substr(5, 2)), Number(cell.substr(8, 2)), DatePrecision::kDay);
  }
  std::string buffer;
  const std::string_view clean = CleanCell(cell, buffer);
  if (clean.empty()) return {};
  if (!IsDigit(clean[0])) return FromWords(clean);
  std::string_view rest = clean;
  const std::string_view digits = TakeDigits(rest);
  if (digits.size() > 14) return Bad(ValueState::kUnreadable);
  if (digits == "0" && rest.empty()) return Bad(ValueState::kPlaceholder);
  if (IsSerial(digits, rest, style)) return Serial(Number(digits), style);
  if (rest.empty()) {
    const bool zeros = digits.find_first_not_of('0') == std::string_view::npos;
    return zeros ? Bad(ValueState::kPlaceholder) : Compact(digits);
  }
  if ((digits.size() == 8 || digits.size() == 6) && rest == ".0") return Compact(digits);
  if (digits.size() == 8 && IsTimeBehind(rest)) return Compact(digits);
  if (digits.size() == 4) return AfterYear(Number(digits), rest);
  return Bad(LooksAmbiguous(clean) ? ValueState::kAmbiguous : ValueState::kUnreadable);
}

}  // namespace xiuhua::text
