// The parts of LinkPeople: temporary tables named lnk_*.
#pragma once

#include <string>

#include "linkage/linkage.h"
#include "linkage/person_lookup.h"

namespace xiuhua::linkage {

// Does the table speak of people?
bool NamesPeople(const lake::TableSpec& spec);

// lnk_persons, lnk_people (one row per known ID number), lnk_area_codes, lnk_base_rows. Errors: LNK-001.
Result<void> LoadRegister(sql::Engine& engine, const LinkRequest& request);
// lnk_left: rows of people tables whose number and name do not simply agree with the register.
Result<void> FindLeftOver(sql::Engine& engine, const LinkRequest& request, const PersonLookup& lookup);
// lnk_extra and lnk_pairs: what can be said about the rows left over.
Result<void> ResolveLeftOver(sql::Engine& engine, const LinkRequest& request);
// lnk_quarantined: people whom rows in quarantine name, the last version of each row; after LoadRegister.
Result<void> LoadQuarantined(sql::Engine& engine, const LinkRequest& request);
// quarantined.parquet: who they are, where it is known; after ResolveLeftOver.
Result<void> WriteQuarantined(sql::Engine& engine, const LinkRequest& request);
// tables/<t>.parquet, tables/<t>_previous.parquet and tables/<t>_previous_earlier.parquet.
Result<void> WriteTables(sql::Engine& engine, const LinkRequest& request, const PersonLookup& lookup,
                         Progress& progress);
// links.parquet, review_pairs.parquet and the report.
Result<LinkReport> WriteLinks(sql::Engine& engine, const LinkRequest& request);

}  // namespace xiuhua::linkage
