#include "synth/geography.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace xiuhua::synth {
namespace {

constexpr std::array<std::string_view, 40> kFirst{"云", "青", "白", "石", "龙", "凤", "茶", "竹", "松", "桐",
                                                  "杉", "梨", "桃", "枫", "岩", "金", "银", "铜", "水", "沙",
                                                  "大", "小", "新", "老", "上", "下", "高", "长", "双", "三",
                                                  "五", "九", "雷", "马", "牛", "鹰", "猫", "溶", "酉", "香"};
constexpr std::array<std::string_view, 36> kSecond{
    "溪", "坪", "寨", "坡", "岭", "湾", "塘", "坝", "洞", "冲", "坨", "界", "岩", "河", "桥", "垭", "田", "园",
    "井", "潭", "坳", "库", "垴", "门", "场", "江", "流", "泉", "峰", "峪", "槽", "堡", "盖", "柯", "落", "首"};
constexpr std::array<std::string_view, 12> kShared{"团结", "新建", "红旗", "前进", "和平", "幸福",
                                                   "光明", "胜利", "联合", "毛坪", "新寨", "太平"};

std::string TwoSyllables(Rng& rng) { return std::string(rng.One(kFirst)) + std::string(rng.One(kSecond)); }

std::string FreshName(Rng& rng, std::set<std::string>& used) {
  for (;;) {
    std::string name = TwoSyllables(rng);
    if (name.substr(0, 3) != name.substr(3) && used.insert(name).second) return name;
    if (used.size() > 1000) return name + std::string(rng.One(kSecond));
  }
}

Village MakeVillage(Rng& rng, std::set<std::string>& used, const Township& township, int32_t number, bool urban) {
  Village village;
  std::string stem(rng.One(kShared));
  if (!rng.Chance(60'000) || !used.insert(stem).second) stem = FreshName(rng, used);
  village.name = stem + (urban ? "社区" : "村");
  village.code = fmt::format("{}{:03d}", township.code, urban ? number : 200 + number);
  if (!urban && rng.Chance(250'000)) village.old_name = FreshName(rng, used) + "村";
  village.groups = rng.Between(4, 12);
  for (int32_t i = 0; i < village.groups; ++i) {
    const bool same_as_before = i > 0 && rng.Chance(200'000);
    village.hamlets.push_back(same_as_before ? village.hamlets.back()
                                             : TwoSyllables(rng) + (rng.Chance(400'000) ? "寨" : ""));
  }
  village.remote = rng.Chance(150'000);
  return village;
}

}  // namespace

CountyPlace MakePlace(Rng rng, int32_t region, const std::string& name, int32_t townships, int32_t villages) {
  CountyPlace place;
  place.region = region;
  place.name = name;
  place.prefecture = "示例州";
  std::set<std::string> used;
  std::set<std::string> used_towns;
  for (int32_t t = 0; t < townships; ++t) {
    const bool town = t < (townships + 1) / 2;
    Township township;
    township.name = FreshName(rng, used_towns) + (town ? "镇" : "乡");
    township.code = fmt::format("{}{:03d}", region, town ? 100 + t : 200 + t);
    township.first_village = static_cast<int32_t>(place.villages.size());
    township.village_count = villages / townships + (t < villages % townships ? 1 : 0);
    used.clear();
    for (int32_t v = 0; v < township.village_count; ++v) {
      const bool urban = town && v == 0 && township.village_count > 2;
      place.villages.push_back(MakeVillage(rng, used, township, v + 1, urban));
      place.villages.back().township = t;
    }
    place.townships.push_back(std::move(township));
  }
  return place;
}

std::string AreaLines(const CountyPlace& place) {
  std::string out;
  out += fmt::format("{},{},{}\n", place.region, place.name, place.region / 100);
  for (const Township& township : place.townships) {
    out += fmt::format("{},{},{}\n", township.code, township.name, place.region);
  }
  for (const Village& village : place.villages) {
    out += fmt::format("{},{},{}\n", village.code, village.name,
                       place.townships[static_cast<size_t>(village.township)].code);
  }
  return out;
}

}  // namespace xiuhua::synth
