// What every command shares: the global options, the terminal, the way errors end a program.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "app/platform.h"
#include "base/error.h"
#include "base/result.h"

namespace xiuhua::cli {

struct Session {
  app::Settings settings;
  Language language = Language::kChinese;
  bool quiet = false;
  // What the chosen command does; set by its callback, run by main.
  std::function<Result<void>()> action;

  // The text of the session's language.
  [[nodiscard]] std::string Say(std::string_view zh, std::string_view en) const;
};

// Exit codes: 0 done, 2 bad input or arguments, 3 not found, 4 conflict, 5 forbidden, 6 unsupported, 7 engine, 8 io,
// 130 cancelled.
int ExitCode(ErrorKind kind);

// A table on the terminal: columns aligned by display width (Han characters count two).
void PrintTable(const std::vector<std::string>& headings, const std::vector<std::vector<std::string>>& rows);
void PrintLine(std::string_view line);
// "1,234,567"
std::string Thousands(int64_t value);

// Progress on standard error: one line per step, redrawn at most ten times a second; silent when quiet or not a
// terminal for the redraws (the step names are still printed). Ctrl-C cancels it.
Progress& TerminalProgress(const Session& session);

// Each adds its command to the program.
void AddDataCommands(CLI::App& program, Session& session);  // init, deliveries, delivery ..., check-lake
void AddSynth(CLI::App& program, Session& session);
void AddPack(CLI::App& program, Session& session);
void AddImport(CLI::App& program, Session& session);
void AddRun(CLI::App& program, Session& session);
void AddLists(CLI::App& program, Session& session);    // export, rules, exempt, authorise, compare-places
void AddAnswers(CLI::App& program, Session& session);  // answers import, list, settle, undo
void AddAudit(CLI::App& program, Session& session);    // audit list, verify
void AddReview(CLI::App& program, Session& session);   // review export, import, list, undo
void AddLink(CLI::App& program, Session& session);
void AddTask(CLI::App& program,
             Session& session);  // task import, list, show, split, answers, settle, reply, close, similar
void AddErrors(CLI::App& program, Session& session);

}  // namespace xiuhua::cli
