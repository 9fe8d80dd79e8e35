#include "synth/stories.h"

#include <algorithm>
#include <set>

#include "synth/livelihood.h"

namespace xiuhua::synth {
namespace {

const Date kJune = MonthLast(2);

class Teller {
 public:
  Teller(Rng rng, World& world, Truth& truth) : rng_(rng), w_(world), truth_(truth) {}

  void TellAll() {
    const auto count = static_cast<int32_t>(w_.households.size());
    for (HouseholdIndex k = 0; k < count; ++k) TellOne(k);
    Flood();
    CutWater();
    PersonStories();
    Roster();
  }

 private:
  [[nodiscard]] Date In(int month, int first = 1, int last = 26) {
    return Date{MonthFirst(month).days + rng_.Between(first, last)};
  }

  void Say(const char* group, HouseholdIndex k, PersonIndex person, int month, bool expects, const char* story) {
    truth_.Add({.group = group, .person = person, .household = k, .month = month, .expects = expects, .story = story});
  }

  // A registered living adult who earns the most; kNobody when nobody earns.
  PersonIndex Earner(const Household& h, PersonIndex except = kNobody) const {
    PersonIndex best = kNobody;
    for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
      const Person& p = w_.person(i);
      if (i == except || p.wage <= 0 || p.public_post || !InHukou(p, kJune) || !Alive(p, kJune) ||
          p.work == Work::kStaff)
        continue;
      if (best == kNobody || p.wage > w_.person(best).wage) best = i;
    }
    return best;
  }
  PersonIndex AnyAdult(const Household& h) {
    for (int tries = 0; tries < 6; ++tries) {
      const PersonIndex i = h.first + rng_.Below(h.count);
      const Person& p = w_.person(i);
      if (InHukou(p, kJune) && Alive(p, kJune) && Age(p, kJune) >= 18 && p.insured == Insured::kResident) return i;
    }
    return kNobody;
  }

