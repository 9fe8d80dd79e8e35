// LinkTable: the inputs of one linkage in memory, every used column as numbers of a dictionary.
//
// A dictionary holds the cleaned values of a column (of several where the spec swaps them), sorted by content, so that
// numbers do not depend on the order of rows or on threads; 0 is the missing value. Records are counted over all
// inputs: inputs in the order of their names, then row by row. A record takes 4 bytes per column, a distinct value its
// bytes + 8.
//
// Errors: LNK-011 ... LNK-014, LNK-016, LNK-017; what the SQL engine says of an unreadable file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "linkage/interner.h"
#include "linkage/link_spec.h"

namespace xiuhua::linkage {

class Dictionary {
 public:
  // Values in ascending order, none empty, none twice.
  explicit Dictionary(const std::vector<std::string_view>& sorted);
  [[nodiscard]] uint32_t size() const { return static_cast<uint32_t>(ends_.size()); }  // the missing one included
  [[nodiscard]] std::string_view Text(uint32_t id) const {
    return id == 0 ? std::string_view() : std::string_view(bytes_).substr(ends_[id - 1], ends_[id] - ends_[id - 1]);
  }
  [[nodiscard]] uint32_t Find(std::string_view text) const;  // 0 when absent

 private:
  std::string bytes_;
  std::vector<uint64_t> ends_;
};

struct LinkSource {
  std::string name;
  std::string path;
  uint32_t begin = 0;  // records
  uint32_t end = 0;
};

struct LinkTable {
  std::vector<LinkSource> sources;
  TextArena arena;
  std::vector<std::string_view> ids;  // per record
  std::vector<Dictionary> dictionaries;
  std::vector<int> dictionary_of;             // per column of the spec
  std::vector<std::vector<uint32_t>> values;  // [column][record]

  [[nodiscard]] uint32_t records() const { return static_cast<uint32_t>(ids.size()); }
  [[nodiscard]] uint32_t SourceOf(uint32_t record) const;
  [[nodiscard]] const Dictionary& dictionary(int column) const {
    return dictionaries[static_cast<size_t>(dictionary_of[static_cast<size_t>(column)])];
  }
  [[nodiscard]] std::string_view Text(int column, uint32_t record) const {
    return dictionary(column).Text(values[static_cast<size_t>(column)][record]);
  }
};

struct LinkInput {
  std::string name;
  std::string path;
};
struct ReadOptions {
  int threads = 2;
  int64_t memory_mb = 4096;
};

// Reads CSV (header row, UTF-8) or Parquet files; cells are taken as text.
Result<LinkTable> ReadLinkTable(const LinkSpec& spec, std::vector<LinkInput> inputs, const ReadOptions& options,
                                Progress& progress);

// Fills a table row by row: what ReadLinkTable and tests use.
class LinkTableBuilder {
 public:
  static constexpr uint32_t kMostRecords = 2'000'000'000;
  // More than `most_records` rows are refused.
  LinkTableBuilder(const LinkSpec& spec, int threads, uint32_t most_records = kMostRecords);
  // Inputs are begun in the order of their names.
  void BeginSource(const LinkInput& input);
  // `cells`: one per column of the spec. Errors: LNK-012, LNK-013, LNK-016.
  Result<void> AddRow(std::string_view id, const std::vector<std::string_view>& cells);
  Result<LinkTable> Finish();

 private:
  void MakeDictionary(const std::vector<int>& columns);
  const LinkSpec& spec_;
  int threads_;
  uint32_t most_records_;
  LinkTable table_;
  std::vector<Interner> raw_;  // per column
  Interner ids_;               // of the open input
};

}  // namespace xiuhua::linkage
