// Expectation maximisation over pattern counts: matches, strangers, and where they are found, related pairs.
#include <algorithm>
#include <array>
#include <cmath>

#include "linkage/link_model.h"

namespace xiuhua::linkage {
namespace {

constexpr int kMostIterations = 300;
constexpr double kConverged = 1e-6;
constexpr double kFewestMatches = 30;  // from which m is taken from pairs found by other columns
constexpr double kStrength = 10;       // matches' worth of belief in the starting m
constexpr double kStartMatchesShare = 0.1;
constexpr double kLog2 = 0.69314718055994530942;

// When pairs are taken for related, and when such a class is believed.
constexpr double kRelatedEvidence = 10 * kLog2;  // agreement beyond chance
constexpr double kRelatedDoubt = 0.02;           // probability of the disagreements among matches
constexpr double kFewestRelated = 50;
constexpr double kStrangerLevel = 0.1;  // agreement at most that often: like strangers in this column
constexpr double kStrangerBits = 10;    // what agreement in those columns would say in all
constexpr double kFarFromMatches = 4;   // bits by which related pairs are unlike matches on average

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

using Sums = std::vector<std::vector<double>>;

class Em {
 public:
  Em(const std::vector<PatternCount>& counts, double fixed, LinkModel& model)
      : counts_(counts), fixed_(fixed), model_(model) {}

  void Run() {
    for (ComparisonModel& own : model_.comparisons) {
      own.m = StartM(own.all.size());
      start_.push_back(own.m);
    }
    model_.lambda = fixed_ >= 0 ? std::min(0.5, fixed_ / model_.all_pairs) : Start();
    const LinkModel at_start = model_;
    Iterate();
    const LinkModel two_classes = model_;
    model_ = at_start;
    for (ComparisonModel& own : model_.comparisons) FillU(model_.lambda, model_.all_pairs, own);
    if (StartRelated()) {
      Iterate();
      if (Believable()) return;
    }
    model_ = two_classes;
  }

 private:
  [[nodiscard]] double Start() const {
    double candidates = 0;
    for (const PatternCount& own : counts_) candidates += static_cast<double>(own.count);
    return std::min(0.5, std::max(1.0, candidates * kStartMatchesShare) / model_.all_pairs);
  }

  [[nodiscard]] Sums NoSums() const {
    Sums sums;
    for (const ComparisonModel& own : model_.comparisons) sums.emplace_back(own.all.size() + 1, 0);
    return sums;
  }

  // log(value / u) by code; 0 for a silent one.
  [[nodiscard]] Sums Ratios(const std::vector<double> ComparisonModel::* values) const {
    Sums ratios;
    for (const ComparisonModel& own : model_.comparisons) {
      ratios.emplace_back(1, 0);
      for (size_t i = 0; i < own.u.size(); ++i) ratios.back().push_back(std::log((own.*values)[i] / own.u[i]));
    }
    return ratios;
  }

  void Iterate() {
    for (model_.iterations = 1; model_.iterations <= kMostIterations; ++model_.iterations) {
      for (ComparisonModel& own : model_.comparisons) FillU(model_.lambda, model_.all_pairs, own);
      if (Step() < kConverged) break;
    }
    for (ComparisonModel& own : model_.comparisons) FillU(model_.lambda, model_.all_pairs, own);
  }

  // Related at the start: pairs that agree far beyond chance and disagree where matches hardly ever do.
  bool StartRelated() {
    const Sums ratios = Ratios(&ComparisonModel::m);
    Sums sums = NoSums();
    double related = 0;
    for (const PatternCount& own : counts_) {
      double evidence = 0;
      double doubt = 1;
      for (size_t c = 0; c < ratios.size(); ++c) {
        const uint32_t code = CodeIn(own.pattern, c);
        evidence += std::max(0.0, ratios[c][code]);
        if (code == ratios[c].size() - 1) doubt *= model_.comparisons[c].m.back();
      }
      if ((own.free & kVetoed) == 0 && (evidence < kRelatedEvidence || doubt > kRelatedDoubt)) continue;
      related += static_cast<double>(own.count);
      for (size_t c = 0; c < sums.size(); ++c) sums[c][CodeIn(own.pattern, c)] += static_cast<double>(own.count);
    }
    if (related < kFewestRelated) return false;
    model_.related_share = related / model_.all_pairs;
    for (size_t c = 0; c < sums.size(); ++c) SetRelated(sums[c], model_.comparisons[c]);
    return true;
  }

  static double SetRelated(const std::vector<double>& sums, ComparisonModel& own) {
    double total = 0;
    for (size_t i = 1; i < sums.size(); ++i) total += sums[i];
    if (own.related.empty()) own.related = own.u;
    double change = 0;
    for (size_t i = 0; i < own.related.size(); ++i) {
      const double share = (sums[i + 1] + kStrength * own.u[i]) / (total + kStrength);
      change = std::max(change, std::abs(share - own.related[i]));
      own.related[i] = share;
    }
    return change;
  }

