#include "synth/population.h"

#include <algorithm>
#include <array>
#include <string>

#include "synth/id_numbers.h"
#include "synth/name_tables.h"
#include "synth/names.h"

namespace xiuhua::synth {
namespace {

const Date kAsOf = *MakeDate(2026, 6, 30);

struct Member {
  Relation relation;
  bool male;
  int age;  // on kAsOf
  std::string surname;
  std::string generation;  // character shared with brothers and sisters
  bool from_elsewhere = false;
  bool registered = true;
};

class Maker {
 public:
  Maker(Rng rng, World& world) : rng_(rng), world_(world), counters_(kDays * 2, 0), elsewhere_(kDays * 18, 0) {}

  void MakeVillage(int32_t village, int32_t registered) {
    const int32_t goal = registered_ + registered;
    while (registered_ < goal) MakeHousehold(village);
  }

  void MoveAndBury() {
    for (PersonIndex i = 0; i < static_cast<PersonIndex>(world_.persons.size()); ++i) {
      Bury(i);
      Person& p = world_.person(i);
      const int age = Age(p, kAsOf);
      if (!p.male && p.registered && age >= 22 && age <= 45 && p.relation == Relation::kDaughter &&
          rng_.Chance(250'000)) {
        p.married_out = true;
        p.lives_with = kNobody;
      }
      if (p.relation == Relation::kParent && rng_.Chance(60'000)) LiveNextDoor(p);
      if (p.married_out && rng_.Chance(60'000)) {
        p.registered_until = Date{MonthFirst(0).days + rng_.Below(91)};
      }
    }
  }

 private:
  static constexpr size_t kDays = 45'000;  // birth days since 1905-01-01

  Date Birth(int age) {
    const Date youngest = AddMonths(kAsOf, -12 * age);
    return Date{youngest.days - rng_.Below(365)};
  }

  // A number not given before. Others' counties keep a block of sequences apart for each county (800 + 20 x last
  // digit).
  int64_t NewId(Date birth, bool male, bool from_elsewhere) {
    static const Date kOrigin = *MakeDate(1905, 1, 1);
    const auto day = static_cast<size_t>(birth.days - kOrigin.days);
    const int32_t region = world_.place.region;
    for (;;) {
      if (!from_elsewhere) {
        uint8_t& next = counters_[day * 2 + (male ? 1 : 0)];
        return IdBase(region, birth, (10 + next++) * 2 + (male ? 1 : 0));
      }
      const int32_t other = 433191 + rng_.Below(9);
      if (other == region) continue;
      uint8_t& next = elsewhere_[(day * 9 + static_cast<size_t>(other - 433191)) * 2 + (male ? 1 : 0)];
      if (next >= 10) continue;
      return IdBase(other, birth, 800 + (region % 10) * 20 + 2 * next++ + (male ? 1 : 0));
    }
  }

  void Add(HouseholdIndex house, const Member& m) {
    Person p;
    p.birth = Birth(m.age);
    p.male = m.male;
    p.id = NewId(p.birth, m.male, m.from_elsewhere);
    if (p.birth.days < MakeDate(1985, 1, 1)->days && rng_.Chance(1500))
      p.other_id = NewId(p.birth, m.male, m.from_elsewhere);
    const int year = ToCivil(p.birth).year;
    p.name = rng_.Chance(400) ? std::string(rng_.One(DottedNames()))
                              : m.surname + MakeGivenName(rng_, m.male, year, m.generation);
    p.household = house;
    p.lives_with = house;
    p.relation = m.relation;
    p.registered = m.registered;
    p.registered_from = p.birth;
    if (p.birth >= MonthFirst(0)) p.registered_from = Date{p.birth.days + rng_.Between(5, 80)};
    p.ethnic = static_cast<uint8_t>(rng_.Pick(std::array<int32_t, 8>{280, 380, 300, 10, 20, 2, 2, 6}));
    p.phone = m.age >= 14 && !rng_.Chance(150'000) ? ++phones_ : 0;
    if (m.from_elsewhere && m.registered && rng_.Chance(8000)) {
      p.registered_from = Date{MonthFirst(0).days + rng_.Below(91)};
    }
    world_.persons.push_back(std::move(p));
    if (m.registered) ++registered_;
  }

  void Children(HouseholdIndex house, const std::string& surname, int mother_age, Relation as, int limit) {
    const std::string generation = GenerationCharacter(rng_, rng_.Chance(500'000), 2026 - std::max(0, mother_age - 26));
    int age = mother_age - rng_.Between(20, 27);
    const int wanted = static_cast<int>(rng_.Pick(std::array<int32_t, 5>{12, 34, 40, 11, 3}));
    for (int i = 0; i < std::min(wanted, limit) && age >= 0; ++i) {
      const bool male = rng_.Chance(520'000);
      const Relation relation = as == Relation::kGrandchild ? as : (male ? Relation::kSon : Relation::kDaughter);
      if (age < 33 || rng_.Chance(200'000)) Add(house, {relation, male, age, surname, generation});
      age -= rng_.Between(1, 6);
    }
  }

  void Couple(HouseholdIndex house, Relation husband, Relation wife, const std::string& surname, int age,
              bool man_leads) {
    Add(house, {husband, man_leads, age, surname, GenerationCharacter(rng_, true, 2026 - age)});
    if (!rng_.Chance(age > 70 ? 450'000 : 930'000)) return;
    const int other_age = std::max(19, age + (man_leads ? -1 : 1) * rng_.Between(-1, 5));
    const bool registered = age > 40 || !rng_.Chance(120'000);
    Add(house, {wife, !man_leads, other_age, MakeSurname(rng_), "", rng_.Chance(330'000), registered});
  }

  void MakeHousehold(int32_t village) {
    const auto index = static_cast<HouseholdIndex>(world_.households.size());
    world_.households.emplace_back();
    Household& h = world_.households.back();
    h.village = village;
    h.group = 1 + rng_.Below(world_.village(village).groups);
    h.house_number = rng_.Between(1, 199);
    h.first = static_cast<PersonIndex>(world_.persons.size());
    h.card = index + 1;
    const std::string surname = MakeSurname(rng_);
    const bool man_leads = !rng_.Chance(110'000);
    switch (rng_.Pick(std::array<int32_t, 5>{140, 370, 330, 110, 50})) {
      case 0: {  // an old couple or a widow alone
        Couple(index, Relation::kHead, Relation::kSpouse, surname, rng_.Between(60, 88), man_leads);
        break;
      }
      case 1: {  // parents and children
        const int age = rng_.Between(27, 58);
        Couple(index, Relation::kHead, Relation::kSpouse, surname, age, man_leads);
        Children(index, surname, age - 1, Relation::kSon, 4);
        break;
      }
      case 2:
        ThreeGenerations(index, surname, man_leads);
        break;
      case 3:
        Add(index, {Relation::kHead, rng_.Chance(700'000), rng_.Between(24, 84), surname, ""});
        break;
      default: {  // grandparents with grandchildren
        const int age = rng_.Between(56, 74);
        Couple(index, Relation::kHead, Relation::kSpouse, surname, age, true);
        Add(index, {Relation::kGrandchild, rng_.Chance(520'000), rng_.Between(1, 15), surname, ""});
        if (rng_.Chance(400'000))
          Add(index, {Relation::kGrandchild, rng_.Chance(520'000), rng_.Between(1, 15), surname, ""});
      }
    }
    h.count = static_cast<int32_t>(world_.persons.size()) - h.first;
  }

  void ThreeGenerations(HouseholdIndex index, const std::string& surname, bool man_leads) {
    const int age = rng_.Between(48, 72);
    Couple(index, Relation::kHead, Relation::kSpouse, surname, age, man_leads);
    const int son_age = age - rng_.Between(21, 28);
    if (son_age >= 20) {
      Add(index, {Relation::kSon, true, son_age, surname, ""});
      if (son_age >= 22 && rng_.Chance(800'000)) {
        Add(index, {Relation::kDaughterInLaw, false, std::max(20, son_age - rng_.Between(-1, 4)), MakeSurname(rng_), "",
                    rng_.Chance(400'000), !rng_.Chance(150'000)});
        Children(index, surname, son_age - 1, Relation::kGrandchild, 3);
      }
    }
    if (rng_.Chance(300'000) && age - 20 < 72) {
      Add(index, {Relation::kParent, rng_.Chance(350'000), std::min(101, age + rng_.Between(20, 26)), surname, ""});
    }
  }

  void Bury(PersonIndex i) {
    Person& p = world_.person(i);
    const int age = Age(p, kAsOf);
    const Ppm in_18_months = age >= 80 ? 110'000 : (age >= 60 ? 30'000 : (age >= 20 ? 2500 : 500));
    if (!rng_.Chance(in_18_months)) return;
    p.died = Date{MakeDate(2025, 1, 1)->days + rng_.Below(kAsOf.days - MakeDate(2025, 1, 1)->days)};
    if (p.died <= p.birth) p.died = kNever;
    if (p.died == kNever) return;
    const bool late = rng_.Chance(450'000);
    p.death_known = Date{p.died.days + (late ? rng_.Between(31, 330) : rng_.Between(2, 30))};
    p.registered_until = p.death_known;
    // Payers stop when they learn of it; some never do.
    p.pension_stops = rng_.Chance(60'000) ? kNever : Date{p.death_known.days + rng_.Below(20)};
    p.death_in_cremation_list = rng_.Chance(350'000);
  }

  // An old parent who eats with another child's household of the same village.
  void LiveNextDoor(Person& p) {
    const HouseholdIndex other = p.household + 1;
    if (other >= static_cast<HouseholdIndex>(world_.households.size())) return;
    if (world_.household(other).village == world_.household(p.household).village) p.lives_with = other;
  }

  Rng rng_;
  World& world_;
  std::vector<uint8_t> counters_, elsewhere_;
  int32_t registered_ = 0;
  int32_t phones_ = 0;
};

}  // namespace

void Populate(Rng rng, int32_t registered, World& world) {
  const auto villages = static_cast<int32_t>(world.place.villages.size());
  world.persons.reserve(static_cast<size_t>(registered) * 21 / 20);
  Rng sizes = rng.Fork("sizes");
  Maker maker(rng.Fork("people"), world);
  const int32_t mean = registered / villages;
  int32_t left = registered;
  for (int32_t v = 0; v < villages; ++v) {
    const int32_t size = v + 1 == villages ? std::max(left, mean / 3) : sizes.Between(mean * 5 / 10, mean * 15 / 10);
    maker.MakeVillage(v, size);
    left -= size;
  }
  maker.MoveAndBury();
}

}  // namespace xiuhua::synth
