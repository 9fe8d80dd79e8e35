// Every column that the guard saw a statement read is among those a run copies; what no file names is not.
#include "rules/columns_read.h"

#include <gtest/gtest.h>

#include "rules/lint.h"

namespace xiuhua::rules {
namespace {

void ExpectCopied(const CheckedRules& checked, const CheckedStatement& statement, const std::string& where) {
  const auto copied = ColumnsRead(checked.set);
  for (const sql::ColumnUse& use : statement.shape.columns) {
    const std::string base = DeliveredTable(checked.set, use.table);
    if (base.empty()) continue;
    const auto table = copied.find(use.table);
    ASSERT_NE(table, copied.end()) << where << ": " << use.table;
    const lake::ColumnSpec* declared = lake::DeclaredColumn(*checked.set.tables.Find(base), use.column);
    if (declared == nullptr) continue;  // always there
    EXPECT_TRUE(table->second.contains(use.column)) << where << ": " << use.table << "." << use.column;
  }
}

TEST(ColumnsReadTest, HoldsWhatTheShippedStatementsRead) {
  auto checked = LoadRules(XIUHUA_SOURCE_DIR "/packs", "");
  ASSERT_TRUE(checked) << Render(checked.error(), Language::kEnglish);
  ASSERT_GT(checked->rules.size(), 100U);
  for (const auto& [id, statement] : checked->rules) ExpectCopied(*checked, statement, id);
  for (const auto& [id, statement] : checked->facts) ExpectCopied(*checked, statement, id);
}

TEST(ColumnsReadTest, LeavesOutWhatNobodyNames) {
  RuleSet set;
  auto checked = LoadRules(XIUHUA_SOURCE_DIR "/packs", "");
  ASSERT_TRUE(checked);
  set.tables = checked->set.tables;
  EXPECT_TRUE(ColumnsRead(set).empty());
  RuleSpec rule;
  rule.file.header = "needs: [hukou_persons.ID_NUMBER]\n";
  rule.file.sql = "select h.row_ref from hukou_persons h, deaths_previous d where h.ethnic = 'x'";
  rule.evidence = SqlFile{.sql = "select died_on from deaths_previous"};
  set.rules.push_back(rule);
  const auto read = ColumnsRead(set);
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read.at("hukou_persons"),
            (std::set<std::string, std::less<>>{"ethnic", "id_number", "id_number_key", "id_number_state"}));
  EXPECT_TRUE(read.at("deaths_previous").contains("died_on"));
  EXPECT_FALSE(read.contains("deaths"));
}

}  // namespace
}  // namespace xiuhua::rules
