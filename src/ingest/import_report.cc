#include "ingest/import_report.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

namespace xiuhua::ingest {
namespace {

std::string ColourText(uint32_t rgb) { return fmt::format("{:06X}", rgb); }

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

}  // namespace

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

}  // namespace xiuhua::ingest
