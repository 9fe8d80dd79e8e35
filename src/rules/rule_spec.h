// RuleSpec and FactSpec: the headers of rules/<id>_<name>.sql and facts/<id>.sql as docs/formats/pack.md describes
// them.
//
// Reading checks every key and value by itself; what needs the tables, the parameters or the statement is checked by
// lint.h. Every complaint names file and line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "lake/yaml_node.h"
#include "rules/problems.h"
#include "rules/sql_file.h"

namespace xiuhua::rules {

using lake::Title;

enum class RuleKind : uint8_t { kRisk, kMismatch, kEntitlement, kRedFlag, kGap, kHazard };
enum class Effort : uint8_t { kDesk, kPhone, kWalk };
enum class SubjectKind : uint8_t { kPerson, kHouseholdRegistered, kHouseholdLiving, kVillage, kRow };

std::string_view RuleKindName(RuleKind kind);  // risk, mismatch, entitlement, red_flag, gap, hazard
std::string_view EffortName(Effort effort);    // desk, phone, walk

struct Subject {
  SubjectKind kind = SubjectKind::kPerson;
  std::string table;  // for kRow

  [[nodiscard]] std::string Text() const;  // person, household.registered, household.living, village, row:<table>
  bool operator==(const Subject&) const = default;
};
std::optional<Subject> ParseSubject(std::string_view text);

// table.column with the line it is written on.
struct ColumnUse {
  std::string table;
  std::string column;
  SourceRef where;

  [[nodiscard]] std::string Text() const { return table + "." + column; }
};

struct ParamUse {
  std::string name;
  std::optional<ColumnUse> class_column;  // which column holds the class, for parameters with a class
  std::optional<ColumnUse> at_column;     // which column holds the row's own date, for params_history
  SourceRef where;
};

// What re-opens a finding that was exempted or answered: any change of evidence, a change of the listed columns, or a
// change of one column by at least share_percent.
struct ReturnsWhen {
  enum class Mode : uint8_t { kAny, kColumns, kShare };
  Mode mode = Mode::kAny;
  std::vector<std::string> columns;
  int64_t share_percent = 0;
};

struct RuleSpec {
  std::string id;
  std::string pack;
  int64_t version = 1;
  Title title;
  RuleKind kind = RuleKind::kRisk;
  Subject subject;
  std::string population;
  std::string where_population;  // SQL condition, may be empty
  std::vector<ColumnUse> needs;
  std::vector<ColumnUse> may_be_null;
  std::vector<ParamUse> params;
  std::string authorisation;  // purpose, empty = none
  std::vector<std::string> key;
  ReturnsWhen returns_when;
  std::string lasts;  // parameter: months for which a change between two deliveries stays a finding; empty = one run
  Effort effort = Effort::kDesk;
  int64_t severity = 4;
  std::string purpose;
  std::vector<std::string> audience;
  Title law;
  Title sentence;
  std::vector<std::pair<std::string, Title>> titles;  // of evidence columns
  std::optional<Date> valid_from;
  std::optional<Date> valid_to;
  std::vector<Title> questions;
  SqlFile file;
  std::optional<SqlFile> evidence;

  // The line of a header key (the file's first line when absent).
  [[nodiscard]] SourceRef WhereOf(std::string_view key_name) const;
  std::vector<std::pair<std::string, int64_t>> key_lines;
};

struct FactSpec {
  std::string id;
  std::string pack;
  Subject subject;
  std::vector<ColumnUse> needs;
  std::vector<ColumnUse> may_be_null;
  std::vector<std::string> params;
  SqlFile file;
};

// Reads a rule's header; problems go to `problems`, what could be read comes back (nullopt when nothing could).
// Errors added: RUL-002, RUL-020, LAK-001 ... LAK-006.
std::optional<RuleSpec> ParseRuleSpec(SqlFile file, Problems& problems);
std::optional<FactSpec> ParseFactSpec(SqlFile file, Problems& problems);

}  // namespace xiuhua::rules
