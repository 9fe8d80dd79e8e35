// Nanoseconds a comparison of the kernels that linkage repeats a hundred million times. Build with -DXIUHUA_BENCH=ON,
// run bench/similarity_bench. Every figure is the time of one pair ("items"); read the CPU column on a shared machine.
//
// Beside each stands rapidfuzz-cpp where its headers are found: unpack its source package somewhere and build with
// CPLUS_INCLUDE_PATH=.../rapidfuzz-cpp. Without it, the bars are those of rapidfuzz-cpp f34fe29 (g++ 12, -O3
// -march=native, one core with AVX-512, surnames of 6.6 letters), ns a pair: Jaro-Winkler 95, cut at 0.9 68, cached 40,
// 16 at once 14.8; Levenshtein 84, cut at 2 40, cached 40, 16 at once 4.2; OSA 97; Chinese names of 2-3 characters 83;
// 18-place numbers cut at 2 138.
// XIUHUA_BENCH_NAMES=FILE (one name a line) takes the place of the made-up surnames.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "text/date_relation.h"
#include "text/id_relation.h"
#include "text/name_relation.h"
#include "text/set_similarity.h"
#include "text/similarity.h"
#include "text/width.h"

#if __has_include(<rapidfuzz/distance.hpp>)
#include <rapidfuzz/distance.hpp>
#define XIUHUA_RAPIDFUZZ 1
#endif

namespace xiuhua::text {
namespace {

constexpr size_t kTexts = 4096;

// The same numbers on every machine.
struct Dice {
  uint64_t state = 88172645463325252ULL;
  size_t Below(size_t n) {
    state ^= state << 13U;
    state ^= state >> 7U;
    state ^= state << 17U;
    return state % n;
  }
};

std::vector<std::string> MadeUpSurnames() {
  const std::vector<std::string> heads = {"ma",  "cle", "bro", "sto", "wi", "han",
                                          "ker", "tho", "ja",  "ri",  "we", "gra"};
  const std::vector<std::string> middles = {"l", "rr", "ng", "st", "ll", "v", "ck", "d", "n", "tt"};
  const std::vector<std::string> tails = {"an", "son", "er", "ey", "ings", "ton", "s", "field", "well", "o"};
  Dice dice;
  std::vector<std::string> names;
  for (size_t i = 0; i < kTexts; ++i) {
    std::string name = heads[dice.Below(heads.size())] + middles[dice.Below(middles.size())];
    if (dice.Below(4) == 0) name += heads[dice.Below(heads.size())];
    names.push_back(name + tails[dice.Below(tails.size())]);
  }
  return names;
}

const std::vector<std::string>& Surnames() {
  static const std::vector<std::string> names = [] {
    const char* path = std::getenv("XIUHUA_BENCH_NAMES");
    std::vector<std::string> read;
    if (path != nullptr) {
      std::ifstream file(path);
      for (std::string line; read.size() < kTexts && std::getline(file, line);) read.push_back(line);
    }
    for (size_t i = 0; !read.empty() && read.size() < kTexts; ++i) read.push_back(read[i]);
    return read.empty() ? MadeUpSurnames() : read;
  }();
  return names;
}

// Surnames and given names of the commonest characters, some 200 of them; two thirds have three characters.
const std::vector<std::string>& HanNames() {
  static const std::vector<std::string> names = [] {
    const std::u32string surnames = U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗彭田石龙向麻";
    const std::u32string given =
        U"伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉萍红玲芬燕梅莉桃建国志文斌宇浩然子轩梓涵欣怡雨泽佳琪思"
        U"远海山林峰春生福德金银宝忠孝义仁智信和顺安康宁乐清水木火土东南西北中天地日月星云雷电风雪花草树";
    Dice dice;
    std::vector<std::string> made;
    for (size_t i = 0; i < kTexts; ++i) {
      std::string name;
      AppendCodePoint(surnames[dice.Below(surnames.size())], name);
      AppendCodePoint(given[dice.Below(given.size())], name);
      if (dice.Below(3) != 0) AppendCodePoint(given[dice.Below(given.size())], name);
      made.push_back(name);
    }
    return made;
  }();
  return names;
}

const std::vector<std::string>& Ids() {
  static const std::vector<std::string> ids = [] {
    Dice dice;
    std::vector<std::string> made;
    for (size_t i = 0; i < kTexts; ++i) {
      const std::string first = "4331" + std::to_string(22 + dice.Below(9)) + std::to_string(1940 + dice.Below(80)) +
                                std::to_string(101 + dice.Below(12)).substr(1) +
                                std::to_string(101 + dice.Below(28)).substr(1) +
                                std::to_string(1000 + dice.Below(1000)).substr(1);
      made.push_back(first + IdCheckDigit(first));
    }
    return made;
  }();
  return ids;
}

std::vector<PreparedText> Prepared(const std::vector<std::string>& texts) {
  static TextPool pool;
  std::vector<PreparedText> prepared;
  for (const std::string& text : texts) prepared.push_back(pool.Add(text));
  return prepared;
}

// Pairs in an order that is not learned by heart: each text against one 1,021 places further on, then 1,021 more ...
template <class Texts, class Compare>
void EachPair(benchmark::State& state, const Texts& texts, Compare compare) {
  size_t i = 0;
  size_t step = 1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(compare(texts[i], texts[(i + step) % kTexts]));
    if (++i == kTexts) {
      i = 0;
      step = (step + 1021) % kTexts;
    }
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()));
}

