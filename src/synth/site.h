// Site: what the fictional county keeps beside the packs - its settings, its demo parameter values, signed
// authorisations and exemptions.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "synth/world.h"

namespace xiuhua::synth {

std::string SettingsYaml(const std::vector<std::pair<std::string, std::string>>& counties);  // code, name
// The values that packs/*/params.suggested.yaml suggest, joined; they stand for nothing in any real place.
std::string ParamsYaml(const std::string& packs_folder);
std::string AuthorisationHeader();
std::string AuthorisationLines(const World& world);
std::string ExemptionHeader();
std::string ExemptionLines(const World& world);

}  // namespace xiuhua::synth
