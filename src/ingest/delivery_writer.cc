#include "ingest/delivery_writer.h"

#include <fmt/core.h>

#include "base/check.h"
#include "ingest/import_errors.h"
#include "ingest/quarantined_people.h"
#include "lake/row_ref.h"

namespace xiuhua::ingest {
namespace {

PartPlan NotesPlan(const SheetChoice& choice, const SourceSpec& source, int64_t delivery, int64_t part) {
  PartPlan plan{.source = &source, .delivery = delivery, .part = part, .layout = choice.head.layout};
  plan.tables = PlanTables(source);
  return plan;
}

Result<std::vector<PartInput>> PlanParts(const DeliveryWork& work) {
  std::vector<PartInput> parts;
  int64_t number = 0;
  for (const SheetChoice& choice : work.group->sheets) {
    if (++number > lake::kMaxPart) {
      return Fail(errors::kTooLarge, {choice.sheet.file(), std::to_string(lake::kMaxPart)},
                  {.file = choice.sheet.file()});
    }
    const SourceSpec& source = *work.group->source;
    if (choice.notes_only) {
      parts.push_back({choice.sheet, NotesPlan(choice, source, work.delivery_id, number), true});
      continue;
    }
    const std::string shown =
        choice.sheet.sheet().empty() ? choice.sheet.file() : choice.sheet.file() + " / " + choice.sheet.sheet();
    TRY_ASSIGN(PartPlan plan, CompilePlan(source, choice.head.layout, work.delivery_id, number, shown));
    parts.push_back({choice.sheet, std::move(plan), false});
  }
  return parts;
}

Result<void> PlayBack(sql::Engine& engine, const DeliveryRows& rows, const std::string& spool,
                      const std::vector<sql::Column>& columns, const std::string& path, int workers) {
  SpoolProducer producer(rows.SpoolPaths(spool), columns, workers);
  TRY(engine.WriteParquet(producer, columns, path));
  return {};
}

void CheckCounts(const DeliveryCounts& counts) {
  for (const auto& [part, one] : counts.parts) CHECK(one.rows == one.accepted + one.quarantined + one.SetAside());
}

int64_t BytesOf(const std::vector<PartInput>& parts) {
  int64_t bytes = 0;
  for (const PartInput& part : parts) {
    const std::shared_ptr<CsvFile> csv = part.sheet.csv();
    if (csv == nullptr) return 0;  // rows of workbooks are ticked; how many there are is not known
    bytes += csv->size_bytes();
  }
  return bytes;
}

}  // namespace

Result<DeliveryFiles> WriteDelivery(const DeliveryWork& work, sql::Engine& engine, const ImportContext& context) {
  TRY_ASSIGN(std::vector<PartInput> parts, PlanParts(work));
  DeliveryFiles files;
  files.tables = parts.front().plan.tables;
  for (const PartInput& part : parts) files.plans.push_back(part.plan);
  const int workers = work.workers;
  const int64_t bytes = BytesOf(parts);
  context.progress.Begin("scan", bytes);
  DeliveryRowsOptions options{.spool_folder = work.spool_folder,
                              .areas = context.areas,
                              .context = work.area_set,
                              .as_of = work.as_of,
                              .workers = workers,
                              .filter = work.filter,
                              .progress = &context.progress};
  TRY_ASSIGN(const std::unique_ptr<DeliveryRows> rows, DeliveryRows::Create(std::move(parts), std::move(options)));
  context.progress.Begin("read", bytes);
  const TablePlan& first = files.tables.front();
  const auto path = [&](const std::string& name) { return work.folder + "/" + name + ".parquet"; };
  TRY_ASSIGN(const int64_t written, engine.WriteParquet(*rows, first.columns, path(first.spec->name)));
  context.progress.End();
  CHECK(written == rows->counts().table_records.front());
  CheckCounts(rows->counts());
  for (size_t i = 1; i < files.tables.size(); ++i) {
    const TablePlan& table = files.tables[i];
    TRY(PlayBack(engine, *rows, "table" + std::to_string(i), table.columns, path(table.spec->name), workers));
  }
  TRY(PlayBack(engine, *rows, "quarantine", QuarantineColumns(), path("quarantine"), 1));
  TRY(PlayBack(engine, *rows, "set_aside", SetAsideColumns(), path("set_aside"), 1));
  TRY(PlayBack(engine, *rows, "bad_cells", BadCellColumns(), path("bad_cells"), 1));
  TRY(PlayBack(engine, *rows, "quarantined_people", QuarantinedPeopleColumns(), path("quarantined_people"), 1));
  if (work.filter != nullptr) {
    TRY(PlayBack(engine, *rows, "corrects", CorrectsColumns(), path("corrects"), 1));
  }
  files.counts = rows->counts();
  return files;
}

}  // namespace xiuhua::ingest
