// Evidence in words, for one kind of reader.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace xiuhua::reports {

enum class Reader : uint8_t { kVillage, kTownship, kCounty, kAudit };

// "自付合计 12,345.00 元；监测线 7,500.00 元（…）" from a finding's evidence JSON; what the reader may not see is
// "由…掌握". An unreadable JSON gives an empty text.
// `holders`: table → department that delivers it; `fallback`: departments of a value that was computed.
std::string EvidenceText(std::string_view evidence_json, Reader reader,
                         const std::map<std::string, std::string>& holders = {}, std::string_view fallback = {});

// "低保名单.xlsx · 表1 · 第 12 行；…" (at most `most` places) from the row_refs JSON.
std::string PlacesText(std::string_view row_refs_json, const std::function<std::string(int64_t)>& place_of, int most);

// 433199********0012; 138****1234; shorter texts keep their first character.
std::string MaskedId(std::string_view id);
std::string MaskedPhone(std::string_view phone);

}  // namespace xiuhua::reports
