// Lake: the data folder and the store that vouches for it (docs/formats/lake.md). The only door to both.
//
// Commit order: everything is written below staging/<job>/ (locked), synced, moved into place, and only then one store
// transaction writes the manifest rows. So a file in place without a manifest row is debris of a broken commit; Open
// for writing removes it. LAKE_ID in the folder holds the number of commits: a store that knows fewer is refused
// (LAK-011).
//
// Thread-safety: one Lake per thread, or a lock around every call but Seal. Open(kWrite) holds the writer lock of the
// folder until destruction (BAS-004 when another process has it); kRead takes no lock and changes nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/files.h"
#include "base/id.h"
#include "base/progress.h"
#include "base/result.h"
#include "lake/delivery.h"
#include "store/store.h"

namespace xiuhua::lake {

// Every store table of docs/formats/lake.md, for store::OpenSqlite.
const std::vector<store::Migration>& StoreMigrations();

enum class Access : uint8_t { kRead, kWrite };

// A folder below staging/ of this process, locked; removed with all it holds when destroyed.
class Staging {
 public:
  Staging(Files& files, std::string folder, std::unique_ptr<FileLock> lock);
  ~Staging();
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  [[nodiscard]] const std::string& folder() const { return folder_; }  // path usable by this process

 private:
  Files& files_;
  std::string folder_;
  std::unique_ptr<FileLock> lock_;
};

// A staged file or folder and its place in the lake, e.g. {staging.folder() + "/data", "deliveries/D000007"}.
struct StagedMove {
  std::string from;    // as usable by this process, on the same file system as the lake
  std::string target;  // relative to the data folder; must not exist
};

// Staged files on their way in: hashed and synced, not yet in place.
struct Sealed {
  std::vector<StagedMove> moves;
  std::vector<FileRow> files;
};

// What is wrong with one file of the manifest.
struct FileProblem {
  std::string path;
  Error error;
};

// A delivery that counts at an as-of date, and the parts of its area set that newer full deliveries of the same source
// have taken over (rows of those areas are to be left out; usually empty).
struct InForce {
  Delivery delivery;
  AreaSet superseded;
};

class Lake {
 public:
  // Opens the folder, or makes it when it is absent or empty. `store` must have been opened with StoreMigrations() and
  // must outlive this object, as must `files`.
  // Errors: LAK-010 (another lake's store), LAK-011 (store older than the folder), BAS-004 (another writer), BAS-*,
  // STO-*.
  static Result<std::unique_ptr<Lake>> Open(const std::string& data_folder, Files& files, store::Store& store,
                                            Access access);
  ~Lake();
  Lake(const Lake&) = delete;
  Lake& operator=(const Lake&) = delete;

  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] const std::string& lake_id() const { return lake_id_; }
  [[nodiscard]] std::string PathOf(std::string_view relative) const;
  [[nodiscard]] store::Store& store() { return store_; }
  [[nodiscard]] Files& files() { return files_; }

  // First of `count` fresh ids of a counter ("delivery", "run", "person", ...), never given again. Starts at 1.
  Result<int64_t> Mint(std::string_view counter, int64_t count = 1);

  Result<std::unique_ptr<Staging>> NewStaging(std::string_view job);

  // The one way into the lake: hashes and syncs the staged files, moves them into place, then runs `write_rows` with
  // the files' manifest rows in the transaction that makes the commit count. On error nothing of it is in the lake.
  Result<void> Commit(std::span<const StagedMove> moves,
                      const std::function<Result<void>(const std::vector<FileRow>& files)>& write_rows);

  // The first half of Commit, hashing and syncing. Touches neither store nor content folders, so several threads may
  // seal at once, and beside a commit. `hashes`: path of a staged file → its SHA-256, where it is known already.
  Result<Sealed> Seal(std::span<const StagedMove> moves, const std::map<std::string, std::string>& hashes = {});
  // The second half. Nothing may be written to the files in between.
  Result<void> CommitSealed(const Sealed& sealed,
                            const std::function<Result<void>(const std::vector<FileRow>& files)>& write_rows);

  // Commit for a delivery: `delivery.files` is filled from the moves.
  Result<Delivery> CommitDelivery(Delivery delivery, std::span<const StagedMove> moves);
  Result<Delivery> CommitDelivery(Delivery delivery, const Sealed& sealed);

