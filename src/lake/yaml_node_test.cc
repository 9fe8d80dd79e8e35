// Texts that once hung or crashed the reader of pack files.
#include "lake/yaml_node.h"

#include <gtest/gtest.h>

#include "lake/errors.h"

namespace xiuhua::lake {
namespace {

TEST(YamlNode, BrokenTextsAreRefusedAtOnce) {
  const std::pair<const char*, const char*> cases[] = {
      {"a bracket nobody opened", ", id: x\n subject: y\ne_self, z\n   a, b]\n"},
      {"closing braces", "a: 1\n}}}\n"},
      {"two documents", "a: 1\n---\nb: 2\n"},
      {"an unclosed list", "a: [1, 2\n"},
  };
  for (const auto& [what, text] : cases) {
    const auto root = YamlNode::Parse(text, "t.yaml");
    ASSERT_FALSE(root.has_value()) << what;
    EXPECT_EQ(root.error().id, errors::kYamlBroken.id) << what;
  }
}

TEST(YamlNode, OneDocumentMayEndInDashesOrHoldNothing) {
  for (const char* text : {"a: 1\n---\n", "---\na: 1\n", "a: 1\n...\n"}) {
    const auto root = YamlNode::Parse(text, "t.yaml");
    ASSERT_TRUE(root.has_value()) << text;
    EXPECT_TRUE(root->IsMap()) << text;
  }
  EXPECT_TRUE(YamlNode::Parse("", "t.yaml")->IsNull());
  EXPECT_TRUE(YamlNode::Parse("# nothing\n", "t.yaml")->IsNull());
}

}  // namespace
}  // namespace xiuhua::lake
