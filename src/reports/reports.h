// Reports: what people take away from a run - workbooks for villages, townships, the county, and the audit's own.
//
// All of them read the run's Parquet files (docs/formats/lake.md) and render evidence for their reader: identity, phone
// and account numbers are masked, health details are "held by" their department below the county. Red flags appear in
// the audit workbook only. Not thread-safe. Errors: RPT-..., WBK-..., SQL-....
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "findings/answered.h"
#include "findings/second_look.h"
#include "sql/engine.h"

namespace xiuhua::reports {

// What a report needs to know of a rule; filled from the packs.
struct RuleText {
  std::string title;  // Chinese
  std::string title_en;
  std::string kind;                    // risk, mismatch, entitlement, red_flag, gap, hazard
  std::string effort;                  // desk, phone, walk
  std::string law;                     // legal source, Chinese
  std::vector<std::string> questions;  // at most three, for the walk sheet
  std::string holders;                 // departments whose health data its computed values may show: 医疗保障局、残联
  std::string rates;                   // "属实 3/12 (25%，95% 区间 9–53%)", empty when nothing is answered yet
};

// One line about deliveries for the summary.
struct DeliveryLine {
  std::string code;    // D000012
  std::string source;  // its Chinese title
  std::string file;
  std::string mode;
  std::string period;
  int64_t rows = 0;
  int64_t accepted = 0;
  int64_t quarantined = 0;
  int64_t set_aside = 0;
  std::string state;
  std::vector<std::string> counties;  // of its area set
};

// A household taken into monitoring that no rule had warned of.
struct MissLine {
  std::string county, month, township, village, household_no, head_name, reason;
};
struct MissList {
  std::string since;  // as-of date of the first run
  int64_t admissions = 0;
  int64_t unlinked = 0;
  std::vector<MissLine> lines;
};

struct ExportRequest {
  std::string run_folder;       // runs/N…
  std::string register_folder;  // register/R…
  std::string out_folder;       // must exist
  std::string as_of;            // 2026-06-30
  std::string printed_on;       // 2026-07-02
  std::string recipient;        // printed on every page, e.g. "红石镇"; empty = the area's own name
  std::string notice;           // "演示数据 人员虚构" or empty: in every file name, sheet and page
  std::map<std::string, RuleText> rules;
  std::map<std::string, std::string> holders;       // table → department that delivers it
  std::map<std::string, std::string> table_titles;  // unsafe_houses → 危房鉴定
  // "unsafe_houses", "unsafe_houses.grade", "monitoring_line_cents", "asset_check" → words
  std::map<std::string, std::string> reason_words;
  std::map<std::string, std::string> county_names;  // 433124 → 花垣县
  std::vector<DeliveryLine> deliveries;
  std::vector<findings::AnsweredFinding> contradicted;  // without red flags; for the county's summary
  std::vector<findings::SecondLookLine> second_looks;   // without red flags; all that were drawn
  std::vector<findings::DrawCheck> draws;
  std::optional<MissList> misses;  // nullopt: nobody is monitored in what was delivered
  std::string seed;                // of the draw from the answers to these lists: the run's manifest hash
  std::string log_head;            // of the audit log when this was written
  // "低保名单.xlsx · 表1 · 第 12 行" of a row reference.
  std::function<std::string(int64_t row_ref)> place_of;
};

struct ExportReport {
  std::vector<std::string> files;  // written, in order
  int64_t findings = 0;            // rows written into lists
  int64_t walk_households = 0;     // households on walk lists
  int64_t walk_cut = 0;            // households under the village's cut
};

// One workbook per township and one per village, with walk sheets, and one for the county of what neither works on (the
// rule's audience decides); red flags left out.
Result<ExportReport> ExportTownships(sql::Engine& engine, const ExportRequest& request, Progress& progress);
// The county's summary: townships, coverage of the register, three counts per rule, cannot-tells, review queue,
// answers, misses, deliveries. With several counties in the run: one for each, and one for the prefecture that
// compares them.
Result<ExportReport> ExportSummary(sql::Engine& engine, const ExportRequest& request);
// One workbook 复核抽查 per township (or the county) that is asked to look again: without the first answer.
Result<ExportReport> ExportSecondLooks(const ExportRequest& request);
// Red flags only, for county-level audit and discipline. The caller encrypts it, always.
Result<ExportReport> ExportAudit(sql::Engine& engine, const ExportRequest& request);

}  // namespace xiuhua::reports
