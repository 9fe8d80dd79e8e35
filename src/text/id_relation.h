// How two identity numbers stand to each other: one level of a fixed list for each pair, and what a number says against
// the columns beside it.
//
// Validity comes first. A valid number carries a check place that any single wrong digit and any swap of neighbours
// breaks (ISO 7064 MOD 11-2), so two valid and different numbers are two numbers, never a typing error - also where one
// of them is an old number of 15 places, although that has no check place: those of twins differ by one digit. Only an
// invalid number may be a mistyped one. Typical cost 2 ns, 30 ns for a wrong number beside one of the same place and
// day. Symmetric.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "text/date_relation.h"
#include "text/id_number.h"

namespace xiuhua::text {

// The first that holds is the answer; the order is that of judgement. stored: never renumber
enum class IdRelation : int8_t {
  kMissing = -1,         // one is missing, says "none", lost its digits, or is another kind of document
  kEqual = 0,            // one number: 15 = 18 places, a disability certificate's first 18, x = X
  kEqualInvalid = 1,     // the same text, which is no valid number
  kOneEdit = 2,          // one valid, one not, a digit or a swap of neighbours apart
  kMaskedAgrees = 3,     // one has hidden or lost places (433124****0012, ...000), and the others agree: at least four
  kTwoEdits = 4,         // one valid, one not, two edits apart behind the same region and birth date
  kBothInvalidNear = 5,  // both invalid, at most two edits apart
  kSameBirth = 6,        // at least one invalid; same region and birth date
  kDifferent = 7,        // at least one not valid, nothing of the above
  kOther = 8,            // both valid and different: another number
};
inline constexpr int kIdRelations = 9;

struct PreparedId {
  alignas(16) std::array<char, 32> text{};  // 18 places (15, 17, ... of some invalid ones), '*' hidden, zeros behind
  uint64_t bag = 0;                         // one bit a (digit, how often before)
  int64_t key = 0;                          // of valid ones
  PreparedDate birth;                       // of valid ones, and of masked ones where it shows
  uint8_t size = 0;
  IdState state = IdState::kMissing;
  Sex sex = Sex::kUnknown;  // of valid ones, and of masked ones where it shows
  bool document = false;    // another kind of document: E12345678
};
PreparedId PrepareId(const IdNumber& id);

IdRelation RelateIds(const PreparedId& a, const PreparedId& b);
std::string_view IdRelationWord(IdRelation relation, bool chinese);

// What the number says about the column beside it. stored: never renumber
enum class IdEvidence : int8_t { kSilent = 0, kAgrees = 1, kContradicts = 2 };
IdEvidence IdAgainstSex(const PreparedId& id, Sex sex);
// kMissing where the number is silent (not valid, birth hidden) or the date is.
DateRelation IdAgainstBirth(const PreparedId& id, const PreparedDate& birth);

}  // namespace xiuhua::text
