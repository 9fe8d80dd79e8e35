// Readings of Han characters: toneless pinyin, ü as v (lv, nve), from the Unicode Han database.
//
// 26 % of the characters of given names have more than one toneless reading, so all are kept: a phonetic key that
// takes only the first loses people.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace xiuhua::text {

// All readings, the usual modern one first (曾: ceng zeng); empty for what is no Han character or has none.
std::span<const std::string_view> Readings(char32_t code_point);

// True when `letters` (lower case) is a reading or its beginning: "zh", "zhe" for 喆; "lu" and "lv" for 吕.
bool CouldRead(char32_t code_point, std::string_view letters);

// The first reading of every character, parted by a space; other characters as they are: 彭·安 -> "peng · an".
std::string PinyinOf(std::string_view text);

}  // namespace xiuhua::text
