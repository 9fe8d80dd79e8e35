#include "text/id_number.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "text/explain.h"
#include "text/truth_table.h"

namespace xiuhua::text {
namespace {

const Date kAsOf = *MakeDate(2026, 3, 31);

std::string SexCode(Sex sex) { return sex == Sex::kMale ? "m" : sex == Sex::kFemale ? "f" : "-"; }

TEST(IdNumber, ReadsTheTable) {
  const std::vector<TruthRow> rows = ReadTruthTable(XIUHUA_SOURCE_DIR "/src/text/testdata/id_numbers.tsv");
  ASSERT_GE(rows.size(), 90U);
  for (const TruthRow& row : rows) {
    ASSERT_EQ(row.cells.size(), 7U) << row.place;
    const IdNumber id = ParseIdNumber(row.cells[0], kAsOf);
    EXPECT_EQ(Explain(id.state).code, row.cells[1]) << row.place;
    EXPECT_EQ(Explain(id.fault).code, row.cells[2]) << row.place;
    EXPECT_EQ(Explain(id.kind).code, row.cells[3]) << row.place;
    EXPECT_EQ(SexCode(id.sex), row.cells[4]) << row.place;
    EXPECT_EQ(id.has_birth ? FormatDate(id.birth) : "-", row.cells[5]) << row.place;
    EXPECT_EQ(id.Text(), row.cells[6]) << row.place;
    EXPECT_EQ(id.key != 0, id.state == IdState::kValid) << row.place;
    if (id.key != 0) {
      EXPECT_EQ(IdTextOfKey(id.key), id.Text()) << row.place;
    }
  }
}

// Numbers of many days and sequences, valid ones.
std::vector<std::string> ManyNumbers() {
  std::vector<std::string> numbers;
  for (int i = 0; i < 400; ++i) {
    const CivilDate birth = ToCivil(Date{MakeDate(1930, 1, 1)->days + i * 87});
    std::string text = std::to_string(433101 + i % 30);
    text += FormatDate(*MakeDate(birth.year, birth.month, birth.day));
    std::erase(text, '-');
    const std::string sequence = std::to_string(i * 37 % 1000);
    text += std::string(3 - sequence.size(), '0') + sequence;
    numbers.push_back(text + IdCheckDigit(text));
  }
  return numbers;
}

TEST(IdNumber, EveryWrongDigitAndEverySwapIsFound) {
  for (const std::string& number : ManyNumbers()) {
    ASSERT_EQ(ParseIdNumber(number, kAsOf).state, IdState::kValid) << number;
    for (size_t place = 0; place < 18; ++place) {
      for (const char digit : std::string_view(place == 17 ? "0123456789X" : "0123456789")) {
        std::string wrong = number;
        wrong[place] = digit;
        if (digit == number[place]) continue;
        ASSERT_NE(ParseIdNumber(wrong, kAsOf).state, IdState::kValid) << wrong;
      }
      if (place == 17 || number[place] == number[place + 1]) continue;
      std::string swapped = number;
      std::swap(swapped[place], swapped[place + 1]);
      ASSERT_NE(ParseIdNumber(swapped, kAsOf).state, IdState::kValid) << swapped;
    }
  }
}

bool Contains(const std::vector<IdRepair>& repairs, const std::string& text) {
  return std::ranges::any_of(repairs, [&](const IdRepair& repair) { return repair.Text() == text; });
}

TEST(IdNumber, RepairsHoldTheTrueNumberAndOnlyValidOnes) {
  size_t repairs_seen = 0;
  size_t cases = 0;
  const std::vector<std::string> numbers = ManyNumbers();
  for (size_t i = 0; i < numbers.size(); i += 8) {
    const std::string& number = numbers[i];
    for (size_t place = 0; place < 17; ++place) {
      std::string wrong = number;
      wrong[place] = wrong[place] == '9' ? '0' : static_cast<char>(wrong[place] + 1);
      const std::vector<IdRepair> repairs = RepairCandidates(wrong, kAsOf);
      ASSERT_TRUE(Contains(repairs, number)) << wrong;
      repairs_seen += repairs.size();
      ++cases;
      for (const IdRepair& repair : repairs) {
        const IdNumber id = ParseIdNumber(repair.Text(), kAsOf);
        ASSERT_EQ(id.state, IdState::kValid);
        ASSERT_EQ(id.key, repair.key);
      }
      if (number[place] == number[place + 1] || number[place + 1] == 'X') continue;
      std::string swapped = number;
      std::swap(swapped[place], swapped[place + 1]);
      ASSERT_TRUE(Contains(RepairCandidates(swapped, kAsOf), number)) << swapped;
    }
  }
  // The digit alone locates nothing: several candidates on average.
  EXPECT_GT(repairs_seen, 4 * cases);
  EXPECT_TRUE(RepairCandidates("43312419900101001", kAsOf).empty());
  EXPECT_TRUE(RepairCandidates("433124********0012", kAsOf).empty());
}

TEST(IdNumber, FifteenPlacesBecomeEighteen) {
  for (const std::string& number : ManyNumbers()) {
    if (number.substr(6, 2) != "19") continue;
    const std::string old = number.substr(0, 6) + number.substr(8, 9);
    const IdNumber id = ParseIdNumber(old, kAsOf);
    ASSERT_EQ(id.state, IdState::kValid) << old;
    ASSERT_EQ(id.Text(), number) << old;
    ASSERT_EQ(id.kind, IdKind::kOld15);
    ASSERT_EQ(id.key, ParseIdNumber(number, kAsOf).key);
  }
}

TEST(IdNumber, MasksAndMatches) {
  EXPECT_EQ(MaskId("433124199001010017"), "433124********0017");
  EXPECT_EQ(MaskId("E12345678"), "*******78");
  EXPECT_EQ(MaskId("1"), "1");
  EXPECT_EQ(MaskId(""), "");
  for (const std::string& number : ManyNumbers()) {
    ASSERT_TRUE(MatchesMask(MaskId(number), number));
    const IdNumber masked = ParseIdNumber(MaskId(number), kAsOf);
    ASSERT_EQ(masked.state, IdState::kMasked);
    ASSERT_EQ(masked.Text(), MaskId(number));
    ASSERT_EQ(masked.sex, ParseIdNumber(number, kAsOf).sex);
  }
  EXPECT_FALSE(MatchesMask("433124********0018", "433124199001010017"));
  EXPECT_FALSE(MatchesMask("433124********001", "433124199001010017"));
  EXPECT_FALSE(MatchesMask("", ""));
}

TEST(IdNumber, BirthIsJudgedAgainstTheAsOfDate) {
  const std::string child = std::string("43312420260331001") + IdCheckDigit("43312420260331001");
  EXPECT_EQ(ParseIdNumber(child, kAsOf).state, IdState::kValid);
  EXPECT_EQ(ParseIdNumber(child, Date{kAsOf.days - 1}).fault, IdFault::kBirthFuture);
  EXPECT_EQ(ParseIdNumber(child).state, IdState::kValid);
}

TEST(IdNumber, CheckDigitNeedsSeventeenDigits) {
  EXPECT_EQ(IdCheckDigit("11010519491231002"), 'X');
  EXPECT_EQ(IdCheckDigit("1101051949123100"), '\0');
  EXPECT_EQ(IdCheckDigit("1101051949123100X"), '\0');
  EXPECT_EQ(IdTextOfKey(0), "");
  EXPECT_EQ(IdTextOfKey(-11010519491231002), "");
}

TEST(IdNumber, EveryFaultIsExplained) {
  for (int8_t fault = 1; fault <= static_cast<int8_t>(IdFault::kDisabilityDigits); ++fault) {
    EXPECT_FALSE(Explain(static_cast<IdFault>(fault)).zh.empty());
  }
  EXPECT_EQ(Explain(ParseIdNumber("433124199001010018", kAsOf)).code, "check_digit");
  EXPECT_EQ(Explain(ParseIdNumber("4.33E+17", kAsOf)).code, "scientific");
}

}  // namespace
}  // namespace xiuhua::text
