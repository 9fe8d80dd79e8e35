// An evaluation as a page of text, as JSON and as a table of thresholds.
#include <fmt/format.h>

#include <cmath>

#include "linkage/evaluate.h"

namespace xiuhua::linkage {
namespace {

double Chance(double bits) { return 1 / (1 + std::exp2(-bits)); }

std::string Shown(const Share& share, Language language) {
  if (!share.known) return language == Language::kChinese ? "无从计算" : "nothing to count";
  return fmt::format("{:.4f} [{:.4f}, {:.4f}]", share.value, share.low, share.high);
}

struct Words {
  Language language;
  [[nodiscard]] std::string Say(std::string_view zh, std::string_view en) const {
    return std::string(language == Language::kChinese ? zh : en);
  }
};

std::string QualityLines(const Quality& quality, const Words& words) {
  return fmt::format("  {} {}   {} {}   {} {}\n  {} {}\n  {} {}\n  F1 {}\n", words.Say("真实的对", "true pairs"),
                     quality.true_pairs, words.Say("判为同一的对", "pairs said"), quality.said_pairs,
                     words.Say("其中正确", "of these right"), quality.right_pairs, words.Say("查准率", "precision"),
                     Shown(quality.precision, words.language), words.Say("查全率", "recall"),
                     Shown(quality.recall, words.language), Shown(quality.f1, words.language));
}

std::string ThresholdTable(const Evaluation& evaluation, const Words& words) {
  std::string out = words.Say("各门槛（概率 | 位 | 成对 查准 查全 F1 | 连通后 查准 查全 F1）\n",
                              "By threshold (probability | bits | pairs precision recall F1 | connected: the same)\n");
  constexpr double kShown[] = {0.9999, 0.999, 0.99, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.01};
  for (const double probability : kShown) {
    // The lowest weight that is still at or above this probability.
    const ThresholdLine* at = nullptr;
    for (const ThresholdLine& line : evaluation.thresholds) {
      if (Chance(line.bits) >= probability) at = &line;
    }
    if (at == nullptr) continue;
    out += fmt::format("  {:<7} {:>8.2f} | {:.4f} {:.4f} {:.4f} | {:.4f} {:.4f} {:.4f}\n", probability,
                       std::log2(probability / (1 - probability)), at->precision, at->recall, at->f1,
                       at->cluster_precision, at->cluster_recall, at->cluster_f1);
  }
  return out;
}

std::string JsonShare(const Share& share) {
  if (!share.known) return "null";
  return fmt::format(R"({{"value": {:.6f}, "low": {:.6f}, "high": {:.6f}}})", share.value, share.low, share.high);
}

std::string JsonQuality(const Quality& quality) {
  return fmt::format(
      R"({{"true_pairs": {}, "said_pairs": {}, "right_pairs": {}, "precision": {}, "recall": {}, "f1": {}}})",
      quality.true_pairs, quality.said_pairs, quality.right_pairs, JsonShare(quality.precision),
      JsonShare(quality.recall), JsonShare(quality.f1));
}

std::string JsonLine(const ThresholdLine& line, bool clusters) {
  return fmt::format(
      R"({{"bits": {:.6f}, "probability": {:.9f}, "precision": {:.6f}, "recall": {:.6f}, "f1": {:.6f}}})", line.bits,
      Chance(line.bits), clusters ? line.cluster_precision : line.precision,
      clusters ? line.cluster_recall : line.recall, clusters ? line.cluster_f1 : line.f1);
}

}  // namespace

std::string EvaluationText(const Evaluation& evaluation, Language language) {
  const Words words{language};
  std::string out = fmt::format(
      "{} {}   {} {}   {} {}\n", words.Say("真值涉及的记录", "records with a truth"), evaluation.truth_records,
      words.Say("其中簇文件里没有（按单独计）", "not in the clusters file (counted as alone)"),
      evaluation.not_clustered, words.Say("没有真值的记录（不计）", "records without a truth (left out)"),
      evaluation.without_truth);
  if (evaluation.truth_shape == "judged_pairs") {
    out +=
        fmt::format("{} {}\n", words.Say("人工判过的对（只在这些对上计算）", "judged pairs (only these are counted)"),
                    evaluation.judged_pairs);
  }
  out +=
      words.Say("簇内的对 [95% 区间]\n", "Cluster pairs [95 % interval]\n") + QualityLines(evaluation.clusters, words);
  if (evaluation.has_b_cubed) {
    out += fmt::format("B-cubed: {} {:.4f}  {} {:.4f}  F1 {:.4f}\n", words.Say("查准率", "precision"),
                       evaluation.b_cubed.precision, words.Say("查全率", "recall"), evaluation.b_cubed.recall,
                       evaluation.b_cubed.f1);
  }
  if (!evaluation.has_pairs) return out;
  out += fmt::format(
      "{} {}   {} {}\n", words.Say("对子文件里的对", "pairs in the pair file"), evaluation.pairs,
      words.Say("真实的对在其中的比例（分块查全率的下限）", "true pairs among them (blocking recall, at least)"),
      Shown(evaluation.found_pairs, language));
  out += fmt::format("{} {}\n", words.Say("概率不低于下值的对：", "Pairs with a probability of at least"),
                     evaluation.threshold) +
         QualityLines(evaluation.at_threshold, words) + ThresholdTable(evaluation, words);
  if (evaluation.thresholds.empty()) return out;
  out += fmt::format("{} {:.4f} ({} {:.6f}, {:.2f} {})\n", words.Say("成对的最好 F1", "best F1 of pairs"),
                     evaluation.best_pairs.f1, words.Say("概率", "probability"), Chance(evaluation.best_pairs.bits),
                     evaluation.best_pairs.bits, words.Say("位", "bits"));
  if (evaluation.has_b_cubed) {
    out += fmt::format("{} {:.4f} ({} {:.6f}, {:.2f} {})\n", words.Say("连通后的最好 F1", "best F1 of connected pairs"),
                       evaluation.best_clusters.cluster_f1, words.Say("概率", "probability"),
                       Chance(evaluation.best_clusters.bits), evaluation.best_clusters.bits, words.Say("位", "bits"));
  }
  return out;
}

std::string EvaluationJson(const Evaluation& evaluation) {
  std::string out = fmt::format(
      "{{\"truth\": \"{}\", \"truth_records\": {}, \"judged_pairs\": {}, \"not_clustered\": {}, \"without_truth\": "
      "{},\n"
      " \"cluster_pairs\": {}",
      evaluation.truth_shape, evaluation.truth_records, evaluation.judged_pairs, evaluation.not_clustered,
      evaluation.without_truth, JsonQuality(evaluation.clusters));
  if (evaluation.has_b_cubed) {
    out += fmt::format(",\n \"b_cubed\": {{\"precision\": {:.6f}, \"recall\": {:.6f}, \"f1\": {:.6f}}}",
                       evaluation.b_cubed.precision, evaluation.b_cubed.recall, evaluation.b_cubed.f1);
  }
  if (evaluation.has_pairs) {
    out += fmt::format(",\n \"pairs\": {}, \"blocking_recall\": {},\n \"threshold\": {}, \"at_threshold\": {}",
                       evaluation.pairs, JsonShare(evaluation.found_pairs), evaluation.threshold,
                       JsonQuality(evaluation.at_threshold));
    if (!evaluation.thresholds.empty()) {
      out += fmt::format(",\n \"best_pairs\": {}", JsonLine(evaluation.best_pairs, false));
      if (evaluation.has_b_cubed) {
        out += fmt::format(",\n \"best_connected\": {}", JsonLine(evaluation.best_clusters, true));
      }
    }
  }
  return out + "}\n";
}

std::string ThresholdCsv(const Evaluation& evaluation) {
  std::string out =
      "bits,probability,said,right,precision,recall,f1,connected_said,connected_right,connected_precision,"
      "connected_recall,connected_f1\n";
  for (const ThresholdLine& line : evaluation.thresholds) {
    out +=
        fmt::format("{:.6f},{:.9f},{},{},{:.6f},{:.6f},{:.6f},{},{},{:.6f},{:.6f},{:.6f}\n", line.bits,
                    Chance(line.bits), line.said, line.right, line.precision, line.recall, line.f1, line.cluster_said,
                    line.cluster_right, line.cluster_precision, line.cluster_recall, line.cluster_f1);
  }
  return out;
}

}  // namespace xiuhua::linkage
