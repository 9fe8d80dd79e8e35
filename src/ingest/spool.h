// Spool: records of one table on disk between reading and writing Parquet, so that nothing is held in memory.
//
// One writer a worker and table; a producer then plays all files of a table back. Files live in the staging folder.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sql/engine.h"

namespace xiuhua::ingest {

// One value of a record: NULL, a number (dates as days, booleans as 0/1) or a text.
struct Value {
  enum class Kind : uint8_t { kNull, kNumber, kText };
  Kind kind = Kind::kNull;
  int64_t number = 0;
  std::string_view text;

  static Value Number(int64_t number) { return {Kind::kNumber, number, {}}; }
  static Value Text(std::string_view text) { return {Kind::kText, 0, text}; }
};

// Puts a record's values into row `row` of a chunk, each by its column's type.
void PutValues(sql::ChunkWriter& out, int64_t row, std::span<const sql::Column> columns, std::span<const Value> values);

class SpoolWriter {
 public:
  // The file is created by the first record. Not thread-safe.
  explicit SpoolWriter(std::string path) : path_(std::move(path)) {}
  ~SpoolWriter();
  SpoolWriter(const SpoolWriter&) = delete;
  SpoolWriter& operator=(const SpoolWriter&) = delete;

  Result<void> Append(std::span<const Value> values);
  Result<void> Close();  // flushes; Append must not follow
  [[nodiscard]] int64_t records() const { return records_; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::FILE* file_ = nullptr;
  std::string buffer_;
  int64_t records_ = 0;
};

// Plays spool files back, one worker a file at a time. `columns` must outlive it.
class SpoolProducer final : public sql::RowProducer {
 public:
  SpoolProducer(std::vector<std::string> paths, std::span<const sql::Column> columns, int workers);
  ~SpoolProducer() override;
  [[nodiscard]] int max_workers() const override { return workers_; }
  Result<std::unique_ptr<Worker>> NewWorker() override;

 private:
  struct Queue;
  std::shared_ptr<Queue> queue_;
  std::span<const sql::Column> columns_;
  int workers_;
};

}  // namespace xiuhua::ingest
