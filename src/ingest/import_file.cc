#include "ingest/import_file.h"

#include <filesystem>

#include "base/check.h"
#include "base/errors.h"
#include "ingest/delivery_writer.h"
#include "ingest/import_errors.h"
#include "ingest/import_report.h"
#include "ingest/originals.h"
#include "ingest/quarantine_workbook.h"
#include "ingest/reversals.h"

namespace xiuhua::ingest {
namespace {

std::string FileName(const std::string& path) { return std::filesystem::path(path).filename().string(); }

Result<void> WriteReversals(sql::Engine& engine, const DeliveryFiles& files, const std::string& folder,
                            DeliveryReport& report) {
  for (const TablePlan& table : files.tables) {
    TRY_ASSIGN(const ReversalCounts counts, PairReversals(engine, table, folder));
    report.reversals_paired += counts.paired;
    report.reversals_unpaired += counts.unpaired;
  }
  return {};
}

// Every sheet of a quarantine workbook has the key heading, so the first one tells.
Result<bool> IsCorrection(const std::vector<OpenedSheet>& sheets) {
  TRY_ASSIGN(const SheetHead head, ReadHead(sheets.front(), {}));
  return IsQuarantineSheet(head);
}

}  // namespace

ImportingFile::ImportingFile(const ImportRequest& request, const ImportContext& context,
                             std::unique_ptr<lake::Staging> staging)
    : request_(request), context_(context), staging_(std::move(staging)) {}

Result<std::unique_ptr<ImportingFile>> ImportingFile::Receive(const ImportRequest& request,
                                                              const ImportContext& context,
                                                              std::unique_ptr<lake::Staging> staging) {
  std::unique_ptr<ImportingFile> file(new ImportingFile(request, context, std::move(staging)));
  TRY(file->TakeIn());
  return file;
}

Result<void> ImportingFile::TakeIn() {
  TRY_ASSIGN(report_.bytes, RealFiles().SizeBytes(request_.path));
  if (report_.bytes > request_.limits.max_file_bytes) {
    return Fail(errors::kTooLarge, {request_.path, std::to_string(request_.limits.max_file_bytes)},
                {.file = request_.path});
  }
  for (const char* sub : {"/incoming", "/temp"}) {
    TRY(context_.lake.files().MakeFolder(staging_->folder() + sub));
  }
  received_.name = FileName(request_.path);
  received_.path = staging_->folder() + "/incoming/" + received_.name;
  context_.progress.Begin("copy", report_.bytes);
  TRY_ASSIGN(received_.sha256, CopyHashed(request_.path, received_.path, context_.progress));
  context_.progress.End();
  options_ = {.limits = request_.limits, .progress = &context_.progress, .temp_folder = staging_->folder() + "/temp"};
  TRY_ASSIGN(sheets_, OpenWorkbook(received_.path, options_));
  TRY_ASSIGN(correction_pending_, IsCorrection(sheets_));
  after_all_earlier_ = true;
  if (correction_pending_) return {};
  TRY_ASSIGN(groups_, ChooseSheets(std::move(sheets_), request_.source, context_.sources));
  if (groups_.size() > 1) return {};
  TRY_ASSIGN(after_all_earlier_, DependsOnEarlier(request_, context_, groups_.front(), received_.name));
  return {};
}

Result<void> ImportingFile::DecideCorrection() {
  TRY_ASSIGN(const std::unique_ptr<sql::Engine> engine, sql::Engine::Open(context_.engine));
  TRY_ASSIGN(Correction correction, ReadCorrection(std::move(sheets_), context_.lake, *engine, context_.sources));
  TRY_ASSIGN(current_.delivery, CorrectionTerms(request_, context_, correction, received_, current_.notes));
  filter_ = std::move(correction.filter);
  groups_.push_back(std::move(correction.group));
  correction_pending_ = false;
  return {};
}

Result<void> ImportingFile::Decide() {
  CHECK(more());
  current_ = {};
  if (correction_pending_) {
    TRY(DecideCorrection());
  } else {
    TRY_ASSIGN(current_.delivery, DecideTerms(request_, context_, groups_[next_], received_, current_.notes));
  }
  const SourceGroup& group = groups_[next_++];
  current_.source_title = group.source->title;
  current_.notes.insert(current_.notes.end(), group.notes.begin(), group.notes.end());
  TRY_ASSIGN(current_.delivery.id.value, context_.lake.Mint("delivery"));
  return {};
}

Result<void> ImportingFile::Write(sql::Engine& engine, int workers) {
  CHECK(next_ > 0);
  const SourceGroup& group = groups_[next_ - 1];
  lake::Delivery& delivery = current_.delivery;
  Files& files = context_.lake.files();
  const std::string folder = FolderOf(delivery.id);
  for (const char* sub : {"/data", "/originals", "/spool"}) {
    TRY(files.MakeFolder(folder + sub));
  }
  TRY_ASSIGN(const KeptOriginals kept, KeepOriginals(group, groups_, received_.path, received_.sha256,
                                                     folder + "/originals", options_, context_.progress));
  delivery.sha256_kept = kept.sha256;
  const DeliveryWork work{.group = &group,
                          .delivery_id = delivery.id.value,
                          .area_set = delivery.area_set,
                          .as_of = context_.clock.Today(),
                          .folder = folder + "/data",
                          .spool_folder = folder + "/spool",
                          .workers = workers,
                          .filter = filter_.get()};
  TRY_ASSIGN(const DeliveryFiles written, WriteDelivery(work, engine, context_));
  FillCounts(current_, group, written);
  if (filter_ != nullptr && delivery.rows_accepted + delivery.rows_quarantined == 0) {
    return Fail(errors::kNothingCorrected, {received_.name}, {.file = received_.name});
  }
  if (group.source->signed_amounts) {
    TRY(WriteReversals(engine, written, folder + "/data", current_));
  }
  TRY(WriteReport(files, current_, written, folder + "/data/report.json"));
  const std::string name = lake::DeliveryName(delivery.id);
  const std::vector<lake::StagedMove> moves{{folder + "/originals", "originals/" + name},
                                            {folder + "/data", "deliveries/" + name}};
  TRY_ASSIGN(sealed_, context_.lake.Seal(moves, kept.hashes));
  if (next_ < groups_.size()) return {};
  for (SourceGroup& done : groups_) done.sheets.clear();  // a commit may have to wait; the sheets' memory need not
  return {};
}

Result<void> ImportingFile::Commit() {
  if (context_.progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
  TRY_ASSIGN(current_.delivery, context_.lake.CommitDelivery(std::move(current_.delivery), sealed_));
  report_.deliveries.push_back(std::move(current_));
  return {};
}

}  // namespace xiuhua::ingest
