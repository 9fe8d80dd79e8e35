#include "text/sound.h"

#include <algorithm>
#include <string>
#include <vector>

#include "text/han_tables.h"

namespace xiuhua::text {
namespace {

// fang -> fan, huang -> fan, ning -> lin, zhong -> zong
std::string NearForm(std::string_view syllable) {
  std::string form(syllable);
  for (const std::string_view retroflex : {"zh", "ch", "sh"}) {
    if (form.starts_with(retroflex)) form.erase(1, 1);
  }
  const auto vowel = [](char c) { return std::string_view("aeiouv").contains(c); };
  if (form.size() > 1 && form[0] == 'n' && vowel(form[1])) form[0] = 'l';
  if (form == "hui") {
    form = "fei";
  } else if (form == "hun") {
    form = "fen";
  } else if (form == "hong") {
    form = "feng";
  } else if (form.starts_with("hu")) {
    form = form == "hu" ? "fu" : "f" + form.substr(2);
  }
  if (form.ends_with("ang") || form.ends_with("eng") || form.ends_with("ing")) form.pop_back();
  return form;
}

std::vector<uint16_t> NearClasses() {
  std::vector<std::string> forms;
  for (size_t i = 0; i < kSyllablesSize; ++i) forms.push_back(NearForm(kSyllables[i]));
  std::vector<uint16_t> classes;
  for (const std::string& form : forms) {
    classes.push_back(static_cast<uint16_t>(std::ranges::find(forms, form) - forms.begin()));
  }
  return classes;
}

const uint16_t* NearTable() {
  static const std::vector<uint16_t> classes = NearClasses();
  return classes.data();
}

}  // namespace

std::span<const uint16_t> TonedReadings(char32_t c) {
  uint32_t set = 0;
  if (c >= kDenseFirst && c <= kDenseLast) {
    set = kToneDense[c - kDenseFirst];
  } else if (c > kDenseLast) {
    const HanPair* end = kToneSparse + kToneSparseSize;
    const HanPair* found = std::lower_bound(
        kToneSparse, end, c, [](const HanPair& pair, char32_t wanted) { return pair.code_point < wanted; });
    if (found != end && found->code_point == c) set = found->value;
  }
  return {kToneIds + kToneOffsets[set], kToneIds + kToneOffsets[set + 1]};
}

size_t SyllableCount() { return kSyllablesSize; }
std::string_view SyllableText(uint16_t syllable) { return syllable < kSyllablesSize ? kSyllables[syllable] : ""; }
uint16_t NearSyllable(uint16_t syllable) { return syllable < kSyllablesSize ? NearTable()[syllable] : syllable; }

SoundRelation CompareReadings(std::span<const uint16_t> a, std::span<const uint16_t> b) {
  const uint16_t* near = NearTable();
  SoundRelation best = SoundRelation::kUnlike;
  for (const uint16_t x : a) {
    for (const uint16_t y : b) {
      if (x == y) return SoundRelation::kSameTone;
      const unsigned p = x / 8U;
      const unsigned q = y / 8U;
      if (p == q) {
        best = SoundRelation::kSame;
      } else if (best == SoundRelation::kUnlike && near[p] == near[q]) {
        best = SoundRelation::kNear;
      }
    }
  }
  return best;
}

SoundRelation CompareSounds(char32_t a, char32_t b) { return CompareReadings(TonedReadings(a), TonedReadings(b)); }

}  // namespace xiuhua::text
