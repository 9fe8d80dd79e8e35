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

}  // namespace

const std::vector<store::Migration>& StoreMigrations() {
  static const std::vector<store::Migration> migrations{{1, "first tables", kFirstTables}};
  return migrations;
}

}  // namespace xiuhua::lake
