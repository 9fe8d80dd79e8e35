#include "synth/site.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "synth/id_numbers.h"

namespace xiuhua::synth {

std::string SettingsYaml(const std::vector<std::pair<std::string, std::string>>& counties) {
  std::string codes, names;
  for (const auto& [code, name] : counties) {
    codes += fmt::format("{}\"{}\"", codes.empty() ? "" : ", ", code);
    names += fmt::format("  \"{}\": {}\n", code, name);
  }
  return fmt::format(
      "# 演示数据 人员虚构\n"
      "demo: true\n"
      "counties: [{}]\n"
      "county_names:\n{}"
      "base_register: hukou\n",
      codes, names);
}

std::string ParamsYaml(const std::string& packs_folder) {
  namespace fs = std::filesystem;
  std::string out = "# 演示数据 人员虚构：数值为演示用，不是任何地方的标准\nparameters:\n";
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(packs_folder, error)) {
    const fs::path file = entry.path() / "params.suggested.yaml";
    if (fs::exists(file, error)) files.push_back(file);
  }
  std::sort(files.begin(), files.end());
  bool any = false;
  for (const fs::path& path : files) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("#") || line.starts_with("parameters:")) continue;
      out += line + "\n";
      any = any || !line.empty();
    }
  }
  return any ? out : "# 演示数据 人员虚构\nparameters: []\n";
}

std::string AuthorisationHeader() { return "id_number,name,purpose,valid_from,valid_until,signed_by,paper\n"; }

// Every adult of every second monitored household has signed.
std::string AuthorisationLines(const World& world) {
  std::string out;
  const Date june = MonthLast(kMonths - 1);
  for (const Household& h : world.households) {
    if (h.ffp < FfpClass::kUnstable || h.first % 2 != 0) continue;
    for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
      const Person& p = world.person(i);
      if (!InHukou(p, june) || Age(p, june) < 18) continue;
      fmt::format_to(std::back_inserter(out), "{},{},asset_check,2026-01-01,2026-12-31,{},演示数据 人员虚构-{}\n",
                     IdText(p.id), p.name, p.name, i);
    }
  }
  return out;
}

std::string ExemptionHeader() { return "rule_id,subject_kind,id_number,key,reason,approver,from_date,until_date\n"; }
std::string ExemptionLines(const World&) { return {}; }

}  // namespace xiuhua::synth
