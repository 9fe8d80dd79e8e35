// DeliveryRows: the rows of all parts of a delivery → records of its tables, in parallel, each row accounted for.
//
// A sql::RowProducer for the first table of the source; records of its other tables, quarantined rows, rows set aside
// and cells kept as unknown go to spool files. Parts of csv files are cut into ranges that workers share; a sheet of a
// workbook (and a csv whose source fills down) is read by one worker from its first row.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/progress.h"
#include "ingest/area_resolver.h"
#include "ingest/mapping.h"
#include "ingest/open_workbook.h"
#include "ingest/row_reader.h"
#include "sql/engine.h"

namespace xiuhua::ingest {

// Why a row is not data. Stored by name: title, header, blank_like, total, note, struck, filtered, repeated_header,
// not_applicable (no fill takes it), unchanged (a row of a quarantine workbook nobody corrected), corrected_before.
enum class AsideKind : uint8_t {
  kTitle,
  kHeader,
  kBlankLike,
  kTotal,
  kNote,
  kStruck,
  kFiltered,
  kRepeatedHeader,
  kNotApplicable,
  kUnchanged,
  kCorrectedBefore,
};
inline constexpr size_t kAsideKinds = 11;
std::string_view AsideKindName(AsideKind kind);

// One sheet of the delivery, or a whole sheet that holds no table (then `plan` has no records).
struct PartInput {
  OpenedSheet sheet;
  PartPlan plan;
  bool notes_only = false;  // every row is set aside as a note
};

struct PartCounts {
  int64_t rows = 0;
  int64_t accepted = 0;
  int64_t quarantined = 0;
  std::array<int64_t, kAsideKinds> set_aside{};
  int64_t hidden_rows = 0;
  int64_t struck_rows = 0;
  bool filter_active = false;
  std::map<uint32_t, int64_t> fills;

  [[nodiscard]] int64_t SetAside() const;
  void Add(const PartCounts& other);
};

// What the rows came to, complete when every worker is done.
struct DeliveryCounts {
  std::map<int64_t, PartCounts> parts;
  std::map<std::string, int64_t, std::less<>> problems;       // code → quarantined cells
  std::map<std::string, int64_t, std::less<>> unknown_cells;  // table.column → cells
  std::vector<int64_t> table_records;                         // per table of the source
};

// Decides about a row before it is read as data: rows of a quarantine workbook that nobody corrected.
class RowFilter {
 public:
  virtual ~RowFilter() = default;
  // Thread-safe. nullopt: read it.
  [[nodiscard]] virtual std::optional<AsideKind> SetAside(int64_t part,
                                                          std::span<const std::string_view> cells) const = 0;
  // The row reference that a row of this part corrects; 0 = none.
  [[nodiscard]] virtual int64_t Corrects(int64_t part, std::span<const std::string_view> cells) const = 0;
};

std::vector<sql::Column> QuarantineColumns();  // row_ref, cells, problems
std::vector<sql::Column> SetAsideColumns();    // row_ref, kind, cells, reason_zh, reason_en
std::vector<sql::Column> BadCellColumns();     // row_ref, table, column, text, error
std::vector<sql::Column> CorrectsColumns();    // row_ref, corrects, accepted

struct DeliveryRowsOptions {
  std::string spool_folder;
  const AreaResolver* areas = nullptr;
  lake::AreaSet context;
  Date as_of;  // judges birth dates in ID numbers
  int workers = 2;
  const RowFilter* filter = nullptr;
  Progress* progress = nullptr;  // required
};

class DeliveryRows final : public sql::RowProducer {
 public:
  // Cuts csv parts into ranges. All parts are of one source. Errors: reading.
  static Result<std::unique_ptr<DeliveryRows>> Create(std::vector<PartInput> parts, DeliveryRowsOptions options);
  ~DeliveryRows() override;

  [[nodiscard]] int max_workers() const override { return options_.workers; }
  Result<std::unique_ptr<Worker>> NewWorker() override;

  // After the engine call that consumed the rows.
  [[nodiscard]] const DeliveryCounts& counts() const { return counts_; }
  // Spool files by name: "table1" ... (tables behind the first), "quarantine", "set_aside", "bad_cells", "corrects",
  // "quarantined_people".
  [[nodiscard]] std::vector<std::string> SpoolPaths(const std::string& name) const;

 private:
  friend class DeliveryWorker;
  struct WorkItem {
    size_t part = 0;
    std::optional<CsvRange> range;
  };
  DeliveryRows(std::vector<PartInput> parts, DeliveryRowsOptions options);
  Result<void> PlanWork();

  std::vector<PartInput> parts_;
  DeliveryRowsOptions options_;
  std::vector<RowClassifier> classifiers_;
  std::vector<WorkItem> work_;
  std::atomic<size_t> next_work_{0};
  std::atomic<int> next_worker_{0};
  std::mutex mutex_;
  DeliveryCounts counts_;
};

}  // namespace xiuhua::ingest
