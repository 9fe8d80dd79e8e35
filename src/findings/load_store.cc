#include "findings/load_store.h"

#include <fmt/format.h>

#include <memory>

namespace xiuhua::findings {
namespace {

class StoreRows final : public sql::RowProducer {
 public:
  StoreRows(const std::vector<store::Row>& rows, const std::vector<sql::Column>& columns)
      : rows_(rows), columns_(columns) {}
  [[nodiscard]] int max_workers() const override { return 1; }
  Result<std::unique_ptr<Worker>> NewWorker() override { return std::make_unique<Reader>(*this); }

 private:
  class Reader final : public Worker {
   public:
    explicit Reader(const StoreRows& all) : all_(all) {}
    Result<int64_t> Fill(sql::ChunkWriter& out) override {
      int64_t row = 0;
      for (; row < out.capacity() && next_ < all_.rows_.size(); ++row, ++next_) {
        for (size_t i = 0; i < all_.columns_.size(); ++i) Put(out, static_cast<int>(i), row, all_.rows_[next_]);
      }
      return row;
    }

   private:
    void Put(sql::ChunkWriter& out, int column, int64_t row, const store::Row& from) {
      const auto i = static_cast<size_t>(column);
      if (from.IsNull(i)) {
        out.SetNull(column, row);
      } else if (all_.columns_[i].type == sql::SqlType::kInt64) {
        out.SetInt64(column, row, from.Int(i));
      } else {
        out.SetText(column, row, from.Text(i));
      }
    }
    const StoreRows& all_;
    size_t next_ = 0;
  };
  const std::vector<store::Row>& rows_;
  const std::vector<sql::Column>& columns_;
};

}  // namespace

Result<void> LoadFromStore(sql::Engine& engine, store::Store& store, const std::string& query,
                           const std::vector<sql::Column>& columns, const std::string& name) {
  TRY_ASSIGN(const std::vector<store::Row> rows, store.Query(query));
  TRY(engine.Execute(fmt::format("DROP TABLE IF EXISTS {}", name)));
  StoreRows producer(rows, columns);
  TRY(engine.CreateTable(producer, columns, name));
  return {};
}

}  // namespace xiuhua::findings
