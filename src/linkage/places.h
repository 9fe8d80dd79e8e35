// Places: two publishers' registers of the same places (codes and names) laid beside each other and explained.
//
// First by code: the same code with the same name agrees; with another name, the difference is named by kind. What
// stands on one side only is then matched by name across codes: boundaries move, districts are renumbered, and the same
// place carries another code. A match is *proposed as the same place* only when the name (compared in folded form)
// occurs once on each one-sided list within the same prefecture and the codes are siblings of a renumbering or share
// their county; everything weaker goes to a person. Nothing is merged here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xiuhua::linkage {

struct Place {
  std::string code;  // 9 digits (township) or 12 (village); the first 6 are the county, the first 4 the prefecture
  std::string name;
  int64_t row_ref = 0;
};

// What made two names of one code differ, the slightest kind that explains it.
enum class NameDifference : uint8_t {
  kNone,
  kWriting,       // spaces, width, brackets
  kVariant,       // variant or traditional character
  kPlaceholder,   // a rare character written in letters: 满（lang）塘镇
  kLookAlike,     // one character that looks alike
  kSoundAlike,    // one or more characters that sound alike
  kSuffix,        // same stem, other administrative ending: 街道 / 街道办事处, 镇 / 街道
  kShortened,     // one name holds the other: 东风街道 / 东风路街道
  kOneCharacter,  // one character of at least three differs and neither looks nor sounds alike
  kRenamed,       // different names
};
std::string_view NameDifferenceWord(NameDifference difference);     // Chinese
std::string_view NameDifferenceEnglish(NameDifference difference);  // English
NameDifference ExplainNames(std::string_view left, std::string_view right);

// "街道办事处" → stem and administrative ending: {"东华门", "街道"}; the ending is brought to its usual form.
struct StemAndEnding {
  std::string stem;
  std::string ending;  // empty when there is none
};
StemAndEnding SplitPlaceName(std::string_view name);

enum class PlaceVerdict : uint8_t { kAgree, kNameDiffers, kMoved, kReview, kLeftOnly, kRightOnly };

struct PlacePair {
  PlaceVerdict verdict = PlaceVerdict::kAgree;
  Place left;   // empty code when the place stands on the right only
  Place right;  // empty code when it stands on the left only
  NameDifference difference = NameDifference::kNone;
  std::string evidence_zh, evidence_en;  // why they are thought the same, or what is in doubt
};

struct PlaceComparison {
  std::vector<PlacePair> pairs;  // every row of both sides stands in exactly one pair, except review pairs
  int64_t agree = 0;
  int64_t name_differs = 0;
  int64_t left_only = 0;  // before matching across codes
  int64_t right_only = 0;
  int64_t moved = 0;   // pairs proposed as the same place under another code
  int64_t review = 0;  // candidate pairs for a person to judge
};

// Codes are unique on each side; a code given twice keeps its first row and the others are listed as one-sided.
PlaceComparison ComparePlaces(const std::vector<Place>& left, const std::vector<Place>& right);

}  // namespace xiuhua::linkage
