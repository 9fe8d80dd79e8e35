#include <fmt/core.h>

#include "synth/id_numbers.h"
#include "synth/sources.h"

namespace xiuhua::synth {

Result<void> WriteSubsidyPayments(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "subsidy_payments",
                                        .owner = "财政局",
                                        .title = "惠农补贴一卡通发放明细",
                                        .kind = FileKind::kCsvUtf16,
                                        .month = scene.month,
                                        .mode = "increment",
                                        .streaming = true}));
  file->Begin("一卡通", {"乡镇", "村", "补贴项目", "发放批次", "姓名", "身份证号码", "银行账号", "金额（元）",
                         "发放日期", "发放状态", "备注"});
  Mess mess = scene.Office(DateStyle::kCompact);
  for (const Payment& pay : w.payments) {
    if (pay.month != scene.month) continue;
    const Person& p = w.person(pay.person);
    const Household& h = w.household(p.household);
    RowCells& row = file->cells();
    row.Text(TownName(w, h)).Text(VillageName(w, h)).Text(PaymentProjects()[pay.project]);
    row.Text(fmt::format("2026年第{}批", 4 + scene.month + (pay.reissued ? 50 : 0)))
        .Text(mess.Name(w, p))
        .Text(mess.Id(p));
    row.Text(AccountText(h.card))
        .Text(mess.Yuan(pay.cents))
        .Text(mess.Date(Date{MonthFirst(scene.month).days + (pay.reissued ? 24 : 14)}));
    row.Text(pay.failed ? "发放失败" : (pay.reissued ? "补发成功" : "发放成功")).Text(pay.failed ? "账户状态异常" : "");
    file->Put(pay.person);
  }
  return file->Close();
}

Result<void> WritePensionInsured(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "pension_insured",
                                        .owner = "人社局",
                                        .title = "城乡居民养老保险参保人员",
                                        .kind = FileKind::kCsvGb18030,
                                        .month = scene.month,
                                        .streaming = true}));
  file->Begin("居保", {"姓名", "社会保障号码", "险种", "参保状态", "待遇领取起始", "月待遇（元）", "资格认证日期",
                       "参保地", "村（社区）"});
  Mess mess = scene.System(DateStyle::kIso);
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    if (!p.registered || p.pension == Pension::kNone || p.birth > scene.until()) continue;
    const bool gone = p.died != kNever && p.pension_stops <= scene.until();
    if (gone && p.died < MonthFirst(scene.month)) continue;
    const Household& h = w.household(p.household);
    const bool receives = p.pension == Pension::kReceiving;
    RowCells& row = file->cells();
    row.Text(mess.Name(w, p)).Text(mess.Id(p)).Text(p.pension == Pension::kEmployee ? "城镇职工养老" : "城乡居民养老");
    row.Text(receives ? "领取待遇" : "缴费中")
        .Text(receives ? mess.DateIn(AddMonths(p.birth, 720), DateStyle::kMonth) : "");
    row.Text(receives ? mess.Yuan(13'500 + i % 40 * 100) : "")
        .Text(receives ? mess.Date(Date{MakeDate(2025, 3, 1)->days + i % 300}) : "");
    row.Text(w.place.name).Text(fmt::format("{}{}", TownName(w, h), VillageName(w, h)));
    file->Put(i);
  }
  return file->Close();
}

Result<void> WritePensionPayments(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "pension_payments",
                                        .owner = "人社局",
                                        .title = "城乡居民养老金发放",
                                        .kind = FileKind::kCsvUtf8,
                                        .month = scene.month,
                                        .mode = "increment",
                                        .streaming = true}));
  file->Begin("发放", {"姓名", "身份证号", "险种", "发放年月", "发放金额", "款项类别", "银行账号", "乡镇", "村"});
  Mess mess = scene.System();
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    if (!p.registered || p.pension != Pension::kReceiving || AddMonths(p.birth, 720) >= MonthFirst(scene.month))
      continue;
    if (p.died != kNever && p.pension_stops <= scene.until()) continue;
    const Household& h = w.household(p.household);
    RowCells& row = file->cells();
    row.Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text("城乡居民养老")
        .Text(mess.DateIn(MonthFirst(scene.month), DateStyle::kMonth));
    row.Text(mess.Yuan(13'500 + i % 40 * 100))
        .Text("正常发放")
        .Text(AccountText(h.card))
        .Text(TownName(w, h))
        .Text(VillageName(w, h));
    file->Put(i);
  }
  return file->Close();
}

