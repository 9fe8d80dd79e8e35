#include "ingest/redact_xlsx.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <map>
#include <set>

#include "base/errors.h"
#include "base/files.h"
#include "ingest/errors.h"
#include "ingest/xlsx_book.h"

namespace xiuhua::ingest {
namespace {

constexpr std::string_view kDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

// Parts that may repeat what stands in cells.
bool IsLeftOut(std::string_view part) {
  static constexpr std::array<std::string_view, 6> kWords = {"comments",   "threadedcomment", "pivotcache",
                                                             "pivottable", "thumbnail",       "persons/"};
  std::string folded(part);
  for (char& c : folded) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view w) { return folded.find(w) != std::string::npos; });
}

// Where we are among rows and cells, with or without r attributes.
class CellWalk {
 public:
  explicit CellWalk(const RedactSheet* what) : what_(what) {}
  void StartRow(const XmlAttributes& a) {
    row_ = a.Number("r", row_ + 1);
    column_ = -1;
  }
  // True when this cell's content is to go.
  bool StartCell(const XmlAttributes& a) {
    const char* name = a.Find("r");
    int64_t row = 0;
    ++column_;
    if (name != nullptr) ParseCellName(name, row, column_);
    return what_ != nullptr && row_ >= what_->first_row &&
           std::find(what_->columns.begin(), what_->columns.end(), column_) != what_->columns.end();
  }

 private:
  const RedactSheet* what_;
  int64_t row_ = 0;
  int32_t column_ = -1;
};

// First pass: which shared strings remaining cells use.
class UseHandler final : public XmlHandler {
 public:
  UseHandler(const RedactSheet* what, std::vector<bool>& used) : walk_(what), used_(used) {}
  void Start(std::string_view name, const XmlAttributes& a) override {
    if (name == "row") walk_.StartRow(a);
    if (name == "c") {
      const char* type = a.Find("t");
      shared_ = !walk_.StartCell(a) && type != nullptr && std::string_view(type) == "s";
    }
    value_ = shared_ && name == "v";
    digits_.clear();
  }
  void Text(std::string_view text) override {
    if (value_ && digits_.size() + text.size() < 20) digits_ += text;
  }
  void End(std::string_view name) override {
    if (!value_ || name != "v") return;
    value_ = false;
    size_t index = 0;
    const auto [end, code] = std::from_chars(digits_.data(), digits_.data() + digits_.size(), index);
    if (code != std::errc() || index > 50'000'000) return;
    if (index >= used_.size()) used_.resize(std::max(index + 1, used_.size() * 2));
    used_[index] = true;
  }

 private:
  CellWalk walk_;
  std::vector<bool>& used_;
  bool shared_ = false, value_ = false;
  std::string digits_;
};

// Copies a part to a file, leaving out what `Skips` names.
class Copier : public XmlHandler {
 public:
  explicit Copier(int fd) : fd_(fd) {
    copying = true;
    buffer_ = kDeclaration;
  }
  void Start(std::string_view name, const XmlAttributes& a) override {
    ++depth_;
    if (skip_from_ == 0 && Skips(name, a)) skip_from_ = depth_;
    keep = skip_from_ == 0;
  }
  void End(std::string_view name) override {
    if (skip_from_ == depth_) {
      skip_from_ = 0;
      keep = false;
      --depth_;
      return;
    }
    Leaves(name);
    --depth_;
    keep = skip_from_ == 0;
  }
  void Text(std::string_view) override { Resume(); }
  void Raw(std::string_view text) override {
    buffer_ += text;
    if (buffer_.size() > (1 << 20)) Flush();
  }
  Result<void> Finish() {
    Flush();
    if (failed_) return Fail(xiuhua::errors::kFileNotWritable, {"temporary file", std::strerror(ENOSPC)});
    return {};
  }

 protected:
  virtual bool Skips(std::string_view name, const XmlAttributes& a) = 0;
  virtual void Leaves(std::string_view) {}
  void Emit(std::string_view text) { Raw(text); }
  [[nodiscard]] int depth() const { return depth_; }
  void Resume() { keep = skip_from_ == 0; }

 private:
  void Flush() {
    std::string_view left = buffer_;
    while (!left.empty() && !failed_) {
      const ssize_t n = ::write(fd_, left.data(), left.size());
      if (n <= 0) failed_ = n == 0 || errno != EINTR;
      if (n > 0) left.remove_prefix(static_cast<size_t>(n));
    }
    buffer_.clear();
  }
  int fd_;
  int depth_ = 0;
  int skip_from_ = 0;  // depth of the element being left out
  bool failed_ = false;
  std::string buffer_;
};

