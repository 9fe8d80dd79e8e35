#include "text/names.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "text/han_tables.h"
#include "text/pinyin.h"
#include "text/width.h"

namespace xiuhua::text {
namespace {

bool IsDot(char32_t c) {
  switch (c) {
    case U'.':
    case 0x00B7:
    case 0x0387:
    case 0x05BC:
    case 0x16EB:
    case 0x2022:
    case 0x2024:
    case 0x2027:
    case 0x2218:
    case 0x2219:
    case 0x22C5:
    case 0x25CF:
    case 0x25E6:
    case 0x2E31:
    case 0x2E33:
    case 0x3002:
    case 0x30FB:
    case 0x318D:
    case 0xA78F:
    case 0xFE52:
    case 0xFF61:
    case 0xFF65:
      return true;
    default:
      return false;
  }
}

bool IsUnknown(char32_t c) {
  switch (c) {
    case U'?':
    case U'*':
    case 0x00D7:
    case 0x25A0:
    case 0x25A1:
    case 0x25AF:
    case 0x25CB:
    case 0x25EF:
    case 0x3013:
    case 0x56D7:  // 囗, drawn like an empty box
    case 0x67D0:  // 某
    case kReplacement:
      return true;
    default:
      return (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && c <= 0x10FFFD);
  }
}

char32_t FoldSparse(char32_t c) {
  const HanPair* end = kFoldSparse + kFoldSparseSize;
  const HanPair* found = std::lower_bound(
      kFoldSparse, end, c, [](const HanPair& pair, char32_t wanted) { return pair.code_point < wanted; });
  return found != end && found->code_point == c ? static_cast<char32_t>(found->value) : c;
}

// The fast part: a three-byte character of the dense table. Returns 0 when the text at `at` is something else.
char32_t DenseAt(std::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0xE3 || lead > 0xE9 || at + 3 > text.size()) return 0;
  const auto second = static_cast<unsigned char>(text[at + 1]);
  const auto third = static_cast<unsigned char>(text[at + 2]);
  if ((second & 0xC0U) != 0x80 || (third & 0xC0U) != 0x80) return 0;
  const char32_t c = ((lead & 0x0FU) << 12U) | ((second & 0x3FU) << 6U) | (third & 0x3FU);
  return c >= kDenseFirst && c <= kDenseLast ? c : 0;
}

void FoldOther(char32_t c, std::string& out) {
  c = HalfWidth(c);
  if (IsSpace(c) || IsDot(c) || IsInvisible(c)) return;
  if (IsUnknown(c)) {
    AppendCodePoint(kReplacement, out);
  } else if (c >= 'A' && c <= 'Z') {
    out += static_cast<char>(c - 'A' + 'a');
  } else if (c < 0x2E80) {
    AppendCodePoint(c, out);
  } else {
    const char32_t folded = FoldSparse(c);
    AppendCodePoint(IsUnknown(folded) ? kReplacement : folded, out);
  }
}

constexpr size_t kMostCompared = 48;  // code points of a name; longer ones only agree when equal
struct Points {
  std::array<char32_t, kMostCompared> at{};
  size_t size = 0;
  bool too_long = false;
};
Points Read(std::string_view folded) {
  Points points;
  for (const char32_t c : CodePoints(folded)) {
    if (points.size == kMostCompared) {
      points.too_long = true;
      break;
    }
    points.at[points.size++] = c;
  }
  return points;
}

bool IsLetter(char32_t c) { return c >= 'a' && c <= 'z'; }

constexpr int kMostSpelled = 3;  // characters of one name written in letters

// Walks both names in step; `letters` counts the characters spelled out, `common` the equal places.
struct Walk {
  const Points& a;
  const Points& b;

  struct Found {
    bool agrees = false;
    int letters = 0;
    int common = 0;
  };

  // `hole` at i is U+FFFD, `full` at j is a character: one for one, or two holes for one character.
  [[nodiscard]] Found Step(size_t i, size_t j, int common, int letters) const {
    while (i < a.size && j < b.size && a.at[i] == b.at[j] && a.at[i] != kReplacement) {
      ++i;
      ++j;
      ++common;
    }
    if (i == a.size && j == b.size) return {common > 0, letters, common};
    if (i == a.size || j == b.size) return {};
    const bool hole_a = a.at[i] == kReplacement;
    const bool hole_b = b.at[j] == kReplacement;
    if (hole_a || hole_b) {
      const Found one = Step(i + 1, j + 1, common, letters);
      if (one.agrees) return one;
      if (hole_a && !hole_b && i + 1 < a.size && a.at[i + 1] == kReplacement)
        return Step(i + 2, j + 1, common, letters);
      if (hole_b && !hole_a && j + 1 < b.size && b.at[j + 1] == kReplacement)
        return Step(i + 1, j + 2, common, letters);
      return {};
    }
    if (IsHan(a.at[i]) && IsLetter(b.at[j])) return Spelled(a, i, b, j, {common, letters, false});
    if (IsHan(b.at[j]) && IsLetter(a.at[i])) return Spelled(b, j, a, i, {common, letters, true});
    return {};
  }

