#include "lake/area_set.h"

#include <algorithm>

namespace xiuhua::lake {

std::string ShortestCode(std::string_view code) {
  if (code.size() == 12 && code.ends_with("000")) code.remove_suffix(3);
  if (code.size() == 9 && code.ends_with("000")) code.remove_suffix(3);
  if (code.size() == 6 && code.ends_with("00")) code.remove_suffix(2);
  if (code.size() == 4 && code.ends_with("00")) code.remove_suffix(2);
  return std::string(code);
}

AreaSet::AreaSet(std::vector<std::string> codes) {
  for (std::string& code : codes) code = ShortestCode(code);
  std::ranges::sort(codes);
  for (std::string& code : codes) {
    if (!code.empty() && !Covers(code)) codes_.push_back(std::move(code));
  }
}

AreaSet AreaSet::FromText(std::string_view text) {
  std::vector<std::string> codes;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    codes.emplace_back(text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return AreaSet(std::move(codes));
}

std::string AreaSet::Text() const {
  std::string out;
  for (const std::string& code : codes_) out += (out.empty() ? "" : ",") + code;
  return out;
}

bool AreaSet::Covers(std::string_view code) const {
  return std::ranges::any_of(codes_, [&](const std::string& own) { return code.starts_with(own); });
}

bool AreaSet::CoversAll(const AreaSet& other) const {
  return std::ranges::all_of(other.codes_, [&](const std::string& code) { return Covers(code); });
}

bool AreaSet::Overlaps(const AreaSet& other) const {
  return std::ranges::any_of(other.codes_, [&](const std::string& code) { return Covers(code); }) ||
         std::ranges::any_of(codes_, [&](const std::string& code) { return other.Covers(code); });
}

std::string AreaSet::OneCounty() const {
  if (codes_.empty() || codes_.front().size() < 6) return "";
  const std::string county = codes_.front().substr(0, 6);
  const bool all = std::ranges::all_of(codes_, [&](const std::string& code) { return code.starts_with(county); });
  return all ? county : "";
}

}  // namespace xiuhua::lake
