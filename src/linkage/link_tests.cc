// The tests of one column on prepared values.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "base/date.h"
#include "linkage/link_compare.h"
#include "linkage/parallel.h"
#include "text/date_relation.h"
#include "text/id_number.h"
#include "text/name_relation.h"
#include "text/prepared_text.h"
#include "text/set_similarity.h"
#include "text/similarity.h"

namespace xiuhua::linkage {
namespace {

using text::PreparedSet;
using text::PreparedText;

constexpr double kLikenessUnit = 1e-4;
constexpr double kTiny = 1e-9;
constexpr size_t kRemembered = 1 << 14;

bool IsText(TestKind kind) {
  return kind == TestKind::kJaroWinkler || kind == TestKind::kJaro || kind == TestKind::kLevenshtein ||
         kind == TestKind::kOsa;
}
bool IsDear(TestKind kind) {
  return kind == TestKind::kJaccard || kind == TestKind::kOverlap || kind == TestKind::kPartOf ||
         kind == TestKind::kPrefix || kind == TestKind::kSuffix || kind == TestKind::kName || kind == TestKind::kId;
}

struct DateParts {
  int32_t days = 0;
  int16_t year = 0;  // 0 = no date
  int8_t month = 0;
  int8_t day = 0;
  uint64_t digits = 0;  // eight bytes of text
  text::PreparedDate prepared;
};

DateParts PartsOf(std::string_view value) {
  DateParts parts;
  if (value.size() != 8) return parts;
  std::copy_n(value.data(), 8, reinterpret_cast<char*>(&parts.digits));
  int whole = 0;
  const auto [end, code] = std::from_chars(value.data(), value.data() + 8, whole);
  if (code != std::errc{} || end != value.data() + 8) return parts;
  const auto date = MakeDate(whole / 10000, whole / 100 % 100, whole % 100);
  if (!date) return parts;
  parts.days = date->days;
  parts.prepared = text::PrepareDate(*date);
  parts.year = static_cast<int16_t>(whole / 10000);
  parts.month = static_cast<int8_t>(whole / 100 % 100);
  parts.day = static_cast<int8_t>(whole % 100);
  return parts;
}

int DifferentBytes(uint64_t a, uint64_t b) {
  int count = 0;
  for (uint64_t x = a ^ b; x != 0; x >>= 8) count += (x & 0xff) != 0;
  return count;
}

bool DateHolds(uint32_t relations, const DateParts& a, const DateParts& b) {
  const auto asked = [&](DateTest test) { return (relations >> static_cast<uint32_t>(test) & 1) != 0; };
  if (asked(DateTest::kOneDigit) && a.digits != 0 && b.digits != 0 && DifferentBytes(a.digits, b.digits) == 1)
    return true;
  if (a.year == 0 || b.year == 0) return false;
  return (asked(DateTest::kSwappedDayMonth) && a.year == b.year && a.month == b.day && a.day == b.month) ||
         (asked(DateTest::kSameMonthDay) && a.month == b.month && a.day == b.day) ||
         (asked(DateTest::kSameYearMonth) && a.year == b.year && a.month == b.month) ||
         (asked(DateTest::kSameYear) && a.year == b.year) ||
         (asked(DateTest::kLunar) && text::RelateDates(a.prepared, b.prepared) == text::DateRelation::kLunar) ||
         (asked(DateTest::kFirstOfMonth) && a.year == b.year &&
          ((a.month == b.month && (a.day == 1 || b.day == 1)) || (a.month == 1 && a.day == 1) ||
           (b.month == 1 && b.day == 1)));
}

struct IdParts {
  text::IdState state = text::IdState::kMissing;
  bool has_birth = false;
  int32_t region = 0;
  int32_t birth = 0;
};

// The bits of a name test that a relation passes.
uint32_t NameBits(text::NameRelation relation) {
  using text::NameRelation;
  const auto bit = [](NameTest test) { return 1U << static_cast<uint32_t>(test); };
  switch (relation) {
    case NameRelation::kSame:
    case NameRelation::kDots:
    case NameRelation::kVariant:
      return ~0U;
    case NameRelation::kUnknown:
      return bit(NameTest::kUnknownCharacter);
    case NameRelation::kSameTone:
      return bit(NameTest::kSameSoundTone) | bit(NameTest::kSameSound) | bit(NameTest::kNearSound);
    case NameRelation::kSameSound:
      return bit(NameTest::kSameSound) | bit(NameTest::kNearSound);
    case NameRelation::kNearSound:
      return bit(NameTest::kNearSound);
    case NameRelation::kSameShape:
      return bit(NameTest::kSameShape);
    case NameRelation::kPartMissing:
      return bit(NameTest::kPartMissing);
    case NameRelation::kOrder:
      return bit(NameTest::kOrderSwapped);
    case NameRelation::kOneCharacter:
      return bit(NameTest::kOneCharacter);
    case NameRelation::kSpelled:
      return bit(NameTest::kSpelled);
    default:
      return 0;
  }
}

}  // namespace

struct ColumnTests::Prepared {
  std::vector<PreparedText> texts;
  std::vector<text::TextPool> text_pools;
  std::vector<std::pair<int, std::vector<PreparedSet>>> sets;  // by q
  std::vector<text::SetPool> set_pools;
  std::vector<text::PreparedName> names;
  text::NamePool name_pool;
  std::vector<IdParts> ids;
  std::vector<DateParts> dates;
  std::vector<double> numbers;
  int32_t jaro_winkler = 0;  // the lowest likeness asked; 0 = none
  int32_t jaro = 0;
  int32_t levenshtein = 0;  // the most edits asked
  int32_t osa = 0;
  bool dear = false;
  bool cheap = false;

