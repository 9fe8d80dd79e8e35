// The linkage engine: against an obvious oracle, against itself in another order, and on the known sets where they are.
#include "linkage/link.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "text/id_number.h"
#include "text/similarity.h"

namespace xiuhua::linkage {
namespace {

struct Person {
  std::string id;
  std::string first;
  std::string last;
  std::string born;
  std::string town;
};

constexpr const char* kSpec = R"yaml(
inputs: {unique_id: id}
columns: {first: text, last: text, born: date, town: text}
comparisons:
  - {column: first, levels: [exact, {jaro_winkler: 0.85}], term_frequency: true}
  - {column: last, levels: [exact, {levenshtein: 1}], term_frequency: true}
  - {column: born, levels: [exact, {osa: 1}]}
  - {column: town, levels: [exact]}
blocking:
  - [last]
  - [first, town]
  - [born]
  - ["prefix(last, 2)", year(born)]
  - [deletions(last)]
keep: 0.001
)yaml";

std::string Word(std::mt19937_64& random, size_t from, size_t most) {
  std::string word;
  const size_t size = from + random() % most;
  for (size_t i = 0; i < size; ++i) word += static_cast<char>('a' + random() % 8);
  return word;
}

// Invented people, a share of them twice, the second time with errors and gaps.
std::vector<Person> People(uint64_t seed, size_t entities, bool duplicates) {
  std::mt19937_64 random(seed);
  std::vector<std::string> firsts;
  std::vector<std::string> lasts;
  for (int i = 0; i < 40; ++i) firsts.push_back(Word(random, 4, 4));
  for (int i = 0; i < 90; ++i) lasts.push_back(Word(random, 4, 5));
  std::vector<Person> people;
  for (size_t i = 0; i < entities; ++i) {
    Person one{"e" + std::to_string(i), firsts[random() % firsts.size()], lasts[random() % lasts.size()],
               std::to_string(1940 + random() % 60) + "-0" + std::to_string(1 + random() % 9) + "-1" +
                   std::to_string(random() % 10),
               "t" + std::to_string(random() % 12)};
    people.push_back(one);
    if (!duplicates || random() % 2 == 0) continue;
    one.id += "d";
    if (random() % 5 == 0) one.last[random() % one.last.size()] = 'z';
    if (random() % 6 == 0) one.first.clear();
    if (random() % 6 == 0) one.town = "t" + std::to_string(random() % 12);
    if (random() % 8 == 0) one.born[9] = '9';
    people.push_back(one);
  }
  return people;
}

LinkTable TableOf(const LinkSpec& spec, const std::vector<std::pair<std::string, std::vector<Person>>>& inputs) {
  LinkTableBuilder builder(spec, 2);
  for (const auto& [name, people] : inputs) {
    builder.BeginSource({name, name});
    for (const Person& one : people) EXPECT_TRUE(builder.AddRow(one.id, {one.first, one.last, one.born, one.town}));
  }
  return std::move(builder.Finish()).value();
}

LinkSpec Spec(const std::string& text) {
  auto spec = ParseLinkSpec(text, "spec.yaml");
  EXPECT_TRUE(spec) << spec.error().en;
  return std::move(spec).value();
}

std::unique_ptr<LinkRun> RunOn(const LinkSpec& spec, LinkTable table, int threads) {
  SilentProgress progress;
  auto run = RunLinkOnTable(spec, std::move(table), {.threads = threads}, progress);
  EXPECT_TRUE(run) << run.error().en;
  return std::move(run).value();
}

// Edges by the ids of their records, in any order of rows.
std::map<std::pair<std::string, std::string>, int32_t> ById(const LinkRun& run) {
  std::map<std::pair<std::string, std::string>, int32_t> out;
  for (const Edge& edge : run.scores.edges) {
    std::string a(run.table.ids[edge.left]);
    std::string b(run.table.ids[edge.right]);
    if (b < a) std::swap(a, b);
    out[{a, b}] = edge.weight;
  }
  return out;
}

std::string TestFile(const std::string& name, const std::string& content) {
  const std::string folder =
      testing::TempDir() + "link_" + testing::UnitTest::GetInstance()->current_test_info()->name();
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/" + name, std::ios::binary) << content;
  return folder + "/" + name;
}

std::string ReadError(const std::string& spec_text, const std::string& csv) {
  SilentProgress progress;
  const auto table = ReadLinkTable(Spec(spec_text), {{"a", TestFile("a.csv", csv)}}, {}, progress);
  return table ? "" : table.error().id;
}

// ---- oracle
// ----------------------------------------------------------------------------------------------------------

bool TextbookBlocked(const Person& a, const Person& b) {
  const auto year = [](const Person& p) { return p.born.substr(0, 4); };
  if (!a.last.empty() && a.last == b.last) return true;
  if (!a.first.empty() && a.first == b.first && a.town == b.town) return true;
  if (a.born == b.born) return true;
  if (a.last.substr(0, 2) == b.last.substr(0, 2) && year(a) == year(b)) return true;
  const auto deletions = [](const std::string& word) {
    std::set<std::string> out{word};
    for (size_t i = 0; i < word.size() && word.size() > 3; ++i) out.insert(word.substr(0, i) + word.substr(i + 1));
    return out;
  };
  const auto of_a = deletions(a.last);
  return std::ranges::any_of(deletions(b.last), [&](const std::string& word) { return of_a.contains(word); });
}

size_t TextbookEdits(const std::string& a, const std::string& b, bool swaps) {
  std::vector<std::vector<size_t>> cost(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (swaps && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

std::vector<uint8_t> TextbookCodes(const Person& a, const Person& b) {
  const auto compare = [](const std::string& x, const std::string& y, const auto& near) -> uint8_t {
    if (x.empty() || y.empty()) return 0;
    if (x == y) return 1;
    return near(x, y) ? 2 : 3;
  };
  text::TextPool pool;
  const uint8_t town = a.town.empty() || b.town.empty() ? 0 : (a.town == b.town ? 1 : 2);
  const auto digits = [](std::string date) {
    std::erase(date, '-');
    return date;
  };
  return {
      compare(a.first, b.first,
              [&](const auto& x, const auto& y) { return text::JaroWinkler(pool.Add(x), pool.Add(y)) >= 0.85 - 1e-9; }),
      compare(a.last, b.last, [](const auto& x, const auto& y) { return TextbookEdits(x, y, false) <= 1; }),
      compare(digits(a.born), digits(b.born),
              [](const auto& x, const auto& y) { return TextbookEdits(x, y, true) <= 1; }),
      town};
}

TEST(LinkEngine, ComparesAndWeighsWhatNestedLoopsDo) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    const auto people = People(seed, 150, true);
    LinkSpec spec = Spec(kSpec);
    for (LinkComparison& comparison : spec.comparisons)
      comparison.term_frequency.levels.assign(comparison.levels.size(), false);
    spec.keep = 0;
    const auto run = RunOn(spec, TableOf(spec, {{"a", people}}), 2);
    std::map<std::pair<std::string, std::string>, int32_t> expected;
    for (size_t i = 0; i < people.size(); ++i) {
      for (size_t j = i + 1; j < people.size(); ++j) {
        if (!TextbookBlocked(people[i], people[j])) continue;
        int32_t weight = run->model.prior_weight;
        const auto codes = TextbookCodes(people[i], people[j]);
        for (size_t c = 0; c < codes.size(); ++c)
          weight += codes[c] == 0 ? 0 : run->model.comparisons[c].weights[codes[c] - 1U];
        if (run->model.has_related()) {
          int32_t related = run->model.related_prior_weight;
          for (size_t c = 0; c < codes.size(); ++c)
            related += codes[c] == 0 ? 0 : run->model.comparisons[c].related_weights[codes[c] - 1U];
          weight = JoinWeights(weight, related);
        }
        std::string a = people[i].id;
        std::string b = people[j].id;
        if (b < a) std::swap(a, b);
        expected[{a, b}] = weight;
      }
    }
    EXPECT_EQ(run->scores.scored, static_cast<int64_t>(expected.size()));
    EXPECT_EQ(ById(*run), expected) << "seed " << seed;
  }
}

TEST(LinkEngine, SharesOfLevelsAreThoseOfAllPairs) {
  const auto people = People(9, 120, true);
  const LinkSpec spec = Spec(kSpec);
  const auto run = RunOn(spec, TableOf(spec, {{"a", people}}), 1);
  std::vector<std::map<int, double>> counts(4);
  std::vector<double> sums(4, 0);
  for (size_t i = 0; i < people.size(); ++i) {
    for (size_t j = i + 1; j < people.size(); ++j) {
      const auto codes = TextbookCodes(people[i], people[j]);
      for (size_t c = 0; c < 4; ++c) {
        if (codes[c] == 0) continue;
        ++counts[c][codes[c]];
        ++sums[c];
      }
    }
  }
  for (size_t c = 0; c < 4; ++c) {
    for (size_t level = 0; level < run->model.comparisons[c].all.size(); ++level) {
      EXPECT_NEAR(run->model.comparisons[c].all[level], counts[c][static_cast<int>(level) + 1] / sums[c], 1e-12);
    }
  }
}

// ---- the same result however it is computed
// --------------------------------------------------------------------------

TEST(LinkEngine, SameBitsAtAnyNumberOfThreads) {
  const LinkSpec spec = Spec(kSpec);
  const auto people = People(21, 2000, true);
  const auto one = RunOn(spec, TableOf(spec, {{"a", people}}), 1);
  for (const int threads : {2, 3, 7}) {
    const auto many = RunOn(spec, TableOf(spec, {{"a", people}}), threads);
    EXPECT_EQ(ModelJson(one->model), ModelJson(many->model));
    EXPECT_EQ(one->scores.edges, many->scores.edges);
    EXPECT_EQ(one->clustering.cluster, many->clustering.cluster);
  }
}

TEST(LinkEngine, SameBitsInAnyOrderOfRows) {
  const LinkSpec spec = Spec(kSpec);
  auto people = People(22, 1500, true);
  const auto before = RunOn(spec, TableOf(spec, {{"a", people}}), 2);
  std::shuffle(people.begin(), people.end(), std::mt19937_64(5));
  const auto after = RunOn(spec, TableOf(spec, {{"a", people}}), 2);
  EXPECT_EQ(ModelJson(before->model), ModelJson(after->model));
  EXPECT_EQ(ById(*before), ById(*after));
  std::map<std::string, std::string> first;
  std::map<std::string, std::string> second;
  for (uint32_t i = 0; i < before->table.records(); ++i) {
    first[std::string(before->table.ids[i])] = before->table.ids[before->clustering.cluster[i]];
    second[std::string(after->table.ids[i])] = after->table.ids[after->clustering.cluster[i]];
  }
  EXPECT_EQ(first, second);
}

TEST(LinkEngine, TrainsOnTheSameSampleInAnyOrderOfRows) {
  const LinkSpec spec = Spec(kSpec);
  auto people = People(23, 3000, true);
  SilentProgress progress;
  const LinkOptions options{.threads = 2, .train_pairs = 20'000};
  const auto before = RunLinkOnTable(spec, TableOf(spec, {{"a", people}}), options, progress);
  std::shuffle(people.begin(), people.end(), std::mt19937_64(6));
  const auto after = RunLinkOnTable(spec, TableOf(spec, {{"a", people}}), options, progress);
  ASSERT_TRUE(before);
  ASSERT_TRUE(after);
  EXPECT_EQ(ModelJson((*before)->model), ModelJson((*after)->model));
}

TEST(LinkEngine, SameEdgesFromAStoredModel) {
  const LinkSpec spec = Spec(kSpec);
  const auto people = People(24, 800, true);
  const auto trained = RunOn(spec, TableOf(spec, {{"a", people}}), 2);
  const std::string path = TestFile("model.json", ModelJson(trained->model));
  SilentProgress progress;
  const auto again = RunLinkOnTable(spec, TableOf(spec, {{"a", people}}), {.threads = 2, .model_path = path}, progress);
  ASSERT_TRUE(again) << again.error().en;
  EXPECT_EQ(ModelJson(trained->model), ModelJson((*again)->model));
  EXPECT_EQ(trained->scores.edges, (*again)->scores.edges);
  const std::string other = TestFile("other.json", "{\"format\": \"xiuhua link model 1\"}");
  const auto refused = RunLinkOnTable(spec, TableOf(spec, {{"a", people}}), {.model_path = other}, progress);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().id, "LNK-018");
}

TEST(LinkEngine, LinksAcrossInputsOnlyUnlessAskedForMore) {
  LinkSpec spec = Spec(kSpec);
  const auto people = People(25, 300, true);
  const auto across = RunOn(spec, TableOf(spec, {{"a", people}, {"b", people}}), 2);
  for (const Edge& edge : across->scores.edges)
    EXPECT_NE(across->table.SourceOf(edge.left), across->table.SourceOf(edge.right));
  spec.within = true;
  const auto within = RunOn(spec, TableOf(spec, {{"a", people}, {"b", people}}), 2);
  EXPECT_GT(within->scores.scored, across->scores.scored);
}

// ---- what must not be invented, what must be found
// -------------------------------------------------------------------

TEST(LinkEngine, FindsNothingWhereNobodyIsTwice) {
  const LinkSpec spec = Spec(kSpec);
  const auto run = RunOn(spec, TableOf(spec, {{"a", People(31, 3000, false)}}), 2);
  const auto links = std::ranges::count_if(run->scores.edges, [](const Edge& edge) { return edge.weight >= 0; });
  EXPECT_LE(links, 6) << "of " << run->scores.scored << " compared";
}

TEST(LinkEngine, FindsThoseWhoAreTwice) {
  const LinkSpec spec = Spec(kSpec);
  const auto run = RunOn(spec, TableOf(spec, {{"a", People(32, 2000, true)}}), 2);
  int64_t right = 0;
  int64_t links = 0;
  int64_t truth = 0;
  for (const std::string_view id : run->table.ids) truth += id.ends_with('d');
  for (const auto& [pair, weight] : ById(*run)) {
    if (weight < 0) continue;
    ++links;
    right += pair.second == pair.first + "d";
  }
  const double f1 = 2.0 * static_cast<double>(right) / static_cast<double>(links + truth);
  EXPECT_GE(f1, 0.97) << right << " right of " << links << ", " << truth << " true";
}

// ---- hostile inputs
// ---------------------------------------------------------------------------------------------------

TEST(LinkEngine, AllEqualAndAllEmptyColumns) {
  LinkSpec spec = Spec(kSpec);
  std::vector<Person> people(300, Person{"", "same", "same", "1990-01-01", ""});
  for (size_t i = 0; i < people.size(); ++i) people[i].id = std::to_string(i);
  const auto equal = RunOn(spec, TableOf(spec, {{"a", people}}), 2);
  EXPECT_EQ(equal->scores.scored, 300 * 299 / 2);
  for (Person& one : people) one.first = one.last = one.born = "";
  const auto empty = RunOn(spec, TableOf(spec, {{"a", people}}), 2);
  EXPECT_EQ(empty->scores.scored, 0);
  EXPECT_EQ(empty->clustering.clusters, 300U);
}

TEST(LinkEngine, HotBlocksAreSplitAndSaidSo) {
  LinkSpec spec = Spec(R"yaml(
inputs: {unique_id: id}
columns: {first: text, last: text, born: date, town: text}
comparisons: [{column: first, levels: [exact]}, {column: born, levels: [exact]}]
blocking: [{keys: [last], cap: 50}]
)yaml");
  auto people = People(41, 400, false);
  for (Person& one : people) one.last = "same";
  const auto run = RunOn(spec, TableOf(spec, {{"a", people}}), 2);
  const RuleCount& count = run->blocks->rules()[0].count;
  EXPECT_EQ(count.split_blocks, 1);
  EXPECT_FALSE(count.split_by.empty());
  EXPECT_LE(count.largest_block, 50);
  EXPECT_EQ(run->scores.scored, count.pairs);
}

TEST(LinkEngine, RefusesAboveTheBudget) {
  LinkSpec spec = Spec(kSpec);
  spec.max_pairs = 10;
  SilentProgress progress;
  const auto run = RunLinkOnTable(spec, TableOf(spec, {{"a", People(42, 200, true)}}), {}, progress);
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().id, "LNK-015");
}

TEST(LinkEngine, CancelledRunsStop) {
  const LinkSpec spec = Spec(kSpec);
  SilentProgress progress;
  progress.Cancel();
  const auto run = RunLinkOnTable(spec, TableOf(spec, {{"a", People(43, 200, true)}}), {}, progress);
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().id, "BAS-003");
}

