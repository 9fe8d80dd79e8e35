#include "register/known_numbers.h"

#include <fmt/format.h>

#include <atomic>
#include <bit>
#include <vector>

namespace xiuhua::registry {

// Open addressing; the size is a power of two; 0 = free (no ID number has the key 0).
struct KnownNumbers::Keys {
  std::vector<int64_t> slots;

  [[nodiscard]] size_t Start(int64_t key) const {
    const uint64_t x = static_cast<uint64_t>(key) * 0x9E3779B97F4A7C15ULL;
    return (x ^ (x >> 32)) & (slots.size() - 1);
  }
  [[nodiscard]] bool Has(int64_t key) const {
    for (size_t i = Start(key); slots[i] != 0; i = (i + 1) & (slots.size() - 1)) {
      if (slots[i] == key) return true;
    }
    return false;
  }
  void Add(int64_t key) {
    size_t i = Start(key);
    while (slots[i] != 0) i = (i + 1) & (slots.size() - 1);
    slots[i] = key;
  }
};

KnownNumbers::KnownNumbers() : keys_(std::make_shared<Keys>()) {
  static std::atomic<int64_t> made{0};
  function_ = fmt::format("reg_known_{}", ++made);
}

// The function stays registered with the engine, its table does not.
KnownNumbers::~KnownNumbers() { keys_->slots.assign(1, 0); }

Result<std::unique_ptr<KnownNumbers>> KnownNumbers::Load(sql::Engine& engine) {
  std::unique_ptr<KnownNumbers> known(new KnownNumbers());
  TRY_ASSIGN(const int64_t numbers, engine.QueryInt("SELECT count(*) FROM reg_identities"));
  // At most 70 % full.
  known->keys_->slots.resize(std::bit_ceil(static_cast<size_t>(numbers) * 10 / 7 + 1));
  TRY(engine.Stream("SELECT id_key FROM reg_identities", [&](const sql::Rows& rows) -> Result<void> {
    for (int64_t row = 0; row < rows.count(); ++row) known->keys_->Add(rows.Int(row, 0));
    return {};
  }));
  sql::WholeFunction function;
  function.arguments = {sql::SqlType::kInt64};
  function.result = sql::SqlType::kInt64;
  function.call = [keys = known->keys_](std::span<const int64_t> key) -> std::optional<int64_t> {
    return keys->Has(key[0]) ? std::optional<int64_t>(1) : std::nullopt;
  };
  TRY(engine.RegisterWholeFunction(known->function_, function));
  return known;
}

std::string KnownNumbers::UnknownSql(const std::string& id_key) const {
  return fmt::format("{}({}) IS NULL", function_, id_key);
}

}  // namespace xiuhua::registry
