// What the guard can only see in the text: characters and spellings that leave no trace in the syntax tree.
// Private to the sql module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace xiuhua::sql {

// Byte offsets of one text to the lines of the file it came from.
class LineMap {
 public:
  LineMap(std::string_view text, std::string file, int first_line);
  [[nodiscard]] int Line(size_t offset) const;
  [[nodiscard]] SourceRef Place(size_t offset) const;

 private:
  std::vector<size_t> line_starts_;
  std::string file_;
  int first_line_;
};

// Refuses outside of strings and comments: non-ASCII, quotes other than ', `::`, /, $, ?, :, @, [ ], { }, backslash,
// control characters, string prefixes (e'..', x'..'), the word `materialized`, a `;` that is not the end; parentheses
// that do not balance or nest deeper than 50; texts over 64 KiB. Errors: SQL-011, SQL-012, SQL-018.
Result<void> CheckText(std::string_view sql, const LineMap& lines);

}  // namespace xiuhua::sql