  // One round; returns the largest change of a parameter.
  double Step() {
    const size_t n = model_.comparisons.size();
    const bool related = model_.has_related();
    const Sums match_ratios = Ratios(&ComparisonModel::m);
    const Sums related_ratios = related ? Ratios(&ComparisonModel::related) : Sums();
    const double strangers = 1 - model_.lambda - model_.related_share;
    const double match_prior = std::log(model_.lambda / strangers);
    const double related_prior = related ? std::log(model_.related_share / strangers) : 0;
    Found found{NoSums(), NoSums(), NoSums(), 0, 0};
    for (const PatternCount& own : counts_) {
      double match = match_prior;
      double kin = related_prior;
      for (size_t c = 0; c < n; ++c) {
        const uint32_t code = CodeIn(own.pattern, c);
        match += match_ratios[c][code];
        if (related) kin += related_ratios[c][code];
      }
      const bool vetoed = (own.free & kVetoed) != 0;
      const double match_odds = vetoed ? 0 : std::exp(std::min(match, 300.0));
      const double kin_odds = related ? std::exp(std::min(kin, 300.0)) : 0;
      const double share = static_cast<double>(own.count) / (1 + match_odds + kin_odds);
      Add(own, share * match_odds, share * kin_odds, found);
    }
    return Update(found);
  }

  struct Found {
    Sums any;
    Sums free;
    Sums kin;
    double matches;
    double related;
  };

  static void Add(const PatternCount& own, double matches, double related, Found& found) {
    found.matches += matches;
    found.related += related;
    for (size_t c = 0; c < found.any.size(); ++c) {
      const uint32_t code = CodeIn(own.pattern, c);
      found.any[c][code] += matches;
      if ((own.free >> c & 1) != 0) found.free[c][code] += matches;
      found.kin[c][code] += related;
    }
  }

  double Update(const Found& found) {
    double change = 0;
    for (size_t c = 0; c < model_.comparisons.size(); ++c) {
      ComparisonModel& own = model_.comparisons[c];
      double sum = 0;
      for (size_t i = 1; i < found.free[c].size(); ++i) sum += found.free[c][i];
      const std::vector<double>& from = sum >= kFewestMatches ? found.free[c] : found.any[c];
      sum = 0;
      for (size_t i = 1; i < from.size(); ++i) sum += from[i];
      own.learnt_from = sum;
      for (size_t i = 0; i < own.m.size(); ++i) {
        const double m = (from[i + 1] + kStrength * start_[c][i]) / (sum + kStrength);
        change = std::max(change, std::abs(m - own.m[i]));
        own.m[i] = m;
      }
      if (model_.has_related()) change = std::max(change, SetRelated(found.kin[c], own));
    }
    model_.expected_matches = found.matches;
    if (model_.has_related()) model_.related_share = std::max(found.related, 0.01) / model_.all_pairs;
    if (fixed_ < 0) {
      const double lambda = std::clamp(found.matches / model_.all_pairs, 0.01 / model_.all_pairs, 0.5);
      change = std::max(change, std::abs(lambda / model_.lambda - 1));
      model_.lambda = lambda;
    }
    return change;
  }

  // Related pairs are believed when there are enough, when they are like strangers in columns that would say much, when
  // they are far from matches, and when on the whole more speaks against one person than for it: people who moved share
  // names and birth dates and differ in addresses, and are matches all the same.
  [[nodiscard]] bool Believable() const {
    if (model_.related_share * model_.all_pairs < kFewestRelated) return false;
    double stranger_bits = 0;
    double distance = 0;
    double speaks = std::log2(model_.lambda);
    for (const ComparisonModel& own : model_.comparisons) {
      if (own.related.front() <= kStrangerLevel)
        stranger_bits += std::max(0.0, std::log2(own.m.front() / own.u.front()));
      for (size_t i = 0; i < own.m.size(); ++i) {
        distance += own.related[i] * std::log2(own.related[i] / own.m[i]);
        speaks += own.related[i] * std::log2(own.m[i] / own.u[i]);
      }
    }
    return stranger_bits >= kStrangerBits && distance >= kFarFromMatches && speaks < 0;
  }

  const std::vector<PatternCount>& counts_;
  double fixed_;
  LinkModel& model_;
  Sums start_;
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

int32_t JoinWeights(int32_t against_strangers, int32_t against_related) {
  constexpr size_t kSteps = 20 * 256;
  static const std::array<int32_t, kSteps> kTable = [] {
    std::array<int32_t, kSteps> table{};
    for (size_t i = 0; i < kSteps; ++i) {
      table[i] = static_cast<int32_t>(std::lround(std::log2(1 + std::exp2(-static_cast<double>(i) / 256)) * 65536));
    }
    return table;
  }();
  const int32_t low = std::min(against_strangers, against_related);
  const auto apart = static_cast<size_t>((std::max(against_strangers, against_related) - low) >> 8);
  return apart < kSteps ? low - kTable[apart] : low;
}

void Estimate(const std::vector<PatternCount>& counts, double fixed_matches, LinkModel& model) {
  Em(counts, fixed_matches, model).Run();
  for (ComparisonModel& own : model.comparisons) MakeMonotone(own);
  model.prior_weight = ToWeight(model.lambda / (1 - model.lambda - model.related_share));
  if (model.has_related()) {
    model.related_prior_weight = ToWeight(model.lambda / model.related_share);
    for (ComparisonModel& own : model.comparisons) {
      for (size_t i = 0; i < own.m.size(); ++i) own.related_weights.push_back(ToWeight(own.m[i] / own.related[i]));
    }
  }
  for (const PatternCount& own : counts) model.training_pairs += own.count;
}

}  // namespace xiuhua::linkage
