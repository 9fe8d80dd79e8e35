#include "linkage/link_table.h"

#include <algorithm>
#include <numeric>

#include "linkage/errors.h"
#include "linkage/link_clean.h"
#include "linkage/parallel.h"

namespace xiuhua::linkage {
namespace {

// The first eight bytes as a number that sorts like the text.
uint64_t Head(std::string_view text) {
  uint64_t head = 0;
  for (size_t i = 0; i < 8; ++i) head = head << 8 | (i < text.size() ? static_cast<uint8_t>(text[i]) : 0);
  return head;
}

// Columns that share a dictionary: those a spec swaps or takes in either order.
std::vector<std::vector<int>> DictionaryGroups(const LinkSpec& spec) {
  std::vector<int> group(spec.columns.size());
  std::iota(group.begin(), group.end(), 0);
  const auto join = [&](int a, int b) {
    const int from = group[static_cast<size_t>(b)];
    const int to = group[static_cast<size_t>(a)];
    std::ranges::replace(group, from, to);
  };
  for (const LinkComparison& comparison : spec.comparisons) {
    for (const LinkLevel& level : comparison.levels) {
      if (level.mode == LinkLevel::Mode::kSwapped) join(level.terms[0].column, level.terms[1].column);
    }
  }
  std::vector<std::vector<int>> groups(spec.columns.size());
  for (size_t i = 0; i < group.size(); ++i) groups[static_cast<size_t>(group[i])].push_back(static_cast<int>(i));
  std::erase_if(groups, [](const std::vector<int>& members) { return members.empty(); });
  return groups;
}

}  // namespace

Dictionary::Dictionary(const std::vector<std::string_view>& sorted) {
  size_t bytes = 0;
  for (const std::string_view text : sorted) bytes += text.size();
  bytes_.reserve(bytes);
  ends_.reserve(sorted.size() + 1);
  ends_.push_back(0);
  for (const std::string_view text : sorted) {
    bytes_ += text;
    ends_.push_back(bytes_.size());
  }
}

uint32_t Dictionary::Find(std::string_view text) const {
  uint32_t low = 1;
  uint32_t high = size();
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (Text(middle) < text) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < size() && Text(low) == text ? low : 0;
}

uint32_t LinkTable::SourceOf(uint32_t record) const {
  uint32_t source = 0;
  while (record >= sources[source].end) ++source;
  return source;
}

LinkTableBuilder::LinkTableBuilder(const LinkSpec& spec, int threads, uint32_t most_records)
    : spec_(spec), threads_(threads), most_records_(most_records) {
  raw_.resize(spec.columns.size());
  table_.values.resize(spec.columns.size());
  table_.dictionary_of.assign(spec.columns.size(), 0);
}

void LinkTableBuilder::BeginSource(const LinkInput& input) {
  const uint32_t at = table_.records();
  table_.sources.push_back({.name = input.name, .path = input.path, .begin = at, .end = at});
  ids_ = Interner();
}

Result<void> LinkTableBuilder::AddRow(std::string_view id, const std::vector<std::string_view>& cells) {
  LinkSource& source = table_.sources.back();
  if (id.empty()) return Fail(errors::kLinkEmptyId, {source.name, std::to_string(source.end - source.begin + 1)});
  if (table_.records() >= most_records_) {
    return Fail(errors::kLinkTooManyRows, {std::to_string(table_.records()), std::to_string(most_records_)});
  }
  bool fresh = false;
  ids_.Add(id, &fresh);
  if (!fresh) return Fail(errors::kLinkDuplicateId, {source.name, id});
  table_.ids.push_back(table_.arena.Keep(id));
  for (size_t column = 0; column < cells.size(); ++column) {
    table_.values[column].push_back(raw_[column].Add(cells[column]));
  }
  source.end = table_.records();
  return {};
}

void LinkTableBuilder::MakeDictionary(const std::vector<int>& columns) {
  struct Entry {
    uint64_t head;
    std::string_view text;
    uint32_t member;
    uint32_t raw;
  };
  TextArena arena;
  std::vector<Entry> entries;
  for (uint32_t member = 0; member < columns.size(); ++member) {
    const auto column = static_cast<size_t>(columns[member]);
    CellCleaner cleaner(spec_.columns[column]);
    const auto& texts = raw_[column].texts();
    for (uint32_t raw = 0; raw < texts.size(); ++raw) {
      const std::string_view clean = cleaner.Clean(texts[raw]);
      if (clean.empty()) continue;
      const std::string_view kept = clean == texts[raw] ? texts[raw] : arena.Keep(clean);
      entries.push_back({Head(kept), kept, member, raw});
    }
  }
  std::ranges::sort(
      entries, [](const Entry& a, const Entry& b) { return a.head != b.head ? a.head < b.head : a.text < b.text; });
  std::vector<std::string_view> sorted;
  std::vector<std::vector<uint32_t>> numbers;
  for (const int column : columns) numbers.emplace_back(raw_[static_cast<size_t>(column)].texts().size(), 0);
  for (const Entry& entry : entries) {
    if (sorted.empty() || sorted.back() != entry.text) sorted.push_back(entry.text);
    numbers[entry.member][entry.raw] = static_cast<uint32_t>(sorted.size());
  }
  table_.dictionaries[static_cast<size_t>(columns.front())] = Dictionary(sorted);
  for (uint32_t member = 0; member < columns.size(); ++member) {
    const auto column = static_cast<size_t>(columns[member]);
    table_.dictionary_of[column] = columns.front();
    for (uint32_t& value : table_.values[column]) value = numbers[member][value];
    raw_[column] = Interner();
  }
}

Result<LinkTable> LinkTableBuilder::Finish() {
  ids_ = Interner();
  table_.dictionaries.assign(spec_.columns.size(), Dictionary({}));
  const auto groups = DictionaryGroups(spec_);
  ForEachUnit(groups.size(), threads_, [&](size_t unit, int) { MakeDictionary(groups[unit]); });
  return std::move(table_);
}

}  // namespace xiuhua::linkage
