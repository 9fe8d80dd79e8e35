// The sandbox under attack: testdata/hostile_queries.sql against the guard, the limits and the bare engine.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <sstream>

#include "base/files.h"
#include "sql/engine.h"
#include "sql/guard.h"
#include "sql/limits.h"
#include "sql/macros.h"

namespace xiuhua::sql {
namespace {

struct Attack {
  int line = 0;
  std::string guard;
  std::string raw;
  std::string sql;
};

std::string After(const std::string& line, const std::string& mark) {
  const size_t from = line.find(mark) + mark.size();
  return line.substr(from, line.find_first_of(", ", from) - from);
}

std::vector<Attack> ReadAttacks(const std::string& folder) {
  const auto text = RealFiles().Read(std::string(XIUHUA_SOURCE_DIR) + "/src/sql/testdata/hostile_queries.sql");
  EXPECT_TRUE(text);
  std::istringstream lines(text.value_or(""));
  std::vector<Attack> attacks;
  Attack attack;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.starts_with("-- guard: ")) {
      attack = {number, After(line, "guard: "), After(line, "raw: "), ""};
    } else if (line == ";;") {
      attacks.push_back(attack);
      attack = {};
    } else if (!attack.guard.empty()) {
      for (size_t at = 0; (at = line.find("{folder}")) != std::string::npos;) line.replace(at, 8, folder);
      attack.sql += line + "\n";
    }
  }
  return attacks;
}

class SandboxTest : public testing::Test {
 protected:
  static constexpr const char* kSecret = "TOP-SECRET-WORDS";

  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = testing::TempDir() + "/sandbox_test_" + info->name() + "_" + std::to_string(::getpid());
    ASSERT_TRUE(RealFiles().Remove(folder_));
    ASSERT_TRUE(RealFiles().MakeFolder(folder_ + "/data"));
    ASSERT_TRUE(RealFiles().MakeFolder(folder_ + "/spill"));
    data_ = folder_ + "/data";
    ASSERT_TRUE(RealFiles().WriteDurably(data_ + "/secret.txt", kSecret));
    auto maker = Engine::Open({});
    ASSERT_TRUE(maker);
    ASSERT_TRUE((*maker)->CopyToParquet("SELECT range AS person_id, 'name ' || range AS name FROM range(100000)",
                                        data_ + "/persons.parquet"));
    ASSERT_TRUE((*maker)->CopyToParquet(std::string("SELECT '") + kSecret + "' AS secret", data_ + "/other.parquet"));
    old_folder_ = std::filesystem::current_path();
    std::filesystem::current_path(data_);
    options_.tables = {{"persons", {{"person_id", SqlType::kInt64}, {"name", SqlType::kText}}}};
  }
  void TearDown() override {
    std::filesystem::current_path(old_folder_);
    EXPECT_TRUE(RealFiles().Remove(folder_));
  }

  std::unique_ptr<Engine> OpenSandbox() {
    const std::string file = data_ + "/persons.parquet";
    auto engine = Engine::OpenSandbox(
        {.threads = 2, .memory_limit_mb = 200, .spill_folder = folder_ + "/spill", .spill_limit_mb = 100},
        {.readable_files = {file}}, [&](Engine& opened) -> Result<void> {
          TRY(CreateMacros(opened));
          return opened.Execute("CREATE VIEW persons AS SELECT * FROM read_parquet(" + Quoted(file) + ")");
        });
    EXPECT_TRUE(engine) << (engine ? "" : engine.error().en);
    return std::move(engine).value();
  }

  // Every file with its size; what a successful attack would change.
  std::string Disk() {
    std::string list;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(data_)) {
      list += entry.path().string() + " " + (entry.is_regular_file() ? *HashFile(entry.path()) : "folder") + "\n";
    }
    return list;
  }

  std::string folder_;
  std::string data_;
  std::filesystem::path old_folder_;
  GuardOptions options_;
};

bool Contains(const Rows& rows, std::string_view word) {
  for (int64_t row = 0; row < rows.count(); ++row) {
    for (int column = 0; column < static_cast<int>(rows.columns().size()); ++column) {
      if (rows.Text(row, column).find(word) != std::string_view::npos) return true;
    }
  }
  return false;
}

