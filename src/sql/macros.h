// The named functions of the portable subset: what engines disagree about, defined once per engine.
//
// Each function stands in src/sql/functions.md with its meaning, one definition per engine and examples that the tests
// run. In short (NULL in gives NULL out, everywhere):
//   div_cents(a, b)          a / b rounded half away from zero; NULL when b = 0
//   percent_of(part, whole)  part * 100 / whole, rounded down (toward minus infinity); NULL when whole = 0
//   days_between(from, to)   days from `from` to `to`; negative when `to` is earlier
//   add_days(d, n), add_months(d, n)   a day past the month's end becomes the last day
//   age_years(birth, on)     whole years lived; a birthday of 29 February is kept on 1 March in other years
//   year_of(d), month_of(d)
//
// In DuckDB a function is a C++ function where its definition would name an argument more than once: nested macros
// would grow the plan by that factor at each level. The others are SQL macros, which the planner sees through.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sql/engine.h"

namespace xiuhua::sql {

enum class Dialect : uint8_t { kDuckdb, kSpark };

struct MacroDefinition {
  std::string_view name;
  std::string_view parameters;  // "a, b"
  std::string_view result;      // engine type of the value: BIGINT or DATE
  std::string_view duckdb;      // body for CREATE MACRO; empty for a C++ function
  std::string_view spark;       // body for a Spark SQL function
};

std::span<const MacroDefinition> Macros();

// Creates the named functions in a DuckDB engine (in a sandbox: inside `prepare`). Errors: SQL-001.
Result<void> CreateMacros(Engine& engine);

}  // namespace xiuhua::sql
