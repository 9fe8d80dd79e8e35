// What an OLE compound file (.xls, .doc, encrypted .xlsx) holds, from its directory only.
#pragma once

#include <cstdint>
#include <string>

namespace xiuhua::ingest {

enum class OleContent : uint8_t { kUnknown, kXls, kXlsEncrypted, kOfficeEncrypted, kWord, kPowerPoint, kDamaged };

// Reads the directory and, for a workbook, its first records (FILEPASS = encrypted). Bounded; never fails on bad bytes.
OleContent LookIntoOle(const std::string& path);

}  // namespace xiuhua::ingest
