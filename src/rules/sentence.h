// Sentence: a rule's text template, "…{ev_amount_cents:yuan}…{param.line:yuan}…", and how values are shown.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/result.h"

namespace xiuhua::rules {

enum class SlotFormat : uint8_t { kPlain, kYuan, kDate, kText, kId, kCount, kMu };

struct Slot {
  std::string name;  // ev_amount_cents, a key column, or param.line
  SlotFormat format = SlotFormat::kPlain;
};

// Text and slots in turn: pieces[0] slots[0] pieces[1] slots[1] ... pieces[n].
struct Sentence {
  std::vector<std::string> pieces;
  std::vector<Slot> slots;
};

// "{{" and "}}" stand for braces. Errors: RUL-016 (unclosed brace, unknown format).
Result<Sentence> ParseSentence(std::string_view text, const SourceRef& where);

// How a value (as the engine writes it) is shown. yuan: cents → "1,234.50 元" without the unit; date: 2026-03-01;
// id: 433124********0012; count: 1,234; mu: hundredths → 12.50. Text that does not fit the format is shown as it is.
std::string ShowValue(std::string_view text, SlotFormat format);

// 18 digits keep the first six and last four; shorter texts keep nothing but their ends.
std::string MaskId(std::string_view id);

// `value_of` gives the text for a slot, already formatted.
std::string RenderSentence(const Sentence& sentence, const std::function<std::string(const Slot&)>& value_of);

}  // namespace xiuhua::rules