  // At most one story a household: the draws are laid end to end.
  void TellOne(HouseholdIndex k) {
    int32_t draw = rng_.Below(1'000'000);
    const auto comes = [&draw](Ppm rate) {
      draw -= rate;
      return draw < 0;
    };
    if (comes(2600)) return Illness(k);
    if (comes(300)) return BecomesDisabled(k);
    if (comes(250)) return Crash(k);
    if (comes(900)) return LosesJob(k);
    if (comes(350)) return HouseCracks(k);
    if (comes(500)) return Admitted(k);
    if (comes(250)) return ClearedTooEarly(k);
    if (comes(150)) return StaffOnWelfare(k);
    if (comes(200)) return RiskWithoutFact(k);
    if (comes(300)) return ClaimsMoreLand(k);
    Household& h = w_.household(k);
    if (h.welfare == Welfare::kDibao && rng_.Chance(12'000)) return WelfareStops(k);
    if (h.welfare == Welfare::kTekun && rng_.Chance(15'000)) return OnTwoLists(k);
    if (h.loan_yuan > 0 && h.loan_due >= MonthFirst(0) && h.loan_due <= kJune) return LoanDue(k);
  }

  // Serious illness: several bills over the months; the size comes from the illness.
  void Illness(HouseholdIndex k) {
    const PersonIndex i = AnyAdult(w_.household(k));
    if (i == kNobody) return;
    Person& p = w_.person(i);
    const bool covered = rng_.Chance(150'000);  // a large bill of which little is left to the patient
    const int stays = rng_.Between(1, 3);
    const int start = rng_.Below(3);
    for (int n = 0; n < stays; ++n) {
      const int month = std::min(2, start + n);
      // Skewed: most stays leave 4,000 to 20,000 yuan, few 90,000.
      const int64_t size = 400'000 + static_cast<int64_t>(rng_.Below(1000)) * rng_.Below(1000) * rng_.Below(90) / 10;
      Settlement s = MakeSettlement(rng_, i, In(month), CareKind::kInpatient, covered ? size / 8 : size);
      if (covered) {
        s.fund += size * 5;
        s.total += size * 5;
        s.in_scope += size * 5;
      }
      s.other_province = rng_.Chance(120'000);
      const Household& h = w_.household(k);
      if (h.welfare != Welfare::kNone && rng_.Chance(600'000)) {
        s.aid = s.self_pay / 2;
        s.self_pay -= s.aid;
      }
      w_.settlements.push_back(s);
    }
    p.illness = 2;
  }

  void BecomesDisabled(HouseholdIndex k) {
    const PersonIndex i = AnyAdult(w_.household(k));
    if (i == kNobody || w_.person(i).disability > 0) return;
    Person& p = w_.person(i);
    p.disability = 4;
    p.disability_level = static_cast<uint8_t>(rng_.Between(1, 3));
    p.certified = true;
    const int month = rng_.Between(1, 2);
    p.certified_on = In(month);
    p.no_labour = p.disability_level <= 2;
    p.gets_care_allowance = p.disability_level <= 2 && rng_.Chance(700'000);
    const bool severe = p.disability_level <= 2;
    Say("new_disability", k, i, month, severe, severe ? "中风或工伤后新评为重度残疾" : "新评为三级残疾，能自理");
  }

  void Crash(HouseholdIndex k) {
    const PersonIndex i = Earner(w_.household(k));
    if (i == kNobody) return;
    Person& p = w_.person(i);
    const int month = rng_.Below(3);
    const Date on = In(month, 1, 18);
    const auto kind = static_cast<uint8_t>(rng_.Below(3));
    w_.accidents.push_back({.household = k, .person = i, .on = on, .kind = kind});
    if (kind == 2) {
      p.died = on;
      p.death_known = Date{on.days + rng_.Between(3, 70)};
      p.registered_until = p.death_known;
      p.pension_stops = p.death_known;
      p.work = Work::kNone;
    } else if (kind == 1) {
      p.lost_job = on;
      if (p.insured == Insured::kResident)
        w_.settlements.push_back(
            MakeSettlement(rng_, i, Date{on.days + 6}, CareKind::kInpatient, rng_.Between(900'000, 4'000'000)));
    }
    Say("accident", k, i, month, kind > 0,
        kind == 2 ? "主要劳动力车祸去世" : (kind == 1 ? "主要劳动力车祸重伤" : "轻伤，很快复工"));
  }

  void LosesJob(HouseholdIndex k) {
    const PersonIndex i = Earner(w_.household(k));
    if (i == kNobody || w_.person(i).work != Work::kAway) return;
    const int month = rng_.Between(0, 2);
    w_.person(i).lost_job = In(month);
    const bool alone = Earner(w_.household(k), i) == kNobody;
    Say("job_loss", k, i, month, alone, alone ? "唯一挣工资的人失业返乡" : "失业，但家里还有人挣工资");
  }

  void HouseCracks(HouseholdIndex k) {
    Household& h = w_.household(k);
    if (h.relocated || h.house_grade >= 'C' || (k % 60 == 0 && h.house_year < 2000)) return;
    const int month = rng_.Between(0, 2);
    h.house_grade = rng_.Chance(400'000) ? 'D' : 'C';
    h.house_known = In(month);
    h.house_repair_planned = rng_.Chance(500'000);
    Say("unsafe_house", k, kNobody, month, true, "雨季后墙体开裂，鉴定为C级或D级，仍有人住");
  }

  // Newly taken on as a monitored household; a quarter get no measure in time.
  void Admitted(HouseholdIndex k) {
    Household& h = w_.household(k);
    if (h.ffp >= FfpClass::kUnstable || HouseholdPeople(w_, h, kJune) == 0) return;
    h.ffp = h.former_poor ? FfpClass::kUnstable : FfpClass::kSudden;
    h.identified = MonthFirst(rng_.Below(2));
    h.risks[0] = rng_.Chance(500'000) ? Risk::kIllness : Risk::kJob;
    h.measures_recorded = !rng_.Chance(250'000);
    const bool late = !h.measures_recorded;
    Say("no_measure", k, kNobody, 2, late, late ? "纳入监测两个月没有帮扶措施" : "纳入后及时有了措施");
  }

  void ClearedTooEarly(HouseholdIndex k) {
    Household& h = w_.household(k);
    if (h.cleared == kNever || h.house_grade >= 'C' || h.relocated) return;
    h.house_grade = 'D';
    h.house_known = In(1);
    Say("after_clearance", k, kNobody, 1, true, "风险消除后住房又成危房");
    Say("unsafe_house", k, kNobody, 1, true, "风险消除后住房又成危房");
  }

  void StaffOnWelfare(HouseholdIndex k) {
    Household& h = w_.household(k);
    const PersonIndex i = Earner(h);
    if (i == kNobody) return;
    h.welfare = Welfare::kDibao;
    h.welfare_from = *MakeDate(2022, 3, 1);
    h.welfare_people = 1;
    h.welfare_yuan = 320;
    Person& p = w_.person(i);
    const bool staff = rng_.Chance(600'000);
    p.work = staff ? Work::kStaff : Work::kVillageCadre;
    p.lost_job = kNever;
    // The staff are counted with all others of their kind (census.cc).
    if (!staff) Say("staff_on_welfare", k, i, 0, false, "村干部误工补贴，不是财政供养人员");
  }

  void RiskWithoutFact(HouseholdIndex k) {
    Household& h = w_.household(k);
    if (h.ffp < FfpClass::kUnstable) return;
    for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
      if (w_.person(i).disability > 0) return;
    }
    h.risks[0] = Risk::kDisability;
    Say("disability_risk_unsupported", k, kNobody, 0, true, "风险写因残，全家没有人持证");
  }

  void ClaimsMoreLand(HouseholdIndex k) {
    Household& h = w_.household(k);
    const PersonIndex head = w_.head_of(k);
    if (h.land_mu100 == 0) return;
    h.claimed_mu100 = h.land_mu100 * rng_.Between(15, 60) / 10;
    const bool cadre = w_.person(head).work == Work::kVillageCadre || rng_.Chance(200'000);
    if (cadre) w_.person(head).work = Work::kVillageCadre;
    Say("cadre_land", k, head, 0, cadre,
        cadre ? "村干部把集体地报在自己名下领补贴" : "租种邻居的地，按约定由种地的人领补贴");
  }

  void WelfareStops(HouseholdIndex k) {
    Household& h = w_.household(k);
    const int month = rng_.Between(1, 2);
    h.welfare_until = MonthFirst(month);
    const bool hard = h.income_per_head < 6000;
    Say("welfare_stopped", k, kNobody, month, hard, hard ? "低保停发，收入仍低" : "收入好转，按规定退出");
  }

  void OnTwoLists(HouseholdIndex k) {
    w_.household(k).listed_twice = true;
    Say("double_benefit", k, w_.head_of(k), 0, true, "已转特困，低保名单里还有");
  }

  void LoanDue(HouseholdIndex k) {
    Household& h = w_.household(k);
    h.loan_overdue = rng_.Chance(120'000);
    if (h.loan_overdue)
      Say("loan_overdue", k, w_.head_of(k), ToCivil(h.loan_due).month - 4, true, "小额信贷到期没有还");
  }

  // One night of rain over three neighbouring villages in June: few lose the house, many lose some crop.
  void Flood() {
    const auto villages = static_cast<int32_t>(w_.place.villages.size());
    const int32_t first = rng_.Below(std::max(1, villages - 3));
    const Date on = In(2, 8, 12);
    for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w_.households.size()); ++k) {
      const Household& h = w_.household(k);
      if (h.village < first || h.village > first + 2 || HouseholdPeople(w_, h, on) == 0 || !rng_.Chance(90'000))
        continue;
      const bool heavy = rng_.Chance(150'000);
      const int32_t yuan = heavy ? rng_.Between(30'000, 90'000) : rng_.Between(600, 4500);
      w_.disasters.push_back({.household = k, .on = on, .kind = 0, .amount = yuan});
      Say("disaster", k, kNobody, 2, heavy,
          heavy ? "洪水冲倒房屋" : (yuan >= 2500 ? "一间房进水受损，少量农作物受灾" : "少量农作物进水"));
    }
  }

  void CutWater() {
    for (int32_t v = 0; v < static_cast<int32_t>(w_.place.villages.size()); ++v) {
      if (!rng_.Chance(w_.village(v).remote ? 200'000 : 40'000)) continue;
      const bool repaired_soon = rng_.Chance(600'000);
      const int month = rng_.Below(3);
      const Date from = In(month, 1, 20);
      const Date until{from.days + (repaired_soon ? rng_.Between(1, 3) : rng_.Between(15, 50))};
      w_.outages.push_back({v, rng_.Chance(300'000) ? 0 : 1 + rng_.Below(w_.village(v).groups), from, until});
      truth_.Add({.group = "water",
                  .month = month,
                  .expects = !repaired_soon,
                  .story = repaired_soon ? "检修两三天" : "管道冲毁，半个月以上没有恢复",
                  .village = v});
    }
  }

  // Rare things that happen to persons: omissions of the departments, pupils, wrong entries.
  void PersonStories() {
    for (PersonIndex i = 0; i < static_cast<PersonIndex>(w_.persons.size()); ++i) {
      Person& p = w_.person(i);
      if (!InHukou(p, kJune) || !Alive(p, kJune)) continue;
      if (p.gets_care_allowance && rng_.Chance(20'000)) p.gets_care_allowance = false;
      if (p.gets_living_allowance && rng_.Chance(20'000)) p.gets_living_allowance = false;
      if (p.gets_age_allowance && rng_.Chance(12'000)) p.gets_age_allowance = false;
      if (p.premium_subsidised && rng_.Chance(10'000)) p.premium_subsidised = false;
      if (p.gets_yulu && rng_.Chance(60'000)) p.gets_yulu = false;
      if (p.pension == Pension::kReceiving && rng_.Chance(4000)) p.pension = Pension::kNone;
      if (p.on_orphan_list && rng_.Chance(80'000)) p.on_orphan_list = false;
      Pupils(i);
    }
  }

  void Pupils(PersonIndex i) {
    Person& p = w_.person(i);
    const bool compulsory = (p.school == School::kPrimary || p.school == School::kJunior) && !p.studies_elsewhere;
    if (compulsory && rng_.Chance(500)) {
      const int month = rng_.Below(2);
      p.dropped_out = In(month, 1, 14);
      const bool stays_out = p.school == School::kJunior;
      Say("dropout", p.household, i, month, stays_out, stays_out ? "初中生离校外出打工" : "厌学离校，几天后劝返");
    } else if (compulsory && rng_.Chance(600)) {
      p.left_roll = In(0);
      Say("dropout", p.household, i, 1, false, "随父母转到外县就读");
    }
    if (p.school == School::kSenior && rng_.Chance(2500)) {
      p.work = Work::kAway;
      p.wage = 3000;
      p.away_months = 2;
      Say("work_quality", p.household, i, 0, w_.household(p.household).ffp >= FfpClass::kUnstable,
          "在校学生登记成了外出务工");
    }
  }

  // Wives who live here and are registered elsewhere stand in the roster and not in the hukou.
  void Roster() {
    for (PersonIndex i = 0; i < static_cast<PersonIndex>(w_.persons.size()); ++i) {
      const Person& p = w_.person(i);
      if (!p.registered && Alive(p, kJune)) Say("register_gap", p.household, i, 0, true, "住在本村、户口在外地");
    }
  }

  Rng rng_;
  World& w_;
  Truth& truth_;
};

}  // namespace

void TellStories(Rng rng, World& world, Truth& truth) { Teller(rng, world, truth).TellAll(); }

}  // namespace xiuhua::synth
