// What the columns of a list sent from above mean: who it is about, and which columns wait for our answer.
//
// Nobody announces the layout of such a list. Headings decide first (户编号, 身份证号, 核查结果 ...); where no heading
// names the ID number, the column whose cells are ID numbers is taken. A column is to be answered when its heading asks
// for something and (nearly) all its cells are empty, or when the officer names it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace xiuhua::tasks {

// stored: never renumber
enum class Role : int8_t {
  kOther = 0,
  kName = 1,
  kIdNumber = 2,
  kHouseholdNo = 3,
  kHeadName = 4,
  kHeadId = 5,
  kCounty = 6,
  kTownship = 7,
  kVillage = 8,
  kAddress = 9,
  kPhone = 10,
  kAnswer = 11,
};
std::string_view RoleWord(Role role);  // "身份证号", as shown to people

struct TaskColumn {
  int32_t column = 0;  // 0-based
  std::string heading;
  Role role = Role::kOther;
};

// One column as it stands in the sheet.
struct ColumnSample {
  int32_t column = 0;
  std::string heading;             // as read, upper headings in front ("核查情况/结果")
  std::string plain;               // the lowest heading
  std::vector<std::string> cells;  // of the data rows that were looked at
};

// `answers`: headings or column letters named by the officer; empty = recognised. At most one column a role, except
// kOther and kAnswer. A named answer column that is not there is reported in `unknown`.
struct LayoutResult {
  std::vector<TaskColumn> columns;
  std::vector<std::string> unknown;
  [[nodiscard]] int32_t At(Role role) const;  // 0-based column; -1 when there is none
  [[nodiscard]] bool AboutSomebody() const;   // person, household or place columns are there
};
LayoutResult Recognise(std::span<const ColumnSample> samples, const std::vector<std::string>& answers);

}  // namespace xiuhua::tasks
