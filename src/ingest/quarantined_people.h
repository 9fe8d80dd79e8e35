// QuarantinedPeople: whom the quarantined rows of one part speak of, kept so that linkage can look for them.
//
// A row with a bad cell is in no table, yet it names somebody: by a number with one wrong digit, or by a good number
// beside a bad amount. One record per person of the row (docs/formats/lake.md, quarantined_people.parquet).
#pragma once

#include <vector>

#include "base/result.h"
#include "ingest/mapping.h"
#include "ingest/row_reader.h"
#include "ingest/spool.h"
#include "sql/types.h"

namespace xiuhua::ingest {

// row_ref, table_name, name, name_key, id_number, id_key, id_state, birth_date, household_no, area_code, area_rest
std::vector<sql::Column> QuarantinedPeopleColumns();

class QuarantinedPeople {
 public:
  explicit QuarantinedPeople(const PartPlan& plan);

  // The people of these records (of a quarantined row) into `spool`; a record that names nobody is none.
  Result<void> Keep(const std::vector<ReadRecord>& records, SpoolWriter& spool) const;

 private:
  struct Places {  // of the values in a record, -1 where its table has none
    int name = -1, id_number = -1, birth_date = -1, household_no = -1;
    size_t area_code = 0;
    std::string table;
  };
  std::vector<Places> records_;  // by record of the plan
};

}  // namespace xiuhua::ingest
