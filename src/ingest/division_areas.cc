#include "ingest/division_areas.h"

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "text/divisions.h"
#include "text/names.h"

namespace xiuhua::ingest {
namespace {

constexpr size_t kMostKept = 400'000;  // distinct texts whose answer is kept; more are resolved again each time

class DivisionAreas final : public AreaResolver {
 public:
  explicit DivisionAreas(text::DivisionTable table) : table_(std::move(table)) {}

  [[nodiscard]] ResolvedArea Resolve(std::string_view text, const lake::AreaSet& context) const override {
    if (text.empty()) return {};
    const std::string key = context.Text() + "|" + std::string(text);
    {
      const std::shared_lock guard(mutex_);
      const auto kept = kept_.find(key);
      if (kept != kept_.end()) return kept->second;
    }
    ResolvedArea area = ResolveNow(text, context);
    const std::unique_lock guard(mutex_);
    if (kept_.size() < kMostKept) kept_.emplace(key, area);
    return area;
  }

  [[nodiscard]] std::vector<std::string> TownshipsNamed(std::string_view text,
                                                        const lake::AreaSet& within) const override {
    std::string folded;
    text::FoldName(text, folded);
    std::vector<std::string> codes;
    for (const text::Division& division : table_.all()) {
      if (division.level != text::DivisionLevel::kTownship || !within.Covers(division.code)) continue;
      std::string name;
      text::FoldName(division.name, name);
      if (folded.find(name) != std::string::npos) codes.push_back(division.code);
    }
    std::ranges::sort(codes);
    return codes;
  }

 private:
  [[nodiscard]] ResolvedArea ResolveNow(std::string_view text, const lake::AreaSet& context) const {
    const text::DivisionMatch match = table_.Resolve(context.OneCounty(), "", text);
    std::vector<int32_t> candidates = match.candidates;
    if (candidates.size() > 1) {
      std::erase_if(candidates, [&](int32_t c) { return !context.Covers(table_.all()[static_cast<size_t>(c)].code); });
      if (candidates.empty()) candidates = match.candidates;
    }
    if (candidates.empty() || NamesNothing(text, context, match)) {
      return {.code = "", .rest = std::string(text), .nearest = Nearest(text, context)};
    }
    ResolvedArea area{.code = table_.all()[static_cast<size_t>(candidates[0])].code, .rest = match.rest};
    if (candidates.size() > 1 || match.state == text::ResolveState::kConflict) {
      area.ambiguous = true;
      area.code = InCommon(candidates);
      area.rest = std::string(text);
    }
    return area;
  }

  // The county comes back for any text, because the delivery is the county's. It is an answer only when the text names
  // it, or something above or below it.
  [[nodiscard]] bool NamesNothing(std::string_view text, const lake::AreaSet& context,
                                  const text::DivisionMatch& match) const {
    const std::string county = context.OneCounty();
    if (county.empty() || match.candidates.size() != 1) return false;
    if (table_.all()[static_cast<size_t>(match.candidates[0])].code != county) return false;
    const text::DivisionMatch alone = table_.Resolve("", "", text);
    return std::ranges::none_of(alone.candidates, [&](int32_t c) {
      const std::string& code = table_.all()[static_cast<size_t>(c)].code;
      return code.starts_with(county) || county.starts_with(code);
    });
  }

