// Which column is what.
#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <set>

#include "linkage/auto_profile.h"
#include "linkage/errors.h"
#include "text/id_number.h"
#include "text/names.h"
#include "text/values.h"
#include "text/width.h"

namespace xiuhua::linkage {
namespace {

// Headers in the form of HeaderForm. A word with * before it is enough anywhere in the header; others must be all of
// it.
struct HeaderWords {
  Role role;
  std::string_view words;
};
// Read from top to bottom: the first line that has the word decides.
constexpr HeaderWords kWords[] = {
    {Role::kLeak,
     "*cluster *groundtruth *truth label entity entityid entid goldid gold *goldstandard trueid trueentity "
     "*duplicateof "
     "dupof dupid isduplicate ismatch matchid matchflag master masterid matched linkedid linkid pairid target "
     "*真值 *聚类 *实体编号 标签 *同一人"},
    {Role::kEmail, "*email *mailaddress mail *邮箱 *电子邮件"},
    {Role::kPostcode, "zip *zipcode *postcode *postalcode plz postal *邮编 *邮政编码"},
    {Role::kBirthYear,
     "by birthyear *yearofbirth yob byear *birthyear birthy dobyear dobyr yearbirth geburtsjahr *出生年份"},
    {Role::kBirthMonth, "bm birthmonth *monthofbirth mob bmonth *birthmonth dobmonth dobmon geburtsmonat *出生月份"},
    {Role::kBirthDay, "bd birthday1 *dayofbirth bday1 dobday geburtstag birthdayofmonth 出生日"},
    {Role::kBirth,
     "dob *dateofbirth *birthdate *birthday bday birth borndate datebirth birthdt *dob born geburtsdatum *出生日期 "
     "*出生年月 *生日 出生"},
    {Role::kIdNumber,
     "*身份证 *公民身份 *证件号 *idcard citizenid *chineseid sfz sfzh sfzhm zjhm 证号 *residentid idnumber idno "
     "*身份号码"},
    {Role::kOtherId,
     "ssn *socsec *socialsec nino nhs nhsnumber *nationalid *passport *taxid *medicare *insurancenumber *licenceno "
     "*licenseno *driverlic *护照 *社保卡号 *医保号 *残疾证 *学籍号 *银行卡 *卡号 *账号 *账户 *帐号 iban *accountno "
     "*accountnumber upc ean isbn gtin sku *modelno modelnumber mpn"},
    {Role::kPhone, "*phone tel *telephone *mobile cell cellno fax *电话 *手机 *联系方式 *联系号码"},
    {Role::kHouseholdNo, "*householdno *householdid hhid household *户号 *户编号 户编码 *familyid"},
    {Role::kSex, "sex gender *性别 geschlecht sexe *gender"},
    {Role::kAge, "age *年龄 ageyears alter"},
    {Role::kGiven,
     "given *givenname *firstname *forename fname first gname vorname prenom nombre fnamec1 givenname1 名 名字1"},
    {Role::kMiddle, "*middlename middle mname middleinitial midname mi 中间名 fnamec2"},
    {Role::kSurname,
     "*surname *lastname *familyname lname last sname nachname apellido cognome familienname lnamec1 姓 姓氏"},
    {Role::kHouseNumber, "*streetnumber *streetno *housenumber *houseno housenum housenr stno hausnummer 门牌 *门牌号"},
    {Role::kDivisionCode,
     "*villagecode *towncode *areacode *divisioncode *regioncode *行政区划代码 *区划代码 *村代码 *地区代码"},
    {Role::kRegion, "state province region country *省 *国家 *籍贯 nationality"},
    {Role::kPlace,
     "city *cityname town *suburb *locality municipality village *villagename ward county ort parish *birthplace "
     "*placeofbirth *birthtown *rescity 村 *村名 *乡镇 *村 *居委会 *社区 *县 *出生地"},
    {Role::kStreet, "*street *address addr addr1 addr2 *addr strasse *住址 *地址 *住所 *居住地"},
    {Role::kWords,
     "title *producttitle *productname description product *companyname company organisation organization firm "
     "*organisationname venue authors author *单位名称 *企业名称 *产品名称 *标题"},
    {Role::kNumber, "price amount income salary weight height *金额 *收入 *价格 *面积"},
    {Role::kFullName,
     "name *fullname *personname *studentname *patientname *customername *clientname nom *姓名 *名字 名称"},
};

bool HasWord(std::string_view form, std::string_view words) {
  for (size_t at = 0; at < words.size();) {
    const size_t end = std::min(words.find(' ', at), words.size());
    std::string_view word = words.substr(at, end - at);
    const bool anywhere = word.starts_with('*');
    if (anywhere) word.remove_prefix(1);
    if (anywhere ? form.contains(word) : form == word) return true;
    at = end + 1;
  }
  return false;
}

// Shares of the filled cells that read as something.
struct Contents {
  double id_number = 0, email = 0, phone = 0, han_name = 0, digits = 0, letters = 0, number = 0, one_letter = 0;
  double ymd = 0, dmy = 0, mdy = 0;
  double year = 0, month = 0, day = 0;
  double birth_like = 0;  // dates from 1880 to 2025 spread over more than ten years
};

struct SlashDate {
  int first = 0, second = 0, year = 0;
};
// 3/4/1970, 03-04-1970, 3.4.1970
std::optional<SlashDate> ReadSlashDate(std::string_view cell) {
  std::array<int, 3> parts{};
  size_t part = 0;
  size_t digits = 0;
  for (const char c : cell) {
    if (c >= '0' && c <= '9') {
      parts[part] = parts[part] * 10 + (c - '0');
      if (++digits > 4) return std::nullopt;
    } else if ((c == '/' || c == '-' || c == '.') && part < 2 && digits > 0) {
      ++part;
      digits = 0;
    } else {
      return std::nullopt;
    }
  }
  if (part != 2 || digits != 4) return std::nullopt;
  return SlashDate{parts[0], parts[1], parts[2]};
}

bool IsMail(std::string_view cell) {
  const size_t at = cell.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < cell.size();
}

bool IsHanName(std::string_view cell) {
  size_t han = 0;
  size_t all = 0;
  for (const char32_t c : text::CodePoints(cell)) {
    ++all;
    if (text::IsHan(c)) ++han;
  }
  return all >= 2 && all <= 4 && han == all && !text::SplitSurname(cell).surname.empty();
}

struct Tally {
  int64_t filled = 0;
  Contents sums;
  double year_sum = 0, year_square = 0;
  int64_t dated = 0;

