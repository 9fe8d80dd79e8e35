// Platform: the façade. One method per use case; the command line and the server only translate to it.
//
// A Platform is opened for one data folder and one acting person. Opened for writing it holds the folder's writer lock.
// Not thread-safe; Cancel on the given Progress stops a running use case soon and leaves nothing half done.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/site.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/progress.h"
#include "base/result.h"
#include "lake/lake.h"
#include "lake/table_spec.h"
#include "sql/engine.h"

namespace xiuhua::app {

// What the person at the command line (or the server's configuration) says once.
struct Settings {
  std::string data_folder = "xiuhua-data";
  std::string packs_folder;     // folder that holds the packs
  std::string division_folder;  // public division table (CSV files); empty = site/areas.csv only
  std::string actor;            // who acts: --as, default the login name
  int threads = 2;
  int64_t memory_limit_mb = 4096;
};

class Platform {
 public:
  // Opens the data folder. Errors: APP-001 (no data folder yet), APP-002, APP-003, LAK-*, STO-*, BAS-004.
  static Result<std::unique_ptr<Platform>> Open(const Settings& settings, lake::Access access);
  ~Platform();
  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;

  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] const Site& site() const { return site_; }
  [[nodiscard]] lake::Lake& lake() { return *lake_; }
  [[nodiscard]] store::Store& store() { return *store_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }
  [[nodiscard]] const lake::PackFolders& packs() const { return packs_; }
  [[nodiscard]] const lake::TableCatalogue& tables() const { return tables_; }

  // A fresh engine with this platform's limits, spilling into `spill_folder` (empty = no spilling).
  [[nodiscard]] Result<std::unique_ptr<sql::Engine>> NewEngine(const std::string& spill_folder) const;

 private:
  explicit Platform(Settings settings) : settings_(std::move(settings)) {}

  Settings settings_;
  SystemClock clock_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<lake::Lake> lake_;
  Site site_;
  lake::PackFolders packs_;
  lake::TableCatalogue tables_;
};

// Makes a data folder with site/settings.yaml for these counties; site files given in `site_template` (a folder) are
// copied over it. Errors: APP-006 (there is one already), BAS-*.
Result<void> InitDataFolder(const std::string& data_folder, const std::vector<std::string>& counties,
                            const std::string& site_template);

}  // namespace xiuhua::app
