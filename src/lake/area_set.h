// AreaSet: the areas a delivery claims to cover, and AreaCode: a 12-digit division code of any length of prefix.
//
// Written in the store as codes joined by commas, sorted: "433199" or "433199101,433199102". A code covers everything
// that begins with it: a county (6 digits) covers its townships (9) and villages (12).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xiuhua::lake {

class AreaSet {
 public:
  AreaSet() = default;
  // Sorts, and leaves out codes covered by others of the set. Trailing "00..." of a 12-digit code are cut to its level.
  explicit AreaSet(std::vector<std::string> codes);
  static AreaSet FromText(std::string_view text);  // comma separated

  [[nodiscard]] std::string Text() const;
  [[nodiscard]] bool empty() const { return codes_.empty(); }
  [[nodiscard]] const std::vector<std::string>& codes() const { return codes_; }
  // Does some code of the set cover this place (a code of any level)?
  [[nodiscard]] bool Covers(std::string_view code) const;
  [[nodiscard]] bool CoversAll(const AreaSet& other) const;
  [[nodiscard]] bool Overlaps(const AreaSet& other) const;
  // The 6-digit county when all codes lie in one, else empty.
  [[nodiscard]] std::string OneCounty() const;

  bool operator==(const AreaSet&) const = default;

 private:
  std::vector<std::string> codes_;
};

// "433199101000" → "433199101", "433199000000" → "433199"; other texts unchanged.
std::string ShortestCode(std::string_view code);

}  // namespace xiuhua::lake
