#include "linkage/link_explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "linkage/errors.h"

namespace xiuhua::linkage {
namespace {

double Bits(int64_t weight) { return static_cast<double>(weight) / kWeightOne; }

class Explainer {
 public:
  Explainer(const LinkRun& run, uint32_t left, uint32_t right, Language language)
      : run_(run),
        left_(left),
        right_(right),
        chinese_(language == Language::kChinese),
        parts_(ExplainPair(run.spec, *run.tables, run.model, std::min(left, right), std::max(left, right))),
        threshold_(ToWeight(run.spec.threshold / std::max(1e-30, 1 - run.spec.threshold))) {}

  std::string Text() {
    out_ = fmt::format("{}  ~  {}\n", Name(left_), Name(right_));
    Values();
    Blocking();
    Waterfall();
    Needed();
    Outcome();
    return out_;
  }

 private:
  [[nodiscard]] std::string Say(std::string_view zh, std::string_view en) const {
    return std::string(chinese_ ? zh : en);
  }
  [[nodiscard]] std::string Name(uint32_t record) const {
    return run_.table.sources[run_.table.SourceOf(record)].name + ":" + std::string(run_.table.ids[record]);
  }
  [[nodiscard]] std::string Value(int column, uint32_t record) const {
    const std::string_view text = run_.table.Text(column, record);
    return text.empty() ? Say("（缺）", "(missing)") : std::string(text);
  }

  void Values() {
    for (int column = 0; column < static_cast<int>(run_.spec.columns.size()); ++column) {
      const std::string a = Value(column, left_);
      const std::string b = Value(column, right_);
      out_ += fmt::format("  {}: {} {} {}\n", run_.spec.columns[static_cast<size_t>(column)].name, a,
                          a == b ? "=" : "|", b);
    }
  }

  void Blocking() {
    const auto& rules = run_.blocks->rules();
    const uint32_t found = run_.blocks->RulesOf(left_, right_);
    if (found != 0) {
      out_ += Say("由这些分块规则比到一起：", "Compared because of the rules: ");
      std::string names;
      for (size_t i = 0; i < rules.size(); ++i) {
        if ((found >> i & 1U) != 0) names += (names.empty() ? "" : "; ") + rules[i].count.shown;
      }
      out_ += names + "\n";
      return;
    }
    out_ += Say("没有一条分块规则把这两条放到一起，所以没有比较过。各规则看到的：\n",
                "No blocking rule brought the two together, so they were never compared. What each rule saw:\n");
    for (const RuleBlocks& rule : rules) {
      std::string saw;
      for (const int column : rule.columns) {
        const std::string a = Value(column, left_);
        const std::string b = Value(column, right_);
        saw += fmt::format("{}{}: {} {} {}", saw.empty() ? "" : "; ",
                           run_.spec.columns[static_cast<size_t>(column)].name, a, a == b ? "=" : "≠", b);
      }
      const bool left_out = rule.count.left_out_records > 0;
      out_ += fmt::format(
          "  {}  {}{}\n", rule.count.shown, saw,
          left_out ? Say("（这条规则有过大的组没有比）", " (this rule left out blocks that are too large)") : "");
    }
  }

  void Waterfall() {
    int64_t sum = parts_.prior;
    out_ += fmt::format("{}\n  {:+9.2f}  {}\n",
                        Say("权重（位；每多 1 位，可能性翻一倍）", "Weight (bits; each bit doubles the odds)"),
                        Bits(parts_.prior),
                        fmt::format(fmt::runtime(Say("起点：随便取两条，{:.0f} 对里约有 1 对是同一个",
                                                     "start: of {:.0f} pairs taken at random about one is a match")),
                                    1 / std::max(run_.model.lambda, 1e-300)));
    for (size_t c = 0; c < parts_.parts.size(); ++c) {
      const PairParts::Part& part = parts_.parts[c];
      const ComparisonModel& model = run_.model.comparisons[c];
      sum += part.weight + part.term_frequency;
      if (part.code == kSilent) {
        out_ += fmt::format("  {:+9.2f}  {}: {}\n", 0.0, model.name,
                            Say("有一方没有写，不计", "missing on one side, says nothing"));
        continue;
      }
      const size_t level = part.code - 1U;
      out_ += fmt::format("  {:+9.2f}  {}: {}  {}", Bits(part.weight), model.name, LevelName(model, level),
                          fmt::format(fmt::runtime(Say("（同一个里 {:.2f}%，不同的里 {:.4f}%）",
                                                       "({:.2f} % of matches, {:.4f} % of others)")),
                                      100 * model.m[level], 100 * model.u[level]));
      if (part.term_frequency != 0) {
        out_ += fmt::format("  {:+.2f} {}", Bits(part.term_frequency),
                            part.term_frequency > 0 ? Say("因为这个值少见", "for a rare value")
                                                    : Say("因为这个值常见", "for a common value"));
      }
      out_ += fmt::format("  → {:.2f}\n", Bits(sum));
    }
    const int64_t taken = parts_.conflict == Conflicts::kVeto ? 0 : parts_.conflict;
    if (const int64_t rest = int64_t{parts_.total} + taken - sum; rest != 0) {
      out_ += fmt::format("  {:+9.2f}  {}\n", Bits(rest),
                          Say("与亲属、同户的人相比后的修正", "weighed against relatives instead of strangers"));
    }
    if (parts_.conflict == Conflicts::kVeto) {
      out_ += Say("  否决：按规格里的矛盾规则，这两条不可能是同一个\n",
                  "  veto: by a conflict rule of the spec the two can be no match\n");
    } else if (parts_.conflict != 0) {
      out_ += fmt::format("  {:+9.2f}  {}\n", -Bits(parts_.conflict),
                          Say("规格里的矛盾规则扣减", "taken off by a conflict rule of the spec"));
    }
    out_ += fmt::format("  = {:.2f} {}  {} {:.6f}\n", Bits(parts_.total), Say("位", "bits"), Say("概率", "probability"),
                        parts_.conflict == Conflicts::kVeto ? 0.0 : Probability(parts_.total));
  }

