// How alike two texts of any script are, by code point: edit distances, Jaro and Jaro-Winkler, common subsequence and
// prefix. For sets of q-grams and of words see text/set_similarity.h, for Chinese names text/name_relation.h.
//
// All functions take prepared texts (text/prepared_text.h), are symmetric, give 0 edits or 1.0 for equal texts, never
// allocate for texts of up to 64 code points, and give the same answer on every machine. The forms with a cutoff look
// at the signatures first and mostly answer from them. Exact: what the textbook's table of m x n cells gives
// (Levenshtein 1966; optimal string alignment: Damerau 1964 without editing a swapped pair again), found with the bit
// vectors of Myers (J. ACM 46, 1999) as restated by Hyyrö (2003). Jaro (1989) with Winkler's (1990) prefix bonus: 0.1
// for each of at most four common leading code points, given when Jaro is above 0.7, as rapidfuzz and DuckDB do.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "text/prepared_text.h"

namespace xiuhua::text {

// Bits set, in place: not every x86-64 has the instruction, and the compiler calls a function instead.
constexpr uint32_t CountBits(uint64_t bits) {
  bits -= bits >> 1U & 0x5555555555555555ULL;
  bits = (bits & 0x3333333333333333ULL) + (bits >> 2U & 0x3333333333333333ULL);
  return static_cast<uint32_t>(((bits + (bits >> 4U)) & 0x0F0F0F0F0F0F0F0FULL) * 0x0101010101010101ULL >> 56U);
}

// At most the number of edits (insert, delete, replace, swap neighbours) between the two.
inline uint32_t FewestEdits(const PreparedText& a, const PreparedText& b) {
  const uint32_t only_a = CountBits(a.bag & ~b.bag);
  const uint32_t only_b = CountBits(b.bag & ~a.bag);
  const uint32_t longer = a.size > b.size ? a.size - b.size : b.size - a.size;
  return std::max({only_a, only_b, longer});
}

// More than `count` bits set.
inline bool MoreBitsThan(uint64_t bits, uint32_t count) {
  if (count > 4) return CountBits(bits) > count;
  for (; count > 0; --count) bits &= bits - 1;
  return bits != 0;
}
// FewestEdits(a, b) <= cutoff, sooner.
inline bool MayBeWithin(const PreparedText& a, const PreparedText& b, uint32_t cutoff) {
  if (cutoff > 4 && cutoff >= std::max(a.size, b.size)) return true;
  const uint32_t longer = a.size > b.size ? a.size - b.size : b.size - a.size;
  return longer <= cutoff && !MoreBitsThan(a.bag & ~b.bag, cutoff) && !MoreBitsThan(b.bag & ~a.bag, cutoff);
}

uint32_t Levenshtein(const PreparedText& a, const PreparedText& b);
uint32_t Osa(const PreparedText& a, const PreparedText& b);  // swapping two neighbours counts as one edit
// The distance, or cutoff + 1 when it is larger than `cutoff`.
uint32_t LevenshteinWithin(const PreparedText& a, const PreparedText& b, uint32_t cutoff);
uint32_t OsaWithin(const PreparedText& a, const PreparedText& b, uint32_t cutoff);
// 1 - Levenshtein / length of the longer; 1 for two empty texts.
double LevenshteinShare(const PreparedText& a, const PreparedText& b);

// 0 to 1; one empty text: 0.
double Jaro(const PreparedText& a, const PreparedText& b);
double JaroWinkler(const PreparedText& a, const PreparedText& b);
// The similarity, or 0 when it is below `cutoff`.
double JaroAtLeast(const PreparedText& a, const PreparedText& b, double cutoff);
double JaroWinklerAtLeast(const PreparedText& a, const PreparedText& b, double cutoff);

// One against many; `out` has the size of `others`. The same answers as the forms above, several pairs at a time.
void LevenshteinWithin(const PreparedText& one, std::span<const PreparedText> others, uint32_t cutoff,
                       std::span<uint32_t> out);
void OsaWithin(const PreparedText& one, std::span<const PreparedText> others, uint32_t cutoff, std::span<uint32_t> out);
void JaroWinklerAtLeast(const PreparedText& one, std::span<const PreparedText> others, double cutoff,
                        std::span<double> out);

// Code points of the longest common subsequence, and its share of the longer text (1 for two empty texts).
uint32_t CommonSubsequence(const PreparedText& a, const PreparedText& b);
double CommonSubsequenceShare(const PreparedText& a, const PreparedText& b);

// Equal code points at the beginning.
uint32_t CommonPrefix(const PreparedText& a, const PreparedText& b);
bool SameText(const PreparedText& a, const PreparedText& b);

}  // namespace xiuhua::text
