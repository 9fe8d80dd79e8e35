// SqlFile: a fact's or rule's file - a YAML header in "--" lines between two "-- ---" lines, then one SELECT.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace xiuhua::rules {

struct SqlFile {
  std::string path;
  std::string header;       // YAML, comment marks removed, line for line
  int64_t header_line = 0;  // 1-based line of its first line in the file
  std::string sql;
  int64_t sql_line = 0;
};

// Splits a file's text. Errors: RUL-001.
Result<SqlFile> SplitSqlFile(std::string_view text, const std::string& path);
// Errors: RUL-001, BAS-001.
Result<SqlFile> ReadSqlFile(const std::string& path);

// The file's name without folder and without the extension `.sql`.
std::string SqlFileStem(std::string_view path);

}  // namespace xiuhua::rules
