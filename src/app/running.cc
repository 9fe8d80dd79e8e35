#include "app/running.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "app/encrypting.h"
#include "app/errors.h"
#include "flow/misses.h"
#include "flow/newest.h"
#include "flow/row_places.h"
#include "ingest/division_areas.h"
#include "lake/audit_log.h"
#include "text/divisions.h"
#include "workbook/writer.h"

namespace xiuhua::app {
namespace {

std::string SiteFolder(const Platform& platform) { return platform.settings().data_folder + "/site"; }

std::string RunName(int64_t run_id) { return flow::RunFolder(run_id).substr(5); }

// The divisions of this data folder, for the register's areas.
Result<std::vector<registry::AreaEntry>> LoadAreas(Platform& platform) {
  const auto files = ingest::DivisionFiles(platform.lake().files(), platform.settings().division_folder,
                                           SiteFolder(platform) + "/areas.csv");
  TRY_ASSIGN(const text::DivisionTable table,
             text::DivisionTable::Load(platform.lake().files(), files, ingest::CommonPrefix(platform.site().counties)));
  const lake::AreaSet own(platform.site().counties);
  std::vector<registry::AreaEntry> areas;
  for (const text::Division& division : table.all()) {
    const bool above = std::ranges::any_of(
        platform.site().counties, [&](const std::string& county) { return county.starts_with(division.code); });
    if (above || own.Covers(division.code))
      areas.push_back({.code = division.code, .name = division.name, .old_code = ""});
  }
  return areas;
}

// What a run works with, kept alive while it runs.
struct LoadedRun {
  ingest::SourceCatalogue sources;
  rules::CheckedRules rules;
  std::vector<registry::AreaEntry> areas;
};

Result<std::unique_ptr<LoadedRun>> LoadRun(Platform& platform) {
  auto loaded = std::make_unique<LoadedRun>();
  TRY_ASSIGN(loaded->sources, ingest::SourceCatalogue::Load(platform.packs(), platform.tables()));
  TRY_ASSIGN(loaded->rules, rules::LoadRules(platform.settings().packs_folder, SiteFolder(platform)));
  TRY_ASSIGN(loaded->areas, LoadAreas(platform));
  return loaded;
}

// A mistyped rule id would otherwise look like a run without findings.
Result<void> CheckRuleIds(const std::vector<std::string>& wanted, const rules::RuleSet& set) {
  for (const std::string& id : wanted) {
    if (std::ranges::any_of(set.rules, [&](const rules::RuleSpec& rule) { return rule.id == id; })) continue;
    const std::string prefix = id.substr(0, id.find('-') + 1);
    std::string near;
    for (const rules::RuleSpec& rule : set.rules) {
      if (rule.kind == rules::RuleKind::kRedFlag || (!prefix.empty() && !rule.id.starts_with(prefix))) continue;
      near += (near.empty() ? "" : ", ") + rule.id;
      if (near.size() > 80) break;
    }
    return Fail(errors::kNoSuchRule, {id, near});
  }
  return {};
}

flow::RunContext ContextOf(Platform& platform, const LoadedRun& loaded, Progress& progress) {
  return {.lake = platform.lake(),
          .tables = platform.tables(),
          .sources = loaded.sources,
          .rules = loaded.rules,
          .base_register = platform.site().base_register,
          .counties = platform.site().counties,
          .areas = loaded.areas,
          .walk_limit_per_village = platform.site().walk_limit_per_village,
          .second_look_percent = platform.site().second_look_percent,
          .clock = platform.clock(),
          .progress = progress,
          .engine = {.threads = platform.settings().threads, .memory_limit_mb = platform.settings().memory_limit_mb}};
}

Result<std::map<std::string, findings::RuleRates>> LoadRates(Platform& platform, const rules::RuleSet& set) {
  std::map<std::string, std::string> effort;
  for (const rules::RuleSpec& rule : set.rules) effort[rule.id] = rules::EffortName(rule.effort);
  TRY_ASSIGN(const auto rates, findings::RatesOfRules(platform.store(), effort));
  std::map<std::string, findings::RuleRates> by_rule;
  for (const findings::RuleRates& rate : rates) by_rule[rate.rule_id] = rate;
  return by_rule;
}

std::map<std::string, reports::RuleText> RuleTexts(const rules::RuleSet& set,
                                                   const std::map<std::string, findings::RuleRates>& rates) {
  std::map<std::string, reports::RuleText> texts;
  for (const rules::RuleSpec& rule : set.rules) {
    reports::RuleText text{.title = rule.title.zh,
                           .title_en = rule.title.en,
                           .kind = std::string(rules::RuleKindName(rule.kind)),
                           .effort = std::string(rules::EffortName(rule.effort)),
                           .law = rule.law.zh};
    for (const lake::Title& question : rule.questions) text.questions.push_back(question.zh);
    const auto rate = rates.find(rule.id);
    if (rate != rates.end()) {
      text.rates = findings::RateText("属实", rate->second.true_in_fact) + " " +
                   findings::RateText("值得走", rate->second.worth) + " " +
                   findings::RateText("复核改判", rate->second.overturned);
    }
    texts[rule.id] = std::move(text);
  }
  return texts;
}

std::string ModeWord(lake::Mode mode) {
  switch (mode) {
    case lake::Mode::kFull:
      return "全量";
    case lake::Mode::kIncrement:
      return "增量";
    case lake::Mode::kYearToDate:
      return "年内累计";
    case lake::Mode::kEvents:
      return "事件";
  }
  return {};
}

Result<std::vector<reports::DeliveryLine>> DeliveryLines(Platform& platform) {
  TRY_ASSIGN(const auto sources, ingest::SourceCatalogue::Load(platform.packs(), platform.tables()));
  TRY_ASSIGN(const auto deliveries, platform.lake().AllDeliveries());
  std::vector<reports::DeliveryLine> lines;
  for (const lake::Delivery& d : deliveries) {
    const ingest::SourceSpec* source = sources.Find(d.source);
    const bool in_force = d.state == lake::DeliveryState::kInForce;
    lines.push_back({.code = lake::DeliveryName(d.id),
                     .source = source == nullptr ? d.source : source->title.zh,
                     .file = d.file_name,
                     .mode = ModeWord(d.mode),
                     .period = lake::FormatPeriod(d.period),
                     .rows = d.rows_total,
                     .accepted = d.rows_accepted,
                     .quarantined = d.rows_quarantined,
                     .set_aside = d.rows_set_aside,
                     .state = in_force                                   ? "有效"
                              : d.state == lake::DeliveryState::kRevoked ? "已撤回"
                                                                         : "已销毁"});
    for (const std::string& code : d.area_set.codes()) lines.back().counties.push_back(code.substr(0, 6));
  }
  return lines;
}

reports::MissList MissListOf(Platform& platform, const flow::Misses& misses) {
  std::map<std::string, std::string> words;  // risk code → its word
  if (const lake::TableSpec* table = platform.tables().Find("monitored_households")) {
    for (const lake::ColumnSpec& column : table->columns) {
      if (column.name != "risk_1") continue;
      for (const auto& [code, word] : column.codes) words[code] = word.zh;
    }
  }
  reports::MissList list{
      .since = FormatDate(misses.first_run), .admissions = misses.admissions, .unlinked = misses.unlinked};
  for (const flow::MissedHousehold& one : misses.households) {
    list.lines.push_back({.county = one.county,
                          .month = FormatDate(one.admitted_on).substr(0, 7),
                          .township = one.township_name,
                          .village = one.village_name,
                          .household_no = one.household_no,
                          .head_name = one.head_name,
                          .reason = words.contains(one.reason) ? words[one.reason] : one.reason});
  }
  return list;
}

// What the county's summary says of answers: red flags never.
Result<void> AddAnswers(Platform& platform, sql::Engine& engine, const flow::NewestRun& newest,
                        const findings::DrawnRules& drawn, reports::ExportRequest& request) {
  findings::AnsweredFilter filter{.contradicted_only = true};
  for (const auto& [id, rule] : request.rules) {
    if (rule.kind != "red_flag") filter.rules.insert(id);
  }
  TRY_ASSIGN(request.contradicted,
             findings::LoadAnswered(engine, platform.store(), newest.folder, newest.register_folder, filter));
  TRY_ASSIGN(request.second_looks,
             findings::LoadSecondLooks(engine, platform.store(), newest.folder, newest.register_folder, drawn));
  TRY_ASSIGN(request.draws, findings::RepeatDraws(platform.store(), drawn));
  TRY_ASSIGN(const flow::Misses misses, flow::FindMisses(platform.lake(), engine, newest));
  if (misses.listed) request.misses = MissListOf(platform, misses);
  TRY_ASSIGN(request.seed, HashFile(newest.folder + "/manifest.json"));
  TRY_ASSIGN(request.log_head, lake::AuditHead(platform.store()));
  return {};
}

// Departments whose health data a rule reads, for values it computes.
std::string HealthHolders(Platform& platform, const rules::RuleSet& set, const rules::RuleSpec& rule,
                          const std::map<std::string, std::string>& holders) {
  std::set<std::string> named;
  std::string words;
  for (const rules::ColumnUse& need : rules::NeedsWithFacts(set, rule.needs)) {
    const std::string table = rules::DeliveredTable(set, need.table);
    const lake::TableSpec* spec = platform.tables().Find(table);
    const auto holder = holders.find(table);
    if (spec == nullptr || holder == holders.end()) continue;
    const bool health = std::ranges::any_of(
        spec->columns, [](const lake::ColumnSpec& column) { return column.pii == lake::Pii::kHealth; });
    if (health && named.insert(holder->second).second) words += (words.empty() ? "" : "、") + holder->second;
  }
  return words;
}

// Names and titles instead of codes and raw names.
Result<void> AddWords(Platform& platform, const rules::RuleSet& set, reports::ExportRequest& request) {
  TRY_ASSIGN(const auto sources, ingest::SourceCatalogue::Load(platform.packs(), platform.tables()));
  for (const ingest::SourceSpec& source : sources.sources()) {
    for (const ingest::Fill& fill : source.fills) request.holders.try_emplace(fill.table->name, source.owner.zh);
  }
  for (const auto& [name, table] : platform.tables().tables()) {
    request.table_titles[name] = table.title.zh;
    request.reason_words[name] = table.title.zh;
    for (const lake::ColumnSpec& column : table.columns) {
      request.reason_words[name + "." + column.name] = table.title.zh + "：" + column.title.zh;
    }
  }
  for (const auto& [column, words] : {std::pair("persons.id_number", "底册：证件号码"),
                                      {"persons.birth_date", "底册：出生日期"},
                                      {"persons.sex", "底册：性别"},
                                      {"persons.household_id", "底册：所在户"}}) {
    request.reason_words.try_emplace(column, words);
  }
  for (const auto& [name, param] : set.params) request.reason_words[name] = param.title.zh;
  for (const auto& [purpose, words] : {std::pair("return_to_poverty", "防返贫监测"),
                                       {"entitlement", "应享未享"},
                                       {"supervision", "监督检查"},
                                       {"register_comparison", "名册比对"}}) {
    request.reason_words.try_emplace(purpose, words);
  }
  for (const rules::RuleSpec& rule : set.rules) {
    request.rules[rule.id].holders = HealthHolders(platform, set, rule, request.holders);
  }
  TRY_ASSIGN(const auto areas, LoadAreas(platform));
  for (const registry::AreaEntry& area : areas) {
    if (area.code.size() == 6) request.county_names[area.code] = area.name;
  }
  for (const auto& [code, name] : platform.site().county_names) request.county_names[code] = name;
  return {};
}

}  // namespace

Result<flow::RunReport> Run(Platform& platform, const RunOptions& options, Progress& progress) {
  TRY_ASSIGN(const auto loaded, LoadRun(platform));
  TRY(CheckRuleIds(options.rules, loaded->rules.set));
  const flow::RunRequest request{
      .as_of = options.as_of, .baseline = options.baseline, .rules = options.rules, .actor = platform.settings().actor};
  return flow::RunAll(request, ContextOf(platform, *loaded, progress));
}

Result<std::vector<std::string>> ExplainRun(Platform& platform, const RunOptions& options, bool chinese,
                                            Progress& progress) {
  TRY_ASSIGN(const auto loaded, LoadRun(platform));
  TRY(CheckRuleIds(options.rules, loaded->rules.set));
  const flow::RunRequest request{.as_of = options.as_of, .baseline = options.baseline, .rules = options.rules};
  return flow::Explain(request, ContextOf(platform, *loaded, progress), chinese);
}

Result<ExportOutcome> Export(Platform& platform, const ExportOptions& options, Progress& progress) {
  TRY_ASSIGN(const auto newest, flow::FindNewestRun(platform.lake()));
  if (!newest) return Fail(errors::kNoRunYet);
  TRY_ASSIGN(const auto checked, rules::LoadRules(platform.settings().packs_folder, SiteFolder(platform)));
  TRY_ASSIGN(const auto rates, LoadRates(platform, checked.set));
  TRY_ASSIGN(const flow::RowPlaces places, flow::RowPlaces::Load(platform.lake()));
  TRY(platform.lake().files().MakeFolder(options.out_folder));
  reports::ExportRequest request{.run_folder = newest->folder,
                                 .register_folder = newest->register_folder,
                                 .out_folder = options.out_folder,
                                 .as_of = FormatDate(newest->as_of),
                                 .printed_on = FormatDate(platform.clock().Today()),
                                 .recipient = options.recipient,
                                 .notice = platform.site().notice(),
                                 .rules = RuleTexts(checked.set, rates),
                                 .place_of = [&places](int64_t row_ref) { return places.InWords(row_ref); }};
  TRY_ASSIGN(request.deliveries, DeliveryLines(platform));
  TRY(AddWords(platform, checked.set, request));
  // The entry stands before anything leaves.
  TRY(platform.lake().RecordAlone(
      options.audit ? "export_audit" : "export", RunName(newest->run_id),
      (options.recipient.empty() ? std::string(options.audit ? "县级审计、纪检" : "各乡镇、村") : options.recipient) +
          (options.plain && !options.audit ? "，未加密，" : "，加密，") + options.out_folder));
  TRY_ASSIGN(const auto engine, platform.NewEngine(""));
  TRY(AddAnswers(platform, *engine, *newest, flow::RulesDrawnFrom(checked.set), request));
  ExportOutcome outcome;
  if (options.audit) {
    TRY_ASSIGN(outcome.lists, reports::ExportAudit(*engine, request));
  } else {
    TRY_ASSIGN(outcome.lists, reports::ExportTownships(*engine, request, progress));
    TRY_ASSIGN(const auto summary, reports::ExportSummary(*engine, request));
    TRY_ASSIGN(const auto looks, reports::ExportSecondLooks(request));
    for (const auto& files : {summary.files, looks.files}) {
      outcome.lists.files.insert(outcome.lists.files.end(), files.begin(), files.end());
    }
  }
  if (options.plain && !options.audit) {
    outcome.files = outcome.lists.files;
    return outcome;
  }
  outcome.password = options.password;
  if (outcome.password.empty()) {
    TRY_ASSIGN(outcome.password, workbook::RandomPassword());
  }
  const std::string name = std::string(options.audit ? "违规疑点_" : "核实清单_") + FormatDate(newest->as_of) +
                           (platform.site().demo ? "_演示数据_人员虚构" : "") + ".zip";
  TRY_ASSIGN(const std::string archive, EncryptFiles(outcome.lists.files, options.out_folder, name, outcome.password));
  outcome.files = {archive};
  return outcome;
}

Result<flow::AnswersReport> ImportAnswers(Platform& platform, const std::vector<std::string>& files,
                                          Progress& progress) {
  TRY_ASSIGN(const auto staging, platform.lake().NewStaging("answers"));
  return flow::ImportAnswers(platform.lake(), {.files = files, .temp_folder = staging->folder()}, platform.clock(),
                             progress);
}

Result<flow::PaperReport> ImportPapers(Platform& platform, flow::PaperKind kind, const std::string& file,
                                       Progress& progress) {
  TRY_ASSIGN(const auto staging, platform.lake().NewStaging("papers"));
  TRY_ASSIGN(const auto engine, platform.NewEngine(""));
  return flow::ImportPaperList(
      platform.lake(), *engine,
      {.kind = kind, .file = file, .actor = platform.settings().actor, .temp_folder = staging->folder()}, progress);
}

Result<std::vector<RuleLine>> ListRules(Platform& platform, bool red_flags) {
  TRY_ASSIGN(const auto checked, rules::LoadRules(platform.settings().packs_folder, SiteFolder(platform)));
  TRY_ASSIGN(const auto rates, LoadRates(platform, checked.set));
  TRY_ASSIGN(const auto newest, flow::FindNewestRun(platform.lake()));
  std::map<std::string, RuleLine> lines;
  for (const rules::RuleSpec& rule : checked.set.rules) {
    if ((rule.kind == rules::RuleKind::kRedFlag) != red_flags) continue;
    RuleLine line{.id = rule.id,
                  .title_zh = rule.title.zh,
                  .title_en = rule.title.en,
                  .kind = std::string(rules::RuleKindName(rule.kind)),
                  .effort = std::string(rules::EffortName(rule.effort))};
    const auto rate = rates.find(rule.id);
    if (rate != rates.end()) line.rates = rate->second;
    lines[rule.id] = std::move(line);
  }
  if (newest) {
    TRY_ASSIGN(const auto engine, platform.NewEngine(""));
    TRY_ASSIGN(const auto counts,
               engine->Query("select rule_id, cast(sum(population) as bigint), cast(sum(hits) as bigint), "
                             "cast(sum(no_hits) as bigint), cast(sum(cannot_tell) as bigint) from read_parquet(" +
                             sql::Quoted(newest->folder + "/counts.parquet") + ") group by 1"));
    for (int64_t r = 0; r < counts.count(); ++r) {
      const auto line = lines.find(std::string(counts.Text(r, 0)));
      if (line == lines.end()) continue;
      line->second.population = counts.Int(r, 1);
      line->second.hits = counts.Int(r, 2);
      line->second.no_hits = counts.Int(r, 3);
      line->second.cannot_tell = counts.Int(r, 4);
    }
  }
  std::vector<RuleLine> out;
  for (auto& [id, line] : lines) out.push_back(std::move(line));
  return out;
}

Result<MissSummary> ListMisses(Platform& platform, bool with_households) {
  TRY_ASSIGN(const auto newest, flow::FindNewestRun(platform.lake()));
  if (!newest) return Fail(errors::kNoRunYet);
  if (with_households) TRY(platform.lake().RecordAlone("list_misses", RunName(newest->run_id), ""));
  TRY_ASSIGN(const auto engine, platform.NewEngine(""));
  TRY_ASSIGN(const flow::Misses misses, flow::FindMisses(platform.lake(), *engine, *newest));
  return MissSummary{.listed = misses.listed, .misses = MissListOf(platform, misses)};
}

Result<std::vector<findings::DrawCheck>> RepeatSecondLookDraws(Platform& platform) {
  TRY_ASSIGN(const auto checked, rules::LoadRules(platform.settings().packs_folder, SiteFolder(platform)));
  return findings::RepeatDraws(platform.store(), flow::RulesDrawnFrom(checked.set));
}

Result<void> WriteFindingsCsv(Platform& platform, const std::string& path) {
  if (!platform.site().demo) return Fail(errors::kOnlyDemo);
  TRY_ASSIGN(const auto newest, flow::FindNewestRun(platform.lake()));
  if (!newest) return Fail(errors::kNoRunYet);
  TRY(platform.lake().RecordAlone("score", RunName(newest->run_id), path));
  TRY_ASSIGN(const auto engine, platform.NewEngine(""));
  const auto file = [](const std::string& at) { return "read_parquet(" + sql::Quoted(at) + ")"; };
  const std::string query =
      "select f.rule_id, coalesce(p.id_number, hp.id_number, a.code) as subject_id from " +
      file(newest->folder + "/findings.parquet") + " f left join " +
      file(newest->register_folder + "/persons.parquet") +
      " p on p.person_id = f.person_id and not starts_with(f.subject_kind, 'household') left join " +
      file(newest->register_folder + "/households.parquet") + " h on h.household_id = f.household_id left join " +
      file(newest->register_folder + "/persons.parquet") + " hp on hp.person_id = h.head_person_id left join " +
      file(newest->register_folder + "/areas.parquet") +
      " a on a.area_id = f.area_id where f.state in ('new', 'continuing', 'returned', 'stale') order by 1, 2";
  std::string csv = "rule_id,subject_id\n";
  TRY(engine->Stream(query, [&](const sql::Rows& rows) -> Result<void> {
    for (int64_t r = 0; r < rows.count(); ++r) {
      csv += std::string(rows.Text(r, 0)) + "," + std::string(rows.Text(r, 1)) + "\n";
    }
    return {};
  }));
  return platform.lake().files().WriteDurably(path, csv);
}

Result<flow::ComparePlacesReport> ComparePlaces(Platform& platform, const flow::ComparePlacesRequest& request) {
  TRY_ASSIGN(const auto sources, ingest::SourceCatalogue::Load(platform.packs(), platform.tables()));
  TRY_ASSIGN(const auto engine, platform.NewEngine(""));
  flow::ComparePlacesRequest with_names = request;
  for (const char* name : {"provinces", "cities", "areas"}) {
    const std::string path = platform.settings().division_folder + "/" + name + ".csv";
    if (platform.lake().files().Exists(path)) with_names.division_csv_files.push_back(path);
  }
  return flow::CompareDeliveredPlaces(platform.lake(), platform.tables(), sources, *engine, with_names);
}

}  // namespace xiuhua::app
