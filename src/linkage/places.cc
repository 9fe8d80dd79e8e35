// Matching across codes goes in three passes over the one-sided places of each province:
//   1. same name in the same prefecture, 2. same name elsewhere in the province, 3. same stem with another ending in
//   the same county. A pass looks at names that are still unmatched. What is not unique, or stands alone across
//   prefectures, is a question for a person; so are look-alike and sound-alike names inside one county.
#include "linkage/places.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>

#include "text/names.h"

namespace xiuhua::linkage {
namespace {

constexpr size_t kProvinceDigits = 2;
constexpr size_t kPrefectureDigits = 4;
constexpr size_t kCountyDigits = 6;

std::string Folded(const std::string& name) {
  std::string folded;
  text::FoldName(name, folded);
  return folded;
}

std::string Prefix(const std::string& code, size_t digits) { return code.substr(0, std::min(digits, code.size())); }

class Matcher {
 public:
  Matcher(const std::vector<Place>& left, const std::vector<Place>& right) {
    CountNames(left, left_names_);
    CountNames(right, right_names_);
    PairByCode(left, right);
  }

  PlaceComparison Run() {
    result_.left_only = static_cast<int64_t>(left_.size());
    result_.right_only = static_cast<int64_t>(right_.size());
    CountCountyMoves();
    MatchSameName(kPrefectureDigits);
    MatchSameName(kProvinceDigits);
    MatchSameStem();
    SuggestAlike();
    for (const Place& place : left_) {
      if (!left_done_.contains(place.code)) AddPair({.verdict = PlaceVerdict::kLeftOnly, .left = place});
    }
    for (const Place& place : right_) {
      if (!right_done_.contains(place.code)) AddPair({.verdict = PlaceVerdict::kRightOnly, .right = place});
    }
    return std::move(result_);
  }

 private:
  using NameCounts = std::unordered_map<std::string, int>;  // "prefix|folded name" → places in that register

  static void CountNames(const std::vector<Place>& places, NameCounts& counts) {
    for (const Place& place : places) {
      const std::string folded = Folded(place.name);
      ++counts[Prefix(place.code, kPrefectureDigits) + "|" + folded];
      ++counts[Prefix(place.code, kProvinceDigits) + "|" + folded];
    }
  }

  void PairByCode(const std::vector<Place>& left, const std::vector<Place>& right) {
    std::map<std::string, const Place*> by_code;
    for (const Place& place : right) {
      if (!by_code.emplace(place.code, &place).second) right_.push_back(place);
    }
    std::set<std::string> seen;
    for (const Place& place : left) {
      const auto other = by_code.find(place.code);
      if (!seen.insert(place.code).second || other == by_code.end()) {
        left_.push_back(place);
        continue;
      }
      const NameDifference difference = ExplainNames(place.name, other->second->name);
      const bool same = difference == NameDifference::kNone;
      same ? ++result_.agree : ++result_.name_differs;
      AddPair({.verdict = same ? PlaceVerdict::kAgree : PlaceVerdict::kNameDiffers,
               .left = place,
               .right = *other->second,
               .difference = difference});
    }
    for (const auto& [code, place] : by_code) {
      if (!seen.contains(code)) right_.push_back(*place);
    }
  }

  void AddPair(PlacePair pair) { result_.pairs.push_back(std::move(pair)); }

  [[nodiscard]] static std::map<std::string, std::vector<const Place*>> ByKey(
      const std::vector<Place>& places, const std::set<std::string>& done,
      const std::function<std::string(const Place&)>& key_of) {
    std::map<std::string, std::vector<const Place*>> groups;
    for (const Place& place : places) {
      if (!done.contains(place.code)) groups[key_of(place)].push_back(&place);
    }
    return groups;
  }

  // How many one-sided names two counties share: a whole county renumbered moves many townships at once.
  void CountCountyMoves() {
    const auto key = [](const Place& p) { return Prefix(p.code, kProvinceDigits) + "|" + Folded(p.name); };
    const auto right = ByKey(right_, {}, key);
    for (const auto& [name, places] : ByKey(left_, {}, key)) {
      const auto other = right.find(name);
      if (other == right.end()) continue;
      for (const Place* a : places) {
        for (const Place* b : other->second) ++county_moves_[CountyMove(*a, *b)];
      }
    }
  }
  static std::string CountyMove(const Place& a, const Place& b) {
    return Prefix(a.code, kCountyDigits) + "→" + Prefix(b.code, kCountyDigits);
  }

