// After a delivery was destroyed and the next run was made, nothing under the data folder holds its people any more.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/importing.h"
#include "app/running.h"

namespace xiuhua::app {
namespace {

namespace fs = std::filesystem;

// Invented people; the ID numbers have valid check digits.
constexpr const char* kStays = "433199196805060017";
constexpr const char* kOnlyInOldRoll = "433199197202030032";
constexpr const char* kOnlyInGrades = "433199197502030050";

class DestroyTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ = testing::TempDir() + "/destroy_" + std::to_string(::getpid());
    fs::remove_all(root_);
    fs::create_directories(root_);
    const std::string county = std::string(XIUHUA_SOURCE_DIR) + "/tests/scenario/county";
    ASSERT_TRUE(InitDataFolder(root_ + "/data", {}, county));
    settings_.data_folder = root_ + "/data";
    settings_.packs_folder = std::string(XIUHUA_SOURCE_DIR) + "/packs";
    settings_.actor = "测试员";
  }
  std::unique_ptr<Platform> Open() {
    auto opened = Platform::Open(settings_, lake::Access::kWrite);
    EXPECT_TRUE(opened) << Render(opened.error(), Language::kEnglish);
    return opened ? std::move(*opened) : nullptr;
  }
  void Deliver(const std::string& name, const std::string& content) {
    std::ofstream(root_ + "/" + name) << content;
    const auto platform = Open();
    auto importer = Importer::Open(*platform, {});
    ASSERT_TRUE(importer) << Render(importer.error(), Language::kEnglish);
    SilentProgress progress;
    const std::vector<std::string> paths = {root_ + "/" + name};
    (*importer)->Import(paths, progress, [](size_t, const Result<ingest::ImportReport>& report) {
      EXPECT_TRUE(report) << Render(report.error(), Language::kEnglish);
    });
  }
  void RunAt(int month, int day) {
    const auto platform = Open();
    SilentProgress progress;
    const auto report = app::Run(*platform, {.as_of = *MakeDate(2026, month, day), .rules = {"RP-013"}}, progress);
    ASSERT_TRUE(report) << Render(report.error(), Language::kEnglish);
  }
  int64_t PersonOf(const char* id) {
    const auto platform = Open();
    const auto engine = platform->NewEngine("");
    return (*engine)
        ->QueryInt("select person_id from read_parquet('" + root_ +
                   "/data/register/R*/persons.parquet') where id_number = '" + id + "' order by person_id limit 1")
        .value_or(-1);
  }
  // Files below the data folder that hold the text; Parquet is read value by value, the rest byte by byte.
  std::vector<std::string> FilesWith(const std::string& text) {
    std::vector<std::string> found;
    auto engine = sql::Engine::Open({});
    for (const auto& entry : fs::recursive_directory_iterator(root_ + "/data")) {
      if (!entry.is_regular_file()) continue;
      const std::string path = entry.path().string();
      std::ifstream file(path, std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(file)), {});
      bool holds = bytes.find(text) != std::string::npos;
      if (path.ends_with(".parquet")) {
        const auto rows = (*engine)->Query("select cast(t as varchar) from read_parquet(" + sql::Quoted(path) + ") t");
        EXPECT_TRUE(rows) << path;
        for (int64_t r = 0; rows && r < rows->count(); ++r) {
          holds = holds || rows->Text(r, 0).find(text) != std::string_view::npos;
        }
      }
      if (holds) found.push_back(path.substr(root_.size()));
    }
    return found;
  }

  std::string root_;
  Settings settings_;
};

std::string Roll(bool with_second) {
  std::string text = "户号,姓名,身份证号,性别,与户主关系,乡镇,村\n1,测留下,433199196805060017,男,户主,青石镇,桃溪村\n";
  if (with_second) text += "2,测旧册独有,433199197202030032,男,户主,青石镇,云河村\n";
  return text;
}

std::string Grades(bool with_outsider) {
  std::string text =
      "户主,户主身份证号,房屋编号,鉴定等级,鉴定日期,房屋结构,是否有人居住,改造状态\n"
      "测留下,433199196805060017,F1,D级,2026-05-01,土木,是,已列入计划\n";
  if (with_outsider) text += "测外人独有,433199197502030050,F2,D级,2026-05-01,土木,是,已列入计划\n";
  return text;
}

TEST_F(DestroyTest, NothingOfItStaysReadableAndIdsStay) {
  Deliver("公安局_户籍人口_2026年6月.csv", Roll(true));
  Deliver("住建局_危房鉴定_2026年6月.csv", Grades(true));
  RunAt(6, 30);
  Deliver("公安局_户籍人口_2026年7月.csv", Roll(false));
  Deliver("住建局_危房鉴定_2026年7月.csv", Grades(false));
  RunAt(7, 31);
  const int64_t stays = PersonOf(kStays);
  for (const char* text : {"测旧册独有", kOnlyInOldRoll, "测外人独有", kOnlyInGrades}) {
    ASSERT_FALSE(FilesWith(text).empty()) << text << ": the test would see nothing";
  }
  {
    const auto platform = Open();
    for (const int64_t delivery : {1, 2}) {
      ASSERT_TRUE(platform->lake().Destroy(DeliveryId{delivery}, *MakeDate(2026, 8, 1), "测试"));
    }
    SilentProgress progress;
    EXPECT_TRUE(platform->lake().CheckLake(progress)->empty());
    // Before the next run nothing can be exported from what was made of it.
    const auto exported = Export(*platform, {.out_folder = root_ + "/out", .plain = true}, progress);
    ASSERT_FALSE(exported);
    EXPECT_EQ(exported.error().id, "APP-004");
  }
  RunAt(7, 31);
  for (const char* text : {"测旧册独有", kOnlyInOldRoll, "测外人独有", kOnlyInGrades}) {
    EXPECT_EQ(FilesWith(text), std::vector<std::string>{}) << text;
  }
  // The first 17 digits are what records are joined by.
  EXPECT_EQ(FilesWith(std::string(kOnlyInOldRoll).substr(0, 17)), std::vector<std::string>{});
  EXPECT_EQ(PersonOf(kStays), stays);
  const auto platform = Open();
  SilentProgress progress;
  EXPECT_TRUE(platform->lake().CheckLake(progress)->empty());
}

}  // namespace
}  // namespace xiuhua::app