Result<void> WriteLand(Scene scene) {
  if (scene.month != 0) return {};
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "contracted_land",
                                        .owner = "农业农村局",
                                        .title = "承包地确权台账",
                                        .kind = FileKind::kCsvGb18030,
                                        .month = scene.month,
                                        .streaming = true}));
  file->Begin("承包地", {"承包方编码", "承包方代表", "承包方代表证件号", "确权面积（公顷）", "流转面积（公顷）",
                         "撂荒面积（公顷）", "乡镇", "村", "组"});
  Mess mess = scene.Office();
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    const Household& h = w.household(k);
    if (h.land_mu100 == 0) continue;
    const PersonIndex head = w.head_of(k);
    RowCells& row = file->cells();
    row.Text(fmt::format("{}{:04d}J", w.village_of(h).code, k % 10'000))
        .Text(mess.Name(w, w.person(head)))
        .Text(mess.Id(w.person(head)));
    const int64_t hectare10000 = static_cast<int64_t>(h.land_mu100) * 20 / 3;  // 15 mu = 1 hectare
    row.Text(fmt::format("{}.{:04d}", hectare10000 / 10'000, hectare10000 % 10'000))
        .Text(k % 5 == 0 ? "0.05" : "")
        .Text(k % 11 == 0 ? "0.02" : "");
    row.Text(TownName(w, h)).Text(VillageName(w, h)).Text(std::to_string(h.group));
    file->Put(head);
  }
  return file->Close();
}

Result<void> WriteLandSubsidy(Scene scene) {
  if (scene.month != 0) return {};
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "land_subsidies",
                                        .owner = "农业农村局",
                                        .title = "耕地地力保护补贴面积公示表",
                                        .month = scene.month,
                                        .mode = "increment",
                                        .streaming = true}));
  file->Begin("地力补贴", {"序号", "乡镇", "村", "组", "户主姓名", "身份证号", "作物", "补贴面积（亩）", "补贴金额",
                           "发放日期", "一卡通账号"});
  Mess mess = scene.Hand(DateStyle::kSlash);
  int64_t n = 0;
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    const Household& h = w.household(k);
    if (h.land_mu100 == 0) continue;
    const PersonIndex head = w.head_of(k);
    const int32_t mu100 = h.claimed_mu100 > 0 ? h.claimed_mu100 : h.land_mu100;
    RowCells& row = file->cells();
    row.Number(std::to_string(++n))
        .Text(TownName(w, h))
        .Text(VillageName(w, h))
        .Text(fmt::format("{}组", h.group))
        .Text(mess.Name(w, w.person(head)));
    row.Text(mess.Id(w.person(head))).Text("水稻").Text(fmt::format("{}.{:02d}", mu100 / 100, mu100 % 100));
    row.Text(mess.Yuan(static_cast<int64_t>(mu100) * 105))
        .Text(mess.Date(Date{MonthFirst(0).days + 14}))
        .Text(AccountText(h.card));
    file->Put(head);
  }
  return file->Close();
}

Result<void> WriteMicroloans(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file,
             scene.out.Open(
                 {.source = "microloans", .owner = "农商行", .title = "脱贫人口小额信贷台账", .month = scene.month}));
  file->Begin("小额信贷", {"户编号", "借款人", "身份证号", "合同号", "贷款金额（万元）", "放款日期", "到期日期",
                           "贷款余额（万元）", "逾期天数", "是否贴息", "用途", "状态", "账户余额"});
  Mess mess = scene.System(DateStyle::kCompact);
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    const Household& h = w.household(k);
    if (h.loan_yuan == 0 || h.loan_issued > scene.until()) continue;
    const PersonIndex head = w.head_of(k);
    const bool over = h.loan_overdue && h.loan_due <= scene.until();
    if (h.loan_due <= scene.until() && !h.loan_overdue) continue;
    RowCells& row = file->cells();
    row.Text(fmt::format("{}{:07d}", w.place.region, k))
        .Text(mess.Name(w, w.person(head)))
        .Text(mess.Id(w.person(head)))
        .Text(fmt::format("XD{:08d}", k));
    row.Text(fmt::format("{}.{}", h.loan_yuan / 10'000, h.loan_yuan / 1000 % 10))
        .Text(mess.Date(h.loan_issued))
        .Text(mess.Date(h.loan_due));
    row.Text(fmt::format("{}.{}", h.loan_yuan / 10'000, h.loan_yuan / 1000 % 10))
        .Text(over ? std::to_string(scene.until().days - h.loan_due.days) : "0");
    row.Text("是").Text(k % 4 == 0 ? "养殖" : "种植").Text(over ? "逾期" : "正常").Text("1234.56");
    file->Put(head);
  }
  return file->Close();
}

}  // namespace xiuhua::synth
