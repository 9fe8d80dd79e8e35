#include <fmt/core.h>

#include "synth/id_numbers.h"
#include "synth/sources.h"

namespace xiuhua::synth {
namespace {

constexpr std::string_view kHospitals[] = {"示例县人民医院",     "示例县中医院", "示例县妇幼保健院", "示例州人民医院",
                                           "示例州民族中医院",   "乡镇卫生院",   "乡镇中心卫生院",   "省人民医院",
                                           "示例县第二人民医院", "康复医院"};

std::string_view SubsidyClass(const Household& h) {
  switch (h.welfare) {
    case Welfare::kTekun:
      return "特困人员";
    case Welfare::kDibao:
      return "低保对象";
    case Welfare::kLowEdge:
      return "低保边缘家庭成员";
    case Welfare::kNone:
      break;
  }
  return h.ffp >= FfpClass::kUnstable ? "防返贫监测对象" : (h.ffp == FfpClass::kFormerPoor ? "脱贫人口" : "");
}

}  // namespace

Result<void> WriteInsured(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "medical_insured",
                                        .owner = "医保局",
                                        .title = "基本医保参保人员",
                                        .kind = FileKind::kCsvBom,
                                        .month = scene.month,
                                        .streaming = true}));
  file->Begin("参保", {"人员编号", "姓名", "证件号码", "险种类型", "参保年度", "参保地", "参保状态", "资助参保类别",
                       "资助金额", "个人缴费金额", "缴费日期", "居住地址"});
  Mess mess = scene.System(DateStyle::kIso);
  int64_t n = 0;
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    ++n;
    if (!p.registered || (p.insured != Insured::kResident && p.insured != Insured::kEmployee) ||
        p.birth > scene.until())
      continue;
    if (p.died < MonthFirst(0) && p.death_known <= scene.until()) continue;
    const Household& h = w.household(p.household);
    const bool resident = p.insured == Insured::kResident;
    const bool helped = resident && p.premium_subsidised;
    RowCells& row = file->cells();
    row.Text(fmt::format("4331{:012d}", n))
        .Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(resident ? "城乡居民基本医疗保险" : "职工基本医疗保险");
    row.Text("2026").Text(w.place.name).Text("正常参保").Text(helped ? SubsidyClass(h) : "");
    row.Text(helped ? "200" : "").Text(resident ? (helped ? "200" : "400") : "");
    row.Text(resident ? mess.Date(Date{MakeDate(2025, 9, 10)->days + static_cast<int32_t>(n % 165)}) : "")
        .Text(Address(w, h));
    file->Put(i);
  }
  return file->Close();
}

Result<void> WriteSettlements(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "medical_settlements",
                                        .owner = "医保局",
                                        .title = "医疗费用结算明细（1至本月累计）",
                                        .kind = FileKind::kCsvUtf8,
                                        .month = scene.month,
                                        .mode = "year_to_date",
                                        .streaming = true}));
  file->Begin("结算",
              {"结算单号", "姓名", "证件号码", "医疗类别", "定点医疗机构", "结算日期", "医疗总费用", "政策范围内费用",
               "统筹基金支付", "大病保险支付", "医疗救助支付", "个人账户支付", "个人自付", "个人自费", "冲销单号"});
  Mess mess = scene.System(DateStyle::kIso);
  for (size_t n = 0; n < w.settlements.size(); ++n) {
    const Settlement& s = w.settlements[n];
    // Other provinces' bills arrive about two months late.
    const Date arrives{s.on.days + (s.other_province ? 62 : 0)};
    if (arrives > scene.until()) continue;
    const Person& p = w.person(s.person);
    const bool reversed = Rng(n ^ 0x5EED).Chance(scene.errors.settlement_reversed);
    for (int sign = 1; sign >= (reversed ? -1 : 1); sign -= 2) {
      RowCells& row = file->cells();
      row.Text(fmt::format("JS2026{:010d}{}", n, sign < 0 ? "T" : "")).Text(mess.Name(w, p)).Text(mess.Id(p));
      static constexpr std::string_view kKinds[] = {"普通住院", "普通门诊", "门诊慢特病"};
      row.Text(kKinds[static_cast<size_t>(s.kind)])
          .Text(s.other_province ? "外省三甲医院" : kHospitals[s.hospital])
          .Text(mess.Date(s.on));
      for (const int64_t part :
           {s.total, s.in_scope, s.fund, s.serious_fund, s.aid, s.account, s.self_pay, s.own_pay}) {
        row.Text(mess.Yuan(sign * part));
      }
      row.Text(sign < 0 ? fmt::format("JS2026{:010d}", n) : std::string());
      file->Put(s.person);
    }
  }
  return file->Close();
}

