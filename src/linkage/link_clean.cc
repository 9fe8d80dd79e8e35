#include "linkage/link_clean.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/date.h"
#include "text/id_number.h"
#include "text/names.h"
#include "text/values.h"
#include "text/width.h"

namespace xiuhua::linkage {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool OnlyZeros(std::string_view text) { return text.find_first_not_of("0-/. ") == std::string_view::npos; }

// "3/4/1970" as three numbers; false when it is not that.
bool ThreeNumbers(std::string_view text, std::array<int, 3>& out, std::array<size_t, 3>& sizes) {
  size_t at = 0;
  for (size_t i = 0; i < 3; ++i) {
    const size_t start = at;
    int value = 0;
    while (at < text.size() && IsDigit(text[at]) && at - start < 5) value = value * 10 + (text[at++] - '0');
    if (at == start) return false;
    out[i] = value;
    sizes[i] = at - start;
    if (i == 2) return at == text.size() || text[at] == ' ' || text[at] == 'T';
    if (at == text.size() || (text[at] != '/' && text[at] != '-' && text[at] != '.')) return false;
    ++at;
  }
  return false;
}

}  // namespace

CellCleaner::CellCleaner(const LinkColumn& column) : column_(column) {
  for (const std::string& cell : column.missing) {
    missing_.emplace_back(text::CleanCell(cell, scratch_));
  }
}

std::string_view CellCleaner::Clean(std::string_view cell) {
  const std::string_view clean = text::CleanCell(cell, scratch_);
  if (clean.empty() || text::IsPlaceholder(clean) || clean == "?" || clean == "？" || text::IsFormulaError(clean))
    return {};
  if (std::ranges::find(missing_, clean) != missing_.end()) return {};
  return CleanTyped(clean);
}

std::string_view CellCleaner::CleanTyped(std::string_view clean) {
  switch (column_.type) {
    case ColumnType::kText:
      return FoldText(clean, false);
    case ColumnType::kAddress:
      return FoldText(clean, true);
    case ColumnType::kChineseName: {
      text::FoldName(text::SplitNameNote(clean).name, out_);
      for (const char32_t c : text::IterateCodePoints(out_)) {
        if (c != text::kReplacement) return out_;
      }
      return {};
    }
    case ColumnType::kIdNumber: {
      const text::IdNumber id = text::ParseIdNumber(clean);
      if (id.state == text::IdState::kMissing || id.state == text::IdState::kNoNumber ||
          id.state == text::IdState::kScientific) {
        return {};
      }
      if (id.size == 0) return FoldText(clean, false);
      std::string_view number = id.Text();
      if (id.kind == text::IdKind::kDisability20 || id.kind == text::IdKind::kDisability22)
        number = number.substr(0, 18);
      out_ = number;
      return out_;
    }
    case ColumnType::kDate:
      return CleanDate(clean);
    case ColumnType::kPhone: {
      const text::ParsedPhone phone = text::ParsePhone(clean);
      out_.clear();
      const std::string_view source = phone.state == text::ValueState::kOk ? phone.Text() : clean;
      std::ranges::copy_if(source, std::back_inserter(out_), IsDigit);
      if (out_.size() < 5 || out_.find_first_not_of(out_.front()) == std::string::npos) return {};
      return out_;
    }
    case ColumnType::kNumber:
      return CleanNumber(clean);
    case ColumnType::kCode: {
      out_.clear();
      for (const char c : clean) {
        if (c != ' ') out_ += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      }
      return OnlyZeros(out_) ? std::string_view() : std::string_view(out_);
    }
  }
  return {};
}

std::string_view CellCleaner::FoldText(std::string_view clean, bool drop_marks) {
  out_.clear();
  bool gap = false;
  for (const char32_t c : text::IterateCodePoints(clean)) {
    const bool ascii = c < 0x80;
    const bool letter = ascii ? (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                              : u_isalnum(static_cast<UChar32>(c)) != 0 || text::IsHan(c);
    if (text::IsSpace(c) || (drop_marks && !letter)) {
      gap = !out_.empty();
      continue;
    }
    if (gap) out_ += ' ';
    gap = false;
    if (ascii) {
      out_ += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    } else {
      text::AppendCodePoint(static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT)), out_);
    }
  }
  return out_;
}

std::string_view CellCleaner::CleanDate(std::string_view clean) {
  if (OnlyZeros(clean)) return {};
  std::optional<Date> date;
  std::array<int, 3> part{};
  std::array<size_t, 3> size{};
  if (column_.order != DateOrder::kYmd && ThreeNumbers(clean, part, size) && size[0] <= 2 && size[2] == 4) {
    const bool day_first = column_.order == DateOrder::kDmy;
    date = MakeDate(part[2], day_first ? part[1] : part[0], day_first ? part[0] : part[1]);
  } else {
    const text::ParsedDate parsed = text::ParseDate(clean, text::DateStyle::kText);
    if (text::IsEmpty(parsed.state) || parsed.state == text::ValueState::kOpenEnd) return {};
    if (parsed.state == text::ValueState::kOk && parsed.precision == text::DatePrecision::kDay) date = parsed.date;
  }
  if (date) {
    const CivilDate civil = ToCivil(*date);
    std::array<char, 16> digits{};
    std::to_chars(digits.data(), digits.data() + digits.size(), civil.year * 10000 + civil.month * 100 + civil.day);
    out_.assign(digits.data(), 8);
    return out_;
  }
  // No date: its digits, so that a typo of a date can be told from another date.
  out_.clear();
  std::ranges::copy_if(clean, std::back_inserter(out_), IsDigit);
  return out_.size() < 4 ? FoldText(clean, false) : std::string_view(out_);
}

std::string_view CellCleaner::CleanNumber(std::string_view clean) {
  out_.clear();
  for (const char c : clean) {
    if (c == ',' || c == ' ') continue;
    if (!IsDigit(c) && c != '.' && c != '-' && c != '+') break;
    if (c != '+') out_ += c;
  }
  double value = 0;
  const auto [end, code] = std::from_chars(out_.data(), out_.data() + out_.size(), value);
  if (code != std::errc{} || end != out_.data() + out_.size()) return {};
  if (out_.find('.') != std::string::npos) {
    while (out_.ends_with('0')) out_.pop_back();
    if (out_.ends_with('.')) out_.pop_back();
  }
  const bool minus = out_.starts_with('-');
  const size_t first = out_.find_first_not_of('0', minus ? 1 : 0);
  const size_t cut =
      first == std::string::npos ? out_.size() - 1 : (out_[first] == '.' && first > 0 ? first - 1 : first);
  if (cut > (minus ? 1U : 0U)) out_.erase(minus ? 1 : 0, cut - (minus ? 1 : 0));
  return out_;
}

}  // namespace xiuhua::linkage
