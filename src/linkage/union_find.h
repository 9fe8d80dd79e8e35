// UnionFind: which of n things hang together. Union by size, path halving; near-linear.
#pragma once

#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace xiuhua::linkage {

class UnionFind {
 public:
  explicit UnionFind(uint32_t count) : parent_(count), size_(count, 1) { std::iota(parent_.begin(), parent_.end(), 0); }

  // The set's representative: one of its members; which one is of no meaning.
  uint32_t Find(uint32_t at) {
    while (parent_[at] != at) {
      parent_[at] = parent_[parent_[at]];
      at = parent_[at];
    }
    return at;
  }
  // False when both were in one set already.
  bool Join(uint32_t a, uint32_t b) {
    a = Find(a);
    b = Find(b);
    if (a == b) return false;
    if (size_[a] < size_[b]) std::swap(a, b);
    parent_[b] = a;
    size_[a] += size_[b];
    return true;
  }
  // Members of the set `at` belongs to.
  uint32_t Size(uint32_t at) { return size_[Find(at)]; }

 private:
  std::vector<uint32_t> parent_;
  std::vector<uint32_t> size_;
};

}  // namespace xiuhua::linkage
