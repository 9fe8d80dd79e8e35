// Levenshtein, optimal string alignment and longest common subsequence with bit vectors: bit i of a word stands for row
// i of the textbook's table, one step for a whole column.
#include <algorithm>
#include <array>
#include <vector>

#include "text/match_mask.h"
#include "text/similarity.h"
#include "text/text_lanes.h"

namespace xiuhua::text {
namespace {

template <class Unit>
uint64_t MaskOf(const Unit* units, uint32_t size, char32_t c) {
  return Fits<Unit>(c) ? MatchMask(units, size, static_cast<Unit>(c)) : 0;
}

// Up to 64 rows. Hyyrö 2003, figure 8; the score is followed in the last row.
template <bool kSwaps, class P, class T>
uint32_t ShortDistance(const P* pattern, uint32_t rows, const T* text, uint32_t columns) {
  uint64_t up = ~uint64_t{0};
  uint64_t down = 0;
  uint64_t diagonal = 0;
  uint64_t match_before = 0;
  uint32_t score = rows;
  const uint32_t last = rows - 1;
  for (uint32_t j = 0; j < columns; ++j) {
    const uint64_t match = MaskOf(pattern, rows, text[j]);
    const uint64_t swapped = kSwaps ? ((~diagonal & match) << 1U) & match_before : 0;
    diagonal = (((match & up) + up) ^ up) | match | down | swapped;
    uint64_t right = down | ~(diagonal | up);
    uint64_t left = diagonal & up;
    score += static_cast<uint32_t>(right >> last & 1U);
    score -= static_cast<uint32_t>(left >> last & 1U);
    right = right << 1U | 1U;
    left <<= 1U;
    up = left | ~(diagonal | right);
    down = right & diagonal;
    match_before = match;
  }
  return score;
}

// More than 64 rows: words one below the other, the horizontal differences carried from word to word.
template <class P, class T>
uint32_t LongLevenshtein(const P* pattern, uint32_t rows, const T* text, uint32_t columns) {
  constexpr uint32_t kWords = kMostUnits / 64;
  std::array<uint64_t, kWords> up{};
  std::array<uint64_t, kWords> down{};
  up.fill(~uint64_t{0});
  const uint32_t words = (rows + 63) / 64;
  const uint32_t last = (rows - 1) % 64;
  uint32_t score = rows;
  for (uint32_t j = 0; j < columns; ++j) {
    uint64_t right_carry = 1;
    uint64_t left_carry = 0;
    for (uint32_t word = 0; word < words; ++word) {
      const uint32_t from = word * 64;
      const uint64_t match = MaskOf(pattern + from, std::min(rows - from, 64U), text[j]);
      const uint64_t start = match | left_carry;
      const uint64_t diagonal = (((start & up[word]) + up[word]) ^ up[word]) | start | down[word];
      uint64_t right = down[word] | ~(diagonal | up[word]);
      uint64_t left = diagonal & up[word];
      if (word + 1 == words) {
        score += static_cast<uint32_t>(right >> last & 1U);
        score -= static_cast<uint32_t>(left >> last & 1U);
      }
      const uint64_t right_out = right >> 63U;
      const uint64_t left_out = left >> 63U;
      right = right << 1U | right_carry;
      left = left << 1U | left_carry;
      up[word] = left | ~(diagonal | right);
      down[word] = right & diagonal;
      right_carry = right_out;
      left_carry = left_out;
    }
  }
  return score;
}

// Three rows of the textbook's table.
template <class P, class T>
uint32_t LongOsa(const P* a, uint32_t rows, const T* b, uint32_t columns) {
  std::vector<uint32_t> before(columns + 1);
  std::vector<uint32_t> above(columns + 1);
  std::vector<uint32_t> row(columns + 1);
  for (uint32_t j = 0; j <= columns; ++j) row[j] = j;
  for (uint32_t i = 1; i <= rows; ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    for (uint32_t j = 1; j <= columns; ++j) {
      const uint32_t replace =
          above[j - 1] + (static_cast<char32_t>(a[i - 1]) == static_cast<char32_t>(b[j - 1]) ? 0U : 1U);
      row[j] = std::min({replace, above[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && static_cast<char32_t>(a[i - 1]) == static_cast<char32_t>(b[j - 2]) &&
          static_cast<char32_t>(a[i - 2]) == static_cast<char32_t>(b[j - 1])) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
  }
  return row[columns];
}

template <bool kSwaps>
uint32_t Distance(const PreparedText& a, const PreparedText& b) {
  const PreparedText& rows = a.size <= b.size ? a : b;
  const PreparedText& columns = a.size <= b.size ? b : a;
  if (rows.size == 0) return columns.size;
  return WithUnits(rows, [&](const auto* p) {
    return WithUnits(columns, [&](const auto* t) {
      if (rows.size <= 64) return ShortDistance<kSwaps>(p, rows.size, t, columns.size);
      if constexpr (kSwaps) return LongOsa(p, rows.size, t, columns.size);
      return LongLevenshtein(p, rows.size, t, columns.size);
    });
  });
}

template <bool kSwaps>
uint32_t Within(const PreparedText& a, const PreparedText& b, uint32_t cutoff) {
  if (!MayBeWithin(a, b, cutoff)) return cutoff + 1;
  return std::min(Distance<kSwaps>(a, b), cutoff + 1);
}

// The distances of all lanes to `text` of at most 64 code points. As ShortDistance, the score of each lane followed in
// its own last row.
template <bool kSwaps, class Unit, size_t kUnits>
auto LaneDistances(const TextLanes<Unit, kUnits>& lanes, const Unit* text, uint32_t columns) {
  using Lanes = TextLanes<Unit, kUnits>;
  using Vector = typename Lanes::Vector;
  const typename Lanes::Matrix rows = lanes.Rows();
  const Vector last = lanes.LastBits();
  const Vector one = Vector{} + Unit{1};
  Vector score = lanes.Sizes();
  Vector up = ~Vector{};
  Vector down{};
  Vector diagonal{};
  Vector match_before{};
  for (uint32_t j = 0; j < columns; ++j) {
    const Vector match = Lanes::Matches(rows, text[j]);
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
  return Lanes::Store(score);
}

// One against many: the lanes of one kind of text, run when they are full.
template <bool kSwaps, class Unit, size_t kUnits>
class Batch {
 public:
  Batch(const PreparedText& one, uint32_t cutoff, std::span<uint32_t> out) : one_(one), cutoff_(cutoff), out_(out) {
    for (uint32_t i = 0; i < one.size && i < text_.size(); ++i) text_[i] = static_cast<Unit>(one.At(i));
  }
  void Add(const PreparedText& other, size_t index) {
    if (lanes_.Add(other, index)) Run();
  }
  // A few that are left cost less one by one.
  void Finish() {
    if (lanes_.size() > lanes_.kLanes / 4) return Run();
    for (size_t lane = 0; lane < lanes_.size(); ++lane) {
      out_[lanes_.index(lane)] = std::min(Distance<kSwaps>(one_, lanes_.other(lane)), cutoff_ + 1);
    }
  }

 private:
  void Run() {
    const auto distances = LaneDistances<kSwaps>(lanes_, text_.data(), one_.size);
    for (size_t lane = 0; lane < lanes_.size(); ++lane) {
      out_[lanes_.index(lane)] = std::min<uint32_t>(distances[lane], cutoff_ + 1);
    }
    lanes_.Clear();
  }
  TextLanes<Unit, kUnits> lanes_;
  const PreparedText& one_;
  uint32_t cutoff_;
  std::span<uint32_t> out_;
  std::array<Unit, 64> text_{};
};

template <bool kSwaps>
void WithinEach(const PreparedText& one, std::span<const PreparedText> others, uint32_t cutoff,
                std::span<uint32_t> out) {
  if (others.size() < 8 || one.size == 0 || one.size > 64 || one.width > 2) {
    for (size_t i = 0; i < others.size(); ++i) out[i] = Within<kSwaps>(one, others[i], cutoff);
    return;
  }
  Batch<kSwaps, uint8_t, 8> letters(one, cutoff, out);
  Batch<kSwaps, uint16_t, 16> long_letters(one, cutoff, out);
  Batch<kSwaps, uint16_t, 8> wide(one, cutoff, out);
  for (size_t i = 0; i < others.size(); ++i) {
    const PreparedText& other = others[i];
    if (!MayBeWithin(one, other, cutoff)) {
      out[i] = cutoff + 1;
    } else if (other.size == 0 || other.size > 16 || other.width > 2 || (other.width == 2 && other.size > 8)) {
      out[i] = std::min(Distance<kSwaps>(one, other), cutoff + 1);
    } else if (other.width == 2) {
      wide.Add(other, i);
    } else if (one.width == 1 && other.size <= 8) {
      letters.Add(other, i);
    } else {
      long_letters.Add(other, i);
    }
  }
  letters.Finish();
  long_letters.Finish();
  wide.Finish();
}

// Crochemore and others 2001: zeros of `row` mark where the length grows. Any number of words.
template <class P, class T>
uint32_t SubsequenceLength(const P* pattern, uint32_t rows, const T* text, uint32_t columns) {
  constexpr uint32_t kWords = kMostUnits / 64;
  std::array<uint64_t, kWords> row{};
  row.fill(~uint64_t{0});
  const uint32_t words = (rows + 63) / 64;
  for (uint32_t j = 0; j < columns; ++j) {
    uint64_t carry = 0;
    for (uint32_t word = 0; word < words; ++word) {
      const uint32_t from = word * 64;
      const uint64_t common = row[word] & MaskOf(pattern + from, std::min(rows - from, 64U), text[j]);
      const uint64_t partial = row[word] + carry;
      const uint64_t sum = partial + common;
      carry = static_cast<uint64_t>(partial < carry) | static_cast<uint64_t>(sum < partial);
      row[word] = sum | (row[word] & ~common);
    }
  }
  uint32_t length = 0;
  for (uint32_t word = 0; word < words; ++word) {
    length += static_cast<uint32_t>(std::popcount(~row[word] & LowBits(rows - word * 64)));
  }
  return length;
}

}  // namespace

uint32_t Levenshtein(const PreparedText& a, const PreparedText& b) { return Distance<false>(a, b); }
uint32_t Osa(const PreparedText& a, const PreparedText& b) { return Distance<true>(a, b); }
uint32_t LevenshteinWithin(const PreparedText& a, const PreparedText& b, uint32_t cutoff) {
  return Within<false>(a, b, cutoff);
}
uint32_t OsaWithin(const PreparedText& a, const PreparedText& b, uint32_t cutoff) { return Within<true>(a, b, cutoff); }

double LevenshteinShare(const PreparedText& a, const PreparedText& b) {
  const uint32_t longer = std::max(a.size, b.size);
  return longer == 0 ? 1.0 : 1.0 - static_cast<double>(Levenshtein(a, b)) / longer;
}

void LevenshteinWithin(const PreparedText& one, std::span<const PreparedText> others, uint32_t cutoff,
                       std::span<uint32_t> out) {
  WithinEach<false>(one, others, cutoff, out);
}
void OsaWithin(const PreparedText& one, std::span<const PreparedText> others, uint32_t cutoff,
               std::span<uint32_t> out) {
  WithinEach<true>(one, others, cutoff, out);
}

uint32_t CommonSubsequence(const PreparedText& a, const PreparedText& b) {
  const PreparedText& rows = a.size <= b.size ? a : b;
  const PreparedText& columns = a.size <= b.size ? b : a;
  if (rows.size == 0) return 0;
  return WithUnits(rows, [&](const auto* p) {
    return WithUnits(columns, [&](const auto* t) { return SubsequenceLength(p, rows.size, t, columns.size); });
  });
}

double CommonSubsequenceShare(const PreparedText& a, const PreparedText& b) {
  const uint32_t longer = std::max(a.size, b.size);
  return longer == 0 ? 1.0 : static_cast<double>(CommonSubsequence(a, b)) / longer;
}

uint32_t CommonPrefix(const PreparedText& a, const PreparedText& b) {
  const uint32_t shorter = std::min(a.size, b.size);
  uint32_t i = 0;
  while (i < shorter && a.At(i) == b.At(i)) ++i;
  return i;
}

bool SameText(const PreparedText& a, const PreparedText& b) {
  if (a.bag != b.bag || a.head != b.head || a.size != b.size || a.width != b.width) return false;
  return std::memcmp(a.units, b.units, size_t{a.size} * a.width) == 0;
}

}  // namespace xiuhua::text
