#include <fmt/core.h>

#include "synth/id_numbers.h"
#include "synth/livelihood.h"
#include "synth/sources.h"

namespace xiuhua::synth {

// A filter is left on: the rows of repaired houses are hidden.
Result<void> WriteHouses(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(
      auto file,
      scene.out.Open(
          {.source = "unsafe_houses", .owner = "住建局", .title = "农村房屋鉴定和危房改造台账", .month = scene.month}));
  file->Begin("危房", {"序号", "乡镇", "村", "组", "户主姓名", "身份证号", "鉴定等级", "鉴定日期", "房屋结构",
                       "房屋面积", "是否唯一住房", "改造年度", "改造状态", "竣工日期", "补助资金（万元）"});
  Mess mess = scene.Hand(DateStyle::kSlash);
  const int64_t header = file->sheet().row();
  int64_t n = 0;
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    const Household& h = w.household(k);
    if (!scene.known(h.house_known)) continue;
    const bool repaired_long_ago =
        h.house_grade == 'A' && k % 60 == 0 && h.house_year < 2000;  // repaired, still listed as D
    if (h.house_grade < 'C' && !repaired_long_ago) continue;
    const PersonIndex head = w.head_of(k);
    RowCells& row = file->cells();
    row.Number(std::to_string(++n))
        .Text(TownName(w, h))
        .Text(VillageName(w, h))
        .Text(fmt::format("{}组", h.group))
        .Text(mess.Name(w, w.person(head)));
    row.Text(mess.Id(w.person(head)))
        .Text(repaired_long_ago ? "D级" : (h.house_grade == 'D' ? "D级" : "C级"))
        .Text(mess.Date(Date{h.house_known.days - 20}));
    row.Text(h.house_kind == 'b' ? "砖混" : (h.house_kind == 'w' ? "木结构" : "土木"))
        .Number(std::to_string(h.house_m2))
        .Text(mess.YesNo(k % 13 != 0));
    row.Text(repaired_long_ago ? "2022" : (h.house_repair_planned ? "2026" : ""))
        .Text(repaired_long_ago ? "已竣工" : (h.house_repair_planned ? "已列入计划" : "未列入"));
    row.Text(repaired_long_ago ? "2022/11/20" : "").Text(repaired_long_ago ? "3.5" : "");
    file->Put(head, {.hidden = repaired_long_ago});
  }
  file->sheet().Filter(header, file->sheet().row(), 15, 12, "已竣工");
  return file->Close();
}

Result<void> WriteWaterOutages(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "water_outages",
                                        .owner = "水利局",
                                        .title = "农村供水停水情况",
                                        .kind = FileKind::kOds,
                                        .month = scene.month,
                                        .mode = "events"}));
  file->Begin("停水", {"序号", "乡镇", "受影响村", "受影响组寨", "工程名称", "原因", "影响户数", "停水开始", "恢复供水",
                       "是否送水"});
  Mess mess = scene.Office(DateStyle::kChinese);
  int64_t n = 0;
  for (const Outage& o : w.outages) {
    if (!scene.this_month(Date{o.from.days + 4})) continue;
    const Village& v = w.village(o.village);
    RowCells& row = file->cells();
    row.Number(std::to_string(++n)).Text(w.place.townships[static_cast<size_t>(v.township)].name).Text(v.name);
    row.Text(o.group == 0 ? "全村" : fmt::format("{}组、{}", o.group, v.hamlets[static_cast<size_t>(o.group - 1)]));
    row.Text(v.hamlets.front() + "饮水工程")
        .Text(n % 2 == 0 ? "设施损毁" : "干旱")
        .Number(std::to_string(20 + o.village % 30))
        .Text(mess.Date(o.from));
    row.Text(o.until <= scene.until() ? mess.Date(o.until) : "").Text(mess.YesNo(n % 3 == 0));
    file->Put(kNobody);
  }
  return file->Close();
}

