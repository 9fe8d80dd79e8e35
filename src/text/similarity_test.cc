// The comparisons against the textbook's tables on random texts of several scripts, and the promises of the headers.
#include "text/similarity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "text/match_mask.h"
#include "text/set_similarity.h"
#include "text/truth_table.h"
#include "text/width.h"

namespace xiuhua::text {
namespace {

const std::string kData = XIUHUA_SOURCE_DIR "/src/text/testdata/";
using Random = std::mt19937_64;
size_t Below(Random& random, size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); }

// Letters, Latin-1, Han, Arabic and Uyghur, astral planes, and NUL.
const std::vector<std::u32string> kAlphabets = {U"ab",
                                                U"abcdefghijklmnopqrstuvwxyz",
                                                U"éèüßaā",
                                                U"张章伟炜李",
                                                std::u32string(U"\0a\u00FFﾺ", 4),
                                                U"ئاۇيغۇر",
                                                U"𠮷𡈽吉土a",
                                                U"0123456789X"};

std::u32string RandomText(Random& random, const std::u32string& alphabet, size_t longest) {
  std::u32string text;
  const size_t length = Below(random, longest + 1);
  for (size_t i = 0; i < length; ++i) text += alphabet[Below(random, alphabet.size())];
  return text;
}

// A few edits away from `text`.
std::u32string Disturbed(Random& random, std::u32string text, const std::u32string& alphabet) {
  for (size_t edits = Below(random, 4); edits > 0; --edits) {
    const size_t at = Below(random, text.size() + 1);
    switch (Below(random, 4)) {
      case 0:
        text.insert(at, 1, alphabet[Below(random, alphabet.size())]);
        break;
      case 1:
        if (at < text.size()) text.erase(at, 1);
        break;
      case 2:
        if (at < text.size()) text[at] = alphabet[Below(random, alphabet.size())];
        break;
      default:
        if (at + 1 < text.size()) std::swap(text[at], text[at + 1]);
    }
  }
  return text;
}

using Table = std::vector<std::vector<uint32_t>>;

uint32_t TextbookDistance(const std::u32string& a, const std::u32string& b, bool swaps) {
  Table d(a.size() + 1, std::vector<uint32_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<uint32_t>(i + j);
        continue;
      }
      const uint32_t replace = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({replace, d[i - 1][j] + 1, d[i][j - 1] + 1});
      if (swaps && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

uint32_t TextbookSubsequence(const std::u32string& a, const std::u32string& b) {
  Table d(a.size() + 1, std::vector<uint32_t>(b.size() + 1));
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = a[i - 1] == b[j - 1] ? d[i - 1][j - 1] + 1 : std::max(d[i - 1][j], d[i][j - 1]);
    }
  }
  return d[a.size()][b.size()];
}

// Jaro as Winkler's report describes it.
double TextbookJaro(const std::u32string& a, const std::u32string& b) {
  if (a.empty() && b.empty()) return 1;
  if (a.empty() || b.empty()) return 0;
  const auto longer = static_cast<int>(std::max(a.size(), b.size()));
  const int window = std::max(longer / 2 - 1, 0);
  std::vector<bool> in_a(a.size());
  std::vector<bool> in_b(b.size());
  int common = 0;
  for (int i = 0; i < static_cast<int>(a.size()); ++i) {
    for (int j = std::max(0, i - window); j <= std::min(static_cast<int>(b.size()) - 1, i + window); ++j) {
      if (in_b[static_cast<size_t>(j)] || a[static_cast<size_t>(i)] != b[static_cast<size_t>(j)]) continue;
      in_a[static_cast<size_t>(i)] = in_b[static_cast<size_t>(j)] = true;
      ++common;
      break;
    }
  }
  if (common == 0) return 0;
  std::u32string x;
  std::u32string y;
  for (size_t i = 0; i < a.size(); ++i) {
    if (in_a[i]) x += a[i];
  }
  for (size_t i = 0; i < b.size(); ++i) {
    if (in_b[i]) y += b[i];
  }
  int displaced = 0;
  for (size_t i = 0; i < x.size(); ++i) displaced += x[i] != y[i] ? 1 : 0;
  const double m = common;
  return (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) + (m - displaced / 2) / m) / 3;
}

