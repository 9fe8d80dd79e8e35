#include "linkage/person_lookup.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <bit>

namespace xiuhua::linkage {
namespace {

struct Identity {
  int64_t id_key = 0;  // 0 = free
  int64_t name_key = 0;
  int64_t person_id = 0;
};

struct Place {
  int64_t household_id = 0;  // 0 = none
  int64_t area_id = 0;
};

uint64_t Mixed(int64_t key) {
  uint64_t x = static_cast<uint64_t>(key) * 0x9E3779B97F4A7C15ULL;
  return x ^ (x >> 32);
}

std::optional<int64_t> Known(int64_t id) { return id == 0 ? std::nullopt : std::optional(id); }

}  // namespace

struct PersonLookup::Tables {
  std::vector<Identity> identities;  // open addressing; the size is a power of two
  std::vector<Place> places;         // by person_id - first_person
  int64_t first_person = 0;

  [[nodiscard]] const Identity* Find(int64_t id_key) const {
    if (identities.empty()) return nullptr;
    const size_t mask = identities.size() - 1;
    for (size_t i = Mixed(id_key) & mask; identities[i].id_key != 0; i = (i + 1) & mask) {
      if (identities[i].id_key == id_key) return &identities[i];
    }
    return nullptr;
  }
  void Insert(const Identity& identity) {
    const size_t mask = identities.size() - 1;
    size_t i = Mixed(identity.id_key) & mask;
    while (identities[i].id_key != 0) i = (i + 1) & mask;
    identities[i] = identity;
  }
  [[nodiscard]] Place PlaceOf(int64_t person_id) const {
    const int64_t at = person_id - first_person;
    if (at < 0 || at >= static_cast<int64_t>(places.size())) return {};
    return places[static_cast<size_t>(at)];
  }
};

PersonLookup::PersonLookup() : tables_(std::make_shared<Tables>()) {
  static std::atomic<int64_t> made{0};
  suffix_ = std::to_string(++made);
}

PersonLookup::~PersonLookup() { *tables_ = Tables(); }

Result<void> PersonLookup::Fill(sql::Engine& engine) {
  TRY_ASSIGN(const int64_t numbers, engine.QueryInt("SELECT count(*) FROM lnk_people"));
  // At most 70 % full.
  tables_->identities.resize(std::bit_ceil(static_cast<size_t>(numbers) * 10 / 7 + 1));
  TRY(engine.Stream("SELECT id_key, coalesce(name_key, 0), person_id FROM lnk_people",
                    [&](const sql::Rows& rows) -> Result<void> {
                      for (int64_t row = 0; row < rows.count(); ++row)
                        tables_->Insert({rows.Int(row, 0), rows.Int(row, 1), rows.Int(row, 2)});
                      return {};
                    }));
  TRY_ASSIGN(const sql::Rows range,
             engine.Query("SELECT coalesce(min(person_id), 0), coalesce(max(person_id), -1) FROM lnk_persons"));
  tables_->first_person = range.Int(0, 0);
  tables_->places.resize(static_cast<size_t>(range.Int(0, 1) - range.Int(0, 0) + 1));
  return engine.Stream("SELECT person_id, coalesce(household_id, 0), coalesce(area_id, 0) FROM lnk_persons",
                       [&](const sql::Rows& rows) -> Result<void> {
                         for (int64_t row = 0; row < rows.count(); ++row) {
                           const auto at = static_cast<size_t>(rows.Int(row, 0) - tables_->first_person);
                           tables_->places[at] = {rows.Int(row, 1), rows.Int(row, 2)};
                         }
                         return {};
                       });
}

Result<void> PersonLookup::Register(sql::Engine& engine) {
  using Arguments = std::span<const int64_t>;
  const auto Add = [&](const std::string& name, size_t arguments,
                       std::function<std::optional<int64_t>(Arguments)> call) {
    sql::WholeFunction function;
    function.arguments.assign(arguments, sql::SqlType::kInt64);
    function.result = sql::SqlType::kInt64;
    function.call = std::move(call);
    return engine.RegisterWholeFunction(name + suffix_, function);
  };
  const std::shared_ptr<Tables> tables = tables_;
  TRY(Add("lnk_person_", 2, [tables](Arguments keys) -> std::optional<int64_t> {
    const Identity* found = tables->Find(keys[0]);
    return found != nullptr && found->name_key == keys[1] ? std::optional(found->person_id) : std::nullopt;
  }));
  TRY(Add("lnk_number_", 1, [tables](Arguments keys) -> std::optional<int64_t> {
    const Identity* found = tables->Find(keys[0]);
    return found != nullptr ? std::optional(found->person_id) : std::nullopt;
  }));
  TRY(Add("lnk_household_", 1, [tables](Arguments keys) { return Known(tables->PlaceOf(keys[0]).household_id); }));
  return Add("lnk_area_", 1, [tables](Arguments keys) { return Known(tables->PlaceOf(keys[0]).area_id); });
}

Result<std::unique_ptr<PersonLookup>> PersonLookup::Load(sql::Engine& engine) {
  std::unique_ptr<PersonLookup> lookup(new PersonLookup());
  TRY(lookup->Fill(engine));
  TRY(lookup->Register(engine));
  return lookup;
}

std::string PersonLookup::PersonSql(const std::string& id_key, const std::string& name_key) const {
  return name_key.empty() ? fmt::format("lnk_number_{}({})", suffix_, id_key)
                          : fmt::format("lnk_person_{}({}, {})", suffix_, id_key, name_key);
}

std::string PersonLookup::HouseholdSql(const std::string& person_id) const {
  return fmt::format("lnk_household_{}({})", suffix_, person_id);
}

std::string PersonLookup::AreaSql(const std::string& person_id) const {
  return fmt::format("lnk_area_{}({})", suffix_, person_id);
}

}  // namespace xiuhua::linkage
