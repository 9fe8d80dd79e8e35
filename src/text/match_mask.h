// Where a code point stands in a text, as a bit mask: the step that the bit-parallel comparisons repeat for every
// character. Sixteen bytes at once; the vector types compile on any target, one instruction gathers the answer on
// x86-64 and a multiplication on others. Only the sources of the comparisons include this.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

#include "text/prepared_text.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace xiuhua::text {

constexpr uint64_t LowBits(uint32_t count) { return count >= 64 ? ~uint64_t{0} : (uint64_t{1} << count) - 1; }

// Bit i is set where byte i of the eight equals `byte` repeated in `wanted`. Exact for every byte.
constexpr uint64_t EqualBytes(uint64_t bytes, uint64_t wanted) {
  constexpr uint64_t kLow = 0x7F7F7F7F7F7F7F7FULL;
  const uint64_t differ = bytes ^ wanted;
  const uint64_t zero = ~(((differ & kLow) + kLow) | differ | kLow);  // 0x80 where the byte is equal
  return ((zero >> 7U) * 0x0102040810204080ULL) >> 56U;
}
constexpr uint64_t EqualPairs(uint64_t units, uint64_t wanted) {
  constexpr uint64_t kLow = 0x7FFF7FFF7FFF7FFFULL;
  const uint64_t differ = units ^ wanted;
  const uint64_t zero = ~(((differ & kLow) + kLow) | differ | kLow);  // 0x8000 where the unit is equal
  return ((zero >> 15U) * 0x0001000200040008ULL) >> 48U & 15U;
}

// The mask of the 16 / sizeof(Unit) units at `units`.
#if defined(__SSE2__)
inline uint64_t BlockMask(const uint8_t* units, uint8_t wanted) {
  const __m128i block = _mm_load_si128(reinterpret_cast<const __m128i*>(units));
  const __m128i equal = _mm_cmpeq_epi8(block, _mm_set1_epi8(static_cast<char>(wanted)));
  return static_cast<uint32_t>(_mm_movemask_epi8(equal));
}
inline uint64_t BlockMask(const uint16_t* units, uint16_t wanted) {
  const __m128i block = _mm_load_si128(reinterpret_cast<const __m128i*>(units));
  const __m128i equal = _mm_cmpeq_epi16(block, _mm_set1_epi16(static_cast<int16_t>(wanted)));
  return static_cast<uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(equal, _mm_setzero_si128())));
}
#else
inline uint64_t BlockMask(const uint8_t* units, uint8_t wanted) {
  uint64_t halves[2];
  std::memcpy(halves, units, sizeof halves);
  const uint64_t repeated = wanted * 0x0101010101010101ULL;
  return EqualBytes(halves[0], repeated) | EqualBytes(halves[1], repeated) << 8U;
}
inline uint64_t BlockMask(const uint16_t* units, uint16_t wanted) {
  uint64_t halves[2];
  std::memcpy(halves, units, sizeof halves);
  const uint64_t repeated = wanted * 0x0001000100010001ULL;
  return EqualPairs(halves[0], repeated) | EqualPairs(halves[1], repeated) << 4U;
}
#endif
inline uint64_t BlockMask(const uint32_t* units, uint32_t wanted) {
  uint64_t mask = 0;
  for (uint32_t i = 0; i < 4; ++i) mask |= static_cast<uint64_t>(units[i] == wanted) << i;
  return mask;
}

// At most 64 units from `units` on; bits from `size` on are clear. `wanted` must fit the unit (see Fits).
template <class Unit>
uint64_t MatchMask(const Unit* units, uint32_t size, Unit wanted) {
  constexpr uint32_t kBlock = 16 / sizeof(Unit);
  uint64_t mask = BlockMask(units, wanted);
  for (uint32_t at = kBlock; at < size; at += kBlock) mask |= BlockMask(units + at, wanted) << at;
  return mask & LowBits(size);
}

template <class Unit>
constexpr bool Fits(char32_t c) {
  return c <= std::numeric_limits<Unit>::max();
}

// Calls `body` with the units of a prepared text in their own type.
template <class Body>
auto WithUnits(const PreparedText& text, Body body) {
  if (text.width == 1) return body(static_cast<const uint8_t*>(text.units));
  if (text.width == 2) return body(static_cast<const uint16_t*>(text.units));
  return body(static_cast<const uint32_t*>(text.units));
}

}  // namespace xiuhua::text