TEST(LinkEngine, InputsAreRefusedWithReasons) {
  const std::string head = "id, first ,last,born,town\n";
  EXPECT_EQ(ReadError(kSpec, head + "1,a,b,1990-01-01,t\n2,a,b,1990-01-01,t\n"), "");
  EXPECT_EQ(ReadError(kSpec, "id,first,last,born\n1,a,b,1990-01-01\n"), "LNK-011");
  EXPECT_EQ(ReadError(kSpec, head + "1,a,b,1990-01-01,t\n1,a,b,1990-01-01,t\n"), "LNK-012");
  EXPECT_EQ(ReadError(kSpec, head + "1,a,b,1990-01-01,t\n,a,b,1990-01-01,t\n"), "LNK-013");
  EXPECT_EQ(ReadError(kSpec, head + "1,a\xff\xfe,b,1990-01-01,t\n"), "LNK-014");
  EXPECT_EQ(ReadError(kSpec, head), "LNK-017");
}

TEST(LinkEngine, RefusesMoreRowsThanItCounts) {
  const LinkSpec spec = Spec(kSpec);
  LinkTableBuilder builder(spec, 1, 1);
  builder.BeginSource({"a", "a"});
  ASSERT_TRUE(builder.AddRow("1", {"a", "b", "", ""}));
  const auto second = builder.AddRow("2", {"a", "b", "", ""});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().id, "LNK-016");
}

