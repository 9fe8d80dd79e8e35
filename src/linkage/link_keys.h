// Keys of values: what two records must share to stand in one block.
#pragma once

#include <cstdint>
#include <vector>

#include "linkage/link_spec.h"
#include "linkage/link_table.h"

namespace xiuhua::linkage {

// The keys of every value of one column under one BlockKey, as 64-bit hashes of the key's text, so that they do not
// depend on the table. A value without a key (missing, no date ...) has none.
struct ValueKeys {
  std::vector<uint32_t> ends;  // keys of value v: keys[ends[v - 1] .. ends[v]), value 0 has none
  std::vector<uint64_t> keys;
  [[nodiscard]] uint32_t begin(uint32_t value) const { return value == 0 ? 0 : ends[value - 1]; }
  [[nodiscard]] uint32_t end(uint32_t value) const { return ends[value]; }
};

ValueKeys MakeValueKeys(const BlockKey& key, ColumnType type, const Dictionary& dictionary, int threads);
// The keys of one cleaned value.
void KeysOfValue(const BlockKey& key, ColumnType type, std::string_view value, std::vector<uint64_t>& out);
// American Soundex of the letters of a text (Russell 1918): r163 for robert; empty without a letter.
std::string Soundex(std::string_view text);

}  // namespace xiuhua::linkage
