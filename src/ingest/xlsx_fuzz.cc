// libFuzzer: any bytes as the sheet, the strings and the styles of a workbook (cut at "\xFF\xFF"), and as a whole file.
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include "ingest/open_workbook.h"

namespace {

using xiuhua::ingest::OpenOptions;
using xiuhua::ingest::RowView;

void ReadAll(const std::string& path) {
  static xiuhua::SilentProgress progress;
  OpenOptions options;
  options.progress = &progress;
  options.limits.max_cell_bytes = 1000;
  options.limits.max_string_bytes = 100;
  const auto sheets = xiuhua::ingest::OpenWorkbook(path, options);
  if (!sheets) return;
  for (const auto& sheet : *sheets) {
    const auto reader = sheet.Read();
    if (!reader) continue;
    RowView row;
    size_t bytes = 0;
    for (;;) {
      const auto more = (*reader)->Next(row);
      if (!more || !*more) break;
      for (const auto& cell : row.cells) {
        for (const char c : cell.text) bytes += static_cast<unsigned char>(c);
      }
    }
    if (bytes == SIZE_MAX) std::abort();
  }
}

// The content must live until the archive is closed.
void Add(zip_t* zip, const char* name, std::string_view content) {
  zip_file_add(zip, name, zip_source_buffer(zip, content.data(), content.size(), 0), ZIP_FL_ENC_UTF_8);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string input(data, data + size);
  const std::string path = "/tmp/xlsx_fuzz_" + std::to_string(::getpid());
  ::unlink(path.c_str());
  std::array<std::string, 3> parts;
  size_t from = 0;
  for (std::string& part : parts) {
    const size_t cut = std::min(input.find("\xFF\xFF", from), input.size());
    part = input.substr(std::min(from, input.size()), cut - std::min(from, cut));
    from = cut + 2;
  }
  int problem = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &problem);
  if (zip == nullptr) std::abort();
  Add(zip, "[Content_Types].xml", "<Types/>");
  Add(zip, "xl/workbook.xml", "<workbook><sheets><sheet name='s' id='r1'/></sheets></workbook>");
  Add(zip, "xl/_rels/workbook.xml.rels",
      "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='s.xml'/><Relationship Id='r2' "
      "Type='x/sharedStrings' Target='t.xml'/>"
      "<Relationship Id='r3' Type='x/styles' Target='y.xml'/></Relationships>");
  Add(zip, "xl/s.xml", parts[0]);
  Add(zip, "xl/t.xml", parts[1]);
  Add(zip, "xl/y.xml", parts[2]);
  if (zip_close(zip) != 0) std::abort();
  ReadAll(path);
  ::unlink(path.c_str());
  std::ofstream(path, std::ios::binary) << input;
  ReadAll(path);
  ::unlink(path.c_str());
  return 0;
}
