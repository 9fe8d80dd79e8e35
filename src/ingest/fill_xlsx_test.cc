// Somebody else's workbook comes back with the answers in it and nothing else changed.
#include "ingest/fill_xlsx.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

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

std::string Path(const std::string& name) {
  const std::string path = fmt::format("{}/fill_test_{}_{}", testing::TempDir(), ::getpid(), name);
  ::unlink(path.c_str());
  return path;
}

std::string Part(const std::string& package, const std::string& name) {
  const auto zip = ZipArchive::Open(package, package, {});
  const ZipEntry* entry = zip ? (*zip)->Find(name) : nullptr;
  return entry == nullptr ? "" : *(*zip)->Head(*entry, 1 << 20);
}

// A package around one sheet's XML, with a part no program knows.
std::string Package(const std::string& name, const std::string& sheet, const std::string& extra = "") {
  const std::string path = Path(name);
  const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const std::string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const std::string packages = "http://schemas.openxmlformats.org/package/2006/";
  std::vector<std::pair<std::string, std::string>> parts = {
      {"[Content_Types].xml", "<Types xmlns=\"" + packages + "content-types\"/>"},
      {"_rels/.rels", "<Relationships xmlns=\"" + packages + "relationships\"><Relationship Id=\"r1\" Type=\"" +
                          relations + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
      {"xl/workbook.xml", "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + relations +
                              "\"><sheets><sheet name=\"名单\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"" + packages +
                                         "relationships\"><Relationship Id=\"r1\" Type=\"" + relations +
                                         "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"},
      {"xl/worksheets/sheet1.xml", sheet},
      {"xl/vbaProject.bin", std::string("\x01\x02\x00\x03", 4)}};
  if (!extra.empty()) parts.emplace_back(extra, "x");
  int problem = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &problem);
  for (const auto& [part, text] : parts) {
    zip_file_add(zip, part.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0), ZIP_FL_ENC_UTF_8);
  }
  EXPECT_EQ(zip_close(zip), 0);
  return path;
}

const std::string kOpen = R"(<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">)";

std::string Filled(const std::string& name, const std::string& sheet, const std::vector<CellFill>& fills) {
  const std::string from = Package(name, sheet), to = Path("out_" + name);
  const auto done = FillXlsx(from, fills, to, Options());
  if (!done) return done.error().id;
  return Part(to, "xl/worksheets/sheet1.xml");
}

TEST(FillXlsx, ChangesTheBytesOfTheFilledCellsOnly) {
  const std::string head = "<?xml version='1.0' encoding='UTF-8'?>\n<!-- 原样 -->" + kOpen +
                           R"(<x:cols><x:col min="3" max="4" style="7"/></x:cols><x:sheetData>)";
  EXPECT_EQ(
      Filled(
          "a.xlsx",
          head +
              R"(<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>姓名</x:t></x:is></x:c></x:row>)"
              R"(<x:row  r='2' ht="30"><x:c r="A2"><x:v>1</x:v></x:c><x:c r="C2" s="5"/><x:c r="E2"><x:v>9</x:v></x:c></x:row>)"
              R"(<x:row r="4" s="3" customFormat="1"/></x:sheetData><x:tail/></x:worksheet>)",
          {{"名单", 2, 2, "属实 <&> \"1\""},
           {"名单", 2, 3, "乙"},
           {"名单", 3, 2, "新行"},
           {"名单", 4, 0, "丙"},
           {"名单", 9, 5, "丁"}}),
      head +
          R"(<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>姓名</x:t></x:is></x:c></x:row>)"
          R"(<x:row  r='2' ht="30"><x:c r="A2"><x:v>1</x:v></x:c>)"
          R"(<x:c r="C2" s="5" t="inlineStr"><x:is><x:t xml:space="preserve">属实 &lt;&amp;&gt; "1"</x:t></x:is></x:c>)"
          R"(<x:c r="D2" s="7" t="inlineStr"><x:is><x:t xml:space="preserve">乙</x:t></x:is></x:c>)"
          R"(<x:c r="E2"><x:v>9</x:v></x:c></x:row>)"
          R"(<x:row r="3"><x:c r="C3" s="7" t="inlineStr"><x:is><x:t xml:space="preserve">新行</x:t></x:is></x:c></x:row>)"
          R"(<x:row r="4" s="3" customFormat="1"><x:c r="A4" s="3" t="inlineStr"><x:is><x:t xml:space="preserve">丙</x:t></x:is></x:c></x:row>)"
          R"(<x:row r="9"><x:c r="F9" t="inlineStr"><x:is><x:t xml:space="preserve">丁</x:t></x:is></x:c></x:row>)"
          R"(</x:sheetData><x:tail/></x:worksheet>)");
}

TEST(FillXlsx, WidensTheDimensionAndFillsAnEmptySheet) {
  EXPECT_EQ(
      Filled("b.xlsx", kOpen + R"(<x:dimension ref="A1"/><x:sheetData/></x:worksheet>)", {{"名单", 2, 1, "_x0041_"}}),
      kOpen + R"(<x:dimension ref="A1:B2"/><x:sheetData><x:row r="2"><x:c r="B2" t="inlineStr"><x:is>)"
              R"(<x:t xml:space="preserve">_x005F_x0041_</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>)");
}

