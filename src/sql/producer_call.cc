#include "sql/producer_call.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <exception>

#include "base/check.h"
#include "base/errors.h"
#include "base/utf8.h"
#include "sql/errors.h"

namespace xiuhua::sql {
namespace {

class DuckdbChunkWriter final : public ChunkWriter {
 public:
  DuckdbChunkWriter(duckdb_data_chunk chunk, std::span<const Column> columns)
      : capacity_(static_cast<int64_t>(duckdb_vector_size())), columns_(columns), targets_(columns.size()) {
    for (size_t i = 0; i < targets_.size(); ++i) {
      targets_[i].vector = duckdb_data_chunk_get_vector(chunk, i);
      targets_[i].data = duckdb_vector_get_data(targets_[i].vector);
    }
  }

  [[nodiscard]] int64_t capacity() const override { return capacity_; }
  [[nodiscard]] int bad_text_column() const { return bad_text_column_; }

  void SetNull(int column, int64_t row) override {
    CHECK(column >= 0 && static_cast<size_t>(column) < targets_.size() && row >= 0 && row < capacity_);
    Target& target = targets_[static_cast<size_t>(column)];
    if (target.validity == nullptr) {
      duckdb_vector_ensure_validity_writable(target.vector);
      target.validity = duckdb_vector_get_validity(target.vector);
    }
    const auto bit = static_cast<uint64_t>(row);
    target.validity[bit / 64] &= ~(uint64_t{1} << (bit % 64));
  }

  void SetText(int column, int64_t row, std::string_view text) override {
    auto* data = static_cast<duckdb_string_t*>(Data(column, row, SqlType::kText));
    if (!IsValidUtf8(text)) {
      bad_text_column_ = column;
      text = {};
    }
    if (text.size() > sizeof(data->value.inlined.inlined)) {
      duckdb_vector_assign_string_element_len(targets_[static_cast<size_t>(column)].vector, static_cast<idx_t>(row),
                                              text.data(), text.size());
      return;
    }
    duckdb_string_t& cell = data[row];
    cell.value.inlined.length = static_cast<uint32_t>(text.size());
    std::memset(cell.value.inlined.inlined, 0, sizeof(cell.value.inlined.inlined));
    if (!text.empty()) std::memcpy(cell.value.inlined.inlined, text.data(), text.size());
  }

  void SetInt64(int column, int64_t row, int64_t value) override { Put(column, row, SqlType::kInt64, value); }
  void SetInt32(int column, int64_t row, int32_t value) override { Put(column, row, SqlType::kInt32, value); }
  void SetInt8(int column, int64_t row, int8_t value) override { Put(column, row, SqlType::kInt8, value); }
  void SetBool(int column, int64_t row, bool value) override { Put(column, row, SqlType::kBool, value); }
  void SetDate(int column, int64_t row, Date value) override { Put(column, row, SqlType::kDate, value.days); }
  void SetDouble(int column, int64_t row, double value) override { Put(column, row, SqlType::kDouble, value); }

 private:
  struct Target {
    duckdb_vector vector = nullptr;
    void* data = nullptr;
    uint64_t* validity = nullptr;
  };

  void* Data(int column, int64_t row, SqlType type) {
    const auto i = static_cast<size_t>(column);
    CHECK(column >= 0 && i < targets_.size() && row >= 0 && row < capacity_ && columns_[i].type == type);
    return targets_[i].data;
  }
  template <class T>
  void Put(int column, int64_t row, SqlType type, T value) {
    static_cast<T*>(Data(column, row, type))[row] = value;
  }

