// How alike two texts are as sets of q-grams or of words: what serves where the order may differ (addresses, trade
// names). Prepared once for each distinct value, compared by merging two sorted lists.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace xiuhua::text {

struct PreparedSet {
  uint64_t bag = 0;                 // one bit an item, by hash
  const uint64_t* items = nullptr;  // sorted, each once
  uint32_t size = 0;
};

// Holds the items; they stay where they are until the pool goes. Adding is for one thread, reading for any number.
class SetPool {
 public:
  SetPool() = default;
  SetPool(SetPool&&) noexcept = default;
  SetPool& operator=(SetPool&&) noexcept = default;
  SetPool(const SetPool&) = delete;
  SetPool& operator=(const SetPool&) = delete;
  ~SetPool() = default;

  // Every run of q code points, q 1 to 3 (other values are taken to the nearest); a text shorter than q is one item.
  // Exact: an item is its code points, 21 bits each. At most the first kMostUnits code points.
  PreparedSet AddQgrams(std::string_view utf8, int q);
  // Words: runs of letters and digits that are not Han, lower case for ASCII; of a run of Han characters each two
  // neighbours (a single one by itself), for Han is written without spaces. Everything else parts words. An item is
  // the 64-bit NameKey of the word.
  PreparedSet AddWords(std::string_view utf8);
  [[nodiscard]] size_t bytes() const { return bytes_; }

 private:
  PreparedSet Keep(std::vector<uint64_t>& items);
  std::vector<std::unique_ptr<uint64_t[]>> chunks_;
  uint64_t* next_ = nullptr;
  size_t left_ = 0;
  size_t bytes_ = 0;
};

uint32_t CommonItems(const PreparedSet& a, const PreparedSet& b);
// 0 to 1; two empty sets: 1, one empty set: 0.
double Jaccard(const PreparedSet& a, const PreparedSet& b);      // common / all
double Overlap(const PreparedSet& a, const PreparedSet& b);      // common / the smaller set
double DiceShare(const PreparedSet& a, const PreparedSet& b);    // 2 common / (a + b)
double CosineShare(const PreparedSet& a, const PreparedSet& b);  // common / sqrt(a * b)

}  // namespace xiuhua::text
