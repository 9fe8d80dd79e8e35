#include "linkage/link_compare.h"

#include <algorithm>

namespace xiuhua::linkage {
namespace {

constexpr uint32_t kMissingMask = 1U << 31;

int SlotOf(std::vector<int>& columns, std::vector<std::vector<ValueTest>>& tests, int column) {
  const auto found = std::ranges::find(columns, column);
  if (found != columns.end()) return static_cast<int>(found - columns.begin());
  columns.push_back(column);
  tests.emplace_back();
  return static_cast<int>(columns.size() - 1);
}

uint32_t BitOf(std::vector<ValueTest>& tests, const ValueTest& test) {
  const auto found = std::ranges::find(tests, test);
  if (found != tests.end()) return 1U << (found - tests.begin());
  tests.push_back(test);
  return 1U << (tests.size() - 1);
}

std::vector<uint8_t> CodesByMask(const CompareTables::Comparison& comparison, size_t bits) {
  std::vector<uint8_t> codes(size_t{1} << bits, comparison.else_code());
  for (uint32_t mask = 0; mask < codes.size(); ++mask) {
    for (size_t level = comparison.levels.size(); level-- > 0;) {
      const CompareTables::Level& own = comparison.levels[level];
      const bool any = own.mode == LinkLevel::Mode::kAny;
      bool holds = !any;
      for (const CompareTables::Term& term : own.terms) {
        const bool passes = (mask & term.bit) != 0;
        holds = any ? holds || passes : holds && passes;
      }
      if (holds) codes[mask] = static_cast<uint8_t>(level + 1);
    }
  }
  return codes;
}

}  // namespace

CompareTables::CompareTables(const LinkSpec& spec, const LinkTable& table, int threads) : table_(table) {
  std::vector<std::vector<ValueTest>> tests;
  for (const LinkComparison& from : spec.comparisons) {
    Comparison comparison;
    for (const int column : from.columns) comparison.slots.push_back(SlotOf(columns_, tests, column));
    for (const LinkLevel& level : from.levels) {
      Level own{.mode = level.mode};
      for (const LevelTerm& term : level.terms) {
        const int slot = SlotOf(columns_, tests, term.column);
        own.terms.push_back({slot, BitOf(tests[static_cast<size_t>(slot)], term.test)});
      }
      comparison.levels.push_back(std::move(own));
    }
    comparisons_.push_back(std::move(comparison));
  }
  for (size_t slot = 0; slot < columns_.size(); ++slot) {
    const LinkColumn& column = spec.columns[static_cast<size_t>(columns_[slot])];
    tests_.emplace_back(column, tests[slot], table.dictionary(columns_[slot]), threads);
  }
  for (Comparison& comparison : comparisons_) {
    const size_t bits = tests_[static_cast<size_t>(comparison.slots[0])].tests().size();
    if (comparison.slots.size() == 1 && bits <= 12) comparison.code_of_mask = CodesByMask(comparison, bits);
  }
}

PairComparer::PairComparer(const CompareTables& tables) : tables_(tables) {
  for (size_t slot = 0; slot < tables.columns().size(); ++slot) scratch_.push_back(tables.tests(slot).NewScratch());
  masks_.resize(tables.columns().size());
  codes_.resize(tables.comparisons().size());
}

PairComparer::~PairComparer() = default;

void PairComparer::Masks(size_t slot, uint32_t left, std::span<const uint32_t> rights) {
  const auto& values = tables_.table().values[static_cast<size_t>(tables_.columns()[slot])];
  const ColumnTests& tests = tables_.tests(slot);
  std::vector<uint32_t>& masks = masks_[slot];
  masks.resize(std::max(masks.size(), rights.size()));
  const uint32_t own = values[left];
  if (own == 0) {
    std::fill_n(masks.begin(), rights.size(), kMissingMask);
    return;
  }
  const uint32_t equal = tests.all();
  const bool only_exact = tests.only_exact();
  unlike_.resize(std::max(unlike_.size(), rights.size()));
  unlike_at_.resize(unlike_.size());
  size_t count = 0;
  for (size_t i = 0; i < rights.size(); ++i) {
    const uint32_t value = values[rights[i]];
    masks[i] = value == own ? equal : (value == 0 ? kMissingMask : 0);
    unlike_[count] = value;
    unlike_at_[count] = static_cast<uint32_t>(i);
    count += static_cast<size_t>(value != own && value != 0);
  }
  if (only_exact || count == 0) return;
  unlike_masks_.assign(count, 0);
  tests.Unlike(own, std::span(unlike_.data(), count), *scratch_[slot], unlike_masks_.data());
  for (size_t i = 0; i < count; ++i) masks[unlike_at_[i]] = unlike_masks_[i];
}

uint8_t PairComparer::CodeOf(const CompareTables::Comparison& comparison, uint32_t left, uint32_t right,
                             size_t at) const {
  bool silent = true;
  for (const int slot : comparison.slots)
    silent = silent && (masks_[static_cast<size_t>(slot)][at] & kMissingMask) != 0;
  if (silent) return kSilent;
  const auto value = [&](int slot, uint32_t record) {
    return tables_.table().values[static_cast<size_t>(tables_.columns()[static_cast<size_t>(slot)])][record];
  };
  for (size_t level = 0; level < comparison.levels.size(); ++level) {
    const CompareTables::Level& own = comparison.levels[level];
    bool holds = own.mode != LinkLevel::Mode::kAny;
    if (own.mode == LinkLevel::Mode::kSwapped) {
      const int a = own.terms[0].slot;
      const int b = own.terms[1].slot;
      holds = value(a, left) != 0 && value(b, left) != 0 && value(a, left) == value(b, right) &&
              value(b, left) == value(a, right);
    } else {
      for (const CompareTables::Term& term : own.terms) {
        const bool passes = (masks_[static_cast<size_t>(term.slot)][at] & term.bit) != 0;
        holds = own.mode == LinkLevel::Mode::kAny ? holds || passes : holds && passes;
      }
    }
    if (holds) return static_cast<uint8_t>(level + 1);
  }
  return comparison.else_code();
}

void PairComparer::Codes(size_t c, uint32_t left, std::span<const uint32_t> rights) {
  const CompareTables::Comparison& comparison = tables_.comparisons()[c];
  std::vector<uint8_t>& codes = codes_[c];
  codes.resize(std::max(codes.size(), rights.size()));
  if (!comparison.code_of_mask.empty()) {
    const std::vector<uint32_t>& masks = masks_[static_cast<size_t>(comparison.slots[0])];
    const uint8_t* const table = comparison.code_of_mask.data();
    for (size_t i = 0; i < rights.size(); ++i) {
      const uint32_t mask = masks[i];
      const uint8_t code = table[mask & ~kMissingMask];
      codes[i] = (mask & kMissingMask) != 0 ? kSilent : code;
    }
    return;
  }
  for (size_t i = 0; i < rights.size(); ++i) codes[i] = CodeOf(comparison, left, rights[i], i);
}

void PairComparer::Compare(uint32_t left, std::span<const uint32_t> rights) {
  for (size_t slot = 0; slot < masks_.size(); ++slot) Masks(slot, left, rights);
  for (size_t c = 0; c < codes_.size(); ++c) Codes(c, left, rights);
}

void PairComparer::CompareOne(size_t c, uint32_t left, std::span<const uint32_t> rights) {
  for (const int slot : tables_.comparisons()[c].slots) Masks(static_cast<size_t>(slot), left, rights);
  Codes(c, left, rights);
}

}  // namespace xiuhua::linkage
