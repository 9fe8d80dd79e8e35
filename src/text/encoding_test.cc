#include "text/encoding.h"

#include <gtest/gtest.h>

#include "text/truth_table.h"

namespace xiuhua::text {
namespace {

const std::string kTable = "姓名,身份证号,金额\n彭·阿朵,433124199001010017,¥12.50\n龙𠮷,\"青岩村\",3亩\n";

std::string Decoded(Encoding encoding, std::string_view bytes, size_t chunk, int64_t& malformed) {
  Decoder decoder(encoding);
  std::string out;
  for (size_t at = 0; at < bytes.size(); at += chunk) decoder.Decode(bytes.substr(at, chunk), out);
  decoder.Finish(out);
  malformed = decoder.malformed();
  return out;
}

std::string Utf16Be(std::string_view utf8) {
  std::string bytes = Utf16LeFromUtf8(utf8);
  for (size_t i = 0; i + 1 < bytes.size(); i += 2) std::swap(bytes[i], bytes[i + 1]);
  return bytes;
}

TEST(Encoding, EveryEncodingAndEveryChunkSizeGivesTheSameText) {
  struct Case {
    std::string bytes;
    Encoding encoding;
  };
  const std::vector<Case> cases = {{kTable, Encoding::kUtf8},
                                   {"\xEF\xBB\xBF" + kTable, Encoding::kUtf8},
                                   {Gb18030FromUtf8(kTable), Encoding::kGb18030},
                                   {Utf16LeFromUtf8(kTable), Encoding::kUtf16Le},
                                   {"\xFF\xFE" + Utf16LeFromUtf8(kTable), Encoding::kUtf16Le},
                                   {Utf16Be(kTable), Encoding::kUtf16Be},
                                   {"\xFE\xFF" + Utf16Be(kTable), Encoding::kUtf16Be}};
  for (const Case& c : cases) {
    EXPECT_EQ(DetectEncoding(c.bytes), c.encoding) << EncodingName(c.encoding);
    for (size_t chunk = 1; chunk <= c.bytes.size(); ++chunk) {
      int64_t malformed = -1;
      ASSERT_EQ(Decoded(c.encoding, c.bytes, chunk, malformed), kTable) << EncodingName(c.encoding) << " by " << chunk;
      ASSERT_EQ(malformed, 0);
    }
  }
}

TEST(Encoding, ACutCharacterAtTheEndOfTheHeadIsNoFault) {
  const std::string gb = Gb18030FromUtf8(kTable);
  for (size_t length = 8; length <= kTable.size(); ++length) {
    EXPECT_EQ(DetectEncoding(std::string_view(kTable).substr(0, length)), Encoding::kUtf8) << length;
    if (length <= gb.size()) {
      EXPECT_EQ(DetectEncoding(std::string_view(gb).substr(0, length)), Encoding::kGb18030);
    }
  }
}

TEST(Encoding, AsciiDecidesLater) {
  EXPECT_EQ(DetectEncoding("code,name\n"), Encoding::kAscii);
  EXPECT_EQ(DetectEncoding(""), Encoding::kAscii);
  for (const bool gb : {false, true}) {
    Decoder decoder(Encoding::kAscii);
    std::string out;
    decoder.Decode("code,name\n", out);
    decoder.Decode(gb ? Gb18030FromUtf8("1,彭家寨\n2,田坝\n") : "1,彭家寨\n2,田坝\n", out);
    decoder.Finish(out);
    EXPECT_EQ(out, "code,name\n1,彭家寨\n2,田坝\n");
    EXPECT_EQ(decoder.encoding(), gb ? Encoding::kGb18030 : Encoding::kUtf8);
    EXPECT_EQ(decoder.malformed(), 0);
  }
}

TEST(Encoding, CountsWhatIsMalformed) {
  const std::vector<std::pair<std::string, int64_t>> cases = {{"ab\xFF"
                                                               "cd",
                                                               1},
                                                              {"\xE5\xBC", 1},          // cut character
                                                              {"\xE5\xBC\x41", 1},      // cut by a letter, which stays
                                                              {"\xC0\x80", 2},          // overlong
                                                              {"\xED\xA0\x80", 3},      // surrogate
                                                              {"\xF4\x90\x80\x80", 4},  // above U+10FFFF
                                                              {"张\x80三", 1}};
  for (const auto& [bytes, expected] : cases) {
    for (size_t chunk = 1; chunk <= bytes.size(); ++chunk) {
      int64_t malformed = 0;
      const std::string out = Decoded(Encoding::kUtf8, bytes, chunk, malformed);
      EXPECT_EQ(malformed, expected) << bytes.size() << " by " << chunk;
      EXPECT_TRUE(IsValidUtf8(out));
    }
    EXPECT_FALSE(IsValidUtf8(bytes));
  }
  int64_t malformed = 0;
  Utf8FromGb18030("\xC5\xED\xFF\xFF", &malformed);
  EXPECT_GE(malformed, 1);
  Utf8FromGb18030("\xC5", &malformed);
  EXPECT_EQ(malformed, 1);
}

TEST(Encoding, BinaryIsNotText) {
  std::string binary;
  uint32_t x = 1;
  for (int i = 0; i < 4000; ++i) {
    x = x * 1664525 + 1013904223;
    binary += static_cast<char>(x >> 24U);
  }
  EXPECT_EQ(DetectEncoding(binary), Encoding::kUnknown);
}

TEST(Encoding, Gb18030RoundTripsEveryCharacterOfThePlane) {
  std::string all;
  for (char32_t c = 0x20; c < 0xE000; ++c) {
    if (c >= 0x7F && c < 0xA0) continue;
    if (c < 0xD800) AppendCodePoint(c, all);
  }
  AppendCodePoint(0x20BB7, all);
  int64_t malformed = -1;
  EXPECT_EQ(Utf8FromGb18030(Gb18030FromUtf8(all), &malformed), all);
  EXPECT_EQ(malformed, 0);
}

TEST(Width, CleansTheTable) {
  const std::vector<TruthRow> rows = ReadTruthTable(XIUHUA_SOURCE_DIR "/src/text/testdata/cells.tsv");
  ASSERT_GE(rows.size(), 30U);
  for (const TruthRow& row : rows) {
    ASSERT_EQ(row.cells.size(), 2U) << row.place;
    std::string buffer;
    EXPECT_EQ(CleanCell(row.cells[0], buffer), row.cells[1]) << row.place;
  }
}

TEST(Width, PlainCellsAreNotCopied) {
  for (const std::string_view plain : {"433124199001010017", "青岩村", "abc 12", ""}) {
    std::string buffer;
    const std::string padded = " " + std::string(plain) + " ";
    const std::string_view clean = CleanCell(padded, buffer);
    EXPECT_EQ(clean, plain);
    EXPECT_TRUE(buffer.empty());
  }
}

TEST(Width, CountsAndWalksCodePoints) {
  EXPECT_EQ(CountCodePoints("a彭𠮷"), 3U);
  EXPECT_EQ(CountCodePoints("\xFF\xE5"), 2U);
  std::u32string walked;
  for (const char32_t c : IterateCodePoints("a彭𠮷\xFF")) walked += c;
  EXPECT_EQ(walked, U"a彭𠮷\uFFFD");
}

TEST(Width, EveryCodePointRoundTrips) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    AppendCodePoint(c, text);
    size_t at = 0;
    ASSERT_EQ(NextCodePoint(text, at), c);
    ASSERT_EQ(at, text.size());
    ASSERT_TRUE(IsValidUtf8(text));
  }
}

}  // namespace
}  // namespace xiuhua::text
