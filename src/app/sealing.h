// Workbooks with personal data leave as one encrypted archive.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace xiuhua::app {

struct Sealed {
  std::string path;
  std::string password;
};
// Packs files that lie in `folder` into folder/name (AES-256) and removes the open files. `password` empty: one is
// made. Errors: WBK-002, WBK-003.
Result<Sealed> SealFiles(const std::vector<std::string>& files, const std::string& folder, const std::string& name,
                         const std::string& password);

}  // namespace xiuhua::app
