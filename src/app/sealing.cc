#include "app/sealing.h"

#include "base/files.h"
#include "workbook/writer.h"

namespace xiuhua::app {

Result<Sealed> SealFiles(const std::vector<std::string>& files, const std::string& folder, const std::string& name,
                         const std::string& password) {
  Sealed sealed{.path = folder + "/" + name, .password = password};
  if (sealed.password.empty()) {
    TRY_ASSIGN(sealed.password, workbook::RandomPassword());
  }
  std::vector<workbook::ArchiveEntry> entries;
  for (const std::string& file : files) entries.push_back({file, file.substr(folder.size() + 1)});
  TRY(workbook::WriteArchive(sealed.path, entries, sealed.password));
  for (const std::string& file : files) TRY(RealFiles().Remove(file));
  return sealed;
}

}  // namespace xiuhua::app
