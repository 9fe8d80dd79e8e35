#include "ingest/xlsx_book.h"

#include <map>

#include "base/errors.h"
#include "ingest/errors.h"
#include "ingest/xlsx_reader.h"

namespace xiuhua::ingest {
namespace {

struct Relation {
  std::string type;    // last word of the type URI: worksheet, sharedStrings, styles ...
  std::string target;  // path in the package
};

std::string FolderOf(const std::string& part) {
  const size_t slash = part.rfind('/');
  return slash == std::string::npos ? "" : part.substr(0, slash + 1);
}

// "xl/" + "../docProps/a.xml" → "docProps/a.xml"; an absolute target starts at the package root.
std::string Resolve(const std::string& folder, std::string target) {
  if (target.starts_with('/')) return target.substr(1);
  std::string base = folder;
  while (target.starts_with("../") || target.starts_with("./")) {
    const bool up = target.starts_with("../");
    target.erase(0, up ? 3 : 2);
    if (up && !base.empty()) base = FolderOf(base.substr(0, base.size() - 1));
  }
  return base + target;
}

class RelationsHandler final : public XmlHandler {
 public:
  explicit RelationsHandler(std::string folder) : folder_(std::move(folder)) {}
  void Start(std::string_view name, const XmlAttributes& a) override {
    if (name != "Relationship") return;
    const char* id = a.Find("Id");
    const char* type = a.Find("Type");
    const char* target = a.Find("Target");
    const char* mode = a.Find("TargetMode");
    if (id == nullptr || type == nullptr || target == nullptr || by_id.size() > 100'000) return;
    if (mode != nullptr && std::string_view(mode) == "External") return;
    const std::string_view uri(type);
    by_id[id] = {std::string(uri.substr(uri.rfind('/') + 1)), Resolve(folder_, target)};
  }
  void End(std::string_view) override {}
  [[nodiscard]] std::string First(std::string_view type) const {
    for (const auto& [id, relation] : by_id) {
      if (relation.type == type) return relation.target;
    }
    return "";
  }
  std::map<std::string, Relation> by_id;

 private:
  std::string folder_;
};

struct ListedSheet {
  std::string name, relation;
  bool hidden = false;
};

class WorkbookHandler final : public XmlHandler {
 public:
  void Start(std::string_view name, const XmlAttributes& a) override {
    if (name == "workbookPr") date1904 = a.Flag("date1904");
    if (name != "sheet" || sheets.size() > 100'000) return;
    ListedSheet sheet;
    if (const char* text = a.Find("name")) sheet.name = text;
    if (const char* id = a.Find("id")) sheet.relation = id;
    const char* state = a.Find("state");
    sheet.hidden = state != nullptr && std::string_view(state) != "visible";
    sheets.push_back(std::move(sheet));
  }
  void End(std::string_view) override {}
  std::vector<ListedSheet> sheets;
  bool date1904 = false;
};

}  // namespace

Result<std::unique_ptr<ZipArchive>> XlsxBook::OpenZip() const {
  return ZipArchive::Open(
      path_, shown_name_,
      {.max_unpacked_bytes = options_.limits.max_unpacked_bytes, .max_ratio = options_.limits.max_unpack_ratio});
}

Result<std::shared_ptr<XlsxBook>> XlsxBook::Open(const std::string& path, const std::string& shown_name,
                                                 const OpenOptions& options) {
  auto book = std::make_shared<XlsxBook>();
  book->path_ = path;
  book->shown_name_ = shown_name;
  book->options_ = options;
  TRY_ASSIGN(const auto zip, book->OpenZip());
  TRY(book->FindParts(*zip));
  if (book->sheets_.empty()) return Fail(errors::kNoSheets, {shown_name}, {.file = shown_name});
  book->tails_.resize(book->sheets_.size());
  return book;
}

Result<void> XlsxBook::FindParts(ZipArchive& zip) {
  const auto missing = [&](const std::string& part) {
    return Fail(errors::kXlsxPartMissing, {shown_name_, part}, {.file = shown_name_, .part = part});
  };
  std::string workbook = "xl/workbook.xml";
  if (const ZipEntry* root = zip.Find("_rels/.rels")) {
    RelationsHandler relations("");
    TRY(ParseEntry(zip, *root, relations, *options_.progress));
    if (const std::string named = relations.First("officeDocument"); !named.empty()) workbook = named;
  }
  if (workbook.ends_with(".bin")) return Fail(errors::kXlsb, {shown_name_}, {.file = shown_name_});
  const ZipEntry* entry = zip.Find(workbook);
  if (entry == nullptr) return missing(workbook);
  const std::string folder = FolderOf(workbook);
  const std::string relations_part = folder + "_rels/" + workbook.substr(folder.size()) + ".rels";
  const ZipEntry* relations_entry = zip.Find(relations_part);
  if (relations_entry == nullptr) return missing(relations_part);
  RelationsHandler relations(folder);
  TRY(ParseEntry(zip, *relations_entry, relations, *options_.progress));
  WorkbookHandler listed;
  TRY(ParseEntry(zip, *entry, listed, *options_.progress));
  date1904_ = listed.date1904;
  strings_part_ = relations.First("sharedStrings");
  styles_part_ = relations.First("styles");
  for (ListedSheet& sheet : listed.sheets) {
    const auto found = relations.by_id.find(sheet.relation);
    if (found == relations.by_id.end()) return missing(sheet.name);
    if (found->second.type != "worksheet") continue;  // charts, dialogs, macro sheets
    if (zip.Find(found->second.target) == nullptr) return missing(found->second.target);
    sheets_.push_back({std::move(sheet.name), found->second.target, sheet.hidden});
  }
  return {};
}

// Styles and strings once a book, the tail once a sheet.
Result<void> XlsxBook::LoadShared(ZipArchive& zip, size_t sheet) {
  const std::lock_guard lock(mutex_);
  if (!loaded_) {
    const ZipEntry* styles = styles_part_.empty() ? nullptr : zip.Find(styles_part_);
    if (styles != nullptr) {
      TRY_ASSIGN(styles_, ReadStyles(zip, *styles, *options_.progress));
    }
    const ZipEntry* strings = strings_part_.empty() ? nullptr : zip.Find(strings_part_);
    if (strings != nullptr) {
      TRY_ASSIGN(strings_, SharedStrings::Read(zip, *strings, options_));
    }
    loaded_ = true;
  }
  if (tails_[sheet] == nullptr) {
    TRY_ASSIGN(SheetTail tail, ReadTail(zip, *zip.Find(sheets_[sheet].part), *options_.progress));
    tails_[sheet] = std::make_shared<const SheetTail>(std::move(tail));
  }
  return {};
}

Result<std::unique_ptr<SheetReader>> XlsxBook::Read(size_t sheet) {
  TRY_ASSIGN(auto zip, OpenZip());
  if (zip->Find(sheets_[sheet].part) == nullptr) {  // the file was replaced meanwhile
    return Fail(errors::kXlsxPartMissing, {shown_name_, sheets_[sheet].part}, {.file = shown_name_});
  }
  TRY(LoadShared(*zip, sheet));
  return XlsxReader::Open(shared_from_this(), std::move(zip), sheet);
}

}  // namespace xiuhua::ingest
