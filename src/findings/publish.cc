#include "findings/publish.h"

#include <fmt/format.h>

#include <functional>

#include "base/files.h"
#include "findings/errors.h"
#include "text/id_number.h"
#include "text/pinyin.h"

namespace xiuhua::findings {
namespace {

using sql::Quoted;

constexpr const char* kFindingsTable = R"sql(
CREATE TABLE about (run_id BIGINT NOT NULL, as_of TEXT NOT NULL, salt TEXT NOT NULL);
CREATE TABLE findings (
  finding_key TEXT PRIMARY KEY, rule_id TEXT NOT NULL, kind TEXT NOT NULL, effort TEXT NOT NULL, severity BIGINT NOT NULL,
  subject_kind TEXT NOT NULL, subject_id BIGINT, household_id BIGINT, person_id BIGINT, area_id BIGINT, township TEXT, county TEXT,
  evidence TEXT, row_refs TEXT, sentence_zh TEXT, sentence_en TEXT, state TEXT NOT NULL, first_run BIGINT, audience TEXT,
  short_code TEXT, walk_rank BIGINT, due_month TEXT) WITHOUT ROWID;
CREATE INDEX findings_by_household ON findings (household_id);
CREATE INDEX findings_by_township ON findings (township, area_id, state);
CREATE INDEX findings_by_rule ON findings (rule_id, state);
CREATE INDEX findings_by_code ON findings (short_code);
CREATE TABLE counts (rule_id TEXT NOT NULL, township TEXT, population BIGINT, hits BIGINT, no_hits BIGINT, cannot_tell BIGINT);
CREATE TABLE cannot_tell (rule_id TEXT NOT NULL, township TEXT, county TEXT, reason_kind TEXT, reason TEXT, subjects BIGINT);
)sql";

constexpr const char* kPeopleTables = R"sql(
CREATE TABLE households (
  household_id BIGINT PRIMARY KEY, household_no TEXT, head_person_id BIGINT, head_name TEXT, member_count BIGINT, area_id BIGINT,
  township TEXT, county TEXT, group_no TEXT, open_findings BIGINT NOT NULL, gravest BIGINT);
CREATE INDEX households_by_area ON households (area_id);
CREATE TABLE members (household_id BIGINT NOT NULL, person_id BIGINT NOT NULL, membership TEXT NOT NULL, relation TEXT,
  PRIMARY KEY (household_id, membership, person_id)) WITHOUT ROWID;
CREATE TABLE people (person_id BIGINT PRIMARY KEY, name TEXT, initials TEXT, id_masked TEXT, id_tail TEXT, sex TEXT, birth_date TEXT,
  household_id BIGINT, area_id BIGINT, registered BIGINT NOT NULL);
CREATE INDEX people_by_name ON people (name);
CREATE INDEX people_by_initials ON people (initials, area_id);
CREATE INDEX people_by_tail ON people (id_tail);
CREATE TABLE areas (area_id BIGINT PRIMARY KEY, code TEXT, name TEXT, level BIGINT, parent_id BIGINT, township TEXT, county TEXT);
)sql";

using FillExtra = std::function<void(const sql::Rows& rows, int64_t row, std::vector<store::Value>& values)>;

store::Value ValueAt(const sql::Rows& rows, int64_t row, int column) {
  if (rows.IsNull(row, column)) return nullptr;
  const sql::SqlType type = rows.columns()[static_cast<size_t>(column)].type;
  if (type == sql::SqlType::kText || type == sql::SqlType::kDate) return std::string(rows.Text(row, column));
  return rows.Int(row, column);
}

// Copies a query's rows into a table: the first `plain` columns as they are, then what `extra` appends.
Result<int64_t> CopyRows(sql::Engine& engine, store::Store& out, const std::string& query, const std::string& insert,
                         int plain, const FillExtra& extra = nullptr) {
  TRY_ASSIGN(const sql::Rows rows, engine.Query(query));
  int64_t next = 0;
  TRY(out.ExecuteMany(insert, [&](std::vector<store::Value>& values) -> Result<bool> {
    if (next == rows.count()) return false;
    values.clear();
    for (int column = 0; column < plain; ++column) values.push_back(ValueAt(rows, next, column));
    if (extra) extra(rows, next, values);
    ++next;
    return true;
  }));
  return rows.count();
}