TEST(FillXlsx, RefusesWhatWouldDestroySomething) {
  const std::string rows = kOpen + R"(<x:sheetData><x:row r="1"><x:c r="A1"><x:f>1+1</x:f><x:v>2</x:v></x:c>)"
                                   R"(<x:c r="B1"><x:v>5</x:v></x:c></x:row></x:sheetData>)"
                                   R"(<x:mergeCells count="1"><x:mergeCell ref="B1:C1"/></x:mergeCells></x:worksheet>)";
  EXPECT_EQ(Filled("c.xlsx", rows, {{"名单", 1, 0, "甲"}}), "ING-091");
  EXPECT_EQ(Filled("c.xlsx", rows, {{"名单", 1, 2, "甲"}}), "ING-092");
  EXPECT_EQ(Filled("c.xlsx", rows, {{"名单", 1, 1, "甲"}}), "ING-093");
  EXPECT_EQ(Filled("c.xlsx", rows, {{"别的", 1, 1, "甲"}}), "ING-024");
  EXPECT_EQ(Filled("c.xlsx", rows, {{"名单", 1, 1, "5"}}), rows);  // says so already
  EXPECT_EQ(access(Path("out_c.xlsx").c_str(), F_OK), -1);
  const auto refused = FillXlsx(Package("d.xlsx", rows, "_xmlsignatures/sig1.xml"), {{"名单", 1, 4, "甲"}},
                                Path("out_d.xlsx"), Options());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().id, "ING-094");
}

TEST(FillXlsx, GivesOutNothingThatItCannotProve) {
  const std::string rows = kOpen + R"(<x:sheetData><x:row r="1"><x:c r="A1"/></x:row></x:sheetData></x:worksheet>)";
  EXPECT_EQ(Filled("i.xlsx", rows, {{"名单", 1, 0, "\x01"}}), "ING-095");  // a text that no workbook can hold
  EXPECT_FALSE(RealFiles().Exists(testing::TempDir() + fmt::format("/fill_test_{}_out_i.xlsx", ::getpid())));
}

TEST(FillXlsx, UnderstandsRowsAndCellsWithoutNames) {
  EXPECT_EQ(Filled("e.xlsx",
                   kOpen + "<x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row><x:row><x:c><x:v>2</x:v></x:c><x:c/></"
                           "x:row></x:sheetData></x:worksheet>",
                   {{"名单", 2, 1, "好"}}),
            kOpen +
                "<x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row><x:row><x:c><x:v>2</x:v></x:c><x:c r=\"B2\" "
                "t=\"inlineStr\"><x:is>"
                "<x:t xml:space=\"preserve\">好</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>");
}

TEST(FillXlsx, KeepsAWrittenWorkbookAndItsOtherParts) {
  const std::string from = Path("f.xlsx"), to = Path("out_f.xlsx");
  lxw_workbook* book = workbook_new(from.c_str());
  lxw_format* red = workbook_add_format(book);
  format_set_bg_color(red, LXW_COLOR_RED);
  lxw_worksheet* sheet = workbook_add_worksheet(book, "名单");
  for (uint32_t r = 0; r < 3000; ++r) {
    worksheet_write_string(sheet, r, 0, fmt::format("甲{}", r).c_str(), r % 7 == 0 ? red : nullptr);
    worksheet_write_formula_num(sheet, r, 3, "=1+2", nullptr, 3);
    worksheet_write_blank(sheet, r, 2, red);
  }
  worksheet_protect(sheet, "secret", nullptr);
  ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
  std::vector<CellFill> fills;
  for (int64_t r = 1; r <= 3000; ++r) fills.push_back({"名单", r, 2, fmt::format("1 属实 {}", r)});
  const auto done = FillXlsx(from, fills, to, Options());
  ASSERT_TRUE(done) << done.error().id;
  EXPECT_EQ(done->cells, 3000);
  const auto differs = ComparePackages(from, to, Options());
  ASSERT_TRUE(differs);
  EXPECT_THAT(differs->parts, testing::ElementsAre("xl/worksheets/sheet1.xml"));
  EXPECT_EQ(differs->cells.size(), 3000U);
  struct stat info = {};
  ASSERT_EQ(::stat(to.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST(ComparePackages, SeesAMissingPartAndAChangedFormula) {
  const std::string a =
      Package("g.xlsx", kOpen +
                            "<x:sheetData><x:row r=\"1\"><x:c "
                            "r=\"A1\"><x:f>1</x:f><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>");
  const std::string b = Package(
      "h.xlsx",
      kOpen + "<x:sheetData><x:row r=\"1\"><x:c r=\"A1\"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>",
      "docProps/app.xml");
  const auto differs = ComparePackages(a, b, Options());
  ASSERT_TRUE(differs);
  EXPECT_THAT(differs->parts, testing::ElementsAre("docProps/app.xml", "xl/worksheets/sheet1.xml"));
  EXPECT_THAT(differs->cells, testing::ElementsAre("名单!A1"));
}

}  // namespace
}  // namespace xiuhua::ingest
