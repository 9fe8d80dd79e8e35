// Nearest: the known names most like a wrong one, for error messages.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace xiuhua::rules {

// Edit distance (insert, delete, replace, each 1) counted in code points of valid UTF-8.
int EditDistance(std::string_view a, std::string_view b);

// Up to three names within a third of the wrong name's length, nearest first: "a, b"; empty when none is near.
std::string NearestNames(std::string_view wrong, std::span<const std::string> known);

// "；是不是“a”？" / "; did you mean a?" - empty when none is near.
struct Suggestion {
  std::string zh;
  std::string en;
};
Suggestion Suggest(std::string_view wrong, std::span<const std::string> known);

}  // namespace xiuhua::rules
