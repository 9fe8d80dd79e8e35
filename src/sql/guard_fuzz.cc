// libFuzzer: any text through the guard. What passes must also be one SELECT that the engine can at least describe or
// refuse with its own words; nothing may crash, hang or reach the disk.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sql/engine.h"
#include "sql/guard.h"
#include "sql/macros.h"

namespace {

struct Target {
  Target() {
    auto opened = xiuhua::sql::Engine::OpenSandbox({.threads = 1, .memory_limit_mb = 200}, {}, [](auto& engine) {
      auto created = engine.Execute("CREATE TABLE t (a BIGINT, b VARCHAR, d DATE)");
      return created ? xiuhua::sql::CreateMacros(engine) : created;
    });
    if (!opened) std::abort();
    engine = *std::move(opened);
    options.tables = {{"t",
                       {{"a", xiuhua::sql::SqlType::kInt64},
                        {"b", xiuhua::sql::SqlType::kText},
                        {"d", xiuhua::sql::SqlType::kDate}}}};
  }
  std::unique_ptr<xiuhua::sql::Engine> engine;
  xiuhua::sql::GuardOptions options;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static Target target;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto shape = xiuhua::sql::CheckSelect(*target.engine, text, target.options);
  if (!shape) return 0;
  for (const std::string& table : shape->tables) {
    if (table != "t") std::abort();
  }
  static_cast<void>(xiuhua::sql::DescribeSelect(*target.engine, text));
  return 0;
}
