// Publish: a run's serving tables - one SQLite file that pages read, and one apart for audit and discipline.
//
// Both are built beside the current ones and count only when SwitchServing has named them in the run's transaction.
// Red flags, their counts and their reasons stand only in the audit file (docs/formats/lake.md, "serving/"): a red flag
// whose audience names anybody but `audit` stops the publication (FND-004).
// ID numbers are stored masked; search goes by name, by the pinyin initials of the name, or by a hash of the number's
// last six places with the file's own salt.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>

#include "base/result.h"
#include "sql/engine.h"
#include "store/store.h"

namespace xiuhua::findings {

struct PublishInput {
  int64_t run_id = 0;
  std::string as_of;  // 2026-06-30
  std::string run_folder;
  std::string register_folder;
  std::string out_folder;                // exists: staging
  std::set<std::string> red_flag_rules;  // of the packs, so that rules without a hit stay out of the counts too
  bool search_everyone = true;           // false: only people of households with open findings can be looked up
};

struct PublishReport {
  std::string general_path;  // N000045.sqlite
  std::string audit_path;    // N000045.audit.sqlite
  int64_t findings = 0;
  int64_t red_flags = 0;
  int64_t households = 0;
  int64_t persons = 0;
};

// Errors: FND-001, FND-004, FND-005, SQL-001, STO-001.
Result<PublishReport> Publish(sql::Engine& engine, const PublishInput& input);

// Opens a published file for reading: tables about, findings, counts, cannot_tell and, unless `audit`, households,
// members, people, areas. Errors: STO-001, STO-002 (made by a newer program).
Result<std::unique_ptr<store::Store>> OpenServing(const std::string& path, bool audit = false);

// Names the serving file of this run, inside the caller's transaction. `path` is relative to the data folder.
Result<void> SwitchServing(store::Store& store, int64_t run_id, const std::string& path);

// What `people.id_tail` holds for a number, to look it up; empty when it has fewer than six places.
std::string IdTailHash(const std::string& salt, const std::string& id_number);

}  // namespace xiuhua::findings