  // For runs and registers: rows of run_files / register_files, to be called from Commit's write_rows.
  Result<void> WriteRunFiles(RunId run, const std::vector<FileRow>& files);
  Result<void> WriteRegisterFiles(int64_t register_id, const std::vector<FileRow>& files);
  Result<void> WriteTaskFiles(int64_t task_id, const std::vector<FileRow>& files);
  // Which deliveries a run read: what must be made anew when one of them is destroyed.
  Result<void> WriteRunDeliveries(RunId run, std::span<const DeliveryId> deliveries);

  // ---- audit log (lake/audit_log.h)
  // Whose acts Record writes down, and by which clock. `clock` must outlive this object.
  void ActAs(std::string actor, const Clock& clock);
  [[nodiscard]] const std::string& actor() const { return actor_; }
  // One entry of the log, inside the caller's transaction. Deliveries write their own entries.
  Result<void> Record(std::string_view action, std::string_view subject, std::string_view detail);
  // The same in a transaction of its own: for what only reads the lake and hands personal data out.
  Result<void> RecordAlone(std::string_view action, std::string_view subject, std::string_view detail);

  // ---- deliveries
  Result<Delivery> FindDelivery(DeliveryId id);   // LAK-013
  Result<std::vector<Delivery>> AllDeliveries();  // by id, every state
  // A delivery of these bytes for this source, area set and period that still counts; id 0 when there is none.
  Result<DeliveryId> FindSameBytes(const std::string& sha256_original, const std::string& source,
                                   const AreaSet& area_set, Period period);
  // It never counts again; its files stay until destroyed. Its corrections go with it. Errors: LAK-013, LAK-014.
  Result<void> Revoke(DeliveryId id, const std::string& reason);
  // Removes original and rows of it and its corrections, and every run and register made from them or after them;
  // manifest row, counts, hashes and reason stay. Before the retention's end only with a reason (LAK-015). Answers the
  // runs removed. The last register stays until the next run has taken the ids from it: RegisterToRebuild.
  Result<std::vector<RunId>> Destroy(DeliveryId id, Date today, const std::string& reason);
  // Folder of the register whose ids the next run takes over, and nothing else of it; empty = none. No reader but the
  // next run may open it.
  Result<std::string> RegisterToRebuild();
  // Inside the transaction of the run that took them over; RemoveDebris then removes the folder.
  Result<void> MarkRebuilt();
  // Removes what no manifest row promises. Errors: BAS-002.
  Result<void> RemoveDebris();
  // Deliveries whose retention ended before `today` and which still have content.
  Result<std::vector<Delivery>> RetentionEnded(Date today);

  // Those of the given sources that count at `as_of`, corrections included, ordered by id (docs/formats/lake.md).
  Result<std::vector<InForce>> DeliveriesInForce(Date as_of, std::span<const std::string> sources);
  // The full deliveries that were in force before those now in force, same source and area set (for t_previous).
  Result<std::vector<InForce>> PreviousFull(Date as_of, std::span<const std::string> sources);
  // The full deliveries before those, as far back as periods that begin on `from` (for rules whose finding lasts).
  Result<std::vector<InForce>> EarlierFull(Date as_of, std::span<const std::string> sources, Date from);
  // What the deliveries in force of these sources cover together.
  Result<AreaSet> Coverage(Date as_of, std::span<const std::string> sources);

  // ---- files
  // Absolute path of a manifest file after checking that it is there with its size. Errors: LAK-012.
  Result<std::string> Readable(const FileRow& file);
  // Sizes and hashes of every file that the manifest promises, and files that it does not know.
  Result<std::vector<FileProblem>> CheckLake(Progress& progress);

 private:
  Lake(std::string folder, Files& files, store::Store& store, Access access);
  Result<void> OpenChecked();
  Result<void> MakeFolders();
  Result<void> MatchStore();
  Result<void> CreateLake(bool has_file);
  Result<void> MoveIntoPlace(std::span<const StagedMove> moves);
  Result<void> WriteFileRows(std::string_view table, std::string_view id_column, int64_t id,
                             const std::vector<FileRow>& files);
  Result<void> WriteLakeId(int64_t highest);
  Result<void> ClearStaging();
  Result<void> MarkDestroyed(DeliveryId id, const std::string& reason, std::vector<RunId>& runs);
  Result<void> DestroyRunsFrom(int64_t first, std::vector<RunId>& runs);
  Result<std::vector<std::string>> KnownPaths();
  Result<std::vector<Delivery>> LoadDeliveries(std::string_view where, const std::vector<store::Value>& parameters);

  std::string folder_;
  Files& files_;
  store::Store& store_;
  Access access_;
  std::string lake_id_;
  std::string actor_;
  const Clock* clock_;
  std::unique_ptr<FileLock> writer_lock_;
};

}  // namespace xiuhua::lake
