// Interner: texts to numbers, each distinct text once. Private to the linkage engine.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace xiuhua::linkage {

// Bytes that stay where they are.
class TextArena {
 public:
  std::string_view Keep(std::string_view text) {
    if (text.size() > left_) {
      const size_t size = text.size() > kChunk / 4 ? text.size() : kChunk;
      chunks_.push_back(std::make_unique_for_overwrite<char[]>(size));
      if (size != kChunk) return Copy(chunks_.back().get(), text);  // a giant stands alone, the open chunk goes on
      next_ = chunks_.back().get();
      left_ = kChunk;
    }
    const std::string_view kept = Copy(next_, text);
    next_ += text.size();
    left_ -= text.size();
    return kept;
  }

 private:
  static constexpr size_t kChunk = 1 << 20;
  static std::string_view Copy(char* to, std::string_view text) {
    if (!text.empty()) std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }
  std::vector<std::unique_ptr<char[]>> chunks_;
  char* next_ = nullptr;
  size_t left_ = 0;
};

inline uint64_t MixBits(uint64_t x) {  // the finaliser of MurmurHash3
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53ULL;
  return x ^ (x >> 33);
}

// 64 bits of a text; the same on every machine of one byte order.
inline uint64_t HashText(std::string_view text, uint64_t seed = 0) {
  uint64_t hash = seed ^ (text.size() * 0x9e3779b97f4a7c15ULL);
  const char* at = text.data();
  size_t left = text.size();
  while (left >= 8) {
    uint64_t word;
    std::memcpy(&word, at, 8);
    hash = (hash ^ word) * 0xd6e8feb86659fd93ULL;
    hash ^= hash >> 32;
    at += 8;
    left -= 8;
  }
  uint64_t tail = 0;
  if (left > 0) std::memcpy(&tail, at, left);
  return MixBits(hash ^ tail);
}

class Interner {
 public:
  Interner() : slots_(1024) {}

  // The number of a text, counted from 0 in the order of first sight; `fresh` tells that it was new.
  uint32_t Add(std::string_view text, bool* fresh = nullptr) {
    const uint64_t hash = HashText(text);
    const auto mark = static_cast<uint32_t>(hash >> 32);
    size_t at = hash & (slots_.size() - 1);
    while (slots_[at].id_plus_one != 0) {
      if (slots_[at].mark == mark && texts_[slots_[at].id_plus_one - 1] == text) {
        if (fresh != nullptr) *fresh = false;
        return slots_[at].id_plus_one - 1;
      }
      at = (at + 1) & (slots_.size() - 1);
    }
    texts_.push_back(arena_.Keep(text));
    slots_[at] = {mark, static_cast<uint32_t>(texts_.size())};
    if (texts_.size() * 2 > slots_.size()) Grow();
    if (fresh != nullptr) *fresh = true;
    return static_cast<uint32_t>(texts_.size() - 1);
  }

  [[nodiscard]] const std::vector<std::string_view>& texts() const { return texts_; }

 private:
  struct Slot {
    uint32_t mark = 0;
    uint32_t id_plus_one = 0;
  };
  void Grow() {
    std::vector<Slot> larger(slots_.size() * 2);
    for (uint32_t id = 0; id < texts_.size(); ++id) {
      const uint64_t hash = HashText(texts_[id]);
      size_t at = hash & (larger.size() - 1);
      while (larger[at].id_plus_one != 0) at = (at + 1) & (larger.size() - 1);
      larger[at] = {static_cast<uint32_t>(hash >> 32), id + 1};
    }
    slots_ = std::move(larger);
  }
  std::vector<Slot> slots_;
  std::vector<std::string_view> texts_;
  TextArena arena_;
};

}  // namespace xiuhua::linkage
