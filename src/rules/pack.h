// RuleSet: every pack's tables, parameters, facts and rules, with the county's own folder (site) over them.
//
// A file of the site with the same id replaces the pack's; site parameters add values to a known name and win over the
// pack's for the same region. Loading parses and orders; lint.h checks everything against everything.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lake/table_spec.h"
#include "rules/param_spec.h"
#include "rules/problems.h"
#include "rules/rule_spec.h"

namespace xiuhua::rules {

struct RuleSet {
  lake::PackFolders folders;
  lake::TableCatalogue tables;
  ParamSet params;
  std::vector<FactSpec> facts;                            // each after those it reads
  std::vector<RuleSpec> rules;                            // by id
  std::map<std::string, std::string, std::less<>> tests;  // rule id → path of tests/<id>.yaml
  std::map<std::string, std::string, std::less<>> docs;   // rule id → path of docs/<id>.md

  [[nodiscard]] const RuleSpec* FindRule(std::string_view id) const;
  [[nodiscard]] const FactSpec* FindFact(std::string_view id) const;
};

// Reads all packs below `packs_root` and the site (may be empty). What cannot be read is reported in `problems` and
// left out; only tables or pack.yaml that cannot be read at all give an error (LAK-*).
// Problems: RUL-001 ... RUL-003, RUL-020 ... RUL-023, LAK-*.
Result<RuleSet> ReadRuleSet(const std::string& packs_root, const std::string& site, Problems& problems);

// `needs` of a rule with those of the facts it needs, each once, facts' own columns left in.
std::vector<ColumnUse> NeedsWithFacts(const RuleSet& set, const std::vector<ColumnUse>& needs);

// Behind `<t>_previous`: the rows of the full deliveries before that one, for rules with `lasts`. No statement names
// it.
inline constexpr std::string_view kEarlierSuffix = "_earlier";
// pupils_previous_earlier → pupils_previous; other names as they are.
std::string_view WithoutEarlier(std::string_view table);
// Tables of which rules with `lasts` read the `_previous`, with the most months any value of their parameters asks for.
std::map<std::string, int64_t, std::less<>> LastingTables(const RuleSet& set);
// The first day of the periods that count when a finding lasts so many months: the as-of month's first day, so many
// months back.
Date LastsFrom(Date as_of, int64_t months);

// Is it a table that deliveries fill (or the `_previous` of one)? The table's own name comes back, else empty.
std::string DeliveredTable(const RuleSet& set, std::string_view name);

}  // namespace xiuhua::rules
