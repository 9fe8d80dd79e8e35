// Files of a linkage.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/errors.h"
#include "base/files.h"
#include "linkage/link.h"
#include "linkage/link_explain.h"
#include "linkage/link_report.h"
#include "linkage/link_review.h"
#include "sql/engine.h"

namespace xiuhua::linkage {
namespace {

using Json = nlohmann::ordered_json;

// A text file written in large pieces; errors are kept until Close.
class TextFile {
 public:
  static Result<TextFile> Open(const std::string& path) {
    TextFile out;
    out.path_ = path;
    out.file_.reset(std::fopen(path.c_str(), "wb"));
    if (!out.file_) return Fail(xiuhua::errors::kFileNotWritable, {path, "open"});
    return out;
  }
  void Cell(std::string_view text) {
    const bool plain =
        text.find_first_of("\",\r\n") == std::string_view::npos && !text.starts_with(' ') && !text.ends_with(' ');
    if (plain) {
      buffer_ += text;
      return;
    }
    buffer_ += '"';
    for (const char c : text) {
      if (c == '"') buffer_ += '"';
      buffer_ += c;
    }
    buffer_ += '"';
  }
  void Text(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() > (1 << 20)) Flush();
  }
  Result<void> Close() {
    Flush();
    const bool closed = std::fclose(file_.release()) == 0;
    if (failed_ || !closed) return Fail(xiuhua::errors::kFileNotWritable, {path_, "write"});
    return {};
  }

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  void Flush() {
    if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size()) failed_ = true;
    buffer_.clear();
  }
  std::unique_ptr<std::FILE, Closer> file_;
  std::string path_;
  std::string buffer_;
  bool failed_ = false;
};

// Edges in the order of (left source, left id, right source, right id).
std::vector<Edge> OrderedEdges(const LinkRun& run) {
  std::vector<Edge> edges = run.scores.edges;
  for (Edge& edge : edges) {
    if (run.order[edge.left] > run.order[edge.right]) std::swap(edge.left, edge.right);
  }
  std::ranges::sort(edges, [&](const Edge& a, const Edge& b) {
    return run.order[a.left] != run.order[b.left] ? run.order[a.left] < run.order[b.left]
                                                  : run.order[a.right] < run.order[b.right];
  });
  return edges;
}

Result<void> WritePairsCsv(const LinkRun& run, const std::vector<Edge>& edges, const std::string& path) {
  TRY_ASSIGN(TextFile file, TextFile::Open(path));
  file.Text("left_source,left_id,right_source,right_id,weight,probability\n");
  for (const Edge& edge : edges) {
    file.Cell(run.table.sources[run.table.SourceOf(edge.left)].name);
    file.Text(",");
    file.Cell(run.table.ids[edge.left]);
    file.Text(",");
    file.Cell(run.table.sources[run.table.SourceOf(edge.right)].name);
    file.Text(",");
    file.Cell(run.table.ids[edge.right]);
    file.Text(fmt::format(",{:.5f},{:.6f}\n", static_cast<double>(edge.weight) / kWeightOne, Probability(edge.weight)));
  }
  return file.Close();
}

class EdgeRows final : public sql::RowProducer {
 public:
  EdgeRows(const LinkRun& run, const std::vector<Edge>& edges) : run_(run), edges_(edges) {}
  [[nodiscard]] int max_workers() const override { return 1; }
  Result<std::unique_ptr<Worker>> NewWorker() override { return std::make_unique<Reader>(run_, edges_); }

 private:
  class Reader final : public Worker {
   public:
    Reader(const LinkRun& run, const std::vector<Edge>& edges) : run_(run), edges_(edges) {}
    Result<int64_t> Fill(sql::ChunkWriter& out) override {
      int64_t row = 0;
      for (; row < out.capacity() && at_ < edges_.size(); ++row, ++at_) {
        const Edge& edge = edges_[at_];
        out.SetText(0, row, run_.table.sources[run_.table.SourceOf(edge.left)].name);
        out.SetText(1, row, run_.table.ids[edge.left]);
        out.SetText(2, row, run_.table.sources[run_.table.SourceOf(edge.right)].name);
        out.SetText(3, row, run_.table.ids[edge.right]);
        out.SetDouble(4, row, static_cast<double>(edge.weight) / kWeightOne);
        out.SetDouble(5, row, Probability(edge.weight));
      }
      return row;
    }

   private:
    const LinkRun& run_;
    const std::vector<Edge>& edges_;
    size_t at_ = 0;
  };
  const LinkRun& run_;
  const std::vector<Edge>& edges_;
};

Result<void> WritePairsParquet(const LinkRun& run, const std::vector<Edge>& edges, const std::string& path) {
  using sql::SqlType;
  TRY_ASSIGN(const auto engine, sql::Engine::Open({.threads = 1, .memory_limit_mb = 1024}));
  EdgeRows rows(run, edges);
  const std::vector<sql::Column> columns = {{"left_source", SqlType::kText},  {"left_id", SqlType::kText},
                                            {"right_source", SqlType::kText}, {"right_id", SqlType::kText},
                                            {"weight", SqlType::kDouble},     {"probability", SqlType::kDouble}};
  TRY(engine->WriteParquet(rows, columns, path));
  return {};
}

