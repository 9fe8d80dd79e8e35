#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>

#include "base/utf8.h"
#include "cli/session.h"

namespace xiuhua::cli {
namespace {

// Columns a text takes on a terminal: East Asian wide characters take two.
size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80 ? 1U : lead < 0xE0 ? 2U : lead < 0xF0 ? 3U : 4U;
    width += length >= 3 ? 2 : 1;
    i += length;
  }
  return width;
}

class TerminalSteps final : public Progress {
 public:
  explicit TerminalSteps(bool quiet) : quiet_(quiet), redraws_(::isatty(STDERR_FILENO) == 1) {}

  void Begin(std::string_view step, int64_t total) override {
    const std::lock_guard guard(mutex_);
    step_ = step;
    total_ = total;
    done_.store(0);
    started_ = std::chrono::steady_clock::now();
    shown_ = started_;
  }
  void Tick(int64_t done) override {
    const int64_t now_done = done_.fetch_add(done) + done;
    if (quiet_ || !mutex_.try_lock()) return;
    const std::lock_guard guard(mutex_, std::adopt_lock);
    const auto now = std::chrono::steady_clock::now();
    const auto pause = std::chrono::milliseconds(redraws_ ? 200 : 5000);
    if (now - shown_ < pause) return;
    shown_ = now;
    const double seconds = std::chrono::duration<double>(now - started_).count();
    if (total_ > 0) {
      fmt::print(stderr, "{}  {} {:.0f}%  {:.0f} s{}", redraws_ ? "\r" : "", step_,
                 100.0 * static_cast<double>(now_done) / static_cast<double>(total_), seconds,
                 redraws_ ? "\033[K" : "\n");
    } else {
      fmt::print(stderr, "{}  {} {}  {:.0f} s{}", redraws_ ? "\r" : "", step_, Thousands(now_done), seconds,
                 redraws_ ? "\033[K" : "\n");
    }
    drawn_ = redraws_;
  }
  void End() override {
    const std::lock_guard guard(mutex_);
    if (drawn_) fmt::print(stderr, "\r\033[K");
    drawn_ = false;
  }

 private:
  bool quiet_;
  bool redraws_;
  bool drawn_ = false;
  std::mutex mutex_;
  std::string step_;
  int64_t total_ = 0;
  std::atomic<int64_t> done_{0};
  std::chrono::steady_clock::time_point started_, shown_;
};

std::atomic<Progress*> interrupted_progress{nullptr};

extern "C" void OnInterrupt(int) {
  if (Progress* progress = interrupted_progress.load()) progress->Cancel();
}

}  // namespace

std::string Session::Say(std::string_view zh, std::string_view en) const {
  return std::string(language == Language::kChinese ? zh : en);
}

int ExitCode(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kBadInput:
      return 2;
    case ErrorKind::kNotFound:
      return 3;
    case ErrorKind::kConflict:
      return 4;
    case ErrorKind::kForbidden:
      return 5;
    case ErrorKind::kUnsupported:
      return 6;
    case ErrorKind::kEngine:
      return 7;
    case ErrorKind::kIo:
      return 8;
    case ErrorKind::kCancelled:
      return 130;
  }
  return 7;
}

Progress& TerminalProgress(const Session& session) {
  static TerminalSteps steps(session.quiet);
  interrupted_progress.store(&steps);
  struct sigaction action{};
  action.sa_handler = OnInterrupt;
  sigemptyset(&action.sa_mask);
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // a second Ctrl-C ends the program at once
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  return steps;
}

void PrintLine(std::string_view line) { fmt::print("{}\n", line); }

std::string Thousands(int64_t value) {
  std::string text = std::to_string(value < 0 ? -value : value);
  for (auto at = static_cast<int64_t>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<size_t>(at), ",");
  return value < 0 ? "-" + text : text;
}

void PrintTable(const std::vector<std::string>& headings, const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  for (const std::string& heading : headings) widths.push_back(DisplayWidth(heading));
  for (const auto& row : rows) {
    for (size_t c = 0; c < row.size() && c < widths.size(); ++c) widths[c] = std::max(widths[c], DisplayWidth(row[c]));
  }
  const auto is_number = [](const std::string& cell) {
    return !cell.empty() && cell.find_first_not_of("0123456789,.%-+ ") == std::string::npos;
  };
  const auto print_row = [&](const std::vector<std::string>& row) {
    std::string line;
    for (size_t c = 0; c < row.size(); ++c) {
      const std::string pad(widths[c] - std::min(widths[c], DisplayWidth(row[c])), ' ');
      line += "  " + (is_number(row[c]) ? pad + row[c] : row[c] + pad);
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    PrintLine(line);
  };
  print_row(headings);
  size_t total = 0;
  for (const size_t width : widths) total += width + 2;
  PrintLine("  " + std::string(total > 2 ? total - 2 : 0, '-'));
  for (const auto& row : rows) print_row(row);
}

}  // namespace xiuhua::cli
