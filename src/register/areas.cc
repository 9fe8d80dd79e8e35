// Areas: one id per place, minted once; code, name and parent are dated data.
#include <fmt/format.h>

#include "lake/area_set.h"
#include "register/errors.h"
#include "register/steps.h"

namespace xiuhua::registry {
namespace {

constexpr size_t kValuesPerStatement = 1000;

bool AllDigits(std::string_view text) {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return !text.empty();
}

int LevelOf(std::string_view code) {
  switch (code.size()) {
    case 2:
      return 1;
    case 4:
      return 2;
    case 6:
      return 3;
    case 9:
      return 4;
    case 12:
      return 5;
    default:
      return 0;
  }
}

Result<void> LoadEntries(Build& build) {
  TRY(build.engine.Execute(
      "CREATE OR REPLACE TEMP TABLE reg_area_in (code VARCHAR, name VARCHAR, old_code VARCHAR, level INTEGER)"));
  std::string values;
  size_t count = 0;
  for (const AreaEntry& entry : build.input.areas) {
    const std::string code = lake::ShortestCode(entry.code);
    const std::string old_code = lake::ShortestCode(entry.old_code);
    if (!AllDigits(code) || LevelOf(code) == 0) return Fail(errors::kAreaCodeBad, {entry.code, entry.name});
    values += fmt::format("{}({}, {}, nullif({}, ''), {})", values.empty() ? "" : ", ", sql::Quoted(code),
                          sql::Quoted(entry.name), sql::Quoted(old_code), LevelOf(code));
    if (++count % kValuesPerStatement == 0) {
      TRY(build.engine.Execute("INSERT INTO reg_area_in VALUES " + values));
      values.clear();
    }
  }
  if (!values.empty()) TRY(build.engine.Execute("INSERT INTO reg_area_in VALUES " + values));
  return {};
}

}  // namespace

Result<void> BuildAreas(Build& build) {
  if (build.input.areas.empty()) return Fail(errors::kNoAreas);
  TRY(LoadEntries(build));
  // One row a code; a code that several entries claim as their old one goes to the first of them.
  TRY(Make(build.engine, "reg_area_known", R"(
    WITH one AS (SELECT code, min(name) AS name, min(old_code) AS old_code, min(level) AS level FROM reg_area_in GROUP BY code),
    known AS (SELECT o.*, coalesce(a.area_id, b.area_id) AS claimed, a.area_id IS NULL AS by_old
              FROM one o LEFT JOIN reg_prev_area_codes a ON a.code = o.code
                         LEFT JOIN reg_prev_area_codes b ON b.code = o.old_code)
    SELECT code, name, old_code, level,
           CASE WHEN row_number() OVER (PARTITION BY claimed ORDER BY by_old, code) = 1 THEN claimed END AS area_id
    FROM known)"));
  TRY(MintMissing(build, {"reg_area_known", "code", "area_id", "area", {}, "code"}, "reg_area_new"));
  TRY(Make(build.engine, "reg_areas", R"(
    SELECT a.area_id, a.code, a.name, a.level, coalesce(p9.area_id, p6.area_id, p4.area_id, p2.area_id) AS parent_id,
           CASE WHEN a.level >= 4 THEN substr(a.code, 1, 9) END AS township,
           CASE WHEN a.level >= 3 THEN substr(a.code, 1, 6) END AS county
    FROM reg_area_new a
    LEFT JOIN reg_area_new p9 ON a.level > 4 AND p9.code = substr(a.code, 1, 9)
    LEFT JOIN reg_area_new p6 ON a.level > 3 AND p6.code = substr(a.code, 1, 6)
    LEFT JOIN reg_area_new p4 ON a.level > 2 AND p4.code = substr(a.code, 1, 4)
    LEFT JOIN reg_area_new p2 ON a.level > 1 AND p2.code = substr(a.code, 1, 2)
    ORDER BY a.code)"));
  // Codes of earlier versions and declared old codes still lead to the area, unless somebody else has the code now.
  return Make(build.engine, "reg_area_codes", R"(
    WITH old AS (SELECT code, area_id FROM reg_prev_area_codes
                 UNION ALL SELECT old_code, area_id FROM reg_area_new WHERE old_code IS NOT NULL),
    heads AS (SELECT code, min(area_id) AS area_id FROM old WHERE code NOT IN (SELECT code FROM reg_area_new) GROUP BY code
                UNION ALL SELECT code, area_id FROM reg_area_new)
    SELECT l.code, l.area_id, a.code AS current_code, a.township, a.county FROM heads l JOIN reg_areas a USING (area_id))");
}

}  // namespace xiuhua::registry
