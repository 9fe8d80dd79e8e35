#include "synth/names.h"

#include "synth/name_tables.h"

namespace xiuhua::synth {
namespace {

std::string_view PickWeighted(Rng& rng, std::span<const WeightedText> items) {
  int32_t total = 0;
  for (const WeightedText& item : items) total += item.weight;
  int32_t left = rng.Below(total);
  for (const WeightedText& item : items) {
    left -= item.weight;
    if (left < 0) return item.text;
  }
  return items.back().text;
}

int Cohort(int birth_year) { return birth_year < 1970 ? 0 : (birth_year < 1995 ? 1 : 2); }

std::string Join(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += part;
  return out;
}

}  // namespace

std::vector<std::string> Characters(std::string_view text) {
  std::vector<std::string> out;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80 ? 1 : (lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : 4));
    out.emplace_back(text.substr(i, length));
    i += length;
  }
  return out;
}

std::string MakeSurname(Rng& rng) {
  if (rng.Chance(1200)) return std::string(PickWeighted(rng, CompoundSurnames()));
  return std::string(PickWeighted(rng, Surnames()));
}

std::string GenerationCharacter(Rng& rng, bool male, int birth_year) {
  return std::string(rng.One(GivenCharacters(male, Cohort(birth_year))));
}

std::string MakeGivenName(Rng& rng, bool male, int birth_year, std::string_view generation) {
  const auto pool = GivenCharacters(male, Cohort(birth_year));
  std::string last(rng.One(pool));
  if (rng.Chance(2500)) last = rng.One(RareInGbk());
  if (rng.Chance(250)) last = rng.One(OutsideGbk());
  if (!generation.empty() && rng.Chance(650'000)) return std::string(generation) + last;
  if (rng.Chance(birth_year < 1995 ? 90'000 : 160'000)) return last;
  return std::string(rng.One(pool)) + last;
}

std::string WithHomophone(Rng& rng, const std::string& name) {
  std::vector<std::string> parts = Characters(name);
  for (size_t i = parts.size(); i-- > 0;) {
    const auto alike = SoundAlikes(parts[i]);
    if (alike.empty() || (i == 0 && parts.size() > 1 && !rng.Chance(150'000))) continue;
    parts[i] = rng.One(alike);
    return Join(parts);
  }
  return name;
}

std::string WithVariant(const std::string& name) {
  std::vector<std::string> parts = Characters(name);
  for (std::string& part : parts) {
    const std::string_view variant = VariantOf(part);
    if (variant.empty()) continue;
    part = variant;
    return Join(parts);
  }
  return name;
}

std::string WithSpaces(Rng& rng, const std::string& name) {
  const std::vector<std::string> parts = Characters(name);
  if (parts.size() == 2) return parts[0] + (rng.Chance(500'000) ? "  " : "\u3000") + parts[1];
  return rng.Chance(500'000) ? name + " " : " " + name;
}

std::string Nickname(const std::string& name) {
  const std::vector<std::string> parts = Characters(name);
  return "小" + parts.back();
}

bool HasCharacterOutsideGbk(std::string_view name) {
  for (const std::string_view rare : OutsideGbk()) {
    if (name.find(rare) != std::string_view::npos) return true;
  }
  return false;
}

std::string AsOldSystem(Rng& rng, const std::string& name) {
  std::vector<std::string> parts = Characters(name);
  for (std::string& part : parts) {
    const std::string_view pinyin = PinyinOf(part);
    if (pinyin.empty()) continue;
    part = rng.Chance(500'000) ? std::string(pinyin) : std::string("?");
  }
  return Join(parts);
}

}  // namespace xiuhua::synth
