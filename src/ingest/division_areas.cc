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
    if (candidates.empty()) return {.code = "", .rest = std::string(text)};
    ResolvedArea area{.code = table_.all()[static_cast<size_t>(candidates[0])].code, .rest = match.rest};
    if (candidates.size() > 1 || match.state == text::ResolveState::kConflict) {
      area.ambiguous = true;
      area.code = InCommon(candidates);
      area.rest = std::string(text);
    }
    return area;
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