template <class Out, class Compare>
void OneAgainstAll(benchmark::State& state, const std::vector<std::string>& texts, Compare compare) {
  const std::vector<PreparedText> prepared = Prepared(texts);
  std::vector<Out> out(kTexts);
  size_t i = 0;
  for (auto _ : state) {
    compare(prepared[i++ % kTexts], prepared, out);
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(kTexts));
  state.counters["ns/pair"] = benchmark::Counter(static_cast<double>(state.iterations()) * kTexts / 1e9,
                                                 benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

#define PAIRS(name, texts, expression)                                                                           \
  void name(benchmark::State& state) {                                                                           \
    EachPair(state, Prepared(texts()), [](const PreparedText& a, const PreparedText& b) { return expression; }); \
  }                                                                                                              \
  BENCHMARK(name)

PAIRS(JaroWinklerSurnames, Surnames, JaroWinkler(a, b));
PAIRS(JaroWinklerCut09Surnames, Surnames, JaroWinklerAtLeast(a, b, 0.9));
PAIRS(LevenshteinSurnames, Surnames, Levenshtein(a, b));
PAIRS(LevenshteinCut2Surnames, Surnames, LevenshteinWithin(a, b, 2));
PAIRS(OsaSurnames, Surnames, Osa(a, b));
PAIRS(JaroWinklerHan, HanNames, JaroWinkler(a, b));
PAIRS(LevenshteinHan, HanNames, Levenshtein(a, b));
PAIRS(LevenshteinIds, Ids, Levenshtein(a, b));
PAIRS(LevenshteinCut2Ids, Ids, LevenshteinWithin(a, b, 2));
PAIRS(OsaIds, Ids, Osa(a, b));
PAIRS(OsaCut2Ids, Ids, OsaWithin(a, b, 2));

#define BATCH(name, texts, type, call)                                                                      \
  void name(benchmark::State& state) {                                                                      \
    OneAgainstAll<type>(state, texts(), [](const PreparedText& one, const auto& all, auto& out) { call; }); \
  }                                                                                                         \
  BENCHMARK(name)

BATCH(BatchLevenshteinSurnames, Surnames, uint32_t, LevenshteinWithin(one, all, 1000, out));
BATCH(BatchLevenshteinCut2Surnames, Surnames, uint32_t, LevenshteinWithin(one, all, 2, out));
BATCH(BatchOsaCut2Surnames, Surnames, uint32_t, OsaWithin(one, all, 2, out));
BATCH(BatchJaroWinklerSurnames, Surnames, double, JaroWinklerAtLeast(one, all, 0.0, out));
BATCH(BatchJaroWinklerCut07Surnames, Surnames, double, JaroWinklerAtLeast(one, all, 0.7, out));
BATCH(BatchJaroWinklerCut09Surnames, Surnames, double, JaroWinklerAtLeast(one, all, 0.9, out));
BATCH(BatchLevenshteinCut1Han, HanNames, uint32_t, LevenshteinWithin(one, all, 1, out));
BATCH(BatchLevenshteinHan, HanNames, uint32_t, LevenshteinWithin(one, all, 1000, out));
BATCH(BatchJaroWinklerHan, HanNames, double, JaroWinklerAtLeast(one, all, 0.0, out));
BATCH(BatchOsaCut2Ids, Ids, uint32_t, OsaWithin(one, all, 2, out));

std::vector<PreparedName> PreparedNames(const std::vector<std::string>& texts) {
  static NamePool pool;
  std::vector<PreparedName> names;
  for (const std::string& text : texts) names.push_back(pool.Add(text));
  return names;
}

void RelateHanNames(benchmark::State& state) {
  EachPair(state, PreparedNames(HanNames()),
           [](const PreparedName& a, const PreparedName& b) { return RelateNames(a, b); });
}
BENCHMARK(RelateHanNames);

// One surname: what a block of one surname and one village holds.
void RelateHanNamesOfOneSurname(benchmark::State& state) {
  std::vector<std::string> names = HanNames();
  for (std::string& name : names) name.replace(0, 3, "彭");
  EachPair(state, PreparedNames(names), [](const PreparedName& a, const PreparedName& b) { return RelateNames(a, b); });
}
BENCHMARK(RelateHanNamesOfOneSurname);

void RelateSurnames(benchmark::State& state) {
  EachPair(state, PreparedNames(Surnames()),
           [](const PreparedName& a, const PreparedName& b) { return RelateNames(a, b); });
}
BENCHMARK(RelateSurnames);

void PrepareHanName(benchmark::State& state) {
  NamePool pool;
  size_t i = 0;
  for (auto _ : state) {
    if (i++ % 65536 == 0) pool = NamePool();
    benchmark::DoNotOptimize(pool.Add(HanNames()[i % kTexts]).key);
  }
}
BENCHMARK(PrepareHanName);

template <bool kWrong>
void RelateIdPairs(benchmark::State& state) {
  std::vector<PreparedId> ids;
  for (size_t i = 0; i < kTexts; ++i) {
    std::string id = Ids()[i];
    if (kWrong && i % 2 == 0) id[16] = id[16] == '9' ? '0' : static_cast<char>(id[16] + 1);
    ids.push_back(PrepareId(ParseIdNumber(id)));
  }
  EachPair(state, ids, [](const PreparedId& a, const PreparedId& b) { return RelateIds(a, b); });
}
BENCHMARK(RelateIdPairs<false>)->Name("RelateValidIds");
BENCHMARK(RelateIdPairs<true>)->Name("RelateHalfWrongIds");

void RelateDatePairs(benchmark::State& state) {
  std::vector<PreparedDate> dates;
  Dice dice;
  for (size_t i = 0; i < kTexts; ++i) dates.push_back(PrepareDate(Date{static_cast<int32_t>(dice.Below(25'000))}));
  EachPair(state, dates, [](const PreparedDate& a, const PreparedDate& b) { return RelateDates(a, b); });
}
BENCHMARK(RelateDatePairs);

void JaccardOfBigrams(benchmark::State& state) {
  SetPool pool;
  std::vector<PreparedSet> sets;
  for (const std::string& name : Surnames()) sets.push_back(pool.AddQgrams(name, 2));
  EachPair(state, sets, [](const PreparedSet& a, const PreparedSet& b) { return Jaccard(a, b); });
}
BENCHMARK(JaccardOfBigrams);

#ifdef XIUHUA_RAPIDFUZZ
std::vector<std::u32string> Wide(const std::vector<std::string>& texts) {
  std::vector<std::u32string> wide;
  for (const std::string& text : texts) {
    for (wide.emplace_back(); const char32_t c : CodePoints(text)) wide.back() += c;
  }
  return wide;
}

#define RAPIDFUZZ(name, texts, expression)                                           \
  void name(benchmark::State& state) {                                               \
    EachPair(state, texts, [](const auto& a, const auto& b) { return expression; }); \
  }                                                                                  \
  BENCHMARK(name)

RAPIDFUZZ(RapidfuzzJaroWinklerSurnames, Surnames(), rapidfuzz::jaro_winkler_similarity(a, b));
RAPIDFUZZ(RapidfuzzJaroWinklerCut09Surnames, Surnames(), rapidfuzz::jaro_winkler_similarity(a, b, 0.1, 0.9));
RAPIDFUZZ(RapidfuzzLevenshteinSurnames, Surnames(), rapidfuzz::levenshtein_distance(a, b));
RAPIDFUZZ(RapidfuzzLevenshteinCut2Surnames, Surnames(), rapidfuzz::levenshtein_distance(a, b, {1, 1, 1}, size_t{2}));
RAPIDFUZZ(RapidfuzzOsaSurnames, Surnames(), rapidfuzz::osa_distance(a, b));
RAPIDFUZZ(RapidfuzzJaroWinklerHan, Wide(HanNames()), rapidfuzz::jaro_winkler_similarity(a, b));
RAPIDFUZZ(RapidfuzzLevenshteinHan, Wide(HanNames()), rapidfuzz::levenshtein_distance(a, b));
RAPIDFUZZ(RapidfuzzLevenshteinCut2Ids, Ids(), rapidfuzz::levenshtein_distance(a, b, {1, 1, 1}, size_t{2}));
RAPIDFUZZ(RapidfuzzOsaIds, Ids(), rapidfuzz::osa_distance(a, b));

template <class Cached, class Call>
void RapidfuzzCached(benchmark::State& state, Call call) {
  size_t i = 0;
  for (auto _ : state) {
    const Cached cached(Surnames()[i++ % kTexts]);
    for (const std::string& other : Surnames()) benchmark::DoNotOptimize(call(cached, other));
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(kTexts));
  state.counters["ns/pair"] = benchmark::Counter(static_cast<double>(state.iterations()) * kTexts / 1e9,
                                                 benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
void RapidfuzzCachedJaroWinkler(benchmark::State& state) {
  RapidfuzzCached<rapidfuzz::CachedJaroWinkler<char>>(
      state, [](const auto& cached, const std::string& other) { return cached.similarity(other); });
}
BENCHMARK(RapidfuzzCachedJaroWinkler);
void RapidfuzzCachedLevenshtein(benchmark::State& state) {
  RapidfuzzCached<rapidfuzz::CachedLevenshtein<char>>(
      state, [](const auto& cached, const std::string& other) { return cached.distance(other); });
}
BENCHMARK(RapidfuzzCachedLevenshtein);

#ifdef RAPIDFUZZ_SIMD
// Its widest form: kTexts texts of at most 16 letters prepared side by side, one text against all.
template <class Multi, class Out, class Call>
void RapidfuzzMulti(benchmark::State& state, Call call) {
  Multi multi(kTexts);
  for (const std::string& name : Surnames()) multi.insert(name.substr(0, 16));
  std::vector<Out> out(multi.result_count());
  size_t i = 0;
  for (auto _ : state) {
    call(multi, out, Surnames()[i++ % kTexts]);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(kTexts));
  state.counters["ns/pair"] = benchmark::Counter(static_cast<double>(state.iterations()) * kTexts / 1e9,
                                                 benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
void RapidfuzzMultiLevenshtein(benchmark::State& state) {
  RapidfuzzMulti<rapidfuzz::experimental::MultiLevenshtein<16>, size_t>(
      state, [](const auto& multi, auto& out, const std::string& one) { multi.distance(out.data(), out.size(), one); });
}
BENCHMARK(RapidfuzzMultiLevenshtein);
void RapidfuzzMultiJaroWinkler(benchmark::State& state) {
  RapidfuzzMulti<rapidfuzz::experimental::MultiJaroWinkler<16>, double>(
      state,
      [](const auto& multi, auto& out, const std::string& one) { multi.similarity(out.data(), out.size(), one); });
}
BENCHMARK(RapidfuzzMultiJaroWinkler);
#endif
#endif

}  // namespace
}  // namespace xiuhua::text

BENCHMARK_MAIN();
