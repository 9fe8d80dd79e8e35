// Personal data leaves in encrypted archives.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace xiuhua::app {

// Packs files that lie in `folder` or below into the encrypted archive `folder`/`name`, removes the open ones, and
// gives the archive's path. Errors: WBK-002, BAS-002.
Result<std::string> EncryptFiles(const std::vector<std::string>& files, const std::string& folder,
                                 const std::string& name, const std::string& password);

}  // namespace xiuhua::app