double TextbookJaroWinkler(const std::u32string& a, const std::u32string& b) {
  const double jaro = TextbookJaro(a, b);
  if (jaro <= 0.7) return jaro;
  int prefix = 0;
  while (prefix < 4 && static_cast<size_t>(prefix) < std::min(a.size(), b.size()) &&
         a[static_cast<size_t>(prefix)] == b[static_cast<size_t>(prefix)]) {
    ++prefix;
  }
  return jaro + 0.1 * prefix * (1 - jaro);
}

std::string Hex(const std::u32string& text) {
  std::string out;
  for (const char32_t c : text) out += std::to_string(static_cast<uint32_t>(c)) + " ";
  return out;
}

void CheckPair(TextPool& pool, const std::u32string& x, const std::u32string& y) {
  SCOPED_TRACE(Hex(x) + "| " + Hex(y));
  const PreparedText a = pool.Add(x);
  const PreparedText b = pool.Add(y);
  const uint32_t edits = TextbookDistance(x, y, false);
  const uint32_t swaps = TextbookDistance(x, y, true);
  ASSERT_EQ(Levenshtein(a, b), edits);
  ASSERT_EQ(Levenshtein(b, a), edits);
  ASSERT_EQ(Osa(a, b), swaps);
  ASSERT_EQ(Osa(b, a), swaps);
  ASSERT_LE(FewestEdits(a, b), swaps);
  for (const uint32_t cutoff : {0U, 1U, 2U, 3U, 8U, 100U}) {
    ASSERT_EQ(LevenshteinWithin(a, b, cutoff), std::min(edits, cutoff + 1));
    ASSERT_EQ(OsaWithin(a, b, cutoff), std::min(swaps, cutoff + 1));
  }
  ASSERT_EQ(CommonSubsequence(a, b), TextbookSubsequence(x, y));
  ASSERT_EQ(CommonSubsequence(b, a), TextbookSubsequence(x, y));
  ASSERT_EQ(SameText(a, b), x == y);
  const double jaro = TextbookJaro(x, y);
  const double winkler = TextbookJaroWinkler(x, y);
  ASSERT_EQ(Jaro(a, b), jaro);
  ASSERT_EQ(Jaro(b, a), jaro);
  ASSERT_EQ(JaroWinkler(a, b), winkler);
  for (const double cutoff : {0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0, winkler}) {
    ASSERT_EQ(JaroWinklerAtLeast(a, b, cutoff), winkler >= cutoff ? winkler : 0.0);
    ASSERT_EQ(JaroAtLeast(a, b, cutoff), jaro >= cutoff ? jaro : 0.0);
  }
}

TEST(Similarity, AgreesWithTheTextbookOnShortTexts) {
  Random random(20261123);
  for (int round = 0; round < 30'000; ++round) {
    TextPool pool;
    const std::u32string& alphabet = kAlphabets[Below(random, kAlphabets.size())];
    const std::u32string& other = kAlphabets[Below(random, kAlphabets.size())];
    const std::u32string x = RandomText(random, alphabet, 12);
    CheckPair(pool, x, Below(random, 2) == 0 ? Disturbed(random, x, alphabet) : RandomText(random, other, 12));
    if (HasFatalFailure()) return;
  }
}

TEST(Similarity, AgreesWithTheTextbookOnLongTexts) {
  Random random(7);
  for (int round = 0; round < 400; ++round) {
    TextPool pool;
    const std::u32string& alphabet = kAlphabets[Below(random, kAlphabets.size())];
    const std::u32string x = RandomText(random, alphabet, round % 4 == 0 ? 300 : 140);
    CheckPair(pool, x, Below(random, 3) == 0 ? RandomText(random, alphabet, 140) : Disturbed(random, x, alphabet));
    if (HasFatalFailure()) return;
  }
}

