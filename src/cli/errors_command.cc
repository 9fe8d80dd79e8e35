// xiuhua errors: the catalogue of every error a person can meet, from the same definitions the code uses.
#include <array>
#include <string_view>

#include "cli/session.h"

namespace xiuhua::cli {
namespace {

struct CatalogueLine {
  std::string_view id, zh, en, hint_zh, hint_en;
};

#define XIUHUA_ERROR(name, id, kind, zh, en, hint_zh, hint_en) CatalogueLine{id, zh, en, hint_zh, hint_en},
constexpr auto kCatalogue = std::to_array<CatalogueLine>({
#include "app/errors.def"
#include "base/errors.def"
#include "flow/errors.def"
#include "ingest/errors.def"
#include "ingest/import_errors.def"
#include "lake/errors.def"
#include "linkage/errors.def"
#include "register/errors.def"
#include "reports/errors.def"
#include "rules/errors.def"
#include "sql/errors.def"
#include "store/errors.def"
#include "synth/errors.def"
#include "text/errors.def"
#include "workbook/errors.def"
});
#undef XIUHUA_ERROR

}  // namespace

void AddErrors(CLI::App& program, Session& session) {
  CLI::App* command = program.add_subcommand("errors", "错误目录 / the error catalogue (Markdown)");
  command->callback([&session] {
    session.action = [&session]() -> Result<void> {
      const bool chinese = session.language == Language::kChinese;
      PrintLine(chinese ? "| 编号 | 发生了什么 | 怎么办 |" : "| id | what happened | what to do |");
      PrintLine("|---|---|---|");
      for (const CatalogueLine& line : kCatalogue) {
        PrintLine("| " + std::string(line.id) + " | " + std::string(chinese ? line.zh : line.en) + " | " +
                  std::string(chinese ? line.hint_zh : line.hint_en) + " |");
      }
      return {};
    };
  });
}

}  // namespace xiuhua::cli
