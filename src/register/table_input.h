// TableInput: one declared table and the delivered Parquet files that fill it now and filled it before.
//
// The SQL made here is the only place that knows how delivery files become a relation: columns that a file of an older
// table version lacks are NULL, rows of areas that a newer delivery took over are left out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lake/delivery.h"
#include "lake/lake.h"
#include "lake/table_spec.h"
#include "sql/engine.h"

namespace xiuhua::registry {

// One delivery's rows for one table.
struct TableFile {
  std::string path;  // as this process can open it
  DeliveryId delivery;
  std::string source;
  lake::Period period;
  lake::AreaSet area_set;
  lake::AreaSet superseded;  // rows of these areas do not count
};

struct TableInput {
  const lake::TableSpec* spec = nullptr;
  std::vector<TableFile> files;     // deliveries in force
  std::vector<TableFile> previous;  // the full deliveries before them; only for snapshots
  std::vector<TableFile> earlier;   // the full deliveries before those, for rules whose finding lasts

  // What a row not of now came from: previous and earlier.
  [[nodiscard]] std::vector<TableFile> AllBefore() const {
    std::vector<TableFile> files_before = previous;
    files_before.insert(files_before.end(), earlier.begin(), earlier.end());
    return files_before;
  }
};

// The files among `deliveries` that fill `table`, with absolute paths below `data_folder`.
std::vector<TableFile> FilesFilling(std::string_view table, const std::vector<lake::InForce>& deliveries,
                                    const std::string& data_folder);

// Column of the role, e.g. "person_name"; empty when the table has none.
std::string RoleColumn(const lake::TableSpec& spec, lake::Role role);

// SQL of the rows of these files: row_ref, delivery_id, period (DATE), county (6 digits or NULL), area_code, area_rest
// and the asked columns of the delivery files; a column that no file has is NULL of its type. `files` is not empty.
Result<std::string> RowsSql(sql::Engine& engine, const std::vector<TableFile>& files,
                            const std::vector<sql::Column>& columns);

// The columns that say who and where, under fixed names whatever the table calls them: row_ref, delivery_id, period,
// county, area_code, area_rest, name, name_key, id_number, id_key, sex (m, f, NULL), birth_date, household_no, head_id,
// phone, relation, group_no. Sex and birth come from a valid ID number before the table's own columns.
Result<std::string> PeopleSql(sql::Engine& engine, const lake::TableSpec& spec, const std::vector<TableFile>& files);

// A list of paths as an SQL list literal.
std::string PathList(const std::vector<std::string>& paths);

}  // namespace xiuhua::registry
