#include "ingest/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "ingest/layout_words.h"

namespace xiuhua::ingest {
namespace {

constexpr size_t kMaxHeaderRows = 3;

// A row as it looks on screen: covered cells show what covers them.
struct Look {
  int64_t number = 0;
  std::vector<std::string> texts;  // white space removed
  std::vector<int64_t> origin;     // row the text comes from
  int filled = 0;                  // columns with text
  int own = 0;                     // columns with text of their own
  size_t distinct = 0;
  bool data_like = false;      // holds numbers, dates, ID numbers
  bool spans_columns = false;  // a cell of this row covers several columns
};

Look LookAt(const SampleRow& row) {
  Look look{.number = row.number};
  size_t width = row.cells.size();
  for (const CoveredCell& c : row.covered) width = std::max(width, static_cast<size_t>(c.column) + 1);
  look.texts.resize(width);
  look.origin.assign(width, row.number);
  for (size_t i = 0; i < row.cells.size(); ++i) look.texts[i] = WithoutSpace(row.cells[i]);
  for (const std::string& text : look.texts) {
    look.own += text.empty() ? 0 : 1;
    look.data_like = look.data_like || LooksLikeData(text);
  }
  for (size_t i = 0; i < row.covered.size(); ++i) {
    const CoveredCell& c = row.covered[i];
    look.texts[static_cast<size_t>(c.column)] = WithoutSpace(row.covered_texts[i]);
    look.origin[static_cast<size_t>(c.column)] = c.origin_row;
    if (c.origin_row == row.number && c.origin_column != c.column) look.spans_columns = true;
  }
  std::set<std::string_view> seen;
  for (const std::string& text : look.texts) {
    if (text.empty()) continue;
    ++look.filled;
    seen.insert(text);
  }
  look.distinct = seen.size();
  return look;
}

struct Candidate {
  size_t first = 0, last = 0;  // indexes into the looks
  int source = -1;
  int matched = 0;
  int structure = 0;
};

// Names of the columns when the header is rows first..last.
void NameColumns(const std::vector<Look>& looks, size_t first, size_t last, LayoutGuess& guess) {
  size_t width = 0;
  for (size_t r = first; r <= last; ++r) width = std::max(width, looks[r].texts.size());
  guess.names.assign(width, {});
  guess.plain_names.assign(width, {});
  for (size_t r = first; r <= last; ++r) {
    std::string carried;
    for (size_t c = 0; c < width; ++c) {
      std::string text = c < looks[r].texts.size() ? looks[r].texts[c] : std::string();
      // Without merged ranges (csv, xls) an upper heading stands over its first column only.
      const bool below = r < last && c < looks[r + 1].texts.size() && !looks[r + 1].texts[c].empty();
      if (!text.empty()) carried = text;
      const bool under_first = c > 0 && text.empty() && below && r < last && !looks[r].spans_columns;
      if (under_first && !guess.names[c - 1].empty()) text = carried;
      if (text.empty() || guess.plain_names[c] == text) continue;
      guess.names[c] += (guess.names[c].empty() ? "" : "/") + text;
      guess.plain_names[c] = text;
    }
  }
}

void NumberRepeats(std::vector<std::string>& names) {
  std::map<std::string, int> seen;
  for (std::string& name : names) {
    if (name.empty()) continue;
    const int times = ++seen[name];
    if (times > 1) name += fmt::format("#{}", times);
  }
}

void CountKnown(const LayoutGuess& named, const std::vector<std::set<std::string>>& known, Candidate& candidate) {
  std::set<std::string> words;
  for (size_t c = 0; c < named.names.size(); ++c) {
    if (named.names[c].empty()) continue;
    words.insert(NormaliseHeader(named.names[c]));
    words.insert(NormaliseHeader(named.plain_names[c]));
  }
  for (size_t s = 0; s < known.size(); ++s) {
    const auto matched = static_cast<int>(
        std::count_if(words.begin(), words.end(), [&](const auto& w) { return known[s].contains(w); }));
    if (matched > candidate.matched) {
      candidate.matched = matched;
      candidate.source = static_cast<int>(s);
    }
  }
}

// How much a row looks like a header by itself: short distinct texts, as wide as the rows behind it, data behind it.
int Structure(const std::vector<Look>& looks, size_t at) {
  const Look& look = looks[at];
  if (look.data_like || look.filled < 2 || static_cast<int>(look.distinct) * 2 < look.filled) return 0;
  const bool long_text =
      std::any_of(look.texts.begin(), look.texts.end(), [](const std::string& t) { return t.size() > 120; });
  if (long_text) return 0;
  int widest = 0, behind = 0;
  for (size_t i = at + 1; i < looks.size(); ++i) {
    widest = std::max(widest, looks[i].filled);
    behind += looks[i].data_like ? 1 : 0;
  }
  if (look.filled * 10 < widest * 6) return 0;
  return 1 + (behind > 0 ? 2 : 0) + (static_cast<int>(look.distinct) == look.filled ? 1 : 0);
}

// The rows above `last` that belong to the same header.
size_t FirstHeaderRow(const std::vector<Look>& looks, size_t last) {
  int64_t top = looks[last].number;
  for (size_t c = 0; c < looks[last].texts.size(); ++c) {
    if (!looks[last].texts[c].empty()) top = std::min(top, looks[last].origin[c]);
  }
  size_t first = last;
  while (first > 0 && last - first + 1 < kMaxHeaderRows && looks[first - 1].number == looks[first].number - 1) {
    const Look& above = looks[first - 1];
    const bool reaches = above.number >= top && above.distinct >= 2;
    const bool heading = above.spans_columns && above.distinct >= 2 && !above.data_like;
    if (!reaches && !heading) break;
    --first;
  }
  return first;
}

// In formats without merged ranges: row `at` and the next together, the upper one filling what the lower leaves empty.
bool CanPair(const std::vector<Look>& looks, size_t at) {
  if (at + 1 >= looks.size()) return false;
  const Look &upper = looks[at], &lower = looks[at + 1];
  if (upper.data_like || lower.data_like || upper.own < 2 || lower.own < 2 || lower.number != upper.number + 1)
    return false;
  for (size_t c = 0; c < upper.texts.size(); ++c) {
    if (!upper.texts[c].empty() && (c >= lower.texts.size() || lower.texts[c].empty())) return true;
  }
  return false;
}

bool Better(const Candidate& a, const Candidate& b) {
  if (a.matched != b.matched) return a.matched > b.matched;
  return a.matched == 0 && a.structure > b.structure;
}

void Explain(LayoutGuess& guess) {
  const std::string rows = guess.first_header_row == guess.last_header_row
                               ? std::to_string(guess.last_header_row)
                               : fmt::format("{}-{}", guess.first_header_row, guess.last_header_row);
  const auto named = std::count_if(guess.names.begin(), guess.names.end(), [](const auto& n) { return !n.empty(); });
  if (guess.known_words > 0) {
    guess.reason_zh = fmt::format("第 {} 行：{} 个表头中有 {} 个是认识的", rows, named, guess.known_words);
    guess.reason_en = fmt::format("row {}: {} of {} headings are known", rows, guess.known_words, named);
  } else {
    guess.reason_zh = fmt::format("第 {} 行：都是短文字、互不相同，下面是数据", rows);
    guess.reason_en = fmt::format("row {}: short distinct texts with data below", rows);
  }
}

}  // namespace

SampleRow CopyRow(const RowView& row) {
  SampleRow copy{.number = row.number};
  for (const Cell& cell : row.cells) {
    copy.cells.emplace_back(cell.text);
    copy.flags.push_back(cell.flags);
  }
  for (const CoveredCell& covered : row.covered) {
    copy.covered_texts.emplace_back(covered.text);
    copy.covered.push_back(covered);
    copy.covered.back().text = {};
  }
  return copy;
}

LayoutGuess FindHeader(std::span<const SampleRow> first_rows, const std::vector<std::set<std::string>>& known) {
  std::vector<Look> looks;
  for (const SampleRow& row : first_rows) {
    if (row.number > kHeaderSearchRows + 10 && looks.size() >= static_cast<size_t>(kHeaderSearchRows)) break;
    looks.push_back(LookAt(row));
  }
  Candidate best;
  bool any = false;
  for (size_t i = 0; i < looks.size() && i < static_cast<size_t>(kHeaderSearchRows); ++i) {
    for (const bool pair : {false, true}) {
      if (pair && !CanPair(looks, i)) continue;
      Candidate candidate{.first = i, .last = pair ? i + 1 : i, .structure = Structure(looks, i)};
      if (!pair) candidate.first = FirstHeaderRow(looks, i);
      LayoutGuess named;
      NameColumns(looks, candidate.first, candidate.last, named);
      CountKnown(named, known, candidate);
      const int filled = looks[i].filled;
      const bool enough = candidate.matched >= 2 || (candidate.matched == 1 && filled == 1 && !looks[i].data_like);
      if (!enough) candidate.matched = 0;
      if (!enough && (candidate.structure < 3 || pair)) continue;
      if (!any || Better(candidate, best)) best = candidate;
      any = true;
    }
  }
  LayoutGuess guess;
  if (!any) {
    guess.reason_zh = "前 30 行里没有像表头的一行";
    guess.reason_en = "no row among the first 30 looks like a header";
    return guess;
  }
  guess.found = true;
  guess.first_header_row = looks[best.first].number;
  guess.last_header_row = looks[best.last].number;
  for (size_t i = 0; i < best.first; ++i) guess.title_rows.push_back(looks[i].number);
  NameColumns(looks, best.first, best.last, guess);
  NumberRepeats(guess.names);
  guess.best_source = best.matched > 0 ? best.source : -1;
  guess.known_words = best.matched;
  Explain(guess);
  return guess;
}

RowClassifier::RowClassifier(LayoutGuess layout) : layout_(std::move(layout)) {
  for (size_t c = 0; c < layout_.names.size(); ++c) {
    header_texts_.push_back(layout_.names[c].substr(0, layout_.names[c].find('/')));
  }
}

template <class TextAt>
RowVerdict RowClassifier::ClassifyWith(size_t count, TextAt text_at) const {
  std::array<std::string_view, 3> first{};
  size_t filled = 0;
  size_t like_header = 0;
  bool id_number = false;
  for (size_t c = 0; c < count; ++c) {
    const std::string_view text = text_at(c);
    if (IsSpace(text)) continue;
    if (filled < first.size()) first[filled] = text;
    ++filled;
    id_number = id_number || IsLongNumber(text);
    // Looked at only as long as every cell so far was a heading.
    if (like_header + 1 == filled && c < layout_.names.size() &&
        (SameButSpace(text, layout_.plain_names[c]) || SameButSpace(text, header_texts_[c]))) {
      ++like_header;
    }
  }
  if (filled == 0) return {RowClass::kBlank, "整行没有内容", "nothing in the row"};
  const size_t needed = layout_.names.size() < 2 ? 1 : 2;
  if (like_header == filled && filled >= needed)
    return {RowClass::kHeader, "与表头相同（重复的表头）", "the header again"};
  if (id_number) return {};
  for (const std::string_view text : first) {
    if (IsTotalLabel(text)) {
      return {RowClass::kTotal, fmt::format("“{}”：合计行", WithoutSpace(text)),
              fmt::format("\"{}\": a total", WithoutSpace(text))};
    }
  }
  if (IsNoteLabel(first[0], filled)) {
    return {RowClass::kNote, "备注、说明或签名", "a note or signature"};
  }
  if (filled == 1 && layout_.names.size() >= 4 && first[0].size() > 60) {
    return {RowClass::kNote, "整行只有一段长文字", "a single long text in the row"};
  }
  return {};
}

bool RowClassifier::IsHeadingAcross(const RowView& row) const {
  const auto texts = std::ranges::count_if(row.cells, [](const Cell& cell) { return !IsSpace(cell.text); });
  if (texts != 1 || row.covered.size() < 2) return false;
  // All that is covered is covered by that one text: no block that began in a row above.
  const int32_t origin = row.covered[0].origin_column;
  const bool one = std::ranges::all_of(row.covered, [&](const CoveredCell& covered) {
    return covered.origin_row == row.number && covered.origin_column == origin;
  });
  return one && !IsSpace(row.covered[0].text) && (row.covered.size() + 1) * 2 >= layout_.names.size();
}

RowVerdict RowClassifier::Classify(std::span<const std::string_view> cells) const {
  return ClassifyWith(cells.size(), [&](size_t c) { return cells[c]; });
}

}  // namespace xiuhua::ingest
