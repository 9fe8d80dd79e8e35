// Resolving written addresses; see divisions.h.
//
// A text is read level by level from its beginning. At every place the core of a known name may stand, with a suffix
// of its level behind it; levels may be left out or repeated. All readings are followed; the deepest wins, then the
// longest, then the one whose suffixes are right. Equal readings are all candidates.
#include <algorithm>

#include "text/division_index.h"

namespace xiuhua::text {

// Which column a text stands in: a bare name means its own level first.
enum class AddressColumn : int8_t { kCounty, kTownship, kVillage };

namespace {

struct Reading {
  int32_t node = -1;  // the deepest division so far, -1 none
  size_t at = 0;      // code points read
  int quality = 0;    // 2 for a name with its own suffix, 1 for another suffix or none
  int names = 0;
  bool bare = false;      // the last name stood without a suffix
  bool township = false;  // a township was named
  int added = 0;          // levels that this text added below where it began
};

constexpr size_t kMostReadings = 256;

// Suffixes that mean the same: 村, 村委会 ...; 社区, 居委会 ...; 街道, 办事处 ...
char32_t SuffixKind(std::u32string_view suffix) {
  if (suffix.empty()) return 0;
  if (suffix.find(U"社区") != std::u32string_view::npos || suffix.starts_with(U"居")) return U'居';
  if (suffix.starts_with(U"村") || suffix == U"行政村") return U'村';
  if (suffix.starts_with(U"街道") || suffix == U"办事处") return U'街';
  if (suffix.starts_with(U"镇")) return U'镇';
  if (suffix.starts_with(U"乡") || suffix.ends_with(U"乡")) return U'乡';
  return suffix.back();
}

bool IsGroupBehind(std::string_view rest) {
  const GroupSplit split = SplitGroup(rest);
  return split.group > 0 && split.before.empty();
}

// What people write between two names: 红石镇-青岩村, 红石镇/青岩村.
size_t SkipMarks(std::u32string_view text, size_t at) {
  constexpr std::u32string_view kMarks = U"-/,>|_、·.—\\";
  while (at < text.size() && kMarks.find(text[at]) != std::u32string_view::npos) ++at;
  return at;
}

// A name without a suffix may be followed by a group, a number or a bracket, not by more of a word.
bool IsRestFine(const FoldedText& text, size_t at) {
  if (at == text.points.size()) return true;
  const char32_t next = text.points[at];
  return (next >= '0' && next <= '9') || next == '(' || next == U'第' || SkipMarks(text.points, at) > at ||
         IsGroupBehind(text.Rest(at));
}

size_t LongestSuffix(std::u32string_view text, size_t at, DivisionLevel level) {
  for (const std::u32string& suffix : Suffixes(level)) {
    if (text.substr(at).starts_with(suffix)) return suffix.size();
  }
  return 0;
}

// Length of the suffix of a level at a place, with the peoples of autonomous names (芷江侗族自治县) before it.
size_t SuffixAt(std::u32string_view text, size_t at, std::u32string_view own, DivisionLevel level) {
  const size_t longest = LongestSuffix(text, at, level);
  if (!own.empty() && text.substr(at).starts_with(own)) return std::max(longest, own.size());
  if (longest > 0 || (level != DivisionLevel::kTownship && level != DivisionLevel::kCounty)) return longest;
  const size_t peoples = PeoplesLength(text, at);
  const size_t behind = peoples > 0 ? LongestSuffix(text, at + peoples, level) : 0;
  return behind > 0 ? peoples + behind : 0;
}

bool IsBetter(const Reading& a, const Reading& b, DivisionLevel level_a, DivisionLevel level_b) {
  if (level_a != level_b) return level_a > level_b;
  if (a.at != b.at) return a.at > b.at;
  return a.quality * b.names > b.quality * a.names;
}

}  // namespace

// One call of Resolve.
class AddressReader {
 public:
  explicit AddressReader(const DivisionTable::Index& index) : index_(index) {}

