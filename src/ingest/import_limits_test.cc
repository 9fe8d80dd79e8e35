#include <gtest/gtest.h>

#include "ingest/test_county.h"

namespace xiuhua::ingest {
namespace {

TEST(ImportLimits, AFileOverTheLimitIsRefusedBeforeItIsCopied) {
  TestCounty county(TestCounty::NewFolder("limit"));
  ASSERT_TRUE(county.Open().has_value());
  const std::string path = county.WriteFile("发放2026年1月.csv", "姓名,身份证号,发放日期,金额,备注\n");
  SilentProgress progress;
  const FrozenClock clock(1'780'000'000'000'000);
  ImportRequest request{.path = path};
  request.limits.max_file_bytes = 10;
  const auto report = Import(request, {.lake = county.lake(),
                                       .sources = county.sources(),
                                       .own_area = lake::AreaSet::FromText("433199"),
                                       .clock = clock,
                                       .progress = progress,
                                       .engine = {.threads = 1},
                                       .ask_period = {}});
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().id, "ING-216");
  EXPECT_TRUE(county.lake().AllDeliveries().value().empty());
  county.Close();
  std::filesystem::remove_all(county.folder());
}

}  // namespace
}  // namespace xiuhua::ingest
