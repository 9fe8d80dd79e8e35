#include "register/register.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/errors.h"
#include "register/errors.h"
#include "register/history.h"
#include "register/name_functions.h"
#include "register/steps.h"

namespace xiuhua::registry {
namespace {

constexpr std::string_view kPersonColumns =
    "person_id BIGINT, name VARCHAR, id_number VARCHAR, id_number_key BIGINT, sex VARCHAR, birth_date DATE, "
    "household_id BIGINT, "
    "relation VARCHAR, registered BOOLEAN, area_id BIGINT, township VARCHAR, county VARCHAR, group_no VARCHAR, phone "
    "VARCHAR, "
    "name_key BIGINT, area_code VARCHAR, valid_from DATE, valid_to DATE, last_household_id BIGINT";

Result<void> LoadPreviousFiles(Build& build) {
  for (const char* name : {"persons", "households_history", "identities", "area_codes", "persons_history",
                           "members_history", "areas_history"}) {
    if (!std::filesystem::exists(build.Previous(name))) return Fail(errors::kPreviousBroken, {build.Previous(name)});
  }
  const auto Read = [&](std::string_view name) {
    return fmt::format("read_parquet({})", sql::Quoted(build.Previous(name)));
  };
  // Here household_id is the last household of whoever left, that who comes back meets the own household again. A
  // register without that column kept it in household_id.
  TRY(Make(build.engine, "reg_prev_persons",
           fmt::format(R"(
    SELECT * REPLACE (coalesce(last_household_id, household_id) AS household_id)
    FROM (SELECT CAST(NULL AS BIGINT) AS last_household_id WHERE false UNION ALL BY NAME SELECT * FROM {}))",
                       Read("persons"))));
  // The last known key of every household that ever was: one that comes back gets its id again.
  TRY(Make(build.engine, "reg_prev_households",
           fmt::format(R"(
    SELECT household_id, household_key FROM (
      SELECT household_id, household_key, row_number() OVER (PARTITION BY household_key
               ORDER BY valid_to IS NULL DESC, valid_from DESC, household_id) AS place
      FROM {} WHERE recorded_to IS NULL) WHERE place = 1)",
                       Read("households_history"))));
  TRY(Make(build.engine, "reg_prev_identities",
           fmt::format(R"(
    SELECT i.*, h.household_key FROM {} i JOIN reg_prev_persons p USING (person_id)
    LEFT JOIN reg_prev_households h ON h.household_id = p.household_id)",
                       Read("identities"))));
  return Make(build.engine, "reg_prev_area_codes", "SELECT code, area_id FROM " + Read("area_codes"));
}

Result<void> WriteTable(Build& build, std::string_view table, std::string_view columns, std::string_view name) {
  TRY(build.engine.CopyToParquet(fmt::format("SELECT {} FROM {}", columns, table), build.Out(name)));
  return {};
}

Result<void> WriteHistories(Build& build) {
  const auto Update = [&](const char* current, const char* name, std::vector<std::string> key,
                          std::vector<std::string> attributes) {
    return UpdateHistory(build.engine,
                         {current, std::move(key), std::move(attributes),
                          build.input.previous_folder.empty() || build.input.ids_only ? "" : build.Previous(name),
                          build.Out(name), build.BasePeriodSql(), build.input.register_id});
  };
  TRY(build.engine.Execute(fmt::format(R"(
    CREATE OR REPLACE TEMP VIEW reg_now_persons AS SELECT * FROM reg_persons WHERE registered;
    CREATE OR REPLACE TEMP VIEW reg_now_areas AS SELECT *, {} AS valid_from FROM reg_areas)",
                                       build.BasePeriodSql())));
  TRY(Update("reg_now_persons", "persons_history", {"person_id"},
             {"name", "id_number", "id_number_key", "sex", "birth_date", "household_id", "relation", "area_id",
              "township", "county", "group_no", "phone"}));
  TRY(Update("reg_households", "households_history", {"household_id"},
             {"household_key", "household_no", "head_person_id", "member_count", "area_id", "township", "county",
              "group_no"}));
  TRY(Update("reg_members", "members_history", {"household_id", "person_id", "membership"}, {"relation"}));
  return Update("reg_now_areas", "areas_history", {"area_id"},
                {"code", "name", "level", "parent_id", "township", "county"});
}

