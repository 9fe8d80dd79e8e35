#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <thread>

#include "base/check.h"
#include "base/clock.h"
#include "base/errors.h"
#include "base/files.h"
#include "base/utf8.h"
#include "store/errors.h"
#include "store/store.h"

namespace xiuhua::store {
namespace {

bool IsStorableText(std::string_view text) { return text.find('\0') == std::string_view::npos && IsValidUtf8(text); }

// Owns a prepared statement.
class Statement {
 public:
  Statement() = default;
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  [[nodiscard]] sqlite3_stmt* get() const { return statement_; }
  sqlite3_stmt** out() { return &statement_; }

 private:
  sqlite3_stmt* statement_ = nullptr;
};

Value ReadCell(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return nullptr;
    case SQLITE_INTEGER:
      return int64_t{sqlite3_column_int64(statement, column)};
    default: {
      const auto* text = static_cast<const char*>(sqlite3_column_blob(statement, column));
      const auto size = static_cast<size_t>(sqlite3_column_bytes(statement, column));
      return text == nullptr ? std::string() : std::string(text, size);
    }
  }
}

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(int busy_seconds) : busy_seconds_(busy_seconds) {}
  ~SqliteStore() override { sqlite3_close_v2(database_); }
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  Result<void> Open(const std::string& path);
  Result<void> Migrate(const std::vector<Migration>& migrations);

  Result<void> Execute(std::string_view sql, const std::vector<Value>& parameters) override;
  Result<std::vector<Row>> Query(std::string_view sql, const std::vector<Value>& parameters) override;
  Result<void> Transaction(const std::function<Result<void>()>& body) override;
  Result<void> ExecuteMany(std::string_view sql,
                           const std::function<Result<bool>(std::vector<Value>& row)>& next_row) override;

 private:
  std::unexpected<Error> LastError(std::string_view sql);
  Result<void> Prepare(std::string_view sql, Statement& statement);
  Result<void> Bind(sqlite3_stmt* statement, std::string_view sql, const std::vector<Value>& parameters);
  Result<void> Run(sqlite3_stmt* statement, std::string_view sql);
  Result<void> RunScript(const char* sql);
  Result<void> UseWriteAheadLog();
  Result<int64_t> CheckApplied(const std::vector<Migration>& migrations);
  Result<void> Apply(const Migration& migration);

  int busy_seconds_;
  sqlite3* database_ = nullptr;
  bool in_transaction_ = false;
};

std::unexpected<Error> SqliteStore::LastError(std::string_view sql) {
  const int code = sqlite3_errcode(database_);
  const std::string message = sqlite3_errmsg(database_);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) return Fail(errors::kStoreBusy, {std::to_string(busy_seconds_)});
  const int extended = sqlite3_extended_errcode(database_);
  if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY) {
    return Fail(errors::kDuplicate, {message});
  }
  return Fail(errors::kDatabaseFailed, {message, sql});
}

Result<void> SqliteStore::Prepare(std::string_view sql, Statement& statement) {
  const char* tail = nullptr;
  if (sqlite3_prepare_v2(database_, sql.data(), static_cast<int>(sql.size()), statement.out(), &tail) != SQLITE_OK) {
    return LastError(sql);
  }
  const std::string_view rest(tail, static_cast<size_t>(sql.data() + sql.size() - tail));
  if (statement.get() == nullptr || rest.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
    return Fail(errors::kDatabaseFailed, {"exactly one statement is expected", sql});
  }
  return {};
}

Result<void> SqliteStore::Bind(sqlite3_stmt* statement, std::string_view sql, const std::vector<Value>& parameters) {
  const auto expected = static_cast<size_t>(sqlite3_bind_parameter_count(statement));
  if (parameters.size() != expected) {
    return Fail(errors::kDatabaseFailed, {std::to_string(expected) + " parameters are expected, " +
                                              std::to_string(parameters.size()) + " were given",
                                          sql});
  }
  for (size_t i = 0; i < expected; ++i) {
    const int at = static_cast<int>(i) + 1;
    int code = SQLITE_OK;
    if (const auto* number = std::get_if<int64_t>(&parameters[i])) {
      code = sqlite3_bind_int64(statement, at, *number);
    } else if (const auto* text = std::get_if<std::string>(&parameters[i])) {
      if (!IsStorableText(*text)) return Fail(errors::kBadText, {std::to_string(at)});
      code = sqlite3_bind_text64(statement, at, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    } else {
      code = sqlite3_bind_null(statement, at);
    }
    if (code != SQLITE_OK) return LastError(sql);
  }
  return {};
}

Result<void> SqliteStore::Run(sqlite3_stmt* statement, std::string_view sql) {
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement);
  if (code != SQLITE_DONE) return LastError(sql);
  return {};
}

Result<void> SqliteStore::RunScript(const char* sql) {
  if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return LastError(sql);
}

Result<void> SqliteStore::Execute(std::string_view sql, const std::vector<Value>& parameters) {
  Statement statement;
  TRY(Prepare(sql, statement));
  TRY(Bind(statement.get(), sql, parameters));
  return Run(statement.get(), sql);
}

Result<std::vector<Row>> SqliteStore::Query(std::string_view sql, const std::vector<Value>& parameters) {
  Statement statement;
  TRY(Prepare(sql, statement));
  TRY(Bind(statement.get(), sql, parameters));
  std::vector<Row> rows;
  int code = SQLITE_DONE;
  while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
    std::vector<Value> values;
    for (int i = 0; i < sqlite3_column_count(statement.get()); ++i) values.push_back(ReadCell(statement.get(), i));
    rows.emplace_back(std::move(values));
  }
  if (code != SQLITE_DONE) return LastError(sql);
  return rows;
}

