// Names in letters against names in characters, and the keys under which both meet.
#pragma once

#include <string_view>

namespace xiuhua::text {

// True when the letters are the readings of every character of the Han name, in its order or with the surname at the
// end: zhangwei, weizhang for 张伟; lv, lu, lyu for 吕; tone marks and apostrophes do not count. Both folded.
bool SpellsName(std::string_view letters_folded, std::string_view han_folded);

}  // namespace xiuhua::text
