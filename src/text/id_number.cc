#include "text/id_number.h"

#include <algorithm>

#include "text/width.h"

namespace xiuhua::text {
namespace {

constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
constexpr std::string_view kCheckPlaces = "10X98765432";
constexpr size_t kMost = 32;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
int Digit(char c) { return c - '0'; }

int Number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + Digit(c);
  return value;
}

char CheckPlace(const char* digits) {
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) sum += Digit(digits[i]) * kWeights[i];
  return kCheckPlaces[static_cast<size_t>(sum % 11)];
}

bool IsProvince(int code) {
  return (code >= 11 && code <= 15) || (code >= 21 && code <= 23) || (code >= 31 && code <= 37) ||
         (code >= 41 && code <= 46) || (code >= 50 && code <= 54) || (code >= 61 && code <= 65) || code == 71 ||
         (code >= 81 && code <= 83);
}
bool IsForeignResident(const char* digits) {
  return digits[0] == '9' && IsProvince(Digit(digits[1]) * 10 + Digit(digits[2]));
}

// One cell as places of a number: digits, upper-case letters, '*', '.', '+'.
struct Places {
  std::array<char, kMost> at{};
  size_t size = 0;
  bool strange = false;  // more than kMost, or a character that no number has
  bool other = false;    // a character that no number has
  size_t stars = 0;
  size_t crosses = 0;  // X and the multiplication sign, which stands for X or for a hidden place
  size_t letters = 0;  // letters other than X

  void Add(char c) {
    if (size == kMost) {
      strange = true;
      return;
    }
    at[size++] = c;
  }
};

void AddAscii(char c, Places& places) {
  if (IsDigit(c)) {
    places.Add(c);
  } else if (c == 'x' || c == 'X') {
    places.Add('X');
    ++places.crosses;
  } else if (c == '*') {
    places.Add('*');
    ++places.stars;
  } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
    places.Add(c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c);
    ++places.letters;
  } else if (c == '.' || c == '+') {
    places.Add(c);
    ++places.letters;
  } else if (c != ' ' && c != '-' && c != '\'' && c != '"' && c != '`' && c != '=' && c != '_' &&
             static_cast<unsigned char>(c) > 0x1F && c != 0x7F) {
    places.strange = places.other = true;
  }
}

void AddOther(char32_t c, Places& places) {
  if (IsSpace(c) || IsInvisible(c)) return;
  const char32_t half = HalfWidth(c);
  if (half < 0x80) return AddAscii(static_cast<char>(half), places);
  switch (c) {
    case 0x00D7:  // multiplication sign
    case 0x2573:
    case 0x2715:
    case 0x0425:  // Cyrillic
    case 0x0445:
    case 0x03A7:  // Greek
    case 0x2169:  // Roman ten
    case 0x2179:
      places.Add('X');
      ++places.crosses;
      return;
    case 0x2022:  // bullets and stars for hidden places
    case 0x25CF:
    case 0x2217:
    case 0x25A1:
    case 0x25A0:
    case 0x2605:
      places.Add('*');
      ++places.stars;
      return;
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
    case 0x2010:
    case 0x2013:
    case 0x2014:
      return;
    default:
      break;
  }
  places.strange = places.other = true;
}

Places ReadPlaces(std::string_view cell) {
  Places places;
  for (size_t i = 0; i < cell.size();) {
    if (static_cast<unsigned char>(cell[i]) < 0x80) {
      AddAscii(cell[i++], places);
    } else {
      AddOther(NextCodePoint(cell, i), places);
    }
    if (places.strange && i > 256) break;
  }
  return places;
}

constexpr std::array<std::string_view, 30> kNoNumberWords = {
    "无",       "不详",   "暂无",   "没有",   "未知",   "不知道", "无证",   "无身份证", "没有身份证", "无身份证号",
    "未办",     "未办理", "未办证", "未上户", "未落户", "未入户", "未登记", "待补",     "待核实",     "待办",
    "暂未办理", "新生儿", "黑户",   "遗失",   "丢失",   "不清楚", "空",     "未提供",   "无号",       "未上户口"};
constexpr std::array<std::string_view, 6> kNoNumberLatin = {"NA", "N/A", "NULL", "NONE", "NIL", "UNKNOWN"};

bool SaysNone(std::string_view cell) {
  std::string buffer;
  const std::string_view clean = CleanCell(cell, buffer);
  if (std::ranges::find(kNoNumberWords, clean) != kNoNumberWords.end()) return true;
  if (clean.size() > 8) return false;
  std::string upper(clean);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return std::ranges::find(kNoNumberLatin, upper) != kNoNumberLatin.end();
}

