#include <fmt/core.h>

#include <algorithm>

#include "synth/id_numbers.h"
#include "synth/livelihood.h"
#include "synth/sources.h"

namespace xiuhua::synth {
namespace {

constexpr int kMembersAside = 9;

bool Receives(const Household& h, Welfare kind, Date on) {
  return h.welfare == kind && h.welfare_from <= on && on < h.welfare_until;
}

std::vector<std::string> DibaoHeaders() {
  std::vector<std::string> headers{"序号", "乡镇",     "村",       "救助证号",     "户主",     "户主身份证号",
                                   "类别", "家庭人口", "保障人数", "户月保障金额", "起始年月", "停保原因"};
  for (int n = 1; n <= kMembersAside; ++n) {
    headers.push_back(fmt::format("成员{}姓名", n));
    headers.push_back(fmt::format("成员{}身份证", n));
    headers.push_back(fmt::format("成员{}关系", n));
  }
  return headers;
}

void PutDibaoHousehold(DeliveryFile& file, Mess& mess, const Scene& scene, HouseholdIndex k, int64_t n) {
  const World& w = scene.world;
  const Household& h = w.household(k);
  const PersonIndex head = w.head_of(k);
  const Person& p = w.person(head);
  RowCells& row = file.cells();
  row.Number(std::to_string(n))
      .Text(TownName(w, h))
      .Text(VillageName(w, h))
      .Text(fmt::format("DB{}{:07d}", w.place.region, k));
  row.Text(mess.Name(w, p)).Text(mess.Id(p)).Text(h.welfare == Welfare::kLowEdge ? "低保边缘" : "农村低保");
  row.Number(std::to_string(HouseholdPeople(w, h, scene.until()))).Number(std::to_string(h.welfare_people));
  row.Text(mess.Yuan(static_cast<int64_t>(h.welfare_yuan) * 100))
      .Text(mess.DateIn(h.welfare_from, n % 3 == 0 ? DateStyle::kMonthChinese : DateStyle::kMonth))
      .Blank();
  int members = 0;
  for (PersonIndex i = h.first; i < h.first + h.count && members < kMembersAside; ++i) {
    const Person& m = w.person(i);
    // The dead stay on the list for months.
    if (!m.registered || m.birth > scene.until() || m.pension_stops <= scene.until()) continue;
    if (m.registered_until <= scene.until() && m.died == kNever) continue;
    row.Text(mess.Name(w, m)).Text(mess.Id(m)).Text(RelationText(m.relation, m.male));
    ++members;
  }
  row.Blank((kMembersAside - members) * 3);
  file.Put(head);
}

}  // namespace

Result<void> WriteDibao(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file,
             scene.out.Open(
                 {.source = "dibao", .owner = "民政局", .title = "农村低保和低边家庭花名册", .month = scene.month}));
  const std::vector<std::string> headers = DibaoHeaders();
  const std::vector<std::string_view> views(headers.begin(), headers.end());
  file->Begin("低保", views);
  Mess mess = scene.Office();
  int64_t n = 0, in_village = 0;
  int32_t village = -1;
  const auto subtotal = [&] {
    if (in_village == 0) return;
    file->cells().Text("小计").Blank().Text(w.village(village).name).Blank(5).Number(std::to_string(in_village));
    file->Other({.bold = true});
    in_village = 0;
  };
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    const Household& h = w.household(k);
    if (!h.listed_twice && !Receives(h, Welfare::kDibao, scene.until()) &&
        !Receives(h, Welfare::kLowEdge, scene.until()))
      continue;
    if (h.village != village) subtotal();
    village = h.village;
    in_village += h.welfare_people;
    PutDibaoHousehold(*file, mess, scene, k, ++n);
  }
  subtotal();
  file->cells().Text("总计").Blank(7).Text(fmt::format("{}户", n));
  file->Other({.bold = true});
  return file->Close();
}

