// Names of places: what differs between two, and their administrative endings.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "linkage/places.h"
#include "text/names.h"
#include "text/pinyin.h"
#include "text/shape.h"
#include "text/width.h"

namespace xiuhua::linkage {
namespace {

struct Ending {
  std::string_view written;
  std::string_view usual;
};
// Longer endings first. The usual form tells which ones mean the same.
constexpr std::array<Ending, 33> kEndings = {{{"街道办事处", "街道"},
                                              {"街道服务中心", "街道"},
                                              {"办事处街道", "街道"},
                                              {"社区服务中心", "社区服务中心"},
                                              {"社区管理服务中心", "社区服务中心"},
                                              {"管理委员会", "管理区"},
                                              {"公务中心", "管理区"},
                                              {"管委会", "管理区"},
                                              {"管理区", "管理区"},
                                              {"管理处", "管理区"},
                                              {"托管区", "管理区"},
                                              {"民族苏木", "苏木"},
                                              {"民族乡", "乡"},
                                              {"族乡", "乡"},
                                              {"办事处", "街道"},
                                              {"街道办", "街道"},
                                              {"地区", "地区"},
                                              {"街道", "街道"},
                                              {"苏木", "苏木"},
                                              {"农场", "农场"},
                                              {"林场", "林场"},
                                              {"牧场", "牧场"},
                                              {"园区", "园区"},
                                              {"产业园", "园区"},
                                              {"开发区", "开发区"},
                                              {"村民委员会", "村"},
                                              {"居民委员会", "社区"},
                                              {"村委会", "村"},
                                              {"居委会", "社区"},
                                              {"社区", "社区"},
                                              {"镇", "镇"},
                                              {"乡", "乡"},
                                              {"村", "村"}}};

std::string Folded(std::string_view name) {
  std::string folded;
  text::FoldName(name, folded);
  return folded;
}

std::vector<char32_t> CodePoints(std::string_view text) {
  std::vector<char32_t> points;
  for (size_t at = 0; at < text.size();) points.push_back(text::NextCodePoint(text, at));
  return points;
}

bool SoundAlike(char32_t a, char32_t b) {
  for (const std::string_view reading : text::Readings(a)) {
    if (std::ranges::find(text::Readings(b), reading) != text::Readings(b).end()) return true;
  }
  return false;
}

// Removes brackets with what they hold: 满（lang）塘镇 → 满塘镇.
std::string WithoutBrackets(const std::string& folded) {
  std::string out;
  int depth = 0;
  for (const char c : folded) {
    if (c == '(') ++depth;
    if (depth == 0) out += c;
    if (c == ')' && depth > 0) --depth;
  }
  return out;
}

bool HasLetters(const std::string& folded) {
  return std::ranges::any_of(folded, [](char c) { return c >= 'a' && c <= 'z'; });
}

// Every character of `shorter` stands in `longer` in the same order.
bool IsSubsequence(const std::vector<char32_t>& shorter, const std::vector<char32_t>& longer) {
  size_t at = 0;
  for (const char32_t c : longer) {
    if (at < shorter.size() && shorter[at] == c) ++at;
  }
  return at == shorter.size();
}

NameDifference SameLengthDifference(const std::vector<char32_t>& a, const std::vector<char32_t>& b) {
  int differing = 0;
  int look = 0;
  int sound = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    ++differing;
    if (text::ShapeLikeness(a[i], b[i]) >= text::kLookAlike) ++look;
    if (SoundAlike(a[i], b[i])) ++sound;
  }
  const bool enough_left = static_cast<size_t>(differing) < a.size();
  if (!enough_left) return NameDifference::kRenamed;
  if (sound == differing) return NameDifference::kSoundAlike;
  if (look == differing && differing == 1) return NameDifference::kLookAlike;
  return differing == 1 && a.size() >= 3 ? NameDifference::kOneCharacter : NameDifference::kRenamed;
}

}  // namespace

StemAndEnding SplitPlaceName(std::string_view name) {
  std::string folded = Folded(name);
  for (const Ending& ending : kEndings) {
    if (folded.size() > ending.written.size() && folded.ends_with(ending.written)) {
      folded.resize(folded.size() - ending.written.size());
      return {folded, std::string(ending.usual)};
    }
  }
  return {folded, ""};
}

NameDifference ExplainNames(std::string_view left, std::string_view right) {
  if (left == right) return NameDifference::kNone;
  const std::string a = Folded(left);
  const std::string b = Folded(right);
  if (a == b) {
    // Folding removes spaces and width first; if that alone suffices the writing differs, else a character does.
    std::string x;
    std::string y;
    const std::string p(text::CleanCell(left, x));
    const std::string q(text::CleanCell(right, y));
    const auto no_spaces = [](std::string s) {
      std::erase(s, ' ');
      return s;
    };
    return no_spaces(p) == no_spaces(q) ? NameDifference::kWriting : NameDifference::kVariant;
  }
  const std::string bare_a = WithoutBrackets(a);
  const std::string bare_b = WithoutBrackets(b);
  if (HasLetters(a) != HasLetters(b) && CodePoints(bare_a).size() == CodePoints(bare_b).size()) {
    return NameDifference::kPlaceholder;
  }
  const StemAndEnding s = SplitPlaceName(bare_a);
  const StemAndEnding t = SplitPlaceName(bare_b);
  if (!s.stem.empty() && s.stem == t.stem) return NameDifference::kSuffix;
  const std::vector<char32_t> p = CodePoints(s.stem);
  const std::vector<char32_t> q = CodePoints(t.stem);
  if (p.size() == q.size()) return SameLengthDifference(p, q);
  const auto& shorter = p.size() < q.size() ? p : q;
  const auto& longer = p.size() < q.size() ? q : p;
  return shorter.size() >= 2 && IsSubsequence(shorter, longer) ? NameDifference::kShortened : NameDifference::kRenamed;
}

std::string_view NameDifferenceWord(NameDifference difference) {
  constexpr std::array<std::string_view, 10> kWords = {"一致",         "写法（空格、全半角、括号）",
                                                       "异体或繁体字", "生僻字用拼音代替",
                                                       "形近字",       "同音字",
                                                       "通名不同",     "名称缩写或加长",
                                                       "一字不同",     "更名"};
  return kWords[static_cast<size_t>(difference)];
}

std::string_view NameDifferenceEnglish(NameDifference difference) {
  constexpr std::array<std::string_view, 10> kWords = {"agree",
                                                       "writing (spaces, width, brackets)",
                                                       "variant character",
                                                       "rare character in letters",
                                                       "look-alike",
                                                       "sound-alike",
                                                       "administrative ending",
                                                       "shortened or lengthened",
                                                       "one character",
                                                       "renamed"};
  return kWords[static_cast<size_t>(difference)];
}

}  // namespace xiuhua::linkage
