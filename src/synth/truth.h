// Truth: what the generator knows and the product must never read. Two tables: what should (and should not) be found,
// and which invented person stands behind each row of each file.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "synth/world.h"

namespace xiuhua::synth {

// One line of truth.csv. `group` is one of TruthGroups(); expects = a finding should come; a line with expects = false
// is an innocent look-alike: a finding there is a false alarm.
struct TruthLine {
  std::string group;
  PersonIndex person = kNobody;        // whom it is about
  HouseholdIndex household = kNobody;  // the household (head's number is written)
  int month = 0;                       // first month whose files show it
  bool expects = true;
  std::string story;
  int32_t village = -1;  // for lines about a place (person and household are nobody)
};

// kind (risk, mismatch, entitlement, red_flag, desk) and group name.
struct TruthGroup {
  std::string_view kind, group, title;
};
const std::vector<TruthGroup>& TruthGroups();
std::string_view KindOfGroup(std::string_view group);

class Truth {
 public:
  void Add(TruthLine line) { lines_.push_back(std::move(line)); }
  [[nodiscard]] const std::vector<TruthLine>& lines() const { return lines_; }

 private:
  std::vector<TruthLine> lines_;
};

// kind,group,person_id,household_head_id,area_code,month,expects,story
std::string TruthHeader();
std::string TruthCsv(const Truth& truth, const World& world);

}  // namespace xiuhua::synth
