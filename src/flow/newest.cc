#include "flow/newest.h"

#include <fmt/format.h>

namespace xiuhua::flow {

std::string RunFolder(int64_t run_id) { return fmt::format("runs/N{:06}", run_id); }
std::string RegisterFolder(int64_t register_id) { return fmt::format("register/R{:06}", register_id); }

Result<std::optional<NewestRun>> FindNewestRun(lake::Lake& lake) {
  TRY_ASSIGN(const auto rows,
             lake.store().Query(
                 "SELECT run_id, as_of, register_id FROM runs WHERE state = 'committed' ORDER BY run_id DESC LIMIT 1"));
  if (rows.empty()) return std::optional<NewestRun>();
  NewestRun run{
      .run_id = rows[0].Int(0), .as_of = Date{static_cast<int32_t>(rows[0].Int(1))}, .register_id = rows[0].Int(2)};
  run.folder = lake.PathOf(RunFolder(run.run_id));
  run.register_folder = lake.PathOf(RegisterFolder(run.register_id));
  return std::optional(run);
}

}  // namespace xiuhua::flow
