#include "ingest/open_ole.h"

#include <cstring>
#include <fstream>
#include <string_view>
#include <vector>

namespace xiuhua::ingest {
namespace {

constexpr uint32_t kEndOfChain = 0xFFFFFFFA;  // and above: special sector numbers
constexpr int kMaxDirectorySectors = 4096;
constexpr uint16_t kRecordFilePass = 0x002F;

class OleFile {
 public:
  explicit OleFile(const std::string& path) : in_(path, std::ios::binary) {}

  bool ReadHeader() {
    unsigned char head[512] = {};
    if (!in_.read(reinterpret_cast<char*>(head), sizeof(head))) return false;
    const uint32_t shift = Le(head + 30, 2);
    if (shift != 9 && shift != 12) return false;
    sector_bytes_ = 1U << shift;
    directory_ = Le(head + 48, 4);
    mini_cutoff_ = Le(head + 56, 4);
    for (size_t i = 0; i < 109; ++i) fat_sectors_.push_back(Le(head + 76 + i * 4, 4));
    return true;
  }
  bool Sector(uint32_t number, std::vector<unsigned char>& out) {
    if (number >= kEndOfChain) return false;
    out.assign(sector_bytes_, 0);
    in_.clear();
    in_.seekg((static_cast<std::streamoff>(number) + 1) * static_cast<std::streamoff>(sector_bytes_));
    in_.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(sector_bytes_));
    return in_.gcount() >= 128;
  }
  // Only files whose allocation table fits the header's list are followed; that is up to 7 MB at 512 bytes a sector.
  uint32_t NextOf(uint32_t sector) {
    const uint32_t per_sector = sector_bytes_ / 4;
    const size_t index = sector / per_sector;
    std::vector<unsigned char> table;
    if (index >= fat_sectors_.size() || !Sector(fat_sectors_[index], table)) return kEndOfChain;
    return Le(table.data() + (sector % per_sector) * 4, 4);
  }
  static uint32_t Le(const unsigned char* at, int bytes) {
    uint32_t value = 0;
    for (int i = bytes - 1; i >= 0; --i) value = value << 8 | at[i];
    return value;
  }
  [[nodiscard]] uint32_t directory() const { return directory_; }
  [[nodiscard]] uint32_t mini_cutoff() const { return mini_cutoff_; }

 private:
  std::ifstream in_;
  uint32_t sector_bytes_ = 512;
  uint32_t directory_ = 0;
  uint32_t mini_cutoff_ = 4096;
  std::vector<uint32_t> fat_sectors_;
};

// FILEPASS stands among the first records of an encrypted workbook stream.
bool HasFilePass(OleFile& file, uint32_t start) {
  std::vector<unsigned char> sector;
  if (!file.Sector(start, sector)) return false;
  for (size_t at = 0; at + 4 <= sector.size();) {
    const uint32_t id = OleFile::Le(sector.data() + at, 2), size = OleFile::Le(sector.data() + at + 2, 2);
    if (id == kRecordFilePass) return true;
    at += 4 + size;
  }
  return false;
}

OleContent JudgeEntry(OleFile& file, const unsigned char* entry) {
  const uint32_t name_bytes = OleFile::Le(entry + 64, 2);
  if (name_bytes < 2 || name_bytes > 64) return OleContent::kUnknown;
  std::string name;
  for (uint32_t i = 0; i + 2 < name_bytes; i += 2) name += static_cast<char>(entry[i]);
  if (name == "EncryptedPackage") return OleContent::kOfficeEncrypted;
  if (name == "WordDocument") return OleContent::kWord;
  if (name == "PowerPoint Document") return OleContent::kPowerPoint;
  if (name != "Workbook" && name != "Book") return OleContent::kUnknown;
  const bool small = OleFile::Le(entry + 120, 4) < file.mini_cutoff();
  return !small && HasFilePass(file, OleFile::Le(entry + 116, 4)) ? OleContent::kXlsEncrypted : OleContent::kXls;
}

}  // namespace

OleContent LookIntoOle(const std::string& path) {
  OleFile file(path);
  if (!file.ReadHeader()) return OleContent::kDamaged;
  OleContent found = OleContent::kUnknown;
  uint32_t sector = file.directory();
  std::vector<unsigned char> bytes;
  for (int i = 0; i < kMaxDirectorySectors && file.Sector(sector, bytes); ++i) {
    for (size_t at = 0; at + 128 <= bytes.size(); at += 128) {
      const OleContent one = JudgeEntry(file, bytes.data() + at);
      if (one == OleContent::kOfficeEncrypted) return one;
      if (one != OleContent::kUnknown) found = one;
    }
    sector = file.NextOf(sector);
  }
  return found;
}

}  // namespace xiuhua::ingest
