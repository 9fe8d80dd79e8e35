// Links between clusters and what clusters claim: the bookkeeping of ComponentSolver.
#include <algorithm>

#include "linkage/cluster_solver.h"

namespace xiuhua::linkage {

void LinkTable::Reset(uint32_t count) {
  count_ = count;
  sparse_.clear();
  dense_.clear();
  if (count <= kDenseUpTo) dense_.resize(static_cast<size_t>(count) * count);
}

Link* LinkTable::Find(uint32_t a, uint32_t b) {
  if (!dense_.empty()) {
    Cell& cell = dense_[static_cast<size_t>(std::min(a, b)) * count_ + std::max(a, b)];
    return cell.present ? &cell.link : nullptr;
  }
  const auto at = sparse_.find(Key(a, b));
  return at == sparse_.end() ? nullptr : &at->second;
}

Link& LinkTable::At(uint32_t a, uint32_t b) {
  if (dense_.empty()) return sparse_[Key(a, b)];
  Cell& cell = dense_[static_cast<size_t>(std::min(a, b)) * count_ + std::max(a, b)];
  cell.present = true;
  return cell.link;
}

void LinkTable::Erase(uint32_t a, uint32_t b) {
  if (dense_.empty()) {
    sparse_.erase(Key(a, b));
  } else {
    dense_[static_cast<size_t>(std::min(a, b)) * count_ + std::max(a, b)] = Cell{};
  }
}

void ClaimBook::Reset(uint32_t clusters) {
  if (entries_.size() < clusters) entries_.resize(clusters);
  for (uint32_t i = 0; i < clusters; ++i) entries_[i].clear();
}

void ClaimBook::Add(uint32_t cluster, std::span<const Claim> claims) {
  std::vector<Entry>& book = entries_[cluster];
  for (const Claim& claim : claims) {
    const auto at = std::ranges::lower_bound(book, claim, {}, &Entry::claim);
    if (at != book.end() && at->claim == claim) {
      ++at->count;
    } else {
      book.insert(at, {claim, 1});
    }
  }
}

void ClaimBook::Remove(uint32_t cluster, std::span<const Claim> claims) {
  std::vector<Entry>& book = entries_[cluster];
  for (const Claim& claim : claims) {
    const auto at = std::ranges::lower_bound(book, claim, {}, &Entry::claim);
    if (--at->count == 0) book.erase(at);
  }
}

void ClaimBook::Move(uint32_t from, uint32_t into) {
  std::vector<Entry>& book = entries_[into];
  for (const Entry& entry : entries_[from]) {
    const auto at = std::ranges::lower_bound(book, entry.claim, {}, &Entry::claim);
    if (at != book.end() && at->claim == entry.claim) {
      at->count += entry.count;
    } else {
      book.insert(at, entry);
    }
  }
  entries_[from].clear();
}

namespace {

// The first key that both sorted lists hold without a value in common.
template <class A, class B, class ClaimOfB>
uint64_t FirstConflict(const A& a, const B& b, ClaimOfB claim_of) {
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() && j < b.size()) {
    const uint64_t key = a[i].claim.key;
    if (key != claim_of(b[j]).key) {
      (key < claim_of(b[j]).key ? i : j)++;
      continue;
    }
    bool shared = false;
    while (i < a.size() && j < b.size() && a[i].claim.key == key && claim_of(b[j]).key == key && !shared) {
      const uint32_t left = a[i].claim.value;
      const uint32_t right = claim_of(b[j]).value;
      shared = left == right;
      if (!shared) (left < right ? i : j)++;
    }
    if (!shared) return key;
    while (i < a.size() && a[i].claim.key == key) ++i;
    while (j < b.size() && claim_of(b[j]).key == key) ++j;
  }
  return 0;
}

}  // namespace

uint64_t ClaimBook::Conflict(uint32_t a, uint32_t b) const {
  return FirstConflict(entries_[a], entries_[b], [](const Entry& entry) -> const Claim& { return entry.claim; });
}

uint64_t ClaimBook::Conflict(uint32_t cluster, std::span<const Claim> claims) const {
  return FirstConflict(entries_[cluster], claims, [](const Claim& claim) { return claim; });
}

}  // namespace xiuhua::linkage
