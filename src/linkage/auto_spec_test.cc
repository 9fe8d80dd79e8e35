// What --auto makes of tables: roles of columns, what is not used, rules within the budget. The people are invented.
#include "linkage/auto_spec.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/files.h"

namespace xiuhua::linkage {
namespace {

class AutoSpecTest : public ::testing::Test {
 public:
  AutoSpecTest() : folder_(::testing::TempDir() + fmt::format("auto_spec_test_{}", ::getpid())) {
    std::filesystem::create_directories(folder_);
  }
  ~AutoSpecTest() override { std::filesystem::remove_all(folder_); }

 protected:
  AutoInput Write(const std::string& name, const std::string& text) {
    const std::string path = folder_ + "/" + name + ".csv";
    EXPECT_TRUE(RealFiles().WriteDurably(path, text).has_value());
    return {.name = name, .path = path};
  }
  static std::string Spec(const std::vector<AutoInput>& inputs) {
    const auto spec = ProposeSpec(inputs, {});
    EXPECT_TRUE(spec.has_value()) << (spec ? "" : Render(spec.error(), Language::kEnglish));
    return spec ? *spec : std::string();
  }

  std::string folder_;
};

// Rows whose columns vary enough to be told apart; `i` names a person.
std::string Person(int i) {
  static constexpr const char* kFirst[] = {"anna", "bert", "cora", "dirk", "edda", "fynn", "gert", "hanna"};
  static constexpr const char* kLast[] = {"ahorn",  "birke", "buche", "eibe", "esche",
                                          "fichte", "linde", "ulme",  "weide"};
  return fmt::format("{},{},19{:02}-{:02}-{:02}", kFirst[i % 8], kLast[i % 9], 30 + i % 61, 1 + i % 12, 1 + i % 28);
}

TEST_F(AutoSpecTest, HeadersAreReadInBothLanguagesAndAnySpelling) {
  const struct {
    const char* header;
    Role role;
  } rows[] = {{"First Name", Role::kGiven},   {"given_name", Role::kGiven},
              {"surname_c1", Role::kSurname}, {"DateOfBirth", Role::kBirth},
              {"出生日期", Role::kBirth},     {"身份证号码", Role::kIdNumber},
              {"联系电话", Role::kPhone},     {"姓名", Role::kFullName},
              {"cluster", Role::kLeak},       {"true_cluster", Role::kLeak},
              {"zip-code", Role::kPostcode},  {"性别", Role::kSex},
              {"soc_sec_id", Role::kOtherId}, {"street_number", Role::kHouseNumber},
              {"户编号", Role::kHouseholdNo}, {"favourite colour", Role::kText}};
  for (const auto& row : rows) EXPECT_EQ(RoleOfHeader(row.header), row.role) << row.header;
}

TEST_F(AutoSpecTest, AnswersAndRowNumbersAreNotEvidence) {
  std::string text = "no,given,last,dob,cluster,serial\n";
  for (int i = 0; i < 400; ++i) text += fmt::format("r{},{},{},{}\n", i, Person(i / 2), i / 2, 90000 + i);
  const std::string spec = Spec({Write("people", text)});
  EXPECT_NE(spec.find("unique_id: \"no\""), std::string::npos) << spec;
  EXPECT_NE(spec.find("not used: cluster"), std::string::npos) << spec;
  EXPECT_NE(spec.find("not used: serial"), std::string::npos) << spec;
  EXPECT_EQ(spec.find("from: [\"cluster\"]"), std::string::npos) << spec;
  EXPECT_NE(spec.find("birth: {type: date, format: ymd, from: [\"dob\"]}"), std::string::npos) << spec;
}

TEST_F(AutoSpecTest, ColumnsWithoutTellingHeadersAreJudgedByTheirCells) {
  std::string text = "key,a,b,c,d\n";
  for (int i = 0; i < 300; ++i) {
    text += fmt::format("{},{}/{}/19{:02},p{}@example.org,{},{}\n", i, 1 + i % 28, 1 + i % 12, 30 + i % 61, i / 2,
                        i % 2 == 0 ? "m" : "f", i % 2 == 0 ? "彭小明" : (i % 3 == 0 ? "田大福" : "向玉兰"));
  }
  const std::string spec = Spec({Write("cells", text)});
  EXPECT_NE(spec.find("birth: {type: date, format: dmy, from: [\"a\"]}"), std::string::npos) << spec;
  EXPECT_NE(spec.find("email: {type: text, from: [\"b\"]}"), std::string::npos) << spec;
  EXPECT_NE(spec.find("sex: {type: text, from: [\"c\"]}"), std::string::npos) << spec;
}

TEST_F(AutoSpecTest, TwoInputsMayCallAColumnDifferently) {
  std::string left = "id,first_name,surname,dob\n";
  std::string right = "id,given_name,last_name,birth_date\n";
  for (int i = 0; i < 200; ++i) {
    left += fmt::format("a{},{}\n", i, Person(i));
    right += fmt::format("b{},{}\n", i, Person(i + 50));
  }
  const std::string spec = Spec({Write("left", left), Write("right", right)});
  EXPECT_NE(spec.find("from: [\"first_name\", \"given_name\"]"), std::string::npos) << spec;
  EXPECT_NE(spec.find("from: [\"dob\", \"birth_date\"]"), std::string::npos) << spec;
}

TEST_F(AutoSpecTest, TheSameFileGivesTheSameSpec) {
  std::string text = "id,given,last,dob\n";
  for (int i = 0; i < 500; ++i) text += fmt::format("{},{}\n", i, Person(i));
  const AutoInput input = Write("same", text);
  EXPECT_EQ(Spec({input}), Spec({input}));
}

TEST_F(AutoSpecTest, WhatCannotBeProposedIsSaid) {
  const auto none = ProposeSpec({Write("a", "alpha,beta\n1,2\n"), Write("b", "gamma,delta\n1,2\n")}, {});
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().id, "LNK-030");
  const auto no_id = ProposeSpec({Write("c", "given,last\nanna,esche\nanna,esche\n")}, {});
  ASSERT_FALSE(no_id.has_value());
  EXPECT_EQ(no_id.error().id, "LNK-031");
  const auto nothing = ProposeSpec({Write("d", "id,sign\n1,x\n2,x\n")}, {});
  ASSERT_FALSE(nothing.has_value());
  EXPECT_EQ(nothing.error().id, "LNK-032");
}

}  // namespace
}  // namespace xiuhua::linkage
