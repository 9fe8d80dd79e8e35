// report.html: what a linkage did, on one page that opens without a network, in Chinese and English (a switch at the
// top, without script), readable on a phone and on paper. All data are escaped.
//
// Sections: summary with the precision and recall the model expects; columns; blocking rules; parameters (m, u, weight
// of every level); weights of all scored pairs with the threshold; example pairs step by step; clusters by size; cut
// pairs.
#pragma once

#include <string>
#include <string_view>

#include "linkage/link.h"

namespace xiuhua::linkage {

std::string ReportHtml(const LinkRun& run);

// The text with & < > " ' as entities.
std::string EscapedHtml(std::string_view text);

}  // namespace xiuhua::linkage
