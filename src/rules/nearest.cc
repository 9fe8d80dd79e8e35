#include "rules/nearest.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace xiuhua::rules {
namespace {

// Code points; a byte that is no part of one counts by itself.
std::u32string CodePoints(std::string_view text) {
  std::u32string out;
  for (const char byte : text) {
    const auto value = static_cast<unsigned char>(byte);
    if ((value & 0xC0U) == 0x80U && !out.empty()) {
      out.back() = (out.back() << 6U) | (value & 0x3FU);
    } else {
      out.push_back(value);
    }
  }
  return out;
}

}  // namespace

int EditDistance(std::string_view a, std::string_view b) {
  const std::u32string from = CodePoints(a);
  const std::u32string to = CodePoints(b);
  std::vector<int> row(to.size() + 1);
  for (size_t j = 0; j <= to.size(); ++j) row[j] = static_cast<int>(j);
  for (size_t i = 1; i <= from.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= to.size(); ++j) {
      const int replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[to.size()];
}

std::string NearestNames(std::string_view wrong, std::span<const std::string> known) {
  const int limit = std::max(2, static_cast<int>(CodePoints(wrong.substr(0, 200)).size() / 3));
  std::vector<std::pair<int, std::string>> near;
  for (const std::string& name : known) {
    const int distance = EditDistance(wrong.substr(0, 200), name);
    if (distance <= limit) near.emplace_back(distance, name);
  }
  std::ranges::sort(near);
  std::string out;
  for (size_t i = 0; i < near.size() && i < 3; ++i) out += (i == 0 ? "" : ", ") + near[i].second;
  return out;
}

Suggestion Suggest(std::string_view wrong, std::span<const std::string> known) {
  const std::string names = NearestNames(wrong, known);
  if (names.empty()) return {};
  return {"；是不是：" + names, "; did you mean " + names + "?"};
}

}  // namespace xiuhua::rules
