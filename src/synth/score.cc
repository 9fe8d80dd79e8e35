#include "synth/score.h"

#include <fmt/core.h>

#include <map>
#include <set>
#include <string_view>

#include "base/files.h"
#include "synth/errors.h"
#include "synth/truth.h"

namespace xiuhua::synth {
namespace {

using Record = std::map<std::string, std::string, std::less<>>;

std::vector<std::string> SplitLine(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += line[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

Result<std::vector<Record>> Read(std::string_view csv, const char* name, std::initializer_list<const char*> needed) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  std::vector<Record> out;
  std::vector<std::string> header;
  while (!csv.empty()) {
    const size_t end = csv.find('\n');
    const std::string_view line = csv.substr(0, end);
    csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
    if (line.empty()) continue;
    const std::vector<std::string> cells = SplitLine(line);
    if (header.empty()) {
      header = cells;
      continue;
    }
    Record record;
    for (size_t i = 0; i < cells.size() && i < header.size(); ++i) record[header[i]] = cells[i];
    out.push_back(std::move(record));
  }
  for (const char* column : needed) {
    bool there = false;
    for (const std::string& one : header) there = there || one == column;
    if (!there) return Fail(errors::kBadTruthFile, {name, column});
  }
  return out;
}

const std::string& Get(const Record& record, std::string_view column) {
  static const std::string kEmpty;
  const auto found = record.find(column);
  return found == record.end() ? kEmpty : found->second;
}

// What the truth says of one subject in one group.
struct Known {
  std::set<size_t> yes;  // truth lines
  bool no = false;
};

class Scorer {
 public:
  explicit Scorer(ScoreCard& card) : card_(card) {
    for (const TruthGroup& group : TruthGroups()) {
      index_[std::string(group.group)] = card_.groups.size();
      card_.groups.push_back({.kind = std::string(group.kind), .group = std::string(group.group)});
    }
  }

  void AddTruth(const std::vector<Record>& truth, const std::string& last_month) {
    for (size_t n = 0; n < truth.size(); ++n) {
      const Record& line = truth[n];
      const auto at = index_.find(Get(line, "group"));
      if (at == index_.end() || Get(line, "month") > last_month) continue;
      const bool yes = Get(line, "expects") == "yes";
      ++(yes ? card_.groups[at->second].truths : card_.groups[at->second].look_alikes);
      const bool place = Get(line, "person_id").empty() && Get(line, "household_head_id").empty();
      for (const char* column : {"person_id", "household_head_id", "area_code"}) {
        const std::string& subject = Get(line, column);
        if (subject.empty() || (!place && column == std::string_view("area_code"))) continue;
        Known& known = known_[{at->second, subject}];
        if (yes) known.yes.insert(n);
        known.no = known.no || !yes;
      }
    }
  }

  void AddFinding(const std::string& group, const std::string& subject) {
    const auto at = index_.find(group);
    if (at == index_.end()) {
      ++card_.findings_without_group;
      return;
    }
    if (!seen_.insert({at->second, subject}).second) return;
    GroupScore& score = card_.groups[at->second];
    ++score.findings;
    const auto known = known_.find({at->second, subject});
    if (known == known_.end()) {
      ++score.unplanned;
    } else if (!known->second.yes.empty()) {
      ++score.true_positives;
      for (const size_t line : known->second.yes) score.found += met_.insert(line).second ? 1 : 0;
    } else {
      ++score.look_alike_hits;
    }
  }

 private:
  ScoreCard& card_;
  std::map<std::string, size_t> index_;
  std::map<std::pair<size_t, std::string>, Known> known_;
  std::set<std::pair<size_t, std::string>> seen_;
  std::set<size_t> met_;
};

std::string Percent(int64_t permille) {
  return permille < 0 ? "-" : fmt::format("{}.{}%", permille / 10, permille % 10);
}

}  // namespace

Result<ScoreCard> Score(const std::string& truth_csv, const std::string& findings_csv,
                        const std::string& rule_groups_csv, const std::string& last_month) {
  TRY_ASSIGN(const std::vector<Record> truth,
             Read(truth_csv, "truth.csv", {"group", "person_id", "household_head_id", "month", "expects"}));
  TRY_ASSIGN(const std::vector<Record> findings, Read(findings_csv, "findings.csv", {"rule_id", "subject_id"}));
  TRY_ASSIGN(const std::vector<Record> rules, Read(rule_groups_csv, "demo-rule-groups.csv", {"rule_id", "group"}));
  std::map<std::string, std::vector<std::string>> groups;
  for (const Record& rule : rules) groups[Get(rule, "rule_id")].push_back(Get(rule, "group"));
  ScoreCard card;
  Scorer scorer(card);
  scorer.AddTruth(truth, last_month);
  for (const Record& finding : findings) {
    const std::string& own = Get(finding, "group");
    const auto mapped = groups.find(Get(finding, "rule_id"));
    if (!own.empty()) {
      scorer.AddFinding(own, Get(finding, "subject_id"));
    } else if (mapped == groups.end()) {
      ++card.findings_without_group;
    } else {
      for (const std::string& group : mapped->second) scorer.AddFinding(group, Get(finding, "subject_id"));
    }
  }
  return card;
}

Result<ScoreCard> ScoreFiles(const std::string& truth_path, const std::string& findings_path,
                             const std::string& rule_groups_path, const std::string& last_month) {
  TRY_ASSIGN(const std::string truth, RealFiles().Read(truth_path));
  TRY_ASSIGN(const std::string findings, RealFiles().Read(findings_path));
  TRY_ASSIGN(const std::string rules, RealFiles().Read(rule_groups_path));
  return Score(truth, findings, rules, last_month);
}

std::string RenderScore(const ScoreCard& card) {
  std::string out =
      "对照生成器真值的查准、查全（衡量的是生成器，不代表任何真实县）\n"
      "Precision and recall against the generator's truth (they measure the generator, not any real county)\n";
  out += fmt::format("{:<12}{:<30}{:>8}{:>10}{:>8}{:>12}{:>11}{:>11}{:>9}\n", "kind", "group", "truth", "findings",
                     "true", "look-alike", "unplanned", "precision", "recall");
  for (const GroupScore& g : card.groups) {
    if (g.truths + g.look_alikes + g.findings == 0) continue;
    out += fmt::format("{:<12}{:<30}{:>8}{:>10}{:>8}{:>12}{:>11}{:>11}{:>9}\n", g.kind, g.group, g.truths, g.findings,
                       g.true_positives, g.look_alike_hits, g.unplanned, Percent(g.PrecisionPermille()),
                       Percent(g.RecallPermille()));
  }
  out += fmt::format("没有对应真值组的疑点 findings of rules without a truth group: {}\n", card.findings_without_group);
  return out;
}

}  // namespace xiuhua::synth
