#include "app/desk.h"

#include <map>

#include "app/encrypting.h"
#include "app/errors.h"
#include "flow/newest.h"
#include "flow/row_places.h"
#include "workbook/writer.h"

namespace xiuhua::app {
namespace {

Date DayInChina(int64_t micros) { return FrozenClock(micros).Today(); }

// Names of these people in the newest register.
Result<std::map<int64_t, std::string>> NamesOf(Platform& platform, const std::vector<flow::DecisionLine>& lines) {
  std::map<int64_t, std::string> names;
  TRY_ASSIGN(const auto newest, flow::FindNewestRun(platform.lake()));
  if (!newest || lines.empty()) return names;
  std::string ids;
  for (const flow::DecisionLine& line : lines) ids += (ids.empty() ? "" : ",") + std::to_string(line.person_id);
  TRY_ASSIGN(const auto engine, platform.NewEngine(""));
  TRY(engine->Stream("select person_id, name from read_parquet(" +
                         sql::Quoted(newest->register_folder + "/persons.parquet") + ") where person_id in (" + ids +
                         ")",
                     [&](const sql::Rows& rows) -> Result<void> {
                       for (int64_t r = 0; r < rows.count(); ++r) names[rows.Int(r, 0)] = rows.Text(r, 1);
                       return {};
                     }));
  return names;
}

}  // namespace

Result<ReviewExportOutcome> ExportReview(Platform& platform, const ReviewExportOptions& options) {
  const std::string& folder = options.folder;
  const std::string& recipient = options.recipient;
  TRY_ASSIGN(const auto newest, flow::FindNewestRun(platform.lake()));
  if (!newest) return Fail(errors::kNoRunYet);
  TRY_ASSIGN(const flow::RowPlaces places, flow::RowPlaces::Load(platform.lake()));
  TRY(platform.lake().RecordAlone(
      "export_review", flow::RunFolder(newest->run_id).substr(5),
      (recipient.empty() ? std::string("县级") : recipient) + (options.plain ? "，未加密，" : "，加密，") + folder));
  TRY(platform.lake().files().MakeFolder(folder));
  const std::string as_of = FormatDate(newest->as_of);
  reports::ReviewRequest request{
      .run_folder = newest->folder,
      .register_folder = newest->register_folder,
      .path = folder + "/待人工认定_" + as_of + (platform.site().demo ? "_演示数据_人员虚构" : "") + ".xlsx",
      .as_of = as_of,
      .printed_on = FormatDate(platform.clock().Today()),
      .recipient = recipient,
      .notice = platform.site().notice(),
      .lake_id = platform.lake().lake_id(),
      .place_of = [&places](int64_t row_ref) { return places.InWords(row_ref); }};
  for (const auto& [name, spec] : platform.tables().tables()) request.table_titles[name] = spec.title.zh;
  TRY_ASSIGN(const auto engine, platform.NewEngine(""));
  ReviewExportOutcome outcome{.path = request.path};
  TRY_ASSIGN(outcome.report, reports::ExportReview(*engine, request));
  if (options.plain) return outcome;
  outcome.password = options.password;
  if (outcome.password.empty()) {
    TRY_ASSIGN(outcome.password, workbook::RandomPassword());
  }
  const std::string name = request.path.substr(folder.size() + 1, request.path.size() - folder.size() - 6) + ".zip";
  TRY_ASSIGN(outcome.path, EncryptFiles({request.path}, folder, name, outcome.password));
  return outcome;
}

Result<flow::ReviewImportReport> ImportReview(Platform& platform, const std::vector<std::string>& files,
                                              Progress& progress) {
  TRY_ASSIGN(const auto staging, platform.lake().NewStaging("review"));
  return flow::ImportReview(platform.lake(),
                            {.files = files, .actor = platform.settings().actor, .temp_folder = staging->folder()},
                            platform.clock(), progress);
}

Result<std::vector<ReviewDecision>> ListReview(Platform& platform) {
  TRY_ASSIGN(const auto lines, flow::ListDecisions(platform.lake()));
  TRY(platform.lake().RecordAlone("list_review", "", ""));
  TRY_ASSIGN(const auto names, NamesOf(platform, lines));
  TRY_ASSIGN(const flow::RowPlaces places, flow::RowPlaces::Load(platform.lake()));
  std::vector<ReviewDecision> decisions;
  for (const flow::DecisionLine& line : lines) {
    ReviewDecision decision{
        .line = line, .place = places.InWords(line.row_ref), .at = FormatDate(DayInChina(line.at_us))};
    const lake::TableSpec* table = platform.tables().Find(line.table);
    decision.table_title_zh = table == nullptr ? line.table : table->title.zh;
    decision.table_title_en = table == nullptr ? line.table : table->title.en;
    const auto name = names.find(line.person_id);
    if (name != names.end()) decision.person = name->second;
    decisions.push_back(std::move(decision));
  }
  return decisions;
}

}  // namespace xiuhua::app
