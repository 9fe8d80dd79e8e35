// Runs src/ingest/scenarios/*.test: table and source YAML and a delivered file in, what the lake holds afterwards out.
// The sections of a scenario are explained in scenarios/README.md.
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/clock.h"
#include "ingest/delivery_diff.h"
#include "ingest/division_areas.h"
#include "ingest/import.h"
#include "ingest/test_files.h"
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

fs::path ScenarioPath(const std::string& name) {
  return fs::path(XIUHUA_SOURCE_DIR) / "src/ingest/scenarios" / (name + ".test");
}

bool IsYaml(const Section& section) { return section.name.ends_with("table") || section.name.ends_with("source"); }

// The sections of a scenario; `== like other` stands for the tables and sources of another one.
std::vector<Section> ReadScenario(const std::string& name) {
  std::vector<Section> sections;
  for (Section& section : ReadSections(ScenarioPath(name))) {
    if (section.name != "like") {
      sections.push_back(std::move(section));
      continue;
    }
    for (Section& other : ReadSections(ScenarioPath(section.argument))) {
      if (IsYaml(other)) sections.push_back(std::move(other));
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

  // The YAML sections as a pack "p" and the county's own folder "site": tables/1.yaml, sources/1.yaml, sources/2.yaml
  // ...
  void WritePack(const std::vector<Section>& sections) const {
    std::map<std::string, int> numbers;
    const auto write = [&](const std::string& folder, const std::string& text) {
      fs::create_directories(folder_ / folder);
      std::ofstream(folder_ / folder / (std::to_string(++numbers[folder]) + ".yaml")) << text;
    };
    fs::create_directories(folder_ / "packs/p");
    std::ofstream(folder_ / "packs/p/pack.yaml") << "id: p\nversion: 1\ntitle: p\n";
    for (const Section& section : sections) {
      if (section.name == "table") write("packs/p/tables", section.text);
      if (section.name == "source") write("packs/p/sources", section.text);
      if (section.name == "site_table") write("site/tables", section.text);
      if (section.name == "site_source") write("site/sources", section.text);
    }
  }

  // "" or "ING-201 sources/1.yaml line 7: what".
  std::string LoadSpecs(const std::vector<Section>& sections) {
    WritePack(sections);
    const auto shown = [](const Error& error) {
      const fs::path file(error.where.file);
      return fmt::format("{} {}/{} line {}: {}\n", error.id, file.parent_path().filename().string(),
                         file.filename().string(), error.where.row, error.zh);
    };
    const auto packs = lake::FindPacks((folder_ / "packs").string(), (folder_ / "site").string());
    if (!packs) return shown(packs.error());
    auto tables = lake::TableCatalogue::Load(*packs);
    if (!tables) return shown(tables.error());
    tables_ = *std::move(tables);
    auto sources = SourceCatalogue::Load(*packs, tables_);
    if (!sources) return shown(sources.error());
    sources_ = *std::move(sources);
    return "";
  }

  // "source=x area=433199 period=2026-03 mode=full corrects=1" behind the file name.
  static ImportRequest Request(const std::string& path, const std::string& options) {
    ImportRequest request{.path = path};
    std::istringstream words(options);
    std::string word;
    while (words >> word) {
      const std::string value = word.substr(word.find('=') + 1);
      if (word.starts_with("source=")) request.source = value;
      if (word.starts_with("area=")) request.area_set = lake::AreaSet::FromText(value);
      if (word.starts_with("mode=")) request.mode = lake::ParseMode(value);
      if (word.starts_with("corrects=")) request.corrects = DeliveryId{std::stoi(value)};
      if (word.starts_with("period=")) {
        request.period = lake::MonthPeriod(std::stoi(value.substr(0, 4)), std::stoi(value.substr(5, 2)));
      }
    }
    return request;
  }

  // Writes the file (csv as it stands, xlsx and zip by test_files.h) and imports it; `again` imports it once more.
  void ImportFile(const Section& section) {
    const size_t space = section.argument.find(' ');
    const std::string name = section.argument.substr(0, space);
    const std::string path = (folder_ / "files" / name).string();
    if (section.name == "again") {
      ASSERT_TRUE(fs::exists(path)) << name;
    } else if (name.ends_with(".xlsx")) {
      WriteSketchedBook(path, section.text);
    } else if (name.ends_with(".zip")) {
      WriteSketchedZip(path, section.text);
    } else {
      std::ofstream(path, std::ios::binary) << Unescaped(section.text);
    }
    ImportPath(path, space == std::string::npos ? "" : section.argument.substr(space));
  }

  void ImportPath(const std::string& path, const std::string& options) {
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
    return CheckMore(section);
  }

  std::string CheckMore(const Section& section) {
    if (section.name == "problem_words") {
      return Answer(
          "select row, p ->> 'header', p ->> 'zh' from (select row, row_ref, unnest(cast(problems as json[])) "
          "as p from " +
          From("quarantine") + ") order by row_ref");
    }
    if (section.name == "why_aside")
      return Answer("select row, reason_zh from " + From("set_aside") + " order by row_ref");
    if (section.name == "report") return ReportText();
    if (section.name == "delivered") return DeliveredText();
    if (section.name == "difference") return DifferenceText(section.argument);
    if (section.name == "nowhere" || section.name == "somewhere") return FoundIn(section.argument, section.name);
    return "unknown section " + section.name + "\n";
  }

  // What the import reports besides the counts, one fact a line.
  [[nodiscard]] std::string ReportText() const {
    std::string out;
    const auto list = [&](const char* what, const std::vector<std::string>& words) {
      if (words.empty()) return;
      out += std::string(what) + ":";
      for (const std::string& word : words) out += " " + word;
      out += "\n";
    };
    for (const DeliveryReport& report : report_.deliveries) {
      for (const PartReport& part : report.parts) {
        out += fmt::format("part {}: {} {} header {}\n", part.part, part.file_name,
                           part.sheet_name.empty() ? "-" : part.sheet_name, part.header_row);
        list("missing", part.missing_fields);
        list("unused", part.unused_headings);
        list("dropped", part.dropped_headings);
        if (part.hidden_rows > 0) out += fmt::format("hidden rows: {}\n", part.hidden_rows);
        if (part.struck_rows > 0) out += fmt::format("struck rows: {}\n", part.struck_rows);
        for (const auto& [fill, cells] : part.fills) out += fmt::format("fill {}: {}\n", fill, cells);
      }
      for (const auto& [code, count] : report.problems) out += fmt::format("problem {}: {}\n", code, count);
      for (const auto& [column, count] : report.unknown_cells) out += fmt::format("unknown {}: {}\n", column, count);
      for (const lake::Title& note : report.notes) out += "note: " + note.zh + "\n";
    }
    return out;
  }

  // Every delivery of the lake: name, source, areas, period, what it corrects.
  [[nodiscard]] std::string DeliveredText() const {
    std::string out;
    const auto all = lake_->AllDeliveries();
    if (!all) return Render(all.error(), Language::kEnglish);
    for (const lake::Delivery& d : *all) {
      out += fmt::format("{} {} {} {} {} accepted={}{}\n", lake::DeliveryName(d.id), d.source, lake::ModeName(d.mode),
                         d.area_set.Text(), FormatPeriod(d.period), d.rows_accepted,
                         d.corrects.value == 0 ? "" : " corrects " + lake::DeliveryName(d.corrects));
    }
    return out;
  }

  // == difference 1 2
  std::string DifferenceText(const std::string& argument) {
    std::istringstream words(argument);
    int before = 0;
    int after = 0;
    words >> before >> after;
    const auto diff = CompareDeliveries(*lake_, tables_, *engine_, DeliveryId{before}, DeliveryId{after}, {});
    if (!diff) return Render(diff.error(), Language::kEnglish);
    std::string out = diff->comparable ? "" : "not comparable\n";
    for (const TableDiff& one : diff->tables) {
      out +=
          fmt::format("{} new={} gone={} changed={} same={}\n", one.table, one.fresh, one.gone, one.changed, one.same);
    }
    return out;
  }

  // Looks for a text in the bytes of every file of the data folder and the store, and in what Parquet files and
  // workbooks hold packed. `somewhere` answers only yes, so that a scenario can show that the search sees things.
  std::string FoundIn(const std::string& text, const std::string& how) {
    std::string out;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      const std::string path = entry.path().string();
      const std::string shown = fs::relative(entry.path(), folder_).string();
      if (!entry.is_regular_file() || shown.starts_with("files/") || shown.starts_with("packs/")) continue;
      if (Unpacked(path).find(text) != std::string::npos) out += shown + "\n";
    }
    return how == "nowhere" ? out : (out.empty() ? "" : "yes\n");
  }

  std::string Unpacked(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::string all(std::istreambuf_iterator<char>(in), {});
    if (path.ends_with(".parquet"))
      all += Answer("select to_json(p)::varchar from read_parquet(" + sql::Quoted(path) + ") p");
    if (!path.ends_with(".xlsx") && !path.ends_with(".zip")) return all;
    int problem = 0;
    zip_t* zip = zip_open(path.c_str(), ZIP_RDONLY, &problem);
    EXPECT_NE(zip, nullptr) << path;
    for (zip_int64_t i = 0; zip != nullptr && i < zip_get_num_entries(zip, 0); ++i) {
      zip_file_t* file = zip_fopen_index(zip, static_cast<zip_uint64_t>(i), 0);
      std::array<char, 4096> buffer{};
      for (zip_int64_t n = 0; (n = zip_fread(file, buffer.data(), buffer.size())) > 0;) {
        all.append(buffer.data(), static_cast<size_t>(n));
      }
      zip_fclose(file);
    }
    if (zip != nullptr) zip_discard(zip);
    return all;
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
  const std::vector<Section> sections = ReadScenario(GetParam());
  ASSERT_FALSE(sections.empty());
  const std::string broken = LoadSpecs(sections);
  bool checked = false;
  for (const Section& section : sections) {
    if (section.name == "why" || IsYaml(section)) continue;
    if (section.name == "load_error") {
      EXPECT_EQ(Tidy(section.text), Tidy(broken));
      return;
    }
    ASSERT_EQ(broken, "");
    if (section.name == "areas") {
      LoadAreas(section);
    } else if (section.name == "file" || section.name == "again") {
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
