// AutoSpec: a link spec proposed for tables nobody has described, as text with comments, ready to edit.
//
// What each column holds is read from headers and cells (auto_profile.h), the blocking rules from histograms within a
// budget of pairs (auto_blocking.h), the comparisons from the kind of column. Parts of one address, and a number
// together with the date of birth in it, are one comparison, so that nothing counts twice. Columns that name the answer
// (cluster, truth, label) and columns that number the rows are named in a comment and not used.
//
// Errors: LNK-030, LNK-031, LNK-032, SQL-001.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "linkage/auto_profile.h"

namespace xiuhua::linkage {

struct AutoOptions {
  int threads = 2;
  int64_t memory_mb = 4096;
  int64_t sample_rows = 60'000;  // per input
  double pairs_per_row = 100;    // budget of candidate pairs, at least 3 million and at most 500 million in all
};

// One input: duplicates in it; several: links between them. The inputs are read twice at most.
Result<std::string> ProposeSpec(const std::vector<AutoInput>& inputs, const AutoOptions& options);

}  // namespace xiuhua::linkage