void SetText(std::string_view text, IdNumber& id) {
  id.size = static_cast<uint8_t>(text.size());
  std::ranges::copy(text, id.characters.begin());
}

// Only dashes and slashes: nothing was written.
bool IsDash(std::string_view cell) {
  for (const char32_t c : CodePoints(cell)) {
    if (c != '-' && c != '/' && c != '\\' && c != '_' && c != 0x2014 && c != 0x2013 && c != 0xFF0D && !IsSpace(c)) {
      return false;
    }
  }
  return true;
}

// `ymd` as a number, 19900101.
IdFault BirthFault(int ymd, std::optional<Date> as_of, IdNumber& id) {
  const int year = ymd / 10'000;
  const std::optional<Date> birth = MakeDate(year, ymd / 100 % 100, ymd % 100);
  if (!birth) return IdFault::kBirthImpossible;
  id.birth = *birth;
  id.has_birth = true;
  if (!as_of) return year > 2100 ? IdFault::kBirthFuture : year < 1850 ? IdFault::kBirthTooOld : IdFault::kNone;
  if (*birth > *as_of) return IdFault::kBirthFuture;
  constexpr int kDaysSurelyWithin150Years = 150 * 365;
  if (as_of->days - birth->days < kDaysSurelyWithin150Years) return IdFault::kNone;
  return AgeInYears(*birth, *as_of) > 150 ? IdFault::kBirthTooOld : IdFault::kNone;
}

Sex SexOf(char place17) { return Digit(place17) % 2 == 1 ? Sex::kMale : Sex::kFemale; }

