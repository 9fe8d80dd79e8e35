#include "lake/lake.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "base/check.h"
#include "base/errors.h"
#include "lake/audit_log.h"
#include "lake/errors.h"
#include "lake/row_ref.h"

namespace xiuhua::lake {
namespace {

constexpr std::array<const char*, 6> kContentFolders{"originals", "deliveries", "register", "runs", "serving", "tasks"};
constexpr std::array<std::string_view, 4> kManifestTables{"delivery_files", "run_files", "register_files",
                                                          "task_files"};

const Clock& ComputerClock() {
  static const SystemClock clock;
  return clock;
}

std::string NewLakeId() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", device(), device(), device(), device());
}

struct LakeIdFile {
  std::string lake_id;
  int64_t highest_manifest = 0;
};

std::optional<LakeIdFile> ParseLakeId(const std::string& content) {
  const nlohmann::json json = nlohmann::json::parse(content, nullptr, false);
  if (!json.is_object() || !json.contains("lake_id") || !json["lake_id"].is_string()) return std::nullopt;
  if (!json.contains("highest_manifest") || !json["highest_manifest"].is_number_integer()) return std::nullopt;
  return LakeIdFile{json["lake_id"].get<std::string>(), json["highest_manifest"].get<int64_t>()};
}

// Files below `path` (or itself), relative to `folder`.
Result<void> CollectFiles(Files& files, const std::string& folder, const std::string& relative,
                          std::vector<std::string>& out) {
  const std::string path = folder + "/" + relative;
  const auto names = files.List(path);
  if (!names) {
    out.push_back(relative);
    return {};
  }
  for (const std::string& name : *names) TRY(CollectFiles(files, folder, relative + "/" + name, out));
  return {};
}

// A known file, or what SQLite keeps beside one.
bool IsKnown(const std::set<std::string>& known, const std::string& path) {
  if (known.contains(path)) return true;
  for (const std::string_view suffix : {"-wal", "-shm"}) {
    if (path.ends_with(suffix) && known.contains(path.substr(0, path.size() - suffix.size()))) return true;
  }
  return false;
}

}  // namespace

// ---- staging

Staging::Staging(Files& files, std::string folder, std::unique_ptr<FileLock> lock)
    : files_(files), folder_(std::move(folder)), lock_(std::move(lock)) {}

Staging::~Staging() { static_cast<void>(files_.Remove(folder_)); }

Result<std::unique_ptr<Staging>> Lake::NewStaging(std::string_view job) {
  if (access_ != Access::kWrite) return Fail(errors::kReadOnly);
  TRY_ASSIGN(const int64_t number, Mint("staging"));
  const std::string folder = PathOf(fmt::format("staging/{}-{}", job, number));
  TRY(files_.MakeFolder(folder));
  TRY_ASSIGN(auto lock, files_.Lock(folder + "/lock"));
  return std::make_unique<Staging>(files_, folder, std::move(lock));
}

// A staging folder whose lock is free belongs to nobody any more.
Result<void> Lake::ClearStaging() {
  TRY_ASSIGN(const std::vector<std::string> jobs, files_.List(PathOf("staging")));
  for (const std::string& job : jobs) {
    const std::string folder = PathOf("staging/" + job);
    if (!files_.List(folder)) {
      TRY(files_.Remove(folder));
      continue;
    }
    const auto lock = files_.Lock(folder + "/lock");
    if (!lock && lock.error().id == xiuhua::errors::kLockHeld.id) continue;
    TRY(files_.Remove(folder));
  }
  return {};
}

// ---- opening

Lake::Lake(std::string folder, Files& files, store::Store& store, Access access)
    : folder_(std::move(folder)), files_(files), store_(store), access_(access), clock_(&ComputerClock()) {}
Lake::~Lake() = default;

std::string Lake::PathOf(std::string_view relative) const { return folder_ + "/" + std::string(relative); }

Result<std::unique_ptr<Lake>> Lake::Open(const std::string& data_folder, Files& files, store::Store& store,
                                         Access access) {
  std::unique_ptr<Lake> lake(new Lake(data_folder, files, store, access));
  TRY(lake->OpenChecked());
  return lake;
}

