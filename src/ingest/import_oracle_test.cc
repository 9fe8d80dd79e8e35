// The import against a parser so plain that it can be read at a glance: random small csv files with random dirt, each
// row accepted (with its values), quarantined or set aside alike. Names and numbers are invented.
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <sstream>

#include "ingest/test_county.h"
#include "lake/row_ref.h"
#include "sql/engine.h"

namespace xiuhua::ingest {
namespace {

constexpr int kFiles = 60;
constexpr int kRows = 40;
using Row = std::array<std::string, 5>;  // name, ID number, date, amount, remark

class Dirt {
 public:
  explicit Dirt(unsigned seed) : random_(seed) {}
  int Number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  std::string One(std::initializer_list<const char*> texts) {
    return *(texts.begin() + Number(0, static_cast<int>(texts.size()) - 1));
  }
  std::string Id() {
    if (Number(0, 9) == 0) return One({"", "123", "4.33E+17", "不详"});
    const std::string body =
        One({"433199", "110105", "993199"}) +
        fmt::format("{}{:02}{:02}{:03}", Number(1950, 2010), Number(1, 13), Number(1, 31), Number(1, 999));
    constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (size_t i = 0; i < 17; ++i) sum += (body[i] - '0') * kWeights.at(i);
    const int slip = Number(0, 5) == 0 ? 1 : 0;
    return body + std::string("10X98765432").substr(static_cast<size_t>((sum + slip) % 11), 1);
  }
  std::string Day() {
    const int year = Number(2020, 2026), month = Number(1, 13), day = Number(1, 31);
    switch (Number(0, 6)) {
      case 0:
        return fmt::format("{}/{}/{}", year, month, day);
      case 1:
        return fmt::format("{}-{:02}-{:02}", year, month, day);
      case 2:
        return fmt::format("{}{:02}{:02}", year, month, day);
      case 3:
        return fmt::format("{}年{}月{}日", year, month, day);
      case 4:
        return fmt::format(" {}.{}.{}", year, month, day);
      default:
        return One({"", "明天", "2026/3/1"});
    }
  }
  std::string Amount() {
    const std::string whole = fmt::format("{}.{:02}", Number(1, 999), Number(0, 99));
    return One({"", "", "¥", "-", "多"}) + whole + One({"", "", "元", " "});
  }
  Row DataRow() {
    return {One({"石一", " 龙二 ", "麻三", "彭四", "", "无"}), Id(), Day(), Amount(), One({"", "好", " 好 ", "#N/A"})};
  }
  Row AsideRow() {
    const Row header{"姓名", "身份证号", "发放日期", "金额", "备注"};
    const Row total{"合计", "", "", "12.50", ""};
    const Row note{"备注：以上为演示数据", "", "", "", ""};
    const int kind = Number(0, 2);
    return kind == 0 ? header : kind == 1 ? total : note;
  }

