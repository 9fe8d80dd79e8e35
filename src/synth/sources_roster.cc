// 村级人口底册: one file a township, one sheet a village, and each village has a layout of its own. Facts stand in
// 备注, in colours and in struck-through rows. A thirteenth file brings what the third one left out.
#include <fmt/core.h>

#include "synth/sources.h"

namespace xiuhua::synth {
namespace {

enum class Layout : uint8_t { kMergedBlocks, kPlainList, kFillDown, kWithSubtotals };

struct RosterFile {
  const Scene& scene;
  DeliveryFile& file;
  Mess& mess;
};

void BeginVillage(RosterFile& f, Layout layout, const std::string& sheet, const std::string& title) {
  switch (layout) {
    case Layout::kMergedBlocks:
      f.file.Begin(
          sheet, {"组别", "户主", "姓名", "与户主关系", "身份证号", "电话", "是否外出", "住房", "备注", "村名"}, title);
      break;
    case Layout::kPlainList:
      f.file.Begin(sheet,
                   {"序号", "户主姓名", "姓名", "性别", "身份证号码", "与户主关系", "联系电话", "外出务工地点", "备注",
                    "所在村", "组"},
                   title);
      break;
    case Layout::kFillDown:
      f.file.Begin(sheet,
                   {"村民小组", "户主姓名", "家庭成员姓名", "公民身份号码", "家庭关系", "手机号码", "是否在家", "备注",
                    "行政村"},
                   title);
      break;
    case Layout::kWithSubtotals:
      f.file.Begin(sheet,
                   {"组", "户序号", "户主姓名", "成员姓名", "身份证号", "关系", "电话号码", "住房情况", "去向", "备注",
                    "村（社区）"},
                   title);
      break;
  }
}

struct Remark {
  std::string text;
  RowLook look;
};

Remark RemarkFor(RosterFile& f, const Person& p) {
  Rng& rng = f.mess.rng();
  if (p.died <= f.scene.until()) {
    const CivilDate d = ToCivil(p.died);
    if (rng.Chance(300'000)) return {"", {.strike = true}};
    return {rng.Chance(500'000) ? fmt::format("{}年去世", d.year) : fmt::format("{}年{}月已故", d.year, d.month), {}};
  }
  if (p.married_out) {
    if (rng.Chance(200'000)) return {"", {.strike = true}};
    return {rng.Chance(500'000) ? "外嫁" : "已嫁出，户口未迁", {}};
  }
  if (p.work == Work::kAway && rng.Chance(250'000)) return {"", {.fill = 0xFFFF00}};
  if (!p.registered) return {"媳妇，户口在娘家", {}};
  if (p.school == School::kCollege) return {"在外读大学", {}};
  if (p.certified && rng.Chance(300'000)) return {"残疾", {}};
  return {};
}

std::string_view HouseText(const Household& h) {
  return h.house_kind == 'b' ? "砖房" : (h.house_kind == 'w' ? "木房" : "土坯房");
}

void PutMember(RosterFile& f, Layout layout, const Household& h, PersonIndex i, const std::string& head_shown,
               int64_t number) {
  const World& w = f.scene.world;
  const Person& p = w.person(i);
  const bool away = p.work == Work::kAway || p.school == School::kCollege;
  const AwayPlace& place = AwayPlaces()[p.away_place];
  const std::string away_text = p.work == Work::kAway ? fmt::format("{}{}", place.province, place.city) : "";
  const Remark remark = RemarkFor(f, p);
  RowCells& row = f.file.cells();
  const std::string group = fmt::format("{}组", h.group);
  switch (layout) {
    case Layout::kMergedBlocks:
      row.Text(group)
          .Text(head_shown)
          .Text(f.mess.Name(w, p))
          .Text(RelationText(p.relation, p.male))
          .Text(f.mess.Id(p));
      row.Text(f.mess.Phone(p))
          .Text(f.mess.YesNo(away))
          .Text(HouseText(h))
          .Text(remark.text)
          .Text(w.village_of(h).name);
      break;
    case Layout::kPlainList:
      row.Number(std::to_string(number))
          .Text(head_shown)
          .Text(f.mess.Name(w, p))
          .Text(p.male ? "男" : "女")
          .Text(f.mess.Id(p));
      row.Text(RelationText(p.relation, p.male)).Text(f.mess.Phone(p)).Text(away_text).Text(remark.text);
      row.Text(fmt::format("{}{}", TownName(w, h), w.village_of(h).name)).Text(std::to_string(h.group));
      break;
    case Layout::kFillDown:
      row.Text(group)
          .Text(head_shown)
          .Text(f.mess.Name(w, p))
          .Text(f.mess.Id(p))
          .Text(RelationText(p.relation, p.male));
      row.Text(f.mess.Phone(p)).Text(f.mess.YesNo(!away)).Text(remark.text).Text(w.village_of(h).name);
      break;
    case Layout::kWithSubtotals:
      row.Text(std::to_string(h.group))
          .Text(std::to_string(number))
          .Text(head_shown)
          .Text(f.mess.Name(w, p))
          .Text(f.mess.Id(p));
      row.Text(RelationText(p.relation, p.male))
          .Text(f.mess.Phone(p))
          .Text(HouseText(h))
          .Text(away ? "外出" : "在家")
          .Text(remark.text);
      row.Text(fmt::format("{}{}", TownName(w, h), w.village_of(h).name));
      break;
  }
  f.file.Put(i, remark.look);
}

bool InRoster(RosterFile& f, const Person& p) {
  if (p.birth > f.scene.until()) return false;
  if (p.died <= f.scene.until()) return f.mess.rng().Chance(f.scene.errors.fact_in_remark);
  if (p.registered && !InHukou(p, f.scene.until()) && p.registered_until != kNever) return false;
  return !f.mess.rng().Chance(3000);  // forgotten
}

// Writes one household; returns the persons written.
int64_t PutHousehold(RosterFile& f, Layout layout, HouseholdIndex k, int64_t number) {
  const World& w = f.scene.world;
  const Household& h = w.household(k);
  const std::string head = w.person(w.head_of(k)).name;
  const int64_t first = f.file.sheet().row() + 1;
  int64_t written = 0;
  for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
    if (!InRoster(f, w.person(i))) continue;
    const bool shown = written == 0 || layout == Layout::kPlainList || layout == Layout::kWithSubtotals;
    PutMember(f, layout, h, i, shown ? head : std::string(), number + written);
    ++written;
  }
  if (layout == Layout::kMergedBlocks && written > 1) {
    f.file.sheet().MergeDown(1, first, first + written - 1, head);
    f.file.sheet().MergeDown(0, first, first + written - 1, fmt::format("{}组", h.group));
  }
  return written;
}

// Villages' households are written group by group. `only_group` / `without_group`: 0 = no such wish.
void PutVillage(RosterFile& f, int32_t v, const std::vector<HouseholdIndex>& houses, int32_t only_group,
                int32_t without_group) {
  const World& w = f.scene.world;
  const Village& village = w.village(v);
  const auto layout = static_cast<Layout>(v % 4);
  BeginVillage(f, layout, village.name,
               w.place.townships[static_cast<size_t>(village.township)].name + village.name + "人口底册");
  int64_t number = 0;
  for (int32_t group = 1; group <= village.groups; ++group) {
    if ((only_group != 0 && group != only_group) || group == without_group) continue;
    int64_t in_group = 0;
    for (const HouseholdIndex k : houses) {
      if (w.household(k).group != group) continue;
      in_group += PutHousehold(f, layout, k, number + in_group + 1);
    }
    number += in_group;
    if (layout == Layout::kWithSubtotals) {
      f.file.cells().Text("小计").Blank(2).Text(fmt::format("{}组共{}人", group, in_group));
      f.file.Other({.bold = true});
    }
    if (layout == Layout::kPlainList && group % 3 == 0) f.file.RepeatHeader();
    if (layout == Layout::kFillDown) f.file.sheet().BlankRow();
  }
  f.file.cells().Text("合计").Blank().Text(fmt::format("{}人", number));
  f.file.Other({.bold = true});
  f.file.cells().Text("注：黄色为长期外出，划线为已故或外嫁。演示数据 人员虚构");
  f.file.Other();
}

std::vector<std::vector<HouseholdIndex>> ByVillage(const World& w) {
  std::vector<std::vector<HouseholdIndex>> out(w.place.villages.size());
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    out[static_cast<size_t>(w.household(k).village)].push_back(k);
  }
  return out;
}

Result<void> WriteOneCsv(const Scene& scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "village_roster",
                                        .owner = "各乡镇",
                                        .title = "村级人口底册",
                                        .month = scene.month,
                                        .streaming = true}));
  file->Begin("底册",
              {"乡镇", "村名", "组别", "户主", "姓名", "与户主关系", "身份证号", "电话", "是否外出", "住房", "备注"});
  Mess mess = scene.Hand();
  RosterFile f{scene, *file, mess};
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    const Household& h = w.household(k);
    const std::string& head = w.person(w.head_of(k)).name;
    for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
      const Person& p = w.person(i);
      if (!InRoster(f, p)) continue;
      RowCells& row = file->cells();
      row.Text(TownName(w, h))
          .Text(w.village_of(h).name)
          .Text(std::to_string(h.group))
          .Text(head)
          .Text(mess.Name(w, p));
      row.Text(RelationText(p.relation, p.male))
          .Text(mess.Id(p))
          .Text(mess.Phone(p))
          .Text(mess.YesNo(p.work == Work::kAway));
      row.Text(HouseText(h)).Text(RemarkFor(f, p).text);
      file->Put(i);
    }
  }
  return file->Close();
}

}  // namespace

Result<void> WriteRoster(Scene scene) {
  const World& w = scene.world;
  if (scene.month == 1) return {};  // asked for in April and June
  if (scene.out.options.format == SynthFormat::kCsv) return WriteOneCsv(scene);
  const auto houses = ByVillage(w);
  constexpr int32_t kThird = 2;
  std::string third_name;
  const auto write = [&](int32_t t, bool correction) -> Result<void> {
    const Township& town = w.place.townships[static_cast<size_t>(t)];
    FileSpec spec{.source = "village_roster",
                  .owner = town.name,
                  .title = "村级人口底册",
                  .month = scene.month,
                  .area = town.code};
    if (correction) spec.suffix = "更正补报";
    if (correction) spec.corrects = third_name;
    TRY_ASSIGN(auto file, scene.out.Open(spec));
    if (t == kThird && !correction) third_name = file->relative();
    Mess mess(scene.rng.Fork("town", static_cast<uint64_t>(t * 2 + (correction ? 1 : 0))), scene.errors.hand,
              scene.errors);
    RosterFile f{scene, *file, mess};
    const int32_t last = correction ? town.first_village + 1 : town.first_village + town.village_count;
    for (int32_t v = town.first_village; v < last; ++v) {
      const bool gap = t == kThird && v == town.first_village && scene.month == 0;
      PutVillage(f, v, houses[static_cast<size_t>(v)], correction ? 1 : 0, gap && !correction ? 1 : 0);
    }
    return file->Close();
  };
  for (int32_t t = 0; t < static_cast<int32_t>(w.place.townships.size()); ++t) TRY(write(t, false));
  if (scene.month == 0) TRY(write(kThird, true));
  return {};
}

}  // namespace xiuhua::synth