class SheetCopier final : public Copier {
 public:
  SheetCopier(int fd, const RedactSheet& what, RedactResult& result) : Copier(fd), walk_(&what), result_(result) {}

 private:
  bool Skips(std::string_view name, const XmlAttributes& a) override {
    static constexpr std::array<std::string_view, 7> kBlocks = {
        "hyperlinks", "dataValidations", "conditionalFormatting", "extLst", "legacyDrawing", "oleObjects", "controls"};
    if (name == "row") walk_.StartRow(a);
    if (name == "c") blank_ = walk_.StartCell(a);
    if (depth() == 2) return std::find(kBlocks.begin(), kBlocks.end(), name) != kBlocks.end();
    const bool content = name == "v" || name == "f" || name == "is" || name == "extLst";
    if (!blank_ || !content) return false;
    result_.blanked_cells += name == "v" || name == "is" ? 1 : 0;
    return true;
  }
  void Leaves(std::string_view name) override {
    if (name == "c") blank_ = false;
  }
  CellWalk walk_;
  RedactResult& result_;
  bool blank_ = false;
};

class StringsCopier final : public Copier {
 public:
  StringsCopier(int fd, const std::vector<bool>& used) : Copier(fd), used_(used) {}

 private:
  bool Skips(std::string_view name, const XmlAttributes&) override {
    if (name == "si") unused_ = next_ >= used_.size() || !used_[next_];
    if (name == "si") ++next_;
    return unused_ && name != "si" && depth() > 2;
  }
  void Leaves(std::string_view name) override {
    if (name == "si") unused_ = false;
  }
  const std::vector<bool>& used_;
  size_t next_ = 0;
  bool unused_ = false;
};

// Relationships, content types and the list of pivot caches, without the parts that are left out.
class ListCopier final : public Copier {
 public:
  ListCopier(int fd, bool drop_links) : Copier(fd), drop_links_(drop_links) {}

 private:
  bool Skips(std::string_view name, const XmlAttributes& a) override {
    if (name == "pivotCaches") return true;
    const char* type = a.Find("Type");
    if (drop_links_ && type != nullptr && std::string_view(type).ends_with("/hyperlink")) return true;
    const char* target = name == "Relationship" ? a.Find("Target") : name == "Override" ? a.Find("PartName") : nullptr;
    return target != nullptr && IsLeftOut(target);
  }
  bool drop_links_;
};

// xl/worksheets/sheet1.xml → xl/worksheets/_rels/sheet1.xml.rels
std::string RelationsOf(const std::string& part) {
  const size_t behind = part.rfind('/') + 1;
  return part.substr(0, behind) + "_rels/" + part.substr(behind) + ".rels";
}

struct Workplace {
  std::string folder;
  ~Workplace() {
    if (!folder.empty()) (void)RealFiles().Remove(folder);
  }
};

struct DiscardZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
using Zip = std::unique_ptr<zip_t, DiscardZip>;

const RedactSheet* Wanted(const std::vector<RedactSheet>& sheets, const std::string& name) {
  const auto found = std::find_if(sheets.begin(), sheets.end(), [&](const auto& s) { return s.sheet == name; });
  return found == sheets.end() ? nullptr : &*found;
}

Result<void> CopyPart(ZipArchive& zip, const ZipEntry& entry, Copier& copier, Progress& progress) {
  TRY(ParseEntry(zip, entry, copier, progress));
  return copier.Finish();
}

class Redaction {
 public:
  Redaction(ZipArchive& zip, const XlsxBook& book, const std::vector<RedactSheet>& sheets, const OpenOptions& options)
      : zip_(zip), book_(book), sheets_(sheets), options_(options) {}

  Result<RedactResult> Run(const std::string& source, const std::string& target) {
    place_.folder = options_.temp_folder + "/xiuhua-XXXXXX";
    if (::mkdtemp(place_.folder.data()) == nullptr) {
      return Fail(xiuhua::errors::kFileNotWritable, {options_.temp_folder, std::strerror(errno)});
    }
    for (const XlsxSheet& sheet : book_.sheets()) {
      UseHandler uses(Wanted(sheets_, sheet.name), used_);
      TRY(ParseEntry(zip_, *zip_.Find(sheet.part), uses, *options_.progress));
    }
    TRY(Rewrite());
    TRY(Assemble(source, target));
    return result_;
  }

