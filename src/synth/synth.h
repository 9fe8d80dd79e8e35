// Synth: makes a fictional county (or prefecture) with its departments' monthly files in the mess they come in, and the
// truth behind them. docs/demo-county.md describes the error model and what is assumed.
//
// The same options give the same bytes. What it writes below `out_folder` (which must be empty or absent):
//   deliveries/2026-04/ ...   the files; every name and every sheet carries 演示数据 人员虚构
//   site/                     areas.csv, settings.yaml, params.yaml, authorisations.csv, exemptions.csv,
//                             delivery_list.csv (file, source, mode, area set, period, corrects)
//   truth/                    truth.csv; truth_people.csv (file_no, sheet, row, person_id) with truth_files.csv
//                             (file_no, file): never read by the product
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "synth/error_model.h"

namespace xiuhua::synth {

inline constexpr char kDemoMark[] = "演示数据 人员虚构";

enum class SynthScale : uint8_t { kVillage, kCounty, kPrefecture };  // about 2,000 / 0.3 M / 2.9 M registered people
enum class SynthFormat : uint8_t { kMixed, kCsv, kXlsx };            // mixed: as departments send it

struct SynthOptions {
  std::string out_folder;
  SynthScale scale = SynthScale::kCounty;
  SynthFormat format = SynthFormat::kMixed;
  int months = 3;  // 1-3, the last months of 2026-04 .. 2026-06 are left out when fewer
  uint64_t seed = 20260630;
  int32_t people = 0;        // registered people instead of the scale's number; 0 = the scale's
  std::string packs_folder;  // where */params.suggested.yaml are taken from for site/params.yaml; empty = none
  int threads = 2;           // counties of a prefecture are made side by side; the bytes do not depend on it
  bool people_truth = true;  // truth_people.csv; always off for a prefecture
  ErrorModel errors;
  Progress* progress = nullptr;  // may be null
};

struct SynthReport {
  int64_t registered_people = 0;
  int64_t households = 0;
  int64_t files = 0;
  int64_t rows = 0;  // data rows
  int64_t truth_lines = 0;
  std::vector<std::string> sources;  // ids, sorted
};

// Errors: SYN-001, SYN-002, SYN-003, BAS-003.
Result<SynthReport> MakeCounty(const SynthOptions& options);

// "village", "county", "prefecture" / "mixed", "csv", "xlsx". SYN-003.
Result<SynthScale> ParseScale(const std::string& text);
Result<SynthFormat> ParseFormat(const std::string& text);

}  // namespace xiuhua::synth
