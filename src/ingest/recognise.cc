#include "ingest/recognise.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "ingest/expression.h"
#include "ingest/import_errors.h"

namespace xiuhua::ingest {
namespace {

constexpr size_t kShownCandidates = 3;
// Of two sources that fit, one must take clearly more headings, or the file name decides.
constexpr int kNearPercent = 85;

std::string Joined(const std::vector<std::string>& words, size_t most = 6) {
  std::string out;
  for (size_t i = 0; i < words.size() && i < most; ++i) out += (i == 0 ? "" : "、") + words[i];
  return words.size() > most ? out + " …" : out;
}

// A recognising word is there when the field of that name has a heading, or the sheet has the very heading.
bool HasWord(const std::string& word, const HeaderMatch& match, const std::set<std::string>& headings) {
  return match.ColumnOf(word) >= 0 || headings.contains(NormaliseHeader(word));
}

Candidate Judge(const SourceSpec& source, const LayoutGuess& layout, const std::string& name) {
  Candidate candidate{.source = &source};
  const HeaderMatch match = MatchHeader(source, layout);
  std::set<std::string> headings;
  for (const std::string& heading : layout.plain_names) {
    if (!heading.empty()) headings.insert(NormaliseHeader(heading));
  }
  candidate.headings = static_cast<int>(
      std::ranges::count_if(layout.plain_names, [](const std::string& heading) { return !heading.empty(); }));
  candidate.taken = static_cast<int>(match.columns.size() + match.dropped.size());
  for (const std::string& word : source.recognise_headers) {
    (HasWord(word, match, headings) ? candidate.found_words : candidate.missed_words).push_back(word);
  }
  candidate.missed_columns = MissingRequired(source, match);
  candidate.fits = candidate.taken > 0 && candidate.missed_words.empty() && candidate.missed_columns.empty();
  if (!source.recognise_file_name.empty()) {
    std::string why;
    const std::optional<Expression> expression = Expression::Compile(source.recognise_file_name, why);
    candidate.named = expression && expression->FoundIn(name);
  }
  return candidate;
}

std::string DescribeZh(const Candidate& one) {
  std::string out = fmt::format("{}（{}）：对上 {} 个表头", one.source->title.zh, one.source->id, one.taken);
  if (!one.missed_words.empty()) out += "，缺 " + Joined(one.missed_words);
  if (!one.missed_columns.empty()) out += "，缺必需列 " + Joined(one.missed_columns);
  return out;
}

std::string DescribeEn(const Candidate& one) {
  std::string out = fmt::format("{} ({}): {} headings fit", one.source->title.en, one.source->id, one.taken);
  if (!one.missed_words.empty()) out += ", lacks " + Joined(one.missed_words);
  if (!one.missed_columns.empty()) out += ", lacks required " + Joined(one.missed_columns);
  return out;
}

template <class Describe>
std::string DescribeAll(std::span<const Candidate> candidates, Describe describe) {
  std::string out;
  for (size_t i = 0; i < candidates.size() && i < kShownCandidates; ++i) {
    out += (i == 0 ? "" : "；") + describe(candidates[i]);
  }
  return out.empty() ? "-" : out;
}

Recognition Chosen(const Candidate& one) {
  Recognition recognition{.source = one.source};
  const std::string words = Joined(one.found_words);
  recognition.reason_zh = fmt::format("{} 个表头中有 {} 个是“{}”的字段", one.headings, one.taken, one.source->title.zh);
  recognition.reason_en =
      fmt::format("{} of {} headings are fields of \"{}\"", one.taken, one.headings, one.source->title.en);
  if (!words.empty()) {
    recognition.reason_zh += "，含识别用的 " + words;
    recognition.reason_en += ", with its marks " + words;
  }
  if (one.named) {
    recognition.reason_zh += "，文件名也相符";
    recognition.reason_en += "; the file name agrees";
  }
  return recognition;
}

}  // namespace

Result<SheetHead> ReadHead(const OpenedSheet& sheet, std::span<const SourceSpec* const> sources) {
  SheetHead head;
  TRY_ASSIGN(const std::unique_ptr<SheetReader> reader, sheet.Read());
  RowView row;
  while (static_cast<int64_t>(head.rows.size()) < kHeaderSearchRows) {
    TRY_ASSIGN(const bool more, reader->Next(row));
    if (!more) break;
    head.rows.push_back(CopyRow(row));
  }
  std::vector<std::set<std::string>> known;
  for (const SourceSpec* source : sources) {
    const std::vector<std::string> words = source->KnownHeaders();
    known.emplace_back(words.begin(), words.end());
  }
  head.layout = FindHeader(head.rows, known);
  return head;
}

std::vector<Candidate> RankSources(const LayoutGuess& layout, const std::string& file_name,
                                   const std::string& sheet_name, std::span<const SourceSpec* const> sources) {
  std::vector<Candidate> candidates;
  const std::string name = file_name + " " + sheet_name;
  for (const SourceSpec* source : sources) candidates.push_back(Judge(*source, layout, name));
  std::ranges::stable_sort(candidates, [](const Candidate& a, const Candidate& b) {
    const auto key = [](const Candidate& c) {
      return std::tuple(c.fits, c.taken, c.named, c.found_words.size(),
                        -static_cast<int>(c.missed_columns.size() + c.missed_words.size()));
    };
    return key(a) > key(b);
  });
  return candidates;
}

Result<Recognition> Recognise(const LayoutGuess& layout, const std::string& file_name, const std::string& sheet_name,
                              std::span<const SourceSpec* const> sources) {
  const std::vector<Candidate> ranked = RankSources(layout, file_name, sheet_name, sources);
  const std::string shown = sheet_name.empty() ? file_name : file_name + " / " + sheet_name;
  if (ranked.empty() || !ranked.front().fits) {
    return Fail(errors::kNoSourceFits, {shown, DescribeAll(ranked, DescribeZh), DescribeAll(ranked, DescribeEn)},
                {.file = file_name, .part = sheet_name});
  }
  const Candidate& best = ranked.front();
  std::vector<Candidate> near;
  for (const Candidate& one : ranked) {
    if (one.fits && one.taken * 100 >= best.taken * kNearPercent) near.push_back(one);
  }
  const auto named = std::ranges::count_if(near, &Candidate::named);
  if (named == 1) return Chosen(*std::ranges::find_if(near, &Candidate::named));
  const auto equal = std::ranges::count_if(near, [&](const Candidate& one) {
    return one.taken == best.taken && one.named == best.named && one.found_words.size() == best.found_words.size();
  });
  if (equal == 1) return Chosen(best);
  return Fail(errors::kSeveralSourcesFit, {shown, DescribeAll(near, DescribeZh), DescribeAll(near, DescribeEn)},
              {.file = file_name, .part = sheet_name});
}

}  // namespace xiuhua::ingest
