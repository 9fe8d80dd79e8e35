#include "linkage/cluster_ids.h"

#include <algorithm>
#include <tuple>

namespace xiuhua::linkage {
namespace {

// Records that came from one former cluster into one present one.
struct Flow {
  int64_t former = 0;
  uint32_t label = 0;        // the present cluster
  uint32_t label_place = 0;  // of its first record, in the total order
  int64_t records = 0;
};

// Sorted by former id; within one, the part that has the best claim to the id first.
std::vector<Flow> Flows(std::span<const uint32_t> cluster, std::span<const uint32_t> order, const FormerIds& former) {
  std::vector<std::pair<int64_t, uint32_t>> moves;
  for (uint32_t record = 0; record < cluster.size(); ++record) {
    if (former.of_record[record] != 0) moves.emplace_back(former.of_record[record], cluster[record]);
  }
  std::ranges::sort(moves);
  std::vector<Flow> flows;
  for (const auto& [id, label] : moves) {
    if (flows.empty() || flows.back().former != id || flows.back().label != label) {
      flows.push_back({id, label, order.empty() ? label : order[label], 0});
    }
    ++flows.back().records;
  }
  std::ranges::sort(flows, {},
                    [](const Flow& flow) { return std::tuple(flow.former, -flow.records, flow.label_place); });
  return flows;
}

}  // namespace

ClusterIds AssignClusterIds(std::span<const uint32_t> cluster, std::span<const uint32_t> order,
                            const FormerIds& former) {
  const bool first_run = former.next_id <= 1;
  const std::vector<Flow> flows = first_run ? std::vector<Flow>{} : Flows(cluster, order, former);
  std::vector<int64_t> id_of_label(cluster.size(), 0);
  std::vector<int64_t> kept;  // former ids still in use, ascending
  for (size_t i = 0; i < flows.size(); ++i) {
    const bool taken = !kept.empty() && kept.back() == flows[i].former;
    if (taken || id_of_label[flows[i].label] != 0) continue;
    id_of_label[flows[i].label] = flows[i].former;
    kept.push_back(flows[i].former);
  }
  ClusterIds out;
  out.next_id = former.next_id;
  std::vector<uint32_t> labels(cluster.size());  // records in the total order
  for (uint32_t record = 0; record < cluster.size(); ++record) labels[order.empty() ? record : order[record]] = record;
  std::vector<bool> known(cluster.size(), false);
  for (const Flow& flow : flows) known[flow.label] = true;
  std::vector<int64_t> size_of_new(cluster.size(), 0);
  for (const uint32_t record : labels) {
    const uint32_t label = cluster[record];
    if (id_of_label[label] == 0) id_of_label[label] = out.next_id++;
    if (!known[label]) ++size_of_new[label];
  }
  out.of_record.resize(cluster.size());
  for (uint32_t record = 0; record < cluster.size(); ++record) out.of_record[record] = id_of_label[cluster[record]];
  if (first_run) return out;

  for (uint32_t label = 0; label < cluster.size(); ++label) {
    if (size_of_new[label] > 0) {
      out.changes.push_back({ClusterChangeKind::kCreated, id_of_label[label], 0, size_of_new[label]});
    }
  }
  for (const Flow& flow : flows) {
    if (id_of_label[flow.label] == flow.former) continue;
    const bool lives = std::ranges::binary_search(kept, flow.former);
    out.changes.push_back({lives ? ClusterChangeKind::kSplit : ClusterChangeKind::kMerged, id_of_label[flow.label],
                           flow.former, flow.records});
  }
  std::vector<int64_t> gone = former.gone;
  std::ranges::sort(gone);
  for (size_t i = 0; i < gone.size();) {
    const auto run = static_cast<size_t>(std::upper_bound(gone.begin(), gone.end(), gone[i]) - gone.begin()) - i;
    const auto at = std::ranges::lower_bound(flows, gone[i], {}, &Flow::former);
    const bool some_left = at != flows.end() && at->former == gone[i];
    if (!some_left) out.changes.push_back({ClusterChangeKind::kEnded, gone[i], 0, static_cast<int64_t>(run)});
    i += run;
  }
  std::ranges::sort(out.changes);
  return out;
}

std::string ChangeWord(ClusterChangeKind kind) {
  switch (kind) {
    case ClusterChangeKind::kCreated:
      return "created";
    case ClusterChangeKind::kMerged:
      return "merged";
    case ClusterChangeKind::kSplit:
      return "split";
    case ClusterChangeKind::kEnded:
      return "ended";
  }
  return "";
}

}  // namespace xiuhua::linkage
