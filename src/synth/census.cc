#include "synth/census.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "synth/livelihood.h"

namespace xiuhua::synth {
namespace {

class Census {
 public:
  Census(const World& world, int months, Truth& truth)
      : w_(world), last_(months - 1), end_(MonthLast(months - 1)), truth_(truth) {}

  void Run() {
    for (PersonIndex i = 0; i < static_cast<PersonIndex>(w_.persons.size()); ++i) {
      PaidAfterDeath(i);
      Entitlements(i);
      Insurance(i);
    }
    for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w_.households.size()); ++k) Houses(k);
    MedicalBurden();
    CardAfterDeath();
  }

 private:
  void Say(const char* group, PersonIndex person, bool expects, const char* story, int month) {
    truth_.Add({.group = group, .person = person, .month = month, .expects = expects, .story = story});
  }
  void Say(const char* group, PersonIndex person, bool expects, const char* story) {
    Say(group, person, expects, story, last_);
  }

  [[nodiscard]] bool DeathIsKnown(const Person& p) const {
    return p.death_known <= end_ || (p.death_in_cremation_list && p.died.days + 2 <= end_.days);
  }

  void PaidAfterDeath(PersonIndex i) {
    const Person& p = w_.person(i);
    if (p.died == kNever || !p.registered) return;
    const bool pension = p.pension == Pension::kReceiving;
    const bool allowance = p.gets_age_allowance || p.gets_care_allowance || p.gets_living_allowance;
    if (!pension && !allowance) return;
    for (int m = 0; m <= last_; ++m) {
      if (p.died >= MonthFirst(m) || p.pension_stops <= MonthLast(m)) continue;
      Say("paid_after_death", i, DeathIsKnown(p),
          DeathIsKnown(p) ? "去世后仍在发放养老金或津贴" : "去世未报，部门均不知情", m);
      return;
    }
  }

  void CardAfterDeath() {
    std::set<PersonIndex> said;
    for (const Payment& pay : w_.payments) {
      const Person& p = w_.person(pay.person);
      if (pay.month > last_ || pay.failed || p.died >= MonthFirst(pay.month) || !said.insert(pay.person).second)
        continue;
      Say("paid_after_death", pay.person, DeathIsKnown(p), "户主已故，一卡通补贴仍打到其名下", pay.month);
    }
  }

  void Entitlements(PersonIndex i) {
    const Person& p = w_.person(i);
    if (!InHukou(p, end_) || !Alive(p, end_)) return;
    const Household& h = w_.household(p.household);
    const int age = Age(p, end_);
    if (p.certified && p.disability_level <= 2 && p.certified_on <= end_) {
      if (!p.gets_care_allowance) Say("care_allowance", i, true, "重度残疾，没有护理补贴");
      if (p.gets_care_allowance && p.certified_on > MonthFirst(last_))
        Say("care_allowance", i, false, "本月刚发证，补贴下月起发");
    }
    const bool on_dibao = h.welfare == Welfare::kDibao && h.welfare_until > end_;
    if (p.work == Work::kStaff && on_dibao) Say("staff_on_welfare", i, true, "财政供养人员的家庭在享受低保");
    if (p.certified && p.certified_on <= end_ && on_dibao && !p.gets_living_allowance) {
      const bool fresh = p.certified_on > MonthFirst(last_);
      Say("living_allowance", i, !fresh, fresh ? "本月刚发证" : "低保家庭持证残疾人，没有生活补贴");
    }
    if (age >= 80 && !p.gets_age_allowance) Say("age_allowance", i, true, "年满80岁，没有高龄津贴");
    if (age >= 80 && p.gets_age_allowance && AddMonths(p.birth, 960) > MonthFirst(last_))
      Say("age_allowance", i, false, "本月刚满80岁");
    if (age >= 60 && p.pension == Pension::kNone) Say("pension", i, true, "年满60岁，没有领取养老金");
    const bool aided = (h.welfare != Welfare::kNone && h.welfare_until > end_) ||
                       (h.ffp >= FfpClass::kUnstable && h.identified < *MakeDate(2025, 9, 1));
    if (aided && p.insured == Insured::kResident && !p.premium_subsidised)
      Say("premium_subsidy", i, true, "低保、特困或监测对象，参保没有资助");
    if (p.school == School::kVocational && h.former_poor && !p.gets_yulu) {
      Say("yulu", i, !p.studies_elsewhere,
          p.studies_elsewhere ? "在县外就读，本县没有学籍" : "脱贫户中职学生，没有雨露计划补助");
    }
    if (p.parents_gone && age < 16 && !p.on_orphan_list) Say("orphan", i, true, "父母均失去抚养能力，没有纳入保障");
  }