  void MatchSameName(size_t digits) {
    const auto key = [digits](const Place& p) { return Prefix(p.code, digits) + "|" + Folded(p.name); };
    const auto right = ByKey(right_, right_done_, key);
    for (const auto& [name, places] : ByKey(left_, left_done_, key)) {
      const auto other = right.find(name);
      if (other == right.end()) continue;
      const bool single = places.size() == 1 && other->second.size() == 1;
      const bool unique = single && left_names_[name] == 1 && right_names_[name] == 1;
      for (const Place* a : places) {
        for (const Place* b : other->second) JudgeSameName(*a, *b, digits, single, unique);
      }
    }
  }

  void JudgeSameName(const Place& a, const Place& b, size_t digits, bool single, bool unique) {
    const int siblings = county_moves_[CountyMove(a, b)] - 1;
    const bool same_county = Prefix(a.code, kCountyDigits) == Prefix(b.code, kCountyDigits);
    const bool near = digits == kPrefectureDigits;
    const bool sure = single && (near ? unique || same_county || siblings >= 1 : unique && siblings >= 2);
    const std::string where_zh = near ? "同一市州" : "同一省份、不同市州";
    std::string zh = "同名，" + where_zh;
    std::string en = std::string("same name, ") + (near ? "same prefecture" : "same province, other prefecture");
    zh += same_county ? "，同一县，顺序码不同" : "，县级代码 " + CountyMove(a, b);
    en += same_county ? ", same county, other serial" : ", county code " + CountyMove(a, b);
    if (siblings > 0 && !same_county) {
      zh += "，另有 " + std::to_string(siblings) + " 处同样变动";
      en += ", " + std::to_string(siblings) + " more moved the same way";
    }
    zh += unique ? "；两边都只有一处叫这个名字" : "；同名不止一处";
    en += unique ? "; the only one of that name on both sides" : "; there are several of that name";
    Propose(a, b, sure, NameDifference::kNone, zh, en);
  }

  void MatchSameStem() {
    const auto key = [](const Place& p) { return Prefix(p.code, kCountyDigits) + "|" + SplitPlaceName(p.name).stem; };
    const auto right = ByKey(right_, right_done_, key);
    for (const auto& [stem, places] : ByKey(left_, left_done_, key)) {
      const auto other = right.find(stem);
      if (other == right.end() || stem.ends_with('|')) continue;
      const bool single = places.size() == 1 && other->second.size() == 1;
      for (const Place* a : places) {
        for (const Place* b : other->second) {
          Propose(*a, *b, single, NameDifference::kSuffix, "同一县，专名相同、通名不同（撤乡设镇、改街道等）",
                  "same county, same stem, other administrative ending");
        }
      }
    }
  }

  // Inside one county (or along a county's renumbering): look-alikes, sound-alikes, shortened names, for a person only.
  void SuggestAlike() {
    const auto county = [](const Place& p) { return Prefix(p.code, kCountyDigits); };
    const auto right = ByKey(right_, right_done_, county);
    for (const auto& [left_county, places] : ByKey(left_, left_done_, county)) {
      for (const auto& [right_county, others] : right) {
        if (left_county != right_county && !county_moves_.contains(left_county + "→" + right_county)) continue;
        for (const Place* a : places) {
          for (const Place* b : others) SuggestPair(*a, *b);
        }
      }
    }
  }
  void SuggestPair(const Place& a, const Place& b) {
    const NameDifference difference = ExplainNames(a.name, b.name);
    if (difference == NameDifference::kRenamed) return;
    Propose(a, b, false, difference,
            "名称相近（" + std::string(NameDifferenceWord(difference)) + "），县级代码 " + CountyMove(a, b),
            "similar name (" + std::string(NameDifferenceEnglish(difference)) + "), county code " + CountyMove(a, b));
  }

  void Propose(const Place& a, const Place& b, bool sure, NameDifference difference, const std::string& zh,
               const std::string& en) {
    if (!proposed_.insert(a.code + "|" + b.code).second) return;
    if (sure) {
      left_done_.insert(a.code);
      right_done_.insert(b.code);
      ++result_.moved;
    } else {
      ++result_.review;
    }
    AddPair({.verdict = sure ? PlaceVerdict::kMoved : PlaceVerdict::kReview,
             .left = a,
             .right = b,
             .difference = difference,
             .evidence_zh = zh,
             .evidence_en = en});
  }

  PlaceComparison result_;
  std::vector<Place> left_, right_;  // one-sided
  NameCounts left_names_, right_names_;
  std::set<std::string> left_done_, right_done_;
  std::set<std::string> proposed_;  // "left code|right code": a pair is judged once, by the first pass that meets it
  std::map<std::string, int> county_moves_;
};

}  // namespace

PlaceComparison ComparePlaces(const std::vector<Place>& left, const std::vector<Place>& right) {
  return Matcher(left, right).Run();
}

}  // namespace xiuhua::linkage
