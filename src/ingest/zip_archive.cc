#include "ingest/zip_archive.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unordered_map>

#include "base/errors.h"
#include "ingest/csv_decode.h"
#include "ingest/errors.h"

namespace xiuhua::ingest {
namespace {

constexpr int64_t kRatioFloor = 64LL << 20;

std::string DecodeName(const char* raw) {
  const std::string_view bytes(raw);
  std::string name(bytes);
  if (ValidUtf8Prefix(bytes) != static_cast<int64_t>(bytes.size())) {
    name.assign(bytes.size() * 4 + 8, '\0');
    UErrorCode code = U_ZERO_ERROR;
    const int32_t size = ucnv_convert("UTF-8", "GB18030", name.data(), static_cast<int32_t>(name.size()), raw,
                                      static_cast<int32_t>(bytes.size()), &code);
    name.resize(U_SUCCESS(code) ? static_cast<size_t>(size) : 0);
  }
  std::replace(name.begin(), name.end(), '\\', '/');
  return name;
}

std::string Fold(std::string_view name) {
  while (name.starts_with('/')) name.remove_prefix(1);
  std::string folded(name);
  for (char& c : folded) {
    if (c == '\\') c = '/';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

}  // namespace

struct ZipArchive::State {
  zip_t* zip = nullptr;
  std::string shown_name;
  ZipLimits limits;
  int64_t unpacked = 0;
  std::vector<ZipEntry> entries;
  std::unordered_map<std::string, size_t> by_name;
  ~State() {
    if (zip != nullptr) zip_discard(zip);
  }
};

struct ZipStream::State {
  std::shared_ptr<ZipArchive::State> archive;
  zip_file_t* file = nullptr;
  std::string name;
  int64_t packed = 0;
  int64_t unpacked = 0;
  ~State() {
    if (file != nullptr) zip_fclose(file);
  }
};

ZipStream::ZipStream() : state_(std::make_unique<State>()) {}
ZipStream::~ZipStream() = default;
int64_t ZipStream::unpacked() const { return state_->unpacked; }

Result<int64_t> ZipStream::Read(char* buffer, int64_t size) {
  State& s = *state_;
  const zip_int64_t n = zip_fread(s.file, buffer, static_cast<zip_uint64_t>(size));
  const std::string& shown = s.archive->shown_name;
  if (n < 0) {
    return Fail(errors::kZipDamaged, {shown, fmt::format("{}: {}", s.name, zip_file_strerror(s.file))},
                {.file = shown, .part = s.name});
  }
  s.unpacked += n;
  s.archive->unpacked += n;
  const bool too_dense =
      s.unpacked > kRatioFloor && s.unpacked / std::max<int64_t>(s.packed, 1) > s.archive->limits.max_ratio;
  if (too_dense || s.archive->unpacked > s.archive->limits.max_unpacked_bytes) {
    return Fail(errors::kZipBomb, {shown, fmt::format("{} > {} MiB", s.name, s.unpacked >> 20)},
                {.file = shown, .part = s.name});
  }
  return n;
}

ZipArchive::ZipArchive() : state_(std::make_shared<State>()) {}
ZipArchive::~ZipArchive() = default;
const std::vector<ZipEntry>& ZipArchive::entries() const { return state_->entries; }
const std::string& ZipArchive::shown_name() const { return state_->shown_name; }

Result<std::unique_ptr<ZipArchive>> ZipArchive::Open(const std::string& path, const std::string& shown_name,
                                                     const ZipLimits& limits) {
  std::unique_ptr<ZipArchive> archive(new ZipArchive());
  State& s = *archive->state_;
  s.shown_name = shown_name;
  s.limits = limits;
  int problem = 0;
  s.zip = zip_open(path.c_str(), ZIP_RDONLY, &problem);
  if (s.zip == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, problem);
    const std::string text = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (problem == ZIP_ER_OPEN || problem == ZIP_ER_NOENT)
      return Fail(xiuhua::errors::kFileNotReadable, {shown_name, text});
    return Fail(errors::kZipDamaged, {shown_name, text}, {.file = shown_name});
  }
  const zip_int64_t count = zip_get_num_entries(s.zip, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t info;
    zip_stat_init(&info);
    const char* raw = zip_get_name(s.zip, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
    if (raw == nullptr || zip_stat_index(s.zip, static_cast<zip_uint64_t>(i), 0, &info) != 0) continue;
    ZipEntry entry{.index = i, .name = DecodeName(raw)};
    entry.packed_bytes = static_cast<int64_t>(info.comp_size);
    entry.unpacked_bytes = static_cast<int64_t>(info.size);
    entry.folder = entry.name.ends_with('/');
    entry.encrypted = (info.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && info.encryption_method != ZIP_EM_NONE;
    entry.readable = zip_compression_method_supported(info.comp_method, 0) != 0;
    s.by_name.emplace(Fold(entry.name), s.entries.size());
    s.entries.push_back(std::move(entry));
  }
  return archive;
}

const ZipEntry* ZipArchive::Find(std::string_view name) const {
  const auto found = state_->by_name.find(Fold(name));
  return found == state_->by_name.end() ? nullptr : &state_->entries[found->second];
}

Result<std::unique_ptr<ZipStream>> ZipArchive::Read(const ZipEntry& entry) {
  const SourceRef where{.file = state_->shown_name, .part = entry.name};
  if (entry.encrypted) return Fail(errors::kZipEncrypted, {state_->shown_name, entry.name}, where);
  zip_file_t* file = entry.readable ? zip_fopen_index(state_->zip, static_cast<zip_uint64_t>(entry.index), 0) : nullptr;
  if (file == nullptr) {
    const std::string why = entry.readable ? zip_strerror(state_->zip) : "compression method";
    return Fail(errors::kZipDamaged, {state_->shown_name, entry.name + ": " + why}, where);
  }
  std::unique_ptr<ZipStream> stream(new ZipStream());
  stream->state_->archive = state_;
  stream->state_->file = file;
  stream->state_->name = entry.name;
  stream->state_->packed = entry.packed_bytes;
  return stream;
}

Result<std::string> ZipArchive::Head(const ZipEntry& entry, int64_t max_bytes) {
  TRY_ASSIGN(const auto stream, Read(entry));
  std::string head(static_cast<size_t>(max_bytes), '\0');
  int64_t filled = 0;
  while (filled < max_bytes) {
    TRY_ASSIGN(const int64_t n, stream->Read(head.data() + filled, max_bytes - filled));
    if (n == 0) break;
    filled += n;
  }
  head.resize(static_cast<size_t>(filled));
  return head;
}

Result<void> ZipArchive::Unpack(const ZipEntry& entry, const std::string& target, Progress& progress) {
  TRY_ASSIGN(const auto stream, Read(entry));
  const int fd = ::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return Fail(xiuhua::errors::kFileNotWritable, {target, std::strerror(errno)});
  std::vector<char> buffer(256 << 10);
  progress.Begin("解压 " + entry.name, entry.unpacked_bytes);
  Result<void> outcome;
  for (;;) {
    const auto n = stream->Read(buffer.data(), static_cast<int64_t>(buffer.size()));
    if (!n) outcome = Fail(n.error());
    if (!n || *n == 0) break;
    int64_t written = 0;
    while (written < *n) {
      const ssize_t w = ::write(fd, buffer.data() + written, static_cast<size_t>(*n - written));
      if (w <= 0 && errno != EINTR) outcome = Fail(xiuhua::errors::kFileNotWritable, {target, std::strerror(errno)});
      if (w <= 0 && errno != EINTR) break;
      written += std::max<ssize_t>(w, 0);
    }
    progress.Tick(*n);
    if (progress.cancelled()) outcome = Fail(xiuhua::errors::kCancelled);
    if (!outcome) break;
  }
  progress.End();
  ::close(fd);
  if (!outcome) ::unlink(target.c_str());
  return outcome;
}

}  // namespace xiuhua::ingest
