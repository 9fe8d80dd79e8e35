#include "linkage/link_review.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "linkage/errors.h"
#include "linkage/link.h"

namespace xiuhua::linkage {
namespace {

constexpr size_t kLargestWalked = 200;  // records of a cluster that is searched for bridges

std::string CsvCell(std::string_view text) {
  std::string out;
  const bool formula = !text.empty() && std::string_view("=+-@\t").find(text[0]) != std::string_view::npos;
  if (formula) out += '\'';
  out += text;
  if (out.find_first_of("\",\r\n") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

// SplitMix64 over the bytes of both names: the same draw in every run.
uint64_t Draw(const LinkTable& table, uint32_t left, uint32_t right) {
  uint64_t state = 0x9E3779B97F4A7C15;
  const auto Mix = [&state](std::string_view text) {
    for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    state ^= state >> 30;
    state *= 0xBF58476D1CE4E5B9;
    state ^= state >> 27;
  };
  Mix(table.sources[table.SourceOf(left)].name);
  Mix(table.ids[left]);
  Mix(table.sources[table.SourceOf(right)].name);
  Mix(table.ids[right]);
  return state;
}

// Records reached from `from` without the edge at `without`.
size_t Reach(const std::vector<Edge>& edges, const std::vector<size_t>& inside, size_t without, uint32_t from) {
  std::vector<uint32_t> seen = {from};
  for (size_t i = 0; i < seen.size(); ++i) {
    for (const size_t at : inside) {
      if (at == without || (edges[at].left != seen[i] && edges[at].right != seen[i])) continue;
      const uint32_t other = edges[at].left == seen[i] ? edges[at].right : edges[at].left;
      if (std::ranges::find(seen, other) == seen.end()) seen.push_back(other);
    }
  }
  return seen.size();
}

std::string Header(const LinkRun& run) {
  std::string out =
      "\xEF\xBB\xBFrank,stratum,stratum_pairs,probability,weight,records_moved,linked,left_source,left_id,right_source,"
      "right_id";
  for (const LinkColumn& column : run.spec.columns) {
    out += "," + CsvCell(column.name + " 1") + "," + CsvCell(column.name + " 2");
  }
  return out + ",verdict,by,note\n";
}

}  // namespace

std::vector<uint32_t> RecordsMoved(const std::vector<Edge>& edges, const Clustering& clustering, int32_t threshold) {
  std::unordered_map<uint32_t, uint32_t> size;
  for (const uint32_t label : clustering.cluster) ++size[label];
  std::unordered_map<uint32_t, std::vector<size_t>> inside;  // edges of a cluster that hold it together
  for (size_t i = 0; i < edges.size(); ++i) {
    const uint32_t label = clustering.cluster[edges[i].left];
    if (label == clustering.cluster[edges[i].right] && edges[i].weight >= threshold) inside[label].push_back(i);
  }
  std::vector<uint32_t> moved;
  moved.reserve(edges.size());
  for (size_t i = 0; i < edges.size(); ++i) {
    const uint32_t left = clustering.cluster[edges[i].left];
    const uint32_t right = clustering.cluster[edges[i].right];
    uint32_t count = 1;
    if (left != right) {
      count = std::min(size[left], size[right]);
    } else if (edges[i].weight >= threshold && size[left] <= kLargestWalked && inside[left].size() + 1 == size[left]) {
      // A tree: every pair alone holds its two sides together.
      const auto side = static_cast<uint32_t>(Reach(edges, inside[left], i, edges[i].left));
      count = std::min(side, size[left] - side);
    }
    moved.push_back(std::max(1U, count));
  }
  return moved;
}

std::string ReviewCsv(const LinkRun& run, size_t most) {
  const std::vector<Edge>& edges = run.scores.edges;
  const int32_t threshold = ToWeight(run.spec.threshold / std::max(1e-30, 1 - run.spec.threshold));
  const std::vector<uint32_t> moved = RecordsMoved(edges, run.clustering, threshold);
  std::vector<ReviewCandidate> candidates;
  candidates.reserve(edges.size());
  for (size_t i = 0; i < edges.size(); ++i) {
    candidates.push_back(
        {static_cast<double>(edges[i].weight) / kWeightOne, moved[i], Draw(run.table, edges[i].left, edges[i].right)});
  }
  std::string out = Header(run);
  size_t rank = 0;
  for (const ReviewRow& row : ChooseForReview(candidates, static_cast<double>(threshold) / kWeightOne, most)) {
    const Edge& edge = edges[row.candidate];
    const bool linked = run.clustering.cluster[edge.left] == run.clustering.cluster[edge.right];
    out += fmt::format("{},{},{},{:.6f},{:.3f},{},{}", ++rank, row.stratum, row.stratum_pairs, Probability(edge.weight),
                       candidates[row.candidate].bits, moved[row.candidate], linked ? 1 : 0);
    for (const uint32_t record : {edge.left, edge.right}) {
      out += "," + CsvCell(run.table.sources[run.table.SourceOf(record)].name) + "," + CsvCell(run.table.ids[record]);
    }
    for (int column = 0; column < static_cast<int>(run.spec.columns.size()); ++column) {
      out += "," + CsvCell(run.table.Text(column, edge.left)) + "," + CsvCell(run.table.Text(column, edge.right));
    }
    out += ",,,\n";
  }
  return out;
}

Result<Labels> ReadLabels(sql::Engine& engine, const std::string& path) {
  TRY_ASSIGN(const sql::Rows rows,
             engine.Query(fmt::format("SELECT * FROM read_csv({}, all_varchar = true, header = true, delim = ',', "
                                      "quote = '\"', escape = '\"')",
                                      sql::Quoted(path))));
  std::unordered_map<std::string, int> at;
  std::string columns;
  for (int i = 0; i < static_cast<int>(rows.columns().size()); ++i) {
    std::string name = rows.columns()[static_cast<size_t>(i)].name;
    columns += (columns.empty() ? "" : ", ") + name;
    if (name.starts_with("\xEF\xBB\xBF")) name.erase(0, 3);
    at[name] = i;
  }
  for (const char* needed : {"left_source", "left_id", "right_source", "right_id", "verdict"}) {
    if (!at.contains(needed)) return Fail(errors::kEvaluateColumns, {columns}, {path, {}, 0, 0});
  }
  const auto Cell = [&](int64_t row, const char* name) {
    const auto column = at.find(name);
    std::string text(column == at.end() ? std::string_view() : rows.Text(row, column->second));
    if (text.size() > 1 && text[0] == '\'' && std::string_view("=+-@\t").find(text[1]) != std::string_view::npos) {
      text.erase(0, 1);
    }
    return text;
  };
  Labels labels;
  for (int64_t row = 0; row < rows.count(); ++row) {
    Labels::Row one{
        Cell(row, "left_source"), Cell(row, "left_id"), Cell(row, "right_source"), Cell(row, "right_id"), {}};
    const std::string verdict = Cell(row, "verdict");
    if (!ParseVerdict(verdict, one.same)) return Fail(errors::kNoVerdict, {verdict}, {path, {}, row + 2, 0});
    const std::string stratum = Cell(row, "stratum");
    if (!stratum.empty()) {
      labels.judged.push_back({stratum, std::strtoll(Cell(row, "stratum_pairs").c_str(), nullptr, 10),
                               std::strtod(Cell(row, "probability").c_str(), nullptr), one.same});
    }
    labels.rows.push_back(std::move(one));
  }
  return labels;
}

std::vector<PairDecision> DecisionsOf(const Labels& labels, const LinkTable& table) {
  std::unordered_map<std::string, uint32_t> record_of;  // of the records that labels name
  for (const Labels::Row& row : labels.rows) {
    record_of.try_emplace(row.left_source + '\n' + row.left_id, UINT32_MAX);
    record_of.try_emplace(row.right_source + '\n' + row.right_id, UINT32_MAX);
  }
  for (const LinkSource& source : table.sources) {
    for (uint32_t record = source.begin; record < source.end; ++record) {
      const auto at = record_of.find(source.name + '\n' + std::string(table.ids[record]));
      if (at != record_of.end()) at->second = record;
    }
  }
  std::vector<PairDecision> decisions;
  for (const Labels::Row& row : labels.rows) {
    const uint32_t left = record_of[row.left_source + '\n' + row.left_id];
    const uint32_t right = record_of[row.right_source + '\n' + row.right_id];
    if (row.same && left != UINT32_MAX && right != UINT32_MAX && left != right)
      decisions.push_back({left, right, *row.same});
  }
  return decisions;
}

}  // namespace xiuhua::linkage
