// Inquiry replies on assets, and clues that come without an ID number.
#include <fmt/core.h>

#include "synth/id_numbers.h"
#include "synth/names.h"
#include "synth/sources.h"

namespace xiuhua::synth {
namespace {

// Whom the county asked about: adults of monitored households and of those on low-income aid.
bool Asked(const World& w, const Person& p, Date on) {
  const Household& h = w.household(p.household);
  return (h.ffp >= FfpClass::kUnstable || h.welfare != Welfare::kNone) && InHukou(p, on) && Age(p, on) >= 18;
}

}  // namespace

Result<void> WriteVehicles(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(
      auto file,
      scene.out.Open({.source = "vehicles", .owner = "车管所", .title = "机动车送比对回函", .month = scene.month}));
  file->Begin("回函", {"姓名", "身份证号", "登记住址", "号牌号码", "车辆类型", "使用性质", "初次登记日期", "状态"});
  Mess mess = scene.Office(DateStyle::kCompact);
  for (const PersonIndex i : w.vehicle_owners) {
    const Person& p = w.person(i);
    if (!Asked(w, p, scene.until())) continue;
    RowCells& row = file->cells();
    row.Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(Address(w, w.household(p.household)))
        .Text(fmt::format("演U{}***{}", i % 10, i % 7));
    row.Text(p.certified && i % 2 == 0 ? "残疾人专用车"
                                       : (i % 3 == 0 ? "小型客车" : (i % 3 == 1 ? "摩托车" : "三轮车")))
        .Text("非营运");
    row.Text(mess.Date(Date{MakeDate(2008, 1, 1)->days + i % 6000}))
        .Text(i % 6 == 0 ? "报废" : (i % 6 == 1 ? "逾期未检" : "正常"));
    file->Put(i);
  }
  return file->Close();
}

Result<void> WriteCompanies(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(
      auto file,
      scene.out.Open({.source = "companies", .owner = "市监局", .title = "市场主体送比对回函", .month = scene.month}));
  file->Begin("回函", {"姓名", "身份证号", "企业名称", "统一社会信用代码", "身份", "主体类型", "登记状态", "成立日期",
                       "注册资本（万元）", "住所"});
  Mess mess = scene.Office(DateStyle::kIso);
  for (const Company& c : w.companies) {
    const Person& p = w.person(c.owner);
    if (!Asked(w, p, scene.until())) continue;
    const Household& h = w.household(p.household);
    RowCells& row = file->cells();
    row.Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(fmt::format("{}{}{}", w.place.name, p.name, c.cooperative ? "种养专业合作社" : "商店"));
    row.Text(CreditCode(w.place.region, c.serial, c.cooperative))
        .Text(c.cooperative ? "合作社成员" : "法定代表人或经营者");
    row.Text(c.cooperative ? "农民专业合作社" : "个体工商户")
        .Text(c.dead ? "吊销" : "存续")
        .Text(mess.Date(Date{MakeDate(2012, 1, 1)->days + c.serial % 4500}));
    row.Text("5").Text(Address(w, h));
    file->Put(c.owner);
  }
  return file->Close();
}

Result<void> WriteRealEstate(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "real_estate",
                                        .owner = "自然资源局",
                                        .title = "不动产送比对回函",
                                        .kind = FileKind::kXls,
                                        .month = scene.month}));
  file->Begin("回函", {"权利人", "身份证号", "坐落", "不动产单元号", "用途", "房屋性质", "面积", "登记日期", "状态"});
  Mess mess = scene.Office(DateStyle::kIso);
  const auto put = [&](PersonIndex i, bool resettlement) {
    const Person& p = w.person(i);
    RowCells& row = file->cells();
    row.Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(resettlement ? fmt::format("{}城东安置区", w.place.name) : fmt::format("{}城关某小区", w.place.name));
    row.Text(fmt::format("{}GB{:05d}", w.place.region, i % 100'000))
        .Text("住宅")
        .Text("商品房");  // resettlement flats show as 商品房
    row.Text(resettlement ? "75" : "118").Text(mess.Date(Date{MakeDate(2017, 1, 1)->days + i % 2900})).Text("现势");
    file->Put(i);
  };
  for (const PersonIndex i : w.house_buyers) {
    if (Asked(w, w.person(i), scene.until())) put(i, false);
  }
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    if (w.household(k).relocated && Asked(w, w.person(w.head_of(k)), scene.until())) put(w.head_of(k), true);
  }
  return file->Close();
}

Result<void> WriteHotline(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "hotline_clues",
                                        .owner = "信访局",
                                        .title = "12345和12317线索",
                                        .kind = FileKind::kCsvBom,
                                        .month = scene.month,
                                        .mode = "events"}));
  file->Begin("线索", {"受理号", "反映人", "联系电话", "反映地址", "受理时间", "诉求类别", "诉求内容", "办理时限"});
  Mess mess = scene.Hand(DateStyle::kIso);
  int64_t n = 0;
  const auto put = [&](PersonIndex i, std::string_view topic, const std::string& text) {
    const Person& p = w.person(i);
    const Household& h = w.household(p.household);
    RowCells& row = file->cells();
    row.Text(fmt::format("RX2026{:02d}{:04d}", 4 + scene.month, ++n));
    row.Text(n % 4 == 0 ? Nickname(p.name) : p.name)
        .Text(mess.Phone(p))
        .Text(fmt::format("{}{}{}", TownName(w, h), VillageName(w, h), n % 2 == 0 ? "某组" : ""));
    row.Text(mess.Date(Date{MonthFirst(scene.month).days + static_cast<int32_t>(n % 27)}))
        .Text(topic)
        .Text(text)
        .Text("15个工作日");
    file->Put(i);
  };
  for (const Happening& one : w.disasters) {
    if (scene.this_month(one.on) && one.household % 3 == 0)
      put(w.head_of(one.household), "受灾", "房子被水淹了，问有没有救助，\"一直没人来\"");
  }
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); i += 701) {
    if (InHukou(w.person(i), scene.until()) && Age(w.person(i), scene.until()) > 25)
      put(i, "补贴资金", "反映补贴没到账,请核实\n第二行：已问过村里");
  }
  return file->Close();
}

Result<void> WritePayouts(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "insurance_payouts",
                                        .owner = "人保财险",
                                        .title = "防贫保理赔",
                                        .month = scene.month,
                                        .mode = "increment"}));
  file->Begin("理赔", {"序号", "被保险人", "身份证号", "理赔原因", "赔付金额", "赔付日期", "乡镇", "村"});
  Mess mess = scene.Office(DateStyle::kSlash);
  int64_t n = 0;
  for (const Settlement& s : w.settlements) {
    if (!scene.this_month(Date{s.on.days + 30}) || s.self_pay + s.own_pay < 2'000'000) continue;
    const Person& p = w.person(s.person);
    const Household& h = w.household(p.household);
    RowCells& row = file->cells();
    row.Number(std::to_string(++n))
        .Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text("因病")
        .Text(mess.Yuan((s.self_pay + s.own_pay) / 10))
        .Text(mess.Date(Date{s.on.days + 30}));
    row.Text(TownName(w, h)).Text(VillageName(w, h));
    file->Put(s.person);
  }
  return file->Close();
}

}  // namespace xiuhua::synth