  // All readings of a text that begin at one of `starts` (-1: anywhere in the table). Only the best, without those
  // that break off inside a word.
  [[nodiscard]] std::vector<Reading> Read(const FoldedText& text, const std::vector<int32_t>& starts,
                                          AddressColumn column) const {
    std::vector<Reading> readings;
    for (const int32_t start : starts) readings.push_back({.node = start});
    const int deepest = column == AddressColumn::kCounty ? 3 : 5;
    for (int level = 1; level <= deepest; ++level) {
      const size_t count = readings.size();
      for (size_t i = 0; i < count && readings.size() < kMostReadings; ++i) {
        const Reading from = readings[i];
        Extend(text, from, static_cast<DivisionLevel>(level), readings);
      }
    }
    std::erase_if(readings, [&](const Reading& r) { return r.names == 0 || (r.bare && !IsRestFine(text, r.at)); });
    if (column == AddressColumn::kTownship && std::ranges::any_of(readings, &Reading::township)) {
      std::erase_if(readings, [](const Reading& r) { return !r.township; });
    }
    std::vector<Reading> best = Best(readings);
    // 花垣 alone, without a township known: the county, its town or a village of that name.
    const bool wide = std::ranges::all_of(starts, [&](int32_t s) { return LevelOf(s) < DivisionLevel::kTownship; });
    if (!best.empty() && wide && column == AddressColumn::kVillage) AddNamesakes(readings, best);
    return best;
  }

  [[nodiscard]] DivisionLevel LevelOf(int32_t node) const {
    return node < 0 ? DivisionLevel{} : index_.all[static_cast<size_t>(node)].level;
  }

 private:
  void Extend(const FoldedText& text, const Reading& from, DivisionLevel level, std::vector<Reading>& out) const {
    const auto slot = static_cast<size_t>(level);
    const size_t start = from.names == 0 ? from.at : SkipMarks(text.points, from.at);
    const size_t longest = std::min(index_.longest_core[slot], text.points.size() - start);
    for (size_t length = longest; length >= 1; --length) {
      const auto found = index_.by_core[slot].find(std::u32string_view(text.points).substr(start, length));
      if (found == index_.by_core[slot].end()) continue;
      for (const NameForm& form : found->second) {
        if (out.size() >= kMostReadings) return;
        const bool below = from.node < 0 || index_.IsBelow(form.division, from.node);
        const bool above = from.node >= 0 && index_.IsBelow(from.node, form.division);
        if (below || above) out.push_back(Take(text, from, form, {level, start + length, below && !above}));
      }
    }
  }

  struct Step {
    DivisionLevel level;
    size_t behind;  // where the core ends
    bool down;
  };
  static Reading Take(const FoldedText& text, const Reading& from, const NameForm& form, const Step& step) {
    Reading next = from;
    const size_t suffix = SuffixAt(text.points, step.behind, form.suffix, step.level);
    const std::u32string_view written = std::u32string_view(text.points).substr(step.behind, suffix);
    const bool exact = form.suffix.empty() ? suffix == 0 : SuffixKind(written) == SuffixKind(form.suffix);
    next.at = step.behind + suffix;
    next.quality += exact ? 2 : 1;
    next.names += 1;
    next.bare = suffix == 0;
    next.township = from.township || step.level == DivisionLevel::kTownship;
    if (step.down) {
      next.node = form.division;
      ++next.added;
    }
    return next;
  }

  [[nodiscard]] std::vector<Reading> Best(const std::vector<Reading>& readings) const {
    std::vector<Reading> best;
    for (const Reading& reading : readings) {
      if (!best.empty() && IsBetter(best[0], reading, LevelOf(best[0].node), LevelOf(reading.node))) continue;
      if (!best.empty() && IsBetter(reading, best[0], LevelOf(reading.node), LevelOf(best[0].node))) best.clear();
      const auto same = [&](const Reading& other) { return other.node == reading.node; };
      if (std::ranges::none_of(best, same)) best.push_back(reading);
    }
    return best;
  }

  void AddNamesakes(const std::vector<Reading>& readings, std::vector<Reading>& best) const {
    const Reading first = best[0];
    const bool below_township = first.township && LevelOf(first.node) == DivisionLevel::kVillage;
    if (!first.bare || first.added == 0 || below_township) return;
    for (const Reading& reading : readings) {
      const auto same = [&](const Reading& other) { return other.node == reading.node; };
      const bool alike = reading.bare && reading.added > 0 && reading.names == first.names && reading.at == first.at;
      if (alike && std::ranges::none_of(best, same)) best.push_back(reading);
    }
  }

