#include "linkage/link_blocks.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/errors.h"
#include "linkage/errors.h"
#include "linkage/parallel.h"

namespace xiuhua::linkage {
namespace {

constexpr size_t kParts = 256;
constexpr size_t kMostKeys = 256;  // of one record under one rule
constexpr int64_t kUnitPairs = 50'000;
constexpr uint32_t kUnitBlocks = 20'000;

struct Entry {
  uint64_t key;
  uint32_t record;
};

// Everything one rule needs to make the keys of a record.
class RuleKeys {
 public:
  RuleKeys(const LinkSpec& spec, const std::vector<BlockKey>& keys, const LinkTable& table, int threads)
      : keys_(keys), table_(table) {
    for (const BlockKey& key : keys) {
      const ColumnType type = spec.columns[static_cast<size_t>(key.column)].type;
      made_.push_back(MakeValueKeys(key, type, table.dictionary(key.column), threads));
      const bool two = key.kind == KeyKind::kUnordered;
      const ColumnType other = two ? spec.columns[static_cast<size_t>(key.other)].type : type;
      second_.push_back(two ? MakeValueKeys(key, other, table.dictionary(key.other), threads) : ValueKeys{});
    }
  }

  // Appends the keys of a record, each once.
  void Of(uint32_t record, std::vector<uint64_t>& out, std::vector<uint64_t>& scratch) const {
    out.assign(1, 0);
    for (size_t i = 0; i < keys_.size() && !out.empty(); ++i) {
      scratch.clear();
      const ValueKeys& values = made_[i];
      const uint32_t value = table_.values[static_cast<size_t>(keys_[i].column)][record];
      if (keys_[i].kind == KeyKind::kUnordered) {
        const uint32_t other = table_.values[static_cast<size_t>(keys_[i].other)][record];
        if (value != 0 && other != 0)
          AddUnordered(values.keys[values.begin(value)], second_[i].keys[second_[i].begin(other)], out, scratch);
      } else {
        for (uint32_t k = values.begin(value); k < values.end(value); ++k) {
          for (const uint64_t before : out) {
            if (scratch.size() < kMostKeys) scratch.push_back(Join(before, values.keys[k]));
          }
        }
      }
      out.swap(scratch);
    }
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
  }

 private:
  static uint64_t Join(uint64_t before, uint64_t key) { return MixBits(before * 0x9e3779b97f4a7c15ULL + key) | 1; }
  static void AddUnordered(uint64_t a, uint64_t b, const std::vector<uint64_t>& out, std::vector<uint64_t>& scratch) {
    for (const uint64_t before : out) scratch.push_back(Join(Join(before, std::min(a, b)), std::max(a, b)));
  }
  const std::vector<BlockKey>& keys_;
  const LinkTable& table_;
  std::vector<ValueKeys> made_;
  std::vector<ValueKeys> second_;
};

// All (key, record) of a rule, parted by the key's top byte and sorted within each part.
std::vector<std::vector<Entry>> SortedEntries(const RuleKeys& keys, uint32_t records, int threads) {
  constexpr uint32_t kChunk = 65'536;
  const size_t chunks = (records + kChunk - 1) / kChunk;
  std::vector<std::vector<std::vector<Entry>>> made(static_cast<size_t>(threads),
                                                    std::vector<std::vector<Entry>>(kParts));
  ForEachUnit(chunks, threads, [&](size_t chunk, int thread) {
    std::vector<uint64_t> own;
    std::vector<uint64_t> scratch;
    const auto begin = static_cast<uint32_t>(chunk * kChunk);
    const uint32_t end = std::min(records, begin + kChunk);
    for (uint32_t record = begin; record < end; ++record) {
      keys.Of(record, own, scratch);
      for (const uint64_t key : own) made[static_cast<size_t>(thread)][key >> 56].push_back({key, record});
    }
  });
  std::vector<std::vector<Entry>> parts(kParts);
  ForEachUnit(kParts, threads, [&](size_t part, int) {
    std::vector<Entry>& all = parts[part];
    for (auto& of_thread : made) {
      if (all.empty()) {
        all = std::move(of_thread[part]);
      } else {
        all.insert(all.end(), of_thread[part].begin(), of_thread[part].end());
        std::vector<Entry>().swap(of_thread[part]);
      }
    }
    std::ranges::sort(
        all, [](const Entry& a, const Entry& b) { return a.key != b.key ? a.key < b.key : a.record < b.record; });
  });
  return parts;
}

class RuleBuilder {
 public:
  RuleBuilder(const LinkSpec& spec, const BlockRule& rule, const LinkTable& table, bool within, int threads)
      : spec_(spec), rule_(rule), table_(table), within_(within), keys_(spec, rule.keys, table, threads) {
    if (!rule.split.empty()) split_ = std::make_unique<RuleKeys>(spec, rule.split, table, threads);
    out_.several = rule.gives_several();
    out_.count.shown = rule.shown;
    for (const BlockKey& key : rule.keys) {
      out_.columns.push_back(key.column);
      if (key.other >= 0) out_.columns.push_back(key.other);
    }
  }

