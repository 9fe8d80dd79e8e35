#include "store/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>

#include "base/errors.h"
#include "base/files.h"

namespace xiuhua::store {
namespace {

const std::vector<Migration> kMigrations = {
    {1, "first", "CREATE TABLE note (id BIGINT PRIMARY KEY, text TEXT); CREATE INDEX note_text ON note (text);"},
    {2, "second", "CREATE TABLE child (id BIGINT PRIMARY KEY, note BIGINT NOT NULL REFERENCES note (id));"},
};

class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = testing::TempDir() + "/store_test_" + info->name() + "_" + std::to_string(::getpid());
    ASSERT_TRUE(RealFiles().Remove(folder_));
    ASSERT_TRUE(RealFiles().MakeFolder(folder_));
    path_ = folder_ + "/store.sqlite";
  }
  void TearDown() override { EXPECT_TRUE(RealFiles().Remove(folder_)); }

  std::unique_ptr<Store> Open() {
    auto store = OpenSqlite(path_, kMigrations);
    EXPECT_TRUE(store) << (store ? "" : store.error().en);
    return std::move(store).value();
  }

  std::string folder_;
  std::string path_;
};

int64_t Count(Store& store, const std::string& table) {
  const auto rows = store.Query("SELECT count(*) FROM " + table);
  return rows ? rows->front().Int(0) : -1;
}

// Starts a child process that runs `body` and exits with its code; a test in the child must not use gtest macros.
template <class Body>
pid_t Child(Body body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  return child;
}