std::string Marks(int count) {
  std::string marks = "?";
  for (int i = 1; i < count; ++i) marks += ", ?";
  return marks;
}

// Rule ids as an SQL list; never empty.
std::string RuleList(const std::set<std::string>& rules) {
  std::string list = "''";
  for (const std::string& rule : rules) list += ", " + Quoted(rule);
  return list;
}

// The first character, whole, of every word of the reading: a letter for a Han character; what has no reading as it is.
std::string Initials(std::string_view name) {
  std::string initials;
  bool at_start = true;
  bool taken = false;  // the bytes being passed belong to a character that is kept
  for (const char c : text::PinyinOf(name)) {
    const bool first_byte = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (first_byte) {
      const bool mark = (static_cast<unsigned char>(c) & 0xE0U) == 0xC0U;  // as the dot between the parts of a name
      taken = at_start && c != ' ' && !mark;
      at_start = c == ' ';
    }
    if (taken) initials.push_back(c);
  }
  return initials;
}

Result<int64_t> WriteFindingTables(sql::Engine& engine, store::Store& out, const PublishInput& input, bool red_flags,
                                   const std::string& salt) {
  const auto File = [&](const char* name) {
    return fmt::format("read_parquet({})", Quoted(input.run_folder + "/" + name));
  };
  TRY(out.Execute("INSERT INTO about VALUES (?, ?, ?)", {input.run_id, input.as_of, salt}));
  TRY_ASSIGN(const int64_t findings,
             CopyRows(engine, out,
                      fmt::format("SELECT finding_key, rule_id, kind, effort, severity, subject_kind, subject_id, "
                                  "household_id, person_id, area_id, township, "
                                  "county, evidence, row_refs, sentence_zh, sentence_en, state, first_run, audience, "
                                  "short_code, walk_rank, due_month FROM {} "
                                  "WHERE (kind = 'red_flag') = {} ORDER BY finding_key",
                                  File("findings.parquet"), red_flags),
                      "INSERT INTO findings VALUES (" + Marks(22) + ")", 22));
  const std::string which =
      fmt::format("(rule_id IN ({}) OR rule_id IN (SELECT rule_id FROM {} WHERE kind = 'red_flag')) = {}",
                  RuleList(input.red_flag_rules), File("findings.parquet"), red_flags);
  TRY(CopyRows(
      engine, out,
      fmt::format("SELECT rule_id, township, population, hits, no_hits, cannot_tell FROM {} WHERE {} ORDER BY ALL",
                  File("counts.parquet"), which),
      "INSERT INTO counts VALUES (" + Marks(6) + ")", 6));
  TRY(CopyRows(
      engine, out,
      fmt::format("SELECT rule_id, township, county, reason_kind, reason, subjects FROM {} WHERE {} ORDER BY ALL",
                  File("cannot_tell.parquet"), which),
      "INSERT INTO cannot_tell VALUES (" + Marks(6) + ")", 6));
  return findings;
}

