// Answers: what the villages found out, taken back from returned workbooks.
//
// Rows are found by the hidden key, else by the printed short code, in any sheet, order or mixture of workbooks; rows
// without an answer are passed over. Nothing is overwritten: a second, different answer to a finding is kept beside the
// first and both wait for somebody to settle them (findings/answered.h); the same answer again changes nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/progress.h"
#include "base/result.h"
#include "lake/lake.h"

namespace xiuhua::flow {

struct AnswerProblem {
  SourceRef where;
  std::string zh, en;  // what is wrong with the row
};

struct AnswersReport {
  int64_t rows = 0;          // rows that carry a key or a short code
  int64_t blank = 0;         // of them, not answered yet
  int64_t recorded = 0;      // new answers
  int64_t repeated = 0;      // the same answer was there already
  int64_t second_looks = 0;  // of the new ones, given in a second look
  int64_t conflicts = 0;     // findings whose answers contradict each other since
  std::vector<AnswerProblem> problems;
};

struct AnswersRequest {
  std::vector<std::string> files;
  std::string temp_folder;  // for unpacking
};

// Records the answers of all files in one transaction.
// Errors: FLW-001 (a file holds no answer list at all), ING-* (cannot be opened), STO-*, BAS-003.
Result<AnswersReport> ImportAnswers(lake::Lake& lake, const AnswersRequest& request, const Clock& clock,
                                    Progress& progress);

// 1 to 8 from a cell as people fill it: "1", "１", "1 属实", "①"; 0 when blank; -1 when it is none of the eight.
int ParseAnswerCode(std::string_view cell);

}  // namespace xiuhua::flow