Result<void> WriteSeriousIllness(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(
      auto file,
      scene.out.Open(
          {.source = "serious_illness", .owner = "卫健局", .title = "大病专项救治及慢病签约", .month = scene.month}));
  file->Begin("大病慢病", {"序号", "姓名", "身份证", "乡镇", "村", "病种", "确诊日期", "是否签约", "救治情况"});
  static constexpr std::string_view kSerious[] = {"肺癌术后",   "终末期肾病（透析）", "脑梗死后遗症", "胃癌",
                                                  "儿童先心病", "急性心肌梗塞",       "白血病",       "乳腺癌 "};
  static constexpr std::string_view kChronic[] = {"高血压", "高血压3级",    "2型糖尿病", "糖尿病",
                                                  "慢阻肺", "类风湿关节炎", "冠心病"};
  Mess mess = scene.Hand(DateStyle::kChinese);
  int64_t n = 0;
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    if (p.illness == 0 || !InHukou(p, scene.until()) || (p.illness == 1 && i % 4 != 0)) continue;
    const Household& h = w.household(p.household);
    Rng own = scene.rng.Fork("ill", static_cast<uint64_t>(i));
    RowCells& row = file->cells();
    row.Number(std::to_string(++n)).Text(mess.Name(w, p)).Text(mess.Id(p)).Text(TownName(w, h)).Text(VillageName(w, h));
    row.Text(p.illness == 2 ? own.One(kSerious) : own.One(kChronic));
    row.Text(mess.Date(Date{MakeDate(2021, 1, 1)->days + i % 1800}))
        .Text(mess.YesNo(i % 9 != 0))
        .Text(p.illness == 2 ? "救治中" : "");
    file->Put(i);
  }
  return file->Close();
}

Result<void> WriteDisabled(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "disabled_persons",
                                        .owner = "残联",
                                        .title = "持证残疾人",
                                        .month = scene.month,
                                        .streaming = true}));
  file->Begin("持证残疾人", {"姓名", "身份证号", "残疾证号", "残疾类别", "残疾等级", "证件状态", "发证日期", "有效期止",
                             "监护人", "联系电话", "乡镇", "村（社区）"});
  static constexpr std::string_view kLevels[] = {"", "一级", "二级", "三级", "四级"};
  Mess mess = scene.Office(DateStyle::kSlash);
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    if (!p.certified || !p.registered || !scene.known(p.certified_on)) continue;
    if (p.died != kNever && i % 3 == 0 && p.death_known <= scene.until()) continue;  // the others still stand as 正常
    const Household& h = w.household(p.household);
    RowCells& row = file->cells();
    row.Text(mess.Name(w, p)).Text(mess.Id(p)).Text(mess.Certificate(p));
    const std::string kind = p.disability == 7
                                 ? fmt::format("多重（肢体{}/智力三）", p.disability_level == 1 ? "一" : "二")
                                 : std::string(DisabilityKinds()[p.disability]);
    row.Text(kind).Text(kLevels[p.disability_level]).Text("正常").Text(mess.Date(p.certified_on));
    row.Text(mess.Date(AddMonths(p.certified_on, 120)))
        .Text(p.disability == 5 || p.disability == 6 ? w.person(w.head_of(p.household)).name : "");
    row.Text(mess.Phone(p)).Text(TownName(w, h)).Text(VillageName(w, h));
    file->Put(i);
  }
  return file->Close();
}

}  // namespace xiuhua::synth
