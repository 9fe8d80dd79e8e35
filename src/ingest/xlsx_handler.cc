// The expat side of the xlsx reader.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "ingest/errors.h"
#include "ingest/xlsx_reader.h"

namespace xiuhua::ingest {

SheetHandler::SheetHandler(const std::string& file, const std::string& sheet, const std::vector<CellStyle>& styles,
                           const SharedStrings* strings, bool date1904, const ReadLimits& limits)
    : file_(file), sheet_(sheet), styles_(styles), strings_(strings), date1904_(date1904), limits_(limits) {}

SourceRef SheetHandler::Here() const {
  return {.file = file_, .part = sheet_, .row = row_.number, .column = cell_.column + 1};
}

void SheetHandler::DropFinished() {
  batch.rows.clear();
  // The row being read keeps its cells and texts.
  const size_t first = in_row_ ? row_.first_cell : batch.cells.size();
  size_t text_from = in_cell_ ? cell_.offset : batch.text.size();
  for (size_t i = first; i < batch.cells.size(); ++i) {
    if (batch.cells[i].external == nullptr) text_from = std::min(text_from, batch.cells[i].offset);
  }
  batch.cells.erase(batch.cells.begin(), batch.cells.begin() + static_cast<std::ptrdiff_t>(first));
  batch.text.erase(0, text_from);
  row_.first_cell = 0;
  cell_.offset -= std::min(cell_.offset, text_from);
  for (ParsedCell& cell : batch.cells) {
    if (cell.external == nullptr) cell.offset -= text_from;
  }
}

void SheetHandler::Start(std::string_view name, const XmlAttributes& attributes) {
  if (in_cell_) {
    if (name == "v") in_value_ = kind_ != Kind::kInline;
    if (name == "f") cell_.flags |= kCellFormula;
    if (name == "is") {
      in_inline_ = true;
      rich_.Begin();
    } else if (in_inline_) {
      rich_.Start(name, attributes);
    }
  } else if (name == "c" && in_row_) {
    StartCell(attributes);
  } else if (name == "row" && in_data_) {
    StartRow(attributes);
  } else if (name == "sheetData") {
    in_data_ = true;
  } else if (name == "col" && !in_data_ && attributes.Flag("hidden") && hidden_columns.size() < 16384) {
    hidden_columns.emplace_back(static_cast<int32_t>(std::clamp<int64_t>(attributes.Number("min", 1), 1, 16384)) - 1,
                                static_cast<int32_t>(std::clamp<int64_t>(attributes.Number("max", 1), 1, 16384)) - 1);
  } else if (name == "sheetPr") {
    filter_mode = attributes.Flag("filterMode");
  }
}

void SheetHandler::StartRow(const XmlAttributes& attributes) {
  const char* named = attributes.Find("r");
  const int64_t number = named == nullptr ? last_row_ + 1 : attributes.Number("r", 0);
  if (number < 1 || number > 1048576) {
    stop = MakeError(errors::kBadCellPlace, {named == nullptr ? std::to_string(number) : named},
                     {.file = file_, .part = sheet_});
    return;
  }
  if (number <= last_row_) {
    stop = MakeError(errors::kDuplicateRow, {std::to_string(number)}, {.file = file_, .part = sheet_, .row = number});
    return;
  }
  last_row_ = number;
  next_column_ = 0;
  in_row_ = true;
  row_ = {.number = number, .first_cell = batch.cells.size()};
  const char* height = attributes.Find("ht");
  row_.hidden = attributes.Flag("hidden") || (height != nullptr && std::string_view(height) == "0");
}

void SheetHandler::StartCell(const XmlAttributes& attributes) {
  cell_ = {.column = next_column_, .offset = batch.text.size()};
  kind_ = Kind::kNumber;
  style_ = nullptr;
  in_cell_ = true;
  for (const char** a = attributes.list; *a != nullptr; a += 2) {
    const std::string_view name = LocalName(*a), value = a[1];
    if (name == "r") {
      int64_t row = 0;
      if (!ParseCellName(value, row, cell_.column) || row != row_.number || cell_.column >= limits_.max_columns) {
        stop = MakeError(errors::kBadCellPlace, {value.substr(0, 40)},
                         {.file = file_, .part = sheet_, .row = row_.number});
        return;
      }
    } else if (name == "s") {
      size_t index = 0;
      std::from_chars(value.data(), value.data() + value.size(), index);
      style_ = index < styles_.size() ? &styles_[index] : nullptr;
    } else if (name == "t") {
      kind_ = value == "s"           ? Kind::kShared
              : value == "inlineStr" ? Kind::kInline
              : value == "str"       ? Kind::kString
              : value == "b"         ? Kind::kBoolean
              : value == "e"         ? Kind::kError
              : value == "d"         ? Kind::kDate
                                     : Kind::kNumber;
    }
  }
  if (cell_.column >= limits_.max_columns) {
    stop =
        MakeError(errors::kTooManyColumns, {std::to_string(row_.number), std::to_string(limits_.max_columns)}, Here());
  }
  next_column_ = cell_.column + 1;
}

void SheetHandler::Text(std::string_view text) {
  if (!in_value_ && !(in_inline_ && rich_.Wants())) return;
  if (in_inline_) rich_.CountText(text.size());
  batch.text += text;
  if (static_cast<int64_t>(batch.text.size() - cell_.offset) > limits_.max_cell_bytes) {
    stop =
        MakeError(errors::kCellTooLong,
                  {CellName(row_.number, cell_.column), fmt::format("{} KiB", limits_.max_cell_bytes >> 10)}, Here());
  }
}

void SheetHandler::End(std::string_view name) {
  if (in_cell_) {
    if (name == "v") in_value_ = false;
    if (name == "is") in_inline_ = false;
    if (in_inline_) rich_.End(name);
    if (name == "c") EndCell();
  } else if (name == "row" && in_row_) {
    in_row_ = false;
    row_.cells = batch.cells.size() - row_.first_cell;
    batch.rows.push_back(row_);
  } else if (name == "sheetData") {
    in_data_ = false;
  }
}

void SheetHandler::EndShared(ParsedCell& cell) {
  const std::string_view digits = std::string_view(batch.text).substr(cell.offset);
  int64_t index = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (strings_ == nullptr || index < 0 || index >= strings_->size()) {
    stop = MakeError(errors::kBadStringIndex, {CellName(row_.number, cell.column), std::string(digits.substr(0, 20))},
                     Here());
    return;
  }
  batch.text.resize(cell.offset);
  bool strike = false;
  const std::string_view text = strings_->At(index, strike);
  cell.external = text.data();
  cell.length = text.size();
  cell.flags |= static_cast<uint16_t>(kCellText | (strike ? kCellStrike : 0));
}

void SheetHandler::EndNumber(ParsedCell& cell) {
  const char* const begin = batch.text.data() + cell.offset;
  const char* const behind = batch.text.data() + batch.text.size();
  double value = 0;
  const auto [end, code] = std::from_chars(begin, behind, value);
  if (code != std::errc() || end != behind || !std::isfinite(value)) {
    cell.flags |= kCellText;  // not a number after all: shown as it stands
    return;
  }
  static constexpr NumberFormat kPlain;
  const NumberFormat& format = style_ == nullptr ? kPlain : style_->number;
  batch.text.resize(cell.offset);
  ShowNumber(value, format, date1904_, batch.text);
  const bool moment = format.shape != NumberShape::kPlain && format.shape != NumberShape::kPadded;
  cell.flags |= static_cast<uint16_t>(kCellNumber | (moment ? kCellDateStyled : 0));
}

void SheetHandler::EndCell() {
  in_cell_ = in_value_ = in_inline_ = false;
  ParsedCell cell = cell_;
  const bool empty = batch.text.size() == cell.offset;
  if (style_ != nullptr) {
    cell.flags |= static_cast<uint16_t>((style_->strike ? kCellStrike : 0) | (style_->filled ? kCellFilled : 0));
    cell.fill_rgb = style_->fill_rgb;
  }
  if (!empty) {
    switch (kind_) {
      case Kind::kShared:
        EndShared(cell);
        break;
      case Kind::kNumber:
        EndNumber(cell);
        break;
      case Kind::kBoolean: {
        const bool yes = batch.text[cell.offset] == '1' || batch.text[cell.offset] == 't';
        batch.text.resize(cell.offset);
        batch.text += yes ? "TRUE" : "FALSE";
        cell.flags |= kCellBoolean;
        break;
      }
      case Kind::kError:
        cell.flags |= kCellError;
        break;
      case Kind::kDate:
        cell.flags |= kCellDateStyled;
        break;
      case Kind::kString:
      case Kind::kInline:
        UnescapeOoxml(batch.text, cell.offset);
        cell.flags |= static_cast<uint16_t>(kCellText | (kind_ == Kind::kInline && rich_.strike() ? kCellStrike : 0));
        break;
    }
  }
  if (cell.external == nullptr) cell.length = batch.text.size() - cell.offset;
  if (cell.length > 0 || (cell.flags & kCellFilled) != 0) batch.cells.push_back(cell);
}

}  // namespace xiuhua::ingest
