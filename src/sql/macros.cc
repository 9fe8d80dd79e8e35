// Remainders take the sign of the dividend, in C++ and in Spark; Spark's `div` is only used where it is exact.
#include "sql/macros.h"

#include <array>
#include <optional>

namespace xiuhua::sql {
namespace {

__extension__ using Int128 = __int128;

std::optional<int64_t> Narrow(Int128 value) {
  if (value > INT64_MAX || value < INT64_MIN) return std::nullopt;
  return static_cast<int64_t>(value);
}

std::optional<int64_t> DivCents(std::span<const int64_t> arguments) {
  const Int128 a = arguments[0];
  const Int128 b = arguments[1];
  if (b == 0) return std::nullopt;
  const Int128 twice_rest = 2 * (a % b < 0 ? -(a % b) : a % b);
  const Int128 away = (a < 0) == (b < 0) ? 1 : -1;
  return Narrow(a / b + (twice_rest >= (b < 0 ? -b : b) ? away : 0));
}

std::optional<int64_t> PercentOf(std::span<const int64_t> arguments) {
  const Int128 hundredfold = Int128{arguments[0]} * 100;
  const Int128 whole = arguments[1];
  if (whole == 0) return std::nullopt;
  const bool below = hundredfold % whole != 0 && (hundredfold < 0) != (whole < 0);
  return Narrow(hundredfold / whole - (below ? 1 : 0));
}

std::optional<int64_t> AgeYears(std::span<const int64_t> arguments) {
  return AgeInYears(Date{static_cast<int32_t>(arguments[0])}, Date{static_cast<int32_t>(arguments[1])});
}

constexpr std::array<MacroDefinition, 8> kMacros = {{
    {"div_cents", "a, b", "BIGINT", "",
     "CASE WHEN b = 0 THEN NULL ELSE (a - a % b) div b + CASE WHEN abs(a % b) < abs(b) - abs(a % b) "
     "THEN 0 WHEN (a < 0) = (b < 0) THEN 1 ELSE -1 END END"},
    {"percent_of", "part, whole", "BIGINT", "",
     "CASE WHEN whole = 0 THEN NULL ELSE (part * 100 - part * 100 % whole) div whole - "
     "CASE WHEN part * 100 % whole <> 0 AND (part < 0) <> (whole < 0) THEN 1 ELSE 0 END END"},
    {"days_between", "from_date, to_date", "BIGINT", "date_diff('day', CAST(from_date AS DATE), CAST(to_date AS DATE))",
     "CAST(datediff(to_date, from_date) AS BIGINT)"},
    {"add_days", "d, n", "DATE", "CAST(d AS DATE) + CAST(n AS INTEGER)", "date_add(d, CAST(n AS INT))"},
    {"add_months", "d, n", "DATE", "CAST(CAST(d AS DATE) + to_months(CAST(n AS INTEGER)) AS DATE)",
     "add_months(d, CAST(n AS INT))"},
    {"age_years", "birth, on_date", "BIGINT", "",
     "CAST(year(on_date) - year(birth) - CASE WHEN month(on_date) * 100 + day(on_date) < month(birth) * 100 + "
     "day(birth) THEN 1 ELSE 0 END AS BIGINT)"},
    {"year_of", "d", "BIGINT", "year(CAST(d AS DATE))", "CAST(year(d) AS BIGINT)"},
    {"month_of", "d", "BIGINT", "month(CAST(d AS DATE))", "CAST(month(d) AS BIGINT)"},
}};

}  // namespace

std::span<const MacroDefinition> Macros() { return kMacros; }

Result<void> CreateMacros(Engine& engine) {
  using enum SqlType;
  TRY(engine.RegisterWholeFunction("div_cents", {{kInt64, kInt64}, kInt64, DivCents}));
  TRY(engine.RegisterWholeFunction("percent_of", {{kInt64, kInt64}, kInt64, PercentOf}));
  TRY(engine.RegisterWholeFunction("age_years", {{kDate, kDate}, kInt64, AgeYears}));
  for (const MacroDefinition& macro : kMacros) {
    if (macro.duckdb.empty()) continue;
    TRY(engine.Execute("CREATE OR REPLACE MACRO " + std::string(macro.name) + "(" + std::string(macro.parameters) +
                       ") AS CAST(" + std::string(macro.duckdb) + " AS " + std::string(macro.result) + ")"));
  }
  return {};
}

}  // namespace xiuhua::sql