Result<void> WriteClusters(const LinkRun& run, const std::string& path) {
  TRY_ASSIGN(TextFile file, TextFile::Open(path));
  file.Text("source,id,cluster_id\n");
  std::vector<uint32_t> sorted(run.table.records());
  for (uint32_t record = 0; record < sorted.size(); ++record) sorted[run.order[record]] = record;
  for (const uint32_t record : sorted) {
    const uint32_t head = run.clustering.cluster[record];
    file.Cell(run.table.sources[run.table.SourceOf(record)].name);
    file.Text(",");
    file.Cell(run.table.ids[record]);
    file.Text(",");
    const std::string& source = run.table.sources[run.table.SourceOf(head)].name;
    file.Cell(source + ":" + std::string(run.table.ids[head]));
    file.Text("\n");
  }
  return file.Close();
}

// Pairs at or above the threshold whose records ended in two clusters, with the reason in both languages.
Result<void> WriteCuts(const LinkRun& run, const std::string& path) {
  TRY_ASSIGN(TextFile file, TextFile::Open(path));
  file.Text("left_source,left_id,right_source,right_id,weight,evidence,reason_zh,reason_en\n");
  for (const Cut& cut : run.clustering.cuts) {
    for (const uint32_t record : {cut.left, cut.right}) {
      file.Cell(run.table.sources[run.table.SourceOf(record)].name);
      file.Text(",");
      file.Cell(run.table.ids[record]);
      file.Text(",");
    }
    file.Text(fmt::format("{:.5f},{:.5f},", static_cast<double>(cut.weight) / kWeightOne,
                          static_cast<double>(cut.evidence) / kWeightOne));
    file.Cell(CutText(run, cut, Language::kChinese));
    file.Text(",");
    file.Cell(CutText(run, cut, Language::kEnglish));
    file.Text("\n");
  }
  return file.Close();
}

Json BlockingJson(const LinkRun& run) {
  Json rules = Json::array();
  for (const RuleBlocks& rule : run.blocks->rules()) {
    const RuleCount& count = rule.count;
    rules.push_back({{"rule", count.shown},
                     {"records", count.records},
                     {"blocks", count.blocks},
                     {"pairs", count.pairs},
                     {"largest_block", count.largest_block},
                     {"split_blocks", count.split_blocks},
                     {"split_by", count.split_by},
                     {"left_out_blocks", count.left_out_blocks},
                     {"left_out_records", count.left_out_records}});
  }
  return rules;
}

std::string ReportJson(const LinkRun& run) {
  Json root;
  root["records"] = run.table.records();
  root["sources"] = Json::array();
  for (const LinkSource& source : run.table.sources) {
    root["sources"].push_back({{"name", source.name}, {"records", source.end - source.begin}});
  }
  root["columns"] = Json::array();
  for (size_t c = 0; c < run.spec.columns.size(); ++c) {
    const auto missing = std::ranges::count(run.table.values[c], 0U);
    root["columns"].push_back({{"name", run.spec.columns[c].name},
                               {"missing", missing},
                               {"distinct", run.table.dictionary(static_cast<int>(c)).size() - 1}});
  }
  root["blocking"] = BlockingJson(run);
  root["candidate_pairs"] = run.scores.scored;
  root["expected_matches"] = run.model.expected_matches;
  root["kept_pairs"] = run.scores.edges.size();
  const int32_t threshold = ToWeight(run.spec.threshold / std::max(1e-30, 1 - run.spec.threshold));
  root["links"] = std::ranges::count_if(run.scores.edges, [&](const Edge& edge) { return edge.weight >= threshold; });
  root["clusters"] = run.clustering.clusters;
  root["largest_component"] = run.clustering.largest_component;
  root["weight_histogram_from_minus_100_bits"] = run.scores.histogram;
  root["seconds"] = Json::object();
  for (const StageTime& stage : run.times) root["seconds"][stage.name] = stage.seconds;
  return root.dump(1) + "\n";
}

}  // namespace

Result<void> WriteLinkRun(const LinkRun& run, const std::string& folder) {
  TRY(RealFiles().MakeFolder(folder));
  const std::vector<Edge> edges = OrderedEdges(run);
  TRY(WritePairsCsv(run, edges, folder + "/pairs.csv"));
  TRY(WritePairsParquet(run, edges, folder + "/pairs.parquet"));
  TRY(WriteClusters(run, folder + "/clusters.csv"));
  TRY(WriteCuts(run, folder + "/cuts.csv"));
  TRY(RealFiles().WriteDurably(folder + "/review.csv", ReviewCsv(run)));
  TRY(RealFiles().WriteDurably(folder + "/report.html", ReportHtml(run)));
  TRY(RealFiles().WriteDurably(folder + "/model.json", ModelJson(run.model)));
  TRY(RealFiles().WriteDurably(folder + "/report.json", ReportJson(run)));
  return {};
}

}  // namespace xiuhua::linkage
