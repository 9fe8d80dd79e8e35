// ZipArchive: reading a zip file that may be hostile. Sizes are counted while unpacking, never believed; names without
// the UTF-8 mark are taken as GB18030 when they are not valid UTF-8.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"

namespace xiuhua::ingest {

struct ZipLimits {
  int64_t max_unpacked_bytes = 16LL << 30;  // over all streams of this archive
  int64_t max_ratio = 200;                  // looked at above 64 MiB of one stream
};

struct ZipEntry {
  int64_t index = 0;
  std::string name;  // UTF-8, '/' between folders
  int64_t packed_bytes = 0;
  int64_t unpacked_bytes = 0;  // as declared
  bool folder = false;
  bool encrypted = false;
  bool readable = true;  // false: a compression method this build cannot unpack
};

class ZipArchive;

// One entry being unpacked.
class ZipStream {
 public:
  ~ZipStream();
  ZipStream(const ZipStream&) = delete;
  ZipStream& operator=(const ZipStream&) = delete;
  // Fills up to `size` bytes; 0 at the end. Errors: ING-007 (damaged, checksum), ING-008 (bomb).
  Result<int64_t> Read(char* buffer, int64_t size);
  [[nodiscard]] int64_t unpacked() const;

 private:
  friend class ZipArchive;
  ZipStream();
  struct State;
  std::unique_ptr<State> state_;
};

// Not thread-safe: one archive (opened again) a thread.
class ZipArchive {
 public:
  // Errors: BAS-001, ING-007. `shown_name` stands in errors.
  static Result<std::unique_ptr<ZipArchive>> Open(const std::string& path, const std::string& shown_name,
                                                  const ZipLimits& limits);
  ~ZipArchive();
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;

  [[nodiscard]] const std::vector<ZipEntry>& entries() const;
  // By name without regard to ASCII case, '\' or a leading '/'; nullptr when absent.
  [[nodiscard]] const ZipEntry* Find(std::string_view name) const;
  [[nodiscard]] const std::string& shown_name() const;
  // Errors: ING-006 (encrypted), ING-007.
  Result<std::unique_ptr<ZipStream>> Read(const ZipEntry& entry);
  // The first `max_bytes` of an entry.
  Result<std::string> Head(const ZipEntry& entry, int64_t max_bytes);
  // Unpacks into a new file (mode 0600). Errors as ZipStream::Read, BAS-002, BAS-003.
  Result<void> Unpack(const ZipEntry& entry, const std::string& target, Progress& progress);

  struct State;

 private:
  ZipArchive();
  std::shared_ptr<State> state_;
};

}  // namespace xiuhua::ingest
