// Findings: what identifies one across runs, and the short code that people write on paper.
//
// A finding's key is rule id, subject kind, subject id and the rule's key values joined by '|'; for rules on rows it is
// rule id, row:<table> and the key values (docs/formats/pack.md). Rule versions and parameters never enter it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace xiuhua::findings {

// The key that an exemption or an authorisation on these parts speaks of.
std::string FindingKey(std::string_view rule_id, std::string_view subject_kind, int64_t subject_id,
                       std::string_view key);

// Letters and digits that stay apart in handwriting: without 0 O Q, 1 I L, 2 Z, 5 S, 6's G, 8's B, U's V. 23 of them.
inline constexpr std::string_view kCodeAlphabet = "346789ACDEFHJKMNPRTUWXY";

// Serial number (from 1) as a short code: at least five places and a check place, e.g. 33334X. The check (weights 1, 2,
// 3 ... modulo the prime 23) finds every single wrong place and every swap of two neighbours.
std::string ShortCode(int64_t serial);
// The code as issued, from what somebody typed or wrote: spaces and hyphens removed, upper case; empty when the check
// place does not fit or a character is none of ours.
std::string ReadShortCode(std::string_view typed);

}  // namespace xiuhua::findings
