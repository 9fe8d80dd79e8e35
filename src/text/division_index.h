// Inside of DivisionTable: names by their comparison form. Only division_*.cc include it.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/divisions.h"

namespace xiuhua::text {

// Text in the form of comparison (folded Han, half width, no spaces), each place with its offset in the original.
struct FoldedText {
  std::string original;
  std::u32string points;
  std::vector<size_t> offsets;  // points.size() + 1

  [[nodiscard]] std::string_view Rest(size_t at) const { return std::string_view(original).substr(offsets[at]); }
};
FoldedText FoldAddress(std::string_view text);

struct NameForm {
  int32_t division;
  std::u32string suffix;  // what the table's own name has behind the core
};

struct DivisionLine {
  std::string_view code;  // short
  std::string_view name;
  std::string_view parent;  // empty: from the code
};

struct DivisionTable::Index {
  std::vector<Division> all;
  std::unordered_map<std::string, int32_t> by_code;  // 12 digits
  // Core of a name -> who is called so, by level 1-5. A name without a known suffix is its own core.
  struct HashPoints {
    using is_transparent = void;
    size_t operator()(std::u32string_view points) const { return std::hash<std::u32string_view>{}(points); }
  };
  std::array<std::unordered_map<std::u32string, std::vector<NameForm>, HashPoints, std::equal_to<>>, 6> by_core;
  std::array<size_t, 6> longest_core{};

  // Adds the lines of a file; true when one of them lies under the prefix.
  Result<bool> AddFile(const std::string& path, std::string_view content, std::string_view prefix);
  Result<void> AddLine(const DivisionLine& line, const SourceRef& where);
  [[nodiscard]] int32_t ParentByCode(std::string_view code) const;
  void AddName(int32_t division, std::string_view name);
  [[nodiscard]] bool IsBelow(int32_t division, int32_t ancestor) const;  // or the same
};

// The suffixes of a level, longest first.
const std::vector<std::u32string>& Suffixes(DivisionLevel level);
// Code points of names of peoples at a place: 土家族苗族 in front of 自治县, 族乡.
size_t PeoplesLength(std::u32string_view text, size_t at);
// How many code points of `name` are its core (at least one).
size_t CoreLength(std::u32string_view name, DivisionLevel level);

}  // namespace xiuhua::text