  const DivisionTable::Index& index_;
};

namespace {

std::vector<int32_t> Nodes(const std::vector<Reading>& readings) {
  std::vector<int32_t> nodes;
  for (const Reading& reading : readings) nodes.push_back(reading.node);
  return nodes;
}

}  // namespace

// What one part of the address said.
struct DivisionTable::Part {
  bool written = false;
  std::vector<int32_t> nodes;  // empty: nothing known
  bool exact = true;
  bool adds = false;  // a level below where it began
  std::string rest;
};

DivisionTable::Part DivisionTable::ReadPart(std::string_view text, const std::vector<int32_t>& starts,
                                            AddressColumn column) const {
  Part part;
  const FoldedText folded = FoldAddress(text);
  part.written = !folded.points.empty();
  if (!part.written) return part;
  if (const std::optional<int32_t> coded = Find(folded.original)) {
    const bool fits = std::ranges::any_of(starts, [&](int32_t start) {
      return start < 0 || index_->IsBelow(*coded, start) || index_->IsBelow(start, *coded);
    });
    if (fits) part.nodes = {*coded};
    part.adds = fits;
    if (!fits) part.rest = folded.original;
    return part;
  }
  const std::vector<Reading> readings = AddressReader(*index_).Read(folded, starts, column);
  part.nodes = Nodes(readings);
  part.rest = readings.empty() ? folded.original : std::string(folded.Rest(SkipMarks(folded.points, readings[0].at)));
  for (const Reading& reading : readings) {
    part.exact = part.exact && reading.quality == 2 * reading.names;
    part.adds = part.adds || reading.added > 0;
  }
  return part;
}

DivisionMatch DivisionTable::Finish(const Part& part, ResolveState state, std::string rest) const {
  DivisionMatch match;
  match.candidates = part.nodes;
  std::ranges::sort(match.candidates, {}, [&](int32_t node) { return all()[static_cast<size_t>(node)].code; });
  match.exact = part.exact;
  match.rest = std::move(rest);
  match.state = part.nodes.empty()                                          ? ResolveState::kUnknown
                : part.nodes.size() > 1 && state == ResolveState::kResolved ? ResolveState::kAmbiguous
                                                                            : state;
  return match;
}

DivisionMatch DivisionTable::Resolve(std::string_view county_hint, std::string_view township_text,
                                     std::string_view village_text) const {
  const std::vector<int32_t> everywhere = {-1};
  const Part county = ReadPart(county_hint, everywhere, AddressColumn::kCounty);
  const bool county_lost = county.written && county.nodes.empty();
  const std::vector<int32_t> scope = county.nodes.empty() ? everywhere : county.nodes;
  const Part township = ReadPart(township_text, scope, AddressColumn::kTownship);
  const bool reaches_township = !township.nodes.empty();
  const bool short_of_it =
      reaches_township && all()[static_cast<size_t>(township.nodes[0])].level < DivisionLevel::kTownship;
  const bool township_lost = township.written && (!reaches_township || (short_of_it && !township.rest.empty()));
  const Part village = ReadPart(village_text, reaches_township ? township.nodes : scope, AddressColumn::kVillage);
  const auto is_village = [&](const Part& part) {
    return !part.nodes.empty() && all()[static_cast<size_t>(part.nodes[0])].level == DivisionLevel::kVillage;
  };
  const ResolveState fine = county_lost || township_lost ? ResolveState::kConflict : ResolveState::kResolved;
  if (!county.written && !township.written && !village.written) return {};
  if (!village.nodes.empty() && village.adds) {
    Part found = village;
    found.exact = village.exact && (!reaches_township || township.exact);
    return Finish(found, fine, village.rest);
  }
  if (reaches_township && village.written && !is_village(township)) {
    const Part elsewhere =
        ReadPart(village.nodes.empty() ? village_text : village.rest, scope, AddressColumn::kVillage);
    if (is_village(elsewhere)) return Finish(elsewhere, ResolveState::kConflict, elsewhere.rest);
  }
  const std::string village_rest =
      village.nodes.empty() ? village_text.empty() ? "" : FoldAddress(village_text).original : village.rest;
  if (reaches_township) return Finish(township, fine, township.rest + village_rest);
  return Finish(county, fine, township.rest + village_rest);
}

}  // namespace xiuhua::text
