#include "sql/guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/files.h"
#include "sql/macros.h"

namespace xiuhua::sql {
namespace {

std::map<std::string, std::vector<Column>> Tables() {
  using enum SqlType;
  return {
      {"persons",
       {{"person_id", kInt64},
        {"name", kText},
        {"sex", kText},
        {"birth_date", kDate},
        {"household_id", kInt64},
        {"registered", kBool},
        {"county", kText},
        {"weight", kDouble},
        {"count_it", kInt32}}},
      {"settlements",
       {{"row_ref", kInt64},
        {"person_id", kInt64},
        {"household_id", kInt64},
        {"kind", kText},
        {"settled_on", kDate},
        {"self_pay_cents", kInt64},
        {"county", kText}}},
      {"run", {{"as_of", kDate}}},
      {"params.line", {{"county", kText}, {"class", kText}, {"value", kInt64}}},
      {"params_history.line",
       {{"county", kText}, {"class", kText}, {"value", kInt64}, {"valid_from", kDate}, {"valid_to", kDate}}},
  };
}

class GuardTest : public testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({});
    ASSERT_TRUE(engine);
    engine_ = *std::move(engine);
    options_ = {.tables = Tables(), .file = "rule.sql"};
    ASSERT_TRUE(CreateMacros(*engine_));
    ASSERT_TRUE(engine_->Execute("CREATE SCHEMA params; CREATE SCHEMA params_history"));
    for (const auto& [name, columns] : options_.tables) {
      std::string list;
      for (const Column& column : columns) {
        list += (list.empty() ? "" : ", ") + column.name + " " + SqlTypeName(column.type);
      }
      ASSERT_TRUE(engine_->Execute("CREATE TABLE " + name + "(" + list + ")"));
    }
  }

  static std::string Read(const std::string& name) {
    auto text = RealFiles().Read(std::string(XIUHUA_SOURCE_DIR) + "/src/sql/testdata/" + name);
    EXPECT_TRUE(text) << name;
    return text.value_or("");
  }

  std::unique_ptr<Engine> engine_;
  GuardOptions options_;
};

TEST_F(GuardTest, LetsThePortableSubsetThrough) {
  std::istringstream lines(Read("guard_allows.sql"));
  std::string sql;
  int checked = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line != ";") {
      sql += line + "\n";
      continue;
    }
    const auto shape = CheckSelect(*engine_, sql, options_);
    EXPECT_TRUE(shape) << sql << (shape ? "" : Render(shape.error(), Language::kEnglish));
    const auto columns = DescribeSelect(*engine_, sql);
    EXPECT_TRUE(columns) << sql << (columns ? "" : Render(columns.error(), Language::kEnglish));
    ASSERT_TRUE(shape && columns);
    EXPECT_EQ(shape->outputs.size(), columns->size()) << sql;
    sql.clear();
    ++checked;
  }
  EXPECT_EQ(checked, 15);
}

TEST_F(GuardTest, RefusesEverythingElseWithItsLine) {
  std::istringstream lines(Read("guard_refuses.txt"));
  std::string expected;
  std::string sql;
  int checked = 0;
  for (std::string line; std::getline(lines, line);) {
    if (expected.empty()) {
      if (line.starts_with("SQL-")) expected = line;
      continue;
    }
    if (line != ";;") {
      sql += line + "\n";
      continue;
    }
    const auto shape = CheckSelect(*engine_, sql, options_);
    ASSERT_FALSE(shape) << "let through: " << sql;
    EXPECT_EQ(shape.error().id + " " + std::to_string(shape.error().where.row), expected)
        << sql << Render(shape.error(), Language::kEnglish);
    EXPECT_EQ(shape.error().where.file, "rule.sql");
    expected.clear();
    sql.clear();
    ++checked;
  }
  EXPECT_GE(checked, 90);
}

