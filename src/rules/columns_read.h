// What the statements of the packs can read, so that a run copies no column that nothing asks for.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "rules/pack.h"

namespace xiuhua::rules {

// Delivered tables (`t`, `t_previous`) that some rule or fact names, with the engine columns it may read there: those
// of every declared column of which the same file, header or statement, names an engine column. Names are taken as
// words, so this is never less than what is read. A table that no file names is absent.
std::map<std::string, std::set<std::string, std::less<>>, std::less<>> ColumnsRead(const RuleSet& set);

}  // namespace xiuhua::rules
