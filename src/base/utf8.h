// Valid UTF-8 (no surrogates, no overlong forms, at most U+10FFFF), fast on ASCII.
#pragma once

#include <string_view>

namespace xiuhua {

bool IsValidUtf8(std::string_view text);

}  // namespace xiuhua
