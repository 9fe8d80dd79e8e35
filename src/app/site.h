// Site: what a county says of itself in site/settings.yaml. Every key is documented here; unknown ones are refused.
//
//   counties: ["433124"]        six-digit codes this data folder is about (required)
//   county_names: {"433124": 花垣县}   names shown for them, where the division table has none
//   base_register: hukou        hukou | insured | roster: which delivered table is the base register
//   name: 花垣县                 shown on prints
//   demo: false                 true: "演示数据 人员虚构" stands in every file name, sheet and print
//   walk_limit_per_village: 10  households to walk a month and village; the rest is counted for the county
//   second_look_percent: 5      share of the "not so" answers that somebody else looks at again, by lot
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace xiuhua::app {

struct Site {
  std::vector<std::string> counties;
  std::map<std::string, std::string> county_names;
  std::string base_register = "hukou";
  std::string name;
  bool demo = false;
  int64_t walk_limit_per_village = 10;
  int second_look_percent = 5;

  // "演示数据 人员虚构" or empty.
  [[nodiscard]] std::string notice() const { return demo ? "演示数据 人员虚构" : ""; }
};

// Errors: APP-001 (file absent), APP-002 (not a county code, limit below 1), APP-003 (no counties), LAK-001 ...
// LAK-006.
Result<Site> LoadSite(const std::string& site_folder);

}  // namespace xiuhua::app
