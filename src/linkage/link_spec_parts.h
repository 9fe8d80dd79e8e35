// Parts of reading a link spec that stand in files of their own. Private to link_spec*.cc.
#pragma once

#include "linkage/link_spec.h"

namespace xiuhua::linkage {

std::unexpected<Error> SpecProblem(std::string_view zh, std::string_view en, const SourceRef& where);
Result<double> RealNumber(const lake::YamlNode& node);
Result<int> ColumnOf(const LinkSpec& spec, const lake::YamlNode& node);
Result<void> ReadComparison(LinkSpec& spec, const lake::YamlNode& node);
Result<BlockRule> ReadBlockRule(const LinkSpec& spec, const lake::YamlNode& node);

}  // namespace xiuhua::linkage
