#include "synth/output.h"

#include <fmt/core.h>

#include "base/files.h"
#include "synth/id_numbers.h"

namespace xiuhua::synth {
namespace {

bool IsText(FileKind kind) { return kind != FileKind::kXlsx && kind != FileKind::kXls && kind != FileKind::kOds; }
std::string MonthFolder(int month) { return fmt::format("2026-{:02d}", 4 + month); }

}  // namespace

DeliveryFile::DeliveryFile(Output& out, FileSpec spec, std::unique_ptr<Book> book, std::string relative)
    : out_(out), spec_(std::move(spec)), book_(std::move(book)), relative_(std::move(relative)) {}

void DeliveryFile::Begin(const std::string& sheet, std::span<const std::string_view> headers,
                         const std::string& title) {
  if (sheet_ != nullptr) MarkEnd();
  sheet_ = &book_->Add(sheet);
  headers_.assign(headers.begin(), headers.end());
  if (!IsText(spec_.kind)) {
    sheet_->Title(fmt::format("{}（{}）", title.empty() ? spec_.title : title, kDemoMark),
                  static_cast<int32_t>(headers.size()));
  }
  RepeatHeader();
}

void DeliveryFile::BeginExport(const std::string& sheet, std::span<const std::string_view> headers,
                               const std::string& title) {
  if (sheet_ != nullptr) MarkEnd();
  sheet_ = &book_->Add(sheet);
  headers_.assign(headers.begin(), headers.end());
  const auto columns = static_cast<int32_t>(headers.size());
  sheet_->Title(fmt::format("{}（{}）", title, kDemoMark), columns);
  sheet_->Title(fmt::format("导出时间：{} 单位：{}", FormatDate(MonthLast(spec_.month)), out_.world.place.name),
                columns);
  RepeatHeader();
}

void DeliveryFile::RepeatHeader() {
  RowCells& row = cells();
  for (const std::string& header : headers_) row.Text(header);
  sheet_->Row(row, {.bold = true});
}

void DeliveryFile::Put(PersonIndex person, const RowLook& look) {
  sheet_->Row(cells_, look);
  ++out_.rows;
  if (!out_.people_truth || person == kNobody) return;
  fmt::format_to(std::back_inserter(people_), "{},{},{},{}\n", out_.files + 1, sheet_->name(), sheet_->row(),
                 IdText(out_.world.person(person).id));
}

void DeliveryFile::Other(const RowLook& look) { sheet_->Row(cells_, look); }

void DeliveryFile::MarkEnd() {
  if (!IsText(spec_.kind)) return;
  RowCells& row = cells();
  row.Text(fmt::format("注：{}", kDemoMark));
  row.Blank(static_cast<int>(headers_.size()) - 1);
  sheet_->Row(row, {});
}

Result<void> DeliveryFile::Close() {
  if (sheet_ == nullptr) Begin("Sheet1", {"说明"});
  MarkEnd();
  TRY(book_->Close());
  out_.people_lines += people_;
  out_.List(spec_, relative_);
  return {};
}

Output::Output(const SynthOptions& o, const World& w, bool people, std::string prefix)
    : options(o), world(w), people_truth(people), prefix_(std::move(prefix)) {}

FileKind Output::Kind(FileKind usual) const {
  if (options.format == SynthFormat::kCsv) return FileKind::kCsvUtf8;
  if (options.format == SynthFormat::kXlsx && IsText(usual)) return FileKind::kXlsx;
  return usual;
}

std::string Output::FileName(const FileSpec& spec) const {
  return fmt::format("{}{}_{}{}_2026年{}月_{}{}", prefix_, spec.owner, spec.title,
                     spec.suffix.empty() ? "" : "_" + spec.suffix, 4 + spec.month, kDemoMark, Extension(spec.kind));
}

std::string Output::Folder(int month) const { return options.out_folder + "/deliveries/" + MonthFolder(month); }

Result<std::unique_ptr<DeliveryFile>> Output::Open(FileSpec spec) {
  spec.kind = Kind(spec.kind);
  const std::string relative = MonthFolder(spec.month) + "/" + FileName(spec);
  TRY_ASSIGN(auto book, OpenBook(spec.kind, options.out_folder + "/deliveries/" + relative, spec.streaming));
  return std::make_unique<DeliveryFile>(*this, std::move(spec), std::move(book), relative);
}

void Output::List(const FileSpec& spec, const std::string& relative) {
  sources.insert(spec.source);
  if (!spec.listed) return;
  ++files;
  fmt::format_to(std::back_inserter(file_lines), "{},{}\n", files, relative);
  fmt::format_to(std::back_inserter(delivery_list), "{},{},{},{},{:04d}-{:02d},{}\n", relative, spec.source, spec.mode,
                 spec.area.empty() ? std::to_string(world.place.region) : spec.area, 2026, 4 + spec.month,
                 spec.corrects);
}

std::string_view TownName(const World& world, const Household& h) { return world.township_of(h).name; }

std::string_view VillageName(const World& world, const Household& h) {
  const Village& v = world.village_of(h);
  return h.old_address ? v.old_name : v.name;
}

std::string Address(const World& world, const Household& h) {
  return fmt::format("{}{}{}{}组{}号", world.place.name, TownName(world, h), VillageName(world, h), h.group,
                     h.house_number);
}

}  // namespace xiuhua::synth
