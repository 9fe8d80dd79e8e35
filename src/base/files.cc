#include "base/files.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base/errors.h"

namespace xiuhua {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> ReadError(const std::string& path, int code) {
  return Fail(errors::kFileNotReadable, {path, std::strerror(code)});
}
std::unexpected<Error> WriteError(const std::string& path, int code) {
  return Fail(errors::kFileNotWritable, {path, std::strerror(code)});
}

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
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

class HeldLock final : public FileLock {
 public:
  explicit HeldLock(int fd) : fd_(fd) {}
  ~HeldLock() override { ::close(fd_); }

 private:
  int fd_;
};

Result<void> WriteAll(int fd, const std::string& path, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return WriteError(path, errno);
    content.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

std::string ParentOf(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

class DiskFiles final : public Files {
 public:
  Result<std::string> Read(const std::string& path) override {
    const Descriptor file(path, O_RDONLY);
    if (file.get() < 0) return ReadError(path, errno);
    std::string content;
    std::array<char, 65536> buffer{};
    while (true) {
      const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return ReadError(path, errno);
      if (got == 0) return content;
      content.append(buffer.data(), static_cast<size_t>(got));
    }
  }

  Result<void> WriteDurably(const std::string& path, std::string_view content) override {
    const std::string aside = path + ".new";
    {
      const Descriptor file(aside, O_WRONLY | O_CREAT | O_TRUNC, 0600);
      if (file.get() < 0) return WriteError(path, errno);
      TRY(WriteAll(file.get(), path, content));
      if (::fsync(file.get()) != 0) return WriteError(path, errno);
    }
    return MoveDurably(aside, path);
  }

  Result<void> Copy(const std::string& from, const std::string& to) override {
    const Descriptor source(from, O_RDONLY);
    if (source.get() < 0) return ReadError(from, errno);
    const Descriptor target(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (target.get() < 0) return WriteError(to, errno);
    std::array<char, 1 << 16> buffer{};
    while (true) {
      const ssize_t got = ::read(source.get(), buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return ReadError(from, errno);
      if (got == 0) return {};
      TRY(WriteAll(target.get(), to, {buffer.data(), static_cast<size_t>(got)}));
    }
  }

  Result<void> Sync(const std::string& path) override {
    const Descriptor file(path, O_RDONLY);
    if (file.get() < 0 || ::fsync(file.get()) != 0) return WriteError(path, errno);
    return {};
  }

  Result<void> SyncTree(const std::string& folder) override {
    std::error_code code;
    if (!fs::is_directory(folder, code)) return Sync(folder);
    for (fs::recursive_directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
      TRY(Sync(it->path().string()));
    }
    if (code) return WriteError(folder, code.value());
    return Sync(folder);
  }

  Result<void> MoveDurably(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) return WriteError(to, errno);
    TRY(Sync(ParentOf(to)));
    if (ParentOf(from) != ParentOf(to)) TRY(Sync(ParentOf(from)));
    return {};
  }

  Result<void> MakeFolder(const std::string& path) override {
    std::error_code code;
    if (fs::is_directory(path, code)) return {};
    const std::string parent = fs::path(path).parent_path().string();
    if (!parent.empty() && !fs::exists(parent, code)) TRY(MakeFolder(parent));
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return WriteError(path, errno);
    return {};
  }

  Result<void> Remove(const std::string& path) override {
    std::error_code code;
    fs::remove_all(path, code);
    if (code) return WriteError(path, code.value());
    return {};
  }

  bool Exists(const std::string& path) override {
    std::error_code code;
    return fs::exists(path, code);
  }

  Result<std::vector<std::string>> List(const std::string& folder) override {
    std::vector<std::string> names;
    std::error_code code;
    for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
      names.push_back(it->path().filename().string());
    }
    if (code) return ReadError(folder, code.value());
    std::ranges::sort(names);
    return names;
  }

  Result<int64_t> SizeBytes(const std::string& path) override {
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0) return ReadError(path, errno);
    return static_cast<int64_t>(info.st_size);
  }

  Result<std::unique_ptr<FileLock>> Lock(const std::string& path) override {
    Descriptor file(path, O_RDWR | O_CREAT, 0600);
    if (file.get() < 0) return WriteError(path, errno);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) return Fail(errors::kLockHeld, {path});
    return std::make_unique<HeldLock>(file.release());
  }
};

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context_, EVP_sha256(), nullptr); }
  ~Sha256() { EVP_MD_CTX_free(context_); }
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void Add(std::string_view bytes) { EVP_DigestUpdate(context_, bytes.data(), bytes.size()); }
  std::string Hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    EVP_DigestFinal_ex(context_, digest.data(), &length);
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex;
    for (unsigned int i = 0; i < length; ++i) {
      hex += kDigits[digest[i] >> 4U];
      hex += kDigits[digest[i] & 15U];
    }
    return hex;
  }

 private:
  EVP_MD_CTX* context_;
};

}  // namespace

Files& RealFiles() {
  static DiskFiles files;
  return files;
}

std::string HashBytes(std::string_view bytes) {
  Sha256 hash;
  hash.Add(bytes);
  return hash.Hex();
}

Result<std::string> HashFile(const std::string& path) {
  const Descriptor file(path, O_RDONLY);
  if (file.get() < 0) return ReadError(path, errno);
  Sha256 hash;
  std::array<char, 1 << 16> buffer{};
  while (true) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return ReadError(path, errno);
    if (got == 0) return hash.Hex();
    hash.Add({buffer.data(), static_cast<size_t>(got)});
  }
}

}  // namespace xiuhua
