#include "findings/merged_keys.h"

#include <charconv>

namespace xiuhua::findings {

int64_t MergedKeys::PersonOf(int64_t person) const {
  const auto found = into_.find(person);
  return found == into_.end() ? person : found->second;
}

std::string MergedKeys::PartOf(const std::string& part) const {
  int64_t person = 0;
  const auto [end, code] = std::from_chars(part.data(), part.data() + part.size(), person);
  if (code != std::errc() || end != part.data() + part.size()) return part;
  return std::to_string(PersonOf(person));
}

std::string MergedKeys::KeyOf(std::string_view finding_key) const {
  if (into_.empty()) return std::string(finding_key);
  std::vector<std::string> parts;
  for (size_t from = 0; from <= finding_key.size();) {
    const size_t end = std::min(finding_key.find('|', from), finding_key.size());
    parts.emplace_back(finding_key.substr(from, end - from));
    from = end + 1;
  }
  if (parts.size() < 3) return std::string(finding_key);
  if (parts[1] == "person") parts[2] = PartOf(parts[2]);
  const size_t first_key = parts[1].starts_with("row:") ? 2 : 3;
  const auto columns = key_columns_.find(parts[0]);
  if (columns != key_columns_.end() && parts.size() == first_key + columns->second.size()) {
    for (size_t i = 0; i < columns->second.size(); ++i) {
      if (columns->second[i] == "person_id") parts[first_key + i] = PartOf(parts[first_key + i]);
    }
  }
  std::string key;
  for (size_t i = 0; i < parts.size(); ++i) key += (i == 0 ? "" : "|") + parts[i];
  return key;
}

}  // namespace xiuhua::findings
