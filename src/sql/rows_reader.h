// RowsReader: copies engine chunks into Rows. Private to the sql module.
#pragma once

#include <duckdb.h>

#include "base/result.h"
#include "sql/engine.h"

namespace xiuhua::sql {

class RowsReader {
 public:
  // Takes the columns of a result. Errors: SQL-003.
  static Result<RowsReader> Make(duckdb_result* result);
  // Appends one chunk. Errors: SQL-004.
  Result<void> Append(duckdb_data_chunk chunk);
  // What was appended since the last call.
  Rows Take();

 private:
  struct Source {
    duckdb_type type = DUCKDB_TYPE_INVALID;
    duckdb_type storage = DUCKDB_TYPE_INVALID;  // of a DECIMAL or ENUM
    uint8_t scale = 0;                          // of a DECIMAL
    std::vector<std::string> names;             // of an ENUM
  };
  static Result<Source> MakeSource(duckdb_logical_type type, const std::string& name);
  std::vector<Column> columns_;
  std::vector<Source> sources_;
  Rows rows_;
};

}  // namespace xiuhua::sql
