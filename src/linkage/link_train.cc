// Training: pattern counts of candidate pairs, conflicts.
#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <unordered_map>

#include "base/errors.h"
#include "linkage/link_model.h"
#include "linkage/parallel.h"

namespace xiuhua::linkage {
namespace {

// Counts of patterns of one thread.
class Counter {
 public:
  Counter() : slots_(1 << 12) {}
  void Add(Pattern pattern, uint32_t free, int64_t times) {
    size_t at = MixBits(pattern ^ (uint64_t{free} << 32 | free)) & (slots_.size() - 1);
    while (slots_[at].count != 0 && (slots_[at].pattern != pattern || slots_[at].free != free))
      at = (at + 1) & (slots_.size() - 1);
    if (slots_[at].count == 0) {
      slots_[at].pattern = pattern;
      slots_[at].free = free;
      if (++used_ * 2 > slots_.size()) {
        slots_[at].count += times;
        return Grow();
      }
    }
    slots_[at].count += times;
  }
  [[nodiscard]] const std::vector<PatternCount>& slots() const { return slots_; }

 private:
  void Grow() {
    std::vector<PatternCount> larger(slots_.size() * 2);
    for (const PatternCount& own : slots_) {
      if (own.count == 0) continue;
      size_t at = MixBits(own.pattern ^ (uint64_t{own.free} << 32 | own.free)) & (larger.size() - 1);
      while (larger[at].count != 0) at = (at + 1) & (larger.size() - 1);
      larger[at] = own;
    }
    slots_ = std::move(larger);
  }
  std::vector<PatternCount> slots_;
  size_t used_ = 0;
};

// For each rule: every so-many-th block is trained on and counts so often. Rules of few pairs are taken whole.
std::vector<uint64_t> Steps(const Blocks& blocks, int64_t most) {
  std::vector<int64_t> pairs;
  for (const RuleBlocks& rule : blocks.rules()) pairs.push_back(rule.count.pairs);
  std::vector<int64_t> sorted = pairs;
  std::ranges::sort(sorted);
  int64_t left = most;
  int64_t share = most;
  for (size_t i = 0; i < sorted.size(); ++i) {
    share = std::max<int64_t>(1, left / static_cast<int64_t>(sorted.size() - i));
    left -= std::min(sorted[i], share);
  }
  std::vector<uint64_t> steps;
  for (const int64_t own : pairs)
    steps.push_back(static_cast<uint64_t>(std::max<int64_t>(1, (own + share - 1) / share)));
  return steps;
}

struct TrainingUnit {
  WorkUnit unit;
  int64_t times = 1;
};

// A block is taken whole or not at all, by a hash of its place among the keys: the same for any number of threads and
// any order of rows.
std::vector<TrainingUnit> TrainingUnits(const Blocks& blocks, int64_t most) {
  const std::vector<uint64_t> steps = Steps(blocks, most);
  std::vector<TrainingUnit> chosen;
  for (const WorkUnit& unit : blocks.units()) {
    const uint64_t step = steps[unit.rule];
    if (step > 1 && MixBits(uint64_t{unit.rule} << 40 | unit.block_begin) % step != 0) continue;
    chosen.push_back({unit, static_cast<int64_t>(step)});
  }
  return chosen;
}

// For each comparison, the rules (bits) that use none of its columns.
std::vector<uint32_t> FreeRules(const LinkSpec& spec, const Blocks& blocks) {
  std::vector<uint32_t> free(spec.comparisons.size(), 0);
  for (size_t c = 0; c < free.size(); ++c) {
    for (size_t rule = 0; rule < blocks.rules().size(); ++rule) {
      const bool uses = std::ranges::any_of(blocks.rules()[rule].columns, [&](int column) {
        return std::ranges::find(spec.comparisons[c].columns, column) != spec.comparisons[c].columns.end();
      });
      if (!uses) free[c] |= 1U << rule;
    }
  }
  return free;
}

}  // namespace

Result<std::vector<PatternCount>> CountPatterns(const LinkSpec& spec, const CompareTables& tables, const Blocks& blocks,
                                                const TrainOptions& options, Progress& progress) {
  const std::vector<TrainingUnit> units = TrainingUnits(blocks, options.most_pairs);
  const std::vector<uint32_t> free_rules = FreeRules(spec, blocks);
  const Conflicts conflicts(spec, tables);
  std::vector<Counter> counters(static_cast<size_t>(options.threads));
  std::vector<std::unique_ptr<PairComparer>> comparers;
  std::vector<Blocks::Scratch> scratches(static_cast<size_t>(options.threads));
  for (int i = 0; i < options.threads; ++i) comparers.push_back(std::make_unique<PairComparer>(tables));
  const size_t n = spec.comparisons.size();
  progress.Begin("学习权重 / train", static_cast<int64_t>(units.size()));
  ForEachUnit(units.size(), options.threads, [&](size_t unit, int thread) {
    if (progress.cancelled()) return;
    PairComparer& comparer = *comparers[static_cast<size_t>(thread)];
    Counter& counter = counters[static_cast<size_t>(thread)];
    blocks.ForPairs(units[unit].unit, scratches[static_cast<size_t>(thread)],
                    [&](uint32_t left, const std::vector<uint32_t>& rights) {
                      comparer.Compare(left, rights);
                      for (size_t i = 0; i < rights.size(); ++i) {
                        Pattern pattern = 0;
                        for (size_t c = 0; c < n; ++c) pattern |= static_cast<Pattern>(comparer.codes(c)[i]) << (4 * c);
                        const uint32_t rules = blocks.RulesOf(left, rights[i]);
                        uint32_t free = 0;
                        for (size_t c = 0; c < n; ++c) free |= static_cast<uint32_t>((rules & free_rules[c]) != 0) << c;
                        if (conflicts.any() && conflicts.Of(comparer, i, left, rights[i]) == Conflicts::kVeto)
                          free |= kVetoed;
                        counter.Add(pattern, free, units[unit].times);
                      }
                    });
    progress.Tick(1);
  });
  progress.End();
  if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
  std::map<std::pair<Pattern, uint32_t>, int64_t> all;
  for (const Counter& counter : counters) {
    for (const PatternCount& own : counter.slots()) {
      if (own.count != 0) all[{own.pattern, own.free}] += own.count;
    }
  }
  std::vector<PatternCount> out;
  for (const auto& [key, count] : all) out.push_back({key.first, key.second, count});
  return out;
}

Result<LinkModel> TrainModel(const LinkSpec& spec, const CompareTables& tables, const Blocks& blocks,
                             const TrainOptions& options, Progress& progress) {
  LinkModel model;
  model.all_pairs = AllPairs(spec, tables.table());
  for (const LinkComparison& comparison : spec.comparisons) {
    ComparisonModel own{.name = comparison.name};
    for (const LinkLevel& level : comparison.levels) own.levels.push_back(level.shown);
    own.levels.emplace_back("else");
    model.comparisons.push_back(std::move(own));
  }
  progress.Begin("统计取值 / count values", 0);
  FillShares(spec, tables, options.threads, model);
  progress.End();
  TRY_ASSIGN(const auto counts, CountPatterns(spec, tables, blocks, options, progress));
  double fixed = -1;
  if (spec.prior.kind == PriorSpec::Kind::kMatches) fixed = spec.prior.matches;
  if (spec.prior.kind == PriorSpec::Kind::kDeterministic) {
    TRY_ASSIGN(const Blocks rules, Blocks::Make(spec, spec.prior.rules, tables.table(), options.threads, progress));
    Blocks::Scratch scratch;
    int64_t found = 0;
    for (const WorkUnit& unit : rules.units()) {
      rules.ForPairs(unit, scratch, [&](uint32_t, const std::vector<uint32_t>& rights) {
        found += static_cast<int64_t>(rights.size());
      });
    }
    fixed = std::max(1.0, static_cast<double>(found) / spec.prior.recall);
  }
  Estimate(counts, fixed, model);
  return model;
}

Conflicts::Conflicts(const LinkSpec& spec, const CompareTables& tables) : tables_(tables) {
  for (const ConflictSpec& from : spec.conflicts) {
    Check check{.penalty = static_cast<int32_t>(std::lround(from.penalty_bits * 65536))};
    if (from.id_column >= 0) {
      const auto slot = std::ranges::find(tables.columns(), from.id_column);
      if (slot == tables.columns().end()) continue;
      check.id_slot = static_cast<int>(slot - tables.columns().begin());
    }
    for (const int column : from.contradict) {
      int comparison = -1;
      for (size_t c = 0; c < spec.comparisons.size(); ++c) {
        if (spec.comparisons[c].columns == std::vector<int>{column}) comparison = static_cast<int>(c);
      }
      if (comparison >= 0) {
        check.comparisons.push_back(comparison);
      } else {
        check.columns.push_back(column);
      }
    }
    checks_.push_back(std::move(check));
  }
}

int32_t Conflicts::Of(const PairComparer& comparer, size_t at, uint32_t left, uint32_t right) const {
  int32_t penalty = 0;
  const LinkTable& table = tables_.table();
  for (const Check& check : checks_) {
    bool holds = true;
    if (check.id_slot >= 0) {
      const auto slot = static_cast<size_t>(check.id_slot);
      const auto& values = table.values[static_cast<size_t>(tables_.columns()[slot])];
      const ColumnTests& tests = tables_.tests(slot);
      holds = values[left] != values[right] && tests.ValidId(values[left]) && tests.ValidId(values[right]);
    }
    for (const int c : check.comparisons) {
      holds = holds &&
              comparer.codes(static_cast<size_t>(c))[at] == tables_.comparisons()[static_cast<size_t>(c)].else_code();
    }
    for (const int column : check.columns) {
      const auto& values = table.values[static_cast<size_t>(column)];
      holds = holds && values[left] != 0 && values[right] != 0 && values[left] != values[right];
    }
    if (!holds) continue;
    if (check.penalty == 0) return kVeto;
    penalty += check.penalty;
  }
  return penalty;
}

}  // namespace xiuhua::linkage
