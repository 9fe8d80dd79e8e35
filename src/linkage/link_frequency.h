// Term frequencies: how much more or less an agreement says because its value is rare or common.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "linkage/link_compare.h"
#include "linkage/link_model.h"
#include "linkage/link_spec.h"

namespace xiuhua::linkage {

// For a pair at a level with value v (or v and w): + log2(average u / frequency), in 1/65,536 bits, where the frequency
// is that of v among other people: (x + k) / (n + k / average), x = records with v beyond the pair itself and its
// expected duplicates, k = 1/2. For unlike values the more frequent counts, and rarity earns at most kMostForUnlike
// bits: a rare value need not have few neighbours.
class TermFrequencies {
 public:
  static constexpr int32_t kMostForUnlike = 3 * 65536;
  TermFrequencies(const LinkSpec& spec, const CompareTables& tables, const LinkModel& model);

  [[nodiscard]] bool on(size_t c, uint8_t code) const { return on_[c][code]; }
  // The most that comparison c can add at this level.
  [[nodiscard]] int32_t most(size_t c, uint8_t code) const { return most_[c][code]; }
  [[nodiscard]] int32_t Of(size_t c, uint8_t code, uint32_t left, uint32_t right) const;

 private:
  struct Column {
    bool used = false;
    double average = 0;
    std::vector<int32_t> gain;  // per value: log2(average / frequency)
  };
  struct Region {
    int column = -1;
    std::unordered_map<uint64_t, int32_t> gain;  // by (region value, value)
  };
  void FillColumn(int column, double duplicates, double u, bool known);
  void FillRegion(size_t c, int column, int by, double duplicates);
  [[nodiscard]] int32_t Gain(size_t c, int column, uint32_t left, uint32_t right, uint32_t v, uint32_t w) const;
  const LinkSpec& spec_;
  const CompareTables& tables_;
  std::vector<std::vector<bool>> on_;
  std::vector<std::vector<int32_t>> most_;
  std::vector<Column> columns_;
  std::vector<Region> regions_;  // per comparison
};

}  // namespace xiuhua::linkage
