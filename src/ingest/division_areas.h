// The division table as the import sees it: an AreaResolver over text/divisions.h with answers kept per distinct text.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "ingest/area_resolver.h"

namespace xiuhua::ingest {

// Loads provinces, cities, areas, streets and villages (.csv) of `division_folder` as far as they are there, then
// `site_csv` (the county's own areas: code, name, parent_code; may be absent). Of counties only those given are kept
// with what lies below them. Errors: TXT-001 ... TXT-004, BAS-001.
Result<std::unique_ptr<AreaResolver>> LoadDivisionAreas(Files& files, const std::string& division_folder,
                                                        const std::string& site_csv,
                                                        const std::vector<std::string>& counties);

// The CSV files that LoadDivisionAreas reads, in order.
std::vector<std::string> DivisionFiles(Files& files, const std::string& division_folder, const std::string& site_csv);

// The digits that all these county codes begin with: "4331" for 433101, 433124; the code itself for one.
std::string CommonPrefix(const std::vector<std::string>& counties);

}  // namespace xiuhua::ingest
