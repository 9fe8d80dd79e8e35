#include "ingest/csv_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <random>

#include "base/clock.h"
#include "ingest/csv_decode.h"
#include "ingest/csv_sheet.h"

namespace xiuhua::ingest {
namespace {

SilentProgress& Quiet() {
  static SilentProgress progress;
  return progress;
}

std::string WriteFile(std::string_view bytes) {
  static int counter = 0;
  std::string path = fmt::format("{}/csv_file_test_{}_{}.csv", testing::TempDir(), ::getpid(), counter++);
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

Result<std::shared_ptr<CsvFile>> OpenBytes(std::string_view bytes, CsvOptions options = {}) {
  options.temp_folder = testing::TempDir();
  const std::string path = WriteFile(bytes);
  auto file = CsvFile::Open(path, "表.csv", options, Quiet());
  ::unlink(path.c_str());
  return file;
}

// "record@line:cell|cell!ING-041" for every record of the ranges; an error ends it as "=> ING-040".
std::vector<std::string> Dump(const CsvFile& file, const std::vector<CsvRange>& ranges) {
  std::vector<std::string> out;
  for (const CsvRange& range : ranges) {
    CsvRangeReader reader(file, range);
    for (;;) {
      CsvRow row;
      const auto more = reader.Next(row);
      if (!more) {
        out.push_back("=> " + more.error().id);
        return out;
      }
      if (!*more) break;
      std::string line = fmt::format("{}@{}:", row.record, row.line);
      for (size_t i = 0; i < row.cells.size(); ++i) line += (i > 0 ? "|" : "") + std::string(row.cells[i]);
      if (row.problem != nullptr) line += "!" + row.problem->id;
      out.push_back(line);
    }
  }
  return out;
}

std::vector<std::string> DumpBytes(std::string_view bytes, CsvOptions options = {}) {
  const auto file = OpenBytes(bytes, std::move(options));
  if (!file) return {"=> " + file.error().id};
  return Dump(**file, {(*file)->WholeFile()});
}

using Lines = std::vector<std::string>;

struct Case {
  const char* what;
  std::string bytes;
  Lines rows;
};

TEST(CsvFile, ReadsWhatPeopleSend) {
  const std::vector<Case> cases = {
      {"plain", "a,b\n1,2\n", {"1@1:a|b", "2@2:1|2"}},
      {"no last line end", "a,b\n1,2", {"1@1:a|b", "2@2:1|2"}},
      {"byte order mark", "\xEF\xBB\xBF姓名,b\n1,2\n", {"1@1:姓名|b", "2@2:1|2"}},
      {"mixed line ends", "a,b\r\n1,2\n3,4\r5,6", {"1@1:a|b", "2@2:1|2", "3@3:3|4", "4@4:5|6"}},
      {"blank lines count", "a,b\n\n,\n1,2\n", {"1@1:a|b", "4@4:1|2"}},
      {"quoted", "a,b\n\"1,x\",\"say \"\"hi\"\"\"\n", {"1@1:a|b", "2@2:1,x|say \"hi\""}},
      {"line end in a cell", "a,b\n\"1\r\n2\",3\n4,5\n", {"1@1:a|b", "2@2:1\r\n2|3", "3@4:4|5"}},
      {"bare quote", "a,b\n5\"管,2\n", {"1@1:a|b", "2@2:5\"管|2"}},
      {"text behind a closing quote", "a,b\n\"甲\"乙,2\n", {"1@1:a|b", "2@2:甲乙|2"}},
      {"tab", "a\tb\n1,5\t2\n", {"1@1:a|b", "2@2:1,5|2"}},
      {"semicolon", "a;b\n1,5;2\n", {"1@1:a|b", "2@2:1,5|2"}},
      {"bar", "a|b\n1|2\n", {"1@1:a|b", "2@2:1|2"}},
      {"one column", "姓名\n张三\n", {"1@1:姓名", "2@2:张三"}},
      {"unclosed at the end", "a,b\n1,2\n\"3,4\n", {"1@1:a|b", "2@2:1|2", "3@3:\"3|4!ING-041"}},
      {"unclosed, then a clean quoted line",
       "a,b\n\"1,2\n3,4\n\"5\",6\n7,8\n",
       {"1@1:a|b", "2@2:\"1|2!ING-041", "3@3:3|4", "4@4:5|6", "5@5:7|8"}},
      {"lines that do not fit until one does",
       "a,b\n1,2\n\"3,4\nx\n5,6,7\n8,9\n",
       {"1@1:a|b", "2@2:1|2", "3@3:\"3|4!ING-041", "4@4:x!ING-042", "5@5:5|6|7!ING-042", "6@6:8|9"}},
      {"nul", std::string("a,b\n1,\0 2\n", 10), {"1@1:a|b", "=> ING-040"}},
      {"GB18030", "\xD0\xD5\xC3\xFB,b\n\xD5\xC5\xC8\xFD,2\n", {"1@1:姓名|b", "2@2:张三|2"}},
      {"UTF-16 with mark", std::string("\xFF\xFE\x2E\x59,\0b\0\n\0", 10), {"1@1:央|b"}},
      {"empty", "", {"=> ING-001"}},
      {"no encoding", "a,\x81\xFF\x81\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\n1,2\n", {"=> ING-044"}},
  };
  for (const Case& c : cases) EXPECT_EQ(DumpBytes(c.bytes), c.rows) << c.what;
}

TEST(CsvFile, FlagsRowsWithDamagedCharacters) {
  std::string bytes = "姓名,村\n";
  for (int i = 0; i < 50; ++i) bytes += "张三,石门村\n";
  bytes += "李\xE5\x9B,石门村\n王五,石门村\n";
  const Lines rows = DumpBytes(bytes);
  ASSERT_EQ(rows.size(), 53U);
  EXPECT_EQ(rows[51], "52@52:李\xEF\xBF\xBD\xEF\xBF\xBD|石门村!ING-043");
  EXPECT_EQ(rows[52], "53@53:王五|石门村");
}

TEST(CsvFile, RefusesCellsAndRowsBeyondTheLimits) {
  EXPECT_EQ(DumpBytes("a,b\n1," + std::string(3000, 'x') + "\n", {.max_cell_bytes = 2000}).back(), "=> ING-016");
  EXPECT_EQ(DumpBytes("a,b\n1,\"" + std::string(3000, 'x') + "\"\n", {.max_cell_bytes = 2000}).back(), "=> ING-016");
  EXPECT_EQ(DumpBytes("a,b\n" + std::string(300, ',') + "\n", {.max_columns = 200}).back(), "=> ING-017");
}

// Any cut into ranges gives the same records, numbers, lines and problems as reading the file in one go.
TEST(CsvFile, RangesAgreeWithTheWholeOnRandomFiles) {
  std::mt19937 random(20260301);
  const std::vector<std::string> pieces = {"a",  "张",   ",",     ",",        "\n",      "\r\n", "\r",
                                           "\"", "\"\"", "\"x\"", "\"p\nq\"", "bb,cc\n", "\n\n"};
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = "h1,h2\n1,2\n";
    const auto length = random() % 120;
    for (unsigned i = 0; i < length; ++i) bytes += pieces[random() % pieces.size()];
    const auto file = OpenBytes(bytes, {.max_cell_bytes = 60, .delimiter = ','});
    ASSERT_TRUE(file);
    const Lines whole = Dump(**file, {(*file)->WholeFile()});
    for (const int n : {2, 3, 7}) {
      const auto ranges = (*file)->PlanRanges(n, Quiet());
      ASSERT_TRUE(ranges);
      ASSERT_EQ(Dump(**file, *ranges), whole) << "in " << n << " ranges: " << bytes;
    }
  }
}

TEST(CsvFile, SheetFaceCutsTrailingEmptyCells) {
  const auto file = OpenBytes("a,b,,\n1,2,3,\n");
  ASSERT_TRUE(file);
  const auto reader = ReadCsvSheet(*file, Quiet());
  RowView row;
  ASSERT_TRUE(*reader->Next(row));
  EXPECT_EQ(row.cells.size(), 2U);
  ASSERT_TRUE(*reader->Next(row));
  EXPECT_EQ(row.cells.size(), 3U);
  EXPECT_FALSE(*reader->Next(row));
  EXPECT_EQ(reader->facts().rows, 2);
  EXPECT_EQ(reader->facts().columns, 3);
}

TEST(Utf8, FastAndSlowChecksAgree) {
  std::mt19937 random(7);
  std::string base;
  while (base.size() < 200'000) base += random() % 3 == 0 ? "abc," : random() % 2 == 0 ? "张" : "é𠀀";
  EXPECT_EQ(ValidUtf8Prefix(base), static_cast<int64_t>(base.size()));
  for (int i = 0; i < 300; ++i) {
    std::string broken = base;
    const size_t at = random() % (broken.size() - 1);
    broken[at] = static_cast<char>(random() % 256);
    const int64_t prefix = ValidUtf8Prefix(broken);
    int64_t malformed = 0;
    const std::string repaired = RepairUtf8(broken, malformed);
    EXPECT_EQ(prefix == static_cast<int64_t>(broken.size()), malformed == 0) << at;
    EXPECT_EQ(ValidUtf8Prefix(repaired), static_cast<int64_t>(repaired.size()));
    if (malformed > 0) {
      EXPECT_EQ(repaired.substr(static_cast<size_t>(prefix), 3), "\xEF\xBF\xBD");
    }
  }
}

TEST(CsvFile, StopsWhenCancelled) {
  std::string bytes;
  while (bytes.size() < (8U << 20)) bytes += "abc,def,ghi\n";
  SilentProgress progress;
  const std::string path = WriteFile(bytes);
  const auto file = CsvFile::Open(path, "a.csv", {}, progress);
  ASSERT_TRUE(file);
  progress.Cancel();
  const auto reader = ReadCsvSheet(*file, progress);
  RowView row;
  Result<bool> more = true;
  while (more && *more) more = reader->Next(row);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().id, "BAS-003");
  EXPECT_FALSE((*file)->PlanRanges(4, progress));
  ::unlink(path.c_str());
}

}  // namespace
}  // namespace xiuhua::ingest
