#include "linkage/link_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "linkage/link_explain.h"
#include "linkage/review_sample.h"

namespace xiuhua::linkage {
namespace {

constexpr size_t kShownCuts = 50;
constexpr size_t kShownValues = 3;

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>绣花 · 同一人比对报告 / Linkage report</title><style>
body{font:15px/1.5 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:0 auto;padding:12px;max-width:960px;color:#222}
h1{font-size:22px}h2{font-size:17px;margin:24px 0 6px;border-bottom:2px solid #b33;padding-bottom:2px}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:13px}
td,th{border-bottom:1px solid #ddd;padding:3px 6px;text-align:left;vertical-align:top}td.n{text-align:right;white-space:nowrap}
.for{background:#2a7}.against{background:#c44}.bar{display:inline-block;height:10px}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f6f6f4;padding:8px;font-size:12px}
input[name=l]{margin:0 4px 0 12px}#zh:checked~main .en,#en:checked~main .zh{display:none}
svg{width:100%;height:auto}@media print{input,label{display:none}pre,table{break-inside:avoid}}
</style></head><body><input type="radio" name="l" id="zh" checked><label for="zh">中文</label>
<input type="radio" name="l" id="en"><label for="en">English</label><main>
)";

std::string Both(std::string_view zh, std::string_view en) {
  return fmt::format("<span class=\"zh\">{}</span><span class=\"en\">{}</span>", zh, en);
}
std::string Title(std::string_view zh, std::string_view en) { return "<h2>" + Both(zh, en) + "</h2>\n"; }
std::string Number(int64_t value) { return fmt::format("<td class=\"n\">{}</td>", value); }
std::string Row(std::initializer_list<std::string> headings) {
  std::string out = "<div class=\"wide\"><table><tr>";
  for (const std::string& heading : headings) out += "<th>" + heading + "</th>";
  return out + "</tr>\n";
}
constexpr std::string_view kEnd = "</table></div>\n";

int32_t Threshold(const LinkRun& run) { return ToWeight(run.spec.threshold / std::max(1e-30, 1 - run.spec.threshold)); }

std::string Summary(const LinkRun& run) {
  ModelEstimate estimate;
  for (const Edge& edge : run.scores.edges) {
    const double p = Probability(edge.weight);
    estimate.matches += p;
    if (edge.weight < Threshold(run)) continue;
    estimate.links += 1;
    estimate.right += p;
  }
  std::string out = Row({Both("项目", "item"), Both("数", "number")});
  const auto Line = [&out](const std::string& name, const std::string& value) {
    out += "<tr><td>" + name + "</td><td class=\"n\">" + value + "</td></tr>\n";
  };
  for (const LinkSource& source : run.table.sources) {
    Line(Both("输入 ", "input ") + EscapedHtml(source.name), fmt::format("{}", source.end - source.begin));
  }
  Line(Both("比较过的对", "pairs compared"), fmt::format("{}", run.scores.scored));
  Line(Both("门槛（概率）", "threshold (probability)"), fmt::format("{}", run.spec.threshold));
  Line(Both("不低于门槛的对", "pairs at or above it"), fmt::format("{:.0f}", estimate.links));
  Line(Both("实体（簇）", "entities (clusters)"), fmt::format("{}", run.clustering.clusters));
  Line(Both("聚类时断开的对", "pairs cut in clustering"), fmt::format("{}", run.clustering.cuts.size()));
  Line(Both("模型预计的查准率", "precision the model expects"), fmt::format("{:.4f}", estimate.precision()));
  Line(Both("模型预计的查全率（留存的对之内）", "recall it expects (among pairs kept)"),
       fmt::format("{:.4f}", estimate.recall()));
  return out + std::string(kEnd);
}

std::string Columns(const LinkRun& run) {
  std::string out =
      Title("各列的数据质量", "Data quality by column") +
      Row({Both("列", "column"), Both("缺", "missing"), Both("不同的值", "distinct"), Both("最常见", "most frequent")});
  for (size_t c = 0; c < run.spec.columns.size(); ++c) {
    const Dictionary& dictionary = run.table.dictionary(static_cast<int>(c));
    std::vector<uint32_t> count(dictionary.size(), 0);
    for (const uint32_t value : run.table.values[c]) ++count[value];
    std::vector<uint32_t> values;
    int64_t distinct = 0;
    for (uint32_t value = 1; value < count.size(); ++value) {
      if (count[value] == 0) continue;
      ++distinct;
      values.push_back(value);
    }
    const size_t shown = std::min(kShownValues, values.size());
    std::ranges::partial_sort(values, values.begin() + static_cast<std::ptrdiff_t>(shown), [&](uint32_t a, uint32_t b) {
      return count[a] != count[b] ? count[a] > count[b] : a < b;
    });
    std::string most;
    for (size_t i = 0; i < shown; ++i)
      most += fmt::format("{} ({}) ", EscapedHtml(dictionary.Text(values[i])), count[values[i]]);
    const double missing = 100.0 * count[0] / std::max(1U, run.table.records());
    out += fmt::format("<tr><td>{}</td><td class=\"n\">{} ({:.1f}%)</td>{}<td>{}</td></tr>\n",
                       EscapedHtml(run.spec.columns[c].name), count[0], missing, Number(distinct), most);
  }
  return out + std::string(kEnd);
}

std::string Blocking(const LinkRun& run) {
  std::string out = Title("分块：哪些对比较了", "Blocking: which pairs were compared") +
                    Row({Both("规则", "rule"), Both("有键的记录", "records with a key"), Both("对", "pairs"),
                         Both("最大组", "largest block"), Both("拆开的组", "blocks split"),
                         Both("没有比的记录", "records left out")});
  for (const RuleBlocks& rule : run.blocks->rules()) {
    out += "<tr><td>" + EscapedHtml(rule.count.shown) + "</td>" + Number(rule.count.records) +
           Number(rule.count.pairs) + Number(rule.count.largest_block) + Number(rule.count.split_blocks) +
           Number(rule.count.left_out_records) + "</tr>\n";
  }
  return out + std::string(kEnd);
}

std::string Parameters(const LinkRun& run) {
  std::string out = Title("参数：每一级说明多少", "Parameters: how much each level says") +
                    Row({Both("比较", "comparison"), Both("级", "level"), Both("同一个里 %", "m %"),
                         Both("不同的里 %", "u %"), Both("位", "bits"), ""});
  for (const ComparisonModel& model : run.model.comparisons) {
    for (size_t level = 0; level < model.levels.size(); ++level) {
      const double bits = static_cast<double>(model.weights[level]) / kWeightOne;
      out += fmt::format(
          "<tr><td>{}</td><td>{}</td><td class=\"n\">{:.2f}</td><td class=\"n\">{:.4f}</td><td class=\"n\">{:+.2f}</td>"
          "<td><span class=\"bar {}\" style=\"width:{:.0f}px\"></span></td></tr>\n",
          level == 0 ? EscapedHtml(model.name) : "", EscapedHtml(model.levels[level]), 100 * model.m[level],
          100 * model.u[level], bits, bits < 0 ? "against" : "for", std::min(120.0, 5 * std::abs(bits)));
    }
  }
  return out + std::string(kEnd);
}

// Kept pairs by whole bits; heights by the logarithm of the count.
std::string Histogram(const LinkRun& run) {
  std::map<int64_t, int64_t> counts;
  for (const Edge& edge : run.scores.edges) ++counts[std::clamp<int64_t>(edge.weight >> 16, -20, 40)];
  int64_t most = 1;
  for (const auto& [bits, count] : counts) most = std::max(most, count);
  std::string out = Title("权重分布（留存的对；高度为对数）", "Weights of the pairs kept (height: logarithm)") +
                    "<svg viewBox=\"0 0 640 200\" role=\"img\">\n";
  for (const auto& [bits, count] : counts) {
    const double height = 150 * std::log1p(static_cast<double>(count)) / std::log1p(static_cast<double>(most));
    out += fmt::format(
        "<rect x=\"{}\" y=\"{:.1f}\" width=\"9\" height=\"{:.1f}\" fill=\"{}\"><title>{} … {}: {}</title></rect>\n",
        10 + 10 * (bits + 20), 170 - height, height, bits * kWeightOne >= Threshold(run) ? "#2a7" : "#c44", bits,
        bits + 1, count);
  }
  for (int bits = -20; bits <= 40; bits += 10) {
    out += fmt::format("<text x=\"{}\" y=\"188\" font-size=\"12\" text-anchor=\"middle\">{}</text>\n",
                       10 + 10 * (bits + 20), bits);
  }
  const double line = 10 + 10 * (std::clamp(static_cast<double>(Threshold(run)) / kWeightOne, -20.0, 40.0) + 20);
  return out +
         fmt::format(
             "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"5\" y2=\"172\" stroke=\"#222\" stroke-dasharray=\"4\"/></svg>\n",
             line);
}

std::string Examples(const LinkRun& run) {
  const std::vector<Edge>& edges = run.scores.edges;
  const Edge* above = nullptr;
  const Edge* below = nullptr;
  std::vector<const Edge*> links;
  for (const Edge& edge : edges) {
    const bool link = edge.weight >= Threshold(run);
    if (link) links.push_back(&edge);
    const Edge*& at = link ? above : below;
    if (at == nullptr || (link ? edge.weight < at->weight : edge.weight > at->weight)) at = &edge;
  }
  std::string out = Title("几对记录，一步一步", "A few pairs, step by step");
  const auto Show = [&](const Edge* edge, std::string_view zh, std::string_view en) {
    if (edge == nullptr) return;
    out += "<p><b>" + Both(zh, en) + "</b></p><pre class=\"zh\">" +
           EscapedHtml(ExplainText(run, edge->left, edge->right, Language::kChinese)) + "</pre><pre class=\"en\">" +
           EscapedHtml(ExplainText(run, edge->left, edge->right, Language::kEnglish)) + "</pre>\n";
  };
  Show(above, "刚过门槛", "Just above the threshold");
  Show(below, "刚好不到", "Just below the threshold");
  if (!links.empty()) {
    std::ranges::nth_element(links, links.begin() + static_cast<std::ptrdiff_t>(links.size() / 2), {},
                             [](const Edge* edge) { return edge->weight; });
    Show(links[links.size() / 2], "典型的同一个", "A typical match");
  }
  return out;
}

std::string Clusters(const LinkRun& run) {
  std::unordered_map<uint32_t, int64_t> size;
  for (const uint32_t label : run.clustering.cluster) ++size[label];
  std::map<int64_t, int64_t> by_size;
  for (const auto& [label, count] : size) ++by_size[count];
  std::string out =
      Title("簇的大小", "Clusters by size") + Row({Both("每簇记录", "records"), Both("簇数", "clusters")});
  for (const auto& [records, count] : by_size) out += "<tr>" + Number(records) + Number(count) + "</tr>\n";
  out += std::string(kEnd) + Title("聚类时断开的对", "Pairs cut in clustering") +
         Row({Both("一条", "one"), Both("另一条", "other"), Both("位", "bits"), Both("原因", "reason")});
  for (size_t i = 0; i < std::min(kShownCuts, run.clustering.cuts.size()); ++i) {
    const Cut& cut = run.clustering.cuts[i];
    out += "<tr>";
    for (const uint32_t record : {cut.left, cut.right}) {
      out += "<td>" + EscapedHtml(run.table.sources[run.table.SourceOf(record)].name) + ":" +
             EscapedHtml(run.table.ids[record]) + "</td>";
    }
    out += fmt::format(
        "<td class=\"n\">{:.2f}</td><td>{}</td></tr>\n", static_cast<double>(cut.weight) / kWeightOne,
        Both(EscapedHtml(CutText(run, cut, Language::kChinese)), EscapedHtml(CutText(run, cut, Language::kEnglish))));
  }
  out += std::string(kEnd);
  if (run.clustering.cuts.size() > kShownCuts) out += "<p>" + Both("其余见 cuts.csv", "the rest: cuts.csv") + "</p>\n";
  return out;
}

}  // namespace

std::string EscapedHtml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string ReportHtml(const LinkRun& run) {
  return std::string(kHead) + "<h1>" + Both("同一人比对报告", "Linkage report") + "</h1>\n" + Summary(run) +
         Columns(run) + Blocking(run) + Parameters(run) + Histogram(run) + Examples(run) + Clusters(run) +
         "</main></body></html>\n";
}

}  // namespace xiuhua::linkage