TEST(Similarity, OneAgainstManyGivesTheSameAnswers) {
  Random random(99);
  for (int round = 0; round < 300; ++round) {
    TextPool pool;
    const std::u32string& alphabet = kAlphabets[Below(random, kAlphabets.size())];
    const std::u32string query = RandomText(random, alphabet, round % 10 == 0 ? 90 : round % 2 == 0 ? 9 : 20);
    const PreparedText one = pool.Add(query);
    std::vector<PreparedText> others;
    const size_t longest = round % 2 == 0 ? 8 : 20;
    for (size_t i = Below(random, 120); i > 0; --i) {
      const auto& used = Below(random, 5) == 0 ? kAlphabets[Below(random, kAlphabets.size())] : alphabet;
      others.push_back(
          pool.Add(Below(random, 2) == 0 ? Disturbed(random, query, used) : RandomText(random, used, longest)));
    }
    std::vector<uint32_t> edits(others.size());
    std::vector<double> shares(others.size());
    for (const uint32_t cutoff : {0U, 1U, 2U, 5U, 200U}) {
      LevenshteinWithin(one, others, cutoff, edits);
      for (size_t i = 0; i < others.size(); ++i) ASSERT_EQ(edits[i], LevenshteinWithin(one, others[i], cutoff));
      OsaWithin(one, others, cutoff, edits);
      for (size_t i = 0; i < others.size(); ++i) ASSERT_EQ(edits[i], OsaWithin(one, others[i], cutoff));
    }
    for (const double cutoff : {0.0, 0.7, 0.9}) {
      JaroWinklerAtLeast(one, others, cutoff, shares);
      for (size_t i = 0; i < others.size(); ++i) ASSERT_EQ(shares[i], JaroWinklerAtLeast(one, others[i], cutoff));
    }
  }
}

TEST(Similarity, TakesMalformedAndEndlessTexts) {
  TextPool pool;
  EXPECT_EQ(pool.Add("\xFF\xC3").size, 2U);
  EXPECT_EQ(Levenshtein(pool.Add("a\xFF"), pool.Add("a\xEF\xBF\xBD")), 0U);
  EXPECT_EQ(Levenshtein(pool.Add("张\xE4\xBC"), pool.Add("张伟")), 2U);
  const std::string endless(10U << 20U, 'a');
  const PreparedText long_text = pool.Add(endless);
  EXPECT_EQ(long_text.size, kMostUnits);
  EXPECT_EQ(Levenshtein(long_text, pool.Add("")), kMostUnits);
  EXPECT_EQ(Osa(long_text, pool.Add(endless + "b")), 0U);
  EXPECT_LE(pool.bytes(), 1U << 20U);
}

TEST(Similarity, MasksWithoutVectorInstructionsAreTheSame) {
  Random random(3);
  for (int round = 0; round < 2000; ++round) {
    uint64_t bytes = 0;
    uint64_t pairs = 0;
    uint64_t byte_mask = 0;
    uint64_t pair_mask = 0;
    constexpr uint64_t kBytes[] = {0, 1, 0x7F, 0x80, 0xFF};
    constexpr uint64_t kPairs[] = {0, 1, 0x100, 0x7FFF, 0x8000, 0xFFFF};
    const uint64_t byte = kBytes[Below(random, 5)];
    const uint64_t pair = kPairs[Below(random, 6)];
    for (unsigned i = 0; i < 8; ++i) {
      const uint64_t one = kBytes[Below(random, 5)];
      bytes |= one << (8 * i);
      byte_mask |= static_cast<uint64_t>(one == byte) << i;
    }
    for (unsigned i = 0; i < 4; ++i) {
      const uint64_t one = kPairs[Below(random, 6)];
      pairs |= one << (16 * i);
      pair_mask |= static_cast<uint64_t>(one == pair) << i;
    }
    ASSERT_EQ(EqualBytes(bytes, byte * 0x0101010101010101ULL), byte_mask);
    ASSERT_EQ(EqualPairs(pairs, pair * 0x0001000100010001ULL), pair_mask);
  }
}

