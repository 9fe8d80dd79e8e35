// A second, slow and obvious reading of dates, money and identity numbers, compared with the real one on random cells.
// The oracles share no code with the parsers: regular expressions, strings of digits, a calendar counted day by day.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "text/id_number.h"
#include "text/values.h"

namespace xiuhua::text {
namespace {

using Random = std::mt19937_64;
constexpr int kCases = 20'000;

size_t Below(Random& random, size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); }
std::string Pick(Random& random, const std::vector<std::string>& words) { return words[Below(random, words.size())]; }

// Every day from 1900 to 2100, counted from 1900-01-01 = day -25567 since 1970.
const std::map<std::string, int32_t>& Calendar() {
  static const std::map<std::string, int32_t> calendar = [] {
    std::map<std::string, int32_t> days;
    int32_t day = -25567;
    const std::vector<int> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int year = 1850; year < 1900; ++year) day -= (year % 4 == 0) ? 366 : 365;
    for (int year = 1850; year <= 2100; ++year) {
      const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
      for (int month = 1; month <= 12; ++month) {
        const int length = lengths[static_cast<size_t>(month - 1)] + (leap && month == 2 ? 1 : 0);
        for (int d = 1; d <= length; ++d) {
          days[std::to_string(year) + "-" + std::to_string(month) + "-" + std::to_string(d)] = day++;
        }
      }
    }
    return days;
  }();
  return calendar;
}

std::optional<int32_t> DayOf(const std::string& year, const std::string& month, const std::string& day,
                             int first_year) {
  if (std::stoi(year) < first_year) return std::nullopt;
  const auto found = Calendar().find(std::to_string(std::stoi(year)) + "-" + std::to_string(std::stoi(month)) + "-" +
                                     std::to_string(std::stoi(day)));
  return found == Calendar().end() ? std::nullopt : std::optional<int32_t>(found->second);
}

struct OracleDate {
  bool understood = false;      // one of the forms
  std::optional<int32_t> days;  // nullopt: no such day, or out of range
};

OracleDate ReadDate(const std::string& cell) {
  const std::string time = "( +[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?";
  static const std::vector<std::regex> kDays = {std::regex("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})" + time),
                                                std::regex("([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})" + time),
                                                std::regex("([0-9]{4})\\.([0-9]{1,2})\\.([0-9]{1,2})" + time),
                                                std::regex("([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})(?:日)?" + time),
                                                std::regex("([0-9]{4})([0-9]{2})([0-9]{2})" + time),
                                                std::regex("([0-9]{4})([0-9]{2})([0-9]{2})\\.0")};
  static const std::vector<std::regex> kMonths = {
      std::regex("([0-9]{4})[-/]([0-9]{1,2})"), std::regex("([0-9]{4})\\.([0-9]{2}|[2-9])"),
      std::regex("([0-9]{4})年([0-9]{1,2})月"), std::regex("((?:19|20)[0-9]{2}|2100)(0[1-9]|1[0-2])(?:\\.0)?")};
  static const std::regex kYear("([0-9]{4})(?:年)?");
  std::smatch part;
  for (const std::regex& form : kDays) {
    if (std::regex_match(cell, part, form)) return {true, DayOf(part[1], part[2], part[3], 1900)};
  }
  for (const std::regex& form : kMonths) {
    if (std::regex_match(cell, part, form)) return {true, DayOf(part[1], part[2], "1", 1900)};
  }
  if (std::regex_match(cell, part, kYear)) return {true, DayOf(part[1], "1", "1", 1900)};
  return {};
}

TEST(Oracle, DatesAgree) {
  Random random(20260331);
  const std::vector<std::string> years = {"2026", "1999", "1900", "2024", "2100", "2101", "1899", "26", "0226"};
  const std::vector<std::string> numbers = {"1",  "01", "2",  "02", "9",  "10", "12", "13",
                                            "28", "29", "30", "31", "32", "00", "0"};
  const std::vector<std::string> marks = {"-", "-", "/", "/", ".", ".", "年", "月", "日", "", ""};
  const std::vector<std::string> tails = {"", "", "", "", "日", " 12:30", " 12:30:59", "月", "年", "x"};
  int understood = 0;
  for (int i = 0; i < kCases; ++i) {
    const std::string mark = Pick(random, marks);
    const bool same = Below(random, 4) != 0;
    std::string cell = Pick(random, years) + mark;
    if (Below(random, 8) != 0) cell += Pick(random, numbers);
    if (Below(random, 4) != 0) {
      cell += (same ? (mark == "年" ? "月" : mark) : Pick(random, marks)) + Pick(random, numbers);
    }
    cell += Pick(random, tails);
    const OracleDate expected = ReadDate(cell);
    const ParsedDate parsed = ParseDate(cell, DateStyle::kText);
    const bool has = parsed.state == ValueState::kOk;
    ASSERT_EQ(has, expected.days.has_value()) << cell << " state " << static_cast<int>(parsed.state);
    if (has) {
      ASSERT_EQ(parsed.date.days, *expected.days) << cell;
    }
    understood += expected.understood ? 1 : 0;
  }
  EXPECT_GT(understood, kCases / 4);
}

// Money by moving the point in a string of digits.
struct OracleMoney {
  bool understood = false;
  bool too_precise = false;
  bool out_of_range = false;
  std::string fen;  // digits with a sign
};

// "123" + 1 -> "124".
std::string PlusOne(std::string digits) {
  for (size_t i = digits.size(); i-- > 0;) {
    if (digits[i] != '9') {
      ++digits[i];
      return digits;
    }
    digits[i] = '0';
  }
  return "1" + digits;
}

