// The rows as rules read them, the list of links, the review queue.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/errors.h"
#include "linkage/stages.h"

namespace xiuhua::linkage {
namespace {

// Which rows of a table: those in force, those of the full deliveries before, those of the ones before these.
enum class When : uint8_t { kNow, kPrevious, kEarlier };

std::string OutPath(const LinkRequest& request, const std::string& table, When when) {
  const char* ending = when == When::kNow ? "" : when == When::kPrevious ? "_previous" : "_previous_earlier";
  return fmt::format("{}/tables/{}{}.parquet", request.out_folder, table, ending);
}

const std::vector<registry::TableFile>& FilesOf(const registry::TableInput& table, When when) {
  return when == When::kNow ? table.files : when == When::kPrevious ? table.previous : table.earlier;
}

// Rows of a table whose rows name people. `extra`: some rows have links that do not follow from number and name.
std::string PeopleTableSql(const lake::TableSpec& spec, const std::string& rows, const std::string& columns,
                           bool previous, const PersonLookup& lookup, bool extra) {
  const std::string id = registry::RoleColumn(spec, lake::Role::kIdNumber);
  const std::string name = registry::RoleColumn(spec, lake::Role::kPersonName);
  std::string person = "CAST(NULL AS BIGINT)";
  if (!id.empty()) {
    person = lookup.PersonSql(fmt::format("t.{}_key", id), name.empty() ? "" : fmt::format("t.{}_key", name));
  }
  std::string join;
  if (extra) {
    person = fmt::format("coalesce({}, e.person_id)", person);
    join = fmt::format(
        "LEFT JOIN (SELECT row_ref, person_id FROM lnk_extra WHERE table_name = {} AND is_previous = {}) e "
        "ON e.row_ref = t.row_ref",
        sql::Quoted(spec.name), previous);
  }
  return fmt::format(R"(
    SELECT r.row_ref{columns}, r.delivery_id, r.linked_id AS person_id, {household} AS household_id,
           coalesce(a.area_id, c.area_id) AS area_id,
           coalesce(a.township, c.township, CASE WHEN length(r.area_code) >= 9 THEN substr(r.area_code, 1, 9) END) AS township,
           coalesce(a.county, c.county, CASE WHEN length(r.area_code) >= 6 THEN substr(r.area_code, 1, 6) END, r.county) AS county,
           r.period
    FROM (SELECT t.*, {person} AS linked_id FROM ({rows}) t {join}) r
    LEFT JOIN lnk_places a ON a.area_id = {area}
    LEFT JOIN lnk_area_codes c ON c.code = r.area_code)",
                     fmt::arg("columns", columns), fmt::arg("household", lookup.HouseholdSql("r.linked_id")),
                     fmt::arg("person", person), fmt::arg("rows", rows), fmt::arg("join", join),
                     fmt::arg("area", lookup.AreaSql("r.linked_id")));
}

std::string PlaceTableSql(const std::string& rows, const std::string& columns) {
  return fmt::format(R"(
    SELECT r.row_ref{columns}, r.delivery_id, CAST(NULL AS BIGINT) AS person_id, CAST(NULL AS BIGINT) AS household_id, c.area_id,
           coalesce(c.township, CASE WHEN length(r.area_code) >= 9 THEN substr(r.area_code, 1, 9) END) AS township,
           coalesce(c.county, CASE WHEN length(r.area_code) >= 6 THEN substr(r.area_code, 1, 6) END, r.county) AS county, r.period
    FROM ({rows}) r LEFT JOIN lnk_area_codes c ON c.code = r.area_code)",
                     fmt::arg("columns", columns), fmt::arg("rows", rows));
}

// The declared columns to copy: of rows in force those that somebody reads, and the source's own household number.
std::vector<sql::Column> CopiedColumns(const LinkRequest& request, const lake::TableSpec& spec, When when) {
  std::vector<sql::Column> columns = lake::EngineColumns(spec);
  if (!request.read || when != When::kNow) return columns;
  const auto table = request.read->find(spec.name);
  const std::string household_no = registry::RoleColumn(spec, lake::Role::kHouseholdNo);
  std::erase_if(columns, [&](const sql::Column& column) {
    const bool read = table != request.read->end() && table->second.contains(column.name);
    return !read && column.name != household_no;
  });
  return columns;
}

