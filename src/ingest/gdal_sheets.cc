#include "ingest/gdal_sheets.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <fmt/format.h>
#include <gdal.h>
#include <ogr_api.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <mutex>

#include "base/errors.h"
#include "ingest/errors.h"
#include "ingest/xlsx_styles.h"

namespace xiuhua::ingest {
namespace {

struct CloseDataset {
  void operator()(void* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<void, CloseDataset>;
struct DropFeature {
  void operator()(OGRFeatureH feature) const { OGR_F_Destroy(feature); }
};

void Prepare() {
  static std::once_flag once;
  std::call_once(once, [] {
    // No first row taken as header, no guessing of types, nothing fetched from anywhere.
    for (const char* driver : {"XLS", "ODS"}) {
      CPLSetConfigOption(fmt::format("OGR_{}_HEADERS", driver).c_str(), "DISABLE");
      CPLSetConfigOption(fmt::format("OGR_{}_FIELD_TYPES", driver).c_str(), "STRING");
    }
    CPLSetConfigOption("GDAL_DISABLE_READDIR_ON_OPEN", "EMPTY_DIR");
    GDALAllRegister();
  });
}

// What GDAL says while this lives; it goes on after errors and gives fewer rows, so its errors are ours.
class Listener {
 public:
  Listener() {
    CPLErrorReset();
    CPLPushErrorHandlerEx(&Listener::Hear, this);
  }
  ~Listener() { CPLPopErrorHandler(); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  [[nodiscard]] Result<void> Verdict(const std::string& shown_name) const {
    if (heard_.empty()) return {};
    return Fail(errors::kLegacyUnreadable, {shown_name, heard_}, {.file = shown_name});
  }

 private:
  static void Hear(CPLErr level, CPLErrorNum, const char* text) {
    auto* self = static_cast<Listener*>(CPLGetErrorHandlerUserData());
    if (level >= CE_Failure && self->heard_.empty()) self->heard_ = text;
  }
  std::string heard_;
};

Result<Dataset> OpenDataset(const std::string& path, FileFormat format, const std::string& shown_name,
                            const OpenOptions& options) {
  struct stat info = {};
  const bool known = ::stat(path.c_str(), &info) == 0;
  if (known && format == FileFormat::kXls && info.st_size > options.limits.max_legacy_bytes) {
    return Fail(errors::kFileTooLarge,
                {shown_name, fmt::format("{} MiB", info.st_size >> 20),
                 fmt::format("{} MiB", options.limits.max_legacy_bytes >> 20)},
                {.file = shown_name});
  }
  Prepare();
  const char* drivers[] = {format == FileFormat::kXls ? "XLS" : "ODS", nullptr};
  const Listener listener;
  Dataset dataset(GDALOpenEx(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, nullptr, nullptr));
  if (dataset != nullptr) GDALDatasetGetLayerCount(dataset.get());  // the content is read here
  TRY(listener.Verdict(shown_name));
  if (dataset == nullptr) return Fail(errors::kLegacyUnreadable, {shown_name, "not recognised"}, {.file = shown_name});
  return dataset;
}

class LegacyReader final : public SheetReader {
 public:
  LegacyReader(Dataset dataset, OGRLayerH layer, std::string file, const OpenOptions& options, std::string sheet,
               bool xls)
      : dataset_(std::move(dataset)),
        layer_(layer),
        file_(std::move(file)),
        options_(options),
        sheet_(std::move(sheet)),
        xls_(xls) {
    OGR_L_ResetReading(layer_);
    fields_ = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer_));
  }

  Result<bool> Next(RowView& row) override {
    for (;;) {
      if (options_.progress->cancelled()) return Fail(xiuhua::errors::kCancelled);
      const Listener listener;
      const std::unique_ptr<void, DropFeature> feature(OGR_L_GetNextFeature(layer_));
      TRY(listener.Verdict(file_));
      if (feature == nullptr) return false;
      options_.progress->Tick(1);
      ++number_;
      // The driver numbers features by sheet row, 1-based, when no row was taken as header.
      const auto fid = static_cast<int64_t>(OGR_F_GetFID(feature.get()));
      number_ = std::max(number_, fid);
      TRY_ASSIGN(const bool seen, Fill(feature.get()));
      if (!seen) {
        ++facts_.blank_rows;
        continue;
      }
      ++facts_.rows;
      facts_.last_row = number_;
      facts_.columns = std::max(facts_.columns, static_cast<int32_t>(cells_.size()));
      row = {.number = number_, .line = number_, .cells = cells_};
      return true;
    }
  }
  [[nodiscard]] const SheetFacts& facts() const override { return facts_; }

 private:
  Result<bool> Fill(OGRFeatureH feature) {
    texts_.assign(static_cast<size_t>(fields_), {});
    cells_.clear();
    for (int i = 0; i < fields_; ++i) {
      if (OGR_F_IsFieldSetAndNotNull(feature, i) == 0) continue;
      std::string& text = texts_[static_cast<size_t>(i)];
      text = OGR_F_GetFieldAsString(feature, i);
      if (static_cast<int64_t>(text.size()) > options_.limits.max_cell_bytes) {
        return Fail(errors::kCellTooLong,
                    {CellName(number_, i), fmt::format("{} KiB", options_.limits.max_cell_bytes >> 10)},
                    {.file = file_, .part = sheet_, .row = number_, .column = i + 1});
      }
      if (xls_) ShowAsExcel(text);
    }
    while (!texts_.empty() && texts_.back().empty()) texts_.pop_back();
    for (const std::string& text : texts_) {
      const bool error =
          text.size() > 3 && text[0] == '#' && (text.back() == '!' || text.back() == '?' || text == "#N/A");
      cells_.push_back({text, static_cast<uint16_t>(text.empty() ? 0 : error ? kCellError : kCellText)});
      facts_.error_cells += error ? 1 : 0;
    }
    return !texts_.empty();
  }
  // The driver writes doubles by %.16g: 4.33124197001010e+17 gets the look Excel gives it.
  static void ShowAsExcel(std::string& text) {
    const size_t e = text.find("e+");
    if (e == std::string::npos || text.find_first_not_of("0123456789.e+-") != std::string::npos) return;
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size()) return;
    text.clear();
    ShowNumber(value, {}, false, text);
  }

