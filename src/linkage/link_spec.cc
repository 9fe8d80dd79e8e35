#include "linkage/link_spec.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/files.h"
#include "linkage/errors.h"
#include "linkage/link_spec_parts.h"
#include "linkage/link_spec_words.h"

namespace xiuhua::linkage {

using lake::YamlNode;

bool TermFrequency::on() const { return std::ranges::find(levels, true) != levels.end(); }

bool GivesSeveral(KeyKind kind) {
  return kind == KeyKind::kSound || kind == KeyKind::kDeletions || kind == KeyKind::kTokens || kind == KeyKind::kQgrams;
}

bool BlockRule::gives_several() const {
  return std::ranges::any_of(keys, [](const BlockKey& key) { return GivesSeveral(key.kind); });
}

int LinkSpec::ColumnIndex(std::string_view name) const {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

std::unexpected<Error> SpecProblem(std::string_view zh, std::string_view en, const SourceRef& where) {
  return Fail(errors::kLinkSpec, {zh, en}, where);
}

Result<double> RealNumber(const YamlNode& node) {
  TRY_ASSIGN(const std::string text, node.Text());
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
    return SpecProblem("“" + text + "”不是数", "\"" + text + "\" is no number", node.where());
  }
  return value;
}

Result<int> ColumnOf(const LinkSpec& spec, const YamlNode& node) {
  TRY_ASSIGN(const std::string name, node.Text());
  const int column = spec.ColumnIndex(name);
  if (column < 0) {
    return SpecProblem("columns 里没有 " + name, name + " is not listed under columns", node.where());
  }
  return column;
}

namespace {

Result<void> ReadColumn(LinkSpec& spec, const std::string& name, const YamlNode& node) {
  LinkColumn column{.name = name};
  if (node.IsScalar()) {
    TRY_ASSIGN(const size_t type, node.OneOf(words::kColumnTypes));
    column.type = static_cast<ColumnType>(type);
  } else {
    TRY(node.OnlyKeys({"type", "from", "format", "missing"}));
    if (const auto type = node.Find("type")) {
      TRY_ASSIGN(const size_t index, type->OneOf(words::kColumnTypes));
      column.type = static_cast<ColumnType>(index);
    }
    if (const auto from = node.Find("from")) {
      TRY_ASSIGN(column.from, from->Texts());
    }
    if (const auto format = node.Find("format")) {
      TRY_ASSIGN(const size_t index, format->OneOf(words::kDateOrders));
      column.order = static_cast<DateOrder>(index);
    }
    if (const auto missing = node.Find("missing")) {
      TRY_ASSIGN(column.missing, missing->Texts());
    }
  }
  if (column.from.empty()) column.from.push_back(name);
  spec.columns.push_back(std::move(column));
  return {};
}

Result<void> ReadConflict(LinkSpec& spec, const YamlNode& node) {
  TRY(node.OnlyKeys({"different_ids", "contradict", "penalty"}));
  ConflictSpec conflict;
  if (const auto ids = node.Find("different_ids")) {
    TRY_ASSIGN(conflict.id_column, ColumnOf(spec, *ids));
    conflict.shown = "different_ids: " + spec.columns[static_cast<size_t>(conflict.id_column)].name;
  }
  if (const auto list = node.Find("contradict")) {
    TRY_ASSIGN(const auto items, list->Items());
    conflict.shown = "contradict:";
    for (const YamlNode& item : items) {
      TRY_ASSIGN(const int column, ColumnOf(spec, item));
      conflict.contradict.push_back(column);
      conflict.shown += " " + spec.columns[static_cast<size_t>(column)].name;
    }
  }
  if ((conflict.id_column < 0) == conflict.contradict.empty()) {
    return SpecProblem("写 different_ids 或 contradict 之一", "give one of different_ids and contradict", node.where());
  }
  if (const auto penalty = node.Find("penalty")) {
    TRY_ASSIGN(conflict.penalty_bits, RealNumber(*penalty));
    if (conflict.penalty_bits <= 0 || conflict.penalty_bits > 1000) {
      return SpecProblem("penalty 要在 0 到 1000 之间", "penalty must be between 0 and 1000", penalty->where());
    }
  }
  spec.conflicts.push_back(std::move(conflict));
  return {};
}

Result<void> ReadPrior(LinkSpec& spec, const YamlNode& node) {
  if (node.IsScalar()) {
    constexpr std::string_view kWords[] = {"em"};
    TRY(node.OneOf(kWords));
    return {};
  }
  TRY(node.OnlyKeys({"deterministic_rules", "recall", "matches"}));
  if (const auto matches = node.Find("matches")) {
    spec.prior.kind = PriorSpec::Kind::kMatches;
    TRY_ASSIGN(spec.prior.matches, RealNumber(*matches));
    if (spec.prior.matches <= 0) return SpecProblem("matches 要大于 0", "matches must be above 0", matches->where());
    return {};
  }
  spec.prior.kind = PriorSpec::Kind::kDeterministic;
  TRY_ASSIGN(const YamlNode rules, node.Get("deterministic_rules"));
  TRY_ASSIGN(const auto items, rules.Items());
  for (const YamlNode& item : items) {
    TRY_ASSIGN(BlockRule rule, ReadBlockRule(spec, item));
    if (rule.gives_several()) {
      return SpecProblem("确定性规则不能用一值多键", "a deterministic rule takes no key of several values",
                         item.where());
    }
    spec.prior.rules.push_back(std::move(rule));
  }
  if (const auto recall = node.Find("recall")) {
    TRY_ASSIGN(spec.prior.recall, RealNumber(*recall));
    if (spec.prior.recall <= 0 || spec.prior.recall > 1) {
      return SpecProblem("recall 要在 0 到 1 之间", "recall must be between 0 and 1", recall->where());
    }
  }
  return {};
}

Result<void> ReadClustering(LinkSpec& spec, const YamlNode& node) {
  TRY(node.OnlyKeys({"method", "one_to_one", "unique_in_source"}));
  if (const auto method = node.Find("method")) {
    constexpr std::string_view kWords[] = {"constrained", "components"};
    TRY_ASSIGN(const size_t index, method->OneOf(kWords));
    spec.clustering.constrained = index == 0;
  }
  TRY_ASSIGN(spec.clustering.one_to_one, node.BoolOr("one_to_one", false));
  if (const auto unique = node.Find("unique_in_source")) {
    TRY_ASSIGN(spec.clustering.unique_in_source, unique->Texts());
  }
  return {};
}

Result<double> ShareOr(const YamlNode& node, std::string_view key, double fallback) {
  const auto found = node.Find(key);
  if (!found) return fallback;
  TRY_ASSIGN(const double value, RealNumber(*found));
  if (value < 0 || value > 1)
    return SpecProblem("概率在 0 到 1 之间", "a probability is between 0 and 1", found->where());
  return value;
}

Result<int64_t> PositiveOr(const YamlNode& node, std::string_view key, int64_t fallback) {
  const auto found = node.Find(key);
  if (!found) return fallback;
  TRY_ASSIGN(const int64_t value, found->Int());
  if (value < 1) return SpecProblem("要大于 0", "must be above 0", found->where());
  return value;
}

Result<void> ReadOptions(LinkSpec& spec, const YamlNode& root) {
  TRY_ASSIGN(spec.max_pairs, PositiveOr(root, "max_pairs", spec.max_pairs));
  TRY_ASSIGN(spec.block_cap, PositiveOr(root, "block_cap", spec.block_cap));
  TRY_ASSIGN(spec.threshold, ShareOr(root, "threshold", spec.threshold));
  TRY_ASSIGN(spec.keep, ShareOr(root, "keep", std::min(spec.keep, spec.threshold)));
  if (const auto prior = root.Find("prior")) TRY(ReadPrior(spec, *prior));
  if (const auto conflicts = root.Find("conflicts")) {
    TRY_ASSIGN(const auto items, conflicts->Items());
    for (const YamlNode& item : items) TRY(ReadConflict(spec, item));
  }
  if (const auto clustering = root.Find("clustering")) TRY(ReadClustering(spec, *clustering));
  return {};
}

Result<LinkSpec> ReadSpec(const YamlNode& root) {
  TRY(root.OnlyKeys({"inputs", "columns", "comparisons", "blocking", "max_pairs", "block_cap", "prior", "conflicts",
                     "threshold", "keep", "clustering"}));
  LinkSpec spec;
  TRY_ASSIGN(const YamlNode inputs, root.Get("inputs"));
  TRY(inputs.OnlyKeys({"unique_id", "within"}));
  TRY_ASSIGN(const YamlNode unique, inputs.Get("unique_id"));
  TRY_ASSIGN(spec.unique_id, unique.Text());
  TRY_ASSIGN(spec.within, inputs.BoolOr("within", false));
  TRY_ASSIGN(const YamlNode columns, root.Get("columns"));
  TRY_ASSIGN(const auto entries, columns.Entries());
  for (const auto& [name, node] : entries) TRY(ReadColumn(spec, name, node));
  TRY_ASSIGN(const YamlNode comparisons, root.Get("comparisons"));
  TRY_ASSIGN(const auto items, comparisons.Items());
  for (const YamlNode& item : items) TRY(ReadComparison(spec, item));
  TRY_ASSIGN(const YamlNode blocking, root.Get("blocking"));
  TRY(ReadOptions(spec, root));
  TRY_ASSIGN(const auto rules, blocking.Items());
  for (const YamlNode& item : rules) {
    TRY_ASSIGN(BlockRule rule, ReadBlockRule(spec, item));
    spec.blocking.push_back(std::move(rule));
  }
  if (spec.blocking.empty() || spec.blocking.size() > 32) {
    return SpecProblem("blocking 要有 1 到 32 条规则", "blocking takes 1 to 32 rules", blocking.where());
  }
  if (spec.comparisons.empty() || spec.comparisons.size() > 16) {
    return SpecProblem("comparisons 要有 1 到 16 项", "comparisons takes 1 to 16 entries", comparisons.where());
  }
  return spec;
}

}  // namespace

Result<LinkSpec> ParseLinkSpec(const std::string& text, const std::string& shown_file) {
  TRY_ASSIGN(const YamlNode root, YamlNode::Parse(text, shown_file));
  return ReadSpec(root);
}

Result<LinkSpec> LoadLinkSpec(const std::string& path) {
  TRY_ASSIGN(const std::string text, RealFiles().Read(path));
  return ParseLinkSpec(text, path);
}

}  // namespace xiuhua::linkage
