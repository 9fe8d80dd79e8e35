#include "app/importing.h"

#include <algorithm>
#include <filesystem>

#include "app/errors.h"
#include "base/errors.h"
#include "ingest/division_areas.h"

namespace xiuhua::app {

struct Importer::State {
  State(Platform& owner, ingest::SourceCatalogue catalogue) : platform(owner), sources(std::move(catalogue)) {}

  Platform& platform;
  ingest::SourceCatalogue sources;
  std::unique_ptr<ingest::AreaResolver> areas;
  ImportOptions options;
  std::optional<lake::Mode> mode;
  std::optional<lake::AreaSet> area_set;
  std::optional<lake::Period> period;
};

Importer::Importer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Importer::~Importer() = default;

Result<std::unique_ptr<Importer>> Importer::Open(Platform& platform, const ImportOptions& options) {
  TRY_ASSIGN(auto sources, ingest::SourceCatalogue::Load(platform.packs(), platform.tables()));
  auto state = std::make_unique<State>(platform, std::move(sources));
  state->options = options;
  if (!options.mode.empty()) {
    state->mode = lake::ParseMode(options.mode);
    if (!state->mode) return Fail(errors::kNotAMode, {options.mode});
  }
  if (!options.area.empty()) state->area_set = lake::AreaSet::FromText(options.area);
  if (!options.period.empty()) {
    TRY_ASSIGN(state->period, ParsePeriod(options.period));
  }
  TRY_ASSIGN(state->areas, ingest::LoadDivisionAreas(platform.lake().files(), platform.settings().division_folder,
                                                     platform.settings().data_folder + "/site/areas.csv",
                                                     platform.site().counties));
  return std::unique_ptr<Importer>(new Importer(std::move(state)));
}

Result<ingest::ImportReport> Importer::Import(const std::string& path, Progress& progress) {
  const Settings& settings = state_->platform.settings();
  ingest::ImportRequest request;
  request.path = path;
  request.source = state_->options.source;
  request.mode = state_->mode;
  request.area_set = state_->area_set;
  request.period = state_->period;
  request.delivered_by = settings.actor;
  const ingest::ImportContext context{
      .lake = state_->platform.lake(),
      .sources = state_->sources,
      .areas = state_->areas.get(),
      .own_area = lake::AreaSet(state_->platform.site().counties),
      .clock = state_->platform.clock(),
      .progress = progress,
      .engine = {.threads = settings.threads, .memory_limit_mb = settings.memory_limit_mb},
      .ask_period = state_->options.ask_period};
  return ingest::Import(request, context);
}

Result<std::vector<std::string>> FilesBelow(const std::vector<std::string>& paths) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code code;
    if (!fs::is_directory(path, code)) {
      if (!fs::exists(path, code)) return Fail(xiuhua::errors::kFileNotReadable, {path, "没有这个文件 / no such file"});
      files.push_back(path);
      continue;
    }
    std::vector<std::string> below;
    for (fs::recursive_directory_iterator it(path, code), end; !code && it != end; it.increment(code)) {
      const std::string name = it->path().filename().string();
      if (it->is_regular_file(code) && !name.starts_with('.') && !name.starts_with("~$")) below.push_back(it->path().string());
    }
    if (code) return Fail(xiuhua::errors::kFileNotReadable, {path, code.message()});
    std::ranges::sort(below);
    files.insert(files.end(), below.begin(), below.end());
  }
  return files;
}

Result<lake::Period> ParsePeriod(const std::string& text) {
  const size_t dots = text.find("..");
  if (dots != std::string::npos) {
    const auto from = ParseIsoDate(std::string_view(text).substr(0, dots));
    const auto to = ParseIsoDate(std::string_view(text).substr(dots + 2));
    if (from && to && *from <= *to) return lake::Period{*from, *to};
    return Fail(errors::kNotAPeriod, {text});
  }
  if (const auto month = ParseIsoDate(text + "-01")) {
    const CivilDate civil = ToCivil(*month);
    return lake::MonthPeriod(civil.year, civil.month);
  }
  if (text.size() == 4) {
    const auto from = ParseIsoDate(text + "-01-01");
    const auto to = ParseIsoDate(text + "-12-31");
    if (from && to) return lake::Period{*from, *to};
  }
  return Fail(errors::kNotAPeriod, {text});
}

}  // namespace xiuhua::app
