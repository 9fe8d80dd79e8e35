// The known sets, by the specs under examples/link/: unsupervised, probability 0.5. Skipped where the data are not
// beside the source tree. These are regression bars; nothing is tuned to them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>

#include "linkage/link.h"

namespace xiuhua::linkage {
namespace {

const std::string kSource = XIUHUA_SOURCE_DIR;

std::string DataFolder() {
  const char* const given = std::getenv("XIUHUA_LINK_DATA");
  return given != nullptr ? given : kSource + "/../shared/data";
}

// rec-17-org and rec-17-dup-0 are one person.
std::string EntityOf(std::string_view id) {
  const size_t first = id.find('-') + 1;
  return std::string(id.substr(first, id.find('-', first) - first));
}

// Pairwise F1 of the pairs at or above 0.5.
double F1(const LinkRun& run) {
  std::map<std::string, std::vector<uint32_t>> entities;
  for (uint32_t i = 0; i < run.table.records(); ++i) entities[EntityOf(run.table.ids[i])].push_back(i);
  const bool across = run.table.sources.size() > 1;
  double truth = 0;
  for (const auto& [name, records] : entities) {
    for (size_t i = 0; i < records.size(); ++i) {
      for (size_t j = i + 1; j < records.size(); ++j) {
        truth += !across || run.table.SourceOf(records[i]) != run.table.SourceOf(records[j]) ? 1 : 0;
      }
    }
  }
  double right = 0;
  double links = 0;
  for (const Edge& edge : run.scores.edges) {
    if (edge.weight < 0) continue;
    ++links;
    right += EntityOf(run.table.ids[edge.left]) == EntityOf(run.table.ids[edge.right]) ? 1 : 0;
  }
  return 2 * right / (links + truth);
}

struct Bar {
  const char* spec;
  std::vector<const char*> files;
  double least;
};

class LinkBars : public testing::TestWithParam<Bar> {};

TEST_P(LinkBars, Febrl) {
  const Bar& bar = GetParam();
  std::vector<LinkInput> inputs;
  for (const char* file : bar.files) inputs.push_back({file, DataFolder() + "/febrl/" + file + ".csv"});
  for (const LinkInput& input : inputs) {
    if (!std::filesystem::exists(input.path)) GTEST_SKIP() << input.path << " is not here";
  }
  const auto spec = LoadLinkSpec(kSource + "/examples/link/" + bar.spec + ".yaml");
  ASSERT_TRUE(spec) << spec.error().en;
  SilentProgress progress;
  const auto run = RunLink(*spec, inputs, {}, progress);
  ASSERT_TRUE(run) << run.error().en;
  EXPECT_GE(F1(**run), bar.least);
}

INSTANTIATE_TEST_SUITE_P(Known, LinkBars,
                         testing::Values(Bar{"febrl3", {"dataset3"}, 0.996},
                                         Bar{"febrl4", {"dataset4a", "dataset4b"}, 0.9995},
                                         Bar{"febrl4_without_number", {"dataset4a", "dataset4b"}, 0.995}),
                         [](const testing::TestParamInfo<Bar>& bar) { return std::string(bar.param.spec); });

}  // namespace
}  // namespace xiuhua::linkage
