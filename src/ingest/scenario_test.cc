// Runs src/ingest/scenarios/*.test: table and source YAML and a delivered file in, what the lake holds afterwards out.
// The sections of a scenario are explained in scenarios/README.md.
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/clock.h"
#include "ingest/division_areas.h"
#include "ingest/import.h"
#include "lake/row_ref.h"
#include "sql/engine.h"

namespace xiuhua::ingest {
namespace {

namespace fs = std::filesystem;

struct Section {
  std::string name;
  std::string argument;
  std::string text;
};

std::vector<Section> ReadSections(const fs::path& path) {
  std::ifstream in(path);
  std::vector<Section> sections;
  std::string line;
  while (std::getline(in, line)) {
    if (line.starts_with("== ")) {
      std::istringstream words(line.substr(3));
      Section section;
      words >> section.name;
      std::getline(words >> std::ws, section.argument);
      sections.push_back(std::move(section));
    } else if (!sections.empty()) {
      sections.back().text += line + "\n";
    }
  }
  return sections;
}

std::string Unescaped(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 't') {
      out += '\t';
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Words of one line of an expectation, separated by " | ".
std::string Tidy(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  std::string out;
  while (std::getline(lines, line)) {
    while (!line.empty() && line.back() == ' ') line.pop_back();
    if (!line.empty()) out += line + "\n";
  }
  return out;
}

class Scenario : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / fmt::format("xiuhua_scenario_{}_{}", getpid(), GetParam());
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "files");
    auto store = store::OpenSqlite(folder_.string() + "/store.sqlite", lake::StoreMigrations());
    ASSERT_TRUE(store.has_value()) << Render(store.error(), Language::kEnglish);
    store_ = *std::move(store);
    auto lake = lake::Lake::Open(folder_.string() + "/lake", RealFiles(), *store_, lake::Access::kWrite);
    ASSERT_TRUE(lake.has_value()) << Render(lake.error(), Language::kEnglish);
    lake_ = *std::move(lake);
    auto engine = sql::Engine::Open({.threads = 1});
    ASSERT_TRUE(engine.has_value());
    engine_ = *std::move(engine);
  }
  void TearDown() override {
    lake_.reset();
    store_.reset();
    fs::remove_all(folder_);
  }

  std::string AddSpecs(const std::vector<Section>& sections) {
    std::vector<lake::TableSpec> tables;
    for (const Section& section : sections) {
      if (section.name != "table") continue;
      const auto root = lake::YamlNode::Parse(section.text, "table.yaml");
      if (!root) return root.error().id;
      auto table = lake::ParseTableSpec(*root);
      if (!table) return Render(table.error(), Language::kEnglish);
      tables.push_back(*std::move(table));
    }
    tables_ = lake::TableCatalogue::FromSpecs(std::move(tables)).value();
    std::vector<SourceSpec> specs;
    for (const Section& section : sections) {
      if (section.name != "source") continue;
      const auto root = lake::YamlNode::Parse(section.text, "source.yaml");
      if (!root) return root.error().id;
      auto spec = ParseSourceSpec(*root, tables_);
      if (!spec) return Render(spec.error(), Language::kEnglish);
      specs.push_back(*std::move(spec));
    }
    sources_ = SourceCatalogue::FromSpecs(std::move(specs)).value();
    return "";
  }

  // "source=x area=433199 period=2026-03 mode=full" behind the file name.
  static ImportRequest Request(const std::string& path, const std::string& options) {
    ImportRequest request{.path = path};
    std::istringstream words(options);
    std::string word;
    while (words >> word) {
      const std::string value = word.substr(word.find('=') + 1);
      if (word.starts_with("source=")) request.source = value;
      if (word.starts_with("area=")) request.area_set = lake::AreaSet::FromText(value);
      if (word.starts_with("mode=")) request.mode = lake::ParseMode(value);
      if (word.starts_with("period=")) {
        request.period = lake::MonthPeriod(std::stoi(value.substr(0, 4)), std::stoi(value.substr(5, 2)));
      }
    }
    return request;
  }

