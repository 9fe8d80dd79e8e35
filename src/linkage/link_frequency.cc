#include "linkage/link_frequency.h"

#include <algorithm>
#include <cmath>

namespace xiuhua::linkage {
namespace {

constexpr double kBelief = 0.5;        // records' worth of belief in the average
constexpr double kRegionBelief = 100;  // records' worth of belief in the whole, for a region
constexpr int32_t kMostGain = 30 * 65536;

double Frequency(double count, double duplicates, double records, double average) {
  const double others = std::max(0.0, count - 1 - duplicates);
  return (others + kBelief) / (records + kBelief / average);
}

}  // namespace

TermFrequencies::TermFrequencies(const LinkSpec& spec, const CompareTables& tables, const LinkModel& model)
    : spec_(spec), tables_(tables) {
  columns_.resize(spec.columns.size());
  regions_.resize(spec.comparisons.size());
  const double duplicates =
      2 * model.lambda * model.all_pairs / std::max(1.0, static_cast<double>(tables.table().records()));
  for (size_t c = 0; c < spec.comparisons.size(); ++c) {
    const LinkComparison& comparison = spec.comparisons[c];
    on_.emplace_back(comparison.levels.size() + 2, false);
    most_.emplace_back(comparison.levels.size() + 2, 0);
    if (!comparison.term_frequency.on()) continue;
    const ComparisonModel& own = model.comparisons[c];
    const bool single = comparison.columns.size() == 1 && comparison.levels[0].terms[0].test.kind == TestKind::kExact;
    for (const int column : comparison.columns) FillColumn(column, duplicates * own.m[0], own.u[0], single);
    if (comparison.term_frequency.by >= 0 && single) {
      FillRegion(c, comparison.columns[0], comparison.term_frequency.by, duplicates * own.m[0]);
    }
    for (size_t level = 0; level < comparison.levels.size(); ++level) {
      on_[c][level + 1] = comparison.term_frequency.levels[level];
      if (!on_[c][level + 1]) continue;
      for (const LevelTerm& term : comparison.levels[level].terms) {
        int32_t most = 0;
        for (const int32_t gain : columns_[static_cast<size_t>(term.column)].gain) most = std::max(most, gain);
        for (const auto& [key, gain] : regions_[c].gain) most = std::max(most, gain);
        most_[c][level + 1] += most;
      }
    }
  }
}

void TermFrequencies::FillColumn(int column, double duplicates, double u, bool known) {
  Column& own = columns_[static_cast<size_t>(column)];
  const auto& values = tables_.table().values[static_cast<size_t>(column)];
  std::vector<uint32_t> counts(tables_.table().dictionary(column).size(), 0);
  for (const uint32_t value : values) ++counts[value];
  const double records = static_cast<double>(values.size() - counts[0]);
  double squares = 0;
  for (size_t v = 1; v < counts.size(); ++v) squares += static_cast<double>(counts[v]) * static_cast<double>(counts[v]);
  own.used = true;
  own.average = known ? u : std::max(1e-12, squares / std::max(1.0, records * records));
  own.gain.assign(counts.size(), 0);
  for (size_t v = 1; v < counts.size(); ++v) {
    own.gain[v] = std::min(kMostGain, ToWeight(own.average / Frequency(counts[v], duplicates, records, own.average)));
  }
}

void TermFrequencies::FillRegion(size_t c, int column, int by, double duplicates) {
  Region& region = regions_[c];
  region.column = by;
  const auto& values = tables_.table().values[static_cast<size_t>(column)];
  const auto& places = tables_.table().values[static_cast<size_t>(by)];
  std::unordered_map<uint64_t, uint32_t> counts;
  std::unordered_map<uint32_t, uint32_t> records;
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] == 0 || places[i] == 0) continue;
    ++counts[uint64_t{places[i]} << 32 | values[i]];
    ++records[places[i]];
  }
  const Column& whole = columns_[static_cast<size_t>(column)];
  for (const auto& [key, count] : counts) {
    const auto value = static_cast<uint32_t>(key);
    const double overall = whole.average * std::exp2(-static_cast<double>(whole.gain[value]) / 65536);
    const double others = std::max(0.0, static_cast<double>(count) - 1 - duplicates);
    const double frequency =
        (others + kRegionBelief * overall) / (records[static_cast<uint32_t>(key >> 32)] + kRegionBelief);
    region.gain[key] = std::min(kMostGain, ToWeight(whole.average / frequency));
  }
}

int32_t TermFrequencies::Gain(size_t c, int column, uint32_t left, uint32_t right, uint32_t v, uint32_t w) const {
  if (v == 0 || w == 0) return 0;
  const Column& own = columns_[static_cast<size_t>(column)];
  int32_t gain = std::min(own.gain[v], own.gain[w]);
  const Region& region = regions_[c];
  if (region.column >= 0) {
    const auto& places = tables_.table().values[static_cast<size_t>(region.column)];
    if (places[left] != 0 && places[left] == places[right]) {
      const uint64_t place = uint64_t{places[left]} << 32;
      gain = std::min(region.gain.at(place | v), region.gain.at(place | w));
    }
  }
  return v == w ? gain : std::min(gain, kMostForUnlike);
}

int32_t TermFrequencies::Of(size_t c, uint8_t code, uint32_t left, uint32_t right) const {
  const LinkLevel& level = spec_.comparisons[c].levels[code - 1];
  const auto value = [&](int column, uint32_t record) {
    return tables_.table().values[static_cast<size_t>(column)][record];
  };
  if (level.mode == LinkLevel::Mode::kSwapped) {
    int32_t sum = 0;
    for (const LevelTerm& term : level.terms)
      sum += Gain(c, term.column, left, left, value(term.column, left), value(term.column, left));
    return sum;
  }
  int32_t sum = 0;
  for (const LevelTerm& term : level.terms) {
    const uint32_t v = value(term.column, left);
    const uint32_t w = value(term.column, right);
    if (level.mode == LinkLevel::Mode::kAny && v != w) continue;
    sum += Gain(c, term.column, left, right, v, w);
    if (level.mode == LinkLevel::Mode::kAny) break;
  }
  return sum;
}

}  // namespace xiuhua::linkage
