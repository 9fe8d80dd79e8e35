// Geography: the invented county - townships, villages, hamlets - on the real code structure (12 digits, township
// 001-399, village 001-399). Names are put together from syllables; villages of different townships may share a name,
// as they do.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "synth/rng.h"

namespace xiuhua::synth {

struct Village {
  std::string name;      // 云溪村
  std::string old_name;  // name before villages were merged; empty when none
  std::string code;      // 12 digits
  int32_t township = 0;
  int32_t groups = 0;                // 村民小组 1..groups
  std::vector<std::string> hamlets;  // 自然寨, one per group (some shared)
  bool remote = false;               // water and road trouble is likelier
};

struct Township {
  std::string name;  // 青岩镇
  std::string code;  // 9 digits
  int32_t first_village = 0;
  int32_t village_count = 0;
};

struct CountyPlace {
  int32_t region = 433199;  // six digits, not in use
  std::string name;         // 示例县
  std::string prefecture;   // 示例州
  std::vector<Township> townships;
  std::vector<Village> villages;
};

// `villages` are spread over `townships`.
CountyPlace MakePlace(Rng rng, int32_t region, const std::string& name, int32_t townships, int32_t villages);

// code,name,parent_code rows of areas.csv without a header line.
std::string AreaLines(const CountyPlace& place);

}  // namespace xiuhua::synth
