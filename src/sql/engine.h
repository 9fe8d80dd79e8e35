// Engine: one DuckDB instance behind a small interface. The only door to analytical SQL.
//
// An Engine owns one instance with one connection; it is not thread-safe (DuckDB itself uses the given threads).
// Several engines may live side by side. Every call that runs SQL can be stopped from another thread by Interrupt().
// Errors of the engine come back as SQL-001 with DuckDB's own words (SQL-005 when it ran out of the memory or spill
// space it was given); interruption comes back as BAS-003. A result is read to its end or not at all.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/progress.h"
#include "base/result.h"
#include "sql/types.h"

namespace xiuhua::sql {

struct EngineOptions {
  int threads = 2;
  int64_t memory_limit_mb = 4096;
  std::string spill_folder;  // empty = no spilling to disk
  int64_t spill_limit_mb = 20480;
};

// A sandboxed engine reads only the listed files, cannot change settings, load extensions or touch anything else.
struct SandboxOptions {
  std::vector<std::string> readable_files;
};

// Rows of a finished query, held in memory column by column. For results of modest size.
class Rows {
 public:
  Rows();
  ~Rows();
  Rows(Rows&&) noexcept;
  Rows& operator=(Rows&&) noexcept;

  [[nodiscard]] int64_t count() const;
  [[nodiscard]] const std::vector<Column>& columns() const;
  [[nodiscard]] int ColumnIndex(std::string_view name) const;  // -1 when absent
  [[nodiscard]] bool IsNull(int64_t row, int column) const;
  // The value as text, whatever its type; empty when NULL. The view lives as long as this object.
  // DATE as 2026-03-01, BOOLEAN as true/false, DECIMAL and TIMESTAMP as the engine writes them.
  [[nodiscard]] std::string_view Text(int64_t row, int column) const;
  // Whole-number types, BOOLEAN, DATE (days since 1970-01-01); 0 when NULL or of another type. HUGEINT (what sum()
  // gives) is held exactly or the query fails with SQL-004.
  [[nodiscard]] int64_t Int(int64_t row, int column) const;
  [[nodiscard]] double Double(int64_t row, int column) const;  // DOUBLE; other numbers converted; 0 when NULL

  struct ColumnData;  // private to the module

 private:
  friend class RowsReader;
  struct Data;
  std::unique_ptr<Data> data_;
};

// One output chunk being filled by a RowProducer. Columns are those given to the engine call, in order.
class ChunkWriter {
 public:
  virtual ~ChunkWriter() = default;
  [[nodiscard]] virtual int64_t capacity() const = 0;  // rows; 2,048
  virtual void SetNull(int column, int64_t row) = 0;
  virtual void SetText(int column, int64_t row, std::string_view text) = 0;  // must be valid UTF-8
  virtual void SetInt64(int column, int64_t row, int64_t value) = 0;
  virtual void SetInt32(int column, int64_t row, int32_t value) = 0;
  virtual void SetInt8(int column, int64_t row, int8_t value) = 0;
  virtual void SetBool(int column, int64_t row, bool value) = 0;
  virtual void SetDate(int column, int64_t row, Date value) = 0;
  virtual void SetDouble(int column, int64_t row, double value) = 0;
};

// A parallel source of rows. NewWorker is called once per engine thread (at most max_workers times), from any thread.
// Fill is never called again after it gave 0 or an error. Exceptions are caught and come back as BAS-005.
class RowProducer {
 public:
  class Worker {
   public:
    virtual ~Worker() = default;
    // Fills up to out.capacity() rows and returns how many; 0 = this worker is done.
    virtual Result<int64_t> Fill(ChunkWriter& out) = 0;
  };
  virtual ~RowProducer() = default;
  [[nodiscard]] virtual int max_workers() const = 0;
  virtual Result<std::unique_ptr<Worker>> NewWorker() = 0;
};

// A scalar function in C++ (texts in, one value out); NULL in any argument gives NULL. Called from many threads at
// once; must be a pure function of its arguments. An exception fails the query.
using TextFunction = std::function<std::optional<std::string>(std::span<const std::string_view> arguments)>;

// A scalar function of whole numbers and dates (dates as days since 1970-01-01); NULL in any argument gives NULL.
// Called from many threads at once; must be a pure function of its arguments and must not throw.
struct WholeFunction {
  std::vector<SqlType> arguments;  // kInt64 or kDate
  SqlType result = SqlType::kInt64;
  std::function<std::optional<int64_t>(std::span<const int64_t> arguments)> call;
};

class Engine {
 public:
  static Result<std::unique_ptr<Engine>> Open(const EngineOptions& options);
  // Opens an engine whose settings are locked once `prepare` has run (create views over the readable files there).
  static Result<std::unique_ptr<Engine>> OpenSandbox(const EngineOptions& options, const SandboxOptions& sandbox,
                                                     const std::function<Result<void>(Engine&)>& prepare);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Runs one or more statements; the result of the last is dropped.
  Result<void> Execute(const std::string& sql);
  // Runs one statement and holds its result. Columns of types without a mapping (lists, structs ...) are SQL-003.
  Result<Rows> Query(const std::string& sql);
  // Streams a result chunk by chunk: `take` is called with up to 2,048 rows at a time, and must not use this engine.
  Result<void> Stream(const std::string& sql, const std::function<Result<void>(const Rows&)>& take);
  // First value of the first row as an integer; 0 when there is no row.
  Result<int64_t> QueryInt(const std::string& sql);

  // Writes what the producer makes to a Parquet file, in parallel; row order across workers is not kept, so callers
  // that need one sort by a column. Returns the number of rows. Errors of the producer come back unchanged.
  // The file is Parquet version 2 (zstd, delta encodings), has mode 0600, replaces what was there, is not synced, and
  // is removed again when writing fails.
  Result<int64_t> WriteParquet(RowProducer& producer, std::span<const Column> columns, const std::string& path);
  // The result of a select into such a Parquet file. Order is kept where the select ends in ORDER BY.
  Result<int64_t> CopyToParquet(const std::string& select, const std::string& path);
  // The same rows into a new in-memory table.
  Result<int64_t> CreateTable(RowProducer& producer, std::span<const Column> columns, const std::string& table);

  // Makes `name(arguments texts)` callable in SQL.
  Result<void> RegisterTextFunction(const std::string& name, int arguments, TextFunction function);
  Result<void> RegisterWholeFunction(const std::string& name, const WholeFunction& function);

  // Thread-safe: stops the running call within a second; does nothing to calls that start later.
  void Interrupt();

 private:
  struct State;
  explicit Engine(std::unique_ptr<State> state);
  Result<int64_t> RunProducer(RowProducer& producer, std::span<const Column> columns, const std::string& sql);
  std::unique_ptr<State> state_;
};

}  // namespace xiuhua::sql
