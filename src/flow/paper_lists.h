// Paper lists: signed authorisations and approved exemptions, from a table that somebody keeps (csv, xlsx, ods, xls).
//
// Authorisations: id_number, name, purpose, valid_from, valid_until, signed_by, paper (证件号码, 姓名, 用途, 起, 止,
// 签字人, 材料编号). Exemptions: rule_id, subject_kind (person, household), id_number, key, reason, approver,
// from_date, until_date (规则, 对象, 证件号码, 关键值, 理由, 批准人, 起, 止); of a household the ID number of any
// registered member. People are found in the newest register by ID number and, where given, name; a row that finds
// nobody is listed, never guessed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/date.h"
#include "base/progress.h"
#include "base/result.h"
#include "lake/lake.h"
#include "sql/engine.h"

namespace xiuhua::flow {

enum class PaperKind : uint8_t { kAuthorisations, kExemptions };

struct PaperProblem {
  SourceRef where;
  std::string zh, en;
};

struct PaperReport {
  int64_t rows = 0;
  int64_t recorded = 0;
  int64_t repeated = 0;  // there already, word for word
  std::vector<PaperProblem> problems;
};

struct PaperRequest {
  PaperKind kind = PaperKind::kAuthorisations;
  std::string file;
  std::string actor;
  std::string temp_folder;
};

// Errors: FLW-005 (no register yet), FLW-006 (a column is missing), ING-* (cannot be opened), STO-*.
Result<PaperReport> ImportPaperList(lake::Lake& lake, sql::Engine& engine, const PaperRequest& request,
                                    Progress& progress);

// A recorded paper, with who it is about as the newest register has it (empty before the first run).
struct PaperLine {
  int64_t id = 0;
  int64_t subject_id = 0;
  std::string person, place;
  std::string what;               // exemption: rule id; authorisation: purpose
  std::string subject_kind, key;  // exemptions only
  std::string reason, signed_by;  // exemption: reason and approver; authorisation: paper and who signed
  Date from, until;
  std::string revoked_by, revoked_reason;  // empty: not revoked
};
// By id. Errors: SQL-*, STO-*.
Result<std::vector<PaperLine>> ListPapers(lake::Lake& lake, sql::Engine& engine, PaperKind kind);

// It counts no longer from the next run on; the paper and the reason stay. Errors: FLW-010 (no such paper, or revoked
// already), FND-010 (no reason).
Result<void> RevokePaper(lake::Lake& lake, PaperKind kind, int64_t id, const std::string& reason, const Clock& clock);

}  // namespace xiuhua::flow
