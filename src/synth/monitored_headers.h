// The headings of the national export of monitored households: more than 177, one of them twice.
#pragma once

#include <string>
#include <vector>

namespace xiuhua::synth {

std::vector<std::string> MonitoredHeaders();

}  // namespace xiuhua::synth
