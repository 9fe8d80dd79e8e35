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

}  // namespace xiuhua::synth
