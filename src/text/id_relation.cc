#include "text/id_relation.h"

#include <algorithm>
#include <cstring>

#include "text/similarity.h"

namespace xiuhua::text {
namespace {

constexpr uint8_t kFull = 18;
constexpr size_t kRegionAndBirth = 14;

uint64_t DigitBag(std::string_view text) {
  std::array<uint8_t, 11> before{};
  uint64_t bag = 0;
  for (const char c : text) {
    const auto digit = static_cast<size_t>(c >= '0' && c <= '9' ? c - '0' : 10);
    const uint8_t times = std::min<uint8_t>(before.at(digit)++, 5);
    bag |= uint64_t{1} << (digit == 10 ? 60 + std::min<uint8_t>(times, 3) : digit * 6 + times);
  }
  return bag;
}

std::string_view TextOf(const PreparedId& id) { return {id.text.data(), id.size}; }

void SetText(std::string_view text, PreparedId& id) {
  id.size = static_cast<uint8_t>(std::min<size_t>(text.size(), id.text.size()));
  std::memcpy(id.text.data(), text.data(), id.size);
  id.bag = DigitBag(TextOf(id));
}

PreparedText AsText(const PreparedId& id) {
  PreparedText text;
  text.bag = id.bag;
  text.units = id.text.data();
  text.size = id.size;
  return text;
}

// Agreement of hidden places: every place that both show is equal, and they share at least four such places.
IdRelation RelateMasked(const PreparedId& a, const PreparedId& b) {
  if (a.size != kFull || b.size != kFull) return IdRelation::kDifferent;
  int shared = 0;
  for (size_t i = 0; i < kFull; ++i) {
    if (a.text[i] == '*' || b.text[i] == '*') continue;
    if (a.text[i] != b.text[i]) return IdRelation::kDifferent;
    ++shared;
  }
  return shared >= 4 ? IdRelation::kMaskedAgrees : IdRelation::kMissing;
}

// An 18-place number of 1900-1999 in its old form of 15 places.
PreparedId OldForm(const PreparedId& id) {
  PreparedId old = id;
  old.text = {};
  std::array<char, 15> places{};
  std::copy_n(id.text.begin(), 6, places.begin());
  std::copy_n(id.text.begin() + 8, 9, places.begin() + 6);
  SetText({places.data(), places.size()}, old);
  return old;
}
bool HasOldForm(const PreparedId& id) { return id.size == kFull && id.text[6] == '1' && id.text[7] == '9'; }

// Neither hidden, at least one invalid.
IdRelation RelateInvalid(const PreparedId& a, const PreparedId& b) {
  if (a.size == b.size && a.text == b.text) return IdRelation::kEqualInvalid;
  const bool one_valid = a.state == IdState::kValid || b.state == IdState::kValid;
  const bool same_birth = a.size >= kRegionAndBirth && b.size >= kRegionAndBirth &&
                          std::memcmp(a.text.data(), b.text.data(), kRegionAndBirth) == 0;
  const uint32_t edits = OsaWithin(AsText(a), AsText(b), 2);
  if (one_valid && edits <= 1) return IdRelation::kOneEdit;
  if (one_valid && edits == 2 && same_birth) return IdRelation::kTwoEdits;
  if (!one_valid && edits <= 2) return IdRelation::kBothInvalidNear;
  return same_birth ? IdRelation::kSameBirth : IdRelation::kDifferent;
}

struct Words {
  std::string_view zh;
  std::string_view en;
};
constexpr std::array<Words, kIdRelations + 1> kWords = {{
    {"证件号缺失", "number missing"},
    {"号码相同", "same number"},
    {"号码相同但无效", "same text, not a valid number"},
    {"一号无效，只差一处", "one is invalid and one edit away"},
    {"可见部分一致", "the places that show agree"},
    {"一号无效，差两处", "one is invalid and two edits away"},
    {"两号都无效但相近", "both invalid and near"},
    {"地区和生日相同", "same region and birth date"},
    {"号码不同", "different"},
    {"另一个有效号码", "another valid number"},
}};

}  // namespace

PreparedId PrepareId(const IdNumber& id) {
  PreparedId prepared;
  prepared.state = id.state;
  prepared.document = id.kind == IdKind::kOtherDocument;
  std::string_view text = id.Text();
  const bool certificate = id.kind == IdKind::kDisability20 || id.kind == IdKind::kDisability22;
  if (certificate) text = text.substr(0, kFull);
  std::array<char, kFull> lost{};
  if (id.fault == IdFault::kDigitsLost && text.size() == kFull) {  // a spreadsheet kept 15 digits
    std::ranges::copy(text, lost.begin());
    std::fill(lost.end() - 3, lost.end(), '*');
    text = {lost.data(), lost.size()};
    prepared.state = IdState::kMasked;
  }
  if (certificate && id.fault == IdFault::kDisabilityDigits) {  // the number itself is right
    const IdNumber number = ParseIdNumber(text);
    prepared.state = number.state;
    prepared.key = number.key;
  }
  SetText(text, prepared);
  if (id.state == IdState::kValid) prepared.key = id.key;
  if (prepared.state == IdState::kValid || prepared.state == IdState::kMasked) {
    prepared.sex = id.fault == IdFault::kDigitsLost ? Sex::kUnknown : id.sex;
    if (id.has_birth) prepared.birth = PrepareDate(id.birth);
  }
  return prepared;
}

IdRelation RelateIds(const PreparedId& a, const PreparedId& b) {
  const auto silent = [](const PreparedId& id) {
    return id.size == 0 ||
           (id.state != IdState::kValid && id.state != IdState::kInvalid && id.state != IdState::kMasked);
  };
  if (silent(a) || silent(b) || a.document != b.document) return IdRelation::kMissing;
  if (a.document) return TextOf(a) == TextOf(b) ? IdRelation::kEqual : IdRelation::kDifferent;
  if (a.state == IdState::kValid && b.state == IdState::kValid) {
    return a.key == b.key ? IdRelation::kEqual : IdRelation::kOther;
  }
  if (a.state == IdState::kMasked || b.state == IdState::kMasked) return RelateMasked(a, b);
  if (a.size == 15 && HasOldForm(b)) return RelateInvalid(a, OldForm(b));
  if (b.size == 15 && HasOldForm(a)) return RelateInvalid(OldForm(a), b);
  return RelateInvalid(a, b);
}

std::string_view IdRelationWord(IdRelation relation, bool chinese) {
  const Words& words = kWords.at(static_cast<size_t>(static_cast<int>(relation) + 1));
  return chinese ? words.zh : words.en;
}

IdEvidence IdAgainstSex(const PreparedId& id, Sex sex) {
  if (id.sex == Sex::kUnknown || sex == Sex::kUnknown) return IdEvidence::kSilent;
  return id.sex == sex ? IdEvidence::kAgrees : IdEvidence::kContradicts;
}

DateRelation IdAgainstBirth(const PreparedId& id, const PreparedDate& birth) { return RelateDates(id.birth, birth); }

}  // namespace xiuhua::text
