// What a file is, from its bytes; its extension is not looked at.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace xiuhua::ingest {

enum class FileKind : uint8_t { kXlsx, kXls, kOds, kCsv, kZip };

// Errors: ING-001 (empty), ING-002 (something else), ING-003 (HTML), ING-004 (xlsb), ING-005 (password), ING-007.
Result<FileKind> FindKind(const std::string& path, const std::string& shown_name);

}  // namespace xiuhua::ingest
