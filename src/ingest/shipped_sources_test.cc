// The sources that ship with the packs load against the tables that ship with them.
#include <gtest/gtest.h>

#include "ingest/source_spec.h"

namespace xiuhua::ingest {
namespace {

TEST(ShippedSources, LoadAndFillKnownTables) {
  const auto folders = lake::FindPacks(std::string(XIUHUA_SOURCE_DIR) + "/packs", "");
  ASSERT_TRUE(folders.has_value()) << Render(folders.error(), Language::kEnglish);
  const auto tables = lake::TableCatalogue::Load(*folders);
  ASSERT_TRUE(tables.has_value()) << Render(tables.error(), Language::kEnglish);
  const auto sources = SourceCatalogue::Load(*folders, *tables);
  ASSERT_TRUE(sources.has_value()) << Render(sources.error(), Language::kEnglish);
  EXPECT_GE(sources->sources().size(), 20U);
  for (const SourceSpec& source : sources->sources()) {
    EXPECT_FALSE(source.recognise_headers.empty()) << source.id;
    EXPECT_FALSE(source.purposes.empty()) << source.id;
  }
}

}  // namespace
}  // namespace xiuhua::ingest