Result<void> WriteDisasters(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(
      auto file,
      scene.out.Open(
          {.source = "disasters", .owner = "应急局", .title = "受灾情况统计", .month = scene.month, .mode = "events"}));
  file->Begin("受灾", {"序号", "乡镇", "村", "组", "户主", "身份证号", "灾种", "受灾时间", "倒塌间数", "损坏间数",
                       "转移人数", "农作物受灾面积（亩）", "直接经济损失（万元）"});
  Mess mess = scene.Hand(DateStyle::kSlash);
  int64_t n = 0;
  for (const Happening& one : w.disasters) {
    if (!scene.this_month(one.on)) continue;
    const Household& h = w.household(one.household);
    const PersonIndex head = w.head_of(one.household);
    const int copies = n % 12 == 5 ? 2 : 1;  // the same day twice
    for (int c = 0; c < copies; ++c) {
      RowCells& row = file->cells();
      row.Number(std::to_string(++n))
          .Text(TownName(w, h))
          .Text(VillageName(w, h))
          .Text(fmt::format("{}组", h.group))
          .Text(mess.Name(w, w.person(head)));
      row.Text(mess.rng().Chance(250'000) ? std::string_view{}
                                          : mess.Id(w.person(head)));  // often only the head's name
      row.Text(one.kind == 0 ? "洪涝" : (one.kind == 1 ? "地质灾害" : "火灾"))
          .Text(mess.Date(one.on))
          .Number(std::to_string(one.amount >= 30'000 ? 2 : 0));
      // Light losses are crops; from about 2,500 yuan a room was damaged too.
      row.Number(std::to_string(one.amount >= 30'000 ? 3 : (one.amount >= 2500 ? 1 : 0)))
          .Number(std::to_string(HouseholdPeople(w, h, one.on)))
          .Text("1.2");
      row.Text(fmt::format("{}.{:02d}", one.amount / 10'000, one.amount / 100 % 100));
      file->Put(head);
    }
  }
  return file->Close();
}

Result<void> WriteAccidents(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "accidents",
                                        .owner = "交警大队",
                                        .title = "交通事故伤亡人员",
                                        .month = scene.month,
                                        .mode = "events"}));
  file->Begin("事故", {"序号", "姓名", "身份证号", "户籍地址", "事故日期", "事故类别", "伤亡情况", "责任"});
  Mess mess = scene.Office(DateStyle::kIso);
  int64_t n = 0;
  for (const Happening& one : w.accidents) {
    if (!scene.this_month(Date{one.on.days + 9})) continue;
    const Person& p = w.person(one.person);
    RowCells& row = file->cells();
    row.Number(std::to_string(++n))
        .Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(Address(w, w.household(p.household)))
        .Text(mess.Date(one.on));
    row.Text("交通事故")
        .Text(one.kind == 2 ? "死亡" : (one.kind == 1 ? "重伤" : "轻伤"))
        .Text(n % 2 == 0 ? "无责" : "主责");
    file->Put(one.person);
  }
  return file->Close();
}

Result<void> WriteRelocation(Scene scene) {
  if (scene.month == 1) return {};
  const World& w = scene.world;
  TRY_ASSIGN(
      auto file,
      scene.out.Open({.source = "relocation", .owner = "发改局", .title = "易地搬迁花名册", .month = scene.month}));
  file->Begin("搬迁", {"序号", "户主姓名", "身份证号", "搬迁人口", "安置点", "房号", "入住时间", "旧房是否拆除",
                       "劳动力人数", "就业人数", "原乡镇", "原村"});
  Mess mess = scene.Hand(DateStyle::kMonthChinese);
  int64_t n = 0;
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    const Household& h = w.household(k);
    if (!h.relocated) continue;
    int32_t able = 0, works = 0;
    for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
      able += w.person(i).no_labour ? 0 : 1;
      works += w.person(i).wage > 0 && !scene.known(w.person(i).lost_job) ? 1 : 0;
    }
    const PersonIndex head = w.head_of(k);
    RowCells& row = file->cells();
    row.Number(std::to_string(++n))
        .Text(mess.Name(w, w.person(head)))
        .Text(mess.Id(w.person(head)))
        .Number(std::to_string(HouseholdPeople(w, h, scene.until())));
    row.Text(fmt::format("城东{}号安置区", h.site))
        .Text(fmt::format("{}栋{}单元{}02", 1 + k % 20, 1 + k % 3, 1 + k % 6))
        .Text("2018年11月1日");
    row.Text(mess.YesNo(h.old_house_gone))
        .Number(std::to_string(able))
        .Number(std::to_string(works))
        .Text(TownName(w, h))
        .Text(VillageName(w, h));
    file->Put(head);
  }
  return file->Close();
}

}  // namespace xiuhua::synth
