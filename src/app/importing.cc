#include "app/importing.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>

#include "app/errors.h"
#include "base/errors.h"
#include "ingest/division_areas.h"

namespace xiuhua::app {

namespace {

// One line of a delivery list; empty fields are decided as if the list were not there.
struct ListedFile {
  std::string source, mode, area_set, period, corrects;
};

// Splits one CSV line; quotes may hold commas.
std::vector<std::string> SplitCsvLine(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

std::string FileNameOf(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

Result<std::map<std::string, ListedFile>> ReadList(Files& files, const std::string& path) {
  std::map<std::string, ListedFile> listed;
  TRY_ASSIGN(const std::string text, files.Read(path));
  std::map<std::string, size_t> at;
  for (size_t from = 0; from < text.size();) {
    const size_t end = std::min(text.find('\n', from), text.size());
    std::string line = text.substr(from, end - from);
    from = end + 1;
    if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    const std::vector<std::string> cells = SplitCsvLine(line);
    if (at.empty()) {
      for (size_t i = 0; i < cells.size(); ++i) at[cells[i]] = i;
      if (!at.contains("file")) return Fail(errors::kBadDeliveryList, {path}, {.file = path, .row = 1});
      continue;
    }
    const auto cell = [&](const char* name) {
      const auto it = at.find(name);
      return it == at.end() || it->second >= cells.size() ? std::string() : cells[it->second];
    };
    if (!cell("file").empty()) {
      listed[FileNameOf(cell("file"))] = {cell("source"), cell("mode"), cell("area_set"), cell("period"),
                                          FileNameOf(cell("corrects"))};
    }
  }
  return listed;
}

}  // namespace

struct Importer::State {
  State(Platform& owner, ingest::SourceCatalogue catalogue) : platform(owner), sources(std::move(catalogue)) {}

  Platform& platform;
  ingest::SourceCatalogue sources;
  std::unique_ptr<ingest::AreaResolver> areas;
  ImportOptions options;
  std::optional<lake::Mode> mode;
  std::optional<lake::AreaSet> area_set;
  std::optional<lake::Period> period;
  std::optional<DeliveryId> corrects;
  std::map<std::string, ListedFile> listed;  // by file name
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
  if (!options.corrects.empty()) {
    TRY_ASSIGN(state->corrects, ParseDeliveryName(options.corrects));
  }
  if (!options.list.empty()) {
    TRY_ASSIGN(state->listed, ReadList(platform.lake().files(), options.list));
  }
  TRY_ASSIGN(state->areas,
             ingest::LoadDivisionAreas(platform.lake().files(), platform.settings().division_folder,
                                       platform.settings().data_folder + "/site/areas.csv", platform.site().counties));
  return std::unique_ptr<Importer>(new Importer(std::move(state)));
}

void Importer::Import(std::span<const std::string> paths, Progress& progress, const ingest::FileSettled& settled) {
  const Settings& settings = state_->platform.settings();
  const ingest::ImportContext context{
      .lake = state_->platform.lake(),
      .sources = state_->sources,
      .areas = state_->areas.get(),
      .own_area = lake::AreaSet(state_->platform.site().counties),
      .clock = state_->platform.clock(),
      .progress = progress,
      .engine = {.threads = settings.threads, .memory_limit_mb = settings.memory_limit_mb},
      .ask_period = state_->options.ask_period};
  std::vector<ingest::ImportRequest> requests;
  std::vector<size_t> places;  // of the requests among the paths
  std::map<size_t, Error> refused;
  for (size_t i = 0; i < paths.size(); ++i) {
    Result<ingest::ImportRequest> request = RequestFor(paths[i]);
    if (!request) {
      refused.emplace(i, std::move(request).error());
      continue;
    }
    requests.push_back(*std::move(request));
    places.push_back(i);
  }
  const auto tell_refused = [&](size_t before) {
    while (!refused.empty() && refused.begin()->first < before) {
      const auto first = refused.extract(refused.begin());
      settled(first.key(), Fail(first.mapped()));
    }
  };
  ingest::ImportFiles(requests, context, [&](size_t file, Result<ingest::ImportReport> report) {
    tell_refused(places[file]);
    settled(places[file], std::move(report));
  });
  if (!progress.cancelled()) tell_refused(paths.size());
}

Result<ingest::ImportRequest> Importer::RequestFor(const std::string& path) const {
  ingest::ImportRequest request;
  request.path = path;
  request.source = state_->options.source;
  request.mode = state_->mode;
  request.area_set = state_->area_set;
  request.period = state_->period;
  request.corrects = state_->corrects;
  request.delivered_by = state_->platform.settings().actor;
  const auto listed = state_->listed.find(FileNameOf(path));
  if (listed == state_->listed.end()) return request;
  const ListedFile& line = listed->second;
  if (request.source.empty()) request.source = line.source;
  if (!request.mode && !line.mode.empty()) {
    request.mode = lake::ParseMode(line.mode);
    if (!request.mode) return Fail(errors::kNotAMode, {line.mode});
  }
  if (!request.area_set && !line.area_set.empty()) request.area_set = lake::AreaSet::FromText(line.area_set);
  if (!request.period && !line.period.empty()) {
    TRY_ASSIGN(request.period, ParsePeriod(line.period));
  }
  if (!request.corrects && !line.corrects.empty()) {
    request.find_corrected = [this, name = listed->first, corrected = line.corrects] {
      return FindByFileName(name, corrected);
    };
  }
  return request;
}

// The last one of this name counts.
Result<DeliveryId> Importer::FindByFileName(const std::string& file_name, const std::string& corrected) const {
  TRY_ASSIGN(const auto deliveries, state_->platform.lake().AllDeliveries());
  std::optional<DeliveryId> found;
  for (const lake::Delivery& delivery : deliveries) {
    if (delivery.file_name == corrected && delivery.state == lake::DeliveryState::kInForce) found = delivery.id;
  }
  if (!found) return Fail(errors::kCorrectedNotThere, {file_name, corrected});
  return *found;
}

Result<DeliveryId> ParseDeliveryName(const std::string& text) {
  std::string_view digits = text;
  if (!digits.empty() && (digits[0] == 'D' || digits[0] == 'd')) digits.remove_prefix(1);
  int64_t value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (code != std::errc() || end != digits.data() + digits.size() || value <= 0) {
    return Fail(errors::kNotADelivery, {text});
  }
  return DeliveryId{value};
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
      if (it->is_regular_file(code) && !name.starts_with('.') && !name.starts_with("~$"))
        below.push_back(it->path().string());
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