  [[nodiscard]] const PreparedSet& Set(int q, uint32_t value) const {
    const auto* found = &sets.front();
    for (const auto& own : sets) {
      if (own.first == q) found = &own;
    }
    return found->second[value];
  }
};

ColumnTests::ColumnTests(ColumnTests&&) noexcept = default;
ColumnTests::~ColumnTests() = default;

ColumnTests::ColumnTests(const LinkColumn& column, std::vector<ValueTest> tests, const Dictionary& dictionary,
                         int threads)
    : tests_(std::move(tests)), prepared_(std::make_unique<Prepared>()) {
  constexpr uint32_t kUnit = 65'536;
  const uint32_t size = dictionary.size();
  const size_t units = (size + kUnit - 1) / kUnit;
  const auto each = [&](const auto& prepare) {
    ForEachUnit(units, threads, [&](size_t unit, int) {
      for (uint32_t v = static_cast<uint32_t>(unit * kUnit); v < std::min<size_t>(size, (unit + 1) * kUnit); ++v)
        prepare(unit, v);
    });
  };
  Prepared& own = *prepared_;
  const auto lowest = [](int32_t& so_far, int32_t amount) { so_far = so_far == 0 ? amount : std::min(so_far, amount); };
  bool texts = false;
  for (const ValueTest& test : tests_) {
    texts = texts || IsText(test.kind) || test.kind == TestKind::kPartOf || test.kind == TestKind::kPrefix ||
            test.kind == TestKind::kSuffix || test.kind == TestKind::kId;
    own.dear = own.dear || IsDear(test.kind);
    own.cheap = own.cheap || (!IsDear(test.kind) && !IsText(test.kind) && test.kind != TestKind::kExact);
    if (test.kind == TestKind::kJaroWinkler) lowest(own.jaro_winkler, test.amount);
    if (test.kind == TestKind::kJaro) lowest(own.jaro, test.amount);
    if (test.kind == TestKind::kLevenshtein) own.levenshtein = std::max(own.levenshtein, test.amount);
    if (test.kind == TestKind::kOsa) own.osa = std::max(own.osa, test.amount);
    const bool set = test.kind == TestKind::kJaccard || test.kind == TestKind::kOverlap;
    if (set && std::ranges::find(own.sets, test.q, [](const auto& made) { return made.first; }) == own.sets.end()) {
      own.sets.emplace_back(test.q, std::vector<PreparedSet>(size));
      std::vector<text::SetPool> pools(units);
      each([&](size_t unit, uint32_t v) {
        own.sets.back().second[v] =
            test.q == 0 ? pools[unit].AddWords(dictionary.Text(v)) : pools[unit].AddQgrams(dictionary.Text(v), test.q);
      });
      for (text::SetPool& pool : pools) own.set_pools.push_back(std::move(pool));
    }
    if (test.kind == TestKind::kName && own.names.empty()) {
      for (uint32_t v = 0; v < size; ++v) own.names.push_back(own.name_pool.Add(dictionary.Text(v)));
    }
  }
  if (texts) {
    own.texts.resize(size);
    own.text_pools.resize(units);
    each([&](size_t unit, uint32_t v) { own.texts[v] = own.text_pools[unit].Add(dictionary.Text(v)); });
  }
  if (column.type == ColumnType::kIdNumber) {
    own.ids.resize(size);
    each([&](size_t, uint32_t v) {
      const text::IdNumber id = text::ParseIdNumber(dictionary.Text(v));
      own.ids[v] = {id.state, id.has_birth, id.region, id.birth.days};
    });
  }
  if (column.type == ColumnType::kDate) {
    own.dates.resize(size);
    each([&](size_t, uint32_t v) { own.dates[v] = PartsOf(dictionary.Text(v)); });
  }
  if (column.type == ColumnType::kNumber) {
    own.numbers.resize(size);
    each([&](size_t, uint32_t v) {
      const std::string_view value = dictionary.Text(v);
      std::from_chars(value.data(), value.data() + value.size(), own.numbers[v]);
    });
  }
}

std::unique_ptr<ColumnTests::Scratch> ColumnTests::NewScratch() const {
  auto scratch = std::make_unique<Scratch>();
  if (prepared_->dear) scratch->remembered.resize(kRemembered);
  return scratch;
}

bool ColumnTests::ValidId(uint32_t value) const {
  return !prepared_->ids.empty() && prepared_->ids[value].state == text::IdState::kValid;
}

void ColumnTests::Unlike(uint32_t left, std::span<const uint32_t> rights, Scratch& scratch, uint32_t* masks) const {
  const Prepared& own = *prepared_;
  if (own.jaro_winkler != 0 || own.jaro != 0 || own.levenshtein != 0 || own.osa != 0)
    Texts(left, rights, scratch, masks);
  if (own.dear) Dear(left, rights, scratch, masks);
  if (own.cheap) Cheap(left, rights, masks);
}

void ColumnTests::Texts(uint32_t left, std::span<const uint32_t> rights, Scratch& scratch, uint32_t* masks) const {
  const Prepared& own = *prepared_;
  const PreparedText& one = own.texts[left];
  const size_t n = rights.size();
  scratch.rights.resize(n);
  scratch.likeness.resize(n);
  scratch.edits.resize(n);
  for (size_t i = 0; i < n; ++i) scratch.rights[i] = own.texts[rights[i]];
  const auto mark = [&](TestKind kind, const auto& holds) {
    for (size_t t = 0; t < tests_.size(); ++t) {
      if (tests_[t].kind != kind) continue;
      for (size_t i = 0; i < n; ++i) masks[i] |= static_cast<uint32_t>(holds(i, tests_[t].amount)) << t;
    }
  };
  const auto like = [&](size_t i, int32_t amount) { return scratch.likeness[i] >= amount * kLikenessUnit - kTiny; };
  const auto near = [&](size_t i, int32_t amount) { return scratch.edits[i] <= static_cast<uint32_t>(amount); };
  if (own.jaro_winkler != 0) {
    text::JaroWinklerAtLeast(one, scratch.rights, own.jaro_winkler * kLikenessUnit - kTiny, scratch.likeness);
    mark(TestKind::kJaroWinkler, like);
  }
  if (own.jaro != 0) {
    for (size_t i = 0; i < n; ++i) {
      scratch.likeness[i] = text::JaroAtLeast(one, scratch.rights[i], own.jaro * kLikenessUnit - kTiny);
    }
    mark(TestKind::kJaro, like);
  }
  if (own.levenshtein != 0) {
    text::LevenshteinWithin(one, scratch.rights, static_cast<uint32_t>(own.levenshtein), scratch.edits);
    mark(TestKind::kLevenshtein, near);
  }
  if (own.osa != 0) {
    text::OsaWithin(one, scratch.rights, static_cast<uint32_t>(own.osa), scratch.edits);
    mark(TestKind::kOsa, near);
  }
}

namespace {

bool EndsAlike(const PreparedText& a, const PreparedText& b, uint32_t count) {
  if (a.size < count || b.size < count) return false;
  for (uint32_t i = 1; i <= count; ++i) {
    if (a.At(a.size - i) != b.At(b.size - i)) return false;
  }
  return true;
}

bool IsPartOf(const PreparedText& a, const PreparedText& b, uint32_t least) {
  const uint32_t shorter = std::min(a.size, b.size);
  return shorter >= least && (text::CommonPrefix(a, b) >= shorter || EndsAlike(a, b, shorter));
}

bool IdHolds(uint32_t relations, const IdParts& a, const IdParts& b, const PreparedText& a_text,
             const PreparedText& b_text) {
  const auto asked = [&](IdTest test) { return (relations >> static_cast<uint32_t>(test) & 1) != 0; };
  const bool valid = a.state == text::IdState::kValid && b.state == text::IdState::kValid;
  const bool masked = a.state == text::IdState::kMasked || b.state == text::IdState::kMasked;
  if (asked(IdTest::kMasked) && masked && a_text.size == b_text.size) {
    bool same = true;
    for (uint32_t i = 0; i < a_text.size; ++i) {
      same = same && (a_text.At(i) == b_text.At(i) || a_text.At(i) == '*' || b_text.At(i) == '*');
    }
    if (same) return true;
  }
  if (asked(IdTest::kTypo) && !valid && !masked && text::OsaWithin(a_text, b_text, 1) <= 1) return true;
  const bool birth = a.has_birth && b.has_birth && a.birth == b.birth;
  if (asked(IdTest::kSameBirthAndRegion) && birth && a.region != 0 && a.region == b.region) return true;
  return asked(IdTest::kSameBirth) && birth;
}

}  // namespace

uint32_t ColumnTests::DearMask(uint32_t left, uint32_t right) const {
  const Prepared& own = *prepared_;
  uint32_t mask = 0;
  uint32_t name_bits = 0;
  if (!own.names.empty()) name_bits = NameBits(text::RelateNames(own.names[left], own.names[right]));
  for (size_t t = 0; t < tests_.size(); ++t) {
    const ValueTest& test = tests_[t];
    const auto count = static_cast<uint32_t>(test.amount);
    bool holds = false;
    switch (test.kind) {
      case TestKind::kJaccard:
        holds = text::Jaccard(own.Set(test.q, left), own.Set(test.q, right)) >= test.amount * kLikenessUnit - kTiny;
        break;
      case TestKind::kOverlap:
        holds = text::Overlap(own.Set(test.q, left), own.Set(test.q, right)) >= test.amount * kLikenessUnit - kTiny;
        break;
      case TestKind::kPartOf:
        holds = IsPartOf(own.texts[left], own.texts[right], count);
        break;
      case TestKind::kPrefix:
        holds = text::CommonPrefix(own.texts[left], own.texts[right]) >= count;
        break;
      case TestKind::kSuffix:
        holds = EndsAlike(own.texts[left], own.texts[right], count);
        break;
      case TestKind::kName:
        holds = (name_bits & test.relations) != 0;
        break;
      case TestKind::kId:
        holds = IdHolds(test.relations, own.ids[left], own.ids[right], own.texts[left], own.texts[right]);
        break;
      default:
        break;
    }
    mask |= static_cast<uint32_t>(holds) << t;
  }
  return mask;
}

void ColumnTests::Dear(uint32_t left, std::span<const uint32_t> rights, Scratch& scratch, uint32_t* masks) const {
  for (size_t i = 0; i < rights.size(); ++i) {
    const uint32_t low = std::min(left, rights[i]);
    const uint64_t pair = static_cast<uint64_t>(std::max(left, rights[i])) << 32 | low;
    ColumnTests::Scratch::Remembered& place = scratch.remembered[MixBits(pair) & (kRemembered - 1)];
    if (place.pair != pair) place = {pair, DearMask(left, rights[i])};
    masks[i] |= place.mask;
  }
}

void ColumnTests::Cheap(uint32_t left, std::span<const uint32_t> rights, uint32_t* masks) const {
  const Prepared& own = *prepared_;
  for (size_t t = 0; t < tests_.size(); ++t) {
    const ValueTest& test = tests_[t];
    for (size_t i = 0; i < rights.size(); ++i) {
      bool holds = false;
      if (test.kind == TestKind::kDate) {
        holds = DateHolds(test.relations, own.dates[left], own.dates[rights[i]]);
      } else if (test.kind == TestKind::kDays) {
        const DateParts& a = own.dates[left];
        const DateParts& b = own.dates[rights[i]];
        holds = a.year != 0 && b.year != 0 && std::abs(a.days - b.days) <= test.amount;
      } else if (test.kind == TestKind::kYears) {
        const DateParts& a = own.dates[left];
        const DateParts& b = own.dates[rights[i]];
        holds = a.year != 0 && b.year != 0 && std::abs(a.year - b.year) <= test.amount;
      } else if (test.kind == TestKind::kNumber || test.kind == TestKind::kPercent) {
        const double a = own.numbers[left];
        const double b = own.numbers[rights[i]];
        const double most =
            test.kind == TestKind::kNumber ? test.amount : std::max(std::abs(a), std::abs(b)) * test.amount / 100;
        holds = std::abs(a - b) <= most + kTiny;
      }
      masks[i] |= static_cast<uint32_t>(holds) << t;
    }
  }
}

}  // namespace xiuhua::linkage