Result<void> WriteTekun(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "tekun",
                                        .owner = "民政局",
                                        .title = "特困供养人员",
                                        .kind = FileKind::kOds,
                                        .month = scene.month}));
  file->Begin("特困",
              {"序号", "乡镇", "村", "特困证号", "姓名", "身份证号", "供养方式", "月供养金", "起始年月", "照料人"});
  Mess mess = scene.Office();
  int64_t n = 0;
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    const Household& h = w.household(k);
    if (!Receives(h, Welfare::kTekun, scene.until())) continue;
    const PersonIndex head = w.head_of(k);
    RowCells& row = file->cells();
    row.Number(std::to_string(++n))
        .Text(TownName(w, h))
        .Text(VillageName(w, h))
        .Text(fmt::format("TK{}{:07d}", w.place.region, k));
    row.Text(mess.Name(w, w.person(head))).Text(mess.Id(w.person(head))).Text(k % 4 == 0 ? "集中供养" : "分散供养");
    row.Text(mess.Yuan(static_cast<int64_t>(h.welfare_yuan) * 100))
        .Text(mess.DateIn(h.welfare_from, DateStyle::kMonth))
        .Blank();
    file->Put(head);
  }
  return file->Close();
}

Result<void> WriteTemporaryAid(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "temporary_aid",
                                        .owner = "民政局",
                                        .title = "临时救助发放",
                                        .kind = FileKind::kXls,
                                        .month = scene.month,
                                        .mode = "increment"}));
  file->Begin("临时救助", {"序号", "姓名", "身份证号", "乡镇", "村", "救助原因", "救助金额（万元）", "发放日期"});
  Mess mess = scene.Office(DateStyle::kSlash);
  int64_t n = 0;
  for (const Settlement& s : w.settlements) {
    if (!scene.this_month(Date{s.on.days + 20}) || s.self_pay + s.own_pay < 900'000 || s.person % 3 == 0) continue;
    const Person& p = w.person(s.person);
    const Household& h = w.household(p.household);
    RowCells& row = file->cells();
    row.Number(std::to_string(++n))
        .Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(TownName(w, h))
        .Text(VillageName(w, h))
        .Text("患病");
    row.Text(fmt::format("0.{:02d}", std::clamp<int64_t>((s.self_pay + s.own_pay) / 1'000'000 * 3, 10, 60)))
        .Text(mess.Date(Date{s.on.days + 20}));
    file->Put(s.person);
  }
  return file->Close();
}

Result<void> WriteDisabilitySubsidies(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "disability_subsidies",
                                        .owner = "民政局",
                                        .title = "残疾人两项补贴发放",
                                        .kind = FileKind::kCsvUtf16,
                                        .month = scene.month,
                                        .mode = "increment"}));
  file->Begin("两项补贴", {"姓名", "身份证", "补贴类别", "残疾等级", "标准", "发放年月", "代领人", "代领人身份证",
                           "银行账号", "乡镇", "村"});
  static constexpr std::string_view kLevels[] = {"", "一级", "二级", "三级", "四级"};
  Mess mess = scene.Office();
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    if ((!p.gets_care_allowance && !p.gets_living_allowance) || !p.registered ||
        p.certified_on > MonthFirst(scene.month))
      continue;
    if (p.died != kNever && p.pension_stops <= scene.until()) continue;
    const Household& h = w.household(p.household);
    const bool minor = Age(p, scene.until()) < 18;
    const PersonIndex guardian = w.head_of(p.household);
    for (const bool care : {true, false}) {
      if (care ? !p.gets_care_allowance : !p.gets_living_allowance) continue;
      RowCells& row = file->cells();
      const bool slip = minor && mess.rng().Chance(scene.errors.guardian_id);
      row.Text(mess.Name(w, p))
          .Text(mess.Id(slip ? w.person(guardian) : p))
          .Text(care ? "重度残疾人护理补贴" : "困难残疾人生活补贴");
      row.Text(kLevels[p.disability_level]).Text("100").Text(mess.DateIn(MonthFirst(scene.month), DateStyle::kMonth));
      row.Text(minor ? w.person(guardian).name : "")
          .Text(minor ? IdText(w.person(guardian).id) : "")
          .Text(AccountText(h.card));
      row.Text(TownName(w, h)).Text(VillageName(w, h));
      file->Put(i);
    }
  }
  return file->Close();
}

