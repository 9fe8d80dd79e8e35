// Profile: what the columns of unknown tables hold, from their headers and from a sample of their rows.
//
// Roles come from the header's words first (English and Chinese, as departments and data sets write them) and must not
// be contradicted by the cells; a header that says nothing is judged by its cells alone. Nothing is learnt from one
// data set.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sql/engine.h"

namespace xiuhua::linkage {

enum class Role : uint8_t {
  kRowId,    // names the row; no evidence
  kLeak,     // says by its name who is who (cluster, truth, label): not for use
  kNothing,  // constant, empty, or free text that nobody could compare
  kGiven,
  kSurname,
  kMiddle,
  kFullName,
  kChineseName,
  kSex,
  kBirth,  // a whole date of birth
  kBirthYear,
  kBirthMonth,
  kBirthDay,
  kAge,
  kIdNumber,  // Chinese identity number
  kOtherId,   // social security and the like
  kPhone,
  kEmail,
  kPostcode,
  kHouseNumber,
  kStreet,
  kPlace,   // town, suburb, village by name
  kRegion,  // state, province: few values
  kDivisionCode,
  kHouseholdNo,
  kWords,  // titles, descriptions, names of firms: compared word by word
  kNumber,
  kDate,      // another date
  kCategory,  // few values
  kText,      // anything else
};

struct Profile {
  std::string header;                // of the first input
  std::vector<std::string> headers;  // every spelling, first input's first
  Role role = Role::kText;
  std::string date_order = "ymd";
  int64_t filled = 0;    // cells of the sample that say something
  int64_t distinct = 0;  // among them
  double missing = 0;    // share
  double top = 0;        // share of the most frequent value
  double agree = 0;      // chance that two random filled cells are equal
  double bits = 0;       // Shannon entropy of the filled cells
  double words = 0;      // mean number of words
  double length = 0;     // mean number of code points
  bool unique = false;   // over all rows, in every input: never empty, never twice
  double shared = 1;     // several inputs: share of values that another input has too
  std::string why;       // what the role was read from, for the comments of the spec
};

struct AutoInput {
  std::string name;
  std::string path;
};

// A sample of all inputs: the columns that every input has.
struct AutoSample {
  std::vector<Profile> columns;
  std::vector<std::vector<std::string>> cells;  // [column][row], cleaned; empty = missing
  std::vector<int> source;                      // [row]
  std::vector<int64_t> rows;                    // per input, of the whole file
  [[nodiscard]] int64_t all_rows() const;
};

// Reads at most `sample_rows` rows of each input; which ones follows from their content, so the same file gives the
// same sample. Errors: LNK-030, SQL-001.
Result<AutoSample> ReadSample(sql::Engine& engine, const std::vector<AutoInput>& inputs, int64_t sample_rows);
// Fills the roles. Errors: LNK-031.
Result<void> FindRoles(AutoSample& sample);

// The header's letters and digits in lower case, other signs dropped: "Date-of_Birth " -> dateofbirth. Two inputs'
// headers with the same form are one column.
std::string HeaderForm(std::string_view header);
// The role that a header names, kText when it names none.
Role RoleOfHeader(std::string_view header);

}  // namespace xiuhua::linkage
