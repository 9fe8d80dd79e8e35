#include "text/prepared_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <unordered_map>

#include "text/match_mask.h"
#include "text/width.h"

namespace xiuhua::text {
namespace {

constexpr size_t kChunk = size_t{1} << 16U;

// The bit of a code point that stands for the `before` + 1st time. First letters and digits have bits of their own.
uint32_t BagBit(char32_t c, uint32_t before) {
  if (before == 0 && c >= 'a' && c <= 'z') return c - 'a';
  if (before == 0 && c >= '0' && c <= '9') return 26 + (c - '0');
  const uint64_t mixed = (static_cast<uint64_t>(c) * 4 + std::min(before, 3U)) * 0x9E3779B97F4A7C15ULL;
  if (c >= 0x80) return static_cast<uint32_t>(mixed >> 58U);
  return 36 + static_cast<uint32_t>((mixed >> 32U) * 28 >> 32U);
}

template <class Unit>
void Copy(std::u32string_view points, std::byte* to) {
  auto* units = reinterpret_cast<Unit*>(to);
  for (size_t i = 0; i < points.size(); ++i) units[i] = static_cast<Unit>(points[i]);
}

}  // namespace

uint64_t BagOf(std::u32string_view points) {
  uint64_t bag = 0;
  if (points.size() <= 32) {
    for (size_t i = 0; i < points.size(); ++i) {
      const auto before = static_cast<uint32_t>(std::ranges::count(points.substr(0, i), points[i]));
      bag |= uint64_t{1} << BagBit(points[i], before);
    }
    return bag;
  }
  std::unordered_map<char32_t, uint32_t> seen;
  for (const char32_t c : points) bag |= uint64_t{1} << BagBit(c, seen[c]++);
  return bag;
}

std::byte* TextPool::Take(size_t size) {
  if (size > left_) {
    const size_t chunk = std::max(size, kChunk);
    chunks_.push_back(std::make_unique<std::byte[]>(chunk));  // zeroed, aligned for 16 bytes
    next_ = chunks_.back().get();
    left_ = chunk;
    bytes_ += chunk;
  }
  std::byte* taken = next_;
  next_ += size;
  left_ -= size;
  return taken;
}

PreparedText TextPool::Add(std::u32string_view points) {
  points = points.substr(0, kMostUnits);
  char32_t most = 0;
  for (const char32_t c : points) most |= c;
  PreparedText text;
  text.size = static_cast<uint32_t>(points.size());
  text.width = most <= 0xFF ? 1 : most <= 0xFFFF ? 2 : 4;
  std::byte* units = Take(std::max<size_t>((points.size() * text.width + 15) / 16 * 16, 16));
  text.units = units;
  if (text.width == 1) {
    Copy<uint8_t>(points, units);
  } else if (text.width == 2) {
    Copy<uint16_t>(points, units);
  } else {
    Copy<uint32_t>(points, units);
  }
  for (size_t i = 0; i < std::min<size_t>(points.size(), 4); ++i) {
    text.head |= static_cast<uint64_t>(points[i] & 0xFFFFU) << (16 * i);
  }
  text.bag = BagOf(points);
  return text;
}

PreparedText TextPool::Add(std::string_view utf8) {
  std::u32string points;
  for (size_t at = 0; at < utf8.size() && points.size() < kMostUnits;) points += NextCodePoint(utf8, at);
  return Add(std::u32string_view(points));
}

}  // namespace xiuhua::text