  void Insurance(PersonIndex i) {
    const Person& p = w_.person(i);
    if (!InHukou(p, end_) || !Alive(p, end_)) return;
    const Household& h = w_.household(p.household);
    if (h.ffp < FfpClass::kUnstable || h.identified > end_) return;
    if (p.insured == Insured::kNone) Say("uninsured", i, true, "监测对象成员没有参加基本医保");
    if (p.insured == Insured::kElsewhere) Say("uninsured", i, false, "在务工地参保，本县名单里没有");
  }

  void Houses(HouseholdIndex k) {
    const Household& h = w_.household(k);
    if (h.house_known > end_) return;
    if (h.house_grade >= 'C' && !h.house_repair_planned) {
      const bool eligible = h.former_poor || (h.ffp >= FfpClass::kUnstable && h.identified <= end_) ||
                            (h.welfare != Welfare::kNone && h.welfare_until > end_);
      truth_.Add({.group = "house_repair",
                  .household = k,
                  .month = last_,
                  .expects = eligible,
                  .story = eligible ? "重点对象的C、D级住房没有列入改造" : "住房C、D级，不属于补助的重点对象"});
    }
    if (h.house_grade == 'A' && k % 60 == 0 && h.house_year < 2000) {
      truth_.Add({.group = "unsafe_house",
                  .household = k,
                  .month = last_,
                  .expects = false,
                  .story = "早已改造完成，台账仍写D级"});
    }
  }

  // Net income of the household a year, cents.
  [[nodiscard]] int64_t Income(HouseholdIndex k) const {
    const Household& h = w_.household(k);
    const int32_t people = HouseholdPeople(w_, h, end_);
    return (static_cast<int64_t>(h.income_per_head) * people + static_cast<int64_t>(h.welfare_yuan) * 12) * 100;
  }

  void MedicalBurden() {
    std::map<HouseholdIndex, int64_t> paid;
    std::map<HouseholdIndex, int64_t> total;
    std::map<HouseholdIndex, Date> last;
    for (const Settlement& s : w_.settlements) {
      const HouseholdIndex k = w_.person(s.person).household;
      if (s.on > end_) continue;
      paid[k] += s.self_pay + s.own_pay;
      total[k] += s.total;
      last[k] = std::max(last[k], s.on);
    }
    for (const auto& [k, cents] : paid) {
      const int64_t income = Income(k);
      const bool catastrophic = cents * 10 > income * 4 && cents > 300'000;
      const int month = std::clamp(ToCivil(last[k]).month - 4, 0, last_);
      if (catastrophic) {
        truth_.Add({.group = "medical_burden",
                    .household = k,
                    .month = month,
                    .expects = true,
                    .story = "自付医疗费超过家庭年纯收入四成"});
      } else if (cents > 400'000) {
        truth_.Add({.group = "medical_burden",
                    .household = k,
                    .month = month,
                    .expects = false,
                    .story = "自付数额不小，但占家庭收入不到四成"});
      } else if (total[k] > 3'000'000) {
        truth_.Add({.group = "medical_burden",
                    .household = k,
                    .month = month,
                    .expects = false,
                    .story = "总费用高，大部分已报销"});
      }
    }
    for (const Settlement& s : w_.settlements) {
      const Household& h = w_.household(w_.person(s.person).household);
      if (s.on > end_ || h.welfare == Welfare::kNone || s.kind != CareKind::kInpatient || s.self_pay < 1'000'000)
        continue;
      Say("medical_aid", s.person, s.aid == 0, s.aid == 0 ? "低保家庭大额住院，没有医疗救助" : "已享受医疗救助");
    }
  }

  const World& w_;
  int last_;
  Date end_;
  Truth& truth_;
};

}  // namespace

void CountTheTrue(const World& world, int months, Truth& truth) { Census(world, months, truth).Run(); }

void PayTwice(Rng rng, World& world, Truth& truth) {
  const size_t before = world.payments.size();
  for (size_t n = 0; n < before; ++n) {
    const Payment pay = world.payments[n];
    if (pay.reissued) {
      if (n % 4 == 0) {
        truth.Add({.group = "payment_twice",
                   .person = pay.person,
                   .month = pay.month,
                   .expects = false,
                   .story = "发放失败后补发，不是重复"});
      }
      continue;
    }
    if (pay.failed || !rng.Chance(60)) continue;
    world.payments.push_back(pay);
    truth.Add({.group = "payment_twice",
               .person = pay.person,
               .month = pay.month,
               .expects = true,
               .story = "同一补贴同一批次发了两次"});
  }
}

}  // namespace xiuhua::synth
