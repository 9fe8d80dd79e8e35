#include "text/set_similarity.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

#include "text/names.h"
#include "text/prepared_text.h"
#include "text/width.h"

namespace xiuhua::text {
namespace {

constexpr size_t kChunk = 8192;

uint64_t BagBit(uint64_t item) { return uint64_t{1} << (item * 0x9E3779B97F4A7C15ULL >> 58U); }

std::u32string Points(std::string_view utf8) {
  std::u32string points;
  for (size_t at = 0; at < utf8.size() && points.size() < kMostUnits;) points += NextCodePoint(utf8, at);
  return points;
}

uint64_t Gram(std::u32string_view points) {
  uint64_t item = 1;
  for (const char32_t c : points) item = item << 21U | c;
  return item;
}

// Letters and digits of any script: not ASCII punctuation, no spaces, none of the general and CJK punctuation.
bool IsWordPart(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  if (IsSpace(c) || IsInvisible(c) || c == kReplacement) return false;
  return !(c <= 0xBF && c != 0xAA && c != 0xB5 && c != 0xBA) && !(c >= 0x2000 && c <= 0x206F) &&
         !(c >= 0x3000 && c <= 0x303F && !IsHan(c)) && c != 0x30FB && !(c >= 0xFE30 && c <= 0xFE6F) &&
         !(c >= 0xFF5F && c <= 0xFF65) && c != 0xD7 && c != 0xF7;
}

char32_t Comparable(char32_t c) {
  c = HalfWidth(c);
  return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

uint64_t WordKey(std::u32string_view points) {
  std::string word;
  for (const char32_t c : points) AppendCodePoint(c, word);
  return static_cast<uint64_t>(NameKey(word));
}

}  // namespace

PreparedSet SetPool::Keep(std::vector<uint64_t>& items) {
  std::ranges::sort(items);
  items.erase(std::ranges::unique(items).begin(), items.end());
  if (items.size() > left_) {
    const size_t chunk = std::max(items.size(), kChunk);
    chunks_.push_back(std::make_unique<uint64_t[]>(chunk));
    next_ = chunks_.back().get();
    left_ = chunk;
    bytes_ += chunk * sizeof(uint64_t);
  }
  PreparedSet set;
  set.items = next_;
  set.size = static_cast<uint32_t>(items.size());
  std::ranges::copy(items, next_);
  next_ += items.size();
  left_ -= items.size();
  for (const uint64_t item : items) set.bag |= BagBit(item);
  return set;
}

PreparedSet SetPool::AddQgrams(std::string_view utf8, int q) {
  const auto length = static_cast<size_t>(std::clamp(q, 1, 3));
  const std::u32string points = Points(utf8);
  const std::u32string_view view = points;
  std::vector<uint64_t> items;
  for (size_t at = 0; at + length <= view.size(); ++at) items.push_back(Gram(view.substr(at, length)));
  if (items.empty() && !view.empty()) items.push_back(Gram(view));
  return Keep(items);
}

PreparedSet SetPool::AddWords(std::string_view utf8) {
  std::u32string points = Points(utf8);
  for (char32_t& c : points) c = Comparable(c);
  const std::u32string_view view = points;
  std::vector<uint64_t> items;
  for (size_t at = 0; at < view.size();) {
    if (!IsWordPart(view[at])) {
      ++at;
      continue;
    }
    const bool han = IsHan(view[at]);
    size_t end = at + 1;
    while (end < view.size() && IsWordPart(view[end]) && IsHan(view[end]) == han) ++end;
    if (!han || end - at == 1) {
      items.push_back(WordKey(view.substr(at, end - at)));
    } else {
      for (size_t i = at; i + 1 < end; ++i) items.push_back(WordKey(view.substr(i, 2)));
    }
    at = end;
  }
  return Keep(items);
}

uint32_t CommonItems(const PreparedSet& a, const PreparedSet& b) {
  if ((a.bag & b.bag) == 0) return 0;
  uint32_t common = 0;
  for (uint32_t i = 0, j = 0; i < a.size && j < b.size;) {
    const uint64_t x = a.items[i];
    const uint64_t y = b.items[j];
    common += x == y ? 1U : 0U;
    i += x <= y ? 1U : 0U;
    j += y <= x ? 1U : 0U;
  }
  return common;
}

double Jaccard(const PreparedSet& a, const PreparedSet& b) {
  if (a.size + b.size == 0) return 1.0;
  const uint32_t common = CommonItems(a, b);
  return static_cast<double>(common) / (a.size + b.size - common);
}

double Overlap(const PreparedSet& a, const PreparedSet& b) {
  const uint32_t smaller = std::min(a.size, b.size);
  if (smaller == 0) return a.size == b.size ? 1.0 : 0.0;
  return static_cast<double>(CommonItems(a, b)) / smaller;
}

double DiceShare(const PreparedSet& a, const PreparedSet& b) {
  return a.size + b.size == 0 ? 1.0 : 2.0 * CommonItems(a, b) / (a.size + b.size);
}

double CosineShare(const PreparedSet& a, const PreparedSet& b) {
  if (a.size == 0 || b.size == 0) return a.size == b.size ? 1.0 : 0.0;
  return CommonItems(a, b) / std::sqrt(static_cast<double>(a.size) * b.size);
}

}  // namespace xiuhua::text