Result<void> Lake::OpenChecked() {
  if (access_ == Access::kRead) return MatchStore();
  TRY(files_.MakeFolder(folder_));
  TRY_ASSIGN(writer_lock_, files_.Lock(PathOf("lock")));
  TRY(MakeFolders());
  TRY(MatchStore());
  TRY(ClearStaging());
  return RemoveDebris();
}

Result<void> Lake::MakeFolders() {
  for (const char* name : kContentFolders) TRY(files_.MakeFolder(PathOf(name)));
  TRY(files_.MakeFolder(PathOf("staging")));
  return files_.MakeFolder(PathOf("site"));
}

Result<void> Lake::WriteLakeId(int64_t highest) {
  const nlohmann::json json{{"lake_id", lake_id_}, {"highest_manifest", highest}};
  return files_.WriteDurably(PathOf("LAKE_ID"), json.dump() + "\n");
}

// Brings folder and store together, or says why they must not be used together.
Result<void> Lake::MatchStore() {
  const auto foreign = [this](const char* zh, const char* en) { return Fail(errors::kLakeForeign, {folder_, zh, en}); };
  TRY_ASSIGN(const auto rows, store_.Query("SELECT lake_id, highest_manifest FROM lake"));
  const bool has_file = files_.Exists(PathOf("LAKE_ID"));
  if (!has_file && !rows.empty()) return foreign("目录里没有 LAKE_ID 文件", "the folder has no LAKE_ID");
  std::optional<LakeIdFile> file;
  if (has_file) {
    TRY_ASSIGN(const std::string content, files_.Read(PathOf("LAKE_ID")));
    file = ParseLakeId(content);
    if (!file) return foreign("LAKE_ID 文件已损坏", "LAKE_ID is damaged");
    lake_id_ = file->lake_id;
  }
  if (rows.empty()) {
    if (file && file->highest_manifest > 0) {
      return foreign("数据库是空的，不认识这个目录", "the store is empty and does not know this folder");
    }
    return CreateLake(file.has_value());
  }
  if (rows[0].Text(0) != lake_id_) return foreign("编号不同", "their ids differ");
  const int64_t known = rows[0].Int(1);
  if (known < file->highest_manifest) {
    return Fail(errors::kStoreBehind, {std::to_string(known), std::to_string(file->highest_manifest)});
  }
  // The store is ahead when a commit ended between its transaction and the rewriting of LAKE_ID.
  if (known > file->highest_manifest && access_ == Access::kWrite) return WriteLakeId(known);
  return {};
}

// The file first, then the store: a broken creation leaves a file that says 0 and is taken up again.
Result<void> Lake::CreateLake(bool has_file) {
  if (access_ == Access::kRead) return Fail(xiuhua::errors::kFileNotReadable, {PathOf("LAKE_ID"), "ENOENT"});
  if (!has_file) {
    for (const char* name : kContentFolders) {
      TRY_ASSIGN(const auto names, files_.List(PathOf(name)));
      if (!names.empty()) {
        return Fail(errors::kLakeForeign,
                    {folder_, "目录里已有数据却没有 LAKE_ID 文件", "it holds data but no LAKE_ID"});
      }
    }
    lake_id_ = NewLakeId();
    TRY(WriteLakeId(0));
  }
  return store_.Transaction(
      [this] { return store_.Execute("INSERT INTO lake (lake_id, highest_manifest) VALUES (?, 0)", {lake_id_}); });
}

// ---- ids

Result<int64_t> Lake::Mint(std::string_view counter, int64_t count) {
  if (access_ != Access::kWrite) return Fail(errors::kReadOnly);
  CHECK(count > 0);
  int64_t first = 1;
  const std::string name(counter);
  const auto take = [&]() -> Result<void> {
    TRY_ASSIGN(const auto rows, store_.Query("SELECT next FROM counters WHERE name = ?", {name}));
    if (!rows.empty()) first = rows[0].Int(0);
    if (counter == "delivery" && first + count - 1 > kMaxDelivery) {
      return Fail(errors::kTooManyDeliveries, {std::to_string(kMaxDelivery)});
    }
    if (rows.empty()) return store_.Execute("INSERT INTO counters (name, next) VALUES (?, ?)", {name, first + count});
    return store_.Execute("UPDATE counters SET next = ? WHERE name = ?", {first + count, name});
  };
  TRY(store_.Transaction(take));
  return first;
}

// ---- committing

