// Blocks: which pairs are compared. Exact pair counts before anything is compared; each pair once.
//
// A rule gives a record a key (several, where a key gives several). Records of one key are a block. Rules whose keys
// are single stand first, then those with several; within each kind in the order of the spec. A pair belongs to the
// first rule, and in it to the first block, that holds both. A block above the rule's cap is divided by the rule's
// `split` keys, by the automatic split column where none is given, and parts that are still too large are left out; all
// is counted.
//
// Errors: LNK-015 when there would be more pairs than max_pairs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "linkage/link_keys.h"
#include "linkage/link_spec.h"
#include "linkage/link_table.h"

namespace xiuhua::linkage {

struct RuleCount {
  std::string shown;
  int64_t records = 0;        // that have a key
  int64_t blocks = 0;         // of two or more records that can pair
  int64_t pairs = 0;          // with those that other rules find too
  int64_t largest_block = 0;  // records
  int64_t split_blocks = 0;
  std::string split_by;  // column of an automatic split
  int64_t left_out_blocks = 0;
  int64_t left_out_records = 0;
};

// The blocks of one rule. Block b: members[starts[b] .. starts[b + 1]), records ascending.
struct RuleBlocks {
  bool several = false;
  std::vector<uint32_t> starts;
  std::vector<uint32_t> members;
  RuleCount count;
  std::vector<int> columns;  // whose agreement the rule demands
  [[nodiscard]] size_t size() const { return starts.empty() ? 0 : starts.size() - 1; }
};

// A stretch of work: the pairs (left, right) of blocks [block_begin, block_end), left being the left_begin-th to the
// left_end-th member (only where it is one block).
struct WorkUnit {
  uint32_t rule = 0;
  uint32_t block_begin = 0;
  uint32_t block_end = 0;
  uint32_t left_begin = 0;
  uint32_t left_end = 0;
  int64_t pairs = 0;
};

class Blocks {
 public:
  // `source_of_rules`: spec.blocking, or the deterministic rules of the prior.
  static Result<Blocks> Make(const LinkSpec& spec, const std::vector<BlockRule>& rules, const LinkTable& table,
                             int threads, Progress& progress);

  [[nodiscard]] const std::vector<RuleBlocks>& rules() const { return rules_; }
  [[nodiscard]] const std::vector<WorkUnit>& units() const { return units_; }
  [[nodiscard]] int64_t pairs() const;  // repeats included

  // Calls of a unit: visit(left record, right records). Pairs that belong to an earlier rule or block are left out.
  // `scratch` is reused between calls of one thread.
  struct Scratch {
    std::vector<uint32_t> rights;
    std::vector<uint32_t> rows;
    std::vector<uint32_t> own;
  };
  template <class Visit>
  void ForPairs(const WorkUnit& unit, Scratch& scratch, const Visit& visit) const;

  // Rules (bits, in the order of rules()) whose blocks hold both.
  [[nodiscard]] uint32_t RulesOf(uint32_t left, uint32_t right) const;

 private:
  void MakeUnits();
  void Number();
  [[nodiscard]] bool Earlier(uint32_t rule, uint32_t block, uint32_t left, uint32_t right) const;
  [[nodiscard]] uint32_t FirstRight(const RuleBlocks& rule, uint32_t block, uint32_t left) const;
  bool within_ = true;
  const LinkTable* table_ = nullptr;
  std::vector<RuleBlocks> rules_;
  std::vector<WorkUnit> units_;
  uint32_t single_ = 0;               // rules with one key per record
  std::vector<uint32_t> block_rows_;  // [record * single_ + rule]: block + 1, 0 = none
  struct Many {                       // per rule with several keys: blocks of a record, ascending
    std::vector<uint32_t> starts;
    std::vector<uint32_t> blocks;
  };
  std::vector<Many> many_;
};

template <class Visit>
void Blocks::ForPairs(const WorkUnit& unit, Scratch& scratch, const Visit& visit) const {
  const RuleBlocks& rule = rules_[unit.rule];
  for (uint32_t block = unit.block_begin; block < unit.block_end; ++block) {
    const uint32_t begin = rule.starts[block];
    const uint32_t end = rule.starts[block + 1];
    const bool part = unit.left_end > 0;
    const uint32_t last = part ? begin + unit.left_end : end - 1;
    for (uint32_t left = part ? begin + unit.left_begin : begin; left < last; ++left) {
      const uint32_t left_record = rule.members[left];
      scratch.rights.clear();
      for (uint32_t right = FirstRight(rule, block, left); right < end; ++right) {
        const uint32_t right_record = rule.members[right];
        if (!Earlier(unit.rule, block, left_record, right_record)) scratch.rights.push_back(right_record);
      }
      if (!scratch.rights.empty()) visit(left_record, scratch.rights);
    }
  }
}

inline bool Blocks::Earlier(uint32_t rule, uint32_t block, uint32_t left, uint32_t right) const {
  const uint32_t* a = block_rows_.data() + static_cast<size_t>(left) * single_;
  const uint32_t* b = block_rows_.data() + static_cast<size_t>(right) * single_;
  const uint32_t singles = rule < single_ ? rule : single_;
  bool found = false;
  for (uint32_t i = 0; i < singles; ++i) found |= a[i] == b[i] && a[i] != 0;
  if (found || rule < single_) return found;
  for (uint32_t i = single_; i <= rule; ++i) {
    const Many& many = many_[i - single_];
    uint32_t x = many.starts[left];
    uint32_t y = many.starts[right];
    while (x < many.starts[left + 1] && y < many.starts[right + 1]) {
      if (many.blocks[x] == many.blocks[y]) {
        if (i < rule || many.blocks[x] < block) return true;
        break;
      }
      if (many.blocks[x] < many.blocks[y]) {
        ++x;
      } else {
        ++y;
      }
    }
  }
  return false;
}

}  // namespace xiuhua::linkage
