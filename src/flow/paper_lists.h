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

}  // namespace xiuhua::flow