TEST(Similarity, SetsAgreeWithSetsOfStrings) {
  Random random(11);
  for (int round = 0; round < 3000; ++round) {
    SetPool pool;
    const std::u32string& alphabet = kAlphabets[Below(random, kAlphabets.size())];
    const std::u32string x = RandomText(random, alphabet, 15);
    const std::u32string y = Disturbed(random, x, alphabet);
    const size_t q = 1 + Below(random, 3);
    const auto grams = [q](const std::u32string& text) {
      std::set<std::u32string> found;
      for (size_t i = 0; i + q <= text.size(); ++i) found.insert(text.substr(i, q));
      if (found.empty() && !text.empty()) found.insert(text);
      return found;
    };
    const auto utf8 = [](const std::u32string& text) {
      std::string out;
      for (const char32_t c : text) AppendCodePoint(c, out);
      return out;
    };
    const std::set<std::u32string> p = grams(x);
    const std::set<std::u32string> r = grams(y);
    std::vector<std::u32string> both;
    std::ranges::set_intersection(p, r, std::back_inserter(both));
    const PreparedSet a = pool.AddQgrams(utf8(x), static_cast<int>(q));
    const PreparedSet b = pool.AddQgrams(utf8(y), static_cast<int>(q));
    ASSERT_EQ(CommonItems(a, b), both.size()) << Hex(x) << "| " << Hex(y);
    ASSERT_EQ(a.size, p.size());
    if (p.empty() || r.empty()) continue;
    const auto common = static_cast<double>(both.size());
    const auto all = static_cast<double>(p.size() + r.size());
    ASSERT_EQ(Jaccard(a, b), common / (all - common));
    ASSERT_EQ(DiceShare(a, b), 2 * common / all);
    ASSERT_EQ(Overlap(a, b), common / static_cast<double>(std::min(p.size(), r.size())));
    ASSERT_EQ(Jaccard(a, b), Jaccard(b, a));
    ASSERT_LE(CosineShare(a, b), 1.0 + 1e-12);
  }
}

std::string Measure(const std::string& measure, const std::string& x, const std::string& y) {
  TextPool texts;
  SetPool sets;
  const PreparedText a = texts.Add(x);
  const PreparedText b = texts.Add(y);
  const PreparedSet p = measure == "words" ? sets.AddWords(x) : sets.AddQgrams(x, 2);
  const PreparedSet q = measure == "words" ? sets.AddWords(y) : sets.AddQgrams(y, 2);
  if (measure == "levenshtein") return std::to_string(Levenshtein(a, b));
  if (measure == "osa") return std::to_string(Osa(a, b));
  if (measure == "subsequence") return std::to_string(CommonSubsequence(a, b));
  if (measure == "prefix") return std::to_string(CommonPrefix(a, b));
  if (measure == "levenshtein_share") return std::to_string(LevenshteinShare(a, b));
  if (measure == "subsequence_share") return std::to_string(CommonSubsequenceShare(a, b));
  if (measure == "jaro") return std::to_string(Jaro(a, b));
  if (measure == "jaro_winkler") return std::to_string(JaroWinkler(a, b));
  if (measure == "overlap2") return std::to_string(Overlap(p, q));
  if (measure == "dice2") return std::to_string(DiceShare(p, q));
  if (measure == "cosine2") return std::to_string(CosineShare(p, q));
  return std::to_string(Jaccard(p, q));
}

TEST(Similarity, FollowsTheTable) {
  const std::vector<TruthRow> rows = ReadTruthTable(kData + "similarity.tsv");
  ASSERT_GE(rows.size(), 100U);
  for (const TruthRow& row : rows) {
    ASSERT_EQ(row.cells.size(), 4U) << row.place;
    EXPECT_EQ(Measure(row.cells[0], row.cells[1], row.cells[2]), row.cells[3]) << row.place;
    EXPECT_EQ(Measure(row.cells[0], row.cells[2], row.cells[1]), row.cells[3]) << row.place;
  }
}

}  // namespace
}  // namespace xiuhua::text
