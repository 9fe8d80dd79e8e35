// Training: pattern counts and expectation maximisation.
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

constexpr int kMostIterations = 500;
constexpr double kFewestMatches = 30;  // from which m is taken from pairs found by other columns
constexpr double kStrength = 10;       // matches' worth of belief in the starting m
constexpr double kStartMatchesShare = 0.1;

// Counts of patterns of one thread.
class Counter {
 public:
  Counter() : slots_(1 << 12) {}
  void Add(Pattern pattern, uint32_t free) {
    size_t at = MixBits(pattern ^ (uint64_t{free} << 32 | free)) & (slots_.size() - 1);
    while (slots_[at].count != 0 && (slots_[at].pattern != pattern || slots_[at].free != free))
      at = (at + 1) & (slots_.size() - 1);
    if (slots_[at].count == 0) {
      slots_[at].pattern = pattern;
      slots_[at].free = free;
      if (++used_ * 2 > slots_.size()) {
        ++slots_[at].count;
        return Grow();
      }
    }
    ++slots_[at].count;
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

// Units to train on: all, or every n-th by a hash of their place, the same for any number of threads.
std::vector<WorkUnit> TrainingUnits(const Blocks& blocks, int64_t most, double& scale) {
  int64_t all = 0;
  for (const WorkUnit& unit : blocks.units()) all += unit.pairs;
  if (all <= most) {
    scale = 1;
    return blocks.units();
  }
  const auto share = static_cast<uint64_t>(static_cast<double>(most) / static_cast<double>(all) * 4294967296.0);
  std::vector<WorkUnit> chosen;
  int64_t pairs = 0;
  for (size_t i = 0; i < blocks.units().size(); ++i) {
    if ((MixBits(i * 0x9e3779b97f4a7c15ULL + 1) >> 32) > share) continue;
    chosen.push_back(blocks.units()[i]);
    pairs += blocks.units()[i].pairs;
  }
  scale = pairs > 0 ? static_cast<double>(all) / static_cast<double>(pairs) : 1;
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

std::vector<double> StartM(size_t levels) {
  std::vector<double> m(levels, 0);
  if (levels == 1) return {1};
  m.front() = 0.85;
  m.back() = 0.05;
  double rest = 0.1;
  for (size_t i = 1; i + 1 < levels; ++i) {
    m[i] = i + 2 < levels ? rest / 2 : rest;
    rest -= m[i];
  }
  if (levels == 2) m = {0.9, 0.1};
  return m;
}

// u from a = lambda m + (1 - lambda) u; never below a hundredth of a, nor below half a pair.
void FillU(double lambda, double all_pairs, ComparisonModel& own) {
  own.u.assign(own.all.size(), 0);
  double sum = 0;
  for (size_t i = 0; i < own.all.size(); ++i) {
    const double floor = own.all[i] * 0.01 + 0.5 / std::max(all_pairs, 1.0);
    own.u[i] = std::max((own.all[i] - lambda * own.m[i]) / (1 - lambda), floor);
    sum += own.u[i];
  }
  for (double& u : own.u) u /= sum;
}

class Em {
 public:
  Em(const std::vector<PatternCount>& counts, double scale, double fixed, LinkModel& model)
      : counts_(counts), scale_(scale), fixed_(fixed), model_(model) {}

  void Run() {
    for (ComparisonModel& own : model_.comparisons) {
      own.m = StartM(own.all.size());
      start_.push_back(own.m);
    }
    model_.lambda = fixed_ >= 0 ? fixed_ / model_.all_pairs : Start();
    for (model_.iterations = 1; model_.iterations <= kMostIterations; ++model_.iterations) {
      for (ComparisonModel& own : model_.comparisons) FillU(model_.lambda, model_.all_pairs, own);
      if (Step() < 1e-7) break;
    }
    for (ComparisonModel& own : model_.comparisons) FillU(model_.lambda, model_.all_pairs, own);
  }

 private:
  [[nodiscard]] double Start() const {
    double candidates = 0;
    for (const PatternCount& own : counts_) candidates += static_cast<double>(own.count) * scale_;
    return std::min(0.5, std::max(1.0, candidates * kStartMatchesShare) / model_.all_pairs);
  }

  // One round; returns the largest change of a parameter.
  double Step() {
    const size_t n = model_.comparisons.size();
    std::vector<std::vector<double>> ratio(n);
    for (size_t c = 0; c < n; ++c) {
      ratio[c].push_back(0);
      for (size_t i = 0; i < model_.comparisons[c].m.size(); ++i) {
        ratio[c].push_back(std::log(model_.comparisons[c].m[i] / model_.comparisons[c].u[i]));
      }
    }
    const double prior = std::log(model_.lambda / (1 - model_.lambda));
    std::vector<std::vector<double>> free(n);
    std::vector<std::vector<double>> any(n);
    for (size_t c = 0; c < n; ++c) {
      free[c].assign(ratio[c].size(), 0);
      any[c].assign(ratio[c].size(), 0);
    }
    double matches = 0;
    for (const PatternCount& own : counts_) {
      if ((own.free & kVetoed) != 0) continue;
      double log_odds = prior;
      for (size_t c = 0; c < n; ++c) log_odds += ratio[c][CodeIn(own.pattern, c)];
      const double expected = static_cast<double>(own.count) * scale_ / (1 + std::exp(-log_odds));
      matches += expected;
      for (size_t c = 0; c < n; ++c) {
        any[c][CodeIn(own.pattern, c)] += expected;
        if ((own.free >> c & 1) != 0) free[c][CodeIn(own.pattern, c)] += expected;
      }
    }
    return Update(matches, free, any);
  }

  double Update(double matches, const std::vector<std::vector<double>>& free,
                const std::vector<std::vector<double>>& any) {
    double change = 0;
    for (size_t c = 0; c < model_.comparisons.size(); ++c) {
      ComparisonModel& own = model_.comparisons[c];
      double sum = 0;
      for (size_t i = 1; i < free[c].size(); ++i) sum += free[c][i];
      const bool enough = sum >= kFewestMatches;
      const std::vector<double>& from = enough ? free[c] : any[c];
      sum = 0;
      for (size_t i = 1; i < from.size(); ++i) sum += from[i];
      own.learnt_from = sum;
      for (size_t i = 0; i < own.m.size(); ++i) {
        const double m = (from[i + 1] + kStrength * start_[c][i]) / (sum + kStrength);
        change = std::max(change, std::abs(m - own.m[i]));
        own.m[i] = m;
      }
    }
    model_.expected_matches = matches;
    if (fixed_ < 0) {
      const double lambda = std::clamp(matches / model_.all_pairs, 0.01 / model_.all_pairs, 0.99);
      change = std::max(change, std::abs(lambda / model_.lambda - 1));
      model_.lambda = lambda;
    }
    return change;
  }

  const std::vector<PatternCount>& counts_;
  double scale_;
  double fixed_;
  LinkModel& model_;
  std::vector<std::vector<double>> start_;
};

// A better level never weighs less than a worse one: neighbours that contradict are pooled.
void MakeMonotone(ComparisonModel& own) {
  struct Pool {
    double m;
    double u;
    size_t size;
  };
  std::vector<Pool> pools;
  for (size_t i = 0; i < own.m.size(); ++i) {
    pools.push_back({own.m[i], own.u[i], 1});
    while (pools.size() > 1 &&
           pools[pools.size() - 2].m * pools.back().u < pools.back().m * pools[pools.size() - 2].u) {
      const Pool last = pools.back();
      pools.pop_back();
      pools.back().m += last.m;
      pools.back().u += last.u;
      pools.back().size += last.size;
    }
  }
  own.weights.clear();
  for (const Pool& pool : pools) own.weights.insert(own.weights.end(), pool.size, ToWeight(pool.m / pool.u));
}

}  // namespace

int32_t ToWeight(double odds) {
  constexpr double kMost = 100;
  if (!(odds > 0)) return static_cast<int32_t>(-kMost * 65536);
  return static_cast<int32_t>(std::lround(std::clamp(std::log2(odds), -kMost, kMost) * 65536));
}

Result<std::vector<PatternCount>> CountPatterns(const LinkSpec& spec, const CompareTables& tables, const Blocks& blocks,
                                                const TrainOptions& options, double& scale, Progress& progress) {
  const std::vector<WorkUnit> units = TrainingUnits(blocks, options.most_pairs, scale);
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
    blocks.ForPairs(units[unit], scratches[static_cast<size_t>(thread)],
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
                        counter.Add(pattern, free);
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

void Estimate(const std::vector<PatternCount>& counts, double scale, double fixed_matches, LinkModel& model) {
  Em(counts, scale, fixed_matches, model).Run();
  for (ComparisonModel& own : model.comparisons) MakeMonotone(own);
  model.prior_weight = ToWeight(model.lambda / (1 - model.lambda));
  for (const PatternCount& own : counts) model.training_pairs += own.count;
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
  double scale = 1;
  TRY_ASSIGN(const auto counts, CountPatterns(spec, tables, blocks, options, scale, progress));
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
  Estimate(counts, scale, fixed, model);
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