Result<void> WritePeopleTables(sql::Engine& engine, store::Store& out, const PublishInput& input,
                               const std::string& salt, PublishReport& report) {
  const auto File = [&](const char* name) {
    return fmt::format("read_parquet({})", Quoted(input.register_folder + "/" + name));
  };
  const std::string open = fmt::format(
      "(SELECT household_id, count(*) AS findings, min(severity) AS gravest FROM read_parquet({}) WHERE kind <> "
      "'red_flag' "
      "AND state IN ('new', 'continuing', 'returned', 'stale') AND household_id IS NOT NULL GROUP BY household_id)",
      Quoted(input.run_folder + "/findings.parquet"));
  TRY_ASSIGN(report.households, CopyRows(engine, out,
                                         fmt::format("SELECT h.household_id, h.household_no, h.head_person_id, p.name, "
                                                     "h.member_count, h.area_id, h.township, h.county, h.group_no, "
                                                     "o.findings, o.gravest FROM {} h JOIN {} o USING (household_id) "
                                                     "LEFT JOIN {} p ON p.person_id = h.head_person_id "
                                                     "ORDER BY h.household_id",
                                                     File("households.parquet"), open, File("persons.parquet")),
                                         "INSERT INTO households VALUES (" + Marks(11) + ")", 11));
  TRY(CopyRows(
      engine, out,
      fmt::format(
          "SELECT m.household_id, m.person_id, m.membership, m.relation FROM {} m JOIN {} o USING (household_id) "
          "ORDER BY m.household_id, m.person_id",
          File("members.parquet"), open),
      "INSERT INTO members VALUES (?, ?, ?, ?)", 4));
  const std::string who = input.search_everyone
                              ? "true"
                              : fmt::format("person_id IN (SELECT person_id FROM {} JOIN {} o USING (household_id))",
                                            File("members.parquet"), open);
  TRY_ASSIGN(
      report.persons,
      CopyRows(
          engine, out,
          fmt::format(
              "SELECT person_id, name, sex, birth_date, household_id, area_id, registered, id_number FROM {} WHERE {} "
              "ORDER BY person_id",
              File("persons.parquet"), who),
          "INSERT INTO people (person_id, name, sex, birth_date, household_id, area_id, registered, initials, "
          "id_masked, id_tail) VALUES (" +
              Marks(10) + ")",
          7, [&](const sql::Rows& rows, int64_t row, std::vector<store::Value>& values) {
            const std::string id(rows.Text(row, 7));
            values.emplace_back(Initials(rows.Text(row, 1)));
            values.emplace_back(id.empty() ? id : text::MaskId(id));
            values.emplace_back(IdTailHash(salt, id));
          }));
  TRY(CopyRows(engine, out,
               fmt::format("SELECT area_id, code, name, level, parent_id, township, county FROM {} ORDER BY area_id",
                           File("areas.parquet")),
               "INSERT INTO areas VALUES (" + Marks(7) + ")", 7));
  return {};
}

Result<void> CheckAudience(sql::Engine& engine, const PublishInput& input) {
  const std::string findings = input.run_folder + "/findings.parquet";
  if (!RealFiles().Exists(findings)) return Fail(errors::kNoRawFindings, {findings});
  TRY_ASSIGN(const int64_t leaking,
             engine.QueryInt(fmt::format("SELECT count(*) FROM read_parquet({}) WHERE kind = 'red_flag' AND "
                                         "replace(audience, ' ', '') <> '[\"audit\"]'",
                                         Quoted(findings))));
  if (leaking > 0) return Fail(errors::kRedFlagLeak, {std::to_string(leaking)});
  return {};
}

}  // namespace

std::string IdTailHash(const std::string& salt, const std::string& id_number) {
  if (id_number.size() < 6) return {};
  return HashBytes(salt + id_number.substr(id_number.size() - 6)).substr(0, 16);
}

Result<std::unique_ptr<store::Store>> OpenServing(const std::string& path, bool audit) {
  std::vector<store::Migration> migrations{{1, "findings", kFindingsTable}};
  if (!audit) migrations.push_back({2, "people", kPeopleTables});
  return store::OpenSqlite(path, migrations);
}

Result<PublishReport> Publish(sql::Engine& engine, const PublishInput& input) {
  TRY(CheckAudience(engine, input));
  PublishReport report;
  report.general_path = fmt::format("{}/N{:06}.sqlite", input.out_folder, input.run_id);
  report.audit_path = fmt::format("{}/N{:06}.audit.sqlite", input.out_folder, input.run_id);
  for (const std::string& path : {report.general_path, report.audit_path}) {
    if (RealFiles().Exists(path)) return Fail(errors::kServingExists, {path});
  }
  const std::string salt =
      HashBytes(fmt::format("{}|{}|{}", input.run_id, input.as_of, input.run_folder)).substr(0, 16);
  TRY_ASSIGN(const auto general, OpenServing(report.general_path));
  TRY(general->Transaction([&]() -> Result<void> {
    TRY_ASSIGN(report.findings, WriteFindingTables(engine, *general, input, false, salt));
    return WritePeopleTables(engine, *general, input, salt, report);
  }));
  TRY_ASSIGN(const auto audit, OpenServing(report.audit_path, true));
  TRY(audit->Transaction([&]() -> Result<void> {
    TRY_ASSIGN(report.red_flags, WriteFindingTables(engine, *audit, input, true, salt));
    return {};
  }));
  return report;
}

Result<void> SwitchServing(store::Store& store, int64_t run_id, const std::string& path) {
  TRY(store.Execute("DELETE FROM serving_current"));
  return store.Execute("INSERT INTO serving_current (only_row, run_id, path) VALUES (1, ?, ?)", {run_id, path});
}

}  // namespace xiuhua::findings
