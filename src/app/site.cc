#include "app/site.h"

#include <array>

#include "app/errors.h"
#include "base/files.h"
#include "lake/yaml_node.h"

namespace xiuhua::app {

Result<Site> LoadSite(const std::string& site_folder) {
  const std::string path = site_folder + "/settings.yaml";
  if (!RealFiles().Exists(path)) return Fail(errors::kNoDataFolder, {path});
  TRY_ASSIGN(const lake::YamlNode root, lake::YamlNode::Load(path));
  TRY(root.OnlyKeys(
      {"counties", "county_names", "base_register", "name", "demo", "walk_limit_per_village", "second_look_percent"}));
  Site site;
  if (const auto counties = root.Find("counties")) {
    TRY_ASSIGN(site.counties, counties->Texts());
  }
  if (site.counties.empty()) return Fail(errors::kNoCounties, {}, root.where());
  for (const std::string& county : site.counties) {
    if (county.size() != 6 || county.find_first_not_of("0123456789") != std::string::npos) {
      return Fail(errors::kBadSiteSetting, {"counties", county}, root.where());
    }
  }
  if (const auto names = root.Find("county_names")) {
    TRY_ASSIGN(const auto entries, names->Entries());
    for (const auto& [county, name] : entries) {
      TRY_ASSIGN(site.county_names[county], name.Text());
    }
  }
  constexpr std::array<std::string_view, 3> kBases = {"hukou", "insured", "roster"};
  if (const auto base = root.Find("base_register")) {
    TRY(base->OneOf(kBases));
    TRY_ASSIGN(site.base_register, base->Text());
  }
  TRY_ASSIGN(site.name, root.TextOr("name", ""));
  TRY_ASSIGN(site.demo, root.BoolOr("demo", false));
  TRY_ASSIGN(site.walk_limit_per_village, root.IntOr("walk_limit_per_village", 10));
  if (site.walk_limit_per_village < 1) {
    return Fail(errors::kBadSiteSetting, {"walk_limit_per_village", std::to_string(site.walk_limit_per_village)},
                root.where());
  }
  TRY_ASSIGN(const int64_t percent, root.IntOr("second_look_percent", 5));
  if (percent < 1 || percent > 100) {
    return Fail(errors::kBadSiteSetting, {"second_look_percent", std::to_string(percent)}, root.where());
  }
  site.second_look_percent = static_cast<int>(percent);
  return site;
}

}  // namespace xiuhua::app
