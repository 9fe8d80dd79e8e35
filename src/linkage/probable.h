// ProbableStage: the rows that the exact stage left over, weighed against the register's persons by the linkage engine.
//
// Rows and persons are two sources of one linkage (link.h); what to compare is written in kProbableSpec (probable.cc)
// in the words of docs/formats/link-spec.md, and every weight is learnt from the rows at hand. A row's candidates
// compete: the probability of one is its odds over one plus the odds of all, so that two namesakes in one village are
// both unlikely.
//
//   links            method `probabilistic`, weight in bits, probability, and the reasons in Chinese, where
//                    probability >= link, and the name agrees at least by sound, shape or up to an unknown character
//   review_pairs     kind `no_id`: rows without a usable number whose best candidate has at least `review`; the
//   candidates
//                    by falling probability, which stands in the detail
//
// A right number with quite another name is never linked here, however likely: a guardian's number stands in children's
// lists. Pairs that a person decided to be different are never linked. Nothing is remembered between runs: the
// decisions are, and come first.
#pragma once

#include "linkage/linkage.h"

namespace xiuhua::linkage {

struct ProbableSettings {
  double link = 0.995;   // least probability of an automatic link; the mean of those above it is far higher
  double review = 0.01;  // least probability of a candidate that is shown to a person
  int threads = 2;
};

class ProbableStage final : public MatchStage {
 public:
  explicit ProbableStage(const ProbableSettings& settings, Progress& progress)
      : settings_(settings), progress_(progress) {}
  // Errors: SQL-001, LNK-015.
  Result<void> Match(sql::Engine& engine, const StageTables& tables) override;

 private:
  ProbableSettings settings_;
  Progress& progress_;
};

}  // namespace xiuhua::linkage
