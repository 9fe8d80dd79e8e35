#include "synth/synth.h"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>

#include "base/errors.h"
#include "synth/census.h"
#include "synth/errors.h"
#include "synth/livelihood.h"
#include "synth/output.h"
#include "synth/population.h"
#include "synth/site.h"
#include "synth/sources.h"
#include "synth/stories.h"

namespace xiuhua::synth {
namespace {

struct CountyPlan {
  int32_t region;
  std::string name;
  int32_t townships, villages, people;
};

struct CountyResult {
  int64_t people = 0, households = 0, files = 0, rows = 0, truth_lines = 0;
  std::set<std::string> sources;
  std::string areas, delivery_list, people_lines, file_lines, truth;
  std::string authorisations, exemptions;
};

using Writer = Result<void> (*)(Scene);
struct NamedWriter {
  const char* name;
  Writer write;
};

constexpr NamedWriter kWriters[] = {
    {"hukou", WriteHukou},
    {"deaths", WriteDeaths},
    {"moves", WriteMoves},
    {"cremations", WriteCremations},
    {"insured", WriteInsured},
    {"settlements", WriteSettlements},
    {"serious_illness", WriteSeriousIllness},
    {"disabled", WriteDisabled},
    {"subsidies", WriteSubsidyPayments},
    {"pension_insured", WritePensionInsured},
    {"pension_payments", WritePensionPayments},
    {"land", WriteLand},
    {"land_subsidy", WriteLandSubsidy},
    {"microloans", WriteMicroloans},
    {"roster", WriteRoster},
    {"dibao", WriteDibao},
    {"tekun", WriteTekun},
    {"temporary_aid", WriteTemporaryAid},
    {"disability_subsidies", WriteDisabilitySubsidies},
    {"old_age", WriteOldAge},
    {"orphans", WriteOrphans},
    {"children", WriteChildrenInNeed},
    {"pupils", WritePupils},
    {"dropouts", WriteDropouts},
    {"yulu", WriteYulu},
    {"jobs", WriteJobs},
    {"public_posts", WritePublicPosts},
    {"payroll", WritePayroll},
    {"village_cadres", WriteVillageCadres},
    {"houses", WriteHouses},
    {"water", WriteWaterOutages},
    {"disasters", WriteDisasters},
    {"accidents", WriteAccidents},
    {"relocation", WriteRelocation},
    {"monitored", WriteMonitored},
    {"measures", WriteMeasures},
    {"former_poor", WriteFormerPoor},
    {"conditions", WriteConditions},
    {"migrant_work", WriteMigrantWork},
    {"village_facts", WriteVillageFacts},
    {"helpers", WriteHelpers},
    {"vehicles", WriteVehicles},
    {"companies", WriteCompanies},
    {"real_estate", WriteRealEstate},
    {"hotline", WriteHotline},
    {"payouts", WritePayouts},
};

std::vector<CountyPlan> Plan(SynthScale scale) {
  switch (scale) {
    case SynthScale::kVillage:
      return {{433199, "示例县", 12, 12, 2000}};
    case SynthScale::kCounty:
      return {{433199, "示例县", 12, 220, 300'000}};
    case SynthScale::kPrefecture:
      break;
  }
  static constexpr std::string_view kNames[] = {"示例一市", "示例二县", "示例三县", "示例四县",
                                                "示例五县", "示例六县", "示例七县", "示例八县"};
  static constexpr int32_t kPeople[] = {310'000, 330'000, 430'000, 320'000, 310'000, 150'000, 520'000, 530'000};
  std::vector<CountyPlan> plans;
  for (int32_t i = 0; i < 8; ++i) {
    const auto at = static_cast<size_t>(i);
    plans.push_back({433191 + i, std::string(kNames[at]), 10 + kPeople[at] / 40'000, kPeople[at] / 1600, kPeople[at]});
  }
  return plans;
}

Result<CountyResult> MakeOneCounty(const CountyPlan& plan, const SynthOptions& options, bool many) {
  const Rng rng = Rng(options.seed).Fork("county", static_cast<uint64_t>(plan.region));
  World world;
  world.place = MakePlace(rng.Fork("place"), plan.region, plan.name, plan.townships, plan.villages);
  Populate(rng.Fork("population"), plan.people, world);
  GiveLivelihoods(rng.Fork("livelihood"), world);
  FallIll(rng.Fork("illness"), world);
  Truth truth;
  TellStories(rng.Fork("stories"), world, truth);
  PaySubsidies(rng.Fork("payments"), world);
  PayTwice(rng.Fork("twice"), world, truth);
  CountTheTrue(world, options.months, truth);
  Output out(options, world, options.people_truth && !many, many ? plan.name + "_" : "");
  for (int month = 0; month < options.months; ++month) {
    for (const NamedWriter& writer : kWriters) {
      if (options.progress != nullptr && options.progress->cancelled()) return Fail(xiuhua::errors::kCancelled);
      TRY(writer.write({world, out, options.errors, rng.Fork(writer.name, static_cast<uint64_t>(month)), month}));
      if (options.progress != nullptr) options.progress->Tick(1);
    }
  }
  CountyResult result;
  for (const Person& p : world.persons) result.people += InHukou(p, MonthLast(options.months - 1)) ? 1 : 0;
  result.households = static_cast<int64_t>(world.households.size());
  result.files = out.files;
  result.rows = out.rows;
  result.truth_lines = static_cast<int64_t>(truth.lines().size());
  result.sources = std::move(out.sources);
  result.areas = AreaLines(world.place);
  result.delivery_list = std::move(out.delivery_list);
  result.people_lines = std::move(out.people_lines);
  result.file_lines = std::move(out.file_lines);
  result.truth = TruthCsv(truth, world);
  result.authorisations = AuthorisationLines(world);
  result.exemptions = ExemptionLines(world);
  return result;
}

Result<void> PrepareFolders(const SynthOptions& options) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::exists(options.out_folder, error) && !fs::is_empty(options.out_folder, error)) {
    return Fail(errors::kFolderNotEmpty, {options.out_folder});
  }
  for (int month = 0; month < options.months; ++month) {
    fs::create_directories(fmt::format("{}/deliveries/2026-{:02d}", options.out_folder, 4 + month), error);
  }
  for (const char* name : {"site", "truth"}) {
    if (!error) fs::create_directories(options.out_folder + "/" + name, error);
  }
  if (error) return Fail(errors::kCannotWriteDemo, {options.out_folder, error.message()});
  return {};
}

Result<void> WriteText(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.flush();
  if (!file) return Fail(errors::kCannotWriteDemo, {path, "write"});
  return {};
}

Result<void> WriteSiteAndTruth(const SynthOptions& options, const std::vector<CountyPlan>& plans,
                               const std::vector<CountyResult>& made) {
  std::string areas = "code,name,parent_code\n43,示例省,\n4331,示例州,43\n";
  std::string list = "file,source,mode,area_set,period,corrects\n";
  std::string truth = TruthHeader();
  std::string people = "file_no,sheet,row,person_id\n";
  std::string files = "file_no,file\n";
  std::string authorisations = AuthorisationHeader(), exemptions = ExemptionHeader();
  for (const CountyResult& county : made) {
    areas += county.areas;
    list += county.delivery_list;
    truth += county.truth;
    people += county.people_lines;
    files += county.file_lines;
    authorisations += county.authorisations;
    exemptions += county.exemptions;
  }
  std::vector<std::pair<std::string, std::string>> counties;
  for (const CountyPlan& plan : plans) counties.emplace_back(std::to_string(plan.region), plan.name);
  const std::string site = options.out_folder + "/site/";
  TRY(WriteText(site + "areas.csv", areas));
  TRY(WriteText(site + "settings.yaml", SettingsYaml(counties)));
  TRY(WriteText(site + "params.yaml", ParamsYaml(options.packs_folder)));
  TRY(WriteText(site + "delivery_list.csv", list));
  TRY(WriteText(site + "authorisations.csv", authorisations));
  TRY(WriteText(site + "exemptions.csv", exemptions));
  TRY(WriteText(options.out_folder + "/truth/truth.csv", truth));
  if (options.people_truth && plans.size() == 1) {
    TRY(WriteText(options.out_folder + "/truth/truth_people.csv", people));
    TRY(WriteText(options.out_folder + "/truth/truth_files.csv", files));
  }
  return {};
}

}  // namespace

Result<SynthReport> MakeCounty(const SynthOptions& options) {
  if (options.months < 1 || options.months > kMonths)
    return Fail(errors::kBadSynthOption, {"months", std::to_string(options.months), "1, 2, 3"});
  TRY(PrepareFolders(options));
  std::vector<CountyPlan> plans = Plan(options.scale);
  if (options.people > 0) plans.front().people = options.people;
  std::vector<CountyResult> made(plans.size());
  if (options.progress != nullptr) {
    options.progress->Begin("synth", static_cast<int64_t>(plans.size() * std::size(kWriters)) * options.months);
  }
  std::atomic<size_t> next{0};
  std::mutex lock;
  std::optional<Error> failed;
  auto work = [&] {
    for (size_t i = next++; i < plans.size(); i = next++) {
      Result<CountyResult> one = MakeOneCounty(plans[i], options, plans.size() > 1);
      const std::scoped_lock hold(lock);
      if (!one) {
        failed = one.error();
        next = plans.size();
      } else {
        made[i] = std::move(*one);
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int t = 1; t < std::min(options.threads, static_cast<int>(plans.size())); ++t) threads.emplace_back(work);
    work();
  }
  if (options.progress != nullptr) options.progress->End();
  if (failed) return Fail(*failed);
  TRY(WriteSiteAndTruth(options, plans, made));
  SynthReport report;
  std::set<std::string> sources;
  for (const CountyResult& county : made) {
    report.registered_people += county.people;
    report.households += county.households;
    report.files += county.files;
    report.rows += county.rows;
    report.truth_lines += county.truth_lines;
    sources.insert(county.sources.begin(), county.sources.end());
  }
  report.sources.assign(sources.begin(), sources.end());
  return report;
}

Result<SynthScale> ParseScale(const std::string& text) {
  if (text == "village") return SynthScale::kVillage;
  if (text == "county") return SynthScale::kCounty;
  if (text == "prefecture") return SynthScale::kPrefecture;
  return Fail(errors::kBadSynthOption, {"scale", text, "village, county, prefecture"});
}

Result<SynthFormat> ParseFormat(const std::string& text) {
  if (text == "mixed") return SynthFormat::kMixed;
  if (text == "csv") return SynthFormat::kCsv;
  if (text == "xlsx") return SynthFormat::kXlsx;
  return Fail(errors::kBadSynthOption, {"format", text, "mixed, csv, xlsx"});
}

}  // namespace xiuhua::synth