Result<void> SqliteStore::ExecuteMany(std::string_view sql,
                                      const std::function<Result<bool>(std::vector<Value>& row)>& next_row) {
  Statement statement;
  TRY(Prepare(sql, statement));
  std::vector<Value> row;
  while (true) {
    row.clear();
    TRY_ASSIGN(const bool more, next_row(row));
    if (!more) return {};
    TRY(Bind(statement.get(), sql, row));
    TRY(Run(statement.get(), sql));
    sqlite3_reset(statement.get());
  }
}

Result<void> SqliteStore::Transaction(const std::function<Result<void>()>& body) {
  CHECK(!in_transaction_);
  TRY(RunScript("BEGIN IMMEDIATE"));
  in_transaction_ = true;
  Result<void> result;
  try {
    result = body();
  } catch (const std::exception& exception) {
    result = Fail(xiuhua::errors::kInternal, {exception.what()});
  }
  if (result) result = RunScript("COMMIT");
  in_transaction_ = false;
  // The database itself rolls back after some errors (full disk); then there is nothing left to undo.
  if (!result && sqlite3_get_autocommit(database_) == 0) static_cast<void>(RunScript("ROLLBACK"));
  return result;
}

Result<void> SqliteStore::Open(const std::string& path) {
  // Made here, so that the database and its -wal and -shm, which take over its mode, are nobody else's to read.
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd >= 0) ::close(fd);
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE;
  if (sqlite3_open_v2(path.c_str(), &database_, flags, nullptr) != SQLITE_OK) return LastError("open " + path);
  sqlite3_busy_timeout(database_, busy_seconds_ * 1000);
  sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  TRY(UseWriteAheadLog());
  TRY(RunScript("PRAGMA synchronous = FULL"));
  TRY(RunScript("PRAGMA foreign_keys = ON"));
  return RunScript("PRAGMA trusted_schema = OFF");
}

// Two processes that open a new file at once may find it locked here, where SQLite does not wait by itself.
Result<void> SqliteStore::UseWriteAheadLog() {
  constexpr std::string_view kSql = "PRAGMA journal_mode = WAL";
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(busy_seconds_);
  while (true) {
    Result<std::vector<Row>> mode = Query(kSql, {});
    if (mode && !mode->empty() && mode->front().Text(0) == "wal") return {};
    const bool locked = !mode && mode.error().id == errors::kStoreBusy.id;
    if (!mode && !locked) return Fail(std::move(mode).error());
    if (!locked) return Fail(errors::kDatabaseFailed, {"this disk cannot hold a write-ahead log", kSql});
    if (std::chrono::steady_clock::now() > until) return Fail(std::move(mode).error());
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

Result<void> SqliteStore::Apply(const Migration& migration) {
  TRY(RunScript(migration.sql));
  return Execute(
      "INSERT INTO schema_migrations (number, name, sha, applied_us) VALUES (?, ?, ?, ?)",
      {int64_t{migration.number}, std::string(migration.name), HashBytes(migration.sql), SystemClock().NowMicros()});
}

// The number of the last migration the database has, 0 when it is new. Errors: STO-002, STO-003.
Result<int64_t> SqliteStore::CheckApplied(const std::vector<Migration>& migrations) {
  TRY_ASSIGN(const std::vector<Row> tables,
             Query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'", {}));
  if (tables.empty()) return 0;
  TRY_ASSIGN(const std::vector<Row> applied,
             Query("SELECT number, name, sha FROM schema_migrations ORDER BY number", {}));
  const int64_t known = migrations.empty() ? 0 : migrations.back().number;
  for (const Row& row : applied) {
    const auto same = [&](const Migration& m) { return m.number == row.Int(0) && HashBytes(m.sql) == row.Text(2); };
    if (row.Int(0) > known) return Fail(errors::kNewerStore, {row.Text(0), std::to_string(known)});
    if (std::ranges::none_of(migrations, same)) return Fail(errors::kChangedMigration, {row.Text(0), row.Text(1)});
  }
  return applied.empty() ? 0 : applied.back().Int(0);
}

Result<void> SqliteStore::Migrate(const std::vector<Migration>& migrations) {
  for (size_t i = 1; i < migrations.size(); ++i) CHECK(migrations[i - 1].number < migrations[i].number);
  TRY_ASSIGN(int64_t last, CheckApplied(migrations));
  if (migrations.empty() || last == migrations.back().number) return {};
  return Transaction([&]() -> Result<void> {
    TRY(
        RunScript("CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL, "
                  "sha TEXT NOT NULL, applied_us BIGINT NOT NULL)"));
    TRY_ASSIGN(last, CheckApplied(migrations));  // another process may have been first
    for (const Migration& migration : migrations) {
      if (migration.number > last) TRY(Apply(migration));
    }
    return {};
  });
}

}  // namespace

int64_t Row::Int(size_t column) const {
  const auto* number = std::get_if<int64_t>(&values_[column]);
  return number == nullptr ? 0 : *number;
}

std::string Row::Text(size_t column) const {
  if (const auto* text = std::get_if<std::string>(&values_[column])) return *text;
  if (const auto* number = std::get_if<int64_t>(&values_[column])) return std::to_string(*number);
  return "";
}

Result<std::unique_ptr<Store>> OpenSqlite(const std::string& path, const std::vector<Migration>& migrations,
                                          int busy_seconds) {
  auto store = std::make_unique<SqliteStore>(busy_seconds);
  TRY(store->Open(path));
  TRY(store->Migrate(migrations));
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace xiuhua::store
