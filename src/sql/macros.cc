// Remainders take the sign of the dividend in both engines; `//` and `div` are only used where the division is exact.
#include "sql/macros.h"

#include <array>

namespace xiuhua::sql {
namespace {

constexpr std::array<MacroDefinition, 8> kMacros = {{
    {"div_cents", "a, b", "BIGINT",
     "CASE WHEN b = 0 THEN NULL ELSE (CAST(a AS BIGINT) - a % b) // b + CASE WHEN abs(a % b) < abs(b) - abs(a % b) "
     "THEN 0 WHEN (a < 0) = (b < 0) THEN 1 ELSE -1 END END",
     "CASE WHEN b = 0 THEN NULL ELSE (a - a % b) div b + CASE WHEN abs(a % b) < abs(b) - abs(a % b) "
     "THEN 0 WHEN (a < 0) = (b < 0) THEN 1 ELSE -1 END END"},
    {"percent_of", "part, whole", "BIGINT",
     "CASE WHEN whole = 0 THEN NULL ELSE (CAST(part AS BIGINT) * 100 - CAST(part AS BIGINT) * 100 % whole) // whole - "
     "CASE WHEN CAST(part AS BIGINT) * 100 % whole <> 0 AND (part < 0) <> (whole < 0) THEN 1 ELSE 0 END END",
     "CASE WHEN whole = 0 THEN NULL ELSE (part * 100 - part * 100 % whole) div whole - "
     "CASE WHEN part * 100 % whole <> 0 AND (part < 0) <> (whole < 0) THEN 1 ELSE 0 END END"},
    {"days_between", "from_date, to_date", "BIGINT", "date_diff('day', CAST(from_date AS DATE), CAST(to_date AS DATE))",
     "CAST(datediff(to_date, from_date) AS BIGINT)"},
    {"add_days", "d, n", "DATE", "CAST(d AS DATE) + CAST(n AS INTEGER)", "date_add(d, CAST(n AS INT))"},
    {"add_months", "d, n", "DATE", "CAST(CAST(d AS DATE) + to_months(CAST(n AS INTEGER)) AS DATE)",
     "add_months(d, CAST(n AS INT))"},
    {"age_years", "birth, on_date", "BIGINT",
     "year(CAST(on_date AS DATE)) - year(CAST(birth AS DATE)) - CASE WHEN month(CAST(on_date AS DATE)) * 100 + "
     "day(CAST(on_date AS DATE)) < month(CAST(birth AS DATE)) * 100 + day(CAST(birth AS DATE)) THEN 1 ELSE 0 END",
     "CAST(year(on_date) - year(birth) - CASE WHEN month(on_date) * 100 + day(on_date) < month(birth) * 100 + "
     "day(birth) THEN 1 ELSE 0 END AS BIGINT)"},
    {"year_of", "d", "BIGINT", "year(CAST(d AS DATE))", "CAST(year(d) AS BIGINT)"},
    {"month_of", "d", "BIGINT", "month(CAST(d AS DATE))", "CAST(month(d) AS BIGINT)"},
}};

}  // namespace

std::span<const MacroDefinition> Macros() { return kMacros; }

Result<void> CreateMacros(Engine& engine) {
  for (const MacroDefinition& macro : kMacros) {
    TRY(engine.Execute("CREATE OR REPLACE MACRO " + std::string(macro.name) + "(" + std::string(macro.parameters) +
                       ") AS CAST(" + std::string(macro.duckdb) + " AS " + std::string(macro.result) + ")"));
  }
  return {};
}

}  // namespace xiuhua::sql
