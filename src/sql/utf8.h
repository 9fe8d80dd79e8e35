// Valid UTF-8 (no surrogates, no overlong forms, at most U+10FFFF), fast on ASCII. Private to the sql module.
#pragma once

#include <string_view>

namespace xiuhua::sql {

bool IsValidUtf8(std::string_view text);

}  // namespace xiuhua::sql
