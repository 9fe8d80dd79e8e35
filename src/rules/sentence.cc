#include "rules/sentence.h"

#include <array>
#include <charconv>
#include <utility>

#include "base/money.h"
#include "rules/errors.h"

namespace xiuhua::rules {
namespace {

constexpr std::array<std::pair<std::string_view, SlotFormat>, 6> kFormats = {{{"yuan", SlotFormat::kYuan},
                                                                              {"date", SlotFormat::kDate},
                                                                              {"text", SlotFormat::kText},
                                                                              {"id", SlotFormat::kId},
                                                                              {"count", SlotFormat::kCount},
                                                                              {"mu", SlotFormat::kMu}}};

Result<Slot> ParseSlot(std::string_view text, const SourceRef& where) {
  const size_t colon = text.find(':');
  Slot slot{.name = std::string(text.substr(0, colon))};
  if (slot.name.empty()) return Fail(errors::kBadSentence, {text, "花括号里是空的", "it is empty"}, where);
  if (colon == std::string_view::npos) return slot;
  for (const auto& [name, format] : kFormats) {
    if (text.substr(colon + 1) == name) {
      slot.format = format;
      return slot;
    }
  }
  return Fail(errors::kBadSentence, {text, "没有这种格式", "there is no such format"}, where);
}

std::optional<int64_t> WholeNumber(std::string_view text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// FormatYuan shows hundredths with two decimals and separators.
std::string Hundredths(int64_t value) { return FormatYuan(Cents{value}); }

std::string Grouped(int64_t value) {
  std::string digits = std::to_string(value);
  const size_t first = value < 0 ? 1 : 0;
  for (size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

}  // namespace

Result<Sentence> ParseSentence(std::string_view text, const SourceRef& where) {
  Sentence sentence;
  std::string piece;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if ((c == '{' || c == '}') && at + 1 < text.size() && text[at + 1] == c) {
      piece += c;
      ++at;
      continue;
    }
    if (c == '}') return Fail(errors::kBadSentence, {"}", "多了一个右花括号", "a closing brace too many"}, where);
    if (c != '{') {
      piece += c;
      continue;
    }
    const size_t end = text.find('}', at);
    if (end == std::string_view::npos) {
      return Fail(errors::kBadSentence, {text.substr(at), "花括号没有关上", "the brace is not closed"}, where);
    }
    TRY_ASSIGN(Slot slot, ParseSlot(text.substr(at + 1, end - at - 1), where));
    sentence.pieces.push_back(std::exchange(piece, ""));
    sentence.slots.push_back(std::move(slot));
    at = end;
  }
  sentence.pieces.push_back(std::move(piece));
  return sentence;
}

std::string MaskId(std::string_view id) {
  if (id.size() >= 15) return std::string(id.substr(0, 6)) + "********" + std::string(id.substr(id.size() - 4));
  if (id.size() > 4) return std::string(id.size() - 4, '*') + std::string(id.substr(id.size() - 4));
  return std::string(id.size(), '*');
}

std::string ShowValue(std::string_view text, SlotFormat format) {
  if (format == SlotFormat::kId) return MaskId(text);
  const bool numeric = format == SlotFormat::kYuan || format == SlotFormat::kCount || format == SlotFormat::kMu;
  const auto number = numeric ? WholeNumber(text) : std::nullopt;
  if (!number) return std::string(text);
  return format == SlotFormat::kCount ? Grouped(*number) : Hundredths(*number);
}

std::string RenderSentence(const Sentence& sentence, const std::function<std::string(const Slot&)>& value_of) {
  std::string out;
  for (size_t i = 0; i < sentence.slots.size(); ++i) out += sentence.pieces[i] + value_of(sentence.slots[i]);
  return out + sentence.pieces.back();
}

}  // namespace xiuhua::rules
