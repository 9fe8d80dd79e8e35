#include "sql/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "base/errors.h"
#include "base/files.h"
#include "sql/duckdb_engine.h"

namespace xiuhua::sql {
namespace {

std::string Folder() {
  const std::string folder = testing::TempDir() + "/engine_test_" + std::to_string(::getpid());
  EXPECT_TRUE(RealFiles().MakeFolder(folder));
  return folder;
}

std::unique_ptr<Engine> Open(EngineOptions options = {}) {
  auto engine = Engine::Open(options);
  EXPECT_TRUE(engine) << (engine ? "" : engine.error().en);
  return std::move(engine).value();
}

// Rows 0 .. total-1 of the columns (n BIGINT, text, day DATE, flag BOOLEAN), shared out among workers by chunk.
class Numbers final : public RowProducer {
 public:
  explicit Numbers(int64_t total, int workers = 2) : total_(total), workers_(workers) {}
  static std::vector<Column> Columns() {
    return {{"n", SqlType::kInt64}, {"text", SqlType::kText}, {"day", SqlType::kDate}, {"flag", SqlType::kBool}};
  }
  [[nodiscard]] int max_workers() const override { return workers_; }
  Result<std::unique_ptr<Worker>> NewWorker() override {
    ++made;
    if (fail_to_make) return Fail(xiuhua::errors::kLockHeld, {"here"});
    return std::unique_ptr<Worker>(new NumbersWorker(*this));
  }

  int64_t fail_at = -1;
  int64_t throw_at = -1;
  int64_t bad_text_at = -1;
  bool fail_to_make = false;
  std::atomic<int> made{0};

 private:
  class NumbersWorker final : public Worker {
   public:
    explicit NumbersWorker(Numbers& owner) : owner_(owner) {}
    Result<int64_t> Fill(ChunkWriter& out) override {
      const int64_t from = owner_.next_.fetch_add(out.capacity());
      const int64_t count = std::min(out.capacity(), owner_.total_ - from);
      if (count <= 0) return 0;
      for (int64_t i = 0; i < count; ++i) {
        const int64_t n = from + i;
        if (n == owner_.fail_at) return Fail(xiuhua::errors::kCancelled);
        if (n == owner_.throw_at) throw std::runtime_error("thrown by the producer");
        out.SetInt64(0, i, n);
        if (n % 3 == 0) {
          out.SetNull(1, i);
        } else {
          out.SetText(1, i, n == owner_.bad_text_at ? "\xff" : "第" + std::to_string(n) + "行的文字比十二个字节长");
        }
        out.SetDate(2, i, Date{static_cast<int32_t>(n % 10000)});
        out.SetBool(3, i, n % 2 == 0);
      }
      return count;
    }

   private:
    Numbers& owner_;
  };

