#include "reports/reports.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>

#include "base/files.h"
#include "reports/evidence_text.h"

namespace xiuhua::reports {
namespace {

std::string Unzipped(const std::string& archive, const std::string& name) {
  int code = 0;
  zip_t* zip = zip_open(archive.c_str(), ZIP_RDONLY, &code);
  if (zip == nullptr) return {};
  zip_file_t* file = zip_fopen(zip, name.c_str(), 0);
  std::string content;
  char buffer[4096];
  for (zip_int64_t got = 0; file != nullptr && (got = zip_fread(file, buffer, sizeof buffer)) > 0;) {
    content.append(buffer, static_cast<size_t>(got));
  }
  if (file != nullptr) zip_fclose(file);
  zip_discard(zip);
  return content;
}

// A run of four findings: two walks of one household, a desk finding, a red flag; one household under the cut.
class ReportsTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/reports_" + std::to_string(::getpid());
    ASSERT_TRUE(RealFiles().Remove(folder_));
    ASSERT_TRUE(RealFiles().MakeFolder(folder_ + "/out"));
    auto engine = sql::Engine::Open({});
    ASSERT_TRUE(engine);
    engine_ = std::move(*engine);
    Copy("areas",
         "select * from (values (1, '433199001', '红石镇', 4, '433199001', '433199'), (2, '433199001201', '青岩村', 5, "
         "'433199001', '433199')) t(area_id, code, name, level, township, county)");
    Copy("persons",
         "select * from (values (11, '测甲', '433199197001010018', '13800001234'), (12, '测乙', '433199197202020024', "
         "null)) t(person_id, name, id_number, phone)");
    Copy("households",
         "select * from (values (1, 11, 3, 4), (2, 12, 1, null)) t(household_id, head_person_id, member_count, "
         "group_no)");
    const std::string evidence =
        R"([{"name":"ev_self_pay_cents","title_zh":"自付合计","type":"money","value":1234500,"pii":"none"},)"
        R"({"name":"ev_illness","title_zh":"病种","type":"text","value":"大病","pii":"health","source":"医保局"}])";
    Copy("findings",
         "select * from (values "
         "('RP-001|h|1', 'RP-001', 'risk', 'walk', 'new', 'A2C4', 1, 1, 1, '433199001', 2, 11, '自付 12,345.00 元', '" +
             evidence +
             "', '[7]', '[\"township\",\"village\"]'),"
             "('RP-002|h|1', 'RP-002', 'risk', 'walk', 'continuing', 'A2C5', 2, 1, 1, '433199001', 2, 11, '住房 D 级', "
             "'[]', '[]', '[\"township\",\"village\"]'),"
             "('RP-001|h|2', 'RP-001', 'risk', 'walk', 'new', 'A2C6', 2, 2, 0, '433199001', 2, 12, '在上限之外', '[]', "
             "'[]', '[\"township\",\"village\"]'),"
             "('RQ-001|p|11', 'RQ-001', 'mismatch', 'desk', 'new', 'A2C7', 3, 1, null, '433199001', 2, 11, "
             "'=HYPERLINK(1)', '[]', '[]', '[\"township\"]'),"
             "('CM-001|p|11', 'CM-001', 'mismatch', 'desk', 'new', 'A2C9', 3, 1, null, '433199001', 2, 11, "
             "'只给县里核对', '[]', '[]', '[\"county_data_officer\",\"department\"]'),"
             "('IN-001|p|12', 'IN-001', 'red_flag', 'desk', 'new', 'A2C8', 1, 2, null, '433199001', 2, 12, "
             "'在职人员领取低保', '[]', '[]', '[]')"
             ") t(finding_key, rule_id, kind, effort, state, short_code, severity, household_id, walk_rank, township, "
             "area_id, "
             "person_id, sentence_zh, evidence, row_refs, audience)");
    Copy("counts",
         "select *, '433199' as county from (values ('RP-001', '433199001', 10::bigint, 2::bigint, 7::bigint, "
         "1::bigint), "
         "('IN-001', '433199001', 10::bigint, 1::bigint, 9::bigint, 0::bigint)) t(rule_id, township, population, hits, "
         "no_hits, cannot_tell)");
    Copy("cannot_tell",
         "select * from (values ('RP-001', '433199001', '433199', 'delivery', 'settlements', 1::bigint)) t(rule_id, "
         "township, county, reason_kind, reason, subjects)");
    Copy("review_pairs",
         "select * from (values ('settlements', 7::bigint, 'no_id', 2)) t(table_name, row_ref, kind, consequence)");
    request_ = {
        .run_folder = folder_,
        .register_folder = folder_,
        .out_folder = folder_ + "/out",
        .as_of = "2026-06-30",
        .printed_on = "2026-07-02",
        .notice = "演示数据 人员虚构",
        .rules = {{"RP-001", {.title = "大额自付", .kind = "risk", .effort = "walk", .questions = {"药费还差多少？"}}},
                  {"IN-001", {.title = "在职领低保", .kind = "red_flag", .effort = "desk"}}},
        .place_of = [](int64_t ref) { return "结算.xlsx 第 " + std::to_string(ref) + " 行"; }};
  }