TEST(LinkEngine, BirthdaysWrittenByTheLunarCalendar) {
  const LinkSpec spec = Spec(R"yaml(
inputs: {unique_id: id}
columns: {born: date}
comparisons: [{column: born, levels: [exact, {date: lunar}]}]
blocking: [[year(born)]]
)yaml");
  LinkTableBuilder builder(spec, 1);
  builder.BeginSource({"a", "a"});
  for (const char* born : {"1970-01-05", "1970-02-10", "1970-07-07"}) ASSERT_TRUE(builder.AddRow(born, {born}));
  const LinkTable table = std::move(builder.Finish()).value();
  const CompareTables tables(spec, table, 1);
  PairComparer comparer(tables);
  const std::vector<uint32_t> rights{1, 2};
  comparer.Compare(0, rights);
  EXPECT_EQ(comparer.codes(0)[0], 2);
  EXPECT_EQ(comparer.codes(0)[1], 3);
}

TEST(LinkEngine, ACellOfTenMegabytes) {
  const std::string giant(10'000'000, 'x');
  EXPECT_EQ(ReadError(kSpec, "id,first,last,born,town\n1," + giant + ",b,1990-01-01,t\n2,a,b,1990-01-01,t\n"), "");
}

struct BadSpec {
  const char* from;
  const char* to;
  const char* error;
};