  int64_t total_;
  int workers_;
  std::atomic<int64_t> next_{0};
};

TEST(Engine, HoldsValuesOfEveryTypeAsTextAndNumber) {
  const auto engine = Open();
  const auto rows = engine->Query(
      "select 5000000000::bigint a, -7::tinyint b, true c, date '2026-03-01' d, 1.5::double e, '张伟' f, "
      "null::varchar g, sum(9007199254740995::bigint) h, -12.30::decimal(10,2) i, "
      "timestamp '1969-12-31 23:59:59.5' j, 'b'::enum('a','b') k, -0.05::decimal(3,2) l");
  ASSERT_TRUE(rows) << rows.error().en;
  ASSERT_EQ(rows->count(), 1);
  const std::vector<std::string> expected = {"5000000000", "-7",
                                             "true",       "2026-03-01",
                                             "1.5",        "张伟",
                                             "",           "9007199254740995",
                                             "-12.30",     "1969-12-31 23:59:59.5",
                                             "b",          "-0.05"};
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(rows->Text(0, static_cast<int>(i)), expected[i]) << i;
  EXPECT_EQ(rows->Int(0, 0), 5'000'000'000);
  EXPECT_EQ(rows->Int(0, 3), MakeDate(2026, 3, 1)->days);
  EXPECT_EQ(rows->Double(0, 4), 1.5);
  EXPECT_TRUE(rows->IsNull(0, 6));
  EXPECT_EQ(rows->ColumnIndex("f"), 5);
  EXPECT_EQ(rows->ColumnIndex("none"), -1);
}

TEST(Engine, RefusesWhatItCannotHoldExactly) {
  const auto engine = Open();
  EXPECT_EQ(engine->Query("select [1, 2] list").error().id, "SQL-003");
  EXPECT_EQ(engine->Query("select sum(9223372036854775807::bigint) from range(2)").error().id, "SQL-004");
}

TEST(Engine, ReportsTheEnginesOwnWords) {
  const auto engine = Open();
  const auto error = engine->Query("select nothing_like_it from nowhere").error();
  EXPECT_EQ(error.id, "SQL-001");
  EXPECT_THAT(error.en, testing::HasSubstr("nowhere"));
  EXPECT_EQ(engine->Query("select 1; select 2").error().id, "SQL-001");
  EXPECT_EQ(*engine->QueryInt("select 7"), 7);
}

TEST(Engine, AcceptsOnlyTheVersionItWasTriedWith) {
  EXPECT_TRUE(CheckEngineVersion("v1.5.6"));
  EXPECT_EQ(CheckEngineVersion("v1.4.4").error().id, "SQL-002");
  EXPECT_EQ(CheckEngineVersion("v1.50.0").error().id, "SQL-002");
}

TEST(Engine, RunningOutOfMemoryIsSaid) {
  const auto engine = Open({.threads = 2, .memory_limit_mb = 64, .spill_folder = ""});
  const auto result =
      engine->Execute("create table t as select range as a, hash(range)::varchar as b from range(20000000)");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().id, "SQL-005");
  EXPECT_EQ(*engine->QueryInt("select 1"), 1);
}

TEST(Engine, StreamsInOrderAndStopsOnError) {
  const auto engine = Open();
  int64_t seen = 0;
  ASSERT_TRUE(
      engine->Stream("select range::bigint n from range(100000) order by n", [&](const Rows& rows) -> Result<void> {
        for (int64_t i = 0; i < rows.count(); ++i) EXPECT_EQ(rows.Int(i, 0), seen++);
        return {};
      }));
  EXPECT_EQ(seen, 100000);
  const auto stopped = engine->Stream("select range n from range(100000)", [&](const Rows&) -> Result<void> {
    return Fail(xiuhua::errors::kLockHeld, {"x"});
  });
  EXPECT_EQ(stopped.error().id, "BAS-004");
  const auto late = engine->Stream("select (case when range = 90000 then 'x' else '1' end)::bigint from range(100000)",
                                   [](const Rows&) -> Result<void> { return {}; });
  EXPECT_EQ(late.error().id, "SQL-001");
  EXPECT_EQ(*engine->QueryInt("select 1"), 1);
}

TEST(Producer, WritesParquetInParallelWithNothingLost) {
  const auto engine = Open();
  const std::string path = Folder() + "/numbers.parquet";
  Numbers producer(1'000'003);
  const auto columns = Numbers::Columns();
  const auto count = engine->WriteParquet(producer, columns, path);
  ASSERT_TRUE(count) << count.error().en;
  EXPECT_EQ(*count, 1'000'003);
  EXPECT_LE(producer.made.load(), 2);
  struct stat status{};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  const auto rows = engine->Query(
      "select count(*), count(distinct n), sum(n), count(text), sum(case when flag then 1 else 0 end), "
      "count(*) filter (text = '第' || n || '行的文字比十二个字节长'), count(*) filter (day - date '1970-01-01' = n % "
      "10000) "
      "from " +
      Quoted(path));
  ASSERT_TRUE(rows) << rows.error().en;
  EXPECT_EQ(rows->Int(0, 0), 1'000'003);
  EXPECT_EQ(rows->Int(0, 1), 1'000'003);
  EXPECT_EQ(rows->Int(0, 2), 1'000'003LL * 1'000'002 / 2);
  EXPECT_EQ(rows->Int(0, 3), 666'668);
  EXPECT_EQ(rows->Int(0, 4), 500'002);
  EXPECT_EQ(rows->Int(0, 5), 666'668);
  EXPECT_EQ(rows->Int(0, 6), 1'000'003);
}

TEST(Producer, MakesTables) {
  const auto engine = Open();
  Numbers producer(10'000, 1);
  const auto columns = Numbers::Columns();
  EXPECT_EQ(*engine->CreateTable(producer, columns, "numbers"), 10'000);
  EXPECT_EQ(producer.made.load(), 1);
  EXPECT_EQ(*engine->QueryInt("select count(*) from numbers"), 10'000);
}

TEST(Producer, CarriesBackErrorsUnchangedAndRemovesTheFile) {
  const auto engine = Open();
  const std::string path = Folder() + "/failed.parquet";
  const auto columns = Numbers::Columns();
  struct Case {
    const char* what;
    std::function<void(Numbers&)> plant;
    const char* id;
  };
  const std::vector<Case> cases = {
      {"an error in the middle", [](Numbers& n) { n.fail_at = 400'000; }, "BAS-003"},
      {"an exception", [](Numbers& n) { n.throw_at = 400'000; }, "BAS-005"},
      {"a text that is not UTF-8", [](Numbers& n) { n.bad_text_at = 400'000; }, "SQL-006"},
      {"a worker that cannot start", [](Numbers& n) { n.fail_to_make = true; }, "BAS-004"},
  };
  for (const Case& c : cases) {
    Numbers producer(1'000'000);
    c.plant(producer);
    const auto result = engine->WriteParquet(producer, columns, path);
    ASSERT_FALSE(result) << c.what;
    EXPECT_EQ(result.error().id, c.id) << c.what << result.error().en;
    EXPECT_FALSE(RealFiles().Exists(path)) << c.what;
    EXPECT_EQ(*engine->QueryInt("select 1"), 1) << c.what;
  }
}

TEST(Producer, StopsWhenInterrupted) {
  const auto engine = Open();
  const std::string path = Folder() + "/interrupted.parquet";
  Numbers producer(2'000'000'000);
  const auto columns = Numbers::Columns();
  std::thread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    engine->Interrupt();
  });
  const auto started = std::chrono::steady_clock::now();
  const auto result = engine->WriteParquet(producer, columns, path);
  stopper.join();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().id, "BAS-003");
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(5));
  EXPECT_FALSE(RealFiles().Exists(path));
}

TEST(Producer, FunctionIsOfNoUseOutsideACall) {
  const auto engine = Open();
  EXPECT_EQ(engine->Query("select * from xiuhua_producer_rows()").error().id, "SQL-001");
}

TEST(Engine, CopiesASelectToAPrivateFile) {
  const auto engine = Open();
  const std::string path = Folder() + "/copy.parquet";
  EXPECT_EQ(*engine->CopyToParquet("select range n from range(1000) order by n desc -- note", path), 1000);
  EXPECT_EQ(*engine->QueryInt("select n from " + Quoted(path) + " limit 1"), 999);
  EXPECT_EQ(engine->CopyToParquet("select x from none", path).error().id, "SQL-001");
  EXPECT_FALSE(RealFiles().Exists(path));
  EXPECT_EQ(engine->CopyToParquet("select 1", Folder() + "/none/x").error().id, "BAS-002");
}

TEST(Engine, InterruptStopsWithinASecond) {
  const auto engine = Open();
  std::chrono::steady_clock::time_point asked;
  std::thread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    asked = std::chrono::steady_clock::now();
    engine->Interrupt();
  });
  const auto result =
      engine->QueryInt("select count(*) from range(10000000) a, range(10000000) b where a.range + b.range = 3");
  const auto waited = std::chrono::steady_clock::now() - asked;
  stopper.join();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().id, "BAS-003");
  EXPECT_LT(waited, std::chrono::seconds(5));
  EXPECT_EQ(*engine->QueryInt("select 1"), 1);
}

TEST(Engine, TextFunctionsSeeNullsAndMayThrow) {
  const auto engine = Open();
  ASSERT_TRUE(engine->RegisterTextFunction("join_two", 2, [](std::span<const std::string_view> texts) {
    if (texts[0] == "boom") throw std::runtime_error("boom was given");
    std::optional<std::string> out;
    if (texts[0] != "none") out = std::string(texts[0]) + "+" + std::string(texts[1]);
    return out;
  }));
  const auto rows = engine->Query(
      "select join_two(a, b) from (values (1, '张', '伟'), (2, null, 'x'), (3, 'none', 'x'), (4, 'a long text of "
      "letters', 'b')) "
      "t(i, a, b) order by i");
  ASSERT_TRUE(rows) << rows.error().en;
  EXPECT_EQ(rows->Text(0, 0), "张+伟");
  EXPECT_TRUE(rows->IsNull(1, 0));
  EXPECT_TRUE(rows->IsNull(2, 0));
  EXPECT_EQ(rows->Text(3, 0), "a long text of letters+b");
  EXPECT_THAT(engine->Query("select join_two(a, a) from (values ('boom')) t(a)").error().en,
              testing::HasSubstr("boom was given"));
}

}  // namespace
}  // namespace xiuhua::sql