  // Townships and villages of the area set of whose name at least half the characters stand in the text in this order.
  [[nodiscard]] std::vector<std::string> Nearest(std::string_view text, const lake::AreaSet& context) const {
    constexpr size_t kMostShown = 3;
    std::string folded;
    text::FoldName(text, folded);
    const std::vector<std::string> written = Characters(folded);
    std::vector<std::pair<double, std::string>> ranked;
    for (const text::Division& division : table_.all()) {
      if (division.level < text::DivisionLevel::kTownship || !context.Covers(division.code)) continue;
      std::string core;
      text::FoldName(text::DivisionCore(division.name, division.level), core);
      const std::vector<std::string> wanted = Characters(core);
      const size_t found = InOrder(wanted, written);
      if (wanted.empty() || found * 2 < wanted.size()) continue;
      std::string shown = division.name;
      if (division.level == text::DivisionLevel::kVillage && division.parent >= 0) {
        shown = table_.all()[static_cast<size_t>(division.parent)].name + shown;
      }
      ranked.emplace_back(-static_cast<double>(found) / static_cast<double>(wanted.size()), std::move(shown));
    }
    std::ranges::stable_sort(ranked, {}, &std::pair<double, std::string>::first);
    std::vector<std::string> nearest;
    for (const auto& [score, name] : ranked) {
      if (nearest.size() < kMostShown && std::ranges::find(nearest, name) == nearest.end()) nearest.push_back(name);
    }
    return nearest;
  }

  static std::vector<std::string> Characters(std::string_view utf8) {
    std::vector<std::string> characters;
    for (const char byte : utf8) {
      if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U) characters.emplace_back();
      if (!characters.empty()) characters.back() += byte;
    }
    return characters;
  }

  // How many of `wanted` stand in `written` one after the other (the longest common subsequence).
  static size_t InOrder(const std::vector<std::string>& wanted, const std::vector<std::string>& written) {
    std::vector<size_t> best(written.size() + 1, 0);
    for (const std::string& character : wanted) {
      size_t diagonal = 0;
      for (size_t i = 0; i < written.size(); ++i) {
        const size_t above = best[i + 1];
        best[i + 1] = written[i] == character ? diagonal + 1 : std::max(best[i + 1], best[i]);
        diagonal = above;
      }
    }
    return best.back();
  }

  // The deepest division that holds all candidates and is not itself a guess: their common ancestor.
  [[nodiscard]] std::string InCommon(const std::vector<int32_t>& candidates) const {
    for (const text::DivisionLevel level : {text::DivisionLevel::kTownship, text::DivisionLevel::kCounty}) {
      const auto first = table_.Ancestor(candidates[0], level);
      const bool all = first && std::ranges::all_of(candidates, [&](int32_t c) {
                         return c != *first && table_.Ancestor(c, level) == first;
                       });
      if (all) return table_.all()[static_cast<size_t>(*first)].code;
    }
    return {};
  }

  text::DivisionTable table_;
  mutable std::shared_mutex mutex_;
  mutable std::unordered_map<std::string, ResolvedArea> kept_;
};

}  // namespace

std::vector<std::string> DivisionFiles(Files& files, const std::string& division_folder, const std::string& site_csv) {
  std::vector<std::string> paths;
  for (const char* name : {"provinces", "cities", "areas", "streets", "villages"}) {
    const std::string path = division_folder + "/" + name + ".csv";
    if (!division_folder.empty() && files.Exists(path)) paths.push_back(path);
  }
  if (files.Exists(site_csv)) paths.push_back(site_csv);
  return paths;
}

std::string CommonPrefix(const std::vector<std::string>& counties) {
  if (counties.empty()) return {};
  std::string prefix = counties[0];
  for (const std::string& county : counties) {
    size_t same = 0;
    while (same < prefix.size() && same < county.size() && prefix[same] == county[same]) ++same;
    prefix.resize(same);
  }
  prefix.resize(prefix.size() / 2 * 2);
  return prefix;
}

Result<std::unique_ptr<AreaResolver>> LoadDivisionAreas(Files& files, const std::string& division_folder,
                                                        const std::string& site_csv,
                                                        const std::vector<std::string>& counties) {
  TRY_ASSIGN(text::DivisionTable table,
             text::DivisionTable::Load(files, DivisionFiles(files, division_folder, site_csv), CommonPrefix(counties)));
  return std::make_unique<DivisionAreas>(std::move(table));
}

}  // namespace xiuhua::ingest
