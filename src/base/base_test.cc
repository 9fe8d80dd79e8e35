#include <gtest/gtest.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/errors.h"
#include "base/files.h"
#include "base/money.h"
#include "base/result.h"
#include "base/utf8.h"

namespace xiuhua {
namespace {

TEST(Date, RoundTripsEveryDayOfFourCenturies) {
  for (int32_t days = MakeDate(1800, 1, 1)->days; days <= MakeDate(2200, 12, 31)->days; ++days) {
    const CivilDate c = ToCivil(Date{days});
    ASSERT_EQ(MakeDate(c.year, c.month, c.day)->days, days);
  }
}

TEST(Date, RefusesDaysThatDoNotExist) {
  EXPECT_FALSE(MakeDate(2023, 2, 29));
  EXPECT_TRUE(MakeDate(2024, 2, 29));
  EXPECT_FALSE(MakeDate(2024, 13, 1));
  EXPECT_FALSE(MakeDate(0, 1, 1));
  EXPECT_FALSE(ParseIsoDate("2024-2-29"));
  EXPECT_EQ(FormatDate(*ParseIsoDate("2024-02-29")), "2024-02-29");
}

TEST(Date, MonthsAndAges) {
  EXPECT_EQ(FormatDate(AddMonths(*ParseIsoDate("2024-01-31"), 1)), "2024-02-29");
  EXPECT_EQ(FormatDate(AddMonths(*ParseIsoDate("2024-03-15"), -3)), "2023-12-15");
  EXPECT_EQ(AgeInYears(*ParseIsoDate("1960-05-02"), *ParseIsoDate("2020-05-01")), 59);
  EXPECT_EQ(AgeInYears(*ParseIsoDate("1960-05-02"), *ParseIsoDate("2020-05-02")), 60);
}

TEST(Money, FormatsYuan) {
  EXPECT_EQ(FormatYuan(Cents{123456789}), "1,234,567.89");
  EXPECT_EQ(FormatYuan(Cents{-5}), "-0.05");
  EXPECT_EQ(FormatYuan(Cents{100000}), "1,000.00");
}

TEST(Error, FillsItsArgumentsAndRendersBothLanguages) {
  const Error error = MakeError(errors::kFileNotReadable, {"a.xlsx", "no such file"}, {.file = "a.xlsx", .row = 3});
  EXPECT_EQ(error.id, "BAS-001");
  EXPECT_NE(Render(error, Language::kEnglish).find("cannot read a.xlsx: no such file [a.xlsx · row 3]"),
            std::string::npos);
  EXPECT_NE(Render(error, Language::kChinese).find("第 3 行"), std::string::npos);
}

TEST(Files, WritesDurablyAndLocksOnce) {
  const std::string folder = testing::TempDir() + "/files_test_" + std::to_string(::getpid());
  Files& files = RealFiles();
  ASSERT_TRUE(files.MakeFolder(folder + "/a/b"));
  ASSERT_TRUE(files.WriteDurably(folder + "/a/b/x", "abc"));
  EXPECT_EQ(*files.Read(folder + "/a/b/x"), "abc");
  EXPECT_EQ(*HashFile(folder + "/a/b/x"), HashBytes("abc"));
  EXPECT_EQ(HashBytes("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const auto lock = files.Lock(folder + "/lock");
  ASSERT_TRUE(lock);
  EXPECT_EQ(files.Lock(folder + "/lock").error().id, "BAS-004");
  EXPECT_EQ(files.Read(folder + "/none").error().id, "BAS-001");
  EXPECT_EQ(files.WriteDurably(folder + "/none/x", "").error().id, "BAS-002");
  ASSERT_TRUE(files.Remove(folder));
  EXPECT_FALSE(files.Exists(folder));
}

TEST(Clock, TodayIsChinas) {
  // 2026-11-23 20:00 UTC is already the 24th in China.
  const int64_t micros = (static_cast<int64_t>(MakeDate(2026, 11, 23)->days) * 86400 + 20 * 3600) * 1'000'000;
  EXPECT_EQ(FormatDate(FrozenClock(micros).Today()), "2026-11-24");
}

TEST(Utf8, AcceptsWellFormedTextOnly) {
  for (const char* good : {"", "abc", "12345678", "张伟", "12345678张", "\xF0\xA0\xAE\xB7", "\xEF\xBF\xBD"}) {
    EXPECT_TRUE(IsValidUtf8(good)) << good;
  }
  for (const char* bad :
       {"\x80", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE5\xBC", "12345678\xFF", "\xF8\x88\x80\x80\x80"}) {
    EXPECT_FALSE(IsValidUtf8(bad));
  }
}

}  // namespace
}  // namespace xiuhua
