#include "linkage/link_score.h"

#include <algorithm>
#include <array>

#include "base/errors.h"
#include "linkage/parallel.h"

namespace xiuhua::linkage {
namespace {

constexpr size_t kCodes = 16;
constexpr int kBits = 100;

// Scores what one thread compares.
class Worker {
 public:
  Worker(const LinkSpec& spec, const CompareTables& tables, const LinkModel& model, const TermFrequencies& frequencies,
         const Conflicts& conflicts, int32_t keep)
      : comparer_(tables), frequencies_(frequencies), conflicts_(conflicts), n_(spec.comparisons.size()), keep_(keep) {
    for (size_t c = 0; c < n_; ++c) {
      std::array<int32_t, kCodes> own{};
      std::array<int32_t, kCodes> most{};
      for (size_t i = 0; i < model.comparisons[c].weights.size(); ++i) {
        own[i + 1] = model.comparisons[c].weights[i];
        most[i + 1] = i < spec.comparisons[c].levels.size() ? frequencies.most(c, static_cast<uint8_t>(i + 1)) : 0;
      }
      std::array<int32_t, kCodes> related{};
      for (size_t i = 0; i < model.comparisons[c].related_weights.size(); ++i) {
        related[i + 1] = model.comparisons[c].related_weights[i];
      }
      related_.push_back(related);
      weights_.push_back(own);
      most_.push_back(most);
    }
    prior_ = model.prior_weight;
    has_related_ = model.has_related();
    related_prior_ = model.related_prior_weight;
    histogram.assign(2 * kBits + 1, 0);
    levels.assign(n_, std::array<int64_t, kCodes>{});
  }

  void Score(uint32_t left, const std::vector<uint32_t>& rights, std::vector<Edge>& out) {
    comparer_.Compare(left, rights);
    const size_t n = rights.size();
    sums_.assign(n, prior_);
    tops_.assign(n, 0);
    for (size_t c = 0; c < n_; ++c) {
      const uint8_t* const codes = comparer_.codes(c);
      const auto& own = weights_[c];
      const auto& most = most_[c];
      auto& counts = levels[c];
      for (size_t i = 0; i < n; ++i) {
        sums_[i] += own[codes[i]];
        tops_[i] += most[codes[i]];
        ++counts[codes[i]];
      }
    }
    for (size_t i = 0; i < n; ++i) {
      ++histogram[static_cast<size_t>(std::clamp(sums_[i] >> 16, -kBits, kBits) + kBits)];
      if (sums_[i] + tops_[i] >= keep_) Finish(left, rights[i], i, out);
    }
    scored += static_cast<int64_t>(n);
  }

  int64_t scored = 0;
  std::vector<int64_t> histogram;
  std::vector<std::array<int64_t, kCodes>> levels;

 private:
  void Finish(uint32_t left, uint32_t right, size_t at, std::vector<Edge>& out) {
    int32_t weight = sums_[at];
    for (size_t c = 0; c < n_; ++c) {
      const uint8_t code = comparer_.codes(c)[at];
      if (frequencies_.on(c, code)) weight += frequencies_.Of(c, code, left, right);
    }
    if (has_related_) {
      int32_t related = related_prior_;
      for (size_t c = 0; c < n_; ++c) related += related_[c][comparer_.codes(c)[at]];
      weight = JoinWeights(weight, related);
    }
    if (conflicts_.any()) {
      const int32_t penalty = conflicts_.Of(comparer_, at, left, right);
      if (penalty == Conflicts::kVeto) return;
      weight -= penalty;
    }
    if (weight >= keep_) out.push_back({left, right, weight});
  }

  PairComparer comparer_;
  const TermFrequencies& frequencies_;
  const Conflicts& conflicts_;
  size_t n_;
  int32_t keep_;
  int32_t prior_ = 0;
  bool has_related_ = false;
  int32_t related_prior_ = 0;
  std::vector<std::array<int32_t, kCodes>> weights_;
  std::vector<std::array<int32_t, kCodes>> related_;
  std::vector<std::array<int32_t, kCodes>> most_;
  std::vector<int32_t> sums_;
  std::vector<int32_t> tops_;
};

}  // namespace

Result<Scores> ScorePairs(const LinkSpec& spec, const CompareTables& tables, const Blocks& blocks,
                          const LinkModel& model, const ScoreOptions& options, Progress& progress) {
  const TermFrequencies frequencies(spec, tables, model);
  const Conflicts conflicts(spec, tables);
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<Blocks::Scratch> scratches(static_cast<size_t>(options.threads));
  for (int i = 0; i < options.threads; ++i) {
    workers.push_back(std::make_unique<Worker>(spec, tables, model, frequencies, conflicts, options.keep));
  }
  std::vector<std::vector<Edge>> kept(static_cast<size_t>(options.threads));
  progress.Begin("逐对评分 / score", static_cast<int64_t>(blocks.units().size()));
  ForEachUnit(blocks.units().size(), options.threads, [&](size_t unit, int thread) {
    if (progress.cancelled()) return;
    const auto at = static_cast<size_t>(thread);
    blocks.ForPairs(blocks.units()[unit], scratches[at], [&](uint32_t left, const std::vector<uint32_t>& rights) {
      workers[at]->Score(left, rights, kept[at]);
    });
    progress.Tick(1);
  });
  progress.End();
  if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
  Scores scores;
  scores.histogram.assign(2 * kBits + 1, 0);
  for (size_t c = 0; c < spec.comparisons.size(); ++c) scores.level_counts.emplace_back(kCodes, 0);
  for (size_t i = 0; i < workers.size(); ++i) {
    scores.scored += workers[i]->scored;
    scores.edges.insert(scores.edges.end(), kept[i].begin(), kept[i].end());
    std::vector<Edge>().swap(kept[i]);
    for (size_t b = 0; b < scores.histogram.size(); ++b) scores.histogram[b] += workers[i]->histogram[b];
    for (size_t c = 0; c < scores.level_counts.size(); ++c) {
      for (size_t code = 0; code < kCodes; ++code) scores.level_counts[c][code] += workers[i]->levels[c][code];
    }
  }
  std::ranges::sort(scores.edges);  // each pair once, so the order is total
  return scores;
}

PairParts ExplainPair(const LinkSpec& spec, const CompareTables& tables, const LinkModel& model, uint32_t left,
                      uint32_t right) {
  const TermFrequencies frequencies(spec, tables, model);
  const Conflicts conflicts(spec, tables);
  PairComparer comparer(tables);
  const std::array<uint32_t, 1> rights{right};
  comparer.Compare(left, rights);
  PairParts out{.prior = model.prior_weight, .related_prior = model.related_prior_weight};
  int32_t strangers = model.prior_weight;
  int32_t related = model.related_prior_weight;
  for (size_t c = 0; c < spec.comparisons.size(); ++c) {
    PairParts::Part part{.code = comparer.codes(c)[0]};
    if (part.code != kSilent) part.weight = model.comparisons[c].weights[part.code - 1U];
    if (frequencies.on(c, part.code)) part.term_frequency = frequencies.Of(c, part.code, left, right);
    strangers += part.weight + part.term_frequency;
    if (part.code != kSilent && model.has_related())
      part.related_weight = model.comparisons[c].related_weights[part.code - 1U];
    related += part.related_weight;
    out.parts.push_back(part);
  }
  out.total = model.has_related() ? JoinWeights(strangers, related) : strangers;
  out.conflict = conflicts.Of(comparer, 0, left, right);
  if (out.conflict != Conflicts::kVeto) out.total -= out.conflict;
  return out;
}

}  // namespace xiuhua::linkage