  int64_t capacity_;
  std::span<const Column> columns_;
  std::vector<Target> targets_;
  int bad_text_column_ = -1;
};

struct LocalWorker {
  std::unique_ptr<RowProducer::Worker> worker;
  bool done = false;
};

Error FromException(const std::exception* exception) {
  return MakeError(xiuhua::errors::kInternal, {exception == nullptr ? "unknown exception" : exception->what()});
}

// Runs `body`; an error or exception of it stops the call. No exception may pass into the engine.
template <class Body>
bool Guarded(ProducerCall& call, Body body) {
  try {
    Result<void> result = body();
    if (result) return true;
    call.Stop(std::move(result).error());
  } catch (const std::exception& exception) {
    call.Stop(FromException(&exception));
  } catch (...) {
    call.Stop(FromException(nullptr));
  }
  return false;
}

void Bind(duckdb_bind_info info) {
  const auto* slot = static_cast<ProducerSlot*>(duckdb_bind_get_extra_info(info));
  if (slot->call == nullptr) {
    duckdb_bind_set_error(info, "no producer is running");
    return;
  }
  for (const Column& column : slot->call->columns) {
    duckdb_logical_type type = duckdb_create_logical_type(EngineType(column.type));
    duckdb_bind_add_result_column(info, column.name.c_str(), type);
    duckdb_destroy_logical_type(&type);
  }
}

ProducerCall& CallOf(void* extra_info) { return *static_cast<ProducerSlot*>(extra_info)->call; }

void Init(duckdb_init_info info) {
  const ProducerCall& call = CallOf(duckdb_init_get_extra_info(info));
  duckdb_init_set_max_threads(info, static_cast<idx_t>(std::clamp(call.producer->max_workers(), 1, call.threads)));
}

void InitWorker(duckdb_init_info info) {
  ProducerCall& call = CallOf(duckdb_init_get_extra_info(info));
  const bool ok = Guarded(call, [&]() -> Result<void> {
    auto local = std::make_unique<LocalWorker>();
    TRY_ASSIGN(local->worker, call.producer->NewWorker());
    duckdb_init_set_init_data(info, local.release(), [](void* data) { delete static_cast<LocalWorker*>(data); });
    return {};
  });
  if (!ok) duckdb_init_set_error(info, "the producer failed");
}

void FillChunk(duckdb_function_info info, duckdb_data_chunk output) {
  ProducerCall& call = CallOf(duckdb_function_get_extra_info(info));
  auto* local = static_cast<LocalWorker*>(duckdb_function_get_local_init_data(info));
  duckdb_data_chunk_set_size(output, 0);
  if (local == nullptr || local->done || call.stopped.load()) return;
  const bool ok = Guarded(call, [&]() -> Result<void> {
    DuckdbChunkWriter writer(output, call.columns);
    TRY_ASSIGN(const int64_t rows, local->worker->Fill(writer));
    CHECK(rows >= 0 && rows <= writer.capacity());
    if (writer.bad_text_column() >= 0) {
      return Fail(errors::kInvalidText, {call.columns[static_cast<size_t>(writer.bad_text_column())].name});
    }
    local->done = rows == 0;
    duckdb_data_chunk_set_size(output, static_cast<idx_t>(rows));
    return {};
  });
  if (ok) return;
  local->done = true;
  duckdb_function_set_error(info, "the producer failed");
}

}  // namespace

void ProducerCall::Stop(Error first) {
  const std::lock_guard lock(mutex);
  if (!error) error = std::move(first);
  stopped.store(true);
}

duckdb_type EngineType(SqlType type) {
  switch (type) {
    case SqlType::kText:
      return DUCKDB_TYPE_VARCHAR;
    case SqlType::kInt64:
      return DUCKDB_TYPE_BIGINT;
    case SqlType::kInt32:
      return DUCKDB_TYPE_INTEGER;
    case SqlType::kInt8:
      return DUCKDB_TYPE_TINYINT;
    case SqlType::kBool:
      return DUCKDB_TYPE_BOOLEAN;
    case SqlType::kDate:
      return DUCKDB_TYPE_DATE;
    case SqlType::kDouble:
      return DUCKDB_TYPE_DOUBLE;
  }
  CHECK(false);
}

Result<void> RegisterProducerFunction(duckdb_connection connection, ProducerSlot* slot) {
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, kProducerFunction);
  duckdb_table_function_set_extra_info(function, slot, nullptr);
  duckdb_table_function_set_bind(function, Bind);
  duckdb_table_function_set_init(function, Init);
  duckdb_table_function_set_local_init(function, InitWorker);
  duckdb_table_function_set_function(function, FillChunk);
  const duckdb_state state = duckdb_register_table_function(connection, function);
  duckdb_destroy_table_function(&function);
  if (state != DuckDBSuccess) return Fail(errors::kEngineFailed, {"cannot register the producer function"});
  return {};
}

}  // namespace xiuhua::sql
