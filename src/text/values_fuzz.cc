// Every parser of the module on arbitrary bytes: none may crash, hang or break its own promises.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "text/divisions.h"
#include "text/encoding.h"
#include "text/id_number.h"
#include "text/names.h"
#include "text/values.h"
#include "text/width.h"

namespace xiuhua::text {
namespace {

void FuzzEncodings(std::string_view bytes) {
  const Encoding encoding = DetectEncoding(bytes);
  std::string whole;
  Decoder at_once(encoding);
  at_once.Decode(bytes, whole);
  at_once.Finish(whole);
  CHECK(IsValidUtf8(whole));
  if (encoding == Encoding::kAscii) return;
  std::string pieces;
  Decoder in_pieces(encoding);
  for (size_t at = 0; at < bytes.size(); at += 3) in_pieces.Decode(bytes.substr(at, 3), pieces);
  in_pieces.Finish(pieces);
  CHECK(whole == pieces);
  CHECK(at_once.malformed() == in_pieces.malformed());
}

void FuzzValues(std::string_view cell) {
  for (const DateStyle style : {DateStyle::kText, DateStyle::kSerial1900, DateStyle::kSerial1904}) {
    const ParsedDate date = ParseDate(cell, style);
    if (date.state == ValueState::kOk) {
      CHECK(ToCivil(date.date).year >= 1900 && ToCivil(date.date).year <= 2100);
      CHECK(ParseDate(FormatDate(date.date), style).date == date.date);
    }
  }
  for (const MoneyUnit unit : {MoneyUnit::kYuan, MoneyUnit::kWanYuan, MoneyUnit::kFen}) {
    const ParsedMoney money = ParseMoney(cell, unit);
    if (money.state == ValueState::kOk) {
      CHECK(ParseMoney(FormatYuan(money.cents), MoneyUnit::kYuan).cents == money.cents);
    }
  }
  ParseInteger(cell);
  ParseHundredthMu(cell, AreaUnit::kMu);
  ParseHundredthMu(cell, AreaUnit::kSquareMetre);
  ParsePercent(cell, PercentUnit::kFraction);
  ParseYesNo(cell);
  ParseChineseNumeral(cell);
  const ParsedPhone phone = ParsePhone(cell);
  if (phone.state == ValueState::kOk) CHECK(ParsePhone(phone.Text()).Text() == phone.Text());
  const ParsedCreditCode code = ParseCreditCode(cell);
  if (code.state == ValueState::kOk) CHECK(ParseCreditCode(code.Text()).state == ValueState::kOk);
  ParseGroup(cell);
  SplitGroup(cell);
}

void FuzzIdentity(std::string_view cell) {
  const IdNumber id = ParseIdNumber(cell);
  if (id.state == IdState::kValid) {
    CHECK(IdTextOfKey(id.key) == id.Text());
    CHECK(ParseIdNumber(id.Text()).key == id.key);
    CHECK(MatchesMask(MaskId(id.Text()), id.Text()));
  } else {
    CHECK(id.key == 0);
    if (id.size == 18) RepairCandidates(id.Text());
  }
  std::string folded;
  FoldName(cell, folded);
  std::string again;
  FoldName(folded, again);
  CHECK(folded == again);
  CHECK(NameKey(folded) >= 0);
  NamesAgree(folded, "\xE5\xBD\xAD\xEF\xBF\xBDxiao");
  ClassifyNames(cell, folded);
  SplitSurname(folded);
  SplitNameNote(cell);
}

}  // namespace
}  // namespace xiuhua::text

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::string buffer;
  xiuhua::text::CleanCell(bytes, buffer);
  xiuhua::text::FuzzEncodings(bytes);
  xiuhua::text::FuzzValues(bytes);
  xiuhua::text::FuzzIdentity(bytes);
  return 0;
}