  void ImportFile(const Section& section) {
    const size_t space = section.argument.find(' ');
    const std::string name = section.argument.substr(0, space);
    const std::string path = (folder_ / "files" / name).string();
    std::string text = Unescaped(section.text);
    std::ofstream(path, std::ios::binary) << text;
    SilentProgress progress;
    const FrozenClock clock(1'780'000'000'000'000);  // 2026-05-28
    const ImportContext context{.lake = *lake_,
                                .sources = sources_,
                                .areas = areas_ ? areas_.get() : nullptr,
                                .own_area = lake::AreaSet::FromText("433199"),
                                .clock = clock,
                                .progress = progress,
                                .engine = {.threads = 2},
                                .ask_period = {}};
    const std::string options = space == std::string::npos ? "" : section.argument.substr(space);
    auto report = Import(Request(path, options), context);
    error_ = report ? "" : report.error().id + " " + report.error().zh;
    if (report) report_ = *std::move(report);
  }

  void LoadAreas(const Section& section) {
    const std::string path = (folder_ / "areas.csv").string();
    std::ofstream(path) << section.text;
    auto areas = LoadDivisionAreas(RealFiles(), "", path, {"433199"});
    ASSERT_TRUE(areas.has_value()) << Render(areas.error(), Language::kEnglish);
    areas_ = *std::move(areas);
  }

  std::string Answer(const std::string& sql) {
    auto rows = engine_->Query(sql);
    if (!rows) return Render(rows.error(), Language::kEnglish);
    std::string out;
    for (int64_t row = 0; row < rows->count(); ++row) {
      for (size_t column = 0; column < rows->columns().size(); ++column) {
        if (column > 0) out += " | ";
        const int at = static_cast<int>(column);
        out += rows->IsNull(row, at) ? "-" : std::string(rows->Text(row, at));
      }
      out += "\n";
    }
    return out;
  }

  // Reads of row (sheet row and member) instead of the packed reference.
  [[nodiscard]] std::string From(const std::string& file) const {
    std::string list;
    for (const DeliveryReport& report : report_.deliveries) {
      for (const lake::FileRow& row : report.delivery.files) {
        if (!row.path.ends_with("/" + file + ".parquet")) continue;
        list += (list.empty() ? "" : ", ") + sql::Quoted(folder_.string() + "/lake/" + row.path);
      }
    }
    return fmt::format(
        "(select *, (row_ref >> 6) & {} as row, row_ref & 63 as member, (row_ref >> 32) & 1023 as part from "
        "read_parquet([{}]))",
        lake::kMaxRow, list);
  }

  std::string Check(const Section& section) {
    if (section.name == "error") return error_.empty() ? "" : error_ + "\n";
    if (section.name == "records") {  // == records <table> <columns>
      const size_t space = section.argument.find(' ');
      return Answer(fmt::format("select {} from {} order by row_ref", section.argument.substr(space + 1),
                                From(section.argument.substr(0, space))));
    }
    if (section.name == "quarantined") {
      return Answer(
          "select row, p ->> 'column', p ->> 'error' from (select row, row_ref, unnest(cast(problems as json[])) as p "
          "from " +
          From("quarantine") + ") order by row_ref");
    }
    if (section.name == "quarantined_cells")
      return Answer("select row, cells from " + From("quarantine") + " order by row_ref");
    if (section.name == "set_aside") {
      return Answer("select row, kind from " + From("set_aside") + " order by row_ref");
    }
    if (section.name == "unknown") {
      return Answer("select row, \"table\", \"column\", text, error from " + From("bad_cells") +
                    " order by row_ref, \"column\"");
    }
    if (section.name == "reversals") {
      return Answer("select (row_ref >> 6) & 67108863, (reverses_row_ref >> 6) & 67108863 from " + From("reversals") +
                    " order by row_ref");
    }
    if (section.name == "delivery") {
      std::string out;
      for (const DeliveryReport& report : report_.deliveries) {
        const lake::Delivery& d = report.delivery;
        out += fmt::format("{} {} {} {} rows={} accepted={} quarantined={} set_aside={}\n", d.source,
                           lake::ModeName(d.mode), d.area_set.Text(), FormatPeriod(d.period), d.rows_total,
                           d.rows_accepted, d.rows_quarantined, d.rows_set_aside);
      }
      return out;
    }
    if (section.name == "kept") {  // the kept original, as text
      std::string out;
      for (const lake::FileRow& row : report_.deliveries.front().delivery.files) {
        if (row.path.starts_with("originals/")) {
          std::ifstream in(folder_ / "lake" / row.path);
          out += std::string(std::istreambuf_iterator<char>(in), {});
        }
      }
      return out;
    }
    return "unknown section " + section.name + "\n";
  }

  fs::path folder_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<lake::Lake> lake_;
  std::unique_ptr<sql::Engine> engine_;
  lake::TableCatalogue tables_;
  SourceCatalogue sources_;
  std::unique_ptr<AreaResolver> areas_;
  ImportReport report_;
  std::string error_;
};

TEST_P(Scenario, HoldsWhatItSays) {
  const std::vector<Section> sections =
      ReadSections(fs::path(XIUHUA_SOURCE_DIR) / "src/ingest/scenarios" / (GetParam() + ".test"));
  ASSERT_FALSE(sections.empty());
  const std::string broken = AddSpecs(sections);
  bool checked = false;
  for (const Section& section : sections) {
    if (section.name == "table" || section.name == "source" || section.name == "why") continue;
    if (section.name == "load_error") {
      EXPECT_EQ(Tidy(section.text), Tidy(broken));
      return;
    }
    ASSERT_EQ(broken, "");
    if (section.name == "areas") {
      LoadAreas(section);
    } else if (section.name == "file") {
      if (!error_.empty()) ADD_FAILURE() << error_;
      ImportFile(section);
      checked = false;
    } else {
      checked = true;
      EXPECT_EQ(Tidy(section.text), Tidy(Check(section))) << section.name << " " << section.argument;
      if (section.name == "error") error_.clear();
    }
  }
  EXPECT_TRUE(checked) << "a scenario ends with what is expected";
  EXPECT_EQ(error_, "");
}

std::vector<std::string> ScenarioNames() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(fs::path(XIUHUA_SOURCE_DIR) / "src/ingest/scenarios")) {
    if (entry.path().extension() == ".test") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Import, Scenario, testing::ValuesIn(ScenarioNames()),
                         [](const auto& scenario) { return scenario.param; });

}  // namespace
}  // namespace xiuhua::ingest
