// How two addresses stand to each other: by the division code where both are resolved, else by the words they share.
//
// A division code is compared from the left (province 2 digits, prefecture 4, county 6, township 9, village 12), so
// codes of any depth meet at the depth that both have. A village whose code changed - renamed, merged, its township
// joined to another - is recognised by its name within the county; the old names that the division table knows
// (DivisionTable::Load) lead to the village's code at once. Symmetric.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/divisions.h"
#include "text/set_similarity.h"

namespace xiuhua::text {

// The first that holds is the answer. stored: never renumber
enum class AddressRelation : int8_t {
  kMissing = -1,      // one is empty or nothing of it can be compared
  kSameHouse = 0,     // same village, group (or hamlet) and house number
  kSameGroup = 1,     // same village and group or hamlet; house numbers unknown or different
  kSameVillage = 2,   // same village
  kSameName = 3,      // another code, but the same village name (suffix aside) in the same county
  kMostWords = 4,     // not resolved both: at least four fifths of the shorter one's words are common
  kSameTownship = 5,  // same township, the villages differ or are unknown
  kSomeWords = 6,     // not resolved both: at least half of the shorter one's words are common
  kSameCounty = 7,
  kSamePrefecture = 8,
  kSameProvince = 9,
  kDifferent = 10,
};
inline constexpr int kAddressRelations = 11;

struct PreparedAddress {
  uint64_t code = 0;                               // 12 digits; 0 when not resolved
  int64_t village = 0;                             // NameKey of the folded core of the village's name; 0 unknown
  int64_t hamlet = 0;                              // NameKey of what stands before the group (大寨); 0 none
  PreparedSet words;                               // of the whole text
  int32_t house = 0;                               // 12号: 12; 0 unknown
  int16_t group = 0;                               // 0 unknown
  DivisionLevel level = DivisionLevel::kProvince;  // of the code
};

// Prepares addresses; words stay in `pool`, which must outlive them. `table` may be null: then only words and codes
// written as 6, 9 or 12 digits count. Arguments as in DivisionTable::Resolve; any may be empty.
PreparedAddress PrepareAddress(const DivisionTable* table, SetPool& pool, std::string_view county,
                               std::string_view township, std::string_view village);

AddressRelation RelateAddresses(const PreparedAddress& a, const PreparedAddress& b);
std::string_view AddressRelationWord(AddressRelation relation, bool chinese);

}  // namespace xiuhua::text
