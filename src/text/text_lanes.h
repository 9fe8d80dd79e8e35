// Many short texts side by side: each lane of a 16-byte vector holds one of them, so that the bit vectors of the
// comparisons become vectors of small words. Plain vector types, no processor features asked for; only the sources of
// the comparisons include this.
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

// Texts of 1 to kUnits code points of type Unit or narrower.
template <class Unit, size_t kUnits>
class TextLanes {
 public:
  using Vector = typename LaneVector<Unit>::Type;
  struct Matrix {
    Vector row[kUnits];
  };
  static constexpr size_t kLanes = 16 / sizeof(Unit);
  static_assert(kUnits <= 8 * sizeof(Unit));

  // True when the lanes are full.
  bool Add(const PreparedText& other, size_t index) {
    texts_[count_] = &other;
    indexes_[count_] = index;
    return ++count_ == kLanes;
  }
  [[nodiscard]] size_t size() const { return count_; }
  [[nodiscard]] size_t index(size_t lane) const { return indexes_[lane]; }
  [[nodiscard]] const PreparedText& other(size_t lane) const { return *texts_[lane]; }
  void Clear() { count_ = 0; }

  // Of each lane the number of code points, and the bit of the last one.
  [[nodiscard]] Vector Sizes() const {
    std::array<Unit, kLanes> sizes{};
    for (size_t lane = 0; lane < count_; ++lane) sizes[lane] = static_cast<Unit>(texts_[lane]->size);
    return Load(sizes);
  }
  [[nodiscard]] Vector LastBits() const {
    std::array<Unit, kLanes> bits{};
    for (size_t lane = 0; lane < count_; ++lane) bits[lane] = static_cast<Unit>(1U << (texts_[lane]->size - 1));
    return Load(bits);
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
  // Bit i of a lane is set where its i-th code point is `wanted`.
  static Vector Matches(const Matrix& rows, Unit wanted) {
    const Vector repeated = Vector{} + wanted;
    Vector match{};
    Vector bit = Vector{} + Unit{1};
#pragma GCC unroll 16
    for (size_t i = 0; i < kUnits; ++i) {
      match |= reinterpret_cast<Vector>(rows.row[i] == repeated) & bit;
      bit += bit;
    }
    return match;
  }
  static Vector Load(const std::array<Unit, kLanes>& lanes) {
    Vector vector;
    std::memcpy(&vector, lanes.data(), sizeof vector);
    return vector;
  }
  static std::array<Unit, kLanes> Store(const Vector& vector) {
    std::array<Unit, kLanes> lanes;
    std::memcpy(lanes.data(), &vector, sizeof vector);
    return lanes;
  }

 private:
  template <size_t kFrom, size_t... kAt>
  static Vector Interleave(Vector a, Vector b, std::index_sequence<kAt...>) {
    return __builtin_shufflevector(a, b, (kFrom + kAt / 2 + (kAt % 2) * kLanes)...);
  }

  std::array<const PreparedText*, kLanes> texts_{};
  std::array<size_t, kLanes> indexes_{};
  size_t count_ = 0;
};

}  // namespace xiuhua::text
