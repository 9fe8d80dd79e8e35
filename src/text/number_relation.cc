#include "text/number_relation.h"

#include <algorithm>
#include <array>
#include <string>

namespace xiuhua::text {
namespace {

uint64_t Magnitude(int64_t value) {
  return value < 0 ? ~static_cast<uint64_t>(value) + 1 : static_cast<uint64_t>(value);
}

bool IsTenfold(int64_t a, int64_t b) {
  if (a == 0 || b == 0 || (a < 0) != (b < 0)) return false;
  const uint64_t larger = std::max(Magnitude(a), Magnitude(b));
  const uint64_t smaller = std::min(Magnitude(a), Magnitude(b));
  for (const uint64_t factor : {10U, 100U, 1000U, 10'000U}) {
    if (larger % factor == 0 && larger / factor == smaller) return true;
  }
  return false;
}

bool IsTransposed(int64_t a, int64_t b) {
  if ((a < 0) != (b < 0)) return false;
  const std::string x = std::to_string(a);
  std::string y = std::to_string(b);
  if (x.size() != y.size()) return false;
  const auto [at, other] = std::ranges::mismatch(x, y);
  if (at == x.end() || at + 1 == x.end()) return false;
  std::swap(*other, *(other + 1));
  return x == y;
}

struct Words {
  std::string_view zh;
  std::string_view en;
};
constexpr std::array<Words, kNumberRelations> kWords = {{
    {"数值相同", "equal"},
    {"相差很小", "near"},
    {"比例相近", "near in proportion"},
    {"相差十倍百倍", "ten, a hundred ... times"},
    {"相邻数字颠倒", "two digits exchanged"},
    {"数值不同", "different"},
}};

}  // namespace

uint64_t NumberDistance(int64_t a, int64_t b) {
  return a > b ? static_cast<uint64_t>(a) - static_cast<uint64_t>(b)
               : static_cast<uint64_t>(b) - static_cast<uint64_t>(a);
}

double RelativeDistance(int64_t a, int64_t b) {
  if (a == b) return 0.0;
  return static_cast<double>(NumberDistance(a, b)) / static_cast<double>(std::max(Magnitude(a), Magnitude(b)));
}

NumberRelation RelateNumbers(int64_t a, int64_t b, uint64_t near_absolute, double near_relative) {
  if (a == b) return NumberRelation::kEqual;
  if (NumberDistance(a, b) <= near_absolute) return NumberRelation::kNearAbsolute;
  if (RelativeDistance(a, b) <= near_relative) return NumberRelation::kNearRelative;
  if (IsTenfold(a, b)) return NumberRelation::kTenfold;
  return IsTransposed(a, b) ? NumberRelation::kTransposed : NumberRelation::kDifferent;
}

std::string_view NumberRelationWord(NumberRelation relation, bool chinese) {
  const Words& words = kWords.at(static_cast<size_t>(relation));
  return chinese ? words.zh : words.en;
}

}  // namespace xiuhua::text
