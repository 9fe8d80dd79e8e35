// XlsxReader: the rows of one xlsx sheet by expat, some 64 KiB of XML at a time.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "ingest/sheet.h"
#include "ingest/xlsx_book.h"

namespace xiuhua::ingest {

// What the XML says about one cell, before expansion into columns.
struct ParsedCell {
  int32_t column = 0;
  uint16_t flags = 0;
  uint32_t fill_rgb = 0;
  const char* external = nullptr;  // text in the shared strings; else in the batch's own text
  size_t offset = 0;
  size_t length = 0;
};

struct ParsedRow {
  int64_t number = 0;
  bool hidden = false;
  size_t first_cell = 0;
  size_t cells = 0;
};

// The rows finished by the XML fed so far.
struct ParsedBatch {
  std::vector<ParsedRow> rows;
  std::vector<ParsedCell> cells;
  std::string text;
};

// The expat side: fills a batch.
class SheetHandler final : public XmlHandler {
 public:
  SheetHandler(const std::string& file, const std::string& sheet, const std::vector<CellStyle>& styles,
               const SharedStrings* strings, bool date1904, const ReadLimits& limits);
  void Start(std::string_view name, const XmlAttributes& attributes) override;
  void End(std::string_view name) override;
  void Text(std::string_view text) override;

  ParsedBatch batch;
  std::vector<std::pair<int32_t, int32_t>> hidden_columns;
  bool filter_mode = false;  // <sheetPr filterMode="1">
  // Moves finished rows out; an unfinished row stays.
  void DropFinished();

 private:
  enum class Kind : uint8_t { kNumber, kShared, kBoolean, kError, kString, kInline, kDate };
  void StartRow(const XmlAttributes& attributes);
  void StartCell(const XmlAttributes& attributes);
  void EndCell();
  void EndShared(ParsedCell& cell);
  void EndNumber(ParsedCell& cell);
  [[nodiscard]] SourceRef Here() const;

  const std::string& file_;
  const std::string& sheet_;
  const std::vector<CellStyle>& styles_;
  const SharedStrings* strings_;
  bool date1904_;
  const ReadLimits& limits_;
  int64_t last_row_ = 0;
  int32_t next_column_ = 0;
  ParsedRow row_;
  ParsedCell cell_;
  const CellStyle* style_ = nullptr;
  Kind kind_ = Kind::kNumber;
  bool in_data_ = false, in_row_ = false, in_cell_ = false, in_value_ = false, in_inline_ = false;
  RichText rich_;
};

class XlsxReader final : public SheetReader {
 public:
  static Result<std::unique_ptr<SheetReader>> Open(std::shared_ptr<XlsxBook> book, std::unique_ptr<ZipArchive> zip,
                                                   size_t sheet);
  ~XlsxReader() override;
  Result<bool> Next(RowView& row) override;
  [[nodiscard]] const SheetFacts& facts() const override { return facts_; }

 private:
  XlsxReader(std::shared_ptr<XlsxBook> book, std::unique_ptr<ZipArchive> zip, size_t sheet);
  Result<bool> FeedMore();
  bool Expand(const ParsedRow& parsed, RowView& row);
  void Cover(const ParsedRow& parsed, int32_t own_width);
  void CountFacts(const RowView& row);
  [[nodiscard]] bool ColumnHidden(int32_t column) const;

  std::shared_ptr<XlsxBook> book_;
  std::unique_ptr<ZipArchive> zip_;
  const XlsxSheet& sheet_;
  std::shared_ptr<const SheetTail> tail_;
  SheetHandler handler_;
  XmlFeed feed_;
  MergeCursor merges_;
  std::unique_ptr<ZipStream> stream_;
  std::vector<char> buffer_;
  size_t next_row_ = 0;
  bool ended_ = false, begun_ = false;
  std::vector<Cell> cells_;
  std::vector<CoveredCell> covered_;
  std::vector<bool> column_hidden_;
  SheetFacts facts_;
};

}  // namespace xiuhua::ingest