  Dataset dataset_;
  OGRLayerH layer_;
  std::string file_;
  OpenOptions options_;
  std::string sheet_;
  bool xls_;
  int fields_ = 0;
  int64_t number_ = 0;
  std::vector<std::string> texts_;
  std::vector<Cell> cells_;
  SheetFacts facts_;
};

}  // namespace

Result<std::vector<std::string>> ListLegacySheets(const std::string& path, FileFormat format,
                                                  const std::string& shown_name, const OpenOptions& options) {
  TRY_ASSIGN(const Dataset dataset, OpenDataset(path, format, shown_name, options));
  const Listener listener;
  std::vector<std::string> names;
  for (int i = 0; i < GDALDatasetGetLayerCount(dataset.get()); ++i) {
    names.emplace_back(OGR_L_GetName(GDALDatasetGetLayer(dataset.get(), i)));
  }
  TRY(listener.Verdict(shown_name));
  if (names.empty()) return Fail(errors::kNoSheets, {shown_name}, {.file = shown_name});
  return names;
}

Result<std::unique_ptr<SheetReader>> ReadLegacySheet(const std::string& path, FileFormat format,
                                                     const std::string& shown_name, const std::string& sheet,
                                                     const OpenOptions& options) {
  TRY_ASSIGN(Dataset dataset, OpenDataset(path, format, shown_name, options));
  const Listener listener;
  OGRLayerH layer = GDALDatasetGetLayerByName(dataset.get(), sheet.c_str());
  TRY(listener.Verdict(shown_name));
  if (layer == nullptr) return Fail(errors::kSheetGone, {shown_name, sheet}, {.file = shown_name, .part = sheet});
  return std::make_unique<LegacyReader>(std::move(dataset), layer, shown_name, options, sheet,
                                        format == FileFormat::kXls);
}

}  // namespace xiuhua::ingest