Result<void> DropTables(sql::Engine& engine) {
  TRY_ASSIGN(
      const sql::Rows rows,
      engine.Query(
          "SELECT table_name, table_type FROM information_schema.tables WHERE table_name LIKE 'reg\\_%' ESCAPE '\\'"));
  for (int64_t row = 0; row < rows.count(); ++row) {
    TRY(engine.Execute(
        fmt::format("DROP {} IF EXISTS {}", rows.Text(row, 1) == "VIEW" ? "VIEW" : "TABLE", rows.Text(row, 0))));
  }
  return {};
}

}  // namespace

Result<BaseChoice> ParseBaseChoice(std::string_view setting) {
  if (setting == "hukou") return BaseChoice{"hukou_persons", false, "state", {"dead", "moved_out", "abroad"}};
  if (setting == "insured") return BaseChoice{"insured_persons", false, "", {}};
  if (setting == "roster") return BaseChoice{"village_roster", true, "state", {"died", "moved_out", "married_out"}};
  return Fail(errors::kUnknownBase, {setting});
}

std::string Build::BasePeriodSql() const {
  Date last{};
  for (const TableFile& file : input.base.files) last = std::max(last, file.period.from);
  return fmt::format("DATE '{}'", FormatDate(last));
}

Result<void> Make(sql::Engine& engine, std::string_view table, std::string_view sql) {
  return engine.Execute(fmt::format("CREATE OR REPLACE TEMP TABLE {} AS {}", table, sql));
}

namespace {

// reg_minted (key, fresh_id): the ids of the rows that lack one. Numbering each group on its own, from where the group
// before it ends, keeps all threads busy and sorts little at a time.
Result<void> NumberRows(Build& build, const Minting& minting, int64_t first) {
  std::string groups;
  std::string names;
  std::string same = "true";
  for (size_t i = 0; i < minting.within.size(); ++i) {
    groups += fmt::format(", {} AS within{}", minting.within[i], i);
    names += fmt::format("{}within{}", i == 0 ? "" : ", ", i);
    same += fmt::format(" AND g.within{0} IS NOT DISTINCT FROM r.within{0}", i);
  }
  if (names.empty()) names = "true";
  return build.engine.Execute(fmt::format(
      R"(
    CREATE OR REPLACE TEMP TABLE reg_unnumbered AS
      SELECT {key} AS key{groups}, row_number() OVER (PARTITION BY {partition} ORDER BY {order}) AS place
      FROM {rows} u WHERE {id} IS NULL;
    CREATE OR REPLACE TEMP TABLE reg_minted AS
      WITH sizes AS (SELECT {names}, count(*) AS size FROM reg_unnumbered GROUP BY ALL),
      g AS (SELECT *, CAST(sum(size) OVER (ORDER BY {names}) AS BIGINT) - size AS before FROM sizes)
      SELECT r.key, r.place + g.before + {before_first} AS fresh_id FROM reg_unnumbered r JOIN g ON {same};
    DROP TABLE reg_unnumbered)",
      fmt::arg("key", minting.key), fmt::arg("groups", groups), fmt::arg("rows", minting.rows),
      fmt::arg("id", minting.id_column), fmt::arg("order", minting.order_by), fmt::arg("names", names),
      fmt::arg("partition", minting.within.empty() ? "true" : fmt::format("{}", fmt::join(minting.within, ", "))),
      fmt::arg("same", same), fmt::arg("before_first", first - 1)));
}

}  // namespace

