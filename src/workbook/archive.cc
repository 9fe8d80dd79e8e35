// Encrypted archives: WinZip AES-256, which 7-Zip, WinRAR and Bandizip open.
#include <openssl/rand.h>
#include <sys/stat.h>
#include <zip.h>

#include <array>
#include <string_view>

#include "workbook/errors.h"
#include "workbook/writer.h"

namespace xiuhua::workbook {
namespace {

Result<void> AddEntry(zip_t* archive, const std::string& archive_path, const ArchiveEntry& entry,
                      const std::string& password) {
  zip_source_t* source = zip_source_file(archive, entry.path.c_str(), 0, -1);
  const zip_int64_t index =
      source == nullptr ? -1 : zip_file_add(archive, entry.name.c_str(), source, ZIP_FL_ENC_UTF_8 | ZIP_FL_OVERWRITE);
  if (index < 0) {
    zip_source_free(source);
    return Fail(errors::kArchiveNotWritten, {archive_path, zip_strerror(archive)});
  }
  if (password.empty()) return {};
  if (zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256, password.c_str()) != 0) {
    return Fail(errors::kArchiveNotWritten, {archive_path, zip_strerror(archive)});
  }
  return {};
}

}  // namespace

Result<void> WriteArchive(const std::string& path, const std::vector<ArchiveEntry>& entries,
                          const std::string& password) {
  int code = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  if (archive == nullptr) return Fail(errors::kArchiveNotWritten, {path, "zip " + std::to_string(code)});
  for (const ArchiveEntry& entry : entries) {
    if (auto added = AddEntry(archive, path, entry, password); !added) {
      zip_discard(archive);
      return added;
    }
  }
  if (zip_close(archive) != 0) {
    const std::string words = zip_strerror(archive);
    zip_discard(archive);
    return Fail(errors::kArchiveNotWritten, {path, words});
  }
  ::chmod(path.c_str(), 0600);
  return {};
}

bool SystemRandomBytes(std::span<unsigned char> bytes) {
  return RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1;
}

Result<std::string> RandomPassword(const RandomBytes& random) {
  constexpr std::string_view kLetters = "23456789abcdefghijkmnpqrstuvwxyz";  // 32, no 0 o 1 l
  std::array<unsigned char, 20> bytes{};
  if (!random(bytes)) return Fail(errors::kNoRandomness);
  std::string password;
  for (const unsigned char byte : bytes) password += kLetters[byte % 32];
  return password;
}

}  // namespace xiuhua::workbook