Result<void> WriteOldAge(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "old_age_allowances",
                                        .owner = "民政局",
                                        .title = "高龄津贴发放",
                                        .kind = FileKind::kCsvBom,
                                        .month = scene.month,
                                        .mode = "increment"}));
  file->Begin("高龄", {"序号", "姓名", "身份证号码", "乡镇", "村（社区）", "发放标准", "发放年月", "代领人", "账号"});
  Mess mess = scene.Office();
  int64_t n = 0;
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    if (!p.gets_age_allowance || !p.registered || AddMonths(p.birth, 960) > MonthFirst(scene.month)) continue;
    if (p.died != kNever && p.pension_stops <= scene.until()) continue;
    const Household& h = w.household(p.household);
    RowCells& row = file->cells();
    row.Text(std::to_string(++n)).Text(mess.Name(w, p)).Text(mess.Id(p)).Text(TownName(w, h)).Text(VillageName(w, h));
    row.Text(Age(p, scene.until()) >= 100 ? "300" : (Age(p, scene.until()) >= 90 ? "100" : "50"));
    row.Text(mess.DateIn(MonthFirst(scene.month), n % 5 == 0 ? DateStyle::kMonthChinese : DateStyle::kMonth))
        .Blank()
        .Text(AccountText(h.card));
    file->Put(i);
  }
  return file->Close();
}

Result<void> WriteOrphans(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file,
             scene.out.Open(
                 {.source = "orphans", .owner = "民政局", .title = "孤儿和事实无人抚养儿童", .month = scene.month}));
  file->Begin("儿童",
              {"儿童姓名", "儿童身份证号", "类别", "监护人", "监护人身份证", "月标准", "起始年月", "乡镇", "村"});
  Mess mess = scene.Office();
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    if (!p.on_orphan_list || !InHukou(p, scene.until())) continue;
    const Household& h = w.household(p.household);
    const Person& guardian = w.person(w.head_of(p.household));
    const bool slip = mess.rng().Chance(scene.errors.guardian_id);
    RowCells& row = file->cells();
    row.Text(mess.Name(w, p))
        .Text(mess.Id(slip ? guardian : p))
        .Text(i % 3 == 0 ? "孤儿" : "事实无人抚养儿童")
        .Text(guardian.name);
    row.Text(IdText(guardian.id)).Text("1100").Text("202301").Text(TownName(w, h)).Text(VillageName(w, h));
    file->Put(i);
  }
  return file->Close();
}

// Children growing up with grandparents; in a few households both parents are dead or missing.
Result<void> WriteChildrenInNeed(Scene scene) {
  if (scene.month == 1) return {};
  const World& w = scene.world;
  TRY_ASSIGN(
      auto file,
      scene.out.Open(
          {.source = "children_in_need", .owner = "民政局", .title = "留守和困境儿童台账", .month = scene.month}));
  file->Begin("儿童", {"序号", "儿童姓名", "儿童身份证号", "父亲情况", "母亲情况", "实际监护人", "监护人关系",
                       "联系电话", "乡镇", "村"});
  Mess mess = scene.Hand();
  int64_t n = 0;
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    if (!p.raised_by_grandparents || !InHukou(p, scene.until()) || Age(p, scene.until()) >= 16) continue;
    const Household& h = w.household(p.household);
    const Person& guardian = w.person(w.head_of(p.household));
    RowCells& row = file->cells();
    row.Number(std::to_string(++n))
        .Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(p.parents_gone ? (i % 2 == 0 ? "死亡" : "失联") : "外出务工");
    row.Text(p.parents_gone ? "失踪失联" : (i % 5 == 0 ? "再婚" : "外出"))
        .Text(guardian.name)
        .Text(i % 2 == 0 ? "爷爷" : "外公")
        .Text(mess.Phone(guardian));
    row.Text(TownName(w, h)).Text(VillageName(w, h));
    file->Put(i);
  }
  return file->Close();
}

}  // namespace xiuhua::synth
