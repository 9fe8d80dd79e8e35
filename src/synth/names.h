// Names: making an invented name, and spoiling one the way clerks do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "synth/rng.h"

namespace xiuhua::synth {

std::vector<std::string> Characters(std::string_view text);  // UTF-8 code points
std::string MakeSurname(Rng& rng);
// Given name fitting sex and year of birth; generation: the middle character brothers and sisters share, or empty.
std::string MakeGivenName(Rng& rng, bool male, int birth_year, std::string_view generation = {});
std::string GenerationCharacter(Rng& rng, bool male, int birth_year);

std::string WithHomophone(Rng& rng, const std::string& name);  // unchanged when no character has one
std::string WithVariant(const std::string& name);              // unchanged when no character has one
std::string WithSpaces(Rng& rng, const std::string& name);
std::string Nickname(const std::string& name);
// What an old system prints for characters outside GBK: pinyin, "?" or a homophone by chance; unchanged without any.
std::string AsOldSystem(Rng& rng, const std::string& name);
bool HasCharacterOutsideGbk(std::string_view name);

}  // namespace xiuhua::synth
