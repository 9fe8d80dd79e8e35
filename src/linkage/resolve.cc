// The rows left over: variants of a name, decisions, base rows, masked numbers; then what to ask a person.
#include <fmt/format.h>

#include <map>
#include <utility>

#include "linkage/errors.h"
#include "linkage/repairs.h"
#include "linkage/stages.h"

namespace xiuhua::linkage {
namespace {

constexpr int kMaxCandidates = 5;      // shown for one row
constexpr int kKnownPlacesOfMask = 6;  // a mask that shows less says too little

// Drops from lnk_left what has got a link.
Result<void> TakeLinked(sql::Engine& engine) {
  return engine.Execute(
      "DELETE FROM lnk_left WHERE EXISTS (SELECT 1 FROM lnk_extra e WHERE e.row_ref = lnk_left.row_ref "
      "AND e.table_name = lnk_left.table_name AND e.is_previous = lnk_left.is_previous)");
}

Result<void> LinkNameVariants(sql::Engine& engine) {
  TRY(engine.Execute(R"(
    INSERT INTO lnk_extra
    SELECT l.table_name, l.is_previous, l.row_ref, p.person_id, 'id_name', NULL, 1.0, 'name_variant'
    FROM lnk_left l JOIN lnk_people p ON p.id_key = l.id_key WHERE names_agree(l.name, p.name) = '1')"));
  return TakeLinked(engine);
}

Result<void> LoadDecisions(sql::Engine& engine, const LinkRequest& request) {
  TRY(engine.Execute(
      "CREATE OR REPLACE TEMP TABLE lnk_decisions (table_name VARCHAR, row_ref BIGINT, evidence_key VARCHAR, "
      "person_id BIGINT, same BOOLEAN)"));
  std::map<std::pair<std::string, int64_t>, int64_t> chosen;
  for (const Decision& decision : request.decisions) {
    if (decision.same) {
      const auto [at, fresh] = chosen.try_emplace({decision.table, decision.row_ref}, decision.person_id);
      if (!fresh && at->second != decision.person_id) {
        return Fail(errors::kTwoDecisions, {decision.table, std::to_string(decision.row_ref)});
      }
      TRY_ASSIGN(
          const int64_t known,
          engine.QueryInt(fmt::format("SELECT count(*) FROM lnk_persons WHERE person_id = {}", decision.person_id)));
      if (known == 0) return Fail(errors::kDecisionUnknownPerson, {std::to_string(decision.person_id), decision.table});
    }
    TRY(engine.Execute(fmt::format("INSERT INTO lnk_decisions VALUES ({}, {}, nullif({}, ''), {}, {})",
                                   sql::Quoted(decision.table), decision.row_ref, sql::Quoted(decision.evidence_key),
                                   decision.person_id, decision.same)));
  }
  return {};
}

Result<void> LinkDecisions(sql::Engine& engine, const LinkRequest& request) {
  TRY(LoadDecisions(engine, request));
  // The row's own decision first; then one on the same evidence, if all such decisions agree.
  TRY(engine.Execute(R"(
    INSERT INTO lnk_extra
    WITH own AS (SELECT l.table_name, l.is_previous, l.row_ref, d.person_id FROM lnk_left l
                 JOIN lnk_decisions d ON d.same AND d.table_name = l.table_name AND d.row_ref = l.row_ref),
    agreed AS (SELECT evidence_key, min(person_id) AS person_id FROM lnk_decisions WHERE same AND evidence_key IS NOT NULL
               GROUP BY evidence_key HAVING count(DISTINCT person_id) = 1),
    alike AS (SELECT l.table_name, l.is_previous, l.row_ref, a.person_id FROM lnk_left l JOIN agreed a USING (evidence_key)
              WHERE NOT EXISTS (SELECT 1 FROM own o WHERE o.table_name = l.table_name AND o.row_ref = l.row_ref))
    SELECT DISTINCT table_name, is_previous, row_ref, person_id, 'decision', NULL, 1.0, 'decided' FROM own
    UNION ALL
    SELECT table_name, is_previous, row_ref, person_id, 'decision', NULL, 1.0, 'decided_for_same_evidence' FROM alike)"));
  return TakeLinked(engine);
}

Result<void> LinkBaseRows(sql::Engine& engine, const LinkRequest& request) {
  TRY(engine.Execute(fmt::format(R"(
    INSERT INTO lnk_extra
    SELECT l.table_name, l.is_previous, l.row_ref, b.person_id, 'base_row', NULL, 1.0, 'row_of_the_register'
    FROM lnk_left l JOIN lnk_base_rows b USING (row_ref) WHERE l.table_name = {})",
                                 sql::Quoted(request.base_table))));
  return TakeLinked(engine);
}

// lnk_masked: candidates of masked numbers, nearest place only.
Result<void> LinkMasked(sql::Engine& engine) {
  TRY(engine.Execute(fmt::format(R"(
    CREATE OR REPLACE TEMP TABLE lnk_masked AS
    WITH m AS (SELECT * FROM lnk_left WHERE id_key IS NULL AND contains(id_number, '*') AND length(id_number) = 18
                 AND length(replace(id_number, '*', '')) >= {} AND township IS NOT NULL),
    c AS (SELECT m.table_name, m.is_previous, m.row_ref, m.evidence_key, p.person_id,
                 coalesce(p.area_code = m.area_code, false) AS same_village
          FROM m JOIN lnk_persons p ON p.name_key = m.name_key AND p.township = m.township
          WHERE p.id_number LIKE replace(m.id_number, '*', '_')),
    near AS (SELECT *, max(same_village) OVER (PARTITION BY table_name, is_previous, row_ref) AS any_here FROM c)
    SELECT *, count(*) OVER (PARTITION BY table_name, is_previous, row_ref) AS candidates
    FROM near WHERE same_village = any_here)",
                                 kKnownPlacesOfMask)));
  TRY(engine.Execute(R"(
    INSERT INTO lnk_extra
    SELECT table_name, is_previous, row_ref, person_id, 'masked_area', NULL, 1.0,
           CASE WHEN same_village THEN 'only_one_in_village' ELSE 'only_one_in_township' END
    FROM lnk_masked WHERE candidates = 1)"));
  return TakeLinked(engine);
}

// Inserts pairs of the present rows from a select of (table_name, row_ref, evidence_key, kind, person_id, rank,
// detail).
Result<void> AddPairs(sql::Engine& engine, const std::string& select) {
  return engine.Execute(fmt::format(R"(
    INSERT INTO lnk_pairs
    SELECT s.table_name, s.row_ref, s.kind, s.person_id, CAST(s.place AS INTEGER), s.detail, s.evidence_key FROM ({}) s
    WHERE s.place <= {} AND NOT EXISTS (SELECT 1 FROM lnk_decisions d WHERE NOT d.same AND d.person_id = s.person_id
            AND ((d.table_name = s.table_name AND d.row_ref = s.row_ref) OR d.evidence_key = s.evidence_key)))",
                                    select, kMaxCandidates));
}

// The names and numbers side by side; shown to readers by what they may see.
constexpr std::string_view kDetail =
    "CAST(json_object('row_name', l.name, 'row_id', l.id_number, 'name', p.name, 'id', p.id_number, "
    "'same_village', p.area_code = l.area_code, 'same_birth', p.birth_date = l.birth_date) AS VARCHAR)";

Result<void> AskOtherName(sql::Engine& engine) {
  return AddPairs(engine, fmt::format(R"(
    SELECT l.table_name, l.row_ref, l.evidence_key, 'id_other_name' AS kind, i.person_id, 1 AS place, {} AS detail
    FROM lnk_left l JOIN lnk_people i ON i.id_key = l.id_key JOIN lnk_persons p ON p.person_id = i.person_id
    WHERE NOT l.is_previous)",
                                      kDetail));
}

// A number that the register does not know, and a person of this name and birth date in the same township or, where one
// of the two has no township, the same county.
Result<void> AskOtherNumber(sql::Engine& engine) {
  return AddPairs(engine, fmt::format(R"(
    SELECT l.table_name, l.row_ref, l.evidence_key, 'name_birth_other_id' AS kind, p.person_id,
           row_number() OVER (PARTITION BY l.table_name, l.row_ref
                              ORDER BY coalesce(p.area_code = l.area_code, false) DESC, p.person_id) AS place, {} AS detail
    FROM lnk_left l JOIN lnk_persons p ON p.name_key = l.name_key AND p.birth_date = l.birth_date
    WHERE l.id_key IS NOT NULL AND NOT l.is_previous AND coalesce(p.township = l.township, p.county = l.county)
      AND NOT EXISTS (SELECT 1 FROM lnk_people i WHERE i.id_key = l.id_key))",
                                      kDetail));
}

