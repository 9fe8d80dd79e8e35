#include "app/encrypting.h"

#include <filesystem>

#include "base/files.h"
#include "workbook/writer.h"

namespace xiuhua::app {

Result<std::string> EncryptFiles(const std::vector<std::string>& files, const std::string& folder,
                                 const std::string& name, const std::string& password) {
  std::vector<workbook::ArchiveEntry> entries;
  for (const std::string& file : files) entries.push_back({file, file.substr(folder.size() + 1)});
  const std::string path = folder + "/" + name;
  TRY(workbook::WriteArchive(path, entries, password));
  for (const std::string& file : files) TRY(RealFiles().Remove(file));
  std::error_code code;
  for (const std::string& file : files) {
    const std::string parent = std::filesystem::path(file).parent_path().string();
    if (parent != folder) std::filesystem::remove(parent, code);
  }
  return path;
}

}  // namespace xiuhua::app
