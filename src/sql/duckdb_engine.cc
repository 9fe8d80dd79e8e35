#include "sql/duckdb_engine.h"

#include <duckdb.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/check.h"
#include "base/errors.h"
#include "sql/engine.h"
#include "sql/errors.h"
#include "sql/producer_call.h"
#include "sql/rows_reader.h"
#include "sql/scalar_function.h"

namespace xiuhua::sql {

struct Engine::State {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  int threads = 1;
  ProducerSlot slot;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (connection != nullptr) duckdb_disconnect(&connection);
    if (database != nullptr) duckdb_close(&database);
  }
};

namespace {

// What COPY writes: measured in docs/performance.md, "Lake files".
constexpr const char* kParquetOptions =
    "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT 4000, "
    "USE_TMP_FILE false)";

Error EngineError(duckdb_error_type type, const char* message) {
  const std::string text = message == nullptr ? "unknown error" : message;
  if (type == DUCKDB_ERROR_INTERRUPT) return MakeError(xiuhua::errors::kCancelled);
  if (type == DUCKDB_ERROR_OUT_OF_MEMORY) return MakeError(errors::kOutOfMemory, {text});
  return MakeError(errors::kEngineFailed, {text});
}

// Owns a prepared statement.
class Statement {
 public:
  Statement() = default;
  ~Statement() { duckdb_destroy_prepare(&statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Result<void> Prepare(duckdb_connection connection, const std::string& sql) {
    if (duckdb_prepare(connection, sql.c_str(), &statement_) == DuckDBSuccess) return {};
    const char* message = duckdb_prepare_error(statement_);
    const bool interrupted = message != nullptr && std::strncmp(message, "INTERRUPT", 9) == 0;
    return Fail(EngineError(interrupted ? DUCKDB_ERROR_INTERRUPT : DUCKDB_ERROR_INVALID, message));
  }
  [[nodiscard]] duckdb_prepared_statement get() const { return statement_; }

 private:
  duckdb_prepared_statement statement_ = nullptr;
};

// Owns a result.
class Answer {
 public:
  Answer() = default;
  ~Answer() { duckdb_destroy_result(&result_); }
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;
  duckdb_result* get() { return &result_; }
  Result<void> Check(duckdb_state state) {
    if (state == DuckDBSuccess) return {};
    return Fail(EngineError(duckdb_result_error_type(&result_), duckdb_result_error(&result_)));
  }

 private:
  duckdb_result result_{};
};

// Calls take(chunk) until the result ends. Errors: those of the engine and of take.
template <class Take>
Result<void> ForEachChunk(Answer& answer, Take take) {
  while (duckdb_data_chunk chunk = duckdb_fetch_chunk(*answer.get())) {
    Result<void> taken = take(chunk);
    duckdb_destroy_data_chunk(&chunk);
    if (!taken) return taken;
  }
  return answer.Check(duckdb_result_error(answer.get()) == nullptr ? DuckDBSuccess : DuckDBError);
}

class Config {
 public:
  Config() { duckdb_create_config(&config_); }
  ~Config() { duckdb_destroy_config(&config_); }
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;
  void Set(const char* name, const std::string& value) {
    if (duckdb_set_config(config_, name, value.c_str()) != DuckDBSuccess && bad_.empty()) bad_ = name;
  }
  [[nodiscard]] duckdb_config get() const { return config_; }
  [[nodiscard]] const std::string& bad() const { return bad_; }

 private:
  duckdb_config config_ = nullptr;
  std::string bad_;
};

void FillConfig(const EngineOptions& options, Config& config) {
  config.Set("threads", std::to_string(options.threads));
  config.Set("memory_limit", std::to_string(options.memory_limit_mb) + "MiB");
  config.Set("temp_directory", options.spill_folder);
  config.Set("max_temp_directory_size", std::to_string(options.spill_limit_mb) + "MiB");
  config.Set("autoinstall_known_extensions", "false");
  config.Set("autoload_known_extensions", "false");
  config.Set("allow_community_extensions", "false");
  config.Set("allow_persistent_secrets", "false");
  config.Set("preserve_insertion_order", "false");
}

// Makes the file empty with mode 0600, so that the engine writes into a file nobody else may read.
Result<void> MakePrivateFile(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return Fail(xiuhua::errors::kFileNotWritable, {path, std::strerror(errno)});
  const int changed = ::fchmod(fd, 0600);
  const int code = errno;
  ::close(fd);
  if (changed != 0) return Fail(xiuhua::errors::kFileNotWritable, {path, std::strerror(code)});
  return {};
}

std::string Identifier(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

Result<void> CheckEngineVersion(std::string_view version) {
  if (version.starts_with(kEngineVersion)) return {};
  return Fail(errors::kEngineVersion, {version, "1.5.x"});
}

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}
Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::Open(const EngineOptions& options) {
  TRY(CheckEngineVersion(duckdb_library_version()));
  auto state = std::make_unique<State>();
  state->threads = options.threads;
  Config config;
  FillConfig(options, config);
  if (!config.bad().empty()) return Fail(errors::kEngineFailed, {"setting " + config.bad() + " is refused"});
  char* message = nullptr;
  if (duckdb_open_ext(nullptr, &state->database, config.get(), &message) != DuckDBSuccess) {
    Error error = EngineError(DUCKDB_ERROR_INVALID, message);
    duckdb_free(message);
    return Fail(std::move(error));
  }
  if (duckdb_connect(state->database, &state->connection) != DuckDBSuccess) {
    return Fail(errors::kEngineFailed, {"cannot connect"});
  }
  TRY(RegisterProducerFunction(state->connection, &state->slot));
  return std::unique_ptr<Engine>(new Engine(std::move(state)));
}

Result<std::unique_ptr<Engine>> Engine::OpenSandbox(const EngineOptions& options, const SandboxOptions& sandbox,
                                                    const std::function<Result<void>(Engine&)>& prepare) {
  TRY_ASSIGN(std::unique_ptr<Engine> engine, Open(options));
  std::string paths;
  for (const std::string& path : sandbox.readable_files) paths += (paths.empty() ? "" : ", ") + Quoted(path);
  if (!paths.empty()) TRY(engine->Execute("SET allowed_paths = [" + paths + "]"));
  TRY(engine->Execute("SET enable_external_access = false"));
  TRY(prepare(*engine));
  TRY(engine->Execute("SET lock_configuration = true"));
  return engine;
}

Result<void> Engine::Execute(const std::string& sql) {
  Answer answer;
  return answer.Check(duckdb_query(state_->connection, sql.c_str(), answer.get()));
}

Result<Rows> Engine::Query(const std::string& sql) {
  Statement statement;
  TRY(statement.Prepare(state_->connection, sql));
  Answer answer;
  TRY(answer.Check(duckdb_execute_prepared(statement.get(), answer.get())));
  TRY_ASSIGN(RowsReader reader, RowsReader::Make(answer.get()));
  TRY(ForEachChunk(answer, [&](duckdb_data_chunk chunk) { return reader.Append(chunk); }));
  return reader.Take();
}

Result<void> Engine::Stream(const std::string& sql, const std::function<Result<void>(const Rows&)>& take) {
  Statement statement;
  TRY(statement.Prepare(state_->connection, sql));
  Answer answer;
  TRY(answer.Check(duckdb_execute_prepared_streaming(statement.get(), answer.get())));
  TRY_ASSIGN(RowsReader reader, RowsReader::Make(answer.get()));
  return ForEachChunk(answer, [&](duckdb_data_chunk chunk) -> Result<void> {
    TRY(reader.Append(chunk));
    return take(reader.Take());
  });
}

Result<int64_t> Engine::QueryInt(const std::string& sql) {
  TRY_ASSIGN(const Rows rows, Query(sql));
  return rows.count() == 0 || rows.columns().empty() ? 0 : rows.Int(0, 0);
}

Result<int64_t> Engine::RunProducer(RowProducer& producer, std::span<const Column> columns, const std::string& sql) {
  ProducerCall call;
  call.producer = &producer;
  call.columns = columns;
  call.threads = state_->threads;
  state_->slot.call = &call;
  Result<int64_t> rows = QueryInt(sql);
  state_->slot.call = nullptr;
  const std::lock_guard lock(call.mutex);
  if (call.error) return Fail(*std::move(call.error));
  return rows;
}

Result<int64_t> Engine::WriteParquet(RowProducer& producer, std::span<const Column> columns, const std::string& path) {
  TRY(MakePrivateFile(path));
  Result<int64_t> rows = RunProducer(
      producer, columns,
      std::string("COPY (SELECT * FROM ") + kProducerFunction + "()) TO " + Quoted(path) + " " + kParquetOptions);
  if (!rows) ::unlink(path.c_str());
  return rows;
}

Result<int64_t> Engine::CopyToParquet(const std::string& select, const std::string& path) {
  TRY(MakePrivateFile(path));
  Result<int64_t> rows = QueryInt("COPY (" + select + "\n) TO " + Quoted(path) + " " + kParquetOptions);
  if (!rows) ::unlink(path.c_str());
  return rows;
}

Result<int64_t> Engine::CreateTable(RowProducer& producer, std::span<const Column> columns, const std::string& table) {
  return RunProducer(producer, columns,
                     "CREATE TABLE " + Identifier(table) + " AS SELECT * FROM " + kProducerFunction + "()");
}

Result<void> Engine::RegisterTextFunction(const std::string& name, int arguments, TextFunction function) {
  return RegisterTextFunctionOn(state_->connection, name, arguments, std::move(function));
}

Result<void> Engine::RegisterWholeFunction(const std::string& name, const WholeFunction& function) {
  return RegisterWholeFunctionOn(state_->connection, name, function);
}

void Engine::Interrupt() { duckdb_interrupt(state_->connection); }

}  // namespace xiuhua::sql
