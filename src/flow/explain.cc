// run --explain: the same inputs and the same plan as a run, in words.
#include <fmt/format.h>

#include <map>
#include <set>

#include "flow/inputs.h"

namespace xiuhua::flow {

Result<std::vector<std::string>> Explain(const RunRequest& request, const RunContext& context, bool chinese) {
  TRY_ASSIGN(const RunInputs inputs, GatherInputs(request, context));
  std::vector<std::string> lines;
  lines.push_back(fmt::format("{} {} · {} {}", chinese ? "数据截止日" : "as of", FormatDate(request.as_of),
                              chinese ? "有效报送" : "deliveries in force", inputs.in_force.size()));
  lines.push_back(chinese
                      ? "步骤：收集报送 → 更新底册 → 同一人关联 → 执行规则 → 归并疑点 → 抽取复核 → 发布 → 入库"
                      : "stages: gather → register → match → rules → settle → draw second looks → publish → commit");
  std::set<std::string> there;
  for (const registry::TableInput& table : inputs.tables) {
    there.insert(table.spec->name);
    std::string files;
    for (const registry::TableFile& file : table.files) {
      files += " " + lake::DeliveryName(file.delivery) + "(" + lake::FormatPeriod(file.period) + ")";
    }
    lines.push_back(fmt::format("  {} {}:{}{}", table.spec->name, table.spec->title.zh, files,
                                table.spec == inputs.base->spec ? (chinese ? "  ← 底册" : "  <- base register") : ""));
  }
  std::map<std::string, int> lacking;
  int ready = 0;
  for (const rules::RuleSpec& rule : context.rules.set.rules) {
    std::set<std::string> missing;
    for (const rules::ColumnUse& need : rules::NeedsWithFacts(context.rules.set, rule.needs)) {
      const std::string table = rules::DeliveredTable(context.rules.set, need.table);
      if (!table.empty() && !there.contains(table)) missing.insert(table);
    }
    missing.empty() ? ++ready : 0;
    for (const std::string& table : missing) ++lacking[table];
  }
  lines.push_back(fmt::format("{} {} · {} {}", chinese ? "规则" : "rules", context.rules.set.rules.size(),
                              chinese ? "所需数据齐全" : "with every table delivered", ready));
  for (const auto& [table, count] : lacking) {
    lines.push_back(fmt::format("  {} {}: {} {}", chinese ? "没有报送" : "not delivered", table, count,
                                chinese ? "条规则会回答“无法判断”" : "rules will answer cannot tell"));
  }
  return lines;
}

}  // namespace xiuhua::flow
