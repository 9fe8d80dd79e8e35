#include "ingest/delivery_diff.h"

#include <gtest/gtest.h>

#include "ingest/test_county.h"

namespace xiuhua::ingest {
namespace {

TEST(DeliveryDiffs, TellNewGoneAndChanged) {
  TestCounty county(TestCounty::NewFolder("diff"));
  ASSERT_TRUE(county.Open().has_value());
  const std::string head = "姓名,身份证号,发放日期,金额,备注\n";
  // Invented persons: the region code 433199 is given to nobody.
  const auto first = county.ImportFile(
      county.WriteFile("发放2026年1月.csv",
                       head + "张三,11010519491231002X,2026-01-01,100,\n李四,440524188001010014,2026-01-01,200,\n"));
  const auto second = county.ImportFile(county.WriteFile(
      "发放2026年2月.csv",
      head + "张三,11010519491231002X,2026-01-01,150,=1+1\n张三,11010519491231002X,2026-02-01,100,\n"));
  ASSERT_TRUE(first.has_value() && second.has_value());
  const auto engine = sql::Engine::Open({.threads = 1}).value();
  const auto tables = lake::TableCatalogue::FromSpecs(
                          {lake::ParseTableSpec(lake::YamlNode::Parse(kPaymentsTable, "t.yaml").value()).value()})
                          .value();
  const auto diff = CompareDeliveries(county.lake(), tables, *engine, DeliveryId{1}, DeliveryId{2},
                                      {.folder = county.folder(), .csv = true});
  ASSERT_TRUE(diff.has_value()) << Render(diff.error(), Language::kEnglish);
  EXPECT_TRUE(diff->comparable);
  const TableDiff& payments = diff->tables.front();
  EXPECT_EQ(payments.fresh, 1);
  EXPECT_EQ(payments.gone, 1);
  EXPECT_EQ(payments.changed, 1);
  EXPECT_EQ(payments.same, 0);
  const std::string csv = RealFiles().Read(payments.path).value();
  EXPECT_NE(csv.find("减少"), std::string::npos);
  EXPECT_NE(csv.find("\"'=1+1\""), std::string::npos);
  county.Close();
  std::filesystem::remove_all(county.folder());
}

}  // namespace
}  // namespace xiuhua::ingest
