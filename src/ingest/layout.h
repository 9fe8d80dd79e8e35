// Layout: which row is the header, what the other rows are.
//
// A sheet begins with title rows, then one to three header rows (merged upper headings are joined: 家庭成员/姓名), then
// data; between and after the data stand totals, notes, repeated headers. FindHeader looks at the first rows only;
// ClassifyRow is then asked for each row behind the header and answers from the row alone (stateless, thread-safe).
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/sheet.h"

namespace xiuhua::ingest {

inline constexpr int64_t kHeaderSearchRows = 30;

// An owned copy of a row, for looking at several at once.
struct SampleRow {
  int64_t number = 0;
  std::vector<std::string> cells;
  std::vector<uint16_t> flags;
  std::vector<CoveredCell> covered;  // texts are kept in covered_texts
  std::vector<std::string> covered_texts;
};
SampleRow CopyRow(const RowView& row);

struct LayoutGuess {
  bool found = false;
  int64_t first_header_row = 0;  // row numbers; equal when the header has one row
  int64_t last_header_row = 0;
  std::vector<int64_t> title_rows;  // rows above the header
  // One per column, spaces and line breaks removed, upper headings joined by '/', repeats with #2, #3 ... ; empty where
  // the header is empty.
  std::vector<std::string> names;
  // The same without upper headings and suffixes (what a person reads at the bottom of the header).
  std::vector<std::string> plain_names;
  int best_source = -1;  // index into `known` of the best fitting set, -1 when none fits
  int known_words = 0;   // headings found in that set
  std::string reason_zh, reason_en;
};

// `known`: for each source, the header words it knows (aliases included), normalised by NormaliseHeader.
// Works without any known words too (rows of short distinct texts followed by data).
LayoutGuess FindHeader(std::span<const SampleRow> first_rows, const std::vector<std::set<std::string>>& known);

// Full-width letters, digits and brackets → ASCII, all white space and line breaks removed, letters lowered, a leading
// or trailing '*' cut.
std::string NormaliseHeader(std::string_view text);

enum class RowClass : uint8_t { kData, kBlank, kTitle, kHeader, kTotal, kNote };

struct RowVerdict {
  RowClass row_class = RowClass::kData;
  std::string reason_zh, reason_en;  // empty for kData
};

// For each row behind the header. Cheap for data rows: no allocation.
class RowClassifier {
 public:
  explicit RowClassifier(LayoutGuess layout);
  [[nodiscard]] RowVerdict Classify(std::span<const std::string_view> cells) const;
  // Is it one text merged over the width of the table: a heading between the rows ("石门村")? Of sheets with merged
  // cells, beside Classify.
  [[nodiscard]] bool IsHeadingAcross(const RowView& row) const;

 private:
  template <class TextAt>
  [[nodiscard]] RowVerdict ClassifyWith(size_t count, TextAt text_at) const;
  LayoutGuess layout_;
  std::vector<std::string> header_texts_;
};

}  // namespace xiuhua::ingest
