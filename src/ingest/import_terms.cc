#include "ingest/import_terms.h"

#include <fmt/core.h>

#include "ingest/delivery_terms.h"
#include "ingest/import_errors.h"

namespace xiuhua::ingest {
namespace {

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

// From the request, the file's own column, its names and titles - in this order. nullopt: none of them says it.
Result<std::optional<lake::Period>> FindPeriod(const ImportRequest& request, const SourceGroup& group,
                                               const std::string& file_name, std::vector<lake::Title>& notes) {
  if (request.period) return request.period;
  for (const SheetChoice& choice : group.sheets) {
    if (choice.notes_only) continue;
    TRY_ASSIGN(const PartPlan plan, CompilePlan(*group.source, choice.head.layout, 0, 0, choice.sheet.file()));
    const std::optional<lake::Period> period = PeriodInRows(choice.head, plan);
    if (!period) continue;
    notes.push_back({fmt::format("报表期 {} 取自“{}”列", FormatPeriod(*period), group.source->period_column),
                     fmt::format("period {} from column \"{}\"", FormatPeriod(*period), group.source->period_column)});
    return period;
  }
  for (const std::string& name : NamesOf(group, file_name, true)) {
    const std::optional<lake::Period> period = PeriodInText(name);
    if (!period) continue;
    notes.push_back({fmt::format("报表期 {} 取自“{}”", FormatPeriod(*period), name),
                     fmt::format("period {} from \"{}\"", FormatPeriod(*period), name)});
    return period;
  }
  return std::optional<lake::Period>();
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
  std::optional<DeliveryId> named = request.corrects;
  if (!named && request.find_corrected) {
    TRY_ASSIGN(named, request.find_corrected());
  }
  if (named) {
    TRY_ASSIGN(found, context.lake.FindDelivery(*named));
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

}  // namespace

Result<bool> DependsOnEarlier(const ImportRequest& request, const ImportContext& context, const SourceGroup& group,
                              const std::string& file_name) {
  if (request.corrects || request.find_corrected || SaysCorrection(file_name)) return true;
  if (!context.ask_period) return false;
  std::vector<lake::Title> notes;
  TRY_ASSIGN(const std::optional<lake::Period> period, FindPeriod(request, group, file_name, notes));
  return !period.has_value();
}

Result<lake::Delivery> DecideTerms(const ImportRequest& request, const ImportContext& context, const SourceGroup& group,
                                   const Received& received, std::vector<lake::Title>& notes) {
  const SourceSpec& source = *group.source;
  lake::Delivery delivery = CommonTerms(request, context, source, received);
  delivery.mode = request.mode.value_or(source.mode);
  delivery.area_set = request.area_set
                          ? *request.area_set
                          : AreaFromNames(NamesOf(group, received.name, false), context.areas, context.own_area);
  TRY_ASSIGN(std::optional<lake::Period> period, FindPeriod(request, group, received.name, notes));
  if (!period && context.ask_period) period = context.ask_period(source);
  if (!period) return Fail(errors::kNoPeriod, {received.name}, {.file = received.name});
  delivery.period = PeriodForMode(*period, delivery.mode);
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

}  // namespace xiuhua::ingest
