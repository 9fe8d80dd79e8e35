// Files: what we need of a disk, as an interface, so that tests can lose un-synced writes or fill the disk.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace xiuhua {

// Held while alive; released on destruction or process death (flock).
class FileLock {
 public:
  virtual ~FileLock() = default;
};

class Files {
 public:
  virtual ~Files() = default;

  // Whole file into memory. Errors: BAS-001.
  virtual Result<std::string> Read(const std::string& path) = 0;
  // Creates or replaces `path` with mode 0600, durable (file and folder synced) when it returns. Errors: BAS-002.
  virtual Result<void> WriteDurably(const std::string& path, std::string_view content) = 0;
  // Byte copy to a new file of mode 0600; not yet synced. Errors: BAS-001, BAS-002.
  virtual Result<void> Copy(const std::string& from, const std::string& to) = 0;
  // Makes a file's (or folder's) content durable. Errors: BAS-002.
  virtual Result<void> Sync(const std::string& path) = 0;
  // Every regular file below `folder` and every folder, then `folder` itself; a file is synced as such.
  virtual Result<void> SyncTree(const std::string& folder) = 0;
  // Atomic within one file system; the parent folders are synced after. Errors: BAS-002.
  virtual Result<void> MoveDurably(const std::string& from, const std::string& to) = 0;
  // Creates with parents, mode 0700. Existing is fine.
  virtual Result<void> MakeFolder(const std::string& path) = 0;
  // Removes a file or a whole folder; absent is fine.
  virtual Result<void> Remove(const std::string& path) = 0;
  virtual bool Exists(const std::string& path) = 0;
  // Names (not paths) in a folder, sorted. Errors: BAS-001.
  virtual Result<std::vector<std::string>> List(const std::string& folder) = 0;
  virtual Result<int64_t> SizeBytes(const std::string& path) = 0;
  // Takes the exclusive lock of `path` (created if absent) without waiting. Errors: BAS-004 when another holds it.
  virtual Result<std::unique_ptr<FileLock>> Lock(const std::string& path) = 0;
};

// The real disk. Thread-safe.
Files& RealFiles();

// SHA-256 of a file's bytes, lower-case hex, streamed. Errors: BAS-001.
Result<std::string> HashFile(const std::string& path);
std::string HashBytes(std::string_view bytes);  // SHA-256, lower-case hex

}  // namespace xiuhua
