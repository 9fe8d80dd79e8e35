// RegisterLab: small delivered tables written as text, for the tests of register, linkage and findings.
//
// A table is a header line and rows of words; "-" is an empty cell. Columns of type name and id_number get their _key
// (and _state) columns as ingest makes them. Persons and places here are invented.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "base/progress.h"
#include "lake/row_ref.h"
#include "register/register.h"
#include "sql/engine.h"
#include "text/id_number.h"
#include "text/names.h"

namespace xiuhua::registry {

// A valid ID number: region, birth and sequence given, the check place computed.
inline std::string TestId(const std::string& first17) { return first17 + text::IdCheckDigit(first17); }

class RegisterLab : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        (std::filesystem::temp_directory_path() /
         fmt::format("xiuhua-lab-{}-{}", ::getpid(), ::testing::UnitTest::GetInstance()->current_test_info()->name()))
            .string();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    auto engine = sql::Engine::Open({});
    ASSERT_TRUE(engine) << Render(engine.error(), Language::kEnglish);
    engine_ = std::move(*engine);
  }
  void TearDown() override {
    engine_.reset();
    std::filesystem::remove_all(folder_);
  }

  static lake::ColumnSpec Column(std::string name, lake::ColumnType type, lake::Role role = lake::Role::kNone) {
    lake::ColumnSpec column;
    column.name = std::move(name);
    column.type = type;
    column.role = role;
    return column;
  }

  // hukou_persons with the roles that packs declare; also used for other sources under another name.
  static lake::TableSpec PeopleTable(const std::string& name, lake::Subject subject = lake::Subject::kPerson) {
    using lake::ColumnType;
    using lake::Role;
    lake::TableSpec spec;
    spec.name = name;
    spec.subject = subject;
    spec.columns = {Column("area", ColumnType::kDivision, Role::kArea),
                    Column("household_no", ColumnType::kText, Role::kHouseholdNo),
                    Column("person_name", ColumnType::kName, Role::kPersonName),
                    Column("id_number", ColumnType::kIdNumber, Role::kIdNumber),
                    Column("birth_date", ColumnType::kDate, Role::kBirthDate),
                    Column("relation", ColumnType::kCode, Role::kRelation),
                    Column("phone", ColumnType::kPhone, Role::kPhone),
                    Column("state", ColumnType::kCode),
                    Column("amount_cents", ColumnType::kMoney)};
    return spec;
  }

  // Words of one line, by position; "-" becomes "".
  static std::vector<std::string> Words(const std::string& line) {
    std::istringstream in(line);
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word == "-" ? "" : word);
    return words;
  }

  // Writes one delivery's file from text: header "village household name id [birth] [relation] [state] [amount]".
  TableFile Deliver(const std::string& table, int64_t delivery, Date period, const std::string& rows_text,
                    const std::string& area_set = "433199") {
    std::istringstream in(rows_text);
    std::string line;
    std::vector<std::string> header;
    std::string values;
    int64_t number = 0;
    while (std::getline(in, line)) {
      const std::vector<std::string> words = Words(line);
      if (words.empty()) continue;
      if (header.empty()) {
        header = words;
        continue;
      }
      EXPECT_EQ(words.size(), header.size()) << line;
      std::map<std::string, std::string> cell;
      for (size_t i = 0; i < words.size(); ++i) cell[header[i]] = words[i];
      values += (values.empty() ? "" : ", ") + RowValues(cell, lake::PackRowRef({delivery, 1, ++number + 1, 0}));
    }
    const std::string path = fmt::format("{}/D{}_{}.parquet", folder_, delivery, table);
    Run(fmt::format(
        "COPY (SELECT * FROM (VALUES {}) t(row_ref, area, household_no, person_name, person_name_key, id_number, "
        "id_number_key, id_number_state, birth_date, relation, phone, state, amount_cents, area_code, area_rest, "
        "unknown_cells){}) "
        "TO {} (FORMAT parquet)",
        values.empty() ? EmptyValues() : values, values.empty() ? " WHERE false" : "", sql::Quoted(path)));
    return {path, DeliveryId{delivery}, table, {period, period}, lake::AreaSet::FromText(area_set), {}};
  }

  void Run(const std::string& sql) {
    const auto done = engine_->Execute(sql);
    ASSERT_TRUE(done) << Render(done.error(), Language::kEnglish) << "\n" << sql;
  }

  // A query's result as lines of cells joined by " | "; NULL is "-".
  std::string Show(const std::string& sql) {
    auto rows = engine_->Query(sql);
    if (!rows) return Render(rows.error(), Language::kEnglish);
    std::string text;
    for (int64_t row = 0; row < rows->count(); ++row) {
      for (size_t column = 0; column < rows->columns().size(); ++column) {
        const int c = static_cast<int>(column);
        text += (column == 0 ? "" : " | ") + (rows->IsNull(row, c) ? "-" : std::string(rows->Text(row, c)));
      }
      text += "\n";
    }
    return text;
  }

  MintIds Mint() {
    return [this](std::string_view counter, int64_t count) -> Result<int64_t> {
      int64_t& next = counters_[std::string(counter)];
      const int64_t first = next + 1;
      next += count;
      return first;
    };
  }

  static std::vector<AreaEntry> Areas() {
    return {{"43", "湖南省", ""},         {"4331", "示例州", ""},      {"433199", "示例县", ""},
            {"433199101", "甲镇", ""},    {"433199102", "乙乡", ""},   {"433199101001", "东村", ""},
            {"433199101002", "西村", ""}, {"433199102001", "南村", ""}};
  }

  std::string folder_;
  std::unique_ptr<sql::Engine> engine_;
  std::map<std::string, int64_t> counters_;
  SilentProgress progress_;

 private:
  static std::string TextOrNull(const std::string& text) {
    return text.empty() ? "CAST(NULL AS VARCHAR)" : sql::Quoted(text);
  }
  static std::string NumberOrNull(int64_t value) {
    return value == 0 ? "CAST(NULL AS BIGINT)" : fmt::format("CAST({} AS BIGINT)", value);
  }
  static int64_t KeyOf(const std::string& name) {
    std::string folded;
    text::FoldName(name, folded);
    return folded.empty() ? 0 : text::NameKey(folded);
  }
  static std::string EmptyValues() {
    std::map<std::string, std::string> none;
    return RowValues(none, 0);
  }
  static std::string RowValues(std::map<std::string, std::string>& cell, int64_t row_ref) {
    const text::IdNumber id = text::ParseIdNumber(cell["id"]);
    const std::string name = cell["name"];
    return fmt::format(
        "(CAST({} AS BIGINT), {}, {}, {}, {}, {}, {}, CAST({} AS TINYINT), CAST({} AS DATE), {}, {}, {}, {}, {}, "
        "{}, CAST(0 AS INTEGER))",
        row_ref, TextOrNull(cell["village"]), TextOrNull(cell["household"]), TextOrNull(name),
        NumberOrNull(KeyOf(name)), TextOrNull(std::string(id.Text())), NumberOrNull(id.key), static_cast<int>(id.state),
        TextOrNull(cell["birth"]), TextOrNull(cell["relation"]), TextOrNull(cell["phone"]), TextOrNull(cell["state"]),
        NumberOrNull(std::atoll(cell["amount"].c_str())), TextOrNull(cell["village"]), TextOrNull(cell["group"]));
  }
};

}  // namespace xiuhua::registry