  void Copy(const std::string& name, const std::string& query) {
    const auto done = engine_->Execute("copy (" + query + ") to " + sql::Quoted(folder_ + "/" + name + ".parquet") +
                                       " (format parquet)");
    ASSERT_TRUE(done) << Render(done.error(), Language::kEnglish);
  }

  std::string folder_;
  std::unique_ptr<sql::Engine> engine_;
  ExportRequest request_;
};

TEST_F(ReportsTest, TownshipAndVillageBooksHoldWhatTheirReadersMaySee) {
  SilentProgress progress;
  const auto report = ExportTownships(*engine_, request_, progress);
  ASSERT_TRUE(report) << Render(report.error(), Language::kEnglish);
  ASSERT_EQ(report->files.size(), 3U);
  EXPECT_EQ(report->findings, 4);
  EXPECT_EQ(report->walk_households, 1);
  EXPECT_EQ(report->walk_cut, 1);
  for (const std::string& file : report->files) {
    EXPECT_NE(file.find("演示数据"), std::string::npos);
    const std::string texts = Unzipped(file, "xl/sharedStrings.xml");
    EXPECT_EQ(texts.find("在职人员领取低保"), std::string::npos) << "a red flag must not be in " << file;
    EXPECT_EQ(texts.find("433199197001010018"), std::string::npos);
    const bool county = file.find("县级_") != std::string::npos;
    EXPECT_EQ(texts.find("只给县里核对") != std::string::npos, county) << "the rule's audience decides: " << file;
    if (county) continue;
    EXPECT_NE(texts.find("433199********0018"), std::string::npos);
    EXPECT_EQ(texts.find("在上限之外"), std::string::npos);
    EXPECT_NE(texts.find("病种：由医保局掌握"), std::string::npos);
  }
  const auto village =
      std::ranges::find_if(report->files, [](const auto& f) { return f.find("青岩村") != std::string::npos; });
  ASSERT_NE(village, report->files.end());
  const std::string village_texts = Unzipped(*village, "xl/sharedStrings.xml");
  EXPECT_NE(village_texts.find("药费还差多少？"), std::string::npos);
  EXPECT_NE(village_texts.find("为什么来"), std::string::npos);
  EXPECT_EQ(village_texts.find("HYPERLINK"), std::string::npos) << "desk work stays out of the village";
  const std::string township_texts = Unzipped(report->files[1], "xl/sharedStrings.xml");
  EXPECT_NE(township_texts.find("&apos;=HYPERLINK"), township_texts.find("=HYPERLINK")) << "formulas are neutralised";
}

TEST_F(ReportsTest, SummaryLeavesRedFlagsOutAndAuditHoldsOnlyThem) {
  const auto summary = ExportSummary(*engine_, request_);
  ASSERT_TRUE(summary) << Render(summary.error(), Language::kEnglish);
  const std::string texts = Unzipped(summary->files[0], "xl/sharedStrings.xml");
  EXPECT_NE(texts.find("大额自付"), std::string::npos);
  EXPECT_EQ(texts.find("在职领低保"), std::string::npos);
  EXPECT_NE(texts.find("没有报送"), std::string::npos);
  const auto audit = ExportAudit(*engine_, request_);
  ASSERT_TRUE(audit) << Render(audit.error(), Language::kEnglish);
  EXPECT_EQ(audit->findings, 1);
  EXPECT_NE(Unzipped(audit->files[0], "xl/sharedStrings.xml").find("在职人员领取低保"), std::string::npos);
}

TEST_F(ReportsTest, SaysWhenThereWasNoRun) {
  request_.run_folder = folder_ + "/none";
  EXPECT_EQ(ExportSummary(*engine_, request_).error().id, "RPT-001");
}

TEST(Evidence, ShowsUnitsAndNoColumnNames) {
  const std::string json =
      R"([{"name":"ev_name","title_zh":"name","type":"text","value":"测甲","pii":"personal"},)"
      R"({"name":"param.grace","title_zh":"宽限","type":"text","value":1,"unit":"months"},)"
      R"({"name":"param.line","title_zh":"监测线","type":"text","value":750000,"unit":"cents_per_person_year"}])";
  EXPECT_EQ(EvidenceText(json, Reader::kTownship), "姓名：测甲；宽限：1 个月；监测线：7,500.00 元");
}

TEST(Evidence, IsRenderedPerReader) {
  const std::string json =
      R"([{"name":"a","title_zh":"账号","type":"account","value":"6217001234567890","pii":"account"},)"
      R"({"name":"b","title_zh":"病种","type":"text","value":"大病","pii":"health","source":"医保局"},)"
      R"({"name":"c","title_zh":"警戒线","type":"money","value":600000,"law":"示例文件"}])";
  EXPECT_EQ(EvidenceText(json, Reader::kVillage),
            "账号：621****7890；病种：由医保局掌握；警戒线：6,000.00 元（示例文件）");
  EXPECT_NE(EvidenceText(json, Reader::kCounty).find("病种：大病"), std::string::npos);
  EXPECT_EQ(EvidenceText("not json", Reader::kCounty), "");
  EXPECT_EQ(PlacesText("[1,2,3]", [](int64_t r) { return std::to_string(r); }, 2), "1；2；等 3 处");
  EXPECT_EQ(PlacesText(R"({"row_p":5})", [](int64_t r) { return std::to_string(r); }, 2), "5");
}

}  // namespace
}  // namespace xiuhua::reports