// The same for people whom only other sources know: they have an id of their own, one row of theirs is shown.
Result<void> FindLookalikes(sql::Engine& engine) {
  return engine.Execute(R"(
    CREATE OR REPLACE TEMP TABLE lnk_lookalikes AS
    SELECT o.person_id AS outsider_id, p.person_id,
           row_number() OVER (PARTITION BY o.person_id
             ORDER BY p.id_key IS NULL DESC, coalesce(p.area_code = o.area_code, false) DESC, p.person_id) AS place
    FROM lnk_persons o JOIN lnk_persons p ON p.name_key = o.name_key AND p.birth_date = o.birth_date
    WHERE NOT o.registered AND p.registered AND o.id_key IS NOT NULL AND o.id_key IS DISTINCT FROM p.id_key
      AND coalesce(p.township = o.township, p.county = o.county))");
}

// lnk_asked: rows without a usable number, in the lists and in quarantine; lnk_repaired: whom a repaired number names.
Result<void> FindRepaired(sql::Engine& engine) {
  TRY(engine.Execute(R"(
    CREATE OR REPLACE TEMP TABLE lnk_asked AS
    SELECT table_name, row_ref, false AS is_previous, false AS quarantined, name, name_key, id_number, id_key, birth_date,
           area_code, evidence_key
    FROM lnk_left WHERE NOT is_previous AND id_key IS NULL
    UNION ALL
    SELECT table_name, row_ref, is_previous, true, name, name_key, id_number, id_key, birth_date, area_code, evidence_key
    FROM lnk_quarantined WHERE id_key IS NULL)"));
  TRY(MakeRepairTable(engine));
  return engine.Execute(R"(
    CREATE OR REPLACE TEMP TABLE lnk_repaired AS
    SELECT l.table_name, l.row_ref, l.evidence_key, i.person_id, bool_and(r.swap) AS swap
    FROM lnk_asked l JOIN lnk_repairs r USING (id_number) JOIN lnk_people i ON i.id_key = r.id_key
    WHERE i.name_key = l.name_key OR names_agree(l.name, i.name) = '1' GROUP BY ALL)");
}

Result<void> AskRepairs(sql::Engine& engine) {
  TRY(FindRepaired(engine));
  return AddPairs(engine, R"(
    SELECT d.table_name, d.row_ref, d.evidence_key,
           CASE WHEN count(*) OVER w = 1 THEN 'repair' ELSE 'several' END AS kind, d.person_id,
           row_number() OVER (PARTITION BY d.table_name, d.row_ref
                              ORDER BY coalesce(p.area_code = l.area_code, false) DESC, d.person_id) AS place,
           CAST(json_object('row_name', l.name, 'row_id', l.id_number, 'name', p.name, 'id', p.id_number,
                            'same_village', p.area_code = l.area_code, 'same_birth', p.birth_date = l.birth_date,
                            'slip', CASE WHEN d.swap THEN 'swap' ELSE 'digit' END, 'quarantined', l.quarantined) AS VARCHAR) AS detail
    FROM lnk_repaired d JOIN lnk_asked l ON l.table_name = d.table_name AND l.row_ref = d.row_ref
    JOIN lnk_persons p ON p.person_id = d.person_id
    WHERE NOT l.is_previous AND NOT EXISTS (SELECT 1 FROM lnk_decisions s WHERE s.same
            AND ((s.table_name = d.table_name AND s.row_ref = d.row_ref) OR s.evidence_key = d.evidence_key))
    WINDOW w AS (PARTITION BY d.table_name, d.row_ref))");
}

Result<void> AskSeveralMasked(sql::Engine& engine) {
  return AddPairs(engine, fmt::format(R"(
    SELECT l.table_name, l.row_ref, l.evidence_key, 'several' AS kind, m.person_id,
           row_number() OVER (PARTITION BY l.table_name, l.row_ref ORDER BY m.person_id) AS place, {} AS detail
    FROM lnk_left l JOIN lnk_masked m ON m.table_name = l.table_name AND m.row_ref = l.row_ref AND NOT m.is_previous
    JOIN lnk_persons p ON p.person_id = m.person_id WHERE NOT l.is_previous)",
                                      kDetail));
}

