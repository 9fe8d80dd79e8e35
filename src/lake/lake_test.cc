#include "lake/lake.h"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/errors.h"

namespace xiuhua::lake {
namespace {

namespace fs = std::filesystem;

std::string NewFolder() {
  static std::atomic<int> next{0};
  const std::string folder = fs::temp_directory_path().string() + fmt::format("/xiuhua_lake_{}_{}", getpid(), next++);
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

std::unique_ptr<store::Store> OpenStore(const std::string& folder) {
  return store::OpenSqlite(folder + "/store.sqlite", StoreMigrations()).value();
}

// The n-th change of the disk and all after it fail, as after a crash; what is moved into place without having been
// synced has lost its content.
class BreakingFiles final : public Files {
 public:
  explicit BreakingFiles(int64_t fail_at) : fail_at_(fail_at) {}
  [[nodiscard]] int64_t changes() const { return changes_; }

  Result<std::string> Read(const std::string& path) override { return RealFiles().Read(path); }
  Result<void> WriteDurably(const std::string& path, std::string_view content) override {
    TRY(Change());
    return RealFiles().WriteDurably(path, content);
  }
  Result<void> Copy(const std::string& from, const std::string& to) override {
    TRY(Change());
    return RealFiles().Copy(from, to);
  }
  Result<void> Sync(const std::string& path) override {
    TRY(Change());
    return RealFiles().Sync(path);
  }
  Result<void> SyncTree(const std::string& folder) override {
    TRY(Change());
    synced_.insert(folder);
    return RealFiles().SyncTree(folder);
  }
  Result<void> MoveDurably(const std::string& from, const std::string& to) override {
    TRY(Change());
    if (!synced_.contains(from)) Forget(from);
    return RealFiles().MoveDurably(from, to);
  }
  Result<void> MakeFolder(const std::string& path) override {
    TRY(Change());
    return RealFiles().MakeFolder(path);
  }
  Result<void> Remove(const std::string& path) override {
    TRY(Change());
    return RealFiles().Remove(path);
  }
  bool Exists(const std::string& path) override { return RealFiles().Exists(path); }
  Result<std::vector<std::string>> List(const std::string& folder) override { return RealFiles().List(folder); }
  Result<int64_t> SizeBytes(const std::string& path) override { return RealFiles().SizeBytes(path); }
  Result<std::unique_ptr<FileLock>> Lock(const std::string& path) override { return RealFiles().Lock(path); }

 private:
  Result<void> Change() {
    if (++changes_ >= fail_at_) return Fail(xiuhua::errors::kFileNotWritable, {"disk", "gone"});
    return {};
  }
  static void Forget(const std::string& folder) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) fs::resize_file(entry.path(), 0);
    }
  }
  int64_t fail_at_;
  int64_t changes_ = 0;
  std::set<std::string> synced_;
};

constexpr int64_t kNever = 1'000'000;

Delivery NewDelivery(int64_t id, const std::string& source, Mode mode, const std::string& areas, Period period) {
  Delivery delivery;
  delivery.id = DeliveryId{id};
  delivery.source = source;
  delivery.mode = mode;
  delivery.area_set = AreaSet::FromText(areas);
  delivery.period = period;
  delivery.received_us = id;
  delivery.sha256_original = fmt::format("hash{}", id);
  delivery.retention_until = Date{20'000};
  delivery.purposes = {"return_to_poverty", "entitlement"};
  return delivery;
}

Result<Delivery> Put(Lake& lake, Delivery delivery) {
  TRY_ASSIGN(delivery.id.value, lake.Mint("delivery"));
  delivery.received_us = delivery.id.value;
  TRY_ASSIGN(const auto staging, lake.NewStaging("test"));
  TRY(lake.files().MakeFolder(staging->folder() + "/data"));
  std::ofstream(staging->folder() + "/data/rows.parquet") << "rows of " << DeliveryName(delivery.id);
  const std::vector<StagedMove> moves{{staging->folder() + "/data", "deliveries/" + DeliveryName(delivery.id)}};
  return lake.CommitDelivery(std::move(delivery), moves);
}

std::string InForceText(Lake& lake, Date as_of, const std::string& source) {
  std::string out;
  const std::vector<InForce> counting = lake.DeliveriesInForce(as_of, {&source, 1}).value();
  for (const InForce& one : counting) {
    out += (out.empty() ? "" : " ") + std::to_string(one.delivery.id.value);
    if (!one.superseded.empty()) out += "(-" + one.superseded.Text() + ")";
  }
  return out;
}

class LakeTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = NewFolder();
    store_ = OpenStore(folder_);
    lake_ = Lake::Open(folder_ + "/lake", RealFiles(), *store_, Access::kWrite).value();
  }
  void TearDown() override {
    lake_.reset();
    store_.reset();
    fs::remove_all(folder_);
  }
  void Reopen() {
    lake_.reset();
    lake_ = Lake::Open(folder_ + "/lake", RealFiles(), *store_, Access::kWrite).value();
  }
  std::string folder_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Lake> lake_;
};

