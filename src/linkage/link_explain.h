// Why two records are linked, or why not: the waterfall of their weight in words and numbers.
//
// The text says in turn: both records side by side; which blocking rules brought them together, or what each rule saw
// where none did; the prior and what each comparison adds or takes, running to the total; the threshold; and what
// clustering made of it (one cluster, a cut with its reason, or two clusters that were never close). Where the pair is
// below the threshold it says what would have been needed.
#pragma once

#include <string>

#include "base/error.h"
#include "base/result.h"
#include "linkage/link.h"

namespace xiuhua::linkage {

// "SOURCE:ID", or an id that only one input has. Errors: LNK-044.
Result<uint32_t> FindRecord(const LinkTable& table, const std::string& name);

// A cut in one sentence.
std::string CutText(const LinkRun& run, const Cut& cut, Language language);

std::string ExplainText(const LinkRun& run, uint32_t left, uint32_t right, Language language);

}  // namespace xiuhua::linkage
