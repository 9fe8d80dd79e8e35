#include "text/explain.h"

#include <iterator>

#include "base/check.h"

namespace xiuhua::text {
namespace {

constexpr StateWords kValues[] = {
    {"missing", "没有填", "empty"},
    {"ok", "可以读", "fine"},
    {"placeholder", "填的是“无”“不详”一类，没有实际内容", "says nothing (none, unknown)"},
    {"unreadable", "看不懂，请按常用格式重填", "cannot be read; write it in a usual form"},
    {"impossible", "没有这一天（比如 2 月 30 日），请核对日期", "there is no such day; check the date"},
    {"out_of_range", "数值或年份太大或太小，请核对", "too large or too small; check it"},
    {"ambiguous", "可以有两种读法（比如 26/3/1），请写全：年份四位，年月日都写",
     "has two readings; write year, month and day in full"},
    {"too_precise", "小数位数太多，请核对单位（元还是万元）和数字",
     "more decimals than the unit has; check unit and number"},
    {"digits_lost", "被表格软件改成了科学计数，后面的数字已经丢失，请从原件重新填写",
     "a spreadsheet turned it into scientific notation and lost digits; copy it again from the original"},
    {"open_end", "长期有效", "without end"},
    {"masked", "部分数字被星号遮住", "partly hidden by stars"},
    {"formula_error", "公式出错（比如 #REF!），请填写公式的结果", "a formula failed here; write its result"},
    {"check_digit", "校验位不对，有数字写错，请对照证件", "the check digit is wrong; compare with the certificate"}};

constexpr StateWords kIdStates[] = {
    {"missing", "没有填身份证号", "no number written"},
    {"valid", "身份证号正确", "valid"},
    {"invalid", "身份证号不对", "invalid"},
    {"masked", "身份证号有一部分被星号遮住", "partly hidden by stars"},
    {"scientific", "身份证号被表格软件改成了科学计数，后几位已经丢失，请从原件重新填写，并把这一列设成文本格式",
     "a spreadsheet turned the number into scientific notation and lost digits; copy it again, in a text column"},
    {"no_number", "注明没有身份证号", "stated to have none"}};

constexpr StateWords kIdFaults[] = {
    {"none", "", ""},
    {"length", "身份证号位数不对，应为 18 位", "the number must have 18 places"},
    {"characters", "身份证号里有不该有的字符，只能是数字和最后一位的 X", "only digits and a final X may stand in it"},
    {"region", "身份证号前两位不是任何省份的代码", "the first two digits are no province"},
    {"birth_impossible", "身份证号里的出生日期不存在", "the birth date in it does not exist"},
    {"birth_future", "身份证号里的出生日期在将来", "the birth date in it lies in the future"},
    {"birth_too_old", "身份证号里的出生日期超过 150 年前", "the birth date in it is more than 150 years ago"},
    {"check_digit", "身份证号校验位不对，有数字写错或颠倒，请对照证件",
     "the check digit is wrong: a digit is mistyped or two are swapped"},
    {"digits_lost", "身份证号最后三位被表格软件变成了 000，请从原件重新填写，并把这一列设成文本格式",
     "a spreadsheet turned the last three digits into 000; copy it again, in a text column"},
    {"disability_digits", "残疾人证号第 19、20 位（类别 1-7、等级 1-4）不对",
     "places 19 and 20 (class 1-7, level 1-4) are wrong"}};

constexpr StateWords kIdKinds[] = {{"none", "", ""},
                                   {"resident18", "居民身份证", "resident identity card"},
                                   {"old15", "15 位旧身份证", "old number of 15 digits"},
                                   {"disability20", "残疾人证", "disability certificate"},
                                   {"disability22", "补发的残疾人证", "disability certificate, issued again"},
                                   {"foreign_resident", "外国人永久居留身份证", "foreigner's permanent residence card"},
                                   {"other_document", "其他证件", "another document"}};

constexpr StateWords kNameVariants[] = {
    {"same", "相同", "the same"},
    {"spacing", "只差空格或全半角", "differ in spaces or width"},
    {"dots", "只差间隔号", "differ in the dot"},
    {"character", "繁简或异体字", "traditional or variant characters"},
    {"note", "括号里多了说明", "a note in brackets"},
    {"unknown_character", "有字显示不出来", "a character could not be shown"},
    {"pinyin_letters", "生僻字写成了拼音", "a rare character is spelled in letters"},
    {"homophone", "同音不同字，需人工核对", "sound alike, other characters; a person must judge"},
    {"one_character", "有一个字不同，需人工核对", "one character differs; a person must judge"},
    {"different", "姓名不同", "different names"}};

template <size_t n, class E>
const StateWords& Pick(const StateWords (&words)[n], E value) {
  const auto index = static_cast<size_t>(value);
  CHECK(index < n);
  return words[index];
}

}  // namespace

const StateWords& Explain(ValueState state) { return Pick(kValues, state); }
const StateWords& Explain(IdState state) { return Pick(kIdStates, state); }
const StateWords& Explain(IdFault fault) { return Pick(kIdFaults, fault); }
const StateWords& Explain(IdKind kind) { return Pick(kIdKinds, kind); }
const StateWords& Explain(NameVariant variant) { return Pick(kNameVariants, variant); }
const StateWords& Explain(const IdNumber& id) {
  return id.state == IdState::kInvalid ? Explain(id.fault) : Explain(id.state);
}

}  // namespace xiuhua::text