TEST_F(LakeTest, KeepsWhatADeliverySays) {
  Delivery delivery = NewDelivery(1, "pay", Mode::kIncrement, "433199102,433199101", MonthPeriod(2026, 3));
  delivery.rows_total = 3;
  delivery.rows_accepted = 2;
  delivery.rows_set_aside = 1;
  delivery.parts = {{1, "a.csv", "", 1, 3}};
  delivery.table_rows = {{"rows", 2}};
  ASSERT_TRUE(Put(*lake_, delivery).has_value());
  Reopen();
  const Delivery read = lake_->FindDelivery(DeliveryId{1}).value();
  EXPECT_EQ(read.area_set.Text(), "433199101,433199102");
  EXPECT_EQ(FormatPeriod(read.period), "2026-03");
  EXPECT_EQ(read.rows_accepted, 2);
  EXPECT_EQ(read.purposes.size(), 2U);
  EXPECT_EQ(read.table_rows.at("rows"), 2);
  EXPECT_EQ(read.TableFile("rows"), "deliveries/D000001/rows.parquet");
  EXPECT_TRUE(lake_->Readable(read.files.front()).has_value());
  EXPECT_EQ(lake_->FindDelivery(DeliveryId{9}).error().id, "LAK-013");
  EXPECT_EQ(lake_->FindSameBytes("hash1", "pay", read.area_set, read.period)->value, 1);
  EXPECT_EQ(lake_->FindSameBytes("hash1", "pay", read.area_set, MonthPeriod(2026, 4))->value, 0);
}

TEST_F(LakeTest, IdsAreNeverGivenTwice) {
  EXPECT_EQ(lake_->Mint("person", 10).value(), 1);
  EXPECT_EQ(lake_->Mint("person").value(), 11);
  EXPECT_EQ(lake_->Mint("household").value(), 1);
  Reopen();
  EXPECT_EQ(lake_->Mint("person").value(), 12);
  ASSERT_TRUE(lake_->Mint("delivery", (1 << 20) - 1).has_value());
  EXPECT_EQ(lake_->Mint("delivery").error().id, "LAK-018");
}

TEST_F(LakeTest, OneWriterAtATime) {
  const auto second = OpenStore(folder_);
  EXPECT_EQ(Lake::Open(folder_ + "/lake", RealFiles(), *second, Access::kWrite).error().id, "BAS-004");
  const auto reader = Lake::Open(folder_ + "/lake", RealFiles(), *second, Access::kRead);
  ASSERT_TRUE(reader.has_value());
  EXPECT_EQ((*reader)->Mint("person").error().id, "LAK-016");
}

TEST_F(LakeTest, EarlierFullDeliveriesReachAsFarBackAsAsked) {
  const std::string source = "roster";
  for (const int month : {1, 2, 3, 4, 5}) {
    ASSERT_TRUE(Put(*lake_, NewDelivery(0, source, Mode::kFull, "433199", MonthPeriod(2026, month))).has_value());
  }
  Delivery correction = NewDelivery(0, source, Mode::kFull, "433199", MonthPeriod(2026, 3));
  correction.corrects = DeliveryId{3};
  ASSERT_TRUE(Put(*lake_, correction).has_value());
  ASSERT_TRUE(Put(*lake_, NewDelivery(0, source, Mode::kFull, "433199101", MonthPeriod(2026, 3))).has_value());
  const auto Earlier = [&](Date from) {
    std::string text;
    const auto earlier = lake_->EarlierFull(*MakeDate(2026, 5, 31), {&source, 1}, from);
    if (!earlier) return earlier.error().id;
    for (const InForce& one : *earlier) {
      text += std::to_string(one.delivery.id.value) + " ";
    }
    return text;
  };
  // 5 is in force, 4 the one before; 6 corrects 3; 7 is another area set and in force for itself.
  EXPECT_EQ(Earlier(*MakeDate(2026, 2, 1)), "2 3 6 ");
  EXPECT_EQ(Earlier(*MakeDate(2026, 3, 1)), "3 6 ");
  EXPECT_EQ(Earlier(*MakeDate(2026, 4, 1)), "");
  ASSERT_TRUE(lake_->Revoke(DeliveryId{3}, "wrong file").has_value());
  EXPECT_EQ(Earlier(*MakeDate(2026, 2, 1)), "2 ");
}

