// ParamSpec: dated, regional values with unit and legal source (params.yaml, docs/formats/pack.md).
//
// The most specific region wins: 6-digit county, 4-digit prefecture, 2-digit province, "0" everywhere. For one region
// and class a value of the county's own folder (site) wins over a pack's. A date without a value has no value: nothing
// is carried forward.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "lake/yaml_node.h"
#include "rules/problems.h"

namespace xiuhua::rules {

using lake::Title;
using ParamScalar = std::variant<int64_t, std::string, Date>;

struct ParamValue {
  std::string region;
  std::string class_name;  // empty when the parameter has no class
  Date from;
  Date to;  // included; kOpenEnd when open
  ParamScalar value;
  Title law;
  bool verified = false;
  bool of_site = false;
  SourceRef where;
};

struct ParamSpec {
  std::string name;
  std::string pack;
  Title title;
  std::string unit;
  std::string class_kind;  // what the class is, e.g. object_class; empty = no class
  std::vector<ParamValue> values;
  SourceRef where;

  // What the values are, from the unit: "BIGINT", "VARCHAR" (text) or "DATE" (date).
  [[nodiscard]] const char* SqlType() const;
  // The classes that have any value, sorted; one empty text when the parameter has no class.
  [[nodiscard]] std::vector<std::string> Classes() const;
  // The value for a county on a day; nullptr when there is none.
  [[nodiscard]] const ParamValue* InForce(std::string_view county, std::string_view class_name, Date on) const;
};

Date OpenEnd();  // 9999-12-31

// 690000, a text, or 2026-01-01.
std::string ScalarText(const ParamScalar& value);

// A span of days with one value (for params_history).
struct ParamSpan {
  Date from;
  Date to;
  const ParamValue* value = nullptr;
};
std::vector<ParamSpan> HistoryOf(const ParamSpec& spec, std::string_view county, std::string_view class_name);

using ParamSet = std::map<std::string, ParamSpec, std::less<>>;

// Adds the parameters of one params.yaml. `of_site`: names already known take its values over theirs.
// Problems added: RUL-003 (name of another pack), RUL-021, RUL-022, LAK-*.
void ReadParams(const lake::YamlNode& root, std::string_view pack, bool of_site, ParamSet& params, Problems& problems);

// `create schema`, tables params.<name> and params_history.<name> with their rows for the counties.
std::string ParamTablesSql(const ParamSet& params, std::span<const std::string> counties, Date as_of);

}  // namespace xiuhua::rules
