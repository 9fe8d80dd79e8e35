// The review workbook 待人工认定: statements of delivered rows beside the people of the register they may be about.
//
// One line per statement and candidate, gravest first (findings that depend on it, then rows it settles). What differs
// is marked. The answer column takes 同一人, 不是 or 待查; a hidden key per line finds its way back, in any order.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sql/engine.h"

namespace xiuhua::reports {

inline constexpr std::string_view kVerdictHeader = "认定（选一个）";
inline constexpr std::string_view kVerdictNoteHeader = "认定依据";
inline constexpr std::string_view kVerdictByHeader = "认定人";
inline constexpr std::string_view kReviewKeyHeader = "认定键（勿改）";

inline constexpr std::string_view kSamePerson = "同一人";
inline constexpr std::string_view kOtherPerson = "不是";
inline constexpr std::string_view kStillOpen = "待查";

// What a line of the workbook is about. Written as text with a check over it and the lake's id, so that a key damaged
// by hand, or of another lake, is not taken.
struct ReviewKey {
  std::string table;
  int64_t row_ref = 0;
  std::string evidence_key;
  int64_t person_id = 0;
};
std::string WriteReviewKey(const ReviewKey& key, std::string_view lake_id);
// nullopt when it is no key, was changed, or is of another lake.
std::optional<ReviewKey> ParseReviewKey(std::string_view text, std::string_view lake_id);

struct ReviewRequest {
  std::string run_folder;
  std::string register_folder;
  std::string path;        // workbook to write
  std::string as_of;       // 2026-06-30
  std::string printed_on;  // 2026-07-02
  std::string recipient;   // stands on every page
  std::string notice;      // "演示数据 人员虚构" or empty
  std::string lake_id;
  std::map<std::string, std::string> table_titles;  // low_income_members → 低保人员
  std::function<std::string(int64_t row_ref)> place_of;
};

struct ReviewReport {
  int64_t statements = 0;  // to decide: distinct statements with a candidate
  int64_t lines = 0;       // statement × candidate
  int64_t rows = 0;        // delivered rows they settle
  int64_t nobody = 0;      // statements without any candidate, listed apart
};

// Errors: RPT-001 (no review file), SQL-*, WBK-001.
Result<ReviewReport> ExportReview(sql::Engine& engine, const ReviewRequest& request);

// "姓名第 3 字不同；证件号码第 15、16 位不同；不在同一村" from a pair's detail JSON; "" when nothing differs.
std::string DifferenceText(std::string_view detail_json);
// Why this pair is asked, in plain Chinese.
std::string ReviewKindText(std::string_view kind);

}  // namespace xiuhua::reports
