#include "rules/run_output.h"

#include <fmt/format.h>

#include <functional>
#include <span>

#include "base/files.h"

namespace xiuhua::rules {
namespace {

constexpr size_t kFindingsPerPart = 50'000;
using enum sql::SqlType;

// Rows 0 .. count-1, each written by `put(out, at, row)`, handed out by one worker.
class IndexedRows final : public sql::RowProducer {
 public:
  using Put = std::function<void(sql::ChunkWriter& out, int64_t at, int64_t row)>;
  IndexedRows(int64_t count, Put put) : count_(count), put_(std::move(put)) {}
  [[nodiscard]] int max_workers() const override { return 1; }
  Result<std::unique_ptr<Worker>> NewWorker() override { return std::make_unique<OneWorker>(*this); }

 private:
  class OneWorker final : public Worker {
   public:
    explicit OneWorker(IndexedRows& rows) : rows_(rows) {}
    Result<int64_t> Fill(sql::ChunkWriter& out) override {
      const int64_t rows = std::min(out.capacity(), rows_.count_ - rows_.next_);
      for (int64_t at = 0; at < rows; ++at) rows_.put_(out, at, rows_.next_ + at);
      rows_.next_ += rows;
      return rows;
    }

   private:
    IndexedRows& rows_;
  };

  int64_t count_;
  int64_t next_ = 0;
  Put put_;
};

// Writes the cells of one row from left to right.
class RowWriter {
 public:
  RowWriter(sql::ChunkWriter& out, int64_t at) : out_(out), at_(at) {}
  void Text(std::string_view text) { out_.SetText(column_++, at_, text); }
  void TextOrNull(std::string_view text) { text.empty() ? out_.SetNull(column_++, at_) : Text(text); }
  void Int(int64_t value) { out_.SetInt64(column_++, at_, value); }
  void IntOrNull(const std::optional<int64_t>& value) { value ? Int(*value) : out_.SetNull(column_++, at_); }
  void Small(int64_t value) { out_.SetInt32(column_++, at_, static_cast<int32_t>(value)); }

