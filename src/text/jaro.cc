// Jaro and Jaro-Winkler: the matched places of both texts as bit masks, for texts of up to 64 code points in one word.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <vector>

#include "text/match_mask.h"
#include "text/similarity.h"
#include "text/text_lanes.h"

namespace xiuhua::text {
namespace {

constexpr double kBonusFrom = 0.7;

struct Matches {
  uint32_t common = 0;
  uint32_t displaced = 0;  // matched characters that stand in another order
};

double JaroOf(const Matches& matches, uint32_t a, uint32_t b) {
  if (a == 0 || b == 0) return a == b ? 1.0 : 0.0;
  const double common = matches.common;
  const uint32_t half = matches.displaced / 2;
  return (common / a + common / b + (common - half) / std::max(common, 1.0)) / 3.0;
}

double Bonus(double jaro, uint32_t prefix) { return jaro > kBonusFrom ? jaro + 0.1 * prefix * (1.0 - jaro) : jaro; }

uint32_t Window(uint32_t a, uint32_t b) {
  const uint32_t half = std::max(a, b) / 2;
  return half == 0 ? 0 : half - 1;
}

// Both up to 64 code points.
template <class P, class T>
Matches ShortMatches(const P* a, uint32_t a_size, const T* b, uint32_t b_size) {
  const uint32_t window = Window(a_size, b_size);
  uint64_t reach = LowBits(window + 1);
  uint64_t a_matched = 0;
  uint64_t b_matched = 0;
  for (uint32_t j = 0; j < b_size; ++j) {
    const auto c = static_cast<char32_t>(b[j]);
    uint64_t match = Fits<P>(c) ? MatchMask(a, a_size, static_cast<P>(c)) : 0;
    match &= reach & ~a_matched;
    a_matched |= match & (~match + 1);
    b_matched |= static_cast<uint64_t>(match != 0) << j;
    reach = j < window ? reach << 1U | 1U : reach << 1U;
  }
  Matches matches;
  matches.common = CountBits(a_matched);
  for (; a_matched != 0; a_matched &= a_matched - 1, b_matched &= b_matched - 1) {
    const auto x = static_cast<char32_t>(a[std::countr_zero(a_matched)]);
    const auto y = static_cast<char32_t>(b[std::countr_zero(b_matched)]);
    matches.displaced += x != y ? 1U : 0U;
  }
  return matches;
}

template <class P, class T>
Matches LongMatches(const P* a, uint32_t a_size, const T* b, uint32_t b_size) {
  const uint32_t window = Window(a_size, b_size);
  std::vector<char> taken(a_size);
  std::vector<char32_t> in_b;
  for (uint32_t j = 0; j < b_size; ++j) {
    const uint32_t end = std::min(a_size, j + window + 1);
    for (uint32_t i = j > window ? j - window : 0; i < end; ++i) {
      if (taken[i] != 0 || static_cast<char32_t>(a[i]) != static_cast<char32_t>(b[j])) continue;
      taken[i] = 1;
      in_b.push_back(b[j]);
      break;
    }
  }
  Matches matches;
  for (uint32_t i = 0; i < a_size; ++i) {
    if (taken[i] == 0) continue;
    matches.displaced += static_cast<char32_t>(a[i]) != in_b[matches.common] ? 1U : 0U;
    ++matches.common;
  }
  return matches;
}

Matches MatchesOf(const PreparedText& a, const PreparedText& b) {
  return WithUnits(a, [&](const auto* p) {
    return WithUnits(b, [&](const auto* t) {
      return a.size <= 64 && b.size <= 64 ? ShortMatches(p, a.size, t, b.size) : LongMatches(p, a.size, t, b.size);
    });
  });
}

// The most matches that the signatures allow.
uint32_t MostCommon(const PreparedText& a, const PreparedText& b) {
  const uint32_t from_a = a.size - CountBits(a.bag & ~b.bag);
  const uint32_t from_b = b.size - CountBits(b.bag & ~a.bag);
  return std::min(from_a, from_b);
}

// With so many matches, none of them displaced.
double MostJaro(const PreparedText& a, const PreparedText& b) { return JaroOf({MostCommon(a, b), 0}, a.size, b.size); }

// Equal units among the first four, by their low 16 bits: at least the common prefix's length up to four.
uint32_t MostPrefix(const PreparedText& a, const PreparedText& b) {
  const uint64_t differ = a.head ^ b.head;
  const uint32_t equal = differ == 0 ? 4 : static_cast<uint32_t>(std::countr_zero(differ)) / 16;
  return std::min({equal, a.size, b.size});
}

uint32_t Prefix(const PreparedText& a, const PreparedText& b) {
  if (a.width <= 2 && b.width <= 2) return MostPrefix(a, b);
  return std::min(CommonPrefix(a, b), 4U);
}

}  // namespace

double Jaro(const PreparedText& a, const PreparedText& b) { return JaroOf(MatchesOf(a, b), a.size, b.size); }

double JaroWinkler(const PreparedText& a, const PreparedText& b) { return Bonus(Jaro(a, b), Prefix(a, b)); }

double JaroAtLeast(const PreparedText& a, const PreparedText& b, double cutoff) {
  if (MostJaro(a, b) < cutoff) return 0.0;
  const double jaro = Jaro(a, b);
  return jaro >= cutoff ? jaro : 0.0;
}

double JaroWinklerAtLeast(const PreparedText& a, const PreparedText& b, double cutoff) {
  if (Bonus(MostJaro(a, b), MostPrefix(a, b)) < cutoff) return 0.0;
  const double similarity = JaroWinkler(a, b);
  return similarity >= cutoff ? similarity : 0.0;
}

namespace {

// How many matches a pair needs to reach a cutoff, by the length of the other text and the common prefix: found once,
// so that most pairs are refused by one comparison of whole numbers.
class NeededMatches {
 public:
  NeededMatches(uint32_t one, double cutoff) : one_(one), cutoff_(cutoff) { needed_.fill(kUnset); }
  [[nodiscard]] bool Reachable(const PreparedText& a, const PreparedText& b) {
    const uint32_t prefix = MostPrefix(a, b);
    if (b.size > kMost) return Bonus(MostJaro(a, b), prefix) >= cutoff_;
    uint8_t& needed = needed_[prefix * (kMost + 1) + b.size];
    if (needed == kUnset) needed = Find(b.size, prefix);
    if (needed == 0) return true;
    if (needed > std::min(a.size, b.size)) return false;
    return !MoreBitsThan(a.bag & ~b.bag, a.size - needed) && !MoreBitsThan(b.bag & ~a.bag, b.size - needed);
  }

