#include "ingest/xlsx_strings.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/errors.h"
#include "ingest/csv_decode.h"
#include "ingest/errors.h"

namespace xiuhua::ingest {
namespace {

constexpr int64_t kMaxTexts = 40'000'000;

}  // namespace

void RichText::Begin() { *this = RichText(); }

void RichText::Start(std::string_view name, const XmlAttributes& attributes) {
  if (name == "rPh") ++phonetic_;
  if (name == "r") run_strike_ = false;
  if (name == "strike") run_strike_ = attributes.Flag("val", true);
  if (name == "t") in_text_ = true;
}

void RichText::End(std::string_view name) {
  if (name == "rPh" && phonetic_ > 0) --phonetic_;
  if (name == "r") run_strike_ = false;
  if (name == "t") in_text_ = false;
}

void RichText::CountText(size_t size) { (run_strike_ ? struck_ : plain_) += size; }

class StringsHandler final : public XmlHandler {
 public:
  StringsHandler(SharedStrings& strings, const OpenOptions& options, std::string file)
      : strings_(strings), options_(options), file_(std::move(file)) {}
  void Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "si") {
      rich_.Begin();
      text_.clear();
      inside_ = true;
    } else if (inside_) {
      rich_.Start(name, attributes);
    }
  }
  void Text(std::string_view text) override {
    if (!inside_ || !rich_.Wants()) return;
    rich_.CountText(text.size());
    text_ += text;
    if (static_cast<int64_t>(text_.size()) <= options_.limits.max_cell_bytes) return;
    stop = MakeError(errors::kCellTooLong,
                     {fmt::format("sharedStrings #{}", strings_.size() + 1),
                      fmt::format("{} KiB", options_.limits.max_cell_bytes >> 10)},
                     {.file = file_});
  }
  void End(std::string_view name) override {
    if (name != "si" || !inside_) {
      if (inside_) rich_.End(name);
      return;
    }
    inside_ = false;
    UnescapeOoxml(text_, 0);
    const auto added = strings_.Add(text_, rich_.strike(), options_.limits.max_string_bytes, options_.temp_folder);
    if (!added) stop = added.error();
    if (strings_.size() > kMaxTexts) {
      stop = MakeError(errors::kFileTooLarge, {file_, fmt::format("> {}", kMaxTexts), std::to_string(kMaxTexts)},
                       {.file = file_});
    }
  }

 private:
  SharedStrings& strings_;
  const OpenOptions& options_;
  std::string file_;
  RichText rich_;
  std::string text_;
  bool inside_ = false;
};

SharedStrings::~SharedStrings() {
  if (mapped_ > 0) ::munmap(const_cast<char*>(data_), mapped_);
  if (spill_ >= 0) ::close(spill_);
}

Result<void> SharedStrings::Add(std::string_view text, bool strike, int64_t max_memory,
                                const std::string& temp_folder) {
  memory_ += text;
  bytes_ += text.size();
  if (count_ % kChunk == 0) ends_.push_back(std::make_unique<uint64_t[]>(kChunk));
  ends_.back()[static_cast<size_t>(count_ % kChunk)] = (bytes_ << 1) | (strike ? 1 : 0);
  ++count_;
  const int64_t hold = spill_ >= 0 ? 4 << 20 : max_memory;
  return static_cast<int64_t>(memory_.size()) > hold ? Spill(temp_folder) : Result<void>{};
}

Result<void> SharedStrings::Spill(const std::string& temp_folder) {
  if (spill_ < 0) {
    TRY_ASSIGN(spill_, NamelessFile(temp_folder));
  }
  std::string_view left = memory_;
  while (!left.empty()) {
    const ssize_t n = ::write(spill_, left.data(), left.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return Fail(xiuhua::errors::kFileNotWritable, {temp_folder, std::strerror(errno)});
    left.remove_prefix(static_cast<size_t>(n));
  }
  memory_ = std::string();
  return {};
}

Result<void> SharedStrings::Finish() {
  data_ = memory_.data();
  if (spill_ < 0 || bytes_ == 0) return {};
  TRY(Spill(""));
  void* at = ::mmap(nullptr, bytes_, PROT_READ, MAP_SHARED, spill_, 0);
  if (at == MAP_FAILED) return Fail(xiuhua::errors::kFileNotReadable, {"temporary file", std::strerror(errno)});
  data_ = static_cast<const char*>(at);
  mapped_ = bytes_;
  return {};
}

Result<std::shared_ptr<const SharedStrings>> SharedStrings::Read(ZipArchive& zip, const ZipEntry& entry,
                                                                 const OpenOptions& options) {
  std::shared_ptr<SharedStrings> strings(new SharedStrings());
  StringsHandler handler(*strings, options, zip.shown_name());
  options.progress->Begin("读取文字表", entry.unpacked_bytes);
  auto parsed = ParseEntry(zip, entry, handler, *options.progress);
  options.progress->End();
  TRY(parsed);
  TRY(strings->Finish());
  return strings;
}

}  // namespace xiuhua::ingest
