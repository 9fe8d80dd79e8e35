#include "lake/audit_log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <functional>

#include "base/files.h"
#include "lake/lake.h"

namespace xiuhua::lake {
namespace {

class AuditLogTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/audit_" + std::to_string(::getpid());
    ASSERT_TRUE(RealFiles().Remove(folder_));
    ASSERT_TRUE(RealFiles().MakeFolder(folder_));
    store_ = store::OpenSqlite(folder_ + "/store.sqlite", StoreMigrations()).value();
    for (int i = 1; i <= 5; ++i) {
      ASSERT_TRUE(store_->Transaction([&] {
        return AppendAuditEntry(*store_, i * 1'000'000, i % 2 == 0 ? "测试乙" : "测试甲", i < 3 ? "import" : "export",
                                "D00000" + std::to_string(i), "给红石镇");
      }));
    }
  }
  // Where the chain breaks after this change; 0 = nobody notices.
  int64_t BrokenAfter(const std::string& sql, const std::string& printed_head = "") {
    EXPECT_TRUE(store_->Execute(sql)) << sql;
    const auto check = CheckAuditLog(*store_, printed_head);
    return check ? check->broken : -1;
  }

  std::string folder_;
  std::unique_ptr<store::Store> store_;
};

TEST_F(AuditLogTest, ASoundChainIsSound) {
  const auto check = CheckAuditLog(*store_, "");
  ASSERT_TRUE(check);
  EXPECT_EQ(check->broken, 0);
  EXPECT_EQ(check->entries, 5);
  EXPECT_EQ(check->head, *AuditHead(*store_));
  const auto again = CheckAuditLog(*store_, check->head.substr(0, 16));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->broken, 0);
}

TEST_F(AuditLogTest, FiltersByWhoWhatAndSince) {
  EXPECT_EQ(ListAuditEntries(*store_, {})->size(), 5U);
  EXPECT_EQ(ListAuditEntries(*store_, {.actor = "测试乙"})->size(), 2U);
  EXPECT_EQ(ListAuditEntries(*store_, {.action = "export"})->size(), 3U);
  EXPECT_EQ(ListAuditEntries(*store_, {.since_us = 4'000'000, .actor = "测试甲"})->size(), 1U);
}

TEST_F(AuditLogTest, EveryChangedFieldIsFound) {
  for (const char* set : {"actor = '别人'", "action = 'run'", "subject = 'D000009'", "detail = ''", "at_us = 1"}) {
    SetUp();
    EXPECT_EQ(BrokenAfter(std::string("UPDATE events SET ") + set + " WHERE event_id = 3"), 3) << set;
  }
}

TEST_F(AuditLogTest, FieldsThatFlowIntoEachOtherAreFound) {
  EXPECT_EQ(BrokenAfter("UPDATE events SET action = 'exportD0', subject = '00003' WHERE event_id = 3"), 3);
}

TEST_F(AuditLogTest, RemovedCutOffAndInsertedEntriesAreFound) {
  EXPECT_EQ(BrokenAfter("DELETE FROM events WHERE event_id = 2"), 2);
  SetUp();
  EXPECT_EQ(BrokenAfter("DELETE FROM events WHERE event_id = 1"), 1);
  SetUp();
  EXPECT_EQ(BrokenAfter("DELETE FROM events WHERE event_id >= 4"), 4);
  SetUp();
  EXPECT_EQ(BrokenAfter("UPDATE events SET event_id = event_id + 1 WHERE event_id >= 5"), 5);
}

// Who rewrites the hashes as well is found out by the head on paper.
TEST_F(AuditLogTest, APrintedHeadFindsALogThatWasRewritten) {
  const std::string head = *AuditHead(*store_);
  ASSERT_TRUE(store_->Execute("DELETE FROM events WHERE event_id >= 4"));
  EXPECT_EQ(BrokenAfter("UPDATE counters SET next = 4 WHERE name = 'event'"), 0);
  EXPECT_EQ(BrokenAfter("UPDATE counters SET next = 4 WHERE name = 'event'", head.substr(0, 12)), 4);
}

TEST_F(AuditLogTest, NothingOfARolledBackActIsRecorded) {
  const auto failed = store_->Transaction([&]() -> Result<void> {
    TRY(AppendAuditEntry(*store_, 9, "测试甲", "run", "N000001", ""));
    return store_->Execute("this is no SQL");
  });
  EXPECT_FALSE(failed);
  EXPECT_EQ(CheckAuditLog(*store_, "")->entries, 5);
  EXPECT_EQ(CheckAuditLog(*store_, "")->broken, 0);
}

}  // namespace
}  // namespace xiuhua::lake
