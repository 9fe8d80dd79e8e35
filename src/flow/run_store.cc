// What a run reads from the store and the run before, what it counts, and its manifest.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "flow/run_job.h"

namespace xiuhua::flow {
namespace {

using Json = nlohmann::json;

std::string FileSql(const std::string& path) { return "read_parquet(" + sql::Quoted(path) + ")"; }

}  // namespace

Result<std::vector<rules::Authorisation>> RunJob::LoadAuthorisations() {
  const int64_t day = request_.as_of.days;
  TRY_ASSIGN(
      const auto rows,
      context_.lake.store().Query(
          "SELECT purpose, person_id FROM authorisations WHERE valid_from <= ? AND valid_until >= ? AND revoked_us = 0",
          {day, day}));
  const findings::MergedKeys merged = Merged();
  std::vector<rules::Authorisation> authorisations;
  for (const store::Row& row : rows) {
    authorisations.push_back({.purpose = row.Text(0), .subject_kind = "person", .id = merged.PersonOf(row.Int(1))});
  }
  return authorisations;
}

findings::MergedKeys RunJob::Merged() const {
  std::map<int64_t, int64_t> into;
  for (const registry::PersonMerge& merge : decided_.merges) into[merge.from] = merge.into;
  std::map<std::string, std::vector<std::string>> key_columns;
  for (const rules::RuleSpec& rule : context_.rules.set.rules) key_columns[rule.id] = rule.key;
  return {std::move(into), std::move(key_columns)};
}

Result<std::vector<rules::EarlierFinding>> RunJob::LoadEarlier() {
  std::vector<rules::EarlierFinding> earlier;
  if (!previous_) return earlier;
  const findings::MergedKeys merged = Merged();
  std::set<std::string> seen;
  const std::string path = previous_->folder + "/findings.parquet";
  TRY(engine_->Stream("select finding_key, rule_id, subject_id, key_values, coalesce(person_id, 0) from " +
                          FileSql(path) + " order by finding_key",
                      [&](const sql::Rows& rows) -> Result<void> {
                        for (int64_t r = 0; r < rows.count(); ++r) {
                          rules::EarlierFinding finding{.finding_key = merged.KeyOf(rows.Text(r, 0)),
                                                        .rule_id = std::string(rows.Text(r, 1)),
                                                        .subject_id = rows.Int(r, 2),
                                                        .person_id = merged.PersonOf(rows.Int(r, 4))};
                          if (!seen.insert(finding.finding_key).second) continue;
                          const rules::RuleSpec* rule = context_.rules.set.FindRule(finding.rule_id);
                          const Json keys = Json::parse(rows.Text(r, 3), nullptr, false);
                          if (rule == nullptr) continue;
                          if (rule->subject.kind == rules::SubjectKind::kPerson) {
                            finding.subject_id = merged.PersonOf(finding.subject_id);
                          }
                          for (const std::string& column : rule->key) {
                            const bool there = keys.is_object() && keys.contains(column) && !keys[column].is_null();
                            finding.key.push_back(!there                     ? std::string()
                                                  : keys[column].is_string() ? keys[column].get<std::string>()
                                                                             : keys[column].dump());
                          }
                          earlier.push_back(std::move(finding));
                        }
                        return {};
                      }));
  return earlier;
}

Result<void> RunJob::CountResults() {
  const std::string findings = FileSql(run_folder_ + "/findings.parquet");
  TRY(engine_->Stream(
      "select kind, effort, count(*), count(case when state in ('new', 'returned') then 1 end), "
      "count(distinct subject_id) from " +
          findings + " where state in ('new', 'continuing', 'returned', 'stale') group by 1, 2 order by 1, 2",
      [&](const sql::Rows& rows) -> Result<void> {
        for (int64_t r = 0; r < rows.count(); ++r) {
          if (rows.Text(r, 0) == "red_flag") {
            report_.red_flags += rows.Int(r, 2);
            continue;
          }
          report_.kinds.push_back({.kind = std::string(rows.Text(r, 0)),
                                   .effort = std::string(rows.Text(r, 1)),
                                   .findings = rows.Int(r, 2),
                                   .fresh = rows.Int(r, 3),
                                   .subjects = rows.Int(r, 4)});
        }
        return {};
      }));
  // The figures of red-flag rules are for audit and discipline alone.
  for (const rules::RuleOutcome& outcome : report_.rules.rules) {
    const rules::RuleSpec* rule = context_.rules.set.FindRule(outcome.rule_id);
    if (rule != nullptr && rule->kind == rules::RuleKind::kRedFlag) continue;
    report_.population += outcome.total.population;
    report_.hits += outcome.total.hits;
    report_.no_hits += outcome.total.no_hits;
    report_.cannot_tell += outcome.total.cannot_tell;
  }
  return engine_->Stream("select distinct reason from " + FileSql(run_folder_ + "/cannot_tell.parquet") +
                             " where reason_kind = 'parameter' order by reason",
                         [&](const sql::Rows& rows) -> Result<void> {
                           for (int64_t r = 0; r < rows.count(); ++r)
                             report_.parameters_unset.emplace_back(rows.Text(r, 0));
                           return {};
                         });
}

findings::DrawnRules RulesDrawnFrom(const rules::RuleSet& set) {
  findings::DrawnRules drawn;
  for (const rules::RuleSpec& rule : set.rules) {
    if (rule.kind == rules::RuleKind::kRedFlag) continue;
    drawn[rule.id] = std::ranges::any_of(
        rule.audience, [](const std::string& reader) { return reader == "township" || reader == "village"; });
  }
  return drawn;
}

Result<void> RunJob::DrawSecondLooks() {
  TRY_ASSIGN(report_.second_look, findings::DrawAnswers(*engine_, context_.lake.store(),
                                                        {.run_id = report_.run.value,
                                                         .run_folder = run_folder_,
                                                         .register_folder = register_folder_,
                                                         .percent = context_.second_look_percent,
                                                         .rules = RulesDrawnFrom(context_.rules.set)}));
  return {};
}

std::string RunJob::WhatWasRun() const {
  std::string words = "数据截止 " + FormatDate(request_.as_of) + "，报送 " + std::to_string(report_.deliveries);
  if (!request_.rules.empty()) words += "，只跑 " + std::to_string(request_.rules.size()) + " 条规则";
  if (request_.baseline) words += "，首次摊派";
  return words;
}

Result<void> RunJob::WriteManifest() {
  Json manifest;
  manifest["program"] = "xiuhua 0.1.0";
  manifest["lake_id"] = context_.lake.lake_id();
  manifest["run"] = report_.run.value;
  manifest["as_of"] = FormatDate(request_.as_of);
  manifest["actor"] = request_.actor;
  manifest["register"] = register_id_;
  manifest["previous_run"] = previous_ ? previous_->run_id : 0;
  manifest["base_register"] = context_.base_register;
  manifest["walk_limit_per_village"] = context_.walk_limit_per_village;
  manifest["baseline"] = request_.baseline;
  manifest["second_look_percent"] = context_.second_look_percent;
  for (const lake::InForce& in_force : inputs_.in_force) {
    manifest["deliveries"].push_back({{"delivery", lake::DeliveryName(in_force.delivery.id)},
                                      {"source", in_force.delivery.source},
                                      {"period", lake::FormatPeriod(in_force.delivery.period)},
                                      {"sha256", in_force.delivery.sha256_kept},
                                      {"superseded", in_force.superseded.Text()}});
  }
  for (const lake::Delivery* compared : ComparedWith()) {
    manifest["compared_with"].push_back({{"delivery", lake::DeliveryName(compared->id)},
                                         {"source", compared->source},
                                         {"period", lake::FormatPeriod(compared->period)},
                                         {"sha256", compared->sha256_kept}});
  }
  for (const rules::RuleSpec& rule : context_.rules.set.rules) {
    TRY_ASSIGN(const std::string hash, HashFile(rule.file.path));
    manifest["rules"].push_back({{"rule", rule.id}, {"version", rule.version}, {"sha256", hash}});
  }
  for (const lake::PackFolder& pack : context_.rules.set.folders.packs) {
    manifest["packs"].push_back({{"pack", pack.id}, {"version", pack.version}});
    const std::string params = pack.folder + "/params.yaml";
    if (!context_.lake.files().Exists(params)) continue;
    TRY_ASSIGN(const std::string hash, HashFile(params));
    manifest["parameters"].push_back({{"pack", pack.id}, {"sha256", hash}});
  }
  return context_.lake.files().WriteDurably(run_folder_ + "/manifest.json", manifest.dump(1) + "\n");
}

}  // namespace xiuhua::flow
