// Identity numbers as people write them: 18 digits (GB 11643-1999, check by ISO 7064 MOD 11-2), the old 15 digits,
// disability certificates (20 or 22 places whose first 18 are the identity number), masked numbers, and the ruins
// that spreadsheets leave (4.33124E+17, 433124197001010000).
//
// The layout: 6 digits region where the number was first issued (not where the person lives), 8 digits birth,
// 3 digits sequence (odd = male), 1 check place 0-9 or X. A number of the region prefix 81, 82, 83 is a residence
// permit of Hong Kong, Macao or Taiwan residents; a first digit 9 followed by a province is a foreigner's permanent
// residence card. No function here allocates except RepairCandidates and the std::string ones.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace xiuhua::text {

// stored: never renumber
enum class IdState : int8_t {
  kMissing = 0,     // empty cell, a dash
  kValid = 1,       // 18 places with the right check digit, or a 15-digit number with a possible birth date
  kInvalid = 2,     // looks like a number and is wrong: see IdFault
  kMasked = 3,      // 433124********0012: some places hidden; match only with name and area
  kScientific = 4,  // 4.33124E+17: the spreadsheet threw the digits away; never repaired
  kNoNumber = 5,    // 无, 不详, 未办, 0, 000000..., 999999...: the writer says there is none
};

// Why a number is not valid; the first that applies in this order except kDigitsLost. stored: never renumber
enum class IdFault : int8_t {
  kNone = 0,
  kLength = 1,           // not 15, 18, 20 or 22 places
  kCharacters = 2,       // something else than digits and a final X
  kRegion = 3,           // first two digits are no province (11-15 21-23 31-37 41-46 50-54 61-65 71 81-83, 9xx)
  kBirthImpossible = 4,  // 19990231
  kBirthFuture = 5,      // after the as-of date
  kBirthTooOld = 6,      // more than 150 years before the as-of date
  kCheckDigit = 7,
  kDigitsLost = 8,        // check digit wrong and the last three places are 000: a spreadsheet kept 15 digits
  kDisabilityDigits = 9,  // places 19-20 of a disability certificate: class 1-7 and level 1-4
};

// stored: never renumber
enum class IdKind : int8_t {
  kNone = 0,
  kResident18 = 1,
  kOld15 = 2,            // text is the 18-place form: 19 inserted, check place computed
  kDisability20 = 3,     // 残疾人证: 18 + class + level
  kDisability22 = 4,     // 残疾人证 issued again: 18 + class + level + two more (B1, B2 or digits)
  kForeignResident = 5,  // 外国人永久居留身份证 of 18 places
  kOtherDocument = 6,    // a letter or two and 6-10 digits: passport, travel permit; state is kInvalid, kCharacters
};

enum class Sex : int8_t { kUnknown = 0, kMale = 1, kFemale = 2 };  // stored: never renumber

struct IdNumber {
  IdState state = IdState::kMissing;
  IdFault fault = IdFault::kNone;
  IdKind kind = IdKind::kNone;
  Sex sex = Sex::kUnknown;      // from place 17; also of invalid and masked numbers when that place is known
  bool has_birth = false;       // birth is a possible date
  int8_t disability_class = 0;  // 1 sight 2 hearing 3 speech 4 limbs 5 intellect 6 mind 7 several; 0 unknown
  int8_t disability_level = 0;  // 1 (heaviest) - 4; 0 unknown
  uint8_t size = 0;
  int32_t region = 0;  // six digits, 0 unknown
  int64_t key = 0;     // kValid: the first 17 digits as a number (the check place follows from them); else 0
  Date birth;
  std::array<char, 32> characters{};

  // The normalised number: half-width, no spaces, X upper case; 18 places for every valid one; '*' for hidden places
  // of masked ones (lengthened to 18 where one run of stars stands for the rest); the cleaned cell for others (empty
  // if it holds more than 32 characters or characters that no number has).
  [[nodiscard]] std::string_view Text() const { return {characters.data(), size}; }
};

// Parses one cell (cleaned or not). `as_of` judges future and too old births; without it births from 1850 to 2100
// pass. About 20 ns for a plain 18-place number.
IdNumber ParseIdNumber(std::string_view cell, std::optional<Date> as_of = std::nullopt);

// The check place (0-9 or X) for 17 digits; '\0' when they are not 17 digits.
char IdCheckDigit(std::string_view first17);

// Text of the 18-place number for a key; empty when the key is not in 10^16..10^17-1.
std::string IdTextOfKey(int64_t key);

// A way to make an invalid 18-place number right. Sixteen pass the check digit on average: a candidate is only worth
// something together with exactly one person of the register whose name agrees.
struct IdRepair {
  std::array<char, 18> characters{};
  int8_t place = 0;   // 0-17: the digit replaced, or the first of the two swapped
  bool swap = false;  // two neighbours swapped
  int64_t key = 0;
  [[nodiscard]] std::string_view Text() const { return {characters.data(), characters.size()}; }
};
// Every single-digit substitution and adjacent swap that passes the check digit, has a province and a possible birth
// date (judged like ParseIdNumber). Empty unless `invalid18` has 18 places of digits with an optional final X.
std::vector<IdRepair> RepairCandidates(std::string_view invalid18, std::optional<Date> as_of = std::nullopt);

// 433124199001010012 -> 433124********0012. Shorter than 12 places: all stars but the last two.
std::string MaskId(std::string_view id);
// True when every known place of the masked text equals that place of the full number (both 18 places).
bool MatchesMask(std::string_view masked, std::string_view full);

}  // namespace xiuhua::text
