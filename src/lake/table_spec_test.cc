// Mistakes in tables/*.yaml and pack.yaml: one text of a sound file replaced, and the error with its line.
#include "lake/table_spec.h"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace xiuhua::lake {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSound = R"(table: settlements
title: {zh: 结算, en: Settlements}
subject: person
time: event
date_column: settled_on
columns:
  - {name: person_name, type: name, role: person_name, title: {zh: 姓名, en: Name}}
  - {name: id_number, type: id_number, role: id_number}
  - {name: settled_on, type: date}
  - {name: kind, type: code, codes: {inpatient: 住院, other: 其他}}
)";

std::string Outcome(const std::string& text) {
  const auto root = YamlNode::Parse(text, "t.yaml");
  if (!root) return fmt::format("{} line {}", root.error().id, root.error().where.row);
  const auto table = ParseTableSpec(*root);
  return table ? "sound" : fmt::format("{} line {}", table.error().id, table.error().where.row);
}

struct Mistake {
  const char* sound;
  const char* wrong;
  const char* error;
};
class TableMistakes : public testing::TestWithParam<Mistake> {};

TEST(TableSpecs, TheSoundFileIsSound) { EXPECT_EQ(Outcome(kSound), "sound"); }

TEST_P(TableMistakes, AreNamedWithTheirLine) {
  const Mistake& mistake = GetParam();
  std::string text = kSound;
  const size_t at = text.find(mistake.sound);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, std::string(mistake.sound).size(), mistake.wrong);
  EXPECT_EQ(Outcome(text), mistake.error) << mistake.wrong;
}

INSTANTIATE_TEST_SUITE_P(All, TableMistakes,
                         testing::Values(Mistake{"subject: person", "subject: [person", "LAK-001 line 4"},
                                         Mistake{"subject:", "subjects:", "LAK-002 line 3"},
                                         Mistake{"  - {name: kind", "  - {nom: kind", "LAK-002 line 10"},
                                         Mistake{"table: settlements\n", "", "LAK-003 line 1"},
                                         Mistake{"title: {zh: 结算, en: Settlements}", "title: {zh: 结算}",
                                                 "LAK-003 line 2"},
                                         Mistake{"time: event", "time: [event]", "LAK-004 line 4"},
                                         Mistake{"type: date", "type: datum", "LAK-005 line 9"},
                                         Mistake{"role: id_number", "role: head", "LAK-005 line 8"},
                                         Mistake{"time: event\n", "time: event\ntime: event\n", "LAK-006 line 5"},
                                         Mistake{"name: kind", "name: settled_on", "LAK-006 line 10"},
                                         Mistake{"name: kind", "name: id_number_key", "LAK-006 line 10"},
                                         Mistake{"name: kind", "name: township", "LAK-006 line 10"},
                                         Mistake{"name: kind", "name: Kind", "LAK-008 line 10"},
                                         Mistake{"{name: settled_on, type: date}",
                                                 "{name: settled_on, type: date, role: area}", "LAK-008 line 9"},
                                         Mistake{", codes: {inpatient: 住院, other: 其他}", "", "LAK-008 line 10"},
                                         Mistake{"time: event", "time: snapshot", "LAK-008 line 1"},
                                         Mistake{"date_column: settled_on", "date_column: kind", "LAK-008 line 1"}));

class PackOrder : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() / fmt::format("xiuhua_packs_{}", getpid());
    fs::remove_all(root_);
  }
  void TearDown() override { fs::remove_all(root_); }
  void Pack(const std::string& folder, const std::string& id, const std::string& depends) const {
    fs::create_directories(root_ / folder);
    std::ofstream(root_ / folder / "pack.yaml")
        << "id: " << id << "\nversion: 1\ntitle: x\ndepends: [" << depends << "]\n";
  }
  // The packs in order, or the error.
  [[nodiscard]] std::string Order() const {
    const auto packs = FindPacks(root_.string(), "");
    if (!packs) return packs.error().id + " " + packs.error().zh;
    std::string out;
    for (const PackFolder& pack : packs->packs) out += pack.id + " ";
    return out;
  }
  fs::path root_;
};

TEST_F(PackOrder, EachComesAfterThoseItNeeds) {
  Pack("a", "a", "c");
  Pack("b", "b", "");
  Pack("c", "c", "b");
  EXPECT_EQ(Order(), "b c a ");
}

TEST_F(PackOrder, ACircleAMissingAndADoublePackAreRefused) {
  Pack("a", "a", "b");
  EXPECT_EQ(Order(), "LAK-007 业务包“a”的依赖有问题：没有业务包 b");
  Pack("b", "b", "a");
  EXPECT_EQ(Order(), "LAK-007 业务包“a”的依赖有问题：互相依赖成环");
  Pack("c", "a", "");
  EXPECT_EQ(Order(), "LAK-007 业务包“a”的依赖有问题：编号重复");
}

}  // namespace
}  // namespace xiuhua::lake
