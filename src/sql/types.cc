#include "sql/types.h"

#include "base/check.h"

namespace xiuhua::sql {

const char* SqlTypeName(SqlType type) {
  switch (type) {
    case SqlType::kText:
      return "VARCHAR";
    case SqlType::kInt64:
      return "BIGINT";
    case SqlType::kInt32:
      return "INTEGER";
    case SqlType::kInt8:
      return "TINYINT";
    case SqlType::kBool:
      return "BOOLEAN";
    case SqlType::kDate:
      return "DATE";
    case SqlType::kDouble:
      return "DOUBLE";
  }
  CHECK(false);
}

std::string Quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  out += '\'';
  return out;
}

}  // namespace xiuhua::sql
