// Rng: the generator's only source of chance. SplitMix64 and integer arithmetic only, so that one seed gives the same
// bytes on every machine and compiler (std::distribution does not promise that).
//
// Chances are parts per million. Each stage and each source takes its own stream with Fork, so that a change in one
// does not move the others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace xiuhua::synth {

using Ppm = int32_t;  // parts per million

class Rng {
 public:
  explicit Rng(uint64_t seed) : state_(seed) {}

  [[nodiscard]] uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

  // 0 .. n-1; n > 0.
  [[nodiscard]] int32_t Below(int32_t n) {
    return static_cast<int32_t>(((Next() >> 32) * static_cast<uint64_t>(n)) >> 32);
  }
  // low .. high, both included.
  [[nodiscard]] int32_t Between(int32_t low, int32_t high) { return low + Below(high - low + 1); }
  [[nodiscard]] bool Chance(Ppm ppm) { return ppm > 0 && Below(1'000'000) < ppm; }

  // Index drawn by weight.
  [[nodiscard]] size_t Pick(std::span<const int32_t> weights) {
    int32_t total = 0;
    for (const int32_t w : weights) total += w;
    int32_t left = Below(total);
    for (size_t i = 0; i < weights.size(); ++i) {
      left -= weights[i];
      if (left < 0) return i;
    }
    return weights.size() - 1;
  }
  template <class Container>
  [[nodiscard]] const auto& One(const Container& items) {
    return items[static_cast<size_t>(Below(static_cast<int32_t>(std::size(items))))];
  }

  // A stream of its own, the same for the same (this stream's start, name, number).
  [[nodiscard]] Rng Fork(std::string_view name, uint64_t number = 0) const {
    uint64_t h = state_ ^ 0xCBF29CE484222325ULL;
    for (const char c : name) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    h ^= number * 0x9E3779B97F4A7C15ULL;
    Rng mixed(h);
    return Rng(mixed.Next());
  }

 private:
  uint64_t state_;
};

}  // namespace xiuhua::synth
