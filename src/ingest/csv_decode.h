// Encodings of text files: found from the bytes, rewritten as UTF-8 where they are something else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/progress.h"
#include "base/result.h"

namespace xiuhua::ingest {

// Bytes before which everything is valid UTF-8; size when all is. A character cut off by the end counts as invalid.
int64_t ValidUtf8Prefix(std::string_view bytes);

// The text with every malformed byte replaced by U+FFFD; adds their number to `malformed`.
std::string RepairUtf8(std::string_view bytes, int64_t& malformed);

// "UTF-8", "GB18030", "UTF-16LE" or "UTF-16BE". Byte order marks decide; else all-valid UTF-8; else the pattern of zero
// bytes; else whichever of UTF-8 and GB18030 leaves fewer malformed bytes in a sample. Empty when neither fits (over 5
// % of the non-ASCII bytes malformed).
std::string FindEncoding(std::string_view bytes, bool whole_is_utf8, int64_t first_bad);

// Size of the byte order mark of this encoding at the start, or 0.
int64_t MarkSize(std::string_view bytes);

// Rewrites `bytes` as UTF-8 into a fresh nameless file below `temp_folder`; returns its descriptor. Malformed sequences
// become U+FFFD. Errors: BAS-002, BAS-003.
Result<int> DecodeToFile(std::string_view bytes, const std::string& encoding, const std::string& temp_folder,
                         Progress& progress);

// A nameless file (mode 0600, gone when closed). Errors: BAS-002.
Result<int> NamelessFile(const std::string& temp_folder);

}  // namespace xiuhua::ingest
