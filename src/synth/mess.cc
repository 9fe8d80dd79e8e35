#include "synth/mess.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/money.h"
#include "synth/id_numbers.h"
#include "synth/names.h"

namespace xiuhua::synth {
namespace {

std::string FullWidth(std::string_view digits) {
  std::string out;
  for (const char c : digits) {
    if (c >= '0' && c <= '9') {
      out += "\xEF\xBC";
      out += static_cast<char>(0x90 + (c - '0'));
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string_view Mess::Spoil(const Person& p) {
  // One draw decides among the rare cases; in the order of the struct.
  int32_t draw = rng_.Below(1'000'000);
  const auto hit = [&draw](Ppm rate) {
    draw -= rate;
    return draw < 0;
  };
  if (hit(rates_.id_wrong_digit)) {
    const auto at = static_cast<size_t>(rng_.Below(17));
    id_[at] = static_cast<char>('0' + (id_[at] - '0' + 1 + rng_.Below(9)) % 10);
  } else if (hit(rates_.id_swapped)) {
    const auto at = static_cast<size_t>(rng_.Between(6, 15));
    std::swap(id_[at], id_[at + 1]);
  } else if (hit(rates_.id_excel_destroyed)) {
    id_ = fmt::format("{}.{}E+17", id_[0], id_.substr(1, 5));
  } else if (hit(rates_.id_missing)) {
    id_.clear();
  } else if (hit(rates_.id_fifteen)) {
    if (p.birth.days < MakeDate(1998, 1, 1)->days && p.birth.days >= MakeDate(1912, 1, 1)->days) id_ = OldIdText(p.id);
  } else if (hit(rates_.id_spaced)) {
    id_ = rng_.Chance(500'000) ? id_.substr(0, 6) + " " + id_.substr(6, 8) + " " + id_.substr(14) : "'" + id_;
  } else if (hit(rates_.id_full_width)) {
    id_ = FullWidth(id_);
  }
  return id_;
}

std::string_view Mess::Id(const Person& p) {
  id_ = IdText(p.other_id != 0 && rng_.Chance(150'000) ? p.other_id : p.id);
  if (id_[17] == 'X' && rng_.Chance(rates_.id_lower_x)) id_[17] = 'x';
  return Spoil(p);
}

std::string_view Mess::Name(const World& world, const Person& p) {
  name_ = p.name;
  int32_t draw = rng_.Below(1'000'000);
  const auto hit = [&draw](Ppm rate) {
    draw -= rate;
    return draw < 0;
  };
  if (hit(rates_.name_other)) {
    name_ = world.person(rng_.Below(static_cast<int32_t>(world.persons.size()))).name;
  } else if (hit(rates_.name_homophone)) {
    name_ = WithHomophone(rng_, p.name);
  } else if (hit(rates_.name_variant)) {
    name_ = WithVariant(p.name);
  } else if (hit(rates_.name_spaced)) {
    name_ = WithSpaces(rng_, p.name);
  } else if (hit(rates_.name_nickname)) {
    name_ = Nickname(p.name);
  }
  if (p.name.size() > 18 && p.name.find("·") != std::string::npos && rng_.Chance(300'000)) {
    static constexpr std::string_view kDots[] = {"•", "・", ".", "", "．"};
    name_ = p.name;
    name_.replace(name_.find("·"), 2, rng_.One(kDots));
  }
  return name_;
}

std::string_view Mess::Masked(const Person& p) {
  const std::string full = IdText(p.id);
  id_ = full.substr(0, 6) + "********" + full.substr(14);
  return id_;
}

std::string_view Mess::Certificate(const Person& p) {
  id_ = IdText(p.id) + static_cast<char>('0' + p.disability) + static_cast<char>('0' + p.disability_level);
  if (p.certificate_suffix > 0) id_ += fmt::format("B{}", p.certificate_suffix);
  return id_;
}

std::string_view Mess::Yuan(int64_t cents) {
  if (rng_.Chance(rates_.money_dressed)) {
    switch (rng_.Below(3)) {
      case 0:
        money_ = "¥" + FormatYuan(Cents{cents});
        break;
      case 1:
        money_ = FormatYuan(Cents{cents});
        break;
      default:
        money_ = fmt::format("{}.{:02d}元", cents / 100, std::abs(cents % 100));
    }
    return money_;
  }
  const std::string_view sign = cents < 0 ? "-" : "";
  const int64_t size = std::abs(cents);
  if (size % 100 == 0) {
    money_ = fmt::format("{}{}", sign, size / 100);
  } else {
    money_ = fmt::format("{}{}.{:02d}", sign, size / 100, size % 100);
  }
  return money_;
}

std::string_view Mess::DateIn(xiuhua::Date date, DateStyle style) {
  const CivilDate d = ToCivil(date);
  date_.clear();
  const auto out = std::back_inserter(date_);
  switch (style) {
    case DateStyle::kIso:
      fmt::format_to(out, "{:04d}-{:02d}-{:02d}", d.year, d.month, d.day);
      break;
    case DateStyle::kSlash:
      fmt::format_to(out, "{}/{}/{}", d.year, d.month, d.day);
      break;
    case DateStyle::kChinese:
      fmt::format_to(out, "{}年{}月{}日", d.year, d.month, d.day);
      break;
    case DateStyle::kCompact:
      fmt::format_to(out, "{:04d}{:02d}{:02d}", d.year, d.month, d.day);
      break;
    case DateStyle::kSerial:
      fmt::format_to(out, "{}", date.days + 25'569);
      break;
    case DateStyle::kMonth:
      fmt::format_to(out, "{:04d}{:02d}", d.year, d.month);
      break;
    case DateStyle::kMonthChinese:
      fmt::format_to(out, "{}年{}月", d.year, d.month);
      break;
  }
  return date_;
}

std::string_view Mess::Date(xiuhua::Date date) {
  if (date == kNever) return {};
  if (!rng_.Chance(rates_.date_other)) return DateIn(date, dates_);
  static constexpr DateStyle kOthers[] = {DateStyle::kSlash, DateStyle::kChinese, DateStyle::kCompact,
                                          DateStyle::kSerial};
  return DateIn(date, rng_.One(kOthers));
}

std::string_view Mess::YesNo(bool yes) {
  if (rng_.Chance(rates_.text_padded)) return yes ? "√" : "×";
  return yes ? "是" : "否";
}

std::string_view Mess::Phone(const Person& p) {
  if (p.phone == 0) return {};
  text_ = PhoneText(p.phone);
  return text_;
}

std::string_view Mess::Pad(std::string_view text) {
  if (!rng_.Chance(rates_.text_padded)) return text;
  text_ = rng_.Chance(700'000) ? fmt::format(" {} ", text) : fmt::format("\u3000{}", text);
  return text_;
}

}  // namespace xiuhua::synth