// No usable number: people of this name in the village, else the township; without any, the row alone.
Result<void> AskWithoutNumber(sql::Engine& engine) {
  return AddPairs(engine, fmt::format(R"(
    WITH open AS (SELECT l.* FROM lnk_left l WHERE l.id_key IS NULL AND NOT l.is_previous AND l.name_key IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM lnk_pairs q WHERE q.table_name = l.table_name AND q.row_ref = l.row_ref)),
    near AS (SELECT l.table_name, l.row_ref, p.person_id, coalesce(p.area_code = l.area_code, false) AS here,
                    coalesce(p.birth_date = l.birth_date, false) AS same_birth
             FROM open l JOIN lnk_persons p ON p.name_key = l.name_key AND p.township = l.township
             WHERE NOT contains(coalesce(l.id_number, ''), '*') OR length(l.id_number) <> 18
                OR coalesce(p.id_number LIKE replace(l.id_number, '*', '_'), true)),
    ranked AS (SELECT *, max(here) OVER (PARTITION BY table_name, row_ref) AS any_here FROM near),
    placed AS (SELECT *, row_number() OVER (PARTITION BY table_name, row_ref ORDER BY same_birth DESC, person_id) AS place
               FROM ranked WHERE here = any_here)
    SELECT l.table_name, l.row_ref, l.evidence_key, 'no_id' AS kind, n.person_id, coalesce(n.place, 0) AS place, {} AS detail
    FROM open l LEFT JOIN placed n ON n.table_name = l.table_name AND n.row_ref = l.row_ref
    LEFT JOIN lnk_persons p ON p.person_id = n.person_id)",
                                      kDetail));
}

}  // namespace

Result<void> ResolveLeftOver(sql::Engine& engine, const LinkRequest& request) {
  TRY(LinkNameVariants(engine));
  TRY(LinkDecisions(engine, request));
  TRY(LinkBaseRows(engine, request));
  TRY(LinkMasked(engine));
  for (MatchStage* stage : request.further_stages) {
    TRY(stage->Match(engine, {"lnk_left", "lnk_persons", "lnk_extra", "lnk_pairs"}));
    TRY(TakeLinked(engine));
  }
  TRY(AskOtherName(engine));
  TRY(AskOtherNumber(engine));
  TRY(AskRepairs(engine));
  TRY(AskSeveralMasked(engine));
  TRY(AskWithoutNumber(engine));
  return FindLookalikes(engine);
}

}  // namespace xiuhua::linkage
