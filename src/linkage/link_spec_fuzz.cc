// libFuzzer: hostile text as a link spec. Nothing may crash; what is read must come back the same when read twice.
#include <cstdint>
#include <string>

#include "base/check.h"
#include "linkage/link_spec.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto once = xiuhua::linkage::ParseLinkSpec(text, "spec.yaml");
  const auto twice = xiuhua::linkage::ParseLinkSpec(text, "spec.yaml");
  CHECK(once.has_value() == twice.has_value());
  if (once)
    CHECK(once->comparisons.size() == twice->comparisons.size() && once->blocking.size() == twice->blocking.size());
  return 0;
}