  void Date(int year) {
    if (year < 1880 || year > 2026) return;
    ++dated;
    year_sum += year;
    year_square += static_cast<double>(year) * year;
  }
  void Add(const std::string& cell) {
    ++filled;
    const bool digits = std::ranges::all_of(cell, [](char c) { return c >= '0' && c <= '9'; });
    const bool letters = std::ranges::any_of(
        cell, [](char c) { return (c & 0x80) != 0 || std::isalpha(static_cast<unsigned char>(c)) != 0; });
    sums.digits += digits ? 1 : 0;
    sums.letters += letters ? 1 : 0;
    sums.email += IsMail(cell) ? 1 : 0;
    sums.han_name += IsHanName(cell) ? 1 : 0;
    sums.one_letter += cell.size() == 1 && letters ? 1 : 0;
    sums.number += text::ParseMoney(cell, text::MoneyUnit::kYuan).state == text::ValueState::kOk ? 1 : 0;
    if (cell.size() >= 15) sums.id_number += text::ParseIdNumber(cell).state == text::IdState::kValid ? 1 : 0;
    if (cell.size() >= 7) sums.phone += text::ParsePhone(cell).state == text::ValueState::kOk ? 1 : 0;
    AddDate(cell, digits);
  }
  void AddDate(const std::string& cell, bool digits) {
    if (digits && cell.size() <= 2) {
      const int value = std::stoi(cell);
      sums.month += value >= 1 && value <= 12 ? 1 : 0;
      sums.day += value >= 1 && value <= 31 ? 1 : 0;
    }
    if (digits && cell.size() == 4) {
      const int value = std::stoi(cell);
      sums.year += value >= 1850 && value <= 2026 ? 1 : 0;
    }
    if (const auto slash = ReadSlashDate(cell)) {
      const bool dmy = MakeDate(slash->year, slash->second, slash->first).has_value();
      const bool mdy = MakeDate(slash->year, slash->first, slash->second).has_value();
      sums.dmy += dmy ? 1 : 0;
      sums.mdy += mdy ? 1 : 0;
      if (dmy || mdy) Date(slash->year);
      return;
    }
    if (cell.size() < 8) return;
    const text::ParsedDate date = text::ParseDate(cell, text::DateStyle::kText);
    if (date.state != text::ValueState::kOk || date.precision != text::DatePrecision::kDay) return;
    sums.ymd += 1;
    Date(ToCivil(date.date).year);
  }
};

Contents ReadContents(const std::vector<std::string>& cells) {
  Tally tally;
  const size_t step = std::max<size_t>(1, cells.size() / 5000);
  for (size_t i = 0; i < cells.size(); i += step) {
    if (!cells[i].empty()) tally.Add(cells[i]);
  }
  if (tally.filled == 0) return {};
  Contents out = tally.sums;
  const auto n = static_cast<double>(tally.filled);
  for (double* share : {&out.id_number, &out.email, &out.phone, &out.han_name, &out.digits, &out.letters, &out.number,
                        &out.one_letter, &out.ymd, &out.dmy, &out.mdy, &out.year, &out.month, &out.day}) {
    *share /= n;
  }
  if (tally.dated > 1) {
    const auto dated = static_cast<double>(tally.dated);
    const double mean = tally.year_sum / dated;
    out.birth_like = std::sqrt(std::max(0.0, tally.year_square / dated - mean * mean)) > 10 ? dated / n : 0;
  }
  return out;
}

bool IsDate(const Contents& c) { return std::max({c.ymd, c.dmy, c.mdy}) > 0.7; }

// A header's word that the cells contradict counts for nothing.
bool Possible(Role role, const Contents& c, const Profile& p) {
  switch (role) {
    case Role::kBirth:
      return IsDate(c);
    case Role::kEmail:
      return c.email > 0.5;
    case Role::kIdNumber:
      return c.id_number > 0.4;
    case Role::kPhone:
      return c.letters < 0.5 && p.length >= 5;
    case Role::kSex:
      return p.distinct <= 12;
    case Role::kAge:
      return c.number > 0.8 && p.length < 4;
    case Role::kBirthYear:
      return c.year > 0.7;
    case Role::kBirthMonth:
      return c.month > 0.8;
    case Role::kBirthDay:
      return c.day > 0.8;
    case Role::kNumber:
      return c.number > 0.7;
    case Role::kGiven:
    case Role::kSurname:
    case Role::kMiddle:
      return c.letters > 0.7 && p.words < 3;
    case Role::kFullName:
      return c.letters > 0.7 && p.words < 5;
    case Role::kDivisionCode:
      return c.digits > 0.8 && p.length >= 4;
    default:
      return true;
  }
}

Role FromContents(const Contents& c, const Profile& p) {
  if (c.id_number > 0.6) return Role::kIdNumber;
  if (c.email > 0.6) return Role::kEmail;
  if (IsDate(c)) return c.birth_like > 0.7 ? Role::kBirth : Role::kDate;
  if (c.han_name > 0.6 && p.bits > 6) return Role::kChineseName;
  if (c.phone > 0.8 && c.digits > 0.5 && p.length >= 10 && p.length <= 12 && p.agree < 0.01) return Role::kPhone;
  if (p.distinct <= 3 && p.length < 8) return Role::kSex;
  if (p.words >= 3 && c.letters > 0.6) return Role::kWords;
  if (c.number > 0.9 && c.digits < 0.9) return Role::kNumber;
  if (p.agree > 0.05) return Role::kCategory;
  return Role::kText;
}

Role RoleOf(const Profile& profile, const std::vector<std::string>& cells, std::string& why) {
  if (profile.filled == 0 || profile.distinct <= 1) {
    why = "没有内容或只有一个值 says nothing";
    return Role::kNothing;
  }
  const Contents contents = ReadContents(cells);
  Role role = RoleOfHeader(profile.header);
  if (role == Role::kLeak) {
    why = "按列名像答案，不用 by its name an answer: not used";
    return role;
  }
  if (role == Role::kText || !Possible(role, contents, profile)) {
    role = FromContents(contents, profile);
    why = "按内容 by its cells";
  } else {
    why = "按列名 by its name";
  }
  if (role == Role::kFullName && contents.han_name > 0.5) role = Role::kChineseName;
  if (role == Role::kWords && profile.words < 2) role = Role::kText;
  if (role == Role::kText && profile.length > 200) role = Role::kNothing;
  return role;
}

std::string OrderOf(const std::vector<std::string>& cells) {
  const Contents contents = ReadContents(cells);
  if (contents.ymd >= std::max(contents.dmy, contents.mdy)) return "ymd";
  return contents.mdy > contents.dmy ? "mdy" : "dmy";
}

// The best name of rows: a word for one in the header, before any other column without repetition.
std::optional<size_t> FindRowId(const std::vector<Profile>& columns) {
  static constexpr std::string_view kBest =
      "uniqueid id rec recid recordid rowid rownum rownumber uid guid uuid key pk index idx recno *recordid *rowid "
      "*uniqueid *recid 编号 序号 行号 记录号 *唯一编号 *记录编号 主键";
  std::optional<size_t> found;
  int best = 0;
  for (size_t c = 0; c < columns.size(); ++c) {
    if (!columns[c].unique) continue;
    const std::string form = HeaderForm(columns[c].header);
    const Role named = RoleOfHeader(columns[c].header);
    int score = 2;
    if (HasWord(form, kBest)) {
      score = 5;
    } else if (form.ends_with("id") && named == Role::kText) {
      score = 4;
    } else if (named == Role::kLeak) {
      score = 1;
    } else if (named == Role::kText && columns[c].words < 1.5) {
      score = 3;
    } else if (columns[c].length > 40) {
      score = 0;
    }
    if (score > best) {
      best = score;
      found = c;
    }
  }
  return found;
}

}  // namespace

std::string HeaderForm(std::string_view header) {
  std::string scratch;
  std::string out;
  for (const char c : text::CleanCell(header, scratch)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isdigit(byte) != 0 || std::isalpha(byte) != 0) {
      out += static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
    }
  }
  return out;
}