TEST(LinkSpecFile, RefusesWhatMakesNoSense) {
  const BadSpec bad[] = {
      {"column: first,", "column: frist,", "LNK-010"},
      {"{jaro_winkler: 0.85}", "{jaro_winkler: 1.5}", "LNK-010"},
      {"{jaro_winkler: 0.85}", "{jaro_wrinkler: 0.85}", "LNK-010"},
      {"{levenshtein: 1}", "{days: 1}", "LNK-010"},
      {"{levenshtein: 1}", "{levenshtein: 0}", "LNK-010"},
      {"- [last]", "- [lsat]", "LNK-010"},
      {"prefix(last, 2)", "prefix(last)", "LNK-010"},
      {"prefix(last, 2)", "sounds(last)", "LNK-010"},
      {"keep: 0.001", "keep: 2", "LNK-010"},
      {"keep: 0.001", "kept: 2", "LAK-002"},
      {"born: date", "born: day", "LAK-005"},
      {"inputs: {unique_id: id}", "inputs: {}", "LAK-003"},
  };
  for (const BadSpec& one : bad) {
    std::string text = kSpec;
    const size_t at = text.find(one.from);
    ASSERT_NE(at, std::string::npos) << one.from;
    text.replace(at, std::string(one.from).size(), one.to);
    const auto spec = ParseLinkSpec(text, "spec.yaml");
    ASSERT_FALSE(spec) << one.to;
    EXPECT_EQ(spec.error().id, one.error) << one.to;
    EXPECT_EQ(spec.error().where.file, "spec.yaml");
  }
}

