// xiuhua init, deliveries, delivery revoke|destroy|show, check-lake.
#include <fmt/format.h>

#include "app/importing.h"
#include "cli/session.h"
#include "flow/quarantine_hints.h"
#include "ingest/delivery_diff.h"
#include "ingest/quarantine_workbook.h"

namespace xiuhua::cli {
namespace {

using Cells = std::vector<std::vector<std::string>>;

std::string StateWord(const Session& session, lake::DeliveryState state) {
  switch (state) {
    case lake::DeliveryState::kInForce:
      return session.Say("有效", "in force");
    case lake::DeliveryState::kRevoked:
      return session.Say("已撤回", "revoked");
    case lake::DeliveryState::kDestroyed:
      return session.Say("已销毁", "destroyed");
  }
  return {};
}

Result<void> ListDeliveries(Session& session) {
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  TRY_ASSIGN(const auto deliveries, platform->lake().AllDeliveries());
  if (deliveries.empty()) {
    PrintLine(
        session.Say("还没有报送。用 xiuhua import 文件 … 导入。", "Nothing delivered yet. Use xiuhua import FILE ..."));
    return {};
  }
  Cells rows;
  for (const lake::Delivery& d : deliveries) {
    rows.push_back({lake::DeliveryName(d.id), d.source, std::string(lake::ModeName(d.mode)),
                    lake::FormatPeriod(d.period), Thousands(d.rows_total), Thousands(d.rows_accepted),
                    Thousands(d.rows_quarantined), Thousands(d.rows_set_aside), StateWord(session, d.state),
                    d.corrects.value > 0 ? lake::DeliveryName(d.corrects) : "", d.file_name});
  }
  PrintTable({session.Say("批次", "delivery"), session.Say("数据源", "source"), session.Say("方式", "mode"),
              session.Say("所属期", "period"), session.Say("行数", "rows"), session.Say("采用", "accepted"),
              session.Say("待改", "quarantined"), session.Say("留置", "set aside"), session.Say("状态", "state"),
              session.Say("补正", "corrects"), session.Say("文件", "file")},
             rows);
  return {};
}

Result<void> RevokeDelivery(Session& session, const std::string& which, const std::string& reason) {
  TRY_ASSIGN(const DeliveryId id, app::ParseDeliveryName(which));
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  TRY(platform->lake().Revoke(id, reason + "（" + session.settings.actor + "）"));
  PrintLine(session.Say("已撤回 ", "revoked ") + lake::DeliveryName(id));
  return {};
}

Result<void> DestroyDelivery(Session& session, const std::string& which, const std::string& reason) {
  TRY_ASSIGN(const DeliveryId id, app::ParseDeliveryName(which));
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kWrite));
  TRY_ASSIGN(const auto runs, platform->lake().Destroy(id, platform->clock().Today(), reason));
  PrintLine(session.Say("内容已销毁，清单、行数和哈希保留：", "content destroyed; manifest, counts and hashes stay: ") +
            lake::DeliveryName(id));
  if (!runs.empty()) {
    PrintLine(session.Say("由它得来的比对结果和底册已删除或封存，什么也导不出；重新执行 xiuhua run 后彻底清除：",
                          "runs and registers made from it are removed or sealed; the next xiuhua run clears them for "
                          "good. Runs: ") +
              std::to_string(runs.size()));
  }
  return {};
}

Result<void> DiffDeliveries(Session& session, const std::string& before, const std::string& after,
                            const std::string& folder, bool csv) {
  TRY_ASSIGN(const DeliveryId a, app::ParseDeliveryName(before));
  TRY_ASSIGN(const DeliveryId b, app::ParseDeliveryName(after));
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  TRY_ASSIGN(const auto engine, platform->NewEngine(""));
  TRY(platform->lake().RecordAlone("diff", lake::DeliveryName(a) + " " + lake::DeliveryName(b), folder));
  if (!folder.empty()) TRY(platform->lake().files().MakeFolder(folder));
  TRY_ASSIGN(const auto diff,
             ingest::CompareDeliveries(platform->lake(), platform->tables(), *engine, a, b,
                                       {.folder = folder, .csv = csv, .notice = platform->site().notice()}));
  if (!diff.comparable) {
    PrintLine(session.Say("注意：不是同一数据源、同一范围的两个全量批次，“没有了”和“新增”不能当真。",
                          "note: not two full deliveries of one source and area set; gone and new mean little."));
  }
  Cells rows;
  for (const ingest::TableDiff& table : diff.tables) {
    rows.push_back({session.Say(table.title, table.table), Thousands(table.fresh), Thousands(table.gone),
                    Thousands(table.changed), Thousands(table.same), table.path});
  }
  PrintTable({session.Say("表", "table"), session.Say("新增", "new"), session.Say("没有了", "gone"),
              session.Say("变化", "changed"), session.Say("相同", "same"), session.Say("明细", "details")},
             rows);
  return {};
}

