// The guard: which SELECT a pack may contain. Everything that is not listed here is refused.
//
// The text is parsed by the engine itself (json_serialize_sql) and the syntax tree is walked with a default of "no":
// exactly one SELECT; the node kinds, functions and joins of the portable subset (docs/formats/pack.md); declared
// tables and their columns only. Passing the guard is half of the safety: the other half is the sandboxed engine
// (Engine::OpenSandbox) and its limits (sql/limits.h).
//
// What is allowed:
//   select, select distinct, from, inner / left / full / cross / semi / anti join (on, using), where, group by, having,
//   union all, with (not recursive), sub-selects in from, in, exists; a scalar sub-select only of the one-row table
//   `run`; case, between, in, like (constant pattern without backslash), is [not] null, is [not] distinct from, and,
//   or, not, = <> < <= > >=, ||, + - * on whole numbers;
//   cast(x as bigint | integer | varchar | date | boolean);
//   row_number, lag, lead with order by ... nulls first|last (engines differ in where they put NULL);
//   the functions of AllowedFunctions(): aggregates count, min, max, cast(sum(x) as bigint); coalesce, nullif, abs,
//   length, lower, upper, trim, substr (constant start >= 1 and length >= 0); the macros of sql/macros.h.
// Identifiers are plain ASCII without quotes, and mean the same in either case. Values of unlike types (text, whole
// number, date, yes/no) are not compared or mixed: cast one of them.
//
// What the guard does not see is left to the engine: run DescribeSelect on what passed.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sql/engine.h"
#include "sql/types.h"

namespace xiuhua::sql {

struct GuardOptions {
  // Declared tables with their columns, by the name used in SQL, all lower case: "settlements", "params.line", "run".
  std::map<std::string, std::vector<Column>> tables;
  std::set<std::string> extra_functions;  // allowed beyond AllowedFunctions(), any arguments
  std::string file;                       // for error places: file and the line there of the first line of `sql`
  int first_line = 1;
};

struct TableUse {
  std::string table;
  int line = 0;  // of the file
};

struct ColumnUse {
  std::string table;  // a declared table, also when reached through a CTE or sub-select
  std::string column;
  int line = 0;
};

// A text compared with a column of a declared table (=, <>, in, case x when, is distinct from): must be in its code
// list when it has one.
struct LiteralUse {
  std::string table;
  std::string column;
  std::string text;
  int line = 0;
};

struct QueryShape {
  std::set<std::string> tables;
  std::vector<TableUse> table_uses;
  std::vector<ColumnUse> columns;  // in the order of the text; one entry a mention
  std::vector<LiteralUse> literals;
  std::vector<std::string> outputs;  // names of the result columns
};

// Checks one SELECT. Errors carry file and line: SQL-010 .. SQL-019.
Result<QueryShape> CheckSelect(Engine& engine, std::string_view sql, const GuardOptions& options);

// Checks one condition over the columns of one declared table (a pack's `where_population`).
Result<QueryShape> CheckCondition(Engine& engine, std::string_view condition, const std::string& table,
                                  const GuardOptions& options);

// The result columns of a select as the engine binds it, without running it. Errors: SQL-001 in the engine's words,
// SQL-003 when a column is of another type than those of sql/types.h.
Result<std::vector<Column>> DescribeSelect(Engine& engine, std::string_view sql);

// Functions a rule may call, without those in GuardOptions.
const std::set<std::string, std::less<>>& AllowedFunctions();

}  // namespace xiuhua::sql
