// The A4 walk sheet: half a page a household - why we come, what we know and must not ask again, three questions.
#pragma once

#include <string_view>
#include <vector>

#include "reports/finding_rows.h"
#include "workbook/writer.h"

namespace xiuhua::reports {

class WalkSheet {
 public:
  WalkSheet(workbook::Writer& writer, std::string_view village, const ExportRequest& request);
  // All findings of one household, gravest first.
  void AddHousehold(const std::vector<FindingRow>& findings);
  [[nodiscard]] int count() const { return count_; }

 private:
  void Lines(std::string_view heading, const std::vector<std::string>& lines, double line_height);

  [[nodiscard]] std::string HoldersOf(const std::string& rule_id) const;

  const ExportRequest& request_;
  workbook::Sheet& sheet_;
  int row_ = 0;
  int count_ = 0;
};

}  // namespace xiuhua::reports
