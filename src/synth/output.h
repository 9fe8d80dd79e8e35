// Output: opening a delivery file under the right folder and name, putting the demo mark into it, and writing down
// which person stands behind each row.
#pragma once

#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "synth/mess.h"
#include "synth/sheet.h"
#include "synth/synth.h"
#include "synth/truth.h"
#include "synth/world.h"

namespace xiuhua::synth {

struct FileSpec {
  std::string source;  // id of packs/*/sources/<source>.yaml
  std::string owner;   // 医保局
  std::string title;   // 参保信息
  FileKind kind = FileKind::kXlsx;
  int month = 0;
  std::string mode = "full";
  std::string suffix;    // behind the title: township, part, 更正
  std::string area;      // township code when the file covers one township
  std::string corrects;  // file name of the delivery it corrects
  bool streaming = false;
  bool listed = true;  // false: part of a zip that is listed instead
};

class Output;

// One file being written. Rows are counted; the note with the demo mark is put in by the header (title row) or, in csv
// and tsv, behind the last row.
class DeliveryFile {
 public:
  DeliveryFile(Output& out, FileSpec spec, std::unique_ptr<Book> book, std::string relative);
  // Begins a sheet: a title row (not for csv), then the header.
  void Begin(const std::string& sheet, std::span<const std::string_view> headers, const std::string& title = {});
  void Begin(const std::string& sheet, std::initializer_list<std::string_view> headers, const std::string& title = {}) {
    Begin(sheet, std::span<const std::string_view>(headers.begin(), headers.size()), title);
  }
  // Begins a sheet as the national system exports it: two title rows, header on row 3.
  void BeginExport(const std::string& sheet, std::span<const std::string_view> headers, const std::string& title);
  RowCells& cells() {
    cells_.Clear();
    return cells_;
  }
  void Put(PersonIndex person, const RowLook& look = {});  // writes cells() as a data row
  void Other(const RowLook& look = {});                    // totals, notes, repeated headers: not a data row
  void RepeatHeader();
  [[nodiscard]] Sheet& sheet() { return *sheet_; }
  [[nodiscard]] const std::string& relative() const { return relative_; }
  Result<void> Close();

 private:
  void MarkEnd();
  Output& out_;
  FileSpec spec_;
  std::unique_ptr<Book> book_;
  Sheet* sheet_ = nullptr;
  RowCells cells_;
  std::vector<std::string> headers_;
  std::string relative_;
  std::string people_;
};

// Per county; not thread-safe.
class Output {
 public:
  Output(const SynthOptions& options, const World& world, bool people_truth, std::string prefix);
  Result<std::unique_ptr<DeliveryFile>> Open(FileSpec spec);
  // Adds a finished file that was written apart (a zip). Path relative to deliveries/.
  void List(const FileSpec& spec, const std::string& relative);
  [[nodiscard]] std::string Folder(int month) const;  // absolute, created
  [[nodiscard]] std::string FileName(const FileSpec& spec) const;
  [[nodiscard]] FileKind Kind(FileKind usual) const;  // what the chosen format makes of it

  int64_t files = 0, rows = 0;
  std::set<std::string> sources;
  std::string delivery_list;  // csv lines
  std::string people_lines;   // csv lines: number of the file, sheet, row, person
  std::string file_lines;     // csv lines: number, file
  const SynthOptions& options;
  const World& world;
  bool people_truth;

 private:
  std::string prefix_;
};

// What each source function is given.
struct Scene {
  const World& world;
  Output& out;
  const ErrorModel& errors;
  Rng rng;
  int month = 0;
  [[nodiscard]] Date until() const { return MonthLast(month); }
  [[nodiscard]] bool known(Date on) const { return on <= MonthLast(month); }
  [[nodiscard]] bool this_month(Date on) const { return MonthFirst(month) <= on && on <= MonthLast(month); }
  [[nodiscard]] Mess Hand(DateStyle style = DateStyle::kIso) const { return Mess(rng, errors.hand, errors, style); }
  [[nodiscard]] Mess Office(DateStyle style = DateStyle::kIso) const { return Mess(rng, errors.office, errors, style); }
  [[nodiscard]] Mess System(DateStyle style = DateStyle::kIso) const { return Mess(rng, errors.system, errors, style); }
};

// 示例县青岩镇云溪村3组45号 ; an old village name by the household's habit.
std::string Address(const World& world, const Household& h);
std::string_view TownName(const World& world, const Household& h);
std::string_view VillageName(const World& world, const Household& h);

}  // namespace xiuhua::synth
