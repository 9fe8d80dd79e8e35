// The relations of names, numbers, dates, phones and addresses: the truth tables under testdata/, symmetry on every row
// and on every two values of a table, and second, obvious implementations on random values.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "base/files.h"
#include "text/address_relation.h"
#include "text/date_relation.h"
#include "text/id_relation.h"
#include "text/lunar_calendar.h"
#include "text/name_relation.h"
#include "text/names.h"
#include "text/number_relation.h"
#include "text/phone_relation.h"
#include "text/sound.h"
#include "text/truth_table.h"

namespace xiuhua::text {
namespace {

const std::string kData = XIUHUA_SOURCE_DIR "/src/text/testdata/";
using Random = std::mt19937_64;
size_t Below(Random& random, size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); }

// The words of the truth tables in the order of the enum, from `first` on.
template <class Relation>
std::string WordOf(Relation relation, const std::vector<std::string>& words, int first) {
  return words.at(static_cast<size_t>(static_cast<int>(relation) - first));
}

const std::vector<std::string> kNameWords = {"missing",   "same",          "dots",       "variant",    "unknown",
                                             "same_tone", "same_sound",    "near_sound", "same_shape", "part_missing",
                                             "order",     "one_character", "spelled",    "different"};
const std::vector<std::string> kIdWords = {"missing",   "equal",     "equal_invalid",     "one_edit",
                                           "masked",    "two_edits", "both_invalid_near", "same_birth",
                                           "different", "other"};
const std::vector<std::string> kDateWords = {"missing",    "equal",     "partial",    "swapped",   "lunar",
                                             "year_off",   "one_digit", "transposed", "month_day", "near",
                                             "same_month", "same_year", "different"};
const std::vector<std::string> kPhoneWords = {"missing",  "equal",     "area_missing", "masked",
                                              "one_edit", "same_tail", "different"};
const std::vector<std::string> kNumberWords = {"equal",   "near_absolute", "near_relative",
                                               "tenfold", "transposed",    "different"};
const std::vector<std::string> kAddressWords = {"missing",     "same_house",      "same_group",    "same_village",
                                                "same_name",   "most_words",      "same_township", "some_words",
                                                "same_county", "same_prefecture", "same_province", "different"};

std::vector<TruthRow> Rows(const std::string& file, size_t columns, size_t least) {
  std::vector<TruthRow> rows = ReadTruthTable(kData + file);
  EXPECT_GE(rows.size(), least);
  std::erase_if(rows, [columns](const TruthRow& row) {
    EXPECT_EQ(row.cells.size(), columns) << row.place;
    return row.cells.size() != columns;
  });
  return rows;
}

TEST(NameRelation, FollowsTheTable) {
  NamePool pool;
  std::vector<PreparedName> names;
  for (const TruthRow& row : Rows("name_relations.tsv", 3, 140)) {
    const PreparedName a = pool.Add(row.cells[0]);
    const PreparedName b = pool.Add(row.cells[1]);
    EXPECT_EQ(WordOf(RelateNames(a, b), kNameWords, -1), row.cells[2])
        << row.place << " " << row.cells[0] << " " << row.cells[1];
    names.insert(names.end(), {a, b});
  }
  for (const PreparedName& a : names) {
    for (const PreparedName& b : names) ASSERT_EQ(RelateNames(a, b), RelateNames(b, a)) << a.folded << " " << b.folded;
    const NameRelation self = RelateNames(a, a);
    EXPECT_EQ(self, a.key == 0       ? NameRelation::kMissing
                    : a.unknowns > 0 ? NameRelation::kUnknown
                                     : NameRelation::kSame);
  }
}

TEST(NameRelation, TakesHostileNames) {
  std::string endless;
  for (int i = 0; i < 1'000'000; ++i) endless += "张";
  EXPECT_EQ(RelateNames(endless, endless), NameRelation::kSame);
  EXPECT_EQ(RelateNames(endless, endless + "伟"), NameRelation::kDifferent);
  EXPECT_EQ(RelateNames(endless, "张"), NameRelation::kDifferent);
  EXPECT_EQ(RelateNames("\xFF\xFE", "张"), NameRelation::kMissing);
  EXPECT_EQ(RelateNames("张\xFF", "张伟"), NameRelation::kUnknown);
  EXPECT_EQ(RelateNames(std::string(33, 'a'), std::string(33, 'a')), NameRelation::kSame);
  EXPECT_TRUE(SoundKeys(endless).empty());
  EXPECT_EQ(SoundKeys("单单单单单单单单").size(), 24U);
}

TEST(NameRelation, KeysBringHomophonesTogether) {
  const auto share = [](std::string_view a, std::string_view b, SoundClass sounds) {
    const std::vector<std::string> x = SoundKeys(a, sounds);
    return std::ranges::any_of(SoundKeys(b, sounds),
                               [&](const std::string& key) { return std::ranges::find(x, key) != x.end(); });
  };
  EXPECT_TRUE(share("张伟", "章薇", SoundClass::kToneless));
  EXPECT_TRUE(share("张伟", "Zhang Wei", SoundClass::kToneless));
  EXPECT_TRUE(share("曾单", "增善", SoundClass::kToneless));
  EXPECT_TRUE(share("刘宁", "牛林", SoundClass::kNear));
  EXPECT_FALSE(share("刘宁", "牛林", SoundClass::kToneless));
  EXPECT_FALSE(share("张伟", "李伟", SoundClass::kNear));
  EXPECT_TRUE(SoundKeys("张?").empty());
  EXPECT_TRUE(SoundKeys("").empty());
  EXPECT_EQ(ShapeKey("丁末"), ShapeKey("丁未"));
  EXPECT_EQ(SurnameKey("欧阳小明"), "欧阳");
  EXPECT_EQ(SurnameKey("張 偉"), "张");
  EXPECT_EQ(SurnameKey("买买提·吐尔逊"), "买买提");
  EXPECT_EQ(SurnameKey(""), "");
}

// Sounds straight from the readings, without signatures: the relation may never call near what is not, nor miss it.
TEST(NameRelation, AgreesWithTheObviousReading) {
  Random random(5);
  std::vector<char32_t> common;
  for (char32_t c = 0x4E00; c < 0x9FA6; ++c) {
    if (FoldHan(c) == c && c != 0x67D0 && c != 0x56D7) common.push_back(c);
  }
  const auto alike = [](char32_t x, char32_t y) {
    const SoundRelation sound = CompareSounds(x, y);
    return sound == SoundRelation::kUnlike ? (LooksAlike(ShapeCodeOf(x), ShapeCodeOf(y)) ? 3 : 4)
                                           : static_cast<int>(sound);
  };
  NamePool pool;
  std::map<NameRelation, int> seen;
  for (int round = 0; round < 200'000; ++round) {
    const char32_t surname = U'彭';
    const char32_t x = common[Below(random, common.size())];
    const char32_t y = common[Below(random, common.size())];
    if (x == y) continue;
    std::string a;
    std::string b;
    for (const char32_t c : {surname, x}) AppendCodePoint(c, a);
    for (const char32_t c : {surname, y}) AppendCodePoint(c, b);
    constexpr NameRelation kExpected[] = {NameRelation::kSameTone, NameRelation::kSameSound, NameRelation::kNearSound,
                                          NameRelation::kSameShape, NameRelation::kOneCharacter};
    const NameRelation found = RelateNames(pool.Add(a), pool.Add(b));
    if (x == surname || y == surname) continue;
    ASSERT_EQ(found, kExpected[alike(x, y)]) << a << " " << b;
    ++seen[found];
  }
  EXPECT_EQ(seen.size(), 5U);
}

TEST(IdRelation, FollowsTheTable) {
  std::vector<PreparedId> ids;
  for (const TruthRow& row : Rows("id_relations.tsv", 3, 50)) {
    const PreparedId a = PrepareId(ParseIdNumber(row.cells[0]));
    const PreparedId b = PrepareId(ParseIdNumber(row.cells[1]));
    EXPECT_EQ(WordOf(RelateIds(a, b), kIdWords, -1), row.cells[2])
        << row.place << " " << row.cells[0] << " " << row.cells[1];
    ids.insert(ids.end(), {a, b});
  }
  for (const PreparedId& a : ids) {
    for (const PreparedId& b : ids)
      ASSERT_EQ(RelateIds(a, b), RelateIds(b, a)) << a.text.data() << " " << b.text.data();
  }
}

// Every repair of an invalid number is one edit away from it, and no two valid numbers ever are.
TEST(IdRelation, RepairsAreOneEditAway) {
  const std::string wrong = "433124199001010071";
  const PreparedId invalid = PrepareId(ParseIdNumber(wrong));
  const std::vector<IdRepair> repairs = RepairCandidates(wrong);
  ASSERT_GE(repairs.size(), 10U);
  for (const IdRepair& repair : repairs) {
    const PreparedId valid = PrepareId(ParseIdNumber(repair.Text()));
    EXPECT_EQ(RelateIds(invalid, valid), IdRelation::kOneEdit) << repair.Text();
    for (const IdRepair& other : repairs) {
      if (other.key != repair.key) {
        EXPECT_EQ(RelateIds(valid, PrepareId(ParseIdNumber(other.Text()))), IdRelation::kOther);
      }
    }
  }
}

TEST(IdRelation, SpeaksAboutSexAndBirth) {
  const PreparedId id = PrepareId(ParseIdNumber("433124199001010017"));
  EXPECT_EQ(IdAgainstSex(id, Sex::kMale), IdEvidence::kAgrees);
  EXPECT_EQ(IdAgainstSex(id, Sex::kFemale), IdEvidence::kContradicts);
  EXPECT_EQ(IdAgainstSex(id, Sex::kUnknown), IdEvidence::kSilent);
  EXPECT_EQ(IdAgainstBirth(id, PrepareDate(*MakeDate(1990, 1, 1))), DateRelation::kEqual);
  EXPECT_EQ(IdAgainstBirth(id, PrepareDate(*MakeDate(1991, 1, 1))), DateRelation::kYearOff);
  const PreparedId invalid = PrepareId(ParseIdNumber("433124199001010018"));
  EXPECT_EQ(IdAgainstSex(invalid, Sex::kMale), IdEvidence::kSilent);
  EXPECT_EQ(IdAgainstBirth(invalid, PrepareDate(*MakeDate(1990, 1, 1))), DateRelation::kMissing);
  const PreparedId masked = PrepareId(ParseIdNumber("43312419900101****"));
  EXPECT_EQ(IdAgainstBirth(masked, PrepareDate(*MakeDate(1990, 1, 1))), DateRelation::kEqual);
}

TEST(DateRelation, FollowsTheTable) {
  std::vector<PreparedDate> dates;
  for (const TruthRow& row : Rows("date_relations.tsv", 3, 45)) {
    const PreparedDate a = PrepareDate(ParseDate(row.cells[0], DateStyle::kText));
    const PreparedDate b = PrepareDate(ParseDate(row.cells[1], DateStyle::kText));
    EXPECT_EQ(WordOf(RelateDates(a, b), kDateWords, -1), row.cells[2])
        << row.place << " " << row.cells[0] << " " << row.cells[1];
    dates.insert(dates.end(), {a, b});
  }
  for (const PreparedDate& a : dates) {
    for (const PreparedDate& b : dates) ASSERT_EQ(RelateDates(a, b), RelateDates(b, a)) << a.days << " " << b.days;
  }
}

// The same judgement on the written dates, character by character.
DateRelation ObviousRelation(Date x, Date y) {
  std::string a = FormatDate(x);
  std::string b = FormatDate(y);
  std::erase(a, '-');
  std::erase(b, '-');
  if (a == b) return DateRelation::kEqual;
  const bool same_year = a.substr(0, 4) == b.substr(0, 4);
  if (same_year && (a.ends_with("0101") || b.ends_with("0101"))) return DateRelation::kPartial;
  if (same_year && a.substr(4, 2) == b.substr(6) && b.substr(4, 2) == a.substr(6)) return DateRelation::kSwapped;
  const auto is_lunar = [](Date solar, Date written) {
    const std::optional<LunarDate> lunar = LunarOfSolar(solar);
    const CivilDate civil = ToCivil(written);
    return lunar && lunar->year == civil.year && lunar->month == civil.month && lunar->day == civil.day;
  };
  if (is_lunar(x, y) || is_lunar(y, x)) return DateRelation::kLunar;
  const bool same_day = a.substr(4) == b.substr(4);
  if (same_day && std::abs(std::stoi(a.substr(0, 4)) - std::stoi(b.substr(0, 4))) == 1) return DateRelation::kYearOff;
  std::vector<size_t> differ;
  for (size_t i = 0; i < 8; ++i) {
    if (a[i] != b[i]) differ.push_back(i);
  }
  if (differ.size() == 1) return DateRelation::kOneDigit;
  if (differ.size() == 2 && differ[1] == differ[0] + 1 && a[differ[0]] == b[differ[1]] &&
      a[differ[1]] == b[differ[0]]) {
    return DateRelation::kTransposed;
  }
  if (same_day) return DateRelation::kMonthDay;
  if (std::abs(x.days - y.days) <= 7) return DateRelation::kNear;
  if (a.substr(0, 6) == b.substr(0, 6)) return DateRelation::kSameMonth;
  return same_year ? DateRelation::kSameYear : DateRelation::kDifferent;
}

TEST(DateRelation, AgreesWithTheObviousReading) {
  Random random(17);
  std::map<DateRelation, int> seen;
  for (int round = 0; round < 300'000; ++round) {
    const Date x{static_cast<int32_t>(Below(random, 70'000)) - 25'000};
    const size_t span = round % 3 == 0 ? 20 : round % 3 == 1 ? 400 : 8000;
    const Date y{x.days + static_cast<int32_t>(Below(random, span)) - static_cast<int32_t>(span / 2)};
    const DateRelation found = RelateDates(PrepareDate(x), PrepareDate(y));
    ASSERT_EQ(found, ObviousRelation(x, y)) << FormatDate(x) << " " << FormatDate(y);
    ++seen[found];
  }
  EXPECT_EQ(seen.size(), static_cast<size_t>(kDateRelations));
}

std::optional<LunarDate> ReadLunar(const std::string& text) {
  const size_t first = text.find('-');
  const size_t second = text.find('-', first + 1);
  LunarDate lunar;
  lunar.year = std::stoi(text.substr(0, first));
  lunar.month = std::stoi(text.substr(first + 1));
  lunar.leap = text[second - 1] == 'L';
  lunar.day = std::stoi(text.substr(second + 1));
  return lunar;
}

TEST(LunarCalendar, FollowsTheTable) {
  for (const TruthRow& row : Rows("lunar_days.tsv", 2, 110)) {
    const std::optional<LunarDate> lunar = ReadLunar(row.cells[0]);
    const std::optional<Date> solar = SolarOfLunar(*lunar);
    EXPECT_EQ(solar ? FormatDate(*solar) : "-", row.cells[1]) << row.place;
    if (!solar) continue;
    EXPECT_EQ(LunarOfSolar(*solar), lunar) << row.place;
  }
}

TEST(LunarCalendar, EveryDayGoesThereAndBack) {
  LunarDate before{1899, 12, 30, false};
  for (int32_t day = MakeDate(1900, 1, 31)->days; day <= MakeDate(2101, 1, 28)->days; ++day) {
    const std::optional<LunarDate> lunar = LunarOfSolar(Date{day});
    ASSERT_TRUE(lunar) << day;
    ASSERT_EQ(SolarOfLunar(*lunar), Date{day});
    ASSERT_TRUE(lunar->day == before.day + 1 || (lunar->day == 1 && before.day >= 29)) << day;
    before = *lunar;
  }
  EXPECT_FALSE(LunarOfSolar(*MakeDate(1900, 1, 30)));
  EXPECT_FALSE(LunarOfSolar(*MakeDate(2101, 1, 29)));
  EXPECT_EQ(LeapMonth(2033), 11);
  EXPECT_EQ(LeapMonth(2026), 0);
}

TEST(PhoneRelation, FollowsTheTable) {
  std::vector<PreparedPhone> phones;
  for (const TruthRow& row : Rows("phone_relations.tsv", 3, 25)) {
    const PreparedPhone a = PreparePhone(ParsePhone(row.cells[0]));
    const PreparedPhone b = PreparePhone(ParsePhone(row.cells[1]));
    EXPECT_EQ(WordOf(RelatePhones(a, b), kPhoneWords, -1), row.cells[2])
        << row.place << " " << row.cells[0] << " " << row.cells[1];
    phones.insert(phones.end(), {a, b});
  }
  for (const PreparedPhone& a : phones) {
    for (const PreparedPhone& b : phones) ASSERT_EQ(RelatePhones(a, b), RelatePhones(b, a));
  }
}

TEST(NumberRelation, FollowsTheTable) {
  for (const TruthRow& row : Rows("number_relations.tsv", 3, 25)) {
    const int64_t a = std::stoll(row.cells[0]);
    const int64_t b = std::stoll(row.cells[1]);
    EXPECT_EQ(WordOf(RelateNumbers(a, b, 5, 0.1), kNumberWords, 0), row.cells[2]) << row.place;
    EXPECT_EQ(RelateNumbers(a, b, 5, 0.1), RelateNumbers(b, a, 5, 0.1)) << row.place;
  }
  EXPECT_EQ(NumberDistance(INT64_MIN, INT64_MAX), UINT64_MAX);
  EXPECT_EQ(RelativeDistance(3, -3), 2.0);
}

TEST(AddressRelation, FollowsTheTable) {
  const Result<DivisionTable> table = DivisionTable::Load(RealFiles(), {kData + "divisions.csv"}, "99");
  ASSERT_TRUE(table.has_value());
  SetPool pool;
  const auto prepare = [&](const std::string& cell) {
    const size_t first = cell.find('|');
    const size_t second = cell.find('|', first + 1);
    return PrepareAddress(&*table, pool, cell.substr(0, first), cell.substr(first + 1, second - first - 1),
                          cell.substr(second + 1));
  };
  std::vector<PreparedAddress> addresses;
  for (const TruthRow& row : Rows("address_relations.tsv", 3, 22)) {
    const PreparedAddress a = prepare(row.cells[0]);
    const PreparedAddress b = prepare(row.cells[1]);
    EXPECT_EQ(WordOf(RelateAddresses(a, b), kAddressWords, -1), row.cells[2])
        << row.place << " " << row.cells[0] << " " << row.cells[1];
    addresses.insert(addresses.end(), {a, b});
  }
  for (const PreparedAddress& a : addresses) {
    for (const PreparedAddress& b : addresses) ASSERT_EQ(RelateAddresses(a, b), RelateAddresses(b, a));
  }
}

}  // namespace
}  // namespace xiuhua::text
