// AreaResolver: names and codes of places → a division code. What the import needs of the division table.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lake/area_set.h"

namespace xiuhua::ingest {

struct ResolvedArea {
  std::string code;        // the longest code found (6, 9 or 12 digits); empty when the text names no place at all
  std::string rest;        // what the code does not say: group, hamlet, house
  bool ambiguous = false;  // several places fit; code is what they have in common
  std::vector<std::string> nearest;  // of a text that names no place: names that look like it, the nearest first
};

class AreaResolver {
 public:
  virtual ~AreaResolver() = default;
  // `context`: where to look first (the delivery's area set). Thread-safe.
  [[nodiscard]] virtual ResolvedArea Resolve(std::string_view text, const lake::AreaSet& context) const = 0;
  // Codes of the places whose name occurs in a file name, of township level, inside `within`. For narrowing area sets.
  [[nodiscard]] virtual std::vector<std::string> TownshipsNamed(std::string_view text,
                                                                const lake::AreaSet& within) const = 0;
};

}  // namespace xiuhua::ingest