// What the rows are read by, besides what is copied.
std::vector<sql::Column> ColumnsToRead(const lake::TableSpec& spec, std::vector<sql::Column> copied) {
  for (const lake::Role role : {lake::Role::kIdNumber, lake::Role::kPersonName}) {
    const std::string column = registry::RoleColumn(spec, role);
    if (column.empty() || std::ranges::find(copied, column + "_key", &sql::Column::name) != copied.end()) continue;
    copied.push_back({column + "_key", sql::SqlType::kInt64});
  }
  return copied;
}

Result<void> WriteTable(sql::Engine& engine, const LinkRequest& request, const registry::TableInput& table, When when,
                        const PersonLookup& lookup) {
  const auto& files = FilesOf(table, when);
  const bool previous = when != When::kNow;
  const std::vector<sql::Column> copied = CopiedColumns(request, *table.spec, when);
  std::string columns;
  for (const sql::Column& column : copied) columns += ", r." + column.name;
  TRY_ASSIGN(const std::string rows, registry::RowsSql(engine, files, ColumnsToRead(*table.spec, copied)));
  TRY_ASSIGN(const int64_t extra,
             engine.QueryInt(fmt::format("SELECT count(*) FROM lnk_extra WHERE table_name = {} AND is_previous = {}",
                                         sql::Quoted(table.spec->name), previous)));
  const std::string select = NamesPeople(*table.spec)
                                 ? PeopleTableSql(*table.spec, rows, columns, previous, lookup, extra > 0)
                                 : PlaceTableSql(rows, columns);
  TRY(engine.CopyToParquet(select, OutPath(request, table.spec->name, when)));
  return {};
}

Result<std::set<std::string>> TablesWithExtraLinks(sql::Engine& engine) {
  TRY_ASSIGN(const sql::Rows rows, engine.Query("SELECT DISTINCT table_name FROM lnk_extra WHERE NOT is_previous"));
  std::set<std::string> tables;
  for (int64_t row = 0; row < rows.count(); ++row) tables.emplace(rows.Text(row, 0));
  return tables;
}

// The links of one table that was written; `extra`: some do not follow from number and name.
std::string LinksSql(const std::string& table, const std::string& path, bool extra) {
  if (!extra) {
    return fmt::format(
        "SELECT {} AS table_name, row_ref, person_id, 'id_name' AS method, CAST(NULL AS DOUBLE) AS weight, "
        "CAST(1.0 AS DOUBLE) AS probability, 'same_number_same_name' AS reason FROM read_parquet({}) "
        "WHERE person_id IS NOT NULL",
        sql::Quoted(table), sql::Quoted(path));
  }
  return fmt::format(R"(
      SELECT {0} AS table_name, t.row_ref, t.person_id, coalesce(e.method, 'id_name') AS method, e.weight,
             coalesce(e.probability, 1.0) AS probability, coalesce(e.reason, 'same_number_same_name') AS reason
      FROM read_parquet({1}) t LEFT JOIN (SELECT * FROM lnk_extra WHERE table_name = {0} AND NOT is_previous) e USING (row_ref)
      WHERE t.person_id IS NOT NULL)",
                     sql::Quoted(table), sql::Quoted(path));
}

// One pair for each outsider who looks like a registered person: the first row that speaks of the outsider.
Result<void> AddLookalikePairs(sql::Engine& engine, const std::string& links) {
  return engine.Execute(fmt::format(R"(
    INSERT INTO lnk_pairs
    WITH seen AS (SELECT k.person_id, min((k.table_name, k.row_ref)) AS first_row
                  FROM read_parquet({}) k SEMI JOIN lnk_lookalikes a ON a.outsider_id = k.person_id GROUP BY k.person_id)
    SELECT s.first_row[1], s.first_row[2], 'name_birth_other_id', a.person_id, CAST(a.place AS INTEGER),
           CAST(json_object('row_name', o.name, 'row_id', o.id_number, 'name', p.name, 'id', p.id_number,
                'same_village', p.area_code = o.area_code, 'same_birth', true, 'other_person_id', o.person_id) AS VARCHAR),
           'person:' || o.person_id
    FROM lnk_lookalikes a JOIN seen s ON s.person_id = a.outsider_id
    JOIN lnk_persons o ON o.person_id = a.outsider_id JOIN lnk_persons p ON p.person_id = a.person_id
    WHERE a.place <= 5 AND NOT EXISTS (SELECT 1 FROM lnk_decisions d WHERE NOT d.same AND d.person_id = a.person_id
                                       AND d.evidence_key = 'person:' || o.person_id))",
                                    sql::Quoted(links)));
}