OracleMoney ReadMoney(const std::string& cell) {
  static const std::regex kForm("([-+]?)(?:¥)?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\\.([0-9]*))?(元|万元|万|亿元|)(-?)");
  std::smatch part;
  OracleMoney money;
  if (!std::regex_match(cell, part, kForm) || (part[5] == "-" && part[1] == "-") || (part[5] == "-" && part[4] != "")) {
    return money;
  }
  money.understood = true;
  std::string whole = std::regex_replace(part[2].str(), std::regex(","), "");
  std::string fraction = part[3].str() + std::string(40, '0');
  const size_t shift = part[4] == "亿元" ? 10 : part[4] == "万元" || part[4] == "万" ? 6 : 2;
  whole += fraction.substr(0, shift);
  fraction.erase(0, shift);
  // Noise: less than 0.01 fen above a fen (00...) or below the next one (99..., strictly above .99).
  const bool just_above = fraction.starts_with("00");
  const bool just_below = fraction.starts_with("99") && fraction.find_first_not_of('0', 2) != std::string::npos;
  money.too_precise = !just_above && !just_below;
  if (just_below) whole = PlusOne(whole);
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
  money.out_of_range = whole.size() > 16 || (whole.size() == 16 && whole > "1000000000000000");
  if (whole.empty()) whole = "0";
  const bool negative = (part[1] == "-" || part[5] == "-") && whole != "0";
  money.fen = (negative ? "-" : "") + whole;
  return money;
}

TEST(Oracle, MoneyAgrees) {
  Random random(20260401);
  const std::vector<std::string> wholes = {
      "0",       "5",    "12",        "999",        "1,234",          "12,345,678",     "1,23",
      "1234567", "0012", "123456789", "9999999999", "99999999999999", "10000000000000", ""};
  const std::vector<std::string> fractions = {"",
                                              ".",
                                              ".5",
                                              ".50",
                                              ".56",
                                              ".567",
                                              ".999",
                                              ".994999",
                                              ".0001",
                                              ".00009",
                                              ".005",
                                              ".995",
                                              ".9999",
                                              ".12345678901234",
                                              ".99995",
                                              ".30000000000000004",
                                              ".98999999999999",
                                              ".123456",
                                              ".1234567"};
  const std::vector<std::string> fronts = {"", "", "", "-", "+", "¥", "-¥", "--"};
  const std::vector<std::string> tails = {"", "", "", "元", "万元", "万", "亿元", "-", "元/月"};
  int understood = 0;
  for (int i = 0; i < kCases; ++i) {
    std::string cell = Pick(random, fronts);
    cell += Below(random, 2) == 0 ? Pick(random, wholes) : std::to_string(Below(random, 1'000'000'000));
    cell += Pick(random, fractions) + Pick(random, tails);
    const OracleMoney expected = ReadMoney(cell);
    const ParsedMoney parsed = ParseMoney(cell, MoneyUnit::kYuan);
    const bool has = parsed.state == ValueState::kOk;
    // A cell that begins with its point is read by the parser and not by the oracle.
    if (!expected.understood && cell.find_first_of("0123456789") > cell.find('.')) continue;
    ASSERT_EQ(has, expected.understood && !expected.too_precise && !expected.out_of_range)
        << cell << " state " << static_cast<int>(parsed.state) << " oracle " << expected.fen;
    if (has) {
      ASSERT_EQ(std::to_string(parsed.cents.value), expected.fen) << cell;
    }
    understood += expected.understood ? 1 : 0;
  }
  EXPECT_GT(understood, kCases / 3);
}

// ISO 7064 MOD 11-2 by its definition: the sum of place * 2^(places to the right) is 1 modulo 11.
bool IsValidByDefinition(const std::string& text) {
  static const std::regex kForm("([1-9][0-9]{5})([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]");
  static const std::regex kProvince("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]");
  std::smatch part;
  if (!std::regex_match(text, part, kForm)) return false;
  const std::string region = part[1];
  const bool foreign = region[0] == '9' && std::regex_match(region.substr(1, 2), kProvince);
  if (!foreign && !std::regex_match(region.substr(0, 2), kProvince)) return false;
  if (!DayOf(part[2], part[3], part[4], 1850)) return false;
  int sum = 0;
  for (const char c : text) sum = (sum * 2 + (c == 'X' ? 10 : c - '0')) % 11;
  return sum == 1;
}

TEST(Oracle, IdentityNumbersAgree) {
  Random random(20260402);
  int valid = 0;
  for (int i = 0; i < kCases; ++i) {
    std::string text = Pick(random, {"433124", "110105", "990101", "710000", "830000", "911156", "100000", "650101"});
    text += std::to_string(1840 + Below(random, 270));
    for (const size_t most : {13U, 32U}) {
      const std::string number = std::to_string(Below(random, most));
      text += std::string(2 - number.size(), '0') + number;
    }
    for (int k = 0; k < 3; ++k) text += static_cast<char>('0' + Below(random, 10));
    const char check = IdCheckDigit(text);
    text += Below(random, 4) == 0 ? static_cast<char>('0' + Below(random, 10)) : check;
    if (Below(random, 8) == 0) text[Below(random, 18)] = static_cast<char>('0' + Below(random, 10));
    const bool expected = IsValidByDefinition(text);
    ASSERT_EQ(ParseIdNumber(text).state == IdState::kValid, expected) << text;
    valid += expected ? 1 : 0;
  }
  EXPECT_GT(valid, kCases / 10);
}

}  // namespace
}  // namespace xiuhua::text
