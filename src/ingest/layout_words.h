// Small judgements on the text of one cell, for layouts. None of them allocates unless it returns a string.
#pragma once

#include <string>
#include <string_view>

namespace xiuhua::ingest {

// Without white space of any kind (full-width and zero-width included) and line breaks.
std::string WithoutSpace(std::string_view text);
bool IsSpace(std::string_view text);
bool SameButSpace(std::string_view a, std::string_view b);
// A number, a date, an ID number, a phone, an amount.
bool LooksLikeData(std::string_view text);
// 15 to 22 digits, perhaps with a final X or masked by stars: an ID number, disability certificate or account.
bool IsLongNumber(std::string_view text);
// 合计, 小计, 总计, 累计, 共计; 石门村小计; 合计： ...
bool IsTotalLabel(std::string_view text);
// 备注：..., 说明：..., 填表人：... as the first text of a row with `filled` texts.
bool IsNoteLabel(std::string_view text, size_t filled);

}  // namespace xiuhua::ingest
