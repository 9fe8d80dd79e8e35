#include "text/width.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace xiuhua::text {
namespace {

using Byte = unsigned char;
Byte At(std::string_view text, size_t i) { return static_cast<Byte>(text[i]); }
bool IsTail(Byte byte) { return (byte & 0xC0U) == 0x80U; }

// True when no byte of the text can start a character that CleanCell changes. Han of the basic plane (lead bytes
// E4-E9) and ASCII without controls are plain; everything else is looked at closely by the slow path.
bool IsPlain(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    if (i + 8 <= text.size()) {
      uint64_t word = 0;
      std::memcpy(&word, text.data() + i, 8);
      constexpr uint64_t kHigh = 0x8080808080808080ULL;
      const bool below_space = ((word - 0x2020202020202020ULL) & ~word & kHigh) != 0;
      const uint64_t del = word ^ 0x7F7F7F7F7F7F7F7FULL;
      const bool has_del = ((del - 0x0101010101010101ULL) & ~del & kHigh) != 0;
      if ((word & kHigh) == 0 && !below_space && !has_del) {
        i += 8;
        continue;
      }
    }
    const Byte byte = At(text, i);
    if (byte >= 0x20 && byte < 0x7F) {
      ++i;
    } else if (byte >= 0xE4 && byte <= 0xE9) {
      i += 3;
    } else {
      return false;
    }
  }
  return true;
}

struct QuotePair {
  std::string_view open;
  std::string_view close;
};
constexpr std::array<QuotePair, 6> kQuotes = {
    {{"=\"", "\""}, {"\"", "\""}, {"'", "'"}, {"“", "”"}, {"‘", "’"}, {"「", "」"}}};

std::string_view StripQuotes(std::string_view text) {
  const Byte first = text.empty() ? 0 : At(text, 0);
  if (first != '"' && first != '\'' && first != '=' && first != 0xE2 && first != 0xE3) return text;
  for (const QuotePair& pair : kQuotes) {
    if (text.size() >= pair.open.size() + pair.close.size() && text.starts_with(pair.open) &&
        text.ends_with(pair.close)) {
      text.remove_prefix(pair.open.size());
      text.remove_suffix(pair.close.size());
      return text;
    }
  }
  for (const std::string_view apostrophe : {"'", "’", "‘"}) {
    if (text.starts_with(apostrophe)) return text.substr(apostrophe.size());
  }
  return text;
}

std::string_view CutEnds(std::string_view text) { return TrimSpaces(StripQuotes(TrimSpaces(text))); }

void FoldInto(std::string_view in, std::string& out) {
  out.clear();
  for (size_t i = 0; i < in.size();) {
    const size_t start = i;
    const char32_t c = NextCodePoint(in, i);
    if (c == '\r' && i < in.size() && in[i] == '\n') continue;  // the LF that follows gives the one space
    if (IsSpace(c)) {
      out += ' ';
    } else if (IsInvisible(c)) {
      continue;
    } else if (const char32_t half = HalfWidth(c); half != c) {
      AppendCodePoint(half, out);
    } else {
      out.append(in, start, i - start);
    }
  }
}

}  // namespace

bool IsSpace(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

bool IsInvisible(char32_t c) {
  if (c < 0x80) return c < 0x20 || c == 0x7F;
  if (c < 0xA0) return true;  // C1 controls; U+0085 is asked as a space first
  return c == 0xAD || c == 0x34F || c == 0x61C || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF ||
         (c >= 0xE0100 && c <= 0xE01EF);
}

bool IsHan(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x3FFFD) ||
         (c >= 0xF900 && c <= 0xFAFF) || c == 0x3005 || c == 0x3007;
}

char32_t HalfWidth(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFF01 + '!';
  if (c == 0xFFE5) return 0xA5;
  return c == 0x3000 ? U' ' : c;
}

char32_t NextCodePoint(std::string_view text, size_t& at) {
  const Byte lead = At(text, at);
  const size_t left = text.size() - at;
  if (lead < 0x80) {
    ++at;
    return lead;
  }
  if (lead >= 0xE0 && lead < 0xF0 && left >= 3 && IsTail(At(text, at + 1)) && IsTail(At(text, at + 2))) {
    const char32_t c = ((lead & 0x0FU) << 12U) | ((At(text, at + 1) & 0x3FU) << 6U) | (At(text, at + 2) & 0x3FU);
    if (c >= 0x800 && (c < 0xD800 || c > 0xDFFF)) {
      at += 3;
      return c;
    }
  } else if (lead >= 0xC2 && lead < 0xE0 && left >= 2 && IsTail(At(text, at + 1))) {
    const char32_t c = ((lead & 0x1FU) << 6U) | (At(text, at + 1) & 0x3FU);
    at += 2;
    return c;
  } else if (lead >= 0xF0 && lead < 0xF5 && left >= 4 && IsTail(At(text, at + 1)) && IsTail(At(text, at + 2)) &&
             IsTail(At(text, at + 3))) {
    const char32_t c = ((lead & 0x07U) << 18U) | ((At(text, at + 1) & 0x3FU) << 12U) |
                       ((At(text, at + 2) & 0x3FU) << 6U) | (At(text, at + 3) & 0x3FU);
    if (c >= 0x10000 && c <= 0x10FFFF) {
      at += 4;
      return c;
    }
  }
  ++at;
  return kReplacement;
}

void AppendCodePoint(char32_t c, std::string& out) {
  const auto add = [&out](char32_t byte) { out += static_cast<char>(static_cast<Byte>(byte)); };
  if (c < 0x80) {
    add(c);
  } else if (c < 0x800) {
    add(0xC0U | (c >> 6U));
    add(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    add(0xE0U | (c >> 12U));
    add(0x80U | ((c >> 6U) & 0x3FU));
    add(0x80U | (c & 0x3FU));
  } else {
    add(0xF0U | (c >> 18U));
    add(0x80U | ((c >> 12U) & 0x3FU));
    add(0x80U | ((c >> 6U) & 0x3FU));
    add(0x80U | (c & 0x3FU));
  }
}

size_t CountCodePoints(std::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size(); ++count) NextCodePoint(text, i);
  return count;
}

std::string_view TrimSpaces(std::string_view in) {
  while (!in.empty()) {
    const Byte first = At(in, 0);
    if (first > 0x20 && first < 0x7F) break;
    if (first >= 0xE4 && first <= 0xE9) break;
    size_t next = 0;
    const char32_t c = NextCodePoint(in, next);
    if (!IsSpace(c) && !IsInvisible(c)) break;
    in.remove_prefix(next);
  }
  while (!in.empty()) {
    const Byte last = At(in, in.size() - 1);
    if (last > 0x20 && last < 0x7F) break;
    if (in.size() >= 3 && IsTail(last) && IsTail(At(in, in.size() - 2)) && At(in, in.size() - 3) >= 0xE4 &&
        At(in, in.size() - 3) <= 0xE9) {
      break;
    }
    size_t start = in.size() - 1;
    while (start > 0 && in.size() - start < 4 && IsTail(At(in, start))) --start;
    size_t next = start;
    const char32_t c = NextCodePoint(in, next);
    if (next != in.size() || (!IsSpace(c) && !IsInvisible(c))) break;
    in.remove_suffix(in.size() - start);
  }
  return in;
}

std::string_view CleanCell(std::string_view in, std::string& out) {
  const std::string_view cut = TrimSpaces(in);
  if (IsPlain(cut)) return TrimSpaces(StripQuotes(cut));
  FoldInto(cut, out);
  return CutEnds(out);
}

}  // namespace xiuhua::text
