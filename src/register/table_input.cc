#include "register/table_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace xiuhua::registry {
namespace {

using sql::Quoted;

// (delivery id, period, county) of each file as a VALUES list.
std::string DeliveryValues(const std::vector<TableFile>& files) {
  std::set<std::string> rows;
  for (const TableFile& file : files) {
    const std::string county = file.area_set.OneCounty();
    rows.insert(fmt::format("({}, DATE '{}', {})", file.delivery.value, FormatDate(file.period.from),
                            county.empty() ? "CAST(NULL AS VARCHAR)" : Quoted(county)));
  }
  return fmt::format("{}", fmt::join(rows, ", "));
}

std::string SupersededCondition(const std::vector<TableFile>& files) {
  std::string condition = "true";
  for (const TableFile& file : files) {
    for (const std::string& code : file.superseded.codes()) {
      condition +=
          fmt::format(" AND ((r.row_ref >> 42) <> {} OR r.area_code IS NULL OR NOT starts_with(r.area_code, {}))",
                      file.delivery.value, Quoted(code));
    }
  }
  return condition;
}

std::string PathsOf(const std::vector<TableFile>& files) {
  std::vector<std::string> paths;
  for (const TableFile& file : files) paths.push_back(file.path);
  return PathList(paths);
}

Result<std::set<std::string>> PresentColumns(sql::Engine& engine, const std::string& paths) {
  TRY_ASSIGN(const sql::Rows rows,
             engine.Query(fmt::format("DESCRIBE SELECT * FROM read_parquet({}, union_by_name = true)", paths)));
  std::set<std::string> present;
  for (int64_t row = 0; row < rows.count(); ++row) present.emplace(rows.Text(row, 0));
  return present;
}

}  // namespace

std::string PathList(const std::vector<std::string>& paths) {
  std::vector<std::string> quoted;
  quoted.reserve(paths.size());
  for (const std::string& path : paths) quoted.push_back(Quoted(path));
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

std::vector<TableFile> FilesFilling(std::string_view table, const std::vector<lake::InForce>& deliveries,
                                    const std::string& data_folder) {
  std::vector<TableFile> files;
  for (const lake::InForce& in_force : deliveries) {
    const std::string path = in_force.delivery.TableFile(table);
    if (path.empty()) continue;
    files.push_back({data_folder + "/" + path, in_force.delivery.id, in_force.delivery.source, in_force.delivery.period,
                     in_force.delivery.area_set, in_force.superseded});
  }
  return files;
}

std::string RoleColumn(const lake::TableSpec& spec, lake::Role role) {
  for (const lake::ColumnSpec& column : spec.columns) {
    if (column.role == role) return column.name;
  }
  return {};
}

Result<std::string> RowsSql(sql::Engine& engine, const std::vector<TableFile>& files,
                            const std::vector<sql::Column>& columns) {
  const std::string paths = PathsOf(files);
  TRY_ASSIGN(const std::set<std::string> present, PresentColumns(engine, paths));
  std::string list;
  for (const sql::Column& column : columns) {
    list += present.contains(column.name)
                ? fmt::format(", r.{}", column.name)
                : fmt::format(", CAST(NULL AS {}) AS {}", sql::SqlTypeName(column.type), column.name);
  }
  return fmt::format(R"(
    SELECT r.row_ref, d.delivery_id, d.period, d.delivery_county AS county, r.area_code, r.area_rest{}
    FROM read_parquet({}, union_by_name = true) r
    JOIN (SELECT column0 AS delivery_id, column1 AS period, column2 AS delivery_county FROM (VALUES {}) v(column0, column1, column2)) d
      ON d.delivery_id = (r.row_ref >> 42)
    WHERE {})",
                     list, paths, DeliveryValues(files), SupersededCondition(files));
}

Result<std::string> PeopleSql(sql::Engine& engine, const lake::TableSpec& spec, const std::vector<TableFile>& files) {
  using lake::Role;
  std::vector<sql::Column> wanted;
  const auto Want = [&](Role role, std::string_view suffix, sql::SqlType type) -> std::string {
    const std::string column = RoleColumn(spec, role);
    if (column.empty()) return fmt::format("CAST(NULL AS {})", sql::SqlTypeName(type));
    const std::string full = column + std::string(suffix);
    wanted.push_back({full, type});
    return "t." + full;
  };
  using sql::SqlType;
  const std::string name = Want(Role::kPersonName, "", SqlType::kText);
  const std::string name_key = Want(Role::kPersonName, "_key", SqlType::kInt64);
  const std::string id_number = Want(Role::kIdNumber, "", SqlType::kText);
  const std::string id_key = Want(Role::kIdNumber, "_key", SqlType::kInt64);
  const std::string sex = Want(Role::kSex, "", SqlType::kText);
  const std::string birth = Want(Role::kBirthDate, "", SqlType::kDate);
  const std::string household_no = Want(Role::kHouseholdNo, "", SqlType::kText);
  const std::string head_id = Want(Role::kHeadId, "", SqlType::kText);
  const std::string phone = Want(Role::kPhone, "", SqlType::kText);
  const std::string relation = Want(Role::kRelation, "", SqlType::kText);
  const std::string group = Want(Role::kGroup, "", SqlType::kText);
  TRY_ASSIGN(const std::string rows, RowsSql(engine, files, wanted));
  return fmt::format(R"(
    SELECT t.row_ref, t.delivery_id, t.period, coalesce(substr(t.area_code, 1, 6), t.county) AS county,
           t.area_code, t.area_rest, {name} AS name, {name_key} AS name_key, {id_number} AS id_number,
           {id_key} AS id_key,
           CASE WHEN {id_key} IS NOT NULL THEN CASE WHEN {id_key} % 2 = 1 THEN 'm' ELSE 'f' END
                WHEN {sex} IN ('m', '男', '1') THEN 'm' WHEN {sex} IN ('f', '女', '2') THEN 'f' END AS sex,
           coalesce(TRY(make_date(({id_key} // 10000000) % 10000, ({id_key} // 100000) % 100, ({id_key} // 1000) % 100)),
                    {birth}) AS birth_date,
           {household_no} AS household_no, {head_id} AS head_id, {phone} AS phone, {relation} AS relation,
           coalesce({group}, t.area_rest) AS group_no
    FROM ({rows}) t)",
                     fmt::arg("name", name), fmt::arg("name_key", name_key), fmt::arg("id_number", id_number),
                     fmt::arg("id_key", id_key), fmt::arg("sex", sex), fmt::arg("birth", birth),
                     fmt::arg("household_no", household_no), fmt::arg("head_id", head_id), fmt::arg("phone", phone),
                     fmt::arg("relation", relation), fmt::arg("group", group), fmt::arg("rows", rows));
}

}  // namespace xiuhua::registry