Result<LinkReport> CountLinks(sql::Engine& engine, const LinkRequest& request, const std::string& links) {
  LinkReport report;
  for (const registry::TableInput& table : request.tables) {
    if (table.files.empty()) continue;
    const std::string& name = table.spec->name;
    TRY_ASSIGN(report.tables[name].rows, engine.QueryInt(fmt::format("SELECT count(*) FROM read_parquet({})",
                                                                     sql::Quoted(OutPath(request, name, When::kNow)))));
  }
  TRY_ASSIGN(
      const sql::Rows methods,
      engine.Query(fmt::format("SELECT table_name, method, count(*) FROM read_parquet({}) GROUP BY ALL ORDER BY ALL",
                               sql::Quoted(links))));
  for (int64_t row = 0; row < methods.count(); ++row) {
    report.tables[std::string(methods.Text(row, 0))].by_method[std::string(methods.Text(row, 1))] = methods.Int(row, 2);
  }
  TRY_ASSIGN(const sql::Rows left,
             engine.Query("SELECT table_name, count(*) FROM lnk_left WHERE NOT is_previous GROUP BY ALL ORDER BY ALL"));
  for (int64_t row = 0; row < left.count(); ++row) {
    report.tables[std::string(left.Text(row, 0))].unlinked = left.Int(row, 1);
  }
  for (auto& [name, table] : report.tables) {
    table.nobody = table.rows - table.unlinked;
    for (const auto& [method, rows] : table.by_method) table.nobody -= rows;
  }
  const std::string quarantined = sql::Quoted(request.out_folder + "/quarantined.parquet");
  TRY_ASSIGN(const sql::Rows waiting,
             engine.Query(fmt::format("SELECT count(*), count(person_id) FROM read_parquet({}) "
                                      "WHERE NOT is_previous",
                                      quarantined)));
  report.quarantined = waiting.Int(0, 0);
  report.quarantined_known = waiting.Int(0, 1);
  TRY_ASSIGN(
      const sql::Rows kinds,
      engine.Query("SELECT kind, count(DISTINCT (table_name, row_ref)) FROM lnk_pairs GROUP BY kind ORDER BY kind"));
  for (int64_t row = 0; row < kinds.count(); ++row)
    report.pairs_by_kind[std::string(kinds.Text(row, 0))] = kinds.Int(row, 1);
  return report;
}

}  // namespace

Result<void> WriteTables(sql::Engine& engine, const LinkRequest& request, const PersonLookup& lookup,
                         Progress& progress) {
  std::filesystem::create_directories(request.out_folder + "/tables");
  for (const registry::TableInput& table : request.tables) {
    for (const When when : {When::kNow, When::kPrevious, When::kEarlier}) {
      if (progress.cancelled()) return Fail(::xiuhua::errors::kCancelled);
      if (!FilesOf(table, when).empty()) TRY(WriteTable(engine, request, table, when, lookup));
    }
    progress.Tick(1);
  }
  return {};
}

Result<LinkReport> WriteLinks(sql::Engine& engine, const LinkRequest& request) {
  TRY_ASSIGN(const std::set<std::string> with_extra, TablesWithExtraLinks(engine));
  std::string all;
  for (const registry::TableInput& table : request.tables) {
    if (table.files.empty() || !NamesPeople(*table.spec)) continue;
    all +=
        (all.empty() ? "" : " UNION ALL ") + LinksSql(table.spec->name, OutPath(request, table.spec->name, When::kNow),
                                                      with_extra.contains(table.spec->name));
  }
  if (all.empty()) {
    all =
        "SELECT CAST(NULL AS VARCHAR) AS table_name, CAST(NULL AS BIGINT) AS row_ref, CAST(NULL AS BIGINT) AS "
        "person_id, "
        "CAST(NULL AS VARCHAR) AS method, CAST(NULL AS DOUBLE) AS weight, CAST(NULL AS DOUBLE) AS probability, "
        "CAST(NULL AS VARCHAR) AS reason WHERE false";
  }
  const std::string links = request.out_folder + "/links.parquet";
  TRY(engine.CopyToParquet(all, links));
  TRY(AddLookalikePairs(engine, links));
  TRY(engine.CopyToParquet(
      "SELECT table_name, row_ref, kind, candidate_person_id, candidate_rank, detail, evidence_key, "
      "CAST(0 AS INTEGER) AS consequence FROM lnk_pairs ORDER BY kind, table_name, row_ref, candidate_rank",
      request.out_folder + "/review_pairs.parquet"));
  return CountLinks(engine, request, links);
}

}  // namespace xiuhua::linkage
