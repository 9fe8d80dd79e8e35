#include <fmt/core.h>

#include "synth/id_numbers.h"
#include "synth/sources.h"

namespace xiuhua::synth {

Result<void> WriteJobs(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "jobs",
                                        .owner = "人社局",
                                        .title = "农村劳动力务工台账",
                                        .month = scene.month,
                                        .streaming = true}));
  file->Begin("务工", {"姓名", "身份证号", "联系电话", "务工地", "务工单位", "就业渠道", "就业状态", "开始时间",
                       "离岗时间", "月工资", "乡镇", "村"});
  static constexpr std::string_view kChannels[] = {"自主就业", "亲友介绍", "政府组织", "中介机构"};
  static constexpr std::string_view kFirms[] = {"某电子厂", "某鞋业公司", "建筑工地", "某服装厂",
                                                "快递站点", "餐饮店",     "某五金厂", "物流园"};
  Mess mess = scene.Hand(DateStyle::kIso);
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    if ((p.work != Work::kAway && p.work != Work::kLocalJob) || !InHukou(p, scene.until()) || !Alive(p, scene.until()))
      continue;
    const Household& h = w.household(p.household);
    const AwayPlace& place = AwayPlaces()[p.away_place];
    const bool lost = scene.known(p.lost_job);
    RowCells& row = file->cells();
    row.Text(mess.Name(w, p)).Text(mess.Id(p));
    row.Text(h.group % 7 == 0 ? std::string_view("14000000001") : mess.Phone(p));  // one phone for a whole group
    row.Text(p.work == Work::kAway ? fmt::format("{}{}{}", place.province, place.city, place.county) : w.place.name);
    row.Text(kFirms[static_cast<size_t>(i % 8)])
        .Text(kChannels[static_cast<size_t>(i % 4)])
        .Text(lost ? "失业" : "在岗");
    row.Text(mess.Date(Date{MakeDate(2025, 2, 10)->days + i % 380})).Text(lost ? mess.Date(p.lost_job) : "");
    if (mess.rng().Chance(20'000)) {
      row.Text(fmt::format("{}-{}", p.wage, p.wage + 1000));  // 3000-4000
    } else {
      row.Text(mess.Yuan(static_cast<int64_t>(p.wage) * 100));
    }
    row.Text(mess.Pad(TownName(w, h))).Text(mess.Pad(VillageName(w, h)));
    file->Put(i);
  }
  return file->Close();
}

Result<void> WritePublicPosts(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "public_posts",
                                        .owner = "人社局",
                                        .title = "公益性岗位人员",
                                        .kind = FileKind::kTsv,
                                        .month = scene.month}));
  file->Begin("公益岗",
              {"姓名", "身份证号码", "岗位类别", "用人单位", "上岗时间", "月补贴", "在岗状态", "乡镇", "村（社区）"});
  static constexpr std::string_view kPosts[] = {"保洁员", "生态护林员", "护路员", "护水员", "照料护理"};
  Mess mess = scene.Office(DateStyle::kSlash);
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    if (!p.public_post || !p.registered || (p.died != kNever && p.death_known <= scene.until())) continue;
    const Household& h = w.household(p.household);
    RowCells& row = file->cells();
    row.Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(kPosts[static_cast<size_t>(i % 5)])
        .Text(fmt::format("{}村民委员会", VillageName(w, h)));
    row.Text(mess.Date(Date{MakeDate(2023, 1, 1)->days + i % 800})).Text(mess.Yuan(static_cast<int64_t>(p.wage) * 100));
    row.Text(scene.known(p.lost_job) ? "离岗" : "在岗").Text(TownName(w, h)).Text(VillageName(w, h));
    file->Put(i);
  }
  return file->Close();
}

// Inquiry and reply: the county sent the numbers, the department filled the last columns.
Result<void> WritePayroll(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(
      auto file,
      scene.out.Open(
          {.source = "payroll_staff", .owner = "财政局", .title = "财政供养人员送比对回函", .month = scene.month}));
  file->Begin("回函", {"序号", "姓名", "身份证号", "户籍村", "是否财政供养", "单位", "人员性质", "状态"});
  static constexpr std::string_view kUnits[] = {"示例县某局", "示例县某中心", "乡镇人民政府", "乡镇中心小学"};
  Mess mess = scene.Office();
  int64_t n = 0;
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    const Household& h = w.household(p.household);
    const bool asked = (h.welfare != Welfare::kNone || h.ffp >= FfpClass::kUnstable) && Age(p, scene.until()) >= 18;
    const bool staff = p.work == Work::kStaff || p.work == Work::kVillageCadre;
    if (!InHukou(p, scene.until()) || !(asked || staff)) continue;
    RowCells& row = file->cells();
    row.Number(std::to_string(++n))
        .Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(fmt::format("{}{}", TownName(w, h), VillageName(w, h)));
    row.Text(mess.YesNo(staff));
    const bool dependant = !staff && i % 400 == 0;  // widows' pensions and the like stand on the payroll list too
    row.Text(staff ? kUnits[static_cast<size_t>(i % 4)] : "")
        .Text(p.work == Work::kVillageCadre
                  ? "村干部"
                  : (staff ? (i % 3 == 0 ? "公务员" : "事业编制") : (dependant ? "遗属" : "")));
    row.Text(staff ? "在职" : "");
    file->Put(i);
  }
  return file->Close();
}

Result<void> WriteVillageCadres(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(
      auto file,
      scene.out.Open({.source = "village_cadres", .owner = "组织部", .title = "村干部名册", .month = scene.month}));
  file->Begin("村干部", {"序号", "姓名", "身份证号", "任职村", "职务", "联系电话", "任职时间"});
  static constexpr std::string_view kPosts[] = {"支部书记、村主任", "副书记", "文书", "妇女主任"};
  Mess mess = scene.Office(DateStyle::kSlash);
  int64_t n = 0;
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    if (p.work != Work::kVillageCadre || !InHukou(p, scene.until())) continue;
    const Household& h = w.household(p.household);
    RowCells& row = file->cells();
    row.Number(std::to_string(++n))
        .Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(fmt::format("{}{}", TownName(w, h), VillageName(w, h)));
    row.Text(kPosts[static_cast<size_t>(n % 4)]).Text(mess.Phone(p)).Text("2021/3/1");
    file->Put(i);
  }
  return file->Close();
}

}  // namespace xiuhua::synth
