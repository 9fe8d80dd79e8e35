// Bitemporal history of one register table: what was so from when to when, and which register version knew it.
//
// A history row holds the attributes, valid_from / valid_to (dates of the deliveries that showed the change; NULL =
// still so) and recorded_from / recorded_to (register versions; NULL = still believed). Nothing is ever overwritten: a
// row that turns out otherwise is closed by recorded_to and repeated with the valid_to now known.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "sql/engine.h"

namespace xiuhua::registry {

struct HistoryUpdate {
  std::string current;  // table with the key, the attributes and valid_from of the new version
  std::vector<std::string> key;
  std::vector<std::string> attributes;
  std::string previous_path;  // empty for the first version
  std::string out_path;
  std::string ended_on;  // SQL date expression: when a key that is missing now ended
  int64_t register_id = 0;
};

Result<void> UpdateHistory(sql::Engine& engine, const HistoryUpdate& update);

}  // namespace xiuhua::registry
