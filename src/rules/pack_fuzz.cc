// libFuzzer: hostile text in each kind of file a pack is made of. The first byte chooses which; nothing may crash, and
// what is read must come back the same when read twice.
#include <cstdint>
#include <string>

#include "base/check.h"
#include "rules/param_spec.h"
#include "rules/rule_spec.h"
#include "rules/sentence.h"
#include "rules/test_spec.h"

namespace {

using xiuhua::rules::Problems;

void ReadRule(const std::string& text) {
  auto file = xiuhua::rules::SplitSqlFile(text, "RP-001_fuzz.sql");
  if (!file) return;
  Problems once;
  Problems twice;
  const auto rule = xiuhua::rules::ParseRuleSpec(*file, once);
  const auto again = xiuhua::rules::ParseRuleSpec(*file, twice);
  CHECK(rule.has_value() == again.has_value() && once.count() == twice.count());
  Problems fact_problems;
  (void)xiuhua::rules::ParseFactSpec(*std::move(file), fact_problems);
}

void ReadParameters(const std::string& text) {
  const auto root = xiuhua::lake::YamlNode::Parse(text, "params.yaml");
  if (!root) return;
  xiuhua::rules::ParamSet params;
  Problems problems;
  xiuhua::rules::ReadParams(*root, "fuzz", false, params, problems);
  for (const auto& [name, spec] : params) {
    for (const std::string& class_name : spec.Classes()) {
      (void)xiuhua::rules::HistoryOf(spec, "433124", class_name);
    }
  }
}

void ReadSentence(const std::string& text) {
  const auto sentence = xiuhua::rules::ParseSentence(text, {});
  if (!sentence) return;
  CHECK(sentence->pieces.size() == sentence->slots.size() + 1);
  (void)xiuhua::rules::RenderSentence(
      *sentence, [](const xiuhua::rules::Slot& slot) { return xiuhua::rules::ShowValue(slot.name, slot.format); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0 || size > 65536) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0:
      ReadRule(text);
      break;
    case 1:
      ReadParameters(text);
      break;
    default:
      ReadSentence(text);
      break;
  }
  return 0;
}
