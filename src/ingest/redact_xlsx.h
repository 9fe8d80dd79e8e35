// The xlsx side of RedactCopy.
#pragma once

#include "ingest/redact.h"

namespace xiuhua::ingest {

Result<RedactResult> RedactXlsx(const std::string& source, const std::vector<RedactSheet>& sheets,
                                const std::string& target, const OpenOptions& options);

}  // namespace xiuhua::ingest