  // A run of letters in `latin` for one character in `han`.
  struct SoFar {
    int common;
    int letters;
    bool swapped;  // the letters stand in a
  };
  [[nodiscard]] Found Spelled(const Points& han, size_t h, const Points& latin, size_t l, SoFar so_far) const {
    if (so_far.letters >= kMostSpelled) return {};
    std::array<char, 8> letters{};
    for (size_t length = 0; length < 6 && l + length < latin.size && IsLetter(latin.at[l + length]);) {
      letters[length] = static_cast<char>(latin.at[l + length]);
      ++length;
      const bool no_reading = Readings(han.at[h]).empty();
      if (!no_reading && !CouldRead(han.at[h], {letters.data(), length})) break;
      const Found rest = so_far.swapped ? Step(l + length, h + 1, so_far.common, so_far.letters + 1)
                                        : Step(h + 1, l + length, so_far.common, so_far.letters + 1);
      if (rest.agrees) return rest;
    }
    return {};
  }
};

constexpr std::string_view kCompoundSurnames[] = {
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊",
    "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文",
    "司徒", "鲜于", "司空", "令狐", "闾丘", "子车", "亓官", "司寇", "巫马", "公西", "颛孙", "壤驷", "公良", "漆雕",
    "乐正", "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "段干", "百里", "呼延", "东郭", "南门", "羊舌", "微生", "梁丘",
    "左丘", "东门", "西门", "第五", "完颜", "耶律", "叶赫", "纳兰", "富察", "淳于", "单于", "贺兰", "哥舒"};

bool SameWithout(std::string_view a, std::string_view b, bool dots) {
  const auto reduce = [dots](std::string_view text) {
    std::string out;
    for (char32_t c : CodePoints(text)) {
      c = HalfWidth(c);
      if (IsSpace(c) || IsInvisible(c) || (dots && IsDot(c))) continue;
      AppendCodePoint(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c, out);
    }
    return out;
  };
  return reduce(a) == reduce(b);
}

bool SoundAlike(char32_t a, char32_t b) {
  return std::ranges::any_of(Readings(a), [&](std::string_view reading) {
    return std::ranges::find(Readings(b), reading) != Readings(b).end();
  });
}

NameVariant JudgeDifferent(std::string_view a_folded, std::string_view b_folded) {
  const Points a = Read(a_folded);
  const Points b = Read(b_folded);
  if (a.too_long || b.too_long || a.size != b.size || a.size == 0) return NameVariant::kDifferent;
  size_t differ = 0;
  bool alike = true;
  for (size_t i = 0; i < a.size; ++i) {
    if (a.at[i] == b.at[i]) continue;
    ++differ;
    alike = alike && SoundAlike(a.at[i], b.at[i]);
  }
  if (alike) return NameVariant::kHomophone;
  return differ == 1 && a.size >= 2 ? NameVariant::kOneCharacter : NameVariant::kDifferent;
}

}  // namespace

char32_t FoldHan(char32_t c) {
  if (c < 0x2E80) return c;
  if (c < kDenseFirst || c > kDenseLast) return FoldSparse(c);
  const char32_t folded = kFoldDense[c - kDenseFirst];
  return folded == 0 ? c : folded == 0xFFFF ? FoldSparse(c) : folded;
}

void FoldName(std::string_view name, std::string& out) {
  out.clear();
  for (size_t i = 0; i < name.size();) {
    const char32_t dense = DenseAt(name, i);
    if (dense == 0) {
      FoldOther(NextCodePoint(name, i), out);
      continue;
    }
    if (kFoldDense[dense - kDenseFirst] == 0 && dense != 0x67D0 && dense != 0x56D7) {
      out.append(name.data() + i, 3);
    } else {
      const char32_t folded = FoldHan(dense);
      AppendCodePoint(IsUnknown(folded) ? kReplacement : folded, out);
    }
    i += 3;
  }
}

