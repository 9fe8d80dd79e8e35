#include "ingest/spool.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>

#include "base/check.h"
#include "base/errors.h"

namespace xiuhua::ingest {
namespace {

constexpr size_t kFlushBytes = 1 << 18;

std::unexpected<Error> WriteFailed(const std::string& path) {
  return Fail(xiuhua::errors::kFileNotWritable, {path, std::strerror(errno)});
}

template <class T>
void AppendRaw(std::string& out, T value) {
  std::array<char, sizeof(T)> bytes{};
  std::memcpy(bytes.data(), &value, sizeof(T));
  out.append(bytes.data(), bytes.size());
}

}  // namespace

void PutValues(sql::ChunkWriter& out, int64_t row, std::span<const sql::Column> columns,
               std::span<const Value> values) {
  for (size_t i = 0; i < columns.size(); ++i) {
    const Value& value = values[i];
    const int column = static_cast<int>(i);
    if (value.kind == Value::Kind::kNull) {
      out.SetNull(column, row);
      continue;
    }
    switch (columns[i].type) {
      case sql::SqlType::kText:
        out.SetText(column, row, value.text);
        break;
      case sql::SqlType::kInt64:
        out.SetInt64(column, row, value.number);
        break;
      case sql::SqlType::kInt32:
        out.SetInt32(column, row, static_cast<int32_t>(value.number));
        break;
      case sql::SqlType::kInt8:
        out.SetInt8(column, row, static_cast<int8_t>(value.number));
        break;
      case sql::SqlType::kBool:
        out.SetBool(column, row, value.number != 0);
        break;
      case sql::SqlType::kDate:
        out.SetDate(column, row, Date{static_cast<int32_t>(value.number)});
        break;
      case sql::SqlType::kDouble:
        CHECK(false);
        break;
    }
  }
}

SpoolWriter::~SpoolWriter() {
  if (file_ != nullptr) std::fclose(file_);
}

Result<void> SpoolWriter::Append(std::span<const Value> values) {
  if (file_ == nullptr) {
    file_ = std::fopen(path_.c_str(), "wbe");
    if (file_ == nullptr) return WriteFailed(path_);
  }
  for (const Value& value : values) {
    buffer_ += static_cast<char>(value.kind);
    if (value.kind == Value::Kind::kNumber) AppendRaw(buffer_, value.number);
    if (value.kind == Value::Kind::kText) {
      AppendRaw(buffer_, static_cast<uint32_t>(value.text.size()));
      buffer_ += value.text;
    }
  }
  ++records_;
  if (buffer_.size() < kFlushBytes) return {};
  if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) return WriteFailed(path_);
  buffer_.clear();
  return {};
}

Result<void> SpoolWriter::Close() {
  if (file_ == nullptr) return {};
  const bool written = std::fwrite(buffer_.data(), 1, buffer_.size(), file_) == buffer_.size();
  buffer_.clear();
  const bool closed = std::fclose(file_) == 0;
  file_ = nullptr;
  if (!written || !closed) return WriteFailed(path_);
  return {};
}

// ---- playing back

struct SpoolProducer::Queue {
  std::vector<std::string> paths;
  std::atomic<size_t> next{0};
};

namespace {

// One thread reads a file: the locks of stdio would cost more than the reading.
class SpoolWorker final : public sql::RowProducer::Worker {
 public:
  using NextPath = std::function<const std::string*()>;
  SpoolWorker(NextPath next_path, std::span<const sql::Column> columns)
      : next_path_(std::move(next_path)), columns_(columns), values_(columns.size()), texts_(columns.size()) {}
  ~SpoolWorker() override { CloseFile(); }
  SpoolWorker(const SpoolWorker&) = delete;
  SpoolWorker& operator=(const SpoolWorker&) = delete;

  Result<int64_t> Fill(sql::ChunkWriter& out) override {
    int64_t row = 0;
    while (row < out.capacity()) {
      TRY_ASSIGN(const bool more, Next());
      if (!more) break;
      PutValues(out, row++, columns_, values_);
    }
    return row;
  }

 private:
  void CloseFile() {
    if (file_ != nullptr) std::fclose(file_);
    file_ = nullptr;
  }

  // Opens file after file; a file that no record created is passed over.
  Result<bool> OpenNext() {
    CloseFile();
    while (const std::string* path = next_path_()) {
      file_ = std::fopen(path->c_str(), "rbe");
      if (file_ != nullptr) {
        std::setvbuf(file_, nullptr, _IOFBF, kFlushBytes);
        return true;
      }
      if (errno != ENOENT) return Fail(xiuhua::errors::kFileNotReadable, {*path, std::strerror(errno)});
    }
    return false;
  }

  Result<bool> Next() {
    while (true) {
      if (file_ == nullptr) {
        TRY_ASSIGN(const bool opened, OpenNext());
        if (!opened) return false;
      }
      const int first = ::getc_unlocked(file_);
      if (first == EOF) {
        CloseFile();
        continue;
      }
      std::ungetc(first, file_);
      for (size_t i = 0; i < values_.size(); ++i) {
        if (!ReadValue(i)) return Fail(xiuhua::errors::kInternal, {"a spool file ends in the middle of a record"});
      }
      return true;
    }
  }

  bool ReadValue(size_t i) {
    const int kind = ::getc_unlocked(file_);
    if (kind == EOF) return false;
    values_[i] = Value{static_cast<Value::Kind>(kind), 0, {}};
    if (values_[i].kind == Value::Kind::kNumber) {
      return ::fread_unlocked(&values_[i].number, sizeof(int64_t), 1, file_) == 1;
    }
    if (values_[i].kind != Value::Kind::kText) return true;
    uint32_t size = 0;
    if (::fread_unlocked(&size, sizeof(size), 1, file_) != 1) return false;
    texts_[i].resize(size);
    if (::fread_unlocked(texts_[i].data(), 1, size, file_) != size) return false;
    values_[i].text = texts_[i];
    return true;
  }

  NextPath next_path_;
  std::span<const sql::Column> columns_;
  std::vector<Value> values_;
  std::vector<std::string> texts_;
  std::FILE* file_ = nullptr;
};

}  // namespace

SpoolProducer::SpoolProducer(std::vector<std::string> paths, std::span<const sql::Column> columns, int workers)
    : queue_(std::make_shared<Queue>()), columns_(columns), workers_(workers) {
  queue_->paths = std::move(paths);
}

SpoolProducer::~SpoolProducer() = default;

Result<std::unique_ptr<sql::RowProducer::Worker>> SpoolProducer::NewWorker() {
  return std::make_unique<SpoolWorker>(
      [queue = queue_]() -> const std::string* {
        const size_t at = queue->next.fetch_add(1);
        return at < queue->paths.size() ? &queue->paths[at] : nullptr;
      },
      columns_);
}

}  // namespace xiuhua::ingest
