// Values as people write them in cells: dates, money, whole numbers, areas, percentages, yes/no, phones, credit codes.
//
// Every parser takes one cell as it stands (it cleans by CleanCell), never throws, never goes through a floating
// point number, and says in `state` why there is no value. Nothing is guessed: what has two readings is kAmbiguous.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/date.h"
#include "base/money.h"

namespace xiuhua::text {

// stored: never renumber
enum class ValueState : int8_t {
  kMissing = 0,  // empty
  kOk = 1,
  kPlaceholder = 2,  // 无, 不详, 暂无, N/A, null, a dash: written, and says nothing
  kUnreadable = 3,
  kImpossible = 4,  // 2023-02-29, month 13, 29 February 1900
  kOutOfRange = 5,
  kAmbiguous = 6,      // 26/3/1, 3/1/2026, 2026.1 (January, or October without its zero)
  kTooPrecise = 7,     // more decimals than the unit has, and not float noise
  kDigitsLost = 8,     // 1.23E+10: a spreadsheet's display that dropped digits
  kOpenEnd = 9,        // 长期, 永久, 9999-12-31: a date that never comes
  kMasked = 10,        // 138****1234
  kFormulaError = 11,  // #REF!, #N/A, #VALUE! ...
  kCheckDigit = 12,    // credit code with a wrong check place
};
// Nothing to read: kMissing or kPlaceholder.
constexpr bool IsEmpty(ValueState state) { return state == ValueState::kMissing || state == ValueState::kPlaceholder; }
constexpr bool IsError(ValueState state) {
  return !IsEmpty(state) && state != ValueState::kOk && state != ValueState::kOpenEnd;
}
// The words of kPlaceholder, in any width and case, for a cleaned cell.
bool IsPlaceholder(std::string_view clean);
bool IsFormulaError(std::string_view clean);

enum class DatePrecision : int8_t { kDay = 0, kMonth = 1, kYear = 2 };  // stored: never renumber
// How a bare number of up to five digits in a date column is read.
enum class DateStyle : int8_t {
  kText = 0,        // it is not a date
  kSerial1900 = 1,  // days of the 1900 system: 1 = 1900-01-01, 60 = the 29 February 1900 that never was
  kSerial1904 = 2,  // days of the 1904 system: 0 = 1904-01-01
};
struct ParsedDate {
  Date date;  // the first day of the month or year when that is all we know; 9999-12-31 for kOpenEnd
  DatePrecision precision = DatePrecision::kDay;
  ValueState state = ValueState::kMissing;
};
// 2026/3/1 2026-03-01 2026.3.1 2026年3月1日 20260301 202603 2026年3月(份) 2026-03 2026 2026年, 二〇二六年三月一日, each
// with an optional time behind (dropped: 12:30, 12:30:00.000, T12:30:00Z, +08:00, 上午/下午/AM/PM; 14 digits
// YYYYMMDDhhmmss), full-width and with spaces. From 1900-01-01 to 2100-12-31. Serials as `style` says, with an
// optional fraction (the time). 0000-00-00 and 1900-01-00 are kPlaceholder. A month and day without a year, a year
// of two digits and day/month/year are kAmbiguous.
ParsedDate ParseDate(std::string_view cell, DateStyle style);
// The day of a numeric cell; nullopt for day 60 of the 1900 system, below 1 (0 in the 1904 system), after 2100.
std::optional<Date> DateFromSerial(int64_t serial, DateStyle system);

enum class MoneyUnit : int8_t { kYuan = 0, kWanYuan = 1, kFen = 2 };  // stored: never renumber
struct ParsedMoney {
  Cents cents;
  ValueState state = ValueState::kMissing;
};
// ¥ ￥ RMB CNY 人民币 before; 元 圆 块 元整 角 分 千元 百元 万 万元 亿 亿元 behind overrides `unit`; thousands
// separators in threes; (1,234.00), -1,234, 1,234- are negative; 1.2345E+4 only when every digit is written. More than
// two decimals of a yuan are rounded half away from zero when they are float noise (less than 0.0001 yuan from a whole
// fen), else kTooPrecise. Range ±10^13 yuan. Decimals from the 17th on are ignored.
ParsedMoney ParseMoney(std::string_view cell, MoneyUnit unit);

struct ParsedInteger {
  int64_t value = 0;
  ValueState state = ValueState::kMissing;
};
// Sign, thousands separators, .0 decimals, one measure word behind (人 户 个 岁 次 天 月 年 ...), or a Chinese numeral
// up to 九十九. A fraction that is not zero is kTooPrecise. Range ±10^15.
ParsedInteger ParseInteger(std::string_view cell);

enum class AreaUnit : int8_t { kMu = 0, kHectare = 1, kSquareMetre = 2 };  // stored: never renumber
// Hundredths of a mu: 1 ha = 15 mu, 1 mu = 2000/3 square metres; rounded half away from zero. 亩 万亩 公顷 平方米 ㎡ m2
// m² 平方公里 ha behind override `unit`; 3亩5分 = 3.5 mu. Range ±10^10 mu.
ParsedInteger ParseHundredthMu(std::string_view cell, AreaUnit unit);

enum class PercentUnit : int8_t { kPercent = 0, kFraction = 1 };  // what a bare 0.5 means: 0.5 % or 50 %
// Basis points (12.5 % = 1250), rounded half away from zero; % and ‰ behind override. Range ±10^9.
ParsedInteger ParsePercent(std::string_view cell, PercentUnit unit);

enum class YesNo : int8_t { kUnknown = 0, kNo = 1, kYes = 2 };  // stored: never renumber
struct ParsedYesNo {
  YesNo value = YesNo::kUnknown;
  ValueState state = ValueState::kMissing;
};
// 是 有 对 已 √ ✓ ☑ Y YES TRUE T 1 ...; 否 无 不是 没有 未 错 × ✗ ☒ X N NO FALSE F 0 ...; 是(√) and the like by their
// first sign. Here 无 is an answer, not a placeholder.
ParsedYesNo ParseYesNo(std::string_view cell);

enum class PhoneKind : int8_t { kNone = 0, kMobile = 1, kLandline = 2, kLocal = 3 };  // kLocal: no area code
struct ParsedPhone {
  std::array<char, 16> characters{};  // digits: 13874301234; 07438223344; 8223344
  uint8_t size = 0;
  PhoneKind kind = PhoneKind::kNone;
  bool several = false;  // the cell held more than one number; this is the first readable one
  ValueState state = ValueState::kMissing;
  [[nodiscard]] std::string_view Text() const { return {characters.data(), size}; }
};
// +86, 0086, spaces, dashes, brackets and extensions are taken off; numbers parted by 、，,/;；| or spaces.
ParsedPhone ParsePhone(std::string_view cell);

struct ParsedCreditCode {
  std::array<char, 18> characters{};  // upper case
  ValueState state = ValueState::kMissing;
  [[nodiscard]] std::string_view Text() const {
    return state == ValueState::kOk || state == ValueState::kCheckDigit ? std::string_view(characters.data(), 18)
                                                                        : std::string_view();
  }
};
// Unified social credit code (GB 32100-2015): 18 places of 0-9 A-Z without I O S V Z; weights 3^i mod 31.
ParsedCreditCode ParseCreditCode(std::string_view cell);

// 一..九十九, 两, 〇 and 零 (十二, 二十, 二十一, 一百零三 up to 九百九十九); nullopt otherwise. The whole text must be
// the numeral.
std::optional<int> ParseChineseNumeral(std::string_view text);

}  // namespace xiuhua::text
