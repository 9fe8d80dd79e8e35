// World: what is true in the invented county. Departments' files are views of it, each late and spoiled in its own way.
//
// Persons of a household stand together (first .. first + count). Dates run to 2026-06-30; a fact dated inside the
// three months appears in the deliveries from the month on in which its department learns of it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "synth/geography.h"

namespace xiuhua::synth {

using PersonIndex = int32_t;
using HouseholdIndex = int32_t;
inline constexpr int32_t kNobody = -1;
inline constexpr Date kNever{2'000'000};
inline constexpr int kMonths = 3;
Date MonthFirst(int month);  // 0 = April 2026
Date MonthLast(int month);

enum class Relation : uint8_t {
  kHead,
  kSpouse,
  kSon,
  kDaughter,
  kDaughterInLaw,
  kSonInLaw,
  kGrandchild,
  kParent,
  kOther
};
enum class School : uint8_t { kNone, kPreschool, kPrimary, kJunior, kSenior, kVocational, kCollege, kDroppedOut };
enum class Work : uint8_t { kNone, kFarm, kAway, kLocalJob, kPublicPost, kStaff, kVillageCadre };
enum class Insured : uint8_t { kNone, kResident, kEmployee, kElsewhere };
enum class Pension : uint8_t { kNone, kPaying, kReceiving, kEmployee };
enum class FfpClass : uint8_t { kGeneral, kFormerPoor, kUnstable, kMarginal, kSudden };
enum class Welfare : uint8_t { kNone, kDibao, kTekun, kLowEdge };

// Risk codes of the national form.
enum class Risk : uint8_t {
  kNone,
  kIllness,
  kDisability,
  kSchooling,
  kDisaster,
  kAccident,
  kIndustryFailed,
  kJob,
  kNoLabour,
  kHouse,
  kWater
};

struct Person {
  std::string name;
  int64_t id = 0;        // first 17 digits
  int64_t other_id = 0;  // an older valid number still on some papers; 0 = none
  Date birth;
  Date registered_from;            // birth or moving in
  Date registered_until = kNever;  // moved out or cancelled
  Date died = kNever;
  Date death_known = kNever;  // when the hukou was cancelled
  HouseholdIndex household = 0;
  HouseholdIndex lives_with = 0;  // household the person shares meals with; kNobody = elsewhere on one's own
  PersonIndex guardian = kNobody;
  int32_t phone = 0;
  int32_t wage = 0;  // yuan a month, when working for pay
  Relation relation = Relation::kHead;
  School school = School::kNone;
  Work work = Work::kNone;
  Insured insured = Insured::kResident;
  Pension pension = Pension::kNone;
  uint8_t away_place = 0;  // index into AwayPlaces()
  uint8_t away_months = 0;
  uint8_t disability = 0;          // 0 none, 1 sight 2 hearing 3 speech 4 limb 5 intellect 6 mind 7 multiple
  uint8_t disability_level = 0;    // 1-4
  uint8_t certificate_suffix = 0;  // B1, B2 after replacement
  uint8_t illness = 0;             // 0 none, 1 chronic, 2 serious
  uint8_t education = 0;           // 0 none .. 6 university
  uint8_t ethnic = 0;              // index into Ethnics()
  bool male = false;
  bool registered = true;  // false: lives here, registered elsewhere
  bool no_labour = false;
  bool married_out = false;  // lives with a husband's family, still registered here
  bool certified = false;    // holds a disability certificate (since certified_on)
  Date certified_on = kNever;
  bool gets_care_allowance = false;    // 重度残疾人护理补贴
  bool gets_living_allowance = false;  // 困难残疾人生活补贴
  bool gets_age_allowance = false;     // 高龄津贴
  bool on_orphan_list = false;
  bool raised_by_grandparents = false;
  bool premium_subsidised = false;
  bool gets_yulu = false;
  bool studies_elsewhere = false;  // out-of-county school
  bool public_post = false;
  bool death_in_cremation_list = false;
  Date lost_job = kNever;
  Date dropped_out = kNever;
  Date left_roll = kNever;      // changed to a school of another county
  bool parents_gone = false;    // dead or missing, looked after by relatives
  Date pension_stops = kNever;  // last month a pension, allowance is paid after death
};

struct Household {
  int32_t village = 0;
  int32_t group = 1;
  int32_t house_number = 1;
  PersonIndex first = 0;
  int32_t count = 0;
  int32_t card = 0;        // account serial of the 一卡通
  int32_t land_mu100 = 0;  // contracted land, hundredths of a mu
  int32_t rice_mu100 = 0;
  FfpClass ffp = FfpClass::kGeneral;
  bool former_poor = false;
  std::array<Risk, 3> risks{};
  Date identified = kNever;
  Date cleared = kNever;
  bool measures_recorded = true;
  bool development_measure = false;
  Welfare welfare = Welfare::kNone;
  Date welfare_from = kNever;
  Date welfare_until = kNever;
  int32_t welfare_people = 0;
  int32_t welfare_yuan = 0;  // a month, whole household
  char house_grade = 'A';
  bool house_repair_planned = false;
  Date house_known;  // when the housing office had surveyed it; long ago for most
  int32_t house_m2 = 0;
  int32_t house_year = 2000;
  char house_kind = 'b';  // b brick, w wood, e earth
  bool relocated = false;
  int32_t site = 0;  // resettlement site
  bool old_house_gone = false;
  bool water_safe = true;
  int32_t loan_yuan = 0;
  Date loan_due = kNever;
  Date loan_issued = kNever;
  bool loan_overdue = false;
  bool listed_twice = false;  // destitute and still on the low-income list
  int32_t claimed_mu100 = 0;  // area claimed for the subsidy when it is not the contracted one
  int32_t helper = 0;
  int32_t income_per_head = 0;  // yuan a year, net
  bool old_address = false;
};

enum class CareKind : uint8_t { kInpatient, kOutpatient, kSpecial };

struct Settlement {
  PersonIndex person = 0;
  Date on;
  int64_t total = 0, in_scope = 0, fund = 0, serious_fund = 0, aid = 0, account = 0, self_pay = 0,
          own_pay = 0;  // cents
  CareKind kind = CareKind::kInpatient;
  uint8_t hospital = 0;
  bool other_province = false;
};

struct Payment {
  PersonIndex person = 0;
  int64_t cents = 0;
  uint8_t project = 0;  // index into PaymentProjects()
  int8_t month = 0;
  bool failed = false;
  bool reissued = false;
};

struct Happening {  // disaster, accident, water outage
  HouseholdIndex household = 0;
  PersonIndex person = kNobody;
  Date on;
  uint8_t kind = 0;
  int32_t amount = 0;
};

struct Outage {
  int32_t village = 0;
  int32_t group = 0;  // 0 = whole village
  Date from, until;
};

struct Company {
  PersonIndex owner = 0;
  int32_t serial = 0;
  bool cooperative = false;
  bool dead = false;
};

struct World {
  CountyPlace place;
  std::vector<Person> persons;
  std::vector<Household> households;
  std::vector<Settlement> settlements;
  std::vector<Payment> payments;
  std::vector<Happening> disasters, accidents;
  std::vector<Outage> outages;
  std::vector<Company> companies;
  std::vector<PersonIndex> vehicle_owners, house_buyers;

