// Whom the quarantined rows of a delivery name, as import keeps it beside the rows.
#include "ingest/quarantined_people.h"

#include <gtest/gtest.h>

#include "ingest/test_county.h"

namespace xiuhua::ingest {
namespace {

class QuarantinedPeopleTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(county_.Open().has_value()); }
  void TearDown() override {
    county_.Close();
    std::filesystem::remove_all(county_.folder());
  }
  // "name | number | state | known key" of each.
  std::string Kept(const std::string& csv) {
    const auto report = county_.ImportFile(county_.WriteFile("发放2026年3月.csv", csv));
    if (!report) return Render(report.error(), Language::kEnglish);
    const lake::Delivery& delivery = report->deliveries.front().delivery;
    const std::string path = county_.lake().PathOf(delivery.TableFile("quarantined_people"));
    const auto engine = sql::Engine::Open({.threads = 1}).value();
    const auto rows = engine->Query(
        "select name, id_number, id_state, id_key is not null, (row_ref >> 6) & 67108863, table_name "
        "from read_parquet(" +
        sql::Quoted(path) + ") order by row_ref");
    if (!rows) return Render(rows.error(), Language::kEnglish);
    std::string out;
    for (int64_t r = 0; r < rows->count(); ++r) {
      EXPECT_EQ(rows->Text(r, 5), "payments");
      out += fmt::format("{} {} | {} | {} | {}\n", rows->Int(r, 4), rows->Text(r, 0),
                         rows->IsNull(r, 1) ? "-" : rows->Text(r, 1), rows->Int(r, 2),
                         rows->Int(r, 3) != 0 ? "known" : "-");
    }
    return out;
  }

  TestCounty county_{TestCounty::NewFolder("quarantined_people")};
};

TEST_F(QuarantinedPeopleTest, KeepsNameAndNumberOfRowsThatWaitOnly) {
  EXPECT_EQ(Kept("姓名,身份证号,发放日期,金额\n"
                 "张三,11010519491231002X,2026-03-01,100\n"     // taken
                 "李四,4.33199E+17,2026-03-01,200\n"            // digits lost: no number is kept
                 "王五,11010519491231002X,2026-03-02,三百五\n"  // the number is good, the amount is not
                 "赵六,110105194912310021,2026-03-02,300\n"     // one digit wrong
                 "孙七,123,2026-03-02,300\n"                    // too short
                 ",,2026-03-02,三百五\n"                        // names nobody
                 "合计,,,900\n"),
            "3 李四 | - | 4 | -\n4 王五 | 11010519491231002X | 1 | known\n5 赵六 | 110105194912310021 | 2 | -\n"
            "6 孙七 | 123 | 2 | -\n");
}

TEST_F(QuarantinedPeopleTest, IsEmptyWhereNothingWaitsAndGoesWithTheDelivery) {
  const auto report = county_.ImportFile(
      county_.WriteFile("发放2026年3月.csv", "姓名,身份证号,发放日期,金额\n张三,11010519491231002X,2026-03-01,100\n"));
  ASSERT_TRUE(report);
  const lake::Delivery& delivery = report->deliveries.front().delivery;
  const std::string path = county_.lake().PathOf(delivery.TableFile("quarantined_people"));
  ASSERT_FALSE(delivery.TableFile("quarantined_people").empty());  // the manifest knows it, with size and hash
  EXPECT_TRUE(std::filesystem::exists(path));
  ASSERT_TRUE(county_.lake().Destroy(delivery.id, Date{20600}, "测试"));
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace xiuhua::ingest
