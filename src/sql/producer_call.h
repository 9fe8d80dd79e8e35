// The table function behind WriteParquet and CreateTable: pulls rows from a RowProducer on all engine threads.
// Private to the sql module.
#pragma once

#include <duckdb.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <span>

#include "base/result.h"
#include "sql/engine.h"

namespace xiuhua::sql {

inline constexpr const char* kProducerFunction = "xiuhua_producer_rows";

// One running WriteParquet or CreateTable. The first error of any worker is kept and stops the others.
struct ProducerCall {
  RowProducer* producer = nullptr;
  std::span<const Column> columns;
  int threads = 1;
  std::atomic<bool> stopped{false};
  std::mutex mutex;
  std::optional<Error> error;  // guarded by mutex

  void Stop(Error first);
};

// Where the table function finds the running call; null between calls, then the function refuses to bind.
struct ProducerSlot {
  ProducerCall* call = nullptr;
};

// Registers the table function on a connection; `slot` must outlive the connection.
Result<void> RegisterProducerFunction(duckdb_connection connection, ProducerSlot* slot);

duckdb_type EngineType(SqlType type);

}  // namespace xiuhua::sql
