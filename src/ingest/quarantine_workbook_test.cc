#include "ingest/quarantine_workbook.h"

#include <gtest/gtest.h>

#include "ingest/test_county.h"
#include "sql/engine.h"

namespace xiuhua::ingest {
namespace {

constexpr const char* kFile =
    "姓名,身份证号,发放日期,金额,备注\n"
    "张三,11010519491231002X,2026-03-01,100,=1+1\n"
    "李四,4.33199E+17,2026-03-01,200,\n"
    "王五,11010519491231002X,2026-03-02,三百五,-备注\n"
    "赵六,110105194912310021,2026-03-02,300,\n";

// The rows of an exported workbook as CSV, with one text replaced.
std::string AsCsv(const std::string& path, const std::vector<std::pair<std::string, std::string>>& changes) {
  SilentProgress progress;
  const auto sheets = OpenWorkbook(path, {.progress = &progress}).value();
  std::string out;
  for (const OpenedSheet& sheet : sheets) {
    const auto reader = sheet.Read().value();
    RowView row;
    while (reader->Next(row).value()) {
      for (const Cell& cell : row.cells) {
        std::string text(cell.text);
        for (const auto& [from, to] : changes) {
          if (text == from) text = to;
        }
        for (char& c : text) c = c == '\n' || c == ',' ? ' ' : c;
        out += text + ",";
      }
      out.back() = '\n';
    }
  }
  return out;
}

class QuarantineWorkbook : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(county_.Open().has_value());
    engine_ = sql::Engine::Open({.threads = 1}).value();
    const auto first = county_.ImportFile(county_.WriteFile("发放2026年3月.csv", kFile));
    ASSERT_TRUE(first.has_value()) << Render(first.error(), Language::kEnglish);
    first_ = first->deliveries.front().delivery.id;
    ASSERT_EQ(first->deliveries.front().delivery.rows_quarantined, 3);
  }
  void TearDown() override {
    county_.Close();
    std::filesystem::remove_all(county_.folder());
  }
  QuarantineExport Export(DeliveryId id, const std::string& notice = "") {
    auto result = ExportQuarantine(county_.lake(), *engine_, {id, county_.folder(), {"发放", "Payments"}, notice});
    EXPECT_TRUE(result.has_value()) << Render(result.error(), Language::kEnglish);
    return *std::move(result);
  }

  TestCounty county_{TestCounty::NewFolder("quarantine")};
  std::unique_ptr<sql::Engine> engine_;
  DeliveryId first_;
};

TEST_F(QuarantineWorkbook, CarriesTheNoticeInNameAndTitle) {
  const QuarantineExport exported = Export(first_, "演示数据 人员虚构");
  EXPECT_EQ(exported.rows, 3);
  EXPECT_NE(exported.path.find("演示数据 人员虚构"), std::string::npos);
  EXPECT_NE(AsCsv(exported.path, {}).find("演示数据 人员虚构"), std::string::npos);
}

TEST_F(QuarantineWorkbook, CorrectedRowsCompleteTheDeliveryTheyCameFrom) {
  const QuarantineExport exported = Export(first_);
  // One row put right, one changed and still wrong, one untouched.
  const std::string back = AsCsv(exported.path, {{"4.33199E+17", "11010519491231002X"}, {"三百五", "三百五十元整整"}});
  const auto second = county_.ImportFile(county_.WriteFile("改好.csv", back));
  ASSERT_TRUE(second.has_value()) << Render(second.error(), Language::kEnglish);
  const lake::Delivery& correction = second->deliveries.front().delivery;
  EXPECT_EQ(correction.corrects, first_);
  EXPECT_EQ(correction.rows_accepted, 1);
  EXPECT_EQ(correction.rows_quarantined, 1);
  EXPECT_EQ(correction.rows_set_aside, 3);  // title, header, the untouched row
  EXPECT_EQ(lake::FormatPeriod(correction.period), "2026-03");
  // The corrected row is no longer asked for; the other two are.
  EXPECT_EQ(Export(first_).rows, 2);
  // The row that is still wrong can be put right from the correction's own workbook, and counts for the first delivery.
  const QuarantineExport again = Export(correction.id);
  EXPECT_EQ(again.rows, 1);
  const auto third = county_.ImportFile(county_.WriteFile("再改.csv", AsCsv(again.path, {{"三百五十元整整", "350"}})));
  ASSERT_TRUE(third.has_value()) << Render(third.error(), Language::kEnglish);
  EXPECT_EQ(third->deliveries.front().delivery.corrects, first_);
  EXPECT_EQ(third->deliveries.front().delivery.rows_accepted, 1);
  EXPECT_EQ(Export(first_).rows, 1);
  const std::string source = "payments";
  EXPECT_EQ(county_.lake().DeliveriesInForce(Date{20600}, {&source, 1})->size(), 3U);
}

TEST_F(QuarantineWorkbook, UnchangedOrForeignBooksAreRefused) {
  const QuarantineExport exported = Export(first_);
  const auto unchanged = county_.ImportFile(exported.path);
  ASSERT_FALSE(unchanged.has_value());
  EXPECT_EQ(unchanged.error().id, "ING-221");
  const std::string broken = "姓名," + std::string(kQuarantineKeyHeading) + "\n张三,乱写\n";
  const auto foreign = county_.ImportFile(county_.WriteFile("别处.csv", broken));
  ASSERT_FALSE(foreign.has_value());
  EXPECT_EQ(foreign.error().id, "ING-220");
}

TEST(QuarantineKeys, ReadBackWhatTheyWrite) {
  const QuarantineKey key{12, 3, 52776558133312, "0123456789ab"};
  const auto read = ParseQuarantineKey(WriteQuarantineKey(key));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->delivery, 12);
  EXPECT_EQ(read->part, 3);
  EXPECT_EQ(read->row_ref, 52776558133312);
  EXPECT_EQ(read->cells_hash, "0123456789ab");
  for (const char* wrong : {"", "D1.2.3", "X1.2.3.0123456789ab", "D1.2.x.0123456789ab", "D1.2.3.short"}) {
    EXPECT_FALSE(ParseQuarantineKey(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace xiuhua::ingest
