// One delivered file on its way into the lake, step by step, so that several can be on their way at once.
//
//   Receive → (Decide → Write → Commit) for each source the file has sheets of
//
// Receive and Write touch nothing but the file's own staging folder and may run beside the steps of other files. Decide
// and Commit read and write the manifest: one thread at a time, and in the order in which the files were given.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "ingest/import.h"
#include "ingest/import_parts.h"
#include "ingest/import_terms.h"

namespace xiuhua::ingest {

class ImportingFile {
 public:
  // Copies the file to `staging`, hashes it, opens it and says which sheets are of which source. `request`, and what
  // `context` refers to, must outlive it. Errors: those of Import.
  static Result<std::unique_ptr<ImportingFile>> Receive(const ImportRequest& request, const ImportContext& context,
                                                        std::unique_ptr<lake::Staging> staging);

  // Must every file before this one be settled before Decide is called? Otherwise it is enough that those of the same
  // bytes are.
  [[nodiscard]] bool after_all_earlier() const { return after_all_earlier_; }
  [[nodiscard]] const std::string& sha256() const { return received_.sha256; }
  [[nodiscard]] bool more() const { return next_ < groups_.size() || (correction_pending_ && groups_.empty()); }

  Result<void> Decide();                                 // the terms of the next delivery, and its id
  Result<void> Write(sql::Engine& engine, int workers);  // its rows, hashed and synced below the staging folder
  Result<void> Commit();

  // After the last Commit.
  [[nodiscard]] ImportReport Take() { return std::move(report_); }

 private:
  ImportingFile(const ImportRequest& request, const ImportContext& context, std::unique_ptr<lake::Staging> staging);
  Result<void> TakeIn();
  Result<void> DecideCorrection();
  [[nodiscard]] std::string FolderOf(DeliveryId id) const { return staging_->folder() + "/" + lake::DeliveryName(id); }

  const ImportRequest& request_;
  ImportContext context_;
  std::unique_ptr<lake::Staging> staging_;
  Received received_;
  OpenOptions options_;
  std::vector<OpenedSheet> sheets_;  // of a quarantine workbook, until Decide
  bool correction_pending_ = false;
  bool after_all_earlier_ = false;
  std::unique_ptr<RowFilter> filter_;
  std::vector<SourceGroup> groups_;
  size_t next_ = 0;  // the group to decide
  DeliveryReport current_;
  lake::Sealed sealed_;
  ImportReport report_;
};

}  // namespace xiuhua::ingest
