// Reading clusters, truth and pairs for an evaluation: which column says what is told by its name.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "linkage/errors.h"
#include "linkage/evaluate.h"
#include "linkage/union_find.h"

namespace xiuhua::linkage {
namespace {

using Names = std::vector<std::string>;

const Names kIdNames = {"id", "unique_id", "rec_id", "record_id", "row_id", "编号", "记录编号"};
const Names kSourceNames = {"source", "source_dataset", "dataset", "source_name", "input", "来源"};
const Names kClusterNames = {"cluster_id", "cluster", "entity_id", "entity", "true_id", "true_cluster",
                             "person_id",  "truth",   "group_id",  "label",  "类别",    "人员编号"};
const Names kLabelNames = {
    "clerical_match_score", "verdict", "is_match", "match", "label", "same", "truth", "认定", "判定"};
const Names kWeightNames = {"weight", "match_weight", "bits"};
const Names kProbabilityNames = {"probability", "match_probability", "score"};

std::string Reader(const std::string& path) {
  const bool parquet = path.ends_with(".parquet");
  return parquet ? fmt::format("read_parquet({})", sql::Quoted(path))
                 : fmt::format("read_csv({}, all_varchar = true, header = true)", sql::Quoted(path));
}

std::string Identifier(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

struct File {
  std::string path;
  std::string reader;
  Names columns;  // as written
  // The column with one of these names, in the order of the names; case and spaces around do not matter.
  [[nodiscard]] std::optional<std::string> Find(const Names& names, const std::string& before = "",
                                                const std::string& after = "") const {
    for (const std::string& name : names) {
      for (const std::string& column : columns) {
        if (Plain(column) == before + name + after) return column;
      }
    }
    return std::nullopt;
  }
  static std::string Plain(const std::string& column) {
    std::string out;
    for (const char c : column) {
      if (c != ' ') out += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return out;
  }
};

Result<File> OpenFile(sql::Engine& engine, const std::string& path) {
  File file{path, Reader(path), {}};
  TRY_ASSIGN(const sql::Rows rows, engine.Query(fmt::format("DESCRIBE SELECT * FROM {}", file.reader)));
  for (int64_t i = 0; i < rows.count(); ++i) file.columns.emplace_back(rows.Text(i, 0));
  return file;
}

std::unexpected<Error> Unrecognised(const File& file) {
  std::string columns;
  for (const std::string& column : file.columns) columns += (columns.empty() ? "" : ", ") + column;
  return Fail(errors::kEvaluateColumns, {columns}, {file.path, {}, 0, 0});
}

std::string Cell(const std::optional<std::string>& column) {
  return column ? fmt::format("coalesce(trim(CAST({} AS VARCHAR)), '')", Identifier(*column)) : "''";
}

// Columns of a file of pairs: of the left and of the right record.
struct PairColumns {
  std::optional<std::string> left_id, right_id, left_source, right_source;
};

std::optional<PairColumns> FindPairColumns(const File& file) {
  struct Form {
    std::string before_left, after_left, before_right, after_right;
  };
  const std::array<Form, 6> forms = {{{"left_", "", "right_", ""},
                                      {"", "_l", "", "_r"},
                                      {"", "_left", "", "_right"},
                                      {"", "_1", "", "_2"},
                                      {"", "1", "", "2"},
                                      {"", "_a", "", "_b"}}};
  for (const Form& form : forms) {
    PairColumns found{file.Find(kIdNames, form.before_left, form.after_left),
                      file.Find(kIdNames, form.before_right, form.after_right),
                      file.Find(kSourceNames, form.before_left, form.after_left),
                      file.Find(kSourceNames, form.before_right, form.after_right)};
    if (found.left_id && found.right_id) return found;
  }
  return std::nullopt;
}

// Same, different, or nothing said.
std::string Verdict(const std::string& column) {
  return fmt::format(
      "CASE WHEN lower(trim({0})) IN ('是', 'yes', 'y', 'true', 't', 'same', 'match') THEN true "
      "WHEN lower(trim({0})) IN ('否', 'no', 'n', 'false', 'f', 'different', 'nonmatch', 'non-match') THEN false "
      "WHEN try_cast({0} AS DOUBLE) IS NOT NULL THEN try_cast({0} AS DOUBLE) >= 0.5 END",
      fmt::format("CAST({} AS VARCHAR)", Identifier(column)));
}

class Evaluator {
 public:
  Evaluator(sql::Engine& engine, const EvaluateRequest& request) : engine_(engine), request_(request) {}

  Result<Evaluation> Run() {
    TRY(LoadClusters());
    TRY(LoadTruth());
    TRY(NumberRecords());
    if (out_.truth_shape == "entities") {
      TRY(ReadEntities());
    } else {
      TRY(ReadJudged());
    }
    out_.clusters = QualityOfClusters(truth_, cluster_);
    if (!truth_.entity.empty()) {
      out_.has_b_cubed = true;
      out_.b_cubed = BCubedOf(truth_.entity, cluster_);
    }
    if (!request_.pairs_file.empty()) TRY(ReadPairs());
    return std::move(out_);
  }

 private:
  Result<void> LoadClusters() {
    TRY_ASSIGN(const File file, OpenFile(engine_, request_.clusters_file));
    const auto id = file.Find(kIdNames);
    const auto cluster = file.Find(kClusterNames);
    if (!id || !cluster) return Unrecognised(file);
    return engine_.Execute(
        fmt::format("CREATE OR REPLACE TEMP TABLE ev_clusters AS SELECT {} AS source, {} AS id, {} AS cluster FROM {}",
                    Cell(file.Find(kSourceNames)), Cell(id), Cell(cluster), file.reader));
  }

  Result<void> LoadTruth() {
    TRY_ASSIGN(const File file, OpenFile(engine_, request_.truth_file));
    if (const auto pairs = FindPairColumns(file)) return LoadTruePairs(file, *pairs);
    const auto id = file.Find(kIdNames);
    const auto cluster = file.Find(kClusterNames);
    if (!id || !cluster) return Unrecognised(file);
    out_.truth_shape = "entities";
    return engine_.Execute(
        fmt::format("CREATE OR REPLACE TEMP TABLE ev_truth AS SELECT {} AS source, {} AS id, {} AS entity FROM {}",
                    Cell(file.Find(kSourceNames)), Cell(id), Cell(cluster), file.reader));
  }

  Result<void> LoadTruePairs(const File& file, const PairColumns& pairs) {
    const auto label = file.Find(kLabelNames);
    out_.truth_shape = label ? "judged_pairs" : "true_pairs";
    TRY(engine_.Execute(fmt::format(
        "CREATE OR REPLACE TEMP TABLE ev_judged AS SELECT {} AS left_source, {} AS left_id, {} AS right_source, {} AS "
        "right_id, {} AS same FROM {}",
        Cell(pairs.left_source), Cell(pairs.left_id), Cell(pairs.right_source), Cell(pairs.right_id),
        label ? Verdict(*label) : "true", file.reader)));
    return engine_.Execute(
        "CREATE OR REPLACE TEMP TABLE ev_truth AS SELECT left_source AS source, left_id AS id, '' AS entity FROM "
        "ev_judged WHERE same IS NOT NULL UNION SELECT right_source, right_id, '' FROM ev_judged WHERE same IS NOT "
        "NULL");
  }

  // ev_records (n, source, id, entity, cluster): the records the truth speaks of. A list of true pairs speaks of all.
  Result<void> NumberRecords() {
    TRY_ASSIGN(const int64_t unnamed_truth, engine_.QueryInt("SELECT count(*) FROM ev_truth WHERE source = ''"));
    TRY_ASSIGN(const int64_t unnamed, engine_.QueryInt("SELECT count(*) FROM ev_clusters WHERE source = ''"));
    by_id_only_ = unnamed_truth > 0 || unnamed > 0;
    if (by_id_only_) {
      TRY_ASSIGN(const sql::Rows twice,
                 engine_.Query("SELECT id FROM ev_clusters GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 1"));
      if (twice.count() > 0) return Fail(errors::kTruthAmbiguous, {twice.Text(0, 0)}, {request_.truth_file, {}, 0, 0});
    }
    const std::string key = by_id_only_ ? "c.id = t.id" : "c.id = t.id AND c.source = t.source";
    const bool all = out_.truth_shape == "true_pairs";
    TRY(engine_.Execute(fmt::format(
        "CREATE OR REPLACE TEMP TABLE ev_records AS SELECT row_number() OVER (ORDER BY coalesce(t.source, c.source), "
        "coalesce(t.id, c.id)) - 1 AS n, coalesce(nullif(t.source, ''), c.source, '') AS source, coalesce(t.id, c.id) "
        "AS "
        "id, t.entity, c.cluster FROM (SELECT DISTINCT ON (source, id) * FROM ev_truth ORDER BY source, id, entity) t "
        "{} "
        "JOIN ev_clusters c ON {}",
        all ? "FULL" : "LEFT", key)));
    TRY_ASSIGN(out_.truth_records, engine_.QueryInt("SELECT count(*) FROM ev_records"));
    TRY_ASSIGN(out_.not_clustered, engine_.QueryInt("SELECT count(*) FROM ev_records WHERE cluster IS NULL"));
    TRY_ASSIGN(const int64_t clustered, engine_.QueryInt("SELECT count(*) FROM ev_clusters"));
    out_.without_truth = clustered - (out_.truth_records - out_.not_clustered);
    if (out_.truth_records == out_.not_clustered)
      return Fail(errors::kTruthNothing, {}, {request_.truth_file, {}, 0, 0});
    return ReadClusters();
  }

  Result<void> ReadClusters() {
    return engine_.Stream(
        "SELECT dense_rank() OVER (ORDER BY cluster IS NULL, coalesce(cluster, CAST(n AS VARCHAR))) FROM ev_records "
        "ORDER BY n",
        [this](const sql::Rows& rows) -> Result<void> {
          for (int64_t i = 0; i < rows.count(); ++i) cluster_.push_back(static_cast<uint32_t>(rows.Int(i, 0)));
          return {};
        });
  }

  Result<void> ReadEntities() {
    return engine_.Stream("SELECT dense_rank() OVER (ORDER BY entity) FROM ev_records ORDER BY n",
                          [this](const sql::Rows& rows) -> Result<void> {
                            for (int64_t i = 0; i < rows.count(); ++i) {
                              truth_.entity.push_back(static_cast<uint32_t>(rows.Int(i, 0)));
                            }
                            return {};
                          });
  }

  // Joins a table of pairs to the numbers of its records.
  [[nodiscard]] std::string Numbered(const std::string& columns, const std::string& table) const {
    const auto Match = [this](const std::string& side, const std::string& alias) {
      return fmt::format("{0}.id = p.{1}_id{2}", alias, side,
                         by_id_only_ ? "" : fmt::format(" AND {}.source = p.{}_source", alias, side));
    };
    return fmt::format("SELECT l.n, r.n, {} FROM {} p JOIN ev_records l ON {} JOIN ev_records r ON {} WHERE l.n <> r.n",
                       columns, table, Match("left", "l"), Match("right", "r"));
  }

  Result<void> ReadJudged() {
    TRY(engine_.Stream(fmt::format("SELECT least(a, b), greatest(a, b), bool_or(same) FROM ({}) x(a, b, same) "
                                   "GROUP BY ALL HAVING bool_or(same) = bool_and(same) ORDER BY ALL",
                                   Numbered("p.same", "(SELECT * FROM ev_judged WHERE same IS NOT NULL)")),
                       [this](const sql::Rows& rows) -> Result<void> {
                         for (int64_t i = 0; i < rows.count(); ++i) {
                           truth_.judged.push_back({static_cast<uint32_t>(rows.Int(i, 0)),
                                                    static_cast<uint32_t>(rows.Int(i, 1)), rows.Int(i, 2) != 0});
                         }
                         return {};
                       }));
    out_.judged_pairs = static_cast<int64_t>(truth_.judged.size());
    if (out_.truth_shape == "judged_pairs") return {};
    // All true pairs are listed: records hang together as these say.
    UnionFind sets(static_cast<uint32_t>(cluster_.size()));
    for (const JudgedPair& pair : truth_.judged) sets.Join(pair.left, pair.right);
    for (uint32_t i = 0; i < cluster_.size(); ++i) truth_.entity.push_back(sets.Find(i));
    return {};
  }

  Result<void> ReadPairs() {
    TRY_ASSIGN(const File file, OpenFile(engine_, request_.pairs_file));
    const auto columns = FindPairColumns(file);
    const auto weight = file.Find(kWeightNames);
    const auto probability = file.Find(kProbabilityNames);
    if (!columns || (!weight && !probability)) return Unrecognised(file);
    const std::string bits =
        weight ? fmt::format("try_cast({} AS DOUBLE)", Identifier(*weight))
               : fmt::format(
                     "(SELECT CASE WHEN q >= 1 THEN 100 WHEN q <= 0 THEN -100 ELSE log2(q / (1 - q)) END FROM "
                     "(SELECT try_cast({} AS DOUBLE) AS q))",
                     Identifier(*probability));
    TRY(engine_.Execute(fmt::format(
        "CREATE OR REPLACE TEMP TABLE ev_pairs AS SELECT {} AS left_source, {} AS left_id, {} AS right_source, {} AS "
        "right_id, {} AS bits FROM {}",
        Cell(columns->left_source), Cell(columns->left_id), Cell(columns->right_source), Cell(columns->right_id), bits,
        file.reader)));
    std::vector<ScoredPair> pairs;
    TRY(engine_.Stream(
        fmt::format("SELECT least(a, b), greatest(a, b), max(bits) FROM ({}) x(a, b, bits) WHERE bits IS "
                    "NOT NULL GROUP BY ALL ORDER BY ALL",
                    Numbered("p.bits", "ev_pairs")),
        [&pairs](const sql::Rows& rows) -> Result<void> {
          for (int64_t i = 0; i < rows.count(); ++i) {
            pairs.push_back(
                {static_cast<uint32_t>(rows.Int(i, 0)), static_cast<uint32_t>(rows.Int(i, 1)), rows.Double(i, 2)});
          }
          return {};
        }));
    Judge(pairs);
    return {};
  }

  void Judge(const std::vector<ScoredPair>& pairs) {
    out_.has_pairs = true;
    out_.threshold = request_.threshold;
    out_.pairs = static_cast<int64_t>(pairs.size());
    const auto records = static_cast<uint32_t>(cluster_.size());
    const double bits = std::log2(request_.threshold / (1 - request_.threshold));
    out_.found_pairs = QualityOfPairs(truth_, records, pairs, -1e9).recall;
    out_.at_threshold = QualityOfPairs(truth_, records, pairs, bits);
    out_.thresholds = EveryThreshold(truth_, records, pairs);
    if (out_.thresholds.empty()) return;
    out_.best_pairs = *std::ranges::max_element(out_.thresholds, {}, &ThresholdLine::f1);
    out_.best_clusters = *std::ranges::max_element(out_.thresholds, {}, &ThresholdLine::cluster_f1);
  }

  sql::Engine& engine_;
  const EvaluateRequest& request_;
  bool by_id_only_ = false;
  Truth truth_;
  std::vector<uint32_t> cluster_;
  Evaluation out_;
};

}  // namespace

Result<Evaluation> EvaluateFiles(sql::Engine& engine, const EvaluateRequest& request) {
  return Evaluator(engine, request).Run();
}

}  // namespace xiuhua::linkage
