// TestSpec: tests/<rule id>.yaml - small tables in, findings out (docs/formats/pack.md).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/date.h"
#include "rules/lint.h"
#include "rules/param_spec.h"

namespace xiuhua::rules {

using TestRow = std::vector<std::pair<std::string, std::string>>;  // column → value as a SQL literal

// A value of a parameter in a test.
struct TestParamValue {
  std::string class_name;
  Date from;
  Date to;
  std::string text;
};

struct ExpectedHit {
  int64_t subject = 0;
  std::vector<std::pair<std::string, std::optional<std::string>>> values;  // column → value as text; nullopt = NULL
  std::optional<std::string> sentence_zh;
  SourceRef where;
};

struct ExpectedUnknown {
  int64_t subject = 0;
  std::string reason;  // settlements.self_pay_cents, settlements, line, or a purpose; empty = any
  SourceRef where;
};

struct TestCase {
  std::string name;
  std::map<std::string, std::vector<TestRow>> given;          // table → rows
  std::map<std::string, std::vector<TestParamValue>> params;  // name → values (none = no value in force)
  std::optional<std::vector<std::string>> delivered;          // nullopt = all
  std::vector<std::string> not_delivered;
  std::vector<int64_t> authorised;
  std::vector<ExpectedHit> hit;
  std::vector<int64_t> no_hit;
  std::vector<ExpectedUnknown> cannot_tell;
  std::optional<Date> as_of;
  SourceRef where;
};

struct TestSpec {
  std::string rule;
  Date as_of;
  std::vector<TestCase> cases;
};

// Values are written as their column's type demands: a date where the table has a date, and so on.
// Problems: RUL-004, RUL-005, RUL-006, RUL-024, LAK-*.
std::optional<TestSpec> ReadTestSpec(const RuleSet& set, const std::string& path, Problems& problems);

}  // namespace xiuhua::rules
