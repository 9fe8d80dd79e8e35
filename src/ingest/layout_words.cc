#include "ingest/layout_words.h"

#include <algorithm>
#include <array>

#include "ingest/layout.h"

namespace xiuhua::ingest {
namespace {

// Length of the white-space character at the start, 0 when there is none.
size_t SpaceAt(std::string_view t) {
  if (t.empty()) return 0;
  const char c = t[0];
  if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f') return 1;
  if (t.starts_with("\xC2\xA0")) return 2;
  if (t.starts_with("\xE3\x80\x80") || t.starts_with("\xEF\xBB\xBF")) return 3;
  if (t.starts_with("\xE2\x80") && t.size() >= 3) {
    const auto third = static_cast<unsigned char>(t[2]);
    if (third >= 0x80 && third <= 0x8F) return 3;  // en space ... right-to-left mark
  }
  return 0;
}

bool SkipSpace(std::string_view& t) {
  const size_t n = SpaceAt(t);
  t.remove_prefix(n);
  return n > 0;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

constexpr std::array<std::string_view, 5> kTotals = {"合计", "小计", "总计", "累计", "共计"};
// Words that open a note; those of the second list only with a colon behind them or alone with their value.
constexpr std::array<std::string_view, 6> kNotes = {"备注", "说明", "注", "填表说明", "填报说明", "附注"};
constexpr std::array<std::string_view, 20> kSigners = {
    "填表人", "填报人", "制表",     "制表人",   "审核人",   "审核",     "负责人",   "单位负责人", "分管领导", "经办人",
    "复核人", "统计人", "填报单位", "填表单位", "填表日期", "填报日期", "填报时间", "制表日期",   "联系电话", "签字"};

}  // namespace

std::string WithoutSpace(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (SkipSpace(text)) continue;
    out += text[0];
    text.remove_prefix(1);
  }
  return out;
}

bool IsSpace(std::string_view text) {
  while (SkipSpace(text)) {
  }
  return text.empty();
}

bool SameButSpace(std::string_view a, std::string_view b) {
  for (;;) {
    while (SkipSpace(a)) {
    }
    while (SkipSpace(b)) {
    }
    if (a.empty() || b.empty()) return a.empty() && b.empty();
    if (a[0] != b[0]) return false;
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
}

bool IsLongNumber(std::string_view text) {
  while (SkipSpace(text)) {
  }
  if (text.size() < 15) return false;
  size_t digits = 0;
  for (const char c : text) {
    if (IsDigit(c) || c == '*') {
      ++digits;
    } else if (c != 'X' && c != 'x' && c != ' ') {
      return false;
    }
  }
  return digits >= 14 && digits <= 22;
}

bool LooksLikeData(std::string_view text) {
  if (IsLongNumber(text)) return true;
  if (text.empty() || text.size() > 40) return false;
  // 2026, 2026-03-01, 1,234.50, ￥300, 13800000000, 2026年3月1日, 45%
  size_t digits = 0, other = 0;
  for (size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    if (IsDigit(text[i])) {
      ++digits;
      ++i;
    } else if (std::string_view("-/.,:+%¥$").find(text[i]) != std::string_view::npos) {
      ++i;
    } else if (rest.starts_with("年") || rest.starts_with("月") || rest.starts_with("日") || rest.starts_with("元") ||
               rest.starts_with("￥") || rest.starts_with("岁") || rest.starts_with("人")) {
      i += 3;
    } else {
      ++other;
      ++i;
    }
  }
  // "1月" and "2025年" are headings of wide tables: one unit behind at most four digits is no proof.
  const bool heading = digits > 0 && digits <= 4 && text.size() <= 7 && !IsDigit(text.back());
  return other == 0 && digits > 0 && !heading;
}

bool IsTotalLabel(std::string_view text) {
  if (text.size() > 60 || text.find("计") == std::string_view::npos) return false;
  const std::string label = WithoutSpace(text);
  for (const std::string_view total : kTotals) {
    const size_t at = label.rfind(total);
    if (at == std::string::npos) continue;
    const std::string_view behind = std::string_view(label).substr(at + total.size());
    const bool closed = behind.empty() || behind[0] == ':' || behind[0] == '(' || IsDigit(behind[0]) ||
                        behind.starts_with("：") || behind.starts_with("（");
    if (closed && at <= 36) return true;
  }
  return false;
}

bool IsNoteLabel(std::string_view text, size_t filled) {
  while (SkipSpace(text)) {
  }
  const auto opens = [&](std::string_view word, bool alone_is_enough) {
    if (!text.starts_with(word)) return false;
    std::string_view behind = text.substr(word.size());
    while (SkipSpace(behind)) {
    }
    const bool colon = behind.starts_with(":") || behind.starts_with("：");
    return colon || (behind.empty() && alone_is_enough);
  };
  const auto is_note = [&](std::string_view word) { return opens(word, filled <= 2); };
  const auto is_signer = [&](std::string_view word) { return opens(word, filled <= 6); };
  return std::any_of(kNotes.begin(), kNotes.end(), is_note) || std::any_of(kSigners.begin(), kSigners.end(), is_signer);
}

std::string NormaliseHeader(std::string_view text) {
  std::string out;
  const std::string bare = WithoutSpace(text);
  for (size_t i = 0; i < bare.size();) {
    const auto a = static_cast<unsigned char>(bare[i]);
    if (a == 0xEF && i + 2 < bare.size()) {
      // U+FF01 ... U+FF5E → '!' ... '~'
      const auto b = static_cast<unsigned char>(bare[i + 1]), c = static_cast<unsigned char>(bare[i + 2]);
      const unsigned code = ((a & 0x0FU) << 12) | ((b & 0x3FU) << 6) | (c & 0x3FU);
      if (code >= 0xFF01 && code <= 0xFF5E) {
        out += static_cast<char>(code - 0xFF01 + '!');
        i += 3;
        continue;
      }
    }
    out += bare[i++];
  }
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  while (out.starts_with('*')) out.erase(0, 1);
  while (out.ends_with('*')) out.pop_back();
  return out;
}

}  // namespace xiuhua::ingest
