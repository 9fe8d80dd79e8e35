#include <fmt/core.h>

#include "synth/id_numbers.h"
#include "synth/names.h"
#include "synth/sources.h"

namespace xiuhua::synth {

Result<void> WriteHukou(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "hukou",
                                        .owner = "公安局",
                                        .title = "户籍人口",
                                        .kind = FileKind::kCsvGb18030,
                                        .month = scene.month,
                                        .streaming = true}));
  file->Begin("户籍人口", {"户号", "公民身份号码", "姓名", "性别", "出生日期", "民族", "与户主关系", "户主姓名",
                           "户口性质", "住址", "人员状态"});
  Mess mess = scene.System(DateStyle::kCompact);
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    const Household& h = w.household(k);
    const std::string address = Address(w, h);
    const std::string number = fmt::format("{}{:09d}", w.place.region, k + 1);
    const Person& head = w.person(w.head_of(k));
    for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
      const Person& p = w.person(i);
      if (!InHukou(p, scene.until())) continue;
      RowCells& row = file->cells();
      row.Text(number).Text(mess.Id(p));
      std::string_view name = mess.Name(w, p);
      std::string replaced;
      if (HasCharacterOutsideGbk(name) && mess.rng().Chance(scene.errors.rare_character_replaced)) {
        replaced = AsOldSystem(mess.rng(), p.name);
        name = replaced;
      }
      row.Text(name).Text(p.male ? "男" : "女").Text(mess.Date(p.birth)).Text(Ethnics()[p.ethnic]);
      row.Text(RelationText(p.relation, p.male)).Text(head.name).Text("居民").Text(address).Text("正常");
      file->Put(i);
    }
  }
  return file->Close();
}

Result<void> WriteDeaths(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file,
             scene.out.Open(
                 {.source = "deaths", .owner = "公安局", .title = "死亡注销", .month = scene.month, .mode = "events"}));
  file->Begin("死亡注销", {"序号", "姓名", "公民身份号码", "户籍地址", "注销原因", "死亡日期", "注销日期", "备注"});
  Mess mess = scene.Office(DateStyle::kSlash);
  int64_t n = 0;
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    const bool first = scene.month == 0 && p.death_known < MonthFirst(0);
    if (p.died == kNever || !(first || scene.this_month(p.death_known))) continue;
    RowCells& row = file->cells();
    row.Number(std::to_string(++n))
        .Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(Address(w, w.household(p.household)))
        .Text("死亡");
    row.Text(mess.Date(p.died))
        .Text(mess.Date(p.death_known))
        .Text(p.death_known.days - p.died.days > 60 ? "补报" : "");
    file->Put(i);
  }
  file->cells().Text("合计").Text(fmt::format("{}人", n));
  file->Other({.bold = true});
  return file->Close();
}

Result<void> WriteMoves(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "moves",
                                        .owner = "公安局",
                                        .title = "户口迁移",
                                        .kind = FileKind::kTsv,
                                        .month = scene.month,
                                        .mode = "events"}));
  file->Begin("迁移", {"姓名", "公民身份号码", "迁移方向", "迁移日期", "迁出地", "迁入地", "迁移原因", "本地户籍地"});
  Mess mess = scene.Office(DateStyle::kIso);
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    const bool in = p.registered_from != p.birth && scene.this_month(p.registered_from) && Age(p, scene.until()) > 1;
    const bool out = p.died == kNever && p.registered_until != kNever && scene.this_month(p.registered_until);
    if (!in && !out) continue;
    const std::string here = Address(w, w.household(p.household));
    const AwayPlace& there = AwayPlaces()[static_cast<size_t>(mess.rng().Below(8))];
    const std::string far = fmt::format("{}{}{}", there.province, there.city, there.county);
    RowCells& row = file->cells();
    row.Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(in ? "迁入" : "迁出")
        .Text(mess.Date(in ? p.registered_from : p.registered_until));
    row.Text(in ? far : here).Text(in ? here : far).Text("婚姻").Text(here);
    file->Put(i);
  }
  return file->Close();
}

Result<void> WriteCremations(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "cremations",
                                        .owner = "民政局",
                                        .title = "殡仪馆火化信息",
                                        .kind = FileKind::kXls,
                                        .month = scene.month,
                                        .mode = "events"}));
  file->Begin("火化", {"序号", "逝者姓名", "身份证号", "户籍地", "死亡日期", "火化日期", "经办人"});
  Mess mess = scene.Hand(DateStyle::kChinese);
  int64_t n = 0;
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    const Date burnt{p.died == kNever ? kNever.days : p.died.days + 2};
    if (!p.death_in_cremation_list || !(scene.this_month(burnt) || (scene.month == 0 && burnt < MonthFirst(0))))
      continue;
    const Household& h = w.household(p.household);
    RowCells& row = file->cells();
    row.Number(std::to_string(++n)).Text(mess.Name(w, p)).Text(mess.Id(p)).Text(Address(w, h)).Text(mess.Date(p.died));
    row.Text(mess.Date(burnt)).Text(w.person(w.head_of(p.household)).name);
    file->Put(i);
  }
  return file->Close();
}

}  // namespace xiuhua::synth
