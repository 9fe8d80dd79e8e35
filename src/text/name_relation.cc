#include "text/name_relation.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>

#include "text/names.h"
#include "text/sound.h"
#include "text/spelling.h"
#include "text/width.h"

namespace xiuhua::text {
namespace {

std::string_view Folded(const PreparedName& name) { return {name.folded, name.folded_size}; }

SoundRelation SoundOf(const NameSign& a, const NameSign& b) {
  if ((a.sounds & b.sounds) == 0) return SoundRelation::kUnlike;
  return CompareReadings({a.readings, a.reading_count}, {b.readings, b.reading_count});
}

bool SeemsAlike(const NameSign& a, const NameSign& b) {
  const bool corners = a.shape.four_corner != 0 && b.shape.four_corner != 0 &&
                       (a.shape.four_corner - 1) / 10 == (b.shape.four_corner - 1) / 10;
  const int common = std::min(a.shape_letters - std::popcount(a.strokes & ~b.strokes),
                              b.shape_letters - std::popcount(b.strokes & ~a.strokes));
  const int longer = std::max(a.shape_letters, b.shape_letters);
  if (!corners && (longer == 0 || 100 * common < (longer <= 2 ? kLookAlike : 60) * longer)) return false;
  return LooksAlike(a.shape, b.shape);
}

// What a walk over two names of the same length finds.
struct Places {
  uint32_t differ = 0;                             // places with different known characters
  uint32_t looks = 0;                              // of those, alike by shape only
  uint32_t unlike = 0;                             // of those, alike in nothing
  uint32_t unknown = 0;                            // places where one of them is unknown
  SoundRelation sound = SoundRelation::kSameTone;  // the farthest of those that sound alike
};

Places Walk(const PreparedName& a, const PreparedName& b) {
  Places places;
  for (size_t i = 0; i < a.size; ++i) {
    const NameUnit& x = a.units[i];
    const NameUnit& y = b.units[i];
    if (x.code_point == kReplacement || y.code_point == kReplacement) {
      ++places.unknown;
      continue;
    }
    if (x.code_point == y.code_point) continue;
    ++places.differ;
    const SoundRelation sound = SoundOf(*x.sign, *y.sign);
    if (sound != SoundRelation::kUnlike) {
      places.sound = std::max(places.sound, sound);
    } else if (SeemsAlike(*x.sign, *y.sign)) {
      ++places.looks;
    } else if (++places.unlike == 2) {
      break;
    }
  }
  return places;
}

using Units = std::span<const NameUnit>;
Units UnitsOf(const PreparedName& name) { return {name.units, name.size}; }

bool Same(Units a, Units b) {
  return std::ranges::equal(a, b, [](const NameUnit& x, const NameUnit& y) { return x.code_point == y.code_point; });
}

bool IsRotation(Units a, Units b) {
  for (size_t k = 1; k < a.size(); ++k) {
    if (Same(a.subspan(k), b.first(a.size() - k)) && Same(a.first(k), b.last(k))) return true;
  }
  return false;
}

bool NeighboursSwapped(Units a, Units b) {
  size_t i = 0;
  while (i < a.size() && a[i].code_point == b[i].code_point) ++i;
  return i + 1 < a.size() && a[i].code_point == b[i + 1].code_point && a[i + 1].code_point == b[i].code_point &&
         Same(a.subspan(i + 2), b.subspan(i + 2));
}

std::vector<std::u32string> PartsOf(const PreparedName& name) {
  std::vector<std::u32string> parts;
  for (uint32_t i = 0; i < name.size; ++i) {
    if ((name.parts >> i & 1U) != 0) parts.emplace_back();
    parts.back() += name.units[i].code_point;
  }
  std::ranges::sort(parts);
  return parts;
}

// Both of one length and with the same signature.
bool OtherOrder(const PreparedName& a, const PreparedName& b) {
  if (IsRotation(UnitsOf(a), UnitsOf(b)) || NeighboursSwapped(UnitsOf(a), UnitsOf(b))) return true;
  return std::popcount(a.parts) >= 3 && std::popcount(a.parts) == std::popcount(b.parts) && PartsOf(a) == PartsOf(b);
}

// One edit proves nothing in a Han name of two to four, but much in a longer one or in letters.
bool IsLongEnough(const PreparedName& a, const PreparedName& b) { return a.size >= (a.has_han && b.has_han ? 2 : 4); }

NameRelation SameLength(const PreparedName& a, const PreparedName& b) {
  const Places places = Walk(a, b);
  const bool something_equal = places.differ + places.unknown < a.size;
  if (places.unlike == 0 && (places.unknown == 0 || something_equal)) {
    if (places.looks > 0) return something_equal ? NameRelation::kSameShape : NameRelation::kDifferent;
    if (places.differ == 0) return NameRelation::kUnknown;
    if (places.sound == SoundRelation::kSameTone) return NameRelation::kSameTone;
    return places.sound == SoundRelation::kSame ? NameRelation::kSameSound : NameRelation::kNearSound;
  }
  if (places.unknown > 0) return NameRelation::kDifferent;
  if (a.bag == b.bag && OtherOrder(a, b)) return NameRelation::kOrder;
  return places.differ == 1 && IsLongEnough(a, b) ? NameRelation::kOneCharacter : NameRelation::kDifferent;
}

bool OneDropped(Units longer, Units shorter) {
  if (longer.size() != shorter.size() + 1) return false;
  size_t i = 0;
  while (i < shorter.size() && longer[i].code_point == shorter[i].code_point) ++i;
  return Same(longer.subspan(i + 1), shorter.subspan(i));
}

// A run of whole parts is missing, or only such a run is left.
bool PartsDropped(const PreparedName& longer, const PreparedName& shorter) {
  const Units all = UnitsOf(longer);
  const Units kept = UnitsOf(shorter);
  const size_t missing = all.size() - kept.size();
  const auto parts_at = [&](size_t i) { return i == all.size() || (longer.parts >> i & 1U) != 0; };
  for (size_t i = 0; i < all.size(); ++i) {
    if (!parts_at(i)) continue;
    if (i + missing <= all.size() && parts_at(i + missing) && Same(all.first(i), kept.first(i)) &&
        Same(all.subspan(i + missing), kept.subspan(i))) {
      return true;
    }
    if (i + kept.size() <= all.size() && parts_at(i + kept.size()) && Same(all.subspan(i, kept.size()), kept)) {
      return true;
    }
  }
  return false;
}

bool PartMissing(const PreparedName& longer, const PreparedName& shorter) {
  const Units all = UnitsOf(longer);
  const Units kept = UnitsOf(shorter);
  if (std::popcount(longer.parts) >= 2 && PartsDropped(longer, shorter)) return true;
  if (longer.has_han && longer.size <= 4) {
    if (OneDropped(all, kept)) return true;
    return longer.surname > 0 && (Same(all.subspan(longer.surname), kept) || Same(all.first(longer.surname), kept));
  }
  if (kept.size() < (longer.has_han ? 2U : 3U)) return false;
  return Same(all.first(kept.size()), kept) || Same(all.last(kept.size()), kept);
}

NameRelation OtherLength(const PreparedName& a, const PreparedName& b) {
  const PreparedName& longer = a.size > b.size ? a : b;
  const PreparedName& shorter = a.size > b.size ? b : a;
  if (a.unknowns + b.unknowns > 0) {
    return NamesAgree(Folded(a), Folded(b)) ? NameRelation::kUnknown : NameRelation::kDifferent;
  }
  if ((shorter.bag & ~longer.bag) != 0) return NameRelation::kDifferent;
  if (PartMissing(longer, shorter)) return NameRelation::kPartMissing;
  if (shorter.size >= 4 && OneDropped(UnitsOf(longer), UnitsOf(shorter))) return NameRelation::kOneCharacter;
  return NameRelation::kDifferent;
}

// One of them has letters, the other none.
NameRelation LettersAgainstHan(const PreparedName& a, const PreparedName& b) {
  const PreparedName& letters = a.has_letters ? a : b;
  const PreparedName& han = a.has_letters ? b : a;
  if (letters.has_han || letters.unknowns + han.unknowns > 0) {
    return NamesAgree(Folded(letters), Folded(han)) ? NameRelation::kSpelled : NameRelation::kDifferent;
  }
  return SpellsName(Folded(letters), Folded(han)) ? NameRelation::kSpelled : NameRelation::kDifferent;
}

struct Words {
  std::string_view zh;
  std::string_view en;
};
constexpr std::array<Words, kNameRelations + 1> kWords = {{
    {"姓名缺失", "name missing"},
    {"姓名相同", "same name"},
    {"只有间隔号不同", "only the dots differ"},
    {"繁简异体", "traditional or variant characters"},
    {"有认不出的字", "unknown characters"},
    {"同音同调", "same sound and tone"},
    {"同音不同调", "same sound, other tone"},
    {"近音", "near sound"},
    {"形近", "look alike"},
    {"缺一部分", "a part is missing"},
    {"顺序颠倒", "other order"},
    {"一字不同", "one character differs"},
    {"拼音写法", "spelled in letters"},
    {"姓名不同", "different names"},
}};

}  // namespace

NameRelation RelateNames(const PreparedName& a, const PreparedName& b) {
  if (a.key == 0 || b.key == 0) return NameRelation::kMissing;
  if (a.key == b.key && a.unknowns == 0) {
    if (a.written == b.written) return NameRelation::kSame;
    return a.without_dots == b.without_dots ? NameRelation::kDots : NameRelation::kVariant;
  }
  if (a.size == kTooLong || b.size == kTooLong) return NameRelation::kDifferent;
  if (a.has_letters != b.has_letters) return LettersAgainstHan(a, b);
  return a.size == b.size ? SameLength(a, b) : OtherLength(a, b);
}

NameRelation RelateNames(std::string_view a, std::string_view b) {
  NamePool pool;
  const PreparedName x = pool.Add(a);
  return RelateNames(x, pool.Add(b));
}

std::string_view NameRelationWord(NameRelation relation, bool chinese) {
  const Words& words = kWords.at(static_cast<size_t>(static_cast<int>(relation) + 1));
  return chinese ? words.zh : words.en;
}

}  // namespace xiuhua::text
