// How two telephone numbers stand to each other: one level of a fixed list for each pair. Symmetric.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "text/values.h"

namespace xiuhua::text {

// The first that holds is the answer. stored: never renumber
enum class PhoneRelation : int8_t {
  kMissing = -1,     // one is missing, unreadable, or made up (its last seven digits are one digit)
  kEqual = 0,        // the same number; country code and marks do not count
  kAreaMissing = 1,  // a landline with and without its area code
  kMasked = 2,       // one has hidden places and the others agree: at least four
  kOneEdit = 3,      // a digit or a swap of neighbours apart
  kSameTail = 4,     // the last eight digits of mobiles, seven of landlines are equal
  kDifferent = 5,
};
inline constexpr int kPhoneRelations = 6;

struct PreparedPhone {
  alignas(16) std::array<char, 16> text{};  // digits, '*' hidden, zeros behind
  uint64_t bag = 0;
  uint8_t size = 0;  // 0: missing
  PhoneKind kind = PhoneKind::kNone;
  bool masked = false;
};
// Of several numbers in a cell the first one; compare the others by preparing them by themselves.
PreparedPhone PreparePhone(const ParsedPhone& phone);

PhoneRelation RelatePhones(const PreparedPhone& a, const PreparedPhone& b);
std::string_view PhoneRelationWord(PhoneRelation relation, bool chinese);

}  // namespace xiuhua::text
