// PackTest: runs tests/<id>.yaml through the very evaluation that a run uses, and says readably what differs.
#pragma once

#include <string>
#include <vector>

#include "rules/lint.h"
#include "rules/test_spec.h"

namespace xiuhua::rules {

struct CaseReport {
  std::string rule;
  std::string name;
  SourceRef where;
  std::vector<std::string> differences;  // empty = as expected; each one line, Chinese
};

struct TestReport {
  std::vector<CaseReport> cases;
  [[nodiscard]] int64_t failed() const;
};

// Runs the tests of one rule, or of all when `rule` is empty. Errors: RUL-024 (a test that cannot be read), SQL-*.
Result<TestReport> RunPackTests(const CheckedRules& checked, const std::string& rule);

Result<CaseReport> RunTestCase(const CheckedRules& checked, const RuleSpec& rule, const TestSpec& spec,
                               const TestCase& test);

// "RP-003 · name: …" for each difference, and a last line with the counts.
std::string RenderTestReport(const TestReport& report);

}  // namespace xiuhua::rules
