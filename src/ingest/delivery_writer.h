// DeliveryWriter: the recognised sheets of one source → the staged files of one delivery, and their counts.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "ingest/import.h"
#include "ingest/import_parts.h"
#include "ingest/row_producer.h"
#include "sql/engine.h"

namespace xiuhua::ingest {

struct DeliveryWork {
  const SourceGroup* group = nullptr;
  int64_t delivery_id = 0;
  lake::AreaSet area_set;
  Date as_of;
  std::string folder;        // staged deliveries/D...: gets the Parquet files
  std::string spool_folder;  // empty, on the same disk
  int workers = 1;           // that read at once; no more than the engine has threads
  const RowFilter* filter = nullptr;
};

struct DeliveryFiles {
  DeliveryCounts counts;
  std::vector<TablePlan> tables;
  std::vector<PartPlan> plans;
};

// Maps, reads, types and writes every part. The rows of each part add up (CHECKed).
// Errors: ING-212, ING-216, reading, SQL-*.
Result<DeliveryFiles> WriteDelivery(const DeliveryWork& work, sql::Engine& engine, const ImportContext& context);

}  // namespace xiuhua::ingest
