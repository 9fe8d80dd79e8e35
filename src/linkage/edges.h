// Edge: two records that may be one person, and how much speaks for it. The joint between the linkage engine, which
// makes edges, and clustering, evaluation and explanation, which read them.
#pragma once

#include <cmath>
#include <compare>
#include <cstdint>

namespace xiuhua::linkage {

// Weights are whole numbers of 1/65,536 bit, so that sums do not depend on their order.
inline constexpr int32_t kWeightOne = 65536;

struct Edge {
  // Record indexes over all inputs: inputs in the order of their sorted names, then row by row. left < right.
  uint32_t left = 0;
  uint32_t right = 0;
  // log2 of the posterior odds that both are one entity, the prior included, in 1/65,536 bits.
  int32_t weight = 0;
  auto operator<=>(const Edge&) const = default;
};

// 1 / (1 + 2^-(weight / 65,536)): 0 bits = 0.5, 10 bits = 0.999.
inline double Probability(int32_t weight) { return 1.0 / (1.0 + std::exp2(-static_cast<double>(weight) / kWeightOne)); }

}  // namespace xiuhua::linkage
