#include "ingest/xlsx_merges.h"

#include <algorithm>
#include <optional>

#include "base/errors.h"
#include "ingest/errors.h"
#include "ingest/xlsx_xml.h"

namespace xiuhua::ingest {
namespace {

constexpr size_t kMaxMerged = 1'000'000;

class TailHandler final : public XmlHandler {
 public:
  explicit TailHandler(std::string sheet) : sheet_(std::move(sheet)) {}
  void Start(std::string_view name, const XmlAttributes& a) override {
    if (name == "filterColumn") {
      tail.filter_active = true;
    } else if (name == "mergeCell") {
      const char* ref = a.Find("ref");
      if (ref != nullptr) Add(ref);
    }
  }
  void End(std::string_view) override {}
  SheetTail tail;

 private:
  void Add(std::string_view ref) {
    const size_t colon = ref.find(':');
    MergedRange range;
    if (colon == std::string_view::npos || !ParseCellName(ref.substr(0, colon), range.first_row, range.first_column) ||
        !ParseCellName(ref.substr(colon + 1), range.last_row, range.last_column)) {
      return;
    }
    if (range.last_row < range.first_row) std::swap(range.first_row, range.last_row);
    if (range.last_column < range.first_column) std::swap(range.first_column, range.last_column);
    if (range.first_row == range.last_row && range.first_column == range.last_column) return;
    if (tail.merged.size() >= kMaxMerged) {
      stop = MakeError(errors::kMergedTooMany, {sheet_, std::to_string(kMaxMerged)});
      return;
    }
    tail.merged.push_back(range);
  }
  std::string sheet_;
};

// Finds the end of the rows in a stream of chunks and hands everything behind it to expat. A false alarm (the word
// inside a comment) only starts the parse too early: it then fails and starts again at the next place.
class TailFinder {
 public:
  TailFinder(std::string file, std::string part) : file_(std::move(file)), part_(std::move(part)) {}

  Result<void> Take(std::string_view chunk) {
    while (!chunk.empty()) {
      if (feed_ != nullptr) {
        const auto fed = feed_->Feed(chunk.data(), static_cast<int64_t>(chunk.size()), false);
        if (fed) return {};
        if (handler_->stop) return Fail(fed.error());
        // The closing tags of what was opened before the rows end up here: everything wanted was read.
        feed_.reset();
      }
      const size_t at = Search(chunk);
      if (at == std::string_view::npos) return {};
      chunk.remove_prefix(at);
      handler_ = std::make_unique<TailHandler>(part_);
      feed_ = std::make_unique<XmlFeed>(*handler_, file_, part_);
      TRY(feed_->Feed("<tail>", 6, false));
    }
    return {};
  }
  SheetTail Finish() {
    SheetTail tail = handler_ == nullptr ? SheetTail{} : std::move(handler_->tail);
    std::sort(tail.merged.begin(), tail.merged.end(), [](const MergedRange& a, const MergedRange& b) {
      return a.first_row != b.first_row ? a.first_row < b.first_row : a.first_column < b.first_column;
    });
    return tail;
  }

 private:
  // Offset behind the next "sheetData>" of a closing tag or "sheetData/>"; the last bytes are remembered across chunks.
  size_t Search(std::string_view chunk) {
    static constexpr std::string_view kWord = "sheetData";
    const std::string seam = before_ + std::string(chunk.substr(0, 64));
    const size_t in_seam = Match(seam, kWord);
    const size_t kept = before_.size();
    const size_t in_chunk = in_seam != std::string_view::npos && in_seam > kept ? in_seam - kept : Match(chunk, kWord);
    before_.append(chunk.substr(chunk.size() - std::min<size_t>(chunk.size(), 64)));
    if (before_.size() > 64) before_.erase(0, before_.size() - 64);
    if (in_chunk != std::string_view::npos) before_.clear();
    return in_chunk;
  }
  static size_t Match(std::string_view text, std::string_view word) {
    for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
      size_t open = at;
      while (open > 0 && at - open < 40 && text[open - 1] != '<' && text[open - 1] != '>') --open;
      if (open == 0 || text[open - 1] != '<') continue;
      size_t close = at + word.size();
      while (close < text.size() &&
             (text[close] == ' ' || text[close] == '\n' || text[close] == '\r' || text[close] == '\t'))
        ++close;
      const bool empty = text.substr(close).starts_with("/>");
      const bool closing = text[open] == '/' && text.substr(close).starts_with(">");
      if (empty || closing) return close + (empty ? 2 : 1);
    }
    return std::string_view::npos;
  }

  std::string file_, part_;
  std::string before_;
  std::unique_ptr<TailHandler> handler_;
  std::unique_ptr<XmlFeed> feed_;
};

}  // namespace

bool ParseCellName(std::string_view name, int64_t& row, int32_t& column) {
  size_t i = 0;
  int64_t letters = 0, digits = 0;
  if (i < name.size() && name[i] == '$') ++i;
  const size_t first_letter = i;
  for (; i < name.size() && ((name[i] >= 'A' && name[i] <= 'Z') || (name[i] >= 'a' && name[i] <= 'z')); ++i) {
    letters = letters * 26 + ((name[i] | 0x20) - 'a' + 1);
    if (letters > 16384) return false;
  }
  if (i == first_letter) return false;
  if (i < name.size() && name[i] == '$') ++i;
  const size_t first_digit = i;
  for (; i < name.size() && name[i] >= '0' && name[i] <= '9'; ++i) {
    digits = digits * 10 + (name[i] - '0');
    if (digits > 1048576) return false;
  }
  if (i == first_digit || i != name.size() || digits == 0) return false;
  row = digits;
  column = static_cast<int32_t>(letters - 1);
  return true;
}

Result<SheetTail> ReadTail(ZipArchive& zip, const ZipEntry& entry, Progress& progress) {
  TRY_ASSIGN(const auto stream, zip.Read(entry));
  TailFinder finder(zip.shown_name(), entry.name);
  std::vector<char> buffer(256 << 10);
  progress.Begin("查看 " + entry.name, entry.unpacked_bytes);
  Result<void> outcome;
  while (outcome) {
    const auto n = stream->Read(buffer.data(), static_cast<int64_t>(buffer.size()));
    if (!n) outcome = Fail(n.error());
    if (!n || *n == 0) break;
    outcome = finder.Take(std::string_view(buffer.data(), static_cast<size_t>(*n)));
    if (outcome && progress.cancelled()) outcome = Fail(xiuhua::errors::kCancelled);
    progress.Tick(*n);
  }
  progress.End();
  TRY(outcome);
  return finder.Finish();
}

std::map<int32_t, MergeCursor::Active>& MergeCursor::At(int64_t row) {
  if (!active_.empty() && first_end_ < row) {
    first_end_ = INT64_MAX;
    for (auto it = active_.begin(); it != active_.end();) {
      if (it->second.range.last_row < row) {
        it = active_.erase(it);
      } else {
        first_end_ = std::min(first_end_, it->second.range.last_row);
        ++it;
      }
    }
  }
  for (; next_ < merged_.size() && merged_[next_].first_row <= row; ++next_) {
    const MergedRange& range = merged_[next_];
    if (range.last_row < row) continue;
    const auto after = active_.upper_bound(range.last_column);
    if (after != active_.begin() && std::prev(after)->second.range.last_column >= range.first_column) continue;
    first_end_ = active_.empty() ? range.last_row : std::min(first_end_, range.last_row);
    active_[range.first_column] = Active{range, {}};
  }
  return active_;
}

}  // namespace xiuhua::ingest
