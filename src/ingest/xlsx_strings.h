// SharedStrings: the text table of an xlsx workbook. Up to max_memory bytes in memory, beyond that in a nameless mapped
// file; each text is addressed by 8 bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ingest/open_workbook.h"
#include "ingest/xlsx_xml.h"

namespace xiuhua::ingest {

class SharedStrings {
 public:
  // Errors: those of ParseEntry, ING-011 (over 40 million texts), ING-016.
  static Result<std::shared_ptr<const SharedStrings>> Read(ZipArchive& zip, const ZipEntry& entry,
                                                           const OpenOptions& options);
  ~SharedStrings();
  SharedStrings(const SharedStrings&) = delete;
  SharedStrings& operator=(const SharedStrings&) = delete;

  [[nodiscard]] int64_t size() const { return count_; }
  // `strike` tells whether every run of the text is struck through. Index in [0, size).
  [[nodiscard]] std::string_view At(int64_t index, bool& strike) const {
    const uint64_t begin = index == 0 ? 0 : Mark(index - 1) >> 1;
    const uint64_t mark = Mark(index);
    strike = (mark & 1) != 0;
    return {data_ + begin, static_cast<size_t>((mark >> 1) - begin)};
  }

 private:
  friend class StringsHandler;
  static constexpr int64_t kChunk = 1 << 16;
  SharedStrings() = default;
  [[nodiscard]] uint64_t Mark(int64_t index) const {
    return ends_[static_cast<size_t>(index / kChunk)][static_cast<size_t>(index % kChunk)];
  }
  Result<void> Add(std::string_view text, bool strike, int64_t max_memory, const std::string& temp_folder);
  Result<void> Spill(const std::string& temp_folder);
  Result<void> Finish();

  std::vector<std::unique_ptr<uint64_t[]>> ends_;  // end offset * 2 + strike
  int64_t count_ = 0;
  uint64_t bytes_ = 0;
  std::string memory_;
  int spill_ = -1;
  const char* data_ = nullptr;
  size_t mapped_ = 0;
};

// Collects the text of one <si> or <is>: runs joined, phonetic guides left out.
class RichText {
 public:
  void Begin();
  void Start(std::string_view name, const XmlAttributes& attributes);
  void End(std::string_view name);
  // True when text at this place belongs to the cell.
  [[nodiscard]] bool Wants() const { return in_text_ && phonetic_ == 0; }
  void CountText(size_t size);
  [[nodiscard]] bool strike() const { return struck_ > 0 && plain_ == 0; }

 private:
  int phonetic_ = 0;
  bool in_text_ = false;
  bool run_strike_ = false;
  size_t struck_ = 0, plain_ = 0;
};

}  // namespace xiuhua::ingest
