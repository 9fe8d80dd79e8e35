// Edit distances of one text to many short ones at a time: each lane of a 16-byte vector holds one other text, and the
// bit vectors of edit_distance.cc become vectors of small words. Plain vector types, no processor features asked for;
// only edit_distance.cc includes this.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "text/prepared_text.h"

namespace xiuhua::text {

template <class Unit>
struct LaneVector;
template <>
struct LaneVector<uint8_t> {
  using Type [[gnu::vector_size(16)]] = uint8_t;
};
template <>
struct LaneVector<uint16_t> {
  using Type [[gnu::vector_size(16)]] = uint16_t;
};

// Others of at most kUnits code points of type Unit.
template <class Unit, size_t kUnits>
class EditLanes {
  using Vector = typename LaneVector<Unit>::Type;

 public:
  static constexpr size_t kLanes = 16 / sizeof(Unit);
  static_assert(kUnits <= 8 * sizeof(Unit));

  // True when the lanes are full: call Run.
  bool Add(const PreparedText& other, size_t index) {
    texts_[count_] = &other;
    indexes_[count_] = index;
    return ++count_ == kLanes;
  }
  [[nodiscard]] size_t size() const { return count_; }
  [[nodiscard]] size_t index(size_t lane) const { return indexes_[lane]; }
  [[nodiscard]] const PreparedText& other(size_t lane) const { return *texts_[lane]; }
  void Clear() { count_ = 0; }

  // The distances of all lanes to `text`, whose code points fit Unit; at most 64 of them.
  template <bool kSwaps>
  [[nodiscard]] std::array<Unit, kLanes> Run(const Unit* text, uint32_t columns) const {
    const Matrix rows = Rows();
    std::array<Unit, kLanes> sizes{};
    std::array<Unit, kLanes> lasts{};
    for (size_t lane = 0; lane < count_; ++lane) {
      sizes[lane] = static_cast<Unit>(texts_[lane]->size);
      lasts[lane] = static_cast<Unit>(1U << (texts_[lane]->size - 1));
    }
    const Vector last = Load(lasts);
    Vector score = Load(sizes);
    const Vector one = Vector{} + Unit{1};
    Vector up = ~Vector{};
    Vector down{};
    Vector diagonal{};
    Vector match_before{};
    for (uint32_t j = 0; j < columns; ++j) {
      const Vector wanted = Vector{} + text[j];
      Vector match{};
      Vector bit = one;
#pragma GCC unroll 16
      for (size_t i = 0; i < kUnits; ++i) {
        match |= reinterpret_cast<Vector>(rows.row[i] == wanted) & bit;
        bit += bit;
      }
      Vector swapped{};
      if constexpr (kSwaps) {
        swapped = ~diagonal & match;
        swapped = (swapped + swapped) & match_before;
      }
      diagonal = (((match & up) + up) ^ up) | match | down | swapped;
      Vector right = down | ~(diagonal | up);
      Vector left = diagonal & up;
      score -= reinterpret_cast<Vector>((right & last) != Vector{});  // true is -1
      score += reinterpret_cast<Vector>((left & last) != Vector{});
      right = (right + right) | one;
      left = left + left;
      up = left | ~(diagonal | right);
      down = right & diagonal;
      match_before = match;
    }
    std::array<Unit, kLanes> distances;
    std::memcpy(distances.data(), &score, sizeof score);
    return distances;
  }

 private:
  struct Matrix {
    Vector row[kUnits];
  };
  // Lanes as numbers, and the other way round.
  static Vector Load(const std::array<Unit, kLanes>& lanes) {
    Vector vector;
    std::memcpy(&vector, lanes.data(), sizeof vector);
    return vector;
  }

  // Row i: the i-th code point of every lane. The units lie as lane x unit; each round of interleaving the two halves
  // moves the highest bit of the place to the lowest, so that after one round for each bit of the lane's number they
  // lie as unit x lane.
  [[nodiscard]] Matrix Rows() const {
    std::array<Unit, kLanes * kUnits> places{};
    for (size_t lane = 0; lane < count_; ++lane) {
      Unit* to = places.data() + lane * kUnits;
      if (texts_[lane]->width == sizeof(Unit)) {
        std::memcpy(to, texts_[lane]->units, kUnits * sizeof(Unit));  // units are padded to 16 bytes
      } else {
        const auto* from = static_cast<const uint8_t*>(texts_[lane]->units);
        for (size_t i = 0; i < kUnits; ++i) to[i] = from[i];
      }
    }
    Matrix rows;
    std::memcpy(&rows, places.data(), sizeof rows);
    for (size_t lanes = kLanes; lanes > 1; lanes /= 2) {
      Matrix next;
      for (size_t i = 0; i < kUnits / 2; ++i) {
        next.row[2 * i] = Interleave<0>(rows.row[i], rows.row[i + kUnits / 2], std::make_index_sequence<kLanes>());
        next.row[2 * i + 1] =
            Interleave<kLanes / 2>(rows.row[i], rows.row[i + kUnits / 2], std::make_index_sequence<kLanes>());
      }
      rows = next;
    }
    return rows;
  }
  template <size_t kFrom, size_t... kAt>
  static Vector Interleave(Vector a, Vector b, std::index_sequence<kAt...>) {
    return __builtin_shufflevector(a, b, (kFrom + kAt / 2 + (kAt % 2) * kLanes)...);
  }

  std::array<const PreparedText*, kLanes> texts_{};
  std::array<size_t, kLanes> indexes_{};
  size_t count_ = 0;
};

}  // namespace xiuhua::text