Role RoleOfHeader(std::string_view header) {
  const std::string form = HeaderForm(header);
  for (const HeaderWords& line : kWords) {
    if (HasWord(form, line.words)) return line.role;
  }
  return Role::kText;
}

Result<void> FindRoles(AutoSample& sample) {
  const auto row_id = FindRowId(sample.columns);
  if (!row_id) return Fail(errors::kAutoNoRowId);
  for (size_t c = 0; c < sample.columns.size(); ++c) {
    Profile& profile = sample.columns[c];
    if (c == *row_id) {
      profile.role = Role::kRowId;
      profile.why = "每行一个、不重复 names the row";
      continue;
    }
    profile.role = RoleOf(profile, sample.cells[c], profile.why);
    // One input: a column that never repeats says nothing about who is who. Several: one that no other input shares.
    const bool several = sample.rows.size() > 1;
    const bool numbering = several ? profile.shared == 0 : profile.unique;
    const bool plain = profile.role == Role::kText || profile.role == Role::kNumber;
    if (plain && profile.unique && numbering && profile.words < 1.5 && sample.all_rows() > 50) {
      profile.role = Role::kNothing;
      profile.why = "从不重复，不作证据 never the same twice: no evidence";
    }
    if (profile.role == Role::kBirth || profile.role == Role::kDate) profile.date_order = OrderOf(sample.cells[c]);
  }
  return {};
}

}  // namespace xiuhua::linkage
