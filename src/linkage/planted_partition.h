// Planted partitions for tests: entities with records, and scored pairs as a linkage model would give them - right on
// average, wrong in single cases.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "linkage/edges.h"

namespace xiuhua::linkage {

struct PlantedOptions {
  uint32_t entities = 1000;
  uint32_t max_records = 6;  // per entity: 1..max, uniformly
  double true_mean = 9;      // bits of a pair of one entity
  double true_spread = 5;
  double false_mean = -7;  // bits of a pair of two look-alike entities
  double false_spread = 4;
  double found = 0.85;       // share of true pairs that blocking finds
  double lookalikes = 1.5;   // other entities an entity is compared with
  double found_false = 0.6;  // share of pairs of two look-alike entities that blocking finds
  double spoiled = 0.05;     // records whose pairs all lose bits
  double spoiled_bits = 6;
  uint32_t sources = 1;
  bool once_per_source = false;  // an entity has at most one record of a source
  uint64_t seed = 1;
};

struct Planted {
  std::vector<uint32_t> truth;  // entity of each record
  std::vector<uint32_t> source;
  std::vector<Edge> edges;  // in no order
};

inline Planted PlantPartition(const PlantedOptions& options) {
  std::mt19937_64 random(options.seed);
  Planted out;
  std::vector<std::vector<uint32_t>> records(options.entities);
  for (uint32_t entity = 0; entity < options.entities; ++entity) {
    const auto count = 1 + static_cast<uint32_t>(random() % options.max_records);
    for (uint32_t i = 0; i < count && (!options.once_per_source || i < options.sources); ++i) {
      records[entity].push_back(static_cast<uint32_t>(out.truth.size()));
      out.truth.push_back(entity);
      out.source.push_back(options.once_per_source ? i : static_cast<uint32_t>(random() % options.sources));
    }
  }
  std::uniform_real_distribution<double> share(0, 1);
  std::normal_distribution<double> noise(0, 1);
  std::vector<bool> spoiled;
  for (size_t i = 0; i < out.truth.size(); ++i) spoiled.push_back(share(random) < options.spoiled);
  const auto Add = [&](uint32_t a, uint32_t b, double bits) {
    if (spoiled[a] || spoiled[b]) bits -= options.spoiled_bits;
    const auto weight = static_cast<int32_t>(std::clamp(bits, -30.0, 60.0) * kWeightOne);
    if (weight > -12 * kWeightOne) out.edges.push_back({std::min(a, b), std::max(a, b), weight});
  };
  for (uint32_t entity = 0; entity < options.entities; ++entity) {
    const std::vector<uint32_t>& own = records[entity];
    for (size_t i = 0; i < own.size(); ++i) {
      for (size_t j = i + 1; j < own.size(); ++j) {
        if (share(random) < options.found) Add(own[i], own[j], options.true_mean + options.true_spread * noise(random));
      }
    }
    for (double left = options.lookalikes; share(random) < left; left -= 1) {
      const auto other = static_cast<uint32_t>(random() % options.entities);
      if (other == entity) continue;
      for (const uint32_t a : own) {
        for (const uint32_t b : records[other]) {
          if (share(random) < options.found_false) {
            Add(a, b, options.false_mean + options.false_spread * noise(random));
          }
        }
      }
    }
  }
  std::ranges::shuffle(out.edges, random);
  return out;
}

// Pairs of records in one group, by counting.
inline uint64_t PairsWithin(std::vector<uint64_t> keys) {
  std::ranges::sort(keys);
  uint64_t pairs = 0;
  for (size_t i = 0, run = 0; i < keys.size(); ++i) {
    run = i > 0 && keys[i] == keys[i - 1] ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}

// Pairwise F1 of a partition against the truth.
inline double PairF1(const std::vector<uint32_t>& truth, const std::vector<uint32_t>& cluster) {
  std::vector<uint64_t> of_truth(truth.begin(), truth.end());
  std::vector<uint64_t> of_cluster(cluster.begin(), cluster.end());
  std::vector<uint64_t> both;
  for (size_t i = 0; i < truth.size(); ++i) both.push_back((of_truth[i] << 32) | of_cluster[i]);
  const uint64_t all = PairsWithin(of_truth) + PairsWithin(of_cluster);
  return all == 0 ? 1 : 2.0 * static_cast<double>(PairsWithin(both)) / static_cast<double>(all);
}

}  // namespace xiuhua::linkage
