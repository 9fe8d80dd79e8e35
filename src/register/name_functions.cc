#include "register/name_functions.h"

#include "text/names.h"

namespace xiuhua::registry {

Result<void> AddNameFunctions(sql::Engine& engine) {
  TRY_ASSIGN(const int64_t known,
             engine.QueryInt("SELECT count(*) FROM duckdb_functions() WHERE function_name = 'names_agree'"));
  if (known > 0) return {};
  return engine.RegisterTextFunction("names_agree", 2, [](std::span<const std::string_view> names) {
    thread_local std::string left;
    thread_local std::string right;
    text::FoldName(names[0], left);
    text::FoldName(names[1], right);
    return std::optional<std::string>(text::NamesAgree(left, right) ? "1" : "0");
  });
}

}  // namespace xiuhua::registry
