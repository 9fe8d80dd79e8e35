#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <map>

#include "ingest/open_workbook.h"
#include "ingest/xlsx_merges.h"
#include "ingest/xlsx_styles.h"

namespace xiuhua::ingest {
namespace {

SilentProgress& Quiet() {
  static SilentProgress progress;
  return progress;
}

using Parts = std::map<std::string, std::string>;

std::string Path(const char* extension) {
  static int counter = 0;
  return fmt::format("{}/xlsx_reader_test_{}_{}.{}", testing::TempDir(), ::getpid(), counter++, extension);
}

std::string WriteZip(const Parts& parts) {
  const std::string path = Path("xlsx");
  int problem = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &problem);
  for (const auto& [name, content] : parts) {
    zip_file_add(zip, name.c_str(), zip_source_buffer(zip, content.data(), content.size(), 0), ZIP_FL_ENC_UTF_8);
  }
  EXPECT_EQ(zip_close(zip), 0);
  return path;
}

// A workbook of one sheet from its XML; `extra` adds or replaces parts.
std::string WriteBook(const std::string& sheet_xml, Parts extra = {}) {
  static const std::string kRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  Parts parts = {
      {"[Content_Types].xml", "<Types/>"},
      {"_rels/.rels", "<Relationships><Relationship Id='r' Type='" + kRelations +
                          "officeDocument' Target='/xl/workbook.xml'/></Relationships>"},
      {"xl/workbook.xml",
       "<workbook xmlns:r='x'><sheets><sheet name='表1' sheetId='1' r:id='rId1'/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='rId1' Type='" + kRelations +
                                         "worksheet' Target='worksheets/sheet1.xml'/>" +
                                         "<Relationship Id='rId2' Type='" + kRelations +
                                         "styles' Target='styles.xml'/>" + "<Relationship Id='rId3' Type='" +
                                         kRelations + "sharedStrings' Target='sharedStrings.xml'/></Relationships>"},
      {"xl/worksheets/sheet1.xml", sheet_xml},
  };
  for (auto& [name, content] : extra) parts[name] = content;
  return WriteZip(parts);
}

OpenOptions Options() {
  OpenOptions options;
  options.progress = &Quiet();
  options.temp_folder = testing::TempDir();
  return options;
}

// "row:cell|cell" for each row, covered cells as "^text"; an error ends it as "=> ING-019".
std::vector<std::string> Dump(const std::string& path, SheetFacts* facts = nullptr,
                              const OpenOptions& options = Options()) {
  std::vector<std::string> out;
  const auto sheets = OpenWorkbook(path, options);
  if (!sheets) return {"=> " + sheets.error().id};
  for (const OpenedSheet& sheet : *sheets) {
    const auto reader = sheet.Read();
    if (!reader) return {"=> " + reader.error().id};
    for (;;) {
      RowView row;
      const auto more = (*reader)->Next(row);
      if (!more) out.push_back("=> " + more.error().id);
      if (!more || !*more) break;
      std::string line = std::to_string(row.number) + ":";
      for (size_t i = 0; i < row.cells.size(); ++i) {
        line += i > 0 ? "|" : "";
        if ((row.cells[i].flags & kCellMerged) != 0) line += "^";
        for (const CoveredCell& covered : row.covered)
          line += covered.column == static_cast<int32_t>(i) ? covered.text : "";
        line += row.cells[i].text;
      }
      out.push_back(line);
    }
    if (facts != nullptr) *facts = (*reader)->facts();
  }
  return out;
}

std::vector<std::string> DumpXml(const std::string& data, Parts extra = {}, SheetFacts* facts = nullptr) {
  const std::string path = WriteBook("<worksheet>" + data + "</worksheet>", std::move(extra));
  auto rows = Dump(path, facts);
  ::unlink(path.c_str());
  return rows;
}

using Lines = std::vector<std::string>;

TEST(XlsxReader, ShowsCellsAsAPersonSeesThem) {
  const Parts extra = {{"xl/styles.xml",
                        "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='yyyy\"年\"m\"月\"'/><numFmt "
                        "numFmtId='171' formatCode='000000'/></numFmts>"
                        "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='22'/><xf numFmtId='170'/><xf "
                        "numFmtId='171'/><xf numFmtId='20'/></cellXfs></styleSheet>"},
                       {"xl/sharedStrings.xml",
                        "<sst><si><t>张三</t></si><si><r><t>李</t></r><r><t xml:space='preserve'>四 </t></r><rPh "
                        "sb='0' eb='1'><t>lisi</t></rPh></si>"
                        "<si><t>a_x000A_b_x0041_</t></si></sst>"}};
  EXPECT_EQ(
      DumpXml("<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c><c r='C1' "
              "t='s'><v>2</v></c></row>"
              "<row r='2'><c r='A2' s='1'><v>46082</v></c><c r='B2' s='2'><v>46082.354166666664</v></c><c r='C2' "
              "s='3'><v>46082</v></c>"
              "<c r='D2' s='4'><v>12</v></c><c r='E2' s='5'><v>0.5</v></c><c r='F2' s='1'><v>60</v></c><c r='G2' "
              "s='1'><v>1</v></c>"
              "<c r='H2' s='1'><v>2958465</v></c><c r='I2' s='1'><v>-3</v></c></row>"
              "<row r='3'><c t='b'><v>1</v></c><c t='e'><v>#REF!</v></c><c t='inlineStr'><is><t>甲&amp;乙</t></is></c>"
              "<c t='str'><f>A1&amp;B1</f><v>结果</v></c><c t='d'><v>2026-03-01</v></c></row></sheetData>",
              extra),
      (Lines{"1:张三|李四 |a\nbA",
             "2:2026-03-01|2026-03-01 08:30:00|2026-03-01|000012|12:00:00|1900-02-29|1900-01-01|9999-12-31|-3",
             "3:TRUE|#REF!|甲&乙|结果|2026-03-01"}));
}

TEST(XlsxReader, NeverGivesLostDigitsBack) {
  const std::vector<std::pair<std::string, std::string>> numbers = {{"433124197001010012", "4.33124197001010E+17"},
                                                                    {"4.3312419700101001E+17", "4.33124197001010E+17"},
                                                                    {"433124197001010", "433124197001010"},
                                                                    {"0.1", "0.1"},
                                                                    {"0.30000000000000004", "0.3"},
                                                                    {"1234567.89", "1234567.89"},
                                                                    {"1E-3", "0.001"},
                                                                    {"-12.5", "-12.5"},
                                                                    {"6217001234567890", "6.21700123456789E+15"},
                                                                    {"0", "0"},
                                                                    {"13800000000", "13800000000"},
                                                                    {"1e400", "1e400"},
                                                                    {"abc", "abc"}};
  for (const auto& [stored, shown] : numbers) {
    EXPECT_EQ(DumpXml("<sheetData><row><c><v>" + stored + "</v></c></row></sheetData>"), Lines{"1:" + shown}) << stored;
  }
}

TEST(XlsxReader, SeesMergesHiddenRowsStrikesAndFills) {
  const Parts extra = {
      {"xl/styles.xml",
       "<styleSheet><fonts><font/><font><strike/></font></fonts><fills><fill><patternFill patternType='none'/></fill>"
       "<fill><patternFill patternType='gray125'/></fill><fill><patternFill patternType='solid'><fgColor "
       "rgb='FFFFFF00'/></patternFill></fill></fills>"
       "<cellXfs><xf/><xf fontId='1'/><xf fillId='2'/></cellXfs></styleSheet>"}};
  SheetFacts facts;
  EXPECT_EQ(
      DumpXml(
          "<sheetPr filterMode='1'/><cols><col min='3' max='3' hidden='1'/></cols><sheetData>"
          "<row r='1'><c r='A1' t='str'><v>标题</v></c><c r='C1' t='str'><v>x</v></c></row>"
          "<row r='2'><c r='A2' t='str'><v>户主</v></c><c r='B2' s='1' t='str'><v>成员1</v></c></row>"
          "<row r='3' hidden='1'><c r='B3' s='2' t='str'><v>成员2</v></c></row>"
          "<row r='4'><c r='A4' s='2'/></row></sheetData>"
          "<autoFilter ref='A1:B3'><filterColumn colId='0'/></autoFilter>"
          "<mergeCells count='2'><mergeCell ref='A2:A3'/><mergeCell ref='A1:B1'/><mergeCell ref='A1:C1'/></mergeCells>",
          extra, &facts),
      (Lines{"1:标题|^标题|x", "2:户主|成员1", "3:^户主|成员2"}));
  EXPECT_TRUE(facts.filter_active);
  EXPECT_EQ(facts.merged_count, 3);
  EXPECT_EQ(facts.hidden_rows, 1);
  EXPECT_EQ(facts.hidden_columns, 1);
  EXPECT_EQ(facts.strike_cells, 1);
  EXPECT_EQ(facts.blank_rows, 1);
  EXPECT_EQ(facts.fills, (std::map<uint32_t, int64_t>{{0xFFFF00, 1}}));
}

TEST(XlsxReader, TakesWhatOtherProgramsWrite) {
  EXPECT_EQ(DumpXml("<sheetData><row><c t='str'><v>a</v></c></row><row r='5'><c r='B5'><v>2</v></c><c "
                    "r='A5'><v>1</v></c></row></sheetData>"),
            (Lines{"1:a", "5:1|2"}))
      << "no places, cells out of order, a gap";
  const std::string strict = WriteBook(
      "<x:worksheet xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main'><x:sheetData><x:row r='1'><x:c "
      "r='A1'><x:v>7</x:v></x:c>"
      "<x:c r='B1'><x:v>8</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell "
      "ref='A1:B1'/></x:mergeCells></x:worksheet>");
  EXPECT_EQ(Dump(strict), Lines{"1:7|^78"}) << "prefixes, strict namespace; B1 shows 7 and holds 8 below";
  EXPECT_EQ(DumpXml("<dimension ref='A1:XFD1048576'/><sheetData/>"), Lines{}) << "no rows";
}

TEST(XlsxReader, RefusesDamagedSheets) {
  EXPECT_EQ(DumpXml("<sheetData><row r='2'><c><v>1</v></c></row><row r='2'><c><v>1</v></c></row></sheetData>").back(),
            "=> ING-019");
  EXPECT_EQ(DumpXml("<sheetData><row r='1048577'/></sheetData>").back(), "=> ING-018");
  EXPECT_EQ(DumpXml("<sheetData><row r='1'><c r='XFE1'><v>1</v></c></row></sheetData>").back(), "=> ING-018");
  EXPECT_EQ(DumpXml("<sheetData><row r='1'><c t='s'><v>9</v></c></row></sheetData>").back(), "=> ING-025");
  EXPECT_EQ(DumpXml("<sheetData><row>").back(), "=> ING-014");
  EXPECT_EQ(DumpXml("<sheetData><row><c t='str'><v>" + std::string(2 << 20, 'x') + "</v></c></row></sheetData>").back(),
            "=> ING-016");
  const std::string doctype = WriteBook("<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>");
  EXPECT_EQ(Dump(doctype).back(), "=> ING-015");
  EXPECT_EQ(DumpXml("", {{"xl/workbook.xml", "<workbook/>"}}).back(), "=> ING-021");
  EXPECT_EQ(DumpXml("", {{"xl/_rels/workbook.xml.rels", "<Relationships/>"}}).back(), "=> ING-013");
  EXPECT_EQ(DumpXml("", {{"xl/workbook.bin", "x"}}).back(), "=> ING-004");
}

TEST(XlsxReader, SpillsSharedStringsToDisk) {
  std::string strings = "<sst>";
  std::string rows = "<sheetData>";
  Lines expected;
  for (int i = 0; i < 2000; ++i) {
    strings += fmt::format("<si><t>第{}条</t></si>", i);
    rows += fmt::format("<row><c t='s'><v>{}</v></c></row>", 1999 - i);
    expected.push_back(fmt::format("{}:第{}条", i + 1, 1999 - i));
  }
  const std::string path =
      WriteBook("<worksheet>" + rows + "</sheetData></worksheet>", {{"xl/sharedStrings.xml", strings + "</sst>"}});
  OpenOptions options = Options();
  options.limits.max_string_bytes = 1000;
  EXPECT_EQ(Dump(path, nullptr, options), expected);
}

TEST(XlsxReader, ReadsWhatLibxlsxwriterWrites) {
  const std::string path = Path("xlsx");
  lxw_workbook* book = workbook_new(path.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book, "花名册");
  lxw_format* date = workbook_add_format(book);
  format_set_num_format(date, "yyyy-mm-dd");
  for (uint32_t r = 0; r < 3000; ++r) {
    worksheet_write_string(sheet, r, 0, fmt::format("村民{}（虚构）", r).c_str(), nullptr);
    worksheet_write_number(sheet, r, 1, r * 1.25, nullptr);
    worksheet_write_number(sheet, r, 2, 46082, date);
  }
  workbook_add_worksheet(book, "隐藏");
  worksheet_hide(workbook_get_worksheet_by_name(book, "隐藏"));
  workbook_close(book);
  const Lines rows = Dump(path);
  ASSERT_EQ(rows.size(), 3000U);
  EXPECT_EQ(rows[2999], "3000:村民2999（虚构）|3748.75|2026-03-01");
  const auto sheets = OpenWorkbook(path, Options());
  ASSERT_TRUE(sheets);
  ASSERT_EQ(sheets->size(), 2U);
  EXPECT_FALSE((*sheets)[0].hidden());
  EXPECT_TRUE((*sheets)[1].hidden());
  EXPECT_EQ((*sheets)[0].format(), FileFormat::kXlsx);
}

TEST(NumberFormats, KnowDatesFromNumbers) {
  const auto shape = [](std::string_view code) { return static_cast<int>(ReadFormatCode(code).shape); };
  const int plain = static_cast<int>(NumberShape::kPlain), date = static_cast<int>(NumberShape::kDate),
            time = static_cast<int>(NumberShape::kTime), both = static_cast<int>(NumberShape::kDateTime);
  EXPECT_EQ(shape("General"), plain);
  EXPECT_EQ(shape("#,##0.00_);[Red]\\(#,##0.00\\)"), plain);
  EXPECT_EQ(shape("0.00E+00"), plain);
  EXPECT_EQ(shape("0\"days\""), plain);
  EXPECT_EQ(shape("@"), plain);
  EXPECT_EQ(shape("[$-804]yyyy\"年\"m\"月\"d\"日\";@"), date);
  EXPECT_EQ(shape("m/d/yy"), date);
  EXPECT_EQ(shape("mmm"), date);
  EXPECT_EQ(shape("[h]:mm:ss"), time);
  EXPECT_EQ(shape("yyyy/m/d h:mm"), both);
}

TEST(CellNames, RoundTrip) {
  int64_t row = 0;
  int32_t column = 0;
  for (const int32_t c : {0, 25, 26, 701, 702, 16383}) {
    ASSERT_TRUE(ParseCellName(CellName(77, c), row, column));
    EXPECT_EQ(column, c);
    EXPECT_EQ(row, 77);
  }
  EXPECT_EQ(CellName(1048576, 16383), "XFD1048576");
  for (const char* bad : {"", "A", "1", "A0", "XFE1", "A1048577", "A1B", "甲1", "AAAAAAAAAAAAA1"})
    EXPECT_FALSE(ParseCellName(bad, row, column)) << bad;
}

TEST(XlsxReader, AFileOverTheLimitIsRefused) {
  const std::string path =
      WriteBook("<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData></worksheet>");
  OpenOptions options = Options();
  options.limits.max_file_bytes = 100;
  EXPECT_EQ(Dump(path, nullptr, options), std::vector<std::string>{"=> ING-011"});
}

TEST(XlsxReader, OverAMillionMergedRangesAreRefused) {
  std::string xml = "<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData><mergeCells>";
  for (int i = 0; i <= 1'000'000; ++i) xml += fmt::format("<mergeCell ref='A{0}:B{0}'/>", 1 + i);
  xml += "</mergeCells></worksheet>";
  EXPECT_EQ(Dump(WriteBook(xml)), std::vector<std::string>{"=> ING-023"});
}

}  // namespace
}  // namespace xiuhua::ingest
