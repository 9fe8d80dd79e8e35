// Every store table (docs/formats/lake.md). A migration, once released, is never changed: add the next number.
#include "lake/lake.h"

namespace xiuhua::lake {
namespace {

constexpr const char* kFirstTables = R"sql(
CREATE TABLE lake (lake_id TEXT NOT NULL, highest_manifest BIGINT NOT NULL);
CREATE TABLE counters (name TEXT PRIMARY KEY, next BIGINT NOT NULL);

CREATE TABLE deliveries (
  delivery_id BIGINT PRIMARY KEY, source TEXT NOT NULL, mode TEXT NOT NULL, area_set TEXT NOT NULL,
  period_from BIGINT NOT NULL, period_to BIGINT NOT NULL, corrects BIGINT NOT NULL DEFAULT 0,
  sha256_original TEXT NOT NULL, sha256_kept TEXT NOT NULL, file_name TEXT NOT NULL, parts BIGINT NOT NULL,
  basis TEXT NOT NULL, purpose TEXT NOT NULL, retention_until BIGINT NOT NULL, delivered_by TEXT NOT NULL,
  received_us BIGINT NOT NULL, rows_total BIGINT NOT NULL, rows_accepted BIGINT NOT NULL,
  rows_quarantined BIGINT NOT NULL, rows_set_aside BIGINT NOT NULL, state TEXT NOT NULL,
  state_reason TEXT NOT NULL DEFAULT '');
CREATE INDEX deliveries_by_source ON deliveries (source, period_from);
CREATE INDEX deliveries_by_bytes ON deliveries (sha256_original);
CREATE TABLE delivery_parts (
  delivery_id BIGINT NOT NULL REFERENCES deliveries, part BIGINT NOT NULL, file_name TEXT NOT NULL,
  sheet_name TEXT NOT NULL, header_row BIGINT NOT NULL, rows BIGINT NOT NULL, PRIMARY KEY (delivery_id, part));
CREATE TABLE delivery_files (
  delivery_id BIGINT NOT NULL REFERENCES deliveries, path TEXT PRIMARY KEY, size_bytes BIGINT NOT NULL,
  sha256 TEXT NOT NULL);
CREATE INDEX delivery_files_by_delivery ON delivery_files (delivery_id);
CREATE TABLE delivery_tables (
  delivery_id BIGINT NOT NULL REFERENCES deliveries, table_name TEXT NOT NULL, rows BIGINT NOT NULL,
  PRIMARY KEY (delivery_id, table_name));

CREATE TABLE runs (
  run_id BIGINT PRIMARY KEY, as_of BIGINT NOT NULL, started_us BIGINT NOT NULL, finished_us BIGINT NOT NULL,
  register_id BIGINT NOT NULL, manifest TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE run_files (
  run_id BIGINT NOT NULL, path TEXT PRIMARY KEY, size_bytes BIGINT NOT NULL, sha256 TEXT NOT NULL);
CREATE INDEX run_files_by_run ON run_files (run_id);
CREATE TABLE run_deliveries (run_id BIGINT NOT NULL, delivery_id BIGINT NOT NULL, PRIMARY KEY (run_id, delivery_id));
CREATE INDEX run_deliveries_by_delivery ON run_deliveries (delivery_id);
CREATE TABLE registers (
  register_id BIGINT PRIMARY KEY, run_id BIGINT NOT NULL, as_of BIGINT NOT NULL, made_us BIGINT NOT NULL,
  state TEXT NOT NULL);
CREATE TABLE register_files (
  register_id BIGINT NOT NULL, path TEXT PRIMARY KEY, size_bytes BIGINT NOT NULL, sha256 TEXT NOT NULL);
CREATE INDEX register_files_by_register ON register_files (register_id);
CREATE TABLE serving_current (only_row BIGINT PRIMARY KEY CHECK (only_row = 1), run_id BIGINT NOT NULL, path TEXT NOT NULL);

CREATE TABLE review_decisions (
  decision_id BIGINT PRIMARY KEY, row_ref BIGINT NOT NULL, table_name TEXT NOT NULL, person_id BIGINT,
  evidence_key TEXT NOT NULL DEFAULT '',
  verdict TEXT NOT NULL, by_whom TEXT NOT NULL, at_us BIGINT NOT NULL, undone BIGINT NOT NULL DEFAULT 0);
CREATE INDEX review_decisions_by_row ON review_decisions (row_ref);
CREATE TABLE answers (
  answer_id BIGINT PRIMARY KEY, finding_key TEXT NOT NULL, code BIGINT NOT NULL, detail TEXT NOT NULL,
  by_whom TEXT NOT NULL, at_us BIGINT NOT NULL, delivery_file_sha TEXT NOT NULL, conflict BIGINT NOT NULL DEFAULT 0);
CREATE INDEX answers_by_finding ON answers (finding_key);
CREATE TABLE exemptions (
  exemption_id BIGINT PRIMARY KEY, rule_id TEXT NOT NULL, subject_kind TEXT NOT NULL, subject_id BIGINT NOT NULL,
  key TEXT NOT NULL, reason TEXT NOT NULL, approver TEXT NOT NULL, from_date BIGINT NOT NULL,
  until_date BIGINT NOT NULL, values_hash TEXT NOT NULL);
CREATE INDEX exemptions_by_subject ON exemptions (rule_id, subject_kind, subject_id);
CREATE TABLE authorisations (
  auth_id BIGINT PRIMARY KEY, person_id BIGINT NOT NULL, purpose TEXT NOT NULL, valid_from BIGINT NOT NULL,
  valid_until BIGINT NOT NULL, signed_by TEXT NOT NULL, paper TEXT NOT NULL);
CREATE INDEX authorisations_by_person ON authorisations (person_id);
CREATE TABLE finding_codes (finding_key TEXT PRIMARY KEY, short_code TEXT NOT NULL UNIQUE);
CREATE TABLE events (
  event_id BIGINT PRIMARY KEY, at_us BIGINT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
  subject TEXT NOT NULL, detail TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL);
)sql";

// Contradictions follow from the answers themselves; who settled them, second looks, revoked papers.
constexpr const char* kSettlements = R"sql(
ALTER TABLE answers DROP COLUMN conflict;
ALTER TABLE answers ADD COLUMN draw_id BIGINT NOT NULL DEFAULT 0;
CREATE TABLE answer_settlements (
  settlement_id BIGINT PRIMARY KEY, finding_key TEXT NOT NULL, answer_id BIGINT NOT NULL, seen_answer_id BIGINT NOT NULL,
  reason TEXT NOT NULL, by_whom TEXT NOT NULL, at_us BIGINT NOT NULL, undone BIGINT NOT NULL DEFAULT 0,
  undone_by TEXT NOT NULL DEFAULT '', undone_reason TEXT NOT NULL DEFAULT '', undone_us BIGINT NOT NULL DEFAULT 0);
CREATE INDEX answer_settlements_by_finding ON answer_settlements (finding_key);
CREATE TABLE second_draws (
  draw_id BIGINT PRIMARY KEY, run_id BIGINT NOT NULL, seed_run_id BIGINT NOT NULL, seed TEXT NOT NULL,
  percent BIGINT NOT NULL, after_answer_id BIGINT NOT NULL, to_answer_id BIGINT NOT NULL, pool BIGINT NOT NULL,
  drawn_us BIGINT NOT NULL);
CREATE TABLE second_looks (
  draw_id BIGINT NOT NULL, answer_id BIGINT NOT NULL, finding_key TEXT NOT NULL, answered_township TEXT NOT NULL,
  asked_township TEXT NOT NULL, PRIMARY KEY (draw_id, answer_id));
CREATE INDEX second_looks_by_finding ON second_looks (finding_key);
ALTER TABLE exemptions ADD COLUMN revoked_us BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exemptions ADD COLUMN revoked_by TEXT NOT NULL DEFAULT '';
ALTER TABLE exemptions ADD COLUMN revoked_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE authorisations ADD COLUMN revoked_us BIGINT NOT NULL DEFAULT 0;
ALTER TABLE authorisations ADD COLUMN revoked_by TEXT NOT NULL DEFAULT '';
ALTER TABLE authorisations ADD COLUMN revoked_reason TEXT NOT NULL DEFAULT '';
CREATE VIEW answers_held AS
SELECT d.finding_key, d.answer_id, a.code,
       CASE WHEN EXISTS (SELECT 1 FROM answers c WHERE c.finding_key = d.finding_key AND c.answer_id > d.horizon
                         AND c.code <> a.code AND c.code <> 8 AND a.code <> 8) THEN 1 ELSE 0 END AS contradicted
FROM (
  SELECT f.finding_key,
         CASE WHEN k.answer_id > coalesce(s.seen_answer_id, 0) THEN k.answer_id ELSE coalesce(s.answer_id, f.answer_id) END
           AS answer_id,
         CASE WHEN k.answer_id > coalesce(s.seen_answer_id, 0) THEN k.first_answer_id - 1
              ELSE coalesce(s.seen_answer_id, 0) END AS horizon
  FROM (SELECT finding_key, max(answer_id) AS answer_id FROM answers GROUP BY finding_key) f
  LEFT JOIN (SELECT x.finding_key, x.answer_id, x.seen_answer_id FROM answer_settlements x
             WHERE x.settlement_id = (SELECT max(y.settlement_id) FROM answer_settlements y
                                      WHERE y.finding_key = x.finding_key AND y.undone = 0)) s
    ON s.finding_key = f.finding_key
  LEFT JOIN (SELECT l.finding_key, max(l.answer_id) AS answer_id, min(l.answer_id) AS first_answer_id FROM answers l
             WHERE l.draw_id > 0 AND l.draw_id = (SELECT max(m.draw_id) FROM answers m
                                                  WHERE m.finding_key = l.finding_key)
             GROUP BY l.finding_key) k
    ON k.finding_key = f.finding_key) d
JOIN answers a ON a.answer_id = d.answer_id;
)sql";

constexpr const char* kTasks = R"sql(
CREATE TABLE tasks (
  task_id BIGINT PRIMARY KEY, title TEXT NOT NULL, sender TEXT NOT NULL, file_name TEXT NOT NULL, path TEXT NOT NULL,
  sha256 TEXT NOT NULL, owner TEXT NOT NULL, state TEXT NOT NULL, received_us BIGINT NOT NULL, due BIGINT NOT NULL);
CREATE TABLE task_files (
  task_id BIGINT NOT NULL, path TEXT PRIMARY KEY, size_bytes BIGINT NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE task_sheets (
  task_id BIGINT NOT NULL REFERENCES tasks, sheet BIGINT NOT NULL, name TEXT NOT NULL, header_row BIGINT NOT NULL,
  PRIMARY KEY (task_id, sheet));
CREATE TABLE task_columns (
  task_id BIGINT NOT NULL REFERENCES tasks, sheet BIGINT NOT NULL, column_no BIGINT NOT NULL, heading TEXT NOT NULL,
  role BIGINT NOT NULL, PRIMARY KEY (task_id, sheet, column_no));
CREATE TABLE task_rows (
  task_id BIGINT NOT NULL REFERENCES tasks, sheet BIGINT NOT NULL, row BIGINT NOT NULL, name TEXT NOT NULL,
  id_masked TEXT NOT NULL, person_id BIGINT, household_id BIGINT, township TEXT NOT NULL, village TEXT NOT NULL,
  method TEXT NOT NULL, candidates TEXT NOT NULL, note_zh TEXT NOT NULL, closed_by TEXT NOT NULL DEFAULT '',
  evidence TEXT NOT NULL DEFAULT '', closed_us BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (task_id, sheet, row));
CREATE INDEX task_rows_by_person ON task_rows (person_id);
CREATE TABLE task_answers (
  answer_id BIGINT PRIMARY KEY, task_id BIGINT NOT NULL REFERENCES tasks, sheet BIGINT NOT NULL, row BIGINT NOT NULL,
  column_no BIGINT NOT NULL, text TEXT NOT NULL, by_whom TEXT NOT NULL, file_sha TEXT NOT NULL, at_us BIGINT NOT NULL,
  in_force BIGINT NOT NULL);
CREATE INDEX task_answers_by_row ON task_answers (task_id, sheet, row);
)sql";

}  // namespace

const std::vector<store::Migration>& StoreMigrations() {
  static const std::vector<store::Migration> migrations{{1, "first tables", kFirstTables},
                                                        {2, "settlements and second looks", kSettlements},
                                                        {3, "lists from above", kTasks}};
  return migrations;
}

}  // namespace xiuhua::lake
