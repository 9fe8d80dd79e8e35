#include "linkage/repairs.h"

#include <memory>
#include <string>
#include <vector>

#include "text/id_number.h"

namespace xiuhua::linkage {
namespace {

struct Repair {
  std::string id_number;
  int64_t key = 0;
  bool swap = false;
};
using Repairs = std::vector<Repair>;

class RepairProducer final : public sql::RowProducer {
 public:
  explicit RepairProducer(const Repairs& repairs) : repairs_(repairs) {}
  [[nodiscard]] int max_workers() const override { return 1; }
  Result<std::unique_ptr<Worker>> NewWorker() override { return std::make_unique<RepairWorker>(repairs_); }

 private:
  class RepairWorker final : public Worker {
   public:
    explicit RepairWorker(const Repairs& repairs) : repairs_(repairs) {}
    Result<int64_t> Fill(sql::ChunkWriter& out) override {
      int64_t rows = 0;
      for (; rows < out.capacity() && next_ < repairs_.size(); ++rows, ++next_) {
        out.SetText(0, rows, repairs_[next_].id_number);
        out.SetInt64(1, rows, repairs_[next_].key);
        out.SetBool(2, rows, repairs_[next_].swap);
      }
      return rows;
    }

   private:
    const Repairs& repairs_;
    size_t next_ = 0;
  };
  const Repairs& repairs_;
};

}  // namespace

Result<void> MakeRepairTable(sql::Engine& engine) {
  Repairs repairs;
  TRY(
      engine.Stream("SELECT DISTINCT id_number FROM lnk_asked WHERE id_key IS NULL AND length(id_number) = 18 "
                    "AND NOT contains(id_number, '*')",
                    [&](const sql::Rows& rows) -> Result<void> {
                      for (int64_t row = 0; row < rows.count(); ++row) {
                        const std::string_view id = rows.Text(row, 0);
                        if (text::ParseIdNumber(id).fault == text::IdFault::kDigitsLost) continue;
                        for (const text::IdRepair& repair : text::RepairCandidates(id)) {
                          repairs.push_back({std::string(id), repair.key, repair.swap});
                        }
                      }
                      return {};
                    }));
  TRY(engine.Execute("DROP TABLE IF EXISTS lnk_repairs"));
  RepairProducer producer(repairs);
  const std::vector<sql::Column> columns{
      {"id_number", sql::SqlType::kText}, {"id_key", sql::SqlType::kInt64}, {"swap", sql::SqlType::kBool}};
  TRY(engine.CreateTable(producer, columns, "lnk_repairs"));
  return {};
}

}  // namespace xiuhua::linkage
