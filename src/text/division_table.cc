// Loading and looking up codes; see divisions.h.
#include <algorithm>
#include <array>

#include "text/division_index.h"
#include "text/errors.h"
#include "text/names.h"
#include "text/values.h"
#include "text/width.h"

namespace xiuhua::text {
namespace {

bool AllDigits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

constexpr std::array<size_t, 6> kCodeLength = {0, 2, 4, 6, 9, 12};

// The code without padding: 433124000000 -> 433124. Empty when it is no code.
std::string_view ShortCode(std::string_view code) {
  if (!AllDigits(code)) return {};
  if (code.size() == 12) {
    for (const size_t length : {2U, 4U, 6U, 9U}) {
      if (code.find_first_not_of('0', length) == std::string_view::npos) return code.substr(0, length);
    }
  }
  return std::ranges::find(kCodeLength, code.size()) != kCodeLength.end() ? code : std::string_view();
}

DivisionLevel LevelOf(std::string_view short_code) {
  const auto* found = std::ranges::find(kCodeLength, short_code.size());
  return static_cast<DivisionLevel>(found - kCodeLength.begin());
}

// Splits one CSV line; quotes may wrap a field, "" inside is a quote.
void SplitLine(std::string_view line, std::vector<std::string>& fields) {
  fields.assign(1, {});
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
        fields.back() += c;
        ++i;
      } else {
        quoted = !quoted;
      }
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
}

struct Columns {
  size_t code = SIZE_MAX;
  size_t name = SIZE_MAX;
  size_t parent = SIZE_MAX;
};

Columns ReadHeader(std::string_view line) {
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  std::vector<std::string> fields;
  SplitLine(line, fields);
  Columns columns;
  for (size_t i = 0; i < fields.size(); ++i) {
    const std::string_view field = TrimSpaces(fields[i]);
    if (field == "code") columns.code = i;
    if (field == "name") columns.name = i;
    if (field == "parent_code") columns.parent = i;
  }
  return columns;
}

bool IsKept(std::string_view code, std::string_view prefix) {
  return code.starts_with(prefix) || prefix.starts_with(code);
}

// The large tables begin with the code: lines of other prefixes are passed over without splitting.
bool IsOther(std::string_view line, const Columns& columns, std::string_view prefix) {
  const size_t comma = line.find(',');
  return columns.code == 0 && comma != std::string_view::npos && AllDigits(line.substr(0, comma)) &&
         !IsKept(line.substr(0, comma), prefix);
}

}  // namespace

std::string PadDivisionCode(std::string_view code) {
  std::string padded(ShortCode(code));
  if (!padded.empty()) padded.resize(12, '0');
  return padded;
}

DivisionTable::DivisionTable() : index_(std::make_unique<Index>()) {}
DivisionTable::~DivisionTable() = default;
DivisionTable::DivisionTable(DivisionTable&&) noexcept = default;
DivisionTable& DivisionTable::operator=(DivisionTable&&) noexcept = default;
const std::vector<Division>& DivisionTable::all() const { return index_->all; }

std::optional<int32_t> DivisionTable::Find(std::string_view code) const {
  const auto found = index_->by_code.find(PadDivisionCode(code));
  return found == index_->by_code.end() ? std::nullopt : std::optional<int32_t>(found->second);
}

std::optional<int32_t> DivisionTable::Ancestor(int32_t division, DivisionLevel level) const {
  while (division >= 0) {
    const Division& at = index_->all[static_cast<size_t>(division)];
    if (at.level == level) return division;
    division = at.parent;
  }
  return std::nullopt;
}

void DivisionTable::Index::AddName(int32_t division, std::string_view name) {
  const DivisionLevel level = all[static_cast<size_t>(division)].level;
  const std::u32string points = FoldAddress(name).points;
  if (points.empty()) return;
  const auto slot = static_cast<size_t>(level);
  const size_t core = CoreLength(points, level);
  std::vector<NameForm>& forms = by_core[slot][points.substr(0, core)];
  NameForm form{division, points.substr(core)};
  const auto same = [&](const NameForm& other) { return other.division == division && other.suffix == form.suffix; };
  if (std::ranges::none_of(forms, same)) forms.push_back(std::move(form));
  longest_core[slot] = std::max(longest_core[slot], core);
}

bool DivisionTable::Index::IsBelow(int32_t division, int32_t ancestor) const {
  while (division >= 0 && division != ancestor) division = all[static_cast<size_t>(division)].parent;
  return division >= 0;
}

int32_t DivisionTable::Index::ParentByCode(std::string_view code) const {
  for (size_t level = static_cast<size_t>(LevelOf(code)) - 1; level > 0; --level) {
    const auto found = by_code.find(PadDivisionCode(code.substr(0, kCodeLength[level])));
    if (found != by_code.end()) return found->second;
  }
  return -1;
}

Result<void> DivisionTable::Index::AddLine(const DivisionLine& line, const SourceRef& where) {
  const std::string padded = PadDivisionCode(line.code);
  const auto [known, added] = by_code.try_emplace(padded, static_cast<int32_t>(all.size()));
  if (added) {
    int32_t parent = ParentByCode(line.code);
    if (!line.parent.empty()) {
      const auto named = by_code.find(PadDivisionCode(line.parent));
      if (named == by_code.end() || all[static_cast<size_t>(named->second)].level >= LevelOf(line.code)) {
        return Fail(errors::kDivisionParent, {line.name, line.parent}, where);
      }
      parent = named->second;
    }
    all.push_back({std::string(line.code), std::string(line.name), LevelOf(line.code), parent});
  }
  AddName(known->second, line.name);
  return {};
}

Result<bool> DivisionTable::Index::AddFile(const std::string& path, std::string_view content, std::string_view prefix) {
  Columns columns;
  std::vector<std::string> fields;
  bool any = false;
  for (int64_t row = 1; !content.empty(); ++row) {
    const size_t end = std::min(content.find('\n'), content.size());
    const std::string_view line = content.substr(0, end);
    content.remove_prefix(std::min(end + 1, content.size()));
    const SourceRef where{.file = path, .row = row};
    if (row == 1) {
      columns = ReadHeader(line);
      if (columns.code == SIZE_MAX || columns.name == SIZE_MAX) return Fail(errors::kDivisionHeader, {path}, where);
      continue;
    }
    if (TrimSpaces(line).empty() || IsOther(line, columns, prefix)) continue;
    SplitLine(line, fields);
    fields.resize(std::max({fields.size(), columns.code + 1, columns.name + 1}));
    const std::string_view code = ShortCode(TrimSpaces(fields[columns.code]));
    const std::string_view name = TrimSpaces(fields[columns.name]);
    if (code.empty() || name.empty()) {
      return Fail(errors::kDivisionRow, {fields[columns.code], fields[columns.name]}, where);
    }
    if (!IsKept(code, prefix)) continue;
    any = any || code.starts_with(prefix);
    const bool has_parent = columns.parent < fields.size();
    TRY(AddLine({code, name, has_parent ? TrimSpaces(fields[columns.parent]) : std::string_view()}, where));
  }
  return any;
}

Result<DivisionTable> DivisionTable::Load(Files& files, const std::vector<std::string>& csv_paths,
                                          std::string_view prefix) {
  DivisionTable table;
  bool any = false;
  for (const std::string& path : csv_paths) {
    TRY_ASSIGN(const std::string content, files.Read(path));
    TRY_ASSIGN(const bool found, table.index_->AddFile(path, content, prefix));
    any = any || found;
  }
  if (!any) return Fail(errors::kDivisionNone, {prefix});
  return table;
}

}  // namespace xiuhua::text