int ExitCode(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(StoreTest, KeepsNumbersTextsAndNullsExactly) {
  const auto store = Open();
  const std::string text = "五保户 \xF0\xA0\xAE\xB7 'quoted' ; -- ?";
  ASSERT_TRUE(
      store->Execute("INSERT INTO note VALUES (?, ?), (?, ?)", {int64_t{5'000'000'000}, text, INT64_MIN, nullptr}));
  const auto rows = store->Query("SELECT id, text FROM note ORDER BY id");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ((*rows)[0].Int(0), INT64_MIN);
  EXPECT_TRUE((*rows)[0].IsNull(1));
  EXPECT_EQ((*rows)[0].Text(1), "");
  EXPECT_EQ((*rows)[1].Int(0), 5'000'000'000);
  EXPECT_EQ((*rows)[1].Text(0), "5000000000");
  EXPECT_EQ((*rows)[1].Text(1), text);
  EXPECT_EQ(store->Query("SELECT sum(id) FROM note WHERE id > ?", {int64_t{0}})->front().Int(0), 5'000'000'000);
}

TEST_F(StoreTest, RefusesTextThatNoStoreCanHold) {
  const auto store = Open();
  for (const std::string& bad : {std::string("a\0b", 3), std::string("\xFF"), std::string("\xD5\xC5")}) {
    EXPECT_EQ(store->Execute("INSERT INTO note VALUES (1, ?)", {bad}).error().id, "STO-005");
  }
  EXPECT_EQ(Count(*store, "note"), 0);
}

TEST_F(StoreTest, SaysWhatIsWrong) {
  const auto store = Open();
  EXPECT_EQ(store->Execute("INSERT INTO nowhere VALUES (1)").error().id, "STO-001");
  EXPECT_EQ(store->Execute("INSERT INTO note VALUES (?, ?)", {int64_t{1}}).error().id, "STO-001");
  EXPECT_EQ(store->Execute("DELETE FROM note; DELETE FROM child").error().id, "STO-001");
  ASSERT_TRUE(store->Execute("INSERT INTO note VALUES (1, 'x')"));
  EXPECT_EQ(store->Execute("INSERT INTO note VALUES (1, 'y')").error().id, "STO-006");
  EXPECT_EQ(store->Execute("INSERT INTO child VALUES (1, 99)").error().id, "STO-001");  // foreign keys are on
  ASSERT_TRUE(RealFiles().WriteDurably(folder_ + "/not_a_store", std::string(5000, 'x')));
  EXPECT_EQ(OpenSqlite(folder_ + "/not_a_store", kMigrations).error().id, "STO-001");
  EXPECT_EQ(OpenSqlite(folder_ + "/none/store", kMigrations).error().id, "STO-001");
}

TEST_F(StoreTest, IsDurablePrivateAndWritesAhead) {
  const auto store = Open();
  EXPECT_EQ(store->Query("PRAGMA journal_mode")->front().Text(0), "wal");
  EXPECT_EQ(store->Query("PRAGMA synchronous")->front().Int(0), 2);
  ASSERT_TRUE(store->Execute("INSERT INTO note VALUES (1, 'x')"));
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat status{};
    ASSERT_EQ(::stat((path_ + suffix).c_str(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777, 0600U) << suffix;
  }
}

TEST_F(StoreTest, TransactionKeepsAllOrNothing) {
  const auto store = Open();
  const auto failed = store->Transaction([&]() -> Result<void> {
    TRY(store->Execute("INSERT INTO note VALUES (1, 'x')"));
    return Fail(xiuhua::errors::kCancelled);
  });
  EXPECT_EQ(failed.error().id, "BAS-003");
  const auto thrown = store->Transaction([&]() -> Result<void> {
    TRY(store->Execute("INSERT INTO note VALUES (1, 'x')"));
    throw std::runtime_error("thrown");
  });
  EXPECT_EQ(thrown.error().id, "BAS-005");
  EXPECT_EQ(Count(*store, "note"), 0);
  ASSERT_TRUE(store->Transaction([&] { return store->Execute("INSERT INTO note VALUES (1, 'x')"); }));
  EXPECT_EQ(Count(*Open(), "note"), 1);
}

TEST_F(StoreTest, ExecuteManyWritesEveryRowAndStopsAtAnError) {
  const auto store = Open();
  int64_t next = 0;
  ASSERT_TRUE(store->Transaction([&] {
    return store->ExecuteMany("INSERT INTO note VALUES (?, ?)", [&](std::vector<Value>& row) -> Result<bool> {
      if (next == 20'000) return false;
      row = {next, "n" + std::to_string(next)};
      ++next;
      return true;
    });
  }));
  EXPECT_EQ(Count(*store, "note"), 20'000);
  const auto failed = store->Transaction([&] {
    return store->ExecuteMany("INSERT INTO note VALUES (?, ?)", [&](std::vector<Value>& row) -> Result<bool> {
      if (next == 20'005) return Fail(xiuhua::errors::kCancelled);
      row = {next++, nullptr};
      return true;
    });
  });
  EXPECT_EQ(failed.error().id, "BAS-003");
  EXPECT_EQ(Count(*store, "note"), 20'000);
}

TEST_F(StoreTest, MigratesOnceAndRefusesAnotherHistory) {
  ASSERT_TRUE(OpenSqlite(path_, {kMigrations[0]}));
  {
    const auto store = Open();  // lacks the second one
    const auto rows = store->Query("SELECT number, name, sha, applied_us FROM schema_migrations ORDER BY number");
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_EQ((*rows)[1].Text(1), "second");
    EXPECT_EQ((*rows)[1].Text(2), HashBytes(kMigrations[1].sql));
    EXPECT_GT((*rows)[1].Int(3), 0);
  }
  EXPECT_EQ(OpenSqlite(path_, {kMigrations[0]}).error().id, "STO-002");
  std::vector<Migration> changed = kMigrations;
  changed[0].sql = "CREATE TABLE note (id BIGINT);";
  EXPECT_EQ(OpenSqlite(path_, changed).error().id, "STO-003");
  EXPECT_EQ(OpenSqlite(path_, {kMigrations[1]}).error().id, "STO-003");  // the first one is gone
}

TEST_F(StoreTest, AFailedMigrationLeavesNothing) {
  std::vector<Migration> broken = kMigrations;
  broken[1].sql = "CREATE TABLE half (id BIGINT); INSERT INTO nowhere VALUES (1);";
  EXPECT_EQ(OpenSqlite(path_, broken).error().id, "STO-001");
  const auto store = Open();
  EXPECT_EQ(Count(*store, "half"), -1);
  EXPECT_EQ(Count(*store, "child"), 0);
}

TEST_F(StoreTest, FourProcessesReadThenWriteAtOnceAndLoseNothing) {
  constexpr int kProcesses = 4;
  constexpr int kEach = 50;
  std::vector<pid_t> children;
  for (int c = 0; c < kProcesses; ++c) {
    children.push_back(Child([&] {
      auto store = OpenSqlite(path_, kMigrations);  // all of them create and migrate the same new file
      for (int i = 0; store && i < kEach; ++i) {
        const auto done = (*store)->Transaction([&]() -> Result<void> {
          TRY_ASSIGN(const auto rows, (*store)->Query("SELECT coalesce(max(id), 0) FROM note"));
          return (*store)->Execute("INSERT INTO note VALUES (?, 'x')", {rows.front().Int(0) + 1});
        });
        if (!done) return 1;
      }
      return store ? 0 : 2;
    }));
  }
  for (const pid_t child : children) EXPECT_EQ(ExitCode(child), 0);
  EXPECT_EQ(Open()->Query("SELECT count(*), max(id) FROM note")->front().Int(1), kProcesses * kEach);
}

TEST_F(StoreTest, AWriterKilledInTheMiddleLeavesOnlyWhatItCommitted) {
  for (int round = 0; round < 10; ++round) {
    const int64_t before = Count(*Open(), "note");
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    const pid_t child = Child([&] {
      auto store = OpenSqlite(path_, kMigrations);
      if (!store || !(*store)->Execute("INSERT INTO note VALUES (?, 'kept')", {before})) return 1;
      static_cast<void>((*store)->Transaction([&]() -> Result<void> {
        for (int64_t i = 1; i < 2000; ++i) TRY((*store)->Execute("INSERT INTO note VALUES (?, 'lost')", {before + i}));
        if (::write(pipe_ends[1], "x", 1) != 1) return Fail(xiuhua::errors::kCancelled);
        ::pause();
        return {};
      }));
      return 0;
    });
    char byte = 0;
    ASSERT_EQ(::read(pipe_ends[0], &byte, 1), 1);
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    EXPECT_EQ(ExitCode(child), -1);
    ::close(pipe_ends[0]);
    ::close(pipe_ends[1]);
    const auto store = Open();
    EXPECT_EQ(Count(*store, "note"), before + 1);
    EXPECT_EQ(store->Query("PRAGMA integrity_check")->front().Text(0), "ok");
    ASSERT_TRUE(store->Execute("UPDATE note SET text = 'again'"));
  }
}

TEST_F(StoreTest, WaitsForItsTurnThenSaysWhoIsInTheWay) {
  const auto first = Open();
  const auto second = OpenSqlite(path_, kMigrations, 1);
  ASSERT_TRUE(second);
  ASSERT_TRUE(first->Transaction([&]() -> Result<void> {
    EXPECT_EQ((*second)->Execute("INSERT INTO note VALUES (1, 'x')").error().id, "STO-004");
    EXPECT_EQ((*second)->Transaction([] { return Result<void>{}; }).error().id, "STO-004");
    EXPECT_EQ(Count(**second, "note"), 0);  // readers do not wait
    return first->Execute("INSERT INTO note VALUES (2, 'y')");
  }));
  EXPECT_TRUE((*second)->Execute("INSERT INTO note VALUES (1, 'x')"));
}

}  // namespace
}  // namespace xiuhua::store
