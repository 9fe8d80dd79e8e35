#include "linkage/link.h"

#include <algorithm>
#include <chrono>
#include <numeric>

#include "base/files.h"
#include "linkage/link_review.h"
#include "linkage/parallel.h"
#include "sql/engine.h"

namespace xiuhua::linkage {
namespace {

class Watch {
 public:
  explicit Watch(std::vector<StageTime>& times) : times_(times) {}
  void Done(const std::string& name) {
    const auto now = std::chrono::steady_clock::now();
    times_.push_back({name, std::chrono::duration<double>(now - last_).count()});
    last_ = now;
  }

 private:
  std::vector<StageTime>& times_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

std::vector<uint32_t> IdOrder(const LinkTable& table, int threads) {
  std::vector<uint32_t> sorted(table.records());
  std::iota(sorted.begin(), sorted.end(), 0);
  ForEachUnit(table.sources.size(), threads, [&](size_t unit, int) {
    const LinkSource& source = table.sources[unit];
    std::sort(sorted.begin() + source.begin, sorted.begin() + source.end,
              [&](uint32_t a, uint32_t b) { return table.ids[a] < table.ids[b]; });
  });
  std::vector<uint32_t> order(sorted.size());
  for (uint32_t place = 0; place < sorted.size(); ++place) order[sorted[place]] = place;
  return order;
}

Result<void> Cluster(LinkRun& run, const LinkOptions& options) {
  const LinkTable& table = run.table;
  std::vector<uint32_t> source(table.records());
  for (uint32_t s = 0; s < table.sources.size(); ++s) {
    std::fill(source.begin() + table.sources[s].begin, source.begin() + table.sources[s].end, s);
  }
  ClusterOptions own;
  own.threads = options.threads;
  own.threshold = ToWeight(run.spec.threshold / std::max(1e-30, 1 - run.spec.threshold));
  own.plain_components = !run.spec.clustering.constrained;
  own.one_to_one = run.spec.clustering.one_to_one;
  for (const LinkSource& input : table.sources) {
    const auto& unique = run.spec.clustering.unique_in_source;
    own.unique_in_source.push_back(std::ranges::find(unique, input.name) != unique.end());
  }
  std::vector<std::vector<uint32_t>> valid;
  for (const ConflictSpec& conflict : run.spec.conflicts) {
    if (conflict.id_column < 0 || conflict.penalty_bits > 0) continue;
    const auto& columns = run.tables->columns();
    const auto slot = std::ranges::find(columns, conflict.id_column);
    if (slot == columns.end()) continue;
    const ColumnTests& tests = run.tables->tests(static_cast<size_t>(slot - columns.begin()));
    valid.push_back(table.values[static_cast<size_t>(conflict.id_column)]);
    for (uint32_t& value : valid.back()) value = tests.ValidId(value) ? value : 0;
  }
  for (const auto& values : valid) own.vetoes.push_back({.values = values});
  if (!options.labels_path.empty()) {
    TRY_ASSIGN(const auto engine, sql::Engine::Open({.threads = 1, .memory_limit_mb = 1024}));
    TRY_ASSIGN(const Labels labels, ReadLabels(*engine, options.labels_path));
    own.decisions = DecisionsOf(labels, table);
  }
  run.clustering = ClusterRecords(source, run.order, run.scores.edges, own);
  return {};
}

}  // namespace

Result<std::unique_ptr<LinkRun>> RunLinkOnTable(const LinkSpec& spec, LinkTable table, const LinkOptions& options,
                                                Progress& progress) {
  auto run = std::make_unique<LinkRun>();
  Watch watch(run->times);
  run->spec = spec;
  run->table = std::move(table);
  TRY_ASSIGN(Blocks blocks, Blocks::Make(run->spec, run->spec.blocking, run->table, options.threads, progress));
  run->blocks.emplace(std::move(blocks));
  watch.Done("block");
  run->tables.emplace(run->spec, run->table, options.threads);
  watch.Done("prepare");
  if (options.model_path.empty()) {
    TRY_ASSIGN(run->model, TrainModel(run->spec, *run->tables, *run->blocks,
                                      {.threads = options.threads, .most_pairs = options.train_pairs}, progress));
  } else {
    TRY_ASSIGN(const std::string text, RealFiles().Read(options.model_path));
    TRY_ASSIGN(run->model, ReadModelJson(text, run->spec, options.model_path));
  }
  watch.Done("train");
  const double keep = std::min(run->spec.keep, run->spec.threshold);
  const ScoreOptions score{.threads = options.threads, .keep = ToWeight(keep / std::max(1e-30, 1 - keep))};
  TRY_ASSIGN(run->scores, ScorePairs(run->spec, *run->tables, *run->blocks, run->model, score, progress));
  watch.Done("score");
  run->order = IdOrder(run->table, options.threads);
  TRY(Cluster(*run, options));
  watch.Done("cluster");
  return run;
}

Result<std::unique_ptr<LinkRun>> RunLink(const LinkSpec& spec, const std::vector<LinkInput>& inputs,
                                         const LinkOptions& options, Progress& progress) {
  std::vector<StageTime> times;
  Watch watch(times);
  TRY_ASSIGN(LinkTable table,
             ReadLinkTable(spec, inputs, {.threads = options.threads, .memory_mb = options.memory_mb}, progress));
  watch.Done("read");
  TRY_ASSIGN(auto run, RunLinkOnTable(spec, std::move(table), options, progress));
  run->times.insert(run->times.begin(), times.begin(), times.end());
  return run;
}

}  // namespace xiuhua::linkage
