// Phones, credit codes and Chinese numerals; see values.h.
#include <algorithm>
#include <iterator>

#include "text/values.h"
#include "text/width.h"

namespace xiuhua::text {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool AllDigits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, IsDigit); }

void SetText(std::string_view text, ParsedPhone& phone) {
  phone.size = static_cast<uint8_t>(std::min(text.size(), phone.characters.size()));
  std::copy_n(text.begin(), phone.size, phone.characters.begin());
}

// Three-digit area codes: 010 and 020-029. All others have four digits.
size_t AreaCodeLength(std::string_view digits) {
  if (digits.size() < 3 || digits[0] != '0') return 0;
  return digits[1] == '1' || digits[1] == '2' ? 3 : 4;
}

bool IsMobile(std::string_view digits) {
  return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3' && digits[1] <= '9';
}

// Takes off 86 or 0086. An area code behind it has no 0 (+86 743 8223344): it gets it back in `buffer`.
std::string_view WithoutCountry(std::string_view digits, std::array<char, 24>& buffer) {
  for (const std::string_view prefix : {"0086", "86"}) {
    if (!digits.starts_with(prefix) || digits.size() < prefix.size() + 9) continue;
    const std::string_view rest = digits.substr(prefix.size());
    if (IsMobile(rest) || rest[0] == '0') return rest;
    if (rest.size() > 11) continue;
    buffer[0] = '0';
    std::ranges::copy(rest, buffer.begin() + 1);
    return {buffer.data(), rest.size() + 1};
  }
  return digits;
}

// Digits of one number, marks taken off. kUnreadable when they are no number.
ParsedPhone FromDigits(std::string_view digits) {
  ParsedPhone phone;
  phone.state = ValueState::kUnreadable;
  std::array<char, 24> buffer{};
  digits = WithoutCountry(digits, buffer);
  if (digits.size() == 12 && digits[0] == '0' && IsMobile(digits.substr(1))) digits.remove_prefix(1);
  if (IsMobile(digits)) {
    SetText(digits, phone);
    phone.kind = PhoneKind::kMobile;
    phone.state = ValueState::kOk;
    return phone;
  }
  const size_t area = AreaCodeLength(digits);
  const size_t local = digits.size() - area;
  if (local < 7 || local > 8 || digits[area] < '2') return phone;
  SetText(digits, phone);
  phone.kind = area > 0 ? PhoneKind::kLandline : PhoneKind::kLocal;
  phone.state = ValueState::kOk;
  return phone;
}

// One part of a cell: marks dropped, extension cut.
ParsedPhone FromPart(std::string_view part) {
  ParsedPhone phone;
  phone.state = ValueState::kUnreadable;
  for (const std::string_view word : {"转", "#", "ext"}) {
    if (const size_t at = part.find(word); at != std::string_view::npos && at > 6) part = part.substr(0, at);
  }
  if (part.ends_with(".0")) part.remove_suffix(2);
  std::array<char, 24> digits{};
  size_t size = 0;
  size_t dashes = 0;
  bool stars = false;
  for (const char c : part) {
    if (IsDigit(c) || c == '*') {
      if (size == digits.size()) return phone;
      digits[size++] = c;
      stars = stars || c == '*';
    } else if (c == '-') {
      // A second dash behind area code and number opens an extension: 0743-8223344-801.
      if (++dashes > 1 && size >= 10 && digits[0] == '0') break;
    } else if (c != ' ' && c != '(' && c != ')' && c != '+' && c != '.') {
      return phone;
    }
  }
  const std::string_view text(digits.data(), size);
  if (stars) {
    phone.state = size == 11 && text[0] == '1' ? ValueState::kMasked : ValueState::kUnreadable;
    if (phone.state == ValueState::kMasked) SetText(text, phone);
    return phone;
  }
  return size == 0 ? phone : FromDigits(text);
}

// Parts between the marks that part numbers; a space parts only when the whole does not read as one number.
size_t SplitAt(std::string_view text, size_t& mark_size) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ',' || text[i] == ';' || text[i] == '/' || text[i] == '|' || text[i] == '\\') {
      mark_size = 1;
      return i;
    }
    for (const std::string_view mark : {"、", "，", "；", "或"}) {
      if (text.substr(i).starts_with(mark)) {
        mark_size = mark.size();
        return i;
      }
    }
  }
  mark_size = 0;
  return text.size();
}

bool IsScientific(std::string_view text) {
  const size_t e = text.find_first_of("Ee");
  return e != std::string_view::npos && e > 0 && IsDigit(text[0]) && e + 1 < text.size() &&
         text.substr(0, e).find_first_not_of("0123456789.") == std::string_view::npos &&
         text.substr(e + 1).find_first_not_of("+0123456789") == std::string_view::npos;
}

