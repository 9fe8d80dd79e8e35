#include "flow/quarantine_hints.h"

#include <fmt/format.h>

#include "flow/newest.h"
#include "flow/review.h"
#include "linkage/linkage.h"

namespace xiuhua::flow {
namespace {

// quarantined_people.parquet of the delivery; empty when it has none.
Result<std::string> PeopleFile(lake::Lake& lake, DeliveryId id) {
  TRY_ASSIGN(const lake::Delivery delivery, lake.FindDelivery(id));
  const std::string path = delivery.TableFile("quarantined_people");
  for (const lake::FileRow& file : delivery.files) {
    if (!path.empty() && file.path == path) return lake.Readable(file);
  }
  return std::string();
}

Result<void> LoadSame(sql::Engine& engine, const DecisionsInForce& decided) {
  TRY(engine.Execute(
      "CREATE OR REPLACE TEMP TABLE hint_decisions (table_name VARCHAR, row_ref BIGINT, evidence_key VARCHAR, "
      "person_id BIGINT)"));
  for (const linkage::Decision& decision : decided.decisions) {
    if (!decision.same) continue;
    TRY(engine.Execute(fmt::format("INSERT INTO hint_decisions VALUES ({}, {}, {}, {})", sql::Quoted(decision.table),
                                   decision.row_ref, sql::Quoted(decision.evidence_key), decision.person_id)));
  }
  return {};
}

}  // namespace

Result<std::map<int64_t, std::string>> QuarantineHints(lake::Lake& lake, sql::Engine& engine, DeliveryId delivery) {
  std::map<int64_t, std::string> hints;
  TRY_ASSIGN(const auto newest, FindNewestRun(lake));
  TRY_ASSIGN(const std::string people, PeopleFile(lake, delivery));
  if (!newest || people.empty()) return hints;
  TRY_ASSIGN(const DecisionsInForce decided, LoadDecisionsInForce(lake));
  TRY(LoadSame(engine, decided));
  const std::string sql = fmt::format(
      R"(WITH q AS (SELECT *, {} AS said FROM read_parquet({}) t)
         SELECT DISTINCT (q.row_ref >> 6) << 6, q.row_ref, q.name, p.name, p.id_number
         FROM q JOIN hint_decisions d ON (d.table_name = q.table_name AND d.row_ref = q.row_ref)
                                      OR (d.evidence_key <> '' AND d.evidence_key = q.said)
         JOIN read_parquet({}) p ON p.person_id = d.person_id
         WHERE p.id_number IS NOT NULL AND p.id_number IS DISTINCT FROM q.id_number ORDER BY ALL)",
      linkage::EvidenceKeySql("t"), sql::Quoted(people), sql::Quoted(newest->register_folder + "/persons.parquet"));
  TRY(engine.Stream(sql, [&](const sql::Rows& rows) -> Result<void> {
    for (int64_t r = 0; r < rows.count(); ++r) {
      std::string& hint = hints[rows.Int(r, 0)];
      hint += fmt::format("{}人工认定：{}就是底册里的{}，底册号码 {}。核对证件原件，一致再改，不一致的告诉县里。",
                          hint.empty() ? "" : "\n", rows.IsNull(r, 2) ? "这一行" : rows.Text(r, 2), rows.Text(r, 3),
                          rows.Text(r, 4));
    }
    return {};
  }));
  return hints;
}

}  // namespace xiuhua::flow
