// Every comparison of the module on arbitrary bytes: none may crash, hang, or break its own promises (symmetry, the
// same answer with and without a cutoff, bounds). The input is cut at its first line break into two values.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "text/address_relation.h"
#include "text/date_relation.h"
#include "text/id_relation.h"
#include "text/lunar_calendar.h"
#include "text/name_relation.h"
#include "text/phone_relation.h"
#include "text/set_similarity.h"
#include "text/similarity.h"

namespace xiuhua::text {
namespace {

void FuzzTexts(std::string_view x, std::string_view y) {
  TextPool pool;
  const PreparedText a = pool.Add(x);
  const PreparedText b = pool.Add(y);
  const uint32_t edits = Levenshtein(a, b);
  const uint32_t swaps = Osa(a, b);
  CHECK(edits == Levenshtein(b, a) && swaps == Osa(b, a));
  CHECK(swaps <= edits && FewestEdits(a, b) <= swaps && edits <= std::max(a.size, b.size));
  CHECK((edits == 0) == SameText(a, b));
  CHECK(LevenshteinWithin(a, b, 2) == std::min(edits, 3U) && OsaWithin(a, b, 2) == std::min(swaps, 3U));
  CHECK(std::max(a.size, b.size) - CommonSubsequence(a, b) <= edits);
  const double similarity = JaroWinkler(a, b);
  CHECK(similarity >= 0.0 && similarity <= 1.0 && similarity == JaroWinkler(b, a));
  CHECK(JaroWinklerAtLeast(a, b, 0.9) == (similarity >= 0.9 ? similarity : 0.0));
  std::vector<PreparedText> many(19, b);
  many[7] = a;
  std::vector<uint32_t> distances(many.size());
  std::vector<double> shares(many.size());
  LevenshteinWithin(a, many, 3, distances);
  JaroWinklerAtLeast(a, many, 0.0, shares);
  for (size_t i = 0; i < many.size(); ++i) {
    CHECK(distances[i] == (i == 7 ? 0 : std::min(edits, 4U)));
    CHECK(shares[i] == (i == 7 ? 1.0 : similarity));
  }
  SetPool sets;
  for (int q = 0; q <= 4; ++q) {
    const PreparedSet p = sets.AddQgrams(x, q);
    const PreparedSet r = sets.AddQgrams(y, q);
    CHECK(Jaccard(p, r) == Jaccard(r, p) && Jaccard(p, p) == 1.0 && Overlap(p, r) >= Jaccard(p, r));
  }
}

void FuzzRelations(std::string_view x, std::string_view y) {
  NamePool names;
  const PreparedName a = names.Add(x);
  const PreparedName b = names.Add(y);
  CHECK(RelateNames(a, b) == RelateNames(b, a));
  CHECK(RelateNames(a, a) == NameRelation::kMissing || RelateNames(a, a) == NameRelation::kUnknown ||
        RelateNames(a, a) == NameRelation::kSame);
  CHECK(SoundKeys(x).size() <= 24 && SoundKeys(x, SoundClass::kNear, 3).size() <= 3);
  ShapeKey(x);
  SurnameKey(x);
  const PreparedId p = PrepareId(ParseIdNumber(x));
  const PreparedId q = PrepareId(ParseIdNumber(y));
  CHECK(RelateIds(p, q) == RelateIds(q, p));
  const PreparedDate d = PrepareDate(ParseDate(x, DateStyle::kSerial1900));
  const PreparedDate e = PrepareDate(ParseDate(y, DateStyle::kSerial1900));
  CHECK(RelateDates(d, e) == RelateDates(e, d));
  if (d.known) {
    const auto lunar = LunarOfSolar(Date{d.days});
    CHECK(!lunar || SolarOfLunar(*lunar) == Date{d.days});
  }
  const PreparedPhone m = PreparePhone(ParsePhone(x));
  const PreparedPhone n = PreparePhone(ParsePhone(y));
  CHECK(RelatePhones(m, n) == RelatePhones(n, m));
  SetPool sets;
  const PreparedAddress s = PrepareAddress(nullptr, sets, "", x, y);
  const PreparedAddress t = PrepareAddress(nullptr, sets, y, "", x);
  CHECK(RelateAddresses(s, t) == RelateAddresses(t, s));
}

}  // namespace
}  // namespace xiuhua::text

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const size_t middle = std::min(bytes.find('\n'), size);
  const std::string_view x = bytes.substr(0, middle);
  const std::string_view y = bytes.substr(std::min(middle + 1, size));
  xiuhua::text::FuzzTexts(x, y);
  xiuhua::text::FuzzRelations(x, y);
  return 0;
}
