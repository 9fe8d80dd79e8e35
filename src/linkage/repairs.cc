#include "linkage/repairs.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "text/id_number.h"

namespace xiuhua::linkage {
namespace {

using Pairs = std::vector<std::pair<std::string, int64_t>>;

class PairProducer final : public sql::RowProducer {
 public:
  explicit PairProducer(const Pairs& pairs) : pairs_(pairs) {}
  [[nodiscard]] int max_workers() const override { return 1; }
  Result<std::unique_ptr<Worker>> NewWorker() override { return std::make_unique<PairWorker>(pairs_); }

 private:
  class PairWorker final : public Worker {
   public:
    explicit PairWorker(const Pairs& pairs) : pairs_(pairs) {}
    Result<int64_t> Fill(sql::ChunkWriter& out) override {
      int64_t rows = 0;
      for (; rows < out.capacity() && next_ < pairs_.size(); ++rows, ++next_) {
        out.SetText(0, rows, pairs_[next_].first);
        out.SetInt64(1, rows, pairs_[next_].second);
      }
      return rows;
    }

   private:
    const Pairs& pairs_;
    size_t next_ = 0;
  };
  const Pairs& pairs_;
};

}  // namespace

Result<void> MakeRepairTable(sql::Engine& engine) {
  Pairs pairs;
  TRY(engine.Stream(
      "SELECT DISTINCT id_number FROM lnk_left WHERE id_key IS NULL AND NOT is_previous AND length(id_number) = 18 "
      "AND NOT contains(id_number, '*')",
      [&](const sql::Rows& rows) -> Result<void> {
        for (int64_t row = 0; row < rows.count(); ++row) {
          const std::string_view id = rows.Text(row, 0);
          for (const text::IdRepair& repair : text::RepairCandidates(id)) pairs.emplace_back(id, repair.key);
        }
        return {};
      }));
  TRY(engine.Execute("DROP TABLE IF EXISTS lnk_repairs"));
  PairProducer producer(pairs);
  const std::vector<sql::Column> columns{{"id_number", sql::SqlType::kText}, {"id_key", sql::SqlType::kInt64}};
  TRY(engine.CreateTable(producer, columns, "lnk_repairs"));
  return {};
}

}  // namespace xiuhua::linkage
