// Store: what people did and what exists - transactions, small rows. SQLite by default.
//
// One writer at a time (BEGIN IMMEDIATE with retry), WAL, synchronous=FULL, foreign keys on. Texts must be valid UTF-8
// without NUL (STO-005). Times are UTC microseconds. Not thread-safe; open one Store per thread. Several processes may
// have the same store open. Keep SQL portable to PostgreSQL: BIGINT, TEXT, ? parameters, no other type, no PRAGMA.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace xiuhua::store {

using Value = std::variant<std::nullptr_t, int64_t, std::string>;

// One row of a result: columns by position.
class Row {
 public:
  explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
  [[nodiscard]] bool IsNull(size_t column) const { return std::holds_alternative<std::nullptr_t>(values_[column]); }
  [[nodiscard]] int64_t Int(size_t column) const;       // 0 when NULL or not a number
  [[nodiscard]] std::string Text(size_t column) const;  // "" when NULL; a number in digits
  [[nodiscard]] size_t size() const { return values_.size(); }

 private:
  std::vector<Value> values_;
};

class Store {
 public:
  virtual ~Store() = default;
  // Runs one statement with ? parameters. Errors: STO-001 with the database's own words, STO-004 (another program
  // keeps writing), STO-005 (bad text), STO-006 (breaks a unique or primary key).
  virtual Result<void> Execute(std::string_view sql, const std::vector<Value>& parameters = {}) = 0;
  virtual Result<std::vector<Row>> Query(std::string_view sql, const std::vector<Value>& parameters = {}) = 0;
  // Runs `body` in one immediate transaction; an error rolls everything back and is returned, an exception likewise
  // (BAS-005). When it returns without error the content is on the disk. Not to be nested.
  virtual Result<void> Transaction(const std::function<Result<void>()>& body) = 0;
  // The same prepared statement for many rows, inside the caller's transaction. `next_row` fills one row of
  // parameters and gives true, or gives false at the end.
  virtual Result<void> ExecuteMany(std::string_view sql,
                                   const std::function<Result<bool>(std::vector<Value>& row)>& next_row) = 0;
};

// A migration is applied once, in order, and never changed after release. `sql` may hold several statements.
struct Migration {
  int number;
  const char* name;
  const char* sql;
};

// Opens or creates the database file (mode 0600) and applies the migrations it lacks, recorded with their SHA-256 in
// schema_migrations(number, name, sha, applied_us). A writer waits `busy_seconds` for its turn.
// Errors: STO-001, STO-002 (made by a newer program), STO-003 (an applied migration was changed), STO-004.
Result<std::unique_ptr<Store>> OpenSqlite(const std::string& path, const std::vector<Migration>& migrations,
                                          int busy_seconds = 30);

}  // namespace xiuhua::store
