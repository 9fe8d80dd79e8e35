// For tests: a lake in a fresh folder and one source of invented payments.
#pragma once

#include <fmt/core.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "base/check.h"
#include "base/clock.h"
#include "ingest/import.h"

namespace xiuhua::ingest {

inline constexpr const char* kPaymentsTable = R"(
table: payments
title: {zh: 发放明细, en: Payments}
subject: person
time: event
date_column: paid_on
columns:
  - {name: person_name, type: name, role: person_name, title: {zh: 姓名, en: Name}, pii: personal}
  - {name: id_number, type: id_number, role: id_number, title: {zh: 身份证号, en: ID number}, pii: identity}
  - {name: paid_on, type: date, title: {zh: 发放日期, en: Paid on}}
  - {name: amount_cents, type: money, title: {zh: 金额, en: Amount}}
  - {name: remark, type: text, title: {zh: 备注, en: Remark}}
)";

inline constexpr const char* kPaymentsSource = R"(
source: payments
title: {zh: 发放, en: Payments}
mode: full
recognise: {headers: [发放日期, 金额]}
columns: {姓名: [姓名], 身份证号: [身份证号], 发放日期: [发放日期], 金额: [金额], 备注: [备注]}
fills:
  - table: payments
    columns: {person_name: {from: 姓名, required: true}, id_number: {from: 身份证号, required: true},
              paid_on: 发放日期, amount_cents: 金额, remark: 备注}
)";

inline constexpr const char* kVisitsTable = R"(
table: visits
title: {zh: 走访记录, en: Visits}
subject: person
time: event
date_column: visited_on
columns:
  - {name: person_name, type: name, role: person_name, title: {zh: 姓名, en: Name}, pii: personal}
  - {name: visited_on, type: date, title: {zh: 走访日期, en: Visited on}}
)";

inline constexpr const char* kVisitsSource = R"(
source: visits
title: {zh: 走访, en: Visits}
mode: full
recognise: {headers: [走访日期]}
columns: {姓名: [姓名], 走访日期: [走访日期]}
fills:
  - table: visits
    columns: {person_name: {from: 姓名, required: true}, visited_on: 走访日期}
)";

class TestCounty {
 public:
  explicit TestCounty(const std::string& folder) : folder_(folder) {
    std::filesystem::create_directories(folder_);
    const auto table = [](const char* yaml) {
      return lake::ParseTableSpec(lake::YamlNode::Parse(yaml, "t.yaml").value()).value();
    };
    const auto source = [this](const char* yaml) {
      return ParseSourceSpec(lake::YamlNode::Parse(yaml, "s.yaml").value(), tables_).value();
    };
    tables_ = lake::TableCatalogue::FromSpecs({table(kPaymentsTable), table(kVisitsTable)}).value();
    sources_ = SourceCatalogue::FromSpecs({source(kPaymentsSource), source(kVisitsSource)}).value();
  }
  static std::string NewFolder(const std::string& name) {
    static std::atomic<int> next{0};
    const std::string folder =
        std::filesystem::temp_directory_path().string() + fmt::format("/xiuhua_{}_{}_{}", name, getpid(), next++);
    std::filesystem::remove_all(folder);
    return folder;
  }

  Result<void> Open() {
    TRY_ASSIGN(store_, store::OpenSqlite(folder_ + "/store.sqlite", lake::StoreMigrations()));
    TRY_ASSIGN(lake_, lake::Lake::Open(folder_ + "/lake", RealFiles(), *store_, lake::Access::kWrite));
    return {};
  }
  void Close() {
    lake_.reset();
    store_.reset();
  }

  std::string WriteFile(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
    return folder_ + "/" + name;
  }
  ImportContext Context(Progress& progress, int threads = 2) {
    return {.lake = *lake_,
            .sources = sources_,
            .own_area = lake::AreaSet::FromText("433199"),
            .clock = clock_,
            .progress = progress,
            .engine = {.threads = threads},
            .ask_period = {}};
  }
  Result<ImportReport> ImportFile(const std::string& path, Progress& progress) {
    return Import({.path = path}, Context(progress));
  }
  Result<ImportReport> ImportFile(const std::string& path) {
    SilentProgress progress;
    return ImportFile(path, progress);
  }

  [[nodiscard]] lake::Lake& lake() { return *lake_; }
  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] const SourceCatalogue& sources() const { return sources_; }

 private:
  std::string folder_;
  lake::TableCatalogue tables_;
  SourceCatalogue sources_;
  FrozenClock clock_{1'780'000'000'000'000};
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<lake::Lake> lake_;
};

}  // namespace xiuhua::ingest
