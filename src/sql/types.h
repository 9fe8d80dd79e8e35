// Column types shared by everything that reads or writes tables. Stored in Parquet: never change a mapping.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace xiuhua::sql {

// The engine type behind it: VARCHAR, BIGINT, INTEGER, TINYINT, BOOLEAN, DATE, DOUBLE.
enum class SqlType : uint8_t { kText, kInt64, kInt32, kInt8, kBool, kDate, kDouble };

const char* SqlTypeName(SqlType type);  // "VARCHAR", ...

struct Column {
  std::string name;
  SqlType type = SqlType::kText;
};

// 'it''s' - a SQL string literal.
std::string Quoted(std::string_view text);

}  // namespace xiuhua::sql
