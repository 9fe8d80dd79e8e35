// Several files at once leave the lake that one after the other leaves: manifest, ids, counters, rows, errors.
#include <gtest/gtest.h>

#include <mutex>

#include "ingest/quarantine_workbook.h"
#include "ingest/test_county.h"
#include "ingest/test_files.h"

namespace xiuhua::ingest {
namespace {

std::string Payments(const std::string& name, int rows, int every_bad) {
  std::string text = "姓名,身份证号,发放日期,金额,备注\n";
  for (int i = 0; i < rows; ++i) {
    const bool bad = every_bad > 0 && i % every_bad == 0;
    text += fmt::format("{},11010519491231002{},2026-03-{:02},{}.50,第{}行\n", name, bad ? "1" : "X", 1 + i % 28, i, i);
  }
  return text + "合计,,,,\n";
}

// Everything a person or a run could see of the lake, as text; times left out.
std::vector<std::string> Everything(TestCounty& county) {
  std::vector<std::string> all;
  for (const char* sql :
       {"SELECT delivery_id, source, mode, area_set, period_from, period_to, corrects, sha256_original, sha256_kept, "
        "file_name, rows_total, rows_accepted, rows_quarantined, rows_set_aside, state FROM deliveries ORDER BY 1",
        "SELECT delivery_id, part, file_name, sheet_name, header_row, rows FROM delivery_parts ORDER BY 1, 2",
        "SELECT delivery_id, table_name, rows FROM delivery_tables ORDER BY 1, 2",
        "SELECT path, '' FROM delivery_files ORDER BY 1", "SELECT name, next FROM counters ORDER BY 1",
        "SELECT highest_manifest FROM lake"}) {
    const std::vector<store::Row> rows = county.lake().store().Query(sql).value();
    for (const store::Row& row : rows) {
      std::string line;
      for (size_t i = 0; i < row.size(); ++i) line += row.Text(i) + "|";
      all.push_back(line);
    }
  }
  const auto engine = sql::Engine::Open({.threads = 2}).value();
  const auto files = county.lake().store().Query("SELECT path FROM delivery_files ORDER BY path").value();
  for (const store::Row& file : files) {
    if (!file.Text(0).ends_with(".parquet")) continue;
    const sql::Rows rows = engine
                               ->Query("SELECT to_json(t)::varchar FROM read_parquet(" +
                                       sql::Quoted(county.lake().PathOf(file.Text(0))) + ") t ORDER BY 1")
                               .value();
    for (int64_t i = 0; i < rows.count(); ++i) all.push_back(file.Text(0) + " " + std::string(rows.Text(i, 0)));
  }
  return all;
}

std::string Outcome(const Result<ImportReport>& report) {
  if (!report) return report.error().id;
  std::string text;
  for (const DeliveryReport& one : report->deliveries) {
    text += fmt::format("{} {}={}+{}+{};", lake::DeliveryName(one.delivery.id), one.delivery.rows_total,
                        one.delivery.rows_accepted, one.delivery.rows_quarantined, one.delivery.rows_set_aside);
  }
  return text;
}

// A month as it comes: large and small files, the same one twice, corrections of what lies before them in the same
// folder, two sources in one archive, what cannot be read, what nobody knows, what says no month.
std::vector<std::string> AFolder(const TestCounty& county) {
  std::vector<std::string> paths;
  const auto add = [&](const std::string& name, const std::string& text) {
    paths.push_back(county.WriteFile(name, text));
  };
  add("01发放2026年1月.csv", Payments("张三", 30'000, 1'000));
  add("02发放2026年2月.csv", Payments("李四", 200, 0));
  add("03发放2026年2月再来一次.csv", Payments("李四", 200, 0));
  add("04发放2026年1月更正.csv", Payments("张三丰", 40, 7));
  add("05不认识2026年1月.csv", "甲,乙,丙\n1,2,3\n4,5,6\n");
  add("06空2026年1月.csv", "");
  add("07发放.csv", Payments("无月份", 20, 0));
  const std::string zip = county.folder() + "/08两个来源2026年3月.zip";
  WriteSketchedZip(zip, "-- 发放2026年3月.csv\n" + Payments("王五", 300, 100) +
                            "-- 走访2026年3月.csv\n姓名,走访日期\n王五,2026-03-05\n赵六,2026-03-06\n");
  paths.push_back(zip);
  add("09走访2026年2月.csv", "姓名,走访日期\n赵六,2026-02-06\n");
  add("10发放2026年4月.csv", Payments("孙七", 9'000, 500));
  add("11走访2026年3月更正.csv", "姓名,走访日期\n钱八,2026-03-07\n");
  add("12发放2026年4月.csv", Payments("周九", 50, 0));
  add("13发放2026年4月补报.csv", Payments("吴十", 5, 0));  // two could be meant
  for (int i = 14; i < 34; ++i) add(fmt::format("{}发放20{}年5月.csv", i, i), Payments("郑", 100 + i, 10));
  return paths;
}

struct Imported {
  std::vector<std::string> outcomes;
  std::vector<std::string> lake;
};

Imported OneAfterTheOther(const std::vector<std::string>& paths) {
  TestCounty county(TestCounty::NewFolder("serial"));
  EXPECT_TRUE(county.Open().has_value());
  Imported imported;
  for (const std::string& path : paths) imported.outcomes.push_back(Outcome(county.ImportFile(path)));
  imported.lake = Everything(county);
  county.Close();
  std::filesystem::remove_all(county.folder());
  return imported;
}

Imported AtOnce(const std::vector<std::string>& paths, int threads) {
  TestCounty county(TestCounty::NewFolder("at_once"));
  EXPECT_TRUE(county.Open().has_value());
  std::vector<ImportRequest> requests;
  for (const std::string& path : paths) requests.push_back({.path = path});
  Imported imported;
  SilentProgress progress;
  ImportFiles(requests, county.Context(progress, threads), [&](size_t file, const Result<ImportReport>& report) {
    EXPECT_EQ(file, imported.outcomes.size());  // in order
    imported.outcomes.push_back(Outcome(report));
  });
  imported.lake = Everything(county);
  EXPECT_TRUE(county.lake().files().List(county.lake().PathOf("staging"))->empty());
  EXPECT_TRUE(county.lake().CheckLake(progress)->empty());
  county.Close();
  std::filesystem::remove_all(county.folder());
  return imported;
}

TEST(ImportMany, LeavesWhatOneAfterTheOtherLeaves) {
  const TestCounty files(TestCounty::NewFolder("files"));
  const std::vector<std::string> paths = AFolder(files);
  const Imported expected = OneAfterTheOther(paths);
  const std::vector<std::string> first(expected.outcomes.begin(), expected.outcomes.begin() + 13);
  const std::vector<std::string> wanted{"D000001 30002=29970+30+2;",
                                        "D000002 202=200+0+2;",
                                        "ING-214",
                                        "D000003 42=34+6+2;",
                                        "ING-210",
                                        "ING-001",
                                        "ING-213",
                                        "D000004 302=297+3+2;D000005 3=2+0+1;",
                                        "D000006 2=1+0+1;",
                                        "D000007 9002=8982+18+2;",
                                        "D000008 2=1+0+1;",
                                        "D000009 52=50+0+2;",
                                        "ING-223"};
  EXPECT_EQ(first, wanted);
  for (const int threads : {1, 2, 4, 2, 3, 2}) {
    const Imported found = AtOnce(paths, threads);
    EXPECT_EQ(found.outcomes, expected.outcomes) << threads;
    ASSERT_EQ(found.lake.size(), expected.lake.size()) << threads;
    for (size_t i = 0; i < found.lake.size(); ++i) ASSERT_EQ(found.lake[i], expected.lake[i]) << threads;
  }
  std::filesystem::remove_all(files.folder());
}

// A quarantine workbook that comes back in the same folder as the file it corrects comes after it.
TEST(ImportMany, AReturnedWorkbookFindsItsDelivery) {
  TestCounty county(TestCounty::NewFolder("returned"));
  ASSERT_TRUE(county.Open().has_value());
  ASSERT_TRUE(county.ImportFile(county.WriteFile("发放2026年3月.csv", Payments("张三", 50, 10))).has_value());
  const auto engine = sql::Engine::Open({}).value();
  const auto exported = ExportQuarantine(county.lake(), *engine, {DeliveryId{1}, county.folder(), {"发放", "x"}, ""});
  ASSERT_TRUE(exported.has_value());
  std::vector<ImportRequest> requests{{.path = county.WriteFile("发放2026年2月.csv", Payments("李四", 3'000, 0))},
                                      {.path = exported->path},
                                      {.path = county.WriteFile("发放2026年1月.csv", Payments("王五", 10, 0))}};
  std::vector<std::string> outcomes;
  SilentProgress progress;
  ImportFiles(requests, county.Context(progress),
              [&](size_t, const Result<ImportReport>& report) { outcomes.push_back(Outcome(report)); });
  // Nobody corrected anything in it: refused after its id was given, as when it comes alone.
  EXPECT_EQ(outcomes, (std::vector<std::string>{"D000002 3002=3000+0+2;", "ING-221", "D000004 12=10+0+2;"}));
  county.Close();
  std::filesystem::remove_all(county.folder());
}

class CancelsItself final : public Progress {
 public:
  explicit CancelsItself(int after) : left_(after) {}
  void Begin(std::string_view, int64_t) override {}
  void Tick(int64_t) override {
    if (left_.fetch_sub(1) == 1) Cancel();
  }
  void End() override {}

 private:
  std::atomic<int> left_;
};

TEST(ImportMany, CancelledLeavesTheFirstFilesAndNothingHalfDone) {
  int partly = 0;
  for (const int after : {1, 3, 6, 10, 15, 22, 30, 40, 60}) {
    TestCounty county(TestCounty::NewFolder("cancelled"));
    ASSERT_TRUE(county.Open().has_value());
    std::vector<ImportRequest> requests;
    for (int i = 1; i <= 8; ++i) {
      requests.push_back({.path = county.WriteFile(fmt::format("发放2026年{}月.csv", i),
                                                   Payments("张三", i % 3 == 1 ? 9'000 : 90, 9))});
    }
    CancelsItself progress(after);
    std::vector<std::string> outcomes;
    ImportFiles(requests, county.Context(progress), [&](size_t file, const Result<ImportReport>& report) {
      EXPECT_EQ(file, outcomes.size());
      outcomes.push_back(report ? "in" : report.error().id);
    });
    const auto all = county.lake().AllDeliveries().value();
    if (progress.cancelled() && all.size() < requests.size()) {
      ASSERT_FALSE(outcomes.empty());
      EXPECT_EQ(outcomes.back(), "BAS-003");
      outcomes.pop_back();
    }
    EXPECT_EQ(outcomes, std::vector<std::string>(all.size(), "in")) << after;
    for (size_t i = 0; i < all.size(); ++i) EXPECT_TRUE(requests[i].path.ends_with(all[i].file_name));
    partly += !all.empty() && all.size() < requests.size() ? 1 : 0;
    EXPECT_TRUE(county.lake().files().List(county.lake().PathOf("staging"))->empty());
    SilentProgress silent;
    EXPECT_TRUE(county.lake().CheckLake(silent)->empty());
    county.Close();
    std::filesystem::remove_all(county.folder());
  }
  EXPECT_GT(partly, 0);
}

}  // namespace
}  // namespace xiuhua::ingest
