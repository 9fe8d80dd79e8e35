// The form in which a cell is compared, by the type of its column; empty = missing. docs/formats/link-spec.md,
// "columns".
#pragma once

#include <string>
#include <string_view>

#include "linkage/link_spec.h"

namespace xiuhua::linkage {

// Cleans cells of one column. Not thread-safe; make one for each thread.
class CellCleaner {
 public:
  explicit CellCleaner(const LinkColumn& column);
  // The answer lives until the next call.
  std::string_view Clean(std::string_view cell);

 private:
  std::string_view CleanTyped(std::string_view clean);
  std::string_view FoldText(std::string_view clean, bool drop_marks);
  std::string_view CleanDate(std::string_view clean);
  std::string_view CleanNumber(std::string_view clean);
  const LinkColumn& column_;
  std::vector<std::string> missing_;
  std::string scratch_;
  std::string out_;
};

}  // namespace xiuhua::linkage
