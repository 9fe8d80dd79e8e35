// xiuhua import: delivered files into the lake, in the order given; a file that fails does not stop the next.
#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

#include "app/importing.h"
#include "cli/session.h"

namespace xiuhua::cli {
namespace {

struct Totals {
  int64_t files = 0;
  int64_t deliveries = 0;
  int64_t rows = 0;
  int64_t accepted = 0;
  int64_t quarantined = 0;
  int64_t set_aside = 0;
};

std::string FileName(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

void PrintDelivery(const Session& session, const ingest::DeliveryReport& report, Totals& totals) {
  const lake::Delivery& d = report.delivery;
  const bool chinese = session.language == Language::kChinese;
  ++totals.deliveries;
  totals.rows += d.rows_total;
  totals.accepted += d.rows_accepted;
  totals.quarantined += d.rows_quarantined;
  totals.set_aside += d.rows_set_aside;
  PrintLine(fmt::format(
      "  {}  {}  {}  {}{}", lake::DeliveryName(d.id), chinese ? report.source_title.zh : report.source_title.en,
      lake::FormatPeriod(d.period), lake::ModeName(d.mode),
      d.corrects.value > 0 ? session.Say("  补正 ", "  corrects ") + lake::DeliveryName(d.corrects) : ""));
  PrintLine(fmt::format("      {} {} = {} {} + {} {} + {} {}", session.Say("行", "rows"), Thousands(d.rows_total),
                        session.Say("采用", "accepted"), Thousands(d.rows_accepted), session.Say("待改", "quarantined"),
                        Thousands(d.rows_quarantined), session.Say("留置", "set aside"), Thousands(d.rows_set_aside)));
  for (const ingest::PartReport& part : report.parts) {
    if (part.part > 1) continue;
    PrintLine("      " + (chinese ? part.recognised_zh : part.recognised_en));
  }
  for (const lake::Title& note : report.notes) PrintLine("      · " + (chinese ? note.zh : note.en));
  for (const auto& [id, count] : report.problems) PrintLine(fmt::format("      {} × {}", id, Thousands(count)));
}

std::optional<lake::Period> AskPeriod(const Session& session, const ingest::SourceSpec& source) {
  if (::isatty(STDIN_FILENO) == 0) return std::nullopt;
  fmt::print("{}（{}）：",
             session.Say("这个文件是哪个月的？写成 2026-03", "which month is this file for? e.g. 2026-03"),
             source.title.zh);
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  const auto period = app::ParsePeriod(line);
  return period ? std::optional(*period) : std::nullopt;
}

Result<void> ImportAll(Session& session, app::ImportOptions options, const std::vector<std::string>& paths) {
  TRY_ASSIGN(const auto files, app::FilesBelow(paths));
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  options.ask_period = [&session](const ingest::SourceSpec& source) { return AskPeriod(session, source); };
  TRY_ASSIGN(const auto importer, app::Importer::Open(*platform, options));
  Totals totals;
  std::vector<std::pair<std::string, Error>> failures;
  std::optional<Error> cancelled;
  importer->Import(files, TerminalProgress(session), [&](size_t file, Result<ingest::ImportReport> report) {
    PrintLine(FileName(files[file]));
    if (report) {
      ++totals.files;
      for (const ingest::DeliveryReport& delivery : report->deliveries) PrintDelivery(session, delivery, totals);
      return;
    }
    PrintLine("  ✗ " + Render(report.error(), session.language));
    if (report.error().kind == ErrorKind::kCancelled) {
      cancelled = report.error();
    } else {
      failures.emplace_back(files[file], report.error());
    }
  });
  if (cancelled) return Fail(*cancelled);
  PrintLine("");
  PrintLine(fmt::format("{} {} · {} {} · {} {} = {} {} + {} {} + {} {}", session.Say("文件", "files"), totals.files,
                        session.Say("批次", "deliveries"), totals.deliveries, session.Say("行", "rows"),
                        Thousands(totals.rows), session.Say("采用", "accepted"), Thousands(totals.accepted),
                        session.Say("待改", "quarantined"), Thousands(totals.quarantined),
                        session.Say("留置", "set aside"), Thousands(totals.set_aside)));
  if (failures.empty()) return {};
  PrintLine(fmt::format("{}：{}", session.Say("没有导入的文件", "files not imported"), failures.size()));
  for (const auto& [file, error] : failures) PrintLine("  " + FileName(file) + "  " + error.id);
  return Fail(failures.front().second);
}

}  // namespace

void AddImport(CLI::App& program, Session& session) {
  static std::vector<std::string> paths;
  static app::ImportOptions options;
  CLI::App* command =
      program.add_subcommand("import", "导入部门文件（或整个文件夹） / import delivered files or a folder");
  command->add_option("paths", paths, "文件或文件夹 / files or folders")->required();
  command->add_option("--source", options.source,
                      "数据源名，不写则按表头识别 / source id; recognised from headings if absent");
  command->add_option("--mode", options.mode, "full | increment | year_to_date | events")
      ->check(CLI::IsMember({"full", "increment", "year_to_date", "events"}));
  command->add_option("--area", options.area, "覆盖的区划代码，逗号分隔 / division codes covered, comma separated");
  command->add_option("--period", options.period, "所属期，如 2026-03 / period, e.g. 2026-03");
  command->add_option("--corrects", options.corrects, "这是补报或更正，补入批次 D000012 / adds to this delivery");
  command->add_option("--list", options.list,
                      "报送清单 CSV：file,source,mode,area_set,period,corrects / what each file is");
  command->callback([&session] { session.action = [&session] { return ImportAll(session, options, paths); }; });
}

}  // namespace xiuhua::cli