Result<int64_t> MintMissing(Build& build, const Minting& minting, std::string_view table) {
  TRY_ASSIGN(const int64_t missing, build.engine.QueryInt(fmt::format("SELECT count(*) FROM {} u WHERE {} IS NULL",
                                                                      minting.rows, minting.id_column)));
  if (missing == 0) {
    TRY(Make(build.engine, table, fmt::format("SELECT * FROM {} u", minting.rows)));
    return 0;
  }
  TRY_ASSIGN(const int64_t first, build.mint(minting.counter, missing));
  TRY(NumberRows(build, minting, first));
  TRY(Make(build.engine, table,
           fmt::format("SELECT u.* REPLACE (coalesce(u.{0}, m.fresh_id) AS {0}) FROM {1} u LEFT JOIN reg_minted m "
                       "ON m.key = u.{2}",
                       minting.id_column, minting.rows, minting.key)));
  TRY(build.engine.Execute("DROP TABLE reg_minted"));
  return missing;
}

Result<void> LoadPrevious(Build& build) {
  if (!build.input.previous_folder.empty()) return LoadPreviousFiles(build);
  return build.engine.Execute(fmt::format(R"(
    CREATE OR REPLACE TEMP TABLE reg_prev_persons ({});
    CREATE OR REPLACE TEMP TABLE reg_prev_households (household_id BIGINT, household_key VARCHAR);
    CREATE OR REPLACE TEMP TABLE reg_prev_identities (id_key BIGINT, name_key BIGINT, name VARCHAR, person_id BIGINT,
                                                      kind VARCHAR, registered BOOLEAN, household_key VARCHAR);
    CREATE OR REPLACE TEMP TABLE reg_prev_area_codes (code VARCHAR, area_id BIGINT))",
                                          kPersonColumns));
}

Result<void> WriteRegister(Build& build) {
  TRY(WriteTable(build, "reg_persons", "*", "persons"));
  TRY(WriteTable(build, "reg_households", "*", "households"));
  TRY(WriteTable(build, "reg_members", "household_id, person_id, membership, relation", "members"));
  TRY(WriteTable(build, "reg_areas", "*", "areas"));
  TRY(WriteTable(build, "reg_identities", "*", "identities"));
  TRY(WriteTable(build, "reg_area_codes", "*", "area_codes"));
  TRY(WriteTable(build, "reg_people", "row_ref, person_id", "base_rows"));
  TRY(WriteTable(build, "reg_dups", "*", "base_duplicates"));
  TRY(WriteTable(build, "reg_coverage", "*", "coverage"));
  TRY(build.engine.CopyToParquet(R"(
    SELECT p.person_id, r.change AS kind, p.name AS old_name, r.name AS new_name, p.id_number AS old_id_number,
           r.id_number AS new_id_number, r.row_ref
    FROM reg_people r JOIN reg_prev_persons p USING (person_id) WHERE r.change IS NOT NULL ORDER BY person_id)",
                                 build.Out("identity_changes")));
  return WriteHistories(build);
}

Result<RegisterReport> BuildRegister(sql::Engine& engine, const MintIds& mint, const RegisterInput& input,
                                     Progress& progress) {
  RegisterReport report;
  Build build{engine, mint, input, report};
  TRY(AddNameFunctions(engine));
  struct Step {
    const char* name;
    Result<void> (*run)(Build&);
  };
  constexpr Step kSteps[] = {{"previous", LoadPrevious},  {"areas", BuildAreas},           {"base rows", LoadBaseRows},
                             {"identity", MatchPersons},  {"households", BuildHouseholds}, {"forget", ForgetPrevious},
                             {"persons", BuildPersons},   {"outsiders", AddOutsiders},     {"members", BuildMembers},
                             {"coverage", BuildCoverage}, {"write", WriteRegister}};
  progress.Begin("register", static_cast<int64_t>(std::size(kSteps)));
  for (const Step& step : kSteps) {
    if (progress.cancelled()) return Fail(::xiuhua::errors::kCancelled);
    TRY(step.run(build));
    progress.Tick(1);
  }
  TRY(DropTables(engine));
  progress.End();
  return report;
}

}  // namespace xiuhua::registry