TEST_F(SandboxTest, GuardRefusesOrLimitsStopEveryAttack) {
  const auto engine = OpenSandbox();
  const std::string before = Disk();
  int stopped = 0;
  const auto attacks = ReadAttacks(data_);
  EXPECT_GE(attacks.size(), 70U);
  for (const Attack& attack : attacks) {
    const auto shape = CheckSelect(*engine, attack.sql, options_);
    EXPECT_EQ(shape ? "pass" : shape.error().id, attack.guard) << attack.line << " " << attack.sql;
    if (!shape) continue;
    const auto started = std::chrono::steady_clock::now();
    const auto rows = QueryWithin(*engine, attack.sql, 1000);
    ASSERT_FALSE(rows) << attack.sql;
    EXPECT_THAT(rows.error().id, testing::AnyOf("SQL-020", "SQL-005")) << rows.error().en;
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(10)) << attack.sql;
    ++stopped;
  }
  EXPECT_GE(stopped, 5);
  EXPECT_EQ(Disk(), before);
  EXPECT_EQ(*engine->QueryInt("select 1"), 1);
  EXPECT_EQ(*engine->QueryInt("select count(*) from persons"), 100000);
}

TEST_F(SandboxTest, WithoutTheGuardTheEngineStillTouchesNothing) {
  const std::string before = Disk();
  for (const Attack& attack : ReadAttacks(data_)) {
    if (attack.raw == "open") continue;
    const auto engine = OpenSandbox();
    SCOPED_TRACE(std::to_string(attack.line) + ": " + attack.sql);
    const auto started = std::chrono::steady_clock::now();
    // Several statements too, as a careless caller would run them.
    const bool rows_wanted = attack.sql.find(';') == std::string::npos;
    std::string outcome = "harmless";
    std::string words;
    if (rows_wanted) {
      const auto rows = QueryWithin(*engine, attack.sql, 1000);
      EXPECT_FALSE(rows && Contains(*rows, kSecret));
      if (!rows) outcome = rows.error().id, words = rows.error().en;
    } else {
      const auto done = ExecuteWithin(*engine, attack.sql, 1000);
      if (!done) outcome = done.error().id, words = done.error().en;
    }
    if (outcome == "SQL-020" || outcome == "SQL-005") outcome = "stopped";
    if (outcome.starts_with("SQL-")) outcome = "fails";
    EXPECT_EQ(outcome, attack.raw) << words;
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(10));
    EXPECT_EQ(Disk(), before);
    EXPECT_EQ(*engine->QueryInt("select count(*) from persons"), 100000);
  }
}

TEST_F(SandboxTest, ReadsOnlyTheListedFilesAndKeepsItsSettings) {
  const auto engine = OpenSandbox();
  EXPECT_EQ(*engine->QueryInt("select count(*) from read_parquet(" + Quoted(data_ + "/persons.parquet") + ")"), 100000);
  EXPECT_FALSE(engine->Query("select * from read_parquet(" + Quoted(data_ + "/other.parquet") + ")"));
  ASSERT_EQ(::symlink((data_ + "/other.parquet").c_str(), (data_ + "/link.parquet").c_str()), 0);
  EXPECT_FALSE(engine->Query("select * from read_parquet(" + Quoted(data_ + "/link.parquet") + ")"));
  EXPECT_FALSE(engine->Query("select * from read_parquet(" + Quoted(data_ + "/x/../other.parquet") + ")"));
  EXPECT_FALSE(engine->CopyToParquet("select 1", data_ + "/new.parquet"));
}

TEST_F(SandboxTest, TimeLimitAndCancelAreToldApart) {
  const auto engine = OpenSandbox();
  const std::string slow =
      "select count(*) from persons a, persons b, persons c where a.person_id + b.person_id = c.person_id";
  EXPECT_EQ(QueryWithin(*engine, slow, 200).error().id, "SQL-020");
  SilentProgress progress;
  progress.Cancel();
  EXPECT_EQ(QueryWithin(*engine, slow, 60'000, &progress).error().id, "BAS-003");
  EXPECT_EQ(QueryWithin(*engine, "select 5 as a", 1000)->Int(0, 0), 5);
  EXPECT_EQ(QueryWithin(*engine, "select nothing", 1000).error().id, "SQL-001");
  EXPECT_TRUE(ExecuteWithin(*engine, "create table t as select 1 as a", 1000));
}

TEST_F(SandboxTest, AFailedPreparationIsReported) {
  const auto engine =
      Engine::OpenSandbox({}, {}, [](Engine& opened) { return opened.Execute("create view v as select"); });
  ASSERT_FALSE(engine);
  EXPECT_EQ(engine.error().id, "SQL-001");
}

}  // namespace
}  // namespace xiuhua::sql
