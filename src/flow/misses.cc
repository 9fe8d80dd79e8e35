#include "flow/misses.h"

#include <fmt/format.h>

#include "findings/rates.h"

namespace xiuhua::flow {
namespace {

std::string File(const std::string& folder, const char* name) {
  return fmt::format("read_parquet({})", sql::Quoted(folder + "/" + name));
}

// Findings of every run that still has its files.
Result<std::vector<findings::RunFindings>> RunsOnRecord(lake::Lake& lake) {
  TRY_ASSIGN(const auto rows,
             lake.store().Query("SELECT run_id, as_of FROM runs WHERE state = 'committed' ORDER BY run_id"));
  std::vector<findings::RunFindings> runs;
  for (const store::Row& row : rows) {
    const std::string path = lake.PathOf(RunFolder(row.Int(0))) + "/findings.parquet";
    if (lake.files().Exists(path)) runs.push_back({Date{static_cast<int32_t>(row.Int(1))}, path});
  }
  return runs;
}

// As-of date of the first run, destroyed ones too: from then on a rule could have warned.
Result<std::optional<Date>> FirstRun(lake::Lake& lake) {
  TRY_ASSIGN(const auto rows, lake.store().Query("SELECT min(as_of) FROM runs"));
  if (rows.empty() || rows[0].IsNull(0)) return std::optional<Date>();
  return std::optional(Date{static_cast<int32_t>(rows[0].Int(0))});
}

}  // namespace

Result<Misses> FindMisses(lake::Lake& lake, sql::Engine& engine, const NewestRun& newest) {
  Misses misses;
  const std::string table = newest.folder + "/tables/monitored_households.parquet";
  TRY_ASSIGN(const auto first, FirstRun(lake));
  if (!first || !lake.files().Exists(table)) return misses;
  misses.listed = true;
  misses.first_run = *first;
  const std::string since =
      fmt::format("from read_parquet({}) where recognised_month > date '{}'", sql::Quoted(table), FormatDate(*first));
  TRY_ASSIGN(misses.unlinked, engine.QueryInt("select count(*) " + since + " and household_id is null"));
  TRY_ASSIGN(const auto runs, RunsOnRecord(lake));
  TRY_ASSIGN(const auto report,
             findings::CountMisses(engine,
                                   "select cast(household_id as bigint) as household_id, recognised_month as "
                                   "admitted_on " +
                                       since + " and household_id is not null",
                                   runs));
  misses.admissions = report.admissions;
  std::string missed = "select cast(null as bigint) as household_id, cast(null as date) as admitted_on where false";
  for (const findings::Miss& miss : report.misses) {
    missed += fmt::format(" union all select {}, date '{}'", miss.household_id, FormatDate(miss.admitted_on));
  }
  TRY(engine.Stream(
      fmt::format(
          "select m.admitted_on, coalesce(h.county, ''), coalesce(t.name, ''), coalesce(v.name, ''), "
          "coalesce(h.household_no, ''), coalesce(p.name, ''), coalesce((select min(x.risk_1) from "
          "read_parquet({}) x where x.household_id = m.household_id and x.recognised_month = m.admitted_on), '') "
          "from ({}) m left join {} h on h.household_id = m.household_id left join {} p on p.person_id = "
          "h.head_person_id left join {} v on v.area_id = h.area_id and v.level = 5 left join {} t on t.code = "
          "h.township and t.level = 4 order by 1, 2, h.township, 4, 5",
          sql::Quoted(table), missed, File(newest.register_folder, "households.parquet"),
          File(newest.register_folder, "persons.parquet"), File(newest.register_folder, "areas.parquet"),
          File(newest.register_folder, "areas.parquet")),
      [&](const sql::Rows& rows) -> Result<void> {
        for (int64_t r = 0; r < rows.count(); ++r) {
          const auto text = [&](int column) { return std::string(rows.Text(r, column)); };
          misses.households.push_back({.admitted_on = Date{static_cast<int32_t>(rows.Int(r, 0))},
                                       .county = text(1),
                                       .township_name = text(2),
                                       .village_name = text(3),
                                       .household_no = text(4),
                                       .head_name = text(5),
                                       .reason = text(6)});
        }
        return {};
      }));
  return misses;
}

}  // namespace xiuhua::flow
