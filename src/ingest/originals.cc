#include "ingest/originals.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>

#include "base/errors.h"
#include "base/files.h"
#include "ingest/import_errors.h"
#include "ingest/redact.h"

namespace xiuhua::ingest {
namespace {

constexpr size_t kBlock = 1 << 20;
constexpr size_t kMaxNameBytes = 180;

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags, mode_t mode = 0)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

Result<void> WriteAll(int fd, const char* data, size_t size, const std::string& path) {
  while (size > 0) {
    const ssize_t written = ::write(fd, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Fail(xiuhua::errors::kFileNotWritable, {path, std::strerror(errno)});
    data += written;
    size -= static_cast<size_t>(written);
  }
  return {};
}

// The name without folders, cut to what file systems take (whole characters only; the ending stays).
std::string KeptName(const std::string& file, int64_t part) {
  const std::filesystem::path path(file);
  std::string stem = path.stem().string();
  if (stem.size() > kMaxNameBytes) {
    stem.resize(kMaxNameBytes);
    while (!stem.empty() && (static_cast<unsigned char>(stem.back()) & 0xC0U) == 0x80U) stem.pop_back();
    if (!stem.empty()) stem.pop_back();
  }
  return std::to_string(part) + "_" + stem + path.extension().string().substr(0, 20);
}

// Columns to empty per file on disk and sheet.
std::map<std::string, std::vector<RedactSheet>> ColumnsToDrop(const std::vector<SourceGroup>& all) {
  std::map<std::string, std::vector<RedactSheet>> files;
  for (const SourceGroup& group : all) {
    for (const SheetChoice& choice : group.sheets) {
      if (choice.notes_only) continue;
      const HeaderMatch match = MatchHeader(*group.source, choice.head.layout);
      if (match.dropped.empty()) continue;
      files[choice.sheet.disk_path()].push_back(
          {choice.sheet.sheet(), {match.dropped.begin(), match.dropped.end()}, choice.head.layout.last_header_row + 1});
    }
  }
  return files;
}

}  // namespace

Result<std::string> CopyHashed(const std::string& from, const std::string& to, Progress& progress) {
  const Descriptor source(from, O_RDONLY);
  if (source.get() < 0) return Fail(xiuhua::errors::kFileNotReadable, {from, std::strerror(errno)});
  const Descriptor target(to, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (target.get() < 0) return Fail(xiuhua::errors::kFileNotWritable, {to, std::strerror(errno)});
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr);
  std::string buffer(kBlock, '\0');
  while (true) {
    if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
    const ssize_t got = ::read(source.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Fail(xiuhua::errors::kFileNotReadable, {from, std::strerror(errno)});
    if (got == 0) break;
    EVP_DigestUpdate(hash.get(), buffer.data(), static_cast<size_t>(got));
    TRY(WriteAll(target.get(), buffer.data(), static_cast<size_t>(got), to));
    progress.Tick(got);
  }
  std::array<unsigned char, 32> digest{};
  EVP_DigestFinal_ex(hash.get(), digest.data(), nullptr);
  std::string hex;
  for (const unsigned char byte : digest) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 15U];
  }
  return hex;
}

Result<KeptOriginals> KeepOriginals(const SourceGroup& group, const std::vector<SourceGroup>& all,
                                    const std::string& copy, const std::string& received, const std::string& folder,
                                    const OpenOptions& options, Progress& progress) {
  const std::map<std::string, std::vector<RedactSheet>> to_drop = ColumnsToDrop(all);
  std::vector<std::string> done;
  KeptOriginals kept;
  std::string together;
  int64_t part = 0;
  for (const SheetChoice& choice : group.sheets) {
    ++part;
    const std::string& disk_path = choice.sheet.disk_path();
    if (std::ranges::find(done, disk_path) != done.end()) continue;
    done.push_back(disk_path);
    const std::string target = folder + "/" + KeptName(choice.sheet.file(), part);
    const auto dropped = to_drop.find(disk_path);
    if (dropped != to_drop.end()) {
      const auto redacted = RedactCopy(disk_path, choice.sheet.format(), dropped->second, target, options);
      if (!redacted) return Fail(redacted.error());
      TRY_ASSIGN(kept.hashes[target], HashFile(target));
    } else if (disk_path == copy && all.size() == 1) {
      std::error_code code;
      std::filesystem::create_hard_link(copy, target, code);
      if (code) return Fail(xiuhua::errors::kFileNotWritable, {target, code.message()});
      kept.hashes[target] = received;
    } else {
      TRY_ASSIGN(kept.hashes[target], CopyHashed(disk_path, target, progress));
    }
    together += kept.hashes[target];
  }
  kept.sha256 = kept.hashes.size() == 1 ? together : HashBytes(together);
  return kept;
}

}  // namespace xiuhua::ingest