TEST_F(LakeTest, ALaterFullDeliveryReplacesTheEarlierAndATownshipsItsPart) {
  const std::string source = "roster";
  for (const int month : {1, 2}) {
    ASSERT_TRUE(Put(*lake_, NewDelivery(0, source, Mode::kFull, "433199", MonthPeriod(2026, month))).has_value());
  }
  EXPECT_EQ(InForceText(*lake_, *MakeDate(2026, 1, 31), source), "1");
  EXPECT_EQ(InForceText(*lake_, *MakeDate(2026, 3, 1), source), "2");
  EXPECT_EQ(lake_->PreviousFull(*MakeDate(2026, 3, 1), {&source, 1})->front().delivery.id.value, 1);
  ASSERT_TRUE(Put(*lake_, NewDelivery(0, source, Mode::kFull, "433199101", MonthPeriod(2026, 3))).has_value());
  EXPECT_EQ(InForceText(*lake_, *MakeDate(2026, 3, 1), source), "2(-433199101) 3");
  Delivery correction = NewDelivery(0, source, Mode::kFull, "433199101", MonthPeriod(2026, 3));
  correction.corrects = DeliveryId{3};
  ASSERT_TRUE(Put(*lake_, correction).has_value());
  EXPECT_EQ(InForceText(*lake_, *MakeDate(2026, 3, 1), source), "2(-433199101) 3 4");
  EXPECT_EQ(lake_->Coverage(*MakeDate(2026, 3, 1), {&source, 1})->Text(), "433199");
  ASSERT_TRUE(lake_->Revoke(DeliveryId{3}, "wrong file").has_value());
  EXPECT_EQ(InForceText(*lake_, *MakeDate(2026, 3, 1), source), "2");
  EXPECT_EQ(lake_->Revoke(DeliveryId{3}, "again").error().id, "LAK-014");
}

TEST_F(LakeTest, YearToDateCountsTheLatestOfEachYearAndIncrementsAll) {
  const Period march{*MakeDate(2026, 1, 1), *MakeDate(2026, 3, 31)};
  const Period june{*MakeDate(2026, 1, 1), *MakeDate(2026, 6, 30)};
  const Period last_year{*MakeDate(2025, 1, 1), *MakeDate(2025, 12, 31)};
  for (const Period& period : {last_year, march, june}) {
    ASSERT_TRUE(Put(*lake_, NewDelivery(0, "settle", Mode::kYearToDate, "433199", period)).has_value());
  }
  EXPECT_EQ(InForceText(*lake_, *MakeDate(2026, 5, 1), "settle"), "1 2");
  EXPECT_EQ(InForceText(*lake_, *MakeDate(2026, 6, 30), "settle"), "1 3");
  for (const int month : {1, 2}) {
    ASSERT_TRUE(Put(*lake_, NewDelivery(0, "pay", Mode::kIncrement, "433199", MonthPeriod(2026, month))).has_value());
  }
  EXPECT_EQ(InForceText(*lake_, *MakeDate(2026, 2, 1), "pay"), "4 5");
}

