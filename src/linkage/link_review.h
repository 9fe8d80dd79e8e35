// review.csv: the pairs a person should judge, with the values of both records side by side - and the way back.
//
// The file (UTF-8 with a byte order mark, for spreadsheets) has: rank, stratum, stratum_pairs, probability, weight,
// records_moved, linked, left_source, left_id, right_source, right_id, then `<column> 1`, `<column> 2` for each column
// of the spec as it is compared, then verdict (是/否/不知, yes/no/unsure, 1/0), by, note. Text that a spreadsheet would
// run as a formula has an apostrophe before it, which is taken off again on the way back. review_sample.h says how
// pairs are chosen. Columns may be re-ordered and further ones added; rows may be deleted only with their whole
// stratum.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "linkage/clustering.h"
#include "linkage/link_table.h"
#include "linkage/review_sample.h"
#include "sql/engine.h"

namespace xiuhua::linkage {

struct LinkRun;

inline constexpr size_t kReviewRows = 500;

std::string ReviewCsv(const LinkRun& run, size_t most = kReviewRows);

// Records that change their cluster with the verdict on each pair (edges as kept): the smaller cluster where the two
// are apart, the smaller side where the pair alone holds a cluster together, else 1.
std::vector<uint32_t> RecordsMoved(const std::vector<Edge>& edges, const Clustering& clustering, int32_t threshold);

struct Labels {
  struct Row {
    std::string left_source, left_id, right_source, right_id;
    std::optional<bool> same;
  };
  std::vector<Row> rows;
  std::vector<JudgedRow> judged;  // for the estimate; only rows of a stratum
};

// Errors: LNK-040 (not a review file), LNK-043 (a verdict that is none), SQL-001.
Result<Labels> ReadLabels(sql::Engine& engine, const std::string& path);
// Verdicts on records of this table; those on others are left out.
std::vector<PairDecision> DecisionsOf(const Labels& labels, const LinkTable& table);

}  // namespace xiuhua::linkage