Result<void> ExportQuarantine(Session& session, const std::string& which, const std::string& folder) {
  TRY_ASSIGN(const DeliveryId id, app::ParseDeliveryName(which));
  TRY_ASSIGN(const auto platform, app::Platform::Open(session.settings, lake::Access::kRead));
  TRY_ASSIGN(const auto engine, platform->NewEngine(""));
  TRY_ASSIGN(const auto delivery, platform->lake().FindDelivery(id));
  TRY_ASSIGN(const auto sources, ingest::SourceCatalogue::Load(platform->packs(), platform->tables()));
  const ingest::SourceSpec* source = sources.Find(delivery.source);
  TRY(platform->lake().RecordAlone("export_quarantine", lake::DeliveryName(id), folder));
  TRY(platform->lake().files().MakeFolder(folder));
  TRY_ASSIGN(auto hints, flow::QuarantineHints(platform->lake(), *engine, id));
  TRY_ASSIGN(const auto written,
             ingest::ExportQuarantine(
                 platform->lake(), *engine,
                 {.delivery = id,
                  .folder = folder,
                  .source = source == nullptr ? lake::Title{delivery.source, delivery.source} : source->title,
                  .notice = platform->site().notice(),
                  .hints = std::move(hints)}));
  if (written.path.empty()) {
    PrintLine(session.Say("这个批次没有待改行。", "Nothing of this delivery is quarantined."));
  } else {
    PrintLine(
        fmt::format("{} {} · {}", session.Say("待改行", "rows to correct"), Thousands(written.rows), written.path));
    PrintLine(session.Say("改好标红的格子后，用 xiuhua import 导入这个工作簿，就补进原批次。",
                          "Correct the red cells and import the workbook: it completes the delivery."));
  }
  return {};
}

Result<void> CheckLake(Session& session) {
  // Opened as a writer first: that clears what a killed command left, and nobody writes while the files are compared.
  auto opened = app::Platform::Open(session.settings, lake::Access::kWrite);
  if (!opened && opened.error().id == std::string_view("BAS-004")) return Fail(opened.error());
  if (!opened)
    opened = app::Platform::Open(session.settings, lake::Access::kRead);  // a folder that must not be written
  TRY_ASSIGN(const auto platform, std::move(opened));
  TRY_ASSIGN(const auto problems, platform->lake().CheckLake(TerminalProgress(session)));
  for (const lake::FileProblem& problem : problems) PrintLine(Render(problem.error, session.language));
  PrintLine(problems.empty()
                ? session.Say("数据目录完好。", "The data folder is sound.")
                : session.Say("有问题的文件：", "files with a problem: ") + std::to_string(problems.size()));
  if (problems.empty()) return {};
  return Fail(problems.front().error);
}

}  // namespace

void AddDataCommands(CLI::App& program, Session& session) {
  static std::vector<std::string> counties;
  static std::string site_template;
  static std::string which;
  static std::string reason;

  CLI::App* init = program.add_subcommand("init", "建立数据目录 / make a data folder");
  init->add_option("--county", counties, "六位县代码，可多次 / six-digit county code, may be repeated");
  init->add_option("--site", site_template, "把这个目录里的本县配置带过来 / copy this site folder in");
  init->callback([&session] {
    session.action = [&session]() -> Result<void> {
      TRY(app::InitDataFolder(session.settings.data_folder, counties, site_template));
      TRY(app::Platform::Open(session.settings, lake::Access::kWrite));
      PrintLine(session.Say("数据目录已建立：", "data folder made: ") + session.settings.data_folder);
      PrintLine(session.Say("下一步：xiuhua import 文件 …", "next: xiuhua import FILE ..."));
      return {};
    };
  });

  CLI::App* list = program.add_subcommand("deliveries", "列出报送批次 / list deliveries");
  list->callback([&session] { session.action = [&session] { return ListDeliveries(session); }; });

  CLI::App* delivery = program.add_subcommand("delivery", "一个报送批次 / one delivery");
  delivery->require_subcommand(1);
  CLI::App* revoke = delivery->add_subcommand("revoke", "撤回，不再参与比对 / it counts no longer");
  revoke->add_option("delivery", which, "D000012")->required();
  revoke->add_option("--reason", reason, "理由 / reason")->required();
  revoke->callback([&session] { session.action = [&session] { return RevokeDelivery(session, which, reason); }; });
  CLI::App* destroy = delivery->add_subcommand("destroy", "保存期满销毁内容 / destroy its content");
  destroy->add_option("delivery", which, "D000012")->required();
  destroy->add_option("--reason", reason, "未到期时必须写 / required before the retention ends");
  destroy->callback([&session] { session.action = [&session] { return DestroyDelivery(session, which, reason); }; });

  static std::string other;
  static std::string folder;
  CLI::App* diff = delivery->add_subcommand("diff", "两个批次的新增、没有了、变化 / new, gone, changed between two");
  diff->add_option("before", which, "D000012")->required();
  diff->add_option("after", other, "D000034")->required();
  diff->add_option("--out", folder, "写明细工作簿的目录 / folder for the workbook of details");
  static bool csv = false;
  diff->add_flag("--csv", csv, "明细写成 CSV / details as CSV instead");
  diff->callback(
      [&session] { session.action = [&session] { return DiffDeliveries(session, which, other, folder, csv); }; });

  CLI::App* quarantine = program.add_subcommand("quarantine", "待改行 / rows that must be corrected");
  quarantine->require_subcommand(1);
  CLI::App* out = quarantine->add_subcommand("export", "导出待改工作簿 / write the workbook of rows to correct");
  out->add_option("delivery", which, "D000012")->required();
  out->add_option("--out", folder, "目录 / folder")->required();
  out->callback([&session] { session.action = [&session] { return ExportQuarantine(session, which, folder); }; });

  CLI::App* check = program.add_subcommand("check-lake", "核对数据目录 / verify sizes and hashes of all files");
  check->callback([&session] { session.action = [&session] { return CheckLake(session); }; });
}

}  // namespace xiuhua::cli
