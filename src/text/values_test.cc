#include "text/values.h"

#include <gtest/gtest.h>

#include "text/explain.h"
#include "text/truth_table.h"

namespace xiuhua::text {
namespace {

const std::string kData = XIUHUA_SOURCE_DIR "/src/text/testdata/";

std::string Code(ValueState state) { return std::string(Explain(state).code); }
std::string Value(ValueState state, int64_t value) { return state == ValueState::kOk ? std::to_string(value) : "-"; }

TEST(Values, ReadsDatesOfTheTable) {
  const std::vector<TruthRow> rows = ReadTruthTable(kData + "dates.tsv");
  ASSERT_GE(rows.size(), 100U);
  constexpr const char* kPrecision[] = {"day", "month", "year"};
  for (const TruthRow& row : rows) {
    ASSERT_EQ(row.cells.size(), 5U) << row.place;
    const DateStyle style = row.cells[1] == "1900"   ? DateStyle::kSerial1900
                            : row.cells[1] == "1904" ? DateStyle::kSerial1904
                                                     : DateStyle::kText;
    const ParsedDate parsed = ParseDate(row.cells[0], style);
    const bool has = parsed.state == ValueState::kOk || parsed.state == ValueState::kOpenEnd;
    EXPECT_EQ(Code(parsed.state), row.cells[2]) << row.place;
    EXPECT_EQ(has ? kPrecision[static_cast<size_t>(parsed.precision)] : "-", row.cells[3]) << row.place;
    EXPECT_EQ(has ? FormatDate(parsed.date) : "-", row.cells[4]) << row.place;
  }
}

TEST(Values, ReadsMoneyOfTheTable) {
  const std::vector<TruthRow> rows = ReadTruthTable(kData + "money.tsv");
  ASSERT_GE(rows.size(), 90U);
  for (const TruthRow& row : rows) {
    ASSERT_EQ(row.cells.size(), 4U) << row.place;
    const MoneyUnit unit = row.cells[1] == "wan"   ? MoneyUnit::kWanYuan
                           : row.cells[1] == "fen" ? MoneyUnit::kFen
                                                   : MoneyUnit::kYuan;
    const ParsedMoney parsed = ParseMoney(row.cells[0], unit);
    EXPECT_EQ(Code(parsed.state), row.cells[2]) << row.place;
    EXPECT_EQ(Value(parsed.state, parsed.cents.value), row.cells[3]) << row.place;
  }
}

ParsedInteger ParseNumber(const std::string& kind, const std::string& cell) {
  if (kind == "integer") return ParseInteger(cell);
  if (kind == "mu") return ParseHundredthMu(cell, AreaUnit::kMu);
  if (kind == "hectare") return ParseHundredthMu(cell, AreaUnit::kHectare);
  if (kind == "m2") return ParseHundredthMu(cell, AreaUnit::kSquareMetre);
  return ParsePercent(cell, kind == "percent" ? PercentUnit::kPercent : PercentUnit::kFraction);
}

TEST(Values, ReadsNumbersOfTheTable) {
  const std::vector<TruthRow> rows = ReadTruthTable(kData + "numbers.tsv");
  ASSERT_GE(rows.size(), 60U);
  for (const TruthRow& row : rows) {
    ASSERT_EQ(row.cells.size(), 4U) << row.place;
    const ParsedInteger parsed = ParseNumber(row.cells[0], row.cells[1]);
    EXPECT_EQ(Code(parsed.state), row.cells[2]) << row.place;
    EXPECT_EQ(Value(parsed.state, parsed.value), row.cells[3]) << row.place;
  }
}

struct Said {
  ValueState state;
  std::string value;
};

Said ParseWord(const std::string& kind, const std::string& cell) {
  if (kind == "yesno") {
    const ParsedYesNo parsed = ParseYesNo(cell);
    return {parsed.state, parsed.value == YesNo::kYes ? "yes" : parsed.value == YesNo::kNo ? "no" : "-"};
  }
  if (kind == "phone") {
    const ParsedPhone parsed = ParsePhone(cell);
    if (parsed.state != ValueState::kOk) return {parsed.state, "-"};
    return {parsed.state, std::string(parsed.Text()) + (parsed.several ? "+" : "")};
  }
  const ParsedCreditCode parsed = ParseCreditCode(cell);
  return {parsed.state, parsed.Text().empty() ? "-" : std::string(parsed.Text())};
}

TEST(Values, ReadsWordsOfTheTable) {
  const std::vector<TruthRow> rows = ReadTruthTable(kData + "words.tsv");
  ASSERT_GE(rows.size(), 70U);
  for (const TruthRow& row : rows) {
    ASSERT_EQ(row.cells.size(), 4U) << row.place;
    const Said said = ParseWord(row.cells[0], row.cells[1]);
    EXPECT_EQ(Code(said.state), row.cells[2]) << row.place;
    EXPECT_EQ(said.value, row.cells[3]) << row.place;
  }
}

// Every day of two centuries, in every form, reads back as itself.
TEST(Values, EveryDayRoundTrips) {
  for (Date day = *MakeDate(1900, 1, 1); day <= *MakeDate(2100, 12, 31); ++day.days) {
    const CivilDate c = ToCivil(day);
    const std::string y = std::to_string(c.year);
    const std::string m = std::to_string(c.month);
    const std::string d = std::to_string(c.day);
    const std::string iso = FormatDate(day);
    for (const std::string& written :
         {iso, y + "/" + m + "/" + d, y + "." + m + "." + d, y + "年" + m + "月" + d + "日",
          iso.substr(0, 4) + iso.substr(5, 2) + iso.substr(8, 2), iso + " 23:59:59"}) {
      const ParsedDate parsed = ParseDate(written, DateStyle::kText);
      ASSERT_EQ(parsed.state, ValueState::kOk) << written;
      ASSERT_EQ(parsed.date, day) << written;
      ASSERT_EQ(parsed.precision, DatePrecision::kDay) << written;
    }
  }
}

TEST(Values, SerialsCountDays) {
  // 1900-03-01 is day 61 because the system counts a 29 February 1900.
  Date expected = *MakeDate(1900, 3, 1);
  for (int64_t serial = 61; serial <= 73415; ++serial, ++expected.days) {
    ASSERT_EQ(DateFromSerial(serial, DateStyle::kSerial1900), expected);
    if (serial >= 1462) {
      ASSERT_EQ(DateFromSerial(serial - 1462, DateStyle::kSerial1904), expected);
    }
  }
  EXPECT_EQ(DateFromSerial(0, DateStyle::kSerial1904), MakeDate(1904, 1, 1));
  EXPECT_FALSE(DateFromSerial(60, DateStyle::kSerial1900));
  EXPECT_FALSE(DateFromSerial(0, DateStyle::kSerial1900));
  EXPECT_FALSE(DateFromSerial(-1, DateStyle::kSerial1900));
  EXPECT_FALSE(DateFromSerial(1, DateStyle::kText));
}

// What FormatYuan writes, ParseMoney reads.
TEST(Values, MoneyRoundTrips) {
  int64_t amount = 1;
  for (int i = 0; i < 200; ++i) {
    amount = amount * 7 % 1'000'000'000'000'007 + i;
    for (const int64_t fen : {amount, -amount}) {
      const ParsedMoney parsed = ParseMoney(FormatYuan(Cents{fen}), MoneyUnit::kYuan);
      if (amount > 1'000'000'000'000'000) continue;
      ASSERT_EQ(parsed.state, ValueState::kOk) << fen;
      ASSERT_EQ(parsed.cents.value, fen);
      ASSERT_EQ(ParseMoney(std::to_string(fen), MoneyUnit::kFen).cents.value, fen);
    }
  }
}

// Every credit code: one wrong character is found, whichever.
TEST(Values, CreditCodesFindOneWrongCharacter) {
  const std::string code = "91433124MA4L00001G";
  for (size_t place = 0; place < code.size(); ++place) {
    for (const char c : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
      std::string wrong = code;
      wrong[place] = c;
      EXPECT_EQ(ParseCreditCode(wrong).state, c == code[place] ? ValueState::kOk : ValueState::kCheckDigit);
    }
  }
}

TEST(Values, ChineseNumerals) {
  constexpr const char* kOnes[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  for (int n = 1; n <= 99; ++n) {
    std::string written = n >= 20 ? std::string(kOnes[n / 10]) + "十" : n >= 10 ? "十" : "";
    written += kOnes[n % 10];
    EXPECT_EQ(ParseChineseNumeral(written), n) << written;
  }
  EXPECT_EQ(ParseChineseNumeral("一百"), 100);
  EXPECT_EQ(ParseChineseNumeral("一百零三"), 103);
  EXPECT_EQ(ParseChineseNumeral("九百九十九"), 999);
  for (const char* wrong : {"", "十十", "一一", "百", "十百", "一千", "3"})
    EXPECT_FALSE(ParseChineseNumeral(wrong)) << wrong;
}

TEST(Values, EveryStateIsExplained) {
  for (int8_t state = 0; state <= static_cast<int8_t>(ValueState::kCheckDigit); ++state) {
    EXPECT_FALSE(Explain(static_cast<ValueState>(state)).zh.empty());
    EXPECT_FALSE(Explain(static_cast<ValueState>(state)).en.empty());
  }
}

}  // namespace
}  // namespace xiuhua::text
