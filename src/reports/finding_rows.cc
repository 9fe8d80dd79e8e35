#include "reports/finding_rows.h"

#include "base/files.h"
#include "reports/errors.h"

namespace xiuhua::reports {
namespace {

Result<void> ViewOf(sql::Engine& engine, const std::string& name, const std::string& file,
                    const std::string& where = "") {
  return engine.Execute("create or replace view " + name + " as select * from read_parquet(" + sql::Quoted(file) + ")" +
                        where);
}

constexpr const char* kOpenFindings = R"sql(
select f.finding_key, f.rule_id, f.kind, f.effort, f.state, f.short_code, f.severity, f.household_id, f.walk_rank,
       coalesce(f.township, '') as township, coalesce(t.name, '') as township_name, coalesce(v.name, '') as village_name,
       coalesce(cast(h.group_no as varchar), '') as group_no, coalesce(head.name, '') as head_name,
       coalesce(p.name, head.name, '') as person_name, coalesce(p.id_number, head.id_number, '') as person_id_number,
       coalesce(p.phone, head.phone, '') as phone, coalesce(h.member_count, 0) as member_count, f.sentence_zh, f.evidence,
       f.row_refs, f.audience
from findings f
left join persons p on p.person_id = f.person_id
left join households h on h.household_id = f.household_id
left join persons head on head.person_id = h.head_person_id
left join areas v on v.area_id = f.area_id and v.level = 5
left join areas t on t.code = f.township and t.level = 4
where f.state in ('new', 'continuing', 'returned', 'stale') and (f.kind = 'red_flag') = )sql";

constexpr const char* kOrder = R"sql(
order by township, village_name, case when f.walk_rank > 0 then f.walk_rank else 1000000 end, f.household_id nulls last,
         f.severity, f.finding_key)sql";

FindingRow RowAt(const sql::Rows& rows, int64_t r) {
  int column = 0;
  const auto text = [&] { return std::string(rows.Text(r, column++)); };
  const auto number = [&](int64_t when_null) {
    const int64_t value = rows.IsNull(r, column) ? when_null : rows.Int(r, column);
    ++column;
    return value;
  };
  FindingRow row;
  row.finding_key = text();
  row.rule_id = text();
  row.kind = text();
  row.effort = text();
  row.state = text();
  row.short_code = text();
  row.severity = number(0);
  row.household_id = number(0);
  row.walk_rank = number(-1);
  row.township = text();
  row.township_name = text();
  row.village_name = text();
  row.group_no = text();
  row.head_name = text();
  row.person_name = text();
  row.person_id_number = text();
  row.phone = text();
  row.member_count = number(0);
  row.sentence = text();
  row.evidence = text();
  row.row_refs = text();
  row.audience = text();
  return row;
}

}  // namespace

Result<void> OpenRun(sql::Engine& engine, const ExportRequest& request, const std::string& county) {
  const std::string findings = request.run_folder + "/findings.parquet";
  if (!RealFiles().Exists(findings)) return Fail(errors::kRunHasNoFindings, {findings});
  const std::string in_county = county.empty() ? "" : " where county = " + sql::Quoted(county);
  TRY(ViewOf(engine, "persons", request.register_folder + "/persons.parquet"));
  for (const char* table : {"findings", "counts", "cannot_tell"}) {
    TRY(ViewOf(engine, table, request.run_folder + "/" + table + ".parquet", in_county));
  }
  // Rows of which nobody is like have no place but their file's: they stand in the prefecture's summary only.
  TRY(ViewOf(engine, "review_pairs", request.run_folder + "/review_pairs.parquet",
             county.empty() ? ""
                            : " where candidate_person_id in (select person_id from persons where county = " +
                                  sql::Quoted(county) + ")"));
  const std::string coverage = request.register_folder + "/coverage.parquet";
  if (RealFiles().Exists(coverage)) TRY(ViewOf(engine, "coverage", coverage, in_county));
  TRY(ViewOf(engine, "households", request.register_folder + "/households.parquet"));
  return ViewOf(engine, "areas", request.register_folder + "/areas.parquet");
}

Result<void> ForEachFinding(sql::Engine& engine, const FindingFilter& filter,
                            const std::function<Result<void>(const FindingRow&)>& take) {
  const std::string query = std::string(kOpenFindings) + (filter.red_flags ? "true" : "false") + kOrder;
  return engine.Stream(query, [&](const sql::Rows& rows) -> Result<void> {
    for (int64_t r = 0; r < rows.count(); ++r) TRY(take(RowAt(rows, r)));
    return {};
  });
}

}  // namespace xiuhua::reports
