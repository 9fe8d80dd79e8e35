#include "synth/livelihood.h"

#include <algorithm>
#include <array>

namespace xiuhua::synth {
namespace {

const Date kAsOf = *MakeDate(2026, 6, 30);

School SchoolAtAge(Rng& rng, int age_in_september) {
  if (age_in_september < 3) return School::kNone;
  if (age_in_september < 6) return School::kPreschool;
  if (age_in_september < 12) return School::kPrimary;
  if (age_in_september < 15) return School::kJunior;
  if (age_in_september < 18)
    return rng.Chance(560'000) ? School::kSenior : (rng.Chance(800'000) ? School::kVocational : School::kNone);
  if (age_in_september < 22) return rng.Chance(380'000) ? School::kCollege : School::kNone;
  return School::kNone;
}

void Study(Rng& rng, Person& p) {
  const int age = Age(p, *MakeDate(2025, 9, 1));
  p.school = SchoolAtAge(rng, age);
  if (p.school != School::kNone) p.studies_elsewhere = p.school == School::kCollege || rng.Chance(120'000);
  if (p.school == School::kVocational) p.gets_yulu = false;
  p.education = static_cast<uint8_t>(age < 7 ? 0 : (age < 13 ? 1 : (age < 16 ? 2 : 3)));
  if (p.school != School::kNone || age < 18) return;
  const std::array<int32_t, 6> old_weights{280, 460, 200, 50, 8, 2};
  const std::array<int32_t, 6> middle_weights{20, 250, 560, 120, 40, 10};
  const std::array<int32_t, 6> young_weights{0, 40, 420, 290, 150, 100};
  p.education = static_cast<uint8_t>(rng.Pick(age > 60 ? old_weights : (age > 35 ? middle_weights : young_weights)));
}

void HealthOf(Rng& rng, Person& p) {
  const int age = Age(p, kAsOf);
  const Ppm chronic = age >= 60 ? 300'000 : (age >= 40 ? 90'000 : 10'000);
  const Ppm serious = age >= 60 ? 12'000 : (age >= 30 ? 5000 : 1000);
  p.illness = rng.Chance(serious) ? 2 : (rng.Chance(chronic) ? 1 : 0);
  const Ppm disabled = age >= 60 ? 90'000 : (age >= 30 ? 40'000 : 12'000);
  if (!rng.Chance(disabled)) return;
  p.disability = static_cast<uint8_t>(1 + rng.Pick(std::array<int32_t, 7>{130, 90, 15, 560, 90, 85, 30}));
  p.disability_level = static_cast<uint8_t>(1 + rng.Pick(std::array<int32_t, 4>{140, 260, 260, 340}));
  p.certified = rng.Chance(880'000);
  p.certified_on = Date{MakeDate(2009, 1, 1)->days + rng.Below(6000)};
  if (p.certified_on.days < p.birth.days + 700) p.certified_on = Date{p.birth.days + 700};
  if (p.certified_on >= MonthFirst(0)) p.certified_on = *MakeDate(2026, 1, 15);
  if (rng.Chance(60'000)) p.certificate_suffix = static_cast<uint8_t>(rng.Between(1, 2));
  if (p.disability_level <= 2 && p.certified) p.gets_care_allowance = true;
}

void WorkOf(Rng& rng, Person& p) {
  const int age = Age(p, kAsOf);
  if (age < 16 || p.school != School::kNone) {
    p.no_labour = true;
    return;
  }
  p.no_labour =
      age >= 72 || (p.disability_level > 0 && p.disability_level <= 2) || (p.illness == 2 && rng.Chance(600'000));
  if (p.no_labour) return;
  const std::array<int32_t, 6> young{80, 130, 560, 200, 10, 20};
  const std::array<int32_t, 6> middle{60, 400, 350, 140, 32, 18};
  const std::array<int32_t, 6> old{120, 720, 70, 50, 40, 0};
  static constexpr std::array<Work, 6> kKinds{Work::kNone,     Work::kFarm,       Work::kAway,
                                              Work::kLocalJob, Work::kPublicPost, Work::kStaff};
  p.work = kKinds[rng.Pick(age < 40 ? young : (age < 60 ? middle : old))];
  if (p.work == Work::kAway) {
    p.away_place = static_cast<uint8_t>(rng.Below(static_cast<int32_t>(AwayPlaces().size())));
    p.away_months = static_cast<uint8_t>(rng.Between(3, 6));
    p.wage = rng.Between(26, 65) * 100;
  }
  if (p.work == Work::kLocalJob) p.wage = rng.Between(18, 42) * 100;
  if (p.work == Work::kStaff) p.wage = rng.Between(40, 75) * 100;
  if (p.work == Work::kPublicPost) {
    p.public_post = age < 69;
    if (!p.public_post) p.work = Work::kFarm;
    p.wage = p.public_post ? rng.Between(5, 12) * 100 : 0;
  }
}

void InsureAndRetire(Rng& rng, Person& p) {
  const int age = Age(p, kAsOf);
  p.insured = Insured::kResident;
  if (p.work == Work::kStaff || (p.work == Work::kLocalJob && rng.Chance(200'000))) p.insured = Insured::kEmployee;
  if (p.work == Work::kAway && rng.Chance(110'000)) p.insured = Insured::kElsewhere;
  if (p.married_out) p.insured = rng.Chance(700'000) ? Insured::kElsewhere : Insured::kResident;
  if (p.school == School::kCollege && rng.Chance(500'000)) p.insured = Insured::kElsewhere;
  if (p.insured == Insured::kResident && rng.Chance(age < 1 ? 300'000 : 12'000)) p.insured = Insured::kNone;
  if (p.insured == Insured::kEmployee) {
    p.pension = Pension::kEmployee;
  } else if (age >= 60) {
    p.pension = Pension::kReceiving;
  } else if (age >= 16 && p.school == School::kNone) {
    p.pension = rng.Chance(640'000) ? Pension::kPaying : Pension::kNone;
  }
  if (age >= 80) p.gets_age_allowance = true;
}

bool WholeWithoutLabour(const World& w, const Household& h) {
  for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
    if (InHukou(w.person(i), kAsOf) && !w.person(i).no_labour) return false;
  }
  return true;
}

void HouseAndLand(Rng& rng, World& w, Household& h) {
  h.land_mu100 = rng.Chance(800'000) ? rng.Between(80, 900) : 0;
  h.rice_mu100 = h.land_mu100 * rng.Between(20, 90) / 100;
  h.house_year = rng.Between(1965, 2024);
  h.house_m2 = rng.Between(60, 260);
  h.house_kind = h.house_year > 1995 ? 'b' : (rng.Chance(700'000) ? 'w' : 'e');
  h.house_grade = "ABCD"[rng.Pick(std::array<int32_t, 4>{780, 212, 6, 2})];
  if (h.house_grade >= 'C') h.house_repair_planned = true;
  h.house_known = Date{MakeDate(2020, 5, 1)->days + rng.Below(1900)};
  h.relocated = rng.Chance(28'000);
  h.site = h.relocated ? 1 + rng.Below(5) : 0;
  h.old_house_gone = h.relocated && !rng.Chance(40'000);
  if (h.relocated) h.house_grade = 'A';
  h.water_safe = !rng.Chance(w.village_of(h).remote ? 6000 : 800);
  h.old_address = !w.village_of(h).old_name.empty() && rng.Chance(120'000);
  h.helper = rng.Below(900);
}

// Yearly net income per head in yuan: wages, land, pensions.
int32_t IncomePerHead(Rng& rng, const World& w, const Household& h) {
  int64_t total = h.land_mu100 * 9;
  int32_t people = 0;
  for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
    const Person& p = w.person(i);
    if (!InHukou(p, kAsOf)) continue;
    ++people;
    const int months = p.work == Work::kAway ? p.away_months + 4 : 11;
    total += static_cast<int64_t>(p.wage) * months;
    if (p.work == Work::kFarm) total += rng.Between(4000, 14'000);
    if (p.pension == Pension::kReceiving) total += 1800;
  }
  return people == 0 ? 0 : static_cast<int32_t>(total / people) + rng.Between(300, 2500);
}

void WelfareOf(Rng& rng, World& w, Household& h) {
  const bool weak = WholeWithoutLabour(w, h);
  const bool poor = h.income_per_head < 6500;
  const int people = HouseholdPeople(w, h, kAsOf);
  if (people == 0) return;
  const Person& head = w.person(w.head_of(static_cast<HouseholdIndex>(&h - w.households.data())));
  if (people == 1 && weak && Age(head, kAsOf) >= 60 && rng.Chance(160'000)) {
    h.welfare = Welfare::kTekun;
    h.welfare_people = 1;
    h.welfare_yuan = 720;
  } else if (rng.Chance(weak && poor ? 300'000 : (poor ? 110'000 : 6000))) {
    h.welfare = Welfare::kDibao;
    h.welfare_people = std::max(1, people - rng.Below(people));
    h.welfare_yuan = h.welfare_people * rng.Between(190, 480);
  } else if (poor && rng.Chance(20'000)) {
    h.welfare = Welfare::kLowEdge;
    h.welfare_people = people;
  }
  if (h.welfare == Welfare::kNone) return;
  h.welfare_from = *MakeDate(rng.Between(2015, 2025), rng.Between(1, 12), 1);
  for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
    Person& p = w.person(i);
    if (p.disability > 0 && p.certified) p.gets_living_allowance = h.welfare == Welfare::kDibao;
  }
}

void NationalRegister(Rng& rng, World& w, Household& h) {
  h.former_poor = rng.Chance(h.income_per_head < 9000 ? 420'000 : 170'000);
  if (h.former_poor) h.ffp = FfpClass::kFormerPoor;
  const bool weak = h.welfare != Welfare::kNone || h.income_per_head < 7800;
  if (!rng.Chance(weak ? 85'000 : 3000)) return;
  h.ffp = h.former_poor ? FfpClass::kUnstable : FfpClass::kMarginal;
  if (rng.Chance(120'000)) h.ffp = FfpClass::kSudden;
  h.identified = *MakeDate(rng.Between(2021, 2025), rng.Between(1, 12), 1);
  bool ill = false, disabled = false, studies = false, able = false;
  for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
    const Person& p = w.person(i);
    if (!InHukou(p, kAsOf)) continue;
    ill = ill || p.illness == 2;
    disabled = disabled || p.certified;
    studies = studies || p.school >= School::kSenior;
    able = able || !p.no_labour;
  }
  size_t n = 0;
  auto add = [&](bool when, Risk risk) {
    if (when && n < h.risks.size()) h.risks[n++] = risk;
  };
  add(ill, Risk::kIllness);
  add(disabled, Risk::kDisability);
  add(!able, Risk::kNoLabour);
  add(studies && able, Risk::kSchooling);
  if (n == 0) add(true, rng.Chance(600'000) ? Risk::kJob : Risk::kIndustryFailed);
  h.development_measure = able;
  if (rng.Chance(620'000) && able)
    h.cleared = *MakeDate(ToCivil(h.identified).year == 2025 ? 2026 : 2025, rng.Between(1, 3), 1);
}

void Borrow(Rng& rng, Household& h) {
  if (h.ffp == FfpClass::kGeneral || !rng.Chance(70'000)) return;
  h.loan_yuan = rng.Between(10, 50) * 1000;
  h.loan_issued = Date{MakeDate(2023, 7, 1)->days + rng.Below(900)};
  h.loan_due = AddMonths(h.loan_issued, 36);
}

// Four cadres a village, from the households that come first.
void Appoint(World& w) {
  std::vector<int32_t> posts(w.place.villages.size(), 4);
  for (Person& p : w.persons) {
    const int age = Age(p, kAsOf);
    int32_t& left = posts[static_cast<size_t>(w.household(p.household).village)];
    const bool fit = p.work == Work::kFarm || p.work == Work::kLocalJob;
    if (left == 0 || !fit || age < 32 || age > 58 || !InHukou(p, kAsOf)) continue;
    p.work = Work::kVillageCadre;
    p.wage = 2800;
    --left;
  }
}

// Grandchildren without parents in the household: a few of them have lost their parents and are looked after by the
// state.
void FindOrphans(Rng& rng, World& w) {
  for (const Household& h : w.households) {
    bool parent = false;
    for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
      const Relation r = w.person(i).relation;
      parent = parent || r == Relation::kSon || r == Relation::kDaughter || r == Relation::kDaughterInLaw;
    }
    for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
      Person& p = w.person(i);
      p.raised_by_grandparents = !parent && p.relation == Relation::kGrandchild && Age(p, kAsOf) < 16;
      if (!p.raised_by_grandparents) continue;
      p.parents_gone = rng.Chance(40'000);
      p.on_orphan_list = p.parents_gone;
    }
  }
}

}  // namespace

int32_t HouseholdPeople(const World& world, const Household& house, Date on) {
  int32_t people = 0;
  for (PersonIndex i = house.first; i < house.first + house.count; ++i) people += InHukou(world.person(i), on) ? 1 : 0;
  return people;
}

void GiveLivelihoods(Rng rng, World& world) {
  Rng people = rng.Fork("people");
  for (Person& p : world.persons) {
    Study(people, p);
    HealthOf(people, p);
    WorkOf(people, p);
    InsureAndRetire(people, p);
  }
  Appoint(world);
  Rng orphans = rng.Fork("orphans");
  FindOrphans(orphans, world);
  Rng houses = rng.Fork("houses");
  for (Household& h : world.households) {
    HouseAndLand(houses, world, h);
    h.income_per_head = IncomePerHead(houses, world, h);
    WelfareOf(houses, world, h);
    NationalRegister(houses, world, h);
    Borrow(houses, h);
    for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
      Person& p = world.person(i);
      p.premium_subsidised = h.welfare != Welfare::kNone || h.ffp >= FfpClass::kUnstable;
      p.gets_yulu = p.school == School::kVocational && h.former_poor;
    }
  }
  Rng firms = rng.Fork("firms");
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(world.persons.size()); ++i) {
    const Person& p = world.person(i);
    if (p.work == Work::kNone || Age(p, kAsOf) < 25) continue;
    const auto serial = static_cast<int32_t>(world.companies.size());
    if (firms.Chance(9000)) world.companies.push_back({i, serial, firms.Chance(250'000), firms.Chance(300'000)});
    if (firms.Chance(70'000)) world.vehicle_owners.push_back(i);
    if (firms.Chance(30'000)) world.house_buyers.push_back(i);
  }
}

Settlement MakeSettlement(Rng& rng, PersonIndex person, Date on, CareKind kind, int64_t out_of_pocket) {
  Settlement s;
  s.person = person;
  s.on = on;
  s.kind = kind;
  s.hospital = static_cast<uint8_t>(rng.Below(10));
  s.own_pay = out_of_pocket * rng.Between(15, 45) / 100;
  s.self_pay = out_of_pocket - s.own_pay;
  s.fund = s.self_pay * (kind == CareKind::kInpatient ? rng.Between(160, 320) : rng.Between(70, 140)) / 100;
  if (kind == CareKind::kInpatient && s.self_pay > 1'500'000) s.serious_fund = s.self_pay * rng.Between(20, 45) / 100;
  s.in_scope = s.fund + s.serious_fund + s.self_pay;
  s.total = s.in_scope + s.own_pay;
  return s;
}

void FallIll(Rng rng, World& w) {
  const Date start = *MakeDate(2026, 1, 1);
  w.settlements.reserve(w.persons.size() * 5 / 4);
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    if (!p.registered || p.insured == Insured::kElsewhere || p.insured == Insured::kNone) continue;
    const int age = Age(p, kAsOf);
    const int32_t visits = rng.Below(age >= 60 ? 4 : 2);
    for (int32_t v = 0; v < visits; ++v) {
      const Date on{start.days + rng.Below(181)};
      if (!Alive(p, on)) continue;
      w.settlements.push_back(MakeSettlement(rng, i, on, CareKind::kOutpatient, rng.Between(800, 14'000)));
    }
    if (rng.Chance(age >= 60 ? 110'000 : 35'000)) {
      const Date on{start.days + rng.Below(181)};
      if (Alive(p, on))
        w.settlements.push_back(MakeSettlement(rng, i, on, CareKind::kInpatient, rng.Between(30'000, 380'000)));
    }
    if (p.illness == 1 && rng.Chance(250'000)) {
      const Date on{start.days + rng.Below(181)};
      if (Alive(p, on))
        w.settlements.push_back(MakeSettlement(rng, i, on, CareKind::kSpecial, rng.Between(4000, 26'000)));
    }
  }
}

void PaySubsidies(Rng rng, World& w) {
  const auto pay = [&](PersonIndex person, int32_t yuan, uint8_t project, int month) {
    const bool failed = rng.Chance(6000);
    w.payments.push_back(
        {person, static_cast<int64_t>(yuan) * 100, project, static_cast<int8_t>(month), failed, false});
    if (failed)
      w.payments.push_back(
          {person, static_cast<int64_t>(yuan) * 100, project, static_cast<int8_t>(month), false, true});
  };
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    const Household& h = w.household(k);
    const PersonIndex head = w.head_of(k);
    if (!Alive(w.person(head), MonthFirst(0)) && !rng.Chance(150'000)) continue;
    if (h.land_mu100 > 0) pay(head, h.land_mu100 * 105 / 100, 0, 0);
    if (h.rice_mu100 > 0) pay(head, h.rice_mu100 * 40 / 100, 1, 1);
    if (h.land_mu100 > 500 && rng.Chance(300'000)) pay(head, rng.Between(100, 900), 2, 2);
    if (rng.Chance(280'000)) pay(head, rng.Between(30, 300), 6, rng.Below(3));
    for (int m = 0; m < kMonths; ++m) {
      if (h.welfare == Welfare::kDibao && h.welfare_from <= MonthFirst(m) && MonthFirst(m) < h.welfare_until)
        pay(head, h.welfare_yuan, 3, m);
    }
    for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
      const Person& p = w.person(i);
      for (int m = 0; m < kMonths; ++m) {
        if (p.public_post && MonthFirst(m) < p.lost_job && Alive(p, MonthFirst(m))) pay(i, p.wage, 8, m);
      }
    }
  }
}

}  // namespace xiuhua::synth