 private:
  std::mt19937 random_;
};

// ---- the plain parser

std::string Bare(const std::string& text) {
  std::string out = text;
  while (out.starts_with(' ')) out.erase(0, 1);
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

bool IsDay(int year, int month, int day) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= kDays.at(static_cast<size_t>(month) - 1) + (month == 2 && leap ? 1 : 0);
}

// The ISO date, "" for nothing, "?" for what is no date.
std::string PlainDay(const std::string& text) {
  if (Bare(text).empty()) return "";
  std::vector<int> numbers;
  std::string digits;
  for (const char c : Bare(text) + ".") {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (!digits.empty()) {
      numbers.push_back(std::stoi(digits));
      digits.clear();
    }
  }
  if (numbers.size() == 1) numbers = {numbers[0] / 10000, numbers[0] / 100 % 100, numbers[0] % 100};
  if (numbers.size() != 3 || !IsDay(numbers[0], numbers[1], numbers[2])) return "?";
  return fmt::format("{}-{:02}-{:02}", numbers[0], numbers[1], numbers[2]);
}

bool PlainIdIsRight(const std::string& id) {
  if (id.size() != 18 || (!id.starts_with("43") && !id.starts_with("11"))) return false;
  if (!IsDay(std::stoi(id.substr(6, 4)), std::stoi(id.substr(10, 2)), std::stoi(id.substr(12, 2)))) return false;
  // ISO 7064: the sum of place value (2 to the power of the place from the right) and digit is 1 modulo 11.
  int sum = 0;
  for (size_t i = 0; i < 18; ++i) sum = (sum * 2 + (id[i] == 'X' ? 10 : id[i] - '0')) % 11;
  return sum == 1;
}

// Cents, "" for nothing, "?" for what is no amount or negative.
std::string PlainCents(const std::string& text) {
  std::string out;
  std::string bare = Bare(text);
  for (const std::string& mark : {std::string("¥"), std::string("元")}) {
    if (const size_t at = bare.find(mark); at != std::string::npos) bare.erase(at, mark.size());
  }
  for (const char c : bare) {
    if ((c < '0' || c > '9') && c != '.') return "?";
    if (c != '.') out += c;
  }
  return out.empty() ? "" : std::to_string(std::stoll(out));
}

// "3 accepted ...", "3 quarantined", "3 aside".
std::string PlainRow(int number, const Row& row) {
  if (row[0] == "姓名" || row[0] == "合计" || row[0].starts_with("备注")) return fmt::format("{} aside\n", number);
  const std::string name = Bare(row[0]) == "无" ? "" : Bare(row[0]);
  const std::string day = PlainDay(row[2]);
  const std::string cents = PlainCents(row[3]);
  if (name.empty() || !PlainIdIsRight(row[1]) || cents == "?") return fmt::format("{} quarantined\n", number);
  const bool bad_remark = row[4] == "#N/A";
  return fmt::format("{} accepted {}|{}|{}|{}|{}|{}\n", number, name, row[1], day == "?" ? "" : day, cents,
                     bad_remark ? "" : Bare(row[4]), (day == "?" ? 1 : 0) + (bad_remark ? 1 : 0));
}

// ---- the import

std::string Imported(TestCounty& county, sql::Engine& engine, const lake::Delivery& delivery) {
  const auto read = [&](const std::string& file) {
    return fmt::format("read_parquet({})", sql::Quoted(fmt::format("{}/lake/deliveries/{}/{}.parquet", county.folder(),
                                                                   lake::DeliveryName(delivery.id), file)));
  };
  const std::string row = fmt::format("((row_ref >> 6) & {})", lake::kMaxRow);
  const auto rows = engine.Query(fmt::format(
      "select line from (select {0} as n, {0} || ' accepted ' || person_name || '|' || id_number || '|' || "
      "coalesce(cast(paid_on as varchar), '') || '|' || coalesce(cast(amount_cents as varchar), '') || '|' || "
      "coalesce(remark, '') || '|' || unknown_cells as line from {1} union all select {0}, {0} || ' quarantined' from "
      "{2} "
      "union all select {0}, {0} || ' aside' from {3}) order by n",
      row, read("payments"), read("quarantine"), read("set_aside")));
  if (!rows) return Render(rows.error(), Language::kEnglish);
  std::string out;
  for (int64_t i = 0; i < rows->count(); ++i) out += std::string(rows->Text(i, 0)) + "\n";
  return out;
}

TEST(ImportOracle, AgreesWithThePlainParser) {
  TestCounty county(TestCounty::NewFolder("oracle"));
  ASSERT_TRUE(county.Open().has_value());
  const auto engine = sql::Engine::Open({.threads = 1}).value();
  int accepted = 0;
  for (unsigned file = 1; file <= kFiles; ++file) {
    Dirt dirt(file);
    std::string csv = "姓名,身份证号,发放日期,金额,备注\n";
    std::string expected = "1 aside\n";
    for (int number = 2; number < kRows + 2; ++number) {
      const Row row = dirt.Number(0, 9) == 0 ? dirt.AsideRow() : dirt.DataRow();
      csv += fmt::format("{},{},{},{},{}\n", row[0], row[1], row[2], row[3], row[4]);
      expected += PlainRow(number, row);
    }
    const auto report = county.ImportFile(county.WriteFile(fmt::format("发放2026年1月_{}.csv", file), csv));
    ASSERT_TRUE(report.has_value()) << Render(report.error(), Language::kEnglish) << csv;
    const lake::Delivery& delivery = report->deliveries.front().delivery;
    accepted += static_cast<int>(delivery.rows_accepted);
    ASSERT_EQ(expected, Imported(county, *engine, delivery)) << "seed " << file << "\n" << csv;
  }
  EXPECT_GT(accepted, kFiles * kRows / 10);  // the dirt leaves something to compare
  county.Close();
  std::filesystem::remove_all(county.folder());
}

}  // namespace
}  // namespace xiuhua::ingest
