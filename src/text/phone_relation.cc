#include "text/phone_relation.h"

#include <algorithm>

#include "text/similarity.h"

namespace xiuhua::text {
namespace {

std::string_view TextOf(const PreparedPhone& phone) { return {phone.text.data(), phone.size}; }

PreparedText AsText(const PreparedPhone& phone) {
  PreparedText text;
  text.bag = phone.bag;
  text.units = phone.text.data();
  text.size = phone.size;
  return text;
}

PhoneRelation RelateMasked(const PreparedPhone& a, const PreparedPhone& b) {
  if (a.size != b.size) return PhoneRelation::kDifferent;
  int shared = 0;
  for (size_t i = 0; i < a.size; ++i) {
    if (a.text[i] == '*' || b.text[i] == '*') continue;
    if (a.text[i] != b.text[i]) return PhoneRelation::kDifferent;
    ++shared;
  }
  return shared >= 4 ? PhoneRelation::kMasked : PhoneRelation::kMissing;
}

bool IsMadeUp(std::string_view digits) {
  const std::string_view tail = digits.substr(digits.size() - std::min<size_t>(digits.size(), 7));
  return tail.find_first_not_of(tail[0]) == std::string_view::npos;
}

struct Words {
  std::string_view zh;
  std::string_view en;
};
constexpr std::array<Words, kPhoneRelations + 1> kWords = {{
    {"电话缺失", "phone missing"},
    {"电话相同", "same phone"},
    {"缺区号", "area code missing"},
    {"可见部分一致", "the places that show agree"},
    {"只差一处", "one edit away"},
    {"尾号相同", "same last digits"},
    {"电话不同", "different"},
}};

}  // namespace

PreparedPhone PreparePhone(const ParsedPhone& phone) {
  PreparedPhone prepared;
  const std::string_view text = phone.Text();
  const bool masked = phone.state == ValueState::kMasked;
  if ((phone.state != ValueState::kOk && !masked) || text.empty() || IsMadeUp(text)) return prepared;
  std::ranges::copy(text, prepared.text.begin());
  prepared.size = phone.size;
  prepared.kind = phone.kind;
  prepared.masked = masked;
  std::u32string points(text.begin(), text.end());
  prepared.bag = BagOf(points);
  return prepared;
}

PhoneRelation RelatePhones(const PreparedPhone& a, const PreparedPhone& b) {
  if (a.size == 0 || b.size == 0) return PhoneRelation::kMissing;
  if (a.masked || b.masked) return RelateMasked(a, b);
  if (a.size == b.size && a.text == b.text) return PhoneRelation::kEqual;
  const bool a_local = a.kind == PhoneKind::kLocal;
  const bool b_local = b.kind == PhoneKind::kLocal;
  if (a_local != b_local && a.kind != PhoneKind::kMobile && b.kind != PhoneKind::kMobile) {
    const std::string_view local = TextOf(a_local ? a : b);
    const std::string_view full = TextOf(a_local ? b : a);
    if (full.ends_with(local) && full.size() - local.size() >= 3) return PhoneRelation::kAreaMissing;
  }
  if (OsaWithin(AsText(a), AsText(b), 1) <= 1) return PhoneRelation::kOneEdit;
  const size_t tail = a.kind == PhoneKind::kMobile && b.kind == PhoneKind::kMobile ? 8 : 7;
  if (TextOf(a).substr(a.size - tail) == TextOf(b).substr(b.size - tail)) return PhoneRelation::kSameTail;
  return PhoneRelation::kDifferent;
}

std::string_view PhoneRelationWord(PhoneRelation relation, bool chinese) {
  const Words& words = kWords.at(static_cast<size_t>(static_cast<int>(relation) + 1));
  return chinese ? words.zh : words.en;
}

}  // namespace xiuhua::text