int64_t NameKey(std::string_view folded) {
  if (folded.empty()) return 0;
  uint64_t x = 14695981039346656037ULL;
  for (const char c : folded) {
    x ^= static_cast<unsigned char>(c);
    x *= 1099511628211ULL;
  }
  x ^= x >> 33U;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33U;
  x *= 0xc4ceb9fe1a85ec53ULL;
  x ^= x >> 33U;
  x >>= 1U;
  return x == 0 ? 1 : static_cast<int64_t>(x);
}

NameAgreement CompareNames(std::string_view a_folded, std::string_view b_folded) {
  if (a_folded.empty() || b_folded.empty()) return NameAgreement::kDisagree;
  constexpr std::string_view kHole = "\xEF\xBF\xBD";
  const bool holes = a_folded.find(kHole) != std::string_view::npos || b_folded.find(kHole) != std::string_view::npos;
  if (a_folded == b_folded && !holes) return NameAgreement::kEqual;
  const auto has_letter = [](std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
  };
  if (!holes && has_letter(a_folded) == has_letter(b_folded)) return NameAgreement::kDisagree;
  const Points a = Read(a_folded);
  const Points b = Read(b_folded);
  if (a.too_long || b.too_long) return NameAgreement::kDisagree;
  const auto many = [](const Points& points) {
    return std::ranges::count(points.at.begin(), points.at.begin() + static_cast<std::ptrdiff_t>(points.size),
                              kReplacement) > 8;
  };
  if (many(a) || many(b)) return NameAgreement::kDisagree;
  const Walk::Found found = Walk{a, b}.Step(0, 0, 0, 0);
  if (!found.agrees) return NameAgreement::kDisagree;
  return found.letters > 0 ? NameAgreement::kPinyinLetters : NameAgreement::kUnknownCharacter;
}

bool NamesAgree(std::string_view a_folded, std::string_view b_folded) {
  return CompareNames(a_folded, b_folded) != NameAgreement::kDisagree;
}

NoteSplit SplitNameNote(std::string_view name) {
  name = TrimSpaces(name);
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"(", ")"},
                                    {"（", "）"},
                                    {"[", "]"},
                                    {"【", "】"},
                                    {"〔", "〕"}}) {
    const size_t at = name.find(open);
    if (at == std::string_view::npos || at == 0) continue;
    std::string_view note = name.substr(at + open.size());
    for (const std::string_view end : {close, std::string_view(")"), std::string_view("）")}) {
      if (note.ends_with(end)) note.remove_suffix(end.size());
    }
    return {TrimSpaces(name.substr(0, at)), TrimSpaces(note)};
  }
  return {name, {}};
}

NameVariant ClassifyNames(std::string_view a, std::string_view b) {
  if (a == b) return NameVariant::kSame;
  if (SameWithout(a, b, false)) return NameVariant::kSpacing;
  if (SameWithout(a, b, true)) return NameVariant::kDots;
  std::string a_folded;
  std::string b_folded;
  FoldName(a, a_folded);
  FoldName(b, b_folded);
  if (a_folded == b_folded && !a_folded.empty()) {
    return CompareNames(a_folded, b_folded) == NameAgreement::kEqual ? NameVariant::kCharacter
                                                                     : NameVariant::kUnknownCharacter;
  }
  switch (CompareNames(a_folded, b_folded)) {
    case NameAgreement::kUnknownCharacter:
      return NameVariant::kUnknownCharacter;
    case NameAgreement::kPinyinLetters:
      return NameVariant::kPinyinLetters;
    default:
      break;
  }
  const NoteSplit a_note = SplitNameNote(a);
  const NoteSplit b_note = SplitNameNote(b);
  if (!a_note.note.empty() || !b_note.note.empty()) {
    FoldName(a_note.name, a_folded);
    FoldName(b_note.name, b_folded);
    if (a_folded == b_folded && !a_folded.empty()) return NameVariant::kNote;
  }
  return JudgeDifferent(a_folded, b_folded);
}

SurnameSplit SplitSurname(std::string_view folded) {
  const size_t length = CountCodePoints(folded);
  size_t first = 0;
  if (length < 2 || length > 4 || !IsHan(NextCodePoint(folded, first))) return {{}, folded};
  if (length >= 3) {
    for (const std::string_view compound : kCompoundSurnames) {
      if (folded.starts_with(compound)) return {compound, folded.substr(compound.size())};
    }
  }
  return {folded.substr(0, first), folded.substr(first)};
}

}  // namespace xiuhua::text
