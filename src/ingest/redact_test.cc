#include "ingest/redact.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <fstream>

#include "base/files.h"
#include "ingest/zip_archive.h"

namespace xiuhua::ingest {
namespace {

OpenOptions Options() {
  static SilentProgress quiet;
  OpenOptions options;
  options.progress = &quiet;
  options.temp_folder = testing::TempDir();
  return options;
}

std::string Path(const char* name) { return fmt::format("{}/redact_test_{}_{}", testing::TempDir(), ::getpid(), name); }

std::vector<std::string> Rows(const std::string& path) {
  std::vector<std::string> out;
  const auto sheets = OpenWorkbook(path, Options());
  EXPECT_TRUE(sheets);
  if (!sheets) return out;
  for (const OpenedSheet& sheet : *sheets) {
    const auto reader = sheet.Read();
    RowView row;
    while (*(*reader)->Next(row)) {
      std::string line = std::to_string(row.number) + ":";
      for (const Cell& cell : row.cells) line += (&cell == row.cells.data() ? "" : "|") + std::string(cell.text);
      out.push_back(line);
    }
  }
  return out;
}

// All bytes of the file after unpacking, to look for content that must be gone.
std::string Everything(const std::string& path) {
  std::string all;
  const auto zip = ZipArchive::Open(path, path, {});
  EXPECT_TRUE(zip);
  for (const ZipEntry& entry : (*zip)->entries()) all += entry.name + "\n" + *(*zip)->Head(entry, 1 << 20);
  return all;
}

TEST(Redact, BlanksColumnsOfACsv) {
  const std::string from = Path("a.csv"), to = Path("a_out.csv");
  std::ofstream(from, std::ios::binary) << "姓名,诊断,村\r\n张三,秘密一,\"石,门\"\r\n\r\n\"李\"\"四\",\"秘密\n二\","
                                           "甲\r\n\"王五,秘密三,乙\r\n赵六,秘密四,丙\r\n";
  const auto done = RedactCopy(from, FileFormat::kCsv, {{.columns = {1}, .first_row = 2}}, to, Options());
  ASSERT_TRUE(done);
  EXPECT_EQ(done->blanked_cells, 3);
  EXPECT_EQ(done->dropped_lines, 1);
  const std::string text = *RealFiles().Read(to);
  EXPECT_EQ(text, "姓名,诊断,村\r\n张三,,\"石,门\"\r\n\r\n\"李\"\"四\",,甲\r\n\r\n赵六,,丙\r\n");
  struct stat info = {};
  ASSERT_EQ(::stat(to.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST(Redact, BlanksColumnsOfAWorkbook) {
  const std::string from = Path("b.xlsx"), to = Path("b_out.xlsx");
  lxw_workbook* book = workbook_new(from.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book, "表");
  lxw_worksheet* other = workbook_add_worksheet(book, "另表");
  const std::vector<std::vector<const char*>> cells = {
      {"姓名", "诊断", "村"}, {"张三", "秘密一", "石门"}, {"李四", "共用", "共用"}, {"王五", "秘密二", "甲"}};
  for (uint32_t r = 0; r < cells.size(); ++r) {
    for (uint16_t c = 0; c < 3; ++c) worksheet_write_string(sheet, r, c, cells[r][c], nullptr);
  }
  worksheet_write_number(sheet, 4, 1, 777123, nullptr);
  worksheet_write_comment(sheet, 1, 1, "批注里的秘密");
  worksheet_write_url(sheet, 3, 1, "http://secret.invalid/", nullptr);
  worksheet_write_string(other, 0, 1, "秘密不在此列", nullptr);
  workbook_close(book);
  const auto done =
      RedactCopy(from, FileFormat::kXlsx, {{.sheet = "表", .columns = {1}, .first_row = 2}}, to, Options());
  ASSERT_TRUE(done) << Render(done.error(), Language::kEnglish);
  EXPECT_EQ(done->blanked_cells, 4);
  EXPECT_EQ(Rows(to), (std::vector<std::string>{"1:姓名|诊断|村", "2:张三||石门", "3:李四||共用", "4:王五||甲",
                                                "1:|秘密不在此列"}));
  const std::string all = Everything(to);
  for (const char* gone : {"秘密一", "秘密二", "777123", "批注里的秘密", "secret.invalid"})
    EXPECT_EQ(all.find(gone), std::string::npos) << gone;
  EXPECT_NE(all.find("共用"), std::string::npos);
  EXPECT_NE(Everything(from).find("批注里的秘密"), std::string::npos);
}

TEST(Redact, SaysWhatItCannotDo) {
  const std::string to = Path("c_out");
  EXPECT_EQ(RedactCopy("a.xls", FileFormat::kXls, {}, to, Options()).error().id, "ING-090");
  EXPECT_EQ(RedactCopy("a.ods", FileFormat::kOds, {}, to, Options()).error().id, "ING-090");
  const std::string book = Path("c.xlsx");
  lxw_workbook* written = workbook_new(book.c_str());
  workbook_add_worksheet(written, "表");
  ASSERT_EQ(workbook_close(written), LXW_NO_ERROR);
  EXPECT_EQ(RedactCopy(book, FileFormat::kXlsx, {{.sheet = "没有"}}, to, Options()).error().id, "ING-024");
  EXPECT_FALSE(RealFiles().Exists(to));
}

}  // namespace
}  // namespace xiuhua::ingest