Result<Sealed> Lake::Seal(std::span<const StagedMove> moves, const std::map<std::string, std::string>& hashes) {
  Sealed sealed{.moves = {moves.begin(), moves.end()}, .files = {}};
  for (const StagedMove& move : moves) {
    std::vector<std::string> found;
    TRY(CollectFiles(files_, move.from, "", found));
    for (const std::string& relative : found) {
      const std::string path = move.from + relative;
      FileRow row{.path = move.target + relative, .size_bytes = 0, .sha256 = {}};
      TRY_ASSIGN(row.size_bytes, files_.SizeBytes(path));
      const auto known = hashes.find(path);
      if (known != hashes.end()) {
        row.sha256 = known->second;
      } else {
        TRY_ASSIGN(row.sha256, HashFile(path));
      }
      sealed.files.push_back(std::move(row));
    }
    TRY(files_.SyncTree(move.from));
  }
  return sealed;
}

Result<void> Lake::Commit(std::span<const StagedMove> moves,
                          const std::function<Result<void>(const std::vector<FileRow>& files)>& write_rows) {
  if (access_ != Access::kWrite) return Fail(errors::kReadOnly);
  TRY_ASSIGN(const Sealed sealed, Seal(moves));
  return CommitSealed(sealed, write_rows);
}

Result<void> Lake::CommitSealed(const Sealed& sealed,
                                const std::function<Result<void>(const std::vector<FileRow>& files)>& write_rows) {
  if (access_ != Access::kWrite) return Fail(errors::kReadOnly);
  TRY(MoveIntoPlace(sealed.moves));
  int64_t highest = 0;
  const Result<void> written = store_.Transaction([&]() -> Result<void> {
    TRY(write_rows(sealed.files));
    TRY(store_.Execute("UPDATE lake SET highest_manifest = highest_manifest + 1"));
    TRY_ASSIGN(const auto known, store_.Query("SELECT highest_manifest FROM lake"));
    highest = known[0].Int(0);
    return {};
  });
  if (!written) {
    for (const StagedMove& move : sealed.moves) static_cast<void>(files_.Remove(PathOf(move.target)));
    return written;
  }
  // The commit counts already; a LAKE_ID that could not be rewritten is caught up at the next start.
  static_cast<void>(WriteLakeId(highest));
  return {};
}

Result<void> Lake::MoveIntoPlace(std::span<const StagedMove> moves) {
  for (size_t i = 0; i < moves.size(); ++i) {
    Result<void> moved = files_.MoveDurably(moves[i].from, PathOf(moves[i].target));
    if (moved) continue;
    for (size_t done = 0; done <= i; ++done) static_cast<void>(files_.Remove(PathOf(moves[done].target)));
    return moved;
  }
  return {};
}

Result<std::vector<std::string>> Lake::KnownPaths() {
  std::vector<std::string> paths;
  for (const std::string_view table : kManifestTables) {
    std::string sql = "SELECT path FROM " + std::string(table);
    if (table == "delivery_files") {
      sql += " f JOIN deliveries d ON d.delivery_id = f.delivery_id WHERE d.state <> 'destroyed'";
    } else if (table == "run_files") {
      sql += " WHERE run_id NOT IN (SELECT run_id FROM runs WHERE state = 'destroyed')";
    } else if (table == "register_files") {
      sql += " WHERE register_id NOT IN (SELECT register_id FROM registers WHERE state = 'destroyed')";
    }
    TRY_ASSIGN(const auto rows, store_.Query(sql));
    for (const store::Row& row : rows) paths.push_back(row.Text(0));
  }
  return paths;
}

// What a broken commit left in place without manifest rows.
Result<void> Lake::RemoveDebris() {
  TRY_ASSIGN(const std::vector<std::string> paths, KnownPaths());
  const std::set<std::string> known(paths.begin(), paths.end());
  for (const char* name : kContentFolders) {
    TRY_ASSIGN(const std::vector<std::string> entries, files_.List(PathOf(name)));
    for (const std::string& entry : entries) {
      const std::string top = std::string(name) + "/" + entry;
      const auto below = known.lower_bound(top + "/");
      const bool holds_known = IsKnown(known, top) || (below != known.end() && below->starts_with(top + "/"));
      if (!holds_known) {
        TRY(files_.Remove(PathOf(top)));
        continue;
      }
      std::vector<std::string> found;
      TRY(CollectFiles(files_, folder_, top, found));
      for (const std::string& file : found) {
        if (!IsKnown(known, file)) TRY(files_.Remove(PathOf(file)));
      }
    }
  }
  return {};
}