// ---- conflicts, households
// ----------------------------------------------------------------------------------------------

TEST(LinkEngine, DifferentValidNumbersAreNeverOnePerson) {
  LinkSpec spec = Spec(R"yaml(
inputs: {unique_id: id}
columns: {number: id_number, name: chinese_name, born: date, town: text}
comparisons:
  - {column: number, levels: [exact, {id: typo}]}
  - {column: name, levels: [exact, {name: same_sound}]}
  - {column: born, levels: [exact]}
blocking: [[name], [born]]
prior: {matches: 1}
keep: 0
conflicts: [{different_ids: number}]
)yaml");
  LinkTableBuilder builder(spec, 1);
  builder.BeginSource({"a", "a"});
  // Invented numbers with right check places.
  const auto number = [](const std::string& first) { return first + text::IdCheckDigit(first); };
  ASSERT_TRUE(builder.AddRow("1", {number("43312419900101001"), "向小花", "1990-01-01", ""}));
  ASSERT_TRUE(builder.AddRow("2", {number("43312419900101003"), "向小花", "1990-01-01", ""}));
  ASSERT_TRUE(builder.AddRow("3", {"", "向小花", "1990-01-01", ""}));
  const auto run = RunOn(spec, std::move(builder.Finish()).value(), 1);
  EXPECT_EQ(ById(*run).count({"1", "2"}), 0U);
  EXPECT_EQ(ById(*run).count({"1", "3"}), 1U);
}