  [[nodiscard]] std::string LevelName(const ComparisonModel& model, size_t level) const {
    if (level + 1 == model.levels.size()) return Say("都不符合", "else (unlike)");
    return model.levels[level];
  }

  // Below the threshold: which single comparison at its best level would have been enough.
  void Needed() {
    const bool veto = parts_.conflict == Conflicts::kVeto;
    if (!veto && parts_.total >= threshold_) {
      out_ += fmt::format("{} {:.2f} {}\n", Say("不低于门槛", "At or above the threshold of"), Bits(threshold_),
                          Say("位", "bits"));
      return;
    }
    if (veto) return;
    out_ += fmt::format(
        fmt::runtime(Say("低于门槛 {:.2f} 位，差 {:.2f} 位。\n", "Below the threshold of {:.2f} bits by {:.2f}.\n")),
        Bits(threshold_), Bits(int64_t{threshold_} - parts_.total));
    std::string enough;
    for (size_t c = 0; c < parts_.parts.size(); ++c) {
      const ComparisonModel& model = run_.model.comparisons[c];
      const PairParts::Part& part = parts_.parts[c];
      for (size_t level = model.levels.size(); level-- > 0;) {
        const int64_t gain = int64_t{model.weights[level]} - part.weight - part.term_frequency;
        if (int64_t{parts_.total} + gain < threshold_) continue;
        enough += fmt::format("  {}: {} (→ {:.2f})\n", model.name, LevelName(model, level), Bits(parts_.total + gain));
        break;
      }
    }
    out_ += enough.empty()
                ? Say("改动任何一项都不够。\n", "No single comparison could have made up for it.\n")
                : Say("只要其中一项是这样就够了：\n", "One of these alone would have been enough:\n") + enough;
  }

  void Outcome() {
    const auto& cluster = run_.clustering.cluster;
    if (cluster[left_] == cluster[right_]) {
      const auto size = std::ranges::count(cluster, cluster[left_]);
      out_ += fmt::format("{} ({} {})\n", Say("结果：同一簇", "Outcome: one cluster"), size, Say("条记录", "records"));
      if (parts_.total < threshold_) {
        out_ += Say("这一对本身不到门槛，是簇里其他记录把它们连在一起的。\n",
                    "This pair alone is below the threshold; other records of the cluster hold the two together.\n");
      }
      return;
    }
    out_ += Say("结果：不在同一簇\n", "Outcome: not in one cluster\n");
    for (const Cut& cut : run_.clustering.cuts) {
      if (std::minmax(cut.left, cut.right) == std::minmax(left_, right_)) out_ += CutText(run_, cut, chinese_) + "\n";
    }
  }

 public:
  static std::string CutText(const LinkRun& run, const Cut& cut, bool chinese) {
    const auto Say = [chinese](std::string_view zh, std::string_view en) { return std::string(chinese ? zh : en); };
    switch (cut.reason) {
      case CutReason::kDecision:
        return Say("聚类时断开：人工认定两边不是同一个", "Cut: a person decided that the two sides differ");
      case CutReason::kOneSource:
        return Say("聚类时断开：两边各有一条记录来自 ", "Cut: both sides hold a record of ") +
               run.table.sources[cut.detail].name +
               Say("，而这个来源里每个只出现一次；另有更好的配对",
                   ", which holds nobody twice; another match was better");
      case CutReason::kVeto:
        return Say("聚类时断开：两边各有一个有效而不同的号码", "Cut: both sides hold valid numbers, and they differ");
      case CutReason::kOutweighed:
        return fmt::format(
            fmt::runtime(Say("聚类时断开：两边之间比过 {} 对、没比过 {} 对，合计 {:+.2f} 位，反对的多于赞成的",
                             "Cut: between the two clusters {} pairs were scored and {} were not; together {:+.2f} "
                             "bits speak against "
                             "joining them")),
            cut.scored, cut.unscored, Bits(cut.evidence));
    }
    return {};
  }

 private:
  const LinkRun& run_;
  uint32_t left_;
  uint32_t right_;
  bool chinese_;
  PairParts parts_;
  int32_t threshold_;
  std::string out_;
};

}  // namespace

std::string CutText(const LinkRun& run, const Cut& cut, Language language) {
  return Explainer::CutText(run, cut, language == Language::kChinese);
}

Result<uint32_t> FindRecord(const LinkTable& table, const std::string& name) {
  std::optional<uint32_t> by_id;
  bool several = false;
  for (const LinkSource& source : table.sources) {
    const bool named = name.starts_with(source.name + ":");
    for (uint32_t record = source.begin; record < source.end; ++record) {
      if (named && std::string_view(name).substr(source.name.size() + 1) == table.ids[record]) return record;
      if (table.ids[record] != name) continue;
      several = by_id.has_value();
      by_id = record;
    }
  }
  if (!by_id || several) return Fail(errors::kNoSuchRecord, {name});
  return *by_id;
}

std::string ExplainText(const LinkRun& run, uint32_t left, uint32_t right, Language language) {
  return Explainer(run, left, right, language).Text();
}

}  // namespace xiuhua::linkage
