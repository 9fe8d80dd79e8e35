// Name tables of the generator: written by hand as rough weights, not taken from any published frequency list.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace xiuhua::synth {

struct WeightedText {
  std::string_view text;
  int32_t weight;
};

std::span<const WeightedText> Surnames();          // heavy in the style of the Wuling mountains
std::span<const WeightedText> CompoundSurnames();  // two characters
// Characters of given names; separated by blanks. cohort 0: born before 1970, 1: 1970-1994, 2: since 1995.
std::span<const std::string_view> GivenCharacters(bool male, int cohort);
std::span<const std::string_view> DottedNames();  // full names with a middle dot
std::span<const std::string_view> RareInGbk();    // rare, inside GBK
std::span<const std::string_view> OutsideGbk();   // not in GBK; `PinyinOf` gives what old systems print
std::string_view PinyinOf(std::string_view rare);
// Characters that sound alike, first of each group included; empty when the character is in no group.
std::span<const std::string_view> SoundAlikes(std::string_view character);
std::string_view VariantOf(std::string_view character);  // variant or traditional form, empty when none

}  // namespace xiuhua::synth
