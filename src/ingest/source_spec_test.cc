// Mistakes in a source's YAML: one text of a sound file replaced, and the error with its line.
#include "ingest/source_spec.h"

#include <gtest/gtest.h>

#include "ingest/test_county.h"

namespace xiuhua::ingest {
namespace {

constexpr const char* kSound = R"(source: payments
title: {zh: 发放, en: Payments}
mode: full
retention_months: 36
recognise: {headers: [发放日期, 金额], file_name: 发放}
layout: {strike: keep, fill: {FFFF00: 外出}}
sheets: all
columns: {姓名: [姓名], 身份证号: [身份证号], 发放日期: [发放日期], 金额: [金额]}
fills:
  - table: payments
    columns:
      person_name: 姓名
      id_number: 身份证号
      paid_on: {from: 发放日期, excel_dates: true}
      amount_cents: {from: 金额, unit: yuan}
      remark: {from: 姓名, take: '(.)', map: {甲: 乙}}
    on_bad: {paid_on: quarantine}
)";

struct Mistake {
  const char* sound;
  const char* wrong;
  const char* error;  // id and line
};

class SourceMistakes : public testing::TestWithParam<Mistake> {};

std::string Outcome(std::string text) {
  const auto tables = lake::TableCatalogue::FromSpecs(
                          {lake::ParseTableSpec(lake::YamlNode::Parse(kPaymentsTable, "t.yaml").value()).value()})
                          .value();
  const auto root = lake::YamlNode::Parse(text, "s.yaml");
  if (!root) return fmt::format("{} line {}", root.error().id, root.error().where.row);
  const auto spec = ParseSourceSpec(*root, tables);
  return spec ? "sound" : fmt::format("{} line {}", spec.error().id, spec.error().where.row);
}

TEST(SourceSpec, TheSoundFileIsSound) { EXPECT_EQ(Outcome(kSound), "sound"); }

TEST_P(SourceMistakes, AreNamedWithTheirLine) {
  const Mistake& mistake = GetParam();
  std::string text = kSound;
  const size_t at = text.find(mistake.sound);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, std::string(mistake.sound).size(), mistake.wrong);
  EXPECT_EQ(Outcome(text), mistake.error) << mistake.wrong;
}

INSTANTIATE_TEST_SUITE_P(
    All, SourceMistakes,
    testing::Values(Mistake{"table: payments", "table: payment", "ING-200 line 10"},
                    Mistake{"remark:", "remarks:", "ING-201 line 16"},
                    Mistake{"on_bad: {paid_on:", "on_bad: {paid:", "ING-201 line 17"},
                    Mistake{"{from: 金额, unit: yuan}", "{from: 金额, excel_dates: true}", "ING-202 line 15"},
                    Mistake{"person_name: 姓名", "person_name: {from: 姓名, unit: yuan}", "ING-202 line 12"},
                    Mistake{"person_name: 姓名", "person_name: {from: 姓名, const: 甲}", "ING-202 line 12"},
                    Mistake{"person_name: 姓名", "person_name: {from: 姓名, map: {甲: 乙}}", "ING-202 line 12"},
                    Mistake{"id_number: 身份证号", "id_number: 证号", "ING-203 line 13"},
                    Mistake{"file_name: 发放", "file_name: '(发放'", "ING-204 line 5"},
                    Mistake{"take: '(.)'", "take: '['", "ING-204 line 16"},
                    Mistake{"sheets: all", "sheets: '*'", "ING-204 line 7"},
                    Mistake{"FFFF00", "yellow", "ING-204 line 6"},
                    Mistake{"retention_months: 36", "retention_months: 0", "ING-206 line 1"},
                    Mistake{"    on_bad:", "    unpivot: {count: 64}\n    on_bad:", "ING-206 line 17"},
                    Mistake{"mode: full", "mode: [", "LAK-001 line 5"}, Mistake{"mode:", "modus:", "LAK-002 line 3"},
                    Mistake{"title: {zh: 发放, en: Payments}\n", "", "LAK-003 line 1"},
                    Mistake{"fills:\n", "fills: {}\nx:\n", "LAK-002 line 10"},
                    Mistake{"retention_months: 36", "retention_months: 三年", "LAK-004 line 4"},
                    Mistake{"excel_dates: true", "excel_dates: yes", "LAK-004 line 14"},
                    Mistake{"mode: full", "mode: all", "LAK-005 line 3"},
                    Mistake{"unit: yuan", "unit: dollar", "LAK-005 line 15"},
                    Mistake{"mode: full\n", "mode: full\nmode: full\n", "LAK-006 line 4"}));

TEST(SourceSpec, OneRecordReferenceCountsAtMost63Members) {
  std::string fills = kSound;
  const std::string two = "  - {table: payments, unpivot: {count: 40}, columns: {person_name: '成员{n}'}}\n";
  EXPECT_EQ(Outcome(fills + two), "sound");
  EXPECT_EQ(Outcome(fills + two + two), "ING-206 line 19");
}

}  // namespace
}  // namespace xiuhua::ingest