// Families that share surname, town and house, nobody twice but a few: relatives are not one person.
TEST(LinkEngine, RelativesAreNotOnePerson) {
  const LinkSpec spec = Spec(R"yaml(
inputs: {unique_id: id}
columns: {first: text, last: text, born: date, town: text}
comparisons:
  - {column: first, levels: [exact, {osa: 1}]}
  - {column: last, levels: [exact, {levenshtein: 1}]}
  - {column: born, levels: [exact, {osa: 1}]}
  - {column: town, levels: [exact]}
blocking: [[last, town], [born], [first, last]]
)yaml");
  std::mt19937_64 random(77);
  std::vector<Person> people;
  for (int house = 0; house < 700; ++house) {
    const std::string last = Word(random, 6, 3);
    for (int member = 0; member < 4; ++member) {
      Person one{std::to_string(house) + "-" + std::to_string(member), Word(random, 5, 3), last,
                 std::to_string(1930 + random() % 80) + "-0" + std::to_string(1 + random() % 9) + "-1" +
                     std::to_string(random() % 10),
                 "house " + std::to_string(house)};
      people.push_back(one);
      if (random() % 4 != 0) continue;
      one.id += "d";
      if (random() % 4 == 0) one.first[1] = 'y';
      people.push_back(one);
    }
  }
  const auto run = RunOn(spec, TableOf(spec, {{"a", people}}), 2);
  EXPECT_TRUE(run->model.has_related());
  int64_t wrong = 0;
  int64_t right = 0;
  int64_t truth = 0;
  for (const Person& one : people) truth += one.id.ends_with('d');
  for (const auto& [pair, weight] : ById(*run)) {
    if (weight < 0) continue;
    (pair.second == pair.first + "d" ? right : wrong) += 1;
  }
  EXPECT_LE(wrong, truth / 100);
  EXPECT_GE(right, truth * 98 / 100);
}

}  // namespace
}  // namespace xiuhua::linkage
