// TableSpec: what rules may query - one table of a pack (packs/*/tables/*.yaml, docs/formats/pack.md), its columns and
// the columns that the engine sees for them. PackFolders: which packs there are, in the order they depend on each
// other.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "lake/yaml_node.h"
#include "sql/types.h"

namespace xiuhua::lake {

enum class ColumnType : uint8_t {
  kText,
  kName,
  kIdNumber,
  kDate,
  kMonth,
  kYear,
  kMoney,
  kInteger,
  kAreaMu,
  kPercent,
  kFlag,
  kCode,
  kPhone,
  kCreditCode,
  kAccount,
  kDivision,
};
enum class Role : uint8_t {
  kNone,
  kPersonName,
  kIdNumber,
  kSex,
  kBirthDate,
  kArea,
  kGroup,
  kHouseholdNo,
  kPhone,
  kRelation,
  kHeadName,
  kHeadId,
};
enum class Pii : uint8_t { kNone, kPersonal, kIdentity, kContact, kAccount, kHealth, kNever };
enum class Subject : uint8_t { kNone, kPerson, kHousehold, kVillage };
enum class TableTime : uint8_t { kSnapshot, kInterval, kEvent };

// The words of pack.md, e.g. "id_number".
std::string_view ColumnTypeName(ColumnType type);
std::string_view RoleName(Role role);
std::string_view PiiName(Pii pii);

struct ColumnSpec {
  std::string name;
  ColumnType type = ColumnType::kText;
  Role role = Role::kNone;
  Pii pii = Pii::kNone;
  Title title;
  std::vector<std::pair<std::string, Title>> codes;  // for kCode: code → its word, in the file's order
};

struct TableSpec {
  std::string name;
  Title title;
  Subject subject = Subject::kNone;
  TableTime time = TableTime::kSnapshot;
  std::string date_column;  // empty for snapshots
  std::vector<ColumnSpec> columns;
  bool built_in = false;  // filled by the run (persons ...): the columns below are all there are
  SourceRef where;        // the file it came from

  [[nodiscard]] const ColumnSpec* Find(std::string_view column) const;  // nullptr when absent
  [[nodiscard]] const ColumnSpec* WithRole(Role role) const;            // nullptr when absent
};

// How a declared column is stored: itself, and for names and IDs its _key and _state.
std::vector<sql::Column> EngineColumnsOf(const ColumnSpec& column);
// All declared columns as the engine sees them, in order. For a built-in table: exactly its columns.
std::vector<sql::Column> EngineColumns(const TableSpec& table);
// row_ref, delivery_id, person_id, household_id, area_id, township, county, period. Empty for built-in tables.
std::vector<sql::Column> ImplicitColumns(const TableSpec& table);
// What a rule may name: implicit, then engine columns.
std::vector<sql::Column> RuleColumns(const TableSpec& table);
// deliveries/D.../<table>.parquet: row_ref, engine columns, area_code, area_rest, unknown_cells.
std::vector<sql::Column> DeliveryColumns(const TableSpec& table);
// The declared column that an engine column comes from ("id_number_key" → id_number); nullptr for implicit ones.
const ColumnSpec* DeclaredColumn(const TableSpec& table, std::string_view engine_column);

// Errors: LAK-001 ... LAK-006 with file and line, LAK-008 (roles, types or date column that do not fit).
Result<TableSpec> ParseTableSpec(const YamlNode& root);

// persons, households, members, areas, run.
const std::vector<TableSpec>& BuiltInTables();

// ---- packs

struct PackFolder {
  std::string id;
  std::string version;
  Title title;
  std::vector<std::string> depends;
  std::string folder;
};

struct PackFile {
  std::string pack;  // pack id, or "site"
  std::string path;
};

// The packs below `packs_root` (folders with a pack.yaml) ordered so that each comes after those it depends on, and the
// county's own folder over them. `site` may be empty or absent on disk.
struct PackFolders {
  std::vector<PackFolder> packs;
  std::string site;

  // Files of `sub_folder` ending in `extension` (".yaml"): packs in order, then site; sorted by name inside a folder.
  [[nodiscard]] std::vector<PackFile> FilesIn(std::string_view sub_folder, std::string_view extension) const;
};

// Errors: LAK-001 ... LAK-006, LAK-007 (missing or circular dependency, same id twice).
Result<PackFolders> FindPacks(const std::string& packs_root, const std::string& site_folder);

// ---- all tables

class TableCatalogue {
 public:
  // Built-in tables and every tables/*.yaml; a table of the site replaces the pack's of the same name, two packs
  // declaring one name are refused (LAK-006).
  static Result<TableCatalogue> Load(const PackFolders& folders);
  static Result<TableCatalogue> FromSpecs(std::vector<TableSpec> declared);

  [[nodiscard]] const TableSpec* Find(std::string_view name) const;
  [[nodiscard]] const std::map<std::string, TableSpec, std::less<>>& tables() const { return tables_; }
  // Names of the tables that deliveries fill.
  [[nodiscard]] std::vector<std::string> DeliveredTables() const;
  // The nearest known names to a wrong one, for error messages.
  [[nodiscard]] std::string NearestTables(std::string_view name) const;

 private:
  std::map<std::string, TableSpec, std::less<>> tables_;
};

}  // namespace xiuhua::lake
