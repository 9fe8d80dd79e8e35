#include "linkage/link_report.h"

#include <gtest/gtest.h>

namespace xiuhua::linkage {
namespace {

TEST(LinkReport, DataCannotBecomeMarkup) {
  EXPECT_EQ(EscapedHtml("<script>alert('张\"&三')</script>"),
            "&lt;script&gt;alert(&#39;张&quot;&amp;三&#39;)&lt;/script&gt;");
}

}  // namespace
}  // namespace xiuhua::linkage
