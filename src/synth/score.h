// Score: precision and recall of findings against the generator's truth. It measures the generator as much as the
// rules: a figure here says nothing about a real county.
//
// Findings come as a CSV with a header line and at least rule_id and subject_id (ID number of the person or of the head
// of the household, or the 12-digit code of a village); a column group overrides the mapping. Rules are mapped to
// groups by a CSV rule_id,group (docs/demo-rule-groups.csv); rules without a group are left out and counted.
//
//   true positive    a finding of a group whose subject (person, or head of the household) stands in the truth with yes
//   look-alike hit   ... stands in the truth with no: a false alarm the generator planted
//   unplanned        ... stands nowhere: a false alarm too, unless the world holds something the truth does not speak
//   of missed           a truth line with yes that no finding of its group met
// A finding on any member of the household of a truth line about a household meets it through the head's number.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace xiuhua::synth {

struct GroupScore {
  std::string kind, group;
  int64_t truths = 0;          // lines with yes
  int64_t look_alikes = 0;     // lines with no
  int64_t findings = 0;        // distinct subjects
  int64_t true_positives = 0;  // findings that meet a yes
  int64_t look_alike_hits = 0;
  int64_t unplanned = 0;
  int64_t found = 0;  // yes lines met
  [[nodiscard]] int64_t PrecisionPermille() const { return findings == 0 ? -1 : true_positives * 1000 / findings; }
  [[nodiscard]] int64_t RecallPermille() const { return truths == 0 ? -1 : found * 1000 / truths; }
};

struct ScoreCard {
  std::vector<GroupScore> groups;  // in the order of TruthGroups()
  int64_t findings_without_group = 0;
};

// Contents of the files, not paths. `last_month` ("2026-06"): truth lines of later months are left out. Errors:
// SYN-004.
Result<ScoreCard> Score(const std::string& truth_csv, const std::string& findings_csv,
                        const std::string& rule_groups_csv, const std::string& last_month);
Result<ScoreCard> ScoreFiles(const std::string& truth_path, const std::string& findings_path,
                             const std::string& rule_groups_path, const std::string& last_month);

// A table for the terminal, Chinese and English, with the reminder that it measures the generator.
std::string RenderScore(const ScoreCard& card);

}  // namespace xiuhua::synth
