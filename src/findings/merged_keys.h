// MergedKeys: finding keys after two persons became one (register: person merges).
//
// A finding on the person merged away is the same finding on the person that remains: it continues, and what was
// answered or exempted under the old key holds. Keys in the store stay as they were written; every reader resolves
// through the merges.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace xiuhua::findings {

class MergedKeys {
 public:
  MergedKeys() = default;
  // `into`: person merged away → person that remains (nowhere merged away itself). `key_columns`: rule → its key
  // columns in order; those named person_id hold a person too.
  MergedKeys(std::map<int64_t, int64_t> into, std::map<std::string, std::vector<std::string>> key_columns)
      : into_(std::move(into)), key_columns_(std::move(key_columns)) {}

  [[nodiscard]] bool empty() const { return into_.empty(); }
  [[nodiscard]] int64_t PersonOf(int64_t person) const;
  // rule|person|7|... → rule|person|5|... ; other keys as they are.
  [[nodiscard]] std::string KeyOf(std::string_view finding_key) const;
  [[nodiscard]] const std::map<int64_t, int64_t>& into() const { return into_; }

 private:
  [[nodiscard]] std::string PartOf(const std::string& part) const;

  std::map<int64_t, int64_t> into_;
  std::map<std::string, std::vector<std::string>> key_columns_;
};

}  // namespace xiuhua::findings