// Takes `part` into the answer: the first readable one wins, a second one sets `several`.
void Offer(std::string_view part, ParsedPhone& best) {
  const ParsedPhone phone = FromPart(part);
  if (phone.state == ValueState::kOk && best.state == ValueState::kOk) {
    best.several = best.several || phone.Text() != best.Text();
  } else if (phone.state == ValueState::kOk || best.state == ValueState::kMissing ||
             (best.state == ValueState::kUnreadable && phone.state == ValueState::kMasked)) {
    best = phone;
  }
}

void OfferSpaced(std::string_view part, ParsedPhone& best) {
  part = TrimSpaces(part);
  if (part.empty()) return;
  if (FromPart(part).state == ValueState::kOk || part.find(' ') == std::string_view::npos) return Offer(part, best);
  while (!part.empty()) {
    const size_t space = std::min(part.find(' '), part.size());
    Offer(part.substr(0, space), best);
    part = TrimSpaces(part.substr(space));
  }
}

constexpr std::string_view kCreditPlaces = "0123456789ABCDEFGHJKLMNPQRTUWXY";

std::string_view DropLabel(std::string_view text) {
  for (const std::string_view label : {"电话:", "手机:", "联系电话:", "电话", "手机", "Tel:", "tel:", "TEL:"}) {
    if (text.starts_with(label)) return TrimSpaces(text.substr(label.size()));
  }
  return text;
}

}  // namespace

ParsedPhone ParsePhone(std::string_view cell) {
  ParsedPhone best;
  std::string buffer;
  std::string_view clean = DropLabel(CleanCell(cell, buffer));
  if (IsMobile(clean) && AllDigits(clean)) return FromDigits(clean);
  if (clean.empty()) return best;
  best.state = IsFormulaError(clean)  ? ValueState::kFormulaError
               : IsPlaceholder(clean) ? ValueState::kPlaceholder
               : IsScientific(clean)  ? ValueState::kDigitsLost
                                      : ValueState::kMissing;
  if (clean.find_first_not_of('0') == std::string_view::npos) best.state = ValueState::kPlaceholder;
  if (best.state != ValueState::kMissing) return best;
  while (!clean.empty()) {
    size_t mark_size = 0;
    const size_t end = SplitAt(clean, mark_size);
    OfferSpaced(clean.substr(0, end), best);
    clean.remove_prefix(end + mark_size);
  }
  if (best.state == ValueState::kMissing) best.state = ValueState::kUnreadable;
  return best;
}

ParsedCreditCode ParseCreditCode(std::string_view cell) {
  std::string buffer;
  const std::string_view clean = CleanCell(cell, buffer);
  ParsedCreditCode code;
  if (clean.empty()) return code;
  code.state = IsFormulaError(clean)  ? ValueState::kFormulaError
               : IsPlaceholder(clean) ? ValueState::kPlaceholder
                                      : ValueState::kUnreadable;
  if (code.state != ValueState::kUnreadable) return code;
  size_t size = 0;
  for (const char c : clean) {
    if (c == ' ' || c == '-') continue;
    if (size == 18) return code;
    code.characters[size++] = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  if (size != 18) {
    const bool scientific = IsScientific(clean);
    code.state = scientific ? ValueState::kDigitsLost : ValueState::kUnreadable;
    return code;
  }
  size_t sum = 0;
  size_t weight = 1;
  size_t last = 0;
  for (size_t i = 0; i < 18; ++i) {
    last = kCreditPlaces.find(code.characters[i]);
    if (last == std::string_view::npos) return code;
    if (i == 17) break;
    sum += last * weight;
    weight = weight * 3 % 31;
  }
  code.state = (31 - sum % 31) % 31 == last ? ValueState::kOk : ValueState::kCheckDigit;
  return code;
}

std::optional<int> ParseChineseNumeral(std::string_view text) {
  constexpr std::string_view kDigits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  int value = 0;
  int digit = -1;  // a digit that waits for its unit
  int last_unit = 1000;
  bool any = false;
  while (!text.empty()) {
    const auto* found = std::ranges::find_if(kDigits, [&](std::string_view d) { return text.starts_with(d); });
    const bool zero = text.starts_with("〇") || text.starts_with("○");
    const bool two = text.starts_with("两");
    if (found != std::end(kDigits) || zero || two) {
      const int next = two ? 2 : zero ? 0 : static_cast<int>(found - std::begin(kDigits));
      if (digit > 0) return std::nullopt;
      digit = next;
      text.remove_prefix(found != std::end(kDigits) ? found->size() : 3);
    } else {
      const int unit = text.starts_with("百") ? 100 : text.starts_with("十") ? 10 : 0;
      if (unit == 0 || unit >= last_unit || digit == 0 || (digit < 0 && (unit == 100 || any))) return std::nullopt;
      value += (digit < 0 ? 1 : digit) * unit;
      last_unit = unit;
      digit = -1;
      text.remove_prefix(3);
    }
    any = true;
  }
  if (!any) return std::nullopt;
  return value + (digit < 0 ? 0 : digit);
}

}  // namespace xiuhua::text
