// RowReader: the cells of one row → typed records, or the reasons why not. Knows no file and writes nothing.
//
// A bad cell in a column whose policy is quarantine spoils the whole row (every record of it); elsewhere the value is
// unknown (NULL) and the cell is reported in bad_cells. Cells without a bad one cost no allocation.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ingest/area_resolver.h"
#include "ingest/mapping.h"
#include "ingest/spool.h"
#include "text/explain.h"

namespace xiuhua::ingest {

// What is wrong with one cell. `code` is stored: never change one.
struct CellProblem {
  const ColumnPlan* column = nullptr;
  size_t record = 0;  // index into PartPlan::records
  int cell = -1;      // 0-based sheet column, -1 when it has none
  std::string text;   // as it stands in the file
  std::string_view code, zh, en;
  std::string nearest;  // what may have been meant, "红石镇、红石村"; may be empty
};

// A record that came out of a row: which plan, and one value per column of its table (DeliveryColumns).
struct ReadRecord {
  size_t record = 0;
  std::span<const Value> values;
};

class RowReader {
 public:
  // Everything given must outlive it. `areas` may be nullptr. Not thread-safe: one reader a worker.
  RowReader(const PartPlan& plan, const AreaResolver* areas, const lake::AreaSet& context, Date as_of);

  enum class Outcome : uint8_t { kAccepted, kQuarantined, kNothing };  // kNothing: no fill takes this row
  // The views given and those in records() are valid until the next call.
  Outcome Read(std::span<const std::string_view> cells, int64_t row);

  [[nodiscard]] const std::vector<ReadRecord>& records() const { return read_; }        // what was read of the row
  [[nodiscard]] const std::vector<CellProblem>& problems() const { return problems_; }  // of a quarantined row
  [[nodiscard]] const std::vector<CellProblem>& unknown() const { return unknown_; }    // of an accepted row

 private:
  struct RecordState {
    std::vector<Value> values;
    std::vector<std::string> scratch;  // one per value; keeps its capacity
    std::vector<std::string> made;     // one per value: a text joined from several cells or taken out of one
  };

  bool Applies(const RecordPlan& record) const;
  void ReadRecordValues(size_t index);
  void ReadColumn(size_t index, const ColumnPlan& column);
  std::string_view RawText(const ColumnPlan& column, std::string& joined) const;
  void Convert(const ColumnPlan& column, std::string_view raw, RecordState& state);
  void ConvertText(const ColumnPlan& column, std::string_view raw, RecordState& state);
  void ConvertName(const ColumnPlan& column, std::string_view raw, RecordState& state);
  void ConvertId(const ColumnPlan& column, std::string_view raw, RecordState& state);
  void ConvertDate(const ColumnPlan& column, std::string_view raw, RecordState& state);
  void ConvertNumber(const ColumnPlan& column, std::string_view raw, RecordState& state);
  void ConvertFlag(const ColumnPlan& column, std::string_view raw, RecordState& state);
  void ConvertCode(const ColumnPlan& column, std::string_view raw, RecordState& state);
  void ConvertPhone(const ColumnPlan& column, std::string_view raw, RecordState& state);
  void ConvertCreditCode(const ColumnPlan& column, std::string_view raw, RecordState& state);
  void ConvertDivision(const ColumnPlan& column, std::string_view raw, RecordState& state);
  void PutNumber(const ColumnPlan& column, RecordState& state, int64_t number, text::ValueState value_state);
  void Bad(const text::StateWords& words, bool always_quarantine = false, std::string nearest = {});
  const ResolvedArea& Resolve(std::string_view text);

  const PartPlan& plan_;
  const AreaResolver* areas_;
  const lake::AreaSet& context_;
  Date as_of_;
  std::span<const std::string_view> cells_;
  int64_t row_ = 0;
  std::vector<RecordState> states_;
  std::vector<ReadRecord> read_;
  std::vector<CellProblem> problems_;
  std::vector<CellProblem> unknown_;
  // The column being read.
  const ColumnPlan* column_ = nullptr;
  size_t record_ = 0;
  std::string_view raw_;
  bool bad_ = false;
  std::string folded_;
  std::unordered_map<std::string, ResolvedArea, TextHash, std::equal_to<>> resolved_;
};

}  // namespace xiuhua::ingest
