#include <algorithm>

#include "base/files.h"
#include "rules/errors.h"
#include "rules/lint_checks.h"
#include "rules/test_spec.h"

namespace xiuhua::rules {

void LintTestsAndPage(const RuleSet& set, const RuleSpec& rule, Problems& problems) {
  const SourceRef where = rule.WhereOf("id");
  const auto page = set.docs.find(rule.id);
  if (page == set.docs.end()) problems.Add(errors::kNoDocs, {rule.id, "docs/" + rule.id + ".md"}, where);
  const auto path = set.tests.find(rule.id);
  if (path == set.tests.end()) {
    problems.Add(errors::kNoTest, {rule.id, "没有测试", "has no test"}, where);
    return;
  }
  const auto spec = ReadTestSpec(set, path->second, problems);
  if (!spec) return;
  if (spec->rule != rule.id) {
    problems.Add(errors::kBadTest, {"rule 应为 " + rule.id, "rule must be " + rule.id},
                 {.file = path->second, .row = 1});
  }
  const auto any = [&](const auto& has) { return std::ranges::any_of(spec->cases, has); };
  const SourceRef test{.file = path->second, .row = 1};
  if (!any([](const TestCase& one) { return !one.hit.empty(); })) {
    problems.Add(errors::kNoTest, {rule.id, "的测试没有会提示的", "has no test that hits"}, test);
  }
  if (!any([](const TestCase& one) { return !one.no_hit.empty(); })) {
    problems.Add(errors::kNoTest, {rule.id, "的测试没有不会提示的", "has no test that does not hit"}, test);
  }
  if (!any([](const TestCase& one) { return !one.cannot_tell.empty(); })) {
    problems.Add(errors::kNoTest, {rule.id, "的测试没有判断不了的", "has no test that cannot tell"}, test);
  }
}

}  // namespace xiuhua::rules
