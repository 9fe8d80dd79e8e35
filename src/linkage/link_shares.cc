// The share of each level among all pairs that could be formed.
#include <algorithm>
#include <cmath>

#include "linkage/link_model.h"
#include "linkage/parallel.h"

namespace xiuhua::linkage {
namespace {

constexpr int64_t kMostEvaluations = 10'000'000;  // of one comparison
constexpr size_t kFewestLefts = 64;

// Records that agree on every column of a comparison.
struct Alike {
  uint32_t record = 0;              // one of them
  int64_t count = 0;                // over all inputs
  std::vector<int32_t> per_source;  // empty where pairs within an input count
};

std::vector<Alike> Distinct(const LinkSpec& spec, const LinkTable& table, const LinkComparison& comparison,
                            bool within) {
  const uint32_t records = table.records();
  std::vector<uint32_t> order;
  const auto value = [&](int column, uint32_t record) { return table.values[static_cast<size_t>(column)][record]; };
  for (uint32_t record = 0; record < records; ++record) {
    if (std::ranges::any_of(comparison.columns, [&](int column) { return value(column, record) != 0; }))
      order.push_back(record);
  }
  if (comparison.columns.size() == 1) {  // counting sort by value
    const auto& values = table.values[static_cast<size_t>(comparison.columns[0])];
    std::vector<uint32_t> starts(table.dictionary(comparison.columns[0]).size() + 1, 0);
    for (const uint32_t record : order) ++starts[values[record] + 1];
    for (size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
    std::vector<uint32_t> sorted(order.size());
    for (const uint32_t record : order) sorted[starts[values[record]]++] = record;
    order.swap(sorted);
  } else {
    std::ranges::sort(order, [&](uint32_t a, uint32_t b) {
      for (const int column : comparison.columns) {
        if (value(column, a) != value(column, b)) return value(column, a) < value(column, b);
      }
      return a < b;
    });
  }
  std::vector<Alike> out;
  const auto same = [&](uint32_t a, uint32_t b) {
    return std::ranges::all_of(comparison.columns, [&](int column) { return value(column, a) == value(column, b); });
  };
  for (const uint32_t record : order) {
    if (out.empty() || !same(out.back().record, record)) {
      out.push_back({record, 0, std::vector<int32_t>(within ? 0 : table.sources.size(), 0)});
    }
    ++out.back().count;
    if (!within) ++out.back().per_source[table.SourceOf(record)];
  }
  (void)spec;
  return out;
}

// Ordered pairs of two different groups, and of a group with itself.
int64_t PairsBetween(const Alike& a, const Alike& b, bool same) {
  int64_t pairs = a.count * b.count;
  if (a.per_source.empty()) return same ? pairs - a.count : pairs;
  for (size_t s = 0; s < a.per_source.size(); ++s) pairs -= int64_t{a.per_source[s]} * b.per_source[s];
  return pairs;
}

// Positions of a systematic sample: the groups at equal steps of the cumulated weight.
std::vector<uint32_t> SampleLefts(const std::vector<double>& weights, size_t lefts) {
  std::vector<uint32_t> out;
  double total = 0;
  for (const double weight : weights) total += weight;
  double before = 0;
  size_t next = 0;
  for (uint32_t i = 0; i < weights.size(); ++i) {
    before += weights[i];
    while (next < lefts && (static_cast<double>(next) + 0.5) * total / static_cast<double>(lefts) < before) {
      out.push_back(i);
      ++next;
    }
  }
  return out;
}

class ShareOf {
 public:
  ShareOf(const LinkSpec& spec, const CompareTables& tables, size_t c, bool within)
      : tables_(tables), c_(c), groups_(Distinct(spec, tables.table(), spec.comparisons[c], within)) {
    int64_t all = 0;
    std::vector<int64_t> per_source(within ? 0 : tables.table().sources.size(), 0);
    for (const Alike& group : groups_) {
      records_.push_back(group.record);
      all += group.count;
      for (size_t s = 0; s < per_source.size(); ++s) per_source[s] += group.per_source[s];
    }
    for (const Alike& group : groups_) {
      double pairs = static_cast<double>(group.count) * static_cast<double>(within ? all - 1 : all);
      for (size_t s = 0; s < per_source.size(); ++s) {
        pairs -= static_cast<double>(group.per_source[s]) * static_cast<double>(per_source[s]);
      }
      weights_.push_back(pairs);
      total_ += pairs;
    }
  }

  std::vector<double> Compute(int threads) {
    const size_t codes = tables_.comparisons()[c_].else_code() + size_t{1};
    std::vector<double> share(codes - 1, 0);
    if (total_ <= 0) return share;
    if (tables_.comparisons()[c_].levels.size() == 1 && FirstIsEquality()) {
      share[0] = Equal();
      share[1] = 1 - share[0];
      return share;
    }
    const auto most = static_cast<size_t>(kMostEvaluations / static_cast<int64_t>(groups_.size()));
    const bool all = groups_.size() <= std::max(most, kFewestLefts);
    std::vector<uint32_t> lefts;
    if (all) {
      for (uint32_t i = 0; i < groups_.size(); ++i) lefts.push_back(i);
    } else {
      lefts = SampleLefts(weights_, std::max(most, kFewestLefts));
    }
    std::vector<std::vector<double>> found(lefts.size());
    std::vector<std::unique_ptr<PairComparer>> comparers;
    for (int i = 0; i < threads; ++i) comparers.push_back(std::make_unique<PairComparer>(tables_));
    ForEachUnit(lefts.size(), threads, [&](size_t unit, int thread) {
      found[unit] = Row(lefts[unit], *comparers[static_cast<size_t>(thread)], codes);
    });
    double compared = 0;
    for (size_t i = 0; i < lefts.size(); ++i) {
      const double step = all ? 1 : total_ / static_cast<double>(lefts.size()) / weights_[lefts[i]];
      for (size_t code = 1; code < codes; ++code) {
        share[code - 1] += found[i][code] * step;
        compared += found[i][code] * step;
      }
    }
    for (double& own : share) own = compared > 0 ? own / compared : 0;
    if (!all) Sharpen(share);
    return share;
  }

 private:
  // Pairs of one group with all others by code.
  std::vector<double> Row(uint32_t left, PairComparer& comparer, size_t codes) const {
    constexpr size_t kBatch = 2048;
    std::vector<double> sums(codes, 0);
    std::vector<int64_t> batch_sums(codes, 0);
    for (size_t begin = 0; begin < groups_.size(); begin += kBatch) {
      const size_t size = std::min(kBatch, groups_.size() - begin);
      comparer.CompareOne(c_, records_[left], std::span(records_).subspan(begin, size));
      const uint8_t* const own = comparer.codes(c_);
      std::ranges::fill(batch_sums, 0);
      for (size_t i = 0; i < size; ++i) {
        batch_sums[own[i]] += PairsBetween(groups_[left], groups_[begin + i], begin + i == left);
      }
      for (size_t code = 0; code < codes; ++code) sums[code] += static_cast<double>(batch_sums[code]);
    }
    return sums;
  }

  [[nodiscard]] bool FirstIsEquality() const {
    const CompareTables::Comparison& own = tables_.comparisons()[c_];
    const CompareTables::Level& first = own.levels.front();
    if (first.mode != LinkLevel::Mode::kAll || first.terms.size() != own.slots.size()) return false;
    return std::ranges::all_of(first.terms, [&](const CompareTables::Term& term) {
      const auto& tests = tables_.tests(static_cast<size_t>(term.slot)).tests();
      return tests[static_cast<size_t>(std::countr_zero(term.bit))].kind == TestKind::kExact;
    });
  }

  // The share of pairs within one group, that is of equality; groups of several columns that lack one are not equal.
  [[nodiscard]] double Equal() const {
    const auto& columns = tables_.columns();
    double equal = 0;
    for (const Alike& group : groups_) {
      const bool whole = std::ranges::all_of(tables_.comparisons()[c_].slots, [&](int slot) {
        const auto column = static_cast<size_t>(columns[static_cast<size_t>(slot)]);
        return tables_.table().values[column][group.record] != 0;
      });
      if (whole) equal += static_cast<double>(PairsBetween(group, group, true));
    }
    return equal / total_;
  }

  // The share of equality is known exactly; the sampled levels below it share the rest.
  void Sharpen(std::vector<double>& share) const {
    if (!FirstIsEquality()) return;
    const double equal = Equal();
    const double rest = 1 - share[0];
    for (size_t i = 1; i < share.size(); ++i) share[i] = rest > 0 ? share[i] / rest * (1 - equal) : 0;
    share[0] = equal;
  }

  const CompareTables& tables_;
  size_t c_;
  std::vector<Alike> groups_;
  std::vector<uint32_t> records_;
  std::vector<double> weights_;  // ordered pairs of a group with any record
  double total_ = 0;
};

}  // namespace

double AllPairs(const LinkSpec& spec, const LinkTable& table) {
  const auto n = static_cast<double>(table.records());
  double pairs = n * (n - 1) / 2;
  if (spec.within || table.sources.size() == 1) return pairs;
  for (const LinkSource& source : table.sources) {
    const auto own = static_cast<double>(source.end - source.begin);
    pairs -= own * (own - 1) / 2;
  }
  return pairs;
}

void FillShares(const LinkSpec& spec, const CompareTables& tables, int threads, LinkModel& model) {
  const bool within = spec.within || tables.table().sources.size() == 1;
  for (size_t c = 0; c < spec.comparisons.size(); ++c) {
    model.comparisons[c].all = ShareOf(spec, tables, c, within).Compute(threads);
  }
}

}  // namespace xiuhua::linkage
