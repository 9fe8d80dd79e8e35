#include "app/platform.h"

#include <filesystem>

#include "app/errors.h"

namespace xiuhua::app {

Platform::~Platform() = default;

Result<std::unique_ptr<Platform>> Platform::Open(const Settings& settings, lake::Access access) {
  const std::string site_folder = settings.data_folder + "/site";
  if (!RealFiles().Exists(site_folder + "/settings.yaml")) return Fail(errors::kNoDataFolder, {settings.data_folder});
  std::unique_ptr<Platform> platform(new Platform(settings));
  TRY_ASSIGN(platform->site_, LoadSite(site_folder));
  TRY_ASSIGN(platform->store_, store::OpenSqlite(settings.data_folder + "/store.sqlite", lake::StoreMigrations()));
  TRY_ASSIGN(platform->lake_, lake::Lake::Open(settings.data_folder, RealFiles(), *platform->store_, access));
  platform->lake_->ActAs(settings.actor, platform->clock_);
  TRY_ASSIGN(platform->packs_, lake::FindPacks(settings.packs_folder, site_folder));
  TRY_ASSIGN(platform->tables_, lake::TableCatalogue::Load(platform->packs_));
  return platform;
}

Result<std::unique_ptr<sql::Engine>> Platform::NewEngine(const std::string& spill_folder) const {
  return sql::Engine::Open(
      {.threads = settings_.threads, .memory_limit_mb = settings_.memory_limit_mb, .spill_folder = spill_folder});
}

Result<void> InitDataFolder(const std::string& data_folder, const std::vector<std::string>& counties,
                            const std::string& site_template) {
  Files& files = RealFiles();
  const std::string site = data_folder + "/site";
  if (files.Exists(site + "/settings.yaml")) return Fail(errors::kDataFolderExists, {data_folder});
  if (site_template.empty() && counties.empty()) return Fail(errors::kNoCounties);
  for (const std::string& county : counties) {
    if (county.size() == 6 && county.find_first_not_of("0123456789") == std::string::npos) continue;
    return Fail(errors::kBadSiteSetting, {"counties", county});
  }
  TRY(files.MakeFolder(site));
  if (!site_template.empty()) {
    std::error_code code;
    std::filesystem::copy(site_template, site,
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing,
                          code);
    if (code) return Fail(errors::kSiteNotCopied, {site_template, code.message()});
  }
  if (files.Exists(site + "/settings.yaml")) return {};
  if (counties.empty()) return Fail(errors::kNoCounties);
  std::string list;
  for (const std::string& county : counties) list += (list.empty() ? "\"" : ", \"") + county + "\"";
  return files.WriteDurably(site + "/settings.yaml", "counties: [" + list + "]\nbase_register: hukou\n");
}

}  // namespace xiuhua::app