// ---- audit log

void Lake::ActAs(std::string actor, const Clock& clock) {
  actor_ = std::move(actor);
  clock_ = &clock;
}

Result<void> Lake::Record(std::string_view action, std::string_view subject, std::string_view detail) {
  return AppendAuditEntry(store_, clock_->NowMicros(), actor_, action, subject, detail);
}

Result<void> Lake::RecordAlone(std::string_view action, std::string_view subject, std::string_view detail) {
  return store_.Transaction([&] { return Record(action, subject, detail); });
}

// ---- runs and registers

Result<void> Lake::WriteFileRows(std::string_view table, std::string_view id_column, int64_t id,
                                 const std::vector<FileRow>& files) {
  size_t next = 0;
  const std::string sql =
      fmt::format("INSERT INTO {} ({}, path, size_bytes, sha256) VALUES (?, ?, ?, ?)", table, id_column);
  return store_.ExecuteMany(sql, [&](std::vector<store::Value>& row) -> Result<bool> {
    if (next == files.size()) return false;
    const FileRow& file = files[next++];
    row = {id, file.path, file.size_bytes, file.sha256};
    return true;
  });
}

Result<void> Lake::WriteRunFiles(RunId run, const std::vector<FileRow>& files) {
  return WriteFileRows("run_files", "run_id", run.value, files);
}

Result<void> Lake::WriteRegisterFiles(int64_t register_id, const std::vector<FileRow>& files) {
  return WriteFileRows("register_files", "register_id", register_id, files);
}

Result<void> Lake::WriteTaskFiles(int64_t task_id, const std::vector<FileRow>& files) {
  return WriteFileRows("task_files", "task_id", task_id, files);
}

Result<void> Lake::WriteRunDeliveries(RunId run, std::span<const DeliveryId> deliveries) {
  for (const DeliveryId delivery : deliveries) {
    TRY(store_.Execute("INSERT INTO run_deliveries (run_id, delivery_id) VALUES (?, ?)", {run.value, delivery.value}));
  }
  return {};
}

// ---- files

Result<std::string> Lake::Readable(const FileRow& file) {
  std::string path = PathOf(file.path);
  if (!files_.Exists(path)) return Fail(errors::kFileDiffers, {file.path, "不见了", "is missing"});
  TRY_ASSIGN(const int64_t size, files_.SizeBytes(path));
  if (size != file.size_bytes) return Fail(errors::kFileDiffers, {file.path, "大小不对", "has another size"});
  return path;
}

Result<std::vector<FileProblem>> Lake::CheckLake(Progress& progress) {
  std::vector<FileProblem> problems;
  std::set<std::string> known;
  TRY_ASSIGN(const std::vector<std::string> alive, KnownPaths());
  const std::set<std::string> promised(alive.begin(), alive.end());
  progress.Begin("check-lake", static_cast<int64_t>(alive.size()));
  for (const std::string_view table : kManifestTables) {
    TRY_ASSIGN(const auto rows,
               store_.Query(fmt::format("SELECT path, size_bytes, sha256 FROM {} ORDER BY path", table)));
    for (const store::Row& row : rows) {
      const FileRow file{row.Text(0), row.Int(1), row.Text(2)};
      if (!promised.contains(file.path)) continue;
      if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
      progress.Tick(1);
      const auto readable = Readable(file);
      if (!readable) {
        problems.push_back({file.path, readable.error()});
        continue;
      }
      TRY_ASSIGN(const std::string hash, HashFile(*readable));
      if (hash == file.sha256) continue;
      problems.push_back({file.path, MakeError(errors::kFileDiffers, {file.path, "内容变了", "has changed"})});
    }
  }
  for (const char* name : kContentFolders) {
    std::vector<std::string> found;
    TRY_ASSIGN(const auto entries, files_.List(PathOf(name)));
    for (const std::string& entry : entries) TRY(CollectFiles(files_, folder_, std::string(name) + "/" + entry, found));
    for (const std::string& path : found) {
      if (IsKnown(promised, path)) continue;
      problems.push_back({path, MakeError(errors::kFileDiffers, {path, "没有登记", "is not in the manifest"})});
    }
  }
  progress.End();
  return problems;
}

}  // namespace xiuhua::lake
