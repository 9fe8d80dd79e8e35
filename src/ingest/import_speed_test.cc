// Imports a large generated file and checks its accounting. XIUHUA_IMPORT_ROWS sets the size; the rate is printed for
// people and judged by bench/, never here.
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "base/clock.h"
#include "ingest/import.h"
#include "text/id_number.h"

namespace xiuhua::ingest {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTable = R"(
table: payments
title: {zh: 发放明细, en: Payments}
subject: person
time: event
date_column: paid_on
columns:
  - {name: person_name, type: name, role: person_name, title: {zh: 姓名, en: Name}, pii: personal}
  - {name: id_number, type: id_number, role: id_number, title: {zh: 身份证号, en: ID number}, pii: identity}
  - {name: village_text, type: text, title: {zh: 村, en: Village}}
  - {name: paid_on, type: date, title: {zh: 发放日期, en: Paid on}}
  - {name: kind, type: code, codes: {land: 地力补贴, low_income: 低保, other: 其他}, title: {zh: 项目, en: Item}}
  - {name: amount_cents, type: money, title: {zh: 金额, en: Amount}}
  - {name: standard_cents, type: money, title: {zh: 标准, en: Rate}}
  - {name: area_mu100, type: area_mu, title: {zh: 面积, en: Area}}
  - {name: account, type: account, title: {zh: 账号, en: Account}, pii: account}
  - {name: phone, type: phone, title: {zh: 电话, en: Phone}, pii: contact}
  - {name: by_proxy, type: flag, title: {zh: 代领, en: By proxy}}
  - {name: remark, type: text, title: {zh: 备注, en: Remark}}
)";

constexpr const char* kSource = R"(
source: payments
title: {zh: 一卡通发放, en: Payments}
mode: increment
recognise: {headers: [项目, 发放日期, 金额]}
columns:
  姓名: [姓名]
  身份证号: [身份证号]
  村: [村]
  发放日期: [发放日期]
  项目: [项目]
  金额: [金额]
  标准: [标准]
  面积: [面积]
  账号: [账号]
  电话: [电话]
  代领: [代领]
  备注: [备注]
fills:
  - table: payments
    columns: {person_name: {from: 姓名, required: true}, id_number: {from: 身份证号, required: true}, village_text: 村,
              paid_on: 发放日期, kind: 项目, amount_cents: 金额, standard_cents: 标准, area_mu100: 面积, account: 账号,
              phone: 电话, by_proxy: 代领, remark: 备注}
)";

constexpr std::array kSurnames{"王", "李", "张", "刘", "陈", "杨", "石", "龙", "麻", "吴"};
constexpr std::array kGiven{"伟", "秀英", "建国", "小红", "志强", "桂花", "文", "玉兰", "海波", "春梅", "正", "丽"};
constexpr std::array kItems{"地力补贴", "低保", "其他"};

// Invented persons: the region code 433199 is given to nobody.
void WriteFile(const std::string& path, int64_t rows) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  ASSERT_NE(file, nullptr);
  std::string out = "姓名,身份证号,村,发放日期,项目,金额,标准,面积,账号,电话,代领,备注\n";
  for (int64_t i = 0; i < rows; ++i) {
    const auto n = static_cast<uint64_t>(i) * 2654435761U;
    const std::string first17 =
        fmt::format("433199{:04}{:02}{:02}{:03}", 1930 + n % 90, 1 + n % 12, 1 + n % 28, n % 999);
    const std::string id = i % 500 == 499 ? "4.33199E+17" : first17 + text::IdCheckDigit(first17);
    out += fmt::format("{}{},{},青岩村{}组,2026-{:02}-{:02},{},{}.{:02},{}.00,{}.{},62170033{:010},138{:08},{},\n",
                       kSurnames[n % kSurnames.size()], kGiven[n / 7 % kGiven.size()], id, 1 + n % 9, 1 + n % 12,
                       1 + n % 28, kItems[n % 3], 100 + n % 5000, n % 100, n % 900, 1 + n % 8, n % 10, n % 9999999999U,
                       n % 100000000U, n % 17 == 0 ? "是" : "否");
    if (out.size() < 1 << 20 && i + 1 < rows) continue;
    ASSERT_EQ(std::fwrite(out.data(), 1, out.size(), file), out.size());
    out.clear();
  }
  std::fclose(file);
}

TEST(ImportSpeed, LargeCsvIsAccountedForToTheRow) {
  const char* wanted = std::getenv("XIUHUA_IMPORT_ROWS");
  const int64_t rows = wanted == nullptr ? 30'000 : std::atoll(wanted);
  const fs::path folder = fs::temp_directory_path() / fmt::format("xiuhua_speed_{}", getpid());
  fs::create_directories(folder);
  const std::string path = folder.string() + "/一卡通2026年3月.csv";
  WriteFile(path, rows);
  auto store = store::OpenSqlite(folder.string() + "/store.sqlite", lake::StoreMigrations()).value();
  auto lake = lake::Lake::Open(folder.string() + "/lake", RealFiles(), *store, lake::Access::kWrite).value();
  const auto tables = lake::TableCatalogue::FromSpecs(
                          {lake::ParseTableSpec(lake::YamlNode::Parse(kTable, "table.yaml").value()).value()})
                          .value();
  const auto source = ParseSourceSpec(lake::YamlNode::Parse(kSource, "source.yaml").value(), tables);
  ASSERT_TRUE(source.has_value()) << Render(source.error(), Language::kEnglish);
  const auto sources = SourceCatalogue::FromSpecs({*source}).value();
  SilentProgress progress;
  const SystemClock clock;
  const ImportContext context{.lake = *lake,
                              .sources = sources,
                              .own_area = lake::AreaSet::FromText("433199"),
                              .clock = clock,
                              .progress = progress,
                              .engine = {.threads = 2},
                              .ask_period = {}};
  const auto begin = std::chrono::steady_clock::now();
  const auto report = Import({.path = path}, context);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  ASSERT_TRUE(report.has_value()) << Render(report.error(), Language::kEnglish);
  const lake::Delivery& delivery = report->deliveries.front().delivery;
  EXPECT_EQ(delivery.rows_total, rows + 1);
  EXPECT_EQ(delivery.rows_quarantined, rows / 500);
  EXPECT_EQ(delivery.rows_accepted, rows - rows / 500);
  EXPECT_EQ(delivery.rows_set_aside, 1);
  if (wanted != nullptr) {
    fmt::print("{} rows, {} bytes: {:.2f} s, {:.0f} rows/s\n", rows, report->bytes, seconds.count(),
               static_cast<double>(rows) / seconds.count());
  }
  lake.reset();
  fs::remove_all(folder);
}

}  // namespace
}  // namespace xiuhua::ingest
