// The words of a link spec, in the order of the enums of link_spec.h.
#pragma once

#include <array>
#include <string_view>

namespace xiuhua::linkage::words {

using std::string_view_literals::operator""sv;

inline constexpr std::array kColumnTypes{"text"sv,  "chinese_name"sv, "id_number"sv, "date"sv,
                                         "phone"sv, "number"sv,       "code"sv,      "address"sv};
inline constexpr std::array kDateOrders{"ymd"sv, "dmy"sv, "mdy"sv};
inline constexpr std::array kTests{"exact"sv,   "jaro_winkler"sv, "jaro"sv,   "levenshtein"sv, "osa"sv,    "jaccard"sv,
                                   "overlap"sv, "part_of"sv,      "prefix"sv, "suffix"sv,      "name"sv,   "id"sv,
                                   "date"sv,    "days"sv,         "years"sv,  "number"sv,      "percent"sv};
inline constexpr std::array kNameTests{"unknown_character"sv, "same_sound_tone"sv, "same_sound"sv,
                                       "near_sound"sv,        "same_shape"sv,      "part_missing"sv,
                                       "order_swapped"sv,     "one_character"sv,   "spelled"sv};
inline constexpr std::array kIdTests{"same"sv, "masked"sv, "typo"sv, "same_birth_and_region"sv, "same_birth"sv};
inline constexpr std::array kDateTests{"swapped_day_month"sv, "one_digit"sv, "same_month_day"sv, "same_year_month"sv,
                                       "same_year"sv,         "lunar"sv,     "first_of_month"sv};
inline constexpr std::array kKeys{"value"sv,     "prefix"sv,    "suffix"sv,     "year"sv,      "month"sv,
                                  "day"sv,       "month_day"sv, "year_month"sv, "sound"sv,     "surname"sv,
                                  "given"sv,     "birth"sv,     "region"sv,     "unordered"sv, "sorted"sv,
                                  "deletions"sv, "tokens"sv,    "qgrams"sv,     "number"sv};

}  // namespace xiuhua::linkage::words
