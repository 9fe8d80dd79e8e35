// Township and village workbooks: one pass over the findings in order of township, village and household.
#include <filesystem>
#include <optional>

#include "base/errors.h"
#include "reports/finding_rows.h"
#include "reports/list_sheet.h"
#include "reports/reports.h"
#include "reports/walk_sheet.h"

namespace xiuhua::reports {
namespace {

std::string FileName(const ExportRequest& request, const std::string& area) {
  std::string name = area + "_疑点核实清单_" + request.as_of;
  if (!request.notice.empty()) name += "_" + request.notice;
  std::string clean;
  for (const char c : name) clean += c == '/' || c == ' ' ? '_' : c;
  return clean + ".xlsx";
}

// One open workbook: an area's lists, and for a village its walk sheet.
class Book {
 public:
  static Result<std::unique_ptr<Book>> Create(const ExportRequest& request, const std::string& folder,
                                              const std::string& area, Reader reader) {
    const std::string path = folder + "/" + FileName(request, area);
    TRY_ASSIGN(auto writer, workbook::Writer::Create(path));
    return std::unique_ptr<Book>(new Book(std::move(writer), path, request, area, reader));
  }

  void Add(const FindingRow& row) {
    if (row.effort == "walk" && row.walk_rank > 0) return walk_->Add(row);
    if (row.effort == "phone") return phone_->Add(row);
    if (row.effort == "desk" && desk_) desk_->Add(row);
  }
  void AddHousehold(const std::vector<FindingRow>& findings) {
    if (walk_sheet_) walk_sheet_->AddHousehold(findings);
  }
  Result<std::string> Close() {
    walk_->Finish();
    phone_->Finish();
    if (desk_) desk_->Finish();
    TRY(writer_->Close());
    return path_;
  }

 private:
  Book(std::unique_ptr<workbook::Writer> writer, std::string path, const ExportRequest& request,
       const std::string& area, Reader reader)
      : writer_(std::move(writer)), path_(std::move(path)) {
    AddGuideSheet(*writer_, request, area);
    walk_.emplace(*writer_, "入户走访", area + " 入户走访", request, reader);
    phone_.emplace(*writer_, "电话核实", area + " 电话核实", request, reader);
    if (reader == Reader::kVillage) {
      walk_sheet_.emplace(*writer_, area, request);
    } else {
      desk_.emplace(*writer_, "案头核对", area + " 案头核对（不入户）", request, reader);
    }
  }

  std::unique_ptr<workbook::Writer> writer_;
  std::string path_;
  std::optional<ListSheet> walk_, phone_, desk_;
  std::optional<WalkSheet> walk_sheet_;
};

// Opens and closes the books as the ordered rows pass by.
class Splitter {
 public:
  Splitter(const ExportRequest& request, ExportReport& report) : request_(request), report_(report) {}

  Result<void> Take(const FindingRow& row) {
    if (!Concerns(row, "township") && !Concerns(row, "village")) return TakeForCounty(row);
    if (row.township != township_code_ || !township_) TRY(OpenTownship(row));
    if (row.effort == "walk" && row.walk_rank == 0) {
      if (row.household_id != cut_household_) ++report_.walk_cut;
      cut_household_ = row.household_id;
      return {};
    }
    township_->Add(row);
    const bool for_village = row.effort != "desk" && Concerns(row, "village") && !row.village_name.empty();
    if (for_village && row.village_name != village_name_) TRY(OpenVillage(row));
    if (for_village) village_->Add(row);
    ++report_.findings;
    if (row.effort == "walk" && for_village) TRY(Gather(row));
    return {};
  }

  Result<void> Finish() {
    TRY(CloseArea());
    return Close(county_);
  }

 private:
  // Is this reader among those the rule names?
  static bool Concerns(const FindingRow& row, std::string_view reader) {
    return row.audience.find('"' + std::string(reader) + '"') != std::string::npos;
  }
  // What only the county's data officer works on; the counties' lists are one workbook.
  Result<void> TakeForCounty(const FindingRow& row) {
    if (!county_) {
      TRY_ASSIGN(county_, Book::Create(request_, request_.out_folder, "县级", Reader::kCounty));
    }
    county_->Add(row);
    ++report_.findings;
    return {};
  }
  Result<void> CloseArea() {
    TRY(CloseVillage());
    return CloseTownship();
  }
  Result<void> OpenTownship(const FindingRow& row) {
    TRY(CloseArea());
    township_code_ = row.township;
    const std::string name = row.township_name.empty() ? "乡镇未明" : row.township_name;
    folder_ = request_.out_folder + "/" + name;
    TRY(RealFilesFolder());
    TRY_ASSIGN(township_, Book::Create(request_, folder_, name, Reader::kTownship));
    return {};
  }
  Result<void> OpenVillage(const FindingRow& row) {
    TRY(CloseVillage());
    village_name_ = row.village_name;
    TRY_ASSIGN(village_, Book::Create(request_, folder_, row.village_name, Reader::kVillage));
    return {};
  }
  Result<void> Gather(const FindingRow& row) {
    if (!household_.empty() && household_.front().household_id != row.household_id) FlushHousehold();
    household_.push_back(row);
    return {};
  }
  void FlushHousehold() {
    if (household_.empty()) return;
    ++report_.walk_households;
    if (village_) village_->AddHousehold(household_);
    household_.clear();
  }
  Result<void> CloseVillage() {
    FlushHousehold();
    village_name_.clear();
    return Close(village_);
  }
  Result<void> CloseTownship() { return Close(township_); }
  Result<void> Close(std::unique_ptr<Book>& book) {
    if (!book) return {};
    TRY_ASSIGN(std::string path, book->Close());
    report_.files.push_back(std::move(path));
    book.reset();
    return {};
  }
  Result<void> RealFilesFolder() {
    std::error_code code;
    std::filesystem::create_directories(folder_, code);
    if (code) return Fail(xiuhua::errors::kFileNotWritable, {folder_, code.message()});
    return {};
  }

  const ExportRequest& request_;
  ExportReport& report_;
  std::string township_code_ = "-";
  std::string village_name_;
  std::string folder_;
  std::unique_ptr<Book> township_, village_, county_;
  std::vector<FindingRow> household_;
  int64_t cut_household_ = 0;
};

}  // namespace

Result<ExportReport> ExportTownships(sql::Engine& engine, const ExportRequest& request, Progress& progress) {
  TRY(OpenRun(engine, request));
  ExportReport report;
  Splitter splitter(request, report);
  TRY_ASSIGN(const int64_t total, engine.QueryInt("select count(*) from findings"));
  progress.Begin("export", total);
  TRY(ForEachFinding(engine, {}, [&](const FindingRow& row) -> Result<void> {
    if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
    progress.Tick(1);
    return splitter.Take(row);
  }));
  TRY(splitter.Finish());
  progress.End();
  return report;
}

}  // namespace xiuhua::reports
