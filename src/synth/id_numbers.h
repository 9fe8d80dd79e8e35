// ID numbers, credit codes and phones of invented people. Numbers are valid by GB 11643-1999 (check digit by ISO 7064
// MOD 11-2) and GB 32100-2015, with region codes 433191-433199 that are not in use. Written apart from text/, so that
// the generator's truth does not rest on the parsers it is used to test.
#pragma once

#include <cstdint>
#include <string>

#include "base/date.h"

namespace xiuhua::synth {

// The first 17 digits: region (6), birth date (8), sequence (3, odd = male).
int64_t IdBase(int32_t region, Date birth, int32_t sequence);
char IdCheckDigit(int64_t base17);
std::string IdText(int64_t base17);     // 18 characters
std::string OldIdText(int64_t base17);  // 15 digits: century and check digit left out
std::string CreditCode(int32_t region, int32_t serial, bool cooperative);  // 18 characters
std::string PhoneText(int32_t serial);                                     // 1400ddddddd: a range not given to persons
std::string AccountText(int32_t serial);                                   // 19 digits

}  // namespace xiuhua::synth
