#include "workbook/writer.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zip.h>

#include "base/files.h"
#include "base/utf8.h"

namespace xiuhua::workbook {
namespace {

std::string TempFolder() {
  const std::string folder = testing::TempDir() + "/workbook_" + std::to_string(::getpid());
  EXPECT_TRUE(RealFiles().MakeFolder(folder));
  return folder;
}

std::string Unzipped(const std::string& archive, const std::string& name, const char* password = nullptr) {
  int code = 0;
  zip_t* zip = zip_open(archive.c_str(), ZIP_RDONLY, &code);
  if (zip == nullptr) return "not a zip";
  if (password != nullptr) zip_set_default_password(zip, password);
  zip_file_t* file = zip_fopen(zip, name.c_str(), 0);
  std::string content = file == nullptr ? "cannot open" : "";
  char buffer[4096];
  for (zip_int64_t got = 0; file != nullptr && (got = zip_fread(file, buffer, sizeof buffer)) > 0;) {
    content.append(buffer, static_cast<size_t>(got));
  }
  if (file != nullptr) zip_fclose(file);
  zip_discard(zip);
  return content;
}

TEST(Writer, WritesTextNeutralisedAndNumbersExactly) {
  const std::string path = TempFolder() + "/a.xlsx";
  auto writer = Writer::Create(path);
  ASSERT_TRUE(writer);
  Sheet& sheet = (*writer)->AddSheet("红石镇/青岩村:[1]");
  (*writer)->AddSheet("红石镇/青岩村:[1]");
  sheet.Text(0, 0, "=cmd|' /C calc'!A0");
  sheet.Text(1, 0, "433199197001010018");
  sheet.Number(2, 0, 123456, Style::kMoney);
  sheet.Choices(3, 9, 0, {"1", "2"}, "1 属实");
  sheet.PageBreakBefore(5);
  sheet.Page({.landscape = true, .header = "演示数据 人员虚构"});
  ASSERT_TRUE((*writer)->Close());
  const std::string texts = Unzipped(path, "xl/sharedStrings.xml");
  EXPECT_NE(texts.find("'=cmd|"), std::string::npos);
  EXPECT_NE(texts.find("433199197001010018"), std::string::npos);
  const std::string xml = Unzipped(path, "xl/worksheets/sheet1.xml");
  EXPECT_NE(xml.find("<v>1234.56</v>"), std::string::npos);
  EXPECT_NE(xml.find("<rowBreaks"), std::string::npos);
  EXPECT_NE(Unzipped(path, "xl/workbook.xml").find("红石镇青岩村12"), std::string::npos);
}

TEST(Writer, CutsALongFooterBetweenCharacters) {
  const std::string path = TempFolder() + "/footer.xlsx";
  auto writer = Writer::Create(path);
  ASSERT_TRUE(writer);
  std::string footer = "a";
  for (int i = 0; i < 200; ++i) footer += "县";
  (*writer)->AddSheet("x").Page({.footer = footer});
  ASSERT_TRUE((*writer)->Close());
  const std::string xml = Unzipped(path, "xl/worksheets/sheet1.xml");
  EXPECT_TRUE(IsValidUtf8(xml));
  EXPECT_NE(xml.find("县&amp;R第"), std::string::npos);
}

TEST(Writer, SaysWhenTheFolderIsNotThere) {
  auto writer = Writer::Create("/no/such/folder/a.xlsx");
  ASSERT_TRUE(writer);
  (*writer)->AddSheet("x");
  EXPECT_EQ((*writer)->Close().error().id, "WBK-001");
}

TEST(Neutralised, LeavesPlainTextAndSignedNumbers) {
  EXPECT_EQ(Neutralised("张三"), "张三");
  EXPECT_EQ(Neutralised("-12.50"), "-12.50");
  EXPECT_EQ(Neutralised("-1+cmd"), "'-1+cmd");
  EXPECT_EQ(Neutralised("@SUM(A1)"), "'@SUM(A1)");
}

TEST(Archive, IsEncryptedWithAes) {
  const std::string folder = TempFolder();
  ASSERT_TRUE(RealFiles().WriteDurably(folder + "/x.txt", "secret words"));
  const auto password = RandomPassword();
  ASSERT_TRUE(password);
  EXPECT_EQ(password->size(), 20U);
  const std::string path = folder + "/a.zip";
  ASSERT_TRUE(WriteArchive(path, {{folder + "/x.txt", "名单.txt"}}, *password));
  EXPECT_EQ(Unzipped(path, "名单.txt", password->c_str()), "secret words");
  EXPECT_EQ(Unzipped(path, "名单.txt", "wrong"), "cannot open");
  EXPECT_EQ(RealFiles().Read(path)->find("secret words"), std::string::npos);
  const auto refused = WriteArchive(folder + "/none/a.zip", {{folder + "/x.txt", "x.txt"}}, "");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().id, "WBK-002");
}

TEST(RandomPassword, IsNeverMadeUpWithoutRandomness) {
  const auto none = RandomPassword([](std::span<unsigned char>) { return false; });
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().id, "WBK-003");
  const auto one = RandomPassword();
  const auto other = RandomPassword();
  ASSERT_TRUE(one && other);
  EXPECT_EQ(one->size(), 20U);
  EXPECT_NE(*one, *other);
}

}  // namespace
}  // namespace xiuhua::workbook
