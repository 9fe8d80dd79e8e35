#include "text/decimal.h"

#include <algorithm>

#include "text/width.h"

namespace xiuhua::text {
namespace {

constexpr int kMostWhole = 18;
constexpr int kMostDecimals = 16;
constexpr std::array<uint64_t, 20> kPowers = [] {
  std::array<uint64_t, 20> powers{};
  uint64_t power = 1;
  for (uint64_t& entry : powers) {
    entry = power;
    power *= 10;
  }
  return powers;
}();

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
uint64_t Digit(char c) { return static_cast<uint64_t>(c - '0'); }

bool Take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}
void SkipSpaces(std::string_view& text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
}

// Signs and currency words before the number, in either order.
bool TakeFront(std::string_view& text, bool& negative) {
  int signs = 0;
  while (!text.empty() && !IsDigit(text[0]) && text[0] != '.') {
    if (Take(text, "-") || Take(text, "−") || Take(text, "﹣")) {
      negative = true;
      ++signs;
    } else if (Take(text, "+")) {
      ++signs;
    } else if (!Take(text, " ") && !Take(text, "¥") && !Take(text, "人民币") && !Take(text, "RMB") &&
               !Take(text, "CNY") && !Take(text, "rmb")) {
      return false;
    }
  }
  return signs <= 1 && !text.empty();
}

// Integer digits with thousands separators in threes (all or none). False when the commas stand wrong.
bool TakeWhole(std::string_view& text, Decimal& decimal) {
  int digits = 0;
  int since_comma = 0;
  bool commas = false;
  size_t i = 0;
  for (; i < text.size(); ++i) {
    if (IsDigit(text[i])) {
      if (decimal.whole > 0 || text[i] != '0') ++digits;
      if (digits > kMostWhole) {
        decimal.state = ValueState::kOutOfRange;
      } else {
        decimal.whole = decimal.whole * 10 + Digit(text[i]);
      }
      ++since_comma;
    } else if (text[i] == ',' && i > 0) {
      if (commas ? since_comma != 3 : since_comma > 3) return false;
      commas = true;
      since_comma = 0;
    } else {
      break;
    }
  }
  text.remove_prefix(i);
  return !commas || since_comma == 3;
}

// ".25": decimals beyond the 16th are read over, zeros at the end not kept.
bool TakeFraction(std::string_view& text, Decimal& decimal) {
  if (!text.starts_with('.')) return false;
  text.remove_prefix(1);
  size_t i = 0;
  int zeros = 0;
  for (; i < text.size() && IsDigit(text[i]); ++i) {
    if (decimal.decimals + zeros >= kMostDecimals) continue;
    if (text[i] == '0') {
      ++zeros;
      continue;
    }
    decimal.fraction = decimal.fraction * kPowers[static_cast<size_t>(zeros + 1)] + Digit(text[i]);
    decimal.decimals += zeros + 1;
    zeros = 0;
  }
  text.remove_prefix(i);
  return i > 0;
}

// E+05 behind a mantissa of one integer digit. Every digit of the result must be written: 1.23E+4 has lost two.
void TakeExponent(std::string_view& text, int written_decimals, Decimal& decimal) {
  if (text.size() < 2 || (text[0] != 'E' && text[0] != 'e')) return;
  std::string_view rest = text.substr(1);
  const bool down = rest[0] == '-';
  if (down || rest[0] == '+') rest.remove_prefix(1);
  int exponent = 0;
  size_t i = 0;
  for (; i < rest.size() && i < 3 && IsDigit(rest[i]); ++i) exponent = exponent * 10 + static_cast<int>(Digit(rest[i]));
  if (i == 0) return;
  text = rest.substr(i);
  const bool zero = decimal.whole == 0 && decimal.fraction == 0;
  if (zero) return;
  if (!down) {
    if (exponent > written_decimals) {
      decimal.state = ValueState::kDigitsLost;
      return;
    }
    // whole is below 10^18 and exponent at most the decimals written.
    for (; exponent > 0; --exponent) {
      const int left = decimal.decimals > 0 ? decimal.decimals - 1 : 0;
      const uint64_t unit = kPowers[static_cast<size_t>(left)];
      const uint64_t next = decimal.decimals > 0 ? decimal.fraction / unit : 0;
      if (decimal.whole >= kPowers[17]) {
        decimal.state = ValueState::kOutOfRange;
        return;
      }
      decimal.whole = decimal.whole * 10 + next;
      decimal.fraction = decimal.decimals > 0 ? decimal.fraction % unit : 0;
      decimal.decimals = left;
    }
    return;
  }
  for (; exponent > 0; --exponent) {
    if (decimal.decimals >= kMostDecimals) {
      decimal.fraction /= 10;
      --decimal.decimals;
    }
    decimal.fraction += decimal.whole % 10 * kPowers[static_cast<size_t>(decimal.decimals)];
    decimal.whole /= 10;
    ++decimal.decimals;
    if (decimal.whole == 0 && decimal.fraction == 0) break;
  }
}

Decimal Unreadable() {
  Decimal decimal;
  decimal.state = ValueState::kUnreadable;
  return decimal;
}

}  // namespace

Decimal ReadDecimal(std::string_view clean) {
  Decimal decimal;
  bool bracket = false;
  if (clean.size() > 2 && clean.front() == '(' && clean.back() == ')') {
    clean = clean.substr(1, clean.size() - 2);
    bracket = decimal.negative = true;
  }
  bool negative = false;
  if (!TakeFront(clean, negative) || (bracket && negative)) return Unreadable();
  decimal.negative = decimal.negative || negative;
  const size_t before = clean.size();
  if (!TakeWhole(clean, decimal)) return Unreadable();
  const bool has_whole = clean.size() < before;
  const std::string_view at_point = clean;
  const bool has_fraction = TakeFraction(clean, decimal);
  if (!has_whole && !has_fraction) return Unreadable();
  const int written = has_fraction ? static_cast<int>(at_point.size() - clean.size()) - 1 : 0;
  TakeExponent(clean, written, decimal);
  SkipSpaces(clean);
  if (clean == "-" || clean == "−") {
    if (decimal.negative) return Unreadable();
    decimal.negative = true;
    clean = {};
  }
  decimal.suffix = clean;
  if (decimal.whole == 0 && decimal.fraction == 0) decimal.negative = false;
  return decimal;
}

Scaled Scale(const Decimal& decimal, int64_t numerator, int64_t denominator, int64_t limit) {
  Scaled scaled;
  scaled.state = decimal.state;
  if (decimal.state != ValueState::kOk) return scaled;
  if (static_cast<Wide>(decimal.whole) * numerator / denominator > limit) {
    scaled.state = ValueState::kOutOfRange;
    return scaled;
  }
  const Wide power = static_cast<Wide>(kPowers[static_cast<size_t>(decimal.decimals)]);
  const Wide top = (static_cast<Wide>(decimal.whole) * power + static_cast<Wide>(decimal.fraction)) * numerator;
  const Wide bottom = power * denominator;
  Wide value = top / bottom;
  Wide rest = top % bottom;
  if (rest * 2 >= bottom) {
    ++value;
    rest = bottom - rest;
  }
  if (value > limit) {
    scaled.state = ValueState::kOutOfRange;
    return scaled;
  }
  scaled.rest_ppm = static_cast<int64_t>(rest * 1000000 / bottom);
  scaled.value = static_cast<int64_t>(decimal.negative ? -value : value);
  return scaled;
}

}  // namespace xiuhua::text