TEST_F(LakeTest, DestroyingRemovesTheContentAndKeepsTheManifest) {
  ASSERT_TRUE(Put(*lake_, NewDelivery(0, "pay", Mode::kIncrement, "433199", MonthPeriod(2026, 1))).has_value());
  EXPECT_EQ(lake_->Destroy(DeliveryId{1}, Date{19'999}, "").error().id, "LAK-015");
  EXPECT_EQ(lake_->RetentionEnded(Date{20'001})->size(), 1U);
  ASSERT_TRUE(lake_->Destroy(DeliveryId{1}, Date{20'001}, "").has_value());
  EXPECT_FALSE(fs::exists(folder_ + "/lake/deliveries/D000001"));
  const Delivery kept = lake_->FindDelivery(DeliveryId{1}).value();
  EXPECT_EQ(kept.state, DeliveryState::kDestroyed);
  EXPECT_EQ(kept.files.size(), 1U);
  SilentProgress progress;
  EXPECT_TRUE(lake_->CheckLake(progress)->empty());
  EXPECT_EQ(lake_->Destroy(DeliveryId{1}, Date{20'001}, "").error().id, "LAK-014");
}

TEST_F(LakeTest, DamageIsReportedAndRefused) {
  ASSERT_TRUE(Put(*lake_, NewDelivery(0, "pay", Mode::kIncrement, "433199", MonthPeriod(2026, 1))).has_value());
  const std::string path = folder_ + "/lake/deliveries/D000001/rows.parquet";
  const FileRow row = lake_->FindDelivery(DeliveryId{1})->files.front();
  SilentProgress progress;
  std::ofstream(path) << "ROWS OF D000001";  // same size, other bytes
  EXPECT_EQ(lake_->CheckLake(progress)->size(), 1U);
  std::ofstream(path) << "short";
  EXPECT_EQ(lake_->Readable(row).error().id, "LAK-012");
  fs::remove(path);
  EXPECT_EQ(lake_->Readable(row).error().id, "LAK-012");
  EXPECT_EQ(lake_->CheckLake(progress)->front().path, row.path);
}

TEST_F(LakeTest, AStoreThatIsOlderOrAnotherLakesIsRefused) {
  lake_.reset();
  store_.reset();
  fs::copy_file(folder_ + "/store.sqlite", folder_ + "/old.sqlite");
  store_ = OpenStore(folder_);
  lake_ = Lake::Open(folder_ + "/lake", RealFiles(), *store_, Access::kWrite).value();
  ASSERT_TRUE(Put(*lake_, NewDelivery(0, "pay", Mode::kIncrement, "433199", MonthPeriod(2026, 1))).has_value());
  lake_.reset();
  const auto old = store::OpenSqlite(folder_ + "/old.sqlite", StoreMigrations()).value();
  EXPECT_EQ(Lake::Open(folder_ + "/lake", RealFiles(), *old, Access::kWrite).error().id, "LAK-011");
  const auto empty = store::OpenSqlite(folder_ + "/empty.sqlite", StoreMigrations()).value();
  EXPECT_EQ(Lake::Open(folder_ + "/lake", RealFiles(), *empty, Access::kWrite).error().id, "LAK-010");
  EXPECT_TRUE(fs::exists(folder_ + "/lake/deliveries/D000001/rows.parquet"));
}

// Breaks the disk at every change in turn, from the first opening to the second delivery: the next start always finds a
// consistent lake, and a delivery whose commit was answered with success is there.
TEST(LakeFaults, EveryBrokenChangeLeavesAConsistentLake) {
  bool survived = false;
  for (int64_t fail_at = 1; !survived; ++fail_at) {
    ASSERT_LT(fail_at, 1000);
    const std::string folder = NewFolder();
    int64_t answered = 0;
    {
      const auto store = OpenStore(folder);
      BreakingFiles files(fail_at);
      auto lake = Lake::Open(folder + "/lake", files, *store, Access::kWrite);
      for (int i = 0; lake && i < 2; ++i) {
        answered += Put(**lake, NewDelivery(0, "pay", Mode::kIncrement, "433199", MonthPeriod(2026, 1))) ? 1 : 0;
      }
      lake = Fail(xiuhua::errors::kCancelled);
      survived = files.changes() < fail_at;
    }
    const auto store = OpenStore(folder);
    const auto lake = Lake::Open(folder + "/lake", RealFiles(), *store, Access::kWrite);
    ASSERT_TRUE(lake.has_value()) << fail_at << Render(lake.error(), Language::kEnglish);
    SilentProgress progress;
    const auto problems = (*lake)->CheckLake(progress).value();
    EXPECT_TRUE(problems.empty()) << fail_at << " " << problems.front().path;
    EXPECT_GE(static_cast<int64_t>((*lake)->AllDeliveries()->size()), answered) << fail_at;
    EXPECT_TRUE((*lake)->files().List(folder + "/lake/staging")->empty());
    EXPECT_TRUE(Put(**lake, NewDelivery(0, "pay", Mode::kIncrement, "433199", MonthPeriod(2026, 2))).has_value());
    fs::remove_all(folder);
  }
}

TEST(AreaSets, CoverWhatBeginsWithTheirCodes) {
  const AreaSet set = AreaSet::FromText("433199101000,433199,433124102");
  EXPECT_EQ(set.Text(), "433124102,433199");
  EXPECT_TRUE(set.Covers("433199101"));
  EXPECT_FALSE(set.Covers("433124101"));
  EXPECT_EQ(set.OneCounty(), "");
  EXPECT_EQ(AreaSet::FromText("433199101,433199102").OneCounty(), "433199");
  EXPECT_TRUE(AreaSet::FromText("433199101").Overlaps(AreaSet::FromText("433199")));
  EXPECT_EQ(ShortestCode("433100000000"), "4331");
}

}  // namespace
}  // namespace xiuhua::lake
