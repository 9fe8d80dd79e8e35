// The workbook of a comparison of two place registers: what a civil-affairs officer needs to settle the differences.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace xiuhua::reports {

// One line of a sheet; which sheet it stands on is `sheet` (a Chinese sheet name, in the order of first use).
struct PlaceLine {
  std::string sheet;
  std::string kind;                              // 形近字, 更名, ...; empty where there is none
  std::string left_code, left_name, left_place;  // place: file and row
  std::string right_code, right_name, right_place;
  std::string county;    // 湖南省 湘西州 花垣县, as far as known
  std::string evidence;  // why
};

struct PlacesSummaryLine {
  std::string words;
  int64_t count = 0;
};

// Errors: WBK-001.
Result<void> WritePlacesBook(const std::string& path, std::string_view left_title, std::string_view right_title,
                             const std::vector<PlacesSummaryLine>& summary, const std::vector<PlaceLine>& lines);

}  // namespace xiuhua::reports
