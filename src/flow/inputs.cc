#include "flow/inputs.h"

#include <algorithm>
#include <set>

#include "flow/errors.h"

namespace xiuhua::flow {
namespace {

// Purposes that every delivery of a table allows.
std::vector<std::string> SharedPurposes(const std::vector<const lake::Delivery*>& deliveries) {
  std::vector<std::string> shared = deliveries.front()->purposes;
  for (const lake::Delivery* delivery : deliveries) {
    std::erase_if(shared, [&](const std::string& purpose) {
      return std::ranges::find(delivery->purposes, purpose) == delivery->purposes.end();
    });
  }
  return shared;
}

}  // namespace

const registry::TableInput* RunInputs::Find(std::string_view table) const {
  const auto it = std::ranges::find_if(tables, [&](const auto& input) { return input.spec->name == table; });
  return it == tables.end() ? nullptr : &*it;
}

Result<RunInputs> GatherInputs(const RunRequest& request, const RunContext& context) {
  std::vector<std::string> sources;
  for (const ingest::SourceSpec& source : context.sources.sources()) sources.push_back(source.id);
  RunInputs inputs;
  TRY_ASSIGN(inputs.in_force, context.lake.DeliveriesInForce(request.as_of, sources));
  if (inputs.in_force.empty()) return Fail(errors::kNothingDelivered, {FormatDate(request.as_of)});
  TRY_ASSIGN(inputs.before, context.lake.PreviousFull(request.as_of, sources));
  const std::map<std::string, int64_t, std::less<>> lasting = rules::LastingTables(context.rules.set);
  int64_t months = 0;
  for (const auto& [table, most] : lasting) months = std::max(months, most);
  if (months > 0) {
    TRY_ASSIGN(inputs.earlier,
               context.lake.EarlierFull(request.as_of, sources, rules::LastsFrom(request.as_of, months)));
  }
  TRY_ASSIGN(inputs.base_choice, registry::ParseBaseChoice(context.base_register));
  for (const std::string& name : context.tables.DeliveredTables()) {
    registry::TableInput input;
    input.spec = context.tables.Find(name);
    input.files = registry::FilesFilling(name, inputs.in_force, context.lake.folder());
    if (input.files.empty()) continue;
    if (input.spec->time == lake::TableTime::kSnapshot) {
      input.previous = registry::FilesFilling(name, inputs.before, context.lake.folder());
      if (lasting.contains(name)) input.earlier = registry::FilesFilling(name, inputs.earlier, context.lake.folder());
    }
    inputs.tables.push_back(std::move(input));
  }
  inputs.base = inputs.Find(inputs.base_choice.table);
  if (inputs.base == nullptr) return Fail(errors::kNoBaseRegister, {inputs.base_choice.table});
  return inputs;
}

std::map<std::string, rules::TableCoverage, std::less<>> CoverageOf(const RunInputs& inputs) {
  std::map<int64_t, const lake::Delivery*> by_id;
  for (const lake::InForce& in_force : inputs.in_force) by_id[in_force.delivery.id.value] = &in_force.delivery;
  std::map<std::string, rules::TableCoverage, std::less<>> coverage;
  for (const registry::TableInput& input : inputs.tables) {
    std::vector<std::string> codes;
    std::vector<const lake::Delivery*> deliveries;
    for (const registry::TableFile& file : input.files) {
      const auto& own = file.area_set.codes();
      codes.insert(codes.end(), own.begin(), own.end());
      deliveries.push_back(by_id.at(file.delivery.value));
    }
    coverage[input.spec->name] = {.areas = lake::AreaSet(codes), .purposes = SharedPurposes(deliveries)};
    if (!input.previous.empty()) coverage[input.spec->name + "_previous"] = coverage[input.spec->name];
  }
  return coverage;
}

}  // namespace xiuhua::flow