  [[nodiscard]] Person& person(PersonIndex i) { return persons[static_cast<size_t>(i)]; }
  [[nodiscard]] const Person& person(PersonIndex i) const { return persons[static_cast<size_t>(i)]; }
  [[nodiscard]] Household& household(HouseholdIndex i) { return households[static_cast<size_t>(i)]; }
  [[nodiscard]] const Household& household(HouseholdIndex i) const { return households[static_cast<size_t>(i)]; }
  [[nodiscard]] const Village& village(int32_t i) const { return place.villages[static_cast<size_t>(i)]; }
  [[nodiscard]] const Village& village_of(const Household& h) const { return village(h.village); }
  [[nodiscard]] const Township& township_of(const Household& h) const {
    return place.townships[static_cast<size_t>(village_of(h).township)];
  }
  [[nodiscard]] PersonIndex head_of(HouseholdIndex h) const;  // first registered living member, else first
};

// In the hukou at the end of the day.
inline bool InHukou(const Person& p, Date on) {
  return p.registered && p.registered_from <= on && on < p.registered_until;
}
inline bool Alive(const Person& p, Date on) { return p.birth <= on && on < p.died; }
inline int Age(const Person& p, Date on) { return AgeInYears(p.birth, on); }

std::string_view RelationText(Relation relation, bool male);
std::string_view RiskText(Risk risk);
std::string_view FfpText(FfpClass c);
struct AwayPlace {
  std::string_view province, city, county;
};
const std::array<AwayPlace, 8>& AwayPlaces();
const std::array<std::string_view, 8>& Ethnics();
const std::array<std::string_view, 10>& PaymentProjects();
const std::array<std::string_view, 8>& DisabilityKinds();

}  // namespace xiuhua::synth