 private:
  sql::ChunkWriter& out_;
  int64_t at_;
  int column_ = 0;
};

std::string TextList(std::span<const std::string> texts) {
  std::string out = "[";
  for (const std::string& text : texts) {
    if (out.size() > 1) out += ',';
    AppendJsonText(out, text);
  }
  return out + "]";
}

void PutFinding(RowWriter row, const RawFinding& finding) {
  const RuleSpec& rule = *finding.rule;
  row.Text(finding.finding_key);
  row.Text(rule.id);
  row.Small(rule.version);
  row.Text(RuleKindName(rule.kind));
  row.Text(EffortName(rule.effort));
  row.Small(rule.severity);
  row.Text(rule.subject.Text());
  row.Int(finding.subject_id);
  row.IntOrNull(finding.household_id);
  row.IntOrNull(finding.person_id);
  row.IntOrNull(finding.area_id);
  row.TextOrNull(finding.place.township);
  row.TextOrNull(finding.place.county);
  row.Text(finding.key_values);
  row.Text(finding.evidence);
  row.Text(fmt::format("[{}]", fmt::join(finding.row_refs, ",")));
  row.Text(finding.values_hash);
  row.Text(finding.sentence_zh);
  row.Text(finding.sentence_en);
  row.Text(TextList(rule.audience));
  row.Text(finding.returns_json);
}

void PutCell(sql::ChunkWriter& out, int64_t at, int column, const sql::Rows& rows, int64_t row, sql::SqlType type) {
  if (rows.IsNull(row, column)) {
    out.SetNull(column, at);
    return;
  }
  switch (type) {
    case kInt64:
      out.SetInt64(column, at, rows.Int(row, column));
      break;
    case kInt32:
      out.SetInt32(column, at, static_cast<int32_t>(rows.Int(row, column)));
      break;
    case kInt8:
      out.SetInt8(column, at, static_cast<int8_t>(rows.Int(row, column)));
      break;
    case kBool:
      out.SetBool(column, at, rows.Int(row, column) != 0);
      break;
    case kDate:
      out.SetDate(column, at, Date{static_cast<int32_t>(rows.Int(row, column))});
      break;
    default:
      out.SetText(column, at, rows.Text(row, column));
      break;
  }
}

}  // namespace

const std::vector<sql::Column>& RawFindingColumns() {
  static const std::vector<sql::Column> columns = {
      {"finding_key", kText},   {"rule_id", kText},     {"rule_version", kInt32}, {"kind", kText},
      {"effort", kText},        {"severity", kInt32},   {"subject_kind", kText},  {"subject_id", kInt64},
      {"household_id", kInt64}, {"person_id", kInt64},  {"area_id", kInt64},      {"township", kText},
      {"county", kText},        {"key_values", kText},  {"evidence", kText},      {"row_refs", kText},
      {"values_hash", kText},   {"sentence_zh", kText}, {"sentence_en", kText},   {"audience", kText},
      {"returns_json", kText}};
  return columns;
}

RunOutput::RunOutput(sql::Engine& engine, std::string folder) : engine_(engine), folder_(std::move(folder)) {}

Result<void> RunOutput::Fact(const FactSpec& fact, sql::Engine& sandbox, const std::vector<sql::Column>& columns) {
  TRY(RealFiles().MakeFolder(folder_ + "/facts"));
  TRY_ASSIGN(const sql::Rows rows, sandbox.Query("select * from " + fact.id + " order by subject_id"));
  IndexedRows producer(rows.count(), [&](sql::ChunkWriter& out, int64_t at, int64_t row) {
    for (size_t i = 0; i < columns.size(); ++i) {
      PutCell(out, at, static_cast<int>(i), rows, row, columns[i].type);
    }
  });
  TRY(engine_.WriteParquet(producer, columns, fmt::format("{}/facts/{}.parquet", folder_, fact.id)));
  return {};
}

Result<void> RunOutput::Findings(std::vector<RawFinding> findings) {
  held_.insert(held_.end(), std::make_move_iterator(findings.begin()), std::make_move_iterator(findings.end()));
  return held_.size() < kFindingsPerPart ? Result<void>() : WritePart();
}

Result<void> RunOutput::WritePart() {
  const std::string path = fmt::format("{}/raw_findings.part{}.parquet", folder_, parts_.size());
  IndexedRows producer(static_cast<int64_t>(held_.size()), [&](sql::ChunkWriter& out, int64_t at, int64_t row) {
    PutFinding(RowWriter(out, at), held_[static_cast<size_t>(row)]);
  });
  TRY(engine_.WriteParquet(producer, RawFindingColumns(), path));
  parts_.push_back(path);
  held_.clear();
  return {};
}

Result<void> RunOutput::JoinParts() {
  std::vector<std::string> quoted;
  for (const std::string& part : parts_) quoted.push_back(sql::Quoted(part));
  TRY(engine_.Execute(fmt::format(
      "copy (select * from read_parquet([{}]) order by finding_key) to {} (format parquet, compression zstd)",
      fmt::join(quoted, ", "), sql::Quoted(folder_ + "/raw_findings.parquet"))));
  for (const std::string& part : parts_) TRY(RealFiles().Remove(part));
  return {};
}

Result<void> RunOutput::Count(const CountRow& row, const RuleOutcome& outcome) {
  counts_.push_back({row, outcome.failed ? outcome.failed->id : ""});
  return {};
}

Result<void> RunOutput::CannotTell(const CannotTellRow& row) {
  cannot_tell_.push_back(row);
  return {};
}

Result<void> RunOutput::Status(const StatusRow& row) {
  statuses_.push_back(row);
  return {};
}

Result<void> RunOutput::Finish() {
  if (!held_.empty() || parts_.empty()) TRY(WritePart());
  TRY(JoinParts());
  const auto write = [&](const std::string& name, size_t count, const std::vector<sql::Column>& columns,
                         const std::function<void(RowWriter, size_t)>& put) -> Result<void> {
    IndexedRows producer(static_cast<int64_t>(count), [&](sql::ChunkWriter& out, int64_t at, int64_t row) {
      put(RowWriter(out, at), static_cast<size_t>(row));
    });
    TRY(engine_.WriteParquet(producer, columns, folder_ + "/" + name));
    return {};
  };
  TRY(write("counts.parquet", counts_.size(),
            {{"rule_id", kText},
             {"township", kText},
             {"county", kText},
             {"population", kInt64},
             {"hits", kInt64},
             {"no_hits", kInt64},
             {"cannot_tell", kInt64},
             {"state", kText},
             {"error", kText}},
            [&](RowWriter out, size_t i) {
              const CountLine& line = counts_[i];
              out.Text(line.row.rule_id);
              out.TextOrNull(line.row.place.township);
              out.TextOrNull(line.row.place.county);
              for (const int64_t n : {line.row.population, line.row.hits, line.row.no_hits, line.row.cannot_tell})
                out.Int(n);
              out.Text(line.failed.empty() ? "ok" : "failed");
              out.TextOrNull(line.failed);
            }));
  TRY(write("cannot_tell.parquet", cannot_tell_.size(),
            {{"rule_id", kText},
             {"township", kText},
             {"county", kText},
             {"reason_kind", kText},
             {"reason", kText},
             {"subjects", kInt64}},
            [&](RowWriter out, size_t i) {
              const CannotTellRow& row = cannot_tell_[i];
              out.Text(row.rule_id);
              out.TextOrNull(row.place.township);
              out.TextOrNull(row.place.county);
              out.Text(row.reason_kind);
              out.Text(row.reason);
              out.Int(row.subjects);
            }));
  return write("statuses.parquet", statuses_.size(),
               {{"finding_key", kText},
                {"rule_id", kText},
                {"subject_id", kInt64},
                {"answer", kText},
                {"reason_kind", kText},
                {"reason", kText}},
               [&](RowWriter out, size_t i) {
                 const StatusRow& row = statuses_[i];
                 out.Text(row.finding_key);
                 out.Text(row.rule_id);
                 out.Int(row.subject_id);
                 out.Text(AnswerName(row.answer));
                 out.TextOrNull(row.reason_kind);
                 out.TextOrNull(row.reason);
               });
}

}  // namespace xiuhua::rules