  RuleBlocks Build(int threads) {
    const auto parts = SortedEntries(keys_, table_.records(), threads);
    std::vector<bool> seen(out_.several ? table_.records() : 0);
    out_.starts.push_back(0);
    std::vector<uint32_t> members;
    for (const std::vector<Entry>& part : parts) {
      for (size_t i = 0; i < part.size();) {
        members.clear();
        size_t j = i;
        for (; j < part.size() && part[j].key == part[i].key; ++j) members.push_back(part[j].record);
        i = j;
        if (out_.several) {
          for (const uint32_t record : members) seen[record] = true;
        } else {
          out_.count.records += static_cast<int64_t>(members.size());
        }
        AddBlock(members);
      }
    }
    if (out_.several) out_.count.records = std::ranges::count(seen, true);
    out_.count.blocks = static_cast<int64_t>(out_.size());
    for (const auto& [column, blocks] : split_columns_) {
      out_.count.split_by +=
          (out_.count.split_by.empty() ? "" : ", ") + spec_.columns[static_cast<size_t>(column)].name;
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] int64_t PairsOf(const std::vector<uint32_t>& members) const {
    const auto n = static_cast<int64_t>(members.size());
    int64_t pairs = n * (n - 1) / 2;
    if (within_) return pairs;
    size_t at = 0;
    for (const LinkSource& source : table_.sources) {
      int64_t own = 0;
      for (; at < members.size() && members[at] < source.end; ++at) ++own;
      pairs -= own * (own - 1) / 2;
    }
    return pairs;
  }

  void Keep(const std::vector<uint32_t>& members) {
    const int64_t pairs = PairsOf(members);
    if (pairs == 0) return;
    out_.members.insert(out_.members.end(), members.begin(), members.end());
    out_.starts.push_back(static_cast<uint32_t>(out_.members.size()));
    out_.count.pairs += pairs;
    out_.count.largest_block = std::max(out_.count.largest_block, static_cast<int64_t>(members.size()));
  }

  void AddBlock(const std::vector<uint32_t>& members) {
    if (members.size() < 2) return;
    if (static_cast<int64_t>(members.size()) <= rule_.cap) return Keep(members);
    std::vector<Entry> entries;
    if (split_ != nullptr) {
      std::vector<uint64_t> own;
      std::vector<uint64_t> scratch;
      for (const uint32_t record : members) {
        split_->Of(record, own, scratch);
        if (!own.empty()) entries.push_back({own.front(), record});
      }
    } else {
      const int column = MildestSplit(members);
      if (column >= 0) {
        ++split_columns_[column];
        for (const uint32_t record : members) {
          const uint32_t value = table_.values[static_cast<size_t>(column)][record];
          if (value != 0) entries.push_back({value, record});
        }
      }
    }
    ++out_.count.split_blocks;
    AddParts(members.size(), entries);
  }

  void AddParts(size_t all, std::vector<Entry>& entries) {
    std::ranges::sort(
        entries, [](const Entry& a, const Entry& b) { return a.key != b.key ? a.key < b.key : a.record < b.record; });
    int64_t kept = 0;
    for (size_t i = 0; i < entries.size();) {
      std::vector<uint32_t> part;
      size_t j = i;
      for (; j < entries.size() && entries[j].key == entries[i].key; ++j) part.push_back(entries[j].record);
      i = j;
      if (static_cast<int64_t>(part.size()) > rule_.cap) continue;
      kept += static_cast<int64_t>(part.size());
      if (part.size() > 1) Keep(part);
    }
    if (kept == static_cast<int64_t>(all)) return;
    ++out_.count.left_out_blocks;
    out_.count.left_out_records += static_cast<int64_t>(all) - kept;
  }

  // The compared column, not of this rule, that divides the members into parts within the cap and keeps most pairs.
  [[nodiscard]] int MildestSplit(const std::vector<uint32_t>& members) const {
    int best = -1;
    double most = 0;
    for (size_t column = 0; column < spec_.columns.size(); ++column) {
      if (std::ranges::find(out_.columns, static_cast<int>(column)) != out_.columns.end()) continue;
      std::map<uint32_t, int64_t> sizes;
      for (const uint32_t record : members) ++sizes[table_.values[column][record]];
      double kept = 0;
      for (const auto& [value, size] : sizes) {
        if (value != 0 && size <= rule_.cap) kept += static_cast<double>(size) * static_cast<double>(size - 1);
      }
      if (kept <= most) continue;
      most = kept;
      best = static_cast<int>(column);
    }
    return best;
  }

  const LinkSpec& spec_;
  const BlockRule& rule_;
  const LinkTable& table_;
  bool within_;
  RuleKeys keys_;
  std::unique_ptr<RuleKeys> split_;
  std::map<int, int64_t> split_columns_;
  RuleBlocks out_;
};

Result<void> CheckBudget(const LinkSpec& spec, const std::vector<RuleBlocks>& rules) {
  int64_t pairs = 0;
  const RuleBlocks* worst = &rules.front();
  for (const RuleBlocks& rule : rules) {
    pairs += rule.count.pairs;
    if (rule.count.pairs > worst->count.pairs) worst = &rule;
  }
  if (pairs <= spec.max_pairs) return {};
  return Fail(errors::kLinkTooManyPairs,
              {std::to_string(pairs), std::to_string(spec.max_pairs), worst->count.shown,
               std::to_string(worst->count.pairs), std::to_string(worst->count.largest_block)});
}

}  // namespace

Result<Blocks> Blocks::Make(const LinkSpec& spec, const std::vector<BlockRule>& rules, const LinkTable& table,
                            int threads, Progress& progress) {
  Blocks blocks;
  blocks.table_ = &table;
  blocks.within_ = spec.within || table.sources.size() == 1;
  std::vector<BlockRule> ordered = rules;
  std::ranges::stable_partition(ordered, [](const BlockRule& rule) { return !rule.gives_several(); });
  progress.Begin("分组 / block", static_cast<int64_t>(ordered.size()));
  for (const BlockRule& rule : ordered) {
    if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
    blocks.rules_.push_back(RuleBuilder(spec, rule, table, blocks.within_, threads).Build(threads));
    if (!rule.gives_several()) ++blocks.single_;
    progress.Tick(1);
  }
  progress.End();
  TRY(CheckBudget(spec, blocks.rules_));
  blocks.Number();
  blocks.MakeUnits();
  return blocks;
}

void Blocks::Number() {
  const uint32_t records = table_->records();
  block_rows_.assign(static_cast<size_t>(records) * single_, 0);
  for (uint32_t rule = 0; rule < single_; ++rule) {
    const RuleBlocks& blocks = rules_[rule];
    for (uint32_t block = 0; block < blocks.size(); ++block) {
      for (uint32_t at = blocks.starts[block]; at < blocks.starts[block + 1]; ++at) {
        block_rows_[static_cast<size_t>(blocks.members[at]) * single_ + rule] = block + 1;
      }
    }
  }
  for (uint32_t rule = single_; rule < rules_.size(); ++rule) {
    const RuleBlocks& blocks = rules_[rule];
    Many many;
    many.starts.assign(records + 1, 0);
    for (const uint32_t record : blocks.members) ++many.starts[record + 1];
    std::partial_sum(many.starts.begin(), many.starts.end(), many.starts.begin());
    many.blocks.resize(blocks.members.size());
    std::vector<uint32_t> next(many.starts.begin(), many.starts.end() - 1);
    for (uint32_t block = 0; block < blocks.size(); ++block) {
      for (uint32_t at = blocks.starts[block]; at < blocks.starts[block + 1]; ++at) {
        many.blocks[next[blocks.members[at]]++] = block;
      }
    }
    many_.push_back(std::move(many));
  }
}

void Blocks::MakeUnits() {
  for (uint32_t r = 0; r < rules_.size(); ++r) {
    const RuleBlocks& rule = rules_[r];
    WorkUnit open{.rule = r};
    const auto close = [&](uint32_t next) {
      if (open.pairs > 0) units_.push_back(open);
      open = {.rule = r, .block_begin = next, .block_end = next};
    };
    for (uint32_t block = 0; block < rule.size(); ++block) {
      const uint32_t size = rule.starts[block + 1] - rule.starts[block];
      const int64_t pairs = static_cast<int64_t>(size) * (size - 1) / 2;
      if (pairs > 2 * kUnitPairs) {
        close(block);
        const auto step = static_cast<uint32_t>(std::max<int64_t>(1, kUnitPairs / size));
        for (uint32_t left = 0; left + 1 < size; left += step) {
          const uint32_t end = std::min(size - 1, left + step);
          const int64_t own = static_cast<int64_t>(end - left) * (size - left);
          units_.push_back({r, block, block + 1, left, end, own});
        }
        open = {.rule = r, .block_begin = block + 1, .block_end = block + 1};
        continue;
      }
      open.block_end = block + 1;
      open.pairs += pairs;
      if (open.pairs >= kUnitPairs || open.block_end - open.block_begin >= kUnitBlocks) close(block + 1);
    }
    close(static_cast<uint32_t>(rule.size()));
  }
}

int64_t Blocks::pairs() const {
  int64_t pairs = 0;
  for (const RuleBlocks& rule : rules_) pairs += rule.count.pairs;
  return pairs;
}

uint32_t Blocks::FirstRight(const RuleBlocks& rule, uint32_t block, uint32_t left) const {
  if (within_) return left + 1;
  const uint32_t end = table_->sources[table_->SourceOf(rule.members[left])].end;
  const auto* const first = rule.members.data() + left + 1;
  const auto* const last = rule.members.data() + rule.starts[block + 1];
  return static_cast<uint32_t>(std::lower_bound(first, last, end) - rule.members.data());
}

uint32_t Blocks::RulesOf(uint32_t left, uint32_t right) const {
  uint32_t found = 0;
  for (uint32_t rule = 0; rule < single_; ++rule) {
    const uint32_t a = block_rows_[static_cast<size_t>(left) * single_ + rule];
    const uint32_t b = block_rows_[static_cast<size_t>(right) * single_ + rule];
    if (a != 0 && a == b) found |= 1U << rule;
  }
  for (size_t i = 0; i < many_.size(); ++i) {
    const Many& many = many_[i];
    uint32_t x = many.starts[left];
    uint32_t y = many.starts[right];
    while (x < many.starts[left + 1] && y < many.starts[right + 1] && many.blocks[x] != many.blocks[y]) {
      if (many.blocks[x] < many.blocks[y]) {
        ++x;
      } else {
        ++y;
      }
    }
    if (x < many.starts[left + 1] && y < many.starts[right + 1]) found |= 1U << (single_ + i);
  }
  return found;
}

}  // namespace xiuhua::linkage