TEST_F(GuardTest, NamesTablesColumnsAndLiteralsWithTheirLines) {
  options_.first_line = 20;
  const auto shape = CheckSelect(*engine_,
                                 "-- 中文 first\n"
                                 "with c as (select s.kind as k, s.person_id from settlements s)\n"
                                 "select p.person_id as subject_id, count(*) as ev_n\n"
                                 "from persons p join c on c.person_id = p.person_id\n"
                                 "join params.line g on g.county = p.county\n"
                                 "where c.k in ('inpatient', 'typo') and 'm' = p.sex group by p.person_id",
                                 options_);
  ASSERT_TRUE(shape) << shape.error().en;
  EXPECT_THAT(shape->tables, testing::ElementsAre("params.line", "persons", "settlements"));
  EXPECT_THAT(shape->outputs, testing::ElementsAre("subject_id", "ev_n"));
  std::vector<std::string> columns;
  for (const ColumnUse& use : shape->columns)
    columns.push_back(use.table + "." + use.column + ":" + std::to_string(use.line));
  EXPECT_THAT(columns, testing::IsSupersetOf({"settlements.kind:21", "settlements.person_id:21", "persons.person_id:22",
                                              "settlements.person_id:23", "params.line.county:24", "persons.county:24",
                                              "settlements.kind:25", "persons.sex:25"}));
  std::vector<std::string> literals;
  for (const LiteralUse& use : shape->literals) {
    literals.push_back(use.table + "." + use.column + "=" + use.text + ":" + std::to_string(use.line));
  }
  EXPECT_THAT(literals, testing::UnorderedElementsAre("settlements.kind=inpatient:25", "settlements.kind=typo:25",
                                                      "persons.sex=m:25"));
}

TEST_F(GuardTest, SuggestsTheNearestName) {
  EXPECT_THAT(CheckSelect(*engine_, "select p.birthdate from persons p", options_).error().en,
              testing::HasSubstr("birth_date?"));
  EXPECT_THAT(CheckSelect(*engine_, "select p.name from person p", options_).error().en,
              testing::HasSubstr("persons?"));
}

TEST_F(GuardTest, ChecksConditionsOfOneTable) {
  const auto shape = CheckCondition(*engine_, "registered and sex = 'm' -- note", "persons", options_);
  ASSERT_TRUE(shape) << shape.error().en;
  EXPECT_EQ(shape->columns.size(), 2U);
  EXPECT_EQ(shape->literals.size(), 1U);
  struct Case {
    const char* condition;
    const char* id;
  };
  for (const Case& c : {Case{"nothing = 1", "SQL-016"},
                        {"1 = 1) union all (select 1", "SQL-011"},
                        {"1 = 1;", "SQL-011"},
                        {"", "SQL-011"},
                        {"\nregistered\nand sex = 1", "SQL-019"}}) {
    EXPECT_EQ(CheckCondition(*engine_, c.condition, "persons", options_).error().id, c.id) << c.condition;
  }
  EXPECT_EQ(CheckCondition(*engine_, "\nregistered\nand sex = 1", "persons", options_).error().where.row, 3);
}

TEST_F(GuardTest, AllowsDeclaredExtraFunctions) {
  const std::string sql = "select levenshtein(p.name, 'x') as ev_d from persons p";
  EXPECT_EQ(CheckSelect(*engine_, sql, options_).error().id, "SQL-014");
  options_.extra_functions = {"levenshtein"};
  EXPECT_TRUE(CheckSelect(*engine_, sql, options_));
}

TEST_F(GuardTest, RefusesHugeAndDeepTextsQuickly) {
  std::string chain = "select 1";
  for (int i = 0; i < 300; ++i) chain += " + 1";
  std::string nots = "select p.person_id from persons p where ";
  for (int i = 0; i < 5000; ++i) nots += "not ";
  nots += "p.registered";
  std::string selects = "select a from t";
  for (int i = 0; i < 100; ++i) selects = "select a from (" + selects + ") x";
  EXPECT_EQ(CheckSelect(*engine_, chain, options_).error().id, "SQL-018");
  for (const std::string& sql : {nots, selects}) {
    const auto result = CheckSelect(*engine_, sql, options_);
    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().id, testing::AnyOf("SQL-018", "SQL-011", "SQL-001"));
  }
  EXPECT_EQ(CheckSelect(*engine_, "select 1 as a -- " + std::string(1 << 20, 'x'), options_).error().id, "SQL-018");
  EXPECT_EQ(*engine_->QueryInt("select 1"), 1);
}

TEST_F(GuardTest, DescribesWithoutRunning) {
  const auto columns = DescribeSelect(*engine_, "select person_id as a, birth_date b, registered c from persons; -- x");
  ASSERT_TRUE(columns) << columns.error().en;
  ASSERT_EQ(columns->size(), 3U);
  EXPECT_EQ((*columns)[0].type, SqlType::kInt64);
  EXPECT_EQ((*columns)[1].type, SqlType::kDate);
  EXPECT_EQ((*columns)[2].name, "c");
  EXPECT_EQ(DescribeSelect(*engine_, "select nothing from persons").error().id, "SQL-001");
  EXPECT_EQ(DescribeSelect(*engine_, "select [1] as a").error().id, "SQL-003");
}

}  // namespace
}  // namespace xiuhua::sql
