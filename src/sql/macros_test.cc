// Runs the examples of functions.md, on constants and on table columns (constants are folded by the optimiser).
#include "sql/macros.h"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "base/date.h"
#include "base/files.h"

namespace xiuhua::sql {
namespace {

struct Example {
  std::string call;
  std::string value;
};

std::vector<Example> ReadExamples(const std::string& manual) {
  std::vector<Example> examples;
  std::istringstream lines(manual);
  for (std::string line; std::getline(lines, line);) {
    const std::string mark = "- example: ";
    const size_t equals = line.rfind(" = ");
    if (!line.starts_with(mark) || equals == std::string::npos) continue;
    examples.push_back({line.substr(mark.size(), equals - mark.size()), line.substr(equals + 3)});
  }
  return examples;
}

std::string Show(const Rows& rows) { return rows.IsNull(0, 0) ? "NULL" : std::string(rows.Text(0, 0)); }

TEST(Macros, DoWhatTheManualSays) {
  const auto manual = RealFiles().Read(std::string(XIUHUA_SOURCE_DIR) + "/src/sql/functions.md");
  ASSERT_TRUE(manual);
  auto engine = Engine::Open({});
  ASSERT_TRUE(engine);
  ASSERT_TRUE(CreateMacros(**engine));
  const auto examples = ReadExamples(*manual);
  EXPECT_GE(examples.size(), 40U);
  for (const Example& example : examples) {
    const auto rows = (*engine)->Query("SELECT " + example.call);
    ASSERT_TRUE(rows) << example.call << rows.error().en;
    EXPECT_EQ(Show(*rows), example.value) << example.call;
  }
  for (const MacroDefinition& macro : Macros()) {
    EXPECT_NE(manual->find("- example: " + std::string(macro.name) + "("), std::string::npos) << macro.name;
  }
}

// Every quotient of small numbers against the definition, row by row.
TEST(Macros, DivideLikeTheDefinition) {
  auto engine = Engine::Open({});
  ASSERT_TRUE(engine);
  ASSERT_TRUE(CreateMacros(**engine));
  const auto rows = (*engine)->Query(
      "SELECT a, b, div_cents(a, b), percent_of(a, b) FROM (SELECT range::bigint a FROM range(-30, 31)) x, "
      "(SELECT range::bigint b FROM range(-9, 10)) y");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->count(), 61 * 19);
  for (int64_t i = 0; i < rows->count(); ++i) {
    const int64_t a = rows->Int(i, 0);
    const int64_t b = rows->Int(i, 1);
    ASSERT_EQ(rows->IsNull(i, 2), b == 0);
    if (b == 0) continue;
    const double quotient = static_cast<double>(a) / static_cast<double>(b);
    EXPECT_EQ(rows->Int(i, 2), static_cast<int64_t>(std::round(quotient))) << a << " / " << b;
    EXPECT_EQ(rows->Int(i, 3), static_cast<int64_t>(std::floor(static_cast<double>(a * 100) / static_cast<double>(b))));
  }
}

// Dates against the product's own calendar.
TEST(Macros, CountDaysAndMonthsLikeBaseDate) {
  auto engine = Engine::Open({});
  ASSERT_TRUE(engine);
  ASSERT_TRUE(CreateMacros(**engine));
  const auto rows = (*engine)->Query(
      "SELECT d, n, add_months(d, n), age_years(d, date '2026-11-23'), add_days(d, n), days_between(d, date "
      "'2026-11-23') "
      "FROM (SELECT date '1960-01-01' + (range * 13)::int d, (range % 31 - 15)::bigint n FROM range(2000))");
  ASSERT_TRUE(rows) << rows.error().en;
  const Date on = *MakeDate(2026, 11, 23);
  for (int64_t i = 0; i < rows->count(); ++i) {
    const Date d{static_cast<int32_t>(rows->Int(i, 0))};
    const int n = static_cast<int>(rows->Int(i, 1));
    EXPECT_EQ(rows->Int(i, 2), AddMonths(d, n).days) << FormatDate(d) << " + " << n;
    EXPECT_EQ(rows->Int(i, 3), AgeInYears(d, on)) << FormatDate(d);
    EXPECT_EQ(rows->Int(i, 4), d.days + n);
    EXPECT_EQ(rows->Int(i, 5), on.days - d.days);
  }
}

}  // namespace
}  // namespace xiuhua::sql
