// The whole job on one screen: RunJob::Execute. Each stage is a named line; Stage alone does timing, progress, cancel.
#include "flow/run.h"

#include <chrono>
#include <set>

#include "base/errors.h"
#include "flow/run_job.h"
#include "register/relate.h"
#include "rules/columns_read.h"
#include "rules/run_output.h"

namespace xiuhua::flow {

Result<RunReport> RunAll(const RunRequest& request, const RunContext& context) {
  return RunJob(request, context).Execute();
}

Result<RunReport> RunJob::Execute() {
  started_us_ = context_.clock.NowMicros();
  TRY(Stage("收集报送", "gather deliveries", &RunJob::Gather));
  TRY(Stage("更新底册", "register", &RunJob::Register));
  TRY(Stage("同一人关联", "match people", &RunJob::Match));
  TRY(Stage("执行规则", "rules", &RunJob::AskRules));
  TRY(Stage("归并疑点", "settle findings", &RunJob::SettleFindings));
  TRY(Stage("抽取复核", "draw second looks", &RunJob::DrawSecondLooks));
  TRY(Stage("发布", "publish", &RunJob::PublishServing));
  TRY(Stage("入库", "commit", &RunJob::CommitAll));
  if (!rebuild_from_.empty()) TRY(context_.lake.RemoveDebris());
  return std::move(report_);
}

Result<void> RunJob::Stage(const char* zh, const char* en, Result<void> (RunJob::*stage)()) {
  if (context_.progress.cancelled()) return Fail(errors::kCancelled);
  context_.progress.Begin(zh, 0);
  const auto started = std::chrono::steady_clock::now();
  Result<void> done = (this->*stage)();
  context_.progress.End();
  if (!done) return done;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  report_.times.push_back({zh, en, seconds});
  return {};
}

Result<void> RunJob::Gather() {
  TRY_ASSIGN(inputs_, GatherInputs(request_, context_));
  inputs_.base = inputs_.Find(inputs_.base_choice.table);
  for (const lake::InForce& in_force : inputs_.in_force) {
    ++report_.deliveries;
    report_.delivery_rows += in_force.delivery.rows_total;
    report_.quarantined += in_force.delivery.rows_quarantined;
    report_.set_aside += in_force.delivery.rows_set_aside;
  }
  TRY_ASSIGN(previous_, FindNewestRun(context_.lake));
  TRY_ASSIGN(rebuild_from_, context_.lake.RegisterToRebuild());
  TRY_ASSIGN(decided_, LoadDecisionsInForce(context_.lake));
  TRY_ASSIGN(staging_, context_.lake.NewStaging("run"));
  run_folder_ = staging_->folder() + "/run";
  register_folder_ = staging_->folder() + "/register";
  serving_folder_ = staging_->folder() + "/serving";
  Files& files = context_.lake.files();
  for (const std::string& folder :
       {run_folder_ + "/tables", run_folder_ + "/facts", register_folder_, serving_folder_}) {
    TRY(files.MakeFolder(folder));
  }
  sql::EngineOptions options = context_.engine;
  options.spill_folder = staging_->folder() + "/spill";
  TRY(files.MakeFolder(options.spill_folder));
  TRY_ASSIGN(engine_, sql::Engine::Open(options));
  report_.as_of = request_.as_of;
  return {};
}

registry::RegisterInput RunJob::RegisterInputOf() const {
  registry::RegisterInput input;
  input.register_id = register_id_;
  input.choice = inputs_.base_choice;
  input.base = *inputs_.base;
  for (const registry::TableInput& table : inputs_.tables) {
    const bool people =
        table.spec->subject == lake::Subject::kPerson || table.spec->subject == lake::Subject::kHousehold;
    if (people && table.spec->name != input.base.spec->name) input.others.push_back(table);
    if (table.spec->name == "village_roster") input.living.push_back(table);
    if (table.spec->name == "village_facts") input.village_counts = table;
  }
  if (input.village_counts.spec != nullptr) input.village_count_column = "population";
  input.areas = context_.areas;
  input.merges = decided_.merges;
  if (previous_) input.previous_folder = previous_->register_folder;
  if (!rebuild_from_.empty()) {
    input.previous_folder = rebuild_from_;
    input.ids_only = true;
  }
  input.out_folder = register_folder_;
  return input;
}

std::vector<const lake::Delivery*> RunJob::ComparedWith() const {
  std::set<int64_t> seen;
  for (const lake::InForce& in_force : inputs_.in_force) seen.insert(in_force.delivery.id.value);
  std::vector<const lake::Delivery*> compared;
  for (const auto* deliveries : {&inputs_.before, &inputs_.earlier}) {
    for (const lake::InForce& one : *deliveries) {
      if (seen.insert(one.delivery.id.value).second) compared.push_back(&one.delivery);
    }
  }
  return compared;
}

Result<void> RunJob::Register() {
  TRY_ASSIGN(register_id_, context_.lake.Mint("register"));
  const registry::MintIds mint = [this](std::string_view counter, int64_t count) {
    return context_.lake.Mint(counter, count);
  };
  TRY_ASSIGN(report_.registered, registry::BuildRegister(*engine_, mint, RegisterInputOf(), context_.progress));
  return {};
}

Result<void> RunJob::Match() {
  linkage::LinkRequest request;
  request.tables = inputs_.tables;
  request.register_folder = register_folder_;
  request.base_table = inputs_.base->spec->name;
  request.decisions = decided_.decisions;
  const std::string& data = context_.lake.folder();
  request.quarantined = registry::FilesFilling("quarantined_people", inputs_.in_force, data);
  request.quarantined_previous = registry::FilesFilling("quarantined_people", inputs_.before, data);
  for (const auto* deliveries : {&inputs_.in_force, &inputs_.before}) {
    for (const registry::TableFile& file : registry::FilesFilling("corrects", *deliveries, data)) {
      request.corrections.push_back(file.path);
    }
  }
  request.read = rules::ColumnsRead(context_.rules.set);
  // Asked for by flow/misses.cc, whatever the rules read.
  (*request.read)["monitored_households"].insert({"recognised_month", "risk_1"});
  request.out_folder = run_folder_;
  TRY_ASSIGN(report_.links, linkage::LinkPeople(*engine_, request, context_.progress));
  for (const auto& [kind, rows] : report_.links.pairs_by_kind) report_.review_rows += rows;
  std::vector<registry::LinkedTable> linked;
  for (const registry::TableInput& table : inputs_.tables) {
    linked.push_back({table.spec, run_folder_ + "/tables/" + table.spec->name + ".parquet"});
  }
  TRY(registry::RelateSourceHouseholds(*engine_, linked, register_folder_ + "/source_households.parquet"));
  return {};
}

Result<void> RunJob::AskRules() {
  rules::EvaluateInput input;
  Files& files = context_.lake.files();
  for (const auto& [name, spec] : context_.tables.tables()) {
    for (const std::string& table : {name, name + "_previous", name + "_previous_earlier"}) {
      const std::string path = run_folder_ + "/tables/" + table + ".parquet";
      if (files.Exists(path)) input.files[table] = path;
    }
  }
  input.files["xh.quarantined"] = run_folder_ + "/quarantined.parquet";
  input.base_table = inputs_.base->spec->name;
  for (const char* table : {"persons", "households", "members", "areas"}) {
    input.files[table] = register_folder_ + "/" + table + ".parquet";
  }
  input.delivered = CoverageOf(inputs_);
  TRY_ASSIGN(input.authorisations, LoadAuthorisations());
  TRY_ASSIGN(input.earlier, LoadEarlier());
  input.as_of = request_.as_of;
  input.rules = request_.rules;
  input.engine = context_.engine;
  input.engine.spill_folder = staging_->folder() + "/spill";
  rules::RunOutput output(*engine_, run_folder_);
  TRY_ASSIGN(report_.rules, rules::Evaluate(context_.rules, input, output, context_.progress));
  return output.Finish();
}

Result<void> RunJob::SettleFindings() {
  TRY_ASSIGN(const int64_t run_id, context_.lake.Mint("run"));
  report_.run = RunId{run_id};
  findings::SettleInput input;
  input.run_id = run_id;
  input.as_of = request_.as_of;
  input.run_folder = run_folder_;
  if (previous_) input.previous_folder = previous_->folder;
  input.merged = Merged();
  input.options.walk_limit_per_village = context_.walk_limit_per_village;
  input.options.baseline = request_.baseline;
  const findings::MintCodes mint = [this](std::string_view counter, int64_t count) {
    return context_.lake.Mint(counter, count);
  };
  TRY_ASSIGN(settled_, findings::Settle(*engine_, context_.lake.store(), mint, input));
  report_.cleared = settled_.cleared;
  report_.walk_households = settled_.walk_households;
  report_.walk_cut = settled_.walk_households_cut;
  TRY(linkage::OrderByConsequence(*engine_, run_folder_, register_folder_));
  return CountResults();
}

Result<void> RunJob::PublishServing() {
  findings::PublishInput input;
  input.run_id = report_.run.value;
  input.as_of = FormatDate(request_.as_of);
  input.run_folder = run_folder_;
  input.register_folder = register_folder_;
  input.out_folder = serving_folder_;
  for (const rules::RuleSpec& rule : context_.rules.set.rules) {
    if (rule.kind == rules::RuleKind::kRedFlag) input.red_flag_rules.insert(rule.id);
  }
  input.search_everyone = false;
  TRY_ASSIGN(published_, findings::Publish(*engine_, input));
  return WriteManifest();
}

Result<void> RunJob::CommitAll() {
  const std::string run_target = RunFolder(report_.run.value);
  const std::string register_target = RegisterFolder(register_id_);
  std::vector<lake::StagedMove> moves = {{run_folder_, run_target}, {register_folder_, register_target}};
  std::string serving;
  for (const std::string& path : {published_.general_path, published_.audit_path}) {
    const std::string name = path.substr(path.find_last_of('/') + 1);
    if (serving.empty()) serving = "serving/" + name;
    moves.push_back({serving_folder_ + "/" + name, "serving/" + name});
  }
  return context_.lake.Commit(moves, [&](const std::vector<lake::FileRow>& files) -> Result<void> {
    std::vector<lake::FileRow> of_run;
    std::vector<lake::FileRow> of_register;
    for (const lake::FileRow& file : files) {
      (file.path.starts_with(register_target + "/") ? of_register : of_run).push_back(file);
    }
    store::Store& store = context_.lake.store();
    const int64_t now = context_.clock.NowMicros();
    TRY(store.Execute(
        "INSERT INTO registers (register_id, run_id, as_of, made_us, state) VALUES (?, ?, ?, ?, 'committed')",
        {register_id_, report_.run.value, static_cast<int64_t>(request_.as_of.days), now}));
    TRY(
        store.Execute("INSERT INTO runs (run_id, as_of, started_us, finished_us, register_id, manifest, state) VALUES "
                      "(?, ?, ?, ?, ?, ?, 'committed')",
                      {report_.run.value, static_cast<int64_t>(request_.as_of.days), started_us_, now, register_id_,
                       run_target + "/manifest.json"}));
    TRY(context_.lake.WriteRunFiles(report_.run, of_run));
    TRY(context_.lake.WriteRegisterFiles(register_id_, of_register));
    std::vector<DeliveryId> read;
    for (const lake::InForce& in_force : inputs_.in_force) read.push_back(in_force.delivery.id);
    for (const lake::Delivery* compared : ComparedWith()) read.push_back(compared->id);
    TRY(context_.lake.WriteRunDeliveries(report_.run, read));
    TRY(context_.lake.MarkRebuilt());
    TRY(findings::RecordCodes(store, settled_.new_codes));
    if (report_.second_look) TRY(findings::RecordDraw(store, *report_.second_look, now));
    TRY(context_.lake.Record("run", run_target.substr(run_target.find('/') + 1), WhatWasRun()));
    return findings::SwitchServing(store, report_.run.value, serving);
  });
}

}  // namespace xiuhua::flow
