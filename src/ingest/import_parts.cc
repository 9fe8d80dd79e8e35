#include "ingest/import_parts.h"

#include <fmt/core.h>

#include <algorithm>

#include "ingest/expression.h"
#include "ingest/import_errors.h"

namespace xiuhua::ingest {
namespace {

std::string Shown(const OpenedSheet& sheet) {
  return sheet.sheet().empty() ? sheet.file() : sheet.file() + " / " + sheet.sheet();
}

std::string NearestSources(const SourceCatalogue& sources, const std::string& wanted) {
  std::vector<std::string> near;
  for (const SourceSpec& source : sources.sources()) {
    const bool alike = source.id.find(wanted) != std::string::npos || wanted.find(source.id) != std::string::npos ||
                       source.id.substr(0, 4) == wanted.substr(0, 4) ||
                       source.title.zh.find(wanted) != std::string::npos;
    if (alike) near.push_back(source.id);
  }
  if (near.empty()) {
    for (const SourceSpec& source : sources.sources()) near.push_back(source.id);
  }
  std::string out;
  for (size_t i = 0; i < near.size() && i < 8; ++i) out += (i == 0 ? "" : "、") + near[i];
  return out;
}

Result<std::vector<const SourceSpec*>> Candidates(const std::string& named, const SourceCatalogue& sources) {
  std::vector<const SourceSpec*> candidates;
  if (!named.empty()) {
    const SourceSpec* source = sources.Find(named);
    if (source == nullptr) return Fail(errors::kUnknownSource, {named, NearestSources(sources, named)});
    candidates.push_back(source);
    return candidates;
  }
  for (const SourceSpec& source : sources.sources()) candidates.push_back(&source);
  return candidates;
}

// A sheet that takes at least half of its headings from a source but lacks a required one is that source's and broken;
// anything less is another kind of sheet.
bool LooksLike(const SheetHead& head, const OpenedSheet& sheet, const SourceSpec& source) {
  const SourceSpec* one = &source;
  const Candidate candidate = RankSources(head.layout, sheet.file(), sheet.sheet(), {&one, 1}).front();
  return candidate.taken * 2 >= candidate.headings;
}

// The source of one sheet: nullptr for one without a table that any source knows; then `why` says so.
Result<Recognition> ChooseOne(const SheetHead& head, const OpenedSheet& sheet, bool named,
                              std::span<const SourceSpec* const> candidates, std::optional<Error>& why) {
  if (!head.layout.found) {
    why = MakeError(errors::kNoHeader, {Shown(sheet)}, {.file = sheet.file(), .part = sheet.sheet()});
    return Recognition{};
  }
  if (!named) {
    Result<Recognition> recognised = Recognise(head.layout, sheet.file(), sheet.sheet(), candidates);
    if (recognised || recognised.error().id != errors::kNoSourceFits.id) return recognised;
    why = recognised.error();
    return Recognition{};
  }
  const SourceSpec& source = *candidates.front();
  const Result<PartPlan> plan = CompilePlan(source, head.layout, 0, 0, Shown(sheet));
  if (plan && !plan->match.columns.empty()) {
    return Recognition{&source, "由 --source 指定", "named with --source"};
  }
  why =
      plan ? MakeError(errors::kNoHeader, {Shown(sheet)}, {.file = sheet.file(), .part = sheet.sheet()}) : plan.error();
  return Recognition{};
}

// Does the source want this sheet (its `sheets` setting)?
bool Wanted(const SourceSpec& source, const OpenedSheet& sheet, bool first_of_file) {
  if (source.sheets == "all" || sheet.sheet().empty()) return true;
  if (source.sheets == "first") return first_of_file;
  std::string why;
  const std::optional<Expression> expression = Expression::Compile(source.sheets, why);
  return expression && expression->FoundIn(sheet.sheet());
}

SourceGroup& GroupOf(const SourceSpec* source, std::vector<SourceGroup>& groups) {
  const auto found = std::ranges::find(groups, source, &SourceGroup::source);
  if (found != groups.end()) return *found;
  groups.push_back({.source = source});
  return groups.back();
}

}  // namespace

Result<std::vector<SourceGroup>> ChooseSheets(std::vector<OpenedSheet> sheets, const std::string& named_source,
                                              const SourceCatalogue& sources) {
  TRY_ASSIGN(const std::vector<const SourceSpec*> candidates, Candidates(named_source, sources));
  std::vector<SourceGroup> groups;
  std::vector<SheetChoice> notes;
  std::vector<Error> reasons;
  std::string last_file;
  for (OpenedSheet& sheet : sheets) {
    TRY_ASSIGN(SheetHead head, ReadHead(sheet, candidates));
    const bool first_of_file = sheet.file() != last_file;
    last_file = sheet.file();
    if (head.rows.empty()) continue;
    std::optional<Error> why;
    TRY_ASSIGN(Recognition recognition, ChooseOne(head, sheet, !named_source.empty(), candidates, why));
    const SourceSpec* source = recognition.source;
    const bool wanted = source != nullptr && Wanted(*source, sheet, first_of_file);
    SheetChoice choice{std::move(sheet), std::move(head), source, !wanted, std::move(recognition)};
    if (wanted) {
      GroupOf(source, groups).sheets.push_back(std::move(choice));
    } else {
      if (why) reasons.push_back(*std::move(why));
      notes.push_back(std::move(choice));
    }
  }
  if (groups.empty()) {
    if (!reasons.empty()) return Fail(reasons.front());
    return Fail(errors::kNoHeader, {sheets.empty() ? "-" : last_file}, {.file = last_file});
  }
  for (SheetChoice& note : notes) {
    for (const SourceGroup& group : groups) {
      if (note.source != nullptr || !note.head.layout.found || !LooksLike(note.head, note.sheet, *group.source))
        continue;
      TRY(CompilePlan(*group.source, note.head.layout, 0, 0, Shown(note.sheet)));
      return Fail(reasons.front());
    }
    groups.front().notes.push_back({fmt::format("工作表“{}”不是数据表，整表列入备查", Shown(note.sheet)),
                                    fmt::format("sheet \"{}\" is no data; all of it is set aside", Shown(note.sheet))});
    note.source = groups.front().source;
    groups.front().sheets.push_back(std::move(note));
  }
  return groups;
}

}  // namespace xiuhua::ingest
