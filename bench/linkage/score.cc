// How right the pairs and clusters of a linkage tool are, for ./dev bench linkage.
//
//   linkage_score PERSONS.csv PAIRS.csv CLUSTERS.csv
//
// PERSONS has row_id and truth, PAIRS left_id, right_id, probability, CLUSTERS id, cluster_id. Prints one line of JSON:
// precision, recall and F1 of the pairs at 0.5 and at the best threshold (the one that suits the truth best, which
// nobody has outside a test), and of the pairs inside clusters.
#include <fmt/format.h>

#include <cstdio>

#include "base/error.h"
#include "sql/engine.h"

namespace xiuhua {
namespace {

struct Right {
  int64_t found = 0;
  int64_t right = 0;
  double threshold = 0;
};

std::string Json(const Right& r, int64_t truth) {
  const double precision = r.found == 0 ? 0 : static_cast<double>(r.right) / static_cast<double>(r.found);
  const double recall = truth == 0 ? 0 : static_cast<double>(r.right) / static_cast<double>(truth);
  const double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  return fmt::format(R"({{"threshold": {:.6f}, "pairs": {}, "precision": {:.6f}, "recall": {:.6f}, "f1": {:.6f}}})",
                     r.threshold, r.found, precision, recall, f1);
}

// Pairs with at least the probability, by falling probability: found and right so far.
constexpr std::string_view kCurve =
    "CREATE TABLE curve AS SELECT probability, CAST(sum(n) OVER w AS BIGINT) AS found, CAST(sum(r) OVER w AS BIGINT) "
    "AS right_ FROM (SELECT probability, count(*) AS n, count(*) FILTER (a.truth = b.truth) AS r FROM read_csv({}) p "
    "JOIN persons a ON a.row_id = p.left_id JOIN persons b ON b.row_id = p.right_id GROUP BY probability) "
    "WINDOW w AS (ORDER BY probability DESC)";

Result<Right> PairsWhere(sql::Engine& engine, const std::string& condition, int64_t truth) {
  TRY_ASSIGN(const sql::Rows rows,
             engine.Query(fmt::format("SELECT probability, found, right_ FROM curve WHERE {} ORDER BY 2.0 * right_ / "
                                      "(found + {}) DESC, probability LIMIT 1",
                                      condition, truth)));
  if (rows.count() == 0) return Right{};
  return Right{.found = rows.Int(0, 1), .right = rows.Int(0, 2), .threshold = rows.Double(0, 0)};
}

Result<void> Score(const std::string& persons, const std::string& pairs, const std::string& clusters) {
  TRY_ASSIGN(const auto engine, sql::Engine::Open({}));
  TRY(
      engine->Execute(fmt::format("CREATE TABLE persons AS SELECT CAST(row_id AS BIGINT) AS row_id, CAST(truth AS "
                                  "BIGINT) AS truth FROM read_csv({}, all_varchar=true)",
                                  sql::Quoted(persons))));
  TRY_ASSIGN(const int64_t truth, engine->QueryInt("SELECT CAST(sum(n * (n - 1) // 2) AS BIGINT) FROM (SELECT count(*) "
                                                   "AS n FROM persons GROUP BY truth)"));
  TRY(engine->Execute(fmt::format(fmt::runtime(kCurve), sql::Quoted(pairs))));
  TRY_ASSIGN(Right half,
             PairsWhere(*engine, "probability = (SELECT min(probability) FROM curve WHERE probability >= 0.5)", truth));
  half.threshold = 0.5;
  TRY_ASSIGN(const Right best, PairsWhere(*engine, "true", truth));
  TRY(engine->Execute(
      fmt::format("CREATE TABLE clusters AS SELECT cluster_id, truth FROM read_csv({}) c JOIN persons p "
                  "ON p.row_id = c.id",
                  sql::Quoted(clusters))));
  Right inside{.threshold = 0.5};
  TRY_ASSIGN(inside.found, engine->QueryInt("SELECT CAST(sum(n * (n - 1) // 2) AS BIGINT) FROM (SELECT count(*) AS n "
                                            "FROM clusters GROUP BY cluster_id)"));
  TRY_ASSIGN(inside.right, engine->QueryInt("SELECT CAST(sum(n * (n - 1) // 2) AS BIGINT) FROM (SELECT count(*) AS n "
                                            "FROM clusters GROUP BY cluster_id, truth)"));
  fmt::print(R"({{"true_pairs": {}, "at_half": {}, "best": {}, "clusters": {}}})"
             "\n",
             truth, Json(half, truth), Json(best, truth), Json(inside, truth));
  return {};
}

}  // namespace
}  // namespace xiuhua

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "linkage_score PERSONS.csv PAIRS.csv CLUSTERS.csv\n");
    return 2;
  }
  const auto done = xiuhua::Score(argv[1], argv[2], argv[3]);
  if (done) return 0;
  fmt::print(stderr, "{}\n", xiuhua::Render(done.error(), xiuhua::Language::kEnglish));
  return 1;
}
