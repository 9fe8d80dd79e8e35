#include "rules/pack.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/files.h"
#include "rules/errors.h"

namespace xiuhua::rules {
namespace {

constexpr std::string_view kEvidenceEnd = ".evidence.sql";

// The part of "RP-003_name" or "RP-003" before the first '_' or '.'.
std::string IdOfFile(std::string_view path) {
  const std::string stem = SqlFileStem(path);
  return stem.substr(0, stem.find_first_of("_."));
}

// Adds, or replaces when the later one is the site's; else reports the id used twice.
template <class Spec>
void AddSpec(std::vector<Spec>& specs, Spec spec, bool of_site, Problems& problems) {
  const auto same = std::ranges::find(specs, spec.id, &Spec::id);
  if (same == specs.end()) {
    specs.push_back(std::move(spec));
  } else if (of_site && same->pack != "site") {
    *same = std::move(spec);
  } else {
    problems.Add(errors::kDuplicateId, {spec.id, same->file.path},
                 {.file = spec.file.path, .row = spec.file.header_line});
  }
}

void ReadRules(RuleSet& set, Problems& problems) {
  std::map<std::string, lake::PackFile> evidence;
  for (const lake::PackFile& file : set.folders.FilesIn("rules", ".sql")) {
    if (file.path.ends_with(kEvidenceEnd)) {
      evidence.insert_or_assign(file.path.substr(0, file.path.size() - kEvidenceEnd.size()), file);
      continue;
    }
    SqlFile sql;
    if (!problems.Take(ReadSqlFile(file.path), sql)) continue;
    if (auto rule = ParseRuleSpec(std::move(sql), problems)) {
      rule->pack = file.pack;
      AddSpec(set.rules, std::move(*rule), file.pack == "site", problems);
    }
  }
  for (RuleSpec& rule : set.rules) {
    const auto found = evidence.find(rule.file.path.substr(0, rule.file.path.size() - 4));
    if (found == evidence.end()) continue;
    std::string text;
    if (!problems.Take(RealFiles().Read(found->second.path), text)) continue;
    rule.evidence = SqlFile{.path = found->second.path, .sql = std::move(text), .sql_line = 1};
  }
  std::ranges::sort(set.rules, {}, &RuleSpec::id);
}

// Puts facts behind those they need; what goes in a circle is reported and left out.
void OrderFacts(RuleSet& set, Problems& problems) {
  std::vector<FactSpec> waiting = std::move(set.facts);
  set.facts.clear();
  std::set<std::string> left;
  for (const FactSpec& fact : waiting) left.insert(fact.id);
  bool moved = true;
  while (moved) {
    moved = false;
    for (FactSpec& fact : waiting) {
      if (!left.contains(fact.id)) continue;
      const bool ready =
          std::ranges::none_of(fact.needs, [&](const ColumnUse& use) { return left.contains(use.table); });
      if (!ready) continue;
      left.erase(fact.id);
      set.facts.push_back(std::exchange(fact, {}));
      moved = true;
    }
  }
  for (const FactSpec& fact : waiting) {
    if (!fact.id.empty() && left.contains(fact.id)) {
      problems.Add(errors::kFactOrder, {fact.id}, {.file = fact.file.path, .row = fact.file.header_line});
    }
  }
}

void ReadFacts(RuleSet& set, Problems& problems) {
  for (const lake::PackFile& file : set.folders.FilesIn("facts", ".sql")) {
    SqlFile sql;
    if (!problems.Take(ReadSqlFile(file.path), sql)) continue;
    if (auto fact = ParseFactSpec(std::move(sql), problems)) {
      fact->pack = file.pack;
      AddSpec(set.facts, std::move(*fact), file.pack == "site", problems);
    }
  }
  OrderFacts(set, problems);
}

void ReadParamFile(const std::string& path, std::string_view pack, bool of_site, RuleSet& set, Problems& problems) {
  if (!RealFiles().Exists(path)) return;
  auto root = lake::YamlNode::Load(path);
  if (!root) {
    problems.Add(root.error());
    return;
  }
  ReadParams(*root, pack, of_site, set.params, problems);
}

}  // namespace

const RuleSpec* RuleSet::FindRule(std::string_view id) const {
  const auto found = std::ranges::find(rules, id, &RuleSpec::id);
  return found == rules.end() ? nullptr : &*found;
}

const FactSpec* RuleSet::FindFact(std::string_view id) const {
  const auto found = std::ranges::find(facts, id, &FactSpec::id);
  return found == facts.end() ? nullptr : &*found;
}

Result<RuleSet> ReadRuleSet(const std::string& packs_root, const std::string& site, Problems& problems) {
  RuleSet set;
  TRY_ASSIGN(set.folders, lake::FindPacks(packs_root, site));
  TRY_ASSIGN(set.tables, lake::TableCatalogue::Load(set.folders));
  for (const lake::PackFolder& pack : set.folders.packs) {
    ReadParamFile(pack.folder + "/params.yaml", pack.id, false, set, problems);
  }
  if (!set.folders.site.empty()) ReadParamFile(set.folders.site + "/params.yaml", "site", true, set, problems);
  ReadFacts(set, problems);
  ReadRules(set, problems);
  for (const lake::PackFile& file : set.folders.FilesIn("tests", ".yaml")) {
    set.tests.insert_or_assign(IdOfFile(file.path), file.path);
  }
  for (const lake::PackFile& file : set.folders.FilesIn("docs", ".md")) {
    set.docs.insert_or_assign(IdOfFile(file.path), file.path);
  }
  return set;
}

std::vector<ColumnUse> NeedsWithFacts(const RuleSet& set, const std::vector<ColumnUse>& needs) {
  std::vector<ColumnUse> out;
  std::set<std::string> seen;
  std::vector<ColumnUse> queue = needs;
  for (size_t i = 0; i < queue.size(); ++i) {
    const ColumnUse use = queue[i];
    if (!seen.insert(use.Text()).second) continue;
    out.push_back(use);
    if (const FactSpec* fact = set.FindFact(use.table)) {
      queue.insert(queue.end(), fact->needs.begin(), fact->needs.end());
    }
  }
  return out;
}

std::string_view WithoutEarlier(std::string_view table) {
  if (table.ends_with(kEarlierSuffix) && table.substr(0, table.size() - kEarlierSuffix.size()).ends_with("_previous")) {
    table.remove_suffix(kEarlierSuffix.size());
  }
  return table;
}

std::map<std::string, int64_t, std::less<>> LastingTables(const RuleSet& set) {
  constexpr int64_t kMostMonths = 36;
  std::map<std::string, int64_t, std::less<>> tables;
  for (const RuleSpec& rule : set.rules) {
    const auto param = set.params.find(rule.lasts);
    if (param == set.params.end()) continue;
    int64_t months = 0;
    for (const ParamValue& value : param->second.values) {
      if (const auto* number = std::get_if<int64_t>(&value.value)) months = std::max(months, *number);
    }
    for (const ColumnUse& use : NeedsWithFacts(set, rule.needs)) {
      const std::string base = DeliveredTable(set, use.table);
      if (base.empty() || base == use.table) continue;
      tables[base] = std::max(tables[base], std::min(months, kMostMonths));
    }
  }
  return tables;
}

Date LastsFrom(Date as_of, int64_t months) {
  const CivilDate day = ToCivil(as_of);
  const int64_t month = int64_t{day.year} * 12 + day.month - 1 - months;
  return MakeDate(static_cast<int>(month / 12), static_cast<int>(month % 12) + 1, 1).value_or(as_of);
}

std::string DeliveredTable(const RuleSet& set, std::string_view name) {
  constexpr std::string_view kPrevious = "_previous";
  const lake::TableSpec* spec = set.tables.Find(name);
  if (spec == nullptr && name.ends_with(kPrevious)) {
    name.remove_suffix(kPrevious.size());
    spec = set.tables.Find(name);
    if (spec != nullptr && spec->time != lake::TableTime::kSnapshot) spec = nullptr;
  }
  return spec == nullptr || spec->built_in ? "" : spec->name;
}

}  // namespace xiuhua::rules
