#include "text/spelling.h"

#include <algorithm>
#include <string>

#include "text/name_relation.h"
#include "text/names.h"
#include "text/pinyin.h"
#include "text/shape.h"
#include "text/sound.h"
#include "text/width.h"

namespace xiuhua::text {
namespace {

constexpr size_t kMostLetters = 63;

// Vowels with tone marks as pinyin writes them; 0 for what is no letter.
char PlainLetter(char32_t c) {
  if (c >= 'a' && c <= 'z') return static_cast<char>(c);
  constexpr std::u32string_view kMarked[] = {U"aāáǎàĀÁǍÀ", U"eēéěèĒÉĚÈê",  U"iīíǐìĪÍǏÌ", U"oōóǒòŌÓǑÒ",
                                             U"uūúǔùŪÚǓÙ", U"vüǖǘǚǜÜǕǗǙǛ", U"nńňǹ",      U"mḿ"};
  for (const std::u32string_view group : kMarked) {
    if (group.contains(c)) return static_cast<char>(group[0]);
  }
  return 0;
}

std::string PlainLetters(std::string_view folded) {
  std::string letters;
  for (const char32_t c : CodePoints(folded)) {
    const char letter = PlainLetter(c);
    if (letter != 0) letters += letter;
  }
  return letters;
}

// How many letters at `at` spell the reading; a v may be written v, u or yu. 0: none.
size_t Spelled(std::string_view letters, size_t at, std::string_view reading) {
  size_t i = at;
  for (const char sound : reading) {
    if (sound == 'v' && letters.substr(i).starts_with("yu")) ++i;
    if (i == letters.size() || (letters[i] != sound && !(sound == 'v' && letters[i] == 'u'))) return 0;
    ++i;
  }
  return i - at;
}

// The places in `letters` that can be reached from the places `from` by spelling the characters one after the other.
uint64_t Reach(std::string_view letters, std::string_view han, uint64_t from) {
  for (const char32_t c : CodePoints(han)) {
    uint64_t reached = 0;
    for (size_t at = 0; at < letters.size(); ++at) {
      if ((from >> at & 1U) == 0) continue;
      for (const std::string_view reading : Readings(c)) {
        const size_t length = Spelled(letters, at, reading);
        if (length > 0) reached |= uint64_t{1} << (at + length);
      }
    }
    from = reached;
  }
  return from;
}

// One combination of readings: the digit of each character in a number whose places have different bases.
class Combinations {
 public:
  Combinations(std::string_view folded, SoundClass sounds) {
    for (const char32_t c : CodePoints(folded)) places_.push_back(SoundsOf(c, sounds));
  }
  [[nodiscard]] std::vector<std::string> First(size_t most) const {
    std::vector<std::string> keys;
    std::vector<size_t> digits(places_.size());
    while (keys.size() < most) {
      std::string key;
      for (size_t i = 0; i < places_.size(); ++i) key += places_[i][digits[i]];
      if (std::ranges::find(keys, key) == keys.end()) keys.push_back(std::move(key));
      size_t place = 0;
      while (place < digits.size() && ++digits[place] == places_[place].size()) digits[place++] = 0;
      if (place == digits.size()) break;
    }
    return keys;
  }

 private:
  static std::vector<std::string> SoundsOf(char32_t c, SoundClass sounds) {
    std::vector<std::string> found;
    for (const uint16_t reading : TonedReadings(c)) {
      const auto syllable = static_cast<uint16_t>(reading / 8U);
      const std::string_view sound = SyllableText(sounds == SoundClass::kNear ? NearSyllable(syllable) : syllable);
      if (std::ranges::find(found, sound) == found.end()) found.emplace_back(sound);
    }
    if (found.empty()) AppendCodePoint(c, found.emplace_back());
    return found;
  }
  std::vector<std::vector<std::string>> places_;
};

std::string FoldedName(std::string_view name) {
  std::string folded;
  FoldName(SplitNameNote(name).name, folded);
  return folded;
}

std::u32string ToUtf32(std::string_view text) {
  std::u32string points;
  for (const char32_t c : CodePoints(text)) points += c;
  return points;
}

constexpr size_t kMostKeyBytes = 256;  // what is longer is no name

}  // namespace

bool SpellsName(std::string_view letters_folded, std::string_view han_folded) {
  const std::string letters = PlainLetters(letters_folded);
  if (letters.empty() || letters.size() > kMostLetters) return false;
  const uint64_t end = uint64_t{1} << letters.size();
  if ((Reach(letters, han_folded, 1) & end) != 0) return true;
  const SurnameSplit split = SplitSurname(han_folded);
  if (split.surname.empty()) return false;
  return (Reach(letters, split.surname, Reach(letters, split.given, 1)) & end) != 0;
}

std::vector<std::string> SoundKeys(std::string_view name, SoundClass sounds, size_t most) {
  const std::string folded = FoldedName(name);
  if (folded.empty() || folded.size() > kMostKeyBytes || folded.contains("\xEF\xBF\xBD")) return {};
  if (std::ranges::none_of(ToUtf32(folded), IsHan)) {
    const std::string letters = PlainLetters(folded);
    return {letters.empty() ? folded : letters};
  }
  return Combinations(folded, sounds).First(most);
}

std::string ShapeKey(std::string_view name) {
  const std::string folded = FoldedName(name);
  std::string key;
  if (folded.size() > kMostKeyBytes) return key;
  for (const char32_t c : CodePoints(folded)) {
    const ShapeCode code = ShapeCodeOf(c);
    if (code.four_corner == 0) {
      AppendCodePoint(c, key);
    } else {
      const std::string digits = std::to_string(100'000 + code.four_corner - 1);
      key.append(digits, 1, 4);
    }
  }
  return key;
}

std::string SurnameKey(std::string_view name) {
  NamePool pool;
  const PreparedName prepared = pool.Add(name);
  std::string key;
  if (prepared.units == nullptr) return key;
  const uint32_t most = prepared.surname > 0 ? prepared.surname : std::min<uint32_t>(prepared.size, 4);
  for (uint32_t i = 0; i < most; ++i) {
    if (i > 0 && prepared.surname == 0 && (prepared.parts >> i & 1U) != 0) break;
    AppendCodePoint(prepared.units[i].code_point, key);
  }
  return key;
}

}  // namespace xiuhua::text
