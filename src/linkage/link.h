// One linkage from files to clusters: `xiuhua link`.
//
// The way of the data, each step a file of its own that carries its manual:
//
//   link_spec.h       what to compare, from YAML
//   link_table.h      inputs in memory, every value a number of a sorted dictionary
//   link_blocks.h     which pairs are compared: exact counts first, each pair once
//   link_compare.h    the level each comparison reaches
//   link_model.h      what a level weighs: Fellegi-Sunter, learnt without labels
//   link_frequency.h  rare values weigh more
//   link_score.h      all candidate pairs, in whole numbers
//   clustering.h      from pairs to entities
//
// The result depends on the content of the inputs, the spec and the model only: not on the number of threads, the order
// of rows within an input (apart from the numbers records go by) or of inputs on the command line. Weights are whole
// numbers of 1/65,536 bit; nothing that decides is a sum of floating point numbers in an order that threads could
// change.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "linkage/clustering.h"
#include "linkage/link_blocks.h"
#include "linkage/link_model.h"
#include "linkage/link_score.h"
#include "linkage/link_spec.h"
#include "linkage/link_table.h"

namespace xiuhua::linkage {

struct LinkOptions {
  int threads = 2;
  int64_t memory_mb = 4096;
  int64_t train_pairs = 20'000'000;
  std::string model_path;   // score with this model instead of training
  std::string labels_path;  // a review file with verdicts: they win over the machine
};

struct StageTime {
  std::string name;
  double seconds = 0;
};

// Everything a report, an explanation or an evaluation wants to see. Not movable: parts point to each other.
struct LinkRun {
  LinkSpec spec;
  LinkTable table;
  std::optional<CompareTables> tables;
  std::optional<Blocks> blocks;
  LinkModel model;
  Scores scores;
  Clustering clustering;
  std::vector<uint32_t> order;  // per record its place in the order of (source, id)
  std::vector<StageTime> times;
};

// Errors: LNK-010 ... LNK-018 and those of the SQL engine.
Result<std::unique_ptr<LinkRun>> RunLink(const LinkSpec& spec, const std::vector<LinkInput>& inputs,
                                         const LinkOptions& options, Progress& progress);

// Prepares a run over a table that is at hand (tests, look-ups).
Result<std::unique_ptr<LinkRun>> RunLinkOnTable(const LinkSpec& spec, LinkTable table, const LinkOptions& options,
                                                Progress& progress);

// pairs.csv, pairs.parquet, clusters.csv, cuts.csv, review.csv, model.json, report.json into `folder` (made if absent).
Result<void> WriteLinkRun(const LinkRun& run, const std::string& folder);

// model.json: numbers exactly as used.
std::string ModelJson(const LinkModel& model);
Result<LinkModel> ReadModelJson(const std::string& text, const LinkSpec& spec, const std::string& shown_file);

}  // namespace xiuhua::linkage