 private:
  [[nodiscard]] uint8_t Find(uint32_t other, uint32_t prefix) const {
    const uint32_t most = std::min(one_, other);
    uint32_t matches = 0;
    while (matches <= most && Bonus(JaroOf({matches, 0}, one_, other), prefix) < cutoff_) ++matches;
    return static_cast<uint8_t>(std::min<uint32_t>(matches, kUnset - 1));
  }
  static constexpr uint32_t kMost = 40;
  static constexpr uint8_t kUnset = 255;
  uint32_t one_;
  double cutoff_;
  std::array<uint8_t, 5 * (kMost + 1)> needed_{};
};

template <class Vector>
bool AnyBit(const Vector& vector) {
  uint64_t halves[2];
  std::memcpy(halves, &vector, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

// As ShortMatches for all lanes at once; `text` has at most as many code points as a Unit has bits.
template <class Unit, size_t kUnits>
struct LaneMatches {
  using Lanes = TextLanes<Unit, kUnits>;
  using Vector = typename Lanes::Vector;
  std::array<Unit, Lanes::kLanes> common;
  std::array<Unit, Lanes::kLanes> displaced;

  LaneMatches(const Lanes& lanes, const Unit* text, uint32_t columns) {
    const typename Lanes::Matrix rows = lanes.Rows();
    const Vector last = lanes.LastBits();
    const Vector inside = last | (last - Unit{1});
    const Vector one = Vector{} + Unit{1};
    std::array<Unit, Lanes::kLanes> windows{};
    std::array<Unit, Lanes::kLanes> reaches{};
    for (size_t lane = 0; lane < lanes.size(); ++lane) {
      windows[lane] = static_cast<Unit>(Window(lanes.other(lane).size, columns));
      reaches[lane] = static_cast<Unit>(LowBits(windows[lane] + 1U));
    }
    const Vector window = Lanes::Load(windows);
    Vector reach = Lanes::Load(reaches);
    Vector in_lane{};
    Vector in_text{};
    Vector bit = one;
    for (uint32_t j = 0; j < columns; ++j) {
      Vector match = Lanes::Matches(rows, text[j]) & inside & reach & ~in_lane;
      match &= -match;
      in_lane |= match;
      in_text |= reinterpret_cast<Vector>(match != Vector{}) & bit;
      bit += bit;
      const Vector number = Vector{} + static_cast<Unit>(j);
      reach = (reach + reach) | (reinterpret_cast<Vector>(number < window) & one);
    }
    CountInOrder(rows, text, columns, in_lane, in_text);
  }

 private:
  // Takes the first matched place of both sides away, compares the code points there, and so on.
  void CountInOrder(const typename Lanes::Matrix& rows, const Unit* text, uint32_t columns, Vector in_lane,
                    Vector in_text) {
    Vector found{};
    Vector moved{};
    while (AnyBit(in_lane)) {
      const Vector place = in_lane & -in_lane;
      const Vector place_in_text = in_text & -in_text;
      Vector differ{};
      Vector bit = Vector{} + Unit{1};
#pragma GCC unroll 16
      for (size_t i = 0; i < kUnits; ++i) {
        differ ^= rows.row[i] & reinterpret_cast<Vector>(place == bit);
        bit += bit;
      }
      bit = Vector{} + Unit{1};
      for (uint32_t j = 0; j < columns; ++j) {
        differ ^= reinterpret_cast<Vector>(place_in_text == bit) & (Vector{} + text[j]);
        bit += bit;
      }
      moved -= reinterpret_cast<Vector>(differ != Vector{});
      found -= reinterpret_cast<Vector>(place != Vector{});
      in_lane ^= place;
      in_text ^= place_in_text;
    }
    common = Lanes::Store(found);
    displaced = Lanes::Store(moved);
  }
};

// One against many: the lanes of one kind of text, run when they are full.
template <class Unit, size_t kUnits>
class JaroBatch {
 public:
  static constexpr uint32_t kMostText = 8 * sizeof(Unit);
  JaroBatch(const PreparedText& one, double cutoff, std::span<double> out) : one_(one), cutoff_(cutoff), out_(out) {
    for (uint32_t i = 0; i < std::min(one.size, kMostText); ++i) text_[i] = static_cast<Unit>(one.At(i));
  }
  void Add(const PreparedText& other, size_t index) {
    if (lanes_.Add(other, index)) Run();
  }
  // A few that are left cost less one by one.
  void Finish() {
    if (lanes_.size() > lanes_.kLanes / 4) return Run();
    for (size_t lane = 0; lane < lanes_.size(); ++lane) {
      Keep(lanes_.index(lane), JaroWinkler(one_, lanes_.other(lane)));
    }
  }

 private:
  void Keep(size_t index, double similarity) { out_[index] = similarity >= cutoff_ ? similarity : 0.0; }
  void Run() {
    const LaneMatches<Unit, kUnits> found(lanes_, text_.data(), one_.size);
    for (size_t lane = 0; lane < lanes_.size(); ++lane) {
      const PreparedText& other = lanes_.other(lane);
      const double jaro = JaroOf({found.common[lane], found.displaced[lane]}, one_.size, other.size);
      Keep(lanes_.index(lane), Bonus(jaro, MostPrefix(one_, other)));
    }
    lanes_.Clear();
  }
  TextLanes<Unit, kUnits> lanes_;
  const PreparedText& one_;
  double cutoff_;
  std::span<double> out_;
  std::array<Unit, kMostText> text_{};
};

void JaroWinklerEach(const PreparedText& one, std::span<const PreparedText> others, double cutoff,
                     std::span<double> out) {
  NeededMatches needed(one.size, cutoff);
  JaroBatch<uint8_t, 8> letters(one, cutoff, out);
  JaroBatch<uint16_t, 16> long_letters(one, cutoff, out);
  JaroBatch<uint16_t, 8> wide(one, cutoff, out);
  const bool few = one.size == 0 || one.size > 16 || one.width > 2;
  const bool short_letters = one.width == 1 && one.size <= 8;
  for (size_t i = 0; i < others.size(); ++i) {
    const PreparedText& other = others[i];
    if (!needed.Reachable(one, other)) {
      out[i] = 0.0;
    } else if (few || other.size == 0 || other.size > 16 || other.width > 2 || (other.width == 2 && other.size > 8)) {
      const double similarity = JaroWinkler(one, other);
      out[i] = similarity >= cutoff ? similarity : 0.0;
    } else if (other.width == 2) {
      wide.Add(other, i);
    } else if (short_letters && other.size <= 8) {
      letters.Add(other, i);
    } else {
      long_letters.Add(other, i);
    }
  }
  letters.Finish();
  long_letters.Finish();
  wide.Finish();
}

}  // namespace

void JaroWinklerAtLeast(const PreparedText& one, std::span<const PreparedText> others, double cutoff,
                        std::span<double> out) {
  if (others.size() >= 8) return JaroWinklerEach(one, others, cutoff, out);
  for (size_t i = 0; i < others.size(); ++i) out[i] = JaroWinklerAtLeast(one, others[i], cutoff);
}

}  // namespace xiuhua::text
