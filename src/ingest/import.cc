#include "ingest/import.h"

#include <fmt/core.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "base/errors.h"
#include "ingest/delivery_terms.h"
#include "ingest/delivery_writer.h"
#include "ingest/import_errors.h"
#include "ingest/import_parts.h"
#include "ingest/originals.h"
#include "ingest/quarantine_workbook.h"
#include "ingest/reversals.h"

namespace xiuhua::ingest {
namespace {

struct Received {
  std::string path;    // the staged copy
  std::string name;    // as delivered
  std::string sha256;  // of the whole file
};

std::string FileName(const std::string& path) { return std::filesystem::path(path).filename().string(); }

std::string ColourText(uint32_t rgb) { return fmt::format("{:06X}", rgb); }

// The names a period or a township may stand in: file names, sheet names, titles above the header.
std::vector<std::string> NamesOf(const SourceGroup& group, const std::string& file_name, bool titles) {
  std::vector<std::string> names{file_name};
  for (const SheetChoice& choice : group.sheets) {
    if (choice.notes_only) continue;
    names.push_back(choice.sheet.file());
    names.push_back(choice.sheet.sheet());
    if (!titles) continue;
    for (const SampleRow& row : choice.head.rows) {
      if (row.number >= choice.head.layout.first_header_row) break;
      for (const std::string& cell : row.cells) names.push_back(cell);
    }
  }
  return names;
}

// From the request, the file's own column, its names and titles, the person at the terminal - in this order.
Result<lake::Period> DecidePeriod(const ImportRequest& request, const ImportContext& context, const SourceGroup& group,
                                  const std::string& file_name, std::vector<lake::Title>& notes) {
  if (request.period) return *request.period;
  for (const SheetChoice& choice : group.sheets) {
    if (choice.notes_only) continue;
    TRY_ASSIGN(const PartPlan plan, CompilePlan(*group.source, choice.head.layout, 0, 0, choice.sheet.file()));
    const std::optional<lake::Period> period = PeriodInRows(choice.head, plan);
    if (!period) continue;
    notes.push_back({fmt::format("报表期 {} 取自“{}”列", FormatPeriod(*period), group.source->period_column),
                     fmt::format("period {} from column \"{}\"", FormatPeriod(*period), group.source->period_column)});
    return *period;
  }
  for (const std::string& name : NamesOf(group, file_name, true)) {
    const std::optional<lake::Period> period = PeriodInText(name);
    if (!period) continue;
    notes.push_back({fmt::format("报表期 {} 取自“{}”", FormatPeriod(*period), name),
                     fmt::format("period {} from \"{}\"", FormatPeriod(*period), name)});
    return *period;
  }
  if (context.ask_period) {
    const std::optional<lake::Period> period = context.ask_period(*group.source);
    if (period) return *period;
  }
  return Fail(errors::kNoPeriod, {file_name}, {.file = file_name});
}

Result<void> RefuseSameBytes(const ImportContext& context, const lake::Delivery& delivery) {
  TRY_ASSIGN(const DeliveryId same,
             context.lake.FindSameBytes(delivery.sha256_original, delivery.source, delivery.area_set, delivery.period));
  if (same.value == 0) return {};
  return Fail(errors::kSameBytes, {delivery.file_name, lake::DeliveryName(same)}, {.file = delivery.file_name});
}

// What every delivery says of itself whatever it holds.
lake::Delivery CommonTerms(const ImportRequest& request, const ImportContext& context, const SourceSpec& source,
                           const Received& received) {
  lake::Delivery delivery;
  delivery.source = source.id;
  delivery.sha256_original = received.sha256;
  delivery.file_name = received.name;
  delivery.basis = source.basis.zh;
  delivery.purposes = source.purposes;
  delivery.retention_until = AddMonths(context.clock.Today(), source.retention_months);
  delivery.delivered_by = request.delivered_by;
  delivery.received_us = context.clock.NowMicros();
  return delivery;
}

// Names a sender gives to a file that adds to an earlier one.
bool SaysCorrection(const std::string& file_name) {
  for (const char* word : {"更正", "补报", "补正", "补充", "补录"}) {
    if (file_name.find(word) != std::string::npos) return true;
  }
  return false;
}

// The delivery that a file corrects: named in the request, or by its own name. nullopt: it is no correction.
// Errors: ING-222 (of another source), ING-223 (its name says correction and several deliveries could be meant).
Result<std::optional<lake::Delivery>> CorrectedDelivery(const ImportRequest& request, const ImportContext& context,
                                                        const lake::Delivery& own) {
  std::optional<lake::Delivery> found;
  if (request.corrects) {
    TRY_ASSIGN(found, context.lake.FindDelivery(*request.corrects));
    if (found->corrects.value != 0) {
      TRY_ASSIGN(found, context.lake.FindDelivery(found->corrects));
    }
    if (found->source == own.source) return found;
    return Fail(errors::kCorrectsOtherSource, {own.file_name, lake::DeliveryName(found->id), found->source},
                {.file = own.file_name});
  }
  if (own.mode != lake::Mode::kFull || !SaysCorrection(own.file_name)) return found;
  TRY_ASSIGN(const std::vector<lake::Delivery> all, context.lake.AllDeliveries());
  for (const lake::Delivery& delivery : all) {
    const bool same = delivery.source == own.source && delivery.area_set == own.area_set &&
                      delivery.period == own.period && delivery.mode == own.mode && delivery.corrects.value == 0 &&
                      delivery.state == lake::DeliveryState::kInForce;
    if (!same) continue;
    if (found) return Fail(errors::kWhichCorrected, {own.file_name}, {.file = own.file_name});
    found = delivery;
  }
  return found;
}

// A correction has the area set, period and retention of the delivery it adds to.
void TakeTermsOf(const lake::Delivery& corrected, lake::Delivery& delivery, std::vector<lake::Title>& notes) {
  delivery.mode = corrected.mode;
  delivery.area_set = corrected.area_set;
  delivery.period = corrected.period;
  delivery.retention_until = corrected.retention_until;
  delivery.corrects = corrected.id;
  const std::string name = lake::DeliveryName(corrected.id);
  notes.push_back({"补入批次 " + name + "，不替换它", "adds to delivery " + name + ", does not replace it"});
}

Result<lake::Delivery> DecideTerms(const ImportRequest& request, const ImportContext& context, const SourceGroup& group,
                                   const Received& received, std::vector<lake::Title>& notes) {
  const SourceSpec& source = *group.source;
  lake::Delivery delivery = CommonTerms(request, context, source, received);
  delivery.mode = request.mode.value_or(source.mode);
  delivery.area_set = request.area_set
                          ? *request.area_set
                          : AreaFromNames(NamesOf(group, received.name, false), context.areas, context.own_area);
  TRY_ASSIGN(const lake::Period period, DecidePeriod(request, context, group, received.name, notes));
  delivery.period = PeriodForMode(period, delivery.mode);
  TRY_ASSIGN(const std::optional<lake::Delivery> corrected, CorrectedDelivery(request, context, delivery));
  if (corrected) TakeTermsOf(*corrected, delivery, notes);
  TRY(RefuseSameBytes(context, delivery));
  return delivery;
}

Result<lake::Delivery> CorrectionTerms(const ImportRequest& request, const ImportContext& context,
                                       const Correction& correction, const Received& received,
                                       std::vector<lake::Title>& notes) {
  lake::Delivery delivery = CommonTerms(request, context, *correction.group.source, received);
  TakeTermsOf(correction.corrects, delivery, notes);
  TRY(RefuseSameBytes(context, delivery));
  return delivery;
}

PartReport ReportPart(const SheetChoice& choice, const PartPlan& plan, const PartCounts& counts) {
  PartReport report{.part = plan.part,
                    .file_name = choice.sheet.file(),
                    .sheet_name = choice.sheet.sheet(),
                    .header_row = choice.notes_only ? 0 : plan.layout.last_header_row,
                    .recognised_zh = choice.recognition.reason_zh,
                    .recognised_en = choice.recognition.reason_en,
                    .rows = counts.rows,
                    .accepted = counts.accepted,
                    .quarantined = counts.quarantined,
                    .set_aside = counts.SetAside()};
  for (size_t i = 0; i < kAsideKinds; ++i) {
    if (counts.set_aside[i] == 0) continue;
    report.set_aside_by_kind[std::string(AsideKindName(static_cast<AsideKind>(i)))] = counts.set_aside[i];
  }
  report.missing_fields = plan.match.missing_fields;
  for (const int column : plan.match.unused) {
    report.unused_headings.push_back(plan.match.headings[static_cast<size_t>(column)]);
  }
  for (const int column : plan.match.dropped) {
    report.dropped_headings.push_back(plan.match.headings[static_cast<size_t>(column)]);
  }
  report.hidden_rows = counts.hidden_rows;
  report.struck_rows = counts.struck_rows;
  report.filter_active = counts.filter_active;
  for (const auto& [colour, cells] : counts.fills) {
    const auto meaning = plan.source->fill_meanings.find(colour);
    const std::string word = meaning == plan.source->fill_meanings.end() ? "" : " " + meaning->second;
    report.fills[ColourText(colour) + word] = cells;
  }
  return report;
}

void FillCounts(DeliveryReport& report, const SourceGroup& group, const DeliveryFiles& files) {
  lake::Delivery& delivery = report.delivery;
  for (size_t i = 0; i < files.plans.size(); ++i) {
    const PartPlan& plan = files.plans[i];
    const PartCounts& counts = files.counts.parts.at(plan.part);
    report.parts.push_back(ReportPart(group.sheets[i], plan, counts));
    const PartReport& part = report.parts.back();
    delivery.parts.push_back({part.part, part.file_name, part.sheet_name, part.header_row, part.rows});
    delivery.rows_total += counts.rows;
    delivery.rows_accepted += counts.accepted;
    delivery.rows_quarantined += counts.quarantined;
    delivery.rows_set_aside += counts.SetAside();
  }
  for (size_t i = 0; i < files.tables.size(); ++i) {
    delivery.table_rows[files.tables[i].spec->name] = files.counts.table_records[i];
  }
  report.problems.insert(files.counts.problems.begin(), files.counts.problems.end());
  report.unknown_cells.insert(files.counts.unknown_cells.begin(), files.counts.unknown_cells.end());
}

nlohmann::json PartJson(const PartReport& part, const LayoutGuess& layout) {
  return {{"part", part.part},
          {"file", part.file_name},
          {"sheet", part.sheet_name},
          {"header_row", part.header_row},
          {"names", layout.names},
          {"plain_names", layout.plain_names},
          {"recognised", part.recognised_zh},
          {"rows", part.rows},
          {"accepted", part.accepted},
          {"quarantined", part.quarantined},
          {"set_aside", part.set_aside},
          {"set_aside_by_kind", part.set_aside_by_kind},
          {"missing_fields", part.missing_fields},
          {"unused_headings", part.unused_headings},
          {"dropped_headings", part.dropped_headings},
          {"hidden_rows", part.hidden_rows},
          {"struck_rows", part.struck_rows},
          {"filter_active", part.filter_active},
          {"fills", part.fills}};
}

Result<void> WriteReport(Files& files, const DeliveryReport& report, const DeliveryFiles& written,
                         const std::string& path) {
  nlohmann::json json{{"source", report.delivery.source},
                      {"period", FormatPeriod(report.delivery.period)},
                      {"area_set", report.delivery.area_set.Text()},
                      {"mode", lake::ModeName(report.delivery.mode)},
                      {"rows", report.delivery.rows_total},
                      {"accepted", report.delivery.rows_accepted},
                      {"quarantined", report.delivery.rows_quarantined},
                      {"set_aside", report.delivery.rows_set_aside},
                      {"problems", report.problems},
                      {"unknown_cells", report.unknown_cells},
                      {"reversals_paired", report.reversals_paired},
                      {"reversals_unpaired", report.reversals_unpaired}};
  json["parts"] = nlohmann::json::array();
  for (size_t i = 0; i < report.parts.size(); ++i) {
    json["parts"].push_back(PartJson(report.parts[i], written.plans[i].layout));
  }
  json["notes"] = nlohmann::json::array();
  for (const lake::Title& note : report.notes) json["notes"].push_back({{"zh", note.zh}, {"en", note.en}});
  return files.WriteDurably(path, json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

Result<void> WriteReversals(sql::Engine& engine, const DeliveryFiles& files, const std::string& folder,
                            DeliveryReport& report) {
  for (const TablePlan& table : files.tables) {
    TRY_ASSIGN(const ReversalCounts counts, PairReversals(engine, table, folder));
    report.reversals_paired += counts.paired;
    report.reversals_unpaired += counts.unpaired;
  }
  return {};
}

// One delivery on its way in.
struct Incoming {
  const SourceGroup& group;
  const std::vector<SourceGroup>& all;
  const Received& received;
  std::string staging;
  OpenOptions options;
  const RowFilter* filter = nullptr;
};

// Everything of one delivery, staged and committed. `report.delivery` holds its terms.
Result<DeliveryReport> WriteAndCommit(const ImportContext& context, const Incoming& incoming, DeliveryReport report) {
  const SourceGroup& group = incoming.group;
  report.source_title = group.source->title;
  report.notes.insert(report.notes.end(), group.notes.begin(), group.notes.end());
  TRY_ASSIGN(report.delivery.id.value, context.lake.Mint("delivery"));
  const std::string name = lake::DeliveryName(report.delivery.id);
  Files& files = context.lake.files();
  const std::string folder = incoming.staging + "/" + name;
  for (const char* sub : {"/data", "/originals", "/spool"}) {
    TRY(files.MakeFolder(folder + sub));
  }
  TRY_ASSIGN(report.delivery.sha256_kept,
             KeepOriginals(group, incoming.all, incoming.received.path, incoming.received.sha256, folder + "/originals",
                           incoming.options, context.progress));
  TRY_ASSIGN(const std::unique_ptr<sql::Engine> engine, sql::Engine::Open(context.engine));
  const DeliveryWork work{.group = &group,
                          .delivery_id = report.delivery.id.value,
                          .area_set = report.delivery.area_set,
                          .as_of = context.clock.Today(),
                          .folder = folder + "/data",
                          .spool_folder = folder + "/spool",
                          .filter = incoming.filter};
  TRY_ASSIGN(const DeliveryFiles written, WriteDelivery(work, *engine, context));
  FillCounts(report, group, written);
  if (incoming.filter != nullptr && report.delivery.rows_accepted + report.delivery.rows_quarantined == 0) {
    return Fail(errors::kNothingCorrected, {incoming.received.name}, {.file = incoming.received.name});
  }
  if (group.source->signed_amounts) {
    TRY(WriteReversals(*engine, written, folder + "/data", report));
  }
  TRY(WriteReport(files, report, written, folder + "/data/report.json"));
  if (context.progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
  const std::vector<lake::StagedMove> moves{{folder + "/originals", "originals/" + name},
                                            {folder + "/data", "deliveries/" + name}};
  TRY_ASSIGN(report.delivery, context.lake.CommitDelivery(std::move(report.delivery), moves));
  return report;
}

Result<DeliveryReport> ImportCorrection(const ImportRequest& request, const ImportContext& context,
                                        std::vector<OpenedSheet> sheets, const Received& received,
                                        const std::string& staging, const OpenOptions& options) {
  TRY_ASSIGN(const std::unique_ptr<sql::Engine> engine, sql::Engine::Open(context.engine));
  TRY_ASSIGN(Correction correction, ReadCorrection(std::move(sheets), context.lake, *engine, context.sources));
  DeliveryReport report;
  TRY_ASSIGN(report.delivery, CorrectionTerms(request, context, correction, received, report.notes));
  std::vector<SourceGroup> all;
  all.push_back(std::move(correction.group));
  return WriteAndCommit(context, {all.front(), all, received, staging, options, correction.filter.get()},
                        std::move(report));
}

// Every sheet of a quarantine workbook has the key heading, so the first one tells.
Result<bool> IsCorrection(const std::vector<OpenedSheet>& sheets) {
  TRY_ASSIGN(const SheetHead head, ReadHead(sheets.front(), {}));
  return IsQuarantineSheet(head);
}

Result<void> ImportSheets(const ImportRequest& request, const ImportContext& context, std::vector<OpenedSheet> sheets,
                          const Received& received, const std::string& staging, const OpenOptions& options,
                          ImportReport& report) {
  TRY_ASSIGN(const bool correction, IsCorrection(sheets));
  if (correction) {
    TRY_ASSIGN(DeliveryReport one, ImportCorrection(request, context, std::move(sheets), received, staging, options));
    report.deliveries.push_back(std::move(one));
    return {};
  }
  TRY_ASSIGN(const std::vector<SourceGroup> groups, ChooseSheets(std::move(sheets), request.source, context.sources));
  for (const SourceGroup& group : groups) {
    DeliveryReport one;
    TRY_ASSIGN(one.delivery, DecideTerms(request, context, group, received, one.notes));
    TRY_ASSIGN(one, WriteAndCommit(context, {group, groups, received, staging, options}, std::move(one)));
    report.deliveries.push_back(std::move(one));
  }
  return {};
}

}  // namespace

Result<ImportReport> Import(const ImportRequest& request, const ImportContext& context) {
  ImportReport report;
  TRY_ASSIGN(report.bytes, RealFiles().SizeBytes(request.path));
  if (report.bytes > request.limits.max_file_bytes) {
    return Fail(errors::kTooLarge, {request.path, std::to_string(request.limits.max_file_bytes)},
                {.file = request.path});
  }
  TRY_ASSIGN(const std::unique_ptr<lake::Staging> staging, context.lake.NewStaging("import"));
  Files& files = context.lake.files();
  for (const char* sub : {"/incoming", "/temp"}) {
    TRY(files.MakeFolder(staging->folder() + sub));
  }
  Received received{staging->folder() + "/incoming/" + FileName(request.path), FileName(request.path), ""};
  context.progress.Begin("copy", report.bytes);
  TRY_ASSIGN(received.sha256, CopyHashed(request.path, received.path, context.progress));
  context.progress.End();
  const OpenOptions options{
      .limits = request.limits, .progress = &context.progress, .temp_folder = staging->folder() + "/temp"};
  TRY_ASSIGN(std::vector<OpenedSheet> sheets, OpenWorkbook(received.path, options));
  TRY(ImportSheets(request, context, std::move(sheets), received, staging->folder(), options, report));
  return report;
}

}  // namespace xiuhua::ingest
