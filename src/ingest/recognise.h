// Recognise: which source a sheet belongs to, from the words of its header; the file name only breaks ties.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "ingest/layout.h"
#include "ingest/mapping.h"
#include "ingest/open_workbook.h"
#include "ingest/source_spec.h"

namespace xiuhua::ingest {

// The beginning of a sheet and what its header looks like.
struct SheetHead {
  std::vector<SampleRow> rows;  // at most kHeaderSearchRows
  LayoutGuess layout;
};
// Reads the first rows and finds the header with the words of these sources. Errors: reading.
Result<SheetHead> ReadHead(const OpenedSheet& sheet, std::span<const SourceSpec* const> sources);

struct Candidate {
  const SourceSpec* source = nullptr;
  int taken = 0;       // headings that its fields take
  int headings = 0;    // headings the sheet has
  bool fits = false;   // all its recognising words and required columns are there
  bool named = false;  // the file name says so too
  std::vector<std::string> found_words;
  std::vector<std::string> missed_words;    // of recognise.headers
  std::vector<std::string> missed_columns;  // required ones
};

struct Recognition {
  const SourceSpec* source = nullptr;
  std::string reason_zh, reason_en;
};

// Best first.
std::vector<Candidate> RankSources(const LayoutGuess& layout, const std::string& file_name,
                                   const std::string& sheet_name, std::span<const SourceSpec* const> sources);

// Errors: ING-210 (none fits; the nearest with what matched and what is missing), ING-211 (several fit equally).
Result<Recognition> Recognise(const LayoutGuess& layout, const std::string& file_name, const std::string& sheet_name,
                              std::span<const SourceSpec* const> sources);

}  // namespace xiuhua::ingest