 private:
  // Rewritten parts by entry index → file.
  Result<void> Rewrite() {
    std::map<int64_t, const RedactSheet*> sheet_of;
    std::set<int64_t> links;
    for (const XlsxSheet& sheet : book_.sheets()) {
      const RedactSheet* what = Wanted(sheets_, sheet.name);
      if (what == nullptr) continue;
      sheet_of[zip_.Find(sheet.part)->index] = what;
      if (const ZipEntry* relations = zip_.Find(RelationsOf(sheet.part))) links.insert(relations->index);
    }
    const ZipEntry* strings = book_.strings_part().empty() ? nullptr : zip_.Find(book_.strings_part());
    for (const ZipEntry& entry : zip_.entries()) {
      const bool list =
          entry.name.ends_with(".rels") || entry.name == "[Content_Types].xml" || entry.name == "xl/workbook.xml";
      const bool sheet = sheet_of.contains(entry.index), text = strings != nullptr && strings->index == entry.index;
      if (!list && !sheet && !text) continue;
      const std::string path = fmt::format("{}/{}", place_.folder, entry.index);
      const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
      if (fd < 0) return Fail(xiuhua::errors::kFileNotWritable, {path, std::strerror(errno)});
      std::unique_ptr<Copier> copier;
      if (sheet) copier = std::make_unique<SheetCopier>(fd, *sheet_of[entry.index], result_);
      if (text) copier = std::make_unique<StringsCopier>(fd, used_);
      if (copier == nullptr) copier = std::make_unique<ListCopier>(fd, links.contains(entry.index));
      auto copied = CopyPart(zip_, entry, *copier, *options_.progress);
      ::close(fd);
      TRY(copied);
      rewritten_[entry.index] = path;
    }
    return {};
  }

  Result<void> Assemble(const std::string& source, const std::string& target) {
    int problem = 0;
    const Zip in(zip_open(source.c_str(), ZIP_RDONLY, &problem));
    Zip out(zip_open(target.c_str(), ZIP_CREATE | ZIP_EXCL, &problem));
    if (in == nullptr || out == nullptr)
      return Fail(xiuhua::errors::kFileNotWritable, {target, fmt::format("zip {}", problem)});
    for (const ZipEntry& entry : zip_.entries()) {
      if (entry.folder || IsLeftOut(entry.name)) continue;
      const auto found = rewritten_.find(entry.index);
      zip_source_t* part = found != rewritten_.end()
                               ? zip_source_file(out.get(), found->second.c_str(), 0, -1)
                               : zip_source_zip(out.get(), in.get(), static_cast<zip_uint64_t>(entry.index), 0, 0, -1);
      if (part == nullptr || zip_file_add(out.get(), entry.name.c_str(), part, ZIP_FL_ENC_UTF_8) < 0) {
        return Fail(xiuhua::errors::kFileNotWritable, {target, zip_strerror(out.get())});
      }
    }
    zip_register_cancel_callback_with_state(
        out.get(), [](zip_t*, void* p) { return static_cast<Progress*>(p)->cancelled() ? 1 : 0; }, nullptr,
        options_.progress);
    if (zip_close(out.get()) != 0) {
      if (options_.progress->cancelled()) return Fail(xiuhua::errors::kCancelled);
      return Fail(xiuhua::errors::kFileNotWritable, {target, zip_strerror(out.get())});
    }
    (void)out.release();
    if (::chmod(target.c_str(), 0600) != 0)
      return Fail(xiuhua::errors::kFileNotWritable, {target, std::strerror(errno)});
    return {};
  }

  ZipArchive& zip_;
  const XlsxBook& book_;
  const std::vector<RedactSheet>& sheets_;
  const OpenOptions& options_;
  Workplace place_;
  std::vector<bool> used_;
  std::map<int64_t, std::string> rewritten_;
  RedactResult result_;
};

}  // namespace

Result<RedactResult> RedactXlsx(const std::string& source, const std::vector<RedactSheet>& sheets,
                                const std::string& target, const OpenOptions& options) {
  TRY_ASSIGN(const auto book, XlsxBook::Open(source, source, options));
  for (const RedactSheet& sheet : sheets) {
    const auto& known = book->sheets();
    const bool there = std::any_of(known.begin(), known.end(), [&](const auto& s) { return s.name == sheet.sheet; });
    if (!there) return Fail(errors::kSheetGone, {source, sheet.sheet}, {.file = source, .part = sheet.sheet});
  }
  TRY_ASSIGN(const auto zip, ZipArchive::Open(source, source,
                                              {.max_unpacked_bytes = options.limits.max_unpacked_bytes * 3,
                                               .max_ratio = options.limits.max_unpack_ratio}));
  return Redaction(*zip, *book, sheets, options).Run(source, target);
}

}  // namespace xiuhua::ingest
