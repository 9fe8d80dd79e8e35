// Blocking rules for unknown data: many different rules within a budget of pairs.
//
// Every key (a whole value, its sound, its first characters, the year of a date, one character left out ...) of every
// column that tells people apart is combined with the keys of the others. How many pairs a combination makes is
// estimated from the sample's histograms. Which combinations to take is a covering problem: a few thousand imagined
// true pairs are spoiled at random (each column blank, equal, slightly or wholly different, independently), and the
// rules are taken greedily that bring most of the uncovered ones together for the fewest pairs. So no single error, and
// few double errors, can lose a pair; which fields are in fact spoiled in the data need not be known.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "linkage/auto_profile.h"

namespace xiuhua::linkage {

struct AutoRule {
  std::vector<std::string> keys;  // as in a link spec
  double pairs = 0;               // estimate for all rows
  int64_t cap = 0;                // 0 = the spec's
};

struct AutoBlocking {
  std::vector<AutoRule> rules;
  double pairs = 0;    // sum of the estimates: pairs found by several rules count several times
  double covered = 0;  // share of the imagined true pairs that meet
};

// `names`: the spec's name of each column of the sample, empty for columns that are not used.
AutoBlocking ProposeBlocking(const AutoSample& sample, const std::vector<std::string>& names, double budget);

}  // namespace xiuhua::linkage