// 18 characters: 17 digits and a digit or X. Fills everything but kind and text.
void Judge18(const char* text, std::optional<Date> as_of, IdNumber& id) {
  int sum = 0;
  int64_t key = 0;
  for (size_t i = 0; i < 17; ++i) {
    sum += Digit(text[i]) * kWeights[i];
    key = key * 10 + Digit(text[i]);
  }
  id.region = static_cast<int32_t>(key / 100'000'000'000);
  id.sex = key % 2 == 1 ? Sex::kMale : Sex::kFemale;
  const IdFault birth = BirthFault(static_cast<int>(key / 1000 % 100'000'000), as_of, id);
  const bool foreign = IsForeignResident(text);
  if (!foreign && !IsProvince(id.region / 10'000)) {
    id.fault = IdFault::kRegion;
  } else if (birth != IdFault::kNone) {
    id.fault = birth;
  } else if (kCheckPlaces[static_cast<size_t>(sum % 11)] != text[17]) {
    id.fault = std::string_view(text + 15, 3) == "000" ? IdFault::kDigitsLost : IdFault::kCheckDigit;
  }
  id.state = id.fault == IdFault::kNone ? IdState::kValid : IdState::kInvalid;
  if (id.kind == IdKind::kResident18 && foreign) id.kind = IdKind::kForeignResident;
  if (id.state == IdState::kValid) id.key = key;
}

bool IsSame(std::string_view text) { return text.find_first_not_of(text[0]) == std::string_view::npos; }

// A made-up number that stands for "none": one digit repeated, 999999..., 000000..., 12345678...
bool IsMadeUp(std::string_view digits) {
  if (digits.size() >= 6 && digits[0] == digits[1] && IsSame(digits)) return true;
  if (digits.find_first_not_of('0') == std::string_view::npos) return true;
  if (digits.size() < 6) return false;
  return digits.starts_with("999999") || digits.starts_with("000000") ||
         std::string_view("123456789012345678").starts_with(digits.substr(0, 18));
}

bool AllDigits(std::string_view text) { return std::ranges::all_of(text, IsDigit); }

bool IsScientific(std::string_view text) {
  const size_t e = text.find('E');
  if (e == std::string_view::npos || e == 0 || !IsDigit(text[0])) return false;
  const std::string_view mantissa = text.substr(0, e);
  std::string_view exponent = text.substr(e + 1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  const bool fine = mantissa.size() == 1 || (mantissa[1] == '.' && AllDigits(mantissa.substr(2)));
  return fine && !exponent.empty() && exponent.size() <= 3 && AllDigits(exponent);
}

// Letters then digits and nothing else: E12345678, H1234567890, CE1234567.
bool IsOtherDocument(std::string_view text) {
  const size_t letters = std::min(text.find_first_of("0123456789"), text.size());
  const std::string_view digits = text.substr(letters);
  return letters >= 1 && letters <= 2 && digits.size() >= 6 && digits.size() <= 10 && AllDigits(digits);
}

IdNumber Invalid(IdFault fault, IdNumber id) {
  id.state = IdState::kInvalid;
  id.fault = fault;
  return id;
}

void ReadMask(IdNumber& id) {
  const std::string_view text = id.Text();
  const auto known = [&](size_t from, size_t length) {
    return text.size() == 18 && AllDigits(text.substr(from, length));
  };
  if (known(0, 6)) id.region = Number(text.substr(0, 6));
  if (known(6, 8)) BirthFault(Number(text.substr(6, 8)), std::nullopt, id);
  if (known(16, 1)) id.sex = SexOf(text[16]);
}

// A star pattern: digits (final X) and stars. One run of stars in a text of another length becomes as long as needed.
IdNumber Masked(std::string_view text, IdNumber id) {
  const size_t first = text.find('*');
  const size_t last = text.rfind('*');
  const std::string_view head = text.substr(0, first);
  const std::string_view tail = text.substr(last + 1);
  const size_t known = text.size() - static_cast<size_t>(std::ranges::count(text, '*'));
  if (known == 0) {
    id.state = IdState::kNoNumber;
    return id;
  }
  const bool one_run = text.substr(first, last - first + 1).find_first_not_of('*') == std::string_view::npos;
  if (text.size() == 20 || text.size() == 22) {  // a disability certificate: its first 18 places are the number
    id.size = 18;
    return text.substr(0, 18).find('*') == std::string_view::npos ? Invalid(IdFault::kCharacters, id)
                                                                  : Masked(id.Text(), id);
  }
  if (text.size() != 18 && (text.size() > 18 || !one_run || known > 16 || known < 4))
    return Invalid(IdFault::kLength, id);
  id.state = IdState::kMasked;
  id.kind = IdKind::kResident18;
  if (text.size() != 18) {
    std::array<char, 18> full{};
    full.fill('*');
    std::ranges::copy(head, full.begin());
    std::ranges::copy(tail, full.end() - static_cast<std::ptrdiff_t>(tail.size()));
    SetText({full.data(), full.size()}, id);
  }
  ReadMask(id);
  return id;
}

IdNumber From15(std::string_view digits, std::optional<Date> as_of) {
  IdNumber id;
  id.kind = IdKind::kOld15;
  std::array<char, 18> full{};
  std::ranges::copy(digits.substr(0, 6), full.begin());
  full[6] = '1';
  full[7] = '9';
  std::ranges::copy(digits.substr(6), full.begin() + 8);
  full[17] = CheckPlace(full.data());
  Judge18(full.data(), as_of, id);
  SetText(id.state == IdState::kValid ? std::string_view(full.data(), 18) : digits, id);
  return id;
}

IdNumber FromDisability(std::string_view text, std::optional<Date> as_of) {
  IdNumber id;
  id.kind = text.size() == 20 ? IdKind::kDisability20 : IdKind::kDisability22;
  Judge18(text.data(), as_of, id);
  id.disability_class = text[18] >= '1' && text[18] <= '7' ? static_cast<int8_t>(Digit(text[18])) : int8_t{0};
  id.disability_level = text[19] >= '1' && text[19] <= '4' ? static_cast<int8_t>(Digit(text[19])) : int8_t{0};
  if (id.state == IdState::kValid && (id.disability_class == 0 || id.disability_level == 0)) {
    id.key = 0;
    id = Invalid(IdFault::kDisabilityDigits, id);
  }
  SetText(id.state == IdState::kValid ? text.substr(0, 18) : text, id);
  return id;
}

bool Fits18(std::string_view text) { return AllDigits(text.substr(0, 17)) && (IsDigit(text[17]) || text[17] == 'X'); }

IdNumber From18(std::string_view text, std::optional<Date> as_of) {
  IdNumber id;
  id.kind = IdKind::kResident18;
  SetText(text, id);
  Judge18(text.data(), as_of, id);
  return id;
}

// X inside the number hides places: 433124xxxxxxxx0012. A single X at the end is the check place.
size_t HideCrosses(Places& places) {
  size_t hidden = 0;
  for (size_t i = 0; i < places.size; ++i) {
    if (places.at[i] != 'X' || (i + 1 == places.size && (i == 0 || places.at[i - 1] != '*'))) continue;
    places.at[i] = '*';
    ++hidden;
  }
  return hidden;
}

IdNumber FromPlaces(Places places, std::string_view cell, std::optional<Date> as_of) {
  IdNumber id;
  if (places.strange || places.letters > 0) {
    if (SaysNone(cell)) {
      id.state = IdState::kNoNumber;
      return id;
    }
  }
  if (places.strange) return Invalid(!places.other ? IdFault::kLength : IdFault::kCharacters, id);
  const std::string_view text(places.at.data(), places.size);
  SetText(text, id);
  const bool reissued = places.size == 22 && places.letters == 1 && places.at[20] == 'B' && IsDigit(places.at[21]);
  if (places.letters > 0 && !reissued) {
    if (IsScientific(text)) {
      id.state = IdState::kScientific;
      return id;
    }
    if (IsOtherDocument(text)) id.kind = IdKind::kOtherDocument;
    return Invalid(IdFault::kCharacters, id);
  }
  if (places.stars == 0 && places.crosses <= 1 && places.size >= 18 && Fits18(text.substr(0, 18))) {
    if (AllDigits(text) && IsMadeUp(text)) {
      id.state = IdState::kNoNumber;
      return id;
    }
    if (places.size == 18) return From18(text, as_of);
    if (places.size == 20 || places.size == 22) return FromDisability(text, as_of);
  }
  if (places.stars + places.crosses > 0 && places.size > 1) {
    if (places.stars + HideCrosses(places) > 0) {
      SetText(text, id);
      return Masked(text, id);
    }
    return Invalid(IdFault::kLength, id);
  }
  if (IsMadeUp(text)) {
    id.state = IdState::kNoNumber;
    return id;
  }
  if (places.size == 15) return From15(text, as_of);
  return Invalid(IdFault::kLength, id);
}

}  // namespace

IdNumber ParseIdNumber(std::string_view cell, std::optional<Date> as_of) {
  if (cell.size() == 18 && Fits18(cell) && (cell[17] == 'X' || !IsMadeUp(cell))) return From18(cell, as_of);
  const std::string_view cut = TrimSpaces(cell);
  if (IsDash(cut)) return {};
  const Places places = ReadPlaces(cut);
  if (places.size == 0 && !places.strange) return {};
  return FromPlaces(places, cut, as_of);
}

char IdCheckDigit(std::string_view first17) {
  return first17.size() == 17 && AllDigits(first17) ? CheckPlace(first17.data()) : '\0';
}

std::string IdTextOfKey(int64_t key) {
  std::string text = std::to_string(key);
  if (text.size() != 17 || key <= 0) return {};
  text += CheckPlace(text.data());
  return text;
}

std::vector<IdRepair> RepairCandidates(std::string_view invalid18, std::optional<Date> as_of) {
  std::vector<IdRepair> repairs;
  if (invalid18.size() != 18 || !AllDigits(invalid18.substr(0, 17))) return repairs;
  IdRepair trial;
  std::ranges::copy(invalid18, trial.characters.begin());
  if (trial.characters[17] == 'x') trial.characters[17] = 'X';
  if (!IsDigit(trial.characters[17]) && trial.characters[17] != 'X') return repairs;
  const std::array<char, 18> given = trial.characters;
  const auto keep_if_valid = [&](size_t place, bool swap) {
    const IdNumber id = Fits18(trial.Text()) ? ParseIdNumber(trial.Text(), as_of) : IdNumber{};
    if (id.state == IdState::kValid) {
      repairs.push_back(trial);
      repairs.back().place = static_cast<int8_t>(place);
      repairs.back().swap = swap;
      repairs.back().key = id.key;
    }
    trial.characters = given;
  };
  for (size_t place = 0; place < 18; ++place) {
    for (const char digit : std::string_view(place == 17 ? "0123456789X" : "0123456789")) {
      if (digit == given[place]) continue;
      trial.characters[place] = digit;
      keep_if_valid(place, false);
    }
  }
  for (size_t place = 0; place + 1 < 18; ++place) {
    if (given[place] == given[place + 1]) continue;
    std::swap(trial.characters[place], trial.characters[place + 1]);
    keep_if_valid(place, true);
  }
  return repairs;
}

std::string MaskId(std::string_view id) {
  std::string masked(id);
  const size_t head = id.size() >= 12 ? 6 : 0;
  const size_t tail = id.size() >= 12 ? 4 : std::min<size_t>(2, id.size());
  for (size_t i = head; i + tail < masked.size(); ++i) masked[i] = '*';
  return masked;
}

bool MatchesMask(std::string_view masked, std::string_view full) {
  if (masked.size() != full.size() || full.empty()) return false;
  for (size_t i = 0; i < full.size(); ++i) {
    if (masked[i] != '*' && masked[i] != full[i]) return false;
  }
  return true;
}

}  // namespace xiuhua::text
