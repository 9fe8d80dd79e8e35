#include <algorithm>
#include <filesystem>
#include <set>

#include "lake/errors.h"
#include "lake/table_spec.h"

namespace xiuhua::lake {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> SortedNames(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code code;
  for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
    names.push_back(it->path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

Result<PackFolder> ReadPack(const std::string& folder) {
  TRY_ASSIGN(const YamlNode root, YamlNode::Load(folder + "/pack.yaml"));
  TRY(root.OnlyKeys({"id", "version", "title", "depends"}));
  PackFolder pack{.folder = folder};
  TRY_ASSIGN(const YamlNode id, root.Get("id"));
  TRY_ASSIGN(pack.id, id.Text());
  TRY_ASSIGN(const YamlNode version, root.Get("version"));
  TRY_ASSIGN(pack.version, version.Text());
  TRY_ASSIGN(const YamlNode title, root.Get("title"));
  TRY_ASSIGN(pack.title, title.TitleText());
  if (const auto depends = root.Find("depends")) {
    TRY_ASSIGN(pack.depends, depends->Texts());
  }
  return pack;
}

std::unexpected<Error> Disordered(const PackFolder& pack, std::string_view zh, std::string_view en) {
  return Fail(errors::kPackOrder, {pack.id, zh, en}, {.file = pack.folder + "/pack.yaml"});
}

// Takes, again and again, the first pack whose dependencies are all placed.
Result<std::vector<PackFolder>> InOrder(std::vector<PackFolder> waiting) {
  std::set<std::string> present;
  for (const PackFolder& pack : waiting) {
    if (!present.insert(pack.id).second) return Disordered(pack, "编号重复", "the id is used twice");
  }
  for (const PackFolder& pack : waiting) {
    for (const std::string& needed : pack.depends) {
      if (!present.contains(needed)) return Disordered(pack, "没有业务包 " + needed, "there is no pack " + needed);
    }
  }
  std::vector<PackFolder> ordered;
  std::set<std::string> placed;
  while (!waiting.empty()) {
    const auto ready = std::ranges::find_if(waiting, [&](const PackFolder& pack) {
      return std::ranges::all_of(pack.depends, [&](const std::string& needed) { return placed.contains(needed); });
    });
    if (ready == waiting.end())
      return Disordered(waiting.front(), "互相依赖成环", "packs depend on each other in a circle");
    placed.insert(ready->id);
    ordered.push_back(std::move(*ready));
    waiting.erase(ready);
  }
  return ordered;
}

}  // namespace

Result<PackFolders> FindPacks(const std::string& packs_root, const std::string& site_folder) {
  std::vector<PackFolder> found;
  for (const std::string& name : SortedNames(packs_root)) {
    const std::string folder = packs_root + "/" + name;
    std::error_code code;
    if (!fs::is_regular_file(folder + "/pack.yaml", code)) continue;
    TRY_ASSIGN(PackFolder pack, ReadPack(folder));
    found.push_back(std::move(pack));
  }
  PackFolders folders{.site = site_folder};
  TRY_ASSIGN(folders.packs, InOrder(std::move(found)));
  return folders;
}

std::vector<PackFile> PackFolders::FilesIn(std::string_view sub_folder, std::string_view extension) const {
  std::vector<PackFile> files;
  const auto add = [&](const std::string& pack, const std::string& root) {
    const std::string folder = root + "/" + std::string(sub_folder);
    for (const std::string& name : SortedNames(folder)) {
      if (name.ends_with(extension) && !name.starts_with('.')) files.push_back({pack, folder + "/" + name});
    }
  };
  for (const PackFolder& pack : packs) add(pack.id, pack.folder);
  if (!site.empty()) add("site", site);
  return files;
}

}  // namespace xiuhua::lake
